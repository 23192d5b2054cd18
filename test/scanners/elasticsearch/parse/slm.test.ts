import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MalformedAnswer } from '../../../../model/scanner.ts';
import { executionsOf, modeOf, policiesOf } from '../../../../scanners/elasticsearch/parse/slm.ts';

const test = suite('scanners/elasticsearch/parse/slm');

const POLICY = { name: '<daily-{now/d}>', schedule: '0 30 1 * * ?', repository: 'backups' };

const BASE = {
  name: 'daily',
  enabled: true,
  schedule: { syntax: 'cron', expression: '0 30 1 * * ?' },
  repository: 'backups',
  indices: ['*'],
  includeGlobalState: true,
  partial: false,
  ignoreUnavailable: false,
};

const outcome = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    assert.instance(error, MalformedAnswer);
    return 'malformed';
  }
};

const policy = (more: object, item: object = {}): unknown =>
  outcome(() => policiesOf({ daily: { version: 1, policy: { ...POLICY, ...more }, ...item } })[0]);

for (const [name, more, expected] of [
  ['no more than it must', {}, BASE],
  ['an interval', { schedule: '30m' }, { ...BASE, schedule: { syntax: 'interval', expression: '30m' } }],
  ['spaces around an interval', { schedule: ' 30m ' }, { ...BASE, schedule: { syntax: 'interval', expression: ' 30m ' } }],
  ['several patterns', { config: { indices: ['logs-*', '-logs-old,x'] } }, { ...BASE, indices: ['logs-*', '-logs-old,x'] }],
  ['patterns in one text', { config: { indices: 'logs-*,-logs-old' } }, { ...BASE, indices: ['logs-*', '-logs-old'] }],
  ['no patterns', { config: { indices: [] } }, BASE],
  ['an empty text of patterns', { config: { indices: '' } }, BASE],
  [
    'all switches',
    {
      config: {
        include_global_state: false,
        partial: true,
        ignore_unavailable: true,
        expand_wildcards: 'open,hidden',
        feature_states: ['none'],
      },
    },
    { ...BASE, includeGlobalState: false, partial: true, ignoreUnavailable: true, expandWildcards: 'open,hidden', featureStates: ['none'] },
  ],
  [
    'switches as texts, and by their other names',
    { config: { include_global_state: 'false', ignoreUnavailable: 'true', expandWildcards: ['open', 'closed'] } },
    { ...BASE, includeGlobalState: false, ignoreUnavailable: true, expandWildcards: 'open,closed' },
  ],
  ['no feature states named', { config: { feature_states: [] } }, { ...BASE, featureStates: [] }],
  [
    'limits',
    { retention: { expire_after: '30d', min_count: 5, max_count: 50 } },
    { ...BASE, retention: { maxAge: '30d', minCount: 5, maxCount: 50 } },
  ],
  ['one limit', { retention: { max_count: 3 } }, { ...BASE, retention: { maxCount: 3 } }],
  ['a retention that limits nothing', { retention: {} }, BASE],
  ['a retention that is null', { retention: null, config: null }, BASE],
  ['no schedule', { schedule: undefined }, 'malformed'],
  ['no repository', { repository: '' }, 'malformed'],
  ['a limit that is none', { retention: { max_count: -1 } }, 'malformed'],
  ['patterns that are none', { config: { indices: 5 } }, 'malformed'],
  ['a switch that is none', { config: { partial: 'perhaps' } }, 'malformed'],
] as const) {
  test(`a policy: ${name}`, () => assert.equal(policy(more), expected));
}

test('when it was changed', () => {
  assert.equal(policy({}, { modified_date_millis: 1_795_401_535_776 }), { ...BASE, modifiedAt: '2026-11-23T02:38:55.776Z' });
});

test('the name is that of the policy, not of its snapshots', () => {
  assert.equal(
    policiesOf({ a: { policy: POLICY }, b: { policy: POLICY } }).map(({ name }) => name),
    ['a', 'b'],
  );
  assert.equal(policiesOf({}), []);
});

const AT = 1_795_401_535_776;
const THEN = '2026-11-23T02:38:55.776Z';
const CAUSE = JSON.stringify({ type: 'snapshot_exception', reason: 'shards missing', stack_trace: 'x' });

for (const [name, item, expected] of [
  ['nothing yet', {}, {}],
  [
    'a success',
    { last_success: { snapshot_name: 'daily-1', start_time: AT - 1, time: AT } },
    { lastSuccess: { snapshot: 'daily-1', at: THEN } },
  ],
  [
    'a failure with an exception',
    { last_failure: { snapshot_name: 'daily-2', time: AT, details: CAUSE } },
    { lastFailure: { snapshot: 'daily-2', at: THEN, message: 'shards missing' } },
  ],
  ['a failure with a text', { last_failure: { time: AT, details: 'lost' } }, { lastFailure: { at: THEN, message: 'lost' } }],
  ['a success at no time', { last_success: { snapshot_name: 'daily-1', time: 0 } }, {}],
  ['one under way', { in_progress: { name: 'daily-3', state: 'STARTED' } }, { inProgress: 'daily-3' }],
  ['the next', { next_execution_millis: AT }, { nextExecution: THEN }],
  ['no next', { next_execution_millis: -1 }, {}],
  [
    'statistics',
    { stats: { policy: 'daily', snapshots_taken: 7, snapshots_failed: 2, snapshots_deleted: 1, snapshot_deletion_failures: 3 } },
    { statistics: { taken: 7, failed: 2, deleted: 1, deletionFailures: 3 } },
  ],
  ['statistics of nothing', { stats: {} }, { statistics: { taken: 0, failed: 0, deleted: 0, deletionFailures: 0 } }],
] as const) {
  test(`an execution: ${name}`, () =>
    assert.equal(
      outcome(() => executionsOf({ daily: { policy: POLICY, ...item } })[0]),
      { policy: 'daily', ...expected },
    ));
}

test('executions that are none', () => {
  assert.is(
    outcome(() => executionsOf({ daily: 'x' })),
    'malformed',
  );
  assert.is(
    outcome(() => executionsOf({ daily: { last_success: 'x' } })),
    'malformed',
  );
  assert.is(
    outcome(() => executionsOf({ daily: { stats: { snapshots_taken: 'x' } } })),
    'malformed',
  );
});

test('long messages are cut', () => {
  const [execution] = executionsOf({ daily: { last_failure: { time: AT, details: 'x'.repeat(5_000) } } });
  assert.is(execution?.lastFailure?.message?.length, 1_000);
});

test('the mode', () => {
  assert.equal(modeOf({ operation_mode: 'STOPPING' }), { mode: 'STOPPING' });
  assert.is(
    outcome(() => modeOf({})),
    'malformed',
  );
});

test.run();
