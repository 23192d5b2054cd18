import { kept } from '../../remember.ts';
import { every } from '../field.ts';
import { DAY } from '../schedule.ts';
import { type Change, WEEK, type Zone } from '../zone.ts';
import type { Traits } from './dialects.ts';
import type { Fields } from './fields.ts';
import { fitsDay } from './search.ts';

// What changes of the clock do to the search for fires.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Schedules run since then, the year of Velero's first release. After some fires it does not matter when they began. In days since 1970. */
const BEGINNING = Date.UTC(2017, 0, 1) / DAY;

/** Nobody asks for fires later than that: the longest look ahead is one over 28 years. In days since 1970. */
const END = Date.UTC(2080, 0, 1) / DAY;

/** Weeks of which changes are looked up together. */
const BLOCK = 53;

/** Between which times of the clock, as if it showed UTC, it skips or repeats what there is. */
const rangeOf = ({ at, before, after }: Change): readonly [low: number, high: number] => [
  at + Math.min(before, after),
  at + Math.max(before, after),
];

const touchesMidnight = (change: Change): boolean => {
  const [low, high] = rangeOf(change);
  return Math.ceil(low / DAY) * DAY < high;
};

const isOnTheHour = (change: Change): boolean => rangeOf(change).every((time) => time % HOUR === 0);

/** The hours, on the day `low` is on, of which a change skips a part. */
const skippedHours = (change: Change): readonly number[] => {
  const [low, high] = rangeOf(change);
  if (change.after <= change.before) return [];
  const midnight = Math.floor(low / DAY) * DAY;
  return every(Math.floor((low - midnight) / HOUR), Math.ceil((high - midnight) / HOUR) - 1, 1);
};

/**
 * Whether the search steps over an hour that is asked for, since a change skips it. It stays in an hour that is asked for, and
 * so does not step out of the one before; and it stops in the one after anyway if that is asked for, too.
 */
const stepsOver = (change: Change, fields: Fields): boolean => {
  const asks = (hour: number): boolean => fields.hours.includes(hour);
  const hours = skippedHours(change).filter((hour) => hour > 0 && hour < 23);
  if (!hours.some((hour) => asks(hour) && !asks(hour - 1) && !asks(hour + 1))) return false;
  const [low] = rangeOf(change);
  const shown = new Date(low);
  return fields.months.includes(shown.getUTCMonth() + 1) && fitsDay(fields, shown);
};

/**
 * Whether a change upsets the search: other fires come out of it than those that the clock shows. One by whole hours on the
 * hour does not, unless it skips or repeats a midnight: steps of an hour lead from full hour to full hour then, and each day
 * is entered at its start. But a search that mends skipped hours finds fires that the clock does not show.
 */
const upsets = (change: Change, fields: Fields, { mendsHour }: Traits): boolean =>
  change.before !== change.after && (!isOnTheHour(change) || touchesMidnight(change) || (mendsHour && stepsOver(change, fields)));

/** The UTC day from which on a change may upset something: that of the first instant whose time of the clock is repeated. */
export const firstDayOf = ({ at, before, after }: Change): number => Math.floor((at - Math.max(0, before - after)) / DAY);

const changesBetween = (zone: Zone, first: number, end: number): readonly Change[] =>
  Array.from({ length: end - first }, (_, index) => zone.changeIn(first + index)).filter(({ before, after }) => before !== after);

/** The last change before the end of a UTC day that upsets a search; `undefined` = none did. */
export const lastUpsetting = (zone: Zone, fields: Fields, traits: Traits): ((day: number) => Change | undefined) => {
  const blocks = new Map<number, readonly Change[]>();
  const look = (block: number): readonly Change[] =>
    changesBetween(zone, block * BLOCK, (block + 1) * BLOCK).filter((change) => upsets(change, fields, traits));
  return (day) => {
    const blockOf = (other: number): number => Math.floor(other / WEEK / BLOCK);
    for (let block = blockOf(day + 1); block >= blockOf(BEGINNING); block--) {
      const change = kept(blocks, block, () => look(block)).findLast((each) => firstDayOf(each) <= day);
      if (change) return change;
    }
    return undefined;
  };
};

const known = new WeakMap<Zone, readonly Change[]>();

const changesOf = (zone: Zone): readonly Change[] =>
  kept(known, zone, () => changesBetween(zone, Math.floor(BEGINNING / WEEK), Math.ceil(END / WEEK)));

const isEveryDay = ({ months, daysOfMonth, weekdays, bothDays }: Fields): boolean => {
  const full = [daysOfMonth.length === 31, weekdays.length === 7];
  return months.length === 12 && (bothDays ? full.every(Boolean) : full.some(Boolean));
};

/** Whether there is a fire in the last minute before a change, and one may have to look on from within the hour after it. */
const breaksOff = ({ at, before }: Change, fields: Fields): boolean => {
  const shown = new Date(at + before - MINUTE);
  return fields.minutes.includes(shown.getUTCMinutes()) && fields.hours.includes(shown.getUTCHours());
};

/**
 * Whether a dialect may find other fires for the same fields in a zone than robfig/cron v3 does. A day without a midnight only
 * matters to a search that goes from day to day, and within an hour it only begins where a change is not on the hour.
 */
export const goesItsOwnWay = (fields: Fields, zone: Zone, { mendsMidnight, mendsHour, trustsMinute }: Traits): boolean =>
  changesOf(zone).some(
    (change) =>
      (!mendsMidnight && !isEveryDay(fields) && touchesMidnight(change)) ||
      (mendsHour && stepsOver(change, fields)) ||
      (!trustsMinute && !isOnTheHour(change) && breaksOff(change, fields)),
  );
