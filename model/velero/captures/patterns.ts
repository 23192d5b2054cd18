import { matchesGlob } from '../../glob.ts';
import { and, not, type Truth } from '../../truth.ts';

// Lists of names and patterns as Velero matches them: with github.com/gobwas/glob, without separators.

/** Classes, alternatives and escapes: what a list with one of these matches is left open. */
const ODD = /[[\]{}\\]/;

const PATTERN = /[*?[\]{}\\]/;

/** Whether a name has anything in it that a pattern would have. */
export const isPattern = (item: string): boolean => PATTERN.test(item);

export const matchesPattern = (pattern: string, text: string): Truth => (ODD.test(pattern) ? undefined : matchesGlob(pattern, text));

/** Whether one item of a list matches. Velero tries them in the order of the alphabet, and gives up at the first that is no pattern. */
export const matchesAny = (items: readonly string[], text: string): Truth => {
  let known: Truth = false;
  for (const item of [...new Set(items)].sort()) {
    const matched = matchesPattern(item, text);
    if (matched === undefined) known = undefined;
    if (matched === true) return known === undefined ? undefined : true;
  }
  return known;
};

export interface Lists {
  readonly includes: readonly string[];
  readonly excludes: readonly string[];
}

/** Whether lists take in a name: excludes win, and no includes are all. */
export const takesIn = ({ includes, excludes }: Lists, name: string): Truth =>
  and([not(matchesAny(excludes, name)), includes.length === 0 || includes.includes('*') || matchesAny(includes, name)]);

/** Whether they take in whatever there is. */
export const takesInAll = ({ includes, excludes }: Lists): boolean =>
  excludes.length === 0 && (includes.length === 0 || (includes.length === 1 && includes[0] === '*'));

/** What both older and newer Velero refuse of lists; `undefined` where they do not. */
export const listProblem = ({ includes, excludes }: Lists, starExcludes = false): string | undefined => {
  const both = includes.find((item) => excludes.includes(item));
  if (both !== undefined) return `"${both}" is both included and excluded`;
  if (includes.includes('*') && new Set(includes).size > 1) return '"*" is included, and other names beside it';
  if (!excludes.includes('*')) return undefined;
  if (!starExcludes) return '"*" is excluded';
  if (includes.length > 0) return '"*" is excluded, and something is included';
  return new Set(excludes).size > 1 ? '"*" is excluded, and other names beside it' : undefined;
};
