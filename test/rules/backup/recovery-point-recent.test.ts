import { covered, PLAN, PROTECTED_BUCKET, planFacets, planRule } from '../../../model/backup/examples.ts';
import { described } from '../../../model/dynamodb/examples.ts';
import type { BackupPlanRule } from '../../../model/kinds/backup.ts';
import rule from '../../../rules/backup/recovery-point-recent.ts';
import { type Row, runTable } from '../harness.ts';
import { selecting } from './coverage.ts';
import { coverageRowsKnowing, known, PLACELESS } from './known.ts';

// All rows are looked at on 31 January 2026 at noon, UTC; the default limit of 36 hours is 30 January at midnight.

const LEAP = '2016-12-31T23:59:60Z';
const CONTINUOUS = 'arn:aws:backup:us-west-2:111122223333:recovery-point:continuous:mlops-models-12345678';

const point = (createdAt: string, status = 'COMPLETED', more: object = {}) => ({
  arn: `arn:aws:backup:us-west-2:111122223333:recovery-point:${createdAt}`,
  vault: 'Default',
  status,
  createdAt,
  ...more,
});

const having = (...points: readonly object[]): Pick<Row, 'facets' | 'around'> => ({
  facets: described(),
  around: { ...covered(), ...known({ recoveryPoints: { points } }) },
});

const snapshots: readonly Row[] = [
  {
    name: 'made this morning',
    ...having(point('2026-01-31T05:10:00Z')),
    verdict: 'pass',
    says: 'recent',
    shows: ['6 hours 50 minutes', 'vault Default'],
  },
  { name: 'as old as the limit', ...having(point('2026-01-30T00:00:00Z')), verdict: 'pass', says: 'recent' },
  {
    name: 'a second older',
    ...having(point('2026-01-29T23:59:59Z')),
    verdict: 'fail',
    says: 'stale',
    shows: ['1 day 12 hours'],
  },
  {
    name: 'made while the facts were being read',
    ...having(point('2026-01-31T12:00:30Z')),
    verdict: 'pass',
    says: 'recent',
    shows: ['0 seconds'],
  },
  { name: 'available', ...having(point('2026-01-31T05:10:00Z', 'AVAILABLE')), verdict: 'pass', says: 'recent' },
  {
    name: 'the newest counts, wherever it stands',
    ...having(point('2026-01-01T05:00:00Z'), point('2026-01-31T05:00:00Z'), point('2026-01-20T05:00:00Z')),
    verdict: 'pass',
    says: 'recent',
    shows: ['7 hours'],
  },
  {
    name: 'a shorter limit',
    ...having(point('2026-01-31T05:00:00Z')),
    params: { maxAge: '6h' },
    verdict: 'fail',
    says: 'stale',
    shows: ['7 hours', '6 hours'],
  },
  {
    name: 'not made by AWS Backup',
    ...having(point('2026-01-31T05:00:00Z', 'AVAILABLE', { vault: '' })),
    verdict: 'pass',
    says: 'recent',
    shows: ['no vault of AWS Backup'],
  },
  { name: 'without a date that is one', ...having(point(LEAP)), verdict: 'unknown', says: 'undated' },
  {
    name: 'an old one, and one without a date',
    ...having(point('2026-01-01T05:00:00Z'), point(LEAP)),
    verdict: 'unknown',
    says: 'undated',
  },
  { name: 'a recent one, and one without a date', ...having(point(LEAP), point('2026-01-31T05:00:00Z')), verdict: 'pass', says: 'recent' },
  {
    name: 'recent, although no plan covers it',
    facets: {},
    around: { 'backup/plan': {}, ...known({ recoveryPoints: { points: [point('2026-01-31T05:00:00Z')] } }) },
    verdict: 'pass',
    says: 'recent',
  },
  {
    name: 'recent, although plans could not be listed',
    facets: {},
    around: { 'backup/plan': 'unread', ...known({ recoveryPoints: { points: [point('2026-01-31T05:00:00Z')] } }) },
    verdict: 'pass',
    says: 'recent',
  },
  { name: 'recovery points unread', facets: {}, around: { ...covered(), ...known({ recoveryPoints: 'unread' }) }, verdict: 'unknown' },
];

const unusable: readonly Row[] = ['CREATING', 'PARTIAL', 'EXPIRED', 'STOPPED', 'DELETING', 'completed', 'SOMETHING_NEW'].map((status) => ({
  name: `${status} is not usable`,
  ...having(point('2026-01-31T05:00:00Z', status)),
  verdict: 'fail',
  says: 'overdue',
  shows: ['rule daily of plan plan-1', '2025-10-08T13:00Z', `: ${status}, 2026-01-31T05:00:00Z`],
}));

const continuous = (createdAt: string, status = 'AVAILABLE') => point(createdAt, status, { arn: CONTINUOUS });
const job = (createdAt: string, more: object = {}) => ({ id: 'job-1', state: 'COMPLETED', messageCategory: 'SUCCESS', createdAt, ...more });

const tracking = (jobs: unknown, ...points: readonly object[]): Pick<Row, 'kind' | 'facets' | 'around'> => ({
  kind: 's3/bucket',
  facets: {},
  around: {
    ...covered(),
    'backup/protected-resource': {
      [PROTECTED_BUCKET]: {
        recoveryPoints: { points: points.length > 0 ? points : [continuous('2025-11-01T00:00:00Z')] },
        backupJobs: Array.isArray(jobs) ? { jobs } : jobs,
      },
    },
  },
});

const tracked: readonly Row[] = [
  {
    name: 'a continuous point of last year, and a job of this morning',
    ...tracking([job('2026-01-31T05:00:00Z'), job('2026-01-30T05:00:00Z')]),
    verdict: 'pass',
    says: 'tracked',
    shows: ['7 hours'],
  },
  {
    name: 'a continuous point of this morning, and a job of last week: its date says nothing',
    ...tracking([job('2026-01-24T05:00:00Z')], continuous('2026-01-31T05:00:00Z')),
    verdict: 'fail',
    says: 'lagging',
    shows: ['7 days 7 hours'],
  },
  { name: 'a job as old as the limit', ...tracking([job('2026-01-30T00:00:00Z')]), verdict: 'pass', says: 'tracked' },
  { name: 'a job a second older', ...tracking([job('2026-01-29T23:59:59Z')]), verdict: 'fail', says: 'lagging' },
  {
    name: 'a job that completed with a message',
    ...tracking([job('2026-01-31T05:00:00Z', { messageCategory: 'AccessDenied' })]),
    verdict: 'fail',
    says: 'halted',
  },
  { name: 'a job that failed', ...tracking([job('2026-01-31T05:00:00Z', { state: 'FAILED' })]), verdict: 'fail', says: 'halted' },
  { name: 'no job', ...tracking([]), verdict: 'fail', says: 'halted' },
  {
    name: 'no job, where the limit is longer than jobs are kept',
    ...tracking([]),
    params: { maxAge: '60d' },
    verdict: 'unknown',
    says: 'undated',
  },
  { name: 'a job without a date that is one', ...tracking([job(LEAP)]), verdict: 'unknown', says: 'undated' },
  { name: 'jobs unread', ...tracking('unread'), verdict: 'unknown' },
  {
    name: 'jobs unread, but a snapshot is recent',
    ...tracking('unread', continuous('2025-11-01T00:00:00Z'), point('2026-01-31T05:00:00Z')),
    verdict: 'pass',
    says: 'recent',
  },
  {
    name: 'a snapshot that is stale beside a continuous point that is not',
    ...tracking([job('2026-01-31T05:00:00Z')], point('2026-01-01T05:00:00Z'), continuous('2025-11-01T00:00:00Z')),
    verdict: 'pass',
    says: 'tracked',
  },
  {
    name: 'a continuous point that was stopped',
    ...tracking([job('2026-01-31T05:00:00Z')], continuous('2025-11-01T00:00:00Z', 'STOPPED')),
    verdict: 'fail',
    says: 'overdue',
  },
];

const none = known({ recoveryPoints: { points: [] } });
/** The plan of these rules is there since then; by default one whose recovery points are there within ten hours. */
const since = (createdAt: string, ...rules: readonly BackupPlanRule[]) => {
  const plan = planFacets(rules.length > 0 ? rules : [planRule({ completionWindow: 120 })]);
  return { ...covered(), ...none, 'backup/plan': { [PLAN]: { ...plan, definition: { ...plan.definition, createdAt } } } };
};

const due: readonly Row[] = [
  {
    name: 'the plan is of this morning, before its run; the windows end at three',
    facets: described(),
    around: since('2026-01-31T04:00:00Z'),
    verdict: 'pending',
    says: 'notDue',
    shows: ['rule daily of plan plan-1', '2026-01-31T15:00Z'],
  },
  {
    name: 'the windows end at this moment',
    facets: described(),
    around: since('2026-01-31T04:00:00Z', planRule({ startWindow: 300, completionWindow: 120 })),
    verdict: 'fail',
    says: 'overdue',
  },
  {
    name: 'the windows end a minute later',
    facets: described(),
    around: since('2026-01-31T04:00:00Z', planRule({ startWindow: 300, completionWindow: 121 })),
    verdict: 'pending',
    says: 'notDue',
  },
  {
    name: 'the plan is of the day before yesterday',
    facets: described(),
    around: since('2026-01-29T04:00:00Z'),
    verdict: 'fail',
    says: 'overdue',
  },
  {
    name: 'the table is of this morning, and the plan is old',
    facets: described({ createdAt: '2026-01-31T04:00:00Z' }),
    around: since('2025-10-01T00:00:00Z'),
    verdict: 'pending',
    says: 'notDue',
  },
  {
    name: 'a bucket under an old plan: nothing tells when it was made',
    kind: 's3/bucket',
    facets: {},
    around: { ...since('2025-10-01T00:00:00Z'), 'backup/protected-resource': { [PROTECTED_BUCKET]: { recoveryPoints: { points: [] } } } },
    verdict: 'fail',
    says: 'overdue',
  },
  {
    name: 'a monthly rule and a daily one: the daily one had to',
    facets: described(),
    around: since(
      '2026-01-05T00:00:00Z',
      planRule({ id: 'r-1', name: 'monthly', schedule: 'cron(0 5 1 * ? *)' }),
      planRule({ id: 'r-2', completionWindow: 120 }),
    ),
    verdict: 'fail',
    says: 'overdue',
    shows: ['rule daily', '2026-01-05T15:00Z'],
  },
  {
    name: 'a monthly rule and a yearly one: the first that is due is told',
    facets: described(),
    around: since(
      '2026-01-05T00:00:00Z',
      planRule({ id: 'r-1', name: 'yearly', schedule: 'cron(0 5 1 7 ? *)' }),
      planRule({ id: 'r-2', name: 'monthly', schedule: 'cron(0 5 1 * ? *)' }),
    ),
    verdict: 'pending',
    says: 'notDue',
    shows: ['rule monthly', '2026-02-08T13:00Z'],
  },
  {
    name: 'a rule whose schedule has ended',
    facets: described(),
    around: since('2025-10-01T00:00:00Z', planRule({ schedule: 'cron(0 5 ? * * 2024)' })),
    verdict: 'fail',
    says: 'never',
  },
  {
    name: 'a rule whose schedule has ended, and one that still has time',
    facets: described(),
    around: since(
      '2026-01-31T04:00:00Z',
      planRule({ id: 'r-1', schedule: 'cron(0 5 ? * * 2024)' }),
      planRule({ id: 'r-2', name: 'nightly' }),
    ),
    verdict: 'pending',
    says: 'notDue',
    shows: ['rule nightly'],
  },
  {
    name: 'a schedule that is not understood',
    facets: described(),
    around: since('2025-10-01T00:00:00Z', planRule({ schedule: 'whenever' })),
    verdict: 'unknown',
    says: 'doubtful',
    shows: ['whenever'],
  },
  {
    name: 'a schedule that is not understood, and one that is overdue',
    facets: described(),
    around: since('2025-10-01T00:00:00Z', planRule({ id: 'r-1', schedule: 'whenever' }), planRule({ id: 'r-2' })),
    verdict: 'fail',
    says: 'overdue',
  },
  {
    name: 'a time zone that does not exist',
    facets: described(),
    around: since('2025-10-01T00:00:00Z', planRule({ timeZone: 'Mars/Olympus' })),
    verdict: 'unknown',
    says: 'doubtful',
  },
  {
    name: 'a selection without a date that is one',
    facets: described(),
    around: { ...selecting({ resources: ['*'], createdAt: LEAP }), ...none },
    verdict: 'unknown',
    says: 'doubtful',
  },
  {
    name: 'a table without a date that is one',
    facets: described({ createdAt: LEAP }),
    around: since('2025-10-01T00:00:00Z'),
    verdict: 'unknown',
    says: 'doubtful',
  },
  {
    name: 'when the table was made could not be read',
    facets: { description: 'unread' },
    around: since('2025-10-01T00:00:00Z'),
    verdict: 'unknown',
  },
  {
    name: 'one plan still has time, of another nobody knows what it selects',
    facets: described(),
    around: {
      ...since('2026-01-31T04:00:00Z'),
      'backup/plan': { ...since('2026-01-31T04:00:00Z')['backup/plan'], [`${PLAN}-b`]: { selectionList: 'unread' } },
    },
    verdict: 'unknown',
  },
  {
    name: 'the selection is of this morning, and the plan is old',
    facets: described(),
    around: { ...selecting({ resources: ['*'], createdAt: '2026-01-31T06:00:00Z' }), ...none },
    verdict: 'pending',
    says: 'notDue',
  },
  { name: 'the Region is not known', facets: described(), scope: PLACELESS, verdict: 'unknown', says: 'placeless' },
];

runTable(rule, [...coverageRowsKnowing({ recoveryPoints: { points: [] } }), ...snapshots, ...unusable, ...tracked, ...due]);
