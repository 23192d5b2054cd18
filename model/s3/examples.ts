import type { S3LifecycleRule, S3ReplicationRule, S3Versioning } from '../kinds/s3.ts';

// What the examples of rules are made of.

export const BACKUP = 'arn:aws:s3:::mlops-model-backup';

export const versioned: S3Versioning = { status: 'Enabled', mfaDelete: 'NeverSet' };

export const suspended: S3Versioning = { status: 'Suspended', mfaDelete: 'NeverSet' };

/** An enabled rule over the whole bucket, but for `changes`. */
export const replicationRule = (changes: Partial<S3ReplicationRule> = {}): S3ReplicationRule => ({
  id: 'all',
  status: 'Enabled',
  schema: 'V2',
  priority: 1,
  filter: { prefix: '', tags: {} },
  destination: { bucket: BACKUP },
  deleteMarkers: 'Enabled',
  replicationTimeControl: 'Disabled',
  kmsEncryptedObjects: 'Disabled',
  ...changes,
});

/** An enabled rule over the whole bucket with the given actions. */
export const lifecycleRule = (changes: Partial<S3LifecycleRule>): S3LifecycleRule => ({
  id: 'sweep',
  status: 'Enabled',
  filter: { prefix: '', tags: {} },
  ...changes,
});
