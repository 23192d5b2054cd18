import { type CalendarSchedule, type IntervalSchedule, nextFire, type Schedule } from '../schedule/schedule.ts';
import { VELERO_SYNC_PERIOD } from '../schedule/velero.ts';

// Which runs of a schedule took place.

/** What was due, and what of it did not take place. Milliseconds since 1970. */
export interface Attendance {
  /** How many runs were due. */
  readonly due: number;
  /** When those were due that did not take place; the latest moment of each where the schedule is an interval. */
  readonly missed: readonly number[];
}

/** The time in which runs are looked for, after `from` and until `to`; each has to begin within `startWithin` milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly startWithin: number;
}

/** More runs than these are not looked at: a run a minute for two weeks. */
const MOST_FIRES = 20_160;

const firesIn = (schedule: CalendarSchedule, { from, to }: Span): readonly number[] | undefined => {
  const fires: number[] = [];
  for (let fire = nextFire(schedule, from); fire !== undefined && fire <= to; fire = nextFire(schedule, fire)) {
    if (fires.length === MOST_FIRES) return undefined;
    fires.push(fire);
  }
  return fires;
};

/** The first of the moments that is not before `moment`. They ascend. */
const firstFrom = (moments: readonly number[], moment: number): number | undefined => {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return moments[low];
};

/** Each run has its own time to begin, until the next one is due. Clocks of a cluster may differ a little. */
const attendCalendar = (schedule: CalendarSchedule, begun: readonly number[], span: Span): Attendance | undefined => {
  const fires = firesIn(schedule, span);
  if (!fires) return undefined;
  const untilOf = (fire: number, index: number): number =>
    Math.min(fire + span.startWithin, fires[index + 1] ?? nextFire(schedule, fire) ?? Number.POSITIVE_INFINITY);
  const over = fires.filter((fire, index) => untilOf(fire, index) <= span.to);
  const missed = over.filter(
    (fire, index) => (firstFrom(begun, fire - VELERO_SYNC_PERIOD) ?? Number.POSITIVE_INFINITY) > untilOf(fire, index),
  );
  return { due: over.length, missed };
};

/** Runs that would have fitted between two that followed each other: an interval counts from the run before. */
const missedBetween = (earlier: number, later: number, { every }: IntervalSchedule, startWithin: number): readonly number[] => {
  const late = Math.min(every, startWithin);
  const count = Math.max(0, Math.floor((later - earlier - late) / every));
  return Array.from({ length: Math.min(count, MOST_FIRES) }, (_, index) => earlier + (index + 1) * every);
};

const attendInterval = (schedule: IntervalSchedule, begun: readonly number[], { from, to, startWithin }: Span): Attendance => {
  const within = begun.filter((moment) => moment > from && moment <= to);
  const ends = [...within, to];
  const missed = ends.flatMap((end, index) => missedBetween(index === 0 ? from : (within[index - 1] ?? from), end, schedule, startWithin));
  return { due: within.length + missed.length, missed };
};

/**
 * Which runs were due in a span of time, and which of them did not take place. `begun`: when runs began, ascending.
 * `undefined` = more were due than can be looked at.
 */
export const attendanceOf = (schedule: Schedule, begun: readonly number[], span: Span): Attendance | undefined =>
  schedule.kind === 'interval' ? attendInterval(schedule, begun, span) : attendCalendar(schedule, begun, span);
