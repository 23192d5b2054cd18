import { parseTimeValue } from '../elasticsearch/time-value.ts';
import { remembering } from '../remember.ts';
import { calendarSchedule } from './calendar.ts';
import { type Fields, parseFields } from './elasticsearch/fields.ts';
import { problem } from './result.ts';
import type { CalendarSchedule, Parsed } from './schedule.ts';
import { type Zone, zoneOf } from './zone.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Nobody writes more. */
const LONGEST = 4096;

/** The only zone that policies of snapshots have. */
const TIME_ZONE = 'UTC';

/** When a clock on the wall fires, whatever the day. */
interface Clock extends Pick<Fields, 'seconds' | 'minutes' | 'hours'> {
  /** The same for clocks that are alike. */
  readonly name: string;
}

/**
 * The times of a day, in milliseconds. Those of an expression for every second take most of a megabyte: so each schedule only
 * knows its clock, and only those that were asked last are spelled out.
 */
const timesOf: (clock: Clock) => readonly number[] = remembering(
  128,
  ({ name }) => name,
  ({ seconds, minutes, hours }) =>
    hours.flatMap((hour) => minutes.flatMap((minute) => seconds.map((second) => hour * HOUR + minute * MINUTE + second * SECOND))),
);

const NONE: readonly number[] = [];

const scheduleOf = (text: string, { seconds, minutes, hours, ...days }: Fields, zone: Zone): CalendarSchedule => {
  const clock = { seconds, minutes, hours, name: [seconds, minutes, hours].join(' ') };
  const calendar = calendarSchedule({ text, timeZone: TIME_ZONE }, { ...days, times: [0] }, zone, 'once');
  return { ...calendar, firesOn: (day) => (calendar.firesOn(day).length > 0 ? timesOf(clock) : NONE) };
};

/** From 8.18 on, the class `Cron` gets workdays wrong: some it never finds, others it finds in the past, again and again. */
const BROKEN_WORKDAYS = [8, 18] as const;

/** Whether a version, as `8.17.3`, is known to find workdays. */
const findsWorkdays = (version: string): boolean => {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})/.exec(version) ?? [];
  const [firstMajor, firstMinor] = BROKEN_WORKDAYS;
  return major !== undefined && (Number(major) < firstMajor || (Number(major) === firstMajor && Number(minor) < firstMinor));
};

const parseCron = (text: string, version: string): Parsed => {
  const fields = parseFields(text);
  if (fields.problem !== undefined) return fields;
  const zone = zoneOf(TIME_ZONE);
  if (!zone) return problem('its time zone is unknown');
  if (fields.value.workdays && !findsWorkdays(version)) return problem('Elasticsearch 8.18 and later find wrong days for "W"');
  return { schedule: scheduleOf(text, fields.value, zone) };
};

const parse = remembering(
  1000,
  (text: string, version: string) => `${version}\n${text}`,
  (text, version): Parsed => {
    const interval = parseTimeValue(text);
    if (interval === undefined) return parseCron(text, version);
    return interval > 0 ? { schedule: { kind: 'interval', text, every: interval } } : problem('it is no longer than nothing');
  },
);

/**
 * The schedule of a policy of snapshot lifecycle management (SLM) of Elasticsearch: six or seven fields (seconds, minutes,
 * hours, day of month, month, day of week, year) in UTC, or, since 8.16, a time value (`30m`, `1d`), which counts from the
 * moment at which the policy was modified. `version` is that of the cluster, and says what becomes of workdays (`15W`).
 * A problem is a clause that follows on the expression: `it has 5 fields instead of 6 or 7`.
 *
 * A valid expression may have no fires at all: `0 0 0 30 2 ?`.
 */
export const parseElasticsearchSchedule = (text: string, version = ''): Parsed => {
  if (text.length > LONGEST) return problem(`it is longer than ${LONGEST} characters`);
  return text.trim() === '' ? problem('it is empty') : parse(text, version.slice(0, 32));
};
