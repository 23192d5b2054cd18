import fc from 'fast-check';
import type { TargetRecord } from '../../model/inventory.ts';
import type { AnyKind, Facet } from '../../model/kind.ts';
import * as kubernetes from '../../model/kinds/kubernetes.ts';
import { s3Bucket } from '../../model/kinds/s3.ts';
import * as velero from '../../model/kinds/velero.ts';
import { objectId } from '../../model/kubernetes/ids.ts';
import { absent, type Reading, read, unread } from '../../model/reading.ts';
import type { Resource, Scope } from '../../model/resource.ts';
import { LOST } from './buckets.ts';
import { arbitraryOf, type Pools, type Schema } from './values.ts';

// A cluster with everything of Velero and of Kubernetes that backups may hang on, as it could be.

const CLUSTER: Scope = { target: 'cluster', cluster: 'prod' };
const VELERO: Scope = { ...CLUSTER, namespace: 'velero' };
const AWS: Scope = { target: 'aws', partition: 'aws', account: '111122223333', region: 'us-west-2' };

const RUNS = ['2026-02-26T00:00:10Z', '2026-02-27T00:00:10Z', '2026-02-28T00:00:10Z', '2026-03-01T00:00:10Z', '2026-03-01T11:30:00Z'];
const LATER = ['2026-03-01T11:59:30Z', '2026-03-02T00:00:00Z', '2026-03-07T00:00:00Z', '2026-03-31T00:00:00Z'];

/** What releases of Velero read in different ways: which not all of them take, or which fires at other times. */
const DIALECTAL = [
  '0 0 * * 7',
  '0 22-2 * * *',
  '0 0 28 * 5',
  '0 0 */2 * 1',
  '0 0 30 2 1',
  '@manual',
  '@every 0',
  'TZ="UTC" @daily',
  'TZ=America/New_York 30 2 * * *',
];

/** Usual values come up more than once. */
const POOLS: Pools = {
  rarely: ['deletedAt', 'labelSelector', 'resourcePolicy', 'includeClusterResources', 's3Url', 'failureReason', 'skipImmediately'],
  createdAt: ['2025-06-01T00:00:00Z', '2025-06-01T00:00:00Z', '2026-02-27T00:00:00Z', '2026-03-01T11:50:00Z'],
  startedAt: RUNS,
  completedAt: [...RUNS.slice(1), '2026-03-01T00:05:00Z', '2026-03-01T00:05:00Z'],
  expiresAt: [...LATER, ...LATER, '2026-02-28T00:00:00Z', '2026-03-01T11:59:59Z'],
  deletedAt: ['2026-03-01T11:00:00Z'],
  lastBackup: RUNS,
  lastSkipped: RUNS,
  lastValidatedAt: ['2026-03-01T11:59:30Z', '2026-03-01T11:59:30Z', '2026-02-01T00:00:00Z'],
  lastSyncedAt: ['2026-03-01T11:59:30Z'],
  lastMaintainedAt: ['2026-03-01T11:00:00Z', '2026-01-01T00:00:00Z'],
  labels: ['daily', 'daily', 'daily', 'true', 'ml'],
  'labels keys': ['velero.io/schedule-name', 'velero.io/schedule-name', 'team', 'velero.io/csi-volumesnapshot-class'],
  annotations: ['data', 'data, cache', 'cache'],
  'annotations keys': ['backup.velero.io/backup-volumes', 'backup.velero.io/backup-volumes', 'backup.velero.io/backup-volumes-excludes'],
  schedule: [
    '@daily',
    '@daily',
    '@hourly',
    '0 0 * * 1',
    '0 3 * * *',
    'CRON_TZ=America/New_York 0 1 * * *',
    '@every 6h',
    ...DIALECTAL,
    'nonsense',
  ],
  paused: [false, false, false, true],
  useOwnerReferencesInBackup: [false, false, true],
  includedNamespaces: ['mlops', 'mlops', '*', 'other'],
  'includedNamespaces length': [1, 1, 0],
  excludedNamespaces: ['kube-system', 'mlops'],
  'excludedNamespaces length': [0, 0, 0, 1],
  includedResources: ['*', 'deployments', 'cm'],
  'includedResources length': [0, 0, 0, 1],
  excludedResources: ['secrets', 'events', 'pvc'],
  'excludedResources length': [0, 0, 0, 1],
  includedClusterScopedResources: ['*'],
  'includedClusterScopedResources length': [0, 0, 0, 0, 0, 1],
  excludedClusterScopedResources: ['storageclasses'],
  'excludedClusterScopedResources length': [0, 0, 0, 0, 0, 1],
  includedNamespaceScopedResources: ['configmaps'],
  'includedNamespaceScopedResources length': [0, 0, 0, 0, 0, 1],
  excludedNamespaceScopedResources: ['secrets'],
  'excludedNamespaceScopedResources length': [0, 0, 0, 0, 0, 1],
  'orLabelSelectors length': [0, 0, 0, 0, 1],
  'matchExpressions length': [0, 0, 1],
  operator: ['In', 'NotIn', 'Exists', 'Near'],
  key: ['team'],
  values: ['ml'],
  matchLabels: ['ml'],
  'matchLabels keys': ['team'],
  ttl: ['168h', '168h0m0s', '0s', '720h', '24h', '7d'],
  storageLocation: ['default', 'default', 'other'],
  volumeSnapshotLocations: ['default'],
  datamover: ['velero'],
  name: ['mlops', 'data', 'velero'],
  'status.phase': ['Completed', 'Completed', 'Completed', 'PartiallyFailed', 'Failed', 'InProgress'],
  'daemonSets.name': ['node-agent', 'node-agent', 'restic'],
  'deployments.name': ['velero'],
  'deployments length': [1, 1, 1, 0],
  'daemonSets length': [1, 1, 0],
  'plugins length': [1, 1, 0],
  'pods length': [1, 1, 0],
  'claims length': [1, 1, 0],
  'volumes length': [1],
  'volumes.name': ['data', 'data', ' cache'],
  mounted: [true, true, true, false],
  image: ['velero/velero:v1.17.1', 'velero/velero:v1.17.1', 'velero/velero:v1.6.3', 'velero/velero:v1.18.3', 'velero/velero:latest'],
  'plugins.image': [
    'velero/velero-plugin-for-aws:v1.13.0',
    'velero/velero-plugin-for-aws:v1.13.0',
    'velero/velero-plugin-for-aws:v1.2.0',
    'mine/plugin@sha256:0',
  ],
  replicas: [1, 1, 1, 0],
  readyReplicas: [1, 1, 1, 0],
  flags: ['true', '24h', 'schedule', 'other', 'EnableCSI'],
  'flags keys': [
    'restore-only',
    'disable-controllers',
    'default-backup-ttl',
    'default-volumes-to-fs-backup',
    'default-backup-storage-location',
    'features',
    'default-snapshot-move-data',
  ],
  timeZone: ['UTC', 'America/New_York', 'Mars/Base'],
  zoneOfNode: [false, false, false, true],
  versions: ['v1'],
  'versions length': [1, 1, 1, 0],
  resources: ['schedules', 'backups', 'backuprepositories'],
  node: ['node-1', 'node-1', 'node-2'],
  source: ['persistentVolumeClaim', 'csi'],
  'volumes.source': ['persistentVolumeClaim', 'persistentVolumeClaim', 'hostPath'],
  'spec.source': ['csi', 'csi', 'awsElasticBlockStore', 'nfs'],
  claim: ['data'],
  volume: ['pv-1', 'pv-1', 'data'],
  driver: ['ebs.csi.aws.com', 'ebs.csi.aws.com', 'efs.csi.aws.com'],
  storageClass: ['gp3'],
  'topology.key': ['topology.kubernetes.io/region', 'topology.ebs.csi.aws.com/zone'],
  'topology.values': ['us-west-2', 'us-west-2a', 'us-east-1'],
  provisioner: ['ebs.csi.aws.com'],
  deletionPolicy: ['Delete', 'Retain'],
  provider: ['aws', 'aws', 'velero.io/aws', 'gcp'],
  bucket: ['velero-backups', 'velero-backups', 'unknown-bucket'],
  prefix: ['', 'cluster'],
  region: ['us-west-2', 'us-east-2'],
  s3Url: ['https://minio.example.com'],
  accessMode: ['ReadWrite', 'ReadWrite', 'ReadOnly'],
  validationFrequency: ['1m', '0s', '24h'],
  backup: ['daily-20260301000010', 'daily-20260301000010', 'daily-20260228000010'],
  'spec.schedule': ['daily'],
  namespaceMapping: ['mlops-drill'],
  'namespaceMapping keys': ['mlops'],
  selective: [false, false, true],
  namespace: ['mlops', 'other'],
  volumeNamespace: ['mlops'],
  type: ['kopia', 'kopia', 'restic'],
  uploader: ['kopia', 'restic'],
  pod: ['trainer-0'],
  snapshotId: ['abc'],
  maintenanceFrequency: ['1h0m0s', '168h0m0s'],
  result: ['Succeeded', 'Succeeded', 'Failed'],
  message: ['no such bucket'],
  failureReason: ['timed out'],
  validationErrors: ['invalid'],
  'validationErrors length': [0, 0, 0, 1],
  errors: ['gone'],
  'errors length': [0, 1],
  kind: ['configmap'],
  // Of buckets.
  account: ['111122223333', '444455556666'],
  id: ['rule-1'],
  tags: ['x'],
  tagging: ['x'],
  kmsKeyId: ['arn:aws:kms:us-west-2:111122223333:key/1'],
  replicaKmsKeyId: ['arn:aws:kms:us-west-2:111122223333:key/1'],
  document: ['', 'nonsense'],
  expirationDate: LATER,
};

/** Values of members that mean something else in this kind. */
const OWN: Readonly<Record<string, Pools>> = {
  'velero/schedule': {
    'status.phase': ['Enabled', 'Enabled', 'Enabled', 'New', 'FailedValidation', 'Odd'],
    labels: ['ml'],
    'spec.schedule': [
      '@daily',
      '@daily',
      '@hourly',
      '0 0 * * 1',
      'CRON_TZ=America/New_York 0 1 * * *',
      '@every 6h',
      ...DIALECTAL,
      'nonsense',
    ],
  },
  'velero/storage-location': { 'status.phase': ['Available', 'Available', 'Available', 'Unavailable'] },
  'velero/snapshot-location': { 'status.phase': ['Available', 'Unavailable'] },
  'velero/repository': { 'status.phase': ['Ready', 'Ready', 'NotReady', 'New'] },
  'velero/delete-request': { 'status.phase': ['New', 'InProgress', 'Processed'] },
  'velero/server': { labels: ['node-agent', 'node-agent', 'other'], 'labels keys': ['role', 'role', 'name'] },
  'kubernetes/namespace': { labels: ['true', 'false'], 'labels keys': ['velero.io/exclude-from-backup', 'team', 'team'] },
  's3/bucket': { resources: ['*'], prefix: ['', 'backups/', 'kopia/'], bucket: ['arn:aws:s3:::copy'] },
};

const readingOf = (name: string, { schema, ...facet }: Facet, pools: Pools): fc.Arbitrary<Reading<unknown>> =>
  fc.oneof(
    { weight: 20, arbitrary: arbitraryOf(schema as Schema, [name], pools).map(read) },
    { weight: 'absent' in facet ? 1 : 0, arbitrary: fc.constant(absent()) },
    { weight: 1, arbitrary: fc.constant(unread({ action: 'list', code: 'Forbidden', message: 'denied' })) },
  );

/** @param more values of members that mean something else in this resource */
export const resourceOf = (
  kind: AnyKind,
  id: string,
  scope: Scope,
  origin: Resource['origin'] = 'listed',
  more: Pools = {},
): fc.Arbitrary<Resource> => {
  const pools = { ...POOLS, ...OWN[kind.id], ...more };
  return fc
    .record(Object.fromEntries(Object.entries<Facet>(kind.facets).map(([name, facet]) => [name, readingOf(name, facet, pools)])))
    .map((facets) => ({ kind: kind.id, id, name: id.split(/[:/]/).at(-1) ?? id, scope, origin, facets }));
};

const veleroObject = (kind: AnyKind, type: string, name: string): fc.Arbitrary<Resource> =>
  resourceOf(kind, objectId({ cluster: 'prod', group: 'velero.io', namespace: 'velero', kind: type, name }), VELERO);

const clusterObject = (kind: AnyKind, type: string, name: string, group = ''): fc.Arbitrary<Resource> =>
  resourceOf(kind, objectId({ cluster: 'prod', group, namespace: '', kind: type, name }), CLUSTER);

const namespace = (name: string): fc.Arbitrary<Resource> =>
  clusterObject(kubernetes.kubernetesNamespace, 'Namespace', name).map((found) => ({ ...found, scope: { ...CLUSTER, namespace: name } }));

/** Everything that there may be. What rules judge comes first of its kind. */
const ALL: readonly fc.Arbitrary<Resource>[] = [
  veleroObject(velero.veleroSchedule, 'Schedule', 'daily'),
  veleroObject(velero.veleroSchedule, 'Schedule', 'weekly'),
  veleroObject(velero.veleroServer, 'Server', 'velero'),
  ...['daily-20260228000010', 'daily-20260301000010', 'daily-20260301113000', 'manual'].map((name) =>
    veleroObject(velero.veleroBackup, 'Backup', name),
  ),
  ...['default', 'other'].map((name) => veleroObject(velero.veleroStorageLocation, 'BackupStorageLocation', name)),
  veleroObject(velero.veleroSnapshotLocation, 'VolumeSnapshotLocation', 'default'),
  veleroObject(velero.veleroRepository, 'BackupRepository', 'mlops-default-kopia'),
  veleroObject(velero.veleroRestore, 'Restore', 'drill'),
  veleroObject(velero.veleroPodVolumeBackup, 'PodVolumeBackup', 'daily-20260301000010-x'),
  veleroObject(velero.veleroDataUpload, 'DataUpload', 'daily-20260301000010-y'),
  veleroObject(velero.veleroDeleteRequest, 'DeleteBackupRequest', 'daily-20260228000010-z'),
  namespace('mlops'),
  namespace('velero'),
  clusterObject(kubernetes.persistentVolume, 'PersistentVolume', 'pv-1'),
  clusterObject(kubernetes.storageClass, 'StorageClass', 'gp3', 'storage.k8s.io'),
  clusterObject(kubernetes.volumeSnapshotClass, 'VolumeSnapshotClass', 'ebs', 'snapshot.storage.k8s.io'),
  resourceOf(s3Bucket, 'arn:aws:s3:::velero-backups', AWS, 'joined'),
];

const OPTIONAL = ['weekly', 'other', 'manual', 'daily-20260301113000', 'drill'];

/** A cluster: what rules judge is always there, some of what they join only sometimes. */
export const clusters: fc.Arbitrary<readonly Resource[]> = fc
  .tuple(fc.tuple(...ALL), fc.subarray(OPTIONAL))
  .map(([all, missing]) => all.filter(({ name }) => !missing.includes(name)));

const LISTED: readonly AnyKind[] = [...Object.values(velero), ...Object.values(kubernetes)];

/** Kinds of which a listing may be lost. */
export const CLUSTER_LISTINGS: readonly string[] = LISTED.map(({ id }) => id);

/** The cluster, which lists everything but the kinds in `unlisted`. */
export const clusterTargets = (unlisted: readonly string[]): readonly TargetRecord[] => [
  {
    name: CLUSTER.target,
    type: 'kubernetes',
    cluster: 'prod',
    listings: CLUSTER_LISTINGS.map((kind) => ({
      kind,
      ...(unlisted.includes(kind) ? { state: 'unread', gap: LOST } : { state: 'complete' }),
    })),
  },
];
