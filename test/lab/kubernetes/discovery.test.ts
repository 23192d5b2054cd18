import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withLab } from '../client.ts';
import { type Asking, ask, clustersWorld, TOKEN } from './clusters.ts';

const test = suite('lab/kubernetes/discovery');

const asked = (path: string, asking?: Asking) => withLab(clustersWorld, (lab) => ask(lab, path, asking));

const OLD = { cluster: 'old', token: TOKEN };
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

interface Named {
  readonly name: string;
}

const namesOf = (entries: readonly Named[]): readonly string[] => entries.map(({ name }) => name);

test('the version is the one that the world gives', async () => {
  const { status, body } = await asked('/version');
  assert.equal([status, body.gitVersion, body.major, body.minor], [200, 'v1.31.4-eks-2d5f260', '1', '31']);
});

test('the groups are the built-in ones and those that the cluster names', async () => {
  const { body } = await asked('/apis');
  assert.is(body.kind, 'APIGroupList');
  assert.equal(namesOf(body.groups), [
    'apps',
    'authorization.k8s.io',
    'batch',
    'networking.k8s.io',
    'policy',
    'rbac.authorization.k8s.io',
    'storage.k8s.io',
    'apiextensions.k8s.io',
    'velero.io',
    'snapshot.storage.k8s.io',
    'monitoring.coreos.com',
  ]);
  const old = await asked('/apis', OLD);
  assert.equal(
    namesOf(old.body.groups).filter((name) => name.includes('.io') === false || name === 'velero.io'),
    ['apps', 'batch', 'policy', 'velero.io'],
  );
});

test('a group has its versions, the stable one preferred', async () => {
  const { body } = await asked('/apis/velero.io');
  assert.equal(body, {
    kind: 'APIGroup',
    apiVersion: 'v1',
    name: 'velero.io',
    versions: [
      { groupVersion: 'velero.io/v1', version: 'v1' },
      { groupVersion: 'velero.io/v2alpha1', version: 'v2alpha1' },
    ],
    preferredVersion: { groupVersion: 'velero.io/v1', version: 'v1' },
  });
});

test('the core group has a path of its own', async () => {
  assert.equal((await asked('/api')).body.versions, ['v1']);
  const { body } = await asked('/api/v1');
  assert.is(body.groupVersion, 'v1');
  assert.equal(
    namesOf(body.resources).filter((name) => /^(pods|secrets|configmaps)/.test(name)),
    ['configmaps', 'pods', 'pods/status', 'secrets'],
  );
});

test('resources have their names, short and singular', async () => {
  const { body } = await asked('/apis/velero.io/v1');
  assert.equal(
    body.resources.find(({ name }: Named) => name === 'backupstoragelocations'),
    {
      name: 'backupstoragelocations',
      singularName: 'backupstoragelocation',
      namespaced: true,
      kind: 'BackupStorageLocation',
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      shortNames: ['bsl'],
    },
  );
  assert.equal(
    namesOf(body.resources).filter((name) => name.includes('/')),
    [],
  );
});

test('single resources come and go', async () => {
  const current = namesOf((await asked('/apis/velero.io/v1')).body.resources);
  const old = namesOf((await asked('/apis/velero.io/v1', OLD)).body.resources);
  assert.equal(
    [...current.filter((name) => !old.includes(name)), ...old.filter((name) => !current.includes(name))],
    ['backuprepositories', 'serverstatusrequests', 'resticrepositories'],
  );
});

const PAGE = '404 page not found\n';

test('groups that nobody has defined and what they do not have are not found, in plain text', () =>
  withLab(clustersWorld, async (lab) => {
    const UNKNOWN = [
      '/nothing',
      '/apis/nothing.io',
      '/apis/nothing.io/v1',
      '/apis/velero.io/v3',
      '/apis/velero.io/v1/nothing',
      '/apis//v1',
    ];
    for (const path of [...UNKNOWN, '/apis/velero.io/v1/schedules/mlops-daily-backup']) {
      const { status, headers, body } = await ask(lab, path);
      assert.equal([status, headers['content-type'], body], [404, 'text/plain; charset=utf-8', PAGE], path);
    }
    const ABSENT = [
      'velero.io/v2alpha1',
      'velero.io/v1/backuprepositories',
      'snapshot.storage.k8s.io',
      'monitoring.coreos.com/v1/prometheuses',
    ];
    for (const path of ABSENT) assert.is((await ask(lab, `/apis/${path}`, OLD)).body, PAGE, path);
    assert.is((await ask(lab, '/apis', { cluster: 'nowhere' })).body, PAGE);
  }));

test('what groups of the server itself do not have is not found either, in the form of a status', () =>
  withLab(clustersWorld, async (lab) => {
    const PATHS = [
      '/api/v2',
      '/api/v1/nothing',
      '/api/v1/bindings',
      '/apis/apps/v1/nothing',
      '/version/more',
      '/api/v1/namespaces/mlops/nodes',
      '/api/v1/namespaces/mlops/pods/trainer-0/nothing',
      '/api/v1/pods/trainer-0',
    ];
    for (const path of PATHS) {
      const { status, body } = await ask(lab, path);
      assert.equal([status, body.reason, body.message], [404, 'NotFound', 'the server could not find the requested resource'], path);
    }
  }));

test('a slash at the end changes nothing', async () => {
  assert.equal((await asked('/apis/')).body, (await asked('/apis')).body);
});

interface Discovered {
  readonly metadata: { readonly name?: string };
  readonly versions: readonly { readonly version: string; readonly resources: readonly { readonly resource: string }[] }[];
}

test('clients that take it get all at once', () =>
  withLab(clustersWorld, async (lab) => {
    const accept = `${AGGREGATED},application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json`;
    const [core, named] = await Promise.all(['/api', '/apis'].map((path) => ask(lab, path, { accept })));
    assert.is(named?.headers['content-type'], AGGREGATED);
    for (const { metadata, versions } of [...(core?.body.items ?? []), ...(named?.body.items ?? [])] as readonly Discovered[]) {
      for (const { version, resources } of versions) {
        const path = metadata.name === undefined ? `/api/${version}` : `/apis/${metadata.name}/${version}`;
        const { body } = await ask(lab, path);
        assert.equal(
          resources.map(({ resource }) => resource),
          namesOf(body.resources).filter((name) => !name.includes('/')),
          path,
        );
      }
    }
    assert.is(core?.body.items.length, 1);
    assert.is(named?.body.items.length, 11);
  }));

test('others do not', () =>
  withLab(clustersWorld, async (lab) => {
    for (const accept of ['application/json', '*/*', AGGREGATED.replace('v=v2', 'v=v2beta1'), AGGREGATED.replace('json', 'yaml')])
      assert.is((await ask(lab, '/apis', { accept })).body.kind, 'APIGroupList', accept);
  }));

test('what is asked is counted under the permission that it needs', () =>
  withLab(clustersWorld, async (lab) => {
    const PATHS = [
      '/version',
      '/api',
      '/api/v1',
      '/apis',
      '/apis/velero.io',
      '/apis/velero.io/v1',
      '/api/v1/pods',
      '/api/v1/namespaces/mlops/pods',
      '/api/v1/namespaces/mlops/pods/trainer-0',
      '/apis/velero.io/v1/schedules',
      '/api/v1/namespaces',
      '/api/v1/namespaces/mlops',
      '/api/v1/nothing',
    ];
    for (const path of PATHS) await ask(lab, path);
    assert.equal(Object.fromEntries(lab.requests), {
      'kubernetes:get /version': 1,
      'kubernetes:get /api': 1,
      'kubernetes:get /api/v1': 1,
      'kubernetes:get /apis': 1,
      'kubernetes:get /apis/velero.io': 1,
      'kubernetes:get /apis/velero.io/v1': 1,
      'kubernetes:list pods': 2,
      'kubernetes:get pods': 1,
      'kubernetes:list schedules.velero.io': 1,
      'kubernetes:list namespaces': 1,
      'kubernetes:get namespaces': 1,
    });
  }));

test.run();
