import { covered, lifecycle, PLAN, planFacets, planRule } from '../../../model/backup/examples.ts';
import type { BackupLifecycle } from '../../../model/kinds/backup.ts';
import rule from '../../../rules/backup/plan-retention.ts';
import { runTable } from '../harness.ts';
import { coverageRows } from './coverage.ts';

const keeping = (more: Partial<BackupLifecycle>, continuous = false) => covered([planRule({ lifecycle: lifecycle(more), continuous })]);
const forever: BackupLifecycle = { deleteAfterCopy: false };
const UNREAD = 'arn:aws:backup:us-west-2:111122223333:backup-plan:plan-2';

/** A second plan of which nobody knows what it selects. */
const besideUnread = (days: number) => ({
  ...keeping({ deleteAfterDays: days }),
  'backup/plan': {
    [PLAN]: planFacets([planRule({ lifecycle: lifecycle({ deleteAfterDays: days }) })]),
    [UNREAD]: { ...planFacets(), selectionList: 'unread' },
  },
});

runTable(rule, [
  ...coverageRows,
  {
    name: 'as long as required',
    facets: {},
    around: keeping({ deleteAfterDays: 30 }),
    verdict: 'pass',
    says: 'kept',
    shows: ['By rule daily of plan plan-1 recovery points are kept for 30 days.'],
  },
  {
    name: 'a day short',
    facets: {},
    around: keeping({ deleteAfterDays: 29 }),
    verdict: 'fail',
    says: 'short',
    shows: ['for 29 days; 30 days are required'],
  },
  { name: 'an hour short', facets: {}, around: keeping({ deleteAfterDays: 30 }), params: { min: '721h' }, verdict: 'fail', says: 'short' },
  {
    name: 'without an end',
    facets: {},
    around: covered([planRule({ lifecycle: forever })]),
    params: { min: '3650d' },
    verdict: 'pass',
    says: 'kept',
    shows: ['until somebody deletes them'],
  },
  {
    name: 'deleted as soon as copied',
    facets: {},
    around: keeping({ deleteAfterDays: 365, deleteAfterCopy: true }),
    verdict: 'fail',
    says: 'transient',
  },
  {
    name: 'one rule of two keeps long enough',
    facets: {},
    around: covered([
      planRule({ lifecycle: lifecycle({ deleteAfterDays: 7 }) }),
      planRule({ id: 'rule-2', name: 'monthly', lifecycle: lifecycle({ deleteAfterDays: 365 }) }),
    ]),
    verdict: 'pass',
    says: 'kept',
    shows: ['rule monthly'],
  },
  {
    name: 'neither does, the longer one is named',
    facets: {},
    around: covered([
      planRule({ lifecycle: lifecycle({ deleteAfterDays: 7 }) }),
      planRule({ id: 'rule-2', name: 'weekly', lifecycle: lifecycle({ deleteAfterDays: 14 }) }),
    ]),
    verdict: 'fail',
    says: 'short',
    shows: ['rule weekly'],
  },
  {
    name: 'continuous backups of a bucket reach back 35 days',
    kind: 's3/bucket',
    facets: {},
    around: covered([planRule({ lifecycle: forever, continuous: true })]),
    params: { min: '36d' },
    verdict: 'fail',
    says: 'short',
    shows: ['for 35 days'],
  },
  {
    name: 'and no further than the plan says',
    kind: 's3/bucket',
    facets: {},
    around: keeping({ deleteAfterDays: 14 }, true),
    verdict: 'fail',
    says: 'short',
    shows: ['for 14 days'],
  },
  {
    name: 'tables have no continuous backups',
    facets: {},
    around: keeping({ deleteAfterDays: 90 }, true),
    params: { min: '90d' },
    verdict: 'pass',
    says: 'kept',
  },
  { name: 'another plan is unread, and not needed', facets: {}, around: besideUnread(30), verdict: 'pass', says: 'kept' },
  { name: 'another plan is unread, and might do', facets: {}, around: besideUnread(29), verdict: 'unknown' },
]);
