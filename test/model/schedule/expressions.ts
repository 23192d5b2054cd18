import fc from 'fast-check';
import { parseAwsSchedule } from '../../../model/schedule/aws.ts';
import { nextFire, type Schedule } from '../../../model/schedule/schedule.ts';

/** The schedule of an expression that is known to be good. */
export const schedule = (expression: string, timeZone?: string): Schedule => {
  const parsed = parseAwsSchedule(expression, timeZone);
  if ('problem' in parsed) throw new Error(`${expression} (${timeZone}): ${parsed.problem}`);
  return parsed.schedule;
};

export const at = (time: string): number => Date.parse(time.length === 10 ? `${time}T00:00Z` : `${time}Z`);

/** The first fires after `after`, as `2026-01-31T05:00`. */
export const fires = (of: Schedule, after: string, count: number): readonly string[] => {
  const found: string[] = [];
  for (let fire = nextFire(of, at(after)); fire !== undefined && found.length < count; fire = nextFire(of, fire)) {
    found.push(new Date(fire).toISOString().slice(0, 16));
  }
  return found;
};

/** A day of the calendar, and the minute that its clock shows. */
export interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** A field as text, and what that means for a value. Meanings are written down with the text, so nothing is parsed here. */
export interface Generated<T> {
  readonly text: string;
  readonly has: (value: T) => boolean;
}

export const item = (min: number, max: number, steps = true, names: readonly string[] = []): fc.Arbitrary<Generated<number>> => {
  const number = fc.integer({ min, max });
  const word = (value: number): fc.Arbitrary<string> => fc.constantFrom(String(value), names[value - min] ?? String(value));
  const one = number.chain((value) => word(value).map((text) => ({ text, has: (given: number) => given === value })));
  const range = fc.tuple(number, number).chain(([a, b]) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    return fc
      .tuple(word(low), word(high))
      .map(([from, to]) => ({ text: `${from}-${to}`, low, high, has: (value: number) => value >= low && value <= high }));
  });
  if (!steps) return fc.oneof(one, range);
  const step = fc.integer({ min: 1, max: Math.min(max, 40) });
  const open = fc
    .tuple(number, step)
    .map(([from, by]) => ({ text: `${from}/${by}`, has: (value: number) => value >= from && (value - from) % by === 0 }));
  const all = step.map((by) => ({ text: `*/${by}`, has: (value: number) => (value - min) % by === 0 }));
  const stepped = fc
    .tuple(range, step)
    .map(([{ text, low, has }, by]) => ({ text: `${text}/${by}`, has: (value: number) => has(value) && (value - low) % by === 0 }));
  return fc.oneof(one, range, open, all, stepped);
};

export const list = (items: fc.Arbitrary<Generated<number>>, maxLength = 3): fc.Arbitrary<Generated<number>> =>
  fc.array(items, { minLength: 1, maxLength }).map((parts) => ({
    text: parts.map(({ text }) => text).join(','),
    has: (value) => parts.some(({ has }) => has(value)),
  }));

export const every = fc.constant<Generated<number>>({ text: '*', has: () => true });

const lengthOf = ({ year, month }: Wall): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
/** 1 = Sunday. */
const weekdayOf = ({ year, month }: Wall, day: number): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
const isWorkday = (wall: Wall, day: number): boolean =>
  day >= 1 && day <= lengthOf(wall) && weekdayOf(wall, day) > 1 && weekdayOf(wall, day) < 7;

/** The workday of the month with the smallest distance; two are never equally far away. */
const closestTo = (wall: Wall, day: number): number | undefined =>
  day > lengthOf(wall) ? undefined : [0, -1, 1, -2, 2].map((by) => day + by).find((other) => isWorkday(wall, other));

export const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
export const WEEKDAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');

const daysOfMonth: fc.Arbitrary<Generated<Wall>> = fc.oneof(
  { weight: 3, arbitrary: fc.oneof(every, list(item(1, 31))).map(({ text, has }) => ({ text, has: ({ day }: Wall) => has(day) })) },
  fc.constant<Generated<Wall>>({ text: 'L', has: (wall) => wall.day === lengthOf(wall) }),
  fc.integer({ min: 1, max: 31 }).map((day) => ({ text: `${day}W`, has: (wall: Wall) => wall.day === closestTo(wall, day) })),
);

const namedWeekday = fc
  .integer({ min: 1, max: 7 })
  .chain((value) => fc.constantFrom(String(value), WEEKDAYS[value - 1] ?? '').map((word) => ({ value, word })));

const daysOfWeek: fc.Arbitrary<Generated<Wall>> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.oneof(every, list(item(1, 7, false, WEEKDAYS))).map(({ text, has }) => ({
      text,
      has: (wall: Wall) => has(weekdayOf(wall, wall.day)),
    })),
  },
  fc.constant<Generated<Wall>>({ text: 'L', has: (wall) => weekdayOf(wall, wall.day) === 7 }),
  namedWeekday.map(({ value, word }) => ({
    text: `${word}L`,
    has: (wall: Wall) => weekdayOf(wall, wall.day) === value && wall.day + 7 > lengthOf(wall),
  })),
  fc.tuple(namedWeekday, fc.integer({ min: 1, max: 5 })).map(([{ value, word }, count]) => ({
    text: `${word}#${count}`,
    has: (wall: Wall) => weekdayOf(wall, wall.day) === value && Math.ceil(wall.day / 7) === count,
  })),
);

const days: fc.Arbitrary<Generated<Wall>> = fc.oneof(
  daysOfMonth.map(({ text, has }) => ({ text: `${text} ?`, has })),
  daysOfWeek.map(({ text, has }) => ({ text: `? ${text}`, has })),
);

/** What of an expression is generated at its widest, and what is left at its usual. */
export interface Shape {
  readonly minutes: fc.Arbitrary<Generated<number>>;
  readonly hours: fc.Arbitrary<Generated<number>>;
  readonly months: fc.Arbitrary<Generated<number>>;
  readonly years: fc.Arbitrary<Generated<number>>;
}

export const ANYTHING: Shape = {
  minutes: fc.oneof(every, list(item(0, 59))),
  hours: fc.oneof(every, list(item(0, 23))),
  months: fc.oneof({ weight: 3, arbitrary: every }, { weight: 1, arbitrary: list(item(1, 12, true, MONTHS)) }),
  // Steps without an end are left to the tables: those of AWS begin in 1970 and end in 2199, those of croner nowhere.
  years: fc.oneof(
    { weight: 5, arbitrary: every },
    { weight: 1, arbitrary: list(item(2020, 2050).filter(({ text }) => !/^(\*|\d+)\//.test(text))) },
  ),
};

/** A few fires on a day at most, in every month and year. */
export const SPARSE: Shape = {
  minutes: list(
    item(0, 59, false).filter(({ text }) => !text.includes('-')),
    1,
  ),
  hours: list(
    item(0, 23, false).filter(({ text }) => !text.includes('-')),
    3,
  ),
  months: every,
  years: every,
};

/** An expression of AWS, and whether it fires in a minute that the clock shows. */
export const expressions = ({ minutes, hours, months, years }: Shape): fc.Arbitrary<Generated<Wall>> =>
  fc.tuple(minutes, hours, days, months, years).map(([minute, hour, day, month, year]) => {
    const [ofMonth = '', ofWeek = ''] = day.text.split(' ');
    return {
      text: `cron(${[minute.text, hour.text, ofMonth, month.text, ofWeek, year.text].join(' ')})`,
      has: (wall) => minute.has(wall.minute) && hour.has(wall.hour) && day.has(wall) && month.has(wall.month) && year.has(wall.year),
    };
  });

/** Zones with clocks of all kinds: half hours, half an hour of summer, both hemispheres, changes at midnight, none. */
export const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'Pacific/Apia',
  'America/St_Johns',
  'Africa/Cairo',
  'America/Santiago',
  'Africa/Casablanca',
] as const;
