import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MalformedAnswer } from '../../../model/scanner.ts';
import * as parse from '../../../scanners/prometheus/parse.ts';

const test = suite('scanners/prometheus/parse');

const STARTED = { startTime: '2026-01-30T10:20:30.123456789Z', reloadConfigSuccess: true };
const RUNNING = { startedAt: '2026-01-30T10:20:30.123Z', reloadConfigSuccess: true };

const metrics = (...lines: readonly string[]): string => `prometheus_tsdb_blocks_loaded 3\n${lines.map((line) => `${line}\n`).join('')}`;

const queue = (
  metric: string,
  value: string | number,
  labels = 'remote_name="archive",url="https://user:secret@metrics.example.com:8443/write"',
) => `${metric}{${labels}} ${value}`;

const HIGHEST_SENT = 'prometheus_remote_storage_queue_highest_sent_timestamp_seconds';

const table: readonly (readonly [string, () => unknown, unknown])[] = [
  ['the version', () => parse.buildOf({ version: '2.53.1', revision: 'abc' }), { version: '2.53.1' }],
  ['runtime information', () => parse.runtimeOf({ ...STARTED, storageRetention: '15d' }), { ...RUNNING, storageRetention: '15d' }],
  [
    'all of it',
    () => parse.runtimeOf({ ...STARTED, lastConfigTime: '2026-01-30T10:20:31Z', corruptionCount: 1, storageRetention: '15d or 512MiB' }),
    { ...RUNNING, lastConfigAt: '2026-01-30T10:20:31.000Z', corruptionCount: 1, storageRetention: '15d or 512MiB' },
  ],
  ['never loaded', () => parse.runtimeOf({ ...STARTED, lastConfigTime: '0001-01-01T00:00:00Z' }), { ...RUNNING, storageRetention: '' }],
  ['none of these flags', () => parse.flagsOf({ 'log.level': 'info' }), { agent: false, adminApi: false }],
  [
    'flags',
    () =>
      parse.flagsOf({
        'storage.tsdb.retention.time': '0s',
        'storage.tsdb.retention.size': '0B',
        'storage.tsdb.min-block-duration': '2h',
        'storage.tsdb.max-block-duration': '1d12h',
        'web.enable-admin-api': 'true',
        'web.config.file': '/etc/web.yml',
      }),
    { agent: false, adminApi: true, retentionTime: '0s', retentionSize: '0B', minBlockDuration: '2h', maxBlockDuration: '1d12h' },
  ],
  ['agent, by a feature', () => parse.flagsOf({ 'enable-feature': 'exemplar-storage, agent' }), { agent: true, adminApi: false }],
  ['agent, by a flag', () => parse.flagsOf({ agent: 'true' }), { agent: true, adminApi: false }],
  ['no agent', () => parse.flagsOf({ agent: 'false', 'enable-feature': 'agents' }), { agent: false, adminApi: false }],
  ['an empty configuration', () => parse.configurationOf({ yaml: '' }), { externalLabels: {}, remoteWrites: [] }],
  [
    'a configuration',
    () =>
      parse.configurationOf({
        yaml: `
global:
  external_labels: { prometheus: monitoring/k8s, shard: 1, canary: true }
remote_write:
  - url: https://user:<secret>@metrics.example.com:8443/write
    name: archive
    basic_auth: { username: mlops, password: <secret> }
    write_relabel_configs:
      - { source_labels: [__name__], regex: debug_.*, action: drop }
      - { target_label: cluster, replacement: prod }
  - url: http://second.example.com/write
storage:
  tsdb: { out_of_order_time_window: 30m, retention: { time: 30d, size: 10GB } }
`,
      }),
    {
      externalLabels: { prometheus: 'monitoring/k8s', shard: '1', canary: 'true' },
      remoteWrites: [
        { name: 'archive', host: 'metrics.example.com:8443', relabelActions: ['drop', 'replace'] },
        { host: 'second.example.com', relabelActions: [] },
      ],
      retentionTime: '30d',
      retentionSize: '10GB',
    },
  ],
  [
    'metrics',
    () => parse.metricsOf(metrics('prometheus_tsdb_lowest_timestamp_seconds 1.7e+09')),
    { lowestTimestamp: 1.7e9, blocks: 3, queues: [] },
  ],
  [
    'an empty storage',
    () => parse.metricsOf(metrics('prometheus_tsdb_lowest_timestamp_seconds 9.223372036854776e+15')),
    { blocks: 3, queues: [] },
  ],
  ['a time before 1970', () => parse.metricsOf(metrics('prometheus_tsdb_lowest_timestamp_seconds -9.2e+15')), { blocks: 3, queues: [] }],
  [
    'a queue',
    () =>
      parse.metricsOf(
        metrics(
          'prometheus_tsdb_storage_blocks_bytes 1024',
          'prometheus_tsdb_size_retentions_total 7',
          'prometheus_remote_storage_highest_timestamp_in_seconds 1.7000001e+09',
          queue(HIGHEST_SENT, '1.7e+09'),
          queue('prometheus_remote_storage_samples_pending', 5),
          queue('prometheus_remote_storage_samples_failed_total', 1),
          queue(
            'prometheus_remote_storage_samples_dropped_total',
            2,
            'reason="too_old",remote_name="archive",url="https://user:secret@metrics.example.com:8443/write"',
          ),
          queue(
            'prometheus_remote_storage_samples_dropped_total',
            3,
            'reason="dropped_series",remote_name="archive",url="https://user:secret@metrics.example.com:8443/write"',
          ),
          queue('prometheus_remote_storage_samples_total', 1000),
        ),
      ),
    {
      blocks: 3,
      storageBytes: 1024,
      sizeRetentions: 7,
      highestTimestamp: 1_700_000_100,
      queues: [{ name: 'archive', host: 'metrics.example.com:8443', highestSent: 1.7e9, pending: 5, failed: 1, dropped: 5, sent: 1000 }],
    },
  ],
  [
    'a queue that has sent nothing, by the old names',
    () => parse.metricsOf(metrics(queue(HIGHEST_SENT, 0), queue('prometheus_remote_storage_failed_samples_total', 'NaN'))),
    { blocks: 3, queues: [{ name: 'archive', host: 'metrics.example.com:8443', highestSent: 0 }] },
  ],
  [
    'a vector',
    () => parse.vectorOf({ resultType: 'vector', result: [{ metric: { remote_name: 'archive' }, value: [1.7e9, '2.5'] }] }),
    [{ labels: { remote_name: 'archive' }, value: 2.5 }],
  ],
  ['an empty vector', () => parse.vectorOf({ resultType: 'vector', result: [] }), []],
  [
    'blocks',
    () => parse.blocksOf({ blocks: [{ ulid: '01HV', minTime: 1_700_000_000_000, maxTime: 1_700_007_200_000, stats: {} }] }),
    { blocks: [{ ulid: '01HV', from: '2023-11-14T22:13:20.000Z', until: '2023-11-15T00:13:20.000Z' }] },
  ],
  ['no blocks', () => parse.blocksOf({ blocks: null }), { blocks: [] }],
  ['what is in an answer', () => parse.dataOf({ status: 'success', data: { version: '3' } }), { version: '3' }],
];

for (const [name, read, expected] of table) test(name, () => assert.equal(read(), expected));

for (const [name, read] of [
  ['no version', () => parse.buildOf({})],
  ['no start', () => parse.runtimeOf({ reloadConfigSuccess: true })],
  ['a start that is no time', () => parse.runtimeOf({ startTime: 'yesterday', reloadConfigSuccess: true })],
  ['no word about the configuration', () => parse.runtimeOf({ startTime: STARTED.startTime })],
  ['no flags', () => parse.flagsOf({})],
  ['a flag that is no text', () => parse.flagsOf({ agent: true })],
  ['no YAML', () => parse.configurationOf({ yaml: 'a: [' })],
  ['YAML that is a list', () => parse.configurationOf({ yaml: '- a' })],
  ['an endpoint without an address', () => parse.configurationOf({ yaml: 'remote_write: [{ name: a }]' })],
  ['an endpoint with no address', () => parse.configurationOf({ yaml: 'remote_write: [{ url: nowhere }]' })],
  ['other metrics', () => parse.metricsOf('up 1\n')],
  ['HTML', () => parse.metricsOf('<html></html>')],
  ['a matrix', () => parse.vectorOf({ resultType: 'matrix', result: [] })],
  ['an element without a value', () => parse.vectorOf({ resultType: 'vector', result: [{ metric: {} }] })],
  ['nothing of blocks', () => parse.blocksOf({})],
  ['a block without a time', () => parse.blocksOf({ blocks: [{ ulid: 'a', minTime: null, maxTime: 1 }] })],
  ['a block at the end of time', () => parse.blocksOf({ blocks: [{ ulid: 'a', minTime: 1, maxTime: 8.64e15 }] })],
  ['an error', () => parse.dataOf({ status: 'error', errorType: 'bad_data', error: 'no' })],
  ['no data', () => parse.dataOf({ status: 'success' })],
] as const)
  test(`${name}: refused`, () => assert.throws(read, (error: unknown) => error instanceof MalformedAnswer));

test('of credentials nothing is kept', () => {
  const kept = JSON.stringify(parse.metricsOf(metrics(queue(HIGHEST_SENT, '1.7e+09'))));
  assert.not.match(kept, /secret|user/);
});

test.run();
