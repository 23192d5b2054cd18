import { parseAwsSchedule } from '../schedule/aws.ts';
import { firstDisagreement } from '../schedule/preview.ts';
import { firstStartDue, type Schedule } from '../schedule/schedule.ts';
import type { CoveringRule } from './coverage.ts';

const MINUTE = 60_000;

/**
 * When a rule of a plan fires; `undefined` where that cannot be told: its text cannot be understood, or AWS itself foresees
 * other runs than we do.
 */
export const scheduleOf = ({ plan, rule }: CoveringRule, takenAt: Date): Schedule | undefined => {
  const parsed = parseAwsSchedule(rule.schedule, rule.timeZone);
  if ('problem' in parsed) return undefined;
  const runs = plan.facets.definition.scheduledRuns.filter((run) => run.rule === rule.id).map(({ at }) => Date.parse(at));
  return firstDisagreement(parsed.schedule, runs, takenAt.getTime()) === undefined ? parsed.schedule : undefined;
};

/**
 * Whether the first recovery point of a covering rule has to be there by now: its schedule fired once since the asset is
 * covered, and the time is over within which the job has to start and to be complete. `undefined` = cannot be told.
 */
export const isFirstPointDue = (covering: CoveringRule, takenAt: Date): boolean | undefined => {
  const { rule, since } = covering;
  const schedule = scheduleOf(covering, takenAt);
  const from = Date.parse(since);
  if (schedule === undefined || Number.isNaN(from)) return undefined;
  const due = firstStartDue(schedule, from, (rule.startWindow + rule.completionWindow) * MINUTE);
  return due !== undefined && due <= takenAt.getTime();
};
