import { type Attempt, MalformedAnswer, type Send } from '../../model/scanner.ts';
import { type Members, members, named, object, optionalName } from '../json/members.ts';
import { isExpired } from './errors.ts';
import type { KubernetesSession } from './session.ts';

/** Objects in one answer: what kubectl asks for, too. */
const LIMIT = 500;

/** More than that, a million objects, is a listing that does not end. */
const MAX_PAGES = 2_000;

/** How often a list is begun anew whose pages have expired under way. */
const MAX_RESTARTS = 5;

/** What to list, and what to keep of each object. */
export interface Listing<T> {
  /** `/api/v1/namespaces/mlops/pods` */
  readonly path: string;
  /** Of the objects: `Pod`. */
  readonly kind: string;
  readonly project: (object: Members) => T;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** What a list has shown so far: neither a token nor an object comes twice. */
interface Seen {
  readonly tokens: Set<string>;
  readonly objects: Set<string>;
}

const assertListOf = (kind: string, answer: Members): void => {
  if (answer.kind !== `${kind}List`) throw new MalformedAnswer(`The answer is no ${kind}List.`);
  // A nil slice of Go is written as null: there are none. A list without the member at all was cut, or is something else.
  if (!('items' in answer) || (answer.items !== null && !Array.isArray(answer.items)))
    throw new MalformedAnswer(`The ${kind}List has no items.`);
};

/** The path of an object within its list. A name that could not be a part of a path is none of Kubernetes. */
const keyOf = (item: Members): string => {
  const { name, namespace } = members('metadata', item.metadata);
  const found = named('metadata.name', name);
  if (/[/%]/.test(found)) throw new MalformedAnswer(`metadata.name may not be ${JSON.stringify(found.slice(0, 80))}.`);
  return `${optionalName('metadata.namespace', namespace) ?? ''}/${found}`;
};

const assertNew = (seen: ReadonlySet<string>, key: string, what: string): void => {
  if (seen.has(key)) throw new MalformedAnswer(`${what} comes twice in one list.`);
};

const readPage = <T>({ kind, project }: Listing<T>, answer: Members, seen: Seen): Page<T> => {
  assertListOf(kind, answer);
  const items = ((answer.items ?? []) as readonly unknown[]).map((item, index) => object(`items[${index}]`, item));
  const keys = items.map(keyOf);
  const next = optionalName('metadata.continue', members('metadata', answer.metadata).continue);
  if (new Set(keys).size < keys.length) throw new MalformedAnswer('An object comes twice in one list.');
  for (const key of keys) assertNew(seen.objects, key, `The object ${key}`);
  if (next !== undefined) assertNew(seen.tokens, next, 'A token of the next page');
  const projected = items.map(project);
  for (const key of keys) seen.objects.add(key);
  if (next !== undefined) seen.tokens.add(next);
  return { items: projected, next };
};

const urlOf = (path: string, token: string | undefined): string =>
  `${path}?limit=${LIMIT}${token === undefined ? '' : `&continue=${encodeURIComponent(token)}`}`;

const EXPIRED = Symbol('expired');

/** All pages from the first to the last; `EXPIRED` where the server has forgotten the list under way and may be asked anew. */
const readThrough = async <T>(session: KubernetesSession, send: Send, listing: Listing<T>, mayRestart: boolean) => {
  const seen: Seen = { tokens: new Set(), objects: new Set() };
  const pages: (readonly T[])[] = [];
  let token: string | undefined;
  const ask = async (attempt: Attempt): Promise<Page<T> | typeof EXPIRED> => {
    if (pages.length === MAX_PAGES) throw new MalformedAnswer(`The list has not ended after ${MAX_PAGES} pages.`);
    try {
      return readPage(listing, await session.get(urlOf(listing.path, token), attempt), seen);
    } catch (error) {
      if (mayRestart && token !== undefined && isExpired(error)) return EXPIRED;
      throw error;
    }
  };
  do {
    const page = await send(ask);
    if (page === EXPIRED) return EXPIRED;
    pages.push(page.items);
    token = page.next;
  } while (token !== undefined);
  return pages;
};

/**
 * Everything of a list, as pages. Each is projected as it comes, and the answer dropped. Pages of a list that expired under
 * way (410) are of another point in time than what would follow: they are dropped, too, and the list is begun anew.
 */
export const allPages = async <T>(session: KubernetesSession, send: Send, listing: Listing<T>): Promise<readonly (readonly T[])[]> => {
  for (let restarts = 0; ; restarts++) {
    const pages = await readThrough(session, send, listing, restarts < MAX_RESTARTS);
    if (pages !== EXPIRED) return pages;
  }
};
