import { kept, remembering } from '../remember.ts';
import { DAY } from './schedule.ts';

/** A part of a UTC day during which the clock of a zone runs evenly. Milliseconds. */
export interface Stretch {
  /** From when on, after midnight UTC. */
  readonly from: number;
  /** Until when, exclusive. */
  readonly to: number;
  /** Clock time minus UTC. */
  readonly offset: number;
  /** From when on the clock shows what it has not shown before: later than `from` where it was put back. */
  readonly fresh: number;
}

/** The clock of a time zone. */
export interface Zone {
  /** The stretches of a UTC day, counted from 1970-01-01. Days that are alike get the very same array. */
  readonly stretchesOn: (day: number) => readonly Stretch[];
  /** Clock time minus UTC at an instant. */
  readonly offsetAt: (instant: number) => number;
  /** What happens to the clock in a week, counted from 1970-01-01. */
  readonly changeIn: (week: number) => Change;
}

/** The moment at which a clock is put forward or back; one that is left alone has a moment that changes nothing. */
export interface Change {
  readonly at: number;
  /** Clock time minus UTC until then. */
  readonly before: number;
  /** Clock time minus UTC from then on. */
  readonly after: number;
}

const SECOND = 1000;

/** Days within which no clock is put forward or back twice: Ramadan, the shortest reason for it, is four times as long. */
export const WEEK = 7;

/** Names of the IANA database. Offsets like `+05:00`, which only some versions of `Intl` take, are none. */
const NAME = /^[A-Za-z][\w+\-/]{0,63}$/;

const clockOf = (name: string): Intl.DateTimeFormat | undefined => {
  if (!NAME.test(name)) return undefined;
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', ...fields });
  } catch {
    return undefined;
  }
};

/** What the clock shows at an instant, as if it showed UTC. */
const shown = (clock: Intl.DateTimeFormat, instant: number): number => {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (clock.format(instant).match(/\d+/g) ?? []).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
};

/** The first instant in (`from`, `to`] at which `holds`, to the second; it has to hold at `to`. */
const firstInstant = (from: number, to: number, holds: (instant: number) => boolean): number => {
  if (to - from <= SECOND) return to;
  const middle = from + Math.floor((to - from) / (2 * SECOND)) * SECOND;
  return holds(middle) ? firstInstant(from, middle, holds) : firstInstant(middle, to, holds);
};

/** What happens to the clock from one midnight UTC to another. */
const changeBetween = (clock: Intl.DateTimeFormat, start: number, end: number): Change => {
  const offsetAt = (instant: number): number => shown(clock, instant) - instant;
  const [before, after] = [offsetAt(start), offsetAt(end)];
  return { at: before === after ? end : firstInstant(start, end, (instant) => offsetAt(instant) !== before), before, after };
};

/** Until when the clock shows again what it has shown. */
const repeatsUntil = ({ at, before, after }: Change): number => at + Math.max(0, before - after);

/** The stretches of a day; `changes` are those of the weeks of the day before and of the day. */
const stretchesOf = (midnight: number, changes: readonly Change[]): readonly Stretch[] => {
  const end = midnight + DAY;
  const past = changes.filter(({ at }) => at <= midnight);
  const offset = past.at(-1)?.after ?? changes[0]?.before ?? 0;
  const fresh = Math.max(0, ...past.map((change) => repeatsUntil(change) - midnight));
  const today = changes.find(({ at, before, after }) => at > midnight && at < end && before !== after);
  if (!today) return [{ from: 0, to: DAY, offset, fresh }];
  const at = today.at - midnight;
  return [
    { from: 0, to: at, offset, fresh },
    { from: at, to: DAY, offset: today.after, fresh: repeatsUntil(today) - midnight },
  ];
};

const offsetIn = (stretches: readonly Stretch[], instant: number): number => {
  const time = instant - Math.floor(instant / DAY) * DAY;
  return stretches.find(({ to }) => time < to)?.offset ?? 0;
};

const zoneWith = (clock: Intl.DateTimeFormat): Zone => {
  const weeks = new Map<number, Change>();
  const alike = new Map<string, readonly Stretch[]>();
  const days = new Map<number, readonly Stretch[]>();
  const changeIn = (week: number): Change => kept(weeks, week, () => changeBetween(clock, week * WEEK * DAY, (week + 1) * WEEK * DAY));
  const look = (day: number): readonly Stretch[] => {
    const near = new Set([day - 1, day].map((other) => Math.floor(other / WEEK)));
    const stretches = stretchesOf(day * DAY, [...near].map(changeIn));
    return kept(alike, JSON.stringify(stretches), () => stretches);
  };
  const stretchesOn = (day: number): readonly Stretch[] => kept(days, day, () => look(day));
  return { stretchesOn, offsetAt: (instant) => offsetIn(stretchesOn(Math.floor(instant / DAY)), instant), changeIn };
};

/** The clock of the zone of that IANA name; `undefined` where there is none. */
export const zoneOf: (name: string) => Zone | undefined = remembering(
  64,
  (name) => name,
  (name) => {
    const clock = clockOf(name);
    return clock && zoneWith(clock);
  },
);
