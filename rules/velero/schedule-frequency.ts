import { humanDuration } from '../../model/duration.ts';
import { veleroSchedule } from '../../model/kinds/velero.ts';
import { formatMoment } from '../../model/moment.ts';
import { duration, params } from '../../model/params.ts';
import { defineRule, fail, type Outcome, pass, unknown, unlessUnread } from '../../model/rule.ts';
import { VELERO_SYNC_PERIOD } from '../../model/schedule/velero.ts';
import { counted } from '../../model/text.ts';
import { backupJoin, backupsOf, type Pace, paceOf } from '../../model/velero/backups.ts';
import { deployment, made, schedule, served } from '../../model/velero/examples.ts';
import { runsOf, type Spacing, spacingOf } from '../../model/velero/schedules.ts';
import { serverJoin } from '../../model/velero/server.ts';
import type { Evidence } from '../../model/verdict.ts';

const PRECISE = 4;

/** A sum of durations must show that it is one: nothing is cut off. */
const exactly = (length: number): string => humanDuration(length, PRECISE);

const nameGap = ({ least, most }: Spacing): string => {
  if (least === most) return exactly(most);
  return Number.isFinite(most) ? `between ${exactly(least)} and ${exactly(most)}` : `${exactly(least)} or more`;
};

/** Where the gap is on the calendar; those of `@every` are all alike. */
const namePlace = ({ gap }: Spacing, expression: string): string => {
  if (!gap) return expression;
  return expression.includes('@every ') ? expression : `${expression}, from ${formatMoment(gap.after)} to ${formatMoment(gap.before)}`;
};

const namePace = (pace: Pace | undefined): string => {
  if (!pace) return 'the time that a backup takes, which could not be read';
  if (pace.of === 0) return 'the time that a backup takes, which none has shown yet';
  return `${exactly(pace.longest)} for the longest of the last ${counted(pace.of, 'backup')}`;
};

const nameTotal = ({ least, most }: Spacing, took: number): string => {
  const totalOf = (gap: number): string => exactly(gap + took + VELERO_SYNC_PERIOD);
  if (least === most) return totalOf(most);
  return Number.isFinite(most) ? `${totalOf(least)} to ${totalOf(most)}` : `${totalOf(least)} or more`;
};

interface Question {
  readonly expression: string;
  readonly maxGap: number;
  readonly tolerance: number;
}

const valuesOf = (spacing: Spacing, pace: Pace | undefined, { maxGap, tolerance, expression }: Question): Outcome['values'] => ({
  total: nameTotal(spacing, pace?.longest ?? 0),
  gap: nameGap(spacing),
  where: namePlace(spacing, expression),
  took: namePace(pace),
  delay: humanDuration(VELERO_SYNC_PERIOD),
  maxGap: humanDuration(maxGap),
  tolerance: humanDuration(tolerance),
});

const messages = {
  frequent:
    'Up to {total} of work would be lost by design, within {maxGap}: {gap} between two runs ({where}) + {took} + {delay} until a run begins.',
  tolerated:
    'Up to {total} of work would be lost by design, more than {maxGap}, but within the tolerance of {tolerance}: {gap} between two runs ({where}) + {took} + {delay} until a run begins.',
  rare: 'Up to {total} of work would be lost by design: {gap} between two runs ({where}) + {took} + {delay} until a run begins; {maxGap} is the limit, with a tolerance of {tolerance}.',
  refused: 'It never runs: {reason}.',
  endless: 'It falls on no date, and Velero makes one backup after the other: how often cannot be told.',
  open: 'Up to {total} of work would be lost by design; {maxGap} is the limit, with a tolerance of {tolerance}. Which it is cannot be told: {doubt}.',
};
type Message = keyof typeof messages;

/** What it comes to with the time that backups take; at least that much without it. */
const judge = (spacing: Spacing, pace: Pace, question: Question, evidence: readonly Evidence[]): Outcome<Message> | undefined => {
  const { maxGap, tolerance } = question;
  const values = valuesOf(spacing, pace, question);
  const beyondGap = pace.longest + VELERO_SYNC_PERIOD;
  if (spacing.most + beyondGap <= maxGap) return pass('frequent', values, evidence);
  if (spacing.most + beyondGap <= maxGap + tolerance) return pass('tolerated', values, evidence);
  return spacing.least + beyondGap > maxGap + tolerance ? fail('rare', values, evidence) : undefined;
};

const NOTHING: Pace = { longest: 0, of: 0 };

const around = (...backups: readonly ReturnType<typeof made>[]) => ({
  ...served(deployment()),
  'velero/backup': Object.assign({}, ...backups),
});

export default defineRule({
  id: 'velero/schedule-frequency',
  title: 'A schedule runs often enough',
  rationale:
    'Whatever was written after the last backup began is lost with the original, and as long as the next is not complete, that is all there is. So the most that is lost by design is the longest time between two runs, and the time that a backup takes (the longest of the last ten of this cluster that came to an end), and the minute within which Velero notices that a run is due. The gap between runs is computed from the runs themselves over years, by the semantics of the cron that the release of Velero in the cluster uses, with daylight saving: `@daily` has 25 hours in front of it once a year where clocks are put back, and two days where it falls into the hour that is skipped (from v1.18.3 on it runs after that hour). Of the day of month and the day of week releases from v1.18.3 on want both, earlier ones either, unless one is a star. `@every` counts from the previous run, so that its runs drift by up to a minute each. An expression without `TZ=` follows the clock of the server; where its zone or its release cannot be told, the verdict is unknown only if with one it would pass and with another fail. A daily schedule never meets 24 hours to the letter: the tolerance is there for that, and the verdict says where it was needed. What becomes of the runs is asked by velero/backup-recent and velero/cadence-kept.',
  remediation:
    'Have it run more often: `kubectl --namespace {namespace} patch schedules.velero.io {name} --type merge --patch \'{"spec":{"schedule":"0 */12 * * *"}}\'`.',
  references: [
    'https://velero.io/docs/main/backup-reference/#schedule-a-backup',
    'https://velero.io/docs/main/api-types/schedule/',
    'https://pkg.go.dev/github.com/robfig/cron/v3',
    'https://pkg.go.dev/github.com/netresearch/go-cron',
  ],
  severity: 'high',
  subject: veleroSchedule,
  reads: ['spec'],
  joins: { servers: serverJoin, backups: backupJoin },
  params: params({
    maxGap: duration({
      default: '24h',
      description: 'The most that may be lost by design: the time between runs and what a backup takes.',
    }),
    tolerance: duration({
      default: '2h',
      description:
        'By how much it may be exceeded: an hour for daylight saving and another for the backup itself. It cannot be none: `1s` comes close.',
    }),
  }),
  messages,
  examples: [
    { name: 'Daily', facets: schedule(), around: around(made('2026-01-31T00:00:00Z')), verdict: 'pass' },
    { name: 'Weekly', facets: schedule({ spec: { schedule: '@weekly' } }), around: around(), verdict: 'fail' },
    {
      name: 'Daily, with backups that take half a day',
      facets: schedule(),
      around: around(made('2026-01-31T00:00:00Z', { status: { completedAt: '2026-01-31T11:00:00Z' } })),
      verdict: 'fail',
    },
    {
      name: 'Daily, and the time zone could not be read',
      facets: schedule(),
      around: { 'velero/server': 'unread', 'velero/backup': {} },
      verdict: 'unknown',
    },
  ],
  check: (subject, { params: { maxGap, tolerance }, joined, takenAt }) => {
    const expression = subject.facets.spec.schedule;
    const expected = `at most ${humanDuration(maxGap)}, and ${humanDuration(tolerance)} of tolerance`;
    const evidence = [{ facet: 'spec', observed: `schedule: ${expression}`, expected }];
    const runs = runsOf(subject, joined);
    if ('refused' in runs) return fail('refused', { reason: runs.refused }, evidence);
    const spacing = spacingOf(runs, takenAt.getTime());
    const question = { expression, maxGap, tolerance };
    const pace = () => paceOf(backupsOf(subject, joined.backups));
    const known = unlessUnread(pace, undefined);
    const atLeast = judge(spacing, known ?? NOTHING, question, evidence);
    if (atLeast?.verdict === 'fail') return { ...atLeast, values: valuesOf(spacing, known, question) };
    const judged = judge(spacing, pace(), question, evidence);
    if (judged || 'schedule' in runs) return judged ?? unknown('endless', {}, evidence);
    return unknown('open', { ...valuesOf(spacing, known, question), doubt: runs.doubt() }, evidence);
  },
});
