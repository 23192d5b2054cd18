import type { Cluster, Manifest, Series, World } from './world.ts';

const NOW = '2026-11-22T09:00:00Z';

const HOUR = 60 * 60 * 1000;

/** How much there is of everything. */
interface ClusterWorldOptions {
  readonly backups?: number;
  /** Persistent volume claims, each with its volume and the pod that mounts it. */
  readonly claims?: number;
  /** The namespaces of the claims. */
  readonly namespaces?: number;
  readonly schedules?: number;
}

const VELERO = 'velero';
const LOCATION = 'default';

const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${String(index).padStart(6, '0')}`);

/** A moment before that of the world, as Kubernetes writes it: without fractions of a second. */
const hoursAgo = (hours: number): string => `${new Date(Date.parse(NOW) - hours * HOUR).toISOString().slice(0, 19)}Z`;

const namespace = (name: string): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name }, status: { phase: 'Active' } });

const containers = (name: string, image: string, more: object = {}) => ({ containers: [{ name, image, ...more }] });

const template = (app: string, spec: object) => ({ metadata: { labels: { app } }, spec });

const velero: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'velero', namespace: VELERO, labels: { component: 'velero' } },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'velero' } },
    template: template('velero', {
      ...containers('velero', 'velero/velero:v1.16.2', { args: ['server', '--uploader-type=kopia'] }),
      initContainers: [{ name: 'velero-plugin-for-aws', image: 'velero/velero-plugin-for-aws:v1.12.2' }],
    }),
  },
  status: { replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1 },
};

const NODES = numbered('node', 3);

/** The first has always been there, Velero looks for the second since 1.16. */
const AGENT_LABELS = { name: 'node-agent', role: 'node-agent' };

const nodeAgent: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'node-agent', namespace: VELERO },
  spec: {
    selector: { matchLabels: { name: 'node-agent' } },
    template: { metadata: { labels: AGENT_LABELS }, spec: containers('node-agent', 'velero/velero:v1.16.2') },
  },
  status: {
    currentNumberScheduled: NODES.length,
    desiredNumberScheduled: NODES.length,
    numberMisscheduled: 0,
    numberReady: NODES.length,
    numberAvailable: NODES.length,
  },
};

const nodeAgentPods: readonly Manifest[] = NODES.map((nodeName, index) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `node-agent-${index}`, namespace: VELERO, labels: AGENT_LABELS },
  spec: { nodeName, ...containers('node-agent', 'velero/velero:v1.16.2') },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
}));

const location: Manifest = {
  apiVersion: 'velero.io/v1',
  kind: 'BackupStorageLocation',
  metadata: { name: LOCATION, namespace: VELERO },
  spec: {
    provider: 'aws',
    default: true,
    accessMode: 'ReadWrite',
    objectStorage: { bucket: 'velero-backups' },
    config: { region: 'us-east-2' },
  },
  status: { phase: 'Available', lastSyncedTime: hoursAgo(0), lastValidationTime: hoursAgo(0) },
};

const storageClass: Manifest = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'gp3' },
  provisioner: 'ebs.csi.aws.com',
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
};

const TTL = '720h0m0s';

const schedulesOf = (names: readonly string[]): Series => ({
  apiVersion: 'velero.io/v1',
  kind: 'Schedule',
  namespace: VELERO,
  names,
  make: () => ({
    metadata: {},
    spec: {
      schedule: '0 * * * *',
      template: { includedNamespaces: ['*'], storageLocation: LOCATION, ttl: TTL, defaultVolumesToFsBackup: true },
    },
    status: { phase: 'Enabled', lastBackup: hoursAgo(0) },
  }),
});

/** One an hour, the schedules taking turns: as many as there are fit in no TTL, which is what a stalled collection looks like. */
const backupsOf = (names: readonly string[], schedules: readonly string[]): Series => ({
  apiVersion: 'velero.io/v1',
  kind: 'Backup',
  namespace: VELERO,
  names,
  make: (_, index) => ({
    metadata: {
      creationTimestamp: hoursAgo(index),
      labels: { 'velero.io/storage-location': LOCATION, 'velero.io/schedule-name': schedules[index % schedules.length] ?? '' },
      annotations: { 'velero.io/source-cluster-k8s-gitversion': 'v1.31.4' },
    },
    spec: {
      includedNamespaces: ['*'],
      storageLocation: LOCATION,
      ttl: TTL,
      defaultVolumesToFsBackup: true,
      snapshotMoveData: false,
      csiSnapshotTimeout: '10m0s',
      itemOperationTimeout: '4h0m0s',
      hooks: {},
      metadata: {},
    },
    status: {
      version: 1,
      formatVersion: '1.1.0',
      phase: 'Completed',
      startTimestamp: hoursAgo(index),
      completionTimestamp: hoursAgo(index - 0.1),
      expiration: hoursAgo(index - 720),
      progress: { itemsBackedUp: 4_000, totalItems: 4_000 },
      hookStatus: {},
    },
  }),
});

/** The items of one of so many equal parts. */
const partOf = <T>(all: readonly T[], index: number, count: number): readonly T[] => all.filter((_, at) => at % count === index);

const claimsOf = (namespace: string, names: readonly string[]): Series => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  namespace,
  names,
  make: (name) => ({
    metadata: { labels: { app: name } },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '10Gi' } },
      storageClassName: 'gp3',
      volumeMode: 'Filesystem',
      volumeName: `pv-${name}`,
    },
    status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '10Gi' } },
  }),
});

const volumesOf = (namespace: string, claims: readonly string[]): Series => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  names: claims.map((claim) => `pv-${claim}`),
  make: (name, index) => ({
    metadata: {},
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '10Gi' },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: claims[index] },
      csi: { driver: 'ebs.csi.aws.com', volumeHandle: name, fsType: 'ext4' },
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: 'gp3',
      volumeMode: 'Filesystem',
    },
    status: { phase: 'Bound' },
  }),
});

const podsOf = (namespace: string, claims: readonly string[]): Series => ({
  apiVersion: 'v1',
  kind: 'Pod',
  namespace,
  names: claims.map((claim) => `pod-${claim}`),
  make: (_, index) => ({
    metadata: { labels: { app: claims[index] } },
    spec: {
      nodeName: NODES[index % NODES.length],
      ...containers('trainer', 'trainer:1.0', {
        volumeMounts: [
          { name: 'data', mountPath: '/data' },
          { name: 'scratch', mountPath: '/tmp' },
        ],
      }),
      volumes: [
        { name: 'data', persistentVolumeClaim: { claimName: claims[index] } },
        { name: 'scratch', emptyDir: {} },
      ],
    },
    status: { phase: 'Running' },
  }),
});

/**
 * One cluster `bench` whose schedules of Velero keep everything, with so many backups, and claims that are spread over
 * namespaces. Backups and whatever goes with claims are made when a page of them is asked for: the lab never holds them all.
 */
export const clusterWorld = ({ backups = 0, claims = 0, namespaces = 10, schedules = 3 }: ClusterWorldOptions = {}): World => {
  const spaces = numbered('team', namespaces);
  const scheduleNames = numbered('schedule', schedules);
  const claimNames = numbered('claim', claims);
  const ofClaims = spaces.flatMap((space, index) => {
    const names = partOf(claimNames, index, spaces.length);
    return [claimsOf(space, names), volumesOf(space, names), podsOf(space, names)];
  });
  const cluster: Cluster = {
    name: 'bench',
    apis: ['velero.io/v1', 'velero.io/v2alpha1', 'snapshot.storage.k8s.io/v1'],
    objects: [...[VELERO, ...spaces].map(namespace), velero, nodeAgent, ...nodeAgentPods, location, storageClass],
    series: [schedulesOf(scheduleNames), backupsOf(numbered('backup', backups), scheduleNames), ...ofClaims],
  };
  return { now: NOW, accounts: [], kubernetes: [cluster] };
};
