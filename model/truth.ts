/** `undefined`: it may be either. */
export type Truth = boolean | undefined;

/** Whether at least one holds. */
export const or = (truths: readonly Truth[]): Truth => truths.includes(true) || (truths.includes(undefined) ? undefined : false);

/** Whether all hold. */
export const and = (truths: readonly Truth[]): Truth => !truths.includes(false) && (truths.includes(undefined) ? undefined : true);

export const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

const RANKS: readonly Truth[] = [false, undefined, true];

/** Puts what is false first and what is true last. */
export const byTruth =
  <T>(truthOf: (item: T) => Truth) =>
  (one: T, other: T): number =>
    RANKS.indexOf(truthOf(one)) - RANKS.indexOf(truthOf(other));
