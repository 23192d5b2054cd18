import { loadWorld, type World } from '../../lab/index.ts';
import { s3Of } from '../scanners/s3/world.ts';
import { policyOf } from './platform.ts';

// Tables and buckets with what AWS Backup does for them. Its moments are as long ago as they are told: the program asks the
// real clock.

const ACCOUNT = '111122223333';
const OTHER_ACCOUNT = '444455556666';
const HOME = 'us-west-2';
const AWAY = 'us-east-2';

const DAY = 86_400_000;
const STARTED = Date.now();

/** So many days before now, ISO 8601. */
const ago = (days: number): string => new Date(STARTED - days * DAY).toISOString();

const arn = (service: string, resource: string, region = HOME, account = ACCOUNT): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
const tableArn = (name: string): string => arn('dynamodb', `table/${name}`);
const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;
const vaultArn = (name: string, region = HOME, account = ACCOUNT): string => arn('backup', `backup-vault:${name}`, region, account);
const keyArn = (id: string): string => arn('kms', `key/${id}`);

// DynamoDB

const table = (id: string, more: object = {}) => ({
  Table: { TableId: id, TableStatus: 'ACTIVE', CreationDateTime: ago(400), DeletionProtectionEnabled: false, ...more },
});

const encryptedWith = (key: string) => ({ SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: keyArn(key) } });

const TABLES = {
  DescribeTable: {
    metadata: table('t-metadata', {
      DeletionProtectionEnabled: true,
      Replicas: [{ RegionName: AWAY, ReplicaStatus: 'ACTIVE' }],
      ...encryptedWith('customer'),
    }),
    weak: table('t-weak', encryptedWith('aws')),
    scratch: table('t-scratch'),
    tagged: table('t-tagged'),
    shared: table('t-shared'),
  },
  DescribeContinuousBackups: {
    metadata: {
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: {
          PointInTimeRecoveryStatus: 'ENABLED',
          RecoveryPeriodInDays: 35,
          EarliestRestorableDateTime: ago(35),
          LatestRestorableDateTime: ago(0),
        },
      },
    },
  },
  ListTagsOfResource: { tagged: { Tags: [{ Key: 'backup', Value: 'daily' }] } },
  ListBackups: {
    BackupSummaries: [
      {
        TableName: 'weak',
        TableId: 't-weak',
        TableArn: tableArn('weak'),
        BackupArn: `${tableArn('weak')}/backup/1`,
        BackupName: 'before-the-migration',
        BackupStatus: 'AVAILABLE',
        BackupType: 'USER',
        BackupCreationDateTime: ago(90),
      },
    ],
  },
};

const keys = (managers: Readonly<Record<string, string>>) => ({
  DescribeKey: Object.fromEntries(
    Object.entries(managers).map(([id, KeyManager]) => [keyArn(id), { KeyMetadata: { KeyManager, KeyState: 'Enabled', Enabled: true } }]),
  ),
});

// AWS Backup

const plan = (name: string, rule: object) => ({
  CreationDate: ago(400),
  BackupPlan: {
    BackupPlanName: name,
    Rules: [
      {
        RuleId: `rule-of-${name}`,
        RuleName: 'daily',
        TargetBackupVaultName: 'main',
        ScheduleExpression: 'cron(0 5 ? * * *)',
        ScheduleExpressionTimezone: 'Etc/UTC',
        StartWindowMinutes: 60,
        CompletionWindowMinutes: 180,
        Lifecycle: { DeleteAfterDays: 35 },
        ...rule,
      },
    ],
  },
});

const selection = (name: string, selected: object) => ({
  CreationDate: ago(400),
  BackupSelection: { SelectionName: name, IamRoleArn: `arn:aws:iam::${ACCOUNT}:role/backup`, ...selected },
});

const copyTo = (vault: string) => ({ CopyActions: [{ DestinationBackupVaultArn: vault, Lifecycle: { DeleteAfterDays: 35 } }] });

const DENIAL = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Principal: '*',
      Action: [
        'backup:DeleteRecoveryPoint',
        'backup:UpdateRecoveryPointLifecycle',
        'backup:PutBackupVaultAccessPolicy',
        'backup:DeleteBackupVaultAccessPolicy',
      ],
      Resource: '*',
    },
  ],
});

const point = (id: string, resource: string, days: number, Status = 'COMPLETED', region = HOME) => ({
  RecoveryPointArn: arn('backup', `recovery-point:${id}`, region),
  ResourceArn: resource,
  Status,
  CreationDate: ago(days),
});

const job = (id: string, resource: string, days: number, name: string, State = 'COMPLETED') => ({
  BackupJobId: id,
  ResourceArn: resource,
  BackupVaultName: 'main',
  State,
  MessageCategory: State === 'COMPLETED' ? 'SUCCESS' : 'FAILURE',
  CreationDate: ago(days + 0.05),
  CompletionDate: ago(days),
  CreatedBy: { BackupPlanId: name, BackupRuleId: `rule-of-${name}` },
});

const copyJob = (id: string, resource: string, days: number, vault: string) => ({
  CopyJobId: id,
  ResourceArn: resource,
  DestinationBackupVaultArn: vault,
  State: 'COMPLETED',
  MessageCategory: 'SUCCESS',
  CreationDate: ago(days + 0.05),
  CompletionDate: ago(days),
});

const restoreJob = (id: string, resource: string, days: number) => ({
  RestoreJobId: id,
  SourceResourceArn: resource,
  Status: 'COMPLETED',
  ValidationStatus: 'SUCCESSFUL',
  CreationDate: ago(days + 0.05),
  CompletionDate: ago(days),
});

const BACKUP_HOME = {
  GetBackupPlan: {
    nightly: plan('nightly', { EnableContinuousBackup: true, ...copyTo(vaultArn('copies', AWAY)) }),
    weekly: plan('weekly', { TargetBackupVaultName: 'open', ScheduleExpression: 'cron(0 5 ? * SUN *)', Lifecycle: { DeleteAfterDays: 3 } }),
    tagging: plan('tagging', {}),
    sharing: plan('sharing', copyTo(vaultArn('theirs', AWAY, OTHER_ACCOUNT))),
    idle: plan('idle', {}),
  },
  GetBackupSelection: {
    nightly: { 's-nightly': selection('Named', { Resources: [tableArn('metadata'), bucketArn('artifacts')] }) },
    weekly: { 's-weekly': selection('Weak', { Resources: [tableArn('weak')] }) },
    tagging: {
      's-tagging': selection('ByTag', { ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'daily' }] }),
    },
    sharing: { 's-sharing': selection('Shared', { Resources: [tableArn('shared')] }) },
  },
  DescribeBackupVault: {
    main: {
      VaultType: 'BACKUP_VAULT',
      CreationDate: ago(500),
      EncryptionKeyArn: keyArn('customer'),
      Locked: true,
      LockDate: ago(300),
      MinRetentionDays: 7,
      MaxRetentionDays: 365,
    },
    // In governance mode, and its minimum is more than the weekly plan asks for.
    open: { VaultType: 'BACKUP_VAULT', CreationDate: ago(500), EncryptionKeyArn: keyArn('aws'), Locked: true, MinRetentionDays: 7 },
  },
  GetBackupVaultAccessPolicy: { main: { Policy: DENIAL } },
  DescribeRegionSettings: {
    ResourceTypeOptInPreference: { DynamoDB: true, S3: false },
    ResourceTypeManagementPreference: { DynamoDB: true },
  },
  ListRecoveryPointsByBackupVault: {
    main: {
      RecoveryPoints: [
        point('metadata-new', tableArn('metadata'), 0.2),
        point('metadata-old', tableArn('metadata'), 34.5),
        point('continuous:artifacts', bucketArn('artifacts'), 300, 'AVAILABLE'),
      ],
    },
    open: { RecoveryPoints: [point('weak', tableArn('weak'), 12, 'EXPIRED')] },
  },
  ListBackupJobs: {
    BackupJobs: [
      job('metadata-1', tableArn('metadata'), 0.2, 'nightly'),
      job('artifacts-1', bucketArn('artifacts'), 0.2, 'nightly'),
      job('weak-1', tableArn('weak'), 2, 'weekly', 'FAILED'),
      job('shared-1', tableArn('shared'), 0.2, 'sharing'),
    ],
  },
  ListCopyJobs: {
    CopyJobs: [
      copyJob('metadata-copy', tableArn('metadata'), 0.15, vaultArn('copies', AWAY)),
      copyJob('shared-copy', tableArn('shared'), 0.15, vaultArn('theirs', AWAY, OTHER_ACCOUNT)),
    ],
  },
  ListRestoreJobs: {
    RestoreJobs: [restoreJob('metadata-restore', tableArn('metadata'), 30), restoreJob('artifacts-restore', bucketArn('artifacts'), 30)],
  },
  GetRestoreTestingPlan: {
    drill: {
      RestoreTestingPlan: {
        CreationTime: ago(400),
        ScheduleExpression: 'cron(0 8 1 * ? *)',
        StartWindowHours: 24,
        RecoveryPointSelection: { SelectionWindowDays: 30 },
      },
    },
  },
  GetRestoreTestingSelection: {
    drill: { tables: { RestoreTestingSelection: { ProtectedResourceType: 'DynamoDB', ProtectedResourceArns: [tableArn('weak')] } } },
  },
};

const BACKUP_AWAY = {
  DescribeBackupVault: { copies: { VaultType: 'BACKUP_VAULT', CreationDate: ago(500), Locked: false } },
  ListRecoveryPointsByBackupVault: {
    copies: { RecoveryPoints: [point('metadata-copy', tableArn('metadata'), 0.15, 'COMPLETED', AWAY)] },
  },
};

const versioned = { GetBucketVersioning: { Status: 'Enabled' } };

/**
 * `metadata` and `artifacts` are backed up as they should be, `weak` in every way badly, `scratch` and `dump` not at all;
 * `tagged` is selected by its tag alone, and `shared` is copied to another account.
 */
export const backupPlatform: World = loadWorld(
  JSON.stringify({
    accounts: [
      {
        id: ACCOUNT,
        s3: s3Of({
          artifacts: { answers: { ...versioned, GetBucketNotificationConfiguration: { EventBridgeConfiguration: {} } } },
          dump: {},
        }),
        dynamodb: { [HOME]: TABLES },
        backup: {
          [HOME]: BACKUP_HOME,
          [AWAY]: BACKUP_AWAY,
          DescribeGlobalSettings: { GlobalSettings: { isCrossAccountBackupEnabled: 'true' } },
        },
        kms: { [HOME]: keys({ customer: 'CUSTOMER', aws: 'AWS' }) },
      },
    ],
  }),
  'backup-platform.json',
);

/** Every rule about tables and buckets that AWS Backup protects; and how good it has to be. */
export const BACKUP_RULES: Readonly<Record<string, string>> = {
  'backup/protected-by-plan': '{ plan: nightly }',
  'backup/plan-frequency': '{ maxGap: 25h }',
  'backup/plan-retention': '{ min: 30d }',
  'backup/retention-within-vault-lock': '{}',
  'backup/copied-cross-region': '{ region: us-east-2 }',
  'backup/vault-locked': '{ mode: compliance }',
  'backup/vault-denies-deletion': '{}',
  'backup/vault-encrypted-with-customer-key': '{}',
  'backup/recovery-point-recent': '{ maxAge: 36h }',
  'backup/jobs-succeed': '{ window: 7d }',
  'backup/service-opted-in': '{}',
  'backup/restore-tested': '{ maxAge: 90d }',
};

export const TABLE_RULES: Readonly<Record<string, string>> = {
  'dynamodb/pitr-enabled': '{}',
  'dynamodb/pitr-window': '{ days: 30 }',
  'dynamodb/deletion-protected': '{}',
  'dynamodb/replicated-cross-region': '{ region: us-east-2 }',
  'dynamodb/encrypted-with-customer-key': '{}',
};

interface Part {
  readonly name: string;
  readonly resources: readonly string[];
  readonly rules: Readonly<Record<string, string>>;
  readonly objectives?: string;
}

const component = ({ name, resources, rules, objectives }: Part): string =>
  [
    `  - name: ${name}`,
    ...(objectives === undefined ? [] : [`    objectives: ${objectives}`]),
    '    resources:',
    ...resources.map((resource) => `      - { ${resource} }`),
    '    rules:',
    ...Object.entries(rules).map(([rule, params]) => `      - { rule: ${rule}, params: ${params} }`),
  ].join('\n');

const named = (kind: string, ...names: readonly string[]): readonly string[] => names.map((name) => `kind: ${kind}, name: ${name}`);

export const BACKUP_POLICY = policyOf(
  'backups',
  ...[
    { name: 'all', resources: [...named('dynamodb/table', 'metadata', 'weak'), ...named('s3/bucket', 'artifacts')], rules: BACKUP_RULES },
    { name: 'tables', resources: named('dynamodb/table', 'metadata', 'weak'), rules: TABLE_RULES },
    {
      name: 'bare',
      resources: [...named('dynamodb/table', 'scratch'), ...named('s3/bucket', 'dump')],
      rules: { 'backup/protected-by-plan': '{}' },
    },
    { name: 'tagged', resources: named('dynamodb/table', 'tagged'), rules: { 'backup/protected-by-plan': '{}' } },
    { name: 'shared', resources: named('dynamodb/table', 'shared'), rules: { 'backup/copied-cross-account': '{}' } },
    { name: 'streams', resources: named('s3/bucket', 'artifacts'), rules: { 'backup/plan-frequency': '{ maxGap: 1h }' } },
    { name: 'plans', resources: named('backup/plan', 'nightly', 'idle'), rules: { 'backup/plan-has-selections': '{}' } },
    {
      name: 'kept',
      resources: named('dynamodb/table', 'weak'),
      rules: { 'dynamodb/deletion-protected': '{}' },
      objectives: '{ retention: 60d }',
    },
    {
      name: 'far',
      resources: named('dynamodb/table', 'metadata'),
      rules: { 'dynamodb/deletion-protected': '{}' },
      objectives: '{ copies: 4, restoreTestedWithin: 90d }',
    },
  ].map(component),
);
