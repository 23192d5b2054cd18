import {
  veleroBackup,
  veleroDataUpload,
  veleroDeleteRequest,
  veleroPodVolumeBackup,
  veleroRepository,
  veleroRestore,
  veleroSchedule,
  veleroSnapshotLocation,
  veleroStorageLocation,
} from '../../model/kinds/velero.ts';
import type { Scanner } from '../../model/scanner.ts';
import { type ObjectKind, objectKind } from '../kubernetes/objects.ts';
import type { KubernetesSession } from '../kubernetes/session.ts';
import * as backups from './backups.ts';
import * as locations from './locations.ts';
import { GROUP, server } from './server.ts';

/** A custom resource of Velero's, in its own namespace. */
const resource = (kind: ObjectKind['kind'], resources: ObjectKind['resources'], facets: ObjectKind['facets']) =>
  objectKind({ kind, group: GROUP, resources, of: 'velero', facets });

const schedules = resource(veleroSchedule, { schedules: 'Schedule' }, { spec: backups.scheduleSpecOf, status: backups.scheduleStatusOf });

const made = resource(veleroBackup, { backups: 'Backup' }, { spec: backups.backupSpecOf, status: backups.backupStatusOf });

const storageLocations = resource(
  veleroStorageLocation,
  { backupstoragelocations: 'BackupStorageLocation' },
  { spec: locations.storageLocationSpecOf, status: locations.storageLocationStatusOf },
);

const snapshotLocations = resource(
  veleroSnapshotLocation,
  { volumesnapshotlocations: 'VolumeSnapshotLocation' },
  { spec: locations.snapshotLocationSpecOf, status: locations.snapshotLocationStatusOf },
);

const repositories = resource(
  veleroRepository,
  // The second up to 1.9; its definition may stay behind when Velero is brought up to date.
  { backuprepositories: 'BackupRepository', resticrepositories: 'ResticRepository' },
  { spec: locations.repositorySpecOf, status: locations.repositoryStatusOf },
);

const restores = resource(veleroRestore, { restores: 'Restore' }, { spec: backups.restoreSpecOf, status: backups.restoreStatusOf });

const podVolumeBackups = resource(
  veleroPodVolumeBackup,
  { podvolumebackups: 'PodVolumeBackup' },
  { spec: backups.podVolumeBackupSpecOf, status: backups.transferStatusOf },
);

const dataUploads = resource(
  veleroDataUpload,
  { datauploads: 'DataUpload' },
  { spec: backups.dataUploadSpecOf, status: backups.transferStatusOf },
);

const deleteRequests = resource(
  veleroDeleteRequest,
  { deletebackuprequests: 'DeleteBackupRequest' },
  { spec: backups.deleteRequestSpecOf, status: backups.deleteRequestStatusOf },
);

/** Velero: what backs a cluster up, and what has come of it. */
const scanner: Scanner<KubernetesSession> = {
  id: 'velero',
  target: 'kubernetes',
  kinds: [
    schedules,
    made,
    storageLocations,
    snapshotLocations,
    repositories,
    restores,
    podVolumeBackups,
    dataUploads,
    deleteRequests,
    server,
  ],
};

export default scanner;
