import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bucketsWorld, type Fault } from '../../../lab/index.ts';
import type { Reading } from '../../../model/reading.ts';
import versioned from '../../../rules/s3/replication-destination-versioned.ts';
import { facetsOf, reading, type ScanOptions, scanWorld } from './harness.ts';
import { type Buckets, worldOf } from './world.ts';

const test = suite('scanners/s3');

interface FacetCase {
  readonly operation: string;
  readonly action: string;
  /** As the service answers. */
  readonly answer: Readonly<Record<string, unknown>>;
  /** As rules see it. */
  readonly value: unknown;
  /** The reading where nothing is configured. */
  readonly unconfigured: Reading<unknown>;
  /** An answer with a word or number that cannot be. */
  readonly strange: string;
}

const ABSENT: Reading<never> = { state: 'absent' };

const rule = { ID: 'all', Priority: 1, Filter: {}, Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::copy' } };

const FACETS: Readonly<Record<string, FacetCase>> = {
  versioning: {
    operation: 'GetBucketVersioning',
    action: 's3:GetBucketVersioning',
    answer: { Status: 'Enabled', MFADelete: 'Enabled' },
    value: { status: 'Enabled', mfaDelete: 'Enabled' },
    unconfigured: { state: 'read', value: { status: 'NeverEnabled', mfaDelete: 'NeverSet' } },
    strange: '<VersioningConfiguration><Status>Paused</Status></VersioningConfiguration>',
  },
  replication: {
    operation: 'GetBucketReplication',
    action: 's3:GetReplicationConfiguration',
    answer: { ReplicationConfiguration: { Role: 'r', Rules: [rule] } },
    value: {
      rules: [
        {
          id: 'all',
          status: 'Enabled',
          schema: 'V2',
          priority: 1,
          filter: { prefix: '', tags: {} },
          destination: { bucket: 'arn:aws:s3:::copy' },
          deleteMarkers: 'Disabled',
          replicationTimeControl: 'Disabled',
          kmsEncryptedObjects: 'Disabled',
        },
      ],
    },
    unconfigured: { state: 'absent', impliedBy: 'versioning' },
    strange: '<ReplicationConfiguration><Rule><Status>Perhaps</Status></Rule></ReplicationConfiguration>',
  },
  objectLock: {
    operation: 'GetObjectLockConfiguration',
    action: 's3:GetBucketObjectLockConfiguration',
    answer: { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years: 1 } } } },
    value: { enabled: true, defaultRetention: { mode: 'COMPLIANCE', days: 365 } },
    unconfigured: { state: 'absent', impliedBy: 'versioning' },
    strange: '<ObjectLockConfiguration><ObjectLockEnabled>Off</ObjectLockEnabled></ObjectLockConfiguration>',
  },
  lifecycle: {
    operation: 'GetBucketLifecycleConfiguration',
    action: 's3:GetLifecycleConfiguration',
    answer: { Rules: [{ ID: 'sweep', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 30 } }] },
    value: { rules: [{ id: 'sweep', status: 'Enabled', filter: { prefix: '', tags: {} }, expirationDays: 30 }] },
    unconfigured: ABSENT,
    strange:
      '<LifecycleConfiguration><Rule><Status>Enabled</Status><Expiration><Days>soon</Days></Expiration></Rule></LifecycleConfiguration>',
  },
  encryption: {
    operation: 'GetBucketEncryption',
    action: 's3:GetEncryptionConfiguration',
    answer: {
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' } }],
      },
    },
    value: { rules: [{ algorithm: 'aws:kms', kmsKeyId: 'k' }] },
    unconfigured: ABSENT,
    strange:
      '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>rot13</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>',
  },
  tagging: {
    operation: 'GetBucketTagging',
    action: 's3:GetBucketTagging',
    answer: { TagSet: [{ Key: 'tier', Value: 'gold' }] },
    value: { tier: 'gold' },
    unconfigured: ABSENT,
    strange: '<Tagging><TagSet><Tag><Value>gold</Value></Tag></TagSet></Tagging>',
  },
  notification: {
    operation: 'GetBucketNotificationConfiguration',
    action: 's3:GetBucketNotification',
    answer: { EventBridgeConfiguration: {} },
    value: { eventBridge: true },
    unconfigured: { state: 'read', value: { eventBridge: false } },
    strange: '<NotificationConfigurations></NotificationConfigurations>',
  },
  publicAccessBlock: {
    operation: 'GetPublicAccessBlock',
    action: 's3:GetBucketPublicAccessBlock',
    answer: {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: false,
      },
    },
    value: { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: false },
    unconfigured: ABSENT,
    strange: '<PublicAccessBlock></PublicAccessBlock>',
  },
  policy: {
    operation: 'GetBucketPolicy',
    action: 's3:GetBucketPolicy',
    answer: { Policy: '{"Version":"2012-10-17","Statement":[]}' },
    value: { document: '{"Version":"2012-10-17","Statement":[]}' },
    unconfigured: ABSENT,
    strange: '"a text"',
  },
};

const NAMES = Object.keys(FACETS);

const configured: Buckets = {
  data: { answers: Object.fromEntries(Object.values(FACETS).map(({ operation, answer }) => [operation, answer])) },
};

/** The whole of a bucket's facets, and how often each operation was asked for. */
const readAll = async (buckets: Buckets, options: ScanOptions = {}) => {
  const scanned = await scanWorld(worldOf(buckets), { readers: [reading(...NAMES)], ...options });
  const { presence, ...facets } = facetsOf(scanned, 'data');
  return { ...scanned, presence, facets };
};

const everyFacet = (look: (facet: FacetCase) => Reading<unknown>): Record<string, Reading<unknown>> =>
  Object.fromEntries(NAMES.map((name) => [name, look(FACETS[name] as FacetCase)]));

const everyOperation = (count: number): Record<string, number> =>
  Object.fromEntries(Object.values(FACETS).map(({ operation }) => [operation, count]));

const asked = (count: number): Record<string, number> => ({ GetCallerIdentity: 1, ListBuckets: 1, ...everyOperation(count) });

test('every facet as it is configured, one call each, and none to locate anything', async () => {
  const { facets, presence, requests } = await readAll(configured);
  assert.equal(presence, { state: 'read', value: { exists: true, access: 'listed', region: 'us-west-2' } });
  assert.equal(
    facets,
    everyFacet(({ value }) => ({ state: 'read', value })),
  );
  assert.equal(requests, asked(1));
});

test('every facet where nothing is configured; what cannot be there without versioning is not asked for', async () => {
  const { facets, requests } = await readAll({ data: {} });
  assert.equal(
    facets,
    everyFacet(({ unconfigured }) => unconfigured),
  );
  const { GetBucketReplication: _, GetObjectLockConfiguration: __, ...others } = asked(1);
  assert.equal(requests, others);
});

test('on a versioned bucket, "not configured" is what the service itself says', async () => {
  const { facets } = await readAll({ data: { answers: { GetBucketVersioning: { Status: 'Enabled' } } } });
  assert.equal(facets.replication, ABSENT);
  assert.equal(facets.objectLock, ABSENT);
});

for (const Status of ['Suspended', undefined]) {
  test(`replication and Object Lock are not asked for where versioning is ${Status ?? 'never enabled'}`, async () => {
    const { requests } = await readAll({ data: { answers: { GetBucketVersioning: Status ? { Status } : {} } } });
    assert.is(requests.GetBucketReplication, undefined);
    assert.is(requests.GetObjectLockConfiguration, undefined);
  });
}

test('what depends on versioning is asked for where nobody wants versioning itself', async () => {
  const { facets, requests } = await readAll({ data: {} }, { readers: [reading('objectLock')] });
  assert.equal(facets, { objectLock: ABSENT });
  assert.equal(requests, { GetCallerIdentity: 1, ListBuckets: 1, GetObjectLockConfiguration: 1 });
});

interface Trouble {
  readonly name: string;
  readonly fault: Omit<Fault, 'operation'>;
  readonly code: string;
  readonly message?: string | RegExp;
  /** Requests of each operation. */
  readonly requests: number;
}

// Each leaves every facet unread: never "not configured", whatever was configured before.
const TROUBLES: readonly Trouble[] = [
  { name: 'denied', fault: { deny: true }, code: 'AccessDenied', message: 'Access Denied', requests: 1 },
  { name: 'throttled for good', fault: { throttle: 1 }, code: 'SlowDown', requests: 12 },
  {
    name: 'answered with 500',
    fault: { error: { code: 'InternalError', status: 500, message: 'We hiccuped.' } },
    code: 'InternalError',
    message: 'We hiccuped.',
    requests: 8,
  },
  {
    name: 'answered with an error that nobody knows',
    fault: { error: { code: 'NotToday', status: 400, message: 'No.' } },
    code: 'NotToday',
    message: 'No.',
    requests: 1,
  },
  {
    name: 'not implemented',
    fault: { error: { code: 'NotImplemented', status: 501, message: 'No.' } },
    code: 'NotImplemented',
    requests: 1,
  },
  {
    name: 'redirected to another Region',
    fault: { error: { code: 'PermanentRedirect', status: 301, message: 'Elsewhere.' } },
    code: 'PermanentRedirect',
    requests: 1,
  },
  {
    name: 'answered with a 404 of something else',
    fault: { error: { code: 'NotFound', status: 404, message: 'Page not found' } },
    code: 'NotFound',
    requests: 1,
  },
  { name: 'reset', fault: { reset: true }, code: 'ECONNRESET', requests: 8 },
  { name: 'cut short of the length that was announced', fault: { truncate: 'announced' }, code: 'ECONNRESET', requests: 8 },
  { name: 'cut short under a length that agrees', fault: { truncate: 'matching' }, code: 'MalformedAnswer', requests: 8 },
  { name: 'empty', fault: { body: '' }, code: 'MalformedAnswer', requests: 8 },
  { name: 'a page of HTML', fault: { body: '<!DOCTYPE html><html><body>Log in</body></html>' }, code: 'MalformedAnswer', requests: 8 },
  {
    name: 'an error under status 200',
    fault: { body: '<Error><Code>SlowDown</Code><Message>m</Message></Error>' },
    code: 'MalformedAnswer',
    requests: 8,
  },
  { name: 'hung', fault: { hang: true }, code: 'Timeout', message: 'No answer within 500 ms.', requests: 3 },
];

const matchesMessage = (message: string, expected: string | RegExp | undefined): void => {
  if (typeof expected === 'string') assert.is(message, expected);
  else assert.ok(message.length > 0);
};

for (const { name, fault, code, message, requests: times } of TROUBLES) {
  test(`${name}: every facet is unread, with the IAM action and the code`, async () => {
    const faults = [{ operation: 's3:Get*', ...fault }];
    const { facets, requests } = await readAll(configured, { faults, ...(fault.hang ? { timeout: 500 } : {}) });
    for (const [facet, { action }] of Object.entries(FACETS)) {
      const found = facets[facet];
      assert.is(found?.state, 'unread', facet);
      if (found?.state !== 'unread') continue;
      assert.equal({ action: found.gap.action, code: found.gap.code }, { action, code }, facet);
      matchesMessage(found.gap.message, message);
    }
    assert.equal(requests, asked(times));
  });
}

for (const [facet, { operation, action, strange }] of Object.entries(FACETS)) {
  test(`${facet}: an answer that says what cannot be is no answer`, async () => {
    const { facets } = await readAll(configured, { readers: [reading(facet)], faults: [{ operation: `s3:${operation}`, body: strange }] });
    const found = facets[facet];
    assert.is(found?.state === 'unread' && found.gap.code, 'MalformedAnswer');
    assert.is(found?.state === 'unread' && found.gap.action, action);
  });
}

test('denied on one facet, the others are read', async () => {
  for (const [facet, { operation, action }] of Object.entries(FACETS)) {
    const { facets } = await readAll(configured, { faults: [{ operation: `s3:${operation}`, deny: true }] });
    const expected = everyFacet(({ value }) => ({ state: 'read', value }));
    assert.equal(facets, { ...expected, [facet]: { state: 'unread', gap: { action, code: 'AccessDenied', message: 'Access Denied' } } });
  }
});

test('eleven throttled answers, and the twelfth is read', async () => {
  const faults = Object.values(FACETS).map(({ operation }) => ({ operation: `s3:${operation}`, throttle: 1, times: 11 }));
  const { facets, requests } = await readAll(configured, { faults });
  assert.equal(
    facets,
    everyFacet(({ value }) => ({ state: 'read', value })),
  );
  assert.equal(requests, asked(12));
});

test('NoSuchBucket is a 404, too, and means that the bucket is gone: nothing is called "not configured"', async () => {
  const faults = [{ operation: 's3:Get*', error: { code: 'NoSuchBucket', status: 404, message: 'The specified bucket does not exist' } }];
  const { facets, presence, inventory, requests } = await readAll(configured, { faults });
  assert.equal(presence, ABSENT);
  assert.is(inventory.resources[0]?.origin, 'joined');
  for (const found of Object.values(facets)) assert.is(found.state === 'unread' && found.gap.code, 'NoSuchBucket');
  assert.equal(requests, asked(1));
});

test('strings of tags arrive as they are', async () => {
  const tags = { __proto__x: '&<>"\'', constructor: 'ü→𝄞', 'a b': '' };
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const { facets } = await readAll({ data: { answers: { GetBucketTagging: { TagSet } } } }, { readers: [reading('tagging')] });
  assert.equal(facets, { tagging: { state: 'read', value: tags } });
});

// Regions

test('each bucket is asked in its own Region', async () => {
  const answers = { GetBucketVersioning: { Status: 'Enabled' } };
  const regions = ['us-west-2', 'us-east-1', 'eu-central-1'];
  const buckets = Object.fromEntries(regions.map((region) => [`in-${region}`, { region, answers }]));
  const scanned = await scanWorld(worldOf(buckets), { readers: [reading('versioning')], regions });
  for (const region of regions) {
    assert.is(facetsOf(scanned, `in-${region}`).versioning?.state, 'read');
    assert.is(scanned.inventory.resources.find(({ name }) => name === `in-${region}`)?.scope.region, region);
  }
  assert.is(scanned.requests.HeadBucket, undefined);
});

test('buckets outside of the Regions of the target are listed and not asked', async () => {
  const scanned = await scanWorld(worldOf({ near: {}, far: { region: 'eu-central-1' } }), { readers: [reading('versioning')] });
  assert.equal(Object.keys(facetsOf(scanned, 'far')), ['presence']);
  assert.equal(scanned.requests, { GetCallerIdentity: 1, ListBuckets: 1, GetBucketVersioning: 1 });
});

test('a bucket whose Region the listing does not tell is found with HeadBucket, and asked there', async () => {
  const scanned = await scanWorld(worldOf({ data: { region: null, answers: { GetBucketVersioning: { Status: 'Enabled' } } } }), {
    readers: [reading('versioning')],
    regions: ['us-west-2', 'us-east-1'],
  });
  assert.equal(facetsOf(scanned, 'data'), {
    presence: { state: 'read', value: { exists: true, access: 'granted', region: 'us-east-1' } },
    versioning: { state: 'read', value: { status: 'Enabled', mfaDelete: 'NeverSet' } },
  });
  assert.is(scanned.inventory.resources[0]?.scope.region, 'us-east-1');
  assert.equal(scanned.requests, { GetCallerIdentity: 1, ListBuckets: 1, HeadBucket: 2, GetBucketVersioning: 1 });
});

test('HeadBucket denied still tells that the bucket exists, and where', async () => {
  const scanned = await scanWorld(worldOf({ data: { region: null } }), {
    readers: [reading('presence')],
    faults: [{ operation: 's3:HeadBucket', deny: true }],
  });
  assert.equal(facetsOf(scanned, 'data'), { presence: { state: 'read', value: { exists: true, access: 'denied', region: 'us-east-1' } } });
});

for (const { name, fault, code } of [
  { name: 'throttled for good', fault: { throttle: 1 }, code: 'HTTP503' },
  { name: 'reset', fault: { reset: true as const }, code: 'ECONNRESET' },
]) {
  test(`HeadBucket ${name} leaves the bucket unread`, async () => {
    const scanned = await scanWorld(worldOf({ data: { region: null } }), {
      readers: [reading('presence')],
      faults: [{ operation: 's3:HeadBucket', ...fault }],
    });
    const { presence } = facetsOf(scanned, 'data');
    assert.is(presence?.state === 'unread' && presence.gap.code, code);
  });
}

// Destinations of others

const replicatingTo = (...destinations: readonly string[]) => ({
  GetBucketVersioning: { Status: 'Enabled' },
  GetBucketReplication: {
    ReplicationConfiguration: {
      Role: 'r',
      Rules: destinations.map((name, index) => ({ ...rule, Priority: index, Destination: { Bucket: `arn:aws:s3:::${name}` } })),
    },
  },
});

/** Follows the rules of `data` to their destinations, as a real rule does. */
const followed = (destinations: readonly string[], options: ScanOptions = {}) => {
  const theirs = { near: {}, far: { region: 'eu-west-1' } };
  const buckets = { data: { answers: replicatingTo(...destinations) }, ours: { region: 'us-east-2' } };
  return scanWorld(worldOf(buckets, { theirs }), {
    readers: [{ reads: versioned.reads, joins: versioned.joins ?? {}, params: {} }],
    ...options,
  });
};

for (const { name, destination, presence, heads } of [
  {
    name: 'of another account in the same Region (403)',
    destination: 'near',
    presence: { state: 'read', value: { exists: true, access: 'denied', region: 'us-west-2' } },
    heads: 1,
  },
  {
    name: 'of another account in another Region (301, then 403)',
    destination: 'far',
    presence: { state: 'read', value: { exists: true, access: 'denied', region: 'eu-west-1' } },
    heads: 2,
  },
  { name: 'that does not exist (404)', destination: 'nowhere', presence: ABSENT, heads: 1 },
]) {
  test(`a destination ${name}`, async () => {
    const scanned = await followed([destination]);
    const found = scanned.inventory.resources.find(({ id }) => id === `arn:aws:s3:::${destination}`);
    assert.is(found?.origin, 'joined');
    assert.equal(found?.facets.presence, presence);
    assert.is(found?.facets.versioning?.state, 'unread');
    assert.is(scanned.requests.HeadBucket, heads);
  });
}

test('a destination of our own is known from the listing, in whatever Region, and asked there once', async () => {
  const { inventory, requests } = await followed(['ours', 'ours']);
  const found = inventory.resources.find(({ name }) => name === 'ours');
  assert.is(found?.origin, 'listed');
  assert.equal(found?.facets.versioning, { state: 'read', value: { status: 'NeverEnabled', mfaDelete: 'NeverSet' } });
  assert.equal(requests, { GetCallerIdentity: 1, ListBuckets: 1, GetBucketReplication: 1, GetBucketVersioning: 1 });
});

for (const Bucket of ['arn:aws:s3:us-west-2:111122223333:accesspoint/ap', 'arn:aws:sqs:::queue', 'just-a-name']) {
  test(`a destination that is no bucket (${Bucket}) is not asked for`, async () => {
    const answers = {
      ...replicatingTo(),
      GetBucketReplication: { ReplicationConfiguration: { Role: 'r', Rules: [{ ...rule, Destination: { Bucket } }] } },
    };
    const scanned = await scanWorld(worldOf({ data: { answers } }), {
      readers: [{ reads: versioned.reads, joins: versioned.joins ?? {}, params: {} }],
    });
    assert.is(scanned.requests.HeadBucket, undefined);
    assert.is(scanned.inventory.resources.length, 1);
  });
}

// Partitions

for (const { partition, region } of [
  { partition: 'aws', region: 'eu-central-1' },
  { partition: 'aws-cn', region: 'cn-north-1' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1' },
]) {
  test(`${partition}: ids of buckets bear the partition`, async () => {
    const { inventory } = await scanWorld(worldOf({ data: { region } }, { partition }), {
      readers: [reading('versioning')],
      regions: [region],
    });
    assert.equal(inventory.targets[0]?.partition, partition);
    assert.equal(
      inventory.resources.map(({ id, scope }) => ({ id, scope })),
      [{ id: `arn:${partition}:s3:::data`, scope: { target: 'prod', partition, account: '111122223333', region } }],
    );
  });
}

// Listings

test('2,500 buckets come in three pages', async () => {
  const { inventory, requests } = await scanWorld(bucketsWorld(2500));
  assert.is(inventory.resources.length, 2500);
  assert.equal(requests, { GetCallerIdentity: 1, ListBuckets: 3 });
  assert.equal(inventory.targets[0]?.listings, [{ kind: 's3/bucket', state: 'complete' }]);
});

test('four facets of 200 buckets that replicate to each other cost four calls a bucket at most', async () => {
  const { requests } = await scanWorld(bucketsWorld(200), {
    readers: [
      reading('versioning', 'replication', 'objectLock', 'lifecycle'),
      { reads: versioned.reads, joins: versioned.joins ?? {}, params: {} },
    ],
    regions: ['us-west-2', 'us-east-2'],
  });
  assert.equal(requests, {
    GetCallerIdentity: 1,
    ListBuckets: 1,
    GetBucketVersioning: 200,
    GetBucketReplication: 200,
    GetObjectLockConfiguration: 200,
    GetBucketLifecycleConfiguration: 200,
  });
});

test('an account without buckets is complete', async () => {
  const { inventory } = await scanWorld(worldOf({}));
  assert.equal(inventory.targets[0]?.listings, [{ kind: 's3/bucket', state: 'complete' }]);
});

for (const { name, fault, code } of [
  { name: 'denied', fault: { deny: true as const }, code: 'AccessDenied' },
  { name: 'throttled for good', fault: { throttle: 1 }, code: 'SlowDown' },
  { name: 'empty', fault: { body: '' }, code: 'MalformedAnswer' },
  { name: 'without a list', fault: { body: '<ListAllMyBucketsResult><Owner/></ListAllMyBucketsResult>' }, code: 'MalformedAnswer' },
  {
    name: 'with a bucket without a name',
    fault: { body: '<ListAllMyBucketsResult><Buckets><Bucket/></Buckets></ListAllMyBucketsResult>' },
    code: 'MalformedAnswer',
  },
  {
    name: 'that names itself as its next page',
    fault: {
      body: '<ListAllMyBucketsResult><Buckets><Bucket><Name>a</Name></Bucket></Buckets><ContinuationToken>x</ContinuationToken></ListAllMyBucketsResult>',
    },
    code: 'MalformedAnswer',
  },
  { name: 'cut short', fault: { truncate: 'matching' as const }, code: 'MalformedAnswer' },
]) {
  test(`a listing ${name} is unread, and not an account without buckets`, async () => {
    const { inventory } = await scanWorld(worldOf({ data: {} }), { faults: [{ operation: 's3:ListBuckets', ...fault }] });
    const [listing] = inventory.targets[0]?.listings ?? [];
    assert.is(listing?.state, 'unread');
    assert.equal({ action: listing?.gap?.action, code: listing?.gap?.code }, { action: 's3:ListAllMyBuckets', code });
  });
}

// Credentials

test('credentials that expire end the target with few calls', async () => {
  const faults = [
    { operation: 's3:GetBucketVersioning', error: { code: 'ExpiredToken', status: 400, message: 'The provided token has expired.' } },
  ];
  const { inventory, requests } = await scanWorld(bucketsWorld(200), { readers: [reading('versioning', 'lifecycle')], faults });
  assert.ok((requests.GetBucketVersioning ?? 0) <= 10, `${requests.GetBucketVersioning} calls`);
  const west = inventory.resources.filter(({ scope }) => scope.region === 'us-west-2');
  assert.is(west.length, 100);
  for (const { facets } of west) {
    const { versioning } = facets;
    assert.equal(versioning?.state === 'unread' && versioning.gap, {
      action: 's3:GetBucketVersioning',
      code: 'ExpiredToken',
      message: 'The provided token has expired.',
    });
  }
});

for (const { name, world, faults, code } of [
  {
    name: 'a key that nobody knows',
    world: { accounts: [{ id: '111122223333', accessKeys: ['AKIAOTHER'], s3: {} }] },
    faults: [],
    code: 'InvalidClientTokenId',
  },
  {
    name: 'GetCallerIdentity denied',
    world: worldOf({ data: {} }),
    faults: [{ operation: 'sts:GetCallerIdentity', deny: true as const }],
    code: 'AccessDenied',
  },
]) {
  test(`${name} leaves the whole target unread, after one call`, async () => {
    const { inventory, requests } = await scanWorld(world, { readers: [reading('versioning')], faults });
    const [target] = inventory.targets;
    assert.equal({ action: target?.gap?.action, code: target?.gap?.code }, { action: 'sts:GetCallerIdentity', code });
    assert.is(target?.listings[0]?.state, 'unread');
    assert.equal(requests, { GetCallerIdentity: 1 });
  });
}

test('an address where nobody answers leaves the whole target unread', async () => {
  const { collectFrom } = await import('./harness.ts');
  const inventory = await collectFrom('http://127.0.0.1:1', {});
  assert.equal(inventory.targets[0]?.gap, {
    action: 'sts:GetCallerIdentity',
    code: 'ECONNREFUSED',
    message: 'connect ECONNREFUSED 127.0.0.1:1',
  });
});

test.run();
