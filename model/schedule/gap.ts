import { kept, remembering } from '../remember.ts';
import { type CalendarSchedule, DAY, type IntervalSchedule, type Schedule, searchedUntil } from './schedule.ts';

/** The longest time without a fire. Milliseconds, and milliseconds since 1970. */
export interface Gap {
  /** `Infinity` where the fires end, or never begin. */
  readonly gap: number;
  /** The fire before it, or the moment from which on was looked. */
  readonly after: number;
  /** The fire that ends it; `Infinity` where there is none. */
  readonly before: number;
  /** `false` = it is not longer; how much shorter depends on when an interval fired first, which is not known. */
  readonly exact: boolean;
}

type Fires = readonly number[];

/** A UTC day with fires: the first, the last and the longest time between two of them. */
interface FiringDay {
  readonly first: number;
  readonly last: number;
  readonly within: Gap;
}

const YEAR = 366 * DAY;

/** `compute`, with its answer for each object kept. */
const onceEach = <K extends object, V>(compute: (key: K) => V): ((key: K) => V) => {
  const known = new WeakMap<K, V>();
  return (key) => kept(known, key, () => compute(key));
};

const merge = (one: Fires, other: Fires): Fires =>
  [...one, ...other].sort((a, b) => a - b).filter((fire, index, all) => fire !== all[index - 1]);

/** The fires of all schedules on a UTC day; the very same array for days that are alike. */
const together = (schedules: readonly CalendarSchedule[]): ((day: number) => Fires) => {
  const merged = onceEach((one: Fires) => onceEach((other: Fires) => merge(one, other)));
  const join = (one: Fires, other: Fires): Fires => {
    if (one.length === 0 || one === other) return other;
    return other.length === 0 ? one : merged(one)(other);
  };
  return (day) => schedules.map(({ firesOn }) => firesOn(day)).reduce(join, []);
};

const between = (after: number, before: number): Gap => ({ gap: before - after, after, before, exact: true });

const longer = (one: Gap, other: Gap): Gap => (other.gap > one.gap ? other : one);

const shifted = ({ after, before }: Gap, by: number): Gap => between(after + by, before + by);

/** What a day is that has these fires, in milliseconds after its midnight; `undefined` where it has none. */
const summary = (fires: Fires): FiringDay | undefined => {
  const [first, ...rest] = fires;
  if (first === undefined) return undefined;
  const gaps = rest.map((fire, index) => between(fires[index] ?? first, fire));
  return { first, last: rest.at(-1) ?? first, within: gaps.reduce(longer, between(first, first)) };
};

/** The days with fires later than `from`, as long as there are any. */
function* firingDays(schedules: readonly CalendarSchedule[], from: number): Generator<FiringDay> {
  const firesOn = together(schedules);
  const summaryOf = onceEach(summary);
  const lookUntil = (day: number): number => Math.max(...schedules.map((schedule) => searchedUntil(schedule, day)));
  const today = Math.floor(from / DAY);
  for (let day = today, until = lookUntil(day); day <= until; day++) {
    const midnight = day * DAY;
    const found = day === today ? summary(firesOn(day).filter((time) => midnight + time > from)) : summaryOf(firesOn(day));
    if (!found) continue;
    yield { first: midnight + found.first, last: midnight + found.last, within: shifted(found.within, midnight) };
    until = lookUntil(day);
  }
}

/**
 * How far to look ahead, given the longest gap so far: over two leap days and all that clocks do; where it fires less than
 * once a year until the weekdays of leap years recur.
 */
const horizon = (gap: number): number => (gap > YEAR ? 28 : 8) * YEAR;

const largestOnCalendar = (schedules: readonly CalendarSchedule[], from: number): Gap => {
  let largest = between(from, from);
  let last = from;
  for (const day of firingDays(schedules, from)) {
    largest = longer(longer(largest, between(last, day.first)), day.within);
    const twoFires = last > from || day.last > day.first;
    last = day.last;
    if (twoFires && last >= from + horizon(largest.gap)) return largest;
  }
  return between(last, Number.POSITIVE_INFINITY);
};

/** Nobody knows where the fires of an interval fall: at worst where they help least. A gap twice as long holds a whole one. */
const withInterval = (calendar: Gap, every: number, alone: boolean): Gap => {
  if (calendar.gap <= every) return { ...calendar, exact: false };
  return { gap: every, after: calendar.after, before: calendar.after + every, exact: alone && calendar.gap >= 2 * every };
};

const isCalendar = (schedule: Schedule): schedule is CalendarSchedule => schedule.kind === 'calendar';
const isInterval = (schedule: Schedule): schedule is IntervalSchedule => schedule.kind === 'interval';

const compute = (schedules: readonly Schedule[], from: number): Gap => {
  const calendar = largestOnCalendar(schedules.filter(isCalendar), from);
  const intervals = schedules.filter(isInterval).map(({ every }) => every);
  return intervals.length === 0 ? calendar : withInterval(calendar, Math.min(...intervals), intervals.length === 1);
};

let schedulesSeen = 0;
const idOf = onceEach((_schedule: Schedule) => schedulesSeen++);

/**
 * The longest time without a fire of any of these schedules from `from` (milliseconds since 1970) on, over 8 years or more.
 * The time from `from` to the first fire counts, too. Without schedules it is infinite.
 */
export const largestGap: (schedules: readonly Schedule[], from: number) => Gap = remembering(
  1000,
  (schedules, from) => [from, ...schedules.map(idOf)].join(' '),
  compute,
);
