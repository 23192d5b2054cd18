import { readFile } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Inputs, loadInputs } from '../../commands/compose/inputs.ts';
import { startLab } from '../../lab/index.ts';
import { InputError } from '../../model/errors.ts';
import type { Report } from '../../model/report.ts';
import { runCli } from '../commands/cli.ts';
import { BACKUP_POLICY, backupPlatform } from './backup-platform.ts';
import { against, reportOf, type Sandbox, STACK_TRACE, sandbox, toldBy, withoutCredentials } from './harness.ts';
import { assertRefusedOrJudged, changed, changesIn, crashesIn, ENDLESS, evaluated, type Facts, NO_DATE } from './nonsense.ts';
import { CONFIGURATION } from './platform.ts';

const test = suite('cli/backup-inventory');

let box: Sandbox;
let collected: string;
let inputs: Inputs;
let live: Report;

test.before(async () => {
  const lab = await startLab(backupPlatform);
  box = await sandbox({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': BACKUP_POLICY });
  try {
    await against(lab, ['collect', '--output', 'inventory.json'], { cwd: box.path });
    live = reportOf(await against(lab, ['scan', '--format', 'json'], { cwd: box.path }));
  } finally {
    await lab.close();
  }
  collected = await readFile(box.file('inventory.json'), 'utf8');
  inputs = await loadInputs({ cwd: box.path, config: undefined, policies: [] });
});

const offline = (file: string, ...args: readonly string[]) =>
  runCli(['scan', '--inventory', file, ...args], { cwd: box.path, env: withoutCredentials() });

test('an inventory gives the verdicts of the scan, and the same report every time', async () => {
  const [one, other] = await Promise.all([offline('inventory.json', '--format', 'json'), offline('inventory.json', '--format', 'json')]);
  assert.is(one.code, 1);
  assert.equal(toldBy(reportOf(one)), toldBy(live));
  assert.is(one.stdout, other.stdout);
});

// Facts that make no sense

const judged = (text: string): Report => evaluated(text, inputs);

/** Changes a facet of the resources of a kind whose ids end like this. */
const changing =
  (kind: string, end: string, facet: string, change: (value: Facts) => void) =>
  (inventory: Facts): void => {
    const found = inventory.resources.filter((one: Facts) => one.kind === kind && one.id.endsWith(end) && facet in one.facets);
    assert.ok(found.length > 0, `nothing to change at ${kind} ${end} ${facet}`);
    for (const one of found) if (one.facets[facet].state === 'read') change(one.facets[facet].value);
  };

const inRule = (plan: string, change: (rule: Facts) => void) =>
  changing('backup/plan', `:${plan}`, 'definition', ({ rules }) => change(rules[0]));

const inVault = (facet: string, change: (value: Facts) => void) => changing('backup/vault', ':main', facet, change);

const inDrill = (change: (value: Facts) => void) => changing('backup/restore-testing-plan', ':drill', 'definition', change);

const having = (change: (inventory: Facts) => void): string => changed(collected, change);

const FAR = ['far copies of metadata', 'far restoreTestedWithin of metadata'];
const FREQUENCY = ['all backup/plan-frequency metadata', ...FAR];

interface Row {
  readonly name: string;
  readonly change: (inventory: Facts) => void;
  /** Findings, and objectives, that nobody can decide then; all others stay. */
  readonly unknown: readonly string[];
}

const ROWS: readonly Row[] = [
  ...['whenever', '', ' cron(0 5 ? * * *)', 'rate(0 days)', 'cron(0 25 ? * * *)', `cron(${'0,'.repeat(50_000)}0 5 ? * * *)`].map(
    (schedule) => ({
      name: `the schedule ${JSON.stringify(schedule.slice(0, 30))}`,
      change: inRule('nightly', (rule) => {
        rule.schedule = schedule;
      }),
      unknown: FREQUENCY,
    }),
  ),
  ...['Mars/Base', '', '+99:00'].map((timeZone) => ({
    name: `the time zone ${JSON.stringify(timeZone)}`,
    change: inRule('nightly', (rule) => {
      rule.timeZone = timeZone;
    }),
    unknown: FREQUENCY,
  })),
  {
    name: 'a foreseen run without a date',
    change: changing('backup/plan', ':nightly', 'definition', (plan) => {
      plan.scheduledRuns = [{ rule: plan.rules[0].id, at: NO_DATE }];
    }),
    unknown: FREQUENCY,
  },
  {
    name: 'the schedule of a plan that has brought nothing',
    change: inRule('weekly', (rule) => {
      rule.schedule = 'whenever';
    }),
    unknown: ['all backup/plan-frequency weak', 'all backup/recovery-point-recent weak'],
  },
  {
    name: 'a selection of which nobody knows since when it is there',
    change: changing('backup/selection', '/s-weekly', 'definition', (selection) => {
      selection.createdAt = NO_DATE;
    }),
    unknown: ['all backup/recovery-point-recent weak'],
  },
  {
    name: 'a table of which nobody knows since when it is there',
    change: changing('dynamodb/table', '/weak', 'description', (table) => {
      table.createdAt = NO_DATE;
    }),
    unknown: ['all backup/recovery-point-recent weak', 'all backup/restore-tested weak'],
  },
  {
    name: 'a copy to no vault',
    change: inRule('nightly', (rule) => {
      rule.copies[0].vault = 'nonsense';
    }),
    unknown: [
      ...['retention-within-vault-lock', 'copied-cross-region'].flatMap((rule) => [
        `all backup/${rule} metadata`,
        `all backup/${rule} artifacts`,
      ]),
      'far copies of metadata',
    ],
  },
  ...[
    { name: 'a vault of a name that nobody could give it', member: 'vault', value: '../../etc/passwd' },
    { name: 'an air-gapped vault that is none', member: 'airGappedVault', value: 'nonsense' },
  ].map(({ name, member, value }) => ({
    name,
    change: inRule('nightly', (rule) => {
      rule[member] = value;
    }),
    unknown: [
      ...['retention-within-vault-lock', 'vault-locked', 'vault-denies-deletion', 'vault-encrypted-with-customer-key'].flatMap((rule) => [
        `all backup/${rule} metadata`,
        `all backup/${rule} artifacts`,
      ]),
      ...FAR,
    ],
  })),
  {
    name: 'a lock that becomes final at no date',
    change: inVault('description', (vault) => {
      vault.lockDate = NO_DATE;
    }),
    unknown: ['all backup/vault-locked metadata', 'all backup/vault-locked artifacts'],
  },
  ...['nonsense', '1', 'null', '{"Statement":{}}', `${'['.repeat(100_000)}${']'.repeat(100_000)}`].map((document) => ({
    name: `the access policy ${document.slice(0, 20)}`,
    change: inVault('accessPolicy', (policy) => {
      policy.document = document;
    }),
    unknown: ['all backup/vault-denies-deletion metadata', 'all backup/vault-denies-deletion artifacts'],
  })),
  {
    name: 'recovery points without dates',
    change: changing('backup/protected-resource', '/metadata', 'recoveryPoints', ({ points }) => {
      for (const point of points) point.createdAt = NO_DATE;
    }),
    unknown: ['all backup/recovery-point-recent metadata', ...FAR],
  },
  {
    name: 'jobs without dates',
    change: changing('backup/protected-resource', '', 'backupJobs', ({ jobs }) => {
      for (const job of jobs) Object.assign(job, { createdAt: NO_DATE, completedAt: NO_DATE });
    }),
    unknown: [
      ...['metadata', 'artifacts', 'weak'].map((asset) => `all backup/jobs-succeed ${asset}`),
      'all backup/recovery-point-recent artifacts',
    ],
  },
  {
    name: 'restores without dates',
    change: changing('backup/protected-resource', '', 'restoreJobs', ({ jobs }) => {
      for (const job of jobs) Object.assign(job, { createdAt: NO_DATE, completedAt: NO_DATE });
    }),
    unknown: ['all backup/restore-tested metadata', 'all backup/restore-tested artifacts', 'far restoreTestedWithin of metadata'],
  },
  ...['earliestRestorable', 'latestRestorable'].map((end) => ({
    name: `${end} at no date`,
    change: changing('dynamodb/table', '/metadata', 'continuousBackups', (recovery) => {
      recovery[end] = NO_DATE;
    }),
    unknown: ['tables dynamodb/pitr-window metadata'],
  })),
  {
    name: 'an on-demand backup without a date',
    change: changing('dynamodb/table', '/weak', 'backups', ({ backups }) => {
      backups[0].createdAt = NO_DATE;
    }),
    unknown: ['kept retention of weak'],
  },
  ...[{ schedule: 'whenever' }, { timeZone: 'Mars/Base' }, { createdAt: NO_DATE }].map((odd) => ({
    name: `a restore testing plan with ${JSON.stringify(odd)}`,
    change: inDrill((plan) => Object.assign(plan, odd)),
    unknown: ['all backup/restore-tested weak'],
  })),
  // Without end is long, but no nonsense.
  {
    name: 'windows without end',
    change: inRule('nightly', (rule) => Object.assign(rule, { startWindow: ENDLESS, completionWindow: ENDLESS })),
    unknown: [],
  },
];

for (const { name, change, unknown } of ROWS) {
  test(`${name}: what hangs on it is unknown, nothing else changes`, () => {
    const report = judged(having(change));
    assert.equal(changesIn(report, live), Object.fromEntries(unknown.map((finding) => [finding, 'unknown'])));
    assert.equal(crashesIn(report), []);
  });
}

for (const { name, change, due } of [
  {
    name: 'a first recovery point that is never due',
    change: inRule('weekly', (rule) => Object.assign(rule, { startWindow: ENDLESS })),
    due: 'all backup/recovery-point-recent weak',
  },
  {
    name: 'a first restore test that is never due',
    change: inDrill((plan) => Object.assign(plan, { startWindowHours: ENDLESS })),
    due: 'all backup/restore-tested weak',
  },
]) {
  test(`${name} is waited for`, () => {
    const report = judged(having(change));
    assert.equal(changesIn(report, live), { [due]: 'pending' });
    assert.equal(crashesIn(report), []);
  });
}

for (const { name, change, message } of [
  { name: 'no date at all', change: inVault('description', (vault) => Object.assign(vault, { lockDate: 'soon' })), message: /"soon"/ },
  {
    name: 'a negative retention',
    change: inRule('nightly', ({ lifecycle }) => Object.assign(lifecycle, { deleteAfterDays: -1 })),
    message: /-1/,
  },
  { name: 'half a day', change: inRule('nightly', ({ lifecycle }) => Object.assign(lifecycle, { deleteAfterDays: 0.5 })), message: /0\.5/ },
  { name: 'a schedule that is no text', change: inRule('nightly', (rule) => Object.assign(rule, { schedule: 5 })), message: /"schedule"/ },
  { name: 'a rule without a vault', change: inRule('nightly', (rule) => Reflect.deleteProperty(rule, 'vault')), message: /vault/ },
  {
    name: 'a member that there is not',
    change: inRule('nightly', (rule) => Object.assign(rule, { shedule: 'x' })),
    message: /shedule.*schedule/,
  },
  {
    name: 'a table that is described as absent',
    change: (inventory: Facts) => {
      for (const { kind, facets } of inventory.resources) if (kind === 'dynamodb/table') facets.continuousBackups = { state: 'absent' };
    },
    message: /absent/,
  },
  {
    name: 'tags that would change what every object is',
    change: changing('dynamodb/table', '/tagged', 'tags', (tags) =>
      Object.defineProperty(tags, '__proto__', { value: 'x', enumerable: true }),
    ),
    message: /__proto__/,
  },
]) {
  test(`${name}: an error with its place`, () => {
    try {
      judged(having(change));
      assert.unreachable();
    } catch (error) {
      assert.instance(error, InputError);
      const { diagnostics } = error as InputError;
      assert.ok(
        diagnostics.some((one) => message.test(one.message) || message.test(one.hint ?? '')),
        String(error),
      );
      for (const { place } of diagnostics) assert.ok(place && place.column > 1, String(error));
    }
  });
}

test('whatever a fact says, it is refused with its place, or judged', () =>
  assertRefusedOrJudged({
    collected,
    inputs,
    odd: [
      'arn:aws:::',
      'arn:aws:backup:us-west-2:111122223333:backup-vault:',
      'arn:aws:dynamodb:us-west-2:111122223333:table/metadata',
      'cron(* * * * ? *)',
      'rate(99999999999 days)',
    ],
    runs: 500,
  }));

test('users see the place, and no stack trace', async () => {
  await box.write({
    'refused.json': having(inVault('description', (vault) => Object.assign(vault, { lockDate: 'soon' }))),
    'odd.json': having(inRule('nightly', (rule) => Object.assign(rule, { schedule: 'whenever' }))),
  });
  const [refused, odd] = await Promise.all([offline('refused.json'), offline('odd.json', '--fail-on', 'never')]);
  assert.is(refused.code, 2);
  assert.is(refused.stdout, '');
  assert.match(refused.stderr, /^Error: refused\.json:1:\d+: .*"soon"/);
  assert.not.match(refused.stderr, STACK_TRACE);
  assert.is(odd.code, 3);
  assert.is(odd.stderr, '');
  assert.match(odd.stdout.replace(/\s+/g, ' '), /the schedule whenever of rule daily of plan nightly is not understood/);
});

test('names that would write to the terminal are shown, and do not', async () => {
  const hostile = '\\u001b]0;owned\\u0007\\u001b[2J\\u202eevil\\r\\n';
  const text = collected.replaceAll('"daily"', `"${hostile}"`).replaceAll('"name":"nightly"', `"name":"${hostile}"`);
  assert.is.not(text, collected);
  await box.write({ 'hostile.json': text });
  const formats = ['terminal', 'sarif', 'json'];
  const runs = await Promise.all(formats.map((format) => offline('hostile.json', '--format', format)));
  for (const [index, { code, stdout, stderr }] of runs.entries()) {
    assert.is(code, 1, formats[index]);
    assert.is(stderr, '');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    assert.not.match(stdout, /[\u0000-\u0009\u000b-\u001f\u202e]/, formats[index]);
  }
});

test.run();
