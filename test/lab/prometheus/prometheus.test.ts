import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Fault, loadWorld, type PrometheusServer, type World } from '../../../lab/index.ts';
import { sampleText, valueText } from '../../../lab/prometheus/metrics.ts';
import { InputError } from '../../../model/errors.ts';
import { sampleValue } from '../../../scanners/prometheus/exposition.ts';
import { type Reply, send, withLab } from '../client.ts';

const test = suite('lab/prometheus');

const server: PrometheusServer = {
  name: 'main',
  version: '2.54.1',
  runtime: { startTime: '2026-01-01T00:00:00Z', storageRetention: '15d', reloadConfigSuccess: false },
  flags: { 'storage.tsdb.retention.time': '15d' },
  config: 'global: {}\n',
  metrics: {
    prometheus_tsdb_lowest_timestamp_seconds: [{ value: 1_763_424_000 }],
    prometheus_remote_storage_samples_failed_total: [
      { labels: { remote_name: 'a', url: 'http://h/"x"' }, value: 0 },
      { labels: { remote_name: 'b', url: 'http://i' }, value: Number.NaN },
    ],
  },
  queries: [
    { query: '*samples_failed*', result: [{ metric: { remote_name: 'a' }, value: 12.5 }] },
    { query: '*', result: [] },
  ],
  blocks: [{ ulid: '01', minTime: '2026-01-01T00:00:00Z', maxTime: '2026-01-01T02:00:00Z' }],
};

const NOW = '2026-01-31T12:00:00Z';

const worldOf = (more: Partial<PrometheusServer> = {}): World => ({ now: NOW, accounts: [], prometheus: [{ ...server, ...more }] });

const answerTo = (path: string, more: Partial<PrometheusServer> = {}, headers: Record<string, string> = {}): Promise<Reply> =>
  withLab(worldOf(more), (lab) => send(lab, `/prometheus/main${path}`, { accessKeyId: null, headers }));

const dataOf = async (path: string, more: Partial<PrometheusServer> = {}) => JSON.parse((await answerTo(path, more)).body).data;

test('what it says of itself', async () => {
  assert.is((await dataOf('/api/v1/status/buildinfo')).version, '2.54.1');
  const runtime = await dataOf('/api/v1/status/runtimeinfo');
  assert.equal([runtime.storageRetention, runtime.reloadConfigSuccess, runtime.lastConfigTime], ['15d', false, '2026-01-01T00:00:00Z']);
  const flags = await dataOf('/api/v1/status/flags');
  assert.equal([flags['storage.tsdb.retention.time'], flags['storage.tsdb.retention.size']], ['15d', '0B']);
  assert.equal(await dataOf('/api/v1/status/config'), { yaml: 'global: {}\n' });
});

test('metrics, each with its type', async () => {
  const { body } = await answerTo('/metrics');
  assert.equal(
    body.split('\n').filter((line) => !line.includes('build_info')),
    [
      '# TYPE prometheus_config_last_reload_successful gauge',
      'prometheus_config_last_reload_successful 0',
      '# TYPE prometheus_remote_storage_samples_failed_total counter',
      'prometheus_remote_storage_samples_failed_total{remote_name="a",url="http://h/\\"x\\""} 0',
      'prometheus_remote_storage_samples_failed_total{remote_name="b",url="http://i"} NaN',
      '# TYPE prometheus_tsdb_lowest_timestamp_seconds gauge',
      'prometheus_tsdb_lowest_timestamp_seconds 1.763424e+09',
      '',
    ],
  );
});

for (const [value, sample, inQuery] of [
  [0, '0', '0'],
  [-1, '-1', '-1'],
  [999_999, '999999', '999999'],
  [1_000_000, '1e+06', '1000000'],
  [0.0001, '0.0001', '0.0001'],
  [0.00001, '1e-05', '0.00001'],
  [Number.POSITIVE_INFINITY, '+Inf', '+Inf'],
  [Number.NEGATIVE_INFINITY, '-Inf', '-Inf'],
] as const) {
  test(`${value} is written as Go does`, () => {
    assert.equal([sampleText(value), valueText(value)], [sample, inQuery]);
  });
}

test('whatever is written is read as the same number', () => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      assert.equal([sampleValue(sampleText(value)), sampleValue(valueText(value))], [value + 0, value + 0]);
    }),
  );
});

const QUERIES: readonly (readonly [query: string, says: unknown])[] = [
  [
    'increase(samples_failed[1h])',
    { resultType: 'vector', result: [{ metric: { remote_name: 'a' }, value: [Date.parse(NOW) / 1000, '12.5'] }] },
  ],
  ['up', { resultType: 'vector', result: [] }],
  ['42', { resultType: 'scalar', result: [Date.parse(NOW) / 1000, '42'] }],
];

for (const [query, says] of QUERIES) {
  test(`the query ${query}`, async () => {
    assert.equal(await dataOf(`/api/v1/query?query=${encodeURIComponent(query)}`), says);
  });
}

test('a query at another moment', async () => {
  for (const time of ['1700000000', '2023-11-14T22:13:20Z'])
    assert.equal((await dataOf(`/api/v1/query?query=1&time=${time}`)).result, [1_700_000_000, '1'], time);
});

const REFUSED: readonly (readonly [path: string, more: Partial<PrometheusServer>, status: number, says: RegExp])[] = [
  ['/api/v1/query?query=sum(', {}, 400, /bad_data.*unclosed left parenthesis/],
  ['/api/v1/query?query=1&time=today', {}, 400, /bad_data.*cannot parse/],
  ['/api/v1/no-such-path', {}, 404, /^404 page not found\n$/],
  ['/api/v1/status/tsdb/blocks', {}, 404, /^404 page not found\n$/],
  ['/api/v1/query?query=up', { flags: { 'enable-feature': 'exemplar-storage,agent' } }, 422, /unavailable with Prometheus Agent/],
  ['/api/v1/status/tsdb/blocks', { version: '3.6.0', flags: { agent: 'true' } }, 422, /unavailable with Prometheus Agent/],
  ['/api/v1/status/flags', { starting: true }, 503, /^Service Unavailable$/],
];

for (const [path, more, status, says] of REFUSED) {
  test(`${path} is ${status}${Object.keys(more).length > 0 ? ` where ${JSON.stringify(more)}` : ''}`, async () => {
    const reply = await answerTo(path, more);
    assert.is(reply.status, status);
    assert.match(reply.body, says);
  });
}

test('blocks are told since 3.6, in milliseconds', async () => {
  const { blocks } = await dataOf('/api/v1/status/tsdb/blocks', { version: '3.6.0' });
  assert.equal(
    blocks.map(({ ulid, minTime, maxTime }: Record<string, unknown>) => [ulid, minTime, maxTime]),
    [['01', Date.parse('2026-01-01T00:00:00Z'), Date.parse('2026-01-01T02:00:00Z')]],
  );
});

test('while it starts there are metrics, and its health', async () => {
  for (const [path, status] of [
    ['/metrics', 200],
    ['/-/healthy', 200],
    ['/-/ready', 503],
  ] as const)
    assert.is((await answerTo(path, { starting: true })).status, status, path);
});

const credentials = { users: { scan: 'pass' }, tokens: ['t0ken'] };

for (const [authorization, status] of [
  ['', 401],
  [`Basic ${Buffer.from('scan:pass').toString('base64')}`, 200],
  [`Basic ${Buffer.from('scan:wrong').toString('base64')}`, 401],
  ['Bearer t0ken', 200],
  ['Bearer other', 401],
] as const) {
  test(`${authorization || 'nobody'} is answered ${status}`, async () => {
    const reply = await answerTo('/metrics', { credentials }, authorization === '' ? {} : { authorization });
    assert.is(reply.status, status);
    assert.is(reply.headers['www-authenticate'], status === 401 ? 'Basic' : undefined);
  });
}

const FAULTS: readonly (readonly [fault: Fault, path: string, status: number, body: RegExp])[] = [
  [{ operation: 'prometheus:get /metrics', deny: true }, '/metrics', 403, /^Forbidden\n$/],
  [{ operation: 'prometheus:get /metrics', deny: true }, '/api/v1/status/flags', 200, /success/],
  [{ operation: 'prometheus:*', throttle: 1 }, '/api/v1/status/flags', 429, /^Too Many Requests\n$/],
  [
    { operation: 'prometheus:*', error: { code: 'timeout', status: 503, message: 'query timed out' } },
    '/api/v1/query?query=up',
    503,
    /^\{"status":"error","errorType":"timeout","error":"query timed out"\}$/,
  ],
  [{ operation: 'prometheus:*', resource: 'other', deny: true }, '/metrics', 200, /TYPE/],
  [{ operation: 'prometheus:*', resource: 'main', deny: true }, '/metrics', 403, /Forbidden/],
];

for (const [fault, path, status, body] of FAULTS) {
  test(`${JSON.stringify(fault)}: ${path}`, () =>
    withLab({ ...worldOf(), faults: [fault] }, async (lab) => {
      const reply = await send(lab, `/prometheus/main${path}`, { accessKeyId: null });
      assert.is(reply.status, status);
      assert.match(reply.body, body);
    }));
}

test('it is only read, and asked only where it is', () =>
  withLab(worldOf(), async (lab) => {
    const post = (path: string) => send(lab, path, { accessKeyId: null, method: 'POST' });
    assert.is((await post('/prometheus/main/api/v1/query')).status, 405);
    assert.is((await post('/prometheus/main/api/v1/admin/tsdb/snapshot')).status, 404);
    assert.is((await send(lab, '/prometheus/gone/metrics', { accessKeyId: null })).status, 404);
    assert.equal([...lab.requests], [['prometheus:other', 2]]);
  }));

const problems = (source: string): readonly string[] => {
  try {
    loadWorld(source, 'w.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.diagnostics.map(({ place, message }) => `${place?.line}:${place?.column}: ${message}`);
  }
};

const SERVER = 'prometheus:\n  - { name: m, version: 2.54.1, runtime: { startTime: 2026-01-01T00:00:00Z, storageRetention: 15d }';

for (const [name, source, says] of [
  ['no more than it needs', `${SERVER} }`, []],
  ['no server', 'prometheus: []', ['1:1: "accounts" has to be a list with an account in it.']],
  [
    'what every server needs',
    'prometheus: [{ runtime: {} }]',
    [
      '1:14: Item 1 of "prometheus" lacks the key name.',
      '1:14: Item 1 of "prometheus" lacks the key version.',
      '1:25: "runtime" lacks the key startTime.',
      '1:25: "runtime" lacks the key storageRetention.',
    ],
  ],
  ['numbers of metrics', `${SERVER},\n      metrics: { up: [{ value: .inf }, { labels: { a: b }, value: 1e9 }] } }`, []],
  [
    'what are no metrics',
    `${SERVER},\n      metrics: { a-b: [], up: 1, down: [{ value: "1" }] } }`,
    ['3:18: "a-b" has to be the name of a metric.', '3:31: "up" has to be a list.', '3:50: "value" has to be a number.'],
  ],
  [
    'two of one name',
    `${SERVER} }\n  - { name: m, version: 2.54.1, runtime: { startTime: 2026-01-01T00:00:00Z, storageRetention: "" } }`,
    ['3:13: "m" is given twice.'],
  ],
] as const) {
  test(`a world with ${name}`, () => {
    assert.equal(problems(source), says);
  });
}

test.run();
