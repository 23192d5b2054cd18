import { type Zone, zoneOf } from '../zone.ts';

// The zones of Java's ZoneId.of.

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WEEK = 7 * DAY;

/** `+2`, `-03:30`, `+0330`, each with seconds too, though no clock has any. */
const OFFSET = /^(?<sign>[+-])(?:(?<hour>\d)|(?<hours>\d\d)(?::?(?<minutes>[0-5]\d)(?::?00)?)?)$/;

/** `UTC+2` and so on is no more than the offset. */
const PREFIX = /^(?:UTC|GMT|UT)(?=[+-])/;

const LARGEST = 18 * 60 * MINUTE;

/** Clock time minus UTC, in milliseconds. */
const offsetOf = (name: string): number | undefined => {
  const { sign, hour, hours = hour, minutes = '0' } = OFFSET.exec(name)?.groups ?? {};
  const offset = (Number(hours) * 60 + Number(minutes)) * MINUTE;
  if (sign === undefined || offset > LARGEST) return undefined;
  return sign === '-' ? -offset : offset;
};

/** A clock that nobody puts forward or back. */
const fixed = (offset: number): Zone => {
  const stretches = [{ from: 0, to: DAY, offset, fresh: 0 }];
  return {
    stretchesOn: () => stretches,
    offsetAt: () => offset,
    changeIn: (week) => ({ at: (week + 1) * WEEK, before: offset, after: offset }),
  };
};

const OTHER_NAMES_OF_UTC = new Set(['Z', 'UT']);

/**
 * The zone that Java has by that name: an IANA name or an offset. A name in other letters, which Java would refuse, can mean
 * but one thing; so can the few names that only some of the two know.
 */
export const javaZone = (name: string): Zone | undefined => {
  if (OTHER_NAMES_OF_UTC.has(name)) return zoneOf('UTC');
  const offset = offsetOf(name.replace(PREFIX, ''));
  return offset === undefined ? zoneOf(name) : fixed(offset === 0 ? 0 : offset);
};
