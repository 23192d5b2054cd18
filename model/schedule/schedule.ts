/** Milliseconds of a day of 24 hours. */
export const DAY = 86_400_000;

/** Fires on days of a calendar and at times of a clock. */
export interface CalendarSchedule {
  readonly kind: 'calendar';
  /** As written, for messages. */
  readonly text: string;
  /** IANA name of the zone whose calendar and clock it follows. */
  readonly timeZone: string;
  /**
   * The fires of one UTC day, counted from 1970-01-01: milliseconds after its midnight, ascending. Days that are alike
   * get the very same array.
   */
  readonly firesOn: (day: number) => readonly number[];
  /** The last UTC day on which it can fire; `undefined` = there is no end. */
  readonly lastDay: number | undefined;
  /**
   * The first fire later than a moment, in milliseconds since 1970, where the dialect has its own way to look for it: what
   * it finds then may depend on that moment, and `firesOn` tells of the fires that follow each upon the one before.
   */
  readonly next?: (after: number) => number | undefined;
}

/** Fires ever again after the same time. When it fired first is not known. */
export interface IntervalSchedule {
  readonly kind: 'interval';
  readonly text: string;
  /** Milliseconds between two fires. */
  readonly every: number;
}

/** When something is to be done, again and again. */
export type Schedule = CalendarSchedule | IntervalSchedule;

/** An expression comes from the cloud: that it cannot be understood is a fact to report and no error. */
export type Parsed = { readonly schedule: Schedule } | { readonly problem: string };

/**
 * Dates recur within 40 years or never: 29 February falls on the same weekday again after 12, 28 or 40 years. In days,
 * with some to spare.
 */
const RECURRENCE = 41 * 366;

/** The UTC day until which one has to look for a fire after `day`, to know that there is none. */
export const searchedUntil = ({ lastDay }: CalendarSchedule, day: number): number => lastDay ?? day + RECURRENCE;

const firstOnCalendar = (schedule: CalendarSchedule, after: number): number | undefined => {
  const today = Math.floor(after / DAY);
  const last = searchedUntil(schedule, today);
  for (let day = today; day <= last; day++) {
    const fire = schedule.firesOn(day).find((time) => day * DAY + time > after);
    if (fire !== undefined) return day * DAY + fire;
  }
  return undefined;
};

const nextOnCalendar = (schedule: CalendarSchedule, after: number): number | undefined =>
  schedule.next ? schedule.next(after) : firstOnCalendar(schedule, after);

/**
 * The first fire later than `after`; both in milliseconds since 1970. `undefined` = it never fires again. For an interval,
 * whose first fire is not known, the latest moment that this can be: as if it had fired at `after`.
 */
export const nextFire = (schedule: Schedule, after: number): number | undefined =>
  schedule.kind === 'interval' ? after + schedule.every : nextOnCalendar(schedule, after);

/**
 * By when the first run of what was set up at `since` must have started, if each starts within `startWindow` after the
 * schedule fires. Milliseconds; `undefined` = nothing is ever due.
 */
export const firstStartDue = (schedule: Schedule, since: number, startWindow: number): number | undefined => {
  const fire = nextFire(schedule, since);
  return fire === undefined ? undefined : fire + startWindow;
};
