import type { LifecycleRule, ReplicationRule } from '@aws-sdk/client-s3';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MalformedAnswer } from '../../../model/scanner.ts';
import * as parse from '../../../scanners/s3/parse.ts';

const test = suite('scanners/s3/parse');

const $metadata = {};

/** The answers of the SDK are typed after the service's model; servers send what they like. */
// biome-ignore lint/suspicious/noExplicitAny: stands for answers that the model does not foresee.
type Hostile = any;

const malformed = (parsing: () => unknown, message: RegExp): void => {
  try {
    parsing();
  } catch (error) {
    assert.instance(error, MalformedAnswer);
    assert.match((error as Error).message, message);
    return;
  }
  assert.unreachable('taken for an answer');
};

// Versioning

for (const { name, answer, expected } of [
  { name: 'never enabled', answer: {}, expected: { status: 'NeverEnabled', mfaDelete: 'NeverSet' } },
  { name: 'enabled', answer: { Status: 'Enabled' }, expected: { status: 'Enabled', mfaDelete: 'NeverSet' } },
  { name: 'suspended', answer: { Status: 'Suspended' }, expected: { status: 'Suspended', mfaDelete: 'NeverSet' } },
  { name: 'with MFA delete', answer: { Status: 'Enabled', MFADelete: 'Enabled' }, expected: { status: 'Enabled', mfaDelete: 'Enabled' } },
  { name: 'MFA delete off', answer: { Status: 'Enabled', MFADelete: 'Disabled' }, expected: { status: 'Enabled', mfaDelete: 'Disabled' } },
] as const) {
  test(`versioning: ${name}`, () => assert.equal(parse.versioningOf({ $metadata, ...answer }), expected));
}

for (const { answer, message } of [
  { answer: { Status: 'Paused' }, message: /Status of the versioning is "Paused"; known are Enabled, Suspended/ },
  { answer: { Status: '' }, message: /Status of the versioning is ""/ },
  { answer: { Status: 'enabled' }, message: /"enabled"/ },
  { answer: { Status: 'Enabled', MFADelete: 'On' }, message: /MFADelete is "On"/ },
]) {
  test(`versioning: ${JSON.stringify(answer)} is no answer`, () => malformed(() => parse.versioningOf(answer as Hostile), message));
}

// Replication

const replicationRule = (rule: Partial<ReplicationRule>) => {
  const Rules = [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::copy' }, ...rule } as ReplicationRule];
  const [parsed] = parse.replicationOf({ $metadata, ReplicationConfiguration: { Role: 'r', Rules } }).rules;
  assert.ok(parsed);
  return parsed;
};

test('replication: a rule of the first schema in full', () => {
  assert.equal(replicationRule({ ID: 'all', Prefix: '' }), {
    id: 'all',
    status: 'Enabled',
    schema: 'V1',
    priority: 0,
    filter: { prefix: '', tags: {} },
    destination: { bucket: 'arn:aws:s3:::copy' },
    deleteMarkers: 'Enabled',
    replicationTimeControl: 'Disabled',
    kmsEncryptedObjects: 'Disabled',
  });
});

test('replication: a rule of the second schema in full', () => {
  const rule = replicationRule({
    ID: 'all',
    Priority: 7,
    Filter: {},
    DeleteMarkerReplication: { Status: 'Enabled' },
    SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' }, ReplicaModifications: { Status: 'Enabled' } },
    Destination: {
      Bucket: 'arn:aws:s3:::copy',
      Account: '210987654321',
      EncryptionConfiguration: { ReplicaKmsKeyID: 'arn:aws:kms:us-east-2:1:key/k' },
      ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
      Metrics: { Status: 'Enabled' },
    },
  });
  assert.equal(rule, {
    id: 'all',
    status: 'Enabled',
    schema: 'V2',
    priority: 7,
    filter: { prefix: '', tags: {} },
    destination: { bucket: 'arn:aws:s3:::copy', account: '210987654321', replicaKmsKeyId: 'arn:aws:kms:us-east-2:1:key/k' },
    deleteMarkers: 'Enabled',
    replicationTimeControl: 'Enabled',
    kmsEncryptedObjects: 'Enabled',
  });
});

const a1 = { Key: 'a', Value: '1' };
const b2 = { Key: 'b', Value: '2' };

for (const { name, rule, schema, filter } of [
  { name: 'no Filter, no Prefix', rule: {}, schema: 'V1', filter: { prefix: '', tags: {} } },
  { name: 'no Filter, a Prefix', rule: { Prefix: 'logs/' }, schema: 'V1', filter: { prefix: 'logs/', tags: {} } },
  { name: 'an empty Filter', rule: { Filter: {} }, schema: 'V2', filter: { prefix: '', tags: {} } },
  { name: 'a Filter with an empty Prefix', rule: { Filter: { Prefix: '' } }, schema: 'V2', filter: { prefix: '', tags: {} } },
  { name: 'a Filter with a Prefix', rule: { Filter: { Prefix: 'logs/' } }, schema: 'V2', filter: { prefix: 'logs/', tags: {} } },
  { name: 'a Filter with a Tag', rule: { Filter: { Tag: a1 } }, schema: 'V2', filter: { prefix: '', tags: { a: '1' } } },
  {
    name: 'And of a Prefix and Tags',
    rule: { Filter: { And: { Prefix: 'logs/', Tags: [a1, b2] } } },
    schema: 'V2',
    filter: { prefix: 'logs/', tags: { a: '1', b: '2' } },
  },
  { name: 'And of Tags', rule: { Filter: { And: { Tags: [a1, b2] } } }, schema: 'V2', filter: { prefix: '', tags: { a: '1', b: '2' } } },
  { name: 'an empty And', rule: { Filter: { And: {} } }, schema: 'V2', filter: { prefix: '', tags: {} } },
  {
    name: 'a Tag without a value',
    rule: { Filter: { Tag: { Key: 'a', Value: '' } } },
    schema: 'V2',
    filter: { prefix: '', tags: { a: '' } },
  },
]) {
  test(`replication: ${name}`, () => {
    const { schema: found, filter: selected } = replicationRule(rule as Hostile);
    assert.equal({ schema: found, filter: selected }, { schema, filter });
  });
}

for (const { name, rule, expected } of [
  { name: 'first schema, whatever stands beside it', rule: { DeleteMarkerReplication: { Status: 'Disabled' } }, expected: 'Enabled' },
  { name: 'second schema, not said', rule: { Filter: {} }, expected: 'Disabled' },
  { name: 'second schema, off', rule: { Filter: {}, DeleteMarkerReplication: { Status: 'Disabled' } }, expected: 'Disabled' },
  { name: 'second schema, on', rule: { Filter: {}, DeleteMarkerReplication: { Status: 'Enabled' } }, expected: 'Enabled' },
] as const) {
  test(`replication of delete markers: ${name}`, () => assert.is(replicationRule(rule as Hostile).deleteMarkers, expected));
}

test('replication: what is named by nothing is not named', () => {
  const { destination } = replicationRule({
    Destination: { Bucket: 'arn:aws:s3:::copy', Account: '', EncryptionConfiguration: { ReplicaKmsKeyID: '' } },
  });
  assert.equal(destination, { bucket: 'arn:aws:s3:::copy' });
});

for (const { name, rule, message } of [
  { name: 'no status', rule: { Status: undefined }, message: /Status of a replication rule is missing; known are Enabled, Disabled/ },
  { name: 'an unknown status', rule: { Status: 'Paused' }, message: /"Paused"/ },
  { name: 'no destination', rule: { Destination: undefined }, message: /Destination\.Bucket of a replication rule is missing/ },
  { name: 'a destination without a name', rule: { Destination: { Bucket: '' } }, message: /Destination\.Bucket/ },
  { name: 'a priority that is no number', rule: { Filter: {}, Priority: Number.NaN }, message: /Priority/ },
  {
    name: 'an unknown word for time control',
    rule: { Destination: { Bucket: 'x', ReplicationTime: { Status: 'On' } } },
    message: /ReplicationTime/,
  },
  {
    name: 'an unknown word for delete markers',
    rule: { Filter: {}, DeleteMarkerReplication: { Status: 'Some' } },
    message: /DeleteMarker/,
  },
  { name: 'an unknown word for KMS', rule: { SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'x' } } }, message: /SseKms/ },
  { name: 'a tag without a key', rule: { Filter: { Tag: { Value: '1' } } }, message: /Key of a tag is missing/ },
]) {
  test(`replication: ${name} is no answer`, () => malformed(() => replicationRule(rule as Hostile), message));
}

for (const answer of [{}, { ReplicationConfiguration: {} }]) {
  test(`replication: ${JSON.stringify(answer)} is not "no rules"`, () => malformed(() => parse.replicationOf(answer as Hostile), /Rules/));
}

// Object Lock

for (const { name, rule, expected } of [
  { name: 'without a rule', rule: undefined, expected: { enabled: true } },
  { name: 'with a rule that retains nothing', rule: {}, expected: { enabled: true } },
  {
    name: 'days in governance mode',
    rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } },
    expected: { enabled: true, defaultRetention: { mode: 'GOVERNANCE', days: 30 } },
  },
  {
    name: 'a year in compliance mode is 365 days',
    rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years: 1 } },
    expected: { enabled: true, defaultRetention: { mode: 'COMPLIANCE', days: 365 } },
  },
  {
    name: 'seven years are 2,555 days',
    rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years: 7 } },
    expected: { enabled: true, defaultRetention: { mode: 'COMPLIANCE', days: 2555 } },
  },
]) {
  test(`Object Lock: ${name}`, () => {
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', ...(rule ? { Rule: rule } : {}) };
    assert.equal(parse.objectLockOf({ $metadata, ObjectLockConfiguration } as Hostile), expected);
  });
}

for (const { name, configuration, message } of [
  { name: 'no configuration', configuration: undefined, message: /ObjectLockConfiguration is missing/ },
  { name: 'a configuration that does not say "Enabled"', configuration: {}, message: /ObjectLockEnabled is missing/ },
  { name: 'an unknown word', configuration: { ObjectLockEnabled: 'Yes' }, message: /"Yes"/ },
  {
    name: 'an unknown mode',
    configuration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'WORM', Days: 1 } } },
    message: /"WORM"/,
  },
  {
    name: 'a retention without a time',
    configuration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE' } } },
    message: /Days or Years/,
  },
  ...[0, -1, 1.5, Number.NaN].map((Days) => ({
    name: `a retention of ${Days} days`,
    configuration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days } } },
    message: /Days of the default retention is no whole number/,
  })),
]) {
  test(`Object Lock: ${name} is no answer`, () =>
    malformed(
      () => parse.objectLockOf({ $metadata, ...(configuration ? { ObjectLockConfiguration: configuration } : {}) } as Hostile),
      message,
    ));
}

// Lifecycle

const lifecycleRule = (rule: Partial<LifecycleRule>) => {
  const [parsed] = parse.lifecycleOf({ $metadata, Rules: [{ Status: 'Enabled', ...rule } as LifecycleRule] }).rules;
  assert.ok(parsed);
  return parsed;
};

for (const { name, rule, filter } of [
  { name: 'neither Filter nor Prefix', rule: {}, filter: { prefix: '', tags: {} } },
  { name: 'an old Prefix', rule: { Prefix: 'tmp/' }, filter: { prefix: 'tmp/', tags: {} } },
  { name: 'an old, empty Prefix', rule: { Prefix: '' }, filter: { prefix: '', tags: {} } },
  { name: 'an empty Filter', rule: { Filter: {} }, filter: { prefix: '', tags: {} } },
  { name: 'a Filter with an empty Prefix', rule: { Filter: { Prefix: '' } }, filter: { prefix: '', tags: {} } },
  { name: 'a Filter with a Prefix', rule: { Filter: { Prefix: 'tmp/' } }, filter: { prefix: 'tmp/', tags: {} } },
  { name: 'a Filter with a Tag', rule: { Filter: { Tag: a1 } }, filter: { prefix: '', tags: { a: '1' } } },
  { name: 'sizes', rule: { Filter: { ObjectSizeGreaterThan: 0 } }, filter: { prefix: '', tags: {}, objectSizeGreaterThan: 0 } },
  {
    name: 'And of everything',
    rule: { Filter: { And: { Prefix: 'tmp/', Tags: [a1, b2], ObjectSizeGreaterThan: 5, ObjectSizeLessThan: 9 } } },
    filter: { prefix: 'tmp/', tags: { a: '1', b: '2' }, objectSizeGreaterThan: 5, objectSizeLessThan: 9 },
  },
]) {
  test(`lifecycle: ${name}`, () => assert.equal(lifecycleRule(rule as Hostile).filter, filter));
}

const base = { id: '', status: 'Enabled', filter: { prefix: '', tags: {} } };

for (const { name, rule, expected } of [
  { name: 'a rule that removes nothing', rule: { ID: 'x', Status: 'Disabled' }, expected: { ...base, id: 'x', status: 'Disabled' } },
  { name: 'Expiration by days', rule: { Expiration: { Days: 1 } }, expected: { ...base, expirationDays: 1 } },
  {
    name: 'Expiration by date',
    rule: { Expiration: { Date: new Date('2027-01-01T00:00:00Z') } },
    expected: { ...base, expirationDate: '2027-01-01T00:00:00.000Z' },
  },
  { name: 'expired delete markers only', rule: { Expiration: { ExpiredObjectDeleteMarker: true } }, expected: base },
  { name: 'unfinished uploads only', rule: { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }, expected: base },
  { name: 'transitions only', rule: { Transitions: [{ Days: 1, StorageClass: 'GLACIER' }] }, expected: base },
  {
    name: 'noncurrent versions',
    rule: { NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 3 } },
    expected: { ...base, noncurrentDays: 30, newerNoncurrentVersions: 3 },
  },
]) {
  test(`lifecycle: ${name}`, () => assert.equal(lifecycleRule(rule as Hostile), expected));
}

for (const { name, rule, message } of [
  { name: 'no status', rule: { Status: undefined }, message: /Status of a lifecycle rule is missing/ },
  { name: 'an unknown status', rule: { Status: 'on' }, message: /"on"/ },
  ...[0, -1, 0.5, Number.NaN].flatMap((value) => [
    { name: `Expiration.Days ${value}`, rule: { Expiration: { Days: value } }, message: /Expiration\.Days/ },
    { name: `NoncurrentDays ${value}`, rule: { NoncurrentVersionExpiration: { NoncurrentDays: value } }, message: /NoncurrentDays/ },
    {
      name: `NewerNoncurrentVersions ${value}`,
      rule: { NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: value } },
      message: /Newer/,
    },
  ]),
  { name: 'a size that is no number', rule: { Filter: { ObjectSizeLessThan: Number.NaN } }, message: /ObjectSizeLessThan/ },
]) {
  test(`lifecycle: ${name} is no answer`, () => malformed(() => lifecycleRule(rule as Hostile), message));
}

test('lifecycle: no rules at all are no answer', () =>
  malformed(() => parse.lifecycleOf({ $metadata }), /Rules of the lifecycle is missing/));

// Encryption

const encryption = (...defaults: readonly unknown[]) =>
  parse.encryptionOf({
    $metadata,
    ServerSideEncryptionConfiguration: { Rules: defaults.map((byDefault) => ({ ApplyServerSideEncryptionByDefault: byDefault })) },
  } as Hostile);

for (const { name, byDefault, expected } of [
  { name: 'SSE-S3', byDefault: { SSEAlgorithm: 'AES256' }, expected: { algorithm: 'AES256' } },
  { name: 'KMS, no key named', byDefault: { SSEAlgorithm: 'aws:kms' }, expected: { algorithm: 'aws:kms' } },
  { name: 'KMS, a key named by nothing', byDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: '' }, expected: { algorithm: 'aws:kms' } },
  { name: 'KMS, a key', byDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' }, expected: { algorithm: 'aws:kms', kmsKeyId: 'k' } },
  {
    name: 'DSSE, a key',
    byDefault: { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: 'k' },
    expected: { algorithm: 'aws:kms:dsse', kmsKeyId: 'k' },
  },
]) {
  test(`encryption: ${name}`, () => assert.equal(encryption(byDefault), { rules: [expected] }));
}

test('encryption: a rule about bucket keys alone sets no default', () => assert.equal(encryption(undefined), { rules: [] }));
test('encryption: an unknown algorithm is no answer', () => malformed(() => encryption({ SSEAlgorithm: 'rot13' }), /"rot13"/));
test('encryption: no algorithm is no answer', () => malformed(() => encryption({}), /SSEAlgorithm is missing/));
test('encryption: no configuration is no answer', () => malformed(() => parse.encryptionOf({ $metadata }), /Rules of the encryption/));

// Tags

test('tags: a key that every object inherits is a tag like any other', () => {
  const TagSet = [
    { Key: '__proto__', Value: 'x' },
    { Key: 'constructor', Value: 'y' },
    { Key: 'empty', Value: '' },
  ];
  const tags = parse.taggingOf({ $metadata, TagSet });
  assert.equal(Object.entries(tags), [
    ['__proto__', 'x'],
    ['constructor', 'y'],
    ['empty', ''],
  ]);
  assert.is(Object.getPrototypeOf(tags), Object.prototype);
});

test('tags: none', () => assert.equal(parse.taggingOf({ $metadata, TagSet: [] }), {}));
test('tags: a tag without a key is no answer', () =>
  malformed(() => parse.taggingOf({ TagSet: [{ Value: 'x' }] } as Hostile), /Key of a tag/));
test('tags: no list is no answer', () => malformed(() => parse.taggingOf({} as Hostile), /TagSet is missing/));

// The rest

for (const { answer, expected } of [
  { answer: {}, expected: false },
  { answer: { EventBridgeConfiguration: {} }, expected: true },
  { answer: { QueueConfigurations: [] }, expected: false },
]) {
  test(`notification: ${JSON.stringify(answer)} is EventBridge ${expected ? 'on' : 'off'}`, () =>
    assert.equal(parse.notificationOf({ $metadata, ...answer }), { eventBridge: expected }));
}

test('public access block: what is not said is off', () => {
  const answer = { $metadata, PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true } };
  assert.equal(parse.publicAccessBlockOf(answer), {
    blockPublicAcls: true,
    ignorePublicAcls: false,
    blockPublicPolicy: false,
    restrictPublicBuckets: true,
  });
});

test('public access block: no configuration is no answer', () => malformed(() => parse.publicAccessBlockOf({ $metadata }), /is missing/));

test('policy: the document as it is', () => {
  const Policy = '{"Version": "2012-10-17", "Statement": []}';
  assert.equal(parse.policyOf({ $metadata, Policy }), { document: Policy });
});

for (const Policy of [undefined, '', '   ', '{"Version":', '<html></html>', '[]', 'null', '"text"']) {
  test(`policy: ${JSON.stringify(Policy)} is no answer`, () =>
    malformed(() => parse.policyOf({ Policy } as Hostile), /without a policy in JSON/));
}

test.run();
