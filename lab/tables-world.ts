import type { BackupAnswers, ByName, DynamodbAnswers, World } from './world.ts';

const ACCOUNT = '123456789012';
const HOME = 'us-west-2';
const COPIES = 'us-east-2';
const NOW = '2026-11-22T09:00:00.000Z';

const DAY = 24 * 60 * 60 * 1000;

/** How much there is of everything. */
interface TablesWorldOptions {
  readonly plans?: number;
  /** Of each plan. */
  readonly selections?: number;
  /** Recovery points of each table, one a day, each with its job and its copy. */
  readonly points?: number;
}

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

const numbered = (name: string, index: number): string => `${name}-${String(index).padStart(6, '0')}`;

const tableName = (index: number): string => numbered('table', index);

const arnOf = (service: string, resource: string, region = HOME): string => `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;

const tableArn = (index: number): string => arnOf('dynamodb', `table/${tableName(index)}`);

/** So many days before the moment of the world, ISO 8601. */
const daysAgo = (days: number): string => new Date(Date.parse(NOW) - days * DAY).toISOString();

const forEach = (count: number, name: (index: number) => string, answer: (index: number) => object): ByName =>
  Object.fromEntries(range(count).map((index) => [name(index), answer(index) as ByName[string]]));

const TIERS = ['gold', 'silver', 'bronze', 'none'] as const;

const tierOf = (index: number): string => TIERS[index % TIERS.length] ?? '';

const tables = (count: number): DynamodbAnswers => ({
  DescribeTable: forEach(count, tableName, (index) => ({
    Table: {
      TableStatus: 'ACTIVE',
      TableId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      CreationDateTime: '2025-11-22T09:00:00Z',
      DeletionProtectionEnabled: true,
    },
  })),
  DescribeContinuousBackups: forEach(count, tableName, () => ({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: 'ENABLED',
        RecoveryPeriodInDays: 35,
        EarliestRestorableDateTime: daysAgo(35),
        LatestRestorableDateTime: NOW,
      },
    },
  })),
  ListTagsOfResource: forEach(count, tableName, (index) => ({
    Tags: [
      { Key: 'tier', Value: tierOf(index) },
      { Key: 'team', Value: numbered('team', index % 20) },
    ],
  })),
});

const planId = (index: number): string => `00000000-0000-4000-9000-${String(index).padStart(12, '0')}`;

const rule = (name: string, schedule: string, days: number) => ({
  RuleId: name,
  RuleName: name,
  TargetBackupVaultName: 'main',
  ScheduleExpression: schedule,
  ScheduleExpressionTimezone: 'Etc/UTC',
  StartWindowMinutes: 60,
  CompletionWindowMinutes: 180,
  Lifecycle: { DeleteAfterDays: days },
  CopyActions: [{ DestinationBackupVaultArn: arnOf('backup', 'backup-vault:copies', COPIES), Lifecycle: { DeleteAfterDays: days } }],
});

const plan = (index: number) => ({
  BackupPlan: {
    BackupPlanName: numbered('plan', index),
    Rules: [rule('daily', 'cron(0 5 ? * * *)', 35), rule('weekly', 'cron(0 6 ? * SUN *)', 90), rule('monthly', 'cron(0 7 1 * ? *)', 365)],
  },
  VersionId: '1',
  CreationDate: '2025-11-22T09:00:00Z',
});

/** Each way to select, one after the other: ARNs, tags, and a wildcard with conditions and an exception. */
const chosen = (index: number, count: number): object => {
  const table = index % Math.max(count, 1);
  if (index % 3 === 0) return { Resources: [tableArn(table), tableArn((table + 1) % Math.max(count, 1))] };
  if (index % 3 === 1) return { ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'tier', ConditionValue: tierOf(index) }] };
  return {
    Resources: [`arn:aws:dynamodb:*:*:table/${tableName(table).slice(0, -2)}*`],
    NotResources: [tableArn(table)],
    Conditions: { StringLike: [{ ConditionKey: 'aws:ResourceTag/team', ConditionValue: 'team-*' }] },
  };
};

const selectionsOf = (planIndex: number, count: number, perPlan: number): ByName =>
  forEach(
    perPlan,
    (index) => numbered('selection', index),
    (index) => ({
      BackupSelection: {
        SelectionName: numbered('selection', index),
        IamRoleArn: `arn:aws:iam::${ACCOUNT}:role/backup`,
        ...chosen(planIndex * perPlan + index, count),
      },
      CreationDate: '2025-11-22T09:00:00Z',
    }),
  );

/** What every recovery point and every job of a table says of it. */
const ofTable = (table: number, day: number) => ({
  ResourceArn: tableArn(table),
  ResourceType: 'DynamoDB',
  ResourceName: tableName(table),
  CreationDate: daysAgo(day),
  CompletionDate: daysAgo(day - 0.01),
});

const pointArn = (table: number, day: number, region = HOME): string => arnOf('backup', `recovery-point:${table}-${day}`, region);

/** One entry for each recovery point of each table. */
const forEachPoint = <T>(count: number, points: number, make: (table: number, day: number) => T): readonly T[] =>
  range(count).flatMap((table) => range(points).map((day) => make(table, day)));

const pointsIn = (region: string, count: number, points: number) => ({
  RecoveryPoints: forEachPoint(count, points, (table, day) => ({
    ...ofTable(table, day),
    RecoveryPointArn: pointArn(table, day, region),
    Status: 'COMPLETED',
  })),
});

const backupJobs = (count: number, points: number) =>
  forEachPoint(count, points, (table, day) => ({
    ...ofTable(table, day),
    BackupJobId: `backup-${table}-${day}`,
    AccountId: ACCOUNT,
    BackupVaultName: 'main',
    RecoveryPointArn: pointArn(table, day),
    State: 'COMPLETED',
    MessageCategory: 'SUCCESS',
    CreatedBy: { BackupPlanId: planId(0), BackupRuleId: 'daily' },
  }));

const copyJobs = (count: number, points: number) =>
  forEachPoint(count, points, (table, day) => ({
    ...ofTable(table, day),
    CopyJobId: `copy-${table}-${day}`,
    AccountId: ACCOUNT,
    SourceRecoveryPointArn: pointArn(table, day),
    DestinationBackupVaultArn: arnOf('backup', 'backup-vault:copies', COPIES),
    DestinationRecoveryPointArn: pointArn(table, day, COPIES),
    State: 'COMPLETED',
    MessageCategory: 'SUCCESS',
  }));

const vault = () => ({ VaultType: 'BACKUP_VAULT', CreationDate: '2025-11-22T09:00:00Z', Locked: true, LockDate: '2025-12-01T00:00:00Z' });

const home = (count: number, plans: number, selections: number, points: number): BackupAnswers => ({
  GetBackupPlan: forEach(plans, planId, plan),
  GetBackupSelection: Object.fromEntries(range(plans).map((index) => [planId(index), selectionsOf(index, count, selections)])),
  DescribeBackupVault: { main: vault() },
  ListRecoveryPointsByBackupVault: { main: pointsIn(HOME, count, points) },
  ListBackupJobs: { BackupJobs: backupJobs(count, points) },
  ListCopyJobs: { CopyJobs: copyJobs(count, points) },
});

const copies = (count: number, points: number): BackupAnswers => ({
  DescribeBackupVault: { copies: vault() },
  ListRecoveryPointsByBackupVault: { copies: pointsIn(COPIES, count, points) },
});

/**
 * One account with so many tables in one Region: all with tags and point-in-time recovery, and each with recovery points
 * and their copies in a second Region. Its plans have three rules each, and select in every way there is.
 */
export const tablesWorld = (count: number, { plans = 5, selections = 3, points = 2 }: TablesWorldOptions = {}): World => ({
  now: NOW,
  accounts: [
    {
      id: ACCOUNT,
      dynamodb: { [HOME]: tables(count) },
      backup: { [HOME]: home(count, plans, selections, points), [COPIES]: copies(count, points) },
    },
  ],
});
