import { closest, distance } from 'fastest-levenshtein';

/** Longer words are no slips of the pen, and comparing them takes time. */
const MAX_LENGTH = 100;

/** `versioning-enabled` for `s3/versioning-enabled`: the end of one name only, said in full. */
const endsOnly = (word: string, known: readonly string[]): string | undefined => {
  const ends = known.filter((name) => name.endsWith(`/${word}`));
  return ends.length === 1 ? ends[0] : undefined;
};

const nearest = (word: string, known: readonly string[]): string | undefined => {
  const [lower, names] = [word.toLowerCase(), new Map(known.map((name) => [name.toLowerCase(), name]))];
  const best = closest(lower, [...names.keys()]);
  // Two letters that change places count as two mistakes.
  const allowed = lower.length < 4 ? 1 : Math.max(2, Math.floor(lower.length / 3));
  return distance(lower, best) <= allowed ? names.get(best) : undefined;
};

/** A hint for a word that is not among the known ones: the one that was meant, where one comes near. Empty otherwise. */
export const suggest = (word: string, known: readonly string[]): { readonly hint?: string } => {
  if (word === '' || word.length > MAX_LENGTH || known.length === 0) return {};
  const meant = endsOnly(word, known) ?? nearest(word, known);
  return meant === undefined ? {} : { hint: `Did you mean ${meant}?` };
};
