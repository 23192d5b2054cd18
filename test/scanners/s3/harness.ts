import { systemClock } from '../../../engine/collect/clock.ts';
import { type CollectOptions, collect } from '../../../engine/collect/collect.ts';
import type { Demand, Reader } from '../../../engine/demand.ts';
import { connectors } from '../../../generated/connectors.ts';
import { type Fault, startLab, type World } from '../../../lab/index.ts';
import type { Inventory } from '../../../model/inventory.ts';
import type { Reading } from '../../../model/reading.ts';
import type { Scanner } from '../../../model/scanner.ts';
import scanner from '../../../scanners/s3/index.ts';
import { withCredentials } from '../credentials.ts';
import { HOME } from './world.ts';

/** Retries come at once: what is tested is what they lead to. */
const impatientClock = { ...systemClock, random: () => 0 };

export interface ScanOptions {
  readonly faults?: readonly Fault[];
  /** Of every bucket. */
  readonly readers?: readonly Reader[];
  readonly regions?: readonly string[];
  readonly timeout?: number;
  readonly concurrency?: number;
}

export interface Scanned {
  readonly inventory: Inventory;
  /** How often each operation was asked for: `GetBucketVersioning`. */
  readonly requests: Readonly<Record<string, number>>;
}

/** A reader of facets, without joins. */
export const reading = (...reads: readonly string[]): Reader => ({ reads, joins: {}, params: {} });

const demandOf = (readers: readonly Reader[]): Demand => {
  const place = { file: 'policy.yaml', line: 1, column: 1 };
  const want = { selectors: [{ kind: 's3/bucket', optional: true, place }], readers };
  return { kinds: new Set(['s3/bucket']), wants: new Map([['s3/bucket', [want]]]) };
};

/** Collects from an endpoint that speaks S3 and STS. */
export const collectFrom = (
  endpoint: string,
  { readers = [], regions, timeout = 5000, concurrency = 16 }: ScanOptions,
): Promise<Inventory> => {
  const options: CollectOptions = {
    tool: { name: 'mlops-dr', version: '0' },
    targets: [{ name: 'prod', type: 'aws', config: { endpoint, ...(regions ? { regions } : {}) } }],
    connectors,
    scanners: [scanner as Scanner],
    demand: demandOf(readers),
    takenAt: new Date('2026-11-22T09:00:00Z'),
    concurrency,
    timeout,
    signal: new AbortController().signal,
    clock: impatientClock,
  };
  return withCredentials(() => collect(options));
};

/** Collects from a lab with this world, over the real wire. */
export const scanWorld = async (world: World, options: ScanOptions = {}): Promise<Scanned> => {
  const lab = await startLab({ ...world, ...(options.faults ? { faults: options.faults } : {}) });
  try {
    const inventory = await collectFrom(lab.url, { regions: [HOME], ...options });
    const requests = Object.fromEntries([...lab.requests].map(([operation, count]) => [operation.replace(/^\w+:/, ''), count]));
    return { inventory, requests };
  } finally {
    await lab.close();
  }
};

/** The facets of a bucket by its name. */
export const facetsOf = ({ inventory }: Pick<Scanned, 'inventory'>, name: string): Readonly<Record<string, Reading<unknown>>> => {
  const found = inventory.resources.find((resource) => resource.name === name);
  if (!found) throw new RangeError(`no bucket ${name} in the inventory`);
  return found.facets;
};
