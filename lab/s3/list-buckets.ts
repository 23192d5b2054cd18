import type { Request, Response } from '../http.ts';
import { pageOf, startOf } from '../pages.ts';
import type { Account } from '../world.ts';
import { type ListedBucket, listedBuckets } from './buckets.ts';
import { errorResponse, invalidArgument, requestHeaders } from './errors.ts';
import { listBucketsBody } from './operations.ts';

const PARAMETERS = ['max-buckets', 'continuation-token', 'prefix', 'bucket-region'] as const;

/** No page holds more, and no account with more buckets can be listed without pages. */
const MAX_BUCKETS = 10_000;

const sizeOf = (maxBuckets: string | null): number => {
  const size = Number(maxBuckets ?? MAX_BUCKETS);
  return Number.isInteger(size) && size >= 1 && size <= MAX_BUCKETS ? size : Number.NaN;
};

/** Without a parameter S3 leaves the Regions out. */
const withoutRegion = ({ BucketRegion: _, ...bucket }: ListedBucket): ListedBucket => bucket;

/** The buckets that a request asks for, all pages together. */
const selected = (account: Account, query: URLSearchParams): readonly ListedBucket[] => {
  const [prefix, region] = [query.get('prefix') ?? '', query.get('bucket-region')];
  return listedBuckets(account).filter(({ Name, BucketRegion }) => Name.startsWith(prefix) && (region === null || BucketRegion === region));
};

/** One page of the account's buckets. */
export const listBuckets = (account: Account, request: Request): Response => {
  const { query } = request;
  const [start, size, prefix] = [startOf(query.get('continuation-token')), sizeOf(query.get('max-buckets')), query.get('prefix')];
  if (Number.isNaN(size))
    return errorResponse(request, invalidArgument(`Argument max-buckets must be an integer between 1 and ${MAX_BUCKETS}`));
  if (start === undefined) return errorResponse(request, invalidArgument('The continuation token provided is incorrect'));
  const { items, next } = pageOf(selected(account, query), start, size);
  const answer = {
    ...account.s3?.ListBuckets,
    Buckets: PARAMETERS.some((name) => query.has(name)) ? items : items.map(withoutRegion),
    ...(next === undefined ? {} : { ContinuationToken: next }),
    ...(prefix === null ? {} : { Prefix: prefix }),
  };
  return { status: 200, headers: { 'content-type': 'application/xml', ...requestHeaders(request) }, body: listBucketsBody(answer) };
};
