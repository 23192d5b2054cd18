import {
  covered,
  lifecycle,
  PLAN,
  PROTECTED_BUCKET,
  PROTECTED_TABLE,
  planFacets,
  planRule,
  SCOPE,
  TABLE,
} from '../../../model/backup/examples.ts';
import { protectedResourceId, selectionId } from '../../../model/backup/ids.ts';
import { described } from '../../../model/dynamodb/examples.ts';
import rule from '../../../rules/backup/restore-tested.ts';
import { HOME, type Row, runTable } from '../harness.ts';
import { ELSEWHERE, FOREIGN } from './copies.ts';
import { selecting } from './coverage.ts';
import { coverageRowsKnowing, PLACELESS } from './known.ts';

// All rows are looked at on 31 January 2026 at noon, UTC; the default limit of 90 days is 2 November 2025 at noon.

const LEAP = '2016-12-31T23:59:60Z';
const RECENT = '2026-01-20T12:00:00Z';
const FAR_TABLE = protectedResourceId('aws', 'us-east-2', SCOPE.account, TABLE);
const TESTING = 'arn:aws:backup:us-west-2:111122223333:restore-testing-plan:drill-1';
const TESTING_2 = 'arn:aws:backup:us-west-2:111122223333:restore-testing-plan:drill-2';

type Around = NonNullable<Row['around']>;

const job = (completedAt: string, more: object = {}) => ({
  id: 'restore-1',
  status: 'COMPLETED',
  createdAt: '2025-01-01T00:00:00Z',
  completedAt,
  ...more,
});
const jobs = (...all: readonly object[]) => ({ restoreJobs: { jobs: all } });
const having = (...all: readonly object[]): Pick<Row, 'facets' | 'around'> => ({
  facets: described(),
  around: { ...covered(), 'backup/protected-resource': { [PROTECTED_TABLE]: jobs(...all) } },
});
const required = { params: { validated: true } };

const dates: readonly Row[] = [
  {
    name: 'restored lately',
    ...having(job(RECENT)),
    verdict: 'pass',
    says: 'tested',
    shows: ['11 days ago by job restore-1', 'us-west-2'],
  },
  { name: 'as long ago as the limit', ...having(job('2025-11-02T12:00:00Z')), verdict: 'pass', says: 'tested' },
  {
    name: 'a second longer ago',
    ...having(job('2025-11-02T11:59:59Z')),
    verdict: 'fail',
    says: 'untested',
    shows: ['the last one did 90 days ago'],
  },
  {
    name: 'another limit',
    ...having(job(RECENT)),
    params: { maxAge: '10d' },
    verdict: 'fail',
    says: 'untested',
    shows: ['within the last 10 days'],
  },
  { name: 'never', ...having(), verdict: 'fail', says: 'untested', shows: ['none is recorded'] },
  { name: 'without a date that is one', ...having(job(LEAP)), verdict: 'unknown', says: 'unclear' },
  {
    name: 'without a date of its end',
    ...having(job(RECENT, { completedAt: undefined, createdAt: RECENT })),
    verdict: 'pass',
    says: 'tested',
  },
  {
    name: 'one without a date, one lately',
    ...having(job(LEAP), job(RECENT, { id: 'restore-2' })),
    verdict: 'pass',
    says: 'tested',
    shows: ['restore-2'],
  },
  {
    name: 'a bucket',
    kind: 's3/bucket',
    facets: {},
    around: { ...covered(), 'backup/protected-resource': { [PROTECTED_BUCKET]: jobs(job(RECENT)) } },
    verdict: 'pass',
    says: 'tested',
  },
  {
    name: 'restored lately, although no plan covers it',
    facets: {},
    around: { 'backup/plan': {}, 'backup/protected-resource': { [PROTECTED_TABLE]: jobs(job(RECENT)) } },
    verdict: 'pass',
    says: 'tested',
  },
  {
    name: 'restore jobs unread',
    facets: described(),
    around: { ...covered(), 'backup/protected-resource': { [PROTECTED_TABLE]: { restoreJobs: 'unread' } } },
    verdict: 'unknown',
  },
  { name: 'the Region is not known', ...having(job(RECENT)), scope: PLACELESS, verdict: 'unknown', says: 'placeless' },
];

const outcomes: readonly Row[] = [
  ...['FAILED', 'ABORTED'].map(
    (status): Row => ({ name: `${status} lately`, ...having(job(RECENT, { status })), verdict: 'fail', says: 'failed', shows: [status] }),
  ),
  ...['PENDING', 'RUNNING'].map(
    (status): Row => ({ name: `${status}`, ...having(job(RECENT, { status })), verdict: 'pending', says: 'underWay', shows: [status] }),
  ),
  {
    name: 'a status that nobody knows',
    ...having(job(RECENT, { status: 'HALTED' })),
    verdict: 'unknown',
    says: 'unclear',
    shows: ['HALTED'],
  },
  {
    name: 'validated',
    ...having(job(RECENT, { validation: 'SUCCESSFUL' })),
    verdict: 'pass',
    says: 'tested',
    shows: ['validation: SUCCESSFUL'],
  },
  { name: 'being validated', ...having(job(RECENT, { validation: 'VALIDATING' })), verdict: 'pending', says: 'underWay' },
  { name: 'found wrong', ...having(job(RECENT, { validation: 'FAILED' })), verdict: 'fail', says: 'refuted', shows: ['FAILED'] },
  {
    name: 'validated to no end',
    ...having(job(RECENT, { validation: 'TIMED_OUT' })),
    verdict: 'fail',
    says: 'refuted',
    shows: ['TIMED_OUT'],
  },
  { name: 'a validation that nobody knows', ...having(job(RECENT, { validation: 'MAYBE' })), verdict: 'unknown', says: 'unclear' },
  {
    name: 'failed, of which a validation says nothing',
    ...having(job(RECENT, { status: 'FAILED', validation: 'SUCCESSFUL' })),
    verdict: 'fail',
    says: 'failed',
  },
  {
    name: 'validated, which is required',
    ...having(job(RECENT, { validation: 'SUCCESSFUL' })),
    ...required,
    verdict: 'pass',
    says: 'tested',
  },
  { name: 'not validated, which is required', ...having(job(RECENT)), ...required, verdict: 'fail', says: 'unvalidated' },
  {
    name: 'found wrong, where validation is required',
    ...having(job(RECENT, { validation: 'FAILED' })),
    ...required,
    verdict: 'fail',
    says: 'refuted',
  },
  {
    name: 'the newest failed, one before it did not',
    ...having(job('2026-01-30T00:00:00Z', { id: 'restore-2', status: 'FAILED' }), job(RECENT)),
    verdict: 'pass',
    says: 'tested',
    shows: ['restore-1'],
  },
  {
    name: 'all failed: the newest is named',
    ...having(job(RECENT, { status: 'ABORTED' }), job('2026-01-30T00:00:00Z', { id: 'restore-2', status: 'FAILED' })),
    verdict: 'fail',
    says: 'failed',
    shows: ['restore-2'],
  },
];

const copied = (vault: string, around: Around): Pick<Row, 'facets' | 'around'> => ({
  facets: described(),
  around: { ...covered([planRule({ copies: [{ vault, lifecycle: lifecycle() }] })]), ...around },
});
const known = (home: Readonly<Record<string, unknown>>, far: Readonly<Record<string, unknown>>): Around => ({
  'backup/protected-resource': { [PROTECTED_TABLE]: home, [FAR_TABLE]: far },
});
const UNREAD = { restoreJobs: 'unread' };

const regions: readonly Row[] = [
  {
    name: 'restored from a copy in another Region',
    ...copied(ELSEWHERE, known(jobs(), jobs(job(RECENT)))),
    verdict: 'pass',
    says: 'tested',
    shows: ['us-east-2'],
  },
  {
    name: 'copied to another account only: nobody looks there',
    ...copied(FOREIGN, known(jobs(), jobs(job(RECENT)))),
    verdict: 'fail',
    says: 'untested',
  },
  {
    name: 'not copied: nobody looks elsewhere',
    facets: described(),
    around: { ...covered(), ...known(jobs(), jobs(job(RECENT))) },
    verdict: 'fail',
    says: 'untested',
  },
  { name: 'restored here, elsewhere unread', ...copied(ELSEWHERE, known(jobs(job(RECENT)), UNREAD)), verdict: 'pass', says: 'tested' },
  { name: 'restored elsewhere, here unread', ...copied(ELSEWHERE, known(UNREAD, jobs(job(RECENT)))), verdict: 'pass', says: 'tested' },
  { name: 'not restored here, elsewhere unread', ...copied(ELSEWHERE, known(jobs(), UNREAD)), verdict: 'unknown' },
  {
    name: 'failed here, elsewhere unread',
    ...copied(ELSEWHERE, known(jobs(job(RECENT, { status: 'FAILED' })), UNREAD)),
    verdict: 'unknown',
  },
  {
    name: 'failed here, and another plan may copy to somewhere else',
    facets: described(),
    around: {
      ...covered(),
      'backup/plan': { [PLAN]: planFacets(), [`${PLAN}-b`]: { selectionList: 'unread' } },
      ...known(jobs(job(RECENT, { status: 'FAILED' })), jobs()),
    },
    verdict: 'unknown',
  },
];

const definition = (more: object = {}) => ({
  createdAt: '2025-10-01T00:00:00Z',
  schedule: 'cron(0 3 1 * ? *)',
  timeZone: 'UTC',
  startWindowHours: 24,
  selectionWindowDays: 30,
  ...more,
});
const testingSelection = (more: object = {}) => ({
  resourceType: 'DynamoDB',
  resources: ['*'],
  stringEquals: [],
  stringNotEquals: [],
  ...more,
});
const listing = (...names: readonly string[]) => ({ selections: names.map((name) => ({ name, resourceType: 'DynamoDB' })) });

interface Drill {
  readonly plan?: unknown;
  readonly list?: unknown;
  readonly selection?: unknown;
  readonly more?: Around;
}

/** A plan that tests every table on the first of each month. */
const drill = ({ plan = definition(), list = listing('tables'), selection = testingSelection(), more = {} }: Drill = {}): Around => ({
  ...covered(),
  'backup/protected-resource': { [PROTECTED_TABLE]: jobs() },
  'backup/restore-testing-plan': { [TESTING]: { definition: plan, selectionList: list } },
  'backup/restore-testing-selection': { [selectionId(TESTING, 'tables')]: { definition: selection } },
  ...more,
});
const young = definition({ createdAt: '2026-01-15T00:00:00Z' });
const old = described();
const tag = (key: string, value: string) => ({ key, value });
const tagged = (...pairs: readonly (readonly [string, string])[]) => ({ ...old, tags: Object.fromEntries(pairs) });
const byTag = testingSelection({ stringEquals: [tag('aws:ResourceTag/drill', 'yes')] });

const plans: readonly Row[] = [
  {
    name: 'a plan that has run before tests it',
    facets: old,
    around: drill(),
    verdict: 'fail',
    says: 'silent',
    shows: ['plan drill-1', 'none is recorded', TESTING],
  },
  {
    name: 'a plan whose first run is still to come',
    facets: old,
    around: drill({ plan: young }),
    verdict: 'pending',
    says: 'scheduled',
    shows: ['drill-1', '2026-02-02T03:00Z'],
  },
  {
    name: 'its start window ends now',
    facets: old,
    around: drill({ plan: definition({ createdAt: '2026-01-30T00:00:00Z', schedule: 'cron(0 11 30 * ? *)', startWindowHours: 25 }) }),
    verdict: 'fail',
    says: 'silent',
  },
  {
    name: 'its start window ends in an hour',
    facets: old,
    around: drill({ plan: definition({ createdAt: '2026-01-30T00:00:00Z', schedule: 'cron(0 11 30 * ? *)', startWindowHours: 26 }) }),
    verdict: 'pending',
    says: 'scheduled',
  },
  {
    name: 'the table is younger than its last run',
    facets: described({ createdAt: '2026-01-15T00:00:00Z' }),
    around: drill(),
    verdict: 'pending',
    says: 'scheduled',
  },
  {
    name: 'a schedule that has ended',
    facets: old,
    around: drill({ plan: definition({ schedule: 'cron(0 3 1 * ? 2024)' }) }),
    verdict: 'fail',
    says: 'silent',
  },
  {
    name: 'a schedule that is not understood',
    facets: old,
    around: drill({ plan: definition({ schedule: 'monthly' }) }),
    verdict: 'unknown',
    says: 'doubtful',
    shows: ['monthly'],
  },
  {
    name: 'a plan without a date that is one',
    facets: old,
    around: drill({ plan: definition({ createdAt: LEAP }) }),
    verdict: 'unknown',
    says: 'doubtful',
  },
  {
    name: 'a plan for buckets',
    facets: old,
    around: drill({
      plan: young,
      list: { selections: [{ name: 'tables', resourceType: 'S3' }] },
      selection: testingSelection({ resourceType: 'S3' }),
    }),
    verdict: 'fail',
    says: 'untested',
  },
  { name: 'a plan without selections', facets: old, around: drill({ plan: young, list: listing() }), verdict: 'fail', says: 'untested' },
  {
    name: 'by its ARN',
    facets: old,
    around: drill({ plan: young, selection: testingSelection({ resources: [TABLE] }) }),
    verdict: 'pending',
    says: 'scheduled',
  },
  {
    name: 'by the ARN of another table',
    facets: old,
    around: drill({ plan: young, selection: testingSelection({ resources: [`${TABLE}-2`] }) }),
    verdict: 'fail',
    says: 'untested',
  },
  {
    name: 'a plan in another Region',
    facets: old,
    around: drill({ plan: young }),
    joinedScopes: { [TESTING]: { ...HOME, region: 'us-east-2' } },
    verdict: 'fail',
    says: 'untested',
  },
  {
    name: 'by a tag that it bears',
    facets: tagged(['drill', 'yes']),
    around: drill({ plan: young, selection: byTag }),
    verdict: 'pending',
    says: 'scheduled',
  },
  {
    name: 'by a tag only, without any ARN',
    facets: tagged(['drill', 'yes']),
    around: drill({ plan: young, selection: { ...byTag, resources: [] } }),
    verdict: 'pending',
    says: 'scheduled',
  },
  {
    name: 'by a tag of another value',
    facets: tagged(['drill', 'no']),
    around: drill({ plan: young, selection: byTag }),
    verdict: 'fail',
    says: 'untested',
  },
  {
    name: 'by two tags, of which it bears one',
    facets: tagged(['drill', 'yes']),
    around: drill({
      plan: young,
      selection: testingSelection({ stringEquals: [tag('aws:ResourceTag/drill', 'yes'), tag('aws:ResourceTag/team', 'ml')] }),
    }),
    verdict: 'fail',
    says: 'untested',
  },
  {
    name: 'by a tag that it must not bear',
    facets: tagged(['drill', 'no']),
    around: drill({ plan: young, selection: testingSelection({ stringNotEquals: [tag('aws:ResourceTag/drill', 'no')] }) }),
    verdict: 'fail',
    says: 'untested',
  },
  {
    name: 'tags unread, and a selection asks for one',
    facets: { ...old, tags: 'unread' },
    around: drill({ plan: young, selection: byTag }),
    verdict: 'unknown',
  },
  {
    name: 'tags unread, and no selection asks for one',
    facets: { ...old, tags: 'unread' },
    around: drill({ plan: young }),
    verdict: 'pending',
    says: 'scheduled',
  },
  {
    name: 'tags of a bucket unread, and a selection asks for one',
    kind: 's3/bucket',
    facets: { tagging: 'unread' },
    around: drill({
      plan: young,
      list: { selections: [{ name: 'tables', resourceType: 'S3' }] },
      selection: { ...byTag, resourceType: 'S3' },
      more: { 'backup/protected-resource': { [PROTECTED_BUCKET]: jobs() } },
    }),
    verdict: 'unknown',
  },
  {
    name: 'plans could not be listed',
    facets: old,
    around: drill({ more: { 'backup/restore-testing-plan': 'unread' } }),
    verdict: 'unknown',
  },
  {
    name: 'plans could not be listed, but it was restored',
    facets: old,
    around: drill({
      more: { 'backup/restore-testing-plan': 'unread', 'backup/protected-resource': { [PROTECTED_TABLE]: jobs(job(RECENT)) } },
    }),
    verdict: 'pass',
    says: 'tested',
  },
  {
    name: 'plans could not be listed, but the restore failed',
    facets: old,
    around: drill({
      more: {
        'backup/restore-testing-plan': 'unread',
        'backup/protected-resource': { [PROTECTED_TABLE]: jobs(job(RECENT, { status: 'FAILED' })) },
      },
    }),
    verdict: 'fail',
    says: 'failed',
  },
  { name: 'selections could not be listed', facets: old, around: drill({ list: 'unread' }), verdict: 'unknown' },
  { name: 'the plan unread', facets: old, around: drill({ plan: 'unread' }), verdict: 'unknown' },
  { name: 'the selection unread', facets: old, around: drill({ selection: 'unread' }), verdict: 'unknown' },
  { name: 'when the table was made unread', facets: { description: 'unread' }, around: drill(), verdict: 'unknown' },
  {
    name: 'one plan is silent, another is still to run',
    facets: old,
    around: drill({
      more: {
        'backup/restore-testing-plan': {
          [TESTING]: { definition: definition(), selectionList: listing('tables') },
          [TESTING_2]: { definition: young, selectionList: listing('all') },
        },
        'backup/restore-testing-selection': {
          [selectionId(TESTING, 'tables')]: { definition: testingSelection() },
          [selectionId(TESTING_2, 'all')]: { definition: testingSelection() },
        },
      },
    }),
    verdict: 'pending',
    says: 'scheduled',
    shows: ['drill-2'],
  },
  {
    name: 'the last restore is stale, and a plan is still to run',
    facets: old,
    around: drill({ plan: young, more: { 'backup/protected-resource': { [PROTECTED_TABLE]: jobs(job('2025-06-01T00:00:00Z')) } } }),
    verdict: 'pending',
    says: 'scheduled',
    shows: ['the last one did 244 days'],
  },
];

/** That no plan covers it is no reason of its own: somebody may have backed it up and restored it by hand. */
const coverage = coverageRowsKnowing(jobs()).map(
  ({ says, shows, ...row }): Row =>
    says === 'uncovered' ? { ...row, says: 'untested' } : { ...row, ...(says && { says }), ...(shows && { shows }) },
);

runTable(rule, [
  ...coverage,
  ...dates,
  ...outcomes,
  ...regions,
  ...plans,
  {
    name: 'by a disputed plan, and restored all the same',
    facets: old,
    around: { ...selecting({ resources: ['*model-metadata'] }), 'backup/protected-resource': { [PROTECTED_TABLE]: jobs(job(RECENT)) } },
    verdict: 'pass',
    says: 'tested',
  },
]);
