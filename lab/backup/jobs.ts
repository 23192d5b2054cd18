import type { RestOperation } from '../json/rest-json.ts';
import type { Place } from '../json/service.ts';
import { flag, flat, mapping, moment, structure, text } from '../shape.ts';
import type { Answer, BackupAnswers } from '../world.ts';
import { CREATOR, count, LIFECYCLE, options } from './common.ts';
import { after, before, type Filters, inputOf, is, isOrAny, passing } from './filters.ts';
import { backupOf, list } from './operation.ts';
import { arnRefusal, namesOfResource } from './points.ts';

/** What every kind of job has. */
const JOB_MEMBERS = {
  AccountId: text,
  CreationDate: moment,
  CompletionDate: moment,
  StatusMessage: text,
  BackupSizeInBytes: count,
  IamRoleArn: text,
  ResourceType: text,
  ParentJobId: text,
  IsParent: flag,
};

const BACKUP_JOB = structure({
  ...JOB_MEMBERS,
  BackupJobId: text,
  BackupVaultName: text,
  BackupVaultArn: text,
  VaultType: text,
  VaultLockState: text,
  RecoveryPointArn: text,
  RecoveryPointLifecycle: LIFECYCLE,
  EncryptionKeyArn: text,
  IsEncrypted: flag,
  ResourceArn: text,
  State: text,
  PercentDone: text,
  CreatedBy: CREATOR,
  ExpectedCompletionDate: moment,
  StartBy: moment,
  BytesTransferred: count,
  BackupOptions: options,
  BackupType: text,
  ResourceName: text,
  InitiationDate: moment,
  MessageCategory: text,
});

const COPY_JOB = structure({
  ...JOB_MEMBERS,
  CopyJobId: text,
  SourceBackupVaultArn: text,
  SourceRecoveryPointArn: text,
  DestinationBackupVaultArn: text,
  DestinationVaultType: text,
  DestinationVaultLockState: text,
  DestinationRecoveryPointArn: text,
  DestinationEncryptionKeyArn: text,
  DestinationRecoveryPointLifecycle: LIFECYCLE,
  ResourceArn: text,
  State: text,
  CreatedBy: CREATOR,
  CreatedByBackupJobId: text,
  CompositeMemberIdentifier: text,
  NumberOfChildJobs: count,
  ChildJobsInState: mapping(count),
  ResourceName: text,
  MessageCategory: text,
});

const RESTORE_JOB = structure({
  ...JOB_MEMBERS,
  RestoreJobId: text,
  RecoveryPointArn: text,
  SourceResourceArn: text,
  BackupVaultArn: text,
  Status: text,
  PercentDone: text,
  ExpectedCompletionTimeMinutes: count,
  CreatedResourceArn: text,
  RecoveryPointCreationDate: moment,
  CreatedBy: structure({ RestoreTestingPlanArn: text }),
  ValidationStatus: text,
  ValidationStatusMessage: text,
  DeletionStatus: text,
  DeletionStatusMessage: text,
});

const JOB_FILTERS: Filters = {
  accountId: isOrAny('AccountId'),
  resourceType: is('ResourceType'),
  createdBefore: before('CreationDate'),
  createdAfter: after('CreationDate'),
  completeBefore: before('CompletionDate'),
  completeAfter: after('CompletionDate'),
  parentJobId: is('ParentJobId'),
};

const RESOURCE_JOB_FILTERS: Filters = {
  ...JOB_FILTERS,
  resourceArn: is('ResourceArn'),
  state: is('State'),
  messageCategory: isOrAny('MessageCategory'),
};

const BACKUP_JOB_FILTERS: Filters = { ...RESOURCE_JOB_FILTERS, backupVaultName: is('BackupVaultName') };

const COPY_JOB_FILTERS: Filters = {
  ...RESOURCE_JOB_FILTERS,
  destinationVaultArn: is('DestinationBackupVaultArn'),
  sourceRecoveryPointArn: is('SourceRecoveryPointArn'),
};

const RESTORE_JOB_FILTERS: Filters = {
  ...JOB_FILTERS,
  status: is('Status'),
  restoreTestingPlanArn: {
    shape: text,
    keeps: ({ CreatedBy: creator }, arn) => (creator as Answer | undefined)?.RestoreTestingPlanArn === arn,
  },
};

const RESTORES_OF_RESOURCE: Filters = {
  resourceArn: is('SourceResourceArn'),
  status: is('Status'),
  recoveryPointCreationDateAfter: after('RecoveryPointCreationDate'),
  recoveryPointCreationDateBefore: before('RecoveryPointCreationDate'),
};

type Jobs = 'BackupJobs' | 'CopyJobs' | 'RestoreJobs';

const jobsOf = (member: Jobs, place: Place): readonly Answer[] =>
  (backupOf(place)[`List${member}` satisfies keyof BackupAnswers]?.[member] ?? []) as readonly Answer[];

/** All jobs of a kind in a Region, narrowed by `filters`. */
const jobs = (path: string, member: Jobs, item: typeof BACKUP_JOB, filters: Filters): RestOperation<{ readonly resourceArn?: string }> =>
  list(path, {
    input: inputOf(filters),
    member,
    item,
    resources: ({ resourceArn }) => [resourceArn],
    items: (input, place) => passing(filters, jobsOf(member, place), { ...input }),
  });

export const JOBS = {
  ListBackupJobs: jobs('/backup-jobs/', 'BackupJobs', BACKUP_JOB, BACKUP_JOB_FILTERS),
  ListCopyJobs: jobs('/copy-jobs/', 'CopyJobs', COPY_JOB, COPY_JOB_FILTERS),
  ListRestoreJobs: jobs('/restore-jobs/', 'RestoreJobs', RESTORE_JOB, RESTORE_JOB_FILTERS),
  ListRestoreJobsByProtectedResource: list<{ readonly resourceArn: string }>('/resources/{resourceArn}/restore-jobs/', {
    input: inputOf(RESTORES_OF_RESOURCE),
    required: ['resourceArn'],
    member: 'RestoreJobs',
    item: RESTORE_JOB,
    resources: namesOfResource,
    refusal: arnRefusal,
    items: (input, place) => passing(RESTORES_OF_RESOURCE, jobsOf('RestoreJobs', place), { ...input }),
  }),
} satisfies Readonly<Record<string, RestOperation>>;

/** What a world says of the jobs of a Region. The restore jobs of a resource are taken from it. */
export const JOB_ANSWERS = {
  ListBackupJobs: structure({ BackupJobs: flat(BACKUP_JOB) }, 'BackupJobs'),
  ListCopyJobs: structure({ CopyJobs: flat(COPY_JOB) }, 'CopyJobs'),
  ListRestoreJobs: structure({ RestoreJobs: flat(RESTORE_JOB) }, 'RestoreJobs'),
};
