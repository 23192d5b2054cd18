import type { Manifest } from './objects.ts';

// A small cluster, as it is after Velero has worked in it for a while. Times are those of a moment ago: the server writes the
// creation of its objects itself.

const HOUR = 3_600_000;

const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString().replace(/\.\d+/, '');

export const VELERO_NAMESPACE = 'velero';

/** More than two pages of at most 500. */
export const BACKUPS = 1_201;

const namespace = (name: string): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { team: 'mlops' } } });

export const NAMESPACES: readonly Manifest[] = [namespace('mlops'), namespace(VELERO_NAMESPACE)];

const container = (name: string, image: string, more: object = {}): object => ({ name, image, ...more });

const STORAGE: readonly Manifest[] = [
  { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'gp3' }, provisioner: 'ebs.csi.aws.com' },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'pv-models', labels: { 'topology.kubernetes.io/region': 'us-west-2' } },
    spec: {
      capacity: { storage: '10Gi' },
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'gp3',
      csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-0123456789abcdef0' },
    },
    status: { phase: 'Bound' },
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'models', namespace: 'mlops' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'gp3',
      volumeName: 'pv-models',
      resources: { requests: { storage: '10Gi' } },
    },
    status: { phase: 'Bound' },
  },
  {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshotClass',
    metadata: { name: 'ebs', labels: { 'velero.io/csi-volumesnapshot-class': 'true' } },
    driver: 'ebs.csi.aws.com',
    deletionPolicy: 'Retain',
  },
];

const pod = (name: string, inNamespace: string, labels: object, spec: object): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: inNamespace, labels, annotations: { 'backup.velero.io/backup-volumes': 'data' } },
  spec: { nodeName: 'node-1', ...spec },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});

const NODE_AGENT = { name: 'node-agent' } as const;

const VELERO_POD = {
  initContainers: [
    container('velero-plugin-for-aws', 'velero/velero-plugin-for-aws:v1.13.0', {
      volumeMounts: [{ name: 'plugins', mountPath: '/target' }],
    }),
  ],
  containers: [
    container('velero', 'velero/velero:v1.17.0', {
      command: ['/velero'],
      args: ['server', '--default-backup-ttl=168h'],
      env: [{ name: 'TZ', value: 'America/New_York' }],
      volumeMounts: [{ name: 'plugins', mountPath: '/plugins' }],
    }),
  ],
  volumes: [{ name: 'plugins', emptyDir: {} }],
} as const;

const WORKLOADS: readonly Manifest[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'models', namespace: 'mlops' },
    spec: {
      replicas: 1,
      serviceName: 'models',
      selector: { matchLabels: { app: 'models' } },
      template: { metadata: { labels: { app: 'models' } }, spec: { containers: [container('server', 'mlops/models:1')] } },
    },
    status: { replicas: 1, readyReplicas: 1 },
  },
  pod(
    'models-0',
    'mlops',
    { app: 'models' },
    {
      containers: [container('server', 'mlops/models:1', { volumeMounts: [{ name: 'data', mountPath: '/data' }] })],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'models' } }],
    },
  ),
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'velero', namespace: VELERO_NAMESPACE },
    spec: {
      replicas: 1,
      selector: { matchLabels: { deploy: 'velero' } },
      template: { metadata: { labels: { deploy: 'velero' } }, spec: VELERO_POD },
    },
    status: { replicas: 1, readyReplicas: 1 },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: NODE_AGENT.name, namespace: VELERO_NAMESPACE },
    spec: {
      selector: { matchLabels: NODE_AGENT },
      template: {
        metadata: { labels: NODE_AGENT },
        spec: { containers: [container('node-agent', 'velero/velero:v1.17.0', { command: ['/velero'], args: ['node-agent', 'server'] })] },
      },
    },
    status: { currentNumberScheduled: 1, desiredNumberScheduled: 1, numberMisscheduled: 0, numberReady: 1 },
  },
  pod('node-agent-x7k2p', VELERO_NAMESPACE, NODE_AGENT, { containers: [container('node-agent', 'velero/velero:v1.17.0')] }),
  {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'Prometheus',
    metadata: { name: 'k8s', namespace: 'mlops' },
    spec: { version: 'v3.5.0', replicas: 1, retention: '15d' },
  },
];

const velero = (kind: string, name: string, spec: object, status: object, labels: object = {}, apiVersion = 'velero.io/v1'): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace: VELERO_NAMESPACE, labels },
  spec,
  status,
});

const TEMPLATE = { includedNamespaces: ['mlops'], ttl: '168h0m0s', storageLocation: 'default' } as const;

const NEWEST = 'mlops-daily-backup-0';

const OF_NEWEST = { 'velero.io/backup-name': NEWEST } as const;

/** @param hours since it began; the schedule makes one an hour, so that there are many */
const backup = (hours: number): Manifest =>
  velero(
    'Backup',
    `mlops-daily-backup-${hours}`,
    TEMPLATE,
    { phase: 'Completed', startTimestamp: ago(hours), completionTimestamp: ago(hours), expiration: ago(hours - 168) },
    { 'velero.io/schedule-name': 'mlops-daily-backup' },
  );

const VELERO_OBJECTS: readonly Manifest[] = [
  velero(
    'BackupStorageLocation',
    'default',
    { provider: 'aws', default: true, objectStorage: { bucket: 'velero-mlops-backups' }, config: { region: 'us-east-2' } },
    { phase: 'Available', lastValidationTime: ago(0) },
  ),
  velero('VolumeSnapshotLocation', 'default', { provider: 'aws', config: { region: 'us-west-2' } }, {}),
  velero('Schedule', 'mlops-daily-backup', { schedule: '@hourly', template: TEMPLATE }, { phase: 'Enabled', lastBackup: ago(0) }),
  velero(
    'BackupRepository',
    'mlops-default-kopia',
    {
      backupStorageLocation: 'default',
      maintenanceFrequency: '1h0m0s',
      repositoryType: 'kopia',
      resticIdentifier: '',
      volumeNamespace: 'mlops',
    },
    { phase: 'Ready', lastMaintenanceTime: ago(1) },
  ),
  velero('Restore', 'drill', { backupName: NEWEST }, { phase: 'Completed', startTimestamp: ago(0), completionTimestamp: ago(0) }),
  velero(
    'PodVolumeBackup',
    `${NEWEST}-abcde`,
    {
      backupStorageLocation: 'default',
      node: 'node-1',
      pod: { kind: 'Pod', namespace: 'mlops', name: 'models-0' },
      repoIdentifier: '',
      uploaderType: 'kopia',
      volume: 'data',
    },
    { phase: 'Completed', snapshotID: 'f00d', completionTimestamp: ago(0) },
    OF_NEWEST,
  ),
  velero(
    'DataUpload',
    `${NEWEST}-fghij`,
    {
      backupStorageLocation: 'default',
      operationTimeout: '10m0s',
      snapshotType: 'CSI',
      sourceNamespace: 'mlops',
      sourcePVC: 'models',
    },
    { phase: 'Completed', snapshotID: 'cafe', completionTimestamp: ago(0) },
    OF_NEWEST,
    'velero.io/v2alpha1',
  ),
  velero(
    'DeleteBackupRequest',
    'mlops-daily-backup-1300-klmno',
    { backupName: 'mlops-daily-backup-1300' },
    { phase: 'Processed', errors: ['denied'] },
  ),
];

/** What runs in the cluster without Velero's own objects, which a server without its definitions does not take. */
export const CLUSTER: readonly Manifest[] = [...STORAGE, ...WORKLOADS];

export const VELERO: readonly Manifest[] = [...VELERO_OBJECTS, ...Array.from({ length: BACKUPS }, (_, hours) => backup(hours))];
