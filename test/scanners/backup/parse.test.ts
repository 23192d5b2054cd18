import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MalformedAnswer } from '../../../model/scanner.ts';
import * as evidence from '../../../scanners/backup/parse/evidence.ts';
import { planOf } from '../../../scanners/backup/parse/plans.ts';
import { testingPlanOf, testingSelectionOf } from '../../../scanners/backup/parse/restore-testing.ts';
import { selectionOf } from '../../../scanners/backup/parse/selections.ts';
import { globalSettingsOf, regionSettingsOf } from '../../../scanners/backup/parse/settings.ts';
import { vaultOf } from '../../../scanners/backup/parse/vaults.ts';
import { NOW, VAULT } from '../answers.ts';

const test = suite('scanners/backup/parse');

/** The SDK types answers after the service's model; servers send what they like. */
// biome-ignore lint/suspicious/noExplicitAny: stands for answers that the model does not foresee.
type Hostile = any;

const AT = NOW.toISOString();

const isMalformed = (parsing: () => unknown): boolean => {
  try {
    parsing();
    return false;
  } catch (error) {
    assert.instance(error, MalformedAnswer, String(error));
    return true;
  }
};

const EMPTY_LIST: readonly never[] = [];
const LIST_OF_TEXTS = ['text'];
const EMPTY_OBJECT = {};

/** What a member may be by accident. */
const STRANGE: readonly unknown[] = [undefined, null, '', 'text', 0, true, EMPTY_LIST, [null], LIST_OF_TEXTS, EMPTY_OBJECT];

/** All of them are no answer but those that the member takes. */
const refuses = (name: string, parse: (member: Hostile) => unknown, takes: readonly unknown[] = []): void => {
  for (const value of STRANGE) {
    if (takes.includes(value)) continue;
    test(`${name}: ${String(JSON.stringify(value))} (${typeof value}) is no answer`, () => assert.ok(isMalformed(() => parse(value))));
  }
};

const TEXTS = ['text'];

// Plans

const RULE = { RuleId: 'r', RuleName: 'daily', TargetBackupVaultName: 'Vault' };

const planAnswer = { CreationDate: NOW, BackupPlan: { Rules: [] } };

const planWith = (rule: Hostile) =>
  planOf({ $metadata: {}, CreationDate: NOW, BackupPlan: { BackupPlanName: 'p', Rules: [{ ...RULE, ...rule }] } });

const ruleWith = (rule: Hostile) => {
  const [parsed] = planWith(rule).rules;
  assert.ok(parsed);
  return parsed;
};

test('plan: a rule that leaves all to the defaults', () => {
  assert.equal(ruleWith({}), {
    id: 'r',
    name: 'daily',
    vault: 'Vault',
    schedule: 'cron(0 5 ? * * *)',
    timeZone: 'UTC',
    startWindow: 480,
    completionWindow: 10_080,
    continuous: false,
    lifecycle: { deleteAfterCopy: false },
    copies: [],
  });
});

test('plan: a rule that says everything', () => {
  const rule = ruleWith({
    TargetLogicallyAirGappedBackupVaultArn: VAULT,
    ScheduleExpression: 'rate(12 hours)',
    ScheduleExpressionTimezone: 'Europe/Berlin',
    StartWindowMinutes: 60,
    CompletionWindowMinutes: 120,
    EnableContinuousBackup: true,
    Lifecycle: { DeleteAfterDays: 365, MoveToColdStorageAfterDays: 30, DeleteAfterEvent: 'DELETE_AFTER_COPY' },
    CopyActions: [{ DestinationBackupVaultArn: VAULT, Lifecycle: { DeleteAfterDays: 7 } }],
  });
  assert.equal(rule, {
    id: 'r',
    name: 'daily',
    vault: 'Vault',
    airGappedVault: VAULT,
    schedule: 'rate(12 hours)',
    timeZone: 'Europe/Berlin',
    startWindow: 60,
    completionWindow: 120,
    continuous: true,
    lifecycle: { deleteAfterDays: 365, moveToColdStorageAfterDays: 30, deleteAfterCopy: true },
    copies: [{ vault: VAULT, lifecycle: { deleteAfterDays: 7, deleteAfterCopy: false } }],
  });
});

for (const { name, rule, expected } of [
  { name: 'an empty schedule is the default', rule: { ScheduleExpression: '' }, expected: { schedule: 'cron(0 5 ? * * *)' } },
  { name: 'an empty time zone is UTC', rule: { ScheduleExpressionTimezone: '' }, expected: { timeZone: 'UTC' } },
  { name: 'Etc/UTC stays what it is', rule: { ScheduleExpressionTimezone: 'Etc/UTC' }, expected: { timeZone: 'Etc/UTC' } },
  { name: 'a start window of 0 is no default', rule: { StartWindowMinutes: 0 }, expected: { startWindow: 0 } },
  { name: '-1 is forever', rule: { Lifecycle: { DeleteAfterDays: -1 } }, expected: { lifecycle: { deleteAfterCopy: false } } },
  {
    name: '-1 is no cold storage',
    rule: { Lifecycle: { DeleteAfterDays: 35, MoveToColdStorageAfterDays: -1 } },
    expected: { lifecycle: { deleteAfterDays: 35, deleteAfterCopy: false } },
  },
  { name: 'an empty lifecycle is forever', rule: { Lifecycle: {} }, expected: { lifecycle: { deleteAfterCopy: false } } },
]) {
  test(`plan: ${name}`, () => {
    const parsed = ruleWith(rule);
    for (const [member, value] of Object.entries(expected)) assert.equal(parsed[member as keyof typeof parsed], value);
  });
}

for (const { name, source, copy, expected } of [
  { name: 'without a lifecycle has that of the rule', source: { DeleteAfterDays: 35 }, copy: undefined, expected: { deleteAfterDays: 35 } },
  { name: 'with an empty lifecycle has that of the rule', source: { DeleteAfterDays: 35 }, copy: {}, expected: { deleteAfterDays: 35 } },
  {
    name: 'with its own lifecycle has that',
    source: { DeleteAfterDays: 35 },
    copy: { DeleteAfterDays: 7 },
    expected: { deleteAfterDays: 7 },
  },
  { name: 'that is kept forever says so', source: { DeleteAfterDays: 35 }, copy: { DeleteAfterDays: -1 }, expected: {} },
  {
    name: 'stays where the source is deleted after the copy',
    source: { DeleteAfterDays: 35, DeleteAfterEvent: 'DELETE_AFTER_COPY' },
    copy: undefined,
    expected: { deleteAfterDays: 35 },
  },
]) {
  test(`plan: a copy ${name}`, () => {
    const rule = ruleWith({ Lifecycle: source, CopyActions: [{ DestinationBackupVaultArn: VAULT, ...(copy ? { Lifecycle: copy } : {}) }] });
    assert.equal(rule.copies, [{ vault: VAULT, lifecycle: { ...expected, deleteAfterCopy: false } }]);
  });
}

test('plan: the next runs as AWS foretells them', () => {
  const ScheduledRunsPreview = [{ RuleId: 'r', ExecutionTime: NOW, RuleExecutionType: 'SNAPSHOTS' as const }];
  const plan = planOf({ $metadata: {}, CreationDate: NOW, BackupPlan: { BackupPlanName: 'p', Rules: [] }, ScheduledRunsPreview });
  assert.equal(plan, { createdAt: AT, rules: [], scheduledRuns: [{ rule: 'r', at: AT }] });
});

refuses('plan: its creation', (CreationDate) => planOf({ CreationDate, BackupPlan: { Rules: [] } } as Hostile));
refuses('plan: the plan itself', (BackupPlan) => planOf({ CreationDate: NOW, BackupPlan } as Hostile));
refuses('plan: its rules', (Rules) => planOf({ CreationDate: NOW, BackupPlan: { Rules } } as Hostile), [EMPTY_LIST]);
for (const member of ['RuleId', 'RuleName', 'TargetBackupVaultName'])
  refuses(`plan: ${member}`, (value) => planWith({ [member]: value }), TEXTS);
for (const member of ['StartWindowMinutes', 'CompletionWindowMinutes'])
  refuses(`plan: ${member}`, (value) => planWith({ [member]: value }), [undefined, 0]);
for (const member of ['ScheduleExpression', 'ScheduleExpressionTimezone', 'TargetLogicallyAirGappedBackupVaultArn'])
  refuses(`plan: ${member}`, (value) => planWith({ [member]: value }), [undefined, '', 'text']);
refuses('plan: EnableContinuousBackup', (value) => planWith({ EnableContinuousBackup: value }), [undefined, null, true]);
refuses('plan: Lifecycle', (Lifecycle) => planWith({ Lifecycle }), [undefined, null, EMPTY_OBJECT]);
refuses('plan: CopyActions', (CopyActions) => planWith({ CopyActions }), [undefined, null, EMPTY_LIST]);
refuses('plan: ScheduledRunsPreview', (ScheduledRunsPreview) => planOf({ ...planAnswer, ScheduledRunsPreview } as Hostile), [
  undefined,
  null,
  EMPTY_LIST,
]);
refuses('plan: destination of a copy', (DestinationBackupVaultArn) => planWith({ CopyActions: [{ DestinationBackupVaultArn }] }), TEXTS);

for (const lifecycle of [
  { DeleteAfterDays: 0 },
  { DeleteAfterDays: -2 },
  { DeleteAfterDays: 1.5 },
  { DeleteAfterDays: Number.NaN },
  { DeleteAfterDays: '35' },
  { MoveToColdStorageAfterDays: -2 },
  { MoveToColdStorageAfterDays: '30' },
  { DeleteAfterEvent: 'DELETE_AFTER_RESTORE' },
  { DeleteAfterEvent: '' },
]) {
  test(`plan: a lifecycle ${JSON.stringify(lifecycle)} is no answer`, () => {
    assert.ok(isMalformed(() => planWith({ Lifecycle: lifecycle })));
    assert.ok(isMalformed(() => planWith({ CopyActions: [{ DestinationBackupVaultArn: VAULT, Lifecycle: lifecycle }] })));
  });
}

// Selections

const SELECTION = { SelectionName: 'Tables', IamRoleArn: 'arn:aws:iam::111122223333:role/backup' };

const selectionWith = (selection: Hostile) =>
  selectionOf({ $metadata: {}, CreationDate: NOW, BackupSelection: { ...SELECTION, ...selection } });

const EMPTY_SELECTION = {
  createdAt: AT,
  resources: [],
  notResources: [],
  listOfTags: [],
  conditions: { stringEquals: [], stringNotEquals: [], stringLike: [], stringNotLike: [] },
};

test('selection: one that names nothing takes everything, and is an answer', () => {
  assert.equal(selectionWith({}), EMPTY_SELECTION);
  assert.equal(selectionWith({ Resources: [], NotResources: [], ListOfTags: [], Conditions: {} }), EMPTY_SELECTION);
});

test('selection: one that says everything', () => {
  const condition = (key: string) => [{ ConditionKey: `aws:ResourceTag/${key}`, ConditionValue: key }];
  const parsed = selectionWith({
    Resources: ['arn:aws:dynamodb:*:*:table/*'],
    NotResources: ['arn:aws:dynamodb:*:*:table/scratch'],
    ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'daily' }],
    Conditions: {
      StringEquals: condition('a'),
      StringNotEquals: condition('b'),
      StringLike: condition('c'),
      StringNotLike: condition('d'),
    },
  });
  const match = (key: string) => [{ key: `aws:ResourceTag/${key}`, value: key }];
  assert.equal(parsed, {
    createdAt: AT,
    resources: ['arn:aws:dynamodb:*:*:table/*'],
    notResources: ['arn:aws:dynamodb:*:*:table/scratch'],
    listOfTags: [{ key: 'backup', value: 'daily' }],
    conditions: { stringEquals: match('a'), stringNotEquals: match('b'), stringLike: match('c'), stringNotLike: match('d') },
  });
});

test('selection: a tag may have an empty value', () => {
  const tag = { ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: '' };
  assert.equal(selectionWith({ ListOfTags: [tag] }).listOfTags, [{ key: 'backup', value: '' }]);
});

refuses('selection: the selection itself', (BackupSelection) => selectionOf({ CreationDate: NOW, BackupSelection } as Hostile));
refuses('selection: its creation', (CreationDate) => selectionOf({ CreationDate, BackupSelection: SELECTION } as Hostile));
for (const member of ['SelectionName', 'IamRoleArn']) refuses(`selection: ${member}`, (value) => selectionWith({ [member]: value }), TEXTS);
for (const member of ['Resources', 'NotResources'])
  refuses(`selection: ${member}`, (value) => selectionWith({ [member]: value }), [undefined, null, EMPTY_LIST, LIST_OF_TEXTS]);
refuses('selection: ListOfTags', (ListOfTags) => selectionWith({ ListOfTags }), [undefined, null, EMPTY_LIST]);
refuses('selection: Conditions', (Conditions) => selectionWith({ Conditions }), [undefined, null, EMPTY_OBJECT]);
for (const operator of ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'])
  refuses(`selection: ${operator}`, (value) => selectionWith({ Conditions: { [operator]: value } }), [undefined, null, EMPTY_LIST]);

for (const tag of [
  { ConditionKey: 'backup', ConditionValue: 'daily' },
  { ConditionType: 'STRINGLIKE', ConditionKey: 'backup', ConditionValue: 'daily' },
  { ConditionType: 'STRINGEQUALS', ConditionValue: 'daily' },
  { ConditionType: 'STRINGEQUALS', ConditionKey: '', ConditionValue: 'daily' },
  { ConditionType: 'STRINGEQUALS', ConditionKey: 'backup' },
  { ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 1 },
]) {
  test(`selection: a tag ${JSON.stringify(tag)} is no answer`, () => assert.ok(isMalformed(() => selectionWith({ ListOfTags: [tag] }))));
}

// Vaults

const BARE_VAULT = { BackupVaultName: 'Vault', BackupVaultArn: VAULT, Locked: false };

for (const { name, vault, expected } of [
  { name: 'one that is not locked', vault: { VaultType: 'BACKUP_VAULT' }, expected: { type: 'BACKUP_VAULT', locked: false } },
  { name: 'one whose type is not told', vault: {}, expected: { type: 'UNTOLD', locked: false } },
  {
    name: 'one in compliance mode',
    vault: { VaultType: 'BACKUP_VAULT', Locked: true, LockDate: NOW, MinRetentionDays: 7, MaxRetentionDays: 35 },
    expected: { type: 'BACKUP_VAULT', locked: true, lockDate: AT, minRetentionDays: 7, maxRetentionDays: 35 },
  },
  {
    name: 'one in governance mode',
    vault: { VaultType: 'BACKUP_VAULT', Locked: true },
    expected: { type: 'BACKUP_VAULT', locked: true },
  },
  {
    name: 'an air-gapped one',
    vault: { VaultType: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', Locked: true, EncryptionKeyType: 'AWS_OWNED_KMS_KEY', EncryptionKeyArn: '' },
    expected: { type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', locked: true, encryptionKeyType: 'AWS_OWNED_KMS_KEY' },
  },
  {
    name: 'one that gives access to a restore',
    vault: { VaultType: 'RESTORE_ACCESS_BACKUP_VAULT' },
    expected: { type: 'RESTORE_ACCESS_BACKUP_VAULT', locked: false },
  },
  { name: 'one with a key', vault: { EncryptionKeyArn: 'arn:k' }, expected: { type: 'UNTOLD', locked: false, encryptionKey: 'arn:k' } },
] as const) {
  test(`vault: ${name}`, () => assert.equal(vaultOf({ ...BARE_VAULT, ...vault }), { exists: true, ...expected }));
}

refuses('vault: Locked', (Locked) => vaultOf({ ...BARE_VAULT, Locked } as Hostile), [true]);
refuses('vault: VaultType', (VaultType) => vaultOf({ ...BARE_VAULT, VaultType } as Hostile), [undefined, null]);
refuses('vault: LockDate', (LockDate) => vaultOf({ ...BARE_VAULT, LockDate } as Hostile), [undefined]);
refuses('vault: MinRetentionDays', (MinRetentionDays) => vaultOf({ ...BARE_VAULT, MinRetentionDays } as Hostile), [undefined, 0]);
refuses('vault: MaxRetentionDays', (MaxRetentionDays) => vaultOf({ ...BARE_VAULT, MaxRetentionDays } as Hostile), [undefined]);

// Settings

test('settings of a Region', () => {
  const answer = { $metadata: {}, ResourceTypeOptInPreference: { DynamoDB: true, S3: false }, ResourceTypeManagementPreference: {} };
  assert.equal(regionSettingsOf(answer), { optIn: { DynamoDB: true, S3: false }, management: {} });
});

for (const member of ['ResourceTypeOptInPreference', 'ResourceTypeManagementPreference']) {
  const sound = { ResourceTypeOptInPreference: {}, ResourceTypeManagementPreference: {} };
  refuses(`settings: ${member}`, (value) => regionSettingsOf({ ...sound, [member]: value } as Hostile), [EMPTY_OBJECT]);
  for (const preference of ['true', 0, null])
    test(`settings: ${member}: ${JSON.stringify(preference)} is no preference`, () =>
      assert.ok(isMalformed(() => regionSettingsOf({ ...sound, [member]: { S3: preference } } as Hostile))));
}

for (const [isCrossAccountBackupEnabled, crossAccountBackup] of [
  ['true', true],
  ['false', false],
] as const) {
  test(`settings of an account: "${isCrossAccountBackupEnabled}" is a text`, () =>
    assert.equal(globalSettingsOf({ $metadata: {}, GlobalSettings: { isCrossAccountBackupEnabled } }), { crossAccountBackup }));
}

refuses('settings of an account', (GlobalSettings) => globalSettingsOf({ GlobalSettings } as Hostile));
for (const flag of [true, false, 'True', 'yes', '', null, undefined])
  test(`settings of an account: ${JSON.stringify(flag)} is no answer`, () =>
    assert.ok(isMalformed(() => globalSettingsOf({ GlobalSettings: { isCrossAccountBackupEnabled: flag } } as Hostile))));

// Evidence

const POINT = { RecoveryPointArn: 'p', BackupVaultName: 'Vault', Status: 'COMPLETED', CreationDate: NOW } as const;
const JOB = { BackupJobId: 'j', ResourceArn: 'r', State: 'COMPLETED', CreationDate: NOW } as const;
const PLACE = { partition: 'aws', region: 'us-west-2', account: '111122223333' };
const backupJob = (job: Hostile) => evidence.backupJobOf({ ...JOB, ...job }, PLACE);
const COPY = { CopyJobId: 'c', ResourceArn: 'r', State: 'COMPLETED', CreationDate: NOW, DestinationBackupVaultArn: VAULT } as const;
const RESTORE = { RestoreJobId: 'r', Status: 'COMPLETED', CreationDate: NOW } as const;

for (const status of ['COMPLETED', 'AVAILABLE', 'STOPPED', 'PARTIAL', 'EXPIRED', 'DELETING', 'CREATING', 'SOMETHING_NEW']) {
  test(`recovery point: ${status} is kept as it is`, () => {
    assert.equal(evidence.recoveryPointOf({ ...POINT, Status: status as 'COMPLETED' }), {
      arn: 'p',
      vault: 'Vault',
      status,
      createdAt: AT,
    });
  });
}

test('recovery point: one in no vault', () => {
  const { BackupVaultName: _, ...point } = POINT;
  assert.equal(evidence.recoveryPointOf(point), { arn: 'p', vault: '', status: 'COMPLETED', createdAt: AT });
});

for (const { name, parsed, expected } of [
  { name: 'a backup on demand', parsed: backupJob({}), expected: { id: 'j', state: 'COMPLETED', createdAt: AT } },
  {
    name: 'a backup of a plan',
    parsed: backupJob({
      MessageCategory: 'SUCCESS',
      CompletionDate: NOW,
      CreatedBy: { BackupPlanArn: 'arn:plan', BackupPlanId: 'plan', BackupRuleId: 'rule' },
    }),
    expected: { id: 'j', state: 'COMPLETED', createdAt: AT, completedAt: AT, messageCategory: 'SUCCESS', plan: 'arn:plan', rule: 'rule' },
  },
  {
    name: 'a backup of a plan of which only the id is told',
    parsed: backupJob({ CreatedBy: { BackupPlanId: 'orgs/o/p' } }),
    expected: { id: 'j', state: 'COMPLETED', createdAt: AT, plan: 'arn:aws:backup:us-west-2:111122223333:backup-plan:orgs/o/p' },
  },
  { name: 'a copy', parsed: evidence.copyJobOf(COPY), expected: { id: 'c', state: 'COMPLETED', createdAt: AT, destination: VAULT } },
  {
    name: 'a copy that is complete',
    parsed: evidence.copyJobOf({ ...COPY, CompletionDate: NOW, MessageCategory: 'AccessDenied' }),
    expected: { id: 'c', state: 'COMPLETED', createdAt: AT, completedAt: AT, messageCategory: 'AccessDenied', destination: VAULT },
  },
  { name: 'a restore', parsed: evidence.restoreJobOf(RESTORE), expected: { id: 'r', status: 'COMPLETED', createdAt: AT } },
  {
    name: 'a restore that a plan has tested',
    parsed: evidence.restoreJobOf({
      ...RESTORE,
      CompletionDate: NOW,
      ValidationStatus: 'SUCCESSFUL',
      CreatedBy: { RestoreTestingPlanArn: 'arn:testing' },
    }),
    expected: { id: 'r', status: 'COMPLETED', createdAt: AT, completedAt: AT, validation: 'SUCCESSFUL', testingPlan: 'arn:testing' },
  },
]) {
  test(`job: ${name}`, () => assert.equal(parsed, expected));
}

test('last backup', () => assert.equal(evidence.lastBackupOf({ LastBackupTime: NOW }), { at: AT }));

refuses('last backup', (LastBackupTime) => evidence.lastBackupOf({ LastBackupTime } as Hostile));
for (const { name, sound, parse, texts, times } of [
  { name: 'recovery point', sound: POINT, parse: evidence.recoveryPointOf, texts: ['RecoveryPointArn', 'Status'], times: ['CreationDate'] },
  { name: 'backup job', sound: JOB, parse: backupJob, texts: ['BackupJobId', 'State'], times: ['CreationDate'] },
  {
    name: 'copy job',
    sound: COPY,
    parse: evidence.copyJobOf,
    texts: ['CopyJobId', 'State', 'DestinationBackupVaultArn'],
    times: ['CreationDate'],
  },
  { name: 'restore job', sound: RESTORE, parse: evidence.restoreJobOf, texts: ['RestoreJobId', 'Status'], times: ['CreationDate'] },
] as readonly { name: string; sound: object; parse: (value: Hostile) => unknown; texts: string[]; times: string[] }[]) {
  for (const member of texts) refuses(`${name}: ${member}`, (value) => parse({ ...sound, [member]: value }), TEXTS);
  for (const member of times) refuses(`${name}: ${member}`, (value) => parse({ ...sound, [member]: value }));
  if (name.endsWith('job')) refuses(`${name}: CompletionDate`, (value) => parse({ ...sound, CompletionDate: value }), [undefined]);
}

// Restore testing

test('restore testing plan: one that leaves all to the defaults', () => {
  const RestoreTestingPlan: Hostile = { CreationTime: NOW, RecoveryPointSelection: {} };
  assert.equal(testingPlanOf({ $metadata: {}, RestoreTestingPlan }), {
    createdAt: AT,
    schedule: 'cron(0 5 ? * * *)',
    timeZone: 'UTC',
    startWindowHours: 24,
    selectionWindowDays: 30,
  });
});

test('restore testing plan: one that says everything', () => {
  const RestoreTestingPlan: Hostile = {
    CreationTime: NOW,
    LastExecutionTime: NOW,
    ScheduleExpression: 'cron(0 1 1 * ? *)',
    ScheduleExpressionTimezone: 'America/New_York',
    StartWindowHours: 1,
    RecoveryPointSelection: { SelectionWindowDays: 365 },
  };
  assert.equal(testingPlanOf({ $metadata: {}, RestoreTestingPlan }), {
    createdAt: AT,
    schedule: 'cron(0 1 1 * ? *)',
    timeZone: 'America/New_York',
    startWindowHours: 1,
    selectionWindowDays: 365,
    lastExecutedAt: AT,
  });
});

refuses('restore testing plan', (RestoreTestingPlan) => testingPlanOf({ RestoreTestingPlan } as Hostile));
refuses(
  'restore testing plan: its window',
  (SelectionWindowDays) =>
    testingPlanOf({ RestoreTestingPlan: { CreationTime: NOW, RecoveryPointSelection: { SelectionWindowDays } } } as Hostile),
  [undefined],
);
refuses('restore testing selection', (RestoreTestingSelection) => testingSelectionOf({ RestoreTestingSelection } as Hostile));

test('restore testing selection: everything of a type', () => {
  const RestoreTestingSelection: Hostile = { ProtectedResourceType: 'DynamoDB', ProtectedResourceArns: ['*'] };
  assert.equal(testingSelectionOf({ $metadata: {}, RestoreTestingSelection }), {
    resourceType: 'DynamoDB',
    resources: ['*'],
    stringEquals: [],
    stringNotEquals: [],
  });
});

test('restore testing selection: by conditions', () => {
  const ProtectedResourceConditions = {
    StringEquals: [{ Key: 'aws:ResourceTag/tier', Value: 'gold' }],
    StringNotEquals: [{ Key: 'aws:ResourceTag/scratch', Value: '' }],
  };
  const RestoreTestingSelection: Hostile = { ProtectedResourceType: 'S3', ProtectedResourceConditions };
  assert.equal(testingSelectionOf({ $metadata: {}, RestoreTestingSelection }), {
    resourceType: 'S3',
    resources: [],
    stringEquals: [{ key: 'aws:ResourceTag/tier', value: 'gold' }],
    stringNotEquals: [{ key: 'aws:ResourceTag/scratch', value: '' }],
  });
});

test.run();
