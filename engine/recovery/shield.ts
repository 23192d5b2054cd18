import type { AnyMechanism, Protection } from '../../model/protection.ts';
import type { Resource } from '../../model/resource.ts';
import { kindsOf, UnreadFact } from '../../model/rule.ts';
import { protectionsOf } from '../judge.ts';
import type { Lookup } from '../lookup.ts';

/** What protects one asset, as far as the facts could be read. */
export interface Shield {
  readonly asset: Resource;
  /** All that is known, for the report. */
  readonly protections: readonly Protection[];
  /** Those of them that work: the only ones that an objective may rest on. */
  readonly sound: readonly Protection[];
  /** What could not be told, in words. Where there is anything, nothing may be called missing. */
  readonly doubts: readonly string[];
}

export interface Facts {
  readonly lookup: Lookup;
  readonly takenAt: Date;
}

/** The protections of one mechanism, or why nothing of it can be told. */
type Found = { readonly protections: readonly Protection[] } | { readonly doubt: string };

const doubtOf = (mechanism: AnyMechanism, error: unknown): Found => {
  if (error instanceof UnreadFact) return { doubt: `${error.facet} of ${error.resource} (${error.gap.action}: ${error.gap.code})` };
  const reason = error instanceof Error ? error.message : String(error);
  return { doubt: `what ${mechanism.id} does (it failed on this resource: ${reason})` };
};

const find = (mechanism: AnyMechanism, asset: Resource, { lookup, takenAt }: Facts): Found => {
  try {
    return { protections: protectionsOf(mechanism, asset, lookup, takenAt) };
  } catch (error) {
    return doubtOf(mechanism, error);
  }
};

/** Everything that the mechanisms for its kind know of one asset. */
export const shieldOf = (asset: Resource, mechanisms: readonly AnyMechanism[], facts: Facts): Shield => {
  const found = mechanisms
    .filter((mechanism) => kindsOf(mechanism.asset).some(({ id }) => id === asset.kind))
    .map((mechanism) => find(mechanism, asset, facts));
  const protections = found.flatMap((one) => ('protections' in one ? one.protections : []));
  const unsure = protections.filter(({ health }) => health === 'unknown');
  return {
    asset,
    protections,
    sound: protections.filter(({ health }) => health === 'healthy'),
    doubts: [
      ...found.flatMap((one) => ('doubt' in one ? one.doubt : [])),
      ...unsure.map(({ mechanism, location }) => `whether ${mechanism} to ${location.id} works`),
    ],
  };
};
