import { kept } from '../../remember.ts';
import type { DaysOf } from '../days.ts';
import { DAY } from '../schedule.ts';
import type { Zone } from '../zone.ts';
import type { Fields } from './fields.ts';

// How cron-utils looks for fires (`SingleExecutionTime`), step by step: what it finds around a change of the clock follows
// from how Java reckons with times of a zone.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** It gives up after so many years, and so many steps. */
const YEARS = 100;
const STEPS = 100_000;

/** What a clock and a calendar show, as if they showed UTC. */
type Shown = Date;

/** Instants are milliseconds since 1970, as is what is shown, as if it were UTC. */
interface Clock {
  readonly shownAt: (at: number) => Shown;
  /** The instant at which a time is shown; see `instantOf`. */
  readonly moved: (at: number, shown: number) => number;
}

/**
 * As Java's ZonedDateTime. Of a time that is shown twice, the one with the offset that was had before (`offset`), or else the
 * earlier; one that is never shown is as much later as the clock is put forward.
 */
const instantOf = (zone: Zone, shown: number, offset: number): number => {
  const before = zone.offsetAt(shown - DAY);
  const fits = (ahead: number): boolean => zone.offsetAt(shown - ahead) === ahead;
  return shown - ([offset, before, zone.offsetAt(shown + DAY)].find(fits) ?? before);
};

const clockOf = (zone: Zone): Clock => ({
  shownAt: (at) => new Date(at + zone.offsetAt(at)),
  moved: (at, shown) => instantOf(zone, shown, zone.offsetAt(at)),
});

const floor = (time: number, unit: number): number => Math.floor(time / unit) * unit;

/** The days of a month that are asked for, ascending. 0 = January. */
const daysIn = (days: DaysOf): ((year: number, month: number) => readonly number[]) => {
  const known = new Map<number, readonly number[]>();
  const look = (year: number, month: number): readonly number[] => {
    const begins = new Date(Date.UTC(year, month, 1)).getUTCDay();
    const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    return [...days({ length, begins })].sort((a, b) => a - b);
  };
  return (year, month) => kept(known, year * 12 + month, () => look(year, month));
};

/** The time of the day that is shown, in whole seconds. */
const timeOf = (shown: Shown): number => floor(shown.getTime() - floor(shown.getTime(), DAY), SECOND);

/**
 * From one day to the next, at the same time of the clock. What is in between matters: where a day has no such time it is a
 * later one from then on.
 */
const through = ({ moved, shownAt }: Clock, at: number, days: readonly number[]): number =>
  days.reduce((from, day) => moved(from, day + timeOf(shownAt(from))), at);

const midnightOf = ({ moved, shownAt }: Clock, at: number): number => moved(at, floor(shownAt(at).getTime(), DAY));

/** A day of a month, or its last day. */
const dayOf = (year: number, month: number, day: number): number => Math.min(Date.UTC(year, month, day), Date.UTC(year, month + 1, 0));

/** Ways from an instant, of which `shown` is shown, to a later month or day. */
interface Ahead {
  readonly toMonth: (at: number, shown: Shown) => number;
  readonly toDay: (at: number, shown: Shown, asked: readonly number[]) => number;
}

/** `earliest` is the first time of a day that is asked for. */
const aheadWith = (months: readonly number[], askedIn: ReturnType<typeof daysIn>, clock: Clock, earliest: number): Ahead => {
  const toTime = (at: number, days: readonly number[]): number => {
    const day = through(clock, at, days);
    return clock.moved(day, floor(clock.shownAt(day).getTime(), DAY) + earliest);
  };
  const toStart = (at: number, days: readonly number[]): number => through(clock, midnightOf(clock, at), days);
  const toNextMonth = (at: number, shown: Shown): number => {
    const [year, month] = [shown.getUTCFullYear(), shown.getUTCMonth() + 1];
    return toStart(at, [dayOf(year, month, shown.getUTCDate()), dayOf(year, month, 1)]);
  };
  const toMonth = (at: number, shown: Shown): number => {
    const [year, today] = [shown.getUTCFullYear(), shown.getUTCDate()];
    const month = months.find((other) => other > shown.getUTCMonth() + 1);
    if (month === undefined) return toStart(at, [dayOf(year, 0, today), dayOf(year, 0, 1), dayOf(year + 1, 0, 1)]);
    const [day] = askedIn(year, month - 1);
    return day === undefined ? toNextMonth(at, shown) : toTime(at, [dayOf(year, month - 1, today), dayOf(year, month - 1, day)]);
  };
  const toDay = (at: number, shown: Shown, asked: readonly number[]): number => {
    if (asked.length === 0) return toNextMonth(at, shown);
    const [year, month] = [shown.getUTCFullYear(), shown.getUTCMonth()];
    const day = asked.find((other) => other > shown.getUTCDate());
    return day === undefined ? toStart(at, [dayOf(year, month, 1), dayOf(year, month + 1, 1)]) : toTime(at, [dayOf(year, month, day)]);
  };
  return { toMonth, toDay };
};

/** Goes on by a unit until the clock fits, and back to where that unit began. `undefined` = it does not get there. */
const goOn = ({ moved, shownAt }: Clock, at: number, unit: number, tries: number, fits: (shown: Shown) => boolean): number | undefined => {
  for (let step = 1; step <= tries; step++) {
    const later = at + step * unit;
    const shown = shownAt(later);
    if (fits(shown)) return moved(later, floor(shown.getTime(), unit));
  }
  return undefined;
};

/** How often it tries to go on by an hour, a minute and a second: twice the largest value. */
const [HOURS_ON, MINUTES_ON, SECONDS_ON] = [2 * 23, 2 * 59, 2 * 59];

/** One step towards a fire; `at` itself where it is one, `undefined` where there is none. */
type Step = (at: number) => number | undefined;

const stepWith = ({ minutes, hours, days, months }: Fields, clock: Clock): Step => {
  const askedIn = daysIn(days);
  const earliest = (hours[0] ?? 0) * HOUR + (minutes[0] ?? 0) * MINUTE;
  const { toMonth, toDay } = aheadWith(months, askedIn, clock, earliest);
  const fitsHour = (shown: Shown): boolean => hours.includes(shown.getUTCHours());
  const fitsMinute = (shown: Shown): boolean => minutes.includes(shown.getUTCMinutes());
  const fitsSecond = (shown: Shown): boolean => shown.getUTCSeconds() === 0;
  return (at) => {
    const shown = clock.shownAt(at);
    if (!months.includes(shown.getUTCMonth() + 1)) return toMonth(at, shown);
    const asked = askedIn(shown.getUTCFullYear(), shown.getUTCMonth());
    if (!asked.includes(shown.getUTCDate())) return toDay(at, shown, asked);
    if (!fitsHour(shown)) return goOn(clock, at, HOUR, HOURS_ON, fitsHour);
    if (!fitsMinute(shown)) return goOn(clock, at, MINUTE, MINUTES_ON, fitsMinute);
    return fitsSecond(shown) ? at : goOn(clock, at, SECOND, SECONDS_ON, fitsSecond);
  };
};

/** The first fire at or after an instant; if it is in the same second, it is that instant. */
const closest = (step: Step, { shownAt }: Clock, from: number): number | undefined => {
  const lastYear = shownAt(from).getUTCFullYear() + YEARS;
  let at = from;
  for (let count = 0; count < STEPS; count++) {
    const next = step(at);
    if (next === undefined || next === at) return next;
    if (shownAt(next).getUTCFullYear() > lastYear) return undefined;
    at = next;
  }
  return undefined;
};

/**
 * The first fire later than an instant. Asked at the very second of a fire it leaves out the next one if that is only the same
 * time of a clock that was put back, and the one after it is two hours later or more; asked later it does not.
 */
export const searchFor = (fields: Fields, zone: Zone): ((after: number) => number | undefined) => {
  const clock = clockOf(zone);
  const step = stepWith(fields, clock);
  const from = (at: number): number | undefined => closest(step, clock, at);
  return (after) => {
    const fire = from(after);
    if (fire !== after) return fire;
    const second = from(after + SECOND);
    if (second === undefined || zone.offsetAt(second) >= zone.offsetAt(after)) return second;
    const third = from(second + SECOND);
    return third !== undefined && third - second >= 2 * HOUR ? from(after + SECOND + HOUR) : second;
  };
};
