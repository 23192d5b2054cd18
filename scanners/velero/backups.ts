import { clip } from '../../model/text.ts';
import {
  count,
  given,
  type Members,
  members,
  object,
  objects,
  optionalFlag,
  optionalName,
  optionalTime,
  text,
  textMap,
  texts,
} from '../json/members.ts';
import { labelSelectorOf, labelSelectorsOf, templateOf } from './template.ts';

/** Longest message of Velero that is kept. */
const LONGEST_MESSAGE = 1_000;

export const optionalMessage = (what: string, value: unknown): string | undefined => {
  const message = optionalName(what, value);
  return message === undefined ? undefined : clip(message, LONGEST_MESSAGE);
};

export const messages = (what: string, value: unknown): string[] => texts(what, value).map((message) => clip(message, LONGEST_MESSAGE));

/** Nothing of it is there before a controller has looked at the object. */
export const statusOf = (item: Members): Members => members('status', item.status);

export const scheduleSpecOf = (schedule: Members) => {
  const spec = object('spec', schedule.spec);
  return {
    schedule: text('spec.schedule', spec.schedule),
    paused: optionalFlag('spec.paused', spec.paused) ?? false,
    useOwnerReferencesInBackup: optionalFlag('spec.useOwnerReferencesInBackup', spec.useOwnerReferencesInBackup) ?? false,
    ...given<{ skipImmediately?: boolean }>({ skipImmediately: optionalFlag('spec.skipImmediately', spec.skipImmediately) }),
    template: templateOf('spec.template', object('spec.template', spec.template)),
  };
};

export const scheduleStatusOf = (schedule: Members) => {
  const status = statusOf(schedule);
  return {
    ...given<{ phase?: string; lastBackup?: string; lastSkipped?: string }>({
      phase: optionalName('status.phase', status.phase),
      lastBackup: optionalTime('status.lastBackup', status.lastBackup),
      lastSkipped: optionalTime('status.lastSkipped', status.lastSkipped),
    }),
    validationErrors: messages('status.validationErrors', status.validationErrors),
  };
};

export const backupSpecOf = (backup: Members) => templateOf('spec', object('spec', backup.spec));

export const backupStatusOf = (backup: Members) => {
  const status = statusOf(backup);
  const counted = (name: string) => count(`status.${name}`, status[name]);
  return {
    ...given<{ phase?: string; startedAt?: string; completedAt?: string; expiresAt?: string; failureReason?: string }>({
      phase: optionalName('status.phase', status.phase),
      startedAt: optionalTime('status.startTimestamp', status.startTimestamp),
      completedAt: optionalTime('status.completionTimestamp', status.completionTimestamp),
      expiresAt: optionalTime('status.expiration', status.expiration),
      failureReason: optionalMessage('status.failureReason', status.failureReason),
    }),
    errors: counted('errors'),
    warnings: counted('warnings'),
    validationErrors: messages('status.validationErrors', status.validationErrors),
    volumeSnapshotsAttempted: counted('volumeSnapshotsAttempted'),
    volumeSnapshotsCompleted: counted('volumeSnapshotsCompleted'),
    csiVolumeSnapshotsAttempted: counted('csiVolumeSnapshotsAttempted'),
    csiVolumeSnapshotsCompleted: counted('csiVolumeSnapshotsCompleted'),
    itemOperationsAttempted: counted('backupItemOperationsAttempted'),
    itemOperationsCompleted: counted('backupItemOperationsCompleted'),
    itemOperationsFailed: counted('backupItemOperationsFailed'),
  };
};

export const deleteRequestSpecOf = (request: Members) => ({ backup: text('spec.backupName', object('spec', request.spec).backupName) });

export const deleteRequestStatusOf = (request: Members) => {
  const status = statusOf(request);
  return {
    ...given<{ phase?: string }>({ phase: optionalName('status.phase', status.phase) }),
    errors: messages('status.errors', status.errors),
  };
};

/** Whether selectors of labels leave something out. One without any requirement matches everything. */
const isSelective = (spec: Members): boolean => {
  const one = labelSelectorOf('spec.labelSelector', members('spec.labelSelector', spec.labelSelector));
  const all = [one, ...labelSelectorsOf('spec.orLabelSelectors', spec.orLabelSelectors)];
  return all.some(({ matchLabels, matchExpressions }) => Object.keys(matchLabels).length > 0 || matchExpressions.length > 0);
};

export const restoreSpecOf = (restore: Members) => {
  const spec = object('spec', restore.spec);
  const listed = (name: string) => texts(`spec.${name}`, spec[name]);
  return {
    ...given<{ backup?: string; schedule?: string; restorePVs?: boolean }>({
      backup: optionalName('spec.backupName', spec.backupName),
      schedule: optionalName('spec.scheduleName', spec.scheduleName),
      restorePVs: optionalFlag('spec.restorePVs', spec.restorePVs),
    }),
    includedNamespaces: listed('includedNamespaces'),
    excludedNamespaces: listed('excludedNamespaces'),
    includedResources: listed('includedResources'),
    excludedResources: listed('excludedResources'),
    namespaceMapping: textMap('spec.namespaceMapping', spec.namespaceMapping),
    selective: isSelective(spec),
  };
};

export const restoreStatusOf = (restore: Members) => {
  const status = statusOf(restore);
  return {
    ...given<{ phase?: string; startedAt?: string; completedAt?: string; failureReason?: string }>({
      phase: optionalName('status.phase', status.phase),
      startedAt: optionalTime('status.startTimestamp', status.startTimestamp),
      completedAt: optionalTime('status.completionTimestamp', status.completionTimestamp),
      failureReason: optionalMessage('status.failureReason', status.failureReason),
    }),
    errors: count('status.errors', status.errors),
    warnings: count('status.warnings', status.warnings),
    validationErrors: messages('status.validationErrors', status.validationErrors),
  };
};

/** The backup that an object was made for. Its label is cut where the name is long; its owner is named in full. */
const backupNameOf = (item: Members): string | undefined => {
  const metadata = members('metadata', item.metadata);
  const owner = objects('metadata.ownerReferences', metadata.ownerReferences).find(({ kind }) => kind === 'Backup');
  return optionalName('name of the owner', owner?.name) ?? textMap('metadata.labels', metadata.labels)['velero.io/backup-name'];
};

export const podVolumeBackupSpecOf = (item: Members) => {
  const spec = object('spec', item.spec);
  const pod = object('spec.pod', spec.pod);
  return {
    ...given<{ backup?: string; uploader?: string }>({
      backup: backupNameOf(item),
      uploader: optionalName('spec.uploaderType', spec.uploaderType),
    }),
    namespace: text('spec.pod.namespace', pod.namespace),
    pod: text('spec.pod.name', pod.name),
    volume: text('spec.volume', spec.volume),
    storageLocation: text('spec.backupStorageLocation', spec.backupStorageLocation),
  };
};

export const dataUploadSpecOf = (item: Members) => {
  const spec = object('spec', item.spec);
  return {
    ...given<{ backup?: string }>({ backup: backupNameOf(item) }),
    namespace: text('spec.sourceNamespace', spec.sourceNamespace),
    claim: text('spec.sourcePVC', spec.sourcePVC),
    storageLocation: text('spec.backupStorageLocation', spec.backupStorageLocation),
  };
};

/** Of pod volume backups and of data uploads. */
export const transferStatusOf = (item: Members) => {
  const status = statusOf(item);
  return given<{ phase?: string; snapshotId?: string; completedAt?: string; message?: string }>({
    phase: optionalName('status.phase', status.phase),
    snapshotId: optionalName('status.snapshotID', status.snapshotID),
    completedAt: optionalTime('status.completionTimestamp', status.completionTimestamp),
    message: optionalMessage('status.message', status.message),
  });
};
