import { absent, NO_SUCH_RESOURCE, type Reading, read, unread } from '../../model/reading.ts';
import type { Resource, Scope } from '../../model/resource.ts';
import type { Attempt, FacetReader, KindScanner, SingleReader } from '../../model/scanner.ts';
import type { RegionReads } from './bulk.ts';
import { type Caller, CallFailed } from './caller.ts';
import { endpointOf, type LiveTarget } from './target.ts';

/** A resource while it is being read: every facet is asked for once, however many want it. */
export interface Entry {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  readonly target: LiveTarget;
  readonly scanner: KindScanner<unknown>;
  /** Names of the targets whose listings hold it; none where only a join asked for it. */
  readonly listedBy: string[];
  readonly read: (facet: string) => Promise<Reading<unknown>>;
  readonly readAll: (facets: readonly string[]) => Promise<void>;
  /** What is known by now. */
  readonly resource: () => Resource;
}

const ABSENT = Symbol('absent');

const isNamed = (error: unknown, names: readonly string[]): boolean => error instanceof Error && names.includes(error.name);

/** The request of one facet; "not configured" is an answer, not an error. */
const request =
  <S>(reader: SingleReader<S>, session: S, { id, name, scope }: Pick<Resource, 'id' | 'name' | 'scope'>) =>
  async (attempt: Attempt): Promise<unknown> => {
    try {
      return await reader.read(session, { id, name, scope }, attempt);
    } catch (error) {
      if (isNamed(error, reader.absentOn ?? [])) return ABSENT;
      throw error;
    }
  };

/** Of a resource that is known not to exist there is nothing to ask. */
const nonexistent = ({ action }: FacetReader<unknown>): Reading<never> =>
  unread({ action, code: NO_SUCH_RESOURCE, message: 'The resource does not exist.' });

/** A resource before anything of it was asked for. */
interface Located {
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  readonly origin: Resource['origin'];
  readonly facets: Readonly<Record<string, Reading<unknown>>>;
}

/** How entries reach their services. */
export interface Means {
  readonly caller: Caller;
  readonly regionReads: RegionReads;
}

export const createEntry = ({ caller, regionReads }: Means, target: LiveTarget, scanner: KindScanner<unknown>, located: Located): Entry => {
  const { id, name } = located;
  let { scope } = located;
  const listedBy = located.origin === 'listed' ? [target.name] : [];
  const pending = new Map<string, Promise<Reading<unknown>>>();
  const readings = new Map(Object.entries(located.facets));

  const settle = (facet: string, reading: Reading<unknown>): Reading<unknown> => {
    readings.set(facet, reading);
    return reading;
  };

  /** The resource is gone since it was listed, or never was. */
  const vanish = (): void => {
    listedBy.length = 0;
    if (scanner.foreign) settle(scanner.foreign.facet, absent());
  };

  /** The value of a facet, in whichever way its reader asks for it. */
  const fetchValue = async (facet: string, reader: FacetReader<unknown>): Promise<unknown> => {
    const endpoint = endpointOf(target, scope.region);
    if ('read' in reader) return caller.send(endpoint, reader, request(reader, target.session, { id, name, scope }));
    if ('readPages' in reader) return reader.readPages(target.session, { id, name, scope }, (page) => caller.send(endpoint, reader, page));
    return regionReads.valueOf(target, scanner.kind.id, facet, reader, { id, region: scope.region });
  };

  const fetch = async (facet: string, reader: FacetReader<unknown>): Promise<Reading<unknown>> => {
    try {
      const value = await fetchValue(facet, reader);
      return value === ABSENT ? absent() : read(value);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      const { failure } = error;
      if (reader.absentOn?.includes(failure.code)) return absent();
      if (failure.class === 'gone') vanish();
      return facet === scanner.foreign?.facet && failure.class === 'gone'
        ? absent()
        : unread({ action: reader.action, code: failure.code, message: failure.message });
    }
  };

  /** Where a resource's Region is not known, the facet that tells it comes first. Answers whether there is such a resource. */
  const locate = async (): Promise<boolean> => {
    const { foreign } = scanner;
    if (!foreign?.region || scope.region !== undefined) return true;
    const reading = await ask(foreign.facet);
    const region = reading.state === 'read' ? foreign.region(reading.value) : undefined;
    if (region !== undefined) scope = { ...scope, region };
    return reading.state !== 'absent';
  };

  const impossible = (reader: FacetReader<unknown>, wanted: ReadonlySet<string>): Promise<boolean> | boolean => {
    const { requires } = reader;
    if (!requires || !(wanted.has(requires.facet) || pending.has(requires.facet) || readings.has(requires.facet))) return false;
    return ask(requires.facet).then((reading) => reading.state === 'read' && !requires.holds(reading.value));
  };

  const ask = (facet: string, wanted: ReadonlySet<string> = new Set()): Promise<Reading<unknown>> => {
    const known = readings.get(facet);
    if (known) return Promise.resolve(known);
    const reader = scanner.facets[facet];
    if (!reader) throw new RangeError(`${scanner.kind.id} has no reader for the facet ${facet}`);
    let reading = pending.get(facet);
    if (!reading) {
      reading = (async () => {
        if (facet !== scanner.foreign?.facet && !(await locate())) return settle(facet, nonexistent(reader));
        if (await impossible(reader, wanted)) return settle(facet, absent(reader.requires?.facet));
        return settle(facet, await fetch(facet, reader));
      })();
      pending.set(facet, reading);
    }
    return reading;
  };

  return {
    kind: scanner.kind.id,
    id,
    name,
    get scope() {
      return scope;
    },
    target,
    scanner,
    listedBy,
    read: (facet) => ask(facet),
    readAll: async (facets) => {
      const wanted = new Set(facets);
      await Promise.all(facets.map((facet) => ask(facet, wanted)));
    },
    resource: () => ({
      kind: scanner.kind.id,
      id,
      name,
      scope,
      origin: listedBy.length > 0 ? 'listed' : 'joined',
      ...(listedBy.length > 1 ? { alsoListedBy: listedBy.slice(1) } : {}),
      facets: Object.fromEntries(
        Object.keys(scanner.kind.facets).flatMap((facet) => {
          const reading = readings.get(facet);
          return reading ? [[facet, reading]] : [];
        }),
      ),
    }),
  };
};
