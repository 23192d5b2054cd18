import { humanDuration } from '../duration.ts';
import type { SearchInfo, SearchPolicy, SearchRetention } from '../kinds/elasticsearch.ts';
import { shortestSpan } from '../schedule/span.ts';
import { knownSchedule } from './policies.ts';
import { parseTimeValue } from './time-value.ts';

// For how long the snapshots of a policy are kept for certain.

/** Milliseconds; `Infinity` = until somebody deletes them. What keeps them no longer, in words. */
export interface Life {
  readonly least: number;
  /** More than `least` only where snapshots that are not the policy's own may take their places. */
  readonly most: number;
  readonly limit: string;
}

/** Both servers count from the beginning of a snapshot, and take what is less than nothing for the past. */
const ageOf = ({ maxAge }: SearchRetention): number | undefined => {
  if (maxAge === undefined) return Number.POSITIVE_INFINITY;
  const age = parseTimeValue(maxAge);
  return age === undefined ? undefined : Math.max(0, age);
};

/** A snapshot is one too many as soon as so many newer ones exist, which takes the shortest span of as many runs at least. */
const spanOf = (count: number | undefined, policy: SearchPolicy, info: SearchInfo, takenAt: Date): number | undefined =>
  count === undefined ? undefined : shortestSpan(knownSchedule(policy, info), count, takenAt.getTime());

const describeLimit = ({ maxAge, maxCount }: SearchRetention, byCount: number | undefined, byAge: number): string => {
  if (byCount !== undefined && byCount <= byAge && Number.isFinite(byCount))
    return `the ${maxCount} newest are kept, and as many runs take ${humanDuration(byCount, 4)} at least`;
  return maxAge === undefined ? 'nothing deletes them' : `they are deleted when they are older than ${maxAge}`;
};

/**
 * How long a snapshot of an active policy is kept for certain, from its beginning on: until it is too old, if it is not one of
 * the newest `minCount` then; and no longer than until there are `maxCount` newer ones, whatever its age. Or, as a clause, why
 * that cannot be told.
 */
export const guaranteedLife = (policy: SearchPolicy, info: SearchInfo, takenAt: Date): Life | { readonly doubt: string } => {
  const { retention } = policy;
  const forever = Number.POSITIVE_INFINITY;
  if (!retention) return { least: forever, most: forever, limit: 'nothing deletes them' };
  const age = ageOf(retention);
  if (age === undefined) return { doubt: `"${retention.maxAge}" is no time value` };
  const byCount = spanOf(retention.maxCount, policy, info, takenAt);
  const byAge = age === forever ? age : Math.max(age, spanOf(retention.minCount, policy, info, takenAt) ?? 0);
  const most = Math.min(byAge, byCount ?? forever);
  if (retention.snapshotPattern === undefined) return { least: most, most, limit: describeLimit(retention, byCount, byAge) };
  return {
    least: retention.maxCount === undefined ? Math.min(age, most) : 0,
    most,
    limit: `snapshots called ${retention.snapshotPattern} count, too, whoever makes them`,
  };
};
