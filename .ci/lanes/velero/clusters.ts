import fc from 'fast-check';
import * as made from './objects.ts';
import type { Manifest, Server } from './oracle.ts';

// Clusters with a few namespaces, and Velero in one of them.

/** Namespaces of users, with the claims in them. Pods name every one, whether or not it is there. */
export const CLAIMS = { mlops: ['data', 'cache', 'logs'], 'mlops-dev': ['data'], team: [] } as const;
const NODES = ['node-a', 'node-b'] as const;

const OTHER_VELERO = 'velero-2';

/** `usual` so many times as often as any one of the others. */
const mostly = <T>(usual: T, times: number, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.constantFrom(...Array.from({ length: times }, () => usual), ...others);

const labels: fc.Arbitrary<made.Labels> = fc.constantFrom<made.Labels>(
  ...[{}, {}, {}, {}, {}, {}, { app: 'train' }, { app: 'train' }, { app: 'serve' }, { app: 'train', tier: 'data' }, { tier: 'data' }],
  ...[made.EXCLUDED, { 'velero.io/exclude-from-backup': 'false' }],
);

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

const storage = (namespace: string, name: string): fc.Arbitrary<made.Storage> =>
  fc.record({
    namespace: fc.constant(namespace),
    name: fc.constant(name),
    labels,
    volumeLabels: labels,
    source: fc.constantFrom(...SOURCES),
    storageClassName: mostly<string | undefined>('ebs', 4, 'efs', 'efs', 'gp2', 'gp2', 'gone', undefined),
    volumeMode: mostly('Filesystem', 5, 'Block'),
    phase: mostly('Bound', 18, 'Pending', 'Lost'),
  });

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
  .tuple(fc.option(fc.constantFrom(...LISTS), { freq: 2 }), fc.option(fc.constantFrom(...LISTS), { freq: 2 }))
  .map(([included, excluded]) => ({
    ...(included === null ? {} : { 'backup.velero.io/backup-volumes': included }),
    ...(excluded === null ? {} : { 'backup.velero.io/backup-volumes-excludes': excluded }),
  }));

/** A pod before it is known what its claims are like. */
interface Sketch extends Pick<made.Pod, 'annotations' | 'labels' | 'node' | 'phase'> {
  readonly claims: readonly string[];
  readonly others: typeof OTHERS;
  /** What is behind a volume that lives as long as the pod. */
  readonly ephemeral: made.Storage | null;
  readonly deletion: Pick<made.Pod, 'deletionTimestamp'>;
  /** Volumes that its container does not have, and those that its init container has. */
  readonly unmounted: readonly string[];
  readonly initMounts: readonly string[];
}

const EPHEMERAL = 'tmp';

/** None of them, as a rule. */
const some = (...names: readonly string[]): fc.Arbitrary<readonly string[]> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray([...names]) });

const sketch: fc.Arbitrary<Sketch> = fc.record({
  labels,
  annotations,
  claims: fc.subarray([...CLAIMS.mlops]),
  others: fc.subarray([...OTHERS], { maxLength: 2 }),
  ephemeral: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: storage('', '') }),
  node: fc.constantFrom(...NODES, ...NODES, ...NODES, undefined),
  phase: mostly('Running', 9, 'Pending', 'Succeeded', 'Failed'),
  deletion: mostly<Pick<made.Pod, 'deletionTimestamp'>>({}, 9, made.DELETED),
  unmounted: some(...CLAIMS.mlops, EPHEMERAL),
  initMounts: some(...CLAIMS.mlops),
});

/** The claim of an ephemeral volume. https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#persistentvolumeclaim-naming */
const ephemeralOf = (namespace: string, pod: string, { ephemeral }: Sketch): readonly made.Storage[] =>
  ephemeral ? [{ ...ephemeral, namespace, name: `${pod}-${EPHEMERAL}` }] : [];

/** A pod with the claims that it brings. None runs before its claims are bound, and block devices are not mounted. */
const podOf = (namespace: string, name: string, from: Sketch, stored: readonly made.Storage[]): readonly Manifest[] => {
  const { claims, others, ephemeral, deletion, unmounted, ...details } = from;
  const own = ephemeralOf(namespace, name, from);
  const used = [...stored.filter((storage) => claims.includes(storage.name)), ...own];
  const volumes = [...claims.map((claim) => made.ofClaim(claim)), ...others, ...(ephemeral ? [{ name: EPHEMERAL, ephemeral: {} }] : [])];
  const mounts = volumes.map((volume) => volume.name).filter((volume) => !unmounted.includes(volume));
  const devices = used.filter(({ volumeMode }) => volumeMode === 'Block').map((each) => (own.includes(each) ? EPHEMERAL : each.name));
  const phase = used.some((each) => each.phase === 'Pending') ? { phase: 'Pending' } : {};
  return [made.pod({ ...details, ...deletion, ...phase, namespace, name, volumes, mounts, devices }), ...own.flatMap(made.storage)];
};

/** Everything in a namespace of users. */
const contents = (name: string, claims: readonly string[]): fc.Arbitrary<readonly Manifest[]> =>
  fc
    .record({
      labels,
      phase: mostly('Active', 15, 'Terminating'),
      objects: data(name),
      stored: fc.tuple(...claims.map((claim) => storage(name, claim))),
      sketches: fc.array(sketch, { maxLength: 2 }),
    })
    .map(({ labels, phase, objects, stored, sketches }) => {
      const pods = sketches.flatMap((each, index) => podOf(name, `pod-${index}`, each, stored));
      const all = [...objects, ...stored.flatMap(made.storage), ...pods];
      return [made.namespace(name, labels, phase), ...(phase === 'Terminating' ? all.map(made.deleted) : all)];
    });

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

/** Two of the same provider are one too many. */
const LOCATIONS = [made.snapshotLocation('ebs', 'aws'), made.snapshotLocation('disks', 'azure'), made.snapshotLocation('copies', 'aws')];

const BOTH = { name: 'node-agent', role: 'node-agent' };

const agent: fc.Arbitrary<made.Agent> = fc
  .record({
    labels: mostly<made.Labels>(BOTH, 8, { name: 'node-agent' }, { role: 'node-agent' }, { role: 'agent' }),
    phase: mostly('Running', 12, 'Pending'),
    ready: mostly(true, 12, false),
    deletion: mostly<Pick<made.Agent, 'deletionTimestamp'>>({}, 12, made.DELETED),
  })
  .map(({ deletion, ...details }) => ({ ...details, ...deletion }));

type Nodes = readonly (typeof NODES)[number][];

const someNodes: fc.Arbitrary<Nodes> = fc.subarray([...NODES]);

/** The node agent of each node that has one, and what runs of another Velero there. */
const agents: fc.Arbitrary<readonly Manifest[]> = fc
  .record({
    nodes: fc.oneof(fc.constant<Nodes>(NODES), someNodes),
    details: fc.tuple(agent, agent),
    strangers: fc.oneof({ weight: 4, arbitrary: fc.constant<Nodes>([]) }, { weight: 1, arbitrary: someNodes }),
  })
  .map(({ nodes, details, strangers }) => [
    ...nodes.map((node, index) => made.agent(node, details[index])),
    ...strangers.map((node) => made.agent(node, { namespace: OTHER_VELERO })),
  ]);

const daemonSet: fc.Arbitrary<readonly Manifest[]> = fc
  .record({ name: mostly('node-agent', 5, 'node-agent-windows', 'agents'), ready: mostly(2, 3, 1, 0, 0), exists: mostly(true, 5, false) })
  .map(({ name, ready, exists }) => (exists ? [made.agents(ready, name)] : []));

/** What is in no namespace of users. */
const surroundings: fc.Arbitrary<readonly Manifest[]> = fc
  .record({
    agents,
    daemonSet,
    classes: snapshotClasses,
    locations: fc.oneof(
      { weight: 2, arbitrary: fc.constant(LOCATIONS.slice(0, 1)) },
      { weight: 1, arbitrary: fc.subarray([...LOCATIONS]) },
    ),
    policy: fc.constantFrom('skip', 'snapshot', 'fs-backup'),
  })
  .map(({ agents, daemonSet, classes, locations, policy }) => [
    made.namespace(made.VELERO),
    made.namespace(OTHER_VELERO),
    ...agents,
    ...daemonSet,
    ...classes,
    ...locations,
    ...Object.entries(PROVISIONERS).map(([name, provisioner]) => made.storageClass(name, provisioner)),
    made.volumePolicy('policies', 'ebs', policy),
  ]);

export const clusters: fc.Arbitrary<readonly Manifest[]> = fc
  .tuple(surroundings, ...Object.entries(CLAIMS).map(([name, claims]) => contents(name, claims)))
  .map((parts) => parts.flat());

/** What the plug-in for AWS takes native snapshots of: up to 1.3, and from 1.4 on. */
export const AWS = { older: ['awsElasticBlockStore'], newer: ['awsElasticBlockStore', 'ebs.csi.aws.com'] } as const;

export const servers: fc.Arbitrary<Server> = fc.record({
  defaultVolumesToFsBackup: fc.boolean(),
  defaultSnapshotMoveData: fc.boolean(),
  features: fc.constantFrom<readonly string[]>([], ['EnableCSI']),
  snapshotters: fc.constantFrom<Server['snapshotters']>({}, { aws: AWS.older }, { aws: AWS.newer }),
});
