import { remembering } from '../remember.ts';
import { parseFields } from './opensearch/fields.ts';
import { fieldsSchedule } from './opensearch/fires.ts';
import { javaZone } from './opensearch/zones.ts';
import { problem } from './result.ts';
import { DAY, type Parsed } from './schedule.ts';

const MINUTE = 60_000;

/** Nobody writes more. */
const LONGEST = 4096;

const parse = remembering(
  1000,
  (expression: string, timeZone: string) => `${timeZone}\n${expression}`,
  (expression, timeZone): Parsed => {
    const fields = parseFields(expression);
    if (fields.problem !== undefined) return fields;
    const zone = javaZone(timeZone);
    return zone ? { schedule: fieldsSchedule({ text: expression, timeZone }, fields.value, zone) } : problem('its time zone is unknown');
  },
);

/**
 * The schedule of a policy of snapshot management (SM) of OpenSearch, `cron: { expression, timezone }`, read as its job
 * scheduler does (by cron-utils, as of Unix): minutes, hours, day of month, month, day of week (0 and 7 = Sunday), by the
 * clock of a zone: an IANA name, or an offset like `+02:00`. Where both fields of days are restricted, either is enough. There
 * are no descriptors such as `@daily`; expressions joined with `|`, which cron-utils takes, too, are left out. A problem is a
 * clause that follows on the expression: `it has 6 fields instead of 5`.
 *
 * [inference] A clock that is put back shows times twice. SM asks for the next fire when it sees, about once a minute, that
 * one is due: at the very second of the fire or, more often, later. Only in the first case does cron-utils leave the
 * repetition out; `nextFire` follows it in both. Gaps are those of the first, which are longer.
 */
export const parseOpenSearchSchedule = (expression: string, timeZone: string): Parsed => {
  if (expression.length > LONGEST) return problem(`it is longer than ${LONGEST} characters`);
  if (expression.trim() === '') return problem('it is empty');
  return timeZone.length > LONGEST ? problem('its time zone is unknown') : parse(expression, timeZone);
};

const UNITS: ReadonlyMap<string, number> = new Map([
  ['MINUTES', MINUTE],
  ['HOURS', 60 * MINUTE],
  ['DAYS', DAY],
]);

/** The number of the period is a Java int. */
const LONGEST_PERIOD = 2 ** 31 - 1;

/**
 * The schedule of an `interval: { period, unit }`: `MINUTES`, `HOURS` or `DAYS`, in any letters. It is how often the job
 * scheduler looks after a policy. Of `creation` and `deletion` only a `cron` is documented, but the same parser reads them, so
 * an interval may stand there, too. A problem is a clause.
 */
export const parseOpenSearchInterval = (period: number, unit: string): Parsed => {
  const milliseconds = UNITS.get(unit.toUpperCase());
  if (milliseconds === undefined) return problem('its unit is none of MINUTES, HOURS and DAYS');
  if (!Number.isInteger(period) || period < 1 || period > LONGEST_PERIOD) return problem('its period is no whole number from 1 on');
  return { schedule: { kind: 'interval', text: `${period} ${unit}`, every: period * milliseconds } };
};
