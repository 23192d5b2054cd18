import { readFile } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { asset } from '../../commands/assets.ts';
import { loadWorld, startLab, type World } from '../../lab/index.ts';
import { BACKUP_POLICY, backupPlatform } from '../cli/backup-platform.ts';
import { against, STACK_TRACE, sandbox, withoutCredentials } from '../cli/harness.ts';
import { CONFIGURATION, PLATFORM_POLICY, platform, policyOf } from '../cli/platform.ts';
import { ACTIONS } from '../scanners/actions.ts';
import { runCli } from './cli.ts';

const test = suite('commands/permissions');

type Files = Readonly<Record<string, string>>;

const permissions = async (files: Files, ...args: readonly string[]) => {
  const { path } = await sandbox(files);
  return runCli(['permissions', ...args], { cwd: path, env: withoutCredentials() });
};

const printed = async (files: Files, ...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await permissions(files, ...args);
  assert.is(code, 0, stderr);
  assert.is(stderr, '');
  return stdout;
};

const actionsIn = (json: string): readonly string[] => JSON.parse(json).Statement[0].Action;

const on = (kind: string, rule: string): string =>
  policyOf(kind.replace('/', '-'), `  - name: c\n    resources: [{ kind: ${kind}, name: metadata }]\n    rules: [${rule}]`);

const PITR = on('dynamodb/table', 'dynamodb/pitr-enabled');

test('an IAM policy of one statement', async () => {
  assert.equal(JSON.parse(await printed({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': PITR })), {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'MlopsDrRead', Effect: 'Allow', Action: ['dynamodb:DescribeContinuousBackups', 'dynamodb:ListTables'], Resource: '*' },
    ],
  });
});

test('a policy document for Terraform, as terraform fmt leaves it', async () => {
  assert.is(
    await printed({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': PITR }, '--format', 'terraform'),
    `data "aws_iam_policy_document" "mlops_dr" {
  statement {
    sid    = "MlopsDrRead"
    effect = "Allow"
    actions = [
      "dynamodb:DescribeContinuousBackups",
      "dynamodb:ListTables",
    ]
    resources = ["*"]
  }
}
`,
  );
});

test('both formats name the same actions', async () => {
  const files = { 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': BACKUP_POLICY };
  const terraform = await printed(files, '--format', 'terraform');
  assert.equal(
    [...terraform.matchAll(/"(\w+:\w+)"/g)].map(([, action]) => action),
    actionsIn(await printed(files)),
  );
});

// What a scan needs

/** ListAllMyBuckets is that of ListBuckets. */
const READS = /^[a-z0-9]+:(Get|List|Describe)[A-Z]\w+$/;

for (const policy of ['mlops-platform', 'dr-baseline']) {
  test(`${policy}: known actions that read, each once, in order`, async () => {
    const actions = actionsIn(await printed({}, '--policy', policy));
    assert.ok(actions.length > 0);
    for (const action of actions) {
      assert.match(action, READS);
      assert.ok(Object.values(ACTIONS).includes(action), action);
    }
    assert.equal(actions, [...new Set(actions)].sort());
  });
}

/** Everybody may ask who they are. */
const FREE = 'sts:GetCallerIdentity';

/** The permissions that a collection made use of. */
const usedBy = async (world: World, files: Files, args: readonly string[]): Promise<readonly string[]> => {
  const lab = await startLab(world);
  const { path } = await sandbox(files);
  try {
    await against(lab, ['collect', '--output', 'inventory.json', ...args], { cwd: path });
    const actions = [...lab.requests.keys()].map((operation) => ACTIONS[operation.split(':')[1] ?? ''] ?? `unknown to IAM: ${operation}`);
    return [...new Set(actions)].filter((action) => action !== FREE).sort();
  } finally {
    await lab.close();
  }
};

interface Case {
  readonly name: string;
  readonly world: World;
  readonly files?: Files;
  readonly args?: readonly string[];
  /** What another platform would need. */
  readonly spare: readonly string[];
}

const CASES: readonly Case[] = [
  { name: 'one rule about tables', world: backupPlatform, files: { 'policy.yaml': PITR }, spare: [] },
  {
    name: 'every rule about AWS Backup and tables',
    world: backupPlatform,
    files: { 'policy.yaml': BACKUP_POLICY },
    // Buckets are opted out, and no selection can take them in by their tags.
    spare: ['s3:GetBucketTagging'],
  },
  { name: 'every rule about buckets', world: platform, files: { 'policy.yaml': PLATFORM_POLICY }, spare: [] },
  {
    name: 'the baseline, where no Region is named',
    world: backupPlatform,
    files: { 'mlops-dr.yaml': 'targets: [{ name: prod, aws: {} }]\n' },
    args: ['--policy', 'dr-baseline'],
    // No bucket is replicated, and no selection leaves open what AWS does not document.
    spare: ['backup:ListBackupJobs', 's3:ListBucket'],
  },
];

for (const { name, world, files: own = {}, args = [], spare } of CASES) {
  test(`${name}: what a scan uses, and what it might need`, async () => {
    const files = { 'mlops-dr.yaml': CONFIGURATION, ...own };
    const [used, granted] = await Promise.all([usedBy(world, files, args), printed(files, ...args).then(actionsIn)]);
    assert.equal(granted, [...new Set([...used, ...spare])].sort());
    assert.equal(
      spare.filter((action) => used.includes(action)),
      [],
    );
  });
}

test('the demonstration uses nothing that its policy does not need', async () => {
  const demo = loadWorld(await readFile(asset('lab/worlds/demo.yaml'), 'utf8'), 'demo.yaml');
  const args = ['--policy', 'mlops-platform'];
  const files = { 'mlops-dr.yaml': CONFIGURATION };
  const granted = actionsIn(await printed(files, ...args));
  const used = await usedBy(demo, files, args);
  assert.ok(used.length > 15);
  assert.equal(
    used.filter((action) => !granted.includes(action)),
    [],
  );
});

// Regions

const TWO = (first: string, second: string): string => `targets: [{ name: one, aws: ${first} }, { name: two, aws: ${second} }]\n`;
const NAMED = '{ regions: [us-west-2] }';
const BUCKETS = on('s3/bucket', 's3/versioning-enabled');

for (const { name, files, asked } of [
  { name: 'without a configuration', files: {}, asked: true },
  { name: 'where every target names Regions', files: { 'mlops-dr.yaml': TWO(NAMED, NAMED) }, asked: false },
  { name: 'where one target names none', files: { 'mlops-dr.yaml': TWO(NAMED, '{}') }, asked: true },
  { name: 'where nothing is listed Region by Region', files: {}, policy: BUCKETS, asked: false },
].map((one) => ({ ...one, files: { 'given.yaml': 'policy' in one ? one.policy : PITR, ...one.files } }))) {
  test(`${name}: the Regions of the account are ${asked ? '' : 'not '}asked for`, async () => {
    const actions = actionsIn(await printed(files, '--policy', 'given.yaml'));
    assert.is(actions.includes('account:ListRegions'), asked);
  });
}

test('--config names the configuration', async () => {
  const files = { 'given.yaml': PITR, 'there.yaml': TWO(NAMED, NAMED) };
  const actions = actionsIn(await printed(files, '--policy', 'given.yaml', '--config', 'there.yaml'));
  assert.not(actions.includes('account:ListRegions'));
});

// Which policies

test('without a policy and without a configuration: the baseline', async () => {
  assert.is(await printed({}), await printed({}, '--policy', 'dr-baseline'));
});

test('the policies of the configuration count, unless others are given', async () => {
  const files = { 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': PITR, 'other.yaml': BUCKETS };
  assert.equal(actionsIn(await printed(files)), ['dynamodb:DescribeContinuousBackups', 'dynamodb:ListTables']);
  const both = await printed(files, '--policy', 'policy.yaml', '--policy', 'other.yaml');
  assert.equal(actionsIn(await printed(files, '--policy', 'other.yaml')), ['s3:GetBucketVersioning', 's3:ListAllMyBuckets']);
  assert.equal(actionsIn(both), [
    'dynamodb:DescribeContinuousBackups',
    'dynamodb:ListTables',
    's3:GetBucketVersioning',
    's3:ListAllMyBuckets',
  ]);
});

for (const { name, files, args, stderr } of [
  {
    name: 'a policy that does not ship',
    files: {},
    args: ['--policy', 'dr-basline'],
    stderr: /There is no policy "dr-basline".*Did you mean dr-baseline\?/,
  },
  {
    name: 'a policy that the configuration names',
    files: { 'mlops-dr.yaml': CONFIGURATION },
    args: [],
    stderr: /mlops-dr\.yaml:4:12: .*"policy\.yaml"/,
  },
  {
    name: 'a rule that there is not',
    files: { 'bad.yaml': on('dynamodb/table', 'dynamodb/pitr-enable') },
    args: ['--policy', 'bad.yaml'],
    stderr: /bad\.yaml:7:13: .*"dynamodb\/pitr-enable".*Did you mean dynamodb\/pitr-enabled\?/,
  },
  { name: 'a format that there is not', files: {}, args: ['--format', 'hcl'], stderr: /--format=hcl to be one of: json, terraform/ },
]) {
  test(`2, and why: ${name}`, async () => {
    const result = await permissions(files, ...args);
    assert.is(result.code, 2);
    assert.is(result.stdout, '');
    assert.match(result.stderr, stderr);
    assert.not.match(result.stderr, STACK_TRACE);
  });
}

test.run();
