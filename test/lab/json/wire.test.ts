import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Fault } from '../../../lab/index.ts';
import { call, type JsonCall, type Reply, send, withLab } from '../client.ts';
import { jsonWorld } from './rich.ts';

const test = suite('lab/json/wire');

const target = (operation: string, body: string, service = 'dynamodb', prefix = 'DynamoDB_20120810') =>
  ({ method: 'POST', body, service, headers: { 'x-amz-target': `${prefix}.${operation}` } }) as const;

const REST = { service: 'backup' } as const;

/** The reply to one request, with its body parsed. */
const reply = (path: string, options: Parameters<typeof send>[2], faults: readonly Fault[] = []): Promise<Reply & { json: unknown }> =>
  withLab({ ...jsonWorld, faults }, async (lab) => {
    const raw = await send(lab, path, options);
    return { ...raw, json: JSON.parse(raw.body) };
  });

interface Refused {
  readonly name: string;
  readonly path?: string;
  readonly options: Parameters<typeof send>[2];
  readonly status: number;
  /** The type, as it travels in a body (`__type`) or in a header. */
  readonly type: string;
  readonly message: RegExp;
  readonly faults?: readonly Fault[];
}

const REFUSED: readonly Refused[] = [
  {
    name: 'DynamoDB: an error of its own',
    options: target('DescribeTable', '{"TableName":"nowhere"}'),
    status: 400,
    type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
    message: /^Requested resource not found: Table: nowhere not found$/,
  },
  {
    name: 'DynamoDB: no JSON',
    options: target('ListTables', '{'),
    status: 400,
    type: 'com.amazon.coral.service#SerializationException',
    message: /structure/,
  },
  {
    name: 'DynamoDB: JSON that is no object',
    options: target('ListTables', '[1]'),
    status: 400,
    type: 'com.amazon.coral.service#SerializationException',
    message: /structure/,
  },
  {
    name: 'DynamoDB: a parameter of the wrong type',
    options: target('DescribeTable', '{"TableName":5}'),
    status: 400,
    type: 'com.amazon.coral.validate#ValidationException',
    message: /^"TableName" has to be a text/,
  },
  {
    name: 'DynamoDB: a parameter that is missing',
    options: target('DescribeTable', '{}'),
    status: 400,
    type: 'com.amazon.coral.validate#ValidationException',
    message: /TableName/,
  },
  {
    name: 'DynamoDB: an operation that the lab does not know',
    options: target('PutItem', '{}'),
    status: 400,
    type: 'com.amazon.coral.service#UnknownOperationException',
    message: /^$/,
  },
  {
    name: "DynamoDB: the name of an object's own member",
    options: target('constructor', '{}'),
    status: 400,
    type: 'com.amazon.coral.service#UnknownOperationException',
    message: /^$/,
  },
  {
    name: 'DynamoDB: an operation of another service',
    options: target('ListTables', '{}', 'dynamodb', 'TrentService'),
    status: 400,
    type: 'com.amazon.coral.service#UnknownOperationException',
    message: /^$/,
  },
  {
    name: 'DynamoDB: throttled',
    options: target('ListTables', '{}'),
    status: 400,
    type: 'com.amazon.coral.availability#ThrottlingException',
    message: /exceeds/,
    faults: [{ operation: 'dynamodb:ListTables', throttle: 1 }],
  },
  {
    name: 'DynamoDB: denied',
    options: target('ListTables', '{}'),
    status: 400,
    type: 'com.amazon.coral.service#AccessDeniedException',
    message: /^not for you$/,
    faults: [{ operation: 'dynamodb:*', deny: 'not for you' }],
  },
  {
    name: 'KMS: an error of its own',
    options: target('DescribeKey', '{"KeyId":"nothing"}', 'kms', 'TrentService'),
    status: 400,
    type: 'NotFoundException',
    message: /does not exist$/,
  },
  {
    name: 'KMS: throttled',
    options: target('DescribeKey', '{"KeyId":"rich"}', 'kms', 'TrentService'),
    status: 400,
    type: 'ThrottlingException',
    message: /rate/,
    faults: [{ operation: 'kms:DescribeKey', throttle: 1 }],
  },
  {
    name: 'KMS: denied',
    options: target('DescribeKey', '{"KeyId":"rich"}', 'kms', 'TrentService'),
    status: 400,
    type: 'AccessDeniedException',
    message: /not authorized/,
    faults: [{ operation: 'kms:DescribeKey', deny: true }],
  },
  {
    name: 'Backup: an error of its own',
    path: '/backup/plans/x/',
    options: REST,
    status: 400,
    type: 'ResourceNotFoundException',
    message: /x$/,
  },
  {
    name: 'Backup: a page of no number',
    path: '/backup/plans/?maxResults=ten',
    options: REST,
    status: 400,
    type: 'InvalidParameterValueException',
    message: /^"maxResults" has to be a whole number from 1 to 1000/,
  },
  {
    name: 'Backup: a moment that is none',
    path: '/backup-jobs/?createdAfter=yesterday',
    options: REST,
    status: 400,
    type: 'InvalidParameterValueException',
    message: /createdAfter/,
  },
  {
    name: 'Backup: neither true nor false',
    path: '/backup/plans/?includeDeleted=yes',
    options: REST,
    status: 400,
    type: 'InvalidParameterValueException',
    message: /includeDeleted/,
  },
  {
    name: 'Backup: a path of nothing that the lab knows',
    path: '/legal-holds/',
    options: REST,
    status: 404,
    type: 'UnknownOperationException',
    message: /operation/,
  },
  {
    name: 'Backup: a write',
    path: '/backup/plans/',
    options: { ...REST, method: 'PUT', body: '{}' },
    status: 404,
    type: 'UnknownOperationException',
    message: /operation/,
  },
  {
    name: 'Backup: throttled',
    path: '/backup-jobs/',
    options: REST,
    status: 400,
    type: 'ThrottlingException',
    message: /Rate/,
    faults: [{ operation: 'backup:*', throttle: 1 }],
  },
  {
    name: 'Backup: denied',
    path: '/backup-jobs/',
    options: REST,
    status: 403,
    type: 'AccessDeniedException',
    message: /privileges/,
    faults: [{ operation: 'backup:ListBackupJobs', deny: true }],
  },
  {
    name: 'Account: no JSON',
    path: '/listRegions',
    options: { method: 'POST', service: 'account', body: '{' },
    status: 400,
    type: 'SerializationException',
    message: /structure/,
  },
  {
    name: 'Account: throttled',
    path: '/listRegions',
    options: { method: 'POST', service: 'account', body: '{}' },
    status: 429,
    type: 'TooManyRequestsException',
    message: /Too Many/,
    faults: [{ operation: 'account:*', throttle: 1 }],
  },
  {
    name: 'Account: denied',
    path: '/listRegions',
    options: { method: 'POST', service: 'account', body: '{}' },
    status: 403,
    type: 'AccessDeniedException',
    message: /access/,
    faults: [{ operation: 'account:ListRegions', deny: true }],
  },
  {
    name: 'any error',
    path: '/backup-jobs/',
    options: REST,
    status: 500,
    type: 'ServiceUnavailableException',
    message: /^later$/,
    faults: [{ operation: '*', error: { code: 'ServiceUnavailableException', status: 500, message: 'later' } }],
  },
];

for (const { name, path = '/', options, status, type, message, faults } of REFUSED) {
  test(name, async () => {
    const { status: told, headers, json } = await reply(path, options, faults);
    const error = json as Readonly<Record<string, string>>;
    assert.equal([told, error.__type ?? headers['x-amzn-errortype']], [status, type]);
    assert.match(error.message ?? error.Message ?? '', message);
    assert.match(String(headers['x-amzn-requestid']), /^LAB\d{13}$/);
  });
}

test('times travel as seconds', async () => {
  const { json, headers } = await reply('/', target('DescribeTable', '{"TableName":"rich"}'));
  const { Table } = json as { Table: { CreationDateTime: number } };
  assert.is(Table.CreationDateTime, Date.parse('2026-11-22T09:00:00.250Z') / 1000);
  assert.is(headers['content-type'], 'application/x-amz-json-1.0');
});

const PATHS = [
  { name: 'a slash in an id', path: '/backup/plans/orgs%2F544033d1-b19c-3f2a-9c20-40bcfa82ca68%2FMLOps/', status: 200 },
  { name: 'no slash behind it', path: '/backup/plans/orgs%2F544033d1-b19c-3f2a-9c20-40bcfa82ca68%2FMLOps', status: 200 },
  { name: 'a slash that is not encoded', path: '/backup/plans/orgs/544033d1-b19c-3f2a-9c20-40bcfa82ca68/MLOps/', status: 404 },
  { name: 'an ARN', path: '/resources/arn%3Aaws%3As3%3A%3A%3Amlops-models/recovery-points/', status: 200 },
  { name: 'an ARN that is not encoded', path: '/resources/arn:aws:s3:::mlops-models/recovery-points/', status: 200 },
  { name: 'what is encoded wrongly', path: '/backup-vaults/%E0%A4', status: 403 },
] as const;

for (const { name, path, status } of PATHS) {
  test(`paths: ${name}`, async () => {
    assert.is((await reply(path, REST)).status, status);
  });
}

const PLAN = '7b1d3a52-9a2d-4a39-bb11-0c0b9f1d6c01';

interface Meant extends JsonCall {
  /** Globs that mean what the call is about. */
  readonly resources: readonly string[];
  /** Globs that do not. */
  readonly others: readonly string[];
}

const TABLE_ARN = 'arn:aws:dynamodb:us-west-2:123456789012:table/rich';

const MEANT: readonly Meant[] = [
  { service: 'dynamodb', operation: 'DescribeTable', input: { TableName: 'rich' }, resources: ['rich', 'r*'], others: ['bare', 'table'] },
  {
    service: 'dynamodb',
    operation: 'ListTagsOfResource',
    input: { ResourceArn: TABLE_ARN },
    resources: ['rich', TABLE_ARN],
    others: ['bare'],
  },
  { service: 'backup', operation: 'GetBackupPlan', input: { BackupPlanId: PLAN }, resources: [PLAN, '*BackupPlanName'], others: ['bare'] },
  { service: 'backup', operation: 'ListBackupSelections', input: { BackupPlanId: PLAN }, resources: [PLAN], others: ['rich'] },
  {
    service: 'backup',
    operation: 'GetBackupSelection',
    input: { BackupPlanId: PLAN, SelectionId: 'rich' },
    resources: ['rich', '*SelectionName'],
    others: [PLAN],
  },
  { service: 'backup', operation: 'DescribeBackupVault', input: { BackupVaultName: 'rich' }, resources: ['rich'], others: ['bare'] },
  {
    service: 'backup',
    operation: 'ListRecoveryPointsByResource',
    input: { ResourceArn: 'arn:aws:s3:::mlops-models' },
    resources: ['mlops-models', 'arn:aws:s3:::*'],
    others: ['models'],
  },
  { service: 'backup', operation: 'ListBackupJobs', input: { ByResourceArn: TABLE_ARN }, resources: ['rich'], others: ['bare'] },
  {
    service: 'backup',
    operation: 'GetRestoreTestingPlan',
    input: { RestoreTestingPlanName: 'rich' },
    resources: ['rich'],
    others: ['bare'],
  },
  { service: 'kms', operation: 'DescribeKey', input: { KeyId: 'rich' }, resources: ['rich', 'arn:aws:kms:*:key/rich'], others: ['key'] },
];

for (const { resources, others, ...asked } of MEANT) {
  test(`faults of one resource: ${asked.operation}`, () =>
    withLab(jsonWorld, async (lab) => {
      const isDenied = (resource: string): Promise<boolean> => {
        lab.faults = [{ operation: '*', resource, deny: true }];
        return call(lab, asked).then(
          () => false,
          ({ name }) => name === 'AccessDeniedException',
        );
      };
      for (const resource of resources) assert.ok(await isDenied(resource), resource);
      for (const resource of others) assert.not(await isDenied(resource), resource);
    }));
}

test('a listing is about no resource, so that no fault of one hits it', () =>
  withLab({ ...jsonWorld, faults: [{ operation: '*', resource: '*', deny: true }] }, async (lab) => {
    for (const asked of [
      { service: 'dynamodb', operation: 'ListTables' },
      { service: 'backup', operation: 'ListBackupJobs' },
      { service: 'account', operation: 'ListRegions' },
    ] as const)
      assert.ok(Object.keys(await call(lab, asked)).length > 0);
  }));

test('what a service does not know of a request is nothing to it', async () => {
  assert.is((await reply('/', target('ListTables', '{"Colour":"red"}'))).status, 200);
  assert.is((await reply('/backup-jobs/?colour=red', REST)).status, 200);
});

test('requests are counted by their services', () =>
  withLab(jsonWorld, async (lab) => {
    await call(lab, { service: 'dynamodb', operation: 'ListTables' });
    await call(lab, { service: 'backup', operation: 'ListBackupPlans' });
    await call(lab, { service: 'backup', operation: 'ListBackupPlans' });
    await call(lab, { service: 'account', operation: 'ListRegions' });
    assert.equal(Object.fromEntries(lab.requests), { 'dynamodb:ListTables': 1, 'backup:ListBackupPlans': 2, 'account:ListRegions': 1 });
  }));

test.run();
