import { Ajv } from 'ajv';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AnyKind, Facet } from '../../../model/kind.ts';
import type { KubernetesPods } from '../../../model/kinds/kubernetes.ts';
import type { Reading } from '../../../model/reading.ts';
import type { Failure, KindScanner, Listed } from '../../../model/scanner.ts';
import kubernetes from '../../../scanners/kubernetes/index.ts';
import type { KubernetesSession } from '../../../scanners/kubernetes/session.ts';
import velero from '../../../scanners/velero/index.ts';
import { discovered, listOf, resourceOf, SOUND, soundly } from '../velero/objects.ts';
import { fakeSession, listAll, readFacet, refused } from './harness.ts';

const test = suite('scanners/kubernetes/kinds');

type Kind = KindScanner<KubernetesSession>;

const KINDS: readonly Kind[] = [...kubernetes.kinds, ...velero.kinds];

const kindOf = (id: string): Kind => {
  const found = KINDS.find(({ kind }) => kind.id === id);
  if (!found) throw new RangeError(`no kind ${id}`);
  return found;
};

const ajv = new Ajv({ formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ } });

const schemaOf = (kind: AnyKind, facet: string): Facet['schema'] => (kind.facets as Record<string, Facet>)[facet]?.schema ?? {};

const assertFits = (kind: AnyKind, facet: string, value: unknown): void => {
  const validate = ajv.compile(schemaOf(kind, facet));
  assert.ok(validate(value), `${kind.id} ${facet}: ${JSON.stringify(validate.errors)} ${JSON.stringify(value)}`);
};

const onlyOne = (found: readonly Listed[] | Failure): Listed => {
  assert.ok(Array.isArray(found), JSON.stringify(found));
  assert.is(found.length, 1);
  return found[0];
};

// Written down by hand: the ids, and where the objects are.
const PLACES: Readonly<Record<string, readonly [id: string, namespace: string | undefined]>> = {
  'kubernetes/namespace': ['k8s://prod///Namespace/mlops', 'mlops'],
  'kubernetes/persistent-volume': ['k8s://prod///PersistentVolume/pvc-1', undefined],
  'kubernetes/storage-class': ['k8s://prod/storage.k8s.io//StorageClass/gp3', undefined],
  'kubernetes/volume-snapshot-class': ['k8s://prod/snapshot.storage.k8s.io//VolumeSnapshotClass/ebs', undefined],
  'kubernetes/stateful-set': ['k8s://prod/apps/mlops/StatefulSet/trainer', 'mlops'],
  'kubernetes/prometheus': ['k8s://prod/monitoring.coreos.com/monitoring/Prometheus/main', 'monitoring'],
  'velero/schedule': ['k8s://prod/velero.io/velero/Schedule/daily', 'velero'],
  'velero/backup': ['k8s://prod/velero.io/velero/Backup/daily-20261122000012', 'velero'],
  'velero/storage-location': ['k8s://prod/velero.io/velero/BackupStorageLocation/default', 'velero'],
  'velero/snapshot-location': ['k8s://prod/velero.io/velero/VolumeSnapshotLocation/aws', 'velero'],
  'velero/repository': ['k8s://prod/velero.io/velero/BackupRepository/mlops-default-kopia', 'velero'],
  'velero/restore': ['k8s://prod/velero.io/velero/Restore/drill', 'velero'],
  'velero/pod-volume-backup': ['k8s://prod/velero.io/velero/PodVolumeBackup/pvb', 'velero'],
  'velero/data-upload': ['k8s://prod/velero.io/velero/DataUpload/du', 'velero'],
  'velero/delete-request': ['k8s://prod/velero.io/velero/DeleteBackupRequest/request', 'velero'],
  'velero/server': ['k8s://prod/velero.io/velero/Server/velero', 'velero'],
};

test('every kind has its place', () => assert.equal(KINDS.map(({ kind }) => kind.id).sort(), Object.keys(PLACES).sort()));

for (const scanner of KINDS) {
  const { kind, list, facets } = scanner;

  test(`${kind.id}: listed where it is, and told as its schema says`, async () => {
    const listed = onlyOne(await listAll(scanner, fakeSession(soundly).session));
    assert.equal([listed.id, listed.namespace], [...(PLACES[kind.id] ?? [])]);
    assert.equal(Object.keys(listed.facets ?? {}), [...(list?.tells ?? [])]);
    for (const [facet, reading] of Object.entries(listed.facets ?? {})) {
      assert.is(reading.state, 'read', `${facet}: ${JSON.stringify(reading)}`);
      if (reading.state === 'read') assertFits(kind, facet, reading.value);
    }
  });

  for (const facet of Object.keys(facets))
    test(`${kind.id}: ${facet} is read as its schema says`, async () => {
      assertFits(kind, facet, await readFacet(scanner, facet, fakeSession(soundly).session));
    });

  test(`${kind.id}: nothing that is secret, and nobody else's annotations`, async () => {
    const { session } = fakeSession(soundly);
    const all = [
      await listAll(scanner, session),
      ...(await Promise.all(Object.keys(facets).map((facet) => readFacet(scanner, facet, session)))),
    ];
    assert.not.match(JSON.stringify(all), 'hunter2');
    assert.not.match(JSON.stringify(all), '/credentials/cloud');
  });

  test(`${kind.id}: a refusal is a refusal, of what is asked and of discovery`, async () => {
    const { session, asked } = fakeSession(() => {
      throw refused(403);
    });
    const found = await listAll(scanner, session);
    if (kind.id === 'velero/server') return assert.equal([Array.isArray(found), asked], [true, []]);
    assert.is((found as Failure).class, 'denied');
    assert.is(asked.length, 1);
  });

  test(`${kind.id}: where there are none`, async () => {
    const none = (path: string) => discovered(path) ?? listOf(SOUND[resourceOf(path)]?.kind ?? '', []);
    const found = await listAll(scanner, fakeSession(none).session);
    assert.is((found as readonly Listed[]).length, kind.id === 'velero/server' ? 1 : 0);
  });
}

const CUSTOM = KINDS.filter(({ kind }) => /^velero\/(?!server)|snapshot-class|prometheus/.test(kind.id));

for (const scanner of CUSTOM) {
  test(`${scanner.kind.id}: where nothing of it is served there is none, and nobody asks for it`, async () => {
    const groups = (versions: readonly object[]) => ({
      kind: 'APIGroupList',
      groups:
        versions.length === 0 ? [] : ['velero.io', 'snapshot.storage.k8s.io', 'monitoring.coreos.com'].map((name) => ({ name, versions })),
    });
    for (const versions of [[], [{ version: 'v1' }]]) {
      const { session, asked } = fakeSession((path) => (path === '/apis' ? groups(versions) : { kind: 'APIResourceList', resources: [] }));
      assert.equal(await listAll(scanner, session), []);
      assert.is(asked.length, 1 + versions.length);
    }
  });
}

test('a version that is not v1 is asked for where it is the one that serves', async () => {
  const { session, asked } = fakeSession((path) => {
    if (path === '/apis')
      return { kind: 'APIGroupList', groups: [{ name: 'snapshot.storage.k8s.io', versions: [{ version: 'v1beta1' }] }] };
    return path.endsWith('v1beta1')
      ? { kind: 'APIResourceList', resources: [{ name: 'volumesnapshotclasses' }] }
      : listOf('VolumeSnapshotClass', [SOUND['volumesnapshotclasses.snapshot.storage.k8s.io']?.object]);
  });
  onlyOne(await listAll(kindOf('kubernetes/volume-snapshot-class'), session));
  assert.is(asked.at(-1), '/apis/snapshot.storage.k8s.io/v1beta1/volumesnapshotclasses?limit=500');
});

type Change = (object: Record<string, unknown>) => void;

/** The innermost object of a path, and the name of its last member. */
const at = (object: Record<string, unknown>, path: string): [Record<string, unknown>, string] => {
  const names = path.split('.');
  const last = names.pop() ?? '';
  return [names.reduce((inner, name) => inner[name] as Record<string, unknown>, object), last];
};

const having =
  (path: string, value: unknown): Change =>
  (object) => {
    const [inner, name] = at(object, path);
    inner[name] = value;
  };

const without =
  (path: string): Change =>
  (object) => {
    const [inner, name] = at(object, path);
    delete inner[name];
  };

const asItIs: Change = () => {};

/** One object of a kind, as it comes out when something of it is different. */
const read = async (kind: string, resource: string, change: Change): Promise<Listed> => {
  const sound = SOUND[resource];
  const object = structuredClone(sound?.object ?? {}) as Record<string, unknown>;
  change(object);
  const { session } = fakeSession((path) => discovered(path) ?? listOf(sound?.kind ?? '', [object]));
  return onlyOne(await listAll(kindOf(kind), session));
};

const states = ({ facets = {} }: Listed) => Object.fromEntries(Object.entries(facets).map(([name, { state }]) => [name, state]));

const toldOf = ({ facets = {} }: Listed, facet: string) => {
  const reading = facets[facet] as Reading<unknown>;
  return reading.state === 'read' ? reading.value : reading;
};

const ALL_READ = { metadata: 'read', labels: 'read', spec: 'read', status: 'read' };

for (const [name, kind, resource, change, facet, message] of [
  ['a schedule that is a number', 'velero/schedule', 'schedules.velero.io', having('spec.schedule', 5), 'spec', /^spec\.schedule is 5/],
  ['no spec', 'velero/schedule', 'schedules.velero.io', without('spec'), 'spec', /^spec is missing/],
  ['no template', 'velero/schedule', 'schedules.velero.io', without('spec.template'), 'spec', /^spec\.template is missing/],
  ['a spec that is null', 'velero/backup', 'backups.velero.io', having('spec', null), 'spec', /^spec is missing/],
  [
    'a label that is no text',
    'velero/backup',
    'backups.velero.io',
    having('metadata.labels', { a: 1 }),
    'labels',
    /^metadata\.labels\["a"\] is 1/,
  ],
  [
    'an absurd date',
    'velero/backup',
    'backups.velero.io',
    having('status.startTimestamp', '0000-00-00T00:00:00Z'),
    'status',
    /^status\.startTimestamp/,
  ],
  [
    'a date of its making that is none',
    'velero/backup',
    'backups.velero.io',
    having('metadata.creationTimestamp', null),
    'metadata',
    /^metadata\.creationTimestamp is missing/,
  ],
  [
    'a huge text',
    'velero/backup',
    'backups.velero.io',
    having('spec.includedNamespaces', 'x'.repeat(1e6)),
    'spec',
    /^spec\.includedNamespaces is "x+…, which is no list/,
  ],
  ['fewer errors than none', 'velero/backup', 'backups.velero.io', having('status.errors', -1), 'status', /^status\.errors is -1/],
  ['a status that is a text', 'velero/restore', 'restores.velero.io', having('status', 'x'), 'status', /^status is "x"/],
  [
    'a bucket that is a list',
    'velero/storage-location',
    'backupstoragelocations.velero.io',
    having('spec.objectStorage.bucket', []),
    'spec',
    /^spec\.objectStorage\.bucket/,
  ],
] as const) {
  test(`one odd member leaves one facet unread: ${name}`, async () => {
    const listed = await read(kind, resource, change);
    assert.equal(states(listed), { ...ALL_READ, [facet]: 'unread' });
    const { gap } = toldOf(listed, facet) as { gap: { action: string; code: string; message: string } };
    assert.equal([gap.action, gap.code], [`list ${resource}`, 'MalformedAnswer']);
    assert.match(gap.message, message);
    assert.ok(gap.message.length < 200);
  });
}

test('keys and texts that mean something elsewhere are data', async () => {
  const labels = JSON.parse('{"__proto__":"x","a":"\\u001b[31m"}');
  const listed = await read('velero/backup', 'backups.velero.io', having('metadata.labels', labels));
  assert.equal(Object.entries(toldOf(listed, 'labels') as object), [
    ['__proto__', 'x'],
    ['a', '\u001b[31m'],
  ]);
});

test('an object that no controller has looked at yet', async () => {
  const listed = await read('velero/schedule', 'schedules.velero.io', without('status'));
  assert.equal(toldOf(listed, 'status'), { validationErrors: [] });
});

for (const [name, change, expected] of [
  ['a claim', having('spec.storage', { volumeClaimTemplate: {} }), 'volumeClaimTemplate'],
  ['nothing said of it', without('spec.storage'), 'none'],
  ['of an empty storage a claim is made', having('spec.storage', {}), 'volumeClaimTemplate'],
  ['an emptyDir before anything else', having('spec.storage', { emptyDir: {}, ephemeral: {} }), 'emptyDir'],
  ['ephemeral', having('spec.storage', { ephemeral: {}, volumeClaimTemplate: {} }), 'ephemeral'],
] as const) {
  test(`storage of a Prometheus: ${name}`, async () => {
    const listed = await read('kubernetes/prometheus', 'prometheuses.monitoring.coreos.com', change);
    assert.is((toldOf(listed, 'spec') as { storage: string }).storage, expected);
  });
}

test('a persistent volume: its source, and where it can be used', async () => {
  const listed = await read('kubernetes/persistent-volume', 'persistentvolumes', asItIs);
  assert.equal(toldOf(listed, 'spec'), {
    source: 'csi',
    driver: 'ebs.csi.aws.com',
    storageClass: 'gp3',
    volumeMode: 'Filesystem',
    topology: [
      { key: 'topology.ebs.csi.aws.com/zone', values: ['us-west-2a'] },
      { key: 'topology.kubernetes.io/zone', values: ['us-west-2a', 'us-west-2b'] },
    ],
  });
  const odd = await read('kubernetes/persistent-volume', 'persistentvolumes', having('spec', { quantum: {} }));
  assert.is(states(odd).spec, 'unread');
});

test('pods and claims of a namespace', async () => {
  const { session, asked } = fakeSession(soundly);
  const namespace = kindOf('kubernetes/namespace');
  assert.equal(await readFacet(namespace, 'pods', session), {
    pods: [
      {
        name: 'trainer-0',
        labels: { app: 'trainer', name: 'node-agent' },
        annotations: { 'backup.velero.io/backup-volumes': 'data, cache' },
        node: 'node-1',
        phase: 'Running',
        volumes: [
          { name: 'data', source: 'persistentVolumeClaim', claim: 'data-0', mounted: true },
          { name: 'scratch', source: 'ephemeral', claim: 'trainer-0-scratch', mounted: false },
          { name: 'cache', source: 'emptyDir', mounted: false },
        ],
      },
    ],
  });
  assert.equal(await readFacet(namespace, 'claims', session), {
    claims: [{ name: 'data-0', labels: {}, phase: 'Bound', volume: 'pvc-1', storageClass: 'gp3', volumeMode: 'Filesystem' }],
  });
  assert.equal(asked, ['/api/v1/namespaces/mlops/pods?limit=500', '/api/v1/namespaces/mlops/persistentvolumeclaims?limit=500']);
});

const mounting = (name: string) => ({ volumeMounts: [{ name, mountPath: `/${name}` }] });

for (const [name, spec, expected] of [
  ['by no container', { containers: [{ name: 'a' }] }, false],
  ['by the only container', { containers: [mounting('data')] }, true],
  ['by the second container', { containers: [mounting('scratch'), mounting('data')] }, true],
  ['by an init container', { containers: [{}], initContainers: [mounting('data')] }, false],
  ['by one that joined later', { containers: [{}], ephemeralContainers: [mounting('data')] }, false],
  ['as a device', { containers: [{ volumeDevices: [{ name: 'data', devicePath: '/dev/data' }] }] }, false],
  ['by a container without mounts', { containers: [{ volumeMounts: null }] }, false],
] as const) {
  test(`a volume that is mounted ${name}`, async () => {
    const pod = structuredClone(SOUND.pods?.object ?? {}) as Record<string, unknown>;
    having('spec', { volumes: [{ name: 'data', emptyDir: {} }], ...spec })(pod);
    const { session } = fakeSession(() => listOf('Pod', [pod]));
    const { pods } = (await readFacet(kindOf('kubernetes/namespace'), 'pods', session)) as KubernetesPods;
    assert.equal(pods[0]?.volumes, [{ name: 'data', source: 'emptyDir', mounted: expected }]);
  });
}

for (const [name, resource, facet, change] of [
  ['mounts that are none', 'pods', 'pods', having('spec.containers', [{ volumeMounts: 'data' }])],
  ['a phase that is none', 'pods', 'pods', having('status.phase', 'Odd')],
  ['no phase', 'pods', 'pods', without('status')],
  ['a volume without a source', 'pods', 'pods', having('spec.volumes', [{ name: 'x' }])],
  ['a claim without a name', 'pods', 'pods', having('spec.volumes', [{ name: 'x', persistentVolumeClaim: {} }])],
  ['a phase that is none', 'persistentvolumeclaims', 'claims', having('status.phase', 'Odd')],
  ['a mode that is none', 'persistentvolumeclaims', 'claims', having('spec.volumeMode', 'Odd')],
] as const) {
  test(`${facet} that cannot be told: ${name}`, async () => {
    const sound = SOUND[resource];
    const object = structuredClone(sound?.object ?? {}) as Record<string, unknown>;
    change(object);
    const { session } = fakeSession(() => listOf(sound?.kind ?? '', [object]));
    assert.is(((await readFacet(kindOf('kubernetes/namespace'), facet, session)) as Failure).code, 'MalformedAnswer');
  });
}

test('repositories of Velero up to 1.9', async () => {
  const { session, asked } = fakeSession((path) => {
    if (path === '/apis/velero.io/v1') return { kind: 'APIResourceList', resources: [{ name: 'resticrepositories' }] };
    if (path === '/apis/velero.io/v2alpha1') return { kind: 'APIResourceList', resources: [] };
    return discovered(path) ?? listOf('ResticRepository', [SOUND['backuprepositories.velero.io']?.object]);
  });
  const listed = onlyOne(await listAll(kindOf('velero/repository'), session));
  assert.is(listed.id, 'k8s://prod/velero.io/velero/ResticRepository/mlops-default-kopia');
  assert.is(asked.at(-1), '/apis/velero.io/v1/namespaces/velero/resticrepositories?limit=500');
});

for (const { kind, list } of KINDS.filter((scanner) => (scanner.list?.tells ?? []).length > 0)) {
  test(`${kind.id}: of what the listing tells only what somebody wants is kept`, async () => {
    for (const facet of list?.tells ?? []) {
      const listed = onlyOne(await listAll(kindOf(kind.id), fakeSession(soundly).session, [facet]));
      assert.equal(Object.keys(listed.facets ?? {}), [facet]);
    }
    assert.equal(onlyOne(await listAll(kindOf(kind.id), fakeSession(soundly).session, [])).facets, {});
  });
}

test.run();
