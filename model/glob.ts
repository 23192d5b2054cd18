/**
 * Whether `text` matches `pattern`, in which `*` stands for any characters and `?` for one. Case-sensitive, whole text.
 * Linear in practice and never worse than |text| × |pattern|: no pattern can make it hang.
 */
export const matchesGlob = (pattern: string, text: string): boolean => {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
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

/** Whether `pattern` has a wildcard, and so may match several names. */
export const isGlob = (pattern: string): boolean => /[*?]/.test(pattern);
