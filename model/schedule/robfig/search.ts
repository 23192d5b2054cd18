import { DAY } from '../schedule.ts';
import type { Zone } from '../zone.ts';
import type { Traits } from './dialects.ts';
import type { Fields } from './fields.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How many years after the one that it begins in a search gives up. */
const YEARS = 5;

/** How far a search has come. */
interface Step {
  readonly at: number;
  /** Whether it has gone forward already, and so stands at the start of whatever unit it has gone by. */
  readonly moved: boolean;
  /** Whether a larger unit has turned over, and all of them have to be looked at anew. */
  readonly again: boolean;
}

/** How to look at the months, days, hours, minutes or seconds. Instants are milliseconds since 1970, `shown` is what the clock shows. */
interface Unit {
  readonly fits: (shown: Date) => boolean;
  readonly start: (at: number) => number;
  readonly forward: (at: number) => number;
  /** Whether it stops after a step from one time to another although the clock does not fit. */
  readonly stops?: (from: Date, to: Date) => boolean;
  readonly turned: (shown: Date) => boolean;
  /** Whether it does not count as having gone forward. */
  readonly uncounted?: boolean;
}

type Clock = (at: number) => Date;

/** Goes forward until the clock fits, or a larger unit turns over; `undefined` where it is stuck. */
const search = ({ fits, start, forward, stops, turned, uncounted = false }: Unit, clock: Clock, from: Step): Step | undefined => {
  let { at, moved } = from;
  while (!fits(clock(at))) {
    const begin = moved ? at : start(at);
    at = forward(begin);
    moved ||= !uncounted;
    // Where the clock skips a whole day, the day before it leads to itself for ever.
    if (at <= begin) return undefined;
    if (stops?.(clock(begin), clock(at))) break;
    if (turned(clock(at))) return { at, moved, again: true };
  }
  return { at, moved, again: false };
};

/** Whether a day, whatever its month, is asked for. */
export const fitsDay = ({ daysOfMonth, weekdays, bothDays }: Fields, shown: Date): boolean => {
  const [ofMonth, ofWeek] = [daysOfMonth.includes(shown.getUTCDate()), weekdays.includes(shown.getUTCDay())];
  return bothDays ? ofMonth && ofWeek : ofMonth || ofWeek;
};

/** Whether a step of an hour has led over an hour that is asked for: the clock has skipped it. */
const skips = ({ hours }: Fields, from: Date, to: Date): boolean =>
  to.getUTCHours() - from.getUTCHours() === 2 && hours.includes(to.getUTCHours() - 1);

/** From an hour that is not midnight to the midnight that is closest: where there is none, this misses it by an hour. */
const toMidnight = (at: number, hour: number): number => at + (hour > 12 ? 24 - hour : -hour) * HOUR;

const unitsOf = (fields: Fields, zone: Zone, clock: Clock, traits: Traits): readonly Unit[] => {
  // As Go's time.Date: of a time that is shown twice or never, which instant it is depends on the side of UTC.
  const whenShown = (shown: number): number => shown - zone.offsetAt(shown - zone.offsetAt(shown));
  /** The same time of the clock, on a day so much later; days that a month does not have are those of the next. */
  const later = (at: number, months: number, days: number): number => {
    const shown = clock(at);
    const day = Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth() + months, shown.getUTCDate() + days);
    return whenShown(day + (shown.getTime() - Math.floor(shown.getTime() / DAY) * DAY));
  };
  const startOf = (unit: number) => (at: number) => whenShown(Math.floor(clock(at).getTime() / unit) * unit);
  const nextDay = (at: number): number => {
    const day = later(at, 0, 1);
    return traits.mendsMidnight ? toMidnight(day, clock(day).getUTCHours()) : day;
  };
  const startOfMonth = (at: number): number => {
    const shown = clock(at);
    return whenShown(Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth(), 1));
  };
  return [
    {
      fits: (shown) => fields.months.includes(shown.getUTCMonth() + 1),
      start: startOfMonth,
      forward: (at) => later(at, 1, 0),
      turned: (shown) => shown.getUTCMonth() === 0,
    },
    {
      fits: (shown) => fitsDay(fields, shown),
      start: startOf(DAY),
      forward: nextDay,
      turned: (shown) => shown.getUTCDate() === 1,
    },
    {
      fits: (shown) => fields.hours.includes(shown.getUTCHours()),
      start: startOf(HOUR),
      forward: (at) => at + HOUR,
      ...(traits.mendsHour ? { stops: (from: Date, to: Date) => skips(fields, from, to) } : {}),
      turned: (shown) => shown.getUTCHours() === 0,
    },
    {
      fits: (shown) => fields.minutes.includes(shown.getUTCMinutes()),
      start: (at) => Math.floor(at / MINUTE) * MINUTE,
      forward: (at) => at + MINUTE,
      turned: (shown) => shown.getUTCMinutes() === 0,
    },
    // No field asks for seconds: they are 0. The seconds until then are gone by at once.
    {
      fits: (shown) => shown.getUTCSeconds() === 0,
      start: (at) => at,
      forward: (at) => Math.ceil(at / MINUTE) * MINUTE,
      turned: () => true,
      uncounted: !traits.trustsMinute,
    },
  ];
};

/**
 * The first fire later than an instant, both in milliseconds since 1970, as the library of a dialect looks for it (`spec.go`):
 * from month to month, day to day, hour to hour and minute to minute, without looking at a larger unit again before it turns
 * over. Where the clock is put forward or back by half an hour, or over midnight, it so misses times that the clock does
 * show, or finds some on days that are not asked for. In an hour that is repeated in part it may even go back, and find what
 * is past: that is due at once, and so at the next full minute. `undefined` = there is none within five years, or it never gets there.
 */
export const searchFor = (fields: Fields, zone: Zone, traits: Traits): ((after: number) => number | undefined) => {
  const clock = (at: number): Date => new Date(at + zone.offsetAt(at));
  const units = unitsOf(fields, zone, clock, traits);
  const pass = (from: Step): Step | undefined =>
    units.reduce<Step | undefined>((step, unit) => (step === undefined || step.again ? step : search(unit, clock, step)), {
      ...from,
      again: false,
    });
  // Without a time of the day no day has to be searched for it, minute by minute.
  if (fields.minutes.length === 0 || fields.hours.length === 0) return () => undefined;
  return (after) => {
    let step: Step | undefined = { at: (Math.floor(after / SECOND) + 1) * SECOND, moved: false, again: true };
    const lastYear = clock(step.at).getUTCFullYear() + YEARS;
    while (step?.again) step = clock(step.at).getUTCFullYear() > lastYear ? undefined : pass(step);
    return step && Math.max(step.at, (Math.floor(after / MINUTE) + 1) * MINUTE);
  };
};
