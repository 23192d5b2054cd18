import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SearchInfo } from '../../../../model/kinds/elasticsearch.ts';
import { MalformedAnswer } from '../../../../model/scanner.ts';
import { detailsOf, snapshotsOf } from '../../../../scanners/elasticsearch/parse/snapshots.ts';

const test = suite('scanners/elasticsearch/parse/snapshots');

const ES: SearchInfo = { distribution: 'elasticsearch', version: '8.15.3' };
const OS: SearchInfo = { distribution: 'opensearch', version: '2.19.1' };

const outcome = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    assert.instance(error, MalformedAnswer);
    return 'malformed';
  }
};

const ROW = { id: 'daily-1', status: 'SUCCESS', start_epoch: '1795401535', end_epoch: '1795401537', failed_shards: '0', total_shards: '4' };
const SNAPSHOT = {
  repository: 'backups',
  name: 'daily-1',
  state: 'SUCCESS',
  startedAt: '2026-11-23T02:38:55.000Z',
  endedAt: '2026-11-23T02:38:57.000Z',
  failedShards: 0,
  totalShards: 4,
};
const { endedAt: _, ...UNENDED } = SNAPSHOT;

for (const [name, answer, expected] of [
  ['none', [], []],
  ['one', [ROW], [SNAPSHOT]],
  ['one under way', [{ ...ROW, status: 'IN_PROGRESS', end_epoch: '0' }], [{ ...UNENDED, state: 'IN_PROGRESS' }]],
  [
    'one of which little is known',
    [{ id: 'old', status: 'INCOMPATIBLE', start_epoch: '0', end_epoch: null }],
    [{ repository: 'backups', name: 'old', state: 'INCOMPATIBLE' }],
  ],
  ['a word that is new', [{ ...ROW, status: 'THAWED' }], [{ ...SNAPSHOT, state: 'THAWED' }]],
  ['columns that nobody asked for', [{ ...ROW, repository: 'other', reason: null }], [SNAPSHOT]],
  ['one twice', [ROW, ROW], 'malformed'],
  ['no state', [{ ...ROW, status: null }], 'malformed'],
  ['no name', [{ ...ROW, id: '' }], 'malformed'],
  ['a time that is none', [{ ...ROW, start_epoch: 'soon' }], 'malformed'],
  ['a line that is none', ['daily-1'], 'malformed'],
  ['no table', { snapshots: [] }, 'malformed'],
  ['a text', 'daily-1 SUCCESS', 'malformed'],
] as const) {
  test(`a table: ${name}`, () =>
    assert.equal(
      outcome(() => snapshotsOf('backups', answer)),
      expected,
    ));
}

const DETAIL = {
  snapshot: 'daily-1',
  indices: ['models', '.ds-logs-000001'],
  data_streams: ['logs'],
  include_global_state: true,
  state: 'SUCCESS',
  start_time_in_millis: 1_795_401_535_776,
  end_time_in_millis: 1_795_401_537_094,
  shards: { total: 4, failed: 1, successful: 3 },
  metadata: { policy: 'daily', sm_policy: 'nightly', password: 'hunter2' },
};
const HELD = {
  repository: 'backups',
  name: 'daily-1',
  state: 'SUCCESS',
  startedAt: '2026-11-23T02:38:55.776Z',
  endedAt: '2026-11-23T02:38:57.094Z',
  policy: 'daily',
  indices: ['models', '.ds-logs-000001'],
  dataStreams: ['logs'],
  includeGlobalState: true,
  failedShards: 1,
  totalShards: 4,
};
const { policy: __, ...UNOWNED } = HELD;

for (const [name, snapshots, expected, info] of [
  ['none', [], []],
  ['one of Elasticsearch', [DETAIL], [HELD]],
  ['one of OpenSearch', [DETAIL], [{ ...HELD, policy: 'nightly' }], OS],
  ['one that nobody noted the policy of', [{ ...DETAIL, metadata: null }], [UNOWNED]],
  ['a policy that is no text', [{ ...DETAIL, metadata: { policy: { a: 1 } } }], [UNOWNED]],
  ['one whose global state nobody knows', [{ ...DETAIL, include_global_state: undefined }], []],
  ['one that was not asked for', [{ ...DETAIL, snapshot: 'other' }], []],
  ['no data streams', [{ ...DETAIL, data_streams: undefined }], [{ ...HELD, dataStreams: [] }]],
  ['no state', [{ ...DETAIL, state: undefined }], 'malformed'],
  ['indices that are none', [{ ...DETAIL, indices: [5] }], 'malformed'],
  ['global state that is none', [{ ...DETAIL, include_global_state: 'yes' }], 'malformed'],
  ['no list', undefined, 'malformed'],
] as const) {
  test(`details: ${name}`, () =>
    assert.equal(
      outcome(() => detailsOf('backups', { snapshots }, ['daily-1'], info ?? ES)),
      expected,
    ));
}

test('nothing else of the metadata is kept', () => {
  assert.not.match(JSON.stringify(detailsOf('backups', { snapshots: [DETAIL] }, ['daily-1'], ES)), /hunter2/);
});

test.run();
