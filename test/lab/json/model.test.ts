import * as accountSdk from '@aws-sdk/client-account';
import * as backupSdk from '@aws-sdk/client-backup';
import * as dynamodbSdk from '@aws-sdk/client-dynamodb';
import * as kmsSdk from '@aws-sdk/client-kms';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { OPERATIONS as ACCOUNT } from '../../../lab/account/index.ts';
import { OPERATIONS as BACKUP } from '../../../lab/backup/index.ts';
import { OPERATIONS as DYNAMODB } from '../../../lab/dynamodb/operations.ts';
import type { Operation } from '../../../lab/json/service.ts';
import { OPERATIONS as KMS } from '../../../lab/kms/index.ts';
import { apart, membersOf, modelLines } from '../model.ts';
import { shapeLines } from '../sample.ts';

const test = suite('lab/json/model');

interface Service {
  readonly name: string;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly sdk: Readonly<Record<string, unknown>>;
}

const SERVICES: readonly Service[] = [
  { name: 'DynamoDB', operations: DYNAMODB, sdk: dynamodbSdk },
  { name: 'AWS Backup', operations: BACKUP, sdk: backupSdk },
  { name: 'KMS', operations: KMS, sdk: kmsSdk },
  { name: 'Account', operations: ACCOUNT, sdk: accountSdk },
];

/** The model of what goes into an operation, or of what comes out of it. Services differ in what they call that. */
const modelOf = (sdk: Service['sdk'], operation: string, ...suffixes: readonly string[]): unknown =>
  suffixes.map((suffix) => sdk[`${operation}${suffix}$`]).find((model) => model !== undefined);

/** Each parameter by its name on the wire, with its type. */
const inputLines = (model: unknown): readonly string[] =>
  membersOf(apart(model).target).map(([member, schema]) => {
    const { httpQuery = member } = apart(schema).traits;
    const [line = ''] = modelLines([3, '', '', 0, [member], [schema]]);
    return `${httpQuery}${line.slice(member.length)}`.toLowerCase();
  });

for (const { name, operations, sdk } of SERVICES)
  for (const [operation, { input, output }] of Object.entries(operations)) {
    test(`${name}, ${operation}: every member of an answer that the service's model knows, and none besides`, () => {
      const expected = modelLines(modelOf(sdk, operation, 'Output', 'Response'));
      assert.ok(expected.length > 0);
      assert.equal([...shapeLines(output)].sort(), [...expected].sort());
    });

    test(`${name}, ${operation}: every parameter that the service's model knows, and none besides`, () => {
      const expected = inputLines(modelOf(sdk, operation, 'Input', 'Request'));
      // Those in the path have no name on the wire: the lab and the SDK spell their first letters differently.
      assert.equal(
        shapeLines(input)
          .map((line) => line.toLowerCase())
          .sort(),
        [...expected].sort(),
      );
    });
  }

test.run();
