import { matchesGlob } from '../model/glob.ts';
import type { Inventory, TargetRecord } from '../model/inventory.ts';
import type { AnyKind } from '../model/kind.ts';
import type { Selector } from '../model/policy.ts';
import type { Gap, Reading } from '../model/reading.ts';
import type { Resource, Scope } from '../model/resource.ts';

/** Whether a selector takes a resource; `unknown` where only its unread tags could tell, with the gap. */
export type Match = { readonly match: 'yes' | 'no' } | { readonly match: 'unknown'; readonly facet: string; readonly gap: Gap };

const YES: Match = { match: 'yes' };
const NO: Match = { match: 'no' };

const SCOPE_CRITERIA = ['target', 'account', 'region', 'cluster', 'namespace'] as const satisfies readonly (keyof Scope & keyof Selector)[];

const holds = (pattern: string | undefined, text: string | undefined): boolean => pattern === undefined || matchesGlob(pattern, text ?? '');

/** Whether everything but the tags agrees. */
export const matchesIdentity = (selector: Selector, resource: Pick<Resource, 'kind' | 'id' | 'name' | 'scope'>): boolean =>
  selector.kind === resource.kind &&
  holds(selector.name, resource.name) &&
  holds(selector.id, resource.id) &&
  SCOPE_CRITERIA.every((criterion) => holds(selector[criterion], resource.scope[criterion]));

const matchesTags = (wanted: Readonly<Record<string, string>>, facet: string, reading: Reading<unknown> | undefined): Match => {
  if (reading === undefined)
    return { match: 'unknown', facet, gap: { action: facet, code: 'NotCollected', message: 'The tags were not collected.' } };
  if (reading.state === 'unread') return { match: 'unknown', facet, gap: reading.gap };
  const tags = new Map(Object.entries(reading.state === 'read' ? (reading.value as Record<string, string>) : {}));
  const all = Object.entries(wanted).every(([key, pattern]) => {
    const value = tags.get(key);
    return value !== undefined && matchesGlob(pattern, value);
  });
  return all ? YES : NO;
};

/** Whether `selector` takes `resource`. Tags are looked at last: they cost a read. */
export const matches = (selector: Selector, resource: Resource, kind: AnyKind | undefined): Match => {
  if (resource.origin !== 'listed' || !matchesIdentity(selector, resource)) return NO;
  if (selector.tags === undefined || kind?.tags === undefined) return YES;
  return matchesTags(selector.tags, kind.tags, resource.facets[kind.tags]);
};

/** Whether the target's configuration covers the Region in which the resource lies. */
export const inRegions = (regions: readonly string[] | undefined, region: string | undefined): boolean =>
  regions === undefined || region === undefined || regions.includes(region);

/** What a selector found in an inventory. */
export interface Selection {
  readonly taken: readonly Resource[];
  /** Resources that only unread tags keep from being taken or left. */
  readonly undecided: readonly { readonly resource: Resource; readonly facet: string; readonly gap: Gap }[];
  /** Resources that match but lie in Regions which their target does not scan. */
  readonly elsewhere: readonly Resource[];
  /** Why a resource that was not found may exist all the same: listings that were not read. */
  readonly blind: readonly Gap[];
  /** The targets that could hold a match. */
  readonly targets: readonly TargetRecord[];
}

const noListing = (kind: string): Gap => ({
  action: `list ${kind}`,
  code: 'NotListed',
  message: `No target of this scan lists resources of kind ${kind}.`,
});

const blindSpots = (selector: Selector, targets: readonly TargetRecord[]): readonly Gap[] => {
  const listings = targets
    .filter(({ account }) => account === undefined || holds(selector.account, account))
    .flatMap((target) => target.listings.filter(({ kind }) => kind === selector.kind));
  if (listings.length === 0) return [noListing(selector.kind)];
  return listings.flatMap(({ gap, region }) => (gap && (region === undefined || holds(selector.region, region)) ? [gap] : []));
};

/** Resolves one selector against an inventory. Resources keep the inventory's order. */
export const select = (selector: Selector, inventory: Inventory, kind: AnyKind | undefined): Selection => {
  const targets = inventory.targets.filter(({ name }) => holds(selector.target, name));
  const regions = new Map(inventory.targets.map((target) => [target.name, target.regions]));
  const taken: Resource[] = [];
  const undecided: Selection['undecided'][number][] = [];
  const elsewhere: Resource[] = [];
  for (const resource of inventory.resources) {
    const verdict = matches(selector, resource, kind);
    if (verdict.match === 'no') continue;
    if (!inRegions(regions.get(resource.scope.target), resource.scope.region)) elsewhere.push(resource);
    else if (verdict.match === 'unknown') undecided.push({ resource, facet: verdict.facet, gap: verdict.gap });
    else taken.push(resource);
  }
  return { taken, undecided, elsewhere, blind: blindSpots(selector, targets), targets };
};

/** The selector in words: `s3/bucket, name mlops-models`. */
export const describeSelector = ({ kind, name, id, tags, ...selector }: Selector): string => {
  const criteria = { name, id, ...Object.fromEntries(SCOPE_CRITERIA.map((criterion) => [criterion, selector[criterion]])) };
  const words = Object.entries(criteria).flatMap(([criterion, pattern]) => (pattern === undefined ? [] : [`${criterion} ${pattern}`]));
  const labels = Object.entries(tags ?? {}).map(([key, pattern]) => `tag ${key}=${pattern}`);
  return [kind, ...words, ...labels].join(', ');
};
