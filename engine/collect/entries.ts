import type { Resource } from '../../model/resource.ts';
import type { KindScanner, Listed } from '../../model/scanner.ts';
import { inRegions } from '../select.ts';
import type { Caller } from './caller.ts';
import { createEntry, type Entry } from './entry.ts';
import type { LiveTarget } from './target.ts';

/** Everything that a collection has seen. */
export interface Entries {
  readonly addListed: (target: LiveTarget, scanner: KindScanner<unknown>, listed: Listed) => void;
  readonly listed: () => readonly Entry[];
  /** The entry of an id that a join names: as listed by any target, else as the subject's target can reach it. */
  readonly joined: (kind: string, id: string, subject: Entry) => Entry | undefined;
  /** Sorted by kind and id. */
  readonly resources: () => readonly Resource[];
}

const keyOf = (kind: string, id: string): string => `${kind}|${id}`;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** @param targets every target that could be opened; grows while the collection opens them */
export const createEntries = (caller: Caller, targets: readonly LiveTarget[]): Entries => {
  const byKey = new Map<string, Entry>();

  const listedEntry = (target: LiveTarget, scanner: KindScanner<unknown>, { id, name, region, namespace, facets = {} }: Listed): Entry => {
    const scope = { target: target.name, ...target.identity, ...(region ? { region } : {}), ...(namespace ? { namespace } : {}) };
    return createEntry(caller, target, scanner, { id, name, scope, origin: 'listed', facets });
  };

  const reach = (target: LiveTarget, kind: string, id: string): Entry | undefined => {
    const scanner = target.kinds.find((candidate) => candidate.kind.id === kind);
    const place = scanner?.foreign?.locate(id, target.session);
    if (!scanner || !place) return undefined;
    const { name, ...where } = place;
    const { partition } = target.identity;
    const scope = { target: target.name, ...(partition ? { partition } : {}), ...where };
    return createEntry(caller, target, scanner, { id, name, scope, origin: 'joined', facets: {} });
  };

  /** Nobody lists it: the subject's own target asks for it, or the first other one that can. */
  const foreign = (kind: string, id: string, subject: Entry): Entry | undefined => {
    for (const target of [subject.target, ...targets]) {
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
    joined: (kind, id, subject) => byKey.get(keyOf(kind, id)) ?? foreign(kind, id, subject),
    resources: () => [...byKey.values()].map((entry) => entry.resource()).sort((a, b) => compare(a.kind, b.kind) || compare(a.id, b.id)),
  };
};
