import { OPERATIONS as ACCOUNT } from '../../../lab/account/index.ts';
import { OPERATIONS as BACKUP } from '../../../lab/backup/index.ts';
import { OPERATIONS as DYNAMODB } from '../../../lab/dynamodb/operations.ts';
import { loadWorld } from '../../../lab/index.ts';
import type { Operation } from '../../../lab/json/service.ts';
import { OPERATIONS as KMS } from '../../../lab/kms/index.ts';
import type { JsonCall } from '../client.ts';
import { OTHER_KEY, RICH_KEY } from '../rich.ts';
import { projected, sampleOf } from '../sample.ts';

// A world with every operation of the services that speak JSON, in which each answer has everything that it can have, and
// what clients have to read out of it. `bare` things have nothing but their names.

type Value = Readonly<Record<string, unknown>>;

const outputOf = (operations: Readonly<Record<string, Operation>>, name: string): Operation['output'] => {
  const operation = operations[name];
  if (operation === undefined) throw new RangeError(`The lab does not know ${name}.`);
  return operation.output;
};

/** The answer of an operation with everything in it. */
const sample = (operations: Readonly<Record<string, Operation>>, name: string): Value => sampleOf(outputOf(operations, name));

const inner = (value: Value, member: string): Value => value[member] as Value;

/** The first of a sample's list. */
const first = (value: Value, member: string): Value => (value[member] as readonly Value[])[0] ?? {};

const without = (value: Value, ...members: readonly string[]): Value =>
  Object.fromEntries(Object.entries(value).filter(([member]) => !members.includes(member)));

/** What the items of a listing tell of something. */
const listed = (operation: string, member: string, value: Value): Value => {
  const shape = outputOf(BACKUP, operation).members[member];
  if (shape?.type !== 'list') throw new RangeError(`${operation} has no list ${member}.`);
  return projected(value, shape.item);
};

const at = (region: string, service: string, resource: string): string => `arn:aws:${service}:${region}:123456789012:${resource}`;
const here = (service: string, resource: string): string => at('us-west-2', service, resource);

const TABLE_ARN = here('dynamodb', 'table/rich');
const TABLE = { ...inner(sample(DYNAMODB, 'DescribeTable'), 'Table'), TableName: 'rich', TableArn: TABLE_ARN };
const TAGS = Array.from({ length: 23 }, (_, index) => ({ Key: `key ${index}`, Value: index === 0 ? '' : `<&> "${index}" \u202e東京` }));

const dynamodbBackup = (name: string, differs: Value): Value => ({
  ...without(first(sample(DYNAMODB, 'ListBackups'), 'BackupSummaries'), 'BackupType'),
  TableName: 'rich',
  BackupArn: `${TABLE_ARN}/backup/${name}`,
  ...differs,
});

/** Of all types, a day apart, the last one of another table. */
const BACKUPS = [
  dynamodbBackup('by-a-user', { BackupType: 'USER', BackupCreationDateTime: '2026-11-01T00:00:00Z' }),
  dynamodbBackup('by-the-system', { BackupType: 'SYSTEM', BackupCreationDateTime: '2026-11-02T00:00:00Z' }),
  dynamodbBackup('by-aws-backup', { BackupType: 'AWS_BACKUP', BackupCreationDateTime: '2026-11-03T00:00:00Z' }),
  dynamodbBackup('without-a-type', { BackupCreationDateTime: '2026-11-04T00:00:00Z' }),
  dynamodbBackup('of-another', { TableName: 'bare', BackupType: 'USER', BackupCreationDateTime: '2026-11-05T00:00:00Z' }),
];

const [USER, SYSTEM, AWS_BACKUP, UNTYPED, OTHER] = BACKUPS;

const DYNAMODB_HERE = {
  DescribeTable: { rich: { Table: TABLE }, bare: { Table: {} }, constructor: { Table: {} } },
  DescribeContinuousBackups: { rich: sample(DYNAMODB, 'DescribeContinuousBackups') },
  ListTagsOfResource: { rich: { Tags: TAGS.slice(0, 10) }, constructor: { Tags: TAGS } },
  ListBackups: { BackupSummaries: BACKUPS },
};

const PLAN_ID = '7b1d3a52-9a2d-4a39-bb11-0c0b9f1d6c01';
const ORG_PLAN_ID = 'orgs/544033d1-b19c-3f2a-9c20-40bcfa82ca68/MLOps';
const planNames = (id: string): Value => ({ BackupPlanId: id, BackupPlanArn: here('backup', `backup-plan:${id}`) });
const PLAN = { ...without(sample(BACKUP, 'GetBackupPlan'), 'DeletionDate'), ...planNames(PLAN_ID) };
const BARE_PLAN = { BackupPlan: { BackupPlanName: 'bare', Rules: [] } };
const DELETED_PLAN = { ...BARE_PLAN, DeletionDate: '2026-10-01T00:00:00Z' };
const PLAN_NAME = String(inner(PLAN, 'BackupPlan').BackupPlanName);

const selectionNames = (id: string): Value => ({ SelectionId: id, BackupPlanId: PLAN_ID });
const SELECTION = { ...sample(BACKUP, 'GetBackupSelection'), ...selectionNames('rich') };
const BARE_SELECTION = { BackupSelection: { SelectionName: 'bare' } };

const vaultNames = (name: string): Value => ({ BackupVaultName: name, BackupVaultArn: here('backup', `backup-vault:${name}`) });
const VAULT = { ...sample(BACKUP, 'DescribeBackupVault'), ...vaultNames('rich'), VaultType: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' };
const POLICY = { Policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"backup:*"}]}' };

const point = (vault: string, name: string, differs: Value): Value => ({
  ...first(sample(BACKUP, 'ListRecoveryPointsByBackupVault'), 'RecoveryPoints'),
  ...vaultNames(vault),
  RecoveryPointArn: here('backup', `recovery-point:${name}`),
  ResourceArn: TABLE_ARN,
  ...differs,
});

const BUCKET_ARN = 'arn:aws:s3:::mlops-models';

const POINTS = {
  rich: [
    point('rich', 'one', { CreationDate: '2026-11-20T05:00:00Z', ResourceType: 'DynamoDB' }),
    point('rich', 'two', { CreationDate: '2026-11-21T05:00:00Z', ResourceType: 'DynamoDB', CreatedBy: { BackupPlanId: PLAN_ID } }),
    point('rich', 'three', { CreationDate: '2026-11-19T05:00:00Z', ResourceArn: BUCKET_ARN, ParentRecoveryPointArn: 'parent' }),
  ],
  bare: [point('bare', 'four', { CreationDate: '2026-11-20T06:00:00Z' })],
};

const [ONE, TWO, THREE] = POINTS.rich as [Value, Value, Value];
const [FOUR] = POINTS.bare as [Value];

const ofResource = (value: Value): Value => ({
  ...listed('ListRecoveryPointsByResource', 'RecoveryPoints', value),
  BackupSizeBytes: value.BackupSizeInBytes,
});

const asProtected = (value: Value): Value => ({
  ResourceArn: value.ResourceArn,
  ResourceType: value.ResourceType,
  ResourceName: value.ResourceName,
  LastBackupTime: value.CreationDate,
  LastBackupVaultArn: value.BackupVaultArn,
  LastRecoveryPointArn: value.RecoveryPointArn,
});

/** Two jobs of a kind: one done, of a table, and one under way, of a bucket. */
const jobs = (operation: string, member: string, [done, running]: readonly [Value, Value]): readonly [Value, Value] => {
  const job = first(sample(BACKUP, operation), member);
  return [
    { ...job, AccountId: '123456789012', CreationDate: '2026-11-20T05:00:00Z', CompletionDate: '2026-11-20T06:00:00Z', ...done },
    { ...without(job, 'CompletionDate'), AccountId: '123456789012', CreationDate: '2026-11-21T05:00:00Z', ...running },
  ];
};

const BACKUP_JOBS = jobs('ListBackupJobs', 'BackupJobs', [
  { BackupJobId: 'done', ResourceArn: TABLE_ARN, ResourceType: 'DynamoDB', State: 'COMPLETED', MessageCategory: 'SUCCESS' },
  { BackupJobId: 'running', ResourceArn: BUCKET_ARN, ResourceType: 'S3', State: 'RUNNING', ParentJobId: 'above', BackupVaultName: 'bare' },
]);

const COPY_JOBS = jobs('ListCopyJobs', 'CopyJobs', [
  { CopyJobId: 'done', ResourceArn: TABLE_ARN, ResourceType: 'DynamoDB', State: 'COMPLETED', MessageCategory: 'SUCCESS' },
  {
    CopyJobId: 'running',
    ResourceArn: BUCKET_ARN,
    State: 'RUNNING',
    DestinationBackupVaultArn: 'elsewhere',
    SourceRecoveryPointArn: 'source',
  },
]);

const RESTORE_JOBS = jobs('ListRestoreJobs', 'RestoreJobs', [
  { RestoreJobId: 'done', SourceResourceArn: TABLE_ARN, Status: 'COMPLETED', RecoveryPointCreationDate: '2026-11-10T00:00:00Z' },
  { RestoreJobId: 'running', SourceResourceArn: BUCKET_ARN, Status: 'RUNNING', CreatedBy: { RestoreTestingPlanArn: 'tests' } },
]);

const TESTING_ARN = here('backup', 'restore-testing-plan:rich-0d5f2c51-4a6d-4e0d-8f1c-0b9f1d6c01aa');
const TESTING_PLAN = {
  ...inner(sample(BACKUP, 'GetRestoreTestingPlan'), 'RestoreTestingPlan'),
  RestoreTestingPlanName: 'rich',
  RestoreTestingPlanArn: TESTING_ARN,
};
const testingNames = (name: string): Value => ({ RestoreTestingPlanName: 'rich', RestoreTestingSelectionName: name });
const BARE_TESTING_PLAN = { RestoreTestingPlanName: 'bare', RestoreTestingPlanArn: here('backup', 'restore-testing-plan:bare') };
const TESTING_SELECTION = {
  ...inner(sample(BACKUP, 'GetRestoreTestingSelection'), 'RestoreTestingSelection'),
  ...testingNames('tables'),
};

const BACKUP_HERE = {
  GetBackupPlan: { [PLAN_ID]: PLAN, [ORG_PLAN_ID]: BARE_PLAN, deleted: DELETED_PLAN },
  GetBackupSelection: { [PLAN_ID]: { rich: SELECTION, bare: BARE_SELECTION } },
  DescribeBackupVault: { rich: VAULT, bare: {} },
  GetBackupVaultAccessPolicy: { rich: POLICY },
  DescribeRegionSettings: sample(BACKUP, 'DescribeRegionSettings'),
  ListRecoveryPointsByBackupVault: { rich: { RecoveryPoints: POINTS.rich }, bare: { RecoveryPoints: POINTS.bare } },
  ListBackupJobs: { BackupJobs: BACKUP_JOBS },
  ListCopyJobs: { CopyJobs: COPY_JOBS },
  ListRestoreJobs: { RestoreJobs: RESTORE_JOBS },
  GetRestoreTestingPlan: { rich: { RestoreTestingPlan: TESTING_PLAN }, bare: { RestoreTestingPlan: {} } },
  GetRestoreTestingSelection: {
    rich: { tables: { RestoreTestingSelection: TESTING_SELECTION }, bare: { RestoreTestingSelection: {} } },
  },
};

const KEY_ARN = here('kms', 'key/rich');
const keyNames = (id: string): Value => ({ KeyId: id, Arn: here('kms', `key/${id}`), AWSAccountId: '123456789012' });
const KEY = { ...inner(sample(KMS, 'DescribeKey'), 'KeyMetadata'), ...keyNames('rich') };

const PROTECTED_FAR = { Results: [first(sample(BACKUP, 'ListProtectedResources'), 'Results')] };

const REGIONS = sample(ACCOUNT, 'ListRegions').Regions as readonly Value[];

/** Checked like a file: all of it is something that the lab can say. */
export const jsonWorld = loadWorld(
  JSON.stringify({
    accounts: [
      {
        id: '123456789012',
        accessKeys: [RICH_KEY],
        dynamodb: { 'us-west-2': DYNAMODB_HERE, 'us-east-2': { DescribeTable: { far: { Table: {} } } } },
        backup: {
          DescribeGlobalSettings: sample(BACKUP, 'DescribeGlobalSettings'),
          'us-west-2': BACKUP_HERE,
          'us-east-2': { DescribeBackupVault: { far: {} }, ListProtectedResources: PROTECTED_FAR },
        },
        kms: { 'us-west-2': { DescribeKey: { [KEY_ARN]: { KeyMetadata: KEY }, [here('kms', 'key/bare')]: { KeyMetadata: {} } } } },
        account: { ListRegions: { Regions: REGIONS } },
      },
      {
        id: '210987654321',
        partition: 'aws-us-gov',
        accessKeys: [OTHER_KEY],
        dynamodb: { 'us-gov-west-1': { DescribeTable: { theirs: { Table: {} } } } },
        s3: { ListBuckets: { Buckets: [{ Name: 'theirs', BucketRegion: 'us-gov-east-1' }, { Name: 'old' }] } },
      },
    ],
  }),
  'rich.json',
);

interface Where {
  readonly region?: string;
  readonly accessKeyId?: string;
}

/** A call and the answer that a client has to read. */
export interface Exchange extends JsonCall, Where {
  readonly answer: unknown;
}

const dynamodb = (operation: string, input: Value, answer: Value, where: Where = {}): Exchange => ({
  service: 'dynamodb',
  operation,
  input,
  answer,
  ...where,
});

const backup = (operation: string, input: Value, answer: Value, where: Where = {}): Exchange => ({
  service: 'backup',
  operation,
  input,
  answer,
  ...where,
});

const WITHOUT_RECOVERY = {
  ContinuousBackupsDescription: {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
  },
};

const backups = (input: Value, ...found: readonly (Value | undefined)[]): Exchange =>
  dynamodb('ListBackups', input, { BackupSummaries: found });

const DYNAMODB_EXCHANGES: readonly Exchange[] = [
  dynamodb('ListTables', {}, { TableNames: ['bare', 'constructor', 'rich'] }),
  dynamodb('ListTables', {}, { TableNames: ['far'] }, { region: 'us-east-2' }),
  dynamodb('ListTables', {}, { TableNames: [] }, { region: 'eu-west-1' }),
  dynamodb('ListTables', { ExclusiveStartTableName: 'bas' }, { TableNames: ['constructor', 'rich'] }),
  dynamodb('DescribeTable', { TableName: 'rich' }, { Table: TABLE }),
  dynamodb('DescribeTable', { TableName: TABLE_ARN }, { Table: TABLE }),
  dynamodb('DescribeTable', { TableName: 'bare' }, { Table: { TableName: 'bare', TableArn: here('dynamodb', 'table/bare') } }),
  dynamodb(
    'DescribeTable',
    { TableName: 'theirs' },
    { Table: { TableName: 'theirs', TableArn: 'arn:aws-us-gov:dynamodb:us-gov-west-1:210987654321:table/theirs' } },
    { region: 'us-gov-west-1', accessKeyId: OTHER_KEY },
  ),
  dynamodb('DescribeContinuousBackups', { TableName: 'rich' }, sample(DYNAMODB, 'DescribeContinuousBackups')),
  dynamodb('DescribeContinuousBackups', { TableName: 'bare' }, WITHOUT_RECOVERY),
  dynamodb('DescribeContinuousBackups', { TableName: 'constructor' }, WITHOUT_RECOVERY),
  dynamodb('ListTagsOfResource', { ResourceArn: TABLE_ARN }, { Tags: TAGS.slice(0, 10) }),
  dynamodb('ListTagsOfResource', { ResourceArn: here('dynamodb', 'table/bare') }, { Tags: [] }),
  backups({}, USER, UNTYPED, OTHER),
  backups({ BackupType: 'ALL' }, ...BACKUPS),
  backups({ BackupType: 'SYSTEM' }, SYSTEM),
  backups({ BackupType: 'AWS_BACKUP' }, AWS_BACKUP),
  backups({ TableName: 'rich' }, USER, UNTYPED),
  backups({ TableName: TABLE_ARN, BackupType: 'USER' }, USER, UNTYPED),
  backups({ TableName: 'nowhere' }),
  backups({ BackupType: 'ALL', TimeRangeLowerBound: new Date('2026-11-02T00:00:00Z') }, SYSTEM, AWS_BACKUP, UNTYPED, OTHER),
  backups({ BackupType: 'ALL', TimeRangeUpperBound: new Date('2026-11-02T00:00:00Z') }, USER),
];

const listedPlan = (value: Value, name: string): Value => ({
  ...listed('ListBackupPlans', 'BackupPlansList', value),
  BackupPlanName: name,
});

const PLAN_LIST = [listedPlan(PLAN, PLAN_NAME), listedPlan(planNames(ORG_PLAN_ID), 'bare')];

const LISTED_SELECTION = listed('ListBackupSelections', 'BackupSelectionsList', { ...SELECTION, ...inner(SELECTION, 'BackupSelection') });

const PLAN_EXCHANGES: readonly Exchange[] = [
  backup('ListBackupPlans', {}, { BackupPlansList: PLAN_LIST }),
  backup('ListBackupPlans', {}, { BackupPlansList: [] }, { region: 'us-east-2' }),
  backup(
    'ListBackupPlans',
    { IncludeDeleted: true },
    { BackupPlansList: [...PLAN_LIST, listedPlan({ ...planNames('deleted'), ...DELETED_PLAN }, 'bare')] },
  ),
  backup('GetBackupPlan', { BackupPlanId: PLAN_ID, MaxScheduledRunsPreview: 10 }, PLAN),
  backup(
    'GetBackupPlan',
    { BackupPlanId: PLAN_ID, MaxScheduledRunsPreview: 1 },
    { ...PLAN, ScheduledRunsPreview: [first(PLAN, 'ScheduledRunsPreview')] },
  ),
  backup('GetBackupPlan', { BackupPlanId: PLAN_ID, VersionId: PLAN.VersionId }, without(PLAN, 'ScheduledRunsPreview')),
  backup('GetBackupPlan', { BackupPlanId: ORG_PLAN_ID }, { ...BARE_PLAN, ...planNames(ORG_PLAN_ID) }),
  backup('GetBackupPlan', { BackupPlanId: 'deleted' }, { ...DELETED_PLAN, ...planNames('deleted') }),
  backup(
    'ListBackupSelections',
    { BackupPlanId: PLAN_ID },
    { BackupSelectionsList: [LISTED_SELECTION, { ...selectionNames('bare'), SelectionName: 'bare' }] },
  ),
  backup('ListBackupSelections', { BackupPlanId: ORG_PLAN_ID }, { BackupSelectionsList: [] }),
  backup('GetBackupSelection', { BackupPlanId: PLAN_ID, SelectionId: 'rich' }, SELECTION),
  backup('GetBackupSelection', { BackupPlanId: PLAN_ID, SelectionId: 'bare' }, { ...BARE_SELECTION, ...selectionNames('bare') }),
];

const LISTED_VAULT = listed('ListBackupVaults', 'BackupVaultList', VAULT);

const points = (input: Value, ...found: readonly Value[]): Exchange =>
  backup('ListRecoveryPointsByBackupVault', { BackupVaultName: 'rich', ...input }, { RecoveryPoints: found });

const VAULT_EXCHANGES: readonly Exchange[] = [
  backup('ListBackupVaults', {}, { BackupVaultList: [LISTED_VAULT, vaultNames('bare')] }),
  backup('ListBackupVaults', { ByVaultType: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' }, { BackupVaultList: [LISTED_VAULT] }),
  backup('ListBackupVaults', { ByShared: true }, { BackupVaultList: [] }),
  backup('DescribeBackupVault', { BackupVaultName: 'rich' }, VAULT),
  backup('DescribeBackupVault', { BackupVaultName: 'bare', BackupVaultAccountId: '123456789012' }, vaultNames('bare')),
  backup('GetBackupVaultAccessPolicy', { BackupVaultName: 'rich' }, { ...vaultNames('rich'), ...POLICY }),
  backup('DescribeRegionSettings', {}, sample(BACKUP, 'DescribeRegionSettings')),
  backup(
    'DescribeRegionSettings',
    {},
    { ResourceTypeOptInPreference: { DynamoDB: true, S3: true }, ResourceTypeManagementPreference: { DynamoDB: true } },
    { region: 'us-east-2' },
  ),
  backup('DescribeGlobalSettings', {}, sample(BACKUP, 'DescribeGlobalSettings')),
  backup('DescribeGlobalSettings', {}, { GlobalSettings: { isCrossAccountBackupEnabled: 'false' } }, { accessKeyId: OTHER_KEY }),
  points({}, ONE, TWO, THREE),
  points({ ByResourceArn: TABLE_ARN }, ONE, TWO),
  points({ ByResourceType: 'DynamoDB' }, ONE, TWO),
  points({ ByBackupPlanId: PLAN_ID }, TWO),
  points({ ByCreatedAfter: new Date('2026-11-20T05:00:00Z') }, TWO),
  points({ ByCreatedBefore: new Date('2026-11-20T05:00:00Z') }, THREE),
  points({ ByParentRecoveryPointArn: 'parent' }, THREE),
  points({ BackupVaultAccountId: '123456789012', ByResourceArn: 'arn:aws:s3:::nowhere' }),
  backup('ListProtectedResources', {}, { Results: [asProtected(TWO), asProtected(THREE)] }),
  backup('ListProtectedResources', {}, PROTECTED_FAR, { region: 'us-east-2' }),
  backup('ListRecoveryPointsByResource', { ResourceArn: TABLE_ARN }, { RecoveryPoints: [ONE, TWO, FOUR].map(ofResource) }),
  backup(
    'ListRecoveryPointsByResource',
    { ResourceArn: BUCKET_ARN, ManagedByAWSBackupOnly: true },
    { RecoveryPoints: [ofResource(THREE)] },
  ),
  backup('ListRecoveryPointsByResource', { ResourceArn: 'arn:aws:s3:::nowhere' }, { RecoveryPoints: [] }),
];

const DAY = { before: new Date('2026-11-21T00:00:00Z'), at: new Date('2026-11-20T06:00:00Z') };

/** The filters that all jobs have, of which the first is `done` and the second is not. */
const commonFilters = (operation: string, member: string, [done, running]: readonly [Value, Value]): readonly Exchange[] => [
  backup(operation, {}, { [member]: [done, running] }),
  backup(operation, { ByCreatedBefore: DAY.before }, { [member]: [done] }),
  backup(operation, { ByCreatedAfter: DAY.before }, { [member]: [running] }),
  backup(operation, { ByCompleteBefore: DAY.before }, { [member]: [done] }),
  backup(operation, { ByCompleteBefore: DAY.at }, { [member]: [] }),
  backup(operation, { ByCompleteAfter: DAY.before }, { [member]: [] }),
  backup(operation, { ByAccountId: '123456789012' }, { [member]: [done, running] }),
  backup(operation, { ByAccountId: '*' }, { [member]: [done, running] }),
  backup(operation, { ByAccountId: '210987654321' }, { [member]: [] }),
  backup(operation, { ByParentJobId: 'nothing' }, { [member]: [] }),
  backup(operation, {}, { [member]: [] }, { region: 'us-east-2' }),
];

const resourceFilters = (operation: string, member: string, [done, running]: readonly [Value, Value]): readonly Exchange[] => [
  ...commonFilters(operation, member, [done, running]),
  backup(operation, { ByResourceArn: BUCKET_ARN }, { [member]: [running] }),
  backup(operation, { ByResourceType: 'DynamoDB' }, { [member]: [done] }),
  backup(operation, { ByState: 'COMPLETED' }, { [member]: [done] }),
  backup(operation, { ByMessageCategory: 'SUCCESS' }, { [member]: [done] }),
  backup(operation, { ByMessageCategory: '*' }, { [member]: [done, running] }),
  backup(operation, { ByState: 'COMPLETED', ByResourceArn: BUCKET_ARN }, { [member]: [] }),
];

const restores = (input: Value, ...found: readonly Value[]): Exchange =>
  backup('ListRestoreJobsByProtectedResource', { ResourceArn: TABLE_ARN, ...input }, { RestoreJobs: found });

const JOB_EXCHANGES: readonly Exchange[] = [
  ...resourceFilters('ListBackupJobs', 'BackupJobs', BACKUP_JOBS),
  backup('ListBackupJobs', { ByParentJobId: 'above' }, { BackupJobs: [BACKUP_JOBS[1]] }),
  backup('ListBackupJobs', { ByBackupVaultName: 'bare' }, { BackupJobs: [BACKUP_JOBS[1]] }),
  ...resourceFilters('ListCopyJobs', 'CopyJobs', COPY_JOBS),
  backup('ListCopyJobs', { ByDestinationVaultArn: 'elsewhere' }, { CopyJobs: [COPY_JOBS[1]] }),
  backup('ListCopyJobs', { BySourceRecoveryPointArn: 'source' }, { CopyJobs: [COPY_JOBS[1]] }),
  ...commonFilters('ListRestoreJobs', 'RestoreJobs', RESTORE_JOBS),
  backup('ListRestoreJobs', { ByStatus: 'RUNNING' }, { RestoreJobs: [RESTORE_JOBS[1]] }),
  backup('ListRestoreJobs', { ByRestoreTestingPlanArn: 'tests' }, { RestoreJobs: [RESTORE_JOBS[1]] }),
  restores({}, RESTORE_JOBS[0]),
  restores({ ResourceArn: 'arn:aws:s3:::nowhere' }),
  restores({ ByStatus: 'COMPLETED' }, RESTORE_JOBS[0]),
  restores({ ByStatus: 'FAILED' }),
  restores({ ByRecoveryPointCreationDateAfter: new Date('2026-11-09T00:00:00Z') }, RESTORE_JOBS[0]),
  restores({ ByRecoveryPointCreationDateBefore: new Date('2026-11-09T00:00:00Z') }),
];

const TESTING_EXCHANGES: readonly Exchange[] = [
  backup(
    'ListRestoreTestingPlans',
    {},
    { RestoreTestingPlans: [listed('ListRestoreTestingPlans', 'RestoreTestingPlans', TESTING_PLAN), BARE_TESTING_PLAN] },
  ),
  backup('GetRestoreTestingPlan', { RestoreTestingPlanName: 'rich' }, { RestoreTestingPlan: TESTING_PLAN }),
  backup('GetRestoreTestingPlan', { RestoreTestingPlanName: 'bare' }, { RestoreTestingPlan: BARE_TESTING_PLAN }),
  backup(
    'ListRestoreTestingSelections',
    { RestoreTestingPlanName: 'rich' },
    {
      RestoreTestingSelections: [
        listed('ListRestoreTestingSelections', 'RestoreTestingSelections', TESTING_SELECTION),
        testingNames('bare'),
      ],
    },
  ),
  backup('ListRestoreTestingSelections', { RestoreTestingPlanName: 'bare' }, { RestoreTestingSelections: [] }),
  backup(
    'GetRestoreTestingSelection',
    { RestoreTestingPlanName: 'rich', RestoreTestingSelectionName: 'tables' },
    { RestoreTestingSelection: TESTING_SELECTION },
  ),
];

const key = (KeyId: string, KeyMetadata: Value): Exchange => ({
  service: 'kms',
  operation: 'DescribeKey',
  input: { KeyId },
  answer: { KeyMetadata },
});

const regions = (input: Value, Regions: unknown, where: Where = {}): Exchange => ({
  service: 'account',
  operation: 'ListRegions',
  input,
  answer: { Regions },
  ...where,
});

/** Every operation, with all that it can answer and with nothing. None is longer than a page. */
export const EXCHANGES: readonly Exchange[] = [
  ...DYNAMODB_EXCHANGES,
  ...PLAN_EXCHANGES,
  ...VAULT_EXCHANGES,
  ...JOB_EXCHANGES,
  ...TESTING_EXCHANGES,
  key(KEY_ARN, KEY),
  key('rich', KEY),
  key('bare', keyNames('bare')),
  regions({}, REGIONS),
  regions({ AccountId: '123456789012' }, REGIONS),
  regions({ RegionOptStatusContains: ['DISABLED'] }, []),
  regions(
    {},
    ['us-east-1', 'us-gov-east-1', 'us-gov-west-1'].map((RegionName) => ({ RegionName, RegionOptStatus: 'ENABLED_BY_DEFAULT' })),
    { accessKeyId: OTHER_KEY },
  ),
];

/** A call and the error that a client has to understand. */
export interface Refusal extends JsonCall, Where {
  readonly why: string;
  readonly code: string;
  readonly status: number;
}

type Refuse = (why: string, operation: string, input: Value, code: string, where?: Where) => Refusal;

const DENIALS = ['AccessDeniedException', 'UnrecognizedClientException'];

/** The refusals of a service: 400, but for those of access, which bear the status `denial`. */
const refusing =
  (service: JsonCall['service'], denial: 400 | 403): Refuse =>
  (why, operation, input, code, where = {}) => ({
    why,
    service,
    operation,
    input,
    code,
    status: DENIALS.includes(code) ? denial : 400,
    ...where,
  });

const [byDynamodb, byKms, byBackup, byAccount] = [
  refusing('dynamodb', 400),
  refusing('kms', 400),
  refusing('backup', 403),
  refusing('account', 403),
];

const NOBODY = { accessKeyId: 'AKIAUNKNOWN000000000' };

const tableRefusals = (operation: string, code: string): readonly Refusal[] => [
  byDynamodb('no such table', operation, { TableName: 'nowhere' }, code),
  byDynamodb('a table of another Region', operation, { TableName: 'far' }, code),
  byDynamodb('a table of another account', operation, { TableName: 'theirs' }, code, { region: 'us-gov-west-1' }),
  byDynamodb("the name of an object's own member", operation, { TableName: 'toString' }, code),
];

const DYNAMODB_REFUSALS: readonly Refusal[] = [
  ...tableRefusals('DescribeTable', 'ResourceNotFoundException'),
  ...tableRefusals('DescribeContinuousBackups', 'TableNotFoundException'),
  byDynamodb('no such table', 'ListTagsOfResource', { ResourceArn: here('dynamodb', 'table/nowhere') }, 'ResourceNotFoundException'),
  byDynamodb('a name for an ARN', 'ListTagsOfResource', { ResourceArn: 'rich' }, 'ValidationException'),
  byDynamodb('a token that was never given', 'ListTagsOfResource', { ResourceArn: TABLE_ARN, NextToken: 'x' }, 'ValidationException'),
  byDynamodb('no such start', 'ListBackups', { ExclusiveStartBackupArn: `${TABLE_ARN}/backup/nothing` }, 'ValidationException'),
  byDynamodb('a key that nobody has', 'ListTables', {}, 'UnrecognizedClientException', NOBODY),
];

const NOT_FOUND = 'ResourceNotFoundException';

const vaultRefusals = (operation: string): readonly Refusal[] => [
  byBackup('no such vault', operation, { BackupVaultName: 'nothing' }, 'AccessDeniedException'),
  byBackup('a vault of another Region', operation, { BackupVaultName: 'far' }, 'AccessDeniedException'),
];

const OF_ANOTHER = { BackupVaultName: 'rich', BackupVaultAccountId: '210987654321' };

const BACKUP_REFUSALS: readonly Refusal[] = [
  byBackup('no such plan', 'GetBackupPlan', { BackupPlanId: 'nothing' }, NOT_FOUND),
  byBackup('a plan of another Region', 'GetBackupPlan', { BackupPlanId: PLAN_ID }, NOT_FOUND, { region: 'us-east-2' }),
  byBackup('no such version', 'GetBackupPlan', { BackupPlanId: PLAN_ID, VersionId: 'old' }, NOT_FOUND),
  byBackup('no such plan', 'ListBackupSelections', { BackupPlanId: 'nothing' }, NOT_FOUND),
  byBackup('no such plan', 'GetBackupSelection', { BackupPlanId: 'nothing', SelectionId: 'rich' }, NOT_FOUND),
  byBackup('no such selection', 'GetBackupSelection', { BackupPlanId: PLAN_ID, SelectionId: 'nothing' }, NOT_FOUND),
  ...['DescribeBackupVault', 'GetBackupVaultAccessPolicy', 'ListRecoveryPointsByBackupVault'].flatMap(vaultRefusals),
  byBackup('a vault of another account', 'DescribeBackupVault', OF_ANOTHER, 'AccessDeniedException'),
  byBackup('no policy', 'GetBackupVaultAccessPolicy', { BackupVaultName: 'bare' }, NOT_FOUND),
  byBackup('no ARN', 'ListRecoveryPointsByResource', { ResourceArn: 'rich' }, 'InvalidParameterValueException'),
  byBackup('no ARN', 'ListRestoreJobsByProtectedResource', { ResourceArn: 'rich' }, 'InvalidParameterValueException'),
  byBackup('a token that was never given', 'ListBackupJobs', { NextToken: 'x' }, 'InvalidParameterValueException'),
  byBackup('no such plan', 'GetRestoreTestingPlan', { RestoreTestingPlanName: 'nothing' }, NOT_FOUND),
  byBackup('no such plan', 'ListRestoreTestingSelections', { RestoreTestingPlanName: 'nothing' }, NOT_FOUND),
  byBackup('nothing of this name', 'GetRestoreTestingSelection', testingNames('nothing'), NOT_FOUND),
  byBackup('a key that nobody has', 'ListBackupPlans', {}, 'UnrecognizedClientException', NOBODY),
];

const THEIR_KEY_ARN = KEY_ARN.replace('123456789012', '210987654321');

const KMS_REFUSALS: readonly Refusal[] = [
  byKms('no such key', 'DescribeKey', { KeyId: 'nothing' }, 'NotFoundException'),
  byKms('a key of another Region', 'DescribeKey', { KeyId: KEY_ARN }, 'NotFoundException', { region: 'us-east-2' }),
  byKms('a key of another account', 'DescribeKey', { KeyId: THEIR_KEY_ARN }, 'AccessDeniedException'),
  byKms('an ARN of something else', 'DescribeKey', { KeyId: BUCKET_ARN }, 'ValidationException'),
  byKms('a key that nobody has', 'DescribeKey', { KeyId: 'rich' }, 'UnrecognizedClientException', NOBODY),
];

const ACCOUNT_REFUSALS: readonly Refusal[] = [
  byAccount('another account', 'ListRegions', { AccountId: '210987654321' }, 'AccessDeniedException'),
  byAccount('a token that was never given', 'ListRegions', { NextToken: 'x' }, 'ValidationException'),
  byAccount('a key that nobody has', 'ListRegions', {}, 'UnrecognizedClientException', NOBODY),
];

/** Every error that is not a fault. */
export const REFUSALS: readonly Refusal[] = [...DYNAMODB_REFUSALS, ...BACKUP_REFUSALS, ...KMS_REFUSALS, ...ACCOUNT_REFUSALS];
