import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MalformedAnswer } from '../../../../model/scanner.ts';
import { healthOf } from '../../../../scanners/elasticsearch/parse/health.ts';
import { indicesOf, inHealth, seesAll } from '../../../../scanners/elasticsearch/parse/indices.ts';
import { recoveriesOf, restoresOf } from '../../../../scanners/elasticsearch/parse/restores.ts';

const test = suite('scanners/elasticsearch/parse');

const outcome = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    assert.instance(error, MalformedAnswer);
    return 'malformed';
  }
};

const NONE = { indices: [], aliases: [], data_streams: [] };
const OPEN = { hidden: false, system: false, closed: false };

for (const [name, answer, expected] of [
  ['none', NONE, { indices: [], dataStreams: [], aliases: [] }],
  [
    'of every sort',
    {
      indices: [
        { name: 'models', aliases: ['current'], attributes: ['open'] },
        { name: 'old', attributes: ['closed'] },
        { name: '.notes', attributes: ['hidden', 'open'] },
        { name: '.tasks', attributes: ['open', 'system', 'hidden'] },
        { name: '.ds-logs-1', attributes: ['hidden', 'open'], data_stream: 'logs' },
      ],
      aliases: [
        { name: 'current', indices: ['models'] },
        { name: 'one', indices: 'old' },
      ],
      data_streams: [{ name: 'logs', backing_indices: ['.ds-logs-1'], timestamp_field: '@timestamp' }],
    },
    {
      indices: [
        { name: 'models', ...OPEN },
        { name: 'old', ...OPEN, closed: true },
        { name: '.notes', ...OPEN, hidden: true },
        { name: '.tasks', ...OPEN, hidden: true, system: true },
        { name: '.ds-logs-1', ...OPEN, hidden: true, dataStream: 'logs' },
      ],
      dataStreams: ['logs'],
      aliases: [
        { name: 'current', indices: ['models'] },
        { name: 'one', indices: ['old'] },
      ],
    },
  ],
  ['no lists', {}, 'malformed'],
  ['an index without a name', { ...NONE, indices: [{ attributes: [] }] }, 'malformed'],
  ['attributes that are none', { ...NONE, indices: [{ name: 'x', attributes: 'open' }] }, 'malformed'],
] as const) {
  test(`indices: ${name}`, () =>
    assert.equal(
      outcome(() => indicesOf(answer)),
      expected,
    ));
}

test('who sees all indices', () => {
  assert.is(seesAll({ has_all_requested: true }), true);
  assert.is(seesAll({ has_all_requested: false }), false);
  assert.is(
    outcome(() => seesAll({})),
    'malformed',
  );
});

const shard = (type: string, more: object = {}) => ({
  id: 0,
  type,
  stage: 'DONE',
  primary: true,
  stop_time_in_millis: 1_795_401_576_015,
  source: type === 'SNAPSHOT' ? { repository: 'backups', snapshot: 'daily-1', index: 'models' } : {},
  ...more,
});

const settings = (shards: string, store?: string) => ({
  restored: { settings: { index: { number_of_shards: shards, ...(store === undefined ? {} : { store: { type: store } }) } } },
});

const RESTORE = {
  index: 'restored',
  source: 'models',
  repository: 'backups',
  snapshot: 'daily-1',
  shards: 1,
  done: 1,
  endedAt: '2026-11-23T02:39:36.015Z',
  mounted: false,
};
const { endedAt: _, ...UNENDED } = RESTORE;

for (const [name, shards, own, expected] of [
  ['one shard', [shard('SNAPSHOT')], settings('1'), [RESTORE]],
  ['replicas do not count', [shard('SNAPSHOT'), shard('PEER', { primary: false })], settings('1'), [RESTORE]],
  ['an index that was made empty', [shard('EMPTY_STORE')], settings('1'), []],
  ['a shard under way', [shard('SNAPSHOT', { stage: 'INDEX', stop_time_in_millis: 0 })], settings('1'), [{ ...UNENDED, done: 0 }]],
  ['a shard of which there is nothing', [shard('SNAPSHOT')], settings('2'), [{ ...RESTORE, shards: 2 }]],
  ['a shard that has moved since', [shard('SNAPSHOT'), shard('PEER')], settings('2'), [{ ...RESTORE, shards: 2, done: 2 }]],
  ['a shard that was lost and made anew', [shard('SNAPSHOT'), shard('EMPTY_STORE')], settings('2'), [{ ...RESTORE, shards: 2 }]],
  [
    'the last shard counts',
    [shard('SNAPSHOT'), shard('SNAPSHOT', { stop_time_in_millis: 1_795_401_577_015 })],
    settings('2'),
    [{ ...RESTORE, shards: 2, done: 2, endedAt: '2026-11-23T02:39:37.015Z' }],
  ],
  ['mounted, in Elasticsearch', [shard('SNAPSHOT')], settings('1', 'snapshot'), [{ ...RESTORE, mounted: true }]],
  ['mounted, in OpenSearch', [shard('SNAPSHOT')], settings('1', 'remote_snapshot'), [{ ...RESTORE, mounted: true }]],
  ['another store', [shard('SNAPSHOT')], settings('1', 'hybridfs'), [RESTORE]],
  [
    'searched in the snapshot',
    [shard('SNAPSHOT', { source: { repository: 'backups', snapshot: 'daily-1', index: 'models', isSearchableSnapshot: true } })],
    settings('1'),
    [{ ...RESTORE, mounted: true }],
  ],
  ['an index that is gone by now', [shard('SNAPSHOT')], {}, []],
  ['a source that is none', [shard('SNAPSHOT', { source: {} })], settings('1'), 'malformed'],
  ['shards that are none', ['x'], settings('1'), 'malformed'],
  ['settings that are none', [shard('SNAPSHOT')], { restored: 'x' }, 'malformed'],
  ['an answer that is not about indices', [shard('SNAPSHOT')], { status: 'success' }, 'malformed'],
] as const) {
  test(`restores: ${name}`, () =>
    assert.equal(
      outcome(() => restoresOf(recoveriesOf({ restored: { shards } }), own)),
      expected,
    ));
}

for (const [name, answer, expected] of [
  ['every index', { indices: { a: { status: 'green' }, b: { status: 'red' } } }, ['a', 'b']],
  ['no index', {}, []],
  ['something else', { status: 'success' }, 'malformed'],
  ['indices that are none', { indices: 'x' }, 'malformed'],
] as const) {
  test(`health of indices: ${name}`, () =>
    assert.equal(
      outcome(() => inHealth(answer)),
      expected,
    ));
}

test('no recoveries', () => assert.equal(restoresOf(recoveriesOf({}), {}), []));

const id = (end: string) => `elasticsearch:health:repository_integrity:diagnosis:${end}`;
const diagnosis = (end: string, ...names: readonly string[]) => ({ id: id(end), affected_resources: { snapshot_repositories: names } });
const SOUND = { status: 'green', symptom: 'fine', corrupted: [], unknown: [], invalid: [] };

for (const [name, indicators, expected] of [
  ['neither of the two', {}, {}],
  [
    'both',
    { slm: { status: 'green', symptom: 'No policies' }, repository_integrity: { status: 'green', symptom: 'fine' } },
    { slm: { status: 'green', symptom: 'No policies' }, repositoryIntegrity: SOUND },
  ],
  [
    'repositories that are amiss',
    {
      repository_integrity: {
        status: 'yellow',
        symptom: 'x',
        details: { corrupted: ['a'], unknown_repositories: 1 },
        diagnosis: [
          diagnosis('corrupt_repo_integrity', 'a', 'b'),
          diagnosis('unknown_repository', 'c'),
          diagnosis('invalid_repository', 'd'),
        ],
      },
    },
    { repositoryIntegrity: { status: 'yellow', symptom: 'x', corrupted: ['a', 'b'], unknown: ['c'], invalid: ['d'] } },
  ],
  [
    'what it is called by older versions',
    { repository_integrity: { status: 'yellow', symptom: 'x', diagnosis: [diagnosis('corrupt_repository', 'a')] } },
    { repositoryIntegrity: { ...SOUND, status: 'yellow', symptom: 'x', corrupted: ['a'] } },
  ],
  ['a word that is new', { slm: { status: 'mauve' } }, { slm: { status: 'mauve', symptom: '' } }],
  ['no status', { slm: {} }, 'malformed'],
  ['names that are none', { repository_integrity: { status: 'x', details: { corrupted: 'a' } } }, 'malformed'],
  ['no indicators', undefined, 'malformed'],
] as const) {
  test(`health: ${name}`, () =>
    assert.equal(
      outcome(() => healthOf({ indicators })),
      expected,
    ));
}

test.run();
