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

const meet = (one: string, other: string | undefined): boolean => one === other || one === '?' || other === '?';

/** Takes one more unit of the first pattern into account; see `globsOverlap`. */
const nextRow = (above: readonly boolean[], unit: string, other: string): readonly boolean[] => {
  const row = [unit === '*' && above[0] === true];
  for (let j = 0; j < other.length; j++) {
    const stars = unit === '*' || other[j] === '*';
    row.push(stars ? above[j + 1] === true || row[j] === true : above[j] === true && meet(unit, other[j]));
  }
  return row;
};

/** Whether some text matches both patterns. Takes |one| × |other| steps. */
export const globsOverlap = (one: string, other: string): boolean => {
  const stars = other.length - other.replace(/^\*+/, '').length;
  // row[j]: what was taken of `one` so far and the first j units of `other` can stand for the same text.
  let row: readonly boolean[] = Array.from({ length: other.length + 1 }, (_, j) => j <= stars);
  for (let i = 0; i < one.length; i++) row = nextRow(row, one.charAt(i), other);
  return row[other.length] === true;
};

/** Whether `pattern` has a wildcard, and so may match several names. */
export const isGlob = (pattern: string): boolean => /[*?]/.test(pattern);
