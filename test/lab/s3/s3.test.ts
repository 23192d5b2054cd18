import * as sdk from '@aws-sdk/client-s3';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Lab } from '../../../lab/index.ts';
import { s3Client, send, withLab } from '../client.ts';
import { OTHER_KEY, RICH_KEY, richAnswers, richRegion, richS3, richWorld, sameTimes } from '../rich.ts';

const test = suite('lab/s3');

type Command = Parameters<sdk.S3Client['send']>[0];

const COMMANDS = sdk as unknown as Readonly<Record<string, new (input: { readonly Bucket: string }) => Command>>;

const commandOf = (operation: string, bucket: string): Command => {
  const Constructor = COMMANDS[`${operation}Command`];
  if (Constructor === undefined) throw new RangeError(`The SDK has no ${operation}.`);
  return new Constructor({ Bucket: bucket });
};

const ask = (lab: Lab, operation: string, bucket: string, options: Parameters<typeof s3Client>[1] = {}): Promise<object> =>
  s3Client(lab, options).send(commandOf(operation, bucket));

const withoutMetadata = ({ $metadata: _, ...output }: { readonly $metadata?: unknown }) => sameTimes(output);

const failureOf = async (call: Promise<unknown>): Promise<sdk.S3ServiceException> =>
  call.then(
    () => assert.unreachable('The call should have failed.'),
    (error) => error,
  ) as Promise<sdk.S3ServiceException>;

test('the SDK reads what the world says', () =>
  withLab(richWorld, async (lab) => {
    for (const [operation, bucket, answer] of richAnswers) {
      const output = await ask(lab, operation, bucket, { region: richRegion(bucket) });
      assert.equal(withoutMetadata(output), sameTimes(answer), `${operation} of ${bucket}`);
    }
    assert.is(
      [...lab.requests.values()].reduce((sum, count) => sum + count, 0),
      richAnswers.length,
    );
  }));

const ABSENT = [
  ['GetBucketReplication', 'replication', 'ReplicationConfigurationNotFoundError', 404],
  ['GetObjectLockConfiguration', 'object-lock', 'ObjectLockConfigurationNotFoundError', 404],
  ['GetBucketLifecycleConfiguration', 'lifecycle', 'NoSuchLifecycleConfiguration', 404],
  ['GetBucketEncryption', 'encryption', 'ServerSideEncryptionConfigurationNotFoundError', 400],
  ['GetBucketTagging', 'tagging', 'NoSuchTagSet', 404],
  ['GetPublicAccessBlock', 'publicAccessBlock', 'NoSuchPublicAccessBlockConfiguration', 404],
  ['GetBucketPolicy', 'policy', 'NoSuchBucketPolicy', 404],
] as const;

for (const [operation, query, name, status] of ABSENT) {
  test(`${operation}: not configured`, () =>
    withLab(richWorld, async (lab) => {
      const { body, headers } = await send(lab, `/bare?${query}`);
      const error = await failureOf(ask(lab, operation, 'bare'));
      assert.is(error.name, name);
      assert.is(error.$metadata.httpStatusCode, status);
      assert.match(body, `<BucketName>bare</BucketName><RequestId>${headers['x-amz-request-id']}</RequestId>`);
    }));
}

const EMPTY = [
  ['GetBucketVersioning', 'bare', {}],
  ['GetBucketNotificationConfiguration', 'bare', {}],
  ['GetBucketLocation', 'bare', { LocationConstraint: 'us-west-2' }],
  ['GetBucketLocation', 'old', {}],
  ['HeadBucket', 'bare', { BucketRegion: 'us-west-2', AccessPointAlias: false }],
] as const;

for (const [operation, bucket, expected] of EMPTY) {
  test(`${operation} of ${bucket}: not configured, which is an answer`, () =>
    withLab(richWorld, async (lab) => {
      assert.equal(withoutMetadata(await ask(lab, operation, bucket, { region: richRegion(bucket) })), expected);
    }));
}

interface Refusal {
  readonly name: string;
  readonly target: string;
  readonly options?: Parameters<typeof send>[2];
  readonly status: number;
  /** Absent for HEAD, which answers no body. */
  readonly code?: string;
  readonly says?: string;
  readonly region?: string;
}

const REFUSALS: readonly Refusal[] = [
  { name: 'no such bucket', target: '/nowhere?versioning', status: 404, code: 'NoSuchBucket', says: '<BucketName>nowhere</BucketName>' },
  { name: 'no such bucket, HEAD', target: '/nowhere', options: { method: 'HEAD' }, status: 404 },
  { name: "another account's bucket", target: '/theirs?versioning', status: 403, code: 'AccessDenied', region: 'us-west-2' },
  { name: "another account's bucket, HEAD", target: '/theirs', options: { method: 'HEAD' }, status: 403, region: 'us-west-2' },
  {
    name: 'another Region',
    target: '/far?versioning',
    status: 301,
    code: 'PermanentRedirect',
    says: '<Endpoint>far.s3.us-east-2.amazonaws.com</Endpoint><Bucket>far</Bucket>',
    region: 'us-east-2',
  },
  { name: 'another Region, HEAD', target: '/far', options: { method: 'HEAD' }, status: 301, region: 'us-east-2' },
  {
    name: "another Region comes before another account's",
    target: '/theirs',
    options: { method: 'HEAD', region: 'us-east-2' },
    status: 301,
    region: 'us-west-2',
  },
  { name: 'not signed', target: '/rich?versioning', options: { accessKeyId: null }, status: 403, code: 'AccessDenied' },
  { name: 'the listing, not signed', target: '/', options: { accessKeyId: null }, status: 403, code: 'AccessDenied' },
  {
    name: 'a key that nobody has',
    target: '/rich?versioning',
    options: { accessKeyId: 'AKIAUNKNOWN' },
    status: 403,
    code: 'InvalidAccessKeyId',
    says: '<AWSAccessKeyId>AKIAUNKNOWN</AWSAccessKeyId>',
  },
  { name: 'an operation that the lab does not know', target: '/rich?acl', status: 501, code: 'NotImplemented' },
  { name: 'the objects of a bucket', target: '/rich', status: 501, code: 'NotImplemented' },
  { name: "an object's tags, not the bucket's", target: '/rich/model.onnx?tagging', status: 501, code: 'NotImplemented' },
  { name: 'an object, HEAD', target: '/rich/model.onnx', options: { method: 'HEAD' }, status: 501 },
  { name: 'a write', target: '/rich?versioning', options: { method: 'PUT', body: '<x/>' }, status: 501, code: 'NotImplemented' },
  { name: 'pages of none', target: '/?max-buckets=0', status: 400, code: 'InvalidArgument' },
  { name: 'pages that are too large', target: '/?max-buckets=10001', status: 400, code: 'InvalidArgument' },
  { name: 'pages of no number', target: '/?max-buckets=ten', status: 400, code: 'InvalidArgument' },
  { name: 'a token that was never given', target: '/?continuation-token=abc', status: 400, code: 'InvalidArgument' },
];

for (const { name, target, options, status, code, says = '', region } of REFUSALS) {
  test(`refusal: ${name}`, () =>
    withLab(richWorld, async (lab) => {
      const reply = await send(lab, target, options);
      assert.is(reply.status, status);
      assert.is(/<Code>(.*)<\/Code>/.exec(reply.body)?.[1], code);
      assert.ok(reply.body.includes(says), reply.body);
      assert.is(reply.headers['x-amz-bucket-region'], region);
      assert.match(String(reply.headers['x-amz-request-id']), /^LAB\d{13}$/);
      if (code === undefined) assert.is(reply.headers['content-length'], '0');
    }));
}

const VERSIONED = /<Status>Enabled<\/Status><MfaDelete>Disabled<\/MfaDelete>/;

const ADDRESSES = [
  { name: 'by path', target: '/rich?versioning', expected: VERSIONED },
  { name: 'by path with a slash behind it', target: '/rich/?versioning', expected: VERSIONED },
  { name: 'by path, encoded', target: '/%72ich?versioning=', expected: VERSIONED },
  { name: 'by path, encoded wrongly', target: '/%E0%A4?versioning', expected: /NoSuchBucket/ },
  { name: "with the SDK's own parameter", target: '/rich?versioning&x-id=GetBucketVersioning', expected: VERSIONED },
  { name: 'by host', target: '/?versioning', host: 'rich.localhost:80', expected: VERSIONED },
  { name: 'by host without a port', target: '/?versioning', host: 'rich.127.0.0.1', expected: VERSIONED },
  { name: 'by host, with dots', target: '/?versioning', host: 'dotted.name.localhost', expected: /Suspended/ },
  { name: 'through a proxy', target: 'http://rich.localhost:1/?versioning', host: 'elsewhere', expected: VERSIONED },
  { name: 'through a proxy, without a path', target: 'http://rich.localhost?versioning', expected: VERSIONED },
  { name: 'the listing by another host', target: '/', host: 's3.us-west-2.amazonaws.com', expected: /<ListAllMyBucketsResult/ },
];

for (const { name, target, host, expected } of ADDRESSES) {
  test(`address: ${name}`, () =>
    withLab(richWorld, async (lab) => {
      assert.match((await send(lab, target, host === undefined ? {} : { host })).body, expected);
    }));
}

const NAMES = ['bare', 'dotted.name', 'far', 'hostile', 'ireland', 'old', 'rich'];

interface Listing {
  readonly name: string;
  readonly input: sdk.ListBucketsCommandInput;
  readonly names: readonly string[];
  readonly regions?: boolean;
  readonly more?: boolean;
}

const LISTINGS: readonly Listing[] = [
  { name: 'everything, without Regions', input: {}, names: NAMES, regions: false },
  { name: 'a page', input: { MaxBuckets: 3 }, names: NAMES.slice(0, 3), more: true },
  { name: 'a page that holds just all', input: { MaxBuckets: 7 }, names: NAMES },
  { name: 'a page but for one', input: { MaxBuckets: 6 }, names: NAMES.slice(0, 6), more: true },
  { name: 'a prefix', input: { Prefix: 'o' }, names: ['old'] },
  { name: 'a prefix that is no prefix of any', input: { Prefix: 'x' }, names: [] },
  { name: 'a Region', input: { BucketRegion: 'us-west-2' }, names: ['bare', 'dotted.name', 'hostile', 'rich'] },
  { name: 'a page of a Region', input: { BucketRegion: 'us-west-2', MaxBuckets: 1 }, names: ['bare'], more: true },
];

for (const { name, input, names, regions = true, more = false } of LISTINGS) {
  test(`ListBuckets: ${name}`, () =>
    withLab(richWorld, async (lab) => {
      const { Buckets = [], ContinuationToken, Owner, Prefix } = await s3Client(lab).send(new sdk.ListBucketsCommand(input));
      assert.equal(
        Buckets.map(({ Name }) => Name),
        names,
      );
      assert.ok(Buckets.every(({ BucketRegion }) => (BucketRegion !== undefined) === regions));
      assert.is(ContinuationToken !== undefined, more);
      assert.is(Prefix, input.Prefix);
      assert.equal(Owner, richS3.ListBuckets?.Owner);
    }));
}

for (const size of [1, 2, 3, 6, 7, 8]) {
  test(`ListBuckets: all in pages of ${size}`, () =>
    withLab(richWorld, async (lab) => {
      const found: sdk.Bucket[] = [];
      for await (const page of sdk.paginateListBuckets({ client: s3Client(lab), pageSize: size }, {})) found.push(...(page.Buckets ?? []));
      assert.equal(sameTimes(found), sameTimes(richS3.ListBuckets?.Buckets));
      assert.is(lab.requests.get('s3:ListBuckets'), Math.ceil(NAMES.length / size));
    }));
}

test('each account lists its own buckets', () =>
  withLab(richWorld, async (lab) => {
    const { Buckets = [] } = await s3Client(lab, { accessKeyId: OTHER_KEY }).send(new sdk.ListBucketsCommand({ MaxBuckets: 10 }));
    assert.equal(
      Buckets.map(({ Name }) => Name),
      ['theirs'],
    );
  }));

test('an account without S3 has an empty listing', () =>
  withLab({ accounts: [{ id: '123456789012' }] }, async (lab) => {
    assert.match((await send(lab, '/')).body, /<Buckets><\/Buckets>/);
  }));

test('without keys in the world any key acts for the first account', () =>
  withLab({ accounts: richWorld.accounts.map(({ accessKeys: _, ...account }) => account) }, async (lab) => {
    const reply = await send(lab, '/rich?versioning', { accessKeyId: 'whoever' });
    assert.match(reply.body, VERSIONED);
  }));

test("a bucket with the name of an object's own member has nothing configured", () =>
  withLab(
    { accounts: [{ id: '123456789012', s3: { ListBuckets: { Buckets: [{ Name: 'constructor' }] }, GetBucketTagging: {} } }] },
    async (lab) => {
      assert.match((await send(lab, '/constructor?tagging', { region: 'us-east-1' })).body, 'NoSuchTagSet');
    },
  ));

test('a bucket without a Region is in us-east-1', () =>
  withLab(
    { accounts: [{ id: '123456789012', accessKeys: [RICH_KEY], s3: { ListBuckets: { Buckets: [{ Name: 'b' }] } } }] },
    async (lab) => {
      assert.is((await send(lab, '/b', { method: 'HEAD' })).headers['x-amz-bucket-region'], 'us-east-1');
      assert.is((await send(lab, '/b', { method: 'HEAD', region: 'us-east-1' })).status, 200);
    },
  ));

test.run();
