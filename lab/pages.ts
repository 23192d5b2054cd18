/** One page of a listing. */
export interface Page<T> {
  readonly items: readonly T[];
  /** What to ask for the next page with; absent behind the last one. */
  readonly next?: string;
}

/** A place in a listing, in a form that no client can take for anything but a token. */
const tokenOf = (start: number): string => Buffer.from(`from ${start}`).toString('base64');

/** Where the page of a token starts; `undefined` for what is none. Without a token it is the first page. */
export const startOf = (token: string | null | undefined): number | undefined => {
  if (token === null || token === undefined) return 0;
  const [, start] = /^from (\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? [];
  return start === undefined ? undefined : Number(start);
};

/** The page of so many items that starts there. */
export const pageOf = <T>(all: readonly T[], start: number, size: number): Page<T> => ({
  items: all.slice(start, start + size),
  ...(start + size < all.length ? { next: tokenOf(start + size) } : {}),
});
