import { matchesGlob } from '../model/glob.ts';
import type { Waiver } from '../model/policy.ts';
import type { AppliedWaiver, Finding } from '../model/report.ts';

/** Verdicts that an exception can cover; a waived finding does not count towards the exit code. */
const WAIVABLE = new Set<Finding['verdict']>(['fail', 'unknown']);

type Waivable = Pick<Finding, 'rule' | 'policy' | 'component' | 'resource' | 'verdict'>;

const covers = ({ rule, resource, policy, component }: Waiver, finding: Waivable): boolean =>
  WAIVABLE.has(finding.verdict) &&
  matchesGlob(rule, finding.rule) &&
  (matchesGlob(resource, finding.resource.id) || matchesGlob(resource, finding.resource.name)) &&
  (policy === undefined || policy === finding.policy) &&
  (component === undefined || component === finding.component);

const applied = ({ reason, approvedBy, expires, place }: Waiver): AppliedWaiver => ({
  reason,
  approvedBy,
  expires: expires.toISOString(),
  location: place,
});

/** Waivers as of one moment, and which of them were of use. */
export interface Waivers {
  /** The exception for a finding, if one holds. */
  readonly find: (finding: Waivable) => AppliedWaiver | null;
  /** Expired waivers of findings that no other one covers: these findings count again. */
  readonly expired: () => readonly Waiver[];
  /** Waivers that nothing needs. */
  readonly unused: () => readonly Waiver[];
}

export const createWaivers = (waivers: readonly Waiver[], takenAt: Date): Waivers => {
  const used = new Set<Waiver>();
  const expired = new Set<Waiver>();
  return {
    find: (finding) => {
      const fitting = waivers.filter((waiver) => covers(waiver, finding));
      const holding = fitting.filter(({ expires }) => expires >= takenAt);
      for (const waiver of holding) used.add(waiver);
      if (holding.length === 0) for (const waiver of fitting) expired.add(waiver);
      return holding[0] ? applied(holding[0]) : null;
    },
    expired: () => [...expired],
    unused: () => waivers.filter((waiver) => !used.has(waiver) && !expired.has(waiver)),
  };
};
