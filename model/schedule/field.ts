import { problem, type Result } from './result.ts';

/** What a field of a cron expression may hold. */
export interface Field {
  /** For messages: `hours`. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Other words for `min` and what follows it, in capitals. */
  readonly words?: readonly string[];
}

const ITEM = /^(?:\*|(?<from>\w+)(?:-(?<to>\w+))?)(?:\/(?<step>\d{1,4}))?$/;

/** The number that a text stands for in a field; `undefined` where it stands for none. */
export const valueIn = ({ min, max, words = [] }: Field, text: string): number | undefined => {
  const word = words.indexOf(text);
  if (word >= 0) return min + word;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
};

/** The numbers from `from` to `to`, by `step`. */
export const every = (from: number, to: number, step: number): readonly number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);

const parseItem = (field: Field, text: string): Result<readonly number[]> => {
  const { name, min, max } = field;
  const match = ITEM.exec(text);
  if (!match) return problem(`${name}: "${text}" is not understood`);
  const { from, to, step } = match.groups ?? {};
  const first = from === undefined ? min : valueIn(field, from);
  // With a step but without an end it goes on to the end of the field: `13/12` in the hours is 13 alone.
  const last = to !== undefined ? valueIn(field, to) : from === undefined || step !== undefined ? max : first;
  if (first === undefined || last === undefined) return problem(`${name}: "${text}" is not within ${min}-${max}`);
  if (first > last) return problem(`${name}: the range "${text}" runs backwards`);
  const stride = Number(step ?? 1);
  if (stride < 1 || stride > max) return problem(`${name}: "${text}" has no step within 1-${max}`);
  return { value: every(first, last, stride) };
};

/** The numbers that a list of numbers, ranges and steps stands for: ascending, each once. Expects capitals. */
export const parseField = (field: Field, text: string): Result<readonly number[]> => {
  const items = text.split(',').map((item) => parseItem(field, item));
  const bad = items.find((item) => item.problem !== undefined);
  if (bad) return bad;
  const values = items.flatMap((item) => ('value' in item ? item.value : []));
  return { value: [...new Set(values)].sort((a, b) => a - b) };
};
