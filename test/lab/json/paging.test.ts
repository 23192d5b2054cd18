import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Lab, tablesWorld, type World } from '../../../lab/index.ts';
import { call, type JsonCall, withLab } from '../client.ts';

const test = suite('lab/json/paging');

const base = tablesWorld(7, { plans: 7, selections: 7, points: 1 });

const [account] = base.accounts;

const TABLE_ARN = 'arn:aws:dynamodb:us-west-2:123456789012:table/table-000000';

const named = <T>(name: string, value: T): Record<string, T> =>
  Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`${name}${index}`, value]));

const RESTORE_JOBS = Array.from({ length: 7 }, (_, index) => ({ RestoreJobId: `${index}`, SourceResourceArn: TABLE_ARN }));

/** Seven of everything that can be listed, and 23 tags. */
const sevens: World = {
  accounts: [
    {
      id: '123456789012',
      dynamodb: {
        'us-west-2': {
          ...account?.dynamodb?.['us-west-2'],
          ListTagsOfResource: { 'table-000000': { Tags: Array.from({ length: 23 }, (_, index) => ({ Key: `${index}`, Value: '' })) } },
          ListBackups: {
            BackupSummaries: Array.from({ length: 7 }, (_, index) => ({
              TableName: 'table-000000',
              BackupArn: `${TABLE_ARN}/backup/${index}`,
            })),
          },
        },
      },
      backup: {
        'us-west-2': {
          ...account?.backup?.['us-west-2'],
          DescribeBackupVault: { main: {}, ...named('vault', {}) },
          ListRestoreJobs: { RestoreJobs: RESTORE_JOBS },
          GetRestoreTestingPlan: named('plan', { RestoreTestingPlan: {} }),
          GetRestoreTestingSelection: { plan0: named('selection', { RestoreTestingSelection: {} }) },
        },
      },
      account: {
        ListRegions: { Regions: Object.keys(named('region-', {})).map((RegionName) => ({ RegionName, RegionOptStatus: 'ENABLED' })) },
      },
    },
  ],
};

interface Listing extends JsonCall {
  readonly member: string;
  /** What says how long a page is, and how long it can be. */
  readonly size: readonly [parameter: string, most: number];
  /** What says where a page starts, and what tells it. */
  readonly token: readonly [parameter: string, member: string];
  readonly count: number;
}

const backup = (operation: string, member: string, input: JsonCall['input'] = {}, count = 7): Listing => ({
  service: 'backup',
  operation,
  input,
  member,
  size: ['MaxResults', 1000],
  token: ['NextToken', 'NextToken'],
  count,
});

const PLAN = { BackupPlanId: '00000000-0000-4000-9000-000000000000' };

const LISTINGS: readonly Listing[] = [
  {
    service: 'dynamodb',
    operation: 'ListTables',
    member: 'TableNames',
    size: ['Limit', 100],
    token: ['ExclusiveStartTableName', 'LastEvaluatedTableName'],
    count: 7,
  },
  {
    service: 'dynamodb',
    operation: 'ListBackups',
    member: 'BackupSummaries',
    size: ['Limit', 100],
    token: ['ExclusiveStartBackupArn', 'LastEvaluatedBackupArn'],
    count: 7,
  },
  {
    service: 'account',
    operation: 'ListRegions',
    member: 'Regions',
    size: ['MaxResults', 50],
    token: ['NextToken', 'NextToken'],
    count: 7,
  },
  backup('ListBackupPlans', 'BackupPlansList'),
  backup('ListBackupSelections', 'BackupSelectionsList', PLAN),
  backup('ListBackupVaults', 'BackupVaultList', {}, 8),
  backup('ListProtectedResources', 'Results'),
  backup('ListRecoveryPointsByResource', 'RecoveryPoints', { ResourceArn: TABLE_ARN }, 1),
  backup('ListRecoveryPointsByBackupVault', 'RecoveryPoints', { BackupVaultName: 'main' }),
  backup('ListBackupJobs', 'BackupJobs', { ByState: 'COMPLETED' }),
  backup('ListCopyJobs', 'CopyJobs'),
  backup('ListRestoreJobs', 'RestoreJobs'),
  backup('ListRestoreJobsByProtectedResource', 'RestoreJobs', { ResourceArn: TABLE_ARN }),
  backup('ListRestoreTestingPlans', 'RestoreTestingPlans'),
  backup('ListRestoreTestingSelections', 'RestoreTestingSelections', { RestoreTestingPlanName: 'plan0' }),
];

type Answer = Readonly<Record<string, unknown>>;

/** All items of a listing, page by page. */
const pages = async (lab: Lab, { member, token: [parameter, told], ...asked }: Omit<Listing, 'size' | 'count'>, input: Answer) => {
  const found: (readonly unknown[])[] = [];
  let start: unknown;
  do {
    const page: Answer = { ...(await call(lab, { ...asked, input: { ...asked.input, ...input, [parameter]: start } })) };
    found.push(page[member] as readonly unknown[]);
    start = page[told];
  } while (start !== undefined);
  return found;
};

for (const { size, count, ...listing } of LISTINGS) {
  const name = `${listing.service}, ${listing.operation}`;
  const [parameter, most] = size;

  test(`${name}: the same items whatever the size of the pages`, () =>
    withLab(sevens, async (lab) => {
      const [all = [], ...more] = await pages(lab, listing, {});
      assert.equal([all.length, more.length], [count, 0]);
      assert.is(new Set(all.map((item) => JSON.stringify(item))).size, count);
      for (const length of [1, 2, count - 1, count, count + 1].filter((length) => length > 0)) {
        const found = await pages(lab, listing, { [parameter]: length });
        assert.equal(found.flat(), all);
        assert.is(found.length, Math.ceil(count / length), `in pages of ${length}`);
      }
    }));

  test(`${name}: no page of none, and none of more than ${most}`, () =>
    withLab(sevens, async (lab) => {
      for (const [length, refused] of [
        [0, true],
        [-1, true],
        [most, false],
        [most + 1, true],
      ] as const) {
        const { input, ...asked } = listing;
        const code = await call(lab, { ...asked, input: { ...input, [parameter]: length } }).then(
          () => undefined,
          ({ name: thrown }) => thrown,
        );
        const expected = listing.service === 'backup' ? 'InvalidParameterValueException' : 'ValidationException';
        assert.is(code, refused ? expected : undefined, String(length));
      }
    }));
}

test('dynamodb, ListTagsOfResource: ten a page', () =>
  withLab(sevens, async (lab) => {
    const token = ['NextToken', 'NextToken'] as const;
    const asked = {
      service: 'dynamodb',
      operation: 'ListTagsOfResource',
      input: { ResourceArn: TABLE_ARN },
      member: 'Tags',
      token,
    } as const;
    const found = await pages(lab, asked, {});
    assert.equal(
      found.map((page) => page.length),
      [10, 10, 3],
    );
    assert.equal(
      found.flat().map((tag) => (tag as { Key: string }).Key),
      Array.from({ length: 23 }, (_, index) => `${index}`),
    );
  }));

test('pages without a size hold what the service gives at most', () =>
  withLab(tablesWorld(1001, { points: 1, plans: 1 }), async (lab) => {
    const tables: Answer = { ...(await call(lab, { service: 'dynamodb', operation: 'ListTables' })) };
    assert.equal([(tables.TableNames as []).length, tables.LastEvaluatedTableName], [100, 'table-000099']);
    const jobs: Answer = { ...(await call(lab, { service: 'backup', operation: 'ListBackupJobs' })) };
    assert.equal([(jobs.BackupJobs as []).length, typeof jobs.NextToken], [1000, 'string']);
  }));

test.run();
