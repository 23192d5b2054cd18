import { HeadBucketCommand } from '@aws-sdk/client-s3';
import type { S3Presence } from '../../model/kinds/s3.ts';
import type { Located } from '../../model/scanner.ts';
import type { AwsSession } from '../aws/session.ts';
import { s3 } from './client.ts';

interface HeadError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

const REGION_HEADER = 'x-amz-bucket-region';

/** The Region that an answer without a body tells in its header: all of them have the name `Unknown`, whatever the status. */
const headerRegion = (error: unknown): string | undefined => (error as HeadError).$response?.headers?.[REGION_HEADER];

const ask = async (session: AwsSession, name: string, region: string | undefined, abortSignal: AbortSignal): Promise<S3Presence> => {
  const { BucketRegion } = await s3(session, region).send(new HeadBucketCommand({ Bucket: name }), { abortSignal });
  const found = BucketRegion ?? region;
  return { exists: true, access: 'granted', ...(found === undefined ? {} : { region: found }) };
};

/**
 * Whether a bucket exists, and where, by HeadBucket. "Forbidden" is an answer, too: it exists and belongs to others. A
 * redirect (301, or 400 from the oldest Regions) is followed once, with the client of the Region that it names.
 */
export const readPresence = async (session: AwsSession, { name, scope }: Located, signal: AbortSignal): Promise<S3Presence> => {
  const asked = scope.region ?? session.homeRegion;
  try {
    return await ask(session, name, asked, signal);
  } catch (error) {
    const region = headerRegion(error);
    // Without the header the refusal may come from anything on the way: then nothing is known.
    if (region === undefined) throw error;
    const status = (error as HeadError).$metadata?.httpStatusCode;
    if (status === 403) return { exists: true, access: 'denied', region };
    if ((status === 301 || status === 400) && region !== asked) return readPresence(session, { id: '', name, scope: { ...scope, region } }, signal);
    throw error;
  }
};
