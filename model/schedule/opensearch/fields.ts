import { type DaysOf, daysOfMonth, onWeekdays } from '../days.ts';
import { every, type Field, valueIn } from '../field.ts';
import { allOf, problem, type Result } from '../result.ts';

// The fields of an expression as the library cron-utils reads those of Unix, with which OpenSearch's job scheduler reads
// them. It splits texts at commas, dashes and slashes without a look at what the last of them ends: `5/2/` is `5/2`.

export interface Fields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: DaysOf;
  /** 1 = January. */
  readonly months: readonly number[];
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
/** Sunday is 0 as well as 7, but by its name 7: `FRI-SUN` is a range and `SUN-TUE` is none. */
const WEEKDAYS: Field = { name: 'day of week', min: 0, max: 7, words: ['', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] };

const SUNDAY = 0;
const OTHER_SUNDAY = 7;

const notUnderstood = ({ name }: Field, text: string) => problem(`${name}: "${text}" is not understood`);

const notWithin = ({ name, min, max }: Field, text: string) => problem(`${name}: "${text}" is not within ${min}-${max}`);

/** A word, or a number with a plus or zeros in front or without; `NaN` where it is none of the field. */
const numberIn = (field: Field, text: string): number => {
  const digits = text.replace(/^\+?0*(?=\d)/, '');
  return (text === '' ? undefined : valueIn(field, digits)) ?? Number.NaN;
};

/** In a range Sunday may be 7; alone and with a step it is 0. */
const alone = (field: Field, value: number): number => (field === WEEKDAYS && value === OTHER_SUNDAY ? SUNDAY : value);

/** Parts of a text between separators, without the empty ones at its end, as Java's String.split has them. */
const split = (text: string, separator: string): readonly string[] => text.replace(new RegExp(`${separator}+$`), '').split(separator);

/** A step must fit into the field; that of a range may even be a word: `1-12/MAR`. */
const stepIn = ({ name, min, max }: Field, step: number, text: string): Result<number> =>
  step > 0 && step <= Math.min(max, max - min + 1) ? { value: step } : problem(`${name}: "${text}" has no step that fits`);

const stepped = (field: Field, text: string, from: number, to: number, step: number): Result<readonly number[]> => {
  const fits = stepIn(field, step, text);
  return fits.problem === undefined ? { value: every(from, to, step) } : fits;
};

/** `1-5`, `1-5/2` */
const parseRange = (field: Field, text: string): Result<readonly number[]> => {
  const [start = '', rest = '', ...more] = split(text, '-');
  const [end = '', step] = rest.includes('/') ? split(rest, '/') : [rest, '1'];
  const [from, to] = [numberIn(field, start), numberIn(field, end)];
  if (more.length > 0 || step === undefined || Number.isNaN(from) || Number.isNaN(to)) return notUnderstood(field, text);
  if (from > to) return problem(`${field.name}: the range "${text}" runs backwards`);
  return stepped(field, text, from, to, alone(field, numberIn(field, step)));
};

/** `5/15`, `/15`, and a star with a step. */
const parseStep = (field: Field, text: string): Result<readonly number[]> => {
  const [start = '', step = '', ...more] = split(text, '/');
  if (more.length > 0 || !/^\+?\d+$/.test(step)) return notUnderstood(field, text);
  const from = start === '' || start === '*' ? field.min : alone(field, numberIn(field, start));
  return Number.isNaN(from) ? notWithin(field, text) : stepped(field, text, from, field.max, Number(step));
};

const parseItem = (field: Field, text: string): Result<readonly number[]> => {
  if (text === '*') return { value: every(field.min, field.max, 1) };
  if (text.includes('-')) return parseRange(field, text);
  if (text.includes('/')) return parseStep(field, text);
  const value = alone(field, numberIn(field, text));
  return Number.isNaN(value) ? notWithin(field, text) : { value: [value] };
};

const parseValues = (field: Field, text: string): Result<readonly number[]> => {
  const items = text.split(',').map((item) => parseItem(field, item));
  const bad = items.find((item) => item.problem !== undefined);
  if (bad) return bad;
  const values = items.flatMap((item) => ('value' in item ? item.value : []));
  return { value: [...new Set(values)].sort((a, b) => a - b) };
};

/** Whether a field of days leaves it to the other: unlike other lists of all days these are no days at all then. */
const isOpen = (text: string): boolean => /^\*(?:\/1\/*)?$/.test(text);

const daysOf = (ofMonth: DaysOf, ofWeek: DaysOf, [monthText, weekText]: readonly [string, string]): DaysOf => {
  if (isOpen(weekText)) return ofMonth;
  return isOpen(monthText) ? ofWeek : (month) => [...ofMonth(month), ...ofWeek(month)];
};

/** Java takes these for white space between fields, and characters up to a space for such around them. */
const SPACE = /[ \t\n\v\f\r]+/g;
const OUTER_SPACE = /^[\0- ]+|[\0- ]+$/g;

const COUNT = 5;

/** The fields of an expression, in capital or small letters. */
export const parseFields = (expression: string): Result<Fields> => {
  if (expression.includes('|')) return problem('it joins expressions with "|"');
  const fields = expression.replace(SPACE, ' ').replace(OUTER_SPACE, '').toUpperCase().split(' ');
  if (fields.length !== COUNT) return problem(`it has ${fields.length} fields instead of ${COUNT}`);
  const [minute = '', hour = '', ofMonth = '', month = '', ofWeek = ''] = fields;
  const parsed = allOf({
    minutes: parseValues(MINUTES, minute),
    hours: parseValues(HOURS, hour),
    daysOfMonth: parseValues(DAYS, ofMonth),
    months: parseValues(MONTHS, month),
    weekdays: parseValues(WEEKDAYS, ofWeek),
  });
  if (parsed.problem !== undefined) return parsed;
  const { daysOfMonth: days, weekdays, ...rest } = parsed.value;
  return { value: { ...rest, days: daysOf(daysOfMonth(days), onWeekdays(weekdays.map((day) => day % OTHER_SUNDAY)), [ofMonth, ofWeek]) } };
};
