import type { AnyKind } from '../model/kind.ts';
import type { Binding, Component, Policy, Selector } from '../model/policy.ts';
import type { AnyMechanism } from '../model/protection.ts';
import { isAbout, type Joins } from '../model/rule.ts';

/** Somebody who reads facets of a kind of resource and of what it joins to: a bound rule, or a mechanism for the objectives. */
export interface Reader {
  readonly reads: readonly string[];
  readonly joins: Joins;
  readonly params: unknown;
}

/** What one component wants of one kind. */
export interface Want {
  readonly selectors: readonly Selector[];
  readonly readers: readonly Reader[];
}

/** What policies read, by kind: the only things that a collection fetches. */
export interface Demand {
  /** Kinds that are selected or joined; each is listed. */
  readonly kinds: ReadonlySet<string>;
  readonly wants: ReadonlyMap<string, readonly Want[]>;
}

const ruleReader = ({ rule, params }: Binding): Reader => ({ reads: rule.reads, joins: rule.joins ?? {}, params });

const mechanismReader = ({ reads, joins }: AnyMechanism): Reader => ({ reads, joins: joins ?? {}, params: {} });

/** The joins that mean something for subjects of one kind. */
const fitting = (joins: Joins, kind: string): Joins =>
  Object.fromEntries(Object.entries(joins).filter(([, join]) => !('self' in join) || join.kind.id === kind));

const wantOf = (component: Component, kind: string, mechanisms: readonly AnyMechanism[]): Want => {
  const bound = component.bindings.filter(({ rule }) => isAbout(rule.subject, kind)).map(ruleReader);
  const recovering =
    Object.keys(component.objectives).length > 0 ? mechanisms.filter(({ asset }) => isAbout(asset, kind)).map(mechanismReader) : [];
  return {
    selectors: component.selectors.filter((selector) => selector.kind === kind),
    readers: [...bound, ...recovering].map((reader) => ({ ...reader, joins: fitting(reader.joins, kind) })),
  };
};

/** Derives the demand of policies: facets of bound rules, and those of mechanisms where a component has objectives. */
export const demandOf = (policies: readonly Policy[], mechanisms: readonly AnyMechanism[]): Demand => {
  const wants = new Map<string, Want[]>();
  for (const component of policies.flatMap(({ components }) => components)) {
    for (const kind of new Set(component.selectors.map((selector) => selector.kind))) {
      wants.set(kind, [...(wants.get(kind) ?? []), wantOf(component, kind, mechanisms)]);
    }
  }
  const readers = [...wants.values()].flat().flatMap((want) => want.readers);
  const joined = readers.flatMap(({ joins }) => Object.values(joins).map(({ kind }) => (kind as AnyKind).id));
  return { kinds: new Set([...wants.keys(), ...joined]), wants };
};

/** The facets of a kind that somebody reads, of resources that are selected or joined; its tags where a selector asks for them. */
export const demandedFacets = ({ wants }: Demand, kind: AnyKind): ReadonlySet<string> => {
  const own = wants.get(kind.id) ?? [];
  const joins = [...wants.values()].flat().flatMap(({ readers }) => readers.flatMap((reader) => Object.values(reader.joins)));
  const byTags = own.some(({ selectors }) => selectors.some(({ tags }) => tags !== undefined));
  return new Set([
    ...own.flatMap(({ readers }) => readers.flatMap(({ reads }) => reads)),
    ...joins.flatMap((join) => (join.kind.id === kind.id ? join.reads : [])),
    ...(byTags && kind.tags !== undefined ? [kind.tags] : []),
  ]);
};
