import {
  type Bucket,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { bucketArn, parseArn } from '../../model/arn.ts';
import { type S3Presence, type S3Versioning, s3Bucket } from '../../model/kinds/s3.ts';
import { read } from '../../model/reading.ts';
import { type Listed, type Located, MalformedAnswer, type Scanner, type Send, type SingleReader } from '../../model/scanner.ts';
import type { AwsSession } from '../aws/session.ts';
import { s3 } from './client.ts';
import * as parse from './parse.ts';
import { readPresence } from './presence.ts';

/** An unpaginated listing is refused above 10,000 buckets, and only one with a parameter tells the Regions. */
const PAGE = 1000;

const listed = ({ partition }: AwsSession, { Name, BucketRegion }: Bucket): Listed => {
  if (!Name) throw new MalformedAnswer('ListBuckets answered with a bucket without a name.');
  const listing = { id: bucketArn(partition, Name), name: Name };
  // Servers that tell no Region here are asked with HeadBucket.
  if (!BucketRegion) return listing;
  const presence: S3Presence = { exists: true, access: 'listed', region: BucketRegion };
  return { ...listing, region: BucketRegion, facets: { presence: read(presence) } };
};

interface Page {
  readonly buckets: readonly Listed[];
  readonly next: string | undefined;
}

const readPage = async (session: AwsSession, token: string | undefined): Promise<Page> => {
  const command = new ListBucketsCommand({ MaxBuckets: PAGE, ...(token === undefined ? {} : { ContinuationToken: token }) });
  const { Buckets, ContinuationToken } = await s3(session, session.homeRegion).send(command);
  // An account without buckets has an empty list; no list at all is no answer.
  if (!Buckets) throw new MalformedAnswer('ListBuckets answered without a list.');
  if (ContinuationToken && ContinuationToken === token)
    throw new MalformedAnswer('ListBuckets names the page that it has just sent as the next one.');
  return { buckets: Buckets.map((bucket) => listed(session, bucket)), next: ContinuationToken || undefined };
};

async function* pages(session: AwsSession, send: Send): AsyncIterable<readonly Listed[]> {
  let token: string | undefined;
  do {
    const { buckets, next } = await send(() => readPage(session, token));
    yield buckets;
    token = next;
  } while (token !== undefined);
}

type Ask<T> = (client: S3Client, input: { readonly Bucket: string }) => Promise<T>;

const asking =
  <T>(ask: Ask<T>): SingleReader<AwsSession>['read'] =>
  (session, { name, scope }: Located) =>
    ask(s3(session, scope.region), { Bucket: name });

// A suspended bucket cannot have either: S3 refuses to suspend versioning under a replication or a lock.
const needsVersioning = { facet: 'versioning', holds: (value: unknown) => (value as S3Versioning).status === 'Enabled' };

const facets: Record<keyof typeof s3Bucket.facets, SingleReader<AwsSession>> = {
  presence: { operation: 'HeadBucket', action: 's3:ListBucket', absentOn: ['NotFound'], read: readPresence },
  versioning: {
    operation: 'GetBucketVersioning',
    action: 's3:GetBucketVersioning',
    read: asking(async (client, input) => parse.versioningOf(await client.send(new GetBucketVersioningCommand(input)))),
  },
  replication: {
    operation: 'GetBucketReplication',
    action: 's3:GetReplicationConfiguration',
    absentOn: ['ReplicationConfigurationNotFoundError'],
    requires: needsVersioning,
    read: asking(async (client, input) => parse.replicationOf(await client.send(new GetBucketReplicationCommand(input)))),
  },
  objectLock: {
    operation: 'GetObjectLockConfiguration',
    action: 's3:GetBucketObjectLockConfiguration',
    absentOn: ['ObjectLockConfigurationNotFoundError'],
    requires: needsVersioning,
    read: asking(async (client, input) => parse.objectLockOf(await client.send(new GetObjectLockConfigurationCommand(input)))),
  },
  lifecycle: {
    operation: 'GetBucketLifecycleConfiguration',
    action: 's3:GetLifecycleConfiguration',
    absentOn: ['NoSuchLifecycleConfiguration'],
    read: asking(async (client, input) => parse.lifecycleOf(await client.send(new GetBucketLifecycleConfigurationCommand(input)))),
  },
  encryption: {
    operation: 'GetBucketEncryption',
    action: 's3:GetEncryptionConfiguration',
    absentOn: ['ServerSideEncryptionConfigurationNotFoundError'],
    read: asking(async (client, input) => parse.encryptionOf(await client.send(new GetBucketEncryptionCommand(input)))),
  },
  tagging: {
    operation: 'GetBucketTagging',
    action: 's3:GetBucketTagging',
    absentOn: ['NoSuchTagSet'],
    read: asking(async (client, input) => parse.taggingOf(await client.send(new GetBucketTaggingCommand(input)))),
  },
  notification: {
    operation: 'GetBucketNotificationConfiguration',
    action: 's3:GetBucketNotification',
    read: asking(async (client, input) => parse.notificationOf(await client.send(new GetBucketNotificationConfigurationCommand(input)))),
  },
  publicAccessBlock: {
    operation: 'GetPublicAccessBlock',
    action: 's3:GetBucketPublicAccessBlock',
    absentOn: ['NoSuchPublicAccessBlockConfiguration'],
    read: asking(async (client, input) => parse.publicAccessBlockOf(await client.send(new GetPublicAccessBlockCommand(input)))),
  },
  policy: {
    operation: 'GetBucketPolicy',
    action: 's3:GetBucketPolicy',
    absentOn: ['NoSuchBucketPolicy'],
    read: asking(async (client, input) => parse.policyOf(await client.send(new GetBucketPolicyCommand(input)))),
  },
};

const bucketName = (id: string): string | undefined => {
  const arn = parseArn(id);
  return arn?.service === 's3' && !arn.resource.includes('/') ? arn.resource : undefined;
};

/** S3: general purpose buckets of one account, and those of others that they replicate to. */
const scanner: Scanner<AwsSession> = {
  id: 's3',
  target: 'aws',
  kinds: [
    {
      kind: s3Bucket,
      list: { operation: 'ListBuckets', action: 's3:ListAllMyBuckets', pages },
      facets,
      foreign: {
        facet: 'presence',
        locate: (id) => {
          const name = bucketName(id);
          return name === undefined ? undefined : { name };
        },
        region: (value) => (value as S3Presence).region,
      },
    },
  ],
};

export default scanner;
