import { clip } from '../../text.ts';
import { every, type Field } from '../field.ts';
import { allOf, problem, type Result } from '../result.ts';
import type { Traits } from './dialects.ts';

/** What the five fields of an expression ask for. A list may be empty: nothing fits it then. */
export interface Fields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: readonly number[];
  /** 1 = January. */
  readonly months: readonly number[];
  /** 0 = Sunday. */
  readonly weekdays: readonly number[];
  /** Whether a day has to fit both fields for days; else one of them is enough. */
  readonly bothDays: boolean;
}

/** From the first value to the last by a step. It goes round where the last is less than the first. */
interface Range {
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

interface Values {
  readonly values: readonly number[];
  readonly starred: boolean;
}

/** A field, and what it must not have in it even where nobody would read it: `*-L` is `*`. */
interface Bounds extends Field {
  readonly reserved?: RegExp;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const A_WEEK = WEEKDAYS.length;

const LINEAR = {
  minutes: { name: 'minutes', min: 0, max: 59 },
  hours: { name: 'hours', min: 0, max: 23 },
  daysOfMonth: { name: 'day of month', min: 1, max: 31 },
  months: { name: 'month', min: 1, max: 12, words: MONTHS },
  weekdays: { name: 'day of week', min: 0, max: 6, words: WEEKDAYS },
} as const satisfies Readonly<Record<string, Bounds>>;

type FieldBounds = Readonly<Record<keyof typeof LINEAR, Bounds>>;

/** `L`, `W` and `#` are for those who ask go-cron for more than standard expressions. */
const CYCLIC: FieldBounds = {
  ...LINEAR,
  daysOfMonth: { ...LINEAR.daysOfMonth, reserved: /[LW]/i },
  weekdays: { ...LINEAR.weekdays, max: A_WEEK, reserved: /#/ },
};

/** What Go's strings.Fields splits at: unlike `\s` with U+0085 and without U+FEFF. */
export const SPACE = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';

const LARGEST = 2n ** 63n - 1n;

/** A number as Go's strconv.Atoi reads it: `+5` and `005` are 5. Those too large for 64 bits are none. */
const numberOf = (text: string): number | undefined => {
  const [, digits] = /^\+?0*(\d{1,19})$/.exec(text) ?? [];
  return digits === undefined || BigInt(digits) > LARGEST ? undefined : Number(digits);
};

/** The only letter of another alphabet that is one of our words in small letters, to Go: a capital I with a dot. */
const DOTTED = /\u0130/g;

const meantBy = ({ min, words = [] }: Field, text: string): number | undefined => {
  const letters = text.replace(DOTTED, 'I');
  // Other alphabets have letters whose capitals are those of ours.
  const word = /^[A-Za-z]+$/.test(letters) ? words.indexOf(letters.toUpperCase()) : -1;
  return word >= 0 ? min + word : numberOf(text);
};

/** The ends of `5`, `5-10` or, with a step, `5/2`, which goes on to the end of the field. */
const endsOf = (field: Field, range: readonly string[], stepped: boolean): readonly (number | undefined)[] => {
  const [from = '', to] = range;
  const first = meantBy(field, from);
  if (to !== undefined) return [first, meantBy(field, to)];
  return [first, stepped ? field.max : first];
};

const sizeOf = ({ min, max }: Field): number => max - min + 1;

/** How many values lie within a range. */
const spanOf = (field: Field, { first, last }: Range): number => last - first + 1 + (first > last ? sizeOf(field) : 0);

/** Why a range is none of a field, as a clause; `undefined` where it is one. */
const flawIn = (field: Field, range: Range, { cyclic }: Traits): string | undefined => {
  const { min, max } = field;
  const { first, last, step } = range;
  if (first < min || last > max) return `is not within ${min}-${max}`;
  if (first > last && !cyclic) return 'runs backwards';
  if (step === 0) return 'has a step of 0';
  // A range that begins beyond the field may have less than no values. To go-cron, which has no negative numbers, these are many.
  const span = spanOf(field, range);
  return cyclic && step > 1 && span >= 0 && step >= span ? 'has a step that is not shorter than the range' : undefined;
};

/** What a range stands for. One that begins beyond the end of the field has gone round already: `25-2` in the hours is 1 and 2. */
const valuesIn = (field: Field, { first, last, step }: Range): readonly number[] => {
  const size = sizeOf(field);
  const end = first > last ? last + size : last;
  return every(first, end, step).map((value) => ((value - field.min) % size) + field.min);
};

const isStar = (text: string | undefined): boolean => text === '*' || text === '?';

const parseItem = (field: Field, text: string, traits: Traits): Result<Values> => {
  const refused = (why: string) => problem(`${field.name}: "${clip(text, 40)}" ${why}`);
  const [range = '', by, ...more] = text.split('/');
  const parts = range.split('-');
  // Whatever follows a star and a hyphen goes unread: `*-5` is `*`.
  const star = isStar(parts[0]);
  const [first, last] = star ? [field.min, field.max] : endsOf(field, parts, by !== undefined);
  const step = numberOf(by ?? '1');
  if (more.length > 0 || (!star && parts.length > 2)) return refused('is not understood');
  if (first === undefined || last === undefined || step === undefined) return refused('is not understood');
  const flaw = flawIn(field, { first, last, step }, traits);
  if (flaw !== undefined) return refused(flaw);
  const starred = star && (step === 1 || traits.bothDays === 'stepped star');
  return { value: { values: valuesIn(field, { first, last, step }), starred } };
};

/** A list, whose empty items do not count: `1,,2` is `1,2`, and `,` is nothing at all. */
const parseList = (field: Bounds, text: string, traits: Traits): Result<Values> => {
  if (field.reserved?.test(text)) return problem(`${field.name}: "${clip(text, 40)}" is not understood`);
  const items = text
    .split(',')
    .filter((item) => item !== '')
    .map((item) => parseItem(field, item, traits));
  const bad = items.find((item) => item.problem !== undefined);
  if (bad) return bad;
  const parts = items.flatMap((item) => ('value' in item ? [item.value] : []));
  return { value: { values: parts.flatMap(({ values }) => values), starred: parts.some(({ starred }) => starred) } };
};

const ascending = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);

/** The five fields of an expression: minutes, hours, day of month, month, day of week. */
export const parseFields = (text: string, traits: Traits): Result<Fields> => {
  const fields = text.split(new RegExp(SPACE)).filter((field) => field !== '');
  if (fields.length !== 5) return problem(`it has ${fields.length} fields instead of 5`);
  const [minute = '', hour = '', ofMonth = '', month = '', ofWeek = ''] = fields;
  const bounds: FieldBounds = traits.cyclic ? CYCLIC : LINEAR;
  const parsed = allOf({
    minutes: parseList(bounds.minutes, minute, traits),
    hours: parseList(bounds.hours, hour, traits),
    daysOfMonth: parseList(bounds.daysOfMonth, ofMonth, traits),
    months: parseList(bounds.months, month, traits),
    weekdays: parseList(bounds.weekdays, ofWeek, traits),
  });
  if (parsed.problem !== undefined) return parsed;
  const { minutes, hours, daysOfMonth, months, weekdays } = parsed.value;
  return {
    value: {
      minutes: ascending(minutes.values),
      hours: ascending(hours.values),
      daysOfMonth: ascending(daysOfMonth.values),
      months: ascending(months.values),
      weekdays: ascending(weekdays.values.map((day) => day % A_WEEK)),
      bothDays: traits.bothDays === 'always' || daysOfMonth.starred || weekdays.starred,
    },
  };
};
