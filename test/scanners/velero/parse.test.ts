import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as backups from '../../../scanners/velero/backups.ts';
import { flagsOf } from '../../../scanners/velero/flags.ts';
import * as locations from '../../../scanners/velero/locations.ts';
import { SOUND } from './objects.ts';

const test = suite('scanners/velero/parse');

const AT = '2026-11-22T00:00:13.000Z';

const sound = (resource: string) => SOUND[`${resource}.velero.io`]?.object ?? {};

const NO_LISTS = {
  includedNamespaces: [],
  excludedNamespaces: [],
  includedResources: [],
  excludedResources: [],
  includedClusterScopedResources: [],
  excludedClusterScopedResources: [],
  includedNamespaceScopedResources: [],
  excludedNamespaceScopedResources: [],
  orLabelSelectors: [],
  volumeSnapshotLocations: [],
};

test('a schedule', () => {
  assert.equal(backups.scheduleSpecOf(sound('schedules')), {
    schedule: '@daily',
    paused: true,
    useOwnerReferencesInBackup: true,
    skipImmediately: false,
    template: {
      ...NO_LISTS,
      includedNamespaces: ['mlops'],
      labelSelector: { matchLabels: {}, matchExpressions: [{ key: 'app', operator: 'In', values: ['x'] }] },
      orLabelSelectors: [{ matchLabels: { app: 'y' }, matchExpressions: [] }],
      resourcePolicy: { kind: 'configmap', name: 'policy' },
      defaultVolumesToFsBackup: true,
      ttl: '168h0m0s',
    },
  });
  assert.equal(backups.scheduleStatusOf(sound('schedules')), {
    phase: 'Enabled',
    lastBackup: AT,
    lastSkipped: AT,
    validationErrors: ['odd'],
  });
});

test('a schedule that says the least', () => {
  assert.equal(backups.scheduleSpecOf({ spec: { schedule: '', template: {} } }), {
    schedule: '',
    paused: false,
    useOwnerReferencesInBackup: false,
    template: NO_LISTS,
  });
});

test('a backup', () => {
  assert.equal(backups.backupSpecOf(sound('backups')), {
    ...NO_LISTS,
    ttl: '168h0m0s',
    storageLocation: 'default',
    snapshotMoveData: true,
    volumeSnapshotLocations: ['aws'],
    datamover: 'velero',
  });
  assert.equal(backups.backupStatusOf(sound('backups')), {
    phase: 'PartiallyFailed',
    startedAt: AT,
    completedAt: AT,
    expiresAt: '2026-11-29T00:00:13.000Z',
    errors: 1,
    warnings: 2,
    failureReason: 'odd',
    validationErrors: ['odd'],
    volumeSnapshotsAttempted: 3,
    volumeSnapshotsCompleted: 4,
    csiVolumeSnapshotsAttempted: 5,
    csiVolumeSnapshotsCompleted: 6,
    itemOperationsAttempted: 7,
    itemOperationsCompleted: 8,
    itemOperationsFailed: 9,
  });
});

for (const [name, spec, expected] of [
  [
    'the newer name of a switch goes before the older',
    { defaultVolumesToFsBackup: false, defaultVolumesToRestic: true },
    { defaultVolumesToFsBackup: false },
  ],
  ['an empty time to live is not the same as none', { ttl: '' }, { ttl: '' }],
  ['nor is one that is no duration', { ttl: '7d' }, { ttl: '7d' }],
  [
    'what is null is left out',
    { ttl: null, storageLocation: null, includedNamespaces: null, labelSelector: null, orLabelSelectors: null },
    {},
  ],
  ['no name is no name', { storageLocation: '', datamover: '' }, {}],
  ['an empty selector is one', { labelSelector: {} }, { labelSelector: { matchLabels: {}, matchExpressions: [] } }],
] as const) {
  test(`a template: ${name}`, () => assert.equal(backups.backupSpecOf({ spec }), { ...NO_LISTS, ...expected }));
}

test('a restore', () => {
  assert.equal(backups.restoreSpecOf(sound('restores')), {
    backup: 'daily-20261122000012',
    schedule: 'daily',
    restorePVs: true,
    includedNamespaces: ['mlops'],
    excludedNamespaces: [],
    includedResources: [],
    excludedResources: ['nodes'],
    namespaceMapping: { mlops: 'drill' },
    selective: true,
  });
  assert.equal(backups.restoreStatusOf(sound('restores')), {
    phase: 'Completed',
    startedAt: AT,
    completedAt: AT,
    errors: 1,
    warnings: 2,
    validationErrors: [],
    failureReason: 'odd',
  });
});

for (const [spec, selective] of [
  [{}, false],
  [{ labelSelector: {} }, false],
  [{ orLabelSelectors: [{}] }, false],
  [{ labelSelector: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } }, true],
  [{ orLabelSelectors: [{ matchLabels: { a: 'b' } }] }, true],
] as const) {
  test(`a restore of ${JSON.stringify(spec)} is ${selective ? '' : 'not '}selective`, () =>
    assert.is(backups.restoreSpecOf({ spec }).selective, selective));
}

test('volumes: the backup by its owner, whose name is not cut, else by the label', () => {
  assert.equal(backups.podVolumeBackupSpecOf(sound('podvolumebackups')), {
    backup: 'daily-20261122000012',
    uploader: 'kopia',
    namespace: 'mlops',
    pod: 'trainer-0',
    volume: 'data',
    storageLocation: 'default',
  });
  assert.equal(backups.dataUploadSpecOf(sound('datauploads')), {
    backup: 'daily-20261122000012',
    namespace: 'mlops',
    claim: 'data-0',
    storageLocation: 'default',
  });
  assert.equal(backups.transferStatusOf(sound('datauploads')), { phase: 'Completed', snapshotId: 'k2', completedAt: AT, message: 'fine' });
});

test('a request to delete', () => {
  assert.equal(backups.deleteRequestSpecOf(sound('deletebackuprequests')), { backup: 'old' });
  assert.equal(backups.deleteRequestStatusOf(sound('deletebackuprequests')), { phase: 'Processed', errors: ['odd'] });
});

test('locations, without their credentials', () => {
  assert.equal(locations.storageLocationSpecOf(sound('backupstoragelocations')), {
    provider: 'aws',
    bucket: 'velero-mlops-backups',
    prefix: 'main',
    region: 'us-west-2',
    s3Url: 'https://minio',
    validationFrequency: '1m',
    accessMode: 'ReadOnly',
    default: true,
  });
  assert.equal(locations.storageLocationStatusOf(sound('backupstoragelocations')), {
    phase: 'Available',
    lastValidatedAt: AT,
    lastSyncedAt: AT,
    message: 'fine',
  });
  assert.equal(locations.storageLocationSpecOf({ spec: { provider: 'gcp' } }), {
    provider: 'gcp',
    accessMode: 'ReadWrite',
    default: false,
  });
  assert.equal(locations.snapshotLocationSpecOf(sound('volumesnapshotlocations')), { provider: 'aws', region: 'us-west-2' });
  assert.equal(locations.snapshotLocationStatusOf(sound('volumesnapshotlocations')), { phase: 'Available' });
});

test('a repository', () => {
  assert.equal(locations.repositorySpecOf(sound('backuprepositories')), {
    volumeNamespace: 'mlops',
    storageLocation: 'default',
    type: 'kopia',
    maintenanceFrequency: '1h0m0s',
  });
  assert.equal(locations.repositoryStatusOf(sound('backuprepositories')), {
    phase: 'Ready',
    message: 'fine',
    lastMaintainedAt: AT,
    recentMaintenance: [{ result: 'Failed', startedAt: AT, completedAt: AT, message: 'odd' }],
  });
});

test('messages are not kept for ever', () => {
  const status = { message: 'x'.repeat(5_000) };
  assert.is(locations.storageLocationStatusOf({ status }).message?.length, 1_000);
});

for (const [args, expected] of [
  [[], {}],
  [['server'], {}],
  [['server', '--default-backup-ttl=168h'], { 'default-backup-ttl': '168h' }],
  [['server', '--default-backup-ttl', '168h'], { 'default-backup-ttl': '168h' }],
  [['--restore-only'], { 'restore-only': 'true' }],
  [['--restore-only=false'], { 'restore-only': 'false' }],
  // A switch takes nothing from what follows.
  [['--restore-only', 'false'], { 'restore-only': 'true' }],
  [['--default-volumes-to-fs-backup', '--uploader-type=kopia'], { 'default-volumes-to-fs-backup': 'true', 'uploader-type': 'kopia' }],
  [['--default-backup-ttl=1h', '--default-backup-ttl=2h'], { 'default-backup-ttl': '2h' }],
  [['--disable-controllers=schedule', '--disable-controllers', 'backup,gc'], { 'disable-controllers': 'schedule,backup,gc' }],
  [['--default-backup-ttl='], { 'default-backup-ttl': '' }],
  [['--default-backup-ttl'], { 'default-backup-ttl': '' }],
  [['--features=EnableCSI'], { features: 'EnableCSI' }],
  [['--plugin-dir=/secret', '--log-level', 'debug', '--__proto__=x', '--constructor'], {}],
  // A value may look like a flag.
  [['--default-backup-storage-location', '--restore-only'], { 'default-backup-storage-location': '--restore-only' }],
  [['--uploader-type=a=b'], { 'uploader-type': 'a=b' }],
  [['-restore-only', 'restore-only', '--', '--restore-only'], {}],
] as const) {
  test(`flags: ${JSON.stringify(args)}`, () => assert.equal(flagsOf(args), expected));
}

test.run();
