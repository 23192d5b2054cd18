import { ASSETS, type Asset } from '../../model/backup/assets.ts';
import { type CoverageFacts, type CoveringRule, coverageJoins, coverageOf } from '../../model/backup/coverage.ts';
import { covered, planRule } from '../../model/backup/examples.ts';
import { judgeTogether } from '../../model/backup/judge.ts';
import { type Runs, runsOf } from '../../model/backup/runs.ts';
import { coverageMessages, nameRule, unlessCovered } from '../../model/backup/words.ts';
import { humanDuration } from '../../model/duration.ts';
import { s3Bucket } from '../../model/kinds/s3.ts';
import { formatMoment } from '../../model/moment.ts';
import { duration, params } from '../../model/params.ts';
import { anyOf, defineRule, fail, pass, type Subject, self, unknown, unlessUnread } from '../../model/rule.ts';
import { largestGap } from '../../model/schedule/gap.ts';

const MINUTE = 60_000;
const SHOWN = 3;

type Bucket = Subject<typeof s3Bucket, 'notification'>;
type Scheduled = Extract<Runs, { schedule: unknown }>;
type Doubtful = Extract<Runs, { doubt: unknown }>;

interface Question {
  readonly maxGap: number;
  readonly takenAt: Date;
  /** The asset, if it is a bucket under continuous backup. */
  readonly bucket: Bucket | undefined;
}

const hasStopped = ({ facets }: Bucket): boolean => !facets.notification.eventBridge;

/** A rule by its name; with the reason why it counts by its runs, where it should not have to. */
const nameRuns = (covering: CoveringRule, bucket: Bucket | undefined): string => {
  const stopped = covering.rule.continuous && bucket !== undefined && unlessUnread(() => hasStopped(bucket), false);
  return `${nameRule(covering)}${stopped ? ' (whose continuous tracking has stopped: EventBridge is off on the bucket)' : ''}`;
};

const nameAll = (scheduled: readonly Scheduled[], bucket: Bucket | undefined): string => {
  const names = scheduled.slice(0, SHOWN).map(({ covering }) => nameRuns(covering, bucket));
  return [...names, ...(scheduled.length > SHOWN ? [`${scheduled.length - SHOWN} more`] : [])].join(' and ');
};

const evidenceOf = (rules: readonly CoveringRule[], expected: string) =>
  rules.map(({ plan, rule: { name, schedule, timeZone, startWindow } }) => ({
    facet: 'definition',
    observed: `rule ${name}: ${schedule} in ${timeZone}, to start within ${humanDuration(startWindow * MINUTE)}`,
    expected,
    resource: plan.id,
  }));

const judgeRuns = (scheduled: readonly Scheduled[], { maxGap, takenAt, bucket }: Question) => {
  const found = largestGap(
    scheduled.map(({ schedule }) => schedule),
    takenAt.getTime(),
  );
  const rules = scheduled.map(({ covering }) => covering);
  const evidence = evidenceOf(rules, `a run at least every ${humanDuration(maxGap)}`);
  const after = formatMoment(found.after);
  const values = { rules: nameAll(scheduled, bucket), after, maxGap: humanDuration(maxGap) };
  if (!Number.isFinite(found.gap)) return fail('ends', values, evidence);
  const gap = `${found.exact ? '' : 'at most '}${humanDuration(found.gap)}`;
  const window = humanDuration(Math.max(...rules.map(({ rule }) => rule.startWindow)) * MINUTE);
  const all = { ...values, gap, before: formatMoment(found.before), window };
  if (found.gap <= maxGap) return pass('frequent', all, evidence);
  return found.exact ? fail('rare', all, evidence) : unknown('phase', all, evidence);
};

const judgeDoubt = ({ covering, doubt }: Doubtful, maxGap: number) =>
  unknown('doubtful', { doubt }, evidenceOf([covering], `a run at least every ${humanDuration(maxGap)}`));

const judgeTracking = (covering: CoveringRule, bucket: Bucket, otherwise: () => ReturnType<typeof judgeRuns>) => {
  if (hasStopped(bucket)) return otherwise();
  const evidence = [{ facet: 'notification', observed: 'EventBridge on', expected: 'EventBridge on', resource: bucket.id }];
  return pass('continuous', { rule: nameRule(covering) }, evidence);
};

const judgeRules = (rules: readonly CoveringRule[], question: Question) => {
  const runs = rules.map((covering) => runsOf(covering, question.takenAt));
  const scheduled = runs.filter((one): one is Scheduled => 'schedule' in one);
  const doubtful = runs.filter((one): one is Doubtful => 'doubt' in one);
  const byRuns = () => judgeRuns(scheduled, question);
  const { bucket } = question;
  const continuous = rules.find(({ rule }) => rule.continuous);
  return anyOf<Message>([
    ...(bucket && continuous ? [() => judgeTracking(continuous, bucket, byRuns)] : []),
    byRuns,
    ...doubtful.map((one) => () => judgeDoubt(one, question.maxGap)),
  ]);
};

const messages = {
  ...coverageMessages,
  frequent: 'The longest time without a run of {rules} is {gap}, from {after} to {before}; a run starts up to {window} later.',
  continuous: 'By {rule} the bucket is backed up continuously.',
  rare: 'The longest time without a run of {rules} is {gap}, from {after} to {before}, and a run starts up to {window} later; {maxGap} is the limit.',
  ends: 'After {after} there is no run of {rules} any more; one is required at least every {maxGap}.',
  phase: 'The longest time without a run of {rules} is {gap}; nothing tells when a rate runs first, and so whether it is within {maxGap}.',
  doubtful: 'How often it is backed up cannot be told: {doubt}.',
};
type Message = keyof typeof messages;

const scheduled = (schedule: string) => covered([planRule({ schedule })]);

export default defineRule({
  id: 'backup/plan-frequency',
  title: 'Backup plans run often enough',
  rationale:
    'Whatever was written after the last backup is lost with the original. The longest time between two runs of all the rules that cover an asset, taken together, is the loss that the plans accept. It is computed from the runs themselves over years, with daylight saving and leap days: `cron(0 13/12 ? * * *)` looks like twice a day and runs once. A daily run in a time zone with daylight saving has 25 hours in front of it once a year, hence the default. A run is due at its time and starts anywhere within its start window. Continuous backup of a bucket has no such gaps as long as EventBridge is on; tables have none. The verdict speaks of the plan: whether jobs succeed and recovery points are recent is asked by other rules.',
  remediation:
    "Change the schedule of the rule (`ScheduleExpression`) in the plan's definition, which `aws backup get-backup-plan --region {region} --backup-plan-id PLAN-ID` shows, and write it back: `aws backup update-backup-plan --region {region} --backup-plan-id PLAN-ID --backup-plan file://plan.json`. Continuous backup of a bucket needs its events in EventBridge, too.",
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html',
    'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/s3-backups.html',
  ],
  severity: 'high',
  subject: ASSETS,
  reads: [],
  joins: {
    ...coverageJoins,
    bucket: self(s3Bucket, ['notification'], (asset: Asset, _: unknown, facts: CoverageFacts) =>
      coverageOf(asset, facts).rules.some(({ rule }) => rule.continuous),
    ),
  },
  params: params({ maxGap: duration({ default: '25h', description: 'The longest time that may lie between two runs.' }) }),
  messages,
  examples: [
    { name: 'Daily', facets: {}, around: scheduled('cron(0 5 ? * * *)'), verdict: 'pass' },
    { name: 'Weekly, where daily is required', facets: {}, around: scheduled('cron(0 5 ? * SUN *)'), verdict: 'fail' },
    {
      name: 'What looks like twice a day runs once',
      facets: {},
      around: scheduled('cron(0 13/12 ? * * *)'),
      params: { maxGap: '12h' },
      verdict: 'fail',
    },
    {
      name: 'A bucket under continuous backup',
      kind: 's3/bucket',
      facets: { notification: { eventBridge: true } },
      around: covered([planRule({ continuous: true })]),
      params: { maxGap: '1h' },
      verdict: 'pass',
    },
    { name: 'A schedule that is not understood', facets: {}, around: scheduled('whenever'), verdict: 'unknown' },
  ],
  check: (asset, { params: { maxGap }, joined, takenAt }) => {
    const coverage = coverageOf(asset, joined);
    const [bucket] = joined.bucket;
    return judgeTogether<Message>(coverage, {
      all: (rules) => judgeRules(rules, { maxGap, takenAt, bucket }),
      ...unlessCovered(coverage),
    });
  },
});
