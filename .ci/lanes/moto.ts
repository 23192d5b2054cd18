import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Report } from '../../model/report.ts';
import { tally } from '../../scripts/test/result.ts';
import { startMoto } from './moto/server.ts';
import { searchPath, type Tool } from './moto/tools.ts';
import { AFTER_DELETION, AFTER_RUNBOOK, AFTER_SUSPENSION, BUCKETS, type Verdicts, verdictsOf } from './moto/verdicts.ts';

// The runbook's own S3 commands, run by the real AWS CLI against moto (an emulator of AWS that others wrote), and scanned by
// the built program. Then the platform decays: versioning of the copy is suspended, then the copy is deleted.
const TOOLS: readonly Tool[] = [
  { program: 'moto_server', probe: '--help', package: 'moto[server]' },
  { program: 'aws', probe: '--version', package: 'awscli' },
];
const INSTALLED_IN = resolve('node_modules/.cache/moto-lane');
const RUNBOOK = resolve('.ci/lanes/moto/runbook.sh');
const SCANNER = resolve('bin/run.js');

/** The runbook names one Region; the copy has to be in another one. */
const HOMES = { 'mlops-models': 'us-west-2', 'mlops-model-backup': 'us-east-2', 'velero-mlops-backups': 'us-west-2' };

const EXIT = { ok: 0, failed: 1, incomplete: 3 } as const;

interface Ended {
  /** Exit code, or why there is none. */
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

const counts = { passed: 0, failed: 0, skipped: 0 };

const check = (name: string, holds: () => void): void => {
  try {
    holds();
    counts.passed++;
    console.log(`✓ ${name}`);
  } catch (error) {
    counts.failed++;
    console.log(`✘ ${name}\n${error instanceof Error ? error.message : error}`);
  }
};

/** The environment without what the user has set up for AWS: nothing here may reach a real account. */
const sealed = (more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))),
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_DEFAULT_REGION: 'us-west-2',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  ...more,
});

/** A platform in moto, and the programs that work on it. */
const platform = (env: NodeJS.ProcessEnv, cwd: string) => {
  const run = (program: string, args: readonly string[]): Promise<Ended> =>
    new Promise((resolve) =>
      execFile(program, args, { env, cwd }, (error, stdout, stderr) =>
        resolve({ status: error ? (error.code ?? error.signal ?? error.message) : 0, stdout, stderr }),
      ),
    );
  const must = async (program: string, ...args: readonly string[]): Promise<void> => {
    const { status, stderr } = await run(program, args);
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
  };
  return {
    aws: (...args: readonly string[]) => must('aws', 's3api', ...args),
    must,
    scanner: (...args: readonly string[]) => run(process.execPath, [SCANNER, ...args]),
  };
};
type Platform = ReturnType<typeof platform>;

const createBuckets = async ({ aws }: Platform): Promise<void> => {
  for (const [bucket, region] of Object.entries(HOMES))
    await aws('create-bucket', '--bucket', bucket, '--region', region, '--create-bucket-configuration', `LocationConstraint=${region}`);
};

/** A policy that binds every rule about buckets to the three of the runbook, whichever rules there are. */
const everyRule = async ({ scanner }: Platform): Promise<object> => {
  const { stdout } = await scanner('rules', 'list', '--kind', 's3/bucket', '--json');
  const rules: readonly { readonly id: string }[] = JSON.parse(stdout);
  return {
    apiVersion: 'mlops-dr/v1',
    kind: 'Policy',
    metadata: { name: 'every-rule', title: 'Every rule about buckets' },
    components: [{ name: 'buckets', resources: BUCKETS.map((name) => ({ kind: 's3/bucket', name })), rules: rules.map(({ id }) => id) }],
  };
};

const CONFIGURATION = {
  targets: [{ name: 'moto', aws: { regions: [...new Set(Object.values(HOMES))] } }],
  policies: ['mlops-platform', './every-rule.yaml'],
};

/** JSON is YAML. */
const writeInputs = async (started: Platform, cwd: string): Promise<void> => {
  writeFileSync(join(cwd, 'every-rule.yaml'), JSON.stringify(await everyRule(started)));
  writeFileSync(join(cwd, 'mlops-dr.yaml'), JSON.stringify(CONFIGURATION));
};

const exitsWith = async ({ scanner }: Platform, expected: number, ...args: readonly string[]): Promise<void> => {
  const { status, stderr } = await scanner(...args);
  check(`${args.join(' ')}: exit code ${expected}`, () => assert.equal(status, expected, stderr));
};

const checkVerdicts = (when: string, found: Verdicts, expected: Verdicts): void => {
  for (const key of new Set([...expected.keys(), ...found.keys()]))
    check(`${when}: ${key}: ${expected.get(key) ?? 'no finding'}`, () => assert.equal(found.get(key), expected.get(key)));
};

/** Scans and checks every verdict. Returns the report. */
const scan = async (started: Platform, when: string, expected: Verdicts): Promise<Report> => {
  const { status, stdout, stderr } = await started.scanner('scan', '--format', 'json');
  check(`${when}: exit code 1`, () => assert.equal(status, EXIT.failed, stderr));
  const report: Report = JSON.parse(stdout);
  checkVerdicts(when, verdictsOf(report), expected);
  return report;
};

/** What does not depend on when the facts were read. */
const timeless = ({ takenAt, ...report }: Report): Omit<Report, 'takenAt'> => report;

const checkOffline = async (started: Platform, live: Report): Promise<void> => {
  await exitsWith(started, EXIT.ok, 'collect', '--output', 'inventory.json');
  const { status, stdout, stderr } = await started.scanner('scan', '--inventory', 'inventory.json', '--format', 'json');
  check('scan of the collected inventory: exit code 1', () => assert.equal(status, EXIT.failed, stderr));
  check('scan of the collected inventory: the report of the live scan', () =>
    assert.deepEqual(timeless(JSON.parse(stdout)), timeless(live)),
  );
};

/** Nothing critical fails after the runbook, but whether replication includes objects under KMS keys stays unknown. */
const checkGates = async (started: Platform): Promise<void> => {
  const gate = ['scan', '--policy', 'mlops-platform', '--format', 'json', '--fail-on'];
  await exitsWith(started, EXIT.failed, ...gate, 'high');
  await exitsWith(started, EXIT.incomplete, ...gate, 'critical');
  await exitsWith(started, EXIT.ok, ...gate, 'critical', '--allow-incomplete');
};

const lane = async (started: Platform, cwd: string): Promise<void> => {
  await createBuckets(started);
  await started.must('bash', '-eu', RUNBOOK);
  await writeInputs(started, cwd);
  const live = await scan(started, 'after the runbook', AFTER_RUNBOOK);
  check('after the runbook: everything was read', () => assert.deepEqual(live.gaps, []));
  await checkOffline(started, live);
  await checkGates(started);

  await started.aws('put-bucket-versioning', '--bucket', 'mlops-model-backup', '--versioning-configuration', 'Status=Suspended');
  await scan(started, 'versioning of the copy suspended', AFTER_SUSPENSION);
  await exitsWith(started, EXIT.incomplete, 'scan', '--policy', 'mlops-platform', '--format', 'json', '--fail-on', 'critical');

  await started.aws('delete-bucket', '--bucket', 'mlops-model-backup');
  await scan(started, 'copy deleted', AFTER_DELETION);
  await exitsWith(started, EXIT.failed, 'scan', '--policy', 'mlops-platform', '--format', 'json', '--fail-on', 'critical');
};

const runLane = async (path: string): Promise<void> => {
  const cwd = mkdtempSync(join(tmpdir(), 'mlops-dr-moto-'));
  const moto = await startMoto(sealed({ PATH: path }));
  try {
    await lane(platform(sealed({ PATH: path, AWS_ENDPOINT_URL: moto.url }), cwd), cwd);
  } finally {
    await moto.stop();
    rmSync(cwd, { recursive: true });
  }
};

const path = searchPath(TOOLS, INSTALLED_IN);
if (path === undefined) {
  console.log('SKIPPED: moto and the AWS CLI cannot be installed here, so nothing has been scanned.');
  counts.skipped++;
} else {
  process.env.PATH = path;
  await runLane(path);
}
console.log(`\n${tally(counts)}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
