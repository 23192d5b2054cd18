import { readFile } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Inputs, loadInputs } from '../../commands/compose/inputs.ts';
import { reporters } from '../../generated/reporters.ts';
import { type Fault, startLab } from '../../lab/index.ts';
import { InputError } from '../../model/errors.ts';
import type { Report } from '../../model/report.ts';
import { type CliResult, runCli } from '../commands/cli.ts';
import { schemaProblems } from '../reporters/sarif-validators.ts';
import { against, reportOf, type Sandbox, STACK_TRACE, sandbox, toldBy, withoutCredentials } from './harness.ts';
import { collectHere, reportOn } from './in-process.ts';
import { assertRefusedOrJudged, changed, changesIn, crashesIn, evaluated, type Facts, NO_DATE } from './nonsense.ts';
import { filesFor, OBJECTIVES, SEARCH_POLICY, SECRETS, searchPlatform, TOLD_SECRETS } from './search-platform.ts';

const test = suite('cli/search-inventory');

Object.assign(process.env, SECRETS);

let box: Sandbox;
let collected: string;
let inputs: Inputs;
let direct: CliResult;

test.before(async () => {
  const lab = await startLab(searchPlatform);
  box = await sandbox();
  await box.write({ ...filesFor(lab, box), 'policy.yaml': SEARCH_POLICY });
  try {
    await against(lab, ['collect', '--output', 'inventory.json'], { cwd: box.path, env: SECRETS });
    direct = await against(lab, ['scan', '--format', 'json'], { cwd: box.path, env: SECRETS });
  } finally {
    await lab.close();
  }
  collected = await readFile(box.file('inventory.json'), 'utf8');
  inputs = await loadInputs({ cwd: box.path, config: undefined, policies: [] });
});

/** Without what the configuration names, and without any secret. */
const offline = (file: string, ...args: readonly string[]) =>
  runCli(['scan', '--inventory', file, ...args], {
    cwd: box.path,
    env: { ...withoutCredentials(), ...Object.fromEntries(Object.keys(SECRETS).map((name) => [name, undefined])) },
  });

const judged = (text: string): Report => evaluated(text, inputs);

// The same, offline

test('an inventory gives the verdicts and the exit code of the scan, and the same bytes every time', async () => {
  const [one, other] = await Promise.all([offline('inventory.json', '--format', 'json'), offline('inventory.json', '--format', 'json')]);
  assert.is(one.code, direct.code);
  assert.equal(toldBy(reportOf(one)), toldBy(reportOf(direct)));
  assert.equal(reportOf(one).gaps, reportOf(direct).gaps);
  assert.is(one.stdout, other.stdout);
});

const FAULTS: readonly Fault[] = [
  { operation: 'search:get /_snapshot', deny: true },
  { operation: 'search:get /_cat/snapshots/{repository}', resource: 'hourly', error: { code: 'repository_exception', status: 500 } },
  { operation: 'search:get /', resource: 'traces', error: { code: 'Unauthorized', status: 401 } },
  { operation: 'prometheus:get /metrics', body: '<html>' },
];

for (const faults of [[], ...FAULTS.map((fault) => [fault])]) {
  test(`written and read again it gives the same report to the letter: ${faults.map(({ operation }) => operation).join() || 'all read'}`, async () => {
    const lab = await startLab({ ...searchPlatform, faults });
    const place = await sandbox();
    await place.write({ ...filesFor(lab, place), 'policy.yaml': SEARCH_POLICY });
    try {
      const inventory = await collectHere(place.path);
      const { report } = await reportOn(inventory, place.path);
      // Policies are shown by the paths that they were given by, which are the same in both places.
      assert.equal(JSON.parse(JSON.stringify(judged(JSON.stringify(inventory)))), JSON.parse(JSON.stringify(report)));
    } finally {
      await lab.close();
    }
  });
}

test('no credential is in it, and no address of a server', () => {
  for (const secret of [...TOLD_SECRETS, '/search/logs', '/prometheus/metrics']) assert.not(collected.includes(secret), secret);
});

// Facts that make no sense

const having = (change: (inventory: Facts) => void): string => changed(collected, change);

/** Changes a facet of the resource of that name. */
const changing =
  (name: string, facet: string, change: (value: Facts) => void) =>
  (inventory: Facts): void => {
    const found = inventory.resources.find((one: Facts) => one.name === name && facet in one.facets);
    assert.ok(found, `nothing to change at ${name} ${facet}`);
    change(found.facets[facet].value);
  };

const eachPolicy = (change: (policy: Facts) => void) => changing('logs', 'policies', ({ policies }) => policies.forEach(change));
const eachSnapshot = (change: (snapshot: Facts) => void) => changing('logs', 'snapshots', ({ snapshots }) => snapshots.forEach(change));

const ofLogs = (...rules: readonly string[]): readonly string[] => rules.map((rule) => `logs elasticsearch/${rule} logs`);
const ofMetrics = (...rules: readonly string[]): readonly string[] => rules.map((rule) => `metrics prometheus/${rule} metrics`);
const OF_OBJECTIVES = Object.keys(OBJECTIVES).map((objective) => `logs ${objective} of logs`);

interface Row {
  readonly name: string;
  readonly change: (inventory: Facts) => void;
  /** What fails then, and what nobody can decide; all else stays as it is. */
  readonly fail?: readonly string[];
  readonly unknown?: readonly string[];
}

/** The server has accepted it: that nobody here understands it does not mean that it never runs. */
const OF_SCHEDULES = ['snapshot-policy-active', 'snapshot-frequency', 'snapshot-retention', 'indices-covered', 'cluster-state-included'];

const ROWS: readonly Row[] = [
  ...['whenever', '', '0 61 * * * ?', '0 0 0 1 1 ? 1e9', `0 ${'0,'.repeat(50_000)}0 * * * ?`].map((expression) => ({
    name: `the schedule ${JSON.stringify(expression.slice(0, 30))}`,
    change: eachPolicy(({ schedule }) => Object.assign(schedule, { expression })),
    unknown: [...ofLogs(...OF_SCHEDULES), ...OF_OBJECTIVES],
  })),
  {
    name: 'a time limit that is none',
    change: eachPolicy(({ retention }) => Object.assign(retention, { maxAge: 'soon' })),
    unknown: [...ofLogs('snapshot-retention'), 'logs retention of logs'],
  },
  {
    name: 'a repository that there is not',
    change: eachPolicy((policy) => Object.assign(policy, { repository: '../../x' })),
    fail: [...ofLogs(...OF_SCHEDULES, 'repository-writable', 'repository-off-site', 'repository-protected'), ...OF_OBJECTIVES],
  },
  {
    name: 'snapshots in states that nobody knows',
    change: eachSnapshot((snapshot) => Object.assign(snapshot, { state: 'Pondering' })),
    unknown: [
      ...ofLogs('snapshot-recent', 'snapshots-succeed', 'indices-covered', 'cluster-state-included', 'restore-tested'),
      ...OF_OBJECTIVES,
    ],
  },
  {
    name: 'snapshots without dates',
    change: eachSnapshot((snapshot) => Object.assign(snapshot, { startedAt: NO_DATE, endedAt: NO_DATE })),
    unknown: [...ofLogs('snapshot-recent', 'snapshots-succeed'), ...OF_OBJECTIVES],
  },
  {
    name: 'a mode that nobody knows',
    change: changing('logs', 'management', (management) => Object.assign(management, { mode: 'PONDERING' })),
    unknown: [...ofLogs(...OF_SCHEDULES), ...OF_OBJECTIVES],
  },
  {
    name: 'a retention that nobody understands',
    change: changing('metrics', 'runtime', (runtime) => Object.assign(runtime, { storageRetention: 'for ever' })),
    unknown: ofMetrics('retention-held'),
  },
  {
    name: 'a start at no date',
    change: changing('metrics', 'runtime', (runtime) => Object.assign(runtime, { startedAt: NO_DATE })),
  },
];

for (const { name, change, fail = [], unknown = [] } of ROWS) {
  test(`${name}: what hangs on it changes, and nothing else`, () => {
    const report = judged(having(change));
    assert.equal(
      changesIn(report, reportOf(direct)),
      Object.fromEntries([...fail.map((one) => [one, 'fail']), ...unknown.map((one) => [one, 'unknown'])]),
    );
    assert.equal(crashesIn(report), []);
  });
}

test('whatever a fact says, it is refused with its place, or judged', () =>
  assertRefusedOrJudged({
    collected,
    inputs,
    odd: [
      'SUCCESS',
      'PARTIAL',
      'STOPPED',
      'opensearch',
      's3',
      'fs',
      'hourly',
      '*',
      '-*',
      '<x-{now/d}>',
      '0 30 * * * ?',
      '30d',
      '0s',
      '15d or 1B',
    ],
    runs: 150,
  }));

// What is no inventory

const REFUSED: readonly { readonly name: string; readonly text: () => string; readonly message: RegExp }[] = [
  { name: 'cut short', text: () => collected.slice(0, collected.length / 2), message: /./ },
  {
    name: 'half a shard',
    text: () => having(changing('logs', 'snapshotDetails', ({ snapshots }) => Object.assign(snapshots[0], { totalShards: 0.5 }))),
    message: /0\.5/,
  },
  {
    name: 'a third distribution',
    text: () => having(changing('logs', 'info', (info) => Object.assign(info, { distribution: 'solr' }))),
    message: /"solr"/,
  },
  {
    name: 'a retention that is a number',
    text: () => having(changing('metrics', 'runtime', (runtime) => Object.assign(runtime, { storageRetention: 5 }))),
    message: /storageRetention/,
  },
];

for (const { name, text, message } of REFUSED) {
  test(`${name}: an error with its place, and no stack trace`, async () => {
    try {
      judged(text());
      assert.unreachable();
    } catch (error) {
      assert.instance(error, InputError);
      for (const { place } of (error as InputError).diagnostics) assert.ok(place);
    }
    await box.write({ 'refused.json': text() });
    const { code, stdout, stderr } = await offline('refused.json');
    assert.equal([code, stdout], [2, '']);
    assert.match(stderr, /^Error: refused\.json:1:\d+: /);
    assert.match(stderr, message);
    assert.not.match(stderr, STACK_TRACE);
  });
}

// Names that would be something else to whoever reads them

/** To a terminal, to a page, to a spreadsheet, to a log of GitHub's. */
const HOSTILE = '\u001b]0;owned\u0007\u001b[2J\u202eevil\r\n</script><img src=x onerror=alert(1)>\n::error::=cmd()|calc`$(id)`';

/** With that for every name of repositories, policies, snapshots and indices, and for what a server says is wrong. */
const hostile = (): string => {
  const text = ['hourly', 'weekly', 'weekly-1', 'drafts', 'index-1', 'vault', '6h'].reduce(
    (written, name) => written.replaceAll(JSON.stringify(name), JSON.stringify(HOSTILE)),
    collected,
  );
  return changed(
    text,
    changing('logs', 'snapshots', ({ unlisted }) => unlisted.push({ repository: HOSTILE, code: HOSTILE, message: HOSTILE })),
  );
};

const CHECKS: Readonly<Record<string, (text: string) => void>> = {
  terminal: (text) => assert.match(text, '\\u{1b}]0;owned\\u{7}'),
  json: (text) => assert.ok(JSON.stringify(JSON.parse(text)).includes(JSON.stringify(HOSTILE).slice(1, -1))),
  sarif: (text) => assert.equal(schemaProblems(JSON.parse(text)), []),
  'sarif-github': (text) => assert.equal(schemaProblems(JSON.parse(text)), []),
};

test('every format that there is, is looked at', () => assert.equal(Object.keys(CHECKS).sort(), [...reporters.keys()].sort()));

test('hostile names in every format: shown, and obeyed by nobody', async () => {
  await box.write({ 'hostile.json': hostile() });
  const formats = Object.keys(CHECKS).map((format) => `--format=${format}=hostile.${format}`);
  const { code, stdout, stderr } = await offline('hostile.json', ...formats);
  assert.equal([code, stdout, stderr], [1, '', '']);
  for (const [format, check] of Object.entries(CHECKS)) {
    const text = await readFile(box.file(`hostile.${format}`), 'utf8');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    assert.not.match(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/, format);
    assert.not.match(text, /^(::|=|<)/m, format);
    check(text);
  }
});

test.run();
