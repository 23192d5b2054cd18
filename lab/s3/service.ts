import type { Accounts } from '../accounts.ts';
import type { Asked } from '../faults.ts';
import type { Request, Response } from '../http.ts';
import type { Account, ByBucket, World } from '../world.ts';
import { elements, xmlDocument } from '../xml.ts';
import { BUCKET_OPERATIONS, listBucketsBody, type Operation, type ServiceError } from './operations.ts';

interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly owner: Account;
}

interface ListedBucket {
  readonly Name: string;
  readonly BucketRegion?: string;
}

/** Which operation on which bucket a request asks for. */
interface S3Request extends Asked {
  readonly name: string;
}

const QUERIES = new Map(Object.entries(BUCKET_OPERATIONS).map(([name, { query }]) => [query, name]));

/** S3 allows no more in a page. */
const MAX_BUCKETS = 10_000;

const XML = { 'content-type': 'application/xml' };

const listedBuckets = ({ s3 }: Account): readonly ListedBucket[] => (s3?.ListBuckets?.['Buckets'] ?? []) as readonly ListedBucket[];

const bucketsOf = (world: World): ReadonlyMap<string, Bucket> =>
  new Map(world.accounts.flatMap((owner) => listedBuckets(owner).map(({ Name, BucketRegion = 'us-east-1' }) => [Name, { name: Name, region: BucketRegion, owner }] as const)));

export const s3Error = ({ code, status, message }: ServiceError, more: Readonly<Record<string, string>> = {}, headers: Readonly<Record<string, string>> = {}): Response => ({
  status,
  headers: { ...XML, ...headers },
  body: xmlDocument('Error', elements({ Code: code, Message: message, ...more, RequestId: 'LAB', HostId: 'lab' })),
});

const fail = (code: string, status: number, message: string, more?: Readonly<Record<string, string>>): Response => s3Error({ code, status, message }, more);

/** The bucket of a request: the first part of the path, or of the host (`BUCKET.localhost`). */
const bucketOf = ({ host, path }: Request): string | undefined => {
  const [, virtual] = /^(.+)\.(?:localhost|127\.0\.0\.1)$/.exec(host) ?? [];
  return virtual ?? path.split('/')[1];
};

/** What a request asks for; `undefined` where the lab does not know the operation. */
export const s3RequestOf = (request: Request): S3Request | undefined => {
  const bucket = bucketOf(request);
  if (!bucket) return request.method === 'GET' ? { name: 'ListBuckets', operation: 's3:ListBuckets' } : undefined;
  if (request.method === 'HEAD') return { name: 'HeadBucket', operation: 's3:HeadBucket', bucket };
  const name = [...request.query.keys()].map((key) => QUERIES.get(key)).find((found) => found !== undefined);
  return request.method === 'GET' && name ? { name, operation: `s3:${name}`, bucket } : undefined;
};

/** One page. The Regions are in it only where a parameter was sent, as S3 has it. */
const listBuckets = (account: Account, query: URLSearchParams): Response => {
  const parameters = ['max-buckets', 'continuation-token', 'prefix', 'bucket-region'].filter((name) => query.has(name));
  const size = Math.min(Number(query.get('max-buckets') ?? MAX_BUCKETS), MAX_BUCKETS);
  const start = Number(query.get('continuation-token') ?? 0);
  const prefix = query.get('prefix');
  const region = query.get('bucket-region');
  const all = listedBuckets(account).filter(({ Name, BucketRegion }) => Name.startsWith(prefix ?? '') && (region === null || BucketRegion === region));
  const page = all.slice(start, start + size).map(({ BucketRegion, ...bucket }) => (parameters.length > 0 && BucketRegion ? { ...bucket, BucketRegion } : bucket));
  const { Buckets: _, ...rest } = account.s3?.ListBuckets ?? {};
  const token = start + size < all.length ? { ContinuationToken: String(start + size) } : {};
  return { status: 200, headers: XML, body: listBucketsBody({ Buckets: page, ...rest, ...token, ...(prefix === null ? {} : { Prefix: prefix }) }) };
};

const regionHeader = ({ region }: Bucket) => ({ 'x-amz-bucket-region': region });

const answerOf = ({ absent, body, headers = {} }: Operation, answer: Readonly<Record<string, unknown>> | undefined, bucket: string): Response => {
  if (answer === undefined && absent !== 'empty') return s3Error(absent, { BucketName: bucket });
  const members = Object.entries(answer ?? {});
  const sent = members.filter(([member]) => member in headers).map(([member, value]) => [headers[member] ?? '', String(value)]);
  const content = Object.fromEntries(members.filter(([member]) => !(member in headers)));
  return { status: 200, headers: { ...XML, ...Object.fromEntries(sent) }, body: body(content) };
};

const wrongRegion = (bucket: Bucket): Response =>
  s3Error(
    { code: 'PermanentRedirect', status: 301, message: 'The bucket you are attempting to access must be addressed using the specified endpoint.' },
    { Bucket: bucket.name },
    regionHeader(bucket),
  );

/** The S3 of a world: who may see which bucket, and what it says of it. */
export const createS3 = (world: World, accounts: Accounts): ((asked: S3Request, request: Request) => Response) => {
  const buckets = bucketsOf(world);

  const ofBucket = (name: string, bucketName: string, account: Account, region: string): Response => {
    const bucket = buckets.get(bucketName);
    if (!bucket) return fail('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName: bucketName });
    if (bucket.region !== region) return wrongRegion(bucket);
    if (bucket.owner !== account) return s3Error({ code: 'AccessDenied', status: 403, message: 'Access Denied' }, {}, regionHeader(bucket));
    if (name === 'HeadBucket') return { status: 200, headers: { ...regionHeader(bucket), 'x-amz-access-point-alias': 'false' }, body: '' };
    const operation = BUCKET_OPERATIONS[name];
    if (!operation) throw new RangeError(`no operation ${name}`);
    const answers = account.s3?.[name] as ByBucket | undefined;
    if (name === 'GetBucketLocation') return answerOf(operation, answers?.[bucketName] ?? { LocationConstraint: bucket.region === 'us-east-1' ? '' : bucket.region }, bucketName);
    return answerOf(operation, answers?.[bucketName], bucketName);
  };

  return ({ name, bucket }, { credential, query }) => {
    if (!credential) return fail('AccessDenied', 403, 'Access Denied');
    const account = accounts.of(credential);
    if (!account) return fail('InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.');
    return bucket === undefined ? listBuckets(account, query) : ofBucket(name, bucket, account, credential.region);
  };
};
