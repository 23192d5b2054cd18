import { remembering } from '../remember.ts';
import { type CalendarSchedule, DAY, type Schedule, searchedUntil } from './schedule.ts';

const MINUTE = 60_000;

/** Over two leap days and all that clocks do. */
const HORIZON = 8 * 366 * DAY;

/** More windows than these are not looked at: hourly ones for seven months. What fires more often is alike soon. */
const MOST_WINDOWS = 5000;

/** Longer windows are put together from shorter ones. */
const LONGEST_WINDOW = 100_000;

/** Who looks a moment after a fire whether another is due finds times that the clock repeats, which `firesOn` leaves out. */
const LOOKED_AT_AFTER = MINUTE / 2;

function* walked(next: (after: number) => number | undefined, from: number): Generator<number> {
  for (let fire = next(from); fire !== undefined; fire = next(fire + LOOKED_AT_AFTER)) yield fire;
}

function* listed(schedule: CalendarSchedule, from: number): Generator<number> {
  const today = Math.floor(from / DAY);
  for (let day = today, until = searchedUntil(schedule, day); day <= until; day++) {
    const fires = schedule.firesOn(day);
    for (const time of fires) if (day * DAY + time > from) yield day * DAY + time;
    if (fires.length > 0) until = searchedUntil(schedule, day);
  }
}

const onCalendar = (schedule: CalendarSchedule, count: number, from: number): number => {
  const window: number[] = [];
  let shortest = Number.POSITIVE_INFINITY;
  let seen = 0;
  for (const fire of schedule.next ? walked(schedule.next, from) : listed(schedule, from)) {
    const slot = seen % count;
    if (seen >= count) shortest = Math.min(shortest, fire - (window[slot] ?? 0));
    window[slot] = fire;
    if (++seen >= count + MOST_WINDOWS || fire - shortest > from + HORIZON) break;
  }
  return shortest;
};

const compute = (schedule: Schedule, count: number, from: number): number => {
  if (schedule.kind === 'interval') return count * schedule.every;
  if (count <= LONGEST_WINDOW) return count === 0 ? 0 : onCalendar(schedule, count, from);
  // What comes one after the other takes as long as its parts at least.
  return (
    Math.floor(count / LONGEST_WINDOW) * onCalendar(schedule, LONGEST_WINDOW, from) + shortestSpan(schedule, count % LONGEST_WINDOW, from)
  );
};

let schedulesSeen = 0;
const ids = new WeakMap<Schedule, number>();
const idOf = (schedule: Schedule): number => {
  const id = ids.get(schedule) ?? schedulesSeen++;
  ids.set(schedule, id);
  return id;
};

/**
 * The shortest time in which a schedule fires `count` times more after a fire, in milliseconds: of a schedule for every hour
 * and 3 it is 3 hours. `from` (milliseconds since 1970) is the moment from which on is looked. `Infinity` where it does not
 * fire so often.
 */
export const shortestSpan: (schedule: Schedule, count: number, from: number) => number = remembering(
  1000,
  (schedule, count, from) => [idOf(schedule), count, from].join(' '),
  compute,
);
