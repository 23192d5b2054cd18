import type { Manifest } from '../world.ts';
import { apiVersionOf, type Resource } from './catalogue.ts';
import type { Entry, Objects } from './objects.ts';
import { fieldSelector, labelSelector, type Selects } from './selectors.ts';
import { badRequest, expired, isRefusal, type Refusal, tooLarge } from './status.ts';

/** Where a list goes on. */
export interface Continuation {
  /** Of the whole when the list began; -1 where it goes on with what there is now. */
  readonly rv: number;
  /** The key behind which the page starts. */
  readonly start: string;
  /** The number of the page. */
  readonly page: number;
}

// As servers write theirs, which name their own version of the format first.
const FORMAT = 'meta.k8s.io/v1';

export const tokenOf = (continuation: Continuation): string =>
  Buffer.from(JSON.stringify({ v: FORMAT, ...continuation })).toString('base64url');

/** What a token says; `undefined` where it is none of a list. */
export const continuationOf = (token: string): Continuation | undefined => {
  try {
    const { v, rv, start, page = 2 } = JSON.parse(Buffer.from(token, 'base64url').toString());
    return v === FORMAT && Number.isInteger(rv) && typeof start === 'string' ? { rv, start, page } : undefined;
  } catch {
    return undefined;
  }
};

/** The token that takes up a list whose own token has expired. */
export const resumptionOf = (token: string): string | undefined => {
  const continuation = continuationOf(token);
  return continuation && tokenOf({ ...continuation, rv: -1 });
};

/** What a list request says, read and found to be sound. */
interface Selection {
  /** 0: everything at once. */
  readonly limit: number;
  readonly from: Continuation | undefined;
  /** Of what is listed; `undefined` where nothing is left out. */
  readonly selects: Selects | undefined;
}

/** A number that a request gives; 0 where it gives none. */
const numberOf = (text: string | null): number => (/^-?\d{0,15}$/.test(text ?? '') ? Number(text) : Number.NaN);

const versionRefusal = (query: URLSearchParams, { resourceVersion }: Objects): Refusal | undefined => {
  const given = query.get('resourceVersion');
  const asked = numberOf(given);
  if (Number.isNaN(asked)) return badRequest(`invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(given)}`);
  if (asked > 0 && query.get('continue')) return badRequest('specifying resource version is not allowed when using continue');
  return asked > resourceVersion ? tooLarge(asked, resourceVersion, { retryAfterSeconds: 1 }) : undefined;
};

const continuationIn = (query: URLSearchParams, { resourceVersion }: Objects): Continuation | undefined | Refusal => {
  const token = query.get('continue');
  if (!token) return undefined;
  const continuation = continuationOf(token);
  if (!continuation) return badRequest('invalid continue token: continue key is not valid');
  const { rv } = continuation;
  if (rv > resourceVersion) return tooLarge(rv, resourceVersion);
  return rv === resourceVersion || rv === -1 ? continuation : expired(resumptionOf(token));
};

const EVERYWHERE = ['metadata.name', 'metadata.namespace'];

const both =
  (one: Selects, other: Selects): Selects =>
  (manifest) =>
    one(manifest) && other(manifest);

const selectorIn = (query: URLSearchParams, { fields }: Resource): Selects | undefined | Refusal => {
  const [labels, inFields] = [query.get('labelSelector') ?? '', query.get('fieldSelector') ?? ''];
  const byLabels = labelSelector(labels);
  if (!byLabels) return badRequest(`unable to parse requirement: ${labels}`);
  const byFields = fieldSelector(inFields, [...EVERYWHERE, ...fields]);
  if (!byFields) return badRequest(`field label not supported: ${inFields.replace(/[!=].*$/s, '')}`);
  return labels === '' && inFields === '' ? undefined : both(byLabels, byFields);
};

const selectionOf = (query: URLSearchParams, resource: Resource, objects: Objects): Selection | Refusal => {
  const limit = numberOf(query.get('limit'));
  if (Number.isNaN(limit)) return badRequest(`strconv.ParseInt: parsing ${JSON.stringify(query.get('limit'))}: invalid syntax`);
  const unsound = versionRefusal(query, objects);
  if (unsound) return unsound;
  const from = continuationIn(query, objects);
  if (from && isRefusal(from)) return from;
  const selects = selectorIn(query, resource);
  if (selects && isRefusal(selects)) return selects;
  // Version 0 is answered from the cache, which has no pages.
  return { limit: query.get('resourceVersion') === '0' ? 0 : limit, from, selects };
};

/** The objects of a page, and how many of all it has gone through. */
const take = (entries: readonly Entry[], { limit, selects }: Selection): { readonly items: readonly Manifest[]; readonly seen: number } => {
  const items: Manifest[] = [];
  let seen = 0;
  for (const entry of entries) {
    if (limit > 0 && items.length === limit) break;
    seen++;
    const manifest = entry.read();
    if (selects?.(manifest) ?? true) items.push(manifest);
  }
  return { items, seen };
};

/** Lists of what every server has do not say of each item what it is. */
const itemOf = ({ apiVersion, kind, ...rest }: Manifest, { custom }: Resource): object => (custom ? { apiVersion, kind, ...rest } : rest);

/** Where the list goes on. Servers find out that nothing is left to select when they look for it: the last page may be empty. */
const pageMetadata = (entries: readonly Entry[], seen: number, { from, selects }: Selection, { resourceVersion }: Objects): object => {
  const last = entries[seen - 1];
  if (!last || seen === entries.length) return {};
  const token = tokenOf({ rv: resourceVersion, start: last.key, page: (from?.page ?? 1) + 1 });
  return { continue: token, ...(selects ? {} : { remainingItemCount: entries.length - seen }) };
};

/** What a list is about. */
export interface Listed {
  readonly resource: Resource;
  /** Empty: in every namespace. */
  readonly namespace: string;
}

/** One page of the objects of a resource, or why there is none. */
export const listOf = ({ resource, namespace }: Listed, query: URLSearchParams, objects: Objects): object | Refusal => {
  const selection = selectionOf(query, resource, objects);
  if (isRefusal(selection)) return selection;
  const start = selection.from?.start ?? '';
  const entries = objects.of(resource).filter((entry) => entry.key > start && (namespace === '' || entry.namespace === namespace));
  const { items, seen } = take(entries, selection);
  const metadata = pageMetadata(entries, seen, selection, objects);
  return {
    kind: `${resource.kind}List`,
    apiVersion: apiVersionOf(resource),
    // Lists of custom resources end with an empty token, the others with none.
    metadata: { ...(resource.custom ? { continue: '' } : {}), resourceVersion: String(objects.resourceVersion), ...metadata },
    items: items.map((manifest) => itemOf(manifest, resource)),
  };
};
