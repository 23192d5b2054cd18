import type { Schedule } from '../schedule/schedule.ts';
import type { CoveringRule } from './coverage.ts';
import { deadlineOf, minutesToPoint } from './due.ts';
import { runsOf } from './runs.ts';

/** When a covering rule fires; `undefined` where that cannot be told. */
export const scheduleOf = (covering: CoveringRule, takenAt: Date): Schedule | undefined => {
  const runs = runsOf(covering, takenAt);
  return 'schedule' in runs ? runs.schedule : undefined;
};

/**
 * Whether the first recovery point of a covering rule has to be there by now, of an asset that was made at `madeAt`
 * (milliseconds since 1970). `undefined` = cannot be told.
 */
export const isFirstPointDue = (covering: CoveringRule, madeAt: number, takenAt: Date): boolean | undefined => {
  const deadline = deadlineOf(covering, madeAt, minutesToPoint(covering), takenAt);
  return 'doubt' in deadline ? undefined : deadline.due <= takenAt.getTime();
};
