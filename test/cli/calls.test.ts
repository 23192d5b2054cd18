import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startLab, tablesWorld, type World } from '../../lab/index.ts';
import { BACKUP_POLICY, backupPlatform } from './backup-platform.ts';
import { against, sandbox } from './harness.ts';
import { scanHere } from './in-process.ts';
import { CONFIGURATION, policyOf } from './platform.ts';

const test = suite('cli/calls');

type Calls = Readonly<Record<string, number>>;

/** What every scan of tables in two Regions begins with. */
const TABLES: Calls = { 'sts:GetCallerIdentity': 1, 'dynamodb:ListTables': 2 };

/** The plans of both Regions, with what those select that select anything. */
const PLANS: Calls = {
  'backup:ListBackupPlans': 2,
  'backup:ListBackupSelections': 5,
  'backup:GetBackupPlan': 4,
  'backup:GetBackupSelection': 4,
  'backup:DescribeRegionSettings': 1,
};

/** The same platform without the plan that selects by tags. */
const untagged = (): World => {
  const world = structuredClone(backupPlatform);
  const answers = world.accounts[0]?.backup?.['us-west-2'];
  assert.ok(answers?.GetBackupPlan && answers.GetBackupSelection);
  Reflect.deleteProperty(answers.GetBackupPlan, 'tagging');
  Reflect.deleteProperty(answers.GetBackupSelection, 'tagging');
  return world;
};

const on = (resources: string, rule: string, more = ''): string =>
  policyOf('p', `  - name: c\n${more}    resources: [{ ${resources} }]\n    rules: [${rule}]`);

const METADATA = 'kind: dynamodb/table, name: metadata';
const ALL_TABLES = 'kind: dynamodb/table';

interface Case {
  readonly name: string;
  readonly world?: World;
  readonly policy: string;
  readonly calls: Calls;
}

const CASES: readonly Case[] = [
  {
    name: 'a rule about tables asks for its own fact alone, of the table that is selected',
    policy: on(METADATA, 'dynamodb/pitr-enabled'),
    calls: { ...TABLES, 'dynamodb:DescribeContinuousBackups': 1 },
  },
  {
    name: 'a rule about buckets lists no tables, although it could be about those as well',
    policy: on('kind: s3/bucket, name: artifacts', 'backup/service-opted-in'),
    calls: { 'sts:GetCallerIdentity': 1, 's3:ListBuckets': 1, 'backup:DescribeRegionSettings': 1 },
  },
  {
    name: 'settings are asked for once a Region',
    policy: on(ALL_TABLES, 'backup/service-opted-in'),
    calls: { ...TABLES, 'backup:DescribeRegionSettings': 1 },
  },
  {
    name: 'whether plans have selections takes no plan',
    policy: on('kind: backup/plan', 'backup/plan-has-selections'),
    calls: { 'sts:GetCallerIdentity': 1, 'backup:ListBackupPlans': 2, 'backup:ListBackupSelections': 5 },
  },
  {
    name: 'plans and selections are asked for once for all tables, and never a plan that selects nothing; tags where a selection looks at them',
    policy: on(ALL_TABLES, 'backup/plan-retention'),
    calls: { ...TABLES, ...PLANS, 'dynamodb:ListTagsOfResource': 5 },
  },
  {
    name: 'no tags where no selection looks at them',
    world: untagged(),
    policy: on(ALL_TABLES, 'backup/plan-retention'),
    calls: {
      ...TABLES,
      ...PLANS,
      'backup:ListBackupSelections': 4,
      'backup:GetBackupPlan': 3,
      'backup:GetBackupSelection': 3,
    },
  },
  {
    name: 'vaults are listed once a Region, and their access policies read where a covering rule writes',
    world: untagged(),
    policy: on(METADATA, 'backup/vault-denies-deletion'),
    calls: {
      ...TABLES,
      ...PLANS,
      'backup:ListBackupSelections': 4,
      'backup:GetBackupPlan': 3,
      'backup:GetBackupSelection': 3,
      'backup:ListBackupVaults': 2,
      'backup:GetBackupVaultAccessPolicy': 1,
    },
  },
  {
    name: 'recovery points are asked for of what is selected; no jobs where these tell',
    policy: on(METADATA, 'backup/recovery-point-recent'),
    calls: { ...TABLES, ...PLANS, 'dynamodb:ListTagsOfResource': 1, 'backup:ListRecoveryPointsByResource': 1 },
  },
  {
    name: 'a key that two rules ask about is described once',
    policy: on(METADATA, 'backup/vault-encrypted-with-customer-key, dynamodb/encrypted-with-customer-key'),
    calls: {
      ...TABLES,
      ...PLANS,
      'dynamodb:DescribeTable': 1,
      'dynamodb:ListTagsOfResource': 1,
      'backup:ListBackupVaults': 2,
      'kms:DescribeKey': 1,
    },
  },
  {
    name: 'up to ten resources are asked about one by one: what jobs there were',
    world: tablesWorld(10),
    policy: on(ALL_TABLES, 'backup/jobs-succeed'),
    calls: {
      ...TABLES,
      'backup:ListBackupPlans': 2,
      'backup:ListBackupSelections': 5,
      'backup:GetBackupPlan': 5,
      'backup:GetBackupSelection': 15,
      'backup:DescribeRegionSettings': 1,
      'dynamodb:ListTagsOfResource': 10,
      'backup:ListBackupJobs': 10,
    },
  },
  {
    name: 'more are looked up in one listing of all jobs of the Region',
    world: tablesWorld(11),
    policy: on(ALL_TABLES, 'backup/jobs-succeed'),
    calls: {
      ...TABLES,
      'backup:ListBackupPlans': 2,
      'backup:ListBackupSelections': 5,
      'backup:GetBackupPlan': 5,
      'backup:GetBackupSelection': 15,
      'backup:DescribeRegionSettings': 1,
      'dynamodb:ListTagsOfResource': 11,
      'backup:ListBackupJobs': 1,
    },
  },
];

const sorted = (calls: Iterable<readonly [string, number]>): readonly (readonly [string, number])[] =>
  [...calls].sort(([one], [other]) => (one < other ? -1 : 1));

for (const { name, world = backupPlatform, policy, calls } of CASES) {
  test(name, async () => {
    const lab = await startLab(world);
    const configuration = CONFIGURATION.replace('regions:', `endpoint: "${lab.url}", regions:`);
    const { path } = await sandbox({ 'mlops-dr.yaml': configuration, 'policy.yaml': policy });
    try {
      await scanHere(path);
      assert.equal(sorted(lab.requests), sorted(Object.entries(calls)));
    } finally {
      await lab.close();
    }
  });
}

test('the whole platform: nothing is asked for twice', async () => {
  const lab = await startLab(backupPlatform);
  const { path } = await sandbox({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': BACKUP_POLICY });
  try {
    await against(lab, ['scan', '--format', 'json', '--fail-on', 'never'], { cwd: path });
    const calls: Calls = {
      ...TABLES,
      ...PLANS,
      's3:ListBuckets': 1,
      // Of the bucket that a plan selects.
      's3:GetBucketVersioning': 1,
      's3:GetBucketNotificationConfiguration': 1,
      'dynamodb:DescribeTable': 2,
      'dynamodb:DescribeContinuousBackups': 2,
      'dynamodb:ListTagsOfResource': 5,
      'dynamodb:ListBackups': 1,
      'kms:DescribeKey': 2,
      'backup:DescribeGlobalSettings': 1,
      'backup:ListBackupVaults': 2,
      'backup:GetBackupVaultAccessPolicy': 2,
      // One for each of the seven resources that the policy selects.
      'backup:ListBackupJobs': 7,
      'backup:ListCopyJobs': 7,
      // Of three resources in their own Region; of one, and of two, in the Region of their copies as well.
      'backup:ListRecoveryPointsByResource': 4,
      'backup:ListRestoreJobsByProtectedResource': 5,
      'backup:ListRestoreTestingPlans': 2,
      'backup:GetRestoreTestingPlan': 1,
      'backup:ListRestoreTestingSelections': 1,
      'backup:GetRestoreTestingSelection': 1,
    };
    assert.equal(sorted(lab.requests), sorted(Object.entries(calls)));
  } finally {
    await lab.close();
  }
});

test.run();
