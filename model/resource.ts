import type { Reading } from './reading.ts';

/** Where a resource lives. Which keys are set depends on the kind of target. */
export interface Scope {
  /** The target's name in the configuration. */
  readonly target: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition?: string;
  readonly account?: string;
  readonly region?: string;
  readonly cluster?: string;
  readonly namespace?: string;
}

/** One thing with a stable id: an ARN, or `k8s://CLUSTER/GROUP/NAMESPACE/KIND/NAME`. */
export interface Resource {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  /** `listed`: a listing of the target holds it, so selectors may match it. `joined`: only a rule's join asked for it. */
  readonly origin: 'listed' | 'joined';
  /** Further targets that list it and scan its Region: a selector for one of them means this resource, too. */
  readonly alsoListedBy?: readonly string[];
  /** Only the facets that somebody asked for. */
  readonly facets: Readonly<Record<string, Reading<unknown>>>;
}

/**
 * The id that stays the same whatever the configuration calls the target: the ARN, with the account and the Region
 * added because S3's ARNs bear neither.
 */
export const canonicalId = ({ kind, id, scope }: Pick<Resource, 'kind' | 'id' | 'scope'>): string =>
  [kind, id, scope.account ?? '', scope.region ?? ''].join('|');
