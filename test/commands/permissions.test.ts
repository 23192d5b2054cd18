import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { asset } from '../../commands/assets.ts';
import { loadWorld, startLab, type World } from '../../lab/index.ts';
import { BACKUP_POLICY, backupPlatform } from '../cli/backup-platform.ts';
import { against, STACK_TRACE, sandbox, withoutCredentials } from '../cli/harness.ts';
import { collectHere } from '../cli/in-process.ts';
import { filesFor, kubeconfigFor, kubernetesPlatform, SOUND_ALONE, SOUND_POLICY } from '../cli/kubernetes-platform.ts';
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
  // Of policies that read several platforms the permissions of one are printed; this says that there are others.
  assert.match(stderr, /^(These policies read more than that: see mlops-dr permissions --format [a-z-]+( or [a-z-]+)?\.\n)*$/);
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

// Clusters

const NIGHTLY = 'kind: velero/schedule, namespace: velero';

const onCluster = (resource: string, rule: string): string =>
  policyOf('cluster', `  - name: c\n    resources: [{ ${resource} }]\n    rules: [${rule}]`);

const ACTIVE = onCluster(NIGHTLY, 'velero/schedule-active');

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const rulesIn = (yaml: string): readonly PolicyRule[] => (load(yaml) as { readonly rules: readonly PolicyRule[] }).rules;

/** `list schedules.velero.io` */
const grantsOf = (rules: readonly PolicyRule[]): readonly string[] =>
  rules
    .flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}${group === '' ? '' : `.${group}`}`)),
      ),
    )
    .sort();

test('a ClusterRole, where policies read nothing but a cluster', async () => {
  assert.is(
    await printed({ 'given.yaml': ACTIVE }, '--policy', 'given.yaml'),
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: mlops-dr-read
rules:
  - apiGroups: ["apps"]
    resources:
      - deployments
    verbs: ["list"]
  - apiGroups: ["velero.io"]
    resources:
      - backups
      - schedules
    verbs: ["list"]
`,
  );
});

test('it is one object of YAML with all that an API server asks of a ClusterRole', async () => {
  const { rules, ...role } = load(await printed({ 'given.yaml': SOUND_POLICY }, '--policy', 'given.yaml', '--format', 'cluster-role')) as {
    readonly rules: readonly PolicyRule[];
  };
  assert.equal(role, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'mlops-dr-read' } });
  assert.ok(rules.length > 3);
  for (const rule of rules) {
    assert.equal(Object.keys(rule).sort(), ['apiGroups', 'resources', 'verbs']);
    assert.equal(rule.verbs, ['list']);
    assert.ok(rule.resources.every((resource) => /^[a-z]+$/.test(resource) && !['secrets', 'configmaps'].includes(resource)));
  }
  assert.is(new Set(rules.map(({ apiGroups }) => apiGroups.join())).size, rules.length);
});

/** The resources of a cluster that a scan listed. Whoever has logged in may ask for its version and for what it serves. */
const listedBy = async (policy: string, { world = kubernetesPlatform, cluster = 'main' } = {}): Promise<readonly string[]> => {
  const lab = await startLab(world);
  const box = await sandbox();
  await box.write({ ...filesFor(lab, box, SOUND_ALONE), kubeconfig: kubeconfigFor(lab, cluster), 'policy.yaml': policy });
  try {
    await collectHere(box.path);
    const operations = [...lab.requests.keys()].flatMap((operation) => /^kubernetes:(?!get \/)(.+)/.exec(operation)?.[1] ?? []);
    return operations.sort();
  } finally {
    await lab.close();
  }
};

/** Velero up to 1.9 calls repositories so, and which version there is nobody knows before. */
const FORMER = 'list resticrepositories.velero.io';

for (const { name, policy, former } of [
  { name: 'one rule about schedules', policy: ACTIVE, former: [] },
  { name: 'what backups hold', policy: onCluster(NIGHTLY, 'velero/captures'), former: [] },
  { name: 'one rule about the server', policy: onCluster('kind: velero/server', 'velero/server-ready'), former: [] },
  { name: 'one rule about repositories', policy: onCluster('kind: velero/server', 'velero/repository-maintained'), former: [FORMER] },
  { name: 'every rule about Velero', policy: SOUND_POLICY, former: [FORMER] },
]) {
  test(`${name}: the ClusterRole grants exactly what a scan lists`, async () => {
    const [used, yaml] = await Promise.all([
      listedBy(policy),
      printed({ 'given.yaml': policy }, '--policy', 'given.yaml', '--format', 'cluster-role'),
    ]);
    assert.equal(grantsOf(rulesIn(yaml)), [...used, ...former].sort());
  });
}

for (const shipped of ['mlops-platform', 'dr-baseline']) {
  test(`${shipped}: the ClusterRole grants exactly what a scan of the demonstration's cluster lists`, async () => {
    const [demo, policy] = await Promise.all(
      ['lab/worlds/demo.yaml', `policies/${shipped}.yaml`].map((path) => readFile(asset(path), 'utf8')),
    );
    assert.ok(demo && policy);
    const used = await listedBy(policy, { world: loadWorld(demo, 'demo.yaml'), cluster: 'mlops' });
    assert.ok(used.length > 0);
    const granted = grantsOf(rulesIn(await printed({}, '--policy', shipped, '--format', 'cluster-role')));
    assert.equal(
      granted.filter((grant) => grant !== FORMER),
      used,
    );
  });
}

const BOTH = [PITR, ACTIVE];
const TWO_POLICIES = ['--policy', 'one.yaml', '--policy', 'other.yaml'];

test('policies about AWS and a cluster: an IAM policy, and a note about the ClusterRole', async () => {
  const [one = '', other = ''] = BOTH;
  const files = { 'mlops-dr.yaml': CONFIGURATION, 'one.yaml': one, 'other.yaml': other };
  const { code, stdout, stderr } = await permissions(files, ...TWO_POLICIES);
  assert.is(code, 0);
  assert.equal(actionsIn(stdout), ['dynamodb:DescribeContinuousBackups', 'dynamodb:ListTables']);
  assert.is(stderr, 'These policies read more than that: see mlops-dr permissions --format cluster-role.\n');
});

test('whoever asks for a format gets that and no note', async () => {
  const [one = '', other = ''] = BOTH;
  const files = { 'mlops-dr.yaml': CONFIGURATION, 'one.yaml': one, 'other.yaml': other };
  const [iam, role] = await Promise.all([
    permissions(files, ...TWO_POLICIES, '--format', 'json'),
    permissions(files, ...TWO_POLICIES, '--format', 'cluster-role'),
  ]);
  assert.equal(actionsIn(iam.stdout), ['dynamodb:DescribeContinuousBackups', 'dynamodb:ListTables']);
  assert.equal(grantsOf(rulesIn(role.stdout)), ['list backups.velero.io', 'list deployments.apps', 'list schedules.velero.io']);
  assert.equal([iam.stderr, role.stderr], ['', '']);
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
  {
    name: 'a ClusterRole for policies about AWS',
    files: { 'given.yaml': PITR },
    args: ['--policy', 'given.yaml', '--format', 'cluster-role'],
    stderr: /These policies read nothing of a Kubernetes cluster: there is nothing to permit\./,
  },
  {
    name: 'an IAM policy for policies about a cluster',
    files: { 'given.yaml': ACTIVE },
    args: ['--policy', 'given.yaml', '--format', 'terraform'],
    stderr: /These policies read nothing of AWS: there is nothing to permit\./,
  },
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
