import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { MalformedAnswer } from '../../model/scanner.ts';
import type { AwsSession, ClientConfig } from '../aws/session.ts';

/**
 * The root element of each answer. The SDK reads an empty body, or a proxy's login page, as an answer in which nothing
 * is configured; so an answer that is not what was asked for must be caught before.
 */
const ROOTS: Readonly<Record<string, string>> = {
  ListBucketsCommand: 'ListAllMyBucketsResult',
  GetBucketVersioningCommand: 'VersioningConfiguration',
  GetBucketReplicationCommand: 'ReplicationConfiguration',
  GetObjectLockConfigurationCommand: 'ObjectLockConfiguration',
  GetBucketLifecycleConfigurationCommand: 'LifecycleConfiguration',
  GetBucketEncryptionCommand: 'ServerSideEncryptionConfiguration',
  GetBucketTaggingCommand: 'Tagging',
  GetBucketNotificationConfigurationCommand: 'NotificationConfiguration',
  GetPublicAccessBlockCommand: 'PublicAccessBlockConfiguration',
};

interface HttpAnswer {
  readonly statusCode: number;
  body?: AsyncIterable<Uint8Array> | Uint8Array;
}

const textOf = async (body: HttpAnswer['body']): Promise<Buffer> => {
  if (body === undefined || body instanceof Uint8Array) return Buffer.from(body ?? []);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** Servers other than AWS's may name the element after the operation: `GetBucketVersioningResponse`. */
const isRoot = (found: string | undefined, root: string, command: string): boolean =>
  found === root || found === command.replace(/Command$/, 'Response') || found === command.replace(/Command$/, 'Result');

/** The name of the first element, behind the declaration, comments and white space. */
const rootOf = (xml: string): string | undefined => /^\s*(?:<\?[^>]*\?>\s*|<!--(?:(?!-->).)*-->\s*)*<([\w:.-]+)/s.exec(xml)?.[1];

const checkAnswer = async (answer: HttpAnswer, command: string): Promise<void> => {
  const root = ROOTS[command];
  if (root === undefined || answer.statusCode !== 200) return;
  const body = await textOf(answer.body);
  const found = rootOf(body.toString('utf8'));
  if (!isRoot(found, root, command))
    throw new MalformedAnswer(`S3 answered with ${found === undefined ? 'no XML' : `<${found}>`} where <${root}> was due.`);
  answer.body = body;
};

const createClient = (config: ClientConfig): S3Client => {
  // Endpoints of one's own (a private network's, an emulator's) rarely resolve BUCKET.HOST.
  const ownEndpoint = config.endpoint ?? process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  const client = new S3Client({ ...config, forcePathStyle: ownEndpoint !== undefined } satisfies S3ClientConfig);
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      await checkAnswer(result.response as HttpAnswer, context.commandName ?? '');
      return result;
    },
    // Low priority stands nearest to the network: it sees the answer before the SDK parses it.
    { step: 'deserialize', priority: 'low', name: 'checkAnswer' },
  );
  return client;
};

/** The client of one Region. Never one that follows redirects: that changes the Region under calls in flight. */
export const s3 = (session: AwsSession, region: string | undefined): S3Client => session.client('s3', region, createClient);
