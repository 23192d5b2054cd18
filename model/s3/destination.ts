import type { S3Presence } from '../kinds/s3.ts';
import type { Scope } from '../resource.ts';

/** A bucket that a replication rule names, as far as somebody could look at it. */
export interface Destination {
  readonly id: string;
  readonly scope: Scope;
  readonly facets: { readonly presence: S3Presence };
}

/** The Region of a destination: from the listing, else from HeadBucket. `undefined` where neither tells. */
export const regionOf = ({ scope, facets }: Destination): string | undefined => scope.region ?? facets.presence.region;

/**
 * Whether a destination belongs to another account than `account`. `declared`: the owner that the rule names. A listing
 * that holds the bucket tells its owner for certain. `undefined` where nothing does: S3 shows the owner of no other bucket.
 */
export const isForeign = (
  account: string | undefined,
  declared: string | undefined,
  { scope, facets }: Destination,
): boolean | undefined => {
  const owner = scope.account ?? declared;
  if (owner !== undefined && account !== undefined) return owner !== account;
  return facets.presence.access === 'listed' ? false : undefined;
};
