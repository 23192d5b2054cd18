import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { report as isReport } from '../../generated/data-validators.js';
import { type Lab, startLab } from '../../lab/index.ts';
import { schemaProblems } from '../reporters/sarif-validators.ts';
import { worldOf } from '../scanners/s3/world.ts';
import { against, credentials, inParallel, type Sandbox, STACK_TRACE, sandbox } from './harness.ts';
import { CONFIGURATION, component, PLATFORM_POLICY, platform, policyOf, RULES } from './platform.ts';

const test = suite('cli/outputs');

const EXECUTABLE = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const ESCAPE = '\u001b';

let lab: Lab;
let box: Sandbox;

test.before(async () => {
  lab = await startLab({ ...platform, faults: [{ operation: 's3:GetBucketEncryption', resource: 'scratch', deny: true }] });
  box = await sandbox({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': PLATFORM_POLICY });
  const { code } = await against(lab, ['collect', '--output', 'inventory.json'], { cwd: box.path });
  assert.is(code, 3);
});

test.after(() => lab.close());

const mlopsDr = (args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) =>
  against(lab, args, { cwd: box.path, env });
const offline = (...args: readonly string[]) => mlopsDr(['scan', '--inventory', 'inventory.json', ...args]);

test('one run writes every format, and standard output carries only its own', async () => {
  const { code, stdout, stderr } = await mlopsDr([
    'scan',
    '--format',
    'json',
    '--format',
    'sarif=a.sarif',
    '--format',
    'sarif-github=b.sarif',
    '--format',
    'terminal=c.txt',
  ]);
  assert.is(code, 1);
  assert.is(stderr, '');
  const report: unknown = JSON.parse(stdout);
  assert.ok(isReport(report), JSON.stringify(isReport.errors));
  const logs = await Promise.all(['a.sarif', 'b.sarif'].map(async (name) => JSON.parse(await readFile(box.file(name), 'utf8'))));
  for (const log of logs) assert.equal(schemaProblems(log), []);
  const text = await readFile(box.file('c.txt'), 'utf8');
  assert.match(text, /Summary/);
  assert.not.match(text, ESCAPE);
});

const FORMATS = ['terminal', 'json', 'sarif', 'sarif-github'];

test('the same inventory gives the same bytes, in every format', async () => {
  const run = async () => {
    const place = await sandbox();
    await offline(...FORMATS.flatMap((format) => ['--format', `${format}=${place.file(format)}`]));
    return Promise.all(FORMATS.map((format) => readFile(place.file(format), 'utf8')));
  };
  const [one, other] = await Promise.all([run(), run()]);
  assert.ok(one.every((text) => text.length > 100));
  assert.equal(one, other);
});

test('two scans of the same state differ in nothing but the time', async () => {
  const [one, other] = await Promise.all([
    mlopsDr(['scan', '--format', 'json']),
    mlopsDr(['scan', '--format', 'json', '--concurrency', '2']),
  ]);
  const { takenAt: _, ...rest } = JSON.parse(one.stdout);
  const { takenAt: __, ...others } = JSON.parse(other.stdout);
  assert.equal(rest, others);
});

// Colours

for (const { env, colored } of [
  { env: {}, colored: false },
  { env: { FORCE_COLOR: '1' }, colored: true },
  { env: { FORCE_COLOR: '0' }, colored: false },
  { env: { FORCE_COLOR: '' }, colored: false },
  { env: { NO_COLOR: '1', FORCE_COLOR: '1' }, colored: false },
  { env: { NO_COLOR: '', FORCE_COLOR: '1' }, colored: true },
]) {
  test(`in a pipe, with ${JSON.stringify(env)}: ${colored ? 'coloured' : 'plain'}`, async () => {
    const { stdout } = await mlopsDr(['scan', '--inventory', 'inventory.json'], env);
    assert.is(stdout.includes(ESCAPE), colored);
  });
}

test('colours change nothing else', async () => {
  const [plain, coloured] = await Promise.all(
    ['0', '1'].map((FORCE_COLOR) => mlopsDr(['scan', '--inventory', 'inventory.json'], { FORCE_COLOR })),
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is taken out.
  assert.is(coloured?.stdout.replace(/\u001b\[\d+m/g, ''), plain?.stdout);
});

test('JSON and SARIF have no colours, whoever asks', async () => {
  for (const format of ['json', 'sarif']) {
    const { stdout } = await mlopsDr(['scan', '--inventory', 'inventory.json', '--format', format], { FORCE_COLOR: '1' });
    assert.ok(!stdout.includes(ESCAPE));
    assert.ok(JSON.parse(stdout));
  }
});

// Files

test('a file that is there is replaced whole, and nothing else is left behind', async () => {
  const place = await sandbox({ 'out.json': 'x'.repeat(1_000_000) });
  await offline('--format', `json=${place.file('out.json')}`);
  assert.ok(JSON.parse(await readFile(place.file('out.json'), 'utf8')));
  assert.equal(await readdir(place.path), ['out.json']);
});

test('a symbolic link stays, and what it leads to is written', async () => {
  const place = await sandbox({ 'real.json': '{}' });
  await symlink('real.json', place.file('link.json'));
  await offline('--format', `json=${place.file('link.json')}`);
  assert.ok(JSON.parse(await readFile(place.file('real.json'), 'utf8')).findings.length > 0);
  assert.equal((await readdir(place.path)).sort(), ['link.json', 'real.json']);
});

test('a path with "=" in it', async () => {
  const place = await sandbox();
  await offline('--format', `json=${place.file('a=b.json')}`);
  assert.equal(await readdir(place.path), ['a=b.json']);
});

// The superuser may write everywhere.
const unlessRoot = process.getuid?.() === 0 ? test.skip : test;

unlessRoot('a directory that is read-only', async () => {
  const place = await sandbox();
  await chmod(place.path, 0o500);
  const { code, stderr } = await offline('--format', `json=${place.file('out.json')}`);
  await chmod(place.path, 0o700);
  assert.is(code, 2);
  assert.match(stderr, /cannot be written: permission denied/);
});

const withFullDisk = existsSync('/dev/full') ? test : test.skip;

withFullDisk('a disk that is full', async () => {
  const { code, stderr } = await offline('--format', 'json=/dev/full');
  assert.is(code, 2);
  assert.match(stderr, /\/dev\/full cannot be written: the disk is full/);
  assert.not.match(stderr, STACK_TRACE);
});

const withNull = existsSync('/dev/null') ? test : test.skip;

withNull('/dev/null stays what it is', async () => {
  const { code } = await offline('--format', 'json=/dev/null');
  assert.is(code, 1);
  assert.ok(!(await readdir('/dev')).some((name) => name.startsWith('.null')));
});

test('a reader that has seen enough ends nothing with a stack trace', async () => {
  const child = spawn('sh', ['-c', '"$0" "$1" scan --inventory inventory.json --format json | head -1', process.execPath, EXECUTABLE], {
    cwd: box.path,
    env: { ...process.env, ...credentials(lab) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  await once(child, 'close');
  assert.is(output, '{\n');
  assert.is(errors, '');
});

test('nobody reads at all: the exit code still tells', async () => {
  const child = spawn(process.execPath, [EXECUTABLE, 'scan', '--inventory', 'inventory.json'], {
    cwd: box.path,
    env: { ...process.env, ...credentials(lab) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const [code] = await once(child, 'close');
  assert.is(code, 1);
  assert.is(errors, '');
});

// Hostile strings and secrets

const HOSTILE = `${ESCAPE}]0;owned\u0007${ESCAPE}[2J\u009b31m\u202etxt.exe\r\nFAKE LINE \u200b`;
/** What a terminal would obey; the newlines that reports are made of are no harm. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;

test('no string from the cloud gets a control character to the terminal', async () => {
  const bucket = {
    answers: { GetBucketVersioning: { Status: 'Enabled' }, GetBucketTagging: { TagSet: [{ Key: `tier${HOSTILE}`, Value: HOSTILE }] } },
  };
  const hostile = await startLab({
    ...worldOf({ [`models${HOSTILE}`]: bucket, scratch: {} }),
    faults: [
      { operation: 's3:GetBucketEncryption', deny: `Denied ${HOSTILE}` },
      { operation: 's3:GetBucketLifecycleConfiguration', body: `<${HOSTILE}>` },
    ],
  });
  const place = await sandbox({
    'mlops-dr.yaml': CONFIGURATION,
    'policy.yaml': policyOf('p', component('c', ['name: "*"', 'tags: { "tier*": "*" }'], RULES)),
  });
  try {
    const runs = [...FORMATS.map((format) => ['scan', '--format', format]), ['collect']];
    const results = await inParallel(runs, runs.length, (args) => against(hostile, args, { cwd: place.path }));
    for (const { code, stdout, stderr } of results) {
      assert.ok(code === 1 || code === 3, stderr);
      assert.not.match(stdout, OBEYED);
      assert.not.match(stderr, OBEYED);
      assert.not.match(stdout, /^FAKE LINE/m);
    }
  } finally {
    await hostile.close();
  }
});

test('no string from the command line or a file gets one there, either', async () => {
  await writeFile(
    box.file('bad.yaml'),
    `apiVersion: mlops-dr/v1\nkind: Policy\nmetadata: { name: ${JSON.stringify(HOSTILE)}, title: x }\nother: 1\n`,
  );
  for (const args of [
    ['scan', '--target', HOSTILE],
    ['scan', '--format', HOSTILE],
    ['scan', '--policy', HOSTILE],
    ['scan', '--timeout', HOSTILE],
    ['scan', `--${HOSTILE}`],
    [HOSTILE],
    ['scan', '--policy', 'bad.yaml'],
  ]) {
    const { code, stdout, stderr } = await mlopsDr(args);
    assert.is(code, 2);
    assert.is(stdout, '');
    assert.not.match(stderr, OBEYED);
  }
});

test('no secret of the environment is in any output', async () => {
  const secrets = { AWS_SECRET_ACCESS_KEY: 'sEcReT-one', AWS_SESSION_TOKEN: 'sEcReT-two', ES_API_KEY: 'sEcReT-three', DEBUG: '*' };
  const broken = await startLab({
    ...platform,
    faults: [
      {
        operation: 's3:GetBucketVersioning',
        error: { code: 'SignatureDoesNotMatch', status: 403, message: 'The request signature does not match.' },
      },
    ],
  });
  try {
    const runs = [['scan'], ['scan', '--format', 'json'], ['scan', '--format', 'sarif'], ['collect'], ['scan', '--policy', 'missing.yaml']];
    const results = await inParallel(runs, 3, (args) => against(broken, args, { cwd: box.path, env: secrets }));
    for (const { stdout, stderr } of results) {
      assert.ok(stdout.length + stderr.length > 0);
      assert.not.match(stdout + stderr, /sEcReT/);
    }
  } finally {
    await broken.close();
  }
});

test.run();
