import type { Resource, Scope } from '../../model/resource.ts';
import type { Within } from '../../model/rule.ts';
import type { KindScanner, Listed } from '../../model/scanner.ts';
import { placeOf } from '../lookup.ts';
import { inRegions } from '../select.ts';
import { createEntry, type Entry, type Means } from './entry.ts';
import type { LiveTarget } from './target.ts';

/** Everything that a collection has seen. */
export interface Entries {
  readonly addListed: (target: LiveTarget, scanner: KindScanner<unknown>, listed: Listed) => void;
  readonly listed: () => readonly Entry[];
  /** The entry of an id that a join names: as listed by any target, else as the subject's target can reach it. */
  readonly joined: (kind: string, id: string, subject: Entry) => Entry | undefined;
  /** Everything of a kind that listings hold around a scope. */
  readonly around: (kind: string, within: Within, scope: Scope) => readonly Entry[];
  /** Sorted by kind and id. */
  readonly resources: () => readonly Resource[];
}

const keyOf = (kind: string, id: string): string => `${kind}|${id}`;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** @param targets every target that could be opened; grows while the collection opens them */
export const createEntries = (means: Means, targets: readonly LiveTarget[]): Entries => {
  const byKey = new Map<string, Entry>();

  const listedEntry = (target: LiveTarget, scanner: KindScanner<unknown>, { id, name, facets = {}, ...place }: Listed): Entry => {
    const { region, cluster, namespace } = place;
    const scope = {
      target: target.name,
      ...target.identity,
      ...(region ? { region } : {}),
      ...(cluster ? { cluster } : {}),
      ...(namespace ? { namespace } : {}),
    };
    return createEntry(means, target, scanner, { id, name, scope, origin: 'listed', facets });
  };

  const placeIn = (target: LiveTarget, kind: string, id: string) =>
    target.kinds.find((candidate) => candidate.kind.id === kind)?.foreign?.locate(id, target.session);

  const reach = (target: LiveTarget, kind: string, id: string): Entry | undefined => {
    const scanner = target.kinds.find((candidate) => candidate.kind.id === kind);
    const place = placeIn(target, kind, id);
    if (!scanner || !place) return undefined;
    const { name, ...where } = place;
    const { partition } = target.identity;
    const scope = { target: target.name, ...(partition ? { partition } : {}), ...where };
    return createEntry(means, target, scanner, { id, name, scope, origin: 'joined', facets: {} });
  };

  /** Whether the target scans the very account that the id names. */
  const owns = (target: LiveTarget, kind: string, id: string): boolean => {
    const account = placeIn(target, kind, id)?.account;
    return account !== undefined && account === target.identity.account;
  };

  /** Nobody lists it: a target of its own account asks for it, else the subject's own one, or the first other one that can. */
  const foreign = (kind: string, id: string, subject: Entry): Entry | undefined => {
    const all = [subject.target, ...targets];
    for (const target of [...all.filter((one) => owns(one, kind, id)), ...all]) {
      const entry = reach(target, kind, id);
      if (!entry) continue;
      byKey.set(keyOf(kind, id), entry);
      return entry;
    }
    return undefined;
  };

  return {
    addListed: (target, scanner, found) => {
      const key = keyOf(scanner.kind.id, found.id);
      const known = byKey.get(key);
      if (known && inRegions(known.target.regions, known.scope.region)) {
        if (inRegions(target.regions, found.region)) known.listedBy.push(target.name);
        return;
      }
      // A target that scans the Region goes before one that only sees the resource from another.
      if (known && !inRegions(target.regions, found.region)) return;
      byKey.set(key, listedEntry(target, scanner, found));
    },
    listed: () => [...byKey.values()].filter(({ listedBy }) => listedBy.length > 0),
    around: (kind, within, scope) => {
      const place = placeOf(within, scope);
      const isThere = (entry: Entry) => entry.kind === kind && entry.listedBy.length > 0 && placeOf(within, entry.scope) === place;
      return place === undefined ? [] : [...byKey.values()].filter(isThere);
    },
    joined: (kind, id, subject) => byKey.get(keyOf(kind, id)) ?? foreign(kind, id, subject),
    resources: () => [...byKey.values()].map((entry) => entry.resource()).sort((a, b) => compare(a.kind, b.kind) || compare(a.id, b.id)),
  };
};
