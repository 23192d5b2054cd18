import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Lab, startLab } from '../../lab/index.ts';
import { runCli } from '../commands/cli.ts';
import { against, credentials, reportOf, STACK_TRACE, sandbox, verdictsOf, withoutCredentials } from './harness.ts';
import { CONFIGURATION, component, FAILING, PASSING, PLATFORM_POLICY, platform, policyOf } from './platform.ts';

const test = suite('cli/inputs');

let lab: Lab;
test.before(async () => {
  lab = await startLab(platform);
});
test.after(() => lab.close());

const GOOD = policyOf('p', PASSING);

test('what is wrong with the configuration, policies and waivers is told in one run, each in its place', async () => {
  const box = await sandbox({
    'mlops-dr.yaml':
      'targets:\n  - name: prod\n    aws: { regions: [nowhere] }\npolicies: [bad.yaml, missing.yaml]\nwaivers: [waivers.yaml]\n',
    'bad.yaml': policyOf('bad', component('c', ['nam: x'], ['s3/versionin-enabled'])),
    'waivers.yaml':
      'apiVersion: mlops-dr/v1\nkind: Waivers\nwaivers:\n  - { rule: s3/nope, resource: "*", reason: r, approvedBy: a, expires: soon }\n',
  });
  for (const args of [['scan'], ['collect'], ['policy', 'validate']]) {
    const { code, stdout, stderr } = await against(lab, args, { cwd: box.path });
    assert.is(code, 2);
    assert.is(stdout, '');
    assert.match(stderr, /^Error: mlops-dr\.yaml:3:22: .*"nowhere"/m);
    assert.match(stderr, /^Error: mlops-dr\.yaml:4:\d+: The file "missing\.yaml" does not exist/m);
    assert.match(stderr, /^Error: bad\.yaml:7:\d+: .*nam.*Did you mean name\?/m);
    assert.match(stderr, /^Error: bad\.yaml:9:\d+: .*s3\/versionin-enabled.*Did you mean s3\/versioning-enabled\?/m);
    assert.match(stderr, /^Error: waivers\.yaml:4:\d+: .*s3\/nope/m);
    assert.match(stderr, /^Error: waivers\.yaml:4:\d+: .*"soon"/m);
    assert.not.match(stderr, STACK_TRACE);
  }
});

test('without a configuration and without credentials: 2, and what to do', async () => {
  const { path } = await sandbox();
  const { code, stdout, stderr } = await runCli(['scan'], { cwd: path, env: withoutCredentials() });
  assert.is(code, 2);
  assert.is(stdout, '');
  assert.match(stderr, /no mlops-dr\.yaml here or above, no AWS credentials, and no current context/);
  assert.match(stderr, /aws configure.*mlops-dr scan --demo/);
});

test('without a configuration, with credentials: the account, against the baseline', async () => {
  const { path } = await sandbox();
  const { code, stdout } = await against(lab, ['scan', '--format', 'json'], { cwd: path });
  const { findings } = reportOf({ stdout });
  assert.is(code, 1);
  assert.equal([...new Set(findings.map(({ policy }) => policy))], ['dr-baseline']);
  assert.equal([...new Set(findings.map(({ resource }) => resource.target))], ['aws']);
  assert.equal(
    findings.filter(({ rule }) => rule === 's3/versioning-enabled').map(({ resource, verdict }) => `${resource.name} ${verdict}`),
    ['copy pass', 'models pass', 'partner pass', 'scratch fail', 'swept pass'],
  );
});

test('a configuration with credentials that do not work is a target that was not read: 3', async () => {
  const { path } = await sandbox({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': GOOD });
  const { code, stdout } = await runCli(['scan', '--format', 'json'], {
    cwd: path,
    env: { ...withoutCredentials(), AWS_ENDPOINT_URL: lab.url },
  });
  assert.is(code, 3);
  assert.equal(
    reportOf({ stdout }).gaps.map(({ target, action }) => `${target} ${action}`),
    ['prod sts:GetCallerIdentity'],
  );
});

test('the configuration of a directory above is found; its files lie beside it', async () => {
  const box = await sandbox({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': GOOD, 'deep/er/x': '' });
  const { code, stdout } = await against(lab, ['scan', '--format', 'json'], { cwd: box.file('deep/er') });
  assert.is(code, 0);
  assert.is(reportOf({ stdout }).findings[0]?.policy, 'p');
});

test('--policy takes the place of the policies of the configuration', async () => {
  const box = await sandbox({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': GOOD, 'other.yaml': policyOf('other', FAILING) });
  const { code, stdout } = await against(lab, ['scan', '--policy', 'other.yaml', '--format', 'json'], { cwd: box.path });
  assert.is(code, 1);
  assert.equal([...new Set(reportOf({ stdout }).findings.map(({ policy }) => policy))], ['other']);
});

for (const { name, text, stderr } of [
  { name: 'an empty policy', text: '', stderr: /policy\.yaml:1:1: .*empty/i },
  {
    name: 'a policy without components',
    text: 'apiVersion: mlops-dr/v1\nkind: Policy\nmetadata: { name: p, title: P }\ncomponents: []\n',
    stderr: /policy\.yaml:4:\d+: .*components/,
  },
  { name: 'bytes that are no text', text: '\u0000\u0001\u0002', stderr: /policy\.yaml:1:1: / },
  { name: 'a list', text: '- a\n- b\n', stderr: /policy\.yaml:1:1: / },
]) {
  test(`${name}: 2, with its place`, async () => {
    const { path } = await sandbox({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': text });
    const result = await against(lab, ['scan'], { cwd: path });
    assert.is(result.code, 2);
    assert.match(result.stderr, stderr);
    assert.not.match(result.stderr, STACK_TRACE);
  });
}

test('a policy that matches nothing is a finding for every selector, never silence', async () => {
  const { path } = await sandbox({
    'mlops-dr.yaml': CONFIGURATION,
    'policy.yaml': policyOf('p', component('c', ['name: a', 'tags: { no: such }'], ['s3/versioning-enabled'])),
  });
  const { code, stdout } = await against(lab, ['scan', '--format', 'json'], { cwd: path });
  assert.is(code, 1);
  assert.equal(verdictsOf(reportOf({ stdout })), {
    'c component/resources-present s3/bucket, name a': 'fail',
    'c component/resources-present s3/bucket, tag no=such': 'fail',
  });
});

// Inventories

test('an inventory gives the findings of the scan', async () => {
  const { path } = await sandbox({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': PLATFORM_POLICY });
  const direct = await against(lab, ['scan', '--format', 'json'], { cwd: path });
  await against(lab, ['collect', '--output', 'inventory.json'], { cwd: path });
  const offline = await runCli(['scan', '--inventory', 'inventory.json', '--format', 'json'], { cwd: path, env: withoutCredentials() });
  assert.is(offline.code, direct.code);
  const { takenAt: _, ...expected } = reportOf(direct);
  const { takenAt, ...found } = reportOf(offline);
  assert.equal(found, expected);
  assert.is(
    takenAt,
    JSON.parse(
      (await runCli(['scan', '--inventory', 'inventory.json', '--format', 'json'], { cwd: path, env: withoutCredentials() })).stdout,
    ).takenAt,
  );
});

test('an inventory that was collected for another policy leaves open what it does not hold', async () => {
  const { path } = await sandbox({
    'mlops-dr.yaml': CONFIGURATION,
    'policy.yaml': GOOD,
    'other.yaml': policyOf('other', component('c', ['name: models'], ['s3/versioning-enabled', 's3/public-access-blocked'])),
  });
  await against(lab, ['collect', '--output', 'inventory.json'], { cwd: path });
  const { code, stdout } = await against(lab, ['scan', '--inventory', 'inventory.json', '--policy', 'other.yaml', '--format', 'json'], {
    cwd: path,
  });
  assert.is(code, 3);
  const { findings } = reportOf({ stdout });
  assert.equal(
    findings.map(({ rule, verdict }) => `${rule} ${verdict}`),
    ['component/resources-present pass', 's3/versioning-enabled pass', 's3/public-access-blocked unknown'],
  );
  assert.match(findings[2]?.message ?? '', /NotCollected/);
});

test('--target restricts an inventory, and knows its targets', async () => {
  const two =
    'targets:\n  - { name: prod, aws: { regions: [us-west-2] } }\n  - { name: dead, aws: { endpoint: "http://127.0.0.1:1" } }\npolicies: [policy.yaml]\n';
  const { path } = await sandbox({ 'mlops-dr.yaml': two, 'policy.yaml': GOOD });
  await against(lab, ['collect', '--output', 'inventory.json'], { cwd: path });
  const scan = (...args: readonly string[]) =>
    against(lab, ['scan', '--inventory', 'inventory.json', '--format', 'json', ...args], { cwd: path });
  assert.is((await scan()).code, 3);
  assert.is((await scan('--target', 'prod')).code, 0);
  assert.match((await scan('--target', 'dad')).stderr, /There is no target "dad"\. Known targets: prod, dead\. Did you mean dead\?/);
});

for (const { name, text, stderr } of [
  { name: 'empty', text: '', stderr: /inventory\.json:1:1: / },
  { name: 'cut short', text: '{"schema":"mlops-dr/inventory/v1","tool":', stderr: /inventory\.json:1:\d+: / },
  {
    name: 'of a later version',
    text: '{"schema":"mlops-dr/inventory/v9","tool":{"name":"x","version":"1"},"takenAt":"2026-01-01T00:00:00Z","targets":[],"resources":[]}',
    stderr: /inventory\.json:1:\d+: .*schema/,
  },
  { name: 'a report', text: '{"schema":"mlops-dr/report/v1"}', stderr: /inventory\.json:1:\d+: / },
  {
    name: 'full of nulls',
    text: '{"schema":null,"tool":null,"takenAt":null,"targets":null,"resources":null}',
    stderr: /inventory\.json:1:\d+: /,
  },
]) {
  test(`an inventory that is ${name}: 2, with its place`, async () => {
    const { path } = await sandbox({ 'policy.yaml': GOOD, 'inventory.json': text });
    const result = await against(lab, ['scan', '--inventory', 'inventory.json', '--policy', 'policy.yaml'], { cwd: path });
    assert.is(result.code, 2);
    assert.is(result.stdout, '');
    assert.match(result.stderr, stderr);
    assert.not.match(result.stderr, STACK_TRACE);
  });
}

// Waivers

const waiver = (expires: string, rule = 's3/versioning-enabled', resource = 'scratch'): string =>
  `  - { rule: ${rule}, resource: "${resource}", reason: Scratch space, approvedBy: ops, expires: ${expires} }`;

const waivers = (...entries: readonly string[]): string =>
  ['apiVersion: mlops-dr/v1', 'kind: Waivers', 'waivers:', ...entries, ''].join('\n');

for (const { name, entries, code, waived, stderr } of [
  { name: 'active', entries: [waiver('2099-12-31')], code: 0, waived: 1, stderr: /^$/ },
  {
    name: 'expired',
    entries: [waiver('2020-01-01')],
    code: 1,
    waived: 0,
    stderr: /waivers\.yaml:4:\d+: this waiver expired at 2020-01-01T23:59:59\.999Z; what it covered counts again\./,
  },
  {
    name: 'unused',
    entries: [waiver('2099-12-31'), waiver('2099-12-31', 's3/versioning-enabled', 'other')],
    code: 0,
    waived: 1,
    stderr: /waivers\.yaml:5:\d+: this waiver covers nothing\./,
  },
]) {
  test(`a waiver that is ${name}: ${code}, and standard error says what to look at`, async () => {
    const { path } = await sandbox({
      'mlops-dr.yaml': `${CONFIGURATION}waivers: [waivers.yaml]\n`,
      'policy.yaml': policyOf('p', FAILING),
      'waivers.yaml': waivers(...entries),
    });
    const result = await against(lab, ['scan', '--format', 'json'], { cwd: path });
    assert.is(result.code, code);
    assert.is(reportOf(result).summary.waived, waived);
    assert.match(result.stderr, stderr);
  });
}

test('a role that may be assumed, with its external id', async () => {
  const [ours, theirs] = platform.accounts;
  assert.ok(ours && theirs);
  const roles = { audit: { externalId: 'the-id' } };
  const withRole = await startLab({
    accounts: [
      { id: '999900001111', accessKeys: ['AKIATEST000000000000'], s3: {} },
      { ...ours, roles },
    ],
  });
  const configuration = (externalId: string): string =>
    CONFIGURATION.replace('regions:', `roleArn: "arn:aws:iam::111122223333:role/audit", externalId: ${externalId}, regions:`);
  const box = await sandbox({ 'mlops-dr.yaml': configuration('the-id'), 'wrong.yaml': configuration('another'), 'policy.yaml': GOOD });
  try {
    const scan = (...args: readonly string[]) => against(withRole, ['scan', '--format', 'json', ...args], { cwd: box.path });
    const right = await scan();
    assert.is(right.code, 0, right.stdout);
    assert.is(reportOf(right).findings[1]?.resource.account, '111122223333');
    const wrong = await scan('--config', 'wrong.yaml');
    assert.is(wrong.code, 3);
    assert.is(reportOf(wrong).gaps[0]?.code, 'AccessDenied');
    assert.match(reportOf(wrong).gaps[0]?.message ?? '', /sts:AssumeRole/);
  } finally {
    await withRole.close();
  }
});

test('the address of a target goes before that of the environment', async () => {
  const { path } = await sandbox({
    'mlops-dr.yaml': CONFIGURATION.replace('regions:', `endpoint: "${lab.url}", regions:`),
    'policy.yaml': GOOD,
  });
  const { code } = await runCli(['scan'], { cwd: path, env: { ...credentials(lab), AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } });
  assert.is(code, 0);
});

test.run();
