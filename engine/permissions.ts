import type { AnyKind } from '../model/kind.ts';
import type { Selector } from '../model/policy.ts';
import type { KindActions } from '../model/registry.ts';
import type { Join } from '../model/rule.ts';
import type { Demand, Reader } from './demand.ts';

export interface PermissionsOptions {
  readonly demand: Demand;
  readonly kinds: ReadonlyMap<string, AnyKind>;
  /** What the scanners declare, by kind. */
  readonly scanned: ReadonlyMap<string, KindActions>;
  /** The action that tells which Regions there are, where the targets name none. */
  readonly everyRegion: string | undefined;
}

/** A facet of a kind that may be asked for. */
type Asked = readonly [kind: string, facet: string | undefined];

/** Where another resource is may have to be asked; where the subject itself is, its listing tells. */
const joinedFacets = (join: Join, scanned: PermissionsOptions['scanned']): readonly Asked[] => [
  ...join.reads.map((facet): Asked => [join.kind.id, facet]),
  ...('self' in join ? [] : [[join.kind.id, scanned.get(join.kind.id)?.located] as const]),
];

const readFacets = (kind: string, { reads, joins }: Reader, scanned: PermissionsOptions['scanned']): readonly Asked[] => [
  ...reads.map((facet): Asked => [kind, facet]),
  ...Object.values(joins).flatMap((join) => joinedFacets(join, scanned)),
];

const tagFacet = (kind: string, selectors: readonly Selector[], kinds: PermissionsOptions['kinds']): readonly Asked[] =>
  selectors.some(({ tags }) => tags !== undefined) ? [[kind, kinds.get(kind)?.tags]] : [];

/**
 * The permissions that a collection may need for what policies read: those of the listings, of every facet that a bound
 * rule or a mechanism declares, its own or a joined one, and of tags that selectors ask for. Sorted, each once.
 */
export const actionsFor = ({ demand, kinds, scanned, everyRegion }: PermissionsOptions): readonly string[] => {
  const listed = [...demand.kinds].flatMap((kind) => scanned.get(kind) ?? []);
  const asked = [...demand.wants].flatMap(([kind, wants]) =>
    wants.flatMap(({ selectors, readers }) => [
      ...tagFacet(kind, selectors, kinds),
      ...readers.flatMap((reader) => readFacets(kind, reader, scanned)),
    ]),
  );
  const actions = [
    ...listed.map(({ list }) => list),
    ...(listed.some(({ regional }) => regional) ? [everyRegion] : []),
    ...asked.map(([kind, facet]) => scanned.get(kind)?.facets[facet ?? '']),
  ];
  return [...new Set(actions.filter((action) => action !== undefined))].sort();
};
