import type { DaysOf } from './days.ts';
import { type CalendarSchedule, DAY } from './schedule.ts';
import type { Stretch, Zone } from './zone.ts';

/** When a clock on the wall and a calendar beside it say that it is time. */
export interface Times {
  /** Milliseconds after midnight, ascending. */
  readonly times: readonly number[];
  readonly days: DaysOf;
  /** 1 = January. */
  readonly months: readonly number[];
  /** Ascending; `undefined` = every year. */
  readonly years: readonly number[] | undefined;
}

/**
 * What becomes of a time that the clock shows twice because it is put back: it fires the first time only, or each time.
 * A time that the clock skips because it is put forward does not fire in any dialect.
 */
export type Repeated = 'once' | 'each';

const NONE: readonly number[] = [];

/** Whether something fires on a day of the calendar, counted from 1970-01-01. */
const dayMatcher = ({ days, months, years }: Times): ((day: number) => boolean) => {
  const chosen = new Map<number, ReadonlySet<number>>();
  const chosenOf = (length: number, begins: number): ReadonlySet<number> => {
    const shape = length * 7 + begins;
    const known = chosen.get(shape) ?? new Set(days({ length, begins }));
    chosen.set(shape, known);
    return known;
  };
  const inYear = years && new Set(years);
  return (day) => {
    const date = new Date(day * DAY);
    const [year, month, ofMonth] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    if (!months.includes(month + 1) || (inYear && !inYear.has(year))) return false;
    const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    return chosenOf(length, (date.getUTCDay() + 35 - (ofMonth - 1)) % 7).has(ofMonth);
  };
};

/** The fires within one stretch of a UTC day, in milliseconds after its midnight; `matches` takes days counted from that day. */
const firesIn = ({ from, to, offset }: Stretch, times: readonly number[], matches: (day: number) => boolean): readonly number[] =>
  [-1, 0, 1]
    .filter(matches)
    .flatMap((day) => times.map((time) => day * DAY + time - offset))
    .filter((fire) => fire >= from && fire < to);

const withoutRepeats = (stretch: Stretch): Stretch => ({ ...stretch, from: Math.max(stretch.from, stretch.fresh) });

const lastDayOf = ({ years }: Times): number | undefined => {
  const year = years?.at(-1);
  // The last day of the year may begin a day later in UTC than where the clock hangs.
  return year === undefined ? undefined : Date.UTC(year + 1, 0, 1) / DAY;
};

/** A schedule that follows the clock of a zone. `text` and `timeZone` are its expression and the name of the zone. */
export const calendarSchedule = (
  { text, timeZone }: Pick<CalendarSchedule, 'text' | 'timeZone'>,
  times: Times,
  zone: Zone,
  repeated: Repeated,
): CalendarSchedule => {
  const matches = dayMatcher(times);
  const patterns = new Map<readonly Stretch[], Map<number, readonly number[]>>();
  const patternsOf = (stretches: readonly Stretch[]): Map<number, readonly number[]> => {
    const known = patterns.get(stretches) ?? new Map<number, readonly number[]>();
    patterns.set(stretches, known);
    return known;
  };
  const firesOn = (day: number): readonly number[] => {
    // A UTC day has parts of the calendar's day before or after it, and clocks that are put back a day would add another.
    const near = [-1, 0, 1].map((other) => matches(day + other));
    if (!near.includes(true)) return NONE;
    const stretches = zone.stretchesOn(day);
    const known = patternsOf(stretches);
    const shape = near.reduce((bits, match) => bits * 2 + Number(match), 0);
    const fires =
      known.get(shape) ??
      stretches
        .map((stretch) => (repeated === 'once' ? withoutRepeats(stretch) : stretch))
        .flatMap((stretch) => firesIn(stretch, times.times, (other) => near[other + 1] === true));
    known.set(shape, fires);
    return fires;
  };
  return { kind: 'calendar', text, timeZone, firesOn, lastDay: lastDayOf(times) };
};
