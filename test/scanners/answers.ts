import { type Answers, REGION } from './fakes.ts';

// What the services say about one of each thing, as the SDK hands it over.

export const NOW = new Date('2026-11-22T09:00:00Z');

export const PLAN = `arn:aws:backup:${REGION}:111122223333:backup-plan:8f81f553-3a74-4a3f-b93d-b3360dc80c50`;
export const TESTING_PLAN = `arn:aws:backup:${REGION}:111122223333:restore-testing-plan:monthly_drill-0c1f5b4e`;
export const VAULT = `arn:aws:backup:${REGION}:111122223333:backup-vault:Vault`;
export const TABLE = `arn:aws:dynamodb:${REGION}:111122223333:table/metadata`;
export const BUCKET = 'arn:aws:s3:::models';
export const KEY = `arn:aws:kms:${REGION}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const RULE = { RuleId: 'rule-1', RuleName: 'daily', TargetBackupVaultName: 'Vault' };

/** One sound answer of every operation. */
export const SOUND = {
  ListBackupPlans: () => ({ BackupPlansList: [{ BackupPlanArn: PLAN, BackupPlanName: 'Plan' }] }),
  GetBackupPlan: () => ({ CreationDate: NOW, BackupPlan: { BackupPlanName: 'Plan', Rules: [RULE] } }),
  ListBackupSelections: () => ({ BackupSelectionsList: [{ SelectionId: 'selection-1', SelectionName: 'Tables' }] }),
  GetBackupSelection: () => ({
    CreationDate: NOW,
    BackupSelection: { SelectionName: 'Tables', IamRoleArn: 'arn:aws:iam::111122223333:role/backup', Resources: [TABLE] },
  }),
  ListBackupVaults: () => ({
    BackupVaultList: [{ BackupVaultArn: VAULT, BackupVaultName: 'Vault', VaultType: 'BACKUP_VAULT', Locked: false }],
  }),
  GetBackupVaultAccessPolicy: () => ({ Policy: '{"Version":"2012-10-17","Statement":[]}' }),
  DescribeRegionSettings: () => ({
    ResourceTypeOptInPreference: { DynamoDB: true },
    ResourceTypeManagementPreference: { DynamoDB: false },
  }),
  DescribeGlobalSettings: () => ({ GlobalSettings: { isCrossAccountBackupEnabled: 'false' } }),
  ListProtectedResources: () => ({ Results: [{ ResourceArn: TABLE, LastBackupTime: NOW }] }),
  ListRecoveryPointsByResource: () => ({
    RecoveryPoints: [{ RecoveryPointArn: 'point-1', BackupVaultName: 'Vault', Status: 'COMPLETED', CreationDate: NOW }],
  }),
  ListBackupJobs: () => ({ BackupJobs: [{ BackupJobId: 'job-1', ResourceArn: TABLE, State: 'COMPLETED', CreationDate: NOW }] }),
  ListCopyJobs: () => ({
    CopyJobs: [{ CopyJobId: 'copy-1', ResourceArn: TABLE, State: 'COMPLETED', CreationDate: NOW, DestinationBackupVaultArn: VAULT }],
  }),
  ListRestoreJobsByProtectedResource: () => ({ RestoreJobs: [{ RestoreJobId: 'restore-1', Status: 'COMPLETED', CreationDate: NOW }] }),
  ListRestoreTestingPlans: () => ({
    RestoreTestingPlans: [{ RestoreTestingPlanArn: TESTING_PLAN, RestoreTestingPlanName: 'monthly_drill' }],
  }),
  GetRestoreTestingPlan: () => ({ RestoreTestingPlan: { CreationTime: NOW, RecoveryPointSelection: {} } }),
  ListRestoreTestingSelections: () => ({
    RestoreTestingSelections: [{ RestoreTestingSelectionName: 'tables', ProtectedResourceType: 'DynamoDB' }],
  }),
  GetRestoreTestingSelection: () => ({ RestoreTestingSelection: { ProtectedResourceType: 'DynamoDB', ProtectedResourceArns: ['*'] } }),
  ListTables: () => ({ TableNames: ['metadata'] }),
  DescribeTable: () => ({ Table: { TableId: 'table-1', TableStatus: 'ACTIVE', CreationDateTime: NOW, DeletionProtectionEnabled: true } }),
  DescribeContinuousBackups: () => ({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
    },
  }),
  ListTagsOfResource: () => ({ Tags: [{ Key: 'tier', Value: 'gold' }] }),
  ListBackups: () => ({
    BackupSummaries: [
      { TableArn: TABLE, TableId: 'table-1', BackupArn: `${TABLE}/backup/1`, BackupStatus: 'AVAILABLE', BackupCreationDateTime: NOW },
    ],
  }),
  DescribeKey: () => ({ KeyMetadata: { KeyId: 'k', KeyManager: 'CUSTOMER', KeyState: 'Enabled' } }),
  ListRegions: () => ({ Regions: [{ RegionName: REGION, RegionOptStatus: 'ENABLED_BY_DEFAULT' }] }),
  ListBuckets: () => ({ Buckets: [{ Name: 'models', BucketRegion: REGION }] }),
  HeadBucket: () => ({ BucketRegion: REGION }),
  GetBucketVersioning: () => ({}),
  GetBucketReplication: () => ({ ReplicationConfiguration: { Role: 'r', Rules: [] } }),
  GetObjectLockConfiguration: () => ({ ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }),
  GetBucketLifecycleConfiguration: () => ({ Rules: [] }),
  GetBucketEncryption: () => ({ ServerSideEncryptionConfiguration: { Rules: [] } }),
  GetBucketTagging: () => ({ TagSet: [] }),
  GetBucketNotificationConfiguration: () => ({}),
  GetPublicAccessBlock: () => ({ PublicAccessBlockConfiguration: {} }),
  GetBucketPolicy: () => ({ Policy: '{}' }),
} satisfies Answers;
