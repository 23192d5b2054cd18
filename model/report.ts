import type { Place } from './errors.ts';
import type { Evidence, Severity, Verdict } from './verdict.ts';

export const REPORT_SCHEMA = 'mlops-dr/report/v1';

/** The resource that a finding speaks of. */
export interface ReportedResource {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly target: string;
  readonly account?: string;
  readonly region?: string;
  readonly cluster?: string;
  readonly namespace?: string;
}

export interface AppliedWaiver {
  readonly reason: string;
  readonly approvedBy: string;
  /** ISO 8601, UTC. */
  readonly expires: string;
  readonly location: Place;
}

/** The verdict of one binding on one resource. */
export interface Finding {
  /** sha256 in hex over rule, binding and canonical resource id: the same from run to run. */
  readonly fingerprint: string;
  readonly rule: string;
  readonly policy: string;
  readonly component: string;
  readonly resource: ReportedResource;
  readonly verdict: Verdict;
  readonly severity: Severity;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** The exception that keeps a failure, or something that is unknown, from counting. */
  readonly waiver: AppliedWaiver | null;
  /** The line of the policy that asks for it; the path is relative to the repository. */
  readonly location: Place;
}

/** Something that could not be read: a facet, a listing (no `facet`) or a whole target (no `kind`). */
export interface ReportedGap {
  readonly target: string;
  readonly kind?: string;
  readonly id?: string;
  readonly region?: string;
  readonly facet?: string;
  readonly action: string;
  readonly code: string;
  readonly message: string;
}

/** One objective of a component, held against one resource. Durations are ISO 8601; `null` = cannot be told. */
export interface ObjectiveResult {
  readonly target: string | number | boolean;
  readonly design: string | number | boolean | null;
  readonly observed: string | number | boolean | null;
  readonly verdict: Verdict;
  /** Why, in one sentence. */
  readonly message: string;
}

export interface ReportedProtection {
  readonly mechanism: string;
  /** Where the recovery points are: a Region, or `null` where that could not be read. */
  readonly region: string | null;
  readonly location: string;
  readonly rpo: { readonly design: string | null; readonly observed: string | null };
  /** `null` = cannot be told; `unlimited` = until somebody deletes it. */
  readonly retention: { readonly design: string | null; readonly observed: string | null };
  readonly immutability: 'none' | 'governance' | 'compliance' | 'unknown';
  readonly health: 'healthy' | 'degraded' | 'unknown';
  readonly evidence: readonly Evidence[];
}

export interface Recovery {
  readonly policy: string;
  readonly component: string;
  readonly resource: ReportedResource;
  readonly objectives: Readonly<
    Partial<Record<'rpo' | 'retention' | 'copies' | 'regions' | 'immutable' | 'restoreTestedWithin', ObjectiveResult>>
  >;
  readonly protections: readonly ReportedProtection[];
}

export interface Summary {
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  readonly pending: number;
  readonly notApplicable: number;
  /** Failures and unknowns under a waiver; not counted in `fail` and `unknown`. */
  readonly waived: number;
}

export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly summary: Summary;
  /** Sorted: policy, component and binding in the order of the files, then resources by name. */
  readonly findings: readonly Finding[];
  readonly gaps: readonly ReportedGap[];
  readonly recovery: readonly Recovery[];
}
