import type { S3ReplicationRule } from '../../../model/kinds/s3.ts';
import { replicationRule } from '../../../model/s3/examples.ts';

export { BACKUP, lifecycleRule, replicationRule, suspended, versioned } from '../../../model/s3/examples.ts';

export const neverVersioned = { status: 'NeverEnabled', mfaDelete: 'NeverSet' };

/** A second destination. */
export const OTHER = 'arn:aws:s3:::other-backup';

/** A rule for the keys below `logs/` that goes before the builder's own rule. */
export const logsRule = (changes: Partial<S3ReplicationRule> = {}): S3ReplicationRule =>
  replicationRule({ id: 'logs', priority: 2, filter: { prefix: 'logs/', tags: {} }, ...changes });

/** Likewise, for objects with a tag. Rules with tags cannot replicate delete markers. */
export const taggedRule = (changes: Partial<S3ReplicationRule> = {}): S3ReplicationRule =>
  replicationRule({ id: 'tagged', priority: 2, filter: { prefix: '', tags: { team: 'ml' } }, deleteMarkers: 'Disabled', ...changes });

export const replication = (...rules: readonly S3ReplicationRule[]) => ({ replication: { rules } });
