import type { Listing, TargetRecord } from '../../model/inventory.ts';
import type { AnyKind } from '../../model/kind.ts';
import type { Gap } from '../../model/reading.ts';
import { kept } from '../../model/remember.ts';
import type { Call, Connector, Failure, Identity, KindListing, KindScanner, Listed } from '../../model/scanner.ts';
import { type Caller, CallFailed, type Endpoint } from './caller.ts';

/** A target as the configuration names it. */
export interface Target {
  readonly name: string;
  /** Key of a connector. */
  readonly type: string;
  readonly config: unknown;
}

/** A target with working credentials. */
export interface LiveTarget {
  readonly name: string;
  readonly session: unknown;
  readonly connector: Connector;
  readonly identity: Identity;
  readonly regions: readonly string[] | undefined;
  readonly kinds: readonly KindScanner<unknown>[];
}

/** A target that answered who we are, or the record of why it did not. */
export type OpenTarget = { readonly live: LiveTarget } | { readonly failed: TargetRecord };

export const endpointOf = ({ name, connector, identity }: LiveTarget, region: string | undefined): Endpoint => ({
  target: name,
  quota: `${name}|${identity.account ?? identity.cluster ?? ''}|${region ?? ''}`,
  ...(connector.inFlight === undefined ? {} : { inFlight: connector.inFlight }),
  classify: connector.classify,
});

const gapOf = ({ action }: Pick<Call, 'action'>, { code, message }: Failure): Gap => ({ action, code, message });

const failureOf = (error: unknown): Failure => {
  if (!(error instanceof CallFailed)) throw error;
  return error.failure;
};

/** The record of a target of which nothing can be told. */
const failedRecord = (
  { name, type, config }: Target,
  { identify, regions }: Connector,
  kinds: readonly KindScanner<unknown>[],
  failure: Failure,
): TargetRecord => {
  const gap = gapOf(identify, failure);
  const scanned = regions(config);
  const listings = kinds.filter(({ list }) => list).map(({ kind }): Listing => ({ kind: kind.id, state: 'unread', gap }));
  return { name, type, ...(scanned ? { regions: scanned } : {}), listings, gap };
};

/** Opens a session and asks who we are. Where that fails nothing of the target can be told. */
export const openTarget = async (
  target: Target,
  connector: Connector,
  kinds: readonly KindScanner<unknown>[],
  caller: Caller,
  options: { readonly timeout: number; readonly maxSockets: number },
): Promise<OpenTarget> => {
  const { name, config } = target;
  const { identify, classify } = connector;
  const failed = (failure: Failure): OpenTarget => ({ failed: failedRecord(target, connector, kinds, failure) });
  let session: unknown;
  try {
    session = await connector.open(config, options);
  } catch (error) {
    return failed(classify(error));
  }
  try {
    const identity = await caller.send({ target: name, quota: name, classify }, identify, (attempt) => identify.read(session, attempt));
    return { live: { name, session, connector, identity, regions: connector.regions(config), kinds } };
  } catch (error) {
    connector.close(session);
    return failed(failureOf(error));
  }
};

const namesake = ({ name, identity }: LiveTarget, other: LiveTarget): Failure => ({
  class: 'rejected',
  code: 'AmbiguousCluster',
  message:
    `The targets ${other.name} and ${name} reach two different clusters that are both called ${identity.cluster}. ` +
    'Give one of them a name of its own: `cluster` in its configuration.',
});

/** The targets that can be told apart by their clusters' names; the later ones of those that cannot are not scanned. */
export const withoutNamesakes = (targets: readonly { readonly target: Target; readonly opened: OpenTarget }[]): readonly OpenTarget[] => {
  const byCluster = new Map<string, LiveTarget>();
  const addressOf = ({ connector, session }: LiveTarget) => connector.address?.(session);
  return targets.map(({ target, opened }) => {
    if ('failed' in opened || opened.live.identity.cluster === undefined) return opened;
    const { live } = opened;
    const first = kept(byCluster, opened.live.identity.cluster, () => live);
    if (addressOf(first) === addressOf(live)) return opened;
    live.connector.close(live.session);
    return { failed: failedRecord(target, live.connector, live.kinds, namesake(live, first)) };
  });
};

/** A resource that a listing showed. */
export interface Found {
  readonly scanner: KindScanner<unknown>;
  readonly listed: Listed;
}

/** What one target holds, and how much of it could be listed. */
export interface ListedTarget {
  readonly record: TargetRecord;
  readonly found: readonly Found[];
}

/** A kind that can be listed. */
interface Listable {
  readonly scanner: KindScanner<unknown>;
  readonly list: KindListing<unknown>;
  /** Its facets that somebody reads. */
  readonly wanted: ReadonlySet<string>;
}

const listOnce = async (
  live: LiveTarget,
  { scanner, list, wanted }: Listable,
  region: string | undefined,
  caller: Caller,
  found: Found[],
): Promise<Listing> => {
  const namespace = list.namespace?.(live.session);
  const place = { kind: scanner.kind.id, ...(region ? { region } : {}), ...(namespace === undefined ? {} : { namespace }) };
  const endpoint = endpointOf(live, region);
  try {
    const pages = list.pages(live.session, (request) => caller.send(endpoint, list, request), region, wanted);
    for await (const page of pages) found.push(...page.map((listed) => ({ scanner, listed })));
    return { ...place, state: 'complete' };
  } catch (error) {
    return { ...place, state: 'unread', gap: gapOf(list, failureOf(error)) };
  }
};

/** The Regions to list one by one; where there are more that nobody could name, the gap says why. */
interface Regions {
  readonly known: readonly string[];
  readonly gap?: Gap;
}

const regionsOf = async (live: LiveTarget, caller: Caller): Promise<Regions> => {
  const { session, connector, regions } = live;
  const { everyRegion } = connector;
  if (regions) return { known: regions };
  if (!everyRegion) throw new RangeError(`targets of type ${connector.type} know no Regions`);
  const endpoint = endpointOf(live, undefined);
  try {
    return { known: await everyRegion.read(session, (request) => caller.send(endpoint, everyRegion, request)) };
  } catch (error) {
    return { known: [everyRegion.own(session)], gap: gapOf(everyRegion, failureOf(error)) };
  }
};

const listRegions = async (live: LiveTarget, kinds: readonly Listable[], caller: Caller, found: Found[]): Promise<readonly Listing[]> => {
  if (kinds.length === 0) return [];
  const { known, gap } = await regionsOf(live, caller);
  const listings = await Promise.all(kinds.flatMap((one) => known.map((region) => listOnce(live, one, region, caller, found))));
  return [...listings, ...(gap ? kinds.map(({ scanner }): Listing => ({ kind: scanner.kind.id, state: 'unread', gap })) : [])];
};

/** Lists every kind that is wanted of one target, Region by Region where the system has Regions. */
export const listTarget = async (
  live: LiveTarget,
  caller: Caller,
  wantedOf: (kind: AnyKind) => ReadonlySet<string>,
): Promise<ListedTarget> => {
  const found: Found[] = [];
  const kinds = live.kinds.flatMap((scanner) => (scanner.list ? [{ scanner, list: scanner.list, wanted: wantedOf(scanner.kind) }] : []));
  const [regional, others] = await Promise.all([
    listRegions(
      live,
      kinds.filter(({ list }) => list.regional),
      caller,
      found,
    ),
    Promise.all(kinds.filter(({ list }) => !list.regional).map((one) => listOnce(live, one, undefined, caller, found))),
  ]);
  const listings = [...others, ...regional];
  const record = {
    name: live.name,
    type: live.connector.type,
    ...live.identity,
    ...(live.regions ? { regions: live.regions } : {}),
    listings,
  };
  return { record, found };
};
