import type { Asked } from '../faults.ts';
import type { Request } from '../http.ts';
import { BUCKET_OPERATIONS } from './operations.ts';

/** Which operation a request asks for, on which bucket. */
export interface S3Asked extends Asked {
  /** The operation without its prefix. */
  readonly name: string;
  readonly bucket?: string;
}

const BY_QUERY = new Map(Object.entries(BUCKET_OPERATIONS).map(([name, { query }]) => [query, name]));

interface Address {
  readonly bucket: string;
  readonly key: string;
}

const addressOf = ({ host, path }: Request): Address => {
  // Virtual-hosted style: the bucket stands in the host, and may itself have dots.
  const [, virtual] = /^(.+)\.(?:localhost|127\.0\.0\.1)$/.exec(host) ?? [];
  if (virtual !== undefined) return { bucket: virtual, key: path.slice(1) };
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return { bucket, key };
};

const nameOf = ({ method, query }: Request): string | undefined => {
  if (method === 'HEAD') return 'HeadBucket';
  if (method !== 'GET') return undefined;
  return [...query.keys()].map((key) => BY_QUERY.get(key)).find((name) => name !== undefined);
};

const asked = (name: string, bucket?: string): S3Asked => ({
  name,
  operation: `s3:${name}`,
  ...(bucket === undefined ? { resources: [] } : { bucket, resources: [bucket] }),
});

/** What a request asks for; `undefined` where the lab does not know the operation. Objects are none of its business. */
export const askedOf = (request: Request): S3Asked | undefined => {
  const { bucket, key } = addressOf(request);
  if (key !== '') return undefined;
  if (bucket === '') return request.method === 'GET' ? asked('ListBuckets') : undefined;
  const name = nameOf(request);
  return name === undefined ? undefined : asked(name, bucket);
};
