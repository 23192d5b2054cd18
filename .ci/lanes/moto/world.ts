import type { Platform } from './platform.ts';

// What the runbook takes for granted, and what stands around it: made by the real AWS CLI.

export const HOME = 'us-west-2';
export const AWAY = 'us-east-2';
const ACCOUNT = '123456789012';

/** The runbook names one Region; the copy has to be in another one. */
const BUCKETS = { 'mlops-models': HOME, 'mlops-model-backup': AWAY, 'velero-mlops-backups': HOME };

const createBuckets = async ({ aws }: Platform): Promise<void> => {
  for (const [bucket, region] of Object.entries(BUCKETS))
    await aws(
      ...['s3api', 'create-bucket', '--bucket', bucket, '--region', region],
      ...['--create-bucket-configuration', `LocationConstraint=${region}`],
    );
};

const createTable = ({ aws }: Platform, name: string, region: string, ...more: readonly string[]): Promise<string> =>
  aws(
    ...['dynamodb', 'create-table', '--table-name', name, '--region', region, '--billing-mode', 'PAY_PER_REQUEST'],
    ...['--attribute-definitions', 'AttributeName=id,AttributeType=S', '--key-schema', 'AttributeName=id,KeyType=HASH'],
    ...more,
  );

/** @param specification `PointInTimeRecoveryEnabled=…` and so on */
export const setRecovery = ({ aws }: Platform, name: string, region: string, specification: string): Promise<string> =>
  aws(
    ...['dynamodb', 'update-continuous-backups', '--table-name', name, '--region', region],
    ...['--point-in-time-recovery-specification', specification],
  );

/** The runbook's table, well kept. */
const createMetadata = async (platform: Platform): Promise<void> => {
  const name = 'mlops-model-metadata';
  await createTable(platform, name, HOME, '--deletion-protection-enabled', '--tags', 'Key=backup,Value=daily');
  await setRecovery(platform, name, HOME, 'PointInTimeRecoveryEnabled=true');
};

// moto keeps what it is given as the ARN of a table's key, whatever it is.
const keyArn = (key: string): string => `arn:aws:kms:${HOME}:${ACCOUNT}:key/${key}`;

/** A table under a key of the customer, without anything else. */
const createFeatureStore = async (platform: Platform): Promise<string> => {
  const key = await platform.aws('kms', 'create-key', '--query', 'KeyMetadata.KeyId', '--output', 'text');
  await createTable(platform, 'mlops-feature-store', HOME, '--sse-specification', `Enabled=true,SSEType=KMS,KMSMasterKeyId=${keyArn(key)}`);
  return key;
};

/** A table under the key of AWS, in the Region that has no plan, with a recovery period that is too short. */
const createExperiments = async (platform: Platform): Promise<void> => {
  const name = 'mlops-experiments';
  await createTable(platform, name, AWAY, '--sse-specification', 'Enabled=true', '--tags', 'Key=backup,Value=none');
  await setRecovery(platform, name, AWAY, 'PointInTimeRecoveryEnabled=true,RecoveryPeriodInDays=3');
};

const createVault = async ({ aws }: Platform, name: string, region: string, ...lock: readonly string[]): Promise<void> => {
  await aws('backup', 'create-backup-vault', '--backup-vault-name', name, '--region', region);
  if (lock.length > 0) await aws('backup', 'put-backup-vault-lock-configuration', '--backup-vault-name', name, '--region', region, ...lock);
};

const createVaults = async (platform: Platform): Promise<void> => {
  await createVault(platform, 'mlops-scratch', HOME);
  await createVault(platform, 'mlops-backups', HOME, '--min-retention-days', '7', '--max-retention-days', '400');
  await createVault(platform, 'mlops-backup-copies', AWAY, '--min-retention-days', '30', '--changeable-for-days', '3');
};

const PLAN = {
  BackupPlanName: 'MLOpsModelMetadataBackup',
  Rules: [
    {
      RuleName: 'daily',
      TargetBackupVaultName: 'mlops-backups',
      ScheduleExpression: 'cron(30 3 ? * * *)',
      ScheduleExpressionTimezone: 'America/Los_Angeles',
      StartWindowMinutes: 60,
      CompletionWindowMinutes: 240,
      Lifecycle: { DeleteAfterDays: 35 },
      CopyActions: [{ DestinationBackupVaultArn: `arn:aws:backup:${AWAY}:${ACCOUNT}:backup-vault:mlops-backup-copies` }],
    },
    // Everything else as it is by default.
    { RuleName: 'kept', TargetBackupVaultName: 'mlops-backups' },
  ],
};

/** Makes all of it. Resolves with the id of the customer's key. */
export const createWorld = async (platform: Platform): Promise<string> => {
  await createBuckets(platform);
  await createMetadata(platform);
  const key = await createFeatureStore(platform);
  await createExperiments(platform);
  await createVaults(platform);
  await platform.aws('backup', 'create-backup-plan', '--backup-plan', JSON.stringify(PLAN));
  return key;
};

/** The id of the plan, as the runbook finds it. */
export const planId = ({ aws }: Platform): Promise<string> =>
  aws(
    'backup',
    'list-backup-plans',
    '--query',
    `BackupPlansList[?BackupPlanName=='${PLAN.BackupPlanName}'].BackupPlanId`,
    '--output',
    'text',
  );
