// Shares of a whole, and whether they are large enough.

/** `98.5 %` */
const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;

/** The least share in words: `all of them`, `at least 95 %`. */
export const requiredShare = (minRate: number): string => (minRate === 1 ? 'all of them' : `at least ${percent(minRate)}`);

/** How many of several things are well, how many are not, and of how many nobody can tell. */
export interface Tally {
  readonly well: number;
  readonly bad: number;
  readonly unclear: number;
}

/** Whether enough of them are well: with the worst that the unclear ones can be, or not even with the best. `undefined` = that hangs on them. */
export const isEnough = ({ well, bad, unclear }: Tally, minRate: number): boolean | undefined => {
  const all = well + bad + unclear;
  if (well + bad > 0 && well / all >= minRate) return true;
  return (well + unclear) / all < minRate ? false : undefined;
};
