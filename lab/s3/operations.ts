import { flag, flat, integer, type Members, named, type Structure, structure, text, textOrNull, time, word, wrapped } from '../shape.ts';
import type { ServiceError } from '../system.ts';
import type { Answer } from '../world.ts';
import { elements, escapeXml, xmlDocument } from '../xml.ts';
import type { Bucket } from './buckets.ts';
import { notConfigured } from './errors.ts';

/** How one operation on a bucket is asked for and answered. */
export interface BucketOperation {
  /** The key of the query string that asks for it: `versioning` in `GET /BUCKET?versioning`. HeadBucket has none. */
  readonly query?: string;
  /** The answer as the command line tool prints it. */
  readonly answer: Structure;
  /** The answer as a body. */
  readonly body: (answer: Answer) => string;
  /** Members of the answer that travel as headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What S3 says of a bucket for which the world has no answer: that nothing is configured, as an error or as an answer. */
  readonly absent: ServiceError | ((bucket: Bucket) => Answer);
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

const nothing = (): Answer => ({});

/** Bodies are made once for each answer: a benchmark asks a thousand times a second. */
const remembered = (body: BucketOperation['body']): BucketOperation['body'] => {
  const bodies = new WeakMap<Answer, string>();
  return (answer) => {
    const known = bodies.get(answer) ?? body(answer);
    bodies.set(answer, known);
    return known;
  };
};

type Form = Pick<BucketOperation, 'answer' | 'body' | 'headers'>;

/** The members of the answer stand in the root element. */
const inRoot = (root: string, members: Members, headers: Readonly<Record<string, string>> = {}): Form => ({
  answer: structure({ ...members, ...Object.fromEntries(Object.keys(headers).map((member) => [member, word])) }),
  body: remembered((answer) => xmlDocument(root, elements(answer, members), NAMESPACE)),
  headers,
});

/** The answer has one member, which is the root element. */
const asRoot = (root: string, members: Members): Form => ({
  answer: structure({ [root]: structure(members) }, root),
  body: remembered((answer) => xmlDocument(root, elements(answer[root] as Answer, members), NAMESPACE)),
});

const count = integer(0);

const TAG = structure({ Key: text, Value: text });
const AND = { Prefix: text, Tags: named('Tag', flat(TAG)) };
const SIZES = { ObjectSizeGreaterThan: count, ObjectSizeLessThan: count };
const STATUS = structure({ Status: text });
const PERIOD = { Days: count, Years: count };
const MINUTES = structure({ Minutes: count });

const REPLICATION_RULE = structure({
  ID: text,
  Priority: count,
  Prefix: text,
  Filter: structure({ Prefix: text, Tag: TAG, And: structure(AND) }),
  Status: text,
  SourceSelectionCriteria: structure({ SseKmsEncryptedObjects: STATUS, ReplicaModifications: STATUS }),
  ExistingObjectReplication: STATUS,
  Destination: structure({
    Bucket: text,
    Account: text,
    StorageClass: text,
    AccessControlTranslation: structure({ Owner: text }),
    EncryptionConfiguration: structure({ ReplicaKmsKeyID: text }),
    ReplicationTime: structure({ Status: text, Time: MINUTES }),
    Metrics: structure({ Status: text, EventThreshold: MINUTES }),
  }),
  DeleteMarkerReplication: STATUS,
});

const LIFECYCLE_RULE = structure({
  Expiration: structure({ Date: time, Days: count, ExpiredObjectDeleteMarker: flag }),
  ID: text,
  Prefix: text,
  Filter: structure({ Prefix: text, Tag: TAG, ...SIZES, And: structure({ ...AND, ...SIZES }) }),
  Status: text,
  Transitions: named('Transition', flat(structure({ Date: time, Days: count, StorageClass: text }))),
  NoncurrentVersionTransitions: named(
    'NoncurrentVersionTransition',
    flat(structure({ NoncurrentDays: count, StorageClass: text, NewerNoncurrentVersions: count })),
  ),
  NoncurrentVersionExpiration: structure({ NoncurrentDays: count, NewerNoncurrentVersions: count }),
  AbortIncompleteMultipartUpload: structure({ DaysAfterInitiation: count }),
});

const ENCRYPTION_RULE = structure({
  ApplyServerSideEncryptionByDefault: structure({ SSEAlgorithm: text, KMSMasterKeyID: text }),
  BucketKeyEnabled: flag,
  BlockedEncryptionTypes: structure({ EncryptionType: flat(text) }),
});

/** Who is told of which events. `target` is the member that names the receiver, `element` its name in XML. */
const notifications = (element: string, target: string, targetElement: string) =>
  named(
    element,
    flat(
      structure({
        Id: text,
        [target]: named(targetElement, text),
        Events: named('Event', flat(text)),
        Filter: structure({
          Key: named('S3Key', structure({ FilterRules: named('FilterRule', flat(structure({ Name: text, Value: text }))) })),
        }),
      }),
    ),
  );

/** The operations on one bucket, by the names that S3 gives them. */
export const BUCKET_OPERATIONS: Readonly<Record<string, BucketOperation>> = {
  HeadBucket: {
    answer: structure({ BucketArn: word, BucketLocationType: word, BucketLocationName: word, BucketRegion: word, AccessPointAlias: flag }),
    headers: {
      BucketArn: 'x-amz-bucket-arn',
      BucketLocationType: 'x-amz-bucket-location-type',
      BucketLocationName: 'x-amz-bucket-location-name',
      BucketRegion: 'x-amz-bucket-region',
      AccessPointAlias: 'x-amz-access-point-alias',
    },
    body: () => '',
    absent: ({ region }) => ({ BucketRegion: region, AccessPointAlias: false }),
  },
  GetBucketLocation: {
    query: 'location',
    answer: structure({ LocationConstraint: textOrNull }),
    body: ({ LocationConstraint }) => xmlDocument('LocationConstraint', escapeXml(String(LocationConstraint ?? '')), NAMESPACE),
    // S3 is older than its Regions: the first one has no name here.
    absent: ({ region }) => ({ LocationConstraint: region === 'us-east-1' ? null : region }),
  },
  GetBucketVersioning: {
    query: 'versioning',
    ...inRoot('VersioningConfiguration', { Status: text, MFADelete: named('MfaDelete', text) }),
    absent: nothing,
  },
  GetBucketReplication: {
    query: 'replication',
    ...asRoot('ReplicationConfiguration', { Role: text, Rules: named('Rule', flat(REPLICATION_RULE)) }),
    absent: notConfigured('ReplicationConfigurationNotFoundError', 404, 'The replication configuration was not found'),
  },
  GetObjectLockConfiguration: {
    query: 'object-lock',
    ...asRoot('ObjectLockConfiguration', {
      ObjectLockEnabled: text,
      Rule: structure({ DefaultRetention: structure({ Mode: text, ...PERIOD, DefaultEventHold: structure(PERIOD) }) }),
    }),
    absent: notConfigured('ObjectLockConfigurationNotFoundError', 404, 'Object Lock configuration does not exist for this bucket'),
  },
  GetBucketLifecycleConfiguration: {
    query: 'lifecycle',
    ...inRoot(
      'LifecycleConfiguration',
      { Rules: named('Rule', flat(LIFECYCLE_RULE)) },
      { TransitionDefaultMinimumObjectSize: 'x-amz-transition-default-minimum-object-size' },
    ),
    absent: notConfigured('NoSuchLifecycleConfiguration', 404, 'The lifecycle configuration does not exist'),
  },
  GetBucketEncryption: {
    query: 'encryption',
    ...asRoot('ServerSideEncryptionConfiguration', { Rules: named('Rule', flat(ENCRYPTION_RULE)) }),
    // Documented as 400, unlike its siblings: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    absent: notConfigured('ServerSideEncryptionConfigurationNotFoundError', 400, 'The server side encryption configuration was not found'),
  },
  GetBucketTagging: {
    query: 'tagging',
    ...inRoot('Tagging', { TagSet: wrapped('Tag', TAG) }),
    absent: notConfigured('NoSuchTagSet', 404, 'The TagSet does not exist'),
  },
  GetBucketNotificationConfiguration: {
    query: 'notification',
    ...inRoot('NotificationConfiguration', {
      TopicConfigurations: notifications('TopicConfiguration', 'TopicArn', 'Topic'),
      QueueConfigurations: notifications('QueueConfiguration', 'QueueArn', 'Queue'),
      LambdaFunctionConfigurations: notifications('CloudFunctionConfiguration', 'LambdaFunctionArn', 'CloudFunction'),
      EventBridgeConfiguration: structure({}),
    }),
    absent: nothing,
  },
  GetPublicAccessBlock: {
    query: 'publicAccessBlock',
    ...asRoot('PublicAccessBlockConfiguration', {
      BlockPublicAcls: flag,
      IgnorePublicAcls: flag,
      BlockPublicPolicy: flag,
      RestrictPublicBuckets: flag,
    }),
    absent: notConfigured('NoSuchPublicAccessBlockConfiguration', 404, 'The public access block configuration was not found'),
  },
  GetBucketPolicy: {
    query: 'policy',
    answer: structure({ Policy: text }, 'Policy'),
    body: ({ Policy }) => String(Policy),
    absent: notConfigured('NoSuchBucketPolicy', 404, 'The bucket policy does not exist'),
  },
};

/** The members of ListBuckets that a world may set. Tokens and prefixes come from the request. */
export const LISTING = {
  Buckets: wrapped('Bucket', structure({ Name: text, CreationDate: time, BucketRegion: word, BucketArn: text }, 'Name')),
  Owner: structure({ DisplayName: text, ID: text }),
};

/** The body of ListBuckets. */
export const listBucketsBody = (answer: Answer): string =>
  xmlDocument('ListAllMyBucketsResult', elements(answer, { ...LISTING, Prefix: text, ContinuationToken: text }), NAMESPACE);
