import type { AnyMechanism, Doubt, Protection } from '../../model/protection.ts';
import type { Resource } from '../../model/resource.ts';
import { isAbout, UnreadFact } from '../../model/rule.ts';
import { protectionsOf } from '../judge.ts';
import type { Lookup } from '../lookup.ts';

/** What protects one asset, as far as the facts could be read. */
export interface Shield {
  readonly asset: Resource;
  readonly takenAt: Date;
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

const doubtText = (doubt: Doubt): string => {
  if ('reason' in doubt) return doubt.reason;
  const { facet, resource, gap } = doubt.unread;
  return `${facet} of ${resource} (${gap.action}: ${gap.code})`;
};

const failure = (mechanism: AnyMechanism, error: unknown): Doubt => {
  if (error instanceof UnreadFact) return { unread: error };
  const reason = error instanceof Error ? error.message : String(error);
  return { reason: `what ${mechanism.id} does (it failed on this resource: ${reason})` };
};

/** The protections of one mechanism, and why nothing can be told of others. */
const find = (mechanism: AnyMechanism, asset: Resource, { lookup, takenAt }: Facts): readonly (Protection | Doubt)[] => {
  try {
    return protectionsOf(mechanism, asset, lookup, takenAt);
  } catch (error) {
    return [failure(mechanism, error)];
  }
};

const isDoubt = (found: Protection | Doubt): found is Doubt => !('mechanism' in found);

/** Everything that the mechanisms for its kind know of one asset. */
export const shieldOf = (asset: Resource, mechanisms: readonly AnyMechanism[], facts: Facts): Shield => {
  const found = mechanisms
    .filter((mechanism) => isAbout(mechanism.asset, asset.kind))
    .flatMap((mechanism) => find(mechanism, asset, facts));
  const protections = found.flatMap((one) => (isDoubt(one) ? [] : one));
  const unsure = protections.filter(({ health }) => health === 'unknown');
  return {
    asset,
    takenAt: facts.takenAt,
    protections,
    sound: protections.filter(({ health }) => health === 'healthy'),
    doubts: [
      ...found.flatMap((one) => (isDoubt(one) ? doubtText(one) : [])),
      ...unsure.map(({ mechanism, location }) => `whether ${mechanism} to ${location.id} works`),
    ],
  };
};
