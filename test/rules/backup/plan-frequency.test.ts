import { covered, PLAN, planFacets, planRule } from '../../../model/backup/examples.ts';
import type { BackupPlanRule } from '../../../model/kinds/backup.ts';
import rule from '../../../rules/backup/plan-frequency.ts';
import { type Row, runTable } from '../harness.ts';
import { coverageRows, selecting } from './coverage.ts';

const rules = (...changes: readonly Partial<BackupPlanRule>[]) =>
  covered(changes.map((change, index) => planRule({ id: `rule-${index + 1}`, name: `number-${index + 1}`, ...change })));

const scheduled = (schedule: string, timeZone = 'UTC') => rules({ schedule, timeZone });

/** One rule, daily at five, of which AWS Backup foresees these runs. */
const previewed = (...runs: readonly string[]) =>
  covered([], {
    'backup/plan': {
      [PLAN]: {
        ...planFacets(),
        definition: { ...planFacets().definition, scheduledRuns: runs.map((at) => ({ rule: 'rule-1', at })) },
      },
    },
  });

const UNREAD = 'arn:aws:backup:us-west-2:111122223333:backup-plan:plan-2';
const besideUnread = (schedule: string) =>
  selecting(
    { resources: ['*'] },
    { 'backup/plan': { [PLAN]: planFacets([planRule({ schedule })]), [UNREAD]: { ...planFacets(), selectionList: 'unread' } } },
  );

const bucket = (notification: unknown, around: Row['around'], params?: Row['params']) => ({
  kind: 's3/bucket',
  facets: { notification },
  around: around ?? {},
  ...(params ? { params } : {}),
});
const on = { eventBridge: true };
const off = { eventBridge: false };
const continuous = (schedule = 'cron(0 5 ? * * *)') => rules({ continuous: true, schedule });

runTable(rule, [
  ...coverageRows,
  {
    name: 'daily',
    facets: {},
    around: scheduled('cron(0 5 ? * * *)'),
    verdict: 'pass',
    says: 'frequent',
    shows: ['rule number-1 of plan plan-1 is 1 day, from ', 'a run starts up to 8 hours later'],
  },
  {
    name: 'daily against a day',
    facets: {},
    around: scheduled('cron(0 5 ? * * *)'),
    params: { maxGap: '24h' },
    verdict: 'pass',
    says: 'frequent',
  },
  {
    name: 'daily against a second less than a day',
    facets: {},
    around: scheduled('cron(0 5 ? * * *)'),
    params: { maxGap: '86399s' },
    verdict: 'fail',
    says: 'rare',
    shows: ['1 day', '23 hours 59 minutes is the limit'],
  },
  {
    name: 'daily in New York: 25 hours once a year',
    facets: {},
    around: scheduled('cron(0 5 ? * * *)', 'America/New_York'),
    verdict: 'pass',
    says: 'frequent',
    shows: ['1 day 1 hour, from 2026-10-31T09:00Z to 2026-11-01T10:00Z'],
  },
  {
    name: 'daily in New York against a day',
    facets: {},
    around: scheduled('cron(0 5 ? * * *)', 'America/New_York'),
    params: { maxGap: '24h' },
    verdict: 'fail',
    says: 'rare',
  },
  {
    name: 'at a time that does not exist when clocks are put forward',
    facets: {},
    around: scheduled('cron(30 2 ? * * *)', 'America/New_York'),
    verdict: 'fail',
    says: 'rare',
    shows: ['1 day 23 hours'],
  },
  { name: 'weekly against daily', facets: {}, around: scheduled('cron(0 5 ? * SUN *)'), verdict: 'fail', says: 'rare', shows: ['7 days'] },
  {
    name: 'a range of hours ends at 23: once a day, not twice',
    facets: {},
    around: scheduled('cron(0 13/12 ? * * *)'),
    params: { maxGap: '12h' },
    verdict: 'fail',
    says: 'rare',
    shows: ['1 day'],
  },
  {
    name: 'on 29 February only',
    facets: {},
    around: scheduled('cron(0 5 29 2 ? *)'),
    params: { maxGap: '366d' },
    verdict: 'fail',
    says: 'rare',
    shows: ['1461 days'],
  },
  {
    name: 'two rules share the day',
    facets: {},
    around: rules({ schedule: 'cron(0 5 ? * * *)' }, { schedule: 'cron(0 17 ? * * *)', startWindow: 60 }),
    params: { maxGap: '12h' },
    verdict: 'pass',
    says: 'frequent',
    shows: ['rule number-1 of plan plan-1 and rule number-2 of plan plan-1 is 12 hours'],
  },
  {
    name: 'four rules share the day',
    facets: {},
    around: rules(...[0, 6, 12, 18].map((hour) => ({ schedule: `cron(0 ${hour} ? * * *)` }))),
    params: { maxGap: '6h' },
    verdict: 'pass',
    says: 'frequent',
    shows: ['number-3 of plan plan-1 and 1 more is 6 hours'],
  },
  {
    name: 'a schedule that ends',
    facets: {},
    around: scheduled('cron(0 5 ? * * 2020-2027)'),
    verdict: 'fail',
    says: 'ends',
    shows: ['After 2027-12-31T05:00Z'],
  },
  {
    name: 'a schedule that has ended',
    facets: {},
    around: scheduled('cron(0 5 ? * * 2020)'),
    verdict: 'fail',
    says: 'ends',
    shows: ['2026-01-31T12:00Z'],
  },
  {
    name: 'one schedule ends, the other does not',
    facets: {},
    around: rules({ schedule: 'cron(0 5 ? * * 2020-2027)' }, {}),
    verdict: 'pass',
    says: 'frequent',
  },
  { name: 'a rate', facets: {}, around: scheduled('rate(12 hours)'), params: { maxGap: '12h' }, verdict: 'pass', says: 'frequent' },
  { name: 'a rate that is too slow', facets: {}, around: scheduled('rate(2 days)'), verdict: 'fail', says: 'rare', shows: ['is 2 days'] },
  {
    name: 'a rate beside a calendar: at most the shorter of both',
    facets: {},
    around: rules({ schedule: 'rate(1 day)' }, { schedule: 'cron(0 5 ? * SUN *)' }),
    verdict: 'pass',
    says: 'frequent',
  },
  {
    name: 'a rate beside a calendar: nobody knows how they interlock',
    facets: {},
    around: rules({ schedule: 'rate(1 day)' }, {}),
    params: { maxGap: '12h' },
    verdict: 'unknown',
    says: 'phase',
    shows: ['at most 1 day'],
  },
  {
    name: 'a schedule that is not understood',
    facets: {},
    around: scheduled('cron(0 5 * * *)'),
    verdict: 'unknown',
    says: 'doubtful',
    shows: ['the schedule cron(0 5 * * *) of rule number-1 of plan plan-1 is not understood: it has 5 fields'],
  },
  { name: 'no schedule at all', facets: {}, around: scheduled(''), verdict: 'unknown', says: 'doubtful' },
  {
    name: 'a time zone that does not exist',
    facets: {},
    around: scheduled('cron(0 5 ? * * *)', 'Mars/Olympus'),
    verdict: 'unknown',
    says: 'doubtful',
  },
  {
    name: 'not understood, but another rule suffices',
    facets: {},
    around: rules({ schedule: 'whenever' }, {}),
    verdict: 'pass',
    says: 'frequent',
    shows: ['number-2'],
  },
  {
    name: 'not understood, and the other rule does not suffice',
    facets: {},
    around: rules({ schedule: 'cron(0 5 ? * SUN *)' }, { schedule: 'whenever' }),
    verdict: 'unknown',
    says: 'doubtful',
  },
  {
    name: 'the preview agrees',
    facets: {},
    around: previewed('2026-02-01T05:00:00Z', '2026-02-02T05:00:00Z', '2026-02-03T05:00:00Z'),
    verdict: 'pass',
    says: 'frequent',
  },
  {
    name: 'the preview disagrees',
    facets: {},
    around: previewed('2026-02-01T05:00:00Z', '2026-02-08T05:00:00Z'),
    verdict: 'unknown',
    says: 'doubtful',
    shows: ['at 2026-02-08T05:00Z', 'says 2026-02-02T05:00Z'],
  },
  { name: 'the preview has no date', facets: {}, around: previewed('2026-12-31T23:59:60Z'), verdict: 'unknown', says: 'doubtful' },
  {
    name: 'the preview of a schedule that has ended',
    facets: {},
    around: covered([], {
      'backup/plan': {
        [PLAN]: {
          ...planFacets(),
          definition: {
            ...planFacets([planRule({ schedule: 'cron(0 5 ? * * 2020)' })]).definition,
            scheduledRuns: [{ rule: 'rule-1', at: '2026-02-01T05:00:00Z' }],
          },
        },
      },
    }),
    verdict: 'unknown',
    says: 'doubtful',
    shows: ['has no such run'],
  },
  {
    name: 'another plan is unread, and not needed',
    facets: {},
    around: besideUnread('cron(0 5 ? * * *)'),
    verdict: 'pass',
    says: 'frequent',
  },
  { name: 'another plan is unread, and might do', facets: {}, around: besideUnread('cron(0 5 ? * SUN *)'), verdict: 'unknown' },
  {
    name: 'a bucket, continuously',
    ...bucket(on, continuous('cron(0 5 ? * SUN *)'), { maxGap: '15m' }),
    verdict: 'pass',
    says: 'continuous',
  },
  {
    name: 'a bucket, continuously, and the schedule is not understood',
    ...bucket(on, continuous('whenever')),
    verdict: 'pass',
    says: 'continuous',
  },
  {
    name: 'tracking has stopped, and runs are too rare',
    ...bucket(off, continuous('cron(0 5 ? * SUN *)')),
    verdict: 'fail',
    says: 'rare',
    shows: ['continuous tracking has stopped'],
  },
  {
    name: 'tracking has stopped, but runs suffice',
    ...bucket(off, continuous()),
    verdict: 'pass',
    says: 'frequent',
    shows: ['continuous tracking has stopped: EventBridge is off'],
  },
  { name: 'EventBridge unread, and runs are too rare', ...bucket('unread', continuous('cron(0 5 ? * SUN *)')), verdict: 'unknown' },
  { name: 'EventBridge unread, but runs suffice', ...bucket('unread', continuous()), verdict: 'pass', says: 'frequent' },
  {
    name: 'EventBridge unread, and nothing is continuous',
    ...bucket('unread', rules({ schedule: 'cron(0 5 ? * SUN *)' })),
    verdict: 'fail',
    says: 'rare',
  },
  {
    name: 'a table, where continuous has no effect',
    facets: {},
    around: continuous('cron(0 5 ? * SUN *)'),
    verdict: 'fail',
    says: 'rare',
  },
]);
