import {
  given,
  type Members,
  members,
  object,
  objects,
  optionalFlag,
  optionalName,
  optionalText,
  optionalTime,
  text,
  textMap,
} from '../json/members.ts';
import { optionalMessage, statusOf } from './backups.ts';

export const storageLocationSpecOf = (location: Members) => {
  const spec = object('spec', location.spec);
  const { bucket, prefix } = members('spec.objectStorage', spec.objectStorage);
  const { region, s3Url } = textMap('spec.config', spec.config);
  return {
    provider: text('spec.provider', spec.provider),
    ...given<{ bucket?: string; prefix?: string; region?: string; s3Url?: string; validationFrequency?: string }>({
      bucket: optionalName('spec.objectStorage.bucket', bucket),
      prefix: optionalName('spec.objectStorage.prefix', prefix),
      region: region || undefined,
      s3Url: s3Url || undefined,
      validationFrequency: optionalText('spec.validationFrequency', spec.validationFrequency),
    }),
    accessMode: optionalName('spec.accessMode', spec.accessMode) ?? 'ReadWrite',
    default: optionalFlag('spec.default', spec.default) ?? false,
  };
};

export const storageLocationStatusOf = (location: Members) => {
  const status = statusOf(location);
  return given<{ phase?: string; lastValidatedAt?: string; lastSyncedAt?: string; message?: string }>({
    phase: optionalName('status.phase', status.phase),
    lastValidatedAt: optionalTime('status.lastValidationTime', status.lastValidationTime),
    lastSyncedAt: optionalTime('status.lastSyncedTime', status.lastSyncedTime),
    message: optionalMessage('status.message', status.message),
  });
};

export const snapshotLocationSpecOf = (location: Members) => {
  const spec = object('spec', location.spec);
  const { region } = textMap('spec.config', spec.config);
  return { provider: text('spec.provider', spec.provider), ...given<{ region?: string }>({ region: region || undefined }) };
};

export const snapshotLocationStatusOf = (location: Members) =>
  given<{ phase?: string }>({ phase: optionalName('status.phase', statusOf(location).phase) });

export const repositorySpecOf = (repository: Members) => {
  const spec = object('spec', repository.spec);
  return {
    volumeNamespace: text('spec.volumeNamespace', spec.volumeNamespace),
    storageLocation: text('spec.backupStorageLocation', spec.backupStorageLocation),
    ...given<{ type?: string; maintenanceFrequency?: string }>({
      type: optionalName('spec.repositoryType', spec.repositoryType),
      maintenanceFrequency: optionalText('spec.maintenanceFrequency', spec.maintenanceFrequency),
    }),
  };
};

const maintenanceOf = ({ result, startTimestamp, completeTimestamp, message }: Members) => ({
  result: optionalName('result', result) ?? '',
  ...given<{ startedAt?: string; completedAt?: string; message?: string }>({
    startedAt: optionalTime('startTimestamp', startTimestamp),
    completedAt: optionalTime('completeTimestamp', completeTimestamp),
    message: optionalMessage('message', message),
  }),
});

export const repositoryStatusOf = (repository: Members) => {
  const status = statusOf(repository);
  return {
    ...given<{ phase?: string; message?: string; lastMaintainedAt?: string }>({
      phase: optionalName('status.phase', status.phase),
      message: optionalMessage('status.message', status.message),
      lastMaintainedAt: optionalTime('status.lastMaintenanceTime', status.lastMaintenanceTime),
    }),
    recentMaintenance: objects('status.recentMaintenance', status.recentMaintenance).map(maintenanceOf),
  };
};
