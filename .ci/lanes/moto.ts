import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Inventory } from '../../model/inventory.ts';
import type { Report } from '../../model/report.ts';
import { tally } from '../../scripts/test/result.ts';
import { checkVerdicts } from './moto/checks.ts';
import { checkFacts } from './moto/facts.ts';
import { WITHOUT_REGIONS, writeInputs } from './moto/inputs.ts';
import { type Platform, platform, sealed } from './moto/platform.ts';
import { startMoto } from './moto/server.ts';
import { searchPath, type Tool } from './moto/tools.ts';
import * as verdicts from './moto/verdicts.ts';
import { AWAY, createWorld, HOME, planId, setRecovery } from './moto/world.ts';
import { check, counts, perform } from './shared/checks.ts';

// The runbook's own commands, run by the real AWS CLI against moto (an emulator of AWS that others wrote), and scanned by
// the built program. Then the platform decays, piece by piece.
const TOOLS: readonly Tool[] = [
  { program: 'moto_server', probe: '--help', package: 'moto[server]' },
  { program: 'aws', probe: '--version', package: 'awscli' },
];
const INSTALLED_IN = resolve('node_modules/.cache/moto-lane');
const RUNBOOK = resolve('.ci/lanes/moto/runbook.sh');
const RUNBOOK_SELECTION = resolve('.ci/lanes/moto/runbook-selection.sh');

const EXIT = { ok: 0, failed: 1, incomplete: 3 } as const;

const exitsWith = async ({ scanner }: Platform, expected: number, ...args: readonly string[]): Promise<void> => {
  const { status, stderr } = await scanner(...args);
  check(`${args.join(' ')}: exit code ${expected}`, () => assert.equal(status, expected, stderr));
};

/** Scans and checks every verdict. Returns the report. */
const scan = async ({ scanner }: Platform, when: string, expected: verdicts.Verdicts, ...args: readonly string[]): Promise<Report> => {
  const { status, stdout, stderr } = await scanner('scan', '--format', 'json', ...args);
  check(`${when}: exit code 1`, () => assert.equal(status, EXIT.failed, stderr));
  const report: Report = JSON.parse(stdout);
  checkVerdicts(when, verdicts.verdictsOf(report), expected);
  return report;
};

/** moto answers 500 with a page for people: the day that it has selections, there is more to scan here. */
const checkSelection = async ({ run }: Platform): Promise<void> => {
  const { status, stderr } = await run('bash', '-eu', RUNBOOK_SELECTION);
  check("the runbook's selection: moto does not know the call", () => {
    assert.notEqual(status, 0);
    assert.match(stderr, /\(500\) when calling the CreateBackupSelection operation.*<!doctype html>/s);
  });
};

/** Actions that could not be read, each with its code, once. */
const unread = ({ gaps }: Report): readonly string[] => [...new Set(gaps.map(({ action, code }) => `${action} ${code}`))].sort();

const GAPS = [
  'backup:DescribeRegionSettings HTTP404',
  'backup:ListBackupJobs HTTP404',
  'backup:ListBackupSelections HTTP500',
  'backup:ListRecoveryPointsByResource HTTP404',
  'backup:ListRestoreJobsByProtectedResource HTTP404',
  'backup:ListRestoreTestingPlans HTTP404',
];

/** No answer of an unknown kind may count as "not configured". */
const checkGaps = (when: string, report: Report, expected: readonly string[]): void =>
  check(`${when}: what could not be read`, () => assert.deepEqual(unread(report), expected));

/** Every unknown verdict that hangs on the plan tells the call that broke. */
const checkReasons = ({ findings }: Report): void =>
  check('after the runbook: who asks for plans is told of the call that broke', () => {
    const messages = findings
      .filter(({ rule, verdict }) => rule.startsWith('backup/plan-') && verdict === 'unknown')
      .map(({ message }) => message);
    assert.ok(messages.length > 0);
    for (const message of messages) assert.match(message, /backup:ListBackupSelections: HTTP500/);
  });

/** What does not depend on when the facts were read: the window of recovery grows from one run to the next. */
const timeless = ({ findings, gaps, summary, tool }: Report): object => ({
  findings: findings.filter(({ rule }) => rule !== 'dynamodb/pitr-window'),
  gaps,
  summary,
  tool,
});

const INVENTORY = 'inventory.json';

const checkOffline = async (started: Platform, live: Report, cwd: string): Promise<void> => {
  await exitsWith(started, EXIT.incomplete, 'collect', '--output', INVENTORY);
  const inventory: Inventory = JSON.parse(readFileSync(join(cwd, INVENTORY), 'utf8'));
  checkFacts(inventory);
  const report = await scan(started, 'scan of the collected inventory', verdicts.AFTER_RUNBOOK, '--inventory', INVENTORY);
  check('scan of the collected inventory: the report of the live scan', () => assert.deepEqual(timeless(report), timeless(live)));
};

/** Nothing critical fails after the runbook, but much stays unknown: what the plan covers, and objects under KMS keys. */
const checkGates = async (started: Platform): Promise<void> => {
  const gate = ['scan', '--inventory', INVENTORY, '--policy', 'mlops-platform', '--format', 'json', '--fail-on'];
  await exitsWith(started, EXIT.failed, ...gate, 'high');
  await exitsWith(started, EXIT.incomplete, ...gate, 'critical');
  await exitsWith(started, EXIT.ok, ...gate, 'critical', '--allow-incomplete');
};

/** moto cannot tell which Regions there are. */
const checkRegions = async (started: Platform): Promise<void> => {
  const when = 'no Regions named';
  const report = await scan(started, when, verdicts.WITHOUT_REGIONS_NAMED, '--config', WITHOUT_REGIONS);
  checkGaps(when, report, ['account:ListRegions HTTP404', ...GAPS]);
  check(`${when}: the gap is told of every kind that is listed Region by Region`, () => {
    const kinds = report.gaps.filter(({ action }) => action === 'account:ListRegions').map(({ kind }) => kind);
    assert.deepEqual(kinds.sort(), ['backup/plan', 'backup/restore-testing-plan', 'backup/vault', 'dynamodb/table']);
  });
};

const CRITICAL = ['scan', '--policy', 'mlops-platform', '--format', 'json', '--fail-on', 'critical'];

const loseCopy = async (started: Platform): Promise<void> => {
  const copy = ['--bucket', 'mlops-model-backup', '--region', AWAY];
  await started.aws('s3api', 'put-bucket-versioning', ...copy, '--versioning-configuration', 'Status=Suspended');
  await scan(started, 'versioning of the copy suspended', verdicts.AFTER_SUSPENSION);
  await exitsWith(started, EXIT.incomplete, ...CRITICAL);
  await started.aws('s3api', 'delete-bucket', ...copy);
  await scan(started, 'copy deleted', verdicts.AFTER_DELETION);
  await exitsWith(started, EXIT.failed, ...CRITICAL);
};

/** @param key id of the feature store's key: moto breaks where it is told the ARN */
const loseTables = async (started: Platform, key: string): Promise<void> => {
  const { aws } = started;
  await setRecovery(started, 'mlops-model-metadata', HOME, 'PointInTimeRecoveryEnabled=false');
  await scan(started, 'recovery switched off', verdicts.AFTER_PITR_OFF);
  await aws('dynamodb', 'update-table', '--table-name', 'mlops-feature-store', '--deletion-protection-enabled');
  await aws('kms', 'schedule-key-deletion', '--key-id', key, '--pending-window-in-days', '7');
  await scan(started, 'key to be deleted', verdicts.AFTER_KEY_SCHEDULED);
  await aws('dynamodb', 'delete-table', '--table-name', 'mlops-experiments', '--region', AWAY);
  await scan(started, 'table deleted', verdicts.AFTER_TABLE_DELETED);
};

const losePlan = async (started: Platform): Promise<void> => {
  const { aws } = started;
  await aws('backup', 'delete-backup-plan', '--backup-plan-id', await planId(started));
  const report = await scan(started, 'plan deleted', verdicts.AFTER_PLAN_DELETED);
  checkGaps(
    'plan deleted',
    report,
    GAPS.filter((gap) => !gap.startsWith('backup:ListBackupSelections')),
  );
  await aws('dynamodb', 'create-backup', '--table-name', 'mlops-model-metadata', '--backup-name', 'before-migration');
  await scan(started, 'backup on demand', verdicts.AFTER_ON_DEMAND_BACKUP);
};

const lane = async (started: Platform, cwd: string): Promise<void> => {
  const key = await createWorld(started);
  await started.script(RUNBOOK);
  await checkSelection(started);
  await writeInputs(started, cwd);
  const live = await scan(started, 'after the runbook', verdicts.AFTER_RUNBOOK);
  checkGaps('after the runbook', live, GAPS);
  checkReasons(live);
  await checkOffline(started, live, cwd);
  await checkGates(started);
  await checkRegions(started);
  await loseCopy(started);
  await loseTables(started, key);
  await losePlan(started);
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
  await perform({ name: 'the lane ran to its end', run: () => runLane(path) });
}
console.log(`\n${tally(counts)}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
