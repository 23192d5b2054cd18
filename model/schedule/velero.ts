import { remembering } from '../remember.ts';
import { clip } from '../text.ts';
import { parseGoDuration } from '../velero/go-duration.ts';
import { problem } from './result.ts';
import { parseFields, SPACE } from './robfig/fields.ts';
import { robfigSchedule } from './robfig/fires.ts';
import type { Parsed } from './schedule.ts';
import { type Zone, zoneOf } from './zone.ts';

const SECOND = 1000;

/**
 * Velero looks once a minute whether a schedule is due (`scheduleSyncPeriod` of its schedule controller), so a run starts up
 * to this many milliseconds after it is. That adds up for `@every`, which counts from the previous run: its runs are between
 * its interval and that much more apart. Fires of a calendar do not drift.
 */
export const VELERO_SYNC_PERIOD = 60 * SECOND;

/** Nobody writes more. */
const LONGEST = 4096;

const DESCRIPTORS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

const EVERY = '@every ';

const PREFIX = /^(?:CRON_)?TZ=/;
const OUTER_SPACE = new RegExp(`^${SPACE}|${SPACE}$`, 'g');

/** How Go calls the zone of the machine. */
const LOCAL = 'Local';

/** An expression without the zone that it may begin with. */
interface Split {
  /** As written, without a prefix `Local`; `undefined` = it names none. */
  readonly zone: string | undefined;
  readonly rest: string;
}

const split = (text: string): Split => {
  const prefix = PREFIX.exec(text)?.[0];
  if (prefix === undefined) return { zone: LOCAL, rest: text };
  // Only a space ends the name of a zone, though the fields are separated by white space of any kind.
  const end = text.indexOf(' ');
  return end < 0 ? { zone: undefined, rest: '' } : { zone: text.slice(prefix.length, end), rest: text.slice(end).replace(OUTER_SPACE, '') };
};

/** The names without a slash that are all capitals. ICU knows more of them, as PST and IST, which are nothing to Go. */
const CAPITALS = new Set('CET EET EST GB GMT HST MET MST NZ PRC ROC ROK UCT UTC WET'.split(' '));
const MIXED = /^(?:[A-Z][a-z]{3}|[A-Z]{3}\d[A-Z]{3}$|GMT[+-]?0$|GB-Eire$|NZ-CHAT$|W-SU$)/;
const IN_AREA = /^(?:[A-Z][a-z]{2,}|US)(?:\/(?:[A-Z][a-z]|[A-Z]{2,3}$|GMT[+-]?\d)[\w+-]*)+$/;
const OLD_NAMES_OF_ICU = /^SystemV\//;

/** Whether `Intl` has the zone by a name in other letters. Where it answers with another name for the zone, it cannot tell. */
const inOtherLetters = (name: string): boolean => {
  const { timeZone } = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions();
  return timeZone !== name && timeZone.toLowerCase() === name.toLowerCase();
};

const spelledForGo = (name: string): boolean =>
  (name.includes('/') ? IN_AREA.test(name) && !OLD_NAMES_OF_ICU.test(name) : CAPITALS.has(name) || MIXED.test(name)) &&
  !inOtherLetters(name);

/** The zone that Go's time.LoadLocation has by that name: to it, unlike to `Intl`, capital and small letters differ. */
const goZone = (name: string): Zone | undefined => {
  if (name === '') return zoneOf('UTC');
  const zone = zoneOf(name);
  return zone && spelledForGo(name) ? zone : undefined;
};

/** A delay has whole seconds, and one at least: `@every 0` and `@every -1h` are every second. */
const parseEvery = (text: string, duration: string): Parsed => {
  const delay = parseGoDuration(duration);
  if (delay === undefined) return problem(`"${clip(duration, 40)}" is no duration as Go writes it (1h30m)`);
  return { schedule: { kind: 'interval', text, every: Math.max(1, Math.floor(delay / SECOND)) * SECOND } };
};

const parseCalendar = (text: string, fields: string, timeZone: string, zone: Zone): Parsed => {
  const parsed = parseFields(fields);
  return parsed.problem === undefined ? { schedule: robfigSchedule({ text, timeZone }, parsed.value, zone) } : parsed;
};

const parse = remembering(
  1000,
  (text: string, timeZone: string) => `${timeZone}\n${text}`,
  (text, timeZone): Parsed => {
    const { zone: named, rest } = split(text);
    if (named === undefined) return problem('no space ends its time zone');
    const name = named === LOCAL ? timeZone : named || 'UTC';
    const zone = goZone(name);
    if (!zone) return problem('its time zone is unknown');
    if (rest.startsWith(EVERY)) return parseEvery(text, rest.slice(EVERY.length));
    const fields = rest.startsWith('@') ? DESCRIPTORS.get(rest) : rest;
    return fields === undefined ? problem(`"${clip(rest, 40)}" is none of the descriptors`) : parseCalendar(text, fields, name, zone);
  },
);

/**
 * The schedule of a Velero schedule's expression, read as Velero does (by `ParseStandard` of robfig/cron v3): five fields
 * (minutes, hours, day of month, month, day of week), a descriptor such as `@daily`, or `@every` with a Go duration; after
 * `TZ=` or `CRON_TZ=` with a time zone, or else by the clock of the server, whose zone is `timeZone` (see `serverTimeZone`).
 * Where that is not known, ask `needsTimeZone`, and if it is not needed, say `UTC`. A problem is a clause that follows on
 * the expression: `it has 6 fields instead of 5`.
 *
 * A valid expression may have no fires at all: `0 0 30 2 *`. Velero takes such a schedule for due whenever it looks.
 */
export const parseVeleroSchedule = (text: string, timeZone: string): Parsed => {
  if (text.length > LONGEST) return problem(`it is longer than ${LONGEST} characters`);
  if (text === '') return problem('it is empty');
  return timeZone.length > LONGEST ? problem('its time zone is unknown') : parse(text, timeZone);
};

/** Whether the time zone of the server decides when a schedule fires. It does not for one that Velero refuses. */
export const needsTimeZone = (text: string): boolean => {
  const parsed = parseVeleroSchedule(text, 'UTC');
  return 'schedule' in parsed && parsed.schedule.kind === 'calendar' && split(text).zone === LOCAL;
};

const ZONE_FILES = '/usr/share/zoneinfo/';

/**
 * The time zone of a server whose environment variable TZ has this value, as Go takes it: UTC without one, and where there
 * is no zone of that name. `undefined` = it is in a file that nobody has read.
 */
export const serverTimeZone = (value = ''): string | undefined => {
  const name = value.replace(/^:/, '');
  const zone = name.startsWith(ZONE_FILES) ? name.slice(ZONE_FILES.length) : name;
  if (zone.startsWith('/')) return undefined;
  return goZone(zone) && zone !== '' ? zone : 'UTC';
};
