import type {
  DefaultRetention,
  GetBucketEncryptionCommandOutput,
  GetBucketLifecycleConfigurationCommandOutput,
  GetBucketNotificationConfigurationCommandOutput,
  GetBucketPolicyCommandOutput,
  GetBucketReplicationCommandOutput,
  GetBucketTaggingCommandOutput,
  GetBucketVersioningCommandOutput,
  GetObjectLockConfigurationCommandOutput,
  GetPublicAccessBlockCommandOutput,
  LifecycleRule,
  LifecycleRuleFilter,
  ReplicationRule,
  ReplicationRuleFilter,
} from '@aws-sdk/client-s3';
import type {
  S3Encryption,
  S3Filter,
  S3Lifecycle,
  S3LifecycleRule,
  S3ObjectLock,
  S3PublicAccessBlock,
  S3Replication,
  S3ReplicationRule,
  S3Versioning,
} from '../../model/kinds/s3.ts';
import { atLeast, given, named, policyDocument, required, tagsOf, word } from '../aws/parse.ts';

const SWITCH = ['Enabled', 'Disabled'] as const;

export const versioningOf = ({ Status, MFADelete }: GetBucketVersioningCommandOutput): S3Versioning => ({
  status: Status === undefined ? 'NeverEnabled' : word('Status of the versioning', Status, ['Enabled', 'Suspended']),
  mfaDelete: MFADelete === undefined ? 'NeverSet' : word('MFADelete', MFADelete, SWITCH),
});

const replicationFilter = ({ Prefix, Tag, And }: ReplicationRuleFilter): S3Filter => ({
  prefix: And?.Prefix ?? Prefix ?? '',
  tags: tagsOf([...(Tag ? [Tag] : []), ...(And?.Tags ?? [])]),
});

const replicationRule = (rule: ReplicationRule): S3ReplicationRule => {
  const { ID, Status, Priority, Filter, Prefix, Destination, DeleteMarkerReplication, SourceSelectionCriteria } = rule;
  const v1 = Filter === undefined;
  return {
    id: ID ?? '',
    status: word('Status of a replication rule', Status, SWITCH),
    schema: v1 ? 'V1' : 'V2',
    priority: atLeast(0, 'Priority of a replication rule', Priority) ?? 0,
    filter: v1 ? { prefix: Prefix ?? '', tags: {} } : replicationFilter(Filter),
    destination: {
      bucket: required('Destination.Bucket of a replication rule', Destination?.Bucket),
      ...given<{ account?: string; replicaKmsKeyId?: string }>({
        account: named(Destination?.Account),
        replicaKmsKeyId: named(Destination?.EncryptionConfiguration?.ReplicaKmsKeyID),
      }),
    },
    // Rules of the first schema replicate the delete markers of users, and have no switch for it.
    deleteMarkers: v1 ? 'Enabled' : word('DeleteMarkerReplication.Status', DeleteMarkerReplication?.Status, SWITCH, 'Disabled'),
    replicationTimeControl: word('ReplicationTime.Status', Destination?.ReplicationTime?.Status, SWITCH, 'Disabled'),
    kmsEncryptedObjects: word('SseKmsEncryptedObjects.Status', SourceSelectionCriteria?.SseKmsEncryptedObjects?.Status, SWITCH, 'Disabled'),
  };
};

export const replicationOf = ({ ReplicationConfiguration }: GetBucketReplicationCommandOutput): S3Replication => ({
  rules: required('Rules of the replication', ReplicationConfiguration?.Rules).map(replicationRule),
});

const DAYS_PER_YEAR = 365;

const retentionDays = ({ Days, Years }: DefaultRetention): number => {
  const years = atLeast(1, 'Years of the default retention', Years);
  const days = atLeast(1, 'Days of the default retention', Days) ?? (years === undefined ? undefined : years * DAYS_PER_YEAR);
  return required('Days or Years of the default retention', days);
};

export const objectLockOf = ({ ObjectLockConfiguration }: GetObjectLockConfigurationCommandOutput): S3ObjectLock => {
  const { ObjectLockEnabled, Rule } = required('ObjectLockConfiguration', ObjectLockConfiguration);
  const enabled = word('ObjectLockEnabled', ObjectLockEnabled, ['Enabled']) === 'Enabled';
  const retention = Rule?.DefaultRetention;
  // A rule may be about holds on events alone; then nothing is retained by default.
  if (!retention || (retention.Mode ?? retention.Days ?? retention.Years) === undefined) return { enabled };
  const mode = word('Mode of the default retention', retention.Mode, ['GOVERNANCE', 'COMPLIANCE']);
  return { enabled, defaultRetention: { mode, days: retentionDays(retention) } };
};

const lifecycleFilter = ({ Prefix, Tag, And, ObjectSizeGreaterThan, ObjectSizeLessThan }: LifecycleRuleFilter): S3Filter => ({
  prefix: And?.Prefix ?? Prefix ?? '',
  tags: tagsOf([...(Tag ? [Tag] : []), ...(And?.Tags ?? [])]),
  ...given<Pick<S3Filter, 'objectSizeGreaterThan' | 'objectSizeLessThan'>>({
    objectSizeGreaterThan: atLeast(0, 'ObjectSizeGreaterThan', And?.ObjectSizeGreaterThan ?? ObjectSizeGreaterThan),
    objectSizeLessThan: atLeast(0, 'ObjectSizeLessThan', And?.ObjectSizeLessThan ?? ObjectSizeLessThan),
  }),
});

const lifecycleRule = ({ ID, Status, Filter, Prefix, Expiration, NoncurrentVersionExpiration }: LifecycleRule): S3LifecycleRule => ({
  id: ID ?? '',
  status: word('Status of a lifecycle rule', Status, SWITCH),
  filter: lifecycleFilter(Filter ?? given<LifecycleRuleFilter>({ Prefix })),
  ...given<Pick<S3LifecycleRule, 'expirationDays' | 'expirationDate' | 'noncurrentDays' | 'newerNoncurrentVersions'>>({
    expirationDays: atLeast(1, 'Expiration.Days', Expiration?.Days),
    expirationDate: Expiration?.Date?.toISOString(),
    noncurrentDays: atLeast(1, 'NoncurrentDays', NoncurrentVersionExpiration?.NoncurrentDays),
    newerNoncurrentVersions: atLeast(1, 'NewerNoncurrentVersions', NoncurrentVersionExpiration?.NewerNoncurrentVersions),
  }),
});

export const lifecycleOf = ({ Rules }: GetBucketLifecycleConfigurationCommandOutput): S3Lifecycle => ({
  rules: required('Rules of the lifecycle', Rules).map(lifecycleRule),
});

const ALGORITHMS = ['AES256', 'aws:kms', 'aws:kms:dsse'] as const;

export const encryptionOf = ({ ServerSideEncryptionConfiguration }: GetBucketEncryptionCommandOutput): S3Encryption => ({
  rules: required('Rules of the encryption', ServerSideEncryptionConfiguration?.Rules).flatMap(
    ({ ApplyServerSideEncryptionByDefault: byDefault }) =>
      byDefault
        ? [
            {
              algorithm: word('SSEAlgorithm', byDefault.SSEAlgorithm, ALGORITHMS),
              ...given<{ kmsKeyId?: string }>({ kmsKeyId: named(byDefault.KMSMasterKeyID) }),
            },
          ]
        : [],
  ),
});

export const taggingOf = ({ TagSet }: GetBucketTaggingCommandOutput): Record<string, string> => tagsOf(required('TagSet', TagSet));

export const publicAccessBlockOf = ({ PublicAccessBlockConfiguration }: GetPublicAccessBlockCommandOutput): S3PublicAccessBlock => {
  const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } = required(
    'PublicAccessBlockConfiguration',
    PublicAccessBlockConfiguration,
  );
  return {
    blockPublicAcls: BlockPublicAcls ?? false,
    ignorePublicAcls: IgnorePublicAcls ?? false,
    blockPublicPolicy: BlockPublicPolicy ?? false,
    restrictPublicBuckets: RestrictPublicBuckets ?? false,
  };
};

/** The policy is the whole body of the answer. */
export const policyOf = ({ Policy }: GetBucketPolicyCommandOutput): { document: string } => ({
  document: policyDocument('GetBucketPolicy', Policy),
});

/** EventBridge is on where its element is there, empty as it is. */
export const notificationOf = ({
  EventBridgeConfiguration,
}: GetBucketNotificationConfigurationCommandOutput): { eventBridge: boolean } => ({
  eventBridge: EventBridgeConfiguration !== undefined,
});
