import fc from 'fast-check';
import * as made from './objects.ts';
import type { Manifest, Server } from './oracle.ts';

// Clusters with a few namespaces, and Velero in one of them.

/** Namespaces of users. */
export const NAMESPACES = ['mlops', 'mlops-dev', 'team'] as const;
const CLAIMS = ['data', 'cache', 'logs'] as const;
const NODES = ['node-a', 'node-b'] as const;

const labels: fc.Arbitrary<made.Labels> = fc.constantFrom<made.Labels>(
  ...[{}, {}, {}, { app: 'train' }, { app: 'serve' }, { app: 'train', tier: 'data' }, { tier: 'data' }],
  ...[made.EXCLUDED, { 'velero.io/exclude-from-backup': 'false' }],
);

const namespace = (name: string): fc.Arbitrary<Manifest> =>
  fc
    .record({ labels, phase: fc.constantFrom('Active', 'Active', 'Active', 'Active', 'Active', 'Active', 'Terminating') })
    .map(({ labels, phase }) => made.namespace(name, labels, phase));

/** Every namespace has a config map that Kubernetes puts there. */
const data = (namespace: string): fc.Arbitrary<readonly Manifest[]> =>
  fc
    .tuple(labels, labels)
    .map(([first, second]) => [
      made.configMap({ name: 'kube-root-ca.crt', namespace }),
      made.configMap({ name: 'settings', namespace, labels: first }),
      made.secret({ name: 'token', namespace, labels: second }),
      made.deployment({ name: 'api', namespace, labels: first }),
    ]);

const SOURCES: readonly made.Members[] = [
  { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'volume' } },
  { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'volume' } },
  { csi: { driver: 'efs.csi.aws.com', volumeHandle: 'volume' } },
  { awsElasticBlockStore: { volumeID: 'volume' } },
  { nfs: { server: 'files', path: '/' } },
  { hostPath: { path: '/data' } },
  { local: { path: '/data' } },
];

const PROVISIONERS = { ebs: 'ebs.csi.aws.com', efs: 'efs.csi.aws.com', gp2: 'kubernetes.io/aws-ebs' } as const;

const storage = (namespace: string, name: string): fc.Arbitrary<readonly Manifest[]> =>
  fc
    .record({
      labels,
      volumeLabels: labels,
      source: fc.constantFrom(...SOURCES),
      storageClassName: fc.constantFrom('ebs', 'ebs', 'efs', 'gp2', 'gone', undefined),
      volumeMode: fc.constantFrom('Filesystem', 'Filesystem', 'Filesystem', 'Block'),
      phase: fc.constantFrom('Bound', 'Bound', 'Bound', 'Bound', 'Bound', 'Bound', 'Pending', 'Lost'),
    })
    .map((details) => made.storage({ namespace, name, ...details }));

/** Volumes of pods that are no claims. */
const OTHERS: NonNullable<made.Pod['volumes']> = [
  { name: 'scratch', emptyDir: {} },
  { name: 'host', hostPath: { path: '/data' } },
  { name: 'config', configMap: { name: 'settings' } },
  { name: 'token', secret: { secretName: 'token' } },
  { name: 'mixed', projected: { sources: [] } },
  { name: 'about', downwardAPI: { items: [] } },
];

/** Names of volumes as people list them in annotations. Nobody trims them. */
const LISTS = ['data', 'cache', 'data,cache', 'data, cache', ' data', 'data,', 'scratch', 'host', 'nothing', '', 'data,cache,logs'];

const annotations: fc.Arbitrary<made.Labels> = fc
  .tuple(fc.option(fc.constantFrom(...LISTS)), fc.option(fc.constantFrom(...LISTS), { freq: 3 }))
  .map(([included, excluded]) => ({
    ...(included === null ? {} : { 'backup.velero.io/backup-volumes': included }),
    ...(excluded === null ? {} : { 'backup.velero.io/backup-volumes-excludes': excluded }),
  }));

const pod = (namespace: string, name: string): fc.Arbitrary<Manifest> =>
  fc
    .record({
      labels,
      annotations,
      claims: fc.subarray([...CLAIMS]),
      others: fc.subarray([...OTHERS], { maxLength: 2 }),
      node: fc.constantFrom(...NODES, ...NODES, undefined),
      phase: fc.constantFrom('Running', 'Running', 'Running', 'Running', 'Pending', 'Succeeded', 'Failed'),
      deleted: fc.constantFrom<Pick<made.Pod, 'deletionTimestamp'>>({}, {}, {}, {}, {}, {}, { deletionTimestamp: '2026-01-02T00:00:00Z' }),
    })
    .map(({ claims, others, deleted, ...details }) =>
      made.pod({ namespace, name, volumes: [...claims.map((claim) => made.ofClaim(claim)), ...others], ...deleted, ...details }),
    );

/** Everything in a namespace of users. */
const contents = (name: string): fc.Arbitrary<readonly Manifest[]> =>
  fc
    .tuple(
      namespace(name),
      data(name),
      fc.tuple(...CLAIMS.map((claim) => storage(name, claim))),
      fc.oneof(fc.constant([]), fc.tuple(pod(name, 'first')), fc.tuple(pod(name, 'first'), pod(name, 'second'))),
    )
    .map(([own, objects, claims, pods]) => [own, ...objects, ...claims.flat(), ...pods]);

const snapshotClass = (name: string, driver: string): fc.Arbitrary<Manifest> =>
  fc
    .record({
      labels: fc.constantFrom<made.Labels>({}, { 'velero.io/csi-volumesnapshot-class': 'true' }),
      annotations: fc.constantFrom<made.Labels>({}, {}, { 'snapshot.storage.kubernetes.io/is-default-class': 'true' }),
    })
    .map((metadata) => made.snapshotClass(name, driver, metadata));

const EACH_CLASS = [0, 1, 2];

const snapshotClasses: fc.Arbitrary<readonly Manifest[]> = fc
  .tuple(
    fc.tuple(snapshotClass('ebs-a', 'ebs.csi.aws.com'), snapshotClass('ebs-b', 'ebs.csi.aws.com'), snapshotClass('efs', 'efs.csi.aws.com')),
    fc.subarray(EACH_CLASS),
  )
  .map(([classes, kept]) => classes.filter((_, index) => kept.includes(index)));

/** What is in no namespace of users. */
const surroundings: fc.Arbitrary<readonly Manifest[]> = fc
  .record({
    agents: fc.subarray([...NODES]),
    daemonSet: fc.boolean(),
    classes: snapshotClasses,
    locations: fc.subarray([made.snapshotLocation('ebs', 'aws'), made.snapshotLocation('disks', 'azure')]),
    policy: fc.constantFrom('skip', 'snapshot', 'fs-backup'),
  })
  .map(({ agents, daemonSet, classes, locations, policy }) => [
    made.namespace(made.VELERO),
    ...agents.map(made.agent),
    ...(daemonSet || agents.length > 0 ? [made.agents(agents.length)] : []),
    ...classes,
    ...locations,
    ...Object.entries(PROVISIONERS).map(([name, provisioner]) => made.storageClass(name, provisioner)),
    made.volumePolicy('policies', 'ebs', policy),
  ]);

export const clusters: fc.Arbitrary<readonly Manifest[]> = fc.tuple(surroundings, ...NAMESPACES.map(contents)).map((parts) => parts.flat());

/** What the plug-in for AWS takes native snapshots of: up to 1.3, and from 1.4 on. */
export const AWS = { older: ['awsElasticBlockStore'], newer: ['awsElasticBlockStore', 'ebs.csi.aws.com'] } as const;

export const servers: fc.Arbitrary<Server> = fc.record({
  defaultVolumesToFsBackup: fc.boolean(),
  defaultSnapshotMoveData: fc.boolean(),
  features: fc.constantFrom<readonly string[]>([], ['EnableCSI']),
  snapshotters: fc.constantFrom<Server['snapshotters']>({}, { aws: AWS.older }, { aws: AWS.newer }),
});
