import { remembering } from '../remember.ts';
import { calendarSchedule, type Times } from './calendar.ts';
import { closestWorkday, type DaysOf, daysOfMonth, lastDay, lastOnWeekday, nthOnWeekday, onWeekdays } from './days.ts';
import { type Field, parseField, valueIn } from './field.ts';
import { allOf, problem, type Result } from './result.ts';
import { DAY, type Parsed } from './schedule.ts';
import { zoneOf } from './zone.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** EventBridge, whose expressions AWS Backup takes, allows no more characters. */
const LONGEST = 256;

const CRON = /^cron\(([^()]*)\)$/;
const RATE = /^rate\(([1-9]\d{0,5})[ \t]+(minute|hour|day)(s?)\)$/;

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html
const MINUTES: Field = { name: 'minutes', min: 0, max: 59 };
const HOURS: Field = { name: 'hours', min: 0, max: 23 };
const DAYS: Field = { name: 'day of month', min: 1, max: 31 };
const MONTHS: Field = {
  name: 'month',
  min: 1,
  max: 12,
  words: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
const WEEKDAYS: Field = { name: 'day of week', min: 1, max: 7, words: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };
const YEARS: Field = { name: 'year', min: 1970, max: 2199 };
const NTH: Field = { name: 'day of week', min: 1, max: 5 };

const map = <A, B>(result: Result<A>, into: (value: A) => B): Result<B> =>
  result.problem === undefined ? { value: into(result.value) } : result;

/** 1 = Sunday becomes 0 = Sunday. */
const weekday = (value: number): number => value - 1;

/**
 * `L`, `15W`, or days. Left out is what AWS does not document: `LW`, `L-3`, and `L` or `W` in lists.
 * [inference] The workday closest to the first or the last day is looked for in the same month, as in Quartz, whose dialect
 * this is; months without the day are taken to have none, the reading with the longer gaps. AWS says nothing about either.
 */
const parseDaysOfMonth = (text: string): Result<DaysOf> => {
  if (text === 'L') return { value: lastDay };
  const [, day] = /^(\d{1,2})W$/.exec(text) ?? [];
  if (day === undefined) return map(parseField(DAYS, text), daysOfMonth);
  const value = valueIn(DAYS, day);
  return value === undefined ? problem(`${DAYS.name}: "${text}" is not within 1-31`) : { value: closestWorkday(value) };
};

/** `L` (the last day of the week: Saturday), `6L`, `FRI#2`, or days. There are no steps, and no lists with `L` or `#`. */
const parseDaysOfWeek = (text: string): Result<DaysOf> => {
  if (text === 'L') return { value: onWeekdays([weekday(WEEKDAYS.max)]) };
  const [, day, count] = /^(\w{1,3}?)(?:L|#(\d))$/.exec(text) ?? [];
  if (text.includes('/')) return problem(`${WEEKDAYS.name}: "${text}" has a step`);
  if (day === undefined) return map(parseField(WEEKDAYS, text), (values) => onWeekdays(values.map(weekday)));
  const value = valueIn(WEEKDAYS, day);
  const nth = count === undefined ? undefined : valueIn(NTH, count);
  if (value === undefined || (count !== undefined && nth === undefined)) return problem(`${WEEKDAYS.name}: "${text}" names no day`);
  return { value: nth === undefined ? lastOnWeekday(weekday(value)) : nthOnWeekday(weekday(value), nth) };
};

const parseDays = (ofMonth: string, ofWeek: string): Result<DaysOf> => {
  if ((ofMonth === '?') === (ofWeek === '?')) return problem('exactly one of day of month and day of week must be "?"');
  return ofWeek === '?' ? parseDaysOfMonth(ofMonth) : parseDaysOfWeek(ofWeek);
};

const parseYears = (text: string): Result<readonly number[] | undefined> => (text === '*' ? { value: undefined } : parseField(YEARS, text));

const parseTimes = (expression: string): Result<Times> => {
  if (/[^\w*?,\-/# \t]/.test(expression)) return problem('it has characters that no cron expression has');
  // AWS took the expression before we see it, and a name in small letters can mean but one thing.
  const fields = expression
    .trim()
    .toUpperCase()
    .split(/[ \t]+/);
  if (fields.length !== 6) return problem(`it has ${fields.length} fields instead of 6`);
  const [minute = '', hour = '', ofMonth = '', month = '', ofWeek = '', year = ''] = fields;
  const parsed = allOf({
    minutes: parseField(MINUTES, minute),
    hours: parseField(HOURS, hour),
    days: parseDays(ofMonth, ofWeek),
    months: parseField(MONTHS, month),
    years: parseYears(year),
  });
  return map(parsed, ({ minutes, hours, ...rest }) => ({
    ...rest,
    times: hours.flatMap((h) => minutes.map((m) => h * HOUR + m * MINUTE)),
  }));
};

/**
 * [inference] That AWS Backup skips times that do not exist and runs those that come twice only once is what EventBridge
 * Scheduler documents; AWS Backup itself says nothing about it.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
const REPEATED = 'once';

const parseCron = (text: string, fields: string, timeZone: string): Parsed => {
  const times = parseTimes(fields);
  if (times.problem !== undefined) return times;
  const zone = zoneOf(timeZone);
  if (!zone) return problem('its time zone is unknown');
  return { schedule: calendarSchedule({ text, timeZone }, times.value, zone, REPEATED) };
};

const UNITS = { minute: MINUTE, hour: HOUR, day: DAY } as const;

/** The unit is in the singular for 1 and in the plural for all else. */
const parseRate = (text: string): Parsed => {
  const [, digits, unit, plural] = RATE.exec(text) ?? [];
  const agrees = (digits === '1') === (plural === '');
  if (!agrees || (unit !== 'minute' && unit !== 'hour' && unit !== 'day')) return problem('it is neither cron(…) nor rate(…)');
  return { schedule: { kind: 'interval', text, every: Number(digits) * UNITS[unit] } };
};

const parse = remembering(
  1000,
  (expression: string, timeZone: string) => `${timeZone}\n${expression}`,
  (expression, timeZone): Parsed => {
    const [, fields] = CRON.exec(expression) ?? [];
    return fields === undefined ? parseRate(expression) : parseCron(expression, fields, timeZone);
  },
);

/**
 * The schedule of a rule of AWS Backup: `cron(minutes hours day-of-month month day-of-week year)` in a time zone, or
 * `rate(value unit)`. A problem is a clause that follows on the expression: `it has 5 fields instead of 6`.
 */
export const parseAwsSchedule = (expression: string, timeZone = 'UTC'): Parsed => {
  if (expression.length > LONGEST) return problem(`it is longer than ${LONGEST} characters`);
  return timeZone.length > LONGEST ? problem('its time zone is unknown') : parse(expression, timeZone);
};
