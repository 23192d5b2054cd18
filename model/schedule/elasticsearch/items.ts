import { every, type Field, valueIn } from '../field.ts';
import { problem, type Result } from '../result.ts';

// The items of fields, as the class `Cron` of Elasticsearch reads them, which is derived from Quartz. It looks at one
// character after the other, and at what follows on an item often not at all. So that has no meaning, though it may seem to
// have one: `MON-FRI/2` is every day from Monday to Friday. Texts are in capitals.

/** What an item stands for. Weekdays are numbers from 1 = Sunday. */
export type Item =
  | { readonly kind: 'values'; readonly values: readonly number[] }
  /** `?` */
  | { readonly kind: 'open' }
  /** `L`, `L-3`, `LW`, `L-3W`: so many days before the last of the month, or the workday closest to that day. */
  | { readonly kind: 'last'; readonly before: number; readonly workday: boolean }
  /** `15W` */
  | { readonly kind: 'workday'; readonly day: number }
  /** `6L`, `FRIL` */
  | { readonly kind: 'lastOn'; readonly weekday: number }
  /** `6#3`, `FRI#3` */
  | { readonly kind: 'nth'; readonly weekday: number; readonly count: number };

/** What a field may hold besides values. */
export interface ItemField extends Field {
  readonly days?: 'of month' | 'of week';
  /** A range that ends before it begins goes on from the start of the field, unless it is one of years. */
  readonly wraps: boolean;
}

/** The longest offset in `L-30`. */
const LONGEST_OFFSET = 30;

const SHORTEST_MONTH = 28;

const valuesOf = (values: readonly number[]): Result<Item> => ({ value: { kind: 'values', values } });

const notUnderstood = ({ name }: Field, text: string) => problem(`${name}: "${text}" is not understood`);

const notWithin = ({ name, min, max }: Field, text: string) => problem(`${name}: "${text}" is not within ${min}-${max}`);

/** The number of digits, however many zeros are in front; `undefined` where there are no digits or it is out of bounds. */
const numberIn = (field: Field, digits = ''): number | undefined => valueIn({ ...field, words: [] }, digits.replace(/^0+(?=\d)/, ''));

const range = ({ min, max }: Field, from: number, to: number, step: number): readonly number[] => {
  const size = max - min + 1;
  const values = every(from, to < from ? to + size : to, step);
  return values.map((value) => (value > max ? value - size : value));
};

/** A star, a star with a step, `/5`. Only a step matters of what follows on a star, and one of 0 or less is one of 1. */
const parseStar = (field: Field, text: string): Result<Item> => {
  const [, digits = '1'] = /^\*?\/(.*)$/s.exec(text) ?? [];
  if (!/^[-+]?\d{1,9}$/.test(digits)) return notUnderstood(field, text);
  const step = Math.max(1, Number(digits));
  if (step > field.max) return problem(`${field.name}: "${text}" has a step larger than ${field.max}`);
  return valuesOf(range(field, field.min, field.max, step));
};

/** A range, or a number with a step, which goes on to the end of the field. A step of 0 leaves the first alone. */
const parseRange = (field: ItemField, text: string, from: number, to: string | undefined, step: string | undefined): Result<Item> => {
  // The end may be 0 where the field begins with 1: the one before the first is the last.
  const end = to === undefined ? field.max : numberIn({ ...field, min: 0 }, to);
  if (end === undefined) return notWithin(field, text);
  if (end < from && !field.wraps) return problem(`${field.name}: the range "${text}" runs backwards`);
  // Nothing is as far away as one more than the last.
  const by = Math.min(Number(step ?? 1), field.max + 1);
  return valuesOf(by === 0 ? [from] : range(field, from, end, by));
};

const SHAPES = {
  range: /^\d+-(?<to>\d+)(?:\/(?<step>\d+)|(?![\d/]))/,
  /** Two digits of a step may be followed by anything, one by nothing. */
  step: /^\d+\/(?<step>\d$|\d\d+)/,
};

const NTH = /^#\+?0*([1-5])$/;

/** `3`, `3-5`, `3-5/2`, `3/2`; `15W` among days of the month; `6L` and `6#3` among days of the week. */
const parseNumber = (field: ItemField, text: string): Result<Item> => {
  const [digits = ''] = /^\d+/.exec(text) ?? [];
  const value = numberIn(field, digits);
  if (value === undefined) return notWithin(field, text);
  const rest = text.slice(digits.length);
  if (rest.startsWith('L')) return field.days === 'of week' ? { value: { kind: 'lastOn', weekday: value } } : notUnderstood(field, text);
  if (rest.startsWith('W')) return field.days === 'of month' ? { value: { kind: 'workday', day: value } } : notUnderstood(field, text);
  if (rest.startsWith('#')) return parseNth(field, text, value, rest);
  if (!/^[-/]/.test(rest)) return valuesOf([value]);
  const { groups } = (rest.startsWith('-') ? SHAPES.range : SHAPES.step).exec(text) ?? {};
  return groups ? parseRange(field, text, value, groups.to, groups.step) : notUnderstood(field, text);
};

const parseNth = (field: ItemField, text: string, weekday: number, rest: string): Result<Item> => {
  const [, count] = NTH.exec(rest) ?? [];
  if (field.days !== 'of week' || count === undefined) return notUnderstood(field, text);
  return { value: { kind: 'nth', weekday, count: Number(count) } };
};

const WORD = 3;

/** `FRI`, `MON-FRI`, `FRIL`, `FRI#3`. A word has three letters; those that follow are overlooked. */
const parseWord = (field: ItemField, text: string): Result<Item> => {
  const wordAt = (at: number): number | undefined => {
    const index = (field.words ?? []).indexOf(text.slice(at, at + WORD));
    return index < 0 ? undefined : field.min + index;
  };
  const value = wordAt(0);
  const rest = text.slice(WORD);
  if (value === undefined) return notUnderstood(field, text);
  if (rest.startsWith('-')) {
    const end = wordAt(WORD + 1);
    return end === undefined ? notUnderstood(field, text) : valuesOf(range(field, value, end, 1));
  }
  if (field.days === 'of week' && rest.startsWith('#')) return parseNth(field, text, value, rest);
  return field.days === 'of week' && rest.startsWith('L') ? { value: { kind: 'lastOn', weekday: value } } : valuesOf([value]);
};

const LAST = /^L(?:-(?<before>\d*))?(?<workday>W)?$/;

/**
 * Among days of the week it is Saturday, whatever follows on it. Elsewhere it stands for nothing at all. The server takes a
 * workday so long before the last that it may be in the month before, but then searches for it for ever.
 */
const parseLast = (field: ItemField, text: string, { before = '0', workday }: Record<string, string | undefined>): Result<Item> => {
  if (field.days !== 'of month') return valuesOf(field.days === 'of week' ? [field.max] : []);
  if (before === '' && workday === undefined) return notUnderstood(field, text);
  const longest = workday === undefined ? LONGEST_OFFSET : SHORTEST_MONTH - 1;
  const offset = numberIn({ name: field.name, min: 0, max: longest }, before || '0');
  return offset === undefined
    ? problem(`${field.name}: "${text}" is more than ${longest} days before the last`)
    : { value: { kind: 'last', before: offset, workday: workday !== undefined } };
};

/** One character may follow on a question mark. */
const parseOpen = (field: ItemField, text: string): Result<Item> =>
  field.days !== undefined && text.length <= 2 ? { value: { kind: 'open' } } : notUnderstood(field, text);

/** What an item of a field, which is not empty, stands for. */
export const parseItem = (field: ItemField, text: string): Result<Item> => {
  const last = LAST.exec(text);
  if (last) return parseLast(field, text, last.groups ?? {});
  if (/^[A-Z]/.test(text)) return parseWord(field, text);
  if (text.startsWith('?')) return parseOpen(field, text);
  if (/^[*/]/.test(text)) return parseStar(field, text);
  return /^\d/.test(text) ? parseNumber(field, text) : notUnderstood(field, text);
};
