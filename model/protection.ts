import type { AnyKind, FacetName } from './kind.ts';
import { type Join, type Joined, type Joins, type Subject, UnreadFact, unlessUnread } from './rule.ts';
import { largestGap } from './schedule/gap.ts';
import type { Schedule } from './schedule/schedule.ts';
import type { Evidence } from './verdict.ts';

/** How well the recovery points of a protection resist somebody who wants them gone. */
export type Immutability = 'none' | 'governance' | 'compliance' | 'unknown';

/** Whether a protection does what it promises: `degraded` where it is known not to. */
export type Health = 'healthy' | 'degraded' | 'unknown';

/** When recovery points are made, where a schedule makes them. Durations in milliseconds. */
export interface Cadence {
  readonly schedule: Schedule;
  /** Within which the making starts after a fire. */
  readonly startWindow: number;
  /** That it takes from then on; `undefined` = cannot be told. */
  readonly duration: number | undefined;
}

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
  /** What `rpo.design` comes from, if from a schedule: protections that take turns lose less than each of them. */
  readonly cadence?: Cadence | undefined;
  /** How far back one can go. `Infinity` = until somebody deletes it. */
  readonly retention: { readonly design: number | undefined; readonly observed: number | undefined };
  readonly immutability: Immutability;
  readonly health: Health;
  /** How long ago the asset was last restored by it. `null` = no restore is recorded; `undefined` = cannot be told. */
  readonly lastRestore?: number | null | undefined;
  readonly evidence: readonly Evidence[];
}

/** Something that may protect the asset, of which nothing can be told: a fact that could not be read, or the reason in words. */
export type Doubt = { readonly unread: UnreadFact } | { readonly reason: string };

/** Derives protections of one kind of asset from facts. Pure. */
export interface Mechanism<K extends AnyKind = AnyKind, R extends FacetName<K> = FacetName<K>, J extends Joins = Joins> {
  readonly id: string;
  readonly title: string;
  /** The kind of what is protected; several where the mechanism serves each alike. */
  readonly asset: K | readonly K[];
  readonly reads: readonly R[];
  readonly joins?: J;
  /** Empty where the asset is not protected this way. Looking at an unread facet throws: the caller knows then that nothing is known. */
  readonly protections: (
    asset: Subject<K, R>,
    context: { readonly joined: Joined<J>; readonly takenAt: Date },
  ) => readonly (Protection | Doubt)[];
}

// biome-ignore lint/suspicious/noExplicitAny: stands for every mechanism.
export type AnyMechanism = Mechanism<any, any, any>;

export const defineMechanism = <K extends AnyKind, const R extends FacetName<K>, J extends Joins = Record<never, Join>>(
  mechanism: Mechanism<K, R, J>,
): Mechanism<K, R, J> => mechanism;

/** What `look` finds; the fact that it could not do without, where that is unread. */
export const orDoubt = <T>(look: () => T): T | Doubt => {
  try {
    return look();
  } catch (error) {
    if (error instanceof UnreadFact) return { unread: error };
    throw error;
  }
};

/** Degraded where one of the conditions is known not to hold; unknown where one is unread or `undefined`, which stands for "cannot be told". */
export const healthOf = (conditions: readonly (() => boolean | undefined)[]): Health => {
  const known = conditions.map((holds) => unlessUnread(holds, undefined));
  if (known.includes(false)) return 'degraded';
  return known.includes(undefined) ? 'unknown' : 'healthy';
};

/** How far apart recovery points lie at most that are made in all of these ways; `Infinity` where that ends some day. */
export const spacingOf = (cadences: readonly Cadence[], takenAt: Date): number => {
  const { gap } = largestGap(
    cadences.map(({ schedule }) => schedule),
    takenAt.getTime(),
  );
  return gap + Math.max(0, ...cadences.map(({ startWindow }) => startWindow));
};

/** The most that is lost then: a recovery point is there only when it has been made. `undefined` = cannot be told. */
export const lossOf = (cadences: readonly Cadence[], takenAt: Date): number | undefined => {
  const durations = cadences.map(({ duration }) => duration);
  return durations.includes(undefined)
    ? undefined
    : spacingOf(cadences, takenAt) + Math.max(0, ...durations.map((duration = 0) => duration));
};
