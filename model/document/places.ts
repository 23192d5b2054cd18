import type { Place } from '../errors.ts';

/** The place of an offset in a text. */
export type Locate = (offset: number) => Place;

const lineStartsOf = (text: string): readonly number[] => {
  const starts = [0];
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + lineBreak.length);
  return starts;
};

/** The index of the last element that is not above `limit`. */
const lastUpTo = (sorted: readonly number[], limit: number): number => {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** Lines end with LF, CRLF or CR, as YAML has it; columns count UTF-16 code units, as editors do. */
export const locator = (text: string, file: string): Locate => {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStartsOf(text);
    const line = lastUpTo(starts, offset);
    return { file, line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
};
