import type { Inventory, Listing, TargetRecord } from '../model/inventory.ts';
import type { AnyKind } from '../model/kind.ts';
import type { Gap } from '../model/reading.ts';
import { kept } from '../model/remember.ts';
import type { Resource, Scope } from '../model/resource.ts';
import { type JoinEvery, type JoinNamed, type Subject, UnreadFact, unlessUnread, type Within } from '../model/rule.ts';
import { NOT_LISTED } from './select.ts';
import { view } from './view.ts';

/** Of a subject what decides which others are around it. */
type Situated = Pick<Subject, 'kind' | 'scope'>;

/** Finds what rules join to in an inventory. What many subjects share is worked out once, and is the same object for all of them. */
export interface Lookup {
  /** A resource that the inventory does not hold is wholly unread. */
  readonly byId: (kind: AnyKind, id: string, reads: readonly string[]) => Subject;
  /** @throws UnreadFact where a listing that would hold some was not read to its end */
  readonly every: (join: JoinEvery, subject: Situated) => readonly Subject[];
  readonly named: (join: JoinNamed, members: readonly Subject[]) => readonly Subject[];
}

const foreign = (kind: string, id: string): Resource => ({ kind, id, name: id, scope: { target: '' }, origin: 'joined', facets: {} });

/** The parts of a scope that say what is around. */
const AROUND: Readonly<Record<Within, readonly (keyof Scope)[]>> = {
  account: ['account'],
  region: ['account', 'region'],
  cluster: ['cluster'],
};

/** The place that a scope is in; `undefined` where the scope does not tell. */
export const placeOf = (within: Within, scope: Scope): string | undefined => {
  const parts = AROUND[within].map((part) => scope[part]);
  return parts.includes(undefined) ? undefined : parts.join(' in ');
};

const unlisted = ({ id, title }: AnyKind, place: string, gap: Omit<Gap, 'action'> & { readonly action?: string }): UnreadFact =>
  new UnreadFact(`the list of every ${title}`, place, { action: `list ${id}`, ...gap });

const partOf = ({ region, namespace }: Listing): string => `${region ?? ''}|${namespace ?? ''}`;

/** What became of listing a kind in a place: nothing may be called missing unless every part of it has a listing that is complete. */
const openListing = (listings: readonly Listing[]): Gap | undefined => {
  const complete = new Set(listings.filter(({ state }) => state === 'complete').map(partOf));
  return listings.find((listing) => listing.state !== 'complete' && !complete.has(partOf(listing)))?.gap;
};

/**
 * The namespace that the subject's own listing was confined to, if it was: what belongs to it is there, too. Of two Veleros
 * in one cluster neither has anything to do with the objects of the other.
 */
const confinedTo = ({ targets }: Pick<Inventory, 'targets'>, { kind, scope }: Situated): string | undefined =>
  targets
    .filter(({ name }) => name === scope.target)
    .flatMap(({ listings }) => listings)
    .find((listing) => listing.kind === kind && listing.namespace !== undefined && listing.namespace === scope.namespace)?.namespace;

/** Several targets may look at one account, or at one cluster. */
const looksAt = (target: TargetRecord, scope: Scope): boolean =>
  target.name === scope.target ||
  (['account', 'cluster'] as const).some((part) => scope[part] !== undefined && target[part] === scope[part]);

const listingsIn = (
  { targets }: Pick<Inventory, 'targets'>,
  { kind, within }: JoinEvery,
  scope: Scope,
  namespace: string | undefined,
): readonly Listing[] =>
  targets
    .filter((target) => looksAt(target, scope))
    .flatMap((target) => target.listings)
    .filter((listing) => listing.kind === kind.id)
    .filter((listing) => within !== 'region' || listing.region === undefined || listing.region === scope.region)
    .filter((listing) => namespace === undefined || listing.namespace === undefined || listing.namespace === namespace);

/** Where a Region has a listing of its own, one that should have covered all Regions says no more about it. */
const own = (listings: readonly Listing[], { within }: JoinEvery): readonly Listing[] => {
  const regional = listings.filter(({ region }) => region !== undefined);
  return within === 'region' && regional.length > 0 ? regional : listings;
};

/** What all subjects share that join everything of a kind in a place, and look at the same of it. */
export const populationKey = ({ kind, within, reads }: JoinEvery, place: string): string => [kind.id, within, place, ...reads].join('|');

export const createLookup = (inventory: Pick<Inventory, 'targets' | 'resources'>): Lookup => {
  const byKey = new Map(inventory.resources.map((resource) => [`${resource.kind}|${resource.id}`, resource]));
  const places = new Map<string, Map<string, Resource[]>>();
  const populations = new Map<string, readonly Subject[]>();
  const namings = new WeakMap<readonly Subject[], Map<JoinNamed, readonly Subject[]>>();

  const byId: Lookup['byId'] = (kind, id, reads) => view(kind, byKey.get(`${kind.id}|${id}`) ?? foreign(kind.id, id), reads);

  /** The listed resources of a kind by the place that they are in. */
  const placesOf = (kind: string, within: Within): Map<string, Resource[]> =>
    kept(places, `${kind}|${within}`, () => {
      const found = new Map<string, Resource[]>();
      for (const resource of inventory.resources) {
        if (resource.kind !== kind || resource.origin !== 'listed') continue;
        kept(found, placeOf(within, resource.scope) ?? '', () => []).push(resource);
      }
      return found;
    });

  const population = (join: JoinEvery, scope: Scope, place: string, namespace: string | undefined): readonly Subject[] => {
    const { kind, reads, within } = join;
    const listings = own(listingsIn(inventory, join, scope, namespace), join);
    if (listings.length === 0)
      throw unlisted(kind, place, { code: NOT_LISTED, message: `No target of this scan lists resources of kind ${kind.id} there.` });
    const gap = openListing(listings);
    if (gap) throw unlisted(kind, place, gap);
    return (placesOf(kind.id, within).get(place) ?? []).map((resource) => view(kind, resource, reads));
  };

  return {
    byId,
    every: (join, subject) => {
      const { kind, within } = join;
      const { scope } = subject;
      const place = placeOf(within, scope);
      if (place === undefined)
        throw unlisted(kind, 'the resource', { code: NOT_LISTED, message: `The ${within} of the resource is not known.` });
      const namespace = within === 'cluster' ? confinedTo(inventory, subject) : undefined;
      return kept(populations, `${populationKey(join, place)}|${namespace ?? ''}`, () => population(join, scope, place, namespace));
    },
    named: (join, members) =>
      kept(
        kept(namings, members, () => new Map<JoinNamed, readonly Subject[]>()),
        join,
        () => namedIds(join, members).map((id) => byId(join.kind, id, join.reads)),
      ),
  };
};

/** The ids that members name, each once. A member whose facts are unread names none. */
export const namedIds = ({ names }: JoinNamed, members: readonly Subject[]): readonly string[] => [
  ...new Set(members.flatMap((member) => unlessUnread(() => names(member), []))),
];
