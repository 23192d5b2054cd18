import { humanDuration } from '../duration.ts';
import { dynamodbTable } from '../kinds/dynamodb.ts';
import { formatMoment } from '../moment.ts';
import { fail, type Outcome, pending, type Subject, self, unknown } from '../rule.ts';
import { firstStartDue } from '../schedule/schedule.ts';
import type { Evidence } from '../verdict.ts';
import type { Asset } from './assets.ts';
import type { Coverage, CoveringRule } from './coverage.ts';
import { judgeEveryRule } from './judge.ts';
import { runsOf } from './runs.ts';
import { type coverageMessages, nameRule, unlessCovered } from './words.ts';

// Nothing is there: whether something has to be. What is too new to have been backed up has lost nothing yet.

const MINUTE = 60_000;

/** By when a covering rule must have done something, in milliseconds since 1970 (`Infinity` = never), or why nobody can tell. */
export type Deadline = { readonly covering: CoveringRule } & ({ readonly due: number } | { readonly doubt: string });

/**
 * By when the first run of a covering rule must have come to what takes at most `minutes` from its fire on. Counts from when
 * the rule began to cover the asset, and not before `from` (milliseconds since 1970): when the asset was made, say.
 */
export const deadlineOf = (covering: CoveringRule, from: number, minutes: number, takenAt: Date): Deadline => {
  const runs = runsOf(covering, takenAt);
  if ('doubt' in runs) return runs;
  const start = Math.max(from, Date.parse(covering.since));
  if (Number.isNaN(start)) return { covering, doubt: `since when ${nameRule(covering)} covers it has no date` };
  return { covering, due: firstStartDue(runs.schedule, start, minutes * MINUTE) ?? Number.POSITIVE_INFINITY };
};

/** Minutes from a fire until the recovery point must be there. */
export const minutesToPoint = ({ rule }: CoveringRule): number => rule.startWindow + rule.completionWindow;

/** What `judgeMissing` answers: each rule has its own text for what is missing. */
export type MissingMessage = 'notDue' | 'overdue' | 'never' | 'doubtful' | keyof typeof coverageMessages;

const evidenceOf = ({ plan, rule }: CoveringRule): readonly Evidence[] => {
  const windows = `to start within ${humanDuration(rule.startWindow * MINUTE)} and to be complete within ${humanDuration(rule.completionWindow * MINUTE)}`;
  return [{ facet: 'definition', observed: `rule ${rule.name}: ${rule.schedule} in ${rule.timeZone}, ${windows}`, resource: plan.id }];
};

const judgeDeadline = (deadline: Deadline, takenAt: Date): Outcome<MissingMessage> => {
  const { covering } = deadline;
  if ('doubt' in deadline) return unknown('doubtful', { doubt: deadline.doubt }, evidenceOf(covering));
  const values = { rule: nameRule(covering), due: formatMoment(deadline.due) };
  return deadline.due > takenAt.getTime() ? pending('notDue', values, evidenceOf(covering)) : fail('overdue', values, evidenceOf(covering));
};

const dueOf = (deadline: Deadline): number => ('due' in deadline ? deadline.due : Number.NEGATIVE_INFINITY);

const byDue = (one: Deadline, other: Deadline): number => {
  const [a, b] = [dueOf(one), dueOf(other)];
  return a === b ? 0 : a - b;
};

const neverRuns = ([first]: readonly CoveringRule[]): Outcome<MissingMessage> | undefined =>
  first && fail('never', { rule: nameRule(first) }, evidenceOf(first));

/**
 * Where nothing is there: fails if a covering rule must have made it by now or no plan covers the asset at all, is pending
 * as long as every rule still has time, and unknown where an open question could bring a rule that has none.
 */
export const judgeMissing = (
  coverage: Coverage,
  takenAt: Date,
  deadline: (covering: CoveringRule) => Deadline,
): Outcome<MissingMessage> => {
  const running = coverage.rules
    .map(deadline)
    .filter((one) => dueOf(one) !== Number.POSITIVE_INFINITY)
    .sort(byDue);
  const { uncovered, disputed } = unlessCovered(coverage);
  return judgeEveryRule<MissingMessage>(
    { ...coverage, rules: running.map(({ covering }) => covering) },
    { each: (covering) => judgeDeadline(deadline(covering), takenAt), uncovered: () => neverRuns(coverage.rules) ?? uncovered(), disputed },
  );
};

/** When a table was made, in milliseconds since 1970. Of a bucket nobody knows: S3 changes its date with its configuration. */
export const madeAt = (table: Subject<typeof dynamodbTable, 'description'> | undefined): number =>
  table === undefined ? Number.NEGATIVE_INFINITY : Date.parse(table.facets.description.createdAt);

/** The asset itself, where it is a table and `isMissing` says that something is not there: for joins that `madeAt` needs. */
export const ownTable = <F>(isMissing: (facts: F) => boolean) =>
  self(dynamodbTable, ['description'], (_: Asset, __: unknown, facts: F) => isMissing(facts));
