import type { Accounts } from '../accounts.ts';
import type { Request, Response } from '../http.ts';
import { mapping, structure } from '../shape.ts';
import type { Open, System } from '../system.ts';
import type { Answer, ByName, World } from '../world.ts';
import { type Bucket, bucketMismatches, bucketsOf } from './buckets.ts';
import {
  ACCESS_DENIED,
  errorResponse,
  NO_SUCH_BUCKET,
  NOT_IMPLEMENTED,
  requestHeaders,
  SLOW_DOWN,
  UNKNOWN_KEY,
  WRONG_REGION,
} from './errors.ts';
import { listBuckets } from './list-buckets.ts';
import { BUCKET_OPERATIONS, type BucketOperation, LISTING } from './operations.ts';
import { askedOf, type S3Asked } from './request.ts';

const headersOf = (answer: Answer, names: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(names)
      .filter(([member]) => Object.hasOwn(answer, member))
      .map(([member, header]) => [header, String(answer[member])]),
  );

const respond = ({ body, headers }: BucketOperation, answer: Answer, request: Request): Response => ({
  status: 200,
  headers: { 'content-type': 'application/xml', ...requestHeaders(request), ...headersOf(answer, headers) },
  body: body(answer),
});

/** What the world has an operation say of a bucket. */
const answerOf = (name: string, { owner, name: bucketName }: Bucket): Answer | undefined => {
  const byBucket = (owner.s3?.[name] ?? {}) as ByName;
  return Object.hasOwn(byBucket, bucketName) ? byBucket[bucketName] : undefined;
};

/** What S3 says of a bucket to its owner. */
const describe = (name: string, bucket: Bucket, request: Request): Response => {
  const operation = BUCKET_OPERATIONS[name];
  if (operation === undefined) return errorResponse(request, NOT_IMPLEMENTED);
  const { absent } = operation;
  const answer = answerOf(name, bucket);
  if (answer !== undefined) return respond(operation, answer, request);
  if (typeof absent === 'function') return respond(operation, absent(bucket), request);
  return errorResponse(request, absent, { details: { BucketName: bucket.name } });
};

const redirect = (bucket: Bucket, request: Request): Response => {
  const details = { Endpoint: `${bucket.name}.s3.${bucket.region}.amazonaws.com`, Bucket: bucket.name };
  return errorResponse(request, WRONG_REGION, { details, bucket });
};

const answerAsked = ({ name, bucket: bucketName }: S3Asked, bucket: Bucket | undefined, request: Request, accounts: Accounts): Response => {
  const { credential } = request;
  if (!credential) return errorResponse(request, ACCESS_DENIED);
  const principal = accounts.of(credential);
  if (!principal) return errorResponse(request, UNKNOWN_KEY, { details: { AWSAccessKeyId: credential.accessKey } });
  if (bucketName === undefined) return listBuckets(principal.account, request);
  if (!bucket) return errorResponse(request, NO_SUCH_BUCKET, { details: { BucketName: bucketName } });
  // Every Region has an endpoint of its own; behind one port the signature tells which of them was meant.
  if (bucket.region !== credential.region) return redirect(bucket, request);
  return bucket.owner === principal.account ? describe(name, bucket, request) : errorResponse(request, ACCESS_DENIED, { bucket });
};

const open = (world: World, accounts: Accounts): Open => {
  const buckets = bucketsOf(world);
  return (request) => {
    const asked = askedOf(request);
    if (!asked) return undefined;
    const bucket = buckets.get(asked.bucket ?? '');
    return {
      asked,
      answer: () => answerAsked(asked, bucket, request, accounts),
      refuse: (error) => errorResponse(request, error, error.status === 403 ? { bucket } : {}),
    };
  };
};

/** S3: who may see which bucket, and what it says of it. Speaks rest-xml, in both styles of addressing. */
export const s3: System = {
  id: 's3',
  operations: ['ListBuckets', ...Object.keys(BUCKET_OPERATIONS)],
  accountMembers: {
    s3: structure({
      ListBuckets: structure(LISTING),
      ...Object.fromEntries(Object.entries(BUCKET_OPERATIONS).map(([name, { answer }]) => [name, mapping(answer)])),
    }),
  },
  check: bucketMismatches,
  claims: ({ credential }) => credential === undefined || credential.service === 's3',
  open,
  unknown: (request) => errorResponse(request, NOT_IMPLEMENTED),
  throttled: SLOW_DOWN,
  denied: ACCESS_DENIED,
};
