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

/** Only what S3 says is the Region counts: other servers answer under any Region's signature. */
const ask = async (session: AwsSession, name: string, region: string): Promise<S3Presence> => {
  const { BucketRegion } = await s3(session, region).send(new HeadBucketCommand({ Bucket: name }));
  return { exists: true, access: 'granted', ...(BucketRegion ? { region: BucketRegion } : {}) };
};

const isRedirect = (status: number | undefined): boolean => status === 301 || status === 400;

/** @param hops redirects that may still be followed */
const askAt = async (session: AwsSession, name: string, asked: string, hops: number): Promise<S3Presence> => {
  try {
    return await ask(session, name, asked);
  } catch (error) {
    const region = headerRegion(error);
    const status = (error as HeadError).$metadata?.httpStatusCode;
    // Without the header the refusal may come from anything on the way: then nothing is known.
    if (!region) throw error;
    if (status === 403) return { exists: true, access: 'denied', region };
    if (isRedirect(status) && region !== asked && hops > 0) return askAt(session, name, region, hops - 1);
    throw error;
  }
};

/**
 * Whether a bucket exists, and where, by HeadBucket. "Forbidden" is an answer, too: it exists and belongs to others. A
 * redirect (301, or 400 from the oldest Regions) is followed once, with the client of the Region that it names.
 */
export const readPresence = (session: AwsSession, { name, scope }: Located): Promise<S3Presence> =>
  askAt(session, name, scope.region ?? session.homeRegion, 1);
