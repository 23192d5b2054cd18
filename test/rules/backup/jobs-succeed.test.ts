import { covered, PLAN, PROTECTED_BUCKET, planFacets, planRule } from '../../../model/backup/examples.ts';
import { described } from '../../../model/dynamodb/examples.ts';
import type { BackupPlanRule } from '../../../model/kinds/backup.ts';
import rule from '../../../rules/backup/jobs-succeed.ts';
import { type Row, runTable } from '../harness.ts';
import { coverageRowsKnowing, known, PLACELESS } from './known.ts';

// All rows are looked at on 31 January 2026 at noon, UTC; the default window of a week begins on 24 January at noon.

const LEAP = '2016-12-31T23:59:60Z';

const job = (state: string, at: string, more: object = {}) => ({
  id: `${state}-${at}`,
  state,
  messageCategory: 'SUCCESS',
  createdAt: at,
  completedAt: at,
  ...more,
});
const today = '2026-01-31T05:00:00Z';

const having = (...jobs: readonly object[]): Pick<Row, 'facets' | 'around'> => ({
  facets: described(),
  around: { ...covered(), ...known({ backupJobs: { jobs } }) },
});

const states: readonly Row[] = ['FAILED', 'ABORTED', 'EXPIRED', 'PARTIAL'].map((state) => ({
  name: `${state} is a failure`,
  ...having(job('COMPLETED', today), job(state, today)),
  verdict: 'fail',
  says: 'failed',
  shows: ['1 of 2 backup jobs', 'all of them', `job ${state}-${today}: ${state}`],
}));

const running: readonly Row[] = ['CREATED', 'PENDING', 'RUNNING', 'ABORTING'].flatMap((state) => [
  {
    name: `${state} does not count`,
    ...having(job('COMPLETED', today), job(state, today)),
    verdict: 'pass',
    says: 'succeeded',
    shows: ['1 of 1 backup job '],
  },
  { name: `${state} alone`, ...having(job(state, today)), verdict: 'pending', says: 'running', shows: ['1 job is under way'] },
]);

const outcomes: readonly Row[] = [
  {
    name: 'all completed',
    ...having(job('COMPLETED', today), job('COMPLETED', '2026-01-30T05:00:00Z')),
    verdict: 'pass',
    says: 'succeeded',
    shows: ['2 of 2 backup jobs'],
  },
  {
    name: 'completed with a message',
    ...having(job('COMPLETED', today, { messageCategory: 'AccessDenied' })),
    verdict: 'fail',
    says: 'failed',
    shows: ['0 of 1 backup job ', 'COMPLETED, AccessDenied'],
  },
  {
    name: 'completed, and nothing is said about a message',
    ...having(job('COMPLETED', today, { messageCategory: undefined })),
    verdict: 'pass',
    says: 'succeeded',
  },
  {
    name: 'a few of many failures are shown',
    ...having(...Array.from({ length: 9 }, (_, index) => job('FAILED', `2026-01-3${index % 2}T0${index}:00:00Z`))),
    verdict: 'fail',
    says: 'failed',
    shows: ['0 of 9 finished jobs COMPLETED', 'FAILED-2026-01-30T02:00:00Z'],
  },
  { name: 'jobs unread', facets: {}, around: { ...covered(), ...known({ backupJobs: 'unread' }) }, verdict: 'unknown' },
  {
    name: 'all completed, although no plan covers it',
    facets: {},
    around: { 'backup/plan': {}, ...known({ backupJobs: { jobs: [job('COMPLETED', today)] } }) },
    verdict: 'pass',
    says: 'succeeded',
  },
  {
    name: 'all completed, although plans could not be listed',
    facets: {},
    around: { 'backup/plan': 'unread', ...known({ backupJobs: { jobs: [job('COMPLETED', today)] } }) },
    verdict: 'pass',
    says: 'succeeded',
  },
  { name: 'the Region is not known', facets: {}, scope: PLACELESS, verdict: 'unknown', says: 'placeless' },
];

const rate = (minRate: number) => ({ params: { minRate } });
const nineOfTen = having(...Array.from({ length: 9 }, () => job('COMPLETED', today)), job('FAILED', today));

const rates: readonly Row[] = [
  {
    name: 'nine of ten where nine tenths are required',
    ...nineOfTen,
    ...rate(0.9),
    verdict: 'pass',
    says: 'succeeded',
    shows: ['9 of 10'],
  },
  {
    name: 'nine of ten where a little more is required',
    ...nineOfTen,
    ...rate(0.901),
    verdict: 'fail',
    says: 'failed',
    shows: ['at least 90.1 %'],
  },
  { name: 'none where none is required', ...having(job('FAILED', today)), ...rate(0), verdict: 'pass', says: 'succeeded' },
];

const windows: readonly Row[] = [
  {
    name: 'a failure a week ago to the second',
    ...having(job('COMPLETED', today), job('FAILED', '2026-01-24T12:00:00Z')),
    verdict: 'fail',
    says: 'failed',
  },
  {
    name: 'a failure a second earlier',
    ...having(job('COMPLETED', today), job('FAILED', '2026-01-24T11:59:59Z')),
    verdict: 'pass',
    says: 'succeeded',
  },
  {
    name: 'begun before the window, over within it',
    ...having(job('FAILED', '2026-01-24T05:00:00Z', { completedAt: '2026-01-24T13:00:00Z' })),
    verdict: 'fail',
    says: 'failed',
  },
  {
    name: 'over without a date of its own: that of its creation counts',
    ...having(job('EXPIRED', '2026-01-24T11:00:00Z', { completedAt: undefined }), job('COMPLETED', today)),
    verdict: 'pass',
    says: 'succeeded',
  },
  {
    name: 'a window of 60 days is one of 30',
    ...having(job('FAILED', '2026-01-01T12:00:00Z')),
    params: { window: '60d' },
    verdict: 'fail',
    says: 'failed',
    shows: ['30 days (AWS Backup keeps no older jobs)'],
  },
  {
    name: 'what an inventory holds from before that does not count',
    ...having(job('FAILED', '2026-01-01T11:59:59Z'), job('COMPLETED', today)),
    params: { window: '60d' },
    verdict: 'pass',
    says: 'succeeded',
  },
];

const unclear: readonly Row[] = [
  {
    name: 'a state that nobody knows',
    ...having(job('COMPLETED', today), job('HALTED', today)),
    verdict: 'unknown',
    says: 'unclear',
    shows: ['of 1 more', 'HALTED'],
  },
  {
    name: 'a state that nobody knows, from before the window',
    ...having(job('COMPLETED', today), job('HALTED', '2026-01-01T05:00:00Z')),
    verdict: 'pass',
    says: 'succeeded',
  },
  {
    name: 'a state that nobody knows, where one failed',
    ...having(job('FAILED', today), job('HALTED', today)),
    verdict: 'fail',
    says: 'failed',
  },
  {
    name: 'a state that nobody knows, where half is enough',
    ...having(job('COMPLETED', today), job('HALTED', today)),
    ...rate(0.5),
    verdict: 'pass',
    says: 'succeeded',
  },
  {
    name: 'only a state that nobody knows, where none is required',
    ...having(job('HALTED', today)),
    ...rate(0),
    verdict: 'unknown',
    says: 'unclear',
  },
  {
    name: 'a failure without a date that is one',
    ...having(job('COMPLETED', today), job('FAILED', LEAP)),
    verdict: 'unknown',
    says: 'unclear',
  },
];

const none = known({ backupJobs: { jobs: [] } });
const since = (createdAt: string, more: Partial<BackupPlanRule> = {}, jobs = none) => {
  const plan = planFacets([planRule(more)]);
  return { ...covered(), ...jobs, 'backup/plan': { [PLAN]: { ...plan, definition: { ...plan.definition, createdAt } } } };
};
const weekly = { schedule: 'cron(0 5 ? * SUN *)' };
const monthly = { schedule: 'cron(0 5 1 * ? *)' };

const missing: readonly Row[] = [
  {
    name: 'no job, and the plan is old',
    facets: described(),
    around: since('2025-10-01T00:00:00Z'),
    verdict: 'fail',
    says: 'overdue',
    shows: ['rule daily of plan plan-1', '2026-01-25T13:00Z'],
  },
  {
    name: 'the plan is of this morning, and has until one to start',
    facets: described(),
    around: since('2026-01-31T04:00:00Z'),
    verdict: 'pending',
    says: 'notDue',
    shows: ['2026-01-31T13:00Z'],
  },
  {
    name: 'it had until noon',
    facets: described(),
    around: since('2026-01-31T04:00:00Z', { startWindow: 420 }),
    verdict: 'fail',
    says: 'overdue',
  },
  {
    name: 'it has until a minute past noon',
    facets: described(),
    around: since('2026-01-31T04:00:00Z', { startWindow: 421 }),
    verdict: 'pending',
    says: 'notDue',
  },
  {
    name: 'the table is of this morning',
    facets: described({ createdAt: '2026-01-31T04:00:00Z' }),
    around: since('2025-10-01T00:00:00Z'),
    verdict: 'pending',
    says: 'notDue',
  },
  {
    name: 'a bucket under an old plan: nothing tells when it was made',
    kind: 's3/bucket',
    facets: {},
    around: { ...since('2025-10-01T00:00:00Z'), 'backup/protected-resource': { [PROTECTED_BUCKET]: { backupJobs: { jobs: [] } } } },
    verdict: 'fail',
    says: 'overdue',
  },
  {
    name: 'weekly, and no job on Sunday',
    facets: described(),
    around: since('2025-10-01T00:00:00Z', weekly),
    verdict: 'fail',
    says: 'overdue',
    shows: ['2026-01-25T13:00Z'],
  },
  {
    name: 'monthly: none was due within a week',
    facets: described(),
    around: since('2025-10-01T00:00:00Z', monthly),
    verdict: 'pending',
    says: 'notDue',
    shows: ['2026-02-01T13:00Z'],
  },
  {
    name: 'monthly, within a month',
    facets: described(),
    around: since('2025-10-01T00:00:00Z', { schedule: 'cron(0 5 2 * ? *)' }),
    params: { window: '30d' },
    verdict: 'fail',
    says: 'overdue',
    shows: ['2026-01-02T13:00Z'],
  },
  {
    name: 'a job from before the window only',
    facets: { description: 'unread' },
    around: since('2025-10-01T00:00:00Z', {}, known({ backupJobs: { jobs: [job('COMPLETED', '2026-01-20T05:00:00Z')] } })),
    verdict: 'fail',
    says: 'overdue',
  },
  {
    name: 'a schedule that has ended',
    facets: described(),
    around: since('2025-10-01T00:00:00Z', { schedule: 'cron(0 5 ? * * 2025)' }),
    verdict: 'fail',
    says: 'never',
  },
  {
    name: 'a schedule that is not understood',
    facets: described(),
    around: since('2025-10-01T00:00:00Z', { schedule: 'daily' }),
    verdict: 'unknown',
    says: 'doubtful',
  },
  {
    name: 'when the table was made could not be read',
    facets: { description: 'unread' },
    around: since('2025-10-01T00:00:00Z'),
    verdict: 'unknown',
  },
];

runTable(rule, [
  ...coverageRowsKnowing({ backupJobs: { jobs: [] } }),
  ...states,
  ...running,
  ...outcomes,
  ...rates,
  ...windows,
  ...unclear,
  ...missing,
]);
