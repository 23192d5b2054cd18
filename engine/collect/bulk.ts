import { kept } from '../../model/remember.ts';
import type { BulkReader } from '../../model/scanner.ts';
import { type Caller, CallFailed } from './caller.ts';
import { endpointOf, type LiveTarget } from './target.ts';

/** Facets that are read for a whole Region at once: asked for when the first resource wants its part, and then shared. */
export interface RegionReads {
  /** @throws CallFailed where the Region could not be read, or its reader says nothing of this resource */
  readonly valueOf: (
    target: LiveTarget,
    kind: string,
    facet: string,
    reader: BulkReader<unknown>,
    resource: { readonly id: string; readonly region: string | undefined },
  ) => Promise<unknown>;
}

/** The reader tells of nothing but what policies select; this was not among it. */
const notSelected = (id: string): CallFailed =>
  new CallFailed({ class: 'rejected', code: 'NotCollected', message: `Nothing was kept of ${id}: no policy selects it.` });

/** @param selected ids of everything that policies select; known once everything is listed */
export const createRegionReads = (caller: Caller, selected: () => ReadonlySet<string>): RegionReads => {
  const reads = new Map<string, Promise<ReadonlyMap<string, unknown>>>();
  return {
    valueOf: async (target, kind, facet, reader, { id, region }) => {
      const endpoint = endpointOf(target, region);
      const values = await kept(reads, [target.name, region ?? '', kind, facet].join('|'), () =>
        reader.readRegion(target.session, region, (request) => caller.send(endpoint, reader, request), selected()),
      );
      if (!values.has(id)) throw notSelected(id);
      return values.get(id);
    },
  };
};
