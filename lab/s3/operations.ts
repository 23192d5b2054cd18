import { elements, escapeXml, type Shape, xmlDocument } from '../xml.ts';

/** An error as S3 answers it. */
export interface ServiceError {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

/** How one operation on a bucket is asked for and answered. */
export interface Operation {
  /** The key of the query string that asks for it: `versioning` in `GET /BUCKET?versioning`. */
  readonly query?: string;
  /** What S3 says where nothing is configured: an error, or an answer that is empty. */
  readonly absent: ServiceError | 'empty';
  readonly body: (answer: Readonly<Record<string, unknown>>) => string;
  /** Members that travel as headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

const TAGS: Shape = { Tags: { name: 'Tag', list: 'flat' } };
const FILTER: Shape = { And: { shape: TAGS } };
const NOTIFICATION: Shape = {
  Events: { name: 'Event', list: 'flat' },
  Filter: { shape: { Key: { name: 'S3Key', shape: { FilterRules: { name: 'FilterRule', list: 'flat' } } } } },
  TopicArn: { name: 'Topic' },
  QueueArn: { name: 'Queue' },
  LambdaFunctionArn: { name: 'CloudFunction' },
};

const document = (root: string, shape: Shape = {}, member?: string): Operation['body'] => (answer) =>
  xmlDocument(root, elements((member === undefined ? answer : (answer[member] ?? {})) as Readonly<Record<string, unknown>>, shape), NAMESPACE);

const error = (code: string, status: number, message: string): ServiceError => ({ code, status, message });

/** The operations on one bucket, by the names that S3 gives them. ListBuckets and HeadBucket are made from the listing. */
export const BUCKET_OPERATIONS: Readonly<Record<string, Operation>> = {
  GetBucketVersioning: {
    query: 'versioning',
    absent: 'empty',
    body: document('VersioningConfiguration', { MFADelete: { name: 'MfaDelete' } }),
  },
  GetBucketReplication: {
    query: 'replication',
    absent: error('ReplicationConfigurationNotFoundError', 404, 'The replication configuration was not found'),
    body: document('ReplicationConfiguration', { Rules: { name: 'Rule', list: 'flat', shape: { Filter: { shape: FILTER } } } }, 'ReplicationConfiguration'),
  },
  GetObjectLockConfiguration: {
    query: 'object-lock',
    absent: error('ObjectLockConfigurationNotFoundError', 404, 'Object Lock configuration does not exist for this bucket'),
    body: document('ObjectLockConfiguration', {}, 'ObjectLockConfiguration'),
  },
  GetBucketLifecycleConfiguration: {
    query: 'lifecycle',
    absent: error('NoSuchLifecycleConfiguration', 404, 'The lifecycle configuration does not exist'),
    headers: { TransitionDefaultMinimumObjectSize: 'x-amz-transition-default-minimum-object-size' },
    body: document('LifecycleConfiguration', {
      Rules: {
        name: 'Rule',
        list: 'flat',
        shape: {
          Filter: { shape: FILTER },
          Transitions: { name: 'Transition', list: 'flat' },
          NoncurrentVersionTransitions: { name: 'NoncurrentVersionTransition', list: 'flat' },
        },
      },
    }),
  },
  GetBucketEncryption: {
    query: 'encryption',
    // Documented as 400, unlike its siblings.
    absent: error('ServerSideEncryptionConfigurationNotFoundError', 400, 'The server side encryption configuration was not found'),
    body: document(
      'ServerSideEncryptionConfiguration',
      { Rules: { name: 'Rule', list: 'flat', shape: { BlockedEncryptionTypes: { shape: { EncryptionType: { list: 'flat' } } } } } },
      'ServerSideEncryptionConfiguration',
    ),
  },
  GetBucketTagging: {
    query: 'tagging',
    absent: error('NoSuchTagSet', 404, 'The TagSet does not exist'),
    body: document('Tagging', { TagSet: { list: { item: 'Tag' } } }),
  },
  GetBucketNotificationConfiguration: {
    query: 'notification',
    absent: 'empty',
    body: document('NotificationConfiguration', {
      TopicConfigurations: { name: 'TopicConfiguration', list: 'flat', shape: NOTIFICATION },
      QueueConfigurations: { name: 'QueueConfiguration', list: 'flat', shape: NOTIFICATION },
      LambdaFunctionConfigurations: { name: 'CloudFunctionConfiguration', list: 'flat', shape: NOTIFICATION },
    }),
  },
  GetPublicAccessBlock: {
    query: 'publicAccessBlock',
    absent: error('NoSuchPublicAccessBlockConfiguration', 404, 'The public access block configuration was not found'),
    body: document('PublicAccessBlockConfiguration', {}, 'PublicAccessBlockConfiguration'),
  },
  GetBucketPolicy: {
    query: 'policy',
    absent: error('NoSuchBucketPolicy', 404, 'The bucket policy does not exist'),
    body: ({ Policy }) => String(Policy),
  },
  GetBucketLocation: {
    query: 'location',
    absent: 'empty',
    body: ({ LocationConstraint }) => xmlDocument('LocationConstraint', LocationConstraint ? escapeXml(String(LocationConstraint)) : '', NAMESPACE),
  },
};

const LISTING: Shape = { Buckets: { list: { item: 'Bucket' } } };

/** The body of ListBuckets. */
export const listBucketsBody = (answer: Readonly<Record<string, unknown>>): string => xmlDocument('ListAllMyBucketsResult', elements(answer, LISTING), NAMESPACE);

/** Every operation that a world can answer. */
export const S3_OPERATIONS: Readonly<Record<string, true>> = Object.fromEntries(['ListBuckets', ...Object.keys(BUCKET_OPERATIONS)].map((name) => [name, true]));
