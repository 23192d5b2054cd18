import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Lab, startLab } from '../../lab/index.ts';
import type { CliResult } from '../commands/cli.ts';
import { against, inParallel, type Sandbox, STACK_TRACE, sandbox } from './harness.ts';
import { component, FAILING, PASSING, platform, policyOf } from './platform.ts';

const test = suite('cli/exit-codes');

/** A bucket whose tags are denied: what asks for them is unknown. */
const UNKNOWN = component('open', ['name: models, tags: { tier: gold }'], ['s3/versioning-enabled']);
const NOTHING = component('gone', ['name: no-such-bucket'], ['s3/versioning-enabled']);
const OPTIONAL = component('optional', ['name: no-such-bucket, optional: true'], ['s3/versioning-enabled']);

const failingWith = (severity: string): string =>
  [
    '  - name: bad',
    '    resources: [{ kind: s3/bucket, name: scratch }]',
    `    rules: [{ rule: s3/versioning-enabled, severity: ${severity} }]`,
  ].join('\n');

const CONFIGURATION = [
  'targets:',
  '  - { name: prod, aws: { regions: [us-west-2, us-east-2] } }',
  '  - { name: dead, aws: { regions: [us-west-2], endpoint: "http://127.0.0.1:1" } }',
  '',
].join('\n');

interface Case {
  readonly name: string;
  readonly components: readonly string[];
  readonly flags?: readonly string[];
  readonly code: number;
}

const PASS = ['--target', 'prod'];

const CASES: readonly Case[] = [
  { name: 'everything passes', components: [PASSING], code: 0 },
  { name: 'something fails', components: [FAILING], code: 1 },
  { name: 'something is unknown', components: [UNKNOWN], code: 3 },
  { name: 'something fails, something is unknown', components: [FAILING, UNKNOWN], code: 1 },
  { name: 'unknown is allowed', components: [UNKNOWN], flags: ['--allow-incomplete'], code: 0 },
  { name: 'unknown is allowed, a failure is not', components: [FAILING, UNKNOWN], flags: ['--allow-incomplete'], code: 1 },
  { name: 'failures never count', components: [FAILING], flags: ['--fail-on', 'never'], code: 0 },
  { name: 'failures never count, unknown does', components: [FAILING, UNKNOWN], flags: ['--fail-on', 'never'], code: 3 },
  { name: 'nothing counts', components: [FAILING, UNKNOWN], flags: ['--fail-on', 'never', '--allow-incomplete'], code: 0 },
  { name: 'a selector that finds nothing', components: [NOTHING], code: 1 },
  { name: 'a selector that may find nothing', components: [OPTIONAL], code: 0 },
  ...[
    { severity: 'critical', threshold: 'critical', code: 1 },
    { severity: 'high', threshold: 'critical', code: 0 },
    { severity: 'high', threshold: 'high', code: 1 },
    { severity: 'medium', threshold: 'high', code: 0 },
    { severity: 'medium', threshold: 'medium', code: 1 },
    { severity: 'low', threshold: 'medium', code: 0 },
    { severity: 'low', threshold: 'low', code: 1 },
  ].map(({ severity, threshold, code }) => ({
    name: `${severity} against --fail-on ${threshold}`,
    components: [failingWith(severity)],
    flags: ['--fail-on', threshold],
    code,
  })),
  {
    name: 'a failure below the threshold leaves unknown to decide',
    components: [failingWith('low'), UNKNOWN],
    flags: ['--fail-on', 'high'],
    code: 3,
  },
];

interface UsageError {
  readonly args: readonly string[];
  readonly stderr: RegExp;
}

const USAGE_ERRORS: readonly UsageError[] = [
  {
    args: ['scan', '--target', 'prd'],
    stderr: /There is no target "prd"\. Known targets: prod, dead\. Did you mean prod\? \[unknown-target\]/,
  },
  { args: ['scan', '--format', 'jsn'], stderr: /There is no format "jsn"\. Formats: .*json.* Did you mean json\? \[unknown-format\]/ },
  { args: ['scan', '--format', 'json='], stderr: /names no file behind "="/ },
  {
    args: ['scan', '--format', 'json', '--format', 'terminal'],
    stderr: /Two reports would go to standard output; give terminal a file of its own/,
  },
  { args: ['scan', '--format', 'json=a', '--format', 'sarif=./a'], stderr: /Two reports would go to .*a; / },
  { args: ['scan', '--format', 'json=missing/out.json'], stderr: /missing\/out\.json cannot be written: its directory does not exist/ },
  { args: ['scan', '--format', 'json=.'], stderr: /cannot be written: it is a directory/ },
  { args: ['scan', '--format', 'json=0.yaml/out.json'], stderr: /cannot be written: its directory is a file/ },
  { args: ['collect', '--output', 'missing/i.json'], stderr: /cannot be written: its directory does not exist/ },
  { args: ['scan', '--fail-on', 'hihg'], stderr: /--fail-on=hihg to be one of: critical, high, medium, low, never/ },
  { args: ['scan', '--concurrency', '0'], stderr: /--concurrency may not be "0"\. It is a whole number from 1 to 1024/ },
  { args: ['scan', '--concurrency', 'many'], stderr: /--concurrency may not be "many"/ },
  { args: ['scan', '--timeout', '0s'], stderr: /--timeout may not be "0s"\. It is a duration like 10s or 1m, at most 1h/ },
  { args: ['scan', '--timeout', '400d'], stderr: /--timeout may not be "400d"/ },
  { args: ['scan', '--timeout', '10'], stderr: /--timeout may not be "10"/ },
  { args: ['scan', '--polcy', 'x'], stderr: /There is no flag --polcy\. Did you mean --policy\?/ },
  { args: ['scan', 'prod'], stderr: /mlops-dr scan takes no argument, but "prod" was given\. \[unexpected-argument\]/ },
  {
    args: ['scan', '--demo', '--inventory', 'i.json'],
    stderr: /--inventory=i\.json cannot also be provided when using --demo|cannot also be provided/,
  },
  { args: ['scan', '--demo', '--target', 'prod'], stderr: /cannot also be provided/ },
  { args: ['scna'], stderr: /There is no command "scna".*Did you mean scan\?/ },
  { args: ['scan', '--config', 'missing.yaml'], stderr: /The file "missing\.yaml" does not exist\. \[missing-file\]/ },
  { args: ['scan', '--policy', 'missing.yaml'], stderr: /The file "missing\.yaml" does not exist\. \[missing-file\]/ },
  { args: ['scan', '--policy', 'dr-basline'], stderr: /There is no policy "dr-basline".*Did you mean dr-baseline\?/ },
  { args: ['scan', '--policy', '.'], stderr: /is a directory/ },
  { args: ['scan', '--inventory', 'missing.json'], stderr: /The file "missing\.json" does not exist/ },
];

let lab: Lab;
let box: Sandbox;
const codes = new Map<Case, CliResult>();
const refusals = new Map<UsageError, CliResult>();

test.before(async () => {
  lab = await startLab({ ...platform, faults: [{ operation: 's3:GetBucketTagging', deny: true }] });
  box = await sandbox({ 'mlops-dr.yaml': CONFIGURATION });
  const entries = [...CASES.entries()];
  await box.write(Object.fromEntries(entries.map(([index, { components }]) => [`${index}.yaml`, policyOf('p', ...components)])));
  await box.write({ 'all.yaml': policyOf('p', PASSING, FAILING, UNKNOWN) });
  await against(lab, ['collect', ...PASS, '--policy', 'all.yaml', '--output', 'inventory.json'], { cwd: box.path });
  await inParallel(entries, 4, async ([index, one]) => {
    // The flags decide over a report, wherever its facts come from.
    const args = ['scan', '--inventory', 'inventory.json', '--policy', `${index}.yaml`, ...(one.flags ?? [])];
    codes.set(one, await against(lab, args, { cwd: box.path }));
  });
  const before = new Map(lab.requests);
  await inParallel(USAGE_ERRORS, 4, async (one) => {
    refusals.set(one, await against(lab, one.args, { cwd: box.path }));
  });
  assert.equal(lab.requests, before, 'a mistake of the command line costs no call');
});

test.after(() => lab.close());

for (const one of CASES) {
  test(`${one.name}: ${one.code}`, () => {
    assert.is(codes.get(one)?.code, one.code);
    assert.is(codes.get(one)?.stderr, '');
  });
}

const scan = (...args: readonly string[]) => against(lab, ['scan', ...args], { cwd: box.path });

test('a target that cannot be scanned leaves open whether anything is missing: 3', async () => {
  const { code, stdout } = await scan('--target', 'dead', '--policy', '0.yaml');
  assert.is(code, 3);
  assert.match(stdout, /sts:GetCallerIdentity/);
  assert.match(stdout, /ECONNREFUSED/);
});

test('one target of two that cannot be scanned: what the other one shows is told, and 3', async () => {
  const { code, stdout } = await scan('--policy', '0.yaml', '--format', 'json');
  assert.is(code, 3);
  const { summary, gaps } = JSON.parse(stdout);
  assert.is(summary.unknown, 0);
  assert.is(summary.pass, 2);
  assert.equal(gaps[0].target, 'dead');
});

test('collect: 3 where something could not be read, 0 where that is allowed, 0 where all was', async () => {
  const open = CASES.findIndex(({ components }) => components[0] === UNKNOWN);
  const collect = (...args: readonly string[]) => against(lab, ['collect', ...PASS, '--output', 'i.json', ...args], { cwd: box.path });
  assert.is((await collect('--policy', `${open}.yaml`)).code, 3);
  assert.is((await collect('--policy', `${open}.yaml`, '--allow-incomplete')).code, 0);
  assert.is((await collect('--policy', '0.yaml')).code, 0);
});

for (const one of USAGE_ERRORS) {
  test(`2, and why: mlops-dr ${one.args.join(' ')}`, () => {
    const { code, stdout, stderr } = refusals.get(one) ?? {};
    assert.is(code, 2);
    assert.is(stdout, '');
    assert.match(stderr ?? '', one.stderr);
    assert.not.match(stderr ?? '', STACK_TRACE);
  });
}

test('all mistakes of the output are told at once', async () => {
  const { code, stderr } = await scan('--format', 'jsn', '--format', 'json=missing/a', '--format', 'sarif=.');
  assert.is(code, 2);
  assert.is(stderr.trim().split('\n').length, 3);
});

test.run();
