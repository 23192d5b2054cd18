/** Whether `pattern` matches `text`; `single` tells which units of it `?` may stand for. */
const matches = (pattern: string, text: string, single: (unit: string | undefined) => boolean): boolean => {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (pattern[p] === '?' ? single(text[t]) : pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
};

/**
 * Whether `text` matches `pattern`, in which `*` stands for any characters and `?` for one. Case-sensitive, whole text.
 * Linear in practice and never worse than |text| × |pattern|: no pattern can make it hang.
 */
export const matchesGlob = (pattern: string, text: string): boolean => matches(pattern, text, () => true);

/**
 * Whether every text that matches `narrow` matches `wide`, too. A yes can be relied on; two spellings of one pattern
 * (`*?` and `?*`) may get a no. As fast as `matchesGlob`.
 */
export const coversGlob = (wide: string, narrow: string): boolean =>
  // The star of `narrow` may stand for nothing or for much: only a star can take it in.
  matches(wide, narrow, (unit) => unit !== '*');

const STAR = 42;
const ONE = 63;

const meet = (one: number, other: number): boolean => one === other || one === ONE || other === ONE;

/** Takes one more unit of the first pattern into account, in place; see `globsOverlap`. Tells whether anything is left. */
const advance = (row: Uint8Array, unit: number, other: string): boolean => {
  let diagonal = row[0] ?? 0;
  let left = unit === STAR ? diagonal : 0;
  let alive = left;
  row[0] = left;
  for (let j = 1; j < row.length; j++) {
    const above = row[j] ?? 0;
    const its = other.charCodeAt(j - 1);
    if (unit === STAR || its === STAR) left |= above;
    else left = meet(unit, its) ? diagonal : 0;
    row[j] = left;
    alive |= left;
    diagonal = above;
  }
  return alive === 1;
};

/** Whether some text matches both patterns. Takes |one| × |other| steps at worst. */
export const globsOverlap = (one: string, other: string): boolean => {
  const stars = other.length - other.replace(/^\*+/, '').length;
  // row[j] is 1: what was taken of `one` so far and the first j units of `other` can stand for the same text.
  const row = new Uint8Array(other.length + 1).fill(1, 0, stars + 1);
  for (let i = 0; i < one.length; i++) if (!advance(row, one.charCodeAt(i), other)) return false;
  return row[other.length] === 1;
};

/** Whether `pattern` has a wildcard, and so may match several names. */
export const isGlob = (pattern: string): boolean => /[*?]/.test(pattern);
