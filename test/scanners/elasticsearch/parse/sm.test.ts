import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MalformedAnswer } from '../../../../model/scanner.ts';
import { executionsOf, pageOf } from '../../../../scanners/elasticsearch/parse/sm.ts';

const test = suite('scanners/elasticsearch/parse/sm');

const outcome = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    assert.instance(error, MalformedAnswer);
    return 'malformed';
  }
};

const cron = (expression: string, timezone?: string) => ({ cron: { expression, ...(timezone === undefined ? {} : { timezone }) } });

const POLICY = {
  name: 'daily',
  creation: { schedule: cron('30 1 * * *', 'America/New_York') },
  snapshot_config: { repository: 'backups' },
  schedule: { interval: { start_time: 1, period: 1, unit: 'Minutes' } },
  enabled: true,
};

const BASE = {
  name: 'daily',
  enabled: true,
  schedule: { syntax: 'unix-cron', expression: '30 1 * * *', timeZone: 'America/New_York' },
  repository: 'backups',
  indices: ['*'],
  includeGlobalState: true,
  partial: false,
  ignoreUnavailable: false,
};
const { schedule: _, ...UNSCHEDULED } = BASE;

const policy = (more: object): unknown =>
  outcome(() => pageOf({ policies: [{ _id: 'daily-sm-policy', sm_policy: { ...POLICY, ...more } }], total_policies: 1 }).policies[0]);

for (const [name, more, expected] of [
  ['no more than it must', {}, BASE],
  ['one that is disabled', { enabled: false }, { ...BASE, enabled: false }],
  [
    'the job polls every minute, whatever is scheduled',
    { creation: { schedule: { interval: { start_time: 1, period: 6, unit: 'Hours' } } } },
    { ...BASE, schedule: { syntax: 'interval', expression: '6 Hours' } },
  ],
  ['no time zone', { creation: { schedule: cron('0 1 * * *') } }, { ...BASE, schedule: { syntax: 'unix-cron', expression: '0 1 * * *' } }],
  ['one that only deletes', { creation: null, deletion: { condition: { max_count: 3 } } }, { ...UNSCHEDULED, retention: { maxCount: 3 } }],
  [
    'limits, and when they are held',
    {
      deletion: {
        schedule: cron('0 3 * * *', 'UTC'),
        condition: { max_age: '30d', min_count: 5, max_count: 50 },
        snapshot_pattern: 'hand-*',
      },
    },
    {
      ...BASE,
      retention: {
        maxAge: '30d',
        minCount: 5,
        maxCount: 50,
        schedule: { syntax: 'unix-cron', expression: '0 3 * * *', timeZone: 'UTC' },
        snapshotPattern: 'hand-*',
      },
    },
  ],
  [
    'what its snapshots hold',
    {
      snapshot_config: {
        repository: 'backups',
        indices: 'models,logs-*',
        include_global_state: false,
        partial: 'true',
        ignore_unavailable: true,
        expand_wildcards: 'open,hidden',
        metadata: { token: 'x' },
      },
    },
    {
      ...BASE,
      indices: ['models', 'logs-*'],
      includeGlobalState: false,
      partial: true,
      ignoreUnavailable: true,
      expandWildcards: 'open,hidden',
    },
  ],
  ['when it was changed', { last_updated_time: 1_795_402_042_903 }, { ...BASE, modifiedAt: '2026-11-23T02:47:22.903Z' }],
  ['a schedule of another kind', { creation: { schedule: { moon: {} } } }, 'malformed'],
  ['an interval without a unit', { creation: { schedule: { interval: { period: 1 } } } }, 'malformed'],
  ['no repository', { snapshot_config: {} }, 'malformed'],
  ['no configuration', { snapshot_config: undefined }, 'malformed'],
  ['no name', { name: '' }, 'malformed'],
  ['limits that are none', { deletion: { condition: { max_count: 'x' } } }, 'malformed'],
] as const) {
  test(`a policy: ${name}`, () => assert.equal(policy(more), expected));
}

for (const [name, answer] of [
  ['no list', { total_policies: 0 }],
  ['no total', { policies: [] }],
  ['an entry without a policy', { policies: [{ _id: 'x' }], total_policies: 1 }],
  ['something else', { acknowledged: true }],
] as const) {
  test(`no page: ${name}`, () =>
    assert.is(
      outcome(() => pageOf(answer)),
      'malformed',
    ));
}

test('no policies', () => assert.equal(pageOf({ policies: [], total_policies: 0 }), { policies: [], total: 0 }));

const AT = 1_795_402_341_302;
const THEN = '2026-11-23T02:52:21.302Z';
const STARTED = { status: 'IN_PROGRESS', start_time: AT, end_time: null, info: { message: 'Snapshot daily-1 creation has been started' } };

for (const [name, explained, expected] of [
  ['one that has not run', { enabled: true }, {}],
  ['waiting', { creation: { current_state: 'CREATION_START', trigger: { time: AT } } }, { state: 'CREATION_START', nextExecution: THEN }],
  [
    'under way',
    { creation: { current_state: 'CREATING', started: ['daily-1'], latest_execution: STARTED } },
    { state: 'CREATING', inProgress: 'daily-1', latestStatus: 'IN_PROGRESS' },
  ],
  [
    'done',
    {
      creation: {
        latest_execution: {
          status: 'SUCCESS',
          start_time: 1,
          end_time: AT,
          info: { message: '[x]: Snapshot daily-2026:01 creation has finished successfully.' },
        },
      },
    },
    { latestStatus: 'SUCCESS', lastSuccess: { snapshot: 'daily-2026:01', at: THEN } },
  ],
  [
    'done, in other words',
    { creation: { latest_execution: { status: 'SUCCESS', end_time: AT, info: { message: 'fertig' } } } },
    { latestStatus: 'SUCCESS', lastSuccess: { at: THEN } },
  ],
  [
    'failed, and nobody says why or when it ended',
    { creation: { latest_execution: { status: 'FAILED', start_time: AT, end_time: null } } },
    { latestStatus: 'FAILED', lastFailure: { at: THEN } },
  ],
  [
    'failed for a cause',
    { creation: { latest_execution: { status: 'FAILED', start_time: 1, end_time: AT, info: { message: 'm', cause: 'read-only' } } } },
    { latestStatus: 'FAILED', lastFailure: { at: THEN, message: 'read-only' } },
  ],
  [
    'too slow',
    { creation: { latest_execution: { status: 'TIME_LIMIT_EXCEEDED', start_time: 1, end_time: AT, info: { message: 'm' } } } },
    { latestStatus: 'TIME_LIMIT_EXCEEDED', lastFailure: { at: THEN, message: 'm' } },
  ],
  ['trying again', { creation: { latest_execution: { status: 'RETRYING', start_time: AT } } }, { latestStatus: 'RETRYING' }],
  ['nothing of deletions is told', { deletion: { current_state: 'DELETING', trigger: { time: AT } } }, {}],
] as const) {
  test(`an execution: ${name}`, () =>
    assert.equal(
      outcome(() => executionsOf({ policies: [{ name: 'daily', ...explained }] })),
      [{ policy: 'daily', ...expected }],
    ));
}

test('executions that are none', () => {
  assert.is(
    outcome(() => executionsOf({})),
    'malformed',
  );
  assert.is(
    outcome(() => executionsOf({ policies: ['daily'] })),
    'malformed',
  );
  assert.is(
    outcome(() => executionsOf({ policies: [{}] })),
    'malformed',
  );
});

test.run();
