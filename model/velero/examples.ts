import type { FacetValue } from '../kind.ts';
import type {
  BackupTemplate,
  VeleroDeployment,
  veleroBackup,
  veleroPodVolumeBackup,
  veleroRepository,
  veleroRestore,
  veleroSchedule,
  veleroStorageLocation,
} from '../kinds/velero.ts';
import { objectId } from '../kubernetes/ids.ts';
import type { Metadata } from '../schemas/kubernetes.ts';

// What examples and tests of rules about Velero are made of: one schedule, its server and its storage location in one cluster.

/** Resources around the subject of an example, by kind and id. */
export type Around = Readonly<Record<string, 'unread' | Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** The id of an object of Velero in the cluster of the examples. */
export const veleroId = (kind: string, name: string, namespace = 'velero'): string =>
  objectId({ cluster: 'prod', group: 'velero.io', namespace, kind, name });

export const SCHEDULE = 'mlops-daily-backup';
export const SERVER = veleroId('Server', 'velero');

export const metadata = (more: Partial<Metadata> = {}): Metadata => ({ createdAt: '2025-10-01T08:00:00Z', annotations: {}, ...more });

/** Everything of the namespace `mlops`, kept for a week. */
export const template = (more: Partial<BackupTemplate> = {}): BackupTemplate => ({
  includedNamespaces: ['mlops'],
  excludedNamespaces: [],
  includedResources: [],
  excludedResources: [],
  includedClusterScopedResources: [],
  excludedClusterScopedResources: [],
  includedNamespaceScopedResources: [],
  excludedNamespaceScopedResources: [],
  orLabelSelectors: [],
  ttl: '168h0m0s',
  volumeSnapshotLocations: [],
  ...more,
});

type ScheduleSpec = FacetValue<typeof veleroSchedule, 'spec'>;
type ScheduleStatus = FacetValue<typeof veleroSchedule, 'status'>;

/** Facets of the schedule: daily, enabled, and last run this midnight. */
export const schedule = ({
  created,
  spec,
  status,
}: {
  readonly created?: string;
  readonly spec?: Partial<ScheduleSpec>;
  readonly status?: Partial<ScheduleStatus>;
} = {}) => ({
  metadata: metadata(created === undefined ? {} : { createdAt: created }),
  spec: { schedule: '@daily', paused: false, useOwnerReferencesInBackup: false, template: template(), ...spec },
  status: { phase: 'Enabled', lastBackup: '2026-01-31T00:00:00Z', validationErrors: [], ...status },
});

type BackupStatus = FacetValue<typeof veleroBackup, 'status'>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What is no date has nothing after it. */
const after = (time: string, milliseconds: number): string => {
  const moment = Date.parse(time) + milliseconds;
  return Number.isNaN(moment) ? time : new Date(moment).toISOString().replace('.000Z', 'Z');
};

/** The schedule's name with a time, as Velero and its CLI name backups made from it. */
export const backupName = (startedAt: string): string => `${SCHEDULE}-${startedAt.replace(/\D/g, '')}`;

interface BackupDetails {
  /** When the object came into the cluster; by default when the backup began. */
  readonly created?: string;
  readonly spec?: Partial<BackupTemplate>;
  readonly status?: Partial<BackupStatus>;
  readonly schedule?: string;
}

const NO_COUNTS = {
  errors: 0,
  warnings: 0,
  volumeSnapshotsAttempted: 0,
  volumeSnapshotsCompleted: 0,
  csiVolumeSnapshotsAttempted: 0,
  csiVolumeSnapshotsCompleted: 0,
  itemOperationsAttempted: 0,
  itemOperationsCompleted: 0,
  itemOperationsFailed: 0,
} as const;

/** Facets of a backup that began then, took ten minutes, and is kept for a week. */
export const backup = (startedAt: string, { created = startedAt, spec, status, schedule: name = SCHEDULE }: BackupDetails = {}) => ({
  metadata: metadata({ createdAt: created }),
  labels: { 'velero.io/schedule-name': name, 'velero.io/storage-location': 'default' },
  spec: template({ storageLocation: 'default', ...spec }),
  status: {
    phase: 'Completed',
    startedAt,
    completedAt: after(startedAt, 10 * MINUTE),
    expiresAt: after(startedAt, 168 * HOUR),
    validationErrors: [],
    ...NO_COUNTS,
    ...status,
  },
});

/** A backup by its id, for `backups`. */
export const made = (startedAt: string, details: BackupDetails = {}, name = backupName(startedAt)) => ({
  [veleroId('Backup', name)]: backup(startedAt, details),
});

/** A backup that has not begun yet: it was asked for then, and has no times of its own. */
export const unstarted = (created: string, phase: string | undefined, name = backupName(created)) => {
  const { status, ...facets } = backup(created);
  return {
    [veleroId('Backup', name)]: { ...facets, status: { validationErrors: [], ...NO_COUNTS, ...(phase === undefined ? {} : { phase }) } },
  };
};

/** A deployment of the server, ready, with these flags. */
export const deployment = (more: Partial<VeleroDeployment> = {}): VeleroDeployment => ({
  name: 'velero',
  image: 'velero/velero:v1.16.2',
  replicas: 1,
  readyReplicas: 1,
  flags: {},
  zoneOfNode: false,
  plugins: [{ name: 'velero-plugin-for-aws', image: 'velero/velero-plugin-for-aws:v1.12.2' }],
  ...more,
});

/** The server with these deployments. */
export const served = (...deployments: readonly VeleroDeployment[]): Around => ({
  'velero/server': { [SERVER]: { deployments: { deployments } } },
});

type LocationSpec = FacetValue<typeof veleroStorageLocation, 'spec'>;
type LocationStatus = FacetValue<typeof veleroStorageLocation, 'status'>;

/** Facets of a storage location: the bucket `velero-mlops-backups`, validated a moment ago. */
export const location = ({ spec, status }: { readonly spec?: Partial<LocationSpec>; readonly status?: Partial<LocationStatus> } = {}) => ({
  metadata: metadata(),
  labels: {},
  spec: {
    provider: 'velero.io/aws',
    bucket: 'velero-mlops-backups',
    region: 'us-west-2',
    accessMode: 'ReadWrite',
    default: true,
    ...spec,
  },
  status: { phase: 'Available', lastValidatedAt: '2026-01-31T11:59:30Z', lastSyncedAt: '2026-01-31T11:59:30Z', ...status },
});

const LOCATION = veleroId('BackupStorageLocation', 'default');

/** The one storage location, `default`. */
export const located = (facets: Readonly<Record<string, unknown>> = location()): Around => ({
  'velero/storage-location': { [LOCATION]: facets },
});

type RestoreSpec = FacetValue<typeof veleroRestore, 'spec'>;
type RestoreStatus = FacetValue<typeof veleroRestore, 'status'>;

/** A restore that began then from a backup of the schedule, by its id. */
export const restored = (
  startedAt: string,
  { spec, status }: { readonly spec?: Partial<RestoreSpec>; readonly status?: Partial<RestoreStatus> } = {},
) => ({
  [veleroId('Restore', `drill-${startedAt.replace(/\D/g, '')}`)]: {
    metadata: metadata({ createdAt: startedAt }),
    labels: {},
    spec: {
      schedule: SCHEDULE,
      backup: backupName('2026-01-30T00:00:00Z'),
      includedNamespaces: [],
      excludedNamespaces: [],
      includedResources: [],
      // The server adds these.
      excludedResources: ['nodes', 'events', 'events.events.k8s.io', 'backups.velero.io', 'restores.velero.io'],
      namespaceMapping: { mlops: 'mlops-drill' },
      selective: false,
      ...spec,
    },
    status: {
      phase: 'Completed',
      startedAt,
      completedAt: after(startedAt, 5 * MINUTE),
      errors: 0,
      warnings: 0,
      validationErrors: [],
      ...status,
    },
  },
});

/** Facets of the server: installed, with these deployments. */
export const server = (...deployments: readonly VeleroDeployment[]) => ({
  api: { versions: ['v1', 'v2alpha1'], resources: ['backups', 'backupstoragelocations', 'schedules'] },
  deployments: { deployments },
});

/** The server of a cluster where Velero is not installed. */
export const uninstalled = { api: { versions: [], resources: [] }, deployments: { deployments: [] } };

type RepositorySpec = FacetValue<typeof veleroRepository, 'spec'>;
type RepositoryStatus = FacetValue<typeof veleroRepository, 'status'>;

/** The repository of a namespace, by its id: ready, and maintained an hour ago. */
export const repository = (
  volumeNamespace: string,
  {
    created = '2025-10-01T08:00:00Z',
    spec,
    status,
  }: { readonly created?: string; readonly spec?: Partial<RepositorySpec>; readonly status?: Partial<RepositoryStatus> } = {},
) => ({
  [veleroId('BackupRepository', `${volumeNamespace}-default-kopia`)]: {
    metadata: metadata({ createdAt: created }),
    labels: {},
    spec: { volumeNamespace, storageLocation: 'default', type: 'kopia', maintenanceFrequency: '1h0m0s', ...spec },
    status: {
      phase: 'Ready',
      lastMaintainedAt: '2026-01-31T11:00:09Z',
      recentMaintenance: [{ result: 'Succeeded', startedAt: '2026-01-31T11:00:00Z', completedAt: '2026-01-31T11:00:09Z' }],
      ...status,
    },
  },
});

export const BUCKET = 'arn:aws:s3:::velero-mlops-backups';

/** The bucket of the storage location, in the Region of the cluster. */
export const bucket = (facets: Readonly<Record<string, unknown>> = {}): Around => ({
  's3/bucket': { [BUCKET]: { presence: { exists: true, access: 'listed', region: 'us-west-2' }, ...facets } },
});

type TransferStatus = FacetValue<typeof veleroPodVolumeBackup, 'status'>;

/** What the backup of this midnight copied through file systems: the volume `data` of a pod of `mlops`, completed. */
export const moved = (status: Partial<TransferStatus> = {}): Around => ({
  'velero/pod-volume-backup': {
    [veleroId('PodVolumeBackup', 'train-data')]: {
      spec: {
        backup: backupName('2026-01-31T00:00:00Z'),
        namespace: 'mlops',
        pod: 'train',
        volume: 'data',
        storageLocation: 'default',
        uploader: 'kopia',
      },
      status: { phase: 'Completed', snapshotId: '8f7c1a', completedAt: '2026-01-31T00:08:00Z', ...status },
    },
  },
  'velero/data-upload': {},
});
