import { closestWorkday, type DaysOf, daysOfMonth, lastOnWeekday, type Month, nthOnWeekday, onWeekdays } from '../days.ts';
import { allOf, problem, type Result } from '../result.ts';
import { type Item, type ItemField, parseItem } from './items.ts';

/** The fields of an expression of Elasticsearch. */
export interface Fields {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: DaysOf;
  /** Whether `days` are workdays closest to a day (`W`). */
  readonly workdays: boolean;
  /** 1 = January. */
  readonly months: readonly number[];
  /** Ascending; `undefined` = every year. */
  readonly years: readonly number[] | undefined;
}

const SECONDS: ItemField = { name: 'seconds', min: 0, max: 59, wraps: true };
const MINUTES: ItemField = { name: 'minutes', min: 0, max: 59, wraps: true };
const HOURS: ItemField = { name: 'hours', min: 0, max: 23, wraps: true };
const DAYS: ItemField = { name: 'day of month', min: 1, max: 31, wraps: true, days: 'of month' };
const MONTHS: ItemField = {
  name: 'month',
  min: 1,
  max: 12,
  wraps: true,
  words: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
const WEEKDAYS: ItemField = {
  name: 'day of week',
  min: 1,
  max: 7,
  wraps: true,
  days: 'of week',
  words: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};
/**
 * As documented. The server also takes years in which nothing is left to fire, and refuses those more than 50 years (before
 * 8.18: 100 years) after its start where they begin a step.
 */
const YEARS: ItemField = { name: 'year', min: 1970, max: 2199, wraps: false };

type ItemOf<K extends Item['kind']> = Extract<Item, { readonly kind: K }>;

const ofKind = <K extends Item['kind']>(items: readonly Item[], kind: K): readonly ItemOf<K>[] =>
  items.filter((item): item is ItemOf<K> => item.kind === kind);

const valuesIn = (items: readonly Item[]): readonly number[] => ofKind(items, 'values').flatMap(({ values }) => values);

/** The items of a field; commas without an item between them do not matter. */
const parseItems = (field: ItemField, text: string): Result<readonly Item[]> => {
  const items = text
    .split(',')
    .filter((item) => item !== '')
    .map((item) => parseItem(field, item));
  const bad = items.find((item) => item.problem !== undefined);
  if (bad) return bad;
  const values = items.flatMap((item) => ('value' in item ? item.value : []));
  const nothing = values.every((item) => item.kind === 'values' && item.values.length === 0);
  return nothing ? problem(`${field.name}: "${text}" has no values`) : { value: values };
};

const parseValues = (field: ItemField, text: string): Result<readonly number[]> => {
  const items = parseItems(field, text);
  return items.problem === undefined ? { value: [...new Set(valuesIn(items.value))].sort((a, b) => a - b) } : items;
};

const parseYears = (text: string): Result<readonly number[] | undefined> => {
  const years = parseValues(YEARS, text);
  return years.problem === undefined && years.value.length > YEARS.max - YEARS.min ? { value: undefined } : years;
};

/** Days as one of the two fields tells of them. */
type Days = Pick<Fields, 'days' | 'workdays'>;

const daysBefore =
  (before: number): ((month: Month) => number) =>
  ({ length }) =>
    length - before;

/**
 * The workday closest to a day. A day that a month does not have is the first of the next: if that is a Saturday, the Friday
 * before it is the last of the month.
 */
const workdayAt =
  (day: number): DaysOf =>
  (month) =>
    day === month.length + 1 && (month.begins + month.length) % 7 === 6 ? [month.length] : closestWorkday(day)(month);

const lastOf = ({ before, workday }: ItemOf<'last'>): Days => {
  const dayIn = daysBefore(before);
  const days: DaysOf = (month) => (workday ? closestWorkday(dayIn(month))(month) : [dayIn(month)].filter((day) => day > 0));
  return { days, workdays: workday };
};

/** Among days of the month. Several of them with one `W` are the workday closest to the first of them. */
const ofMonth = (items: readonly Item[]): Days => {
  const [last] = ofKind(items, 'last');
  if (last) return lastOf(last);
  const workdays = ofKind(items, 'workday').map(({ day }) => day);
  const days = [...valuesIn(items), ...workdays];
  return workdays.length > 0 ? { days: workdayAt(Math.min(...days)), workdays: true } : { days: daysOfMonth(days), workdays: false };
};

/** 1 = Sunday becomes 0 = Sunday. */
const weekday = (value: number): number => value - 1;

/** Among days of the week. Several of them with one `#` are only the first of them. */
const ofWeek = (items: readonly Item[]): Days => {
  const [last] = ofKind(items, 'lastOn');
  if (last) return { days: lastOnWeekday(weekday(last.weekday)), workdays: false };
  const [nth] = ofKind(items, 'nth');
  const values = valuesIn(items);
  if (!nth) return { days: onWeekdays(values.map(weekday)), workdays: false };
  return { days: nthOnWeekday(weekday(Math.min(nth.weekday, ...values)), nth.count), workdays: false };
};

const isOpen = (items: readonly Item[]): boolean => ofKind(items, 'open').length > 0;

/** What may stand in a list of days only alone. */
const parseDayItems = (field: ItemField, text: string): Result<readonly Item[]> => {
  if (text.includes('L') && text.includes(',')) return problem(`${field.name}: "${text}" is a list with "L"`);
  return text.split('#').length > 2 ? problem(`${field.name}: "${text}" has more than one "#"`) : parseItems(field, text);
};

const parseDays = (monthText: string, weekText: string): Result<Days> => {
  const parsed = allOf({ month: parseDayItems(DAYS, monthText), week: parseDayItems(WEEKDAYS, weekText) });
  if (parsed.problem !== undefined) return parsed;
  const { month, week } = parsed.value;
  if (isOpen(month) === isOpen(week)) return problem('exactly one of day of month and day of week must be "?"');
  return { value: isOpen(week) ? ofMonth(month) : ofWeek(week) };
};

/** What Java's String.trim takes away. */
const OUTER_SPACE = /^[\0- ]+|[\0- ]+$/g;

const split = (expression: string): readonly string[] =>
  expression
    .toUpperCase()
    .split(/[ \t]+/)
    .filter((field) => field !== '')
    .map((field) => field.replace(OUTER_SPACE, ''));

const COUNT = 6;

/** The fields of a cron expression of Elasticsearch, in capital or small letters. What follows on the year is overlooked. */
export const parseFields = (expression: string): Result<Fields> => {
  const fields = split(expression);
  if (fields.length < COUNT) return problem(`it has ${fields.length} fields instead of ${COUNT} or ${COUNT + 1}`);
  const [second = '', minute = '', hour = '', ofMonthText = '', month = '', ofWeekText = '', year = '*'] = fields;
  const parsed = allOf({
    seconds: parseValues(SECONDS, second),
    minutes: parseValues(MINUTES, minute),
    hours: parseValues(HOURS, hour),
    days: parseDays(ofMonthText, ofWeekText),
    months: parseValues(MONTHS, month),
    years: parseYears(year),
  });
  return parsed.problem === undefined ? { value: { ...parsed.value, ...parsed.value.days } } : parsed;
};
