import { MalformedAnswer, type Send } from '../../model/scanner.ts';
import { optionalText } from './parse.ts';

/** One answer of a listing. */
export interface Page<T> {
  readonly items: readonly T[];
  /** What to ask for the next one with; missing or empty on the last. */
  readonly next: string | undefined;
}

/** One request of a listing: for its first page, or for the one behind a token. */
export type AskPage<T> = (token: string | undefined) => Promise<Page<T>>;

/** The page, if it is not one that leads back to where we have been: such a listing would never end. */
const leadingOn = <T>({ items, next }: Page<T>, seen: ReadonlySet<string>): Page<T> => {
  const token = optionalText('The token of the next page', next);
  if (token !== undefined && seen.has(token)) throw new MalformedAnswer('A page names one that has already been sent as the next one.');
  return { items, next: token };
};

/** The pages of a listing, each through `send`. */
export async function* pagesOf<T>(send: Send, ask: AskPage<T>): AsyncIterable<readonly T[]> {
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const asked = token;
    // The check belongs to the attempt: a page that cannot be is asked for again.
    const { items, next } = await send(async () => leadingOn(await ask(asked), seen));
    yield items;
    if (next !== undefined) seen.add(next);
    token = next;
  } while (token !== undefined);
}

/** All pages of a listing in one. */
export const allPages = async <T>(send: Send, ask: AskPage<T>): Promise<readonly T[]> => {
  const items: T[] = [];
  for await (const page of pagesOf(send, ask)) items.push(...page);
  return items;
};
