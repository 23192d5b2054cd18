import type { World } from '../../lab/index.ts';
import { worldOf } from '../scanners/s3/world.ts';

const replication = (bucket: string, more: object = {}, destination: object = {}) => ({
  ReplicationConfiguration: {
    Role: 'arn:aws:iam::111122223333:role/replication',
    Rules: [
      {
        ID: 'all',
        Priority: 1,
        Filter: {},
        Status: 'Enabled',
        DeleteMarkerReplication: { Status: 'Enabled' },
        ...more,
        Destination: { Bucket: `arn:aws:s3:::${bucket}`, ...destination },
      },
    ],
  },
});

const expiring = (days: number, noncurrentDays?: number) => ({
  Rules: [
    {
      ID: 'sweep',
      Status: 'Enabled',
      Filter: {},
      Expiration: { Days: days },
      ...(noncurrentDays === undefined ? {} : { NoncurrentVersionExpiration: { NoncurrentDays: noncurrentDays } }),
    },
  ],
});

const underKms = {
  ServerSideEncryptionConfiguration: {
    Rules: [
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'arn:aws:kms:us-west-2:111122223333:key/models' } },
    ],
  },
};

const timed = {
  ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
  Metrics: { Status: 'Enabled' },
  EncryptionConfiguration: { ReplicaKmsKeyID: 'arn:aws:kms:us-east-2:111122223333:key/copies' },
};

const allBlocked = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

/**
 * `models` does everything right, `scratch` nothing; `partner` replicates to another account and leaves out what is under
 * KMS; `swept` throws versions away after a day.
 */
export const platform: World = worldOf(
  {
    models: {
      answers: {
        GetBucketVersioning: { Status: 'Enabled', MFADelete: 'Enabled' },
        GetBucketReplication: replication('copy', { SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } } }, timed),
        GetObjectLockConfiguration: {
          ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 30 } } },
        },
        GetBucketLifecycleConfiguration: expiring(10, 90),
        GetBucketEncryption: underKms,
        GetBucketTagging: { TagSet: [{ Key: 'tier', Value: 'gold' }] },
        GetPublicAccessBlock: { PublicAccessBlockConfiguration: allBlocked },
      },
    },
    copy: { region: 'us-east-2', answers: { GetBucketVersioning: { Status: 'Enabled' } } },
    scratch: { answers: { GetBucketLifecycleConfiguration: expiring(1) } },
    partner: {
      answers: { GetBucketVersioning: { Status: 'Enabled' }, GetBucketReplication: replication('theirs'), GetBucketEncryption: underKms },
    },
    swept: { answers: { GetBucketVersioning: { Status: 'Enabled' }, GetBucketLifecycleConfiguration: expiring(1, 1) } },
  },
  { theirs: { theirs: { region: 'eu-west-1' } } },
);

export const RULES = [
  's3/versioning-enabled',
  's3/mfa-delete-enabled',
  's3/replicated-cross-region',
  's3/replication-destination-versioned',
  's3/replication-includes-kms',
  's3/replication-delete-markers',
  's3/replication-time-control',
  's3/object-lock-retention',
  's3/noncurrent-retention',
  's3/no-early-expiration',
  's3/encrypted-with-customer-key',
  's3/public-access-blocked',
] as const;

const component = (name: string, selectors: readonly string[], rules: readonly string[]): string =>
  [
    `  - name: ${name}`,
    '    resources:',
    ...selectors.map((one) => `      - { kind: s3/bucket, ${one} }`),
    '    rules:',
    ...rules.map((rule) => `      - ${rule}`),
  ].join('\n');

/** A policy of the given components. */
export const policyOf = (name: string, ...components: readonly string[]): string =>
  ['apiVersion: mlops-dr/v1', 'kind: Policy', `metadata: { name: ${name}, title: Of the tests }`, 'components:', ...components, ''].join(
    '\n',
  );

export { component };

/** Every S3 rule, and each way in which a facet can decide a verdict. */
export const PLATFORM_POLICY = policyOf(
  'platform',
  component('all', ['name: models', 'name: scratch'], RULES),
  component('partner', ['name: partner'], ['s3/replicated-cross-region', 's3/replication-includes-kms']),
  component('swept', ['name: swept'], ['s3/no-early-expiration']),
  component('gold', ['tags: { tier: gold }'], ['s3/versioning-enabled']),
);

/** A component whose only rule passes (`models`), and one whose only rule fails with severity critical (`scratch`). */
export const PASSING = component('good', ['name: models'], ['s3/versioning-enabled']);
export const FAILING = component('bad', ['name: scratch'], ['s3/versioning-enabled']);

export const CONFIGURATION = 'targets:\n  - name: prod\n    aws: { regions: [us-west-2, us-east-2] }\npolicies: [policy.yaml]\n';
