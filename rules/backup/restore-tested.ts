import { Type } from 'typebox';
import { ASSETS, type Asset, protectedIds } from '../../model/backup/assets.ts';
import { type CoverageFacts, coverageJoins, coverageOf, raise } from '../../model/backup/coverage.ts';
import { madeAt, ownTable } from '../../model/backup/due.ts';
import { covered, PROTECTED_TABLE, planRule } from '../../model/backup/examples.ts';
import { parseProtectedResourceId, parseVaultArn } from '../../model/backup/ids.ts';
import { copyPlaces } from '../../model/backup/places.ts';
import { ageOf } from '../../model/backup/recovery.ts';
import { firstTestDue, type TestingFacts, testingJoins, testsAsset } from '../../model/backup/testing.ts';
import { coverageMessages } from '../../model/backup/words.ts';
import { humanDuration } from '../../model/duration.ts';
import { type BackupRestoreJobs, backupProtectedResource } from '../../model/kinds/backup.ts';
import { formatMoment } from '../../model/moment.ts';
import { duration, params } from '../../model/params.ts';
import { anyOf, defineRule, fail, join, type Outcome, pass, pending, type Subject, unknown, unlessUnread } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';

type Job = BackupRestoreJobs['jobs'][number];
type Known = Subject<typeof backupProtectedResource, 'restoreJobs'>;
type TestingPlan = TestingFacts['testingPlans'][number];

/** A job where it ran. */
interface Restore {
  readonly job: Job;
  readonly known: Known;
  /** Milliseconds; `undefined` where its date is none. */
  readonly age: number | undefined;
}

interface Question {
  readonly asset: Asset;
  readonly maxAge: number;
  readonly validated: boolean;
  readonly takenAt: Date;
}

// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreJobsListMember.html
const UNDER_WAY: ReadonlySet<string> = new Set(['PENDING', 'RUNNING']);
const REFUTED: ReadonlySet<string> = new Set(['FAILED', 'TIMED_OUT']);
const VALIDATIONS: ReadonlySet<string | undefined> = new Set([undefined, 'SUCCESSFUL', ...REFUTED]);
const FAILED: ReadonlySet<string> = new Set(['FAILED', 'ABORTED']);

/** Plans that may copy to further Regions, of which nobody can tell. */
const openQuestions = (asset: Asset, facts: CoverageFacts): readonly (() => Outcome<Message>)[] => {
  const disputed = (reason: string) => unknown('disputed', { reason }, [{ facet: 'definition', observed: reason }]);
  return coverageOf(asset, facts).open.map((question) => () => raise<Outcome<Message>>(question, disputed));
};

/** Regions of the same account to which covering rules copy: there, too, it can be restored. */
const copyRegions = (asset: Asset, facts: CoverageFacts): readonly string[] => {
  const vaults = coverageOf(asset, facts)
    .rules.flatMap(copyPlaces)
    .map(({ vault }) => parseVaultArn(vault));
  const own = vaults.flatMap((vault) => (vault && vault.account === asset.scope.account ? [vault.region] : []));
  return [...new Set(own)].filter((region) => region !== asset.scope.region);
};

const finishedAt = ({ createdAt, completedAt = createdAt }: Job): string => completedAt;

const restoresOf = (known: Known, takenAt: Date): readonly Restore[] =>
  known.facets.restoreJobs.jobs.map((job) => ({ job, known, age: ageOf(finishedAt(job), takenAt) }));

const regionOf = ({ id }: Known): string => parseProtectedResourceId(id)?.region ?? 'a Region that is not known';

const describeJob = (job: Job): string => `job ${job.id}: ${job.status}, validation ${job.validation ?? 'none'}, ${finishedAt(job)}`;

/** One restore that is recent enough, or may be. */
const judgeRestore = ({ job, known, age }: Restore, { validated }: Question): Outcome<Message> => {
  const { status, validation } = job;
  const expected = validated ? 'COMPLETED, validation SUCCESSFUL' : 'COMPLETED, validation not FAILED';
  const evidence = [{ facet: 'restoreJobs', observed: `${describeJob(job)}, in ${regionOf(known)}`, expected }];
  if (age === undefined) return unknown('unclear', { job: job.id }, evidence);
  const values = { job: job.id, state: status, validation: validation ?? 'none', age: humanDuration(age) };
  if (FAILED.has(status)) return fail('failed', values, evidence);
  if (UNDER_WAY.has(status) || (status === 'COMPLETED' && validation === 'VALIDATING')) return pending('underWay', values, evidence);
  if (status !== 'COMPLETED' || !VALIDATIONS.has(validation)) return unknown('unclear', values, evidence);
  if (REFUTED.has(validation ?? '')) return fail('refuted', values, evidence);
  return validated && validation === undefined ? fail('unvalidated', values, evidence) : pass('tested', values, evidence);
};

const isRecent = ({ age = 0 }: Restore, { maxAge }: Question): boolean => age <= maxAge;

const byAge = ({ age: a = 0 }: Restore, { age: b = 0 }: Restore): number => a - b;

/** One recent restore that succeeded is enough; where none did, the newest one is the one to name. */
const judgeRestores = (restores: readonly Restore[], question: Question, otherwise: () => Outcome<Message>): Outcome<Message> => {
  const recent = restores.filter((restore) => isRecent(restore, question)).sort(byAge);
  return recent.length === 0 ? otherwise() : anyOf(recent.map((restore) => () => judgeRestore(restore, question)));
};

/** The last restore of all that completed, in words. */
const lastOf = (restores: readonly Restore[]): string => {
  const [last] = restores.filter(({ job }) => job.status === 'COMPLETED').sort(byAge);
  return last?.age === undefined ? 'none is recorded' : `the last one did ${humanDuration(last.age)} ago`;
};

/** A plan that tests the asset: whether its first test is still to come. That is what is looked for, hence the pass. */
const judgeTestingPlan = (
  plan: TestingPlan,
  { asset, takenAt }: Question,
  made: () => number,
  joined: TestingFacts,
  values: Outcome['values'],
): Outcome<Message> => {
  if (!testsAsset(plan, asset, joined)) return fail('untested', values);
  const { schedule, timeZone, startWindowHours, lastExecutedAt = 'never' } = plan.facets.definition;
  const observed = `${schedule} in ${timeZone}, to start within ${counted(startWindowHours, 'hour')}; last run: ${lastExecutedAt}`;
  const evidence = [{ facet: 'definition', observed, resource: plan.id }];
  const due = firstTestDue(plan, made());
  if (typeof due === 'string') return unknown('doubtful', { ...values, doubt: due }, evidence);
  if (due <= takenAt.getTime() || !Number.isFinite(due)) return fail('silent', { ...values, plan: plan.name }, evidence);
  return pass('scheduled', { ...values, plan: plan.name, due: formatMoment(due) }, evidence);
};

/** Nothing was restored lately: whether a restore testing plan is about to, or keeps silent. */
const judgeUntested = (restores: readonly Restore[], question: Question, made: () => number, joined: TestingFacts): Outcome<Message> => {
  const values = { maxAge: humanDuration(question.maxAge), last: lastOf(restores) };
  const untested = () =>
    fail('untested', values, [{ facet: 'restoreJobs', observed: values.last, expected: `one within ${values.maxAge}` }]);
  const plans = joined.testingPlans.filter((plan) => unlessUnread(() => testsAsset(plan, question.asset, joined), true));
  const found = anyOf<Message>([...plans.map((plan) => () => judgeTestingPlan(plan, question, made, joined, values)), untested]);
  return found.verdict === 'pass' ? { ...found, verdict: 'pending' } : found;
};

const messages = {
  disputed: coverageMessages.disputed,
  tested: 'It was restored {age} ago by job {job}; validation: {validation}.',
  failed: 'Its newest restore, job {job} of {age} ago, is {state}.',
  refuted: 'Its newest restore, job {job} of {age} ago, completed, but its validation is {validation}.',
  unvalidated: 'Its newest restore, job {job} of {age} ago, completed, but nobody validated the result.',
  unclear: 'Whether restore job {job} restored it cannot be told: its state, its validation or its date is none that can be understood.',
  underWay: 'Restore job {job} is under way: {state}, validation {validation}.',
  scheduled:
    'No restore has completed within the last {maxAge} ({last}); restore testing plan {plan} has to start the first test by {due}.',
  silent:
    'No restore has completed within the last {maxAge} ({last}), although restore testing plan {plan} tests it: a plan that finds no recovery point in its selection window tests nothing and says nothing.',
  untested: 'No restore has completed within the last {maxAge} ({last}), and no restore testing plan in its Region tests it.',
  doubtful: 'No restore has completed within the last {maxAge} ({last}), and whether a test is due cannot be told: {doubt}.',
  placeless: 'Nothing tells the account and the Region in which to look for restores.',
};
type Message = keyof typeof messages;

const restored = (completedAt: string, more: Partial<Job> = {}) =>
  covered([planRule()], {
    'backup/protected-resource': {
      [PROTECTED_TABLE]: {
        restoreJobs: { jobs: [{ id: 'restore-1', status: 'COMPLETED', createdAt: completedAt, completedAt, ...more }] },
      },
    },
    'backup/restore-testing-plan': {},
  });

export default defineRule({
  id: 'backup/restore-tested',
  title: 'A restore was tested',
  rationale:
    'A backup that was never restored is a hope: keys, roles and formats fail at the restore, not at the backup. One restore of the asset has to have completed lately, by a restore testing plan or by hand, from a recovery point in its own Region or in one to which its plans copy within the account. Where the result was validated and found wrong, or the validation came to no end, the restore does not count; with `validated` it counts only if the validation succeeded, which somebody has to report to AWS Backup. Only if no restore is recent are the restore testing plans of the Region looked at: the verdict is pending as long as the first test of one that takes the asset in is still to come. A plan that finds no recovery point within its selection window tests nothing and says nothing. AWS does not say how long it lists restore jobs: what it lists no more cannot be seen. A completed restore does not show that the application works with what was restored.',
  remediation:
    'Restore it now: `aws backup start-restore-job --region {region} --recovery-point-arn RECOVERY-POINT-ARN --iam-role-arn arn:aws:iam::{account}:role/RESTORE-ROLE --metadata file://metadata.json`, with what `aws backup get-recovery-point-restore-metadata` shows changed to a new target. Have it done again and again: `aws backup create-restore-testing-plan --region {region} --restore-testing-plan file://plan.json` and `aws backup create-restore-testing-selection --region {region} --restore-testing-plan-name NAME --restore-testing-selection file://selection.json`.',
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreJobsListMember.html',
  ],
  severity: 'high',
  subject: ASSETS,
  reads: [],
  joins: {
    ...coverageJoins,
    ...testingJoins,
    restores: join(backupProtectedResource, ['restoreJobs'], (asset: Asset) => protectedIds(asset)),
    abroad: join(backupProtectedResource, ['restoreJobs'], (asset: Asset, _: unknown, facts: CoverageFacts) =>
      copyRegions(asset, facts).flatMap((region) => protectedIds(asset, region)),
    ),
    table: ownTable(({ testingPlans }: Pick<TestingFacts, 'testingPlans'>) => testingPlans.length > 0),
  },
  params: params({
    maxAge: duration({ default: '90d', description: 'The age of the last successful restore, at most.' }),
    validated: Type.Boolean({ default: false, description: 'Whether the restore must have been validated successfully.' }),
  }),
  messages,
  examples: [
    { name: 'Restored last week', facets: {}, around: restored('2026-01-24T05:00:00Z'), verdict: 'pass' },
    { name: 'Restored last year', facets: {}, around: restored('2025-06-01T05:00:00Z'), verdict: 'fail' },
    { name: 'Restored, and found wrong', facets: {}, around: restored('2026-01-24T05:00:00Z', { validation: 'FAILED' }), verdict: 'fail' },
    {
      name: 'Restored, but not validated, which is required',
      facets: {},
      around: restored('2026-01-24T05:00:00Z'),
      params: { validated: true },
      verdict: 'fail',
    },
    { name: 'Being validated', facets: {}, around: restored('2026-01-31T05:00:00Z', { validation: 'VALIDATING' }), verdict: 'pending' },
    {
      name: 'Restore jobs that could not be listed',
      facets: {},
      around: { ...covered(), 'backup/protected-resource': { [PROTECTED_TABLE]: { restoreJobs: 'unread' } } },
      verdict: 'unknown',
    },
  ],
  check: (asset, { params: { maxAge, validated }, joined, takenAt }) => {
    const question = { asset, maxAge, validated, takenAt };
    if (joined.restores.length === 0) return unknown('placeless', {}, [{ facet: 'restoreJobs', observed: 'account or Region not known' }]);
    const restoresIn = (regions: readonly Known[]) => regions.flatMap((known) => restoresOf(known, takenAt));
    const untested = (restores: readonly Restore[]) => judgeUntested(restores, question, () => madeAt(joined.table[0]), joined);
    const judgeAll = () => {
      const restores = restoresIn([...joined.restores, ...joined.abroad]);
      return judgeRestores(restores, question, () => untested(restores));
    };
    // What is recorded in one Region decides, whatever is not known of the others.
    const judgeRegion = (known: Known) => judgeRestores(restoresIn([known]), question, () => fail('untested'));
    return anyOf<Message>([
      judgeAll,
      ...joined.restores.map((known) => () => judgeRegion(known)),
      () => anyOf<Message>([() => fail('untested'), ...joined.abroad.map((known) => () => judgeRegion(known))]),
      () => anyOf<Message>([() => fail('untested'), ...openQuestions(asset, joined)]),
    ]);
  },
});
