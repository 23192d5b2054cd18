import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Clock } from '../../engine/collect/clock.ts';
import { type Fault, startLab } from '../../lab/index.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Report } from '../../model/report.ts';
import { against, reportOf, sandbox, verdictsOf } from './harness.ts';
import { collectHere, reportOn, TIMEOUT } from './in-process.ts';
import { policyOf } from './platform.ts';
import { type Recording, type Sent, startRecording } from './recording.ts';
import { COMPONENTS, filesFor, policyFor, SEARCH_POLICY, SECRETS, searchPlatform, type Target } from './search-platform.ts';

const test = suite('cli/search-calls');

Object.assign(process.env, SECRETS);

/** What was asked of one server: `GET /_snapshot`. */
const askedOf = (prefix: string, sent: readonly Sent[]): readonly string[] =>
  sent.flatMap(({ method, path }) => (path.startsWith(prefix) ? [`${method} ${path.slice(prefix.length)}`] : []));

interface Scan {
  readonly policy: string;
  readonly targets: readonly Target[];
  readonly faults?: readonly Fault[];
  readonly clock?: Clock;
  /** Changes the configuration. */
  readonly configured?: (configuration: string) => string;
}

interface Scanned {
  readonly inventory: Inventory;
  readonly report: Report;
  readonly sent: readonly Sent[];
}

const recorded = async <T>(faults: readonly Fault[], work: (recording: Recording) => Promise<T>): Promise<T> => {
  const lab = await startLab({ ...searchPlatform, faults });
  // As proxies and managed domains say it; the servers themselves say nothing.
  const recording = await startRecording(lab, { 429: { 'retry-after': '2' } });
  try {
    return await work(recording);
  } finally {
    await recording.close();
    await lab.close();
  }
};

const scan = ({ policy, targets, faults = [], clock, configured = (text) => text }: Scan): Promise<Scanned> =>
  recorded(faults, async (recording) => {
    const box = await sandbox();
    const files = filesFor(recording, box, targets);
    await box.write({ ...files, 'mlops-dr.yaml': configured(files['mlops-dr.yaml']), 'policy.yaml': policy });
    const inventory = await collectHere(box.path, clock);
    return { inventory, report: (await reportOn(inventory, box.path)).report, sent: recording.sent };
  });

/** A policy of a single rule. */
const on = (name: keyof typeof COMPONENTS, rule: string, params = '{}'): string =>
  policyOf(
    'p',
    `  - name: c\n    resources: [{ kind: ${COMPONENTS[name]}, name: ${name} }]\n    rules: [{ rule: ${rule}, params: ${params} }]`,
  );

// What is asked for. The newest twenty of the snapshots are looked into, and the oldest five.

const REPOSITORIES = 'GET /_snapshot';
const LISTED = ['GET /_cat/snapshots/hourly', 'GET /_cat/snapshots/second'];
const LOOKED_INTO = ['GET /_snapshot/hourly/…', 'GET /_snapshot/second/…'];
const RESTORES = ['GET /_recovery', 'GET /_settings/index.number_of_shards,index.store.type'];

/** In both dialects. */
const SLM = ['GET /_slm/policy', 'GET /_slm/status'];
const SM = ['GET /_plugins/_sm/policies', 'GET /_plugins/_sm/policies/*/_explain'];

/** Which indices there are, and whether the user may see all of them. */
const RESOLVED = 'GET /_resolve/index/*';
const SEEN_BY_PRIVILEGES = [RESOLVED, 'GET /_security/user/_has_privileges'];
const SEEN_BY_HEALTH = [RESOLVED, 'GET /_cluster/health'];
const HEALTH = 'GET /_health_report';
const NODES = 'GET /_nodes/settings';

const STATUS = '/api/v1/status';

interface Case {
  readonly rule: string;
  readonly params?: string;
  readonly asked: readonly string[];
}

/** What both are asked, whatever they are: `activity` is how each tells of its policies. */
const casesOf = (activity: readonly string[], indices: readonly string[], health: readonly string[]): readonly Case[] => [
  { rule: 'repository-registered', asked: [REPOSITORIES] },
  { rule: 'snapshot-policy-active', asked: [REPOSITORIES, ...activity] },
  { rule: 'snapshot-frequency', asked: [REPOSITORIES, ...activity] },
  { rule: 'snapshot-retention', asked: [REPOSITORIES, ...activity] },
  { rule: 'snapshot-recent', asked: [REPOSITORIES, ...activity, ...LISTED, ...LOOKED_INTO] },
  { rule: 'snapshots-succeed', asked: [REPOSITORIES, ...activity, ...LISTED, ...LOOKED_INTO] },
  { rule: 'cluster-state-included', asked: [REPOSITORIES, ...activity, ...LISTED, ...LOOKED_INTO] },
  { rule: 'indices-covered', asked: [REPOSITORIES, ...activity, ...LISTED, ...LOOKED_INTO, ...indices] },
  { rule: 'restore-tested', params: '{ maxAge: 3d }', asked: [REPOSITORIES, ...LISTED, ...RESTORES] },
  { rule: 'repository-off-site', asked: [REPOSITORIES, ...policiesAlone(activity), NODES] },
  { rule: 'repository-protected', asked: [REPOSITORIES, ...policiesAlone(activity), NODES] },
  { rule: 'repository-writable', asked: [REPOSITORIES, ...policiesAlone(activity), ...LISTED, ...health] },
];

const policiesAlone = (activity: readonly string[]): readonly string[] => activity.slice(0, 1);

const DIALECTS = {
  logs: casesOf(SLM, SEEN_BY_PRIVILEGES, [HEALTH]),
  traces: casesOf(SM, SEEN_BY_HEALTH, []),
} as const;

/** Without the query; and without the names where several are asked for at once. */
const plain = (request: string): string => request.replace(/\?.*$/, '').replace(/^(GET \/_snapshot\/[^/]+)\/.+$/, '$1/…');

for (const name of ['logs', 'traces'] as const) {
  for (const { rule, params, asked } of DIALECTS[name]) {
    test(`${name}, ${rule}: nothing is asked twice, and nothing that it does not read`, async () => {
      const { report, sent } = await scan({ policy: on(name, `elasticsearch/${rule}`, params), targets: [name] });
      assert.equal(askedOf(`/search/${name}`, sent).map(plain).sort(), ['GET /', ...asked].sort());
      assert.equal(
        report.gaps.filter(({ kind }) => kind !== 's3/bucket'),
        [],
      );
    });
  }
}

const QUERY = 'GET /api/v1/query';

for (const [rule, params, asked] of [
  ['configuration-loaded', '{}', ['runtimeinfo']],
  ['retention-held', '{}', ['runtimeinfo', 'flags', 'config', 'tsdb/blocks', '/metrics']],
  ['storage-persistent', '{}', ['flags', 'config']],
  ['copied-off-host', '{}', ['runtimeinfo', 'flags', 'config', '/metrics', QUERY, QUERY, QUERY]],
] as const) {
  test(`metrics, ${rule}: nothing is asked twice, and nothing that it does not read`, async () => {
    const { sent } = await scan({ policy: on('metrics', `prometheus/${rule}`, params), targets: ['metrics'] });
    const addresses = ['buildinfo', ...asked].map((one) =>
      one.startsWith('GET') ? one : `GET ${one.startsWith('/') ? one : `${STATUS}/${one}`}`,
    );
    assert.equal(askedOf('/prometheus/metrics', sent).map(plain).sort(), addresses.sort());
    const queries = askedOf('/prometheus/metrics', sent).filter((one) => one.startsWith(QUERY));
    assert.is(new Set(queries).size, queries.length);
  });
}

// All of it

const ELASTICSEARCH = ['GET /', REPOSITORIES, ...SLM, ...LISTED, ...LOOKED_INTO, ...RESTORES, ...SEEN_BY_PRIVILEGES, HEALTH, NODES];
const OPENSEARCH = ['GET /', REPOSITORIES, ...SM, ...LISTED, ...LOOKED_INTO, ...RESTORES, ...SEEN_BY_HEALTH, NODES];
const PROMETHEUS = [
  ...['buildinfo', 'runtimeinfo', 'flags', 'config', 'tsdb/blocks'].map((one) => `GET ${STATUS}/${one}`),
  'GET /metrics',
  QUERY,
  QUERY,
  QUERY,
];

test('every rule, by the built program: nothing is asked twice, whoever asks says who they are, and nothing is written', () =>
  recorded([], async (recording) => {
    const box = await sandbox();
    await box.write({ ...filesFor(recording, box), 'policy.yaml': SEARCH_POLICY });
    const result = await against(recording, ['scan', '--format=json'], { cwd: box.path, env: SECRETS });
    assert.equal(reportOf(result).gaps, []);
    assert.equal(askedOf('/search/logs', recording.sent).map(plain).sort(), [...ELASTICSEARCH].sort());
    assert.equal(askedOf('/search/traces', recording.sent).map(plain).sort(), [...OPENSEARCH].sort());
    assert.equal(askedOf('/prometheus/metrics', recording.sent).map(plain).sort(), [...PROMETHEUS].sort());
    const monitoring = recording.sent.filter(({ path }) => /^\/(search|prometheus)\//.test(path));
    assert.equal([...new Set(monitoring.map(({ method, body }) => `${method}${body}`))], ['GET']);
    assert.equal(new Set(monitoring.map(({ path }) => path)).size, monitoring.length);
    const authorizations = (prefix: string) => [
      ...new Set(recording.sent.filter(({ path }) => path.startsWith(prefix)).map(({ headers }) => headers.authorization)),
    ];
    assert.equal(authorizations('/search/logs'), [`ApiKey ${SECRETS.LOGS_API_KEY}`]);
    assert.equal(authorizations('/search/traces'), [`Basic ${Buffer.from(`reader:${SECRETS.TRACES_PASSWORD}`).toString('base64')}`]);
    assert.equal(authorizations('/search/old-logs'), [undefined]);
    assert.equal(authorizations('/prometheus/metrics'), [`Bearer ${SECRETS.METRICS_TOKEN}`]);
    assert.equal(authorizations('/prometheus/old-metrics'), [undefined]);
  }));

test('of snapshots the newest twenty and the oldest five are looked into, by one request a repository', async () => {
  const { sent } = await scan({ policy: on('logs', 'elasticsearch/snapshot-recent'), targets: ['logs'] });
  const named = askedOf('/search/logs', sent).filter((one) => /^GET \/_snapshot\/hourly\//.test(one));
  assert.equal(
    named.map((one) => one.replace(/\?.*$/, '').split(',').length),
    [25],
  );
});

// What writes

const verifying = (text: string): string => text.replaceAll('region: us-west-2,', 'region: us-west-2, verifyRepositories: true,');

for (const name of ['logs', 'traces'] as const) {
  test(`${name}: repositories are verified where the configuration asks for it, once each, and nowhere else`, async () => {
    const policy = on(name, 'elasticsearch/repository-writable');
    const writes = (sent: readonly Sent[]) => sent.flatMap(({ method, path }) => (method === 'GET' ? [] : [`${method} ${path}`])).sort();
    const [asked, unasked] = [await scan({ policy, targets: [name], configured: verifying }), await scan({ policy, targets: [name] })];
    assert.equal(
      writes(asked.sent),
      ['hourly', 'second'].map((repository) => `POST /search/${name}/_snapshot/${repository}/_verify`),
    );
    assert.equal(writes(unasked.sent), []);
  });

  test(`${name}: nothing is written for a rule that does not need it, whatever the configuration says`, async () => {
    const { sent } = await scan({ policy: on(name, 'elasticsearch/snapshot-recent'), targets: [name], configured: verifying });
    assert.equal([...new Set(sent.map(({ method }) => method))], ['GET']);
  });
}

// Throttling

const MONITORING = ['logs', 'traces', 'old-logs', 'metrics', 'old-metrics'] as const;

test('with 30 % of all answers throttled nothing is lost and nothing else is read', async () => {
  const whole = { policy: policyFor(...MONITORING), targets: MONITORING };
  const [calm, throttled] = [await scan(whole), await scan({ ...whole, faults: [{ operation: '*', throttle: 0.3 }] })];
  assert.equal(throttled.report.gaps, []);
  assert.equal(verdictsOf(throttled.report), verdictsOf(calm.report));
  assert.equal(throttled.inventory.resources, calm.inventory.resources);
  assert.ok(throttled.sent.length > calm.sent.length * 1.2, `${throttled.sent.length} requests: was anything throttled?`);
});

/** A clock that waits for nothing but answers, and tells what it should have waited for, in milliseconds. */
const telling = (waits: number[]): Clock => ({
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    if (milliseconds !== TIMEOUT) waits.push(milliseconds);
    const timer = setTimeout(callback, milliseconds === TIMEOUT ? milliseconds : 0);
    return () => clearTimeout(timer);
  },
  random: () => 0,
});

for (const [name, operation, policy] of [
  ['logs', 'search:get /_snapshot', on('logs', 'elasticsearch/repository-registered')],
  ['metrics', 'prometheus:get /api/v1/status/runtimeinfo', on('metrics', 'prometheus/configuration-loaded')],
] as const) {
  test(`${name}: a server that says when to come back is not asked before`, async () => {
    const waits: number[] = [];
    const { report } = await scan({ policy, targets: [name], faults: [{ operation, times: 2, throttle: 1 }], clock: telling(waits) });
    assert.equal(waits, [2000, 2000]);
    assert.equal(report.gaps, []);
  });
}

test.run();
