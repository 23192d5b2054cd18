import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startLab } from '../../lab/index.ts';
import { tally } from '../../scripts/test/result.ts';
import { OTHER_KEY, RICH_KEY, richAnswers, richRegion, richS3, richWorld } from '../../test/lab/rich.ts';
import { kebab, prints, refuses } from './aws-cli/checks.ts';
import { type Cli, createCli, type Options } from './aws-cli/cli.ts';
import { withJsonChecks } from './aws-cli/json.ts';
import { searchPath } from './moto/tools.ts';
import { type Check, counts, performAll, skip } from './shared/checks.ts';

// The lab against a client that others wrote: the AWS command line tool has to read out of it what the world says, word for
// word, and every error by its name.
const INSTALLED_IN = resolve('node_modules/.cache/aws-cli-lane');

const s3api = (operation: string, bucket: string, ...more: readonly string[]): readonly string[] => [
  's3api',
  kebab(operation),
  '--bucket',
  bucket,
  ...more,
];

const mine = (options: Options = {}): Options => ({ accessKey: RICH_KEY, ...options });

// An element of 2026: a tool from before leaves it out.
const isOld = (answer: unknown): boolean => !JSON.stringify(answer).includes('DefaultEventHold');

const answerChecks = (cli: Cli): readonly Check[] =>
  richAnswers
    .filter(([, , answer]) => isOld(answer))
    .map(([operation, bucket, answer]) =>
      prints(`${operation} of ${bucket}`, cli, s3api(operation, bucket), mine({ region: richRegion(bucket) }), answer),
    );

const virtualChecks = (cli: Cli): readonly Check[] =>
  richAnswers
    .filter(([, bucket]) => bucket === 'rich' || bucket === 'dotted.name')
    .map(([operation, bucket, answer]) =>
      prints(`${operation} of ${bucket}, virtual-hosted`, cli, s3api(operation, bucket), mine({ addressing: 'virtual' }), answer),
    );

/** What S3 says of a bucket without any configuration. */
const ABSENT: Readonly<Record<string, string>> = {
  GetBucketReplication: 'ReplicationConfigurationNotFoundError',
  GetObjectLockConfiguration: 'ObjectLockConfigurationNotFoundError',
  GetBucketLifecycleConfiguration: 'NoSuchLifecycleConfiguration',
  GetBucketEncryption: 'ServerSideEncryptionConfigurationNotFoundError',
  GetBucketTagging: 'NoSuchTagSet',
  GetPublicAccessBlock: 'NoSuchPublicAccessBlockConfiguration',
  GetBucketPolicy: 'NoSuchBucketPolicy',
};

const absenceChecks = (cli: Cli): readonly Check[] => [
  ...Object.entries(ABSENT).map(([operation, code]) => refuses(code, cli, s3api(operation, 'bare'), mine())),
  prints('GetBucketVersioning of a bucket that never had it', cli, s3api('GetBucketVersioning', 'bare'), mine(), {}),
  prints('GetBucketNotificationConfiguration of none', cli, s3api('GetBucketNotificationConfiguration', 'bare'), mine(), {}),
  prints('GetBucketLocation of a Region', cli, s3api('GetBucketLocation', 'bare'), mine(), { LocationConstraint: 'us-west-2' }),
  prints('GetBucketLocation of us-east-1', cli, s3api('GetBucketLocation', 'old'), mine({ region: 'us-east-1' }), {
    LocationConstraint: null,
  }),
  prints('HeadBucket', cli, s3api('HeadBucket', 'bare'), mine(), { BucketRegion: 'us-west-2', AccessPointAlias: false }),
];

const errorChecks = (cli: Cli): readonly Check[] => [
  ...['GetBucketVersioning', 'GetBucketReplication', 'GetBucketPolicy'].map((operation) =>
    refuses('NoSuchBucket', cli, s3api(operation, 'nowhere'), mine()),
  ),
  refuses('404', cli, s3api('HeadBucket', 'nowhere'), mine()),
  refuses('AccessDenied', cli, s3api('GetBucketVersioning', 'theirs'), mine(), 'a bucket of another account'),
  refuses('403', cli, s3api('HeadBucket', 'theirs'), mine(), 'a bucket of another account'),
  refuses('AccessDenied', cli, s3api('GetBucketVersioning', 'rich', '--no-sign-request'), mine(), 'not signed'),
  refuses('InvalidAccessKeyId', cli, s3api('GetBucketVersioning', 'rich'), { accessKey: 'AKIAUNKNOWN000000000' }, 'a key that nobody has'),
  refuses('403', cli, s3api('HeadBucket', 'rich'), { accessKey: 'AKIAUNKNOWN000000000' }, 'a key that nobody has'),
  refuses('NotImplemented', cli, s3api('GetBucketAcl', 'rich'), mine(), 'an operation that the lab does not know'),
];

type Listed = Readonly<Record<string, unknown>>;

const BUCKETS = richS3.ListBuckets?.Buckets as readonly Listed[];

// The tool pages by itself, and then says of a prefix that was not asked for that it is null.
const listing = (buckets: readonly Listed[], Prefix: string | null = null): Listed => ({
  Owner: richS3.ListBuckets?.Owner,
  Buckets: buckets,
  Prefix,
});

const listChecks = (cli: Cli): readonly Check[] => {
  const list = (name: string, args: readonly string[], expected: unknown) =>
    prints(`ListBuckets: ${name}`, cli, ['s3api', 'list-buckets', ...args], mine(), expected);
  return [
    list('all, without Regions', [], listing(BUCKETS.map(({ BucketRegion: _, ...bucket }) => bucket))),
    list('in pages of two', ['--page-size', '2'], listing(BUCKETS)),
    list('in pages of seven, which is all', ['--page-size', '7'], listing(BUCKETS)),
    list('with a prefix', ['--prefix', 'ri'], listing(BUCKETS.slice(-1), 'ri')),
    list('of a Region', ['--bucket-region', 'us-east-2'], listing(BUCKETS.slice(2, 3))),
    list('of a Region without any', ['--bucket-region', 'sa-east-1'], listing([])),
  ];
};

/** The tool follows redirects by the Region that they name. */
const redirectCheck = (cli: Cli, requests: ReadonlyMap<string, number>): Check => ({
  name: 'PermanentRedirect: followed to the Region that the answer names',
  run: async () => {
    const { output } = await cli(s3api('GetBucketPolicy', 'far'), mine({ region: 'us-west-2' }));
    assert.deepEqual(output, {});
    assert.equal(requests.get('s3:GetBucketPolicy'), 2);
  },
});

const identity = (Arn: string, UserId: string, Account: string) => ({ Arn, UserId, Account });

const assumeRole = (role: string, ...more: readonly string[]): readonly string[] => [
  'sts',
  'assume-role',
  '--role-arn',
  `arn:aws:iam::123456789012:role/${role}`,
  '--role-session-name',
  'scan',
  ...more,
];

const WHOAMI = ['sts', 'get-caller-identity'];

interface AssumedRole {
  readonly Credentials: { readonly AccessKeyId: string; readonly SessionToken: string };
}

const sessionCheck = (cli: Cli): Check => ({
  name: 'AssumeRole: the session acts for the account of the role',
  run: async () => {
    // A key of one account assumes a role of the other.
    const { output, stderr } = await cli(assumeRole('audit', '--external-id', 'only-we-know'), { accessKey: OTHER_KEY });
    assert.equal(stderr, '');
    const { AccessKeyId: accessKey, SessionToken: sessionToken } = (output as AssumedRole).Credentials;
    const arn = 'arn:aws:sts::123456789012:assumed-role/audit/scan';
    const session = { accessKey, sessionToken };
    assert.deepEqual((await cli(WHOAMI, session)).output, identity(arn, 'AROALAB0000000000000:scan', '123456789012'));
    assert.deepEqual((await cli(s3api('GetBucketVersioning', 'rich'), session)).output, { Status: 'Enabled', MFADelete: 'Disabled' });
  },
});

const stsChecks = (cli: Cli): readonly Check[] => [
  prints('GetCallerIdentity', cli, WHOAMI, mine(), identity('arn:aws:iam::123456789012:user/lab', 'AIDALAB0000000000000', '123456789012')),
  prints(
    'GetCallerIdentity in another partition',
    cli,
    WHOAMI,
    { accessKey: OTHER_KEY },
    identity('arn:aws-us-gov:iam::210987654321:user/lab', 'AIDALAB0000000000000', '210987654321'),
  ),
  refuses('InvalidClientTokenId', cli, WHOAMI, { accessKey: 'AKIAUNKNOWN000000000' }, 'a key that nobody has'),
  prints('AssumeRole of a role with a path', cli, assumeRole('team/reader', '--query', 'AssumedRoleUser'), mine(), {
    AssumedRoleId: 'AROALAB0000000000000:scan',
    Arn: 'arn:aws:sts::123456789012:assumed-role/reader/scan',
  }),
  refuses('AccessDenied', cli, assumeRole('audit'), mine(), 'a role without its external id'),
  refuses('AccessDenied', cli, assumeRole('audit', '--external-id', 'guessed'), mine(), 'a role with a wrong external id'),
  refuses('AccessDenied', cli, assumeRole('nobody'), mine(), 'a role that does not exist'),
  refuses('InvalidAction', cli, ['sts', 'get-session-token'], mine(), 'an operation that the lab does not know'),
  sessionCheck(cli),
];

const FAULTS = [
  { operation: 's3:GetBucketVersioning', throttle: 1 },
  { operation: 's3:GetBucketTagging', deny: 'not for you' },
  { operation: 's3:GetBucketPolicy', error: { code: 'InternalError', status: 500 } },
  { operation: 'sts:*', throttle: 1 },
] as const;

const faultChecks = (cli: Cli): readonly Check[] => [
  refuses('SlowDown', cli, s3api('GetBucketVersioning', 'rich'), mine(), 'throttled'),
  refuses('AccessDenied', cli, s3api('GetBucketTagging', 'rich'), mine(), 'denied'),
  refuses('InternalError', cli, s3api('GetBucketPolicy', 'rich'), mine(), 'any error'),
  refuses('Throttling', cli, WHOAMI, mine(), 'STS throttled'),
];

const runChecks = async (path: string, directory: string): Promise<void> => {
  const labs = await Promise.all([startLab(richWorld), startLab(richWorld), startLab({ ...richWorld, faults: FAULTS })]);
  const [cli, redirected, faulty] = labs.map(({ url }) => createCli(url, path, directory)) as [Cli, Cli, Cli];
  const checks = [answerChecks, virtualChecks, absenceChecks, errorChecks, listChecks, stsChecks].flatMap((make) => make(cli));
  await performAll([...checks, redirectCheck(redirected, labs[1].requests), ...faultChecks(faulty)]);
  await Promise.all(labs.map((lab) => lab.close()));
  await withJsonChecks((url) => createCli(url, path, directory), performAll);
};

const path = searchPath([{ program: 'aws', probe: '--version', package: 'awscli' }], INSTALLED_IN);
if (path === undefined) {
  skip('the AWS command line tool is missing and pip cannot install it, so nothing has read the lab but our own clients.');
} else {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-dr-aws-cli-'));
  await runChecks(path, directory).finally(() => rmSync(directory, { recursive: true }));
}
console.log(`\n${tally(counts)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;
