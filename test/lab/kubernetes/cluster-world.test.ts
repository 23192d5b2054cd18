import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clusterWorld, type Lab, type World } from '../../../lab/index.ts';
import { clusterMismatches } from '../../../lab/kubernetes/check.ts';
import { withLab } from '../client.ts';
import { ask } from './clusters.ts';

const test = suite('lab/cluster-world');

const COUNTS = { backups: 1_201, claims: 703, namespaces: 7, schedules: 4 };

const bench = (lab: Lab, path: string) => ask(lab, path, { cluster: 'bench' });

/** How many different objects all pages of a list have together. */
const countOf = async (lab: Lab, path: string): Promise<number> => {
  const names = new Set<string>();
  for (let token: string | undefined = ''; token !== undefined; ) {
    const { body } = await bench(lab, `${path}?limit=500&continue=${token}`);
    for (const { metadata } of body.items) names.add(`${metadata.namespace}/${metadata.name}`);
    token = body.metadata.continue || undefined;
  }
  return names.size;
};

test('there is as much of everything as was asked for', () =>
  withLab(clusterWorld(COUNTS), async (lab) => {
    assert.is(await countOf(lab, '/apis/velero.io/v1/backups'), 1_201);
    assert.is(await countOf(lab, '/apis/velero.io/v1/schedules'), 4);
    assert.is(await countOf(lab, '/api/v1/namespaces'), 8);
    for (const resource of ['persistentvolumeclaims', 'persistentvolumes'])
      assert.is(await countOf(lab, `/api/v1/${resource}`), 703, resource);
    assert.is(await countOf(lab, '/api/v1/pods'), 703 + 3);
  }));

test('objects of series have what the others have', () =>
  withLab(clusterWorld(COUNTS), async (lab) => {
    const { body } = await bench(lab, '/apis/velero.io/v1/namespaces/velero/backups/backup-000024');
    const { metadata, status } = body;
    assert.equal([body.apiVersion, body.kind, metadata.namespace], ['velero.io/v1', 'Backup', 'velero']);
    assert.equal([metadata.creationTimestamp, status.startTimestamp], ['2026-11-21T09:00:00Z', '2026-11-21T09:00:00Z']);
    assert.is(metadata.labels['velero.io/schedule-name'], 'schedule-000000');
    assert.ok(metadata.uid && metadata.resourceVersion);
  }));

test('claims, volumes and pods belong together', () =>
  withLab(clusterWorld(COUNTS), async (lab) => {
    const [claim] = (await bench(lab, '/api/v1/namespaces/team-000003/persistentvolumeclaims?limit=1')).body.items;
    const volume = (await bench(lab, `/api/v1/persistentvolumes/${claim.spec.volumeName}`)).body;
    assert.equal([volume.spec.claimRef.namespace, volume.spec.claimRef.name], ['team-000003', claim.metadata.name]);
    const pod = (await bench(lab, `/api/v1/namespaces/team-000003/pods/pod-${claim.metadata.name}`)).body;
    assert.is(pod.spec.volumes[0].persistentVolumeClaim.claimName, claim.metadata.name);
  }));

test('nothing is made before it is asked for', () => {
  const { kubernetes = [] } = clusterWorld({ backups: 5 });
  let made = 0;
  const counted = (world: World['kubernetes']): World => ({
    accounts: [],
    kubernetes: (world ?? []).map((cluster) => ({
      ...cluster,
      series: (cluster.series ?? []).map((series) => ({
        ...series,
        make: (name, index) => {
          made++;
          return series.make(name, index);
        },
      })),
    })),
  });
  return withLab(counted(kubernetes), async (lab) => {
    assert.is(made, 0);
    await bench(lab, '/apis/velero.io/v1/backups?limit=2');
    assert.is(made, 2);
    await bench(lab, '/apis/velero.io/v1/namespaces/velero/backups/backup-000004');
    assert.is(made, 3);
  });
});

test('it is a world as files have to be, once its series are written out', () => {
  const { kubernetes = [] } = clusterWorld({ backups: 3, claims: 3, namespaces: 2 });
  const written = kubernetes.map(({ series = [], ...cluster }) => ({
    ...cluster,
    objects: [
      ...cluster.objects,
      ...series.flatMap(({ make, names, apiVersion, kind, namespace }) =>
        names.map((name, index) => {
          const { metadata, ...rest } = make(name, index);
          return { apiVersion, kind, metadata: { ...metadata, name, ...(namespace === undefined ? {} : { namespace }) }, ...rest };
        }),
      ),
    ],
  }));
  assert.is(written[0]?.objects.length, 3 + 6 + 1 + 3 + 3 + 3 * 3);
  assert.equal(clusterMismatches({ accounts: [], kubernetes: written }), []);
});

test.run();
