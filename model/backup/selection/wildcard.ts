import type { Truth } from '../../truth.ts';

/** A text in which `*` stands for any characters; every other character, `?` too, for itself. Case-sensitive, whole text. */
export type Wildcard = (text: string) => boolean;

/** The end of the parts in `text` from `from` on, one behind the other, each at its first place; -1 where one is missing. */
const endOf = (parts: readonly string[], text: string, from: number): number => {
  let end = from;
  for (const part of parts) {
    const start = text.indexOf(part, end);
    if (start < 0) return -1;
    end = start + part.length;
  }
  return end;
};

/** Never goes back over the text, so no pattern can make it hang. */
export const compileWildcard = (pattern: string): Wildcard => {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return (text) => text === pattern;
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    const end = endOf(rest, text, first.length);
    return end >= 0 && end <= text.length - last.length;
  };
};

const whiteSpaces = (text: string): number => text.split(/\s/u).length - 1;

/**
 * Whether the value of a tag is like a pattern. AWS says that `*` stands for zero or more characters other than white
 * space, but not that this is meant for values of tags, which may hold some: what hangs on that is `undefined`.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources-json.html
 */
export const compileLike = (pattern: string): ((value: string) => Truth) => {
  const matches = compileWildcard(pattern);
  const own = whiteSpaces(pattern);
  // What is not for a wildcard stands for itself: white space beyond the pattern's own is under a wildcard.
  return (value) => matches(value) && (whiteSpaces(value) === own || undefined);
};
