import type { Gap } from './reading.ts';
import type { Resource } from './resource.ts';

export const INVENTORY_SCHEMA = 'mlops-dr/inventory/v1';

/** Whether everything of one kind in one place was listed. Nothing may be called missing where it was not. */
export interface Listing {
  readonly kind: string;
  /** The Region, where the kind is listed Region by Region. */
  readonly region?: string;
  /** The namespace, where nothing of the kind was looked for in any other one of the cluster. */
  readonly namespace?: string;
  readonly state: 'complete' | 'unread';
  readonly gap?: Gap;
}

/** What became of one target. */
export interface TargetRecord {
  readonly name: string;
  /** `aws`, `kubernetes`, … */
  readonly type: string;
  readonly partition?: string;
  readonly account?: string;
  readonly cluster?: string;
  /** The Regions that the configuration names; absent: every Region. */
  readonly regions?: readonly string[];
  readonly listings: readonly Listing[];
  /** Set where the target could not be scanned at all. */
  readonly gap?: Gap;
}

/** Everything that was read at one point in time, gaps included. */
export interface Inventory {
  readonly schema: typeof INVENTORY_SCHEMA;
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** The collection was stopped before its end. */
  readonly interrupted?: boolean;
  readonly targets: readonly TargetRecord[];
  /** Everything that was listed, and the resources of others that joins asked for. */
  readonly resources: readonly Resource[];
}
