import { readFile } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Inputs, loadInputs } from '../../commands/compose/inputs.ts';
import { reporters } from '../../generated/reporters.ts';
import { startLab } from '../../lab/index.ts';
import { InputError } from '../../model/errors.ts';
import type { Report } from '../../model/report.ts';
import { type CliResult, runCli } from '../commands/cli.ts';
import { schemaProblems } from '../reporters/sarif-validators.ts';
import { against, reportOf, type Sandbox, STACK_TRACE, sandbox, toldBy, withoutCredentials } from './harness.ts';
import { collectHere, reportOn } from './in-process.ts';
import { filesFor, KUBERNETES_POLICY, kubernetesPlatform, OBJECTIVES as objectivesOfAll, SOUND, TOKEN } from './kubernetes-platform.ts';
import { assertRefusedOrJudged, changed, changesIn, crashesIn, evaluated, type Facts, NO_DATE } from './nonsense.ts';

const test = suite('cli/kubernetes-inventory');

let box: Sandbox;
let collected: string;
let inputs: Inputs;
let direct: CliResult;

test.before(async () => {
  const lab = await startLab(kubernetesPlatform);
  box = await sandbox();
  await box.write({ ...filesFor(lab, box), 'policy.yaml': KUBERNETES_POLICY });
  try {
    await against(lab, ['collect', '--output', 'inventory.json'], { cwd: box.path });
    direct = await against(lab, ['scan', '--format', 'json'], { cwd: box.path });
  } finally {
    await lab.close();
  }
  collected = await readFile(box.file('inventory.json'), 'utf8');
  inputs = await loadInputs({ cwd: box.path, config: undefined, policies: [] });
});

const offline = (file: string, ...args: readonly string[]) =>
  runCli(['scan', '--inventory', file, ...args], { cwd: box.path, env: withoutCredentials() });

const judged = (text: string): Report => evaluated(text, inputs);

// The same, offline

test('an inventory gives the verdicts and the exit code of the scan, and the same bytes every time', async () => {
  const [one, other] = await Promise.all([offline('inventory.json', '--format', 'json'), offline('inventory.json', '--format', 'json')]);
  assert.is(one.code, direct.code);
  assert.equal(toldBy(reportOf(one)), toldBy(reportOf(direct)));
  assert.equal(reportOf(one).gaps, reportOf(direct).gaps);
  assert.is(one.stdout, other.stdout);
});

for (const faults of [
  [],
  [{ operation: 'kubernetes:list backups.velero.io', resource: SOUND, deny: true as const }],
  [{ operation: 'kubernetes:list pods', error: { code: 'InternalError', status: 500 } }],
  [{ operation: 'kubernetes:get /version', error: { code: 'Unauthorized', status: 401 } }],
]) {
  test(`written and read again it gives the same report to the letter: ${faults.map(({ operation }) => operation).join() || 'all read'}`, async () => {
    const lab = await startLab({ ...kubernetesPlatform, faults });
    const place = await sandbox();
    await place.write({ ...filesFor(lab, place), 'policy.yaml': KUBERNETES_POLICY });
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

test('neither the token nor the address of the cluster is in it', () => {
  assert.not.match(collected, TOKEN);
  assert.not.match(collected, '/k8s/clusters/');
});

// Facts that make no sense

const having = (change: (inventory: Facts) => void): string => changed(collected, change);

/** Changes a facet of the resources of a kind in the namespace of the sound Velero. */
const changing =
  (kind: string, facet: string, change: (value: Facts) => void) =>
  (inventory: Facts): void => {
    const found = inventory.resources.filter((one: Facts) => one.kind === kind && one.scope.namespace === SOUND && facet in one.facets);
    assert.ok(found.length > 0, `nothing to change at ${kind} ${facet}`);
    for (const { facets } of found) change(facets[facet].value);
  };

const inSchedule = (change: (spec: Facts) => void) => changing('velero/schedule', 'spec', change);
const inServer = (change: (deployment: Facts) => void) =>
  changing('velero/server', 'deployments', ({ deployments }) => deployments.forEach(change));

/** What `toldBy` calls what is told of the sound Velero. */
const ofSchedule = (...rules: readonly string[]): readonly string[] => rules.map((rule) => `sound velero/${rule} nightly`);
const ofServer = (...rules: readonly string[]): readonly string[] => rules.map((rule) => `sound velero/${rule} velero`);
const OBJECTIVES = Object.keys(objectivesOfAll).map((objective) => `sound ${objective} of mlops`);
const SCHEDULED = 'sound velero/namespace-scheduled mlops';

interface Row {
  readonly name: string;
  readonly change: (inventory: Facts) => void;
  /** What fails then, and what nobody can decide; all else stays as it is. */
  readonly fail?: readonly string[];
  readonly unknown?: readonly string[];
}

/** Velero makes nothing of a schedule that it cannot read: that is known, whoever wrote it. */
const UNREADABLE = [...ofSchedule('schedule-active', 'schedule-frequency', 'cadence-kept'), SCHEDULED, ...OBJECTIVES];

const ROWS: readonly Row[] = [
  ...['whenever', '', '61 * * * *', '* * * * 7', 'TZ=Mars/Base @daily', `${'0,'.repeat(50_000)}0 * * * *`].map((schedule) => ({
    name: `the schedule ${JSON.stringify(schedule.slice(0, 30))}`,
    change: inSchedule((spec) => Object.assign(spec, { schedule })),
    fail: UNREADABLE,
  })),
  ...['soon', '', '1e300h', '9999999h'].map((ttl) => ({
    name: `the ttl ${JSON.stringify(ttl)}`,
    change: inSchedule(({ template }) => Object.assign(template, { ttl })),
    fail: [...ofSchedule('schedule-retention', 'schedule-active', 'cadence-kept'), SCHEDULED, ...OBJECTIVES],
    unknown: ofSchedule('location-protected'),
  })),
  {
    name: 'a storage location that there is not',
    change: inSchedule(({ template }) => Object.assign(template, { storageLocation: '../../x' })),
    fail: [...ofSchedule('location-available', 'location-off-site', 'location-protected'), ...OBJECTIVES],
  },
  {
    name: 'a phase of the schedule that nobody knows',
    change: changing('velero/schedule', 'status', (status) => Object.assign(status, { phase: 'Pondering' })),
    unknown: [...ofSchedule('schedule-active'), SCHEDULED, ...OBJECTIVES],
  },
  {
    name: 'backups in phases that nobody knows',
    change: changing('velero/backup', 'status', (status) => Object.assign(status, { phase: 'Pondering' })),
    unknown: [...ofSchedule('backup-recent', 'backups-succeed'), ...OBJECTIVES],
  },
  {
    name: 'a server of no version',
    change: inServer((deployment) => Object.assign(deployment, { image: 'nonsense@@:::' })),
    unknown: ofServer('plugin-compatible'),
  },
  // By Go, a zone that there is not is UTC.
  { name: 'a server in a zone that there is not', change: inServer((deployment) => Object.assign(deployment, { timeZone: 'Mars/Base' })) },
  {
    name: 'a plug-in of no version',
    change: inServer(({ plugins }) => Object.assign(plugins[0], { image: '' })),
    unknown: ofServer('plugin-compatible'),
  },
  {
    name: 'a location that was validated at no date',
    change: changing('velero/storage-location', 'status', (status) => Object.assign(status, { lastValidatedAt: NO_DATE })),
    unknown: [...ofSchedule('location-available'), ...OBJECTIVES],
  },
  {
    name: 'a location without a bucket',
    change: changing('velero/storage-location', 'spec', (spec) => Reflect.deleteProperty(spec, 'bucket')),
    unknown: ofSchedule('location-protected'),
  },
  {
    name: 'restores without dates',
    change: changing('velero/restore', 'status', (status) => Object.assign(status, { startedAt: NO_DATE, completedAt: NO_DATE })),
    unknown: [...ofSchedule('restore-tested'), 'sound restoreTestedWithin of mlops'],
  },
  {
    name: 'maintenance at no date',
    change: changing('velero/repository', 'status', (status) =>
      Object.assign(status, { lastMaintainedAt: NO_DATE, recentMaintenance: [] }),
    ),
    unknown: ofServer('repository-maintained'),
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

// What is no inventory

const first = (inventory: Facts, kind: string): Facts => inventory.resources.find((one: Facts) => one.kind === kind);

const BOTTOMLESS = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;

const REFUSED: readonly { readonly name: string; readonly text: () => string; readonly message: RegExp }[] = [
  { name: 'cut short', text: () => collected.slice(0, collected.length / 2), message: /./ },
  { name: 'without its last brace', text: () => collected.trim().slice(0, -1), message: /./ },
  {
    name: 'a schedule given twice',
    text: () => having((inventory) => inventory.resources.push(first(inventory, 'velero/schedule'))),
    message: /"k8s:\/\/main\/velero\.io\/.*" is given twice/,
  },
  {
    name: 'a kind that there is not',
    text: () => having((inventory) => Object.assign(first(inventory, 'velero/schedule'), { kind: 'velero/shcedule' })),
    message: /velero\/shcedule.*velero\/schedule/,
  },
  {
    name: 'an object of a target that there is not',
    text: () => having((inventory) => Object.assign(first(inventory, 'velero/schedule').scope, { target: 'prd' })),
    message: /no target "prd"/,
  },
  {
    name: 'a schedule that is a number',
    text: () => having(inSchedule((spec) => Object.assign(spec, { schedule: 5 }))),
    message: /schedule/,
  },
  { name: 'a pause that is a text', text: () => having(inSchedule((spec) => Object.assign(spec, { paused: 'no' }))), message: /paused/ },
  { name: 'half a replica', text: () => having(inServer((deployment) => Object.assign(deployment, { replicas: 0.5 }))), message: /0\.5/ },
  {
    name: 'a template without its lists',
    text: () => having(inSchedule((spec) => Object.assign(spec, { template: {} }))),
    message: /includedNamespaces/,
  },
  {
    name: 'a pod in a phase that there is not',
    text: () => having(changing('velero/server', 'nodeAgentPods', ({ pods }) => Object.assign(pods[0], { phase: 'Resting' }))),
    message: /"Resting"/,
  },
  {
    name: 'a label that would change what every object is',
    text: () => collected.replace('"labels":{', '"labels":{"__proto__":"x",'),
    message: /__proto__/,
  },
  { name: 'a schedule without a bottom', text: () => collected.replace('"@daily"', BOTTOMLESS), message: /./ },
];

for (const { name, text, message } of REFUSED) {
  test(`${name}: an error with its place`, () => {
    const written = text();
    assert.is.not(written, collected);
    try {
      judged(written);
      assert.unreachable();
    } catch (error) {
      assert.instance(error, InputError);
      const { diagnostics } = error as InputError;
      assert.ok(diagnostics.length > 0);
      assert.ok(
        diagnostics.some((one) => message.test(`${one.message} ${one.hint ?? ''}`)),
        String(error).slice(0, 500),
      );
      for (const { place } of diagnostics) assert.ok(place, String(error).slice(0, 500));
    }
  });
}

const OTHER_IDS = ['nonsense', 'k8s://', 'k8s://main', 'k8s:////////', 'arn:aws:s3:::sound-backups', '../../etc/passwd', '%', '*', ' '];

test('objects whose ids are none of objects are judged by what is read of them', () => {
  for (const kind of ['velero/schedule', 'velero/backup', 'velero/server', 'velero/storage-location', 'kubernetes/namespace']) {
    for (const id of OTHER_IDS) {
      const report = judged(having((inventory) => Object.assign(first(inventory, kind), { id })));
      assert.equal(crashesIn(report), [], `${kind} ${id}`);
    }
  }
});

test('whatever a fact says, it is refused with its place, or judged', () =>
  assertRefusedOrJudged({
    collected,
    inputs,
    odd: [
      'k8s://',
      'Enabled',
      'Completed',
      'Failed',
      'velero',
      'mlops',
      '@every -1h',
      '@daily',
      '1h',
      'velero/velero:v0.0.0-rc.1+x@sha256:00',
    ],
    runs: 150,
  }));

test('users see the place, and no stack trace', async () => {
  await box.write({
    'cut.json': collected.slice(0, 5_000),
    'refused.json': having(inSchedule((spec) => Object.assign(spec, { paused: 'no' }))),
  });
  for (const file of ['cut.json', 'refused.json']) {
    const { code, stdout, stderr } = await offline(file);
    assert.is(code, 2);
    assert.is(stdout, '');
    assert.match(stderr, new RegExp(`^Error: ${file}:1:\\d+: `));
    assert.not.match(stderr, STACK_TRACE);
  }
});

// Names that would be something else to whoever reads them

/** To a terminal, to a page, to a spreadsheet, to a log of GitHub's. */
const HOSTILE = '\u001b]0;owned\u0007\u001b[2J\u202eevil\r\n</script><img src=x onerror=alert(1)>\n::error::=cmd()|calc`$(id)`';

/** With that for every name of the sound schedule and of its backups, their messages, and the bucket behind them. */
const hostile = (): string =>
  having((inventory) => {
    const written = JSON.stringify(inventory)
      .replaceAll('"nightly"', JSON.stringify(HOSTILE))
      .replaceAll('"trainer"', JSON.stringify(HOSTILE));
    Object.assign(inventory, JSON.parse(written));
    for (const { kind, facets } of inventory.resources) {
      if (kind === 'velero/storage-location') Object.assign(facets.status.value, { message: HOSTILE, phase: HOSTILE });
      if (facets.metadata) Object.assign(facets.metadata.value.annotations, { 'velero.io/note': HOSTILE });
    }
  });

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
