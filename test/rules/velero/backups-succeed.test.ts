import { backupName, made, SERVER, schedule, unstarted, veleroId } from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/backups-succeed.ts';
import { type Row, runTable } from '../harness.ts';
import { backups, LEAP, running } from './around.ts';

const MIDNIGHT = '2026-01-31T00:00:00Z';
const OWN = veleroId('Backup', backupName(MIDNIGHT));
const phased = (startedAt: string, phase: string, more = {}) => made(startedAt, { status: { phase, ...more } });
const good = made(MIDNIGHT);
const before = (phase: string, more = {}) => phased('2026-01-30T00:00:00Z', phase, more);
/** Completed at the very beginning of the window of seven days. */
const atEdge = (completedAt: string) => phased('2026-01-24T11:00:00Z', 'Failed', { completedAt });

const rates: readonly Row[] = [
  { name: 'one, and it is fine', facets: schedule(), around: backups(good), verdict: 'pass', says: 'succeeded', shows: ['1 of 1 backup'] },
  {
    name: 'one of two failed',
    facets: schedule(),
    around: backups(good, before('Failed', { failureReason: 'no space' })),
    verdict: 'fail',
    says: 'failed',
    shows: ['1 of 2 backups', 'all of them', 'no space'],
  },
  {
    name: 'one of two failed in part',
    facets: schedule(),
    around: backups(good, before('PartiallyFailed', { errors: 2 })),
    verdict: 'fail',
    says: 'failed',
    shows: ['2 errors'],
  },
  {
    name: 'one of two failed its validation',
    facets: schedule(),
    around: backups(good, unstarted('2026-01-30T00:00:00Z', 'FailedValidation')),
    verdict: 'fail',
    says: 'failed',
  },
  {
    name: 'warnings are no failure',
    facets: schedule(),
    around: backups(good, before('Completed', { warnings: 5 })),
    verdict: 'pass',
    says: 'succeeded',
  },
  {
    name: 'half of them',
    facets: schedule(),
    around: backups(good, before('Failed')),
    params: { minRate: 0.5 },
    verdict: 'pass',
    says: 'succeeded',
  },
  {
    name: 'less than is asked for',
    facets: schedule(),
    around: backups(good, before('Failed')),
    params: { minRate: 0.51 },
    verdict: 'fail',
    says: 'failed',
    shows: ['at least 51 %'],
  },
  {
    name: 'any share will do',
    facets: schedule(),
    around: backups(before('Failed')),
    params: { minRate: 0 },
    verdict: 'pass',
    says: 'succeeded',
  },
  {
    name: 'a phase that nobody knows',
    facets: schedule(),
    around: backups(good, before('Archived')),
    verdict: 'unknown',
    says: 'unclear',
    shows: ['of 1 more'],
  },
  {
    name: 'a phase that nobody knows, and enough without it',
    facets: schedule(),
    around: backups(good, before('Archived')),
    params: { minRate: 0.5 },
    verdict: 'pass',
    says: 'succeeded',
  },
  {
    name: 'a phase that nobody knows, and too many failures besides',
    facets: schedule(),
    around: backups(before('Archived'), phased(MIDNIGHT, 'Failed')),
    verdict: 'fail',
    says: 'failed',
  },
  {
    name: 'no date',
    facets: schedule(),
    around: backups(good, before('Failed', { completedAt: LEAP })),
    verdict: 'unknown',
    says: 'unclear',
  },
  {
    name: 'at the beginning of the window',
    facets: schedule(),
    around: backups(good, atEdge('2026-01-24T12:00:00Z')),
    verdict: 'fail',
    says: 'failed',
  },
  {
    name: 'a second before',
    facets: schedule(),
    around: backups(good, atEdge('2026-01-24T11:59:59Z')),
    verdict: 'pass',
    says: 'succeeded',
  },
  {
    name: 'of another schedule',
    facets: schedule(),
    around: backups(good, made('2026-01-30T00:00:00Z', { schedule: 'other', status: { phase: 'Failed' } })),
    verdict: 'pass',
    says: 'succeeded',
  },
  ...['InProgress', 'Finalizing', 'Queued', 'Deleting'].map(
    (phase): Row => ({
      name: `${phase} does not count`,
      facets: schedule(),
      around: backups(good, running('2026-01-30T00:00:00Z', phase)),
      verdict: 'pass',
      says: 'succeeded',
      shows: ['1 of 1 backup'],
    }),
  ),
];

const came = made(MIDNIGHT, { created: '2026-01-31T09:00:00Z' });

const none: readonly Row[] = [
  { name: 'not due', facets: schedule({ created: '2026-01-31T09:00:00Z' }), around: backups(), verdict: 'pending', says: 'notDue' },
  {
    name: 'monthly, not due within the window',
    facets: schedule({ spec: { schedule: '@monthly' } }),
    around: backups(),
    verdict: 'pending',
    says: 'notDue',
  },
  { name: 'overdue', facets: schedule(), around: backups(), verdict: 'fail', says: 'overdue', shows: ['2026-01-25T00:01Z'] },
  {
    name: 'the first is under way',
    facets: schedule({ created: '2026-01-30T09:00:00Z' }),
    around: backups(running(MIDNIGHT, 'InProgress')),
    verdict: 'pending',
    says: 'running',
  },
  { name: 'paused', facets: schedule({ spec: { paused: true } }), around: backups(), verdict: 'fail', says: 'idle' },
  { name: 'no date', facets: schedule({ created: LEAP }), around: backups(), verdict: 'unknown', says: 'doubtful' },
  {
    name: 'only of another cluster, perhaps',
    facets: schedule(),
    around: backups(came),
    verdict: 'unknown',
    says: 'foreign',
    shows: ['1 backup came'],
  },
  {
    name: 'of another cluster, perhaps, and not due',
    facets: schedule({ created: '2026-01-31T09:00:00Z' }),
    around: backups(came),
    verdict: 'pending',
    says: 'notDue',
  },
  {
    name: 'a failure of another cluster, perhaps',
    facets: schedule(),
    around: backups(good, made('2026-01-30T00:00:00Z', { created: '2026-01-31T09:00:00Z', status: { phase: 'PartiallyFailed' } })),
    verdict: 'pass',
    says: 'succeeded',
  },
];

const unread: readonly Row[] = [
  { name: 'backups unread', facets: schedule(), around: { ...backups(), 'velero/backup': 'unread' }, verdict: 'unknown' },
  {
    name: 'the server unread, and needed',
    facets: schedule({ created: '2026-01-31T09:00:00Z' }),
    around: { ...backups(), 'velero/server': 'unread' },
    verdict: 'unknown',
  },
  {
    name: 'deployments unread, and needed',
    facets: schedule({ created: '2026-01-31T09:00:00Z' }),
    around: { ...backups(), 'velero/server': { [SERVER]: { deployments: 'unread' } } },
    verdict: 'unknown',
  },
  {
    name: 'the server unread, and not needed',
    facets: schedule(),
    around: { ...backups(good), 'velero/server': 'unread' },
    verdict: 'pass',
    says: 'succeeded',
  },
  ...['metadata', 'labels', 'status'].map(
    (facet): Row => ({
      name: `${facet} of a backup unread`,
      facets: schedule(),
      around: backups({ [OWN]: { ...good[OWN], [facet]: 'unread' } }),
      verdict: 'unknown',
    }),
  ),
  ...['metadata', 'spec', 'status'].map(
    (facet): Row => ({
      name: `${facet} unread`,
      facets: { ...schedule(), [facet]: 'unread' },
      around: backups(),
      verdict: 'unknown',
    }),
  ),
];

runTable(rule, [...rates, ...none, ...unread]);
