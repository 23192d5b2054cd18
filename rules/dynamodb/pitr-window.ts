import { Type } from 'typebox';
import { humanDuration } from '../../model/duration.ts';
import { described, recoverable, unrecoverable } from '../../model/dynamodb/examples.ts';
import { type DynamodbContinuousBackups, type DynamodbDescription, dynamodbTable } from '../../model/kinds/dynamodb.ts';
import { params } from '../../model/params.ts';
import { defineRule, fail, pass, pending, unknown } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';
import type { Evidence } from '../../model/verdict.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The latest moment one can restore to is typically five minutes ago; further behind than this it is stuck. */
const LONGEST_LAG = HOUR;

/** Recovery can be switched on only once a new table is ACTIVE, so that its first minutes are never covered. */
const SETTLING = HOUR;

/** Milliseconds since 1970; `NaN` where there is no time or none that can be understood. */
const timeOf = (text: string | undefined): number => (text === undefined ? Number.NaN : Date.parse(text));

const timeText = (time: number): string => new Date(time).toISOString();

const describeWindow = ({ recoveryPeriodInDays, earliestRestorable, latestRestorable }: DynamodbContinuousBackups): string =>
  [
    'ENABLED',
    `period ${recoveryPeriodInDays === undefined ? 'not told' : counted(recoveryPeriodInDays, 'day')}`,
    `from ${earliestRestorable ?? 'not told'}`,
    `to ${latestRestorable ?? 'not told'}`,
  ].join(', ');

const observedOf = (recovery: DynamodbContinuousBackups): string =>
  recovery.pointInTimeRecovery === 'DISABLED' ? 'DISABLED' : describeWindow(recovery);

/** The window does not reach back far enough yet: because it was opened late, or because there is no more of the table. */
const judgeShortfall = ({ createdAt }: DynamodbDescription, earliest: number, days: number, now: number, window: readonly Evidence[]) => {
  const created = timeOf(createdAt);
  const evidence = [...window, { facet: 'description', observed: `created at ${createdAt}` }];
  if (Number.isNaN(created)) return unknown('untold', {}, evidence);
  const values = { days: counted(days, 'day'), reached: timeText(earliest + days * DAY) };
  return created > now - days * DAY && earliest <= created + SETTLING
    ? pending('young', { ...values, age: humanDuration(Math.max(0, now - created)) }, evidence)
    : fail('accruing', { ...values, covered: humanDuration(Math.max(0, now - earliest)) }, evidence);
};

const old = described();
const young = described({ createdAt: '2026-01-29T12:00:00Z' });

export default defineRule({
  id: 'dynamodb/pitr-window',
  title: 'Point-in-time recovery reaches back far enough',
  rationale:
    'Damage that is noticed after a week can be undone only if the table can be restored as it was before that. What counts is how far back one can really go now, not the recovery period that is configured: switching recovery on or lengthening its period covers nothing from before, and a period of 35 days is reached 35 days later. A table younger than the days that are required cannot reach back so far, whatever is configured: it is pending as long as recovery was switched on within the first hour of its life, which is what its creation takes, and fails otherwise, because a part of its life is lost. The end of the window counts as well: where the latest moment is more than an hour ago, what happened since cannot be restored.',
  remediation:
    'Run `aws dynamodb update-continuous-backups --region {region} --table-name {name} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true,RecoveryPeriodInDays=35`, then wait: the window grows by the day. An on-demand backup covers the time until then: `aws dynamodb create-backup --region {region} --table-name {name} --backup-name BACKUP-NAME`.',
  references: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html',
    'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoveryDescription.html',
  ],
  severity: 'high',
  subject: dynamodbTable,
  reads: ['continuousBackups', 'description'],
  params: params({
    days: Type.Integer({
      minimum: 1,
      maximum: 35,
      default: 7,
      description: 'How many days back one has to be able to go; DynamoDB can do no more than 35.',
    }),
  }),
  messages: {
    covered: 'One can go back {covered}.',
    disabled: 'Point-in-time recovery is disabled.',
    short: 'The recovery period is {period}; {days} are required.',
    accruing: 'One can go back {covered} so far; {days} are required and will be reached on {reached}.',
    young: 'The table is {age} old, and its whole life is covered; {days} will be reached on {reached}.',
    behind: 'The latest moment that one can restore to is {lag} ago: what happened since is not covered.',
    untold: 'How far back one can go cannot be told: DynamoDB does not name a time that can be understood.',
  },
  examples: [
    { name: 'For 35 days', facets: { ...old, ...recoverable('2025-12-27T12:00:00Z') }, verdict: 'pass' },
    { name: 'Since five minutes ago', facets: { ...old, ...recoverable('2026-01-31T11:55:00Z') }, verdict: 'fail' },
    {
      name: 'A period that is too short',
      facets: { ...old, ...recoverable('2026-01-28T12:00:00Z', { recoveryPeriodInDays: 3 }) },
      verdict: 'fail',
    },
    {
      name: 'A table of two days, covered since it is there',
      facets: { ...young, ...recoverable('2026-01-29T12:05:00Z') },
      verdict: 'pending',
    },
    { name: 'Disabled', facets: { ...old, ...unrecoverable }, verdict: 'fail' },
  ],
  check: ({ facets }, { params: { days }, takenAt }) => {
    const recovery = facets.continuousBackups;
    const now = takenAt.getTime();
    const since = now - days * DAY;
    const evidence = [
      { facet: 'continuousBackups', observed: observedOf(recovery), expected: `ENABLED, from ${timeText(since)} or before` },
    ];
    if (recovery.pointInTimeRecovery === 'DISABLED') return fail('disabled', {}, evidence);
    const period = recovery.recoveryPeriodInDays ?? days;
    if (period < days) return fail('short', { period: counted(period, 'day'), days: counted(days, 'day') }, evidence);

    const earliest = timeOf(recovery.earliestRestorable);
    const lag = now - timeOf(recovery.latestRestorable);
    if (lag > LONGEST_LAG) return fail('behind', { lag: humanDuration(lag) }, evidence);
    if (Number.isNaN(earliest) || Number.isNaN(lag)) return unknown('untold', {}, evidence);
    if (earliest <= since) return pass('covered', { covered: humanDuration(now - earliest) }, evidence);
    return judgeShortfall(facets.description, earliest, days, now, evidence);
  },
});
