import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadWorld } from '../../lab/index.ts';
import { SYSTEMS } from '../../lab/systems.ts';
import { formatDiagnostic, InputError } from '../../model/errors.ts';

const test = suite('lab/load');

const problems = (source: string): readonly string[] => {
  try {
    loadWorld(source, 'w.yaml');
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics.map(formatDiagnostic);
    throw error;
  }
};

const S3_MEMBERS =
  'ListBuckets, HeadBucket, GetBucketLocation, GetBucketVersioning, GetBucketReplication, GetObjectLockConfiguration, GetBucketLifecycleConfiguration, GetBucketEncryption, GetBucketTagging, GetBucketNotificationConfiguration, GetPublicAccessBlock, GetBucketPolicy';

const S3_OPERATIONS = S3_MEMBERS.split(', ').map((name) => `s3:${name}`);

const SYSTEM_GLOBS = SYSTEMS.map(({ id }) => `${id}:*`);

const ACCOUNT = 'accounts:\n  - id: "123456789012"\n';
const S3 = `${ACCOUNT}    s3:\n      ListBuckets: { Buckets: [{ Name: b }] }\n`;
const DYNAMODB = `${ACCOUNT}    dynamodb:\n      us-west-2:\n`;
const BACKUP = `${ACCOUNT}    backup:\n      us-west-2:\n`;
const FAULT = `${ACCOUNT}faults:\n  - `;

interface Case {
  readonly name: string;
  readonly source: string;
  readonly says: readonly string[];
}

const CASES: readonly Case[] = [
  { name: 'an account is enough', source: ACCOUNT, says: [] },
  { name: 'JSON will do', source: '{"accounts":[{"id":"123456789012"}]}', says: [] },
  { name: 'nothing', source: '', says: ['w.yaml:1:1: The file is empty. [empty-file]'] },
  {
    name: 'no YAML',
    source: 'accounts: [',
    says: ['w.yaml:1:12: This is not valid YAML or JSON: unexpected end of the stream within a flow collection. [invalid-yaml]'],
  },
  { name: 'a text', source: 'hello', says: ['w.yaml:1:1: A world has to be a mapping. [invalid-value]'] },
  { name: 'a list', source: '- 1', says: ['w.yaml:1:1: A world has to be a mapping. [invalid-value]'] },
  { name: 'null', source: 'null', says: ['w.yaml:1:1: A world has to be a mapping. [invalid-value]'] },
  { name: 'no accounts', source: 'now: 2026-11-22T09:00:00Z', says: ['w.yaml:1:1: A world lacks the key accounts. [missing-key]'] },
  {
    name: 'an empty list of accounts',
    source: 'accounts: []',
    says: ['w.yaml:1:11: "accounts" has to be a list with an account in it. [invalid-value]'],
  },
  { name: 'accounts by name', source: 'accounts: { a: 1 }', says: ['w.yaml:1:11: "accounts" has to be a list. [invalid-value]'] },
  {
    name: 'an account that is a text',
    source: 'accounts: [a]',
    says: ['w.yaml:1:12: Item 1 of "accounts" has to be a mapping. [invalid-value]'],
  },
  {
    name: 'keys that mean nothing',
    source: `${ACCOUNT}    dynamo: {}\nthen: 1`,
    says: [
      'w.yaml:3:5: "dynamo" means nothing here. Accepted: id, partition, accessKeys, roles, backup, dynamodb, kms, account, s3. [unknown-key]',
      'w.yaml:4:1: "then" means nothing here. Accepted: now, accounts, kubernetes, search, prometheus, faults. [unknown-key]',
    ],
  },
  {
    name: 'an id that is a number',
    source: 'accounts:\n  - id: 123456789012',
    says: ['w.yaml:2:9: "id" has to be a text of 12 digits. Put it in quotes. [invalid-value]'],
  },
  {
    name: 'an id that is too short',
    source: 'accounts: [{ id: "1" }]',
    says: ['w.yaml:1:18: "id" has to be a text of 12 digits. [invalid-value]'],
  },
  { name: 'no id', source: 'accounts: [{}]', says: ['w.yaml:1:12: Item 1 of "accounts" lacks the key id. [missing-key]'] },
  {
    name: 'an id twice',
    source: `${ACCOUNT}  - id: "123456789012"`,
    says: ['w.yaml:3:9: "123456789012" is given twice. [invalid-value]'],
  },
  {
    name: 'an access key twice',
    source: `${ACCOUNT}    accessKeys: [A]\n  - { id: "210987654321", accessKeys: [B, A] }`,
    says: ['w.yaml:4:43: "A" is given twice. [invalid-value]'],
  },
  {
    name: 'an access key that no signature can hold',
    source: `${ACCOUNT}    accessKeys: [a/b]`,
    says: ['w.yaml:3:18: Item 1 of "accessKeys" has to be a text of letters and digits. [invalid-value]'],
  },
  { name: 'a role without anything', source: `${ACCOUNT}    roles: { audit: {} }`, says: [] },
  {
    name: 'a role that is null',
    source: `${ACCOUNT}    roles: { audit: }`,
    says: ['w.yaml:3:14: "audit" has to be a mapping. [invalid-value]'],
  },
  {
    name: 'a role of the wrong shape',
    source: `${ACCOUNT}    roles: { audit: { externalID: x } }`,
    says: ['w.yaml:3:23: "externalID" means nothing here. Accepted: externalId. [unknown-key]'],
  },
  {
    name: 'a moment that is none',
    source: `now: yesterday\n${ACCOUNT}`,
    says: ['w.yaml:1:6: "now" has to be an ISO 8601 time. [invalid-value]'],
  },
  {
    name: 'a day that is none',
    source: `now: 2026-02-31T99:00:00Z\n${ACCOUNT}`,
    says: ['w.yaml:1:6: "now" has to be an ISO 8601 time. [invalid-value]'],
  },
  {
    name: 'an operation that the lab does not know',
    source: `${S3}      GetBucketAcl: {}`,
    says: [`w.yaml:5:7: "GetBucketAcl" means nothing here. Accepted: ${S3_MEMBERS}. [unknown-key]`],
  },
  {
    name: 'an answer that is a text',
    source: `${S3}      GetBucketVersioning: { b: Enabled }`,
    says: ['w.yaml:5:33: "b" has to be a mapping. [invalid-value]'],
  },
  {
    name: 'answers in a list',
    source: `${S3}      GetBucketVersioning: [b]`,
    says: ['w.yaml:5:28: "GetBucketVersioning" has to be a mapping. [invalid-value]'],
  },
  {
    name: 'an element that S3 does not know',
    source: `${S3}      GetBucketVersioning: { b: { status: Enabled } }`,
    says: ['w.yaml:5:35: "status" means nothing here. Accepted: Status, MFADelete. [unknown-key]'],
  },
  {
    name: "the name of an object's own member",
    source: `${S3}      GetBucketVersioning: { b: { constructor: Enabled } }`,
    says: ['w.yaml:5:35: "constructor" means nothing here. Accepted: Status, MFADelete. [unknown-key]'],
  },
  {
    name: 'a member that an empty element cannot have',
    source: `${S3}      GetBucketNotificationConfiguration: { b: { EventBridgeConfiguration: { on: x } } }`,
    says: ['w.yaml:5:78: "on" means nothing here. Nothing is accepted here. [unknown-key]'],
  },
  {
    name: 'an answer without its payload',
    source: `${S3}      GetBucketReplication: { b: {} }`,
    says: ['w.yaml:5:34: "b" lacks the key ReplicationConfiguration. [missing-key]'],
  },
  {
    name: 'all mistakes at once, deep inside',
    source: `${S3}      GetBucketLifecycleConfiguration:
        b:
          Rules:
            - { ID: 1, Filter: , Status: Enabled }
            - { Expiration: { Days: "30", Date: soon, ExpiredObjectDeleteMarker: "true" } }
            - Transitions: { Days: 1 }
`,
    says: [
      'w.yaml:8:21: "ID" has to be a text. Put it in quotes. [invalid-value]',
      'w.yaml:8:24: "Filter" has to be a mapping. [invalid-value]',
      'w.yaml:9:37: "Days" has to be a whole number from 0 up. [invalid-value]',
      'w.yaml:9:49: "Date" has to be an ISO 8601 time. [invalid-value]',
      'w.yaml:9:82: "ExpiredObjectDeleteMarker" has to be true or false. [invalid-value]',
      'w.yaml:10:28: "Transitions" has to be a list. [invalid-value]',
    ],
  },
  {
    name: 'a negative and a broken number',
    source: `${S3}      GetBucketReplication: { b: { ReplicationConfiguration: { Rules: [{ Priority: -1 }, { Priority: 1.5 }] } } }`,
    says: [
      'w.yaml:5:84: "Priority" has to be a whole number from 0 up. [invalid-value]',
      'w.yaml:5:102: "Priority" has to be a whole number from 0 up. [invalid-value]',
    ],
  },
  {
    name: 'a header that cannot be sent',
    source: `${S3}      GetBucketLifecycleConfiguration: { b: { TransitionDefaultMinimumObjectSize: "a\\r\\nb" } }`,
    says: ['w.yaml:5:83: "TransitionDefaultMinimumObjectSize" has to be a text of printable ASCII characters. [invalid-value]'],
  },
  {
    name: 'a bucket without a name',
    source: `${ACCOUNT}    s3: { ListBuckets: { Buckets: [{ BucketRegion: us-west-2 }] } }`,
    says: ['w.yaml:3:36: Item 1 of "Buckets" lacks the key Name. [missing-key]'],
  },
  {
    name: 'a bucket that is not listed',
    source: `${S3}      GetBucketTagging: { c: { TagSet: [] } }`,
    says: ['w.yaml:5:27: "c" has to be a bucket of this account. Add "c" to ListBuckets. [invalid-value]'],
  },
  {
    name: 'a bucket of two accounts',
    source: `${S3}  - id: "210987654321"\n    s3: { ListBuckets: { Buckets: [{ Name: b }] } }`,
    says: ['w.yaml:6:44: "b" is given twice. [invalid-value]'],
  },
  {
    name: 'a Region that is none, and operations in its place',
    source: `${ACCOUNT}    dynamodb: { us-west: {}, DescribeTable: {} }\n    backup: { DescribeGlobalSettings: {}, GetBackupPlan: {} }`,
    says: [
      'w.yaml:3:17: "us-west" has to be a Region. [invalid-value]',
      'w.yaml:3:30: "DescribeTable" has to be a Region. [invalid-value]',
      'w.yaml:4:43: "GetBackupPlan" has to be a Region. [invalid-value]',
    ],
  },
  {
    name: 'operations that are made of others',
    source: `${DYNAMODB}        ListTables: {}\n    backup: { us-west-2: { ListBackupPlans: {} } }`,
    says: [
      'w.yaml:5:9: "ListTables" means nothing here. Accepted: DescribeTable, DescribeContinuousBackups, ListTagsOfResource, ListBackups. [unknown-key]',
      'w.yaml:6:28: "ListBackupPlans" means nothing here. Accepted: GetBackupPlan, GetBackupSelection, DescribeBackupVault, GetBackupVaultAccessPolicy, DescribeRegionSettings, ListRecoveryPointsByBackupVault, ListProtectedResources, ListBackupJobs, ListCopyJobs, ListRestoreJobs, GetRestoreTestingPlan, GetRestoreTestingSelection. [unknown-key]',
    ],
  },
  {
    name: 'members and types of answers in JSON',
    source: `${DYNAMODB}        DescribeTable: { t: { Table: { StreamSpecification: { streamEnabled: true }, CreationDateTime: yesterday, Replicas: [{ RegionName: 1 }] } }, u: {} }`,
    says: [
      'w.yaml:5:63: "streamEnabled" means nothing here. Accepted: StreamEnabled, StreamViewType. [unknown-key]',
      'w.yaml:5:104: "CreationDateTime" has to be an ISO 8601 time, or seconds since 1970. [invalid-value]',
      'w.yaml:5:140: "RegionName" has to be a text. Put it in quotes. [invalid-value]',
      'w.yaml:5:153: "u" lacks the key Table. [missing-key]',
    ],
  },
  {
    name: 'moments in seconds',
    source: `${DYNAMODB}        DescribeTable: { t: { Table: { CreationDateTime: 1700000000.5 } } }`,
    says: [],
  },
  {
    name: 'moments before all, and never',
    source: `${DYNAMODB}        DescribeTable: { t: { Table: { CreationDateTime: -1 } }, u: { Table: { CreationDateTime: .inf } } }`,
    says: [
      'w.yaml:5:58: "CreationDateTime" has to be an ISO 8601 time, or seconds since 1970. [invalid-value]',
      'w.yaml:5:98: "CreationDateTime" has to be an ISO 8601 time, or seconds since 1970. [invalid-value]',
    ],
  },
  {
    name: 'tables that are not described, and one that calls itself otherwise',
    source: `${DYNAMODB}        DescribeTable: { t: { Table: { TableName: t, TableArn: "arn:aws:dynamodb:us-east-1:123456789012:table/t" } } }
        DescribeContinuousBackups: { u: { ContinuousBackupsDescription: {} } }
        ListTagsOfResource: { v: { Tags: [] } }`,
    says: [
      'w.yaml:5:64: "TableArn" has to be "arn:aws:dynamodb:us-west-2:123456789012:table/t", or left out. [invalid-value]',
      'w.yaml:6:38: "u" has to be a table of this Region. Add "u" to DescribeTable. [invalid-value]',
      'w.yaml:7:31: "v" has to be a table of this Region. Add "v" to DescribeTable. [invalid-value]',
    ],
  },
  {
    name: 'what belongs to plans and vaults that are not there',
    source: `${BACKUP}        GetBackupPlan: { p: { BackupPlan: { BackupPlanName: n, Rules: [] }, BackupPlanId: q } }
        GetBackupSelection: { r: { s: { BackupSelection: { SelectionName: n }, SelectionId: other } } }
        GetBackupVaultAccessPolicy: { v: { Policy: "{}" } }
        ListRecoveryPointsByBackupVault:
          w: { RecoveryPoints: [{ RecoveryPointArn: a, ResourceArn: b, CreationDate: 5, BackupVaultName: x }] }
        GetRestoreTestingPlan: { t: { RestoreTestingPlan: { RestoreTestingPlanName: u } } }
        GetRestoreTestingSelection: { x: { y: { RestoreTestingSelection: {} } } }`,
    says: [
      'w.yaml:5:91: "BackupPlanId" has to be "p", or left out. [invalid-value]',
      'w.yaml:6:31: "r" has to be a plan of this Region. Add "r" to GetBackupPlan. [invalid-value]',
      'w.yaml:6:93: "SelectionId" has to be "s", or left out. [invalid-value]',
      'w.yaml:7:39: "v" has to be a vault of this Region. Add "v" to DescribeBackupVault. [invalid-value]',
      'w.yaml:9:11: "w" has to be a vault of this Region. Add "w" to DescribeBackupVault. [invalid-value]',
      'w.yaml:9:106: "BackupVaultName" has to be "w", or left out. [invalid-value]',
      'w.yaml:10:85: "RestoreTestingPlanName" has to be "t", or left out. [invalid-value]',
      'w.yaml:11:39: "x" has to be a restore testing plan of this Region. Add "x" to GetRestoreTestingPlan. [invalid-value]',
    ],
  },
  {
    name: 'keys of elsewhere, and one that calls itself otherwise',
    source: `${ACCOUNT}    kms:
      us-west-2:
        DescribeKey:
          a: { KeyMetadata: {} }
          arn:aws:kms:us-east-1:123456789012:key/b: { KeyMetadata: {} }
          arn:aws:kms:us-west-2:210987654321:key/c: { KeyMetadata: {} }
          arn:aws:kms:us-west-2:123456789012:key/d: { KeyMetadata: { KeyId: e } }`,
    says: [
      'w.yaml:6:11: "a" has to be the ARN of a key in this Region of this account. arn:aws:kms:us-west-2:123456789012:key/… [invalid-value]',
      'w.yaml:7:11: "arn:aws:kms:us-east-1:123456789012:key/b" has to be the ARN of a key in this Region of this account. arn:aws:kms:us-west-2:123456789012:key/… [invalid-value]',
      'w.yaml:8:11: "arn:aws:kms:us-west-2:210987654321:key/c" has to be the ARN of a key in this Region of this account. arn:aws:kms:us-west-2:123456789012:key/… [invalid-value]',
      'w.yaml:9:77: "KeyId" has to be "d", or left out. [invalid-value]',
    ],
  },
  { name: 'a fault', source: `${FAULT}{ operation: "s3:GetBucket*", resource: "b*", times: 3, latency: 0, throttle: 0.5 }`, says: [] },
  { name: 'a fault that only delays', source: `${FAULT}{ operation: sts:AssumeRole, latency: 40 }`, says: [] },
  {
    name: 'a fault without an operation',
    source: `${FAULT}{ deny: true }`,
    says: ['w.yaml:4:5: Item 1 of "faults" lacks the key operation. [missing-key]'],
  },
  {
    name: 'a key that faults do not have',
    source: `${FAULT}{ operation: "*", denied: true }`,
    says: [
      'w.yaml:4:23: "denied" means nothing here. Accepted: operation, resource, times, latency, throttle, deny, error, reset, truncate, body, hang. [unknown-key]',
    ],
  },
  {
    name: 'an operation that no glob matches',
    source: `${FAULT}{ operation: s3:GetBuckets*, deny: true }`,
    says: [
      `w.yaml:4:18: "operation" has to be an operation that the lab knows. Accepted: ${S3_OPERATIONS.join(', ')}; * and ? are wildcards. [invalid-value]`,
    ],
  },
  {
    name: 'an operation of no system',
    source: `${FAULT}{ operation: GetBucketPolicy, deny: true }`,
    says: [
      `w.yaml:4:18: "operation" has to be an operation that the lab knows. Accepted: ${SYSTEM_GLOBS.join(', ')}; * and ? are wildcards. [invalid-value]`,
    ],
  },
  {
    name: 'a fault with two effects',
    source: `${FAULT}{ operation: "*", deny: true, reset: true }`,
    says: ['w.yaml:4:5: Item 1 of "faults" has to be one fault, not several (deny, reset). Write one item for each. [invalid-value]'],
  },
  {
    name: 'a fault without an effect',
    source: `${FAULT}{ operation: "*", times: 1 }`,
    says: [
      'w.yaml:4:5: Item 1 of "faults" has to be a fault that does something: latency, throttle, deny, error, reset, truncate, body, hang. [invalid-value]',
    ],
  },
  {
    name: 'wrong values of faults',
    source: `${FAULT}{ operation: 1, resource: 2, times: -1, latency: 40ms, throttle: 1.1, deny: false }
  - { operation: "*", error: { code: 5, status: 200 } }
  - { operation: "*", error: { status: 600.5 } }
  - { operation: "*", reset: false, hang: "yes", truncate: half, body: {} }
  - { operation: "*", latency: 2147483648, throttle: .nan }`,
    says: [
      'w.yaml:4:18: "operation" has to be a text. Put it in quotes. [invalid-value]',
      'w.yaml:4:31: "resource" has to be a text. Put it in quotes. [invalid-value]',
      'w.yaml:4:41: "times" has to be a whole number from 0 up. [invalid-value]',
      'w.yaml:4:54: "latency" has to be a whole number from 0 to 2147483647. [invalid-value]',
      'w.yaml:4:70: "throttle" has to be a number from 0 to 1. [invalid-value]',
      'w.yaml:4:81: "deny" has to be true or a text. [invalid-value]',
      'w.yaml:5:38: "code" has to be a text. Put it in quotes. [invalid-value]',
      'w.yaml:5:49: "status" has to be a whole number from 300 to 599. [invalid-value]',
      'w.yaml:6:30: "error" lacks the key code. [missing-key]',
      'w.yaml:6:40: "status" has to be a whole number from 300 to 599. [invalid-value]',
      'w.yaml:7:30: "reset" has to be true, or left out. [invalid-value]',
      'w.yaml:7:43: "hang" has to be true, or left out. [invalid-value]',
      'w.yaml:7:60: "truncate" has to be announced or matching. [invalid-value]',
      'w.yaml:7:72: "body" has to be a text. [invalid-value]',
      'w.yaml:8:32: "latency" has to be a whole number from 0 to 2147483647. [invalid-value]',
      'w.yaml:8:54: "throttle" has to be a number from 0 to 1. [invalid-value]',
    ],
  },
  {
    name: 'a key that is hostile and long',
    source: `${ACCOUNT}"\\e[31m${'x'.repeat(200)}": 1`,
    says: [
      `w.yaml:3:1: "\\u001b[31m${'x'.repeat(68)}… means nothing here. Accepted: now, accounts, kubernetes, search, prometheus, faults. [unknown-key]`,
    ],
  },
];

for (const { name, source, says } of CASES) {
  test(name, () => {
    assert.equal(problems(source), says);
  });
}

const KEYS = [
  'accounts',
  'dynamodb',
  'backup',
  'kms',
  'us-west-2',
  'DescribeTable',
  'Table',
  'GetBackupSelection',
  'ListRecoveryPointsByBackupVault',
  'RecoveryPoints',
  'GetRestoreTestingPlan',
  'DescribeKey',
  'id',
  's3',
  'roles',
  'faults',
  'now',
  'ListBuckets',
  'Buckets',
  'Name',
  'GetBucketPolicy',
  'operation',
  'error',
  'b',
  '123456789012',
];

const { anything } = fc.letrec((tie) => ({
  anything: fc.oneof(
    { depthSize: 'large', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, -1, 1.5, '', '*', 'b', '123456789012', '2026-11-22T09:00:00Z'),
    fc.array(tie('anything'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('anything'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

test('whatever a file says, it is a world or has mistakes with places', () => {
  fc.assert(
    fc.property(fc.oneof(anything, fc.record({ accounts: anything, faults: anything })), (value) => {
      try {
        loadWorld(JSON.stringify(value), 'w.json');
        return true;
      } catch (error) {
        return error instanceof InputError && error.diagnostics.length > 0 && error.diagnostics.every(({ place }) => place?.line === 1);
      }
    }),
    { numRuns: 1000 },
  );
});

test.run();
