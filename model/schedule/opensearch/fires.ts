import { kept } from '../../remember.ts';
import { calendarSchedule, type Times } from '../calendar.ts';
import { type CalendarSchedule, DAY } from '../schedule.ts';
import { type Change, WEEK, type Zone } from '../zone.ts';
import type { Fields } from './fields.ts';
import { searchFor } from './search.ts';

// What changes of the clock do to fires that follow each upon the one before.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Among so many days before a change is the fire before it, save for dates that hardly ever are. */
const LOOK_BACK = 4 * 366;

const timesOf = ({ minutes, hours, days, months }: Fields): Times => ({
  times: hours.flatMap((hour) => minutes.map((minute) => hour * HOUR + minute * MINUTE)),
  days,
  months,
  years: undefined,
});

/** From when until when, exclusive, a change skips or repeats times of the clock. */
const rangeOf = ({ at, before, after }: Change): readonly [from: number, until: number] => {
  const by = Math.abs(after - before);
  return [at - by, at + by];
};

/** The changes around which a part of a UTC day is. */
const changesOn = (zone: Zone, day: number): readonly Change[] => {
  const weeks = new Set([day - 1, day, day + 1].map((other) => Math.floor(other / WEEK)));
  return [...weeks].map(zone.changeIn).filter((change) => {
    const [from, until] = rangeOf(change);
    return from < until && from < (day + 1) * DAY && until > day * DAY;
  });
};

/**
 * The schedule of fields by the clock of a zone. It fires whenever the clock shows such a time; but around a change of the
 * clock only where the search, which leaves some of them out, gets from one fire to the next.
 */
export const fieldsSchedule = (names: Pick<CalendarSchedule, 'text' | 'timeZone'>, fields: Fields, zone: Zone): CalendarSchedule => {
  const usual = calendarSchedule(names, timesOf(fields), zone, 'each');
  const next = searchFor(fields, zone);
  const known = new Map<number, ReadonlySet<number>>();
  const knownDays = new Map<number, readonly number[]>();

  const lastBefore = (instant: number): number => {
    const today = Math.floor(instant / DAY);
    for (let day = today; day > today - LOOK_BACK; day--) {
      const time = usual.firesOn(day).findLast((fire) => day * DAY + fire < instant);
      if (time !== undefined) return day * DAY + time;
    }
    return instant - 1;
  };

  const follow = (change: Change): ReadonlySet<number> => {
    const [from, until] = rangeOf(change);
    const found = new Set<number>();
    for (let fire = next(lastBefore(from)); fire !== undefined && fire < until; fire = next(fire)) found.add(fire);
    return found;
  };

  const isFound = (fire: number, change: Change): boolean => {
    const [from, until] = rangeOf(change);
    return fire < from || fire >= until || kept(known, change.at, () => follow(change)).has(fire);
  };

  const firesOn = (day: number): readonly number[] => {
    const fires = usual.firesOn(day);
    const changes = fires.length > 0 ? changesOn(zone, day) : [];
    if (changes.length === 0) return fires;
    return kept(knownDays, day, () => fires.filter((time) => changes.every((change) => isFound(day * DAY + time, change))));
  };

  return { ...usual, firesOn, next };
};
