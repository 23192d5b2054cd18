import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../../engine/collect/clock.ts';
import { collect } from '../../engine/collect/collect.ts';
import type { Demand } from '../../engine/demand.ts';
import { connectors } from '../../generated/connectors.ts';
import { type Fault, loadWorld, startLab } from '../../lab/index.ts';
import { accountSettingsId, protectedResourceId, regionSettingsId, selectionId } from '../../model/backup/ids.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { AnyKind } from '../../model/kind.ts';
import {
  backupAccount,
  backupPlan,
  backupProtectedResource,
  backupRegion,
  backupRestoreTestingPlan,
  backupRestoreTestingSelection,
  backupSelection,
  backupVault,
} from '../../model/kinds/backup.ts';
import { dynamodbTable } from '../../model/kinds/dynamodb.ts';
import { kmsKey } from '../../model/kinds/kms.ts';
import type { Reading } from '../../model/reading.ts';
import { every, type Joins, join, namedBy, type Subject } from '../../model/rule.ts';
import type { Scanner } from '../../model/scanner.ts';
import backup from '../../scanners/backup/index.ts';
import dynamodb from '../../scanners/dynamodb/index.ts';
import kms from '../../scanners/kms/index.ts';
import { KEY, TABLE, VAULT } from './answers.ts';
import { withCredentials } from './credentials.ts';
import { ACCOUNT, OTHER_ACCOUNT, OTHER_REGION, REGION } from './fakes.ts';

// The scanners, the engine and the lab together, over the real wire.

const test = suite('scanners/lab');

const AT = '2026-11-21T05:00:00Z';
const READ_AT = '2026-11-21T05:00:00.000Z';
const PLAN_ID = 'plan-1';
const PLAN = `arn:aws:backup:${REGION}:${ACCOUNT}:backup-plan:${PLAN_ID}`;
const COPIES = `arn:aws:backup:${OTHER_REGION}:${ACCOUNT}:backup-vault:copies`;
const NOWHERE = `arn:aws:backup:${OTHER_REGION}:${ACCOUNT}:backup-vault:nowhere`;
const THEIRS = `arn:aws:backup:${OTHER_REGION}:${OTHER_ACCOUNT}:backup-vault:theirs`;
const GONE_KEY = KEY.replace(/[^/]+$/, 'gone');
const ROLE = `arn:aws:iam::${ACCOUNT}:role/backup`;

const rule = { RuleId: 'rule-1', RuleName: 'daily', TargetBackupVaultName: 'Vault', Lifecycle: { DeleteAfterDays: 35 } };

const plan = (BackupPlanName: string) => ({
  CreationDate: AT,
  BackupPlan: { BackupPlanName, Rules: [{ ...rule, CopyActions: [{ DestinationBackupVaultArn: COPIES }] }] },
});

const selection = (SelectionName: string, more: object) => ({
  CreationDate: AT,
  BackupSelection: { SelectionName, IamRoleArn: ROLE, ...more },
});

const WORLD = loadWorld(
  JSON.stringify({
    accounts: [
      {
        id: ACCOUNT,
        account: {
          ListRegions: {
            Regions: [
              { RegionName: REGION, RegionOptStatus: 'ENABLED_BY_DEFAULT' },
              { RegionName: OTHER_REGION, RegionOptStatus: 'ENABLED' },
              { RegionName: 'ap-east-1', RegionOptStatus: 'DISABLED' },
            ],
          },
        },
        dynamodb: {
          [REGION]: {
            DescribeTable: {
              metadata: {
                Table: {
                  TableId: 't',
                  TableStatus: 'ACTIVE',
                  CreationDateTime: AT,
                  DeletionProtectionEnabled: true,
                  SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: KEY },
                  Replicas: [{ RegionName: OTHER_REGION, ReplicaStatus: 'ACTIVE' }],
                },
              },
            },
            DescribeContinuousBackups: {
              metadata: {
                ContinuousBackupsDescription: {
                  ContinuousBackupsStatus: 'ENABLED',
                  PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED', EarliestRestorableDateTime: AT },
                },
              },
            },
            ListTagsOfResource: {
              metadata: { Tags: Array.from({ length: 12 }, (_, index) => ({ Key: `tag-${index}`, Value: String(index) })) },
            },
            ListBackups: {
              BackupSummaries: [
                {
                  TableName: 'metadata',
                  TableArn: TABLE,
                  TableId: 't',
                  BackupArn: `${TABLE}/backup/1`,
                  BackupName: 'one',
                  BackupStatus: 'AVAILABLE',
                  BackupType: 'USER',
                  BackupCreationDateTime: AT,
                },
              ],
            },
          },
        },
        kms: { [REGION]: { DescribeKey: { [KEY]: { KeyMetadata: { KeyManager: 'CUSTOMER', KeyState: 'Enabled' } } } } },
        backup: {
          DescribeGlobalSettings: { GlobalSettings: { isCrossAccountBackupEnabled: 'true' } },
          [REGION]: {
            GetBackupPlan: { [PLAN_ID]: plan('Plan'), empty: plan('Empty') },
            GetBackupSelection: { [PLAN_ID]: { one: selection('One', { Resources: [TABLE] }), two: selection('Two', {}) } },
            DescribeBackupVault: { Vault: { VaultType: 'BACKUP_VAULT', Locked: true, LockDate: AT, MinRetentionDays: 7 } },
            GetBackupVaultAccessPolicy: { Vault: { Policy: '{"Statement":[]}' } },
            DescribeRegionSettings: {
              ResourceTypeOptInPreference: { DynamoDB: true },
              ResourceTypeManagementPreference: { DynamoDB: true },
            },
            ListRecoveryPointsByBackupVault: {
              Vault: { RecoveryPoints: [{ RecoveryPointArn: 'point-1', ResourceArn: TABLE, Status: 'COMPLETED', CreationDate: AT }] },
            },
            ListBackupJobs: {
              BackupJobs: [
                { BackupJobId: 'job-1', ResourceArn: TABLE, State: 'COMPLETED', CreationDate: AT, CreatedBy: { BackupPlanId: PLAN_ID } },
              ],
            },
            ListCopyJobs: {
              CopyJobs: [{ CopyJobId: 'copy-1', ResourceArn: TABLE, State: 'FAILED', CreationDate: AT, DestinationBackupVaultArn: COPIES }],
            },
            ListRestoreJobs: {
              RestoreJobs: [
                {
                  RestoreJobId: 'restore-1',
                  SourceResourceArn: TABLE,
                  Status: 'COMPLETED',
                  ValidationStatus: 'SUCCESSFUL',
                  CreationDate: AT,
                },
              ],
            },
            GetRestoreTestingPlan: {
              drill: {
                RestoreTestingPlan: {
                  RestoreTestingPlanName: 'drill',
                  CreationTime: AT,
                  RecoveryPointSelection: { SelectionWindowDays: 7 },
                },
              },
            },
            GetRestoreTestingSelection: {
              drill: {
                tables: {
                  RestoreTestingSelection: {
                    RestoreTestingSelectionName: 'tables',
                    RestoreTestingPlanName: 'drill',
                    CreationTime: AT,
                    IamRoleArn: ROLE,
                    ProtectedResourceType: 'DynamoDB',
                    ProtectedResourceArns: ['*'],
                  },
                },
              },
            },
          },
          [OTHER_REGION]: { DescribeBackupVault: { copies: { VaultType: 'BACKUP_VAULT', Locked: false } } },
        },
      },
    ],
  }),
  'world.json',
);

// All that there is about a table.

const SCANNERS = [backup, dynamodb, kms] as readonly Scanner[];

const READERS = new Map(SCANNERS.flatMap(({ kinds }) => kinds.map(({ kind, facets }) => [kind.id, facets] as const)));

const facetsOf = (kind: AnyKind): string[] => Object.keys(kind.facets);

type Plan = Subject<typeof backupPlan, 'selectionList'>;
type TestingPlan = Subject<typeof backupRestoreTestingPlan, 'selectionList'>;

const present = (id: string | undefined): readonly string[] => (id === undefined ? [] : [id]);

const JOINS: Joins = {
  plans: every(backupPlan, ['selectionList', 'definition'], 'region'),
  selections: namedBy('plans', backupSelection, ['definition'], ({ id, facets }: Plan) =>
    facets.selectionList.selections.map((one) => selectionId(id, one.id)),
  ),
  testingPlans: every(backupRestoreTestingPlan, ['definition', 'selectionList'], 'region'),
  testingSelections: namedBy('testingPlans', backupRestoreTestingSelection, ['definition'], ({ id, facets }: TestingPlan) =>
    facets.selectionList.selections.map(({ name }) => selectionId(id, name)),
  ),
  vaults: join(backupVault, ['description', 'accessPolicy'], () => [VAULT, COPIES, NOWHERE, THEIRS]),
  settings: join(backupRegion, ['settings'], ({ scope }: Subject) => present(regionSettingsId(scope))),
  account: join(backupAccount, ['settings'], ({ scope }: Subject) => present(accountSettingsId(scope))),
  evidence: join(backupProtectedResource, ['lastBackup', 'recoveryPoints', 'backupJobs', 'copyJobs', 'restoreJobs'], ({ id }: Subject) =>
    [REGION, OTHER_REGION].map((region) => protectedResourceId('aws', region, ACCOUNT, id)),
  ),
  keys: join(kmsKey, ['metadata'], () => [KEY, GONE_KEY]),
};

const DEMAND: Demand = {
  kinds: new Set(READERS.keys()),
  wants: new Map([
    [
      'dynamodb/table',
      [
        {
          selectors: [{ kind: 'dynamodb/table', optional: true, place: { file: 'policy.yaml', line: 1, column: 1 } }],
          readers: [{ reads: facetsOf(dynamodbTable), joins: JOINS, params: {} }],
        },
      ],
    ],
  ]),
};

const scan = async (faults: readonly Fault[] = [], regions?: readonly string[]) => {
  const lab = await startLab({ ...WORLD, faults });
  try {
    const inventory = await withCredentials(() =>
      collect({
        tool: { name: 'mlops-dr', version: '0' },
        targets: [{ name: 'prod', type: 'aws', config: { endpoint: lab.url, ...(regions ? { regions } : {}) } }],
        connectors,
        scanners: SCANNERS,
        demand: DEMAND,
        takenAt: new Date('2026-11-22T09:00:00Z'),
        concurrency: 16,
        timeout: 5000,
        signal: new AbortController().signal,
        // Retries and pauses come at once: what is tested is what they lead to.
        clock: { ...systemClock, random: () => 0 },
      }),
    );
    return { inventory, requests: Object.fromEntries(lab.requests) };
  } finally {
    await lab.close();
  }
};

/** Every reading, by kind, id and facet. */
const readingsOf = ({ resources }: Inventory): Record<string, Reading<unknown>> =>
  Object.fromEntries(
    resources.flatMap(({ kind, id, facets }) => Object.entries(facets).map(([facet, reading]) => [`${kind} ${id} ${facet}`, reading])),
  );

const sound = await scan();
const readings = readingsOf(sound.inventory);

const value = (kind: AnyKind, id: string, facet: string): unknown => {
  const reading = readings[`${kind.id} ${id} ${facet}`];
  return reading?.state === 'read' ? reading.value : reading;
};

test('every listing of every Region that is enabled is complete', () => {
  const [target] = sound.inventory.targets;
  assert.equal(
    target?.listings.map(({ kind, region, state }) => `${kind} ${region} ${state}`).sort(),
    ['backup/plan', 'backup/restore-testing-plan', 'backup/vault', 'dynamodb/table']
      .flatMap((kind) => [OTHER_REGION, REGION].map((region) => `${kind} ${region} complete`))
      .sort(),
  );
});

test('nothing is unread but the vault of another account', () => {
  const unread = Object.entries(readings).filter(([, { state }]) => state === 'unread');
  assert.equal(
    unread.map(([name, reading]) => [name, reading.state === 'unread' && reading.gap.code]),
    ['description', 'accessPolicy'].map((facet) => [`backup/vault ${THEIRS} ${facet}`, 'ForeignAccount']),
  );
});

for (const { name, found, expected } of [
  {
    name: 'table',
    found: value(dynamodbTable, TABLE, 'description'),
    expected: {
      tableId: 't',
      status: 'ACTIVE',
      createdAt: READ_AT,
      deletionProtection: true,
      replicas: [{ region: OTHER_REGION, status: 'ACTIVE' }],
      witnesses: [],
      encryption: { type: 'KMS', keyArn: KEY },
    },
  },
  {
    name: 'continuous backups',
    found: value(dynamodbTable, TABLE, 'continuousBackups'),
    expected: { pointInTimeRecovery: 'ENABLED', recoveryPeriodInDays: 35, earliestRestorable: READ_AT },
  },
  {
    name: 'tags of two pages',
    found: value(dynamodbTable, TABLE, 'tags'),
    expected: Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`tag-${index}`, String(index)])),
  },
  {
    name: 'backups on demand',
    found: value(dynamodbTable, TABLE, 'backups'),
    expected: { backups: [{ arn: `${TABLE}/backup/1`, tableId: 't', status: 'AVAILABLE', createdAt: READ_AT }] },
  },
  {
    name: 'selections of a plan',
    found: value(backupPlan, PLAN, 'selectionList'),
    expected: {
      selections: [
        { id: 'one', name: 'One' },
        { id: 'two', name: 'Two' },
      ],
    },
  },
  {
    name: 'selection',
    found: (value(backupSelection, selectionId(PLAN, 'one'), 'definition') as { resources?: unknown }).resources,
    expected: [TABLE],
  },
  {
    name: 'locked vault',
    found: value(backupVault, VAULT, 'description'),
    expected: { exists: true, type: 'BACKUP_VAULT', locked: true, lockDate: READ_AT, minRetentionDays: 7 },
  },
  { name: 'access policy', found: value(backupVault, VAULT, 'accessPolicy'), expected: { document: '{"Statement":[]}' } },
  { name: 'no access policy', found: value(backupVault, COPIES, 'accessPolicy'), expected: { state: 'absent' } },
  {
    name: 'access policy of a vault that does not exist',
    found: value(backupVault, NOWHERE, 'accessPolicy'),
    expected: { state: 'absent', impliedBy: 'description' },
  },
  {
    name: 'vault that does not exist',
    found: value(backupVault, NOWHERE, 'description'),
    expected: { exists: false, type: 'UNTOLD', locked: false },
  },
  {
    name: 'settings of the Region',
    found: value(backupRegion, `arn:aws:backup:${REGION}:${ACCOUNT}:region-settings`, 'settings'),
    expected: { optIn: { DynamoDB: true }, management: { DynamoDB: true } },
  },
  {
    name: 'settings of the account',
    found: value(backupAccount, `arn:aws:backup::${ACCOUNT}:global-settings`, 'settings'),
    expected: { crossAccountBackup: true },
  },
  {
    name: 'last backup',
    found: value(backupProtectedResource, protectedResourceId('aws', REGION, ACCOUNT, TABLE), 'lastBackup'),
    expected: { at: READ_AT },
  },
  {
    name: 'recovery points',
    found: value(backupProtectedResource, protectedResourceId('aws', REGION, ACCOUNT, TABLE), 'recoveryPoints'),
    expected: { points: [{ arn: 'point-1', vault: 'Vault', status: 'COMPLETED', createdAt: READ_AT }] },
  },
  {
    name: 'backup jobs',
    found: value(backupProtectedResource, protectedResourceId('aws', REGION, ACCOUNT, TABLE), 'backupJobs'),
    expected: { jobs: [{ id: 'job-1', state: 'COMPLETED', createdAt: READ_AT, plan: PLAN }] },
  },
  {
    name: 'copy jobs',
    found: value(backupProtectedResource, protectedResourceId('aws', REGION, ACCOUNT, TABLE), 'copyJobs'),
    expected: { jobs: [{ id: 'copy-1', state: 'FAILED', createdAt: READ_AT, destination: COPIES }] },
  },
  {
    name: 'restore jobs',
    found: value(backupProtectedResource, protectedResourceId('aws', REGION, ACCOUNT, TABLE), 'restoreJobs'),
    expected: { jobs: [{ id: 'restore-1', status: 'COMPLETED', validation: 'SUCCESSFUL', createdAt: READ_AT }] },
  },
  {
    name: 'what AWS Backup knows of it elsewhere',
    found: value(backupProtectedResource, protectedResourceId('aws', OTHER_REGION, ACCOUNT, TABLE), 'lastBackup'),
    expected: {},
  },
  {
    name: 'recovery points elsewhere',
    found: value(backupProtectedResource, protectedResourceId('aws', OTHER_REGION, ACCOUNT, TABLE), 'recoveryPoints'),
    expected: { state: 'absent', impliedBy: 'lastBackup' },
  },
  { name: 'key', found: value(kmsKey, KEY, 'metadata'), expected: { exists: true, manager: 'CUSTOMER', state: 'Enabled' } },
  { name: 'key that does not exist', found: value(kmsKey, GONE_KEY, 'metadata'), expected: { state: 'absent' } },
]) {
  test(`${name}: as the world says`, () => assert.equal(found, expected));
}

test('a plan without selections is not looked into', () => {
  const empty = PLAN.replace(PLAN_ID, 'empty');
  assert.equal(value(backupPlan, empty, 'selectionList'), { selections: [] });
  assert.equal(value(backupPlan, empty, 'definition'), { state: 'absent', impliedBy: 'selectionList' });
  assert.is(sound.requests['backup:GetBackupPlan'], 1);
});

test('restore testing, plan and selection', () => {
  const found = sound.inventory.resources.filter(({ kind }) => kind.startsWith('backup/restore-testing'));
  assert.equal(
    found.map(({ facets }) => Object.values(facets).map(({ state }) => state)),
    [['read', 'read'], ['read']],
  );
});

test('where the configuration names Regions, nobody asks for them, and joins look beyond them all the same', async () => {
  const { inventory, requests } = await scan([], [REGION]);
  assert.is(requests['account:ListRegions'], undefined);
  const [target] = inventory.targets;
  assert.equal([...new Set(target?.listings.map(({ region }) => region))], [REGION]);
  assert.equal(readingsOf(inventory), readings);
});

test('with 30 % of the answers throttled nothing is lost', async () => {
  const { inventory } = await scan([{ operation: '*', throttle: 0.3 }]);
  assert.equal(readingsOf(inventory), readings);
});

const CALLS = [...READERS].flatMap(([kind, facets]) =>
  Object.entries(facets).map(([facet, { operation, action }]) => ({ kind, facet, operation, service: action.split(':')[0] })),
);

/** What the readings must be where one operation is denied; `undefined` where what they depend on cannot be told any more. */
const deniedReading = (name: string, denied: readonly (typeof CALLS)[number][]): string | Reading<unknown> | undefined => {
  const [kind, id, facet] = name.split(' ');
  const before = readings[name];
  if (before?.state === 'absent' && before.impliedBy) return denied.some((call) => call.facet === before.impliedBy) ? undefined : before;
  const isDenied = denied.some((call) => call.kind === kind && call.facet === facet);
  return isDenied && id !== THEIRS ? 'AccessDeniedException' : before;
};

for (const operation of new Set(CALLS.map((call) => call.operation))) {
  const denied = CALLS.filter((call) => call.operation === operation);

  test(`${operation} denied: what it tells is unread, and nothing else changes`, async () => {
    const { inventory } = await scan([{ operation: `${denied[0]?.service}:${operation}`, deny: true }]);
    const found = Object.entries(readingsOf(inventory));
    for (const [name, reading] of found) {
      const expected = deniedReading(name, denied);
      if (typeof expected === 'string') assert.is(reading.state === 'unread' && reading.gap.code, expected, name);
      else if (expected) assert.equal(reading, expected, name);
    }
    assert.ok(found.some(([name]) => typeof deniedReading(name, denied) === 'string'));
  });
}

test.run();
