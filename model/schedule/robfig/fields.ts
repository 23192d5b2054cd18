import { clip } from '../../text.ts';
import { every, type Field } from '../field.ts';
import { allOf, problem, type Result } from '../result.ts';

/** What the five fields of an expression ask for. A list may be empty: nothing fits it then. */
export interface Fields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: readonly number[];
  /** 1 = January. */
  readonly months: readonly number[];
  /** 0 = Sunday. */
  readonly weekdays: readonly number[];
  /** Whether a star stands for the days of month or of week: a day has to fit both fields then, else one of them. */
  readonly starred: boolean;
}

interface Values {
  readonly values: readonly number[];
  readonly starred: boolean;
}

const MINUTES: Field = { name: 'minutes', min: 0, max: 59 };
const HOURS: Field = { name: 'hours', min: 0, max: 23 };
const DAYS: Field = { name: 'day of month', min: 1, max: 31 };
const MONTHS: Field = {
  name: 'month',
  min: 1,
  max: 12,
  words: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
const WEEKDAYS: Field = { name: 'day of week', min: 0, max: 6, words: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };

/** What Go's strings.Fields splits at: unlike `\s` with U+0085 and without U+FEFF. */
export const SPACE = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';

const LARGEST = 2n ** 63n - 1n;

/** A number as Go's strconv.Atoi reads it: `+5` and `005` are 5. Those too large for 64 bits are none. */
const numberOf = (text: string): number | undefined => {
  const [, digits] = /^\+?0*(\d{1,19})$/.exec(text) ?? [];
  return digits === undefined || BigInt(digits) > LARGEST ? undefined : Number(digits);
};

const meantBy = ({ min, words = [] }: Field, text: string): number | undefined => {
  // Other alphabets have letters whose capitals are those of ours.
  const word = /^[A-Za-z]+$/.test(text) ? words.indexOf(text.toUpperCase()) : -1;
  return word >= 0 ? min + word : numberOf(text);
};

/** The ends of `5`, `5-10` or, with a step, `5/2`, which goes on to the end of the field. */
const endsOf = (field: Field, range: readonly string[], stepped: boolean): readonly (number | undefined)[] => {
  const [from = '', to] = range;
  const first = meantBy(field, from);
  if (to !== undefined) return [first, meantBy(field, to)];
  return [first, stepped ? field.max : first];
};

const isStar = (text: string | undefined): boolean => text === '*' || text === '?';

const parseItem = (field: Field, text: string): Result<Values> => {
  const { name, min, max } = field;
  const refused = (why: string) => problem(`${name}: "${clip(text, 40)}" ${why}`);
  const [range = '', step, ...more] = text.split('/');
  const parts = range.split('-');
  // Whatever follows a star and a hyphen goes unread: `*-5` is `*`.
  const star = isStar(parts[0]);
  const [first, last] = star ? [min, max] : endsOf(field, parts, step !== undefined);
  const stride = numberOf(step ?? '1');
  if (more.length > 0 || (!star && parts.length > 2)) return refused('is not understood');
  if (first === undefined || last === undefined || stride === undefined) return refused('is not understood');
  if (first < min || last > max) return refused(`is not within ${min}-${max}`);
  if (first > last) return refused('runs backwards');
  if (stride === 0) return refused('has a step of 0');
  return { value: { values: every(first, last, stride), starred: star && stride === 1 } };
};

/** A list, whose empty items do not count: `1,,2` is `1,2`, and `,` is nothing at all. */
const parseList = (field: Field, text: string): Result<Values> => {
  const items = text
    .split(',')
    .filter((item) => item !== '')
    .map((item) => parseItem(field, item));
  const bad = items.find((item) => item.problem !== undefined);
  if (bad) return bad;
  const parts = items.flatMap((item) => ('value' in item ? [item.value] : []));
  const values = new Set(parts.flatMap((part) => part.values));
  return { value: { values: [...values].sort((a, b) => a - b), starred: parts.some(({ starred }) => starred) } };
};

/** The five fields of an expression of robfig/cron v3 (`parser.go`): minutes, hours, day of month, month, day of week. */
export const parseFields = (text: string): Result<Fields> => {
  const fields = text.split(new RegExp(SPACE)).filter((field) => field !== '');
  if (fields.length !== 5) return problem(`it has ${fields.length} fields instead of 5`);
  const [minute = '', hour = '', ofMonth = '', month = '', ofWeek = ''] = fields;
  const parsed = allOf({
    minutes: parseList(MINUTES, minute),
    hours: parseList(HOURS, hour),
    daysOfMonth: parseList(DAYS, ofMonth),
    months: parseList(MONTHS, month),
    weekdays: parseList(WEEKDAYS, ofWeek),
  });
  if (parsed.problem !== undefined) return parsed;
  const { minutes, hours, daysOfMonth, months, weekdays } = parsed.value;
  return {
    value: {
      minutes: minutes.values,
      hours: hours.values,
      daysOfMonth: daysOfMonth.values,
      months: months.values,
      weekdays: weekdays.values,
      starred: daysOfMonth.starred || weekdays.starred,
    },
  };
};
