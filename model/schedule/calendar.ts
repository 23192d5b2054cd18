import { kept } from '../remember.ts';
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

/** The last day of a month: the one before the first of the next. */
const lengthOf = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/** Whether something fires on a day of the calendar, counted from 1970-01-01. */
const dayMatcher = ({ days, months, years }: Times): ((day: number) => boolean) => {
  const meant = new Map<number, ReadonlySet<number>>();
  // Months of one length that begin on the same weekday are alike.
  const meantIn = (length: number, begins: number) => kept(meant, length * 7 + begins, () => new Set(days({ length, begins })));
  return (day) => {
    const date = new Date(day * DAY);
    const [year, month, ofMonth] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    if (!months.includes(month + 1) || years?.includes(year) === false) return false;
    // Five weeks more, so that the remainder is of nothing negative.
    const begins = (date.getUTCDay() + 5 * 7 - (ofMonth - 1)) % 7;
    return meantIn(lengthOf(year, month), begins).has(ofMonth);
  };
};

const BLOCK = 128;

/** `matches`, which looks at the calendar only once for each day: it does so for a block of days together. */
const inBlocks = (matches: (day: number) => boolean): ((day: number) => boolean) => {
  const blocks = new Map<number, Uint8Array>();
  const look = (start: number) => Uint8Array.from({ length: BLOCK }, (_, index) => Number(matches(start + index)));
  return (day) => {
    const start = Math.floor(day / BLOCK) * BLOCK;
    return kept(blocks, start, () => look(start))[day - start] === 1;
  };
};

/** The days of a calendar that share an hour with a UTC day: itself and its neighbours. */
const NEAR = [-1, 0, 1] as const;

/** The fires within one stretch of a UTC day, in milliseconds after its midnight. `near` tells which of the days near it match. */
const firesIn = ({ from, to, offset }: Stretch, times: readonly number[], near: readonly boolean[]): readonly number[] =>
  NEAR.filter((_, index) => near[index])
    .flatMap((day) => times.map((time) => day * DAY + time - offset))
    .filter((fire) => fire >= from && fire < to);

const withoutRepeats = (stretch: Stretch): Stretch => ({ ...stretch, from: Math.max(stretch.from, stretch.fresh) });

/** In UTC the last day of the last year may end on the first of the next. */
const lastDayOf = ({ years }: Times): number | undefined => {
  const year = years?.at(-1);
  return year === undefined ? undefined : Date.UTC(year + 1, 0, 1) / DAY;
};

/** The fires of UTC days, in milliseconds after midnight; `matches` tells on which days of the calendar there are any. */
const firesByDay = (times: readonly number[], matches: (day: number) => boolean, zone: Zone, repeated: Repeated) => {
  const patterns = new Map<readonly Stretch[], Map<string, readonly number[]>>();
  const firesOf = (stretches: readonly Stretch[], near: readonly boolean[]): readonly number[] =>
    stretches
      .map((stretch) => (repeated === 'once' ? withoutRepeats(stretch) : stretch))
      .flatMap((stretch) => firesIn(stretch, times, near));
  return (day: number): readonly number[] => {
    const near = NEAR.map((other) => matches(day + other));
    if (!near.includes(true)) return NONE;
    const stretches = zone.stretchesOn(day);
    const alike = kept(patterns, stretches, () => new Map());
    return kept(alike, near.join(), () => firesOf(stretches, near));
  };
};

/** A schedule that follows the clock of a zone. `text` and `timeZone` are its expression and the name of the zone. */
export const calendarSchedule = (
  { text, timeZone }: Pick<CalendarSchedule, 'text' | 'timeZone'>,
  times: Times,
  zone: Zone,
  repeated: Repeated,
): CalendarSchedule => {
  const firesOn = firesByDay(times.times, inBlocks(dayMatcher(times)), zone, repeated);
  return { kind: 'calendar', text, timeZone, firesOn, lastDay: lastDayOf(times) };
};
