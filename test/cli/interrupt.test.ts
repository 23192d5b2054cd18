import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bucketsWorld, type Lab, startLab } from '../../lab/index.ts';
import type { Inventory } from '../../model/inventory.ts';
import { credentials, reportOf, type Sandbox, STACK_TRACE, sandbox } from './harness.ts';
import { CONFIGURATION, policyOf } from './platform.ts';

const test = suite('cli/interrupt');

const EXECUTABLE = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

const POLICY = policyOf(
  'many',
  '  - name: every\n    resources: [{ kind: s3/bucket }]\n    rules: [s3/versioning-enabled, s3/public-access-blocked]',
);

const text = async (stream: AsyncIterable<Buffer>): Promise<string> => {
  let all = '';
  for await (const chunk of stream) all += chunk;
  return all;
};

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((later) => setTimeout(later, 20));
};

interface Running {
  readonly lab: Lab;
  readonly box: Sandbox;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

/** Runs the program against a lab in which some reads are done and the others take for ever, and hands it over in between. */
const inTheMiddle = async (args: readonly string[], work: (running: Running) => Promise<void>): Promise<void> => {
  const box = await sandbox({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': POLICY });
  const lab = await startLab({ ...bucketsWorld(40), faults: [{ operation: 's3:GetPublicAccessBlock', hang: true }] });
  const child = spawn(process.execPath, [EXECUTABLE, ...args], {
    cwd: box.path,
    env: { ...process.env, ...credentials(lab) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(([stdout, stderr, [code]]) => ({
    code,
    stdout,
    stderr,
  }));
  try {
    await until(() => (lab.requests.get('s3:GetBucketVersioning') ?? 0) >= 30 && (lab.requests.get('s3:GetPublicAccessBlock') ?? 0) > 0);
    await work({ lab, box, kill: (signal) => child.kill(signal), ended });
  } finally {
    child.kill('SIGKILL');
    await lab.close();
  }
};

for (const { signal, code } of [
  { signal: 'SIGINT', code: 130 },
  { signal: 'SIGTERM', code: 143 },
] as const) {
  test(`${signal} ends a scan with exit code ${code} and a report of what was read`, async () => {
    await inTheMiddle(['scan', '--format', 'json', '--format', 'sarif=out.sarif'], async ({ box, kill, ended }) => {
      kill(signal);
      const result = await ended;
      assert.is(result.code, code);
      const { summary, gaps } = reportOf(result);
      assert.ok(summary.pass >= 20, `${summary.pass} passed`);
      assert.ok(summary.unknown >= 40, `${summary.unknown} unknown`);
      assert.is(summary.fail, 0);
      assert.ok(gaps.length > 0);
      assert.ok(gaps.every((gap) => gap.code === 'Interrupted'));
      assert.match(result.stderr, /^Interrupted: reporting what was read so far/);
      assert.not.match(result.stderr, STACK_TRACE);
      assert.ok(JSON.parse(await readFile(box.file('out.sarif'), 'utf8')).runs.length > 0);
      assert.equal((await readdir(box.path)).sort(), ['mlops-dr.yaml', 'out.sarif', 'policy.yaml']);
    });
  });
}

test('a collection that is interrupted writes an inventory that says so', async () => {
  await inTheMiddle(['collect', '--output', 'inventory.json'], async ({ box, kill, ended }) => {
    kill('SIGINT');
    assert.is((await ended).code, 130);
    const inventory: Inventory = JSON.parse(await readFile(box.file('inventory.json'), 'utf8'));
    assert.is(inventory.interrupted, true);
    assert.is(inventory.resources.length, 40);
    assert.equal((await readdir(box.path)).sort(), ['inventory.json', 'mlops-dr.yaml', 'policy.yaml']);
  });
});

test('an interrupt before anything was listed is no account without buckets', async () => {
  const box = await sandbox({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': POLICY });
  const lab = await startLab({ ...bucketsWorld(4), faults: [{ operation: 's3:ListBuckets', hang: true }] });
  const child = spawn(process.execPath, [EXECUTABLE, 'scan', '--format', 'json'], {
    cwd: box.path,
    env: { ...process.env, ...credentials(lab) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = Promise.all([text(child.stdout), once(child, 'close')]);
  await until(() => (lab.requests.get('s3:ListBuckets') ?? 0) > 0);
  child.kill('SIGTERM');
  const [stdout, [code]] = await ended;
  await lab.close();
  assert.is(code, 143);
  const { findings, gaps } = reportOf({ stdout });
  assert.equal(
    findings.map(({ rule, verdict }) => `${rule} ${verdict}`),
    ['component/resources-present unknown'],
  );
  assert.equal(
    gaps.map(({ action, code: cause }) => `${action} ${cause}`),
    ['s3:ListAllMyBuckets Interrupted'],
  );
});

test('a second signal ends it at once, without a report', async () => {
  // Standard output that nobody reads keeps the report from being written: only the second signal ends this.
  const box = await sandbox({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': POLICY });
  const lab = await startLab({ ...bucketsWorld(1500), faults: [{ operation: 's3:GetPublicAccessBlock', hang: true }] });
  const child = spawn(process.execPath, [EXECUTABLE, 'scan', '--format', 'json'], {
    cwd: box.path,
    env: { ...process.env, ...credentials(lab) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const exited = once(child, 'exit');
  await until(() => (lab.requests.get('s3:GetPublicAccessBlock') ?? 0) > 0);
  child.kill('SIGINT');
  await until(() => stderr.includes('Once more ends at once.'));
  child.kill('SIGINT');
  const [code] = await exited;
  child.stdout.destroy();
  await lab.close();
  assert.is(code, 130);
  assert.not.match(stderr, STACK_TRACE);
  assert.equal((await readdir(box.path)).sort(), ['mlops-dr.yaml', 'policy.yaml']);
});

test.run();
