import { matchesGlob } from '../model/glob.ts';
import type { Inventory, TargetRecord } from '../model/inventory.ts';
import type { AnyKind } from '../model/kind.ts';
import type { Selector } from '../model/policy.ts';
import { type Gap, type Reading, unread } from '../model/reading.ts';
import type { Resource, Scope } from '../model/resource.ts';

/** Whether a selector takes a resource; `unknown` where only unread tags or an unknown Region could tell, with the gap. */
export type Match = { readonly match: 'yes' | 'no' } | { readonly match: 'unknown'; readonly facet: string; readonly gap: Gap };

const YES: Match = { match: 'yes' };
const NO: Match = { match: 'no' };

/** What selectors look at beside tags. */
type Identified = Pick<Resource, 'kind' | 'id' | 'name' | 'scope' | 'alsoListedBy'>;

const OWN_CRITERIA = ['account', 'cluster', 'namespace'] as const satisfies readonly (keyof Scope & keyof Selector)[];
const SCOPE_CRITERIA = ['target', 'account', 'region', 'cluster', 'namespace'] as const satisfies readonly (keyof Scope & keyof Selector)[];

const holds = (pattern: string | undefined, text: string | undefined): boolean => pattern === undefined || matchesGlob(pattern, text ?? '');

/** AWS keeps every resource in some Region; where nothing tells which, it may be the one that is asked for. */
const isRegionUntold = ({ region: wanted }: Selector, { partition, region }: Scope): boolean =>
  wanted !== undefined && partition !== undefined && region === undefined;

/** Whether nothing but the tags speaks against it. A Region that nothing tells does not. */
export const matchesIdentity = (selector: Selector, { kind, id, name, scope, alsoListedBy = [] }: Identified): boolean =>
  selector.kind === kind &&
  holds(selector.name, name) &&
  holds(selector.id, id) &&
  [scope.target, ...alsoListedBy].some((target) => holds(selector.target, target)) &&
  (holds(selector.region, scope.region) || isRegionUntold(selector, scope)) &&
  OWN_CRITERIA.every((criterion) => holds(selector[criterion], scope[criterion]));

const hasTags = (wanted: Readonly<Record<string, string>>, tags: Readonly<Record<string, string>>): boolean =>
  Object.entries(wanted).every(([key, pattern]) => Object.hasOwn(tags, key) && matchesGlob(pattern, tags[key] ?? ''));

const matchesTags = (wanted: Readonly<Record<string, string>>, facet: string, reading: Reading<unknown>): Match => {
  if (reading.state === 'unread') return { match: 'unknown', facet, gap: reading.gap };
  const tags = reading.state === 'read' ? (reading.value as Record<string, string>) : {};
  return hasTags(wanted, tags) ? YES : NO;
};

const uncollected = (facet: string): Reading<never> =>
  unread({ action: facet, code: 'NotCollected', message: 'The tags were not collected.' });

/** Resources of a kind without tags have none of those that are wanted. */
const matchTags = ({ tags: wanted }: Selector, { facets }: Resource, kind: AnyKind | undefined): Match => {
  if (wanted === undefined) return YES;
  const facet = kind?.tags;
  return facet === undefined ? NO : matchesTags(wanted, facet, facets[facet] ?? uncollected(facet));
};

const REGION_UNTOLD: Match = {
  match: 'unknown',
  facet: 'region',
  gap: { action: 'region', code: 'RegionUnknown', message: 'Neither the listing nor the resource itself told its Region.' },
};

/** Whether `selector` takes `resource`. Tags are looked at last: they cost a read. */
export const matches = (selector: Selector, resource: Resource, kind: AnyKind | undefined): Match => {
  if (resource.origin !== 'listed' || !matchesIdentity(selector, resource)) return NO;
  const byTags = matchTags(selector, resource, kind);
  return byTags.match === 'yes' && isRegionUntold(selector, resource.scope) ? REGION_UNTOLD : byTags;
};

/** Whether the target's configuration covers the Region in which the resource lies. One that nothing tells is looked at, not left out. */
export const inRegions = (regions: readonly string[] | undefined, region: string | undefined): boolean =>
  regions === undefined || region === undefined || regions.includes(region);

/** What a selector found in an inventory. */
export interface Selection {
  readonly taken: readonly Resource[];
  /** Resources that only unread tags or an unknown Region keep from being taken or left. */
  readonly undecided: readonly { readonly resource: Resource; readonly facet: string; readonly gap: Gap }[];
  /** Resources that match but lie in Regions which their target does not scan. */
  readonly elsewhere: readonly Resource[];
  /** Why a resource that was not found may exist all the same: listings that were not read. */
  readonly blind: readonly Gap[];
  /** The targets that could hold a match. */
  readonly targets: readonly TargetRecord[];
}

/** Code of the gap where no target lists what a selector asks for, or none where it asks for it. */
export const NOT_LISTED = 'NotListed';

const notListed = (kind: string): Gap => ({
  action: `list ${kind}`,
  code: NOT_LISTED,
  message: `No target of this scan lists resources of kind ${kind} where the selector looks for them.`,
});

/** What a target that could not be scanned is about is not known: it may be what is asked for. */
const mayHold = (target: TargetRecord, selector: Selector): boolean =>
  (['account', 'cluster'] as const).every((part) => target[part] === undefined || holds(selector[part], target[part]));

const blindSpots = (selector: Selector, targets: readonly TargetRecord[]): readonly Gap[] => {
  const listings = targets
    .filter((target) => mayHold(target, selector))
    .flatMap((target) => target.listings)
    .filter(({ kind, region }) => kind === selector.kind && (region === undefined || holds(selector.region, region)))
    .filter(({ namespace }) => namespace === undefined || holds(selector.namespace, namespace));
  if (listings.length === 0) return [notListed(selector.kind)];
  return listings.flatMap(({ gap }) => gap ?? []);
};

/** Resolves one selector against an inventory. Resources keep the inventory's order. */
export const select = (selector: Selector, inventory: Inventory, kind: AnyKind | undefined): Selection => {
  const regions = new Map(inventory.targets.map((target) => [target.name, target.regions]));
  const isCovered = ({ scope }: Resource) => inRegions(regions.get(scope.target), scope.region);
  const targets = inventory.targets.filter(({ name }) => holds(selector.target, name));
  const found = inventory.resources.map((resource) => ({ resource, match: matches(selector, resource, kind) }));
  const certain = found.flatMap(({ resource, match }) => (match.match === 'yes' ? [resource] : []));
  return {
    taken: certain.filter(isCovered),
    undecided: found.flatMap(({ resource, match }) =>
      match.match === 'unknown' && isCovered(resource) ? [{ resource, facet: match.facet, gap: match.gap }] : [],
    ),
    elsewhere: certain.filter((resource) => !isCovered(resource)),
    blind: blindSpots(selector, targets),
    targets,
  };
};

/** The selector in words, the same in whatever order it is written: `s3/bucket, name mlops-models`. */
export const describeSelector = ({ kind, name, id, tags = {}, ...selector }: Selector): string => {
  const criteria = { name, id, ...Object.fromEntries(SCOPE_CRITERIA.map((criterion) => [criterion, selector[criterion]])) };
  const words = Object.entries(criteria).flatMap(([criterion, pattern]) => (pattern === undefined ? [] : [`${criterion} ${pattern}`]));
  const labels = Object.keys(tags)
    .sort()
    .map((key) => `tag ${key}=${tags[key]}`);
  return [kind, ...words, ...labels].join(', ');
};
