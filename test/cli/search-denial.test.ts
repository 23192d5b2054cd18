import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exitCode } from '../../engine/exit-code.ts';
import { type Fault, startLab } from '../../lab/index.ts';
import type { Report } from '../../model/report.ts';
import { inParallel, sandbox, toldBy } from './harness.ts';
import { scanHere } from './in-process.ts';
import {
  COMPONENTS,
  type Component,
  filesFor,
  OBJECTIVES,
  policyFor,
  RULES,
  SECRETS,
  searchPlatform,
  type Target,
  TOLD_SECRETS,
} from './search-platform.ts';

const test = suite('cli/search-denial');

Object.assign(process.env, SECRETS);

type Verdicts = Readonly<Record<string, string>>;

const AREAS = { 'elasticsearch/cluster': 'elasticsearch', 'prometheus/server': 'prometheus' } as const;
const ALL_OBJECTIVES = Object.keys(OBJECTIVES);
const ALL_COMPONENTS = Object.keys(COMPONENTS) as Component[];

/** What `toldBy` calls what a component is told by a rule, or of an objective. */
const told = (component: Component, what: string): string =>
  ALL_OBJECTIVES.includes(what)
    ? `${component} ${what} of ${component}`
    : `${component} ${AREAS[COMPONENTS[component]]}/${what} ${component}`;

const selector = (component: Component): string => `${component} component/resources-present ${COMPONENTS[component]}, name ${component}`;

const rulesOf = (component: Component): readonly string[] =>
  Object.keys(RULES[COMPONENTS[component]]).map((rule) => rule.replace(/^.*\//, ''));
const everythingOf = (component: Component): readonly string[] => [
  ...rulesOf(component),
  ...(COMPONENTS[component] === 'elasticsearch/cluster' ? ALL_OBJECTIVES : []),
];

const SOUND: readonly Component[] = ['logs', 'traces', 'metrics'];

/** What a full answer to every question leads to: what is sound passes, and of the others nothing does. */
const BASELINE: Verdicts = {
  ...Object.fromEntries(
    ALL_COMPONENTS.flatMap((component) => [
      [selector(component), 'pass'],
      ...everythingOf(component).map((what) => [told(component, what), SOUND.includes(component) ? 'pass' : 'fail']),
    ]),
  ),
  // The directory of a node: who may delete there nobody asks.
  [told('old-logs', 'repository-protected')]: 'unknown',
};

interface Row {
  readonly operation: string;
  /** What of the sound one nobody can decide without it: rules and objectives. Everything else stays as it is. */
  readonly sound: readonly string[];
  /** The same of the other one, which fails whatever is asked of it. */
  readonly weak?: readonly string[];
  /** What the gaps name. None where what comes of one repository is told as a part of what is read. */
  readonly actions: readonly string[];
  readonly inParts?: true;
}

const SNAPSHOT = 'cluster:admin/snapshot/get';
const RESOLVE = 'indices:admin/resolve/index';
const RECOVERY = 'indices:monitor/recovery';
const POLICY = 'cluster:admin/slm/get';

const OF_REPOSITORIES = ['repository-writable', 'repository-off-site', 'repository-protected'];
const OF_POLICIES = ['snapshot-policy-active', 'snapshot-frequency', 'snapshot-retention'];
const OF_CONTENTS = ['indices-covered', 'cluster-state-included'];
const OF_SNAPSHOTS = ['snapshot-recent', 'snapshots-succeed'];

/** Of Elasticsearch and OpenSearch alike. */
const BOTH: readonly Row[] = [
  {
    operation: 'get /_snapshot',
    sound: everythingOf('logs'),
    // Its policies are stopped, wherever they write to.
    weak: ['repository-registered', 'repository-writable', 'repository-off-site', ...OF_SNAPSHOTS, 'restore-tested', ...ALL_OBJECTIVES],
    actions: ['cluster:admin/repository/get', SNAPSHOT],
  },
  {
    operation: 'get /_cat/snapshots/{repository}',
    sound: ['repository-writable', ...OF_SNAPSHOTS, ...OF_CONTENTS, 'restore-tested', ...ALL_OBJECTIVES],
    // It is read-only all the same, and whatever is in it the policies are stopped.
    weak: [...OF_SNAPSHOTS, 'restore-tested'],
    actions: [SNAPSHOT],
    inParts: true,
  },
  {
    // What the policies remember as their last success needs no looking into it; how far back one can go does.
    operation: 'get /_snapshot/{repository}/{snapshot}',
    sound: [...OF_CONTENTS, 'retention'],
    actions: [SNAPSHOT],
    inParts: true,
  },
  // Nothing complete is there that the weak one could restore.
  { operation: 'get /_recovery', sound: ['restore-tested'], actions: [RECOVERY] },
  { operation: 'get /_settings/{settings}', sound: ['restore-tested'], actions: [RECOVERY] },
  // Without any index the weak one would have nothing to cover.
  { operation: 'get /_resolve/index/{name}', sound: ['indices-covered', ...ALL_OBJECTIVES], weak: ['indices-covered'], actions: [RESOLVE] },
  // Whether the buckets are those of AWS. A directory is none.
  {
    operation: 'get /_nodes/settings',
    sound: ['repository-off-site', 'repository-protected', ...ALL_OBJECTIVES],
    actions: ['cluster:monitor/nodes/info'],
  },
];

/** Whether all indices may be seen, which is asked of the security of Elasticsearch. */
const PRIVILEGES: Row = {
  operation: 'other',
  sound: ['indices-covered', ...ALL_OBJECTIVES],
  weak: ['indices-covered'],
  actions: [RESOLVE],
};

const ON_POLICIES = [...OF_POLICIES, 'snapshots-succeed', ...OF_CONTENTS, ...ALL_OBJECTIVES];

const IN_ELASTICSEARCH: readonly Row[] = [
  ...BOTH,
  {
    operation: 'get /_slm/policy',
    sound: [...OF_REPOSITORIES, ...ON_POLICIES],
    // Repositories that nobody writes to are others than those that somebody does. What is protected stays unknown.
    weak: ['repository-writable', 'repository-off-site', 'snapshot-recent', ...ON_POLICIES],
    actions: [POLICY],
  },
  // The repository of the weak one is read-only, whatever the mode is.
  { operation: 'get /_slm/status', sound: [...OF_POLICIES, ...OF_CONTENTS, ...ALL_OBJECTIVES], actions: ['cluster:admin/slm/status'] },
  PRIVILEGES,
  { operation: 'get /_health_report', sound: ['repository-writable'], actions: ['cluster:monitor/health_api'] },
];

const IN_OPENSEARCH: readonly Row[] = [
  ...BOTH,
  { operation: 'get /_plugins/_sm/policies', sound: [...OF_REPOSITORIES, ...ON_POLICIES], actions: [POLICY] },
  { operation: 'get /_plugins/_sm/policies/{policies}/_explain', sound: ON_POLICIES, actions: [POLICY] },
  // It tells whether all indices may be seen.
  { operation: 'get /_cluster/health', sound: ['indices-covered', ...ALL_OBJECTIVES], actions: [RESOLVE] },
];

const api = (path: string, row: Omit<Row, 'operation' | 'actions'>): Row => ({
  operation: `get ${path}`,
  actions: [`get ${path}`],
  ...row,
});

const OF_SERVER = ['retention-held', 'storage-persistent', 'copied-off-host'];

const IN_PROMETHEUS: readonly Row[] = [
  api('/api/v1/status/runtimeinfo', {
    // Since when it runs tells how long nothing was sent. The weak one has nobody to send to.
    sound: ['retention-held', 'copied-off-host', 'configuration-loaded'],
    weak: ['retention-held', 'configuration-loaded'],
  }),
  api('/api/v1/status/flags', { sound: OF_SERVER, weak: OF_SERVER }),
  api('/api/v1/status/config', { sound: OF_SERVER, weak: OF_SERVER }),
  // Six hours are too short whatever it holds; and the weak one is of a version that has no such path.
  api('/api/v1/status/tsdb/blocks', { sound: ['retention-held'] }),
  api('/metrics', { sound: ['retention-held', 'copied-off-host'] }),
  api('/api/v1/query', { sound: ['copied-off-host'], weak: ['copied-off-host'] }),
];

/** One of the systems: what is asked of it, and of whom. */
interface Scenario {
  readonly system: 'search' | 'prometheus';
  readonly sound: Component;
  readonly weak?: Component;
  /** Without it there is nothing to judge. */
  readonly first: Row;
  readonly rows: readonly Row[];
  /** Where the rest of what decides is read. */
  readonly beside: Target;
}

const MAIN: Row = { operation: 'get /', sound: [], actions: ['cluster:monitor/main'] };

const SCENARIOS: readonly Scenario[] = [
  { system: 'search', sound: 'logs', weak: 'old-logs', first: MAIN, rows: IN_ELASTICSEARCH, beside: 'cloud' },
  { system: 'search', sound: 'traces', first: MAIN, rows: IN_OPENSEARCH, beside: 'cloud' },
  {
    system: 'prometheus',
    sound: 'metrics',
    weak: 'old-metrics',
    first: api('/api/v1/status/buildinfo', { sound: [] }),
    rows: IN_PROMETHEUS,
    beside: 'cluster',
  },
];

// What goes wrong

/** By what goes wrong: the fault, and the code of the gap, by system. Elasticsearch and OpenSearch name their errors. */
const FAULTS = {
  denied: [{ deny: true }, /^(security_exception|Forbidden)$/],
  throttled: [{ throttle: 1 }, /^((es_)?rejected_execution_exception|TooManyRequests)$/],
  'timed out': [{ hang: true }, /^Timeout$/],
  'a page of HTML': [{ body: '<!DOCTYPE html><title>Sign in</title>' }, /^MalformedAnswer$/],
  empty: [{ body: '' }, /^MalformedAnswer$/],
  'of another type': [{ body: '[7]' }, /^MalformedAnswer$/],
  'of another service': [{ body: '{"status":"success","data":{}}' }, /^MalformedAnswer$/],
  missing: [{ error: { code: 'not_found', status: 404, message: 'out of order' } }, /^(not_found|NotFound)$/],
  'cut off': [{ truncate: 'matching' }, /^MalformedAnswer$/],
} as const satisfies Readonly<Record<string, readonly [Omit<Fault, 'operation'>, RegExp]>>;
type FaultKind = keyof typeof FAULTS;
const KINDS = Object.keys(FAULTS) as FaultKind[];

/** What a version answers that has no such path; metrics that end with a line, as every part of them may; and half an error. */
const isAnswer = ({ operation }: Row, kind: FaultKind): boolean =>
  (kind === 'missing' && operation.endsWith('/tsdb/blocks')) ||
  (kind === 'cut off' && (operation.endsWith('/metrics') || operation === PRIVILEGES.operation));

interface Case extends Scenario {
  readonly row: Row;
  readonly kind: FaultKind;
}

const CASES: readonly Case[] = SCENARIOS.flatMap((scenario) =>
  [scenario.first, ...scenario.rows].flatMap((row) => KINDS.flatMap((kind) => (isAnswer(row, kind) ? [] : [{ ...scenario, row, kind }]))),
);

const componentsOf = ({ sound, weak }: Scenario): readonly Component[] => (weak === undefined ? [sound] : [sound, weak]);

const faultOf = ({ row, kind, ...scenario }: Case): readonly Fault[] =>
  componentsOf(scenario).map((resource) => ({
    operation: `${scenario.system}:${row.operation}`,
    resource,
    ...FAULTS[kind][0],
  }));

interface Outcome {
  readonly code: number;
  readonly report: Report;
}

/** A scan of what the components are about. */
const scanWith = async (faults: readonly Fault[], components: readonly Component[], beside: readonly Target[]): Promise<Outcome> => {
  const lab = await startLab({ ...searchPlatform, faults });
  const box = await sandbox();
  await box.write({ ...filesFor(lab, box, [...components, ...beside]), 'policy.yaml': policyFor(...components) });
  try {
    return await scanHere(box.path);
  } finally {
    await lab.close();
  }
};

const GONE = 'gone';

/** Where a report differs from what a full answer leads to. */
const changesIn = (report: Report, components: readonly Component[]): Verdicts => {
  const found = toldBy(report);
  const names = new Set([
    ...Object.keys(found),
    ...Object.keys(BASELINE).filter((finding) => components.includes(finding.split(' ')[0] as Component)),
  ]);
  return Object.fromEntries([...names].filter((name) => found[name] !== BASELINE[name]).map((name) => [name, found[name] ?? GONE]));
};

const nothingToJudge = (component: Component): Verdicts => ({
  ...Object.fromEntries(everythingOf(component).map((what) => [told(component, what), GONE])),
  [selector(component)]: 'unknown',
});

const expectedChanges = ({ sound, weak, first, row }: Case): Verdicts => {
  if (row === first) return { ...nothingToJudge(sound), ...(weak === undefined ? {} : nothingToJudge(weak)) };
  const open = [
    ...row.sound.map((what) => told(sound, what)),
    ...(weak === undefined ? [] : (row.weak ?? []).map((what) => told(weak, what))),
  ];
  return Object.fromEntries(open.map((finding) => [finding, 'unknown']));
};

const outcomes = new Map<Case, Outcome>();
const outcomeOf = (one: Case): Outcome => {
  const outcome = outcomes.get(one);
  if (!outcome) throw new Error('this case did not run');
  return outcome;
};

test.before(async () => {
  await inParallel(CASES, 16, async (one) => {
    outcomes.set(one, await scanWith(faultOf(one), componentsOf(one), [one.beside]));
  });
});

test('with every answer: no gap, nothing unknown that was not, and nothing else than is expected', async () => {
  const { report } = await scanWith([], ALL_COMPONENTS, ['cloud', 'cluster']);
  assert.equal(toldBy(report), BASELINE);
  assert.equal(report.gaps, []);
});

for (const one of CASES) {
  const { sound, row, kind } = one;
  test(`${sound}, ${row.operation} ${kind}: what needs it is unknown, nothing else changes, and every gap says so`, () => {
    const { code, report } = outcomeOf(one);
    assert.equal(changesIn(report, componentsOf(one)), expectedChanges(one));
    assert.is(code, 3);
    // A refusal is about who asks; everything else may be about the one repository.
    if (row.inParts && kind !== 'denied') return assert.equal(report.gaps, []);
    assert.equal([...new Set(report.gaps.map(({ action }) => action))].sort(), [...row.actions].sort());
    for (const { code } of report.gaps) assert.match(code, FAULTS[kind][1]);
  });
}

test('every finding that is unknown says why: what was asked and what came of it, or which repository could not be read', () => {
  for (const one of CASES) {
    const { actions, inParts } = one.row;
    for (const finding of outcomeOf(one).report.findings) {
      const { component, rule, resource, verdict, message } = finding;
      if (verdict !== 'unknown' || BASELINE[`${component} ${rule} ${resource.name}`] === 'unknown') continue;
      if (inParts && one.kind !== 'denied') assert.match(message, /could not be listed|can be listed|nobody has looked into/);
      else
        assert.ok(
          actions.some((action) => message.includes(`(${action}: `)),
          `${one.kind} ${one.row.operation}: ${message}`,
        );
    }
  }
});

test('nothing that is told holds a credential', () => {
  for (const { report } of outcomes.values()) for (const secret of TOLD_SECRETS) assert.not(JSON.stringify(report).includes(secret));
});

// One repository of two

/** What a broken repository leaves open: whether it can be written to, and what became of all snapshots. The other one is there for the rest. */
const OF_ONE: Readonly<Record<string, readonly string[]>> = {
  'get /_cat/snapshots/{repository}': ['repository-writable', 'snapshots-succeed'],
  'get /_snapshot/{repository}/{snapshot}': [],
};

for (const component of ['logs', 'traces'] as const) {
  for (const [operation, unknown] of Object.entries(OF_ONE)) {
    test(`${component}, ${operation} of one repository: the other one is judged as before`, async () => {
      const error = { code: 'repository_exception', status: 500 };
      const fault = { operation: `search:${operation}`, resource: `${component}/hourly`, error };
      const { code, report } = await scanWith([fault], [component], ['cloud']);
      assert.equal(changesIn(report, [component]), Object.fromEntries(unknown.map((what) => [told(component, what), 'unknown'])));
      assert.is(code, unknown.length > 0 ? 3 : 0);
    });
  }
}

// Who may not ask at all

for (const { system, sound, first, rows, beside } of SCENARIOS) {
  for (const { operation } of [first, ...rows]) {
    // What was answered before stays; which answers those are is a matter of time.
    test(`${sound}, ${operation} unauthenticated: ends all that the credentials are for, and nothing is called otherwise than it is`, async () => {
      const fault = { operation: `${system}:${operation}`, resource: sound, error: { code: 'Unauthorized', status: 401 } };
      const { code, report } = await scanWith([fault], [sound], [beside]);
      const changes = Object.entries(changesIn(report, [sound]));
      assert.equal(
        changes.filter(([, verdict]) => verdict !== 'unknown' && verdict !== GONE),
        [],
      );
      assert.ok(changes.length > 0);
      assert.equal([...new Set(report.gaps.filter(({ target }) => target === sound).map((gap) => gap.code))], ['Unauthorized']);
      assert.is(code, 3);
    });
  }
}

test('a failure is worse than what nobody knows: exit code 1 where something fails, 3 where nothing does', async () => {
  const denied = { operation: 'search:get /_recovery', deny: true } as const;
  const gate = { failOn: 'low', allowIncomplete: false } as const;
  assert.is(exitCode((await scanWith([denied], ['logs', 'old-logs'], ['cloud'])).report, gate), 1);
  const alone = await scanWith([denied], ['logs'], ['cloud']);
  assert.is(exitCode(alone.report, gate), 3);
  assert.is(exitCode(alone.report, { ...gate, allowIncomplete: true }), 0);
});

test.run();
