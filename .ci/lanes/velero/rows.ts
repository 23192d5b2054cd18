import * as made from './objects.ts';
import type { Manifest, Question, Server } from './oracle.ts';

// What Velero is known to do, case by case: an oracle that says nothing, or always the same, would be found out here.

/** What a backup is to hold of the namespace `mlops`: items, and ways for the data of claims. */
interface Expected {
  /** `configmaps`, `secrets`, `pods` … that are in it. */
  readonly items?: readonly string[];
  /** `data fs-backup` */
  readonly data?: readonly string[];
  /** Whether the backup is made at all. */
  readonly valid?: false;
}

export interface Row {
  readonly name: string;
  readonly template?: Question['template'];
  /** Beside the namespace, one config map and one secret in it, and Velero itself. */
  readonly objects?: readonly Manifest[];
  readonly server?: Partial<Server>;
  readonly expected: Expected;
  /** In releases before 1.18, where that is something else. */
  readonly before?: Expected;
}

export const NAMESPACE = 'mlops';
const NODE = 'node-a';

const SOUND: Expected = { items: ['configmaps', 'secrets'] };
const NOTHING: Expected = {};

/** A claim, and a pod that has it mounted. */
const unattended = (storage: Partial<made.Storage> = {}, pod: Partial<made.Pod> = {}): readonly Manifest[] => [
  ...made.storage({ namespace: NAMESPACE, name: 'data', ...storage }),
  made.pod({ namespace: NAMESPACE, name: 'train', volumes: [made.ofClaim('data')], node: NODE, ...pod }),
];

/** The same, and a node agent on the node. */
const used = (...details: Parameters<typeof unattended>): readonly Manifest[] => [...unattended(...details), made.agent(NODE)];

const listing = (volumes: string) => ({ annotations: { 'backup.velero.io/backup-volumes': volumes } });
const leavingOut = (volumes: string) => ({ annotations: { 'backup.velero.io/backup-volumes-excludes': volumes } });

const WITH_PODS = ['configmaps', 'persistentvolumeclaims', 'pods', 'secrets'];
const WITHOUT_POD: Expected = { items: WITH_PODS.filter((item) => item !== 'pods') };
const held = (...data: readonly string[]): Expected => ({ items: WITH_PODS, data });

const CSI = [made.storageClass('ebs', 'ebs.csi.aws.com'), made.snapshotClass('ebs', 'ebs.csi.aws.com')];
const WITH_CSI: Partial<Server> = { features: ['EnableCSI'] };

const IN_TREE = { source: { awsElasticBlockStore: { volumeID: 'volume' } } };
const NATIVE = [made.snapshotLocation('ebs', 'aws')];
const WITH_AWS: Partial<Server> = { snapshotters: { aws: ['awsElasticBlockStore'] } };

const ALL_TO_FILES = { defaultVolumesToFsBackup: true };

const aboutNamespaces: readonly Row[] = [
  { name: 'a namespace', expected: SOUND },
  { name: 'every namespace', template: { includedNamespaces: [] }, expected: SOUND },
  { name: 'every namespace by a star', template: { includedNamespaces: ['*'] }, expected: SOUND },
  { name: 'another namespace', template: { includedNamespaces: ['team'] }, expected: NOTHING },
  { name: 'a glob', template: { includedNamespaces: ['ml*'] }, expected: SOUND, before: NOTHING },
  { name: 'left out', template: { includedNamespaces: [], excludedNamespaces: [NAMESPACE] }, expected: NOTHING },
  { name: 'left out by a glob', template: { includedNamespaces: [], excludedNamespaces: ['ml*'] }, expected: NOTHING },
  { name: 'in both lists', template: { excludedNamespaces: [NAMESPACE] }, expected: { valid: false } },
  { name: 'label of the namespace', objects: [made.namespace(NAMESPACE, made.EXCLUDED)], expected: { valid: false } },
  {
    name: 'label of one of all namespaces',
    template: { includedNamespaces: [] },
    objects: [made.namespace(NAMESPACE, made.EXCLUDED)],
    expected: NOTHING,
  },
];

const aboutResources: readonly Row[] = [
  { name: 'secrets left out', template: { excludedResources: ['secrets'] }, expected: { items: ['configmaps'] } },
  { name: 'a short name', template: { includedResources: ['cm'] }, expected: { items: ['configmaps'] } },
  { name: 'a kind', template: { includedResources: ['Secret'] }, expected: { items: ['secrets'] } },
  { name: 'deployments only', template: { includedResources: ['deployments'] }, expected: NOTHING },
  { name: 'nothing that is known', template: { includedResources: ['nosuchthings'] }, expected: NOTHING },
  { name: 'a glob of resources', template: { includedResources: ['secret*'] }, expected: { items: ['secrets'] } },
  {
    name: 'the newer family',
    template: { includedNamespaceScopedResources: ['configmaps'] },
    expected: { items: ['configmaps'] },
  },
  { name: 'everything of namespaces left out', template: { excludedNamespaceScopedResources: ['*'] }, expected: NOTHING },
  {
    name: 'both families',
    template: { includedResources: ['secrets'], includedNamespaceScopedResources: ['configmaps'] },
    expected: { valid: false },
  },
  { name: 'labels that nothing has', template: { labelSelector: { matchLabels: { app: 'serve' } } }, expected: NOTHING },
  {
    name: 'both kinds of selectors',
    template: { labelSelector: { matchLabels: { a: 'b' } }, orLabelSelectors: [{ matchLabels: { a: 'b' } }] },
    expected: { valid: false },
  },
];

/** A node agent whose pod is like this. */
const copiedBy = (name: string, agent: made.Agent, expected: Expected, before?: Expected): Row => ({
  name,
  template: ALL_TO_FILES,
  objects: [...unattended(), made.agent(NODE, agent)],
  expected,
  ...(before ? { before } : {}),
});

const aboutAgents: readonly Row[] = [
  copiedBy('a node agent without labels', { labels: {} }, WITHOUT_POD),
  copiedBy('a node agent with the older label', { labels: { name: 'node-agent' } }, WITHOUT_POD),
  copiedBy('a node agent with the newer label', { labels: { role: 'node-agent' } }, held('data fs-backup')),
  copiedBy('a node agent that is pending', { phase: 'Pending' }, WITHOUT_POD),
  copiedBy('a node agent that is going', made.DELETED, WITHOUT_POD),
  // Velero asks it all the same.
  copiedBy('a node agent that is not ready', { ready: false }, held()),
  copiedBy('a node agent of another Velero', { namespace: 'velero-2' }, WITHOUT_POD, held()),
];

const aboutFiles: readonly Row[] = [
  { name: 'nothing takes the data', objects: used(), expected: held() },
  { name: 'opted in', objects: used({}, listing('data')), expected: held('data fs-backup') },
  { name: 'opted in with a blank', objects: used({}, listing(' data')), expected: held() },
  { name: 'opted in by all', template: ALL_TO_FILES, objects: used(), expected: held('data fs-backup') },
  { name: "opted in by the server's default", server: ALL_TO_FILES, objects: used(), expected: held('data fs-backup') },
  { name: 'opted out', template: ALL_TO_FILES, objects: used({}, leavingOut('data')), expected: held() },
  { name: 'pod not running', template: ALL_TO_FILES, objects: used({}, { phase: 'Pending' }), expected: held() },
  { name: 'volume of the host', template: ALL_TO_FILES, objects: used({ source: { hostPath: { path: '/' } } }), expected: held() },
  { name: 'volume not mounted', template: ALL_TO_FILES, objects: used({}, { mounts: [] }), expected: held() },
  {
    name: 'volume that an init container mounts',
    template: ALL_TO_FILES,
    objects: used({}, { mounts: [], initMounts: ['data'] }),
    expected: held(),
  },
  {
    name: 'no node agent on the node',
    template: ALL_TO_FILES,
    objects: used({}, { node: 'node-b' }),
    expected: WITHOUT_POD,
  },
  ...aboutAgents,
  {
    name: 'no pod',
    template: ALL_TO_FILES,
    objects: made.storage({ namespace: NAMESPACE, name: 'data' }),
    expected: WITHOUT_POD,
  },
  {
    name: 'pods left out',
    template: { ...ALL_TO_FILES, excludedResources: ['pods'] },
    objects: used(),
    expected: WITHOUT_POD,
  },
  {
    name: 'label of the pod',
    template: ALL_TO_FILES,
    objects: used({}, { labels: made.EXCLUDED }),
    expected: WITHOUT_POD,
  },
];

const aboutSnapshots: readonly Row[] = [
  { name: 'a native snapshot', objects: [...used(IN_TREE), ...NATIVE], server: WITH_AWS, expected: held('data native-snapshot') },
  { name: 'a driver that the plug-in does not know', objects: [...used(), ...NATIVE], server: WITH_AWS, expected: held() },
  { name: 'no snapshot location', objects: used(IN_TREE), server: WITH_AWS, expected: held() },
  {
    name: 'no snapshots',
    template: { snapshotVolumes: false },
    objects: [...used(IN_TREE), ...NATIVE],
    server: WITH_AWS,
    expected: held(),
  },
  {
    name: 'files rather than a snapshot',
    template: ALL_TO_FILES,
    objects: [...used(IN_TREE), ...NATIVE],
    server: WITH_AWS,
    expected: held('data fs-backup'),
  },
  { name: 'a CSI snapshot', objects: [...used(), ...CSI], server: WITH_CSI, expected: held('data csi-snapshot') },
  { name: 'without the feature', objects: [...used(), ...CSI], expected: held() },
  {
    name: 'a CSI snapshot that is moved',
    template: { snapshotMoveData: true },
    objects: [...used(), ...CSI, made.agents(1)],
    server: WITH_CSI,
    expected: held('data csi-data-movement'),
  },
  {
    name: 'a CSI snapshot that nobody is there to move',
    template: { snapshotMoveData: true },
    objects: [...unattended(), ...CSI, made.agents(0)],
    server: WITH_CSI,
    // Neither the claim nor its pod is in a backup that could not take the snapshot.
    expected: SOUND,
    before: held(),
  },
  {
    name: 'a CSI snapshot, and node agents that are not ready to move it',
    template: { snapshotMoveData: true },
    objects: [...used(), ...CSI, made.agents(0)],
    server: WITH_CSI,
    expected: SOUND,
    before: held(),
  },
  {
    name: 'a CSI snapshot, and a daemon set of another name',
    template: { snapshotMoveData: true },
    objects: [...used(), ...CSI, made.agents(1, 'agents')],
    server: WITH_CSI,
    expected: SOUND,
    before: held(),
  },
  {
    name: 'a CSI snapshot that node agents on Windows move',
    template: { snapshotMoveData: true },
    objects: [...used(), ...CSI, made.agents(1, 'node-agent-windows')],
    server: WITH_CSI,
    expected: held('data csi-data-movement'),
  },
  {
    name: 'a copy that another claim of the pod breaks',
    objects: [
      ...used({}, { volumes: [made.ofClaim('data'), made.ofClaim('cache')], ...listing('data') }),
      ...made.storage({ namespace: NAMESPACE, name: 'cache' }),
      // There is no snapshot class, so the snapshot fails, and with it everything about the pod.
      made.storageClass('ebs', 'ebs.csi.aws.com'),
    ],
    server: WITH_CSI,
    expected: WITHOUT_POD,
  },
  {
    name: 'a copy that a snapshot of another claim breaks, since nobody is ready to move it',
    template: { snapshotMoveData: true },
    objects: [
      ...used({}, { volumes: [made.ofClaim('data'), made.ofClaim('cache')], ...listing('data') }),
      ...made.storage({ namespace: NAMESPACE, name: 'cache' }),
      ...CSI,
      made.agents(0),
    ],
    server: WITH_CSI,
    expected: WITHOUT_POD,
    before: held('data fs-backup'),
  },
  {
    name: 'a policy that skips',
    template: { resourcePolicy: { kind: 'configmap', name: 'policies' } },
    objects: [...used(), ...CSI, made.volumePolicy('policies', 'ebs', 'skip')],
    server: WITH_CSI,
    expected: held(),
  },
];

export const ROWS: readonly Row[] = [...aboutNamespaces, ...aboutResources, ...aboutFiles, ...aboutSnapshots];

const NO_PLUGINS: Server = { defaultVolumesToFsBackup: false, defaultSnapshotMoveData: false, features: [], snapshotters: {} };

/** The cluster of every row; an object of the row goes before one of the same name. */
const base = (own: readonly Manifest[]): readonly Manifest[] => [
  ...[made.namespace(NAMESPACE), made.namespace(made.VELERO)].filter(
    ({ kind, metadata }) => !own.some((other) => other.kind === kind && other.metadata.name === metadata.name),
  ),
  made.configMap({ name: 'settings', namespace: NAMESPACE }),
  made.secret({ name: 'token', namespace: NAMESPACE }),
];

export const questionOf = ({ name, template, objects = [], server }: Row): Question => ({
  id: name,
  template: { includedNamespaces: [NAMESPACE], ...template },
  objects: [...base(objects), ...objects],
  server: { ...NO_PLUGINS, ...server },
});
