import { firstStartDue, type Schedule } from '../schedule/schedule.ts';
import type { CoveringRule } from './coverage.ts';
import { runsOf } from './runs.ts';

const MINUTE = 60_000;

/** When a covering rule fires; `undefined` where that cannot be told. */
export const scheduleOf = (covering: CoveringRule, takenAt: Date): Schedule | undefined => {
  const runs = runsOf(covering, takenAt);
  return 'schedule' in runs ? runs.schedule : undefined;
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
