import type { Cluster, Lab, Manifest, World } from '../../lab/index.ts';
import { s3Of } from '../scanners/s3/world.ts';
import type { Sandbox } from './harness.ts';
import { policyOf } from './platform.ts';

// One cluster with two Veleros, each in its own namespace, and the account that holds the buckets of both: `velero` does
// everything right, `old-velero` everything badly. Its moments are as long ago as they are told: the program asks the real clock.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Ten minutes for a run of midnight to be over: the tests may begin right behind it. */
const MIDNIGHT = Math.floor((Date.now() - 10 * MINUTE) / DAY) * DAY;

/** As Kubernetes writes moments: without fractions of a second. */
const moment = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

const ago = (time: number): string => moment(Date.now() - time);

export const CLUSTER = 'main';
export const SOUND = 'velero';
export const WEAK = 'old-velero';

/** What the cluster knows its reader by. Nothing may ever show it. */
export const TOKEN = 'the-token-of-the-tests';

const CREATED = ago(400 * DAY);

const named = (name: string, namespace?: string, more: object = {}) => ({
  name,
  ...(namespace === undefined ? {} : { namespace }),
  creationTimestamp: CREATED,
  ...more,
});

// The cluster itself

const namespace = (name: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: named(name),
  status: { phase: 'Active' },
});

const NODE = 'node-1';

interface PodSpec {
  readonly image: string;
  /** All of them are mounted. */
  readonly volumes?: readonly (Readonly<Record<string, unknown>> & { readonly name: string })[];
}

const pod = (name: string, namespace: string, { image, volumes = [] }: PodSpec, metadata: object = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: named(name, namespace, metadata),
  spec: {
    nodeName: NODE,
    containers: [{ name: 'main', image, volumeMounts: volumes.map((volume) => ({ name: volume.name, mountPath: `/${volume.name}` })) }],
    volumes,
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});

/** A claim, its volume on a disk of the cluster's Region, and the pod that uses it. */
const claimed = (name: string, namespace: string, annotations: object = {}): readonly Manifest[] => [
  pod(name, namespace, { image: 'trainer:1.0', volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }] }, { annotations }),
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: named(name, namespace),
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '10Gi' } },
      storageClassName: 'gp3',
      volumeMode: 'Filesystem',
      volumeName: `pv-${name}`,
    },
    status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '10Gi' } },
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: named(`pv-${name}`),
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '10Gi' },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name },
      csi: { driver: 'ebs.csi.aws.com', volumeHandle: `vol-${name}`, fsType: 'ext4' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'topology.ebs.csi.aws.com/zone', operator: 'In', values: ['us-west-2a'] }] }],
        },
      },
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: 'gp3',
      volumeMode: 'Filesystem',
    },
    status: { phase: 'Bound' },
  },
];

const STORAGE: readonly Manifest[] = [
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: named('gp3'),
    provisioner: 'ebs.csi.aws.com',
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
  },
  {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshotClass',
    metadata: named('ebs'),
    driver: 'ebs.csi.aws.com',
    deletionPolicy: 'Delete',
  },
];

// Velero

interface Installed {
  readonly velero: string;
  readonly plugin: string;
  readonly flags: readonly string[];
}

const server = (namespace: string, { velero, plugin, flags }: Installed): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: named('velero', namespace, { labels: { component: 'velero' } }),
  spec: {
    replicas: 1,
    selector: { matchLabels: { deploy: 'velero' } },
    template: {
      metadata: { labels: { deploy: 'velero' } },
      spec: {
        initContainers: [{ name: 'velero-plugin-for-aws', image: `velero/velero-plugin-for-aws:${plugin}` }],
        containers: [{ name: 'velero', image: `velero/velero:${velero}`, command: ['/velero'], args: ['server', ...flags] }],
      },
    },
  },
  status: { replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1 },
});

/** Velero knows its node agents by the second, since 1.16. */
const AGENT_LABELS = { name: 'node-agent', role: 'node-agent' };

const nodeAgent = (namespace: string, image: string): readonly Manifest[] => [
  {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: named('node-agent', namespace),
    spec: {
      selector: { matchLabels: { name: 'node-agent' } },
      template: {
        metadata: { labels: AGENT_LABELS },
        spec: { containers: [{ name: 'node-agent', image, command: ['/velero'], args: ['node-agent', 'server'] }] },
      },
    },
    status: {
      currentNumberScheduled: 1,
      desiredNumberScheduled: 1,
      numberMisscheduled: 0,
      numberReady: 1,
      numberAvailable: 1,
    },
  },
  pod('node-agent-1', namespace, { image }, { labels: AGENT_LABELS }),
];

const custom = (kind: string, name: string, namespace: string, content: object, metadata: object = {}): Manifest => ({
  apiVersion: 'velero.io/v1',
  kind,
  metadata: named(name, namespace, metadata),
  ...content,
});

const location = (namespace: string, bucket: string, region: string, status: object): Manifest =>
  custom('BackupStorageLocation', 'default', namespace, {
    spec: { provider: 'aws', default: true, accessMode: 'ReadWrite', objectStorage: { bucket }, config: { region } },
    status,
  });

interface Made {
  readonly schedule: string;
  readonly namespace: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds. */
  readonly ttl: number;
  readonly phase?: string;
  readonly templated: object;
}

const hours = (time: number): string => `${time / HOUR}h0m0s`;

const backupName = (schedule: string, at: number): string => `${schedule}-${moment(at).replace(/\D/g, '')}`;

/** A backup as the server of its namespace left it behind. */
const backup = ({ schedule, namespace, at, ttl, phase = 'Completed', templated }: Made): Manifest =>
  custom(
    'Backup',
    backupName(schedule, at),
    namespace,
    {
      spec: { storageLocation: 'default', ttl: hours(ttl), snapshotMoveData: false, hooks: {}, metadata: {}, ...templated },
      status: {
        version: 1,
        formatVersion: '1.1.0',
        phase,
        startTimestamp: moment(at),
        completionTimestamp: moment(at + 5 * MINUTE),
        expiration: moment(at + ttl),
        ...(phase === 'Completed' ? {} : { errors: 3 }),
      },
    },
    { creationTimestamp: moment(at), labels: { 'velero.io/schedule-name': schedule, 'velero.io/storage-location': 'default' } },
  );

const repository = (namespace: string, volumeNamespace: string, status: object): Manifest =>
  custom(
    'BackupRepository',
    `${volumeNamespace}-default-kopia`,
    namespace,
    {
      spec: {
        volumeNamespace,
        backupStorageLocation: 'default',
        repositoryType: 'kopia',
        maintenanceFrequency: '1h0m0s',
        resticIdentifier: '',
      },
      status,
    },
    {
      labels: {
        'velero.io/volume-namespace': volumeNamespace,
        'velero.io/storage-location': 'default',
        'velero.io/repository-type': 'kopia',
      },
    },
  );

const maintained = (result: string) => ({
  lastMaintenanceTime: ago(30 * MINUTE),
  recentMaintenance: [{ result, startTimestamp: ago(31 * MINUTE), completeTimestamp: ago(30 * MINUTE) }],
});

/** What became of the one volume of a pod in a backup. */
const volumeBackup = (namespace: string, backup: string, pod: { readonly name: string; readonly namespace: string }): Manifest =>
  custom(
    'PodVolumeBackup',
    `${backup}-x7k2p`,
    namespace,
    {
      spec: {
        backupStorageLocation: 'default',
        node: NODE,
        pod: { kind: 'Pod', ...pod },
        repoIdentifier: '',
        uploaderType: 'kopia',
        volume: 'data',
        tags: { backup },
      },
      status: { phase: 'Completed', snapshotID: 'f00d', path: '/host_pods/1', startTimestamp: ago(HOUR), completionTimestamp: ago(HOUR) },
    },
    { labels: { 'velero.io/backup-name': backup } },
  );

// The sound one

const NIGHTLY = { includedNamespaces: ['mlops'], defaultVolumesToFsBackup: true };
const MONTH = 30 * DAY;

/** Each a moment after midnight: that is when Velero noticed that it was due. */
const NIGHTS = Array.from({ length: 10 }, (_, index) => MIDNIGHT + 20_000 - index * DAY);

const LAST_NIGHT = backupName('nightly', MIDNIGHT + 20_000);

const sound: readonly Manifest[] = [
  namespace(SOUND),
  server(SOUND, { velero: 'v1.16.2', plugin: 'v1.12.2', flags: ['--uploader-type=kopia'] }),
  ...nodeAgent(SOUND, 'velero/velero:v1.16.2'),
  location(SOUND, 'sound-backups', 'us-east-2', {
    phase: 'Available',
    lastSyncedTime: ago(MINUTE),
    lastValidationTime: ago(MINUTE),
  }),
  custom('VolumeSnapshotLocation', 'default', SOUND, { spec: { provider: 'aws', config: { region: 'us-west-2' } } }),
  custom('Schedule', 'nightly', SOUND, {
    spec: { schedule: '@daily', useOwnerReferencesInBackup: false, template: { ...NIGHTLY, ttl: hours(MONTH), hooks: {}, metadata: {} } },
    status: { phase: 'Enabled', lastBackup: moment(MIDNIGHT + 20_000) },
  }),
  ...NIGHTS.map((at) => backup({ schedule: 'nightly', namespace: SOUND, at, ttl: MONTH, templated: NIGHTLY })),
  ...['trainer', 'tracker'].map((name) => ({
    ...volumeBackup(SOUND, LAST_NIGHT, { name, namespace: 'mlops' }),
    metadata: named(`${LAST_NIGHT}-${name}`, SOUND, { labels: { 'velero.io/backup-name': LAST_NIGHT } }),
  })),
  repository(SOUND, 'mlops', { phase: 'Ready', ...maintained('Succeeded') }),
  custom('Restore', 'drill', SOUND, {
    spec: {
      backupName: LAST_NIGHT,
      scheduleName: 'nightly',
      includedNamespaces: ['mlops'],
      namespaceMapping: { mlops: 'mlops-drill' },
      hooks: {},
    },
    status: { phase: 'Completed', startTimestamp: ago(2 * HOUR), completionTimestamp: ago(HOUR) },
  }),
  namespace('mlops'),
  ...claimed('trainer', 'mlops'),
  ...claimed('tracker', 'mlops'),
];

// The weak one

const RARELY = { includedNamespaces: ['drafts'], excludedResources: ['secrets'] };
const KEPT = 100 * HOUR;

const weak: readonly Manifest[] = [
  namespace(WEAK),
  server(WEAK, {
    velero: 'v1.16.2',
    plugin: 'v1.2.0',
    flags: ['--default-backup-ttl=100h', '--disable-controllers=schedule,gc'],
  }),
  location(WEAK, 'weak-backups', 'us-west-2', { phase: 'Unavailable', lastValidationTime: ago(MINUTE), message: 'AccessDenied' }),
  custom('Schedule', 'rarely', WEAK, {
    spec: { schedule: '0 0 */2 * *', useOwnerReferencesInBackup: true, template: { ...RARELY, hooks: {}, metadata: {} } },
    status: { phase: 'Enabled', lastBackup: ago(3 * DAY) },
  }),
  backup({ schedule: 'rarely', namespace: WEAK, at: Date.now() - 3 * DAY, ttl: KEPT, phase: 'Failed', templated: RARELY }),
  backup({ schedule: 'rarely', namespace: WEAK, at: Date.now() - 20 * DAY, ttl: KEPT, templated: RARELY }),
  repository(WEAK, 'drafts', { phase: 'NotReady', message: 'no such bucket', ...maintained('Failed') }),
  namespace('drafts'),
  ...claimed('draft', 'drafts'),
];

export const cluster: Cluster = {
  name: CLUSTER,
  tokens: [TOKEN],
  apis: ['velero.io/v1', 'velero.io/v2alpha1', 'snapshot.storage.k8s.io/v1'],
  objects: [namespace('default'), namespace('kube-system'), ...STORAGE, ...sound, ...weak],
};

const LOCKED = {
  ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 30 } } },
};
const SWEPT = { Rules: [{ ID: 'sweep', Status: 'Enabled', Filter: {}, Expiration: { Days: 1 } }] };

export const kubernetesPlatform: World = {
  accounts: [
    {
      id: '111122223333',
      s3: s3Of({
        'sound-backups': {
          region: 'us-east-2',
          answers: { GetBucketVersioning: { Status: 'Enabled' }, GetObjectLockConfiguration: LOCKED },
        },
        'weak-backups': { answers: { GetBucketLifecycleConfiguration: SWEPT } },
      }),
    },
  ],
  kubernetes: [cluster],
};

// How it is scanned

/**
 * A kubeconfig for a cluster of a lab. The lab speaks plain HTTP, over which tokens go only where somebody has written that
 * nothing need be verified.
 */
export const kubeconfigFor = ({ url }: Pick<Lab, 'url'>, name: string = CLUSTER): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: `${url}/k8s/clusters/${name}`, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'reader', user: { token: TOKEN } }],
    contexts: [{ name, context: { cluster: name, user: 'reader' } }],
    'current-context': name,
  });

/** Both Veleros and the account. */
export const CONFIGURATION = [
  'targets:',
  '  - name: prod',
  '    kubernetes: { kubeconfig: kubeconfig }',
  '  - name: old',
  `    kubernetes: { kubeconfig: kubeconfig, veleroNamespace: ${WEAK} }`,
  '  - name: cloud',
  '    aws: { regions: [us-west-2, us-east-2] }',
  'policies: [policy.yaml]',
  '',
].join('\n');

/** The cluster with its sound Velero, and the account. */
export const SOUND_ALONE = [
  'targets:',
  '  - name: prod',
  '    kubernetes: { kubeconfig: kubeconfig }',
  '  - name: cloud',
  '    aws: { regions: [us-west-2, us-east-2] }',
  'policies: [policy.yaml]',
  '',
].join('\n');

/** Every rule; and how good things have to be. */
export const RULES = {
  'velero/schedule': {
    'velero/schedule-active': '{}',
    'velero/schedule-frequency': '{ maxGap: 24h, tolerance: 2h }',
    'velero/schedule-retention': '{ min: 168h }',
    'velero/backup-recent': '{ maxAge: 26h }',
    'velero/backups-succeed': '{ window: 7d }',
    'velero/cadence-kept': '{ window: 7d }',
    'velero/captures': '{}',
    'velero/location-available': '{}',
    'velero/location-off-site': '{}',
    'velero/location-protected': '{ require: [versioning, lock] }',
    'velero/restore-tested': '{ maxAge: 72h }',
    'velero/survives-schedule-deletion': '{}',
  },
  'velero/server': {
    'velero/server-ready': '{}',
    'velero/plugin-compatible': '{}',
    'velero/expired-backups-collected': '{}',
    'velero/repository-maintained': '{ maxAge: 2d }',
  },
  'kubernetes/namespace': {
    'velero/namespace-scheduled': '{}',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export type Subjects = Readonly<Record<keyof typeof RULES, string>>;

/** The namespace in which each of the two finds what it is about. A namespace is in itself. */
export const COMPONENTS = {
  sound: { 'velero/schedule': SOUND, 'velero/server': SOUND, 'kubernetes/namespace': 'mlops' },
  weak: { 'velero/schedule': WEAK, 'velero/server': WEAK, 'kubernetes/namespace': 'drafts' },
} as const satisfies Readonly<Record<string, Subjects>>;

/** What the recovery of their namespaces has to come to. */
export const OBJECTIVES = { rpo: '26h', retention: '7d', copies: 2, restoreTestedWithin: '3d' } as const;

const component = (name: keyof typeof COMPONENTS): string =>
  [
    `  - name: ${name}`,
    `    objectives: ${JSON.stringify(OBJECTIVES)}`,
    '    resources:',
    ...Object.entries(COMPONENTS[name]).map(([kind, namespace]) => `      - { kind: ${kind}, namespace: ${namespace} }`),
    '    rules:',
    ...Object.values(RULES).flatMap((rules) =>
      Object.entries(rules).map(([rule, params]) => `      - { rule: ${rule}, params: ${params} }`),
    ),
  ].join('\n');

export const SOUND_POLICY = policyOf('clusters', component('sound'));
export const KUBERNETES_POLICY = policyOf('clusters', component('sound'), component('weak'));

/** The files of a scan of a lab: `configuration` may say `kubeconfig: kubeconfig` and `aws: {`. */
export const filesFor = (lab: Pick<Lab, 'url'>, { file }: Pick<Sandbox, 'file'>, configuration: string = CONFIGURATION) => ({
  kubeconfig: kubeconfigFor(lab),
  'mlops-dr.yaml': configuration
    .replaceAll('kubeconfig: kubeconfig', `kubeconfig: ${JSON.stringify(file('kubeconfig'))}`)
    .replace('aws: {', `aws: { endpoint: "${lab.url}",`),
});
