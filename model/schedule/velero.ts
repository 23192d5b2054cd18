import { once, remembering } from '../remember.ts';
import { problem, type Result } from './result.ts';
import { DIALECTS, type Dialect, TRAITS } from './robfig/dialects.ts';
import { type Expression, meaningOf, readExpression } from './robfig/expression.ts';
import { robfigSchedule } from './robfig/fires.ts';
import { goZone } from './robfig/zones.ts';
import type { Parsed, Schedule } from './schedule.ts';

export { DIALECTS, type Dialect };

const SECOND = 1000;

/**
 * Velero looks once a minute whether a schedule is due (`scheduleSyncPeriod` of its schedule controller), so a run starts up
 * to this many milliseconds after it is. That adds up for `@every`, which counts from the previous run: its runs are between
 * its interval and that much more apart. Fires of a calendar do not drift.
 */
export const VELERO_SYNC_PERIOD = 60 * SECOND;

/** Nobody writes more. */
const LONGEST = 4096;

const scheduleOf = (text: string, expression: Expression, dialect: Dialect): Schedule => {
  if (expression.kind === 'interval') return { kind: 'interval', text, every: expression.every };
  const { fields, clock } = expression;
  return robfigSchedule({ text, timeZone: clock.timeZone }, fields, clock.zone, TRAITS[dialect]);
};

/** What an expression comes to in a dialect. */
interface Understood {
  readonly schedule: Schedule;
  /** Whether it follows the clock of the server. */
  readonly local: boolean;
  /** The same for dialects in which it fires at the very same times. */
  readonly meaning: () => string;
}

const understand = remembering(
  1000,
  (text: string, timeZone: string, dialect: Dialect) => `${dialect} ${timeZone}\n${text}`,
  (text, timeZone, dialect): Result<Understood> => {
    const read = readExpression(text, timeZone, dialect);
    if (read.problem !== undefined) return read;
    const expression = read.value;
    const local = expression.kind === 'calendar' && expression.clock.local;
    const schedule = scheduleOf(text, expression, dialect);
    return { value: { schedule, local, meaning: once(() => meaningOf(expression, dialect)) } };
  },
);

const understood = (text: string, timeZone: string, dialect: Dialect): Result<Understood> => {
  if (text.length > LONGEST) return problem(`it is longer than ${LONGEST} characters`);
  if (text === '') return problem('it is empty');
  return timeZone.length > LONGEST ? problem('its time zone is unknown') : understand(text, timeZone, dialect);
};

const parsed = (found: Result<Understood>): Parsed =>
  found.problem === undefined ? { schedule: found.value.schedule } : problem(found.problem);

/**
 * The schedule of a Velero schedule's expression, read as Velero does (by `ParseStandard` of the library whose dialect it
 * is): five fields (minutes, hours, day of month, month, day of week), a descriptor such as `@daily`, or `@every` with a Go
 * duration; in later dialects after `TZ=` or `CRON_TZ=` with a time zone, or else by the clock of the server, whose zone is
 * `timeZone` (see `serverTimeZone`). Where that is not known, ask `needsTimeZone`, and if it is not needed, say `UTC`. A
 * problem is a clause that follows on the expression: `it has 6 fields instead of 5`.
 *
 * A valid expression may have no fires at all: `0 0 30 2 *`. Velero takes such a schedule for due whenever it looks.
 */
export const parseVeleroSchedule = (text: string, timeZone: string, dialect: Dialect): Parsed =>
  parsed(understood(text, timeZone, dialect));

/**
 * What an expression may be, where any of some dialects may hold (one at least): a schedule for each way to understand it,
 * of which there is one where all dialects agree on when it fires; and a problem if some refuse it.
 */
export const veleroReadings = (text: string, timeZone: string, dialects: readonly Dialect[]): readonly Parsed[] => {
  const all = dialects.map((dialect) => understood(text, timeZone, dialect));
  if (all.length === 1) return all.map(parsed);
  const meanings = new Map(all.map((found) => [found.problem === undefined ? found.value.meaning() : 'refused', parsed(found)]));
  return [...meanings.values()];
};

/** Whether the time zone of the server decides when a schedule fires. It does not for one that Velero refuses. */
export const needsTimeZone = (text: string, dialect: Dialect): boolean => {
  const found = understood(text, 'UTC', dialect);
  return found.problem === undefined && found.value.local;
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
