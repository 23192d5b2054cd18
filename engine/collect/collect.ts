import { INVENTORY_SCHEMA, type Inventory } from '../../model/inventory.ts';
import type { Connector, KindScanner, Scanner } from '../../model/scanner.ts';
import { type Demand, demandedFacets, type Want } from '../demand.ts';
import { inRegions, matches, matchesIdentity } from '../select.ts';
import { createRegionReads } from './bulk.ts';
import { createCaller } from './caller.ts';
import { type Clock, systemClock } from './clock.ts';
import { createEntries } from './entries.ts';
import type { Entry } from './entry.ts';
import { createFollower, type FollowJoins } from './joins.ts';
import { type LiveTarget, listTarget, type OpenTarget, openTarget, type Target, withoutNamesakes } from './target.ts';

export interface Progress {
  readonly listed: number;
  /** Resources whose facets were read, of those that policies select. */
  readonly done: number;
  readonly selected: number;
  readonly calls: number;
}

export interface CollectOptions {
  readonly tool: Inventory['tool'];
  readonly targets: readonly Target[];
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly scanners: readonly Scanner[];
  readonly demand: Demand;
  readonly takenAt: Date;
  /** Requests in flight at a time. */
  readonly concurrency: number;
  /** Milliseconds that one attempt of a call may take. */
  readonly timeout: number;
  /** Aborting it ends the collection: what was read by then is in the inventory, the rest is unread. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly clock?: Clock;
}

/** Runs `work` on every item, `width` at a time. */
const forEach = async <T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> => {
  const iterator = items.values();
  const worker = async () => {
    for (const item of iterator) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
};

/** What `demand` wants of one entry, once its identity and, where a selector asks for them, its tags are known. */
const wantsOf = async (entry: Entry, demand: Demand): Promise<readonly Want[]> => {
  const kind = entry.scanner.kind;
  const identified = entry.resource();
  const candidates = (demand.wants.get(kind.id) ?? []).map((want) => ({
    want,
    selectors: want.selectors.filter((selector) => matchesIdentity(selector, identified)),
  }));
  // Also where another selector takes it without: whether this one finds it is a verdict of its own.
  const asksForTags = candidates.some(({ selectors }) => selectors.some(({ tags }) => tags !== undefined));
  if (asksForTags && kind.tags) await entry.read(kind.tags);
  const resource = entry.resource();
  return candidates
    .filter(({ selectors }) => selectors.some((selector) => matches(selector, resource, kind).match !== 'no'))
    .map(({ want }) => want);
};

const readEntry = async (entry: Entry, demand: Demand, follow: FollowJoins): Promise<void> => {
  const wants = await wantsOf(entry, demand);
  const readers = wants.flatMap((want) => want.readers);
  await entry.readAll([...new Set(readers.flatMap(({ reads }) => reads))]);
  await Promise.all(readers.map((reader) => follow(entry, reader)));
};

const isSelectable = (entry: Entry, demand: Demand): boolean =>
  inRegions(entry.target.regions, entry.scope.region) &&
  (demand.wants.get(entry.kind) ?? []).some(({ selectors }) => selectors.some((selector) => matchesIdentity(selector, entry.resource())));

const kindsFor = (scanners: readonly Scanner[], type: string, demand: Demand): readonly KindScanner<unknown>[] =>
  scanners.filter(({ target }) => target === type).flatMap(({ kinds }) => kinds.filter(({ kind }) => demand.kinds.has(kind.id)));

const connectorOf = (connectors: ReadonlyMap<string, Connector>, { type }: Target): Connector => {
  const connector = connectors.get(type);
  if (!connector) throw new RangeError(`no connector for targets of type ${type}`);
  return connector;
};

/**
 * Reads what `demand` wants of the targets, and nothing else, nothing twice. Never rejects for what a service answers:
 * that is in the inventory as readings and gaps.
 */
export const collect = async (options: CollectOptions): Promise<Inventory> => {
  const { tool, targets, connectors, scanners, demand, takenAt, concurrency, timeout, signal, onProgress, clock = systemClock } = options;
  const caller = createCaller({ concurrency, timeout, signal, clock });
  const live: LiveTarget[] = [];
  let selectedIds: ReadonlySet<string> = new Set();
  const regionReads = createRegionReads(caller, () => selectedIds);
  const entries = createEntries({ caller, regionReads }, live);
  const follow = createFollower(entries);
  const open = async (target: Target) => {
    const kinds = kindsFor(scanners, target.type, demand);
    return {
      target,
      opened: await openTarget(target, connectorOf(connectors, target), kinds, caller, { timeout, maxSockets: concurrency }),
    };
  };
  const scan = async (opened: OpenTarget) => {
    if ('failed' in opened) return { record: opened.failed, register: () => {} };
    const { record, found } = await listTarget(opened.live, caller, (kind) => demandedFacets(demand, kind));
    const register = () => {
      for (const { scanner, listed } of found) entries.addListed(opened.live, scanner, listed);
    };
    return { record, register };
  };
  try {
    const opened = withoutNamesakes(await Promise.all(targets.map(open)));
    live.push(...opened.flatMap((one) => ('live' in one ? [one.live] : [])));
    const scans = await Promise.all(opened.map(scan));
    // In the order of the configuration, whichever target answers first.
    for (const { register } of scans) register();
    const listed = entries.listed();
    const selected = listed.filter((entry) => isSelectable(entry, demand));
    selectedIds = new Set(selected.map(({ id }) => id));
    let done = 0;
    const report = () => onProgress?.({ listed: listed.length, done, selected: selected.length, calls: caller.sent() });
    report();
    await forEach(selected, concurrency, async (entry) => {
      await readEntry(entry, demand, follow);
      done++;
      report();
    });
    return {
      schema: INVENTORY_SCHEMA,
      tool,
      takenAt: takenAt.toISOString(),
      ...(signal.aborted ? { interrupted: true } : {}),
      targets: scans.map(({ record }) => record),
      resources: entries.resources(),
    };
  } finally {
    for (const { connector, session } of live) connector.close(session);
  }
};
