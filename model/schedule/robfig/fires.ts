import { kept } from '../../remember.ts';
import { calendarSchedule } from '../calendar.ts';
import { type DaysOf, daysOfMonth, onWeekdays } from '../days.ts';
import { type CalendarSchedule, DAY } from '../schedule.ts';
import type { Change, Zone } from '../zone.ts';
import { firstDayOf, lastUpsetting } from './changes.ts';
import type { Traits } from './dialects.ts';
import type { Fields } from './fields.ts';
import { searchFor } from './search.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What becomes of the fires where a change of the clock upsets the search for them. Milliseconds since 1970. */
interface Upset {
  /** The fires from the start of the change's UTC day on. */
  readonly fires: readonly number[];
  /** The first fire after them, from which on all is regular again; none is between. */
  readonly until: number;
}

/** Days before which no search has begun: it looks until the end of the fifth year after its own. */
const LONGEST_SEARCH = 6 * 366;

const daysOf = ({ daysOfMonth: ofMonth, weekdays, bothDays }: Fields): DaysOf => {
  const [first, second] = [daysOfMonth(ofMonth), onWeekdays(weekdays)];
  if (!bothDays) return (month) => [...first(month), ...second(month)];
  return (month) => {
    const both = new Set(second(month));
    return first(month).filter((day) => both.has(day));
  };
};

const regularSchedule = (names: Pick<CalendarSchedule, 'text' | 'timeZone'>, fields: Fields, zone: Zone): CalendarSchedule => {
  const times = fields.hours.flatMap((hour) => fields.minutes.map((minute) => hour * HOUR + minute * MINUTE));
  return calendarSchedule(names, { times, days: daysOf(fields), months: fields.months, years: undefined }, zone, 'each');
};

/**
 * The schedule of an expression's fields in a dialect. Its fires are those that the clock shows, a time that it shows twice
 * firing each time; and those that the search finds, one after the other, where a change of the clock upsets it.
 */
export const robfigSchedule = (
  names: Pick<CalendarSchedule, 'text' | 'timeZone'>,
  fields: Fields,
  zone: Zone,
  traits: Traits,
): CalendarSchedule => {
  const regular = regularSchedule(names, fields, zone);
  const next = searchFor(fields, zone, traits);
  const upsettingBefore = lastUpsetting(zone, fields, traits);
  const known = new Map<number, Upset>();
  const knownDays = new Map<number, readonly number[]>();

  const lastFireBefore = (day: number): number | undefined => {
    for (let other = day - 1; other >= day - LONGEST_SEARCH; other--) {
      const fire = firesOn(other).at(-1);
      if (fire !== undefined) return other * DAY + fire;
    }
    return undefined;
  };

  const look = (change: Change): Upset => {
    const first = firstDayOf(change);
    const fires: number[] = [];
    let fire = next(lastFireBefore(first) ?? first * DAY - 1);
    for (; fire !== undefined && fire < change.at + DAY; fire = next(fire)) fires.push(fire);
    return { fires, until: fire ?? Number.POSITIVE_INFINITY };
  };

  const firesUpset = (midnight: number, { fires, until }: Upset, usual: readonly number[]): readonly number[] => [
    ...fires.map((fire) => fire - midnight).filter((time) => time >= 0 && time < DAY),
    ...usual.filter((time) => midnight + time >= until),
  ];

  const firesOn = (day: number): readonly number[] => {
    const usual = regular.firesOn(day);
    const change = upsettingBefore(day);
    if (!change) return usual;
    const upset = kept(known, change.at, () => look(change));
    return upset.until <= day * DAY ? usual : kept(knownDays, day, () => firesUpset(day * DAY, upset, usual));
  };

  return { ...regular, firesOn, next };
};
