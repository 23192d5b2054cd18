import { parseArn } from '../arn.ts';
import { matchesGlob } from '../glob.ts';
import type { S3Replication, S3ReplicationRule } from '../kinds/s3.ts';
import type { Evidence } from '../verdict.ts';
import { asksForTags, covers, describeFilter, isWholeBucket } from './filter.ts';

/** The name of the bucket that a rule replicates to. */
export const destinationName = ({ destination: { bucket } }: S3ReplicationRule): string => parseArn(bucket)?.resource ?? bucket;

/** Whether a rule replicates to a bucket whose name or ARN matches `glob`. */
export const replicatesTo = (glob: string, rule: S3ReplicationRule): boolean =>
  matchesGlob(glob, destinationName(rule)) || matchesGlob(glob, rule.destination.bucket);

export const isEnabled = ({ status }: S3ReplicationRule): boolean => status === 'Enabled';

const overrides = (strong: S3ReplicationRule, weak: S3ReplicationRule): boolean =>
  strong.destination.bucket === weak.destination.bucket && strong.priority > weak.priority && covers(strong.filter, weak.filter);

/**
 * The enabled rules that decide for some objects. Among rules with the same destination the highest priority number
 * decides for an object, so a rule has no effect where a stronger one to the same destination speaks of all its objects.
 * Disabled rules do not compete (inferred: AWS does not say).
 */
export const effectiveRules = ({ rules }: S3Replication): readonly S3ReplicationRule[] => {
  const enabled = rules.filter(isEnabled);
  return enabled.filter((rule) => !enabled.some((other) => overrides(other, rule)));
};

/**
 * The enabled rules over the whole bucket. A set of prefixes is never the whole: keys outside of them can always come.
 * A stronger, narrower rule to the same destination takes objects over with its own settings; it still replicates them,
 * so it leaves no hole here (inferred: AWS does not say).
 */
export const wholeBucketRules = ({ rules }: S3Replication): readonly S3ReplicationRule[] =>
  rules.filter((rule) => isEnabled(rule) && isWholeBucket(rule.filter));

/** Whether objects under SSE-KMS or DSSE-KMS are replicated. S3 takes the switch only together with a key for the replicas. */
export const includesKms = ({ kmsEncryptedObjects, destination }: S3ReplicationRule): boolean =>
  kmsEncryptedObjects === 'Enabled' && destination.replicaKmsKeyId !== undefined;

/** Whether the delete markers that users make are replicated: by V1 rules always, by rules with tags never. */
export const replicatesDeleteMarkers = ({ schema, deleteMarkers, filter }: S3ReplicationRule): boolean =>
  schema === 'V1' || (deleteMarkers === 'Enabled' && !asksForTags(filter));

/** What becomes of the delete markers of a bucket at one destination or more. `untold`: AWS does not document it. */
export type DeleteMarkerFate = 'replicated' | 'untold' | 'partly' | 'kept';

const fateAt = (rules: readonly S3ReplicationRule[]): DeleteMarkerFate => {
  if (!rules.some(replicatesDeleteMarkers)) return 'kept';
  const untagged = rules.filter(({ filter }) => !asksForTags(filter));
  const whole = untagged.some(({ filter }) => isWholeBucket(filter)) && untagged.every(replicatesDeleteMarkers);
  if (!whole) return 'partly';
  // A marker has no tags. Which rule decides for the marker of an object that a stronger rule takes by its tags is not documented.
  return untagged.length < rules.length ? 'untold' : 'replicated';
};

const FATES = ['replicated', 'untold', 'partly', 'kept'] as const;

/**
 * The furthest that delete markers get, over all destinations. Each object's marker follows the rule that decides for
 * the object. Expects `effectiveRules`.
 */
export const deleteMarkerFate = (effective: readonly S3ReplicationRule[]): DeleteMarkerFate => {
  const destinations = [...new Set(effective.map(({ destination }) => destination.bucket))];
  const fates = destinations.map((bucket) => fateAt(effective.filter(({ destination }) => destination.bucket === bucket)));
  return FATES.find((fate) => fates.includes(fate)) ?? 'kept';
};

/** A rule in words: `rule "all" (the whole bucket to mlops-model-backup)`. */
export const describeReplicationRule = (rule: S3ReplicationRule): string =>
  `rule "${rule.id}" (${describeFilter(rule.filter)} to ${destinationName(rule)})`;

/** The evidence where no rule is enabled. */
export const noEnabledRule = ({ rules }: S3Replication): readonly Evidence[] => {
  const observed = rules.length === 0 ? 'no rules' : `${rules.map(describeReplicationRule).join('; ')}: Disabled`;
  return [{ facet: 'replication', observed, expected: 'an enabled rule' }];
};
