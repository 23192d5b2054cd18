import { type Static, Type } from 'typebox';
import { defineKind, facet } from '../kind.ts';
import { closed, oneOf, Tags } from '../schemas/facets.ts';

/** Which objects a replication or lifecycle rule speaks of. Every given condition must hold; none = the whole bucket. */
const Filter = Type.Object(
  {
    /** Key prefix; empty = every key. */
    prefix: Type.String(),
    tags: Tags,
    /** Bytes, exclusive. */
    objectSizeGreaterThan: Type.Optional(Type.Number({ minimum: 0 })),
    objectSizeLessThan: Type.Optional(Type.Number({ minimum: 0 })),
  },
  closed,
);

/** GetBucketVersioning. `NeverEnabled`: the answer has no status. */
const Versioning = Type.Object(
  {
    status: oneOf('Enabled', 'Suspended', 'NeverEnabled'),
    mfaDelete: oneOf('Enabled', 'Disabled', 'NeverSet'),
  },
  closed,
);

/** GetBucketReplication. */
const Replication = Type.Object(
  {
    rules: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          status: oneOf('Enabled', 'Disabled'),
          /** V1 rules have no Filter element; they replicate user delete markers and take no priority. */
          schema: oneOf('V1', 'V2'),
          /** The highest number wins among rules with the same destination. */
          priority: Type.Number(),
          filter: Filter,
          destination: Type.Object(
            {
              /** ARN of the bucket. */
              bucket: Type.String(),
              /** Only where the rule names the owner. */
              account: Type.Optional(Type.String()),
              replicaKmsKeyId: Type.Optional(Type.String()),
            },
            closed,
          ),
          deleteMarkers: oneOf('Enabled', 'Disabled'),
          replicationTimeControl: oneOf('Enabled', 'Disabled'),
          /** SourceSelectionCriteria.SseKmsEncryptedObjects. */
          kmsEncryptedObjects: oneOf('Enabled', 'Disabled'),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** GetObjectLockConfiguration. `Years` are given as 365 days each. */
const ObjectLock = Type.Object(
  {
    enabled: Type.Boolean(),
    defaultRetention: Type.Optional(Type.Object({ mode: oneOf('GOVERNANCE', 'COMPLIANCE'), days: Type.Number({ minimum: 0 }) }, closed)),
  },
  closed,
);

/** GetBucketLifecycleConfiguration: the actions that remove data. */
const Lifecycle = Type.Object(
  {
    rules: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          status: oneOf('Enabled', 'Disabled'),
          filter: Filter,
          /** Expiration.Days. */
          expirationDays: Type.Optional(Type.Number({ minimum: 0 })),
          /** Expiration.Date, ISO 8601. */
          expirationDate: Type.Optional(Type.String()),
          /** NoncurrentVersionExpiration: both must be exceeded before a version is destroyed. */
          noncurrentDays: Type.Optional(Type.Number({ minimum: 0 })),
          newerNoncurrentVersions: Type.Optional(Type.Number({ minimum: 0 })),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** GetBucketEncryption: the default for new objects. Writers may ask for another one. */
const Encryption = Type.Object(
  {
    rules: Type.Array(
      Type.Object(
        {
          algorithm: oneOf('AES256', 'aws:kms', 'aws:kms:dsse'),
          /** Absent: the key that AWS manages. */ kmsKeyId: Type.Optional(Type.String()),
        },
        closed,
      ),
    ),
  },
  closed,
);

const PublicAccessBlock = Type.Object(
  {
    blockPublicAcls: Type.Boolean(),
    ignorePublicAcls: Type.Boolean(),
    blockPublicPolicy: Type.Boolean(),
    restrictPublicBuckets: Type.Boolean(),
  },
  closed,
);

/** The listing, or HeadBucket for buckets that the listing does not hold. */
const Presence = Type.Object(
  {
    exists: Type.Boolean(),
    /** Absent where the bucket does not exist or the answer did not tell. */
    region: Type.Optional(Type.String()),
    /** `listed`: the account that was scanned owns it. */
    access: oneOf('listed', 'granted', 'denied', 'none'),
  },
  closed,
);

/** An S3 general purpose bucket (or directory bucket, which has none of the protections). */
export const s3Bucket = defineKind({
  id: 's3/bucket',
  title: 'S3 bucket',
  tags: 'tagging',
  facets: {
    presence: facet(Presence, { absent: { exists: false, access: 'none' } }),
    versioning: facet(Versioning),
    replication: facet(Replication, { absent: { rules: [] } }),
    objectLock: facet(ObjectLock, { absent: { enabled: false } }),
    lifecycle: facet(Lifecycle, { absent: { rules: [] } }),
    encryption: facet(Encryption, { absent: { rules: [] } }),
    tagging: facet(Tags, { absent: {} }),
    notification: facet(Type.Object({ eventBridge: Type.Boolean() }, closed)),
    publicAccessBlock: facet(PublicAccessBlock, {
      absent: { blockPublicAcls: false, ignorePublicAcls: false, blockPublicPolicy: false, restrictPublicBuckets: false },
    }),
    /** GetBucketPolicy: the policy document as S3 returns it. */
    policy: facet(Type.Object({ document: Type.String() }, closed), { absent: { document: '' } }),
  },
});

export type S3Filter = Static<typeof Filter>;
export type S3ReplicationRule = Static<typeof Replication>['rules'][number];
export type S3LifecycleRule = Static<typeof Lifecycle>['rules'][number];
export type S3Versioning = Static<typeof Versioning>;
export type S3Replication = Static<typeof Replication>;
export type S3ObjectLock = Static<typeof ObjectLock>;
export type S3Lifecycle = Static<typeof Lifecycle>;
export type S3Encryption = Static<typeof Encryption>;
export type S3PublicAccessBlock = Static<typeof PublicAccessBlock>;
export type S3Presence = Static<typeof Presence>;
