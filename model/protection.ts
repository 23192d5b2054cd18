import type { AnyKind, FacetName } from './kind.ts';
import type { Join, Joined, Joins, Subject } from './rule.ts';
import type { Evidence } from './verdict.ts';

/** How well the recovery points of a protection resist somebody who wants them gone. */
export type Immutability = 'none' | 'governance' | 'compliance' | 'unknown';

/** One way in which one asset could be recovered. Durations in milliseconds. */
export interface Protection {
  /** `s3-versioning`, `s3-replication`, … */
  readonly mechanism: string;
  /** Id of the asset. */
  readonly asset: string;
  /** Where the recovery points are. `region` is `undefined` where that could not be read. */
  readonly location: { readonly id: string; readonly region: string | undefined };
  /** What would be lost: by design, and as seen. `undefined` = cannot be told. */
  readonly rpo: { readonly design: number | undefined; readonly observed: number | undefined };
  /** How far back one can go. `Infinity` = until somebody deletes it. */
  readonly retention: { readonly design: number | undefined; readonly observed: number | undefined };
  readonly immutability: Immutability;
  readonly health: 'healthy' | 'degraded' | 'unknown';
  readonly evidence: readonly Evidence[];
}

/** Derives protections of one kind of asset from facts. Pure. */
export interface Mechanism<K extends AnyKind = AnyKind, R extends FacetName<K> = FacetName<K>, J extends Joins = Joins> {
  readonly id: string;
  readonly title: string;
  /** The kind of what is protected; several where the mechanism serves each alike. */
  readonly asset: K | readonly K[];
  readonly reads: readonly R[];
  readonly joins?: J;
  /** Empty where the asset is not protected this way. Looking at an unread facet throws: the caller knows then that nothing is known. */
  readonly protections: (asset: Subject<K, R>, context: { readonly joined: Joined<J>; readonly takenAt: Date }) => readonly Protection[];
}

// biome-ignore lint/suspicious/noExplicitAny: stands for every mechanism.
export type AnyMechanism = Mechanism<any, any, any>;

export const defineMechanism = <K extends AnyKind, const R extends FacetName<K>, J extends Joins = Record<never, Join>>(
  mechanism: Mechanism<K, R, J>,
): Mechanism<K, R, J> => mechanism;
