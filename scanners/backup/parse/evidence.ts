import type {
  BackupJob,
  CopyJob,
  ProtectedResource,
  RecoveryPointByResource,
  RecoveryPointCreator,
  RestoreJobsListMember,
} from '@aws-sdk/client-backup';
import { type Arn, formatArn } from '../../../model/arn.ts';
import type { BackupCopyJobs, BackupJobs, BackupLastBackup, BackupRecoveryPoints, BackupRestoreJobs } from '../../../model/kinds/backup.ts';
import { given, object, optionalText, optionalTime, string, text, time } from '../../aws/parse.ts';

// The words for states are kept as they are: AWS Backup has added some over time, and a rule that does not know one must not take it for another.

export const lastBackupOf = ({ LastBackupTime }: ProtectedResource): BackupLastBackup => ({ at: time('LastBackupTime', LastBackupTime) });

export const recoveryPointOf = (point: RecoveryPointByResource): BackupRecoveryPoints['points'][number] => ({
  arn: text('RecoveryPointArn', point.RecoveryPointArn),
  // Backups that AWS Backup has not made are listed, too; they are in none of its vaults.
  vault: string('BackupVaultName', point.BackupVaultName ?? ''),
  status: text('Status of a recovery point', point.Status),
  createdAt: time('CreationDate of a recovery point', point.CreationDate),
});

/** What the jobs of any sort have in common. */
const completedOf = ({ CompletionDate }: { readonly CompletionDate?: Date | undefined }): { completedAt?: string } =>
  given<{ completedAt?: string }>({ completedAt: optionalTime('CompletionDate of a job', CompletionDate) });

type Job = BackupJobs['jobs'][number];

/** Where jobs were asked for, and so where the plans are that started them. */
type Place = Pick<Arn, 'partition' | 'region' | 'account'>;

/** The ARN of the plan that started a job: either name of it will do, but without any the job would count as one on demand. */
const planOf = ({ BackupPlanArn, BackupPlanId }: RecoveryPointCreator, place: Place): string | undefined => {
  const id = optionalText('BackupPlanId', BackupPlanId);
  const made = id === undefined ? undefined : formatArn({ ...place, service: 'backup', resource: `backup-plan:${id}` });
  return optionalText('BackupPlanArn', BackupPlanArn) ?? made;
};

export const backupJobOf = (job: BackupJob, place: Place): Job => {
  const creator = object('CreatedBy', job.CreatedBy ?? {});
  return {
    id: text('BackupJobId', job.BackupJobId),
    state: text('State of a backup job', job.State),
    createdAt: time('CreationDate of a backup job', job.CreationDate),
    ...completedOf(job),
    ...given<Pick<Job, 'messageCategory' | 'plan' | 'rule'>>({
      messageCategory: optionalText('MessageCategory', job.MessageCategory),
      plan: planOf(creator, place),
      rule: optionalText('BackupRuleId', creator.BackupRuleId),
    }),
  };
};

type Copy = BackupCopyJobs['jobs'][number];

export const copyJobOf = (job: CopyJob): Copy => ({
  id: text('CopyJobId', job.CopyJobId),
  state: text('State of a copy job', job.State),
  createdAt: time('CreationDate of a copy job', job.CreationDate),
  ...completedOf(job),
  ...given<Pick<Copy, 'messageCategory'>>({ messageCategory: optionalText('MessageCategory', job.MessageCategory) }),
  destination: text('DestinationBackupVaultArn', job.DestinationBackupVaultArn),
});

type Restore = BackupRestoreJobs['jobs'][number];

export const restoreJobOf = (job: RestoreJobsListMember): Restore => {
  const { RestoreTestingPlanArn } = object('CreatedBy', job.CreatedBy ?? {});
  return {
    id: text('RestoreJobId', job.RestoreJobId),
    status: text('Status of a restore job', job.Status),
    createdAt: time('CreationDate of a restore job', job.CreationDate),
    ...completedOf(job),
    ...given<Pick<Restore, 'validation' | 'testingPlan'>>({
      validation: optionalText('ValidationStatus', job.ValidationStatus),
      testingPlan: optionalText('RestoreTestingPlanArn', RestoreTestingPlanArn),
    }),
  };
};
