import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MalformedAnswer } from '../../../model/scanner.ts';
import { backupOf, continuousBackupsOf, descriptionOf } from '../../../scanners/dynamodb/parse.ts';
import { KEY, NOW } from '../answers.ts';

const test = suite('scanners/dynamodb/parse');

/** The SDK types answers after the service's model; servers send what they like. */
// biome-ignore lint/suspicious/noExplicitAny: stands for answers that the model does not foresee.
type Hostile = any;

const AT = NOW.toISOString();

const errorOf = (parsing: () => unknown): Error | undefined => {
  try {
    parsing();
    return undefined;
  } catch (error) {
    return error as Error;
  }
};

const isMalformed = (parsing: () => unknown): void => assert.instance(errorOf(parsing), MalformedAnswer);

// Description

const TABLE = { TableId: 't', TableStatus: 'ACTIVE', CreationDateTime: NOW, DeletionProtectionEnabled: true };
const BARE = {
  tableId: 't',
  status: 'ACTIVE',
  createdAt: AT,
  deletionProtection: true,
  replicas: [],
  witnesses: [],
  encryption: { type: 'AWS_OWNED' },
};

const describe = (table: Hostile) => descriptionOf({ $metadata: {}, Table: { ...TABLE, ...table } }, 'us-west-2');

for (const { name, table, expected } of [
  { name: 'a table that has nothing special', table: {}, expected: {} },
  { name: 'without deletion protection', table: { DeletionProtectionEnabled: false }, expected: { deletionProtection: false } },
  { name: 'in another state', table: { TableStatus: 'ARCHIVED' }, expected: { status: 'ARCHIVED' } },
  {
    name: 'with replicas, of which its own Region has none',
    table: {
      GlobalTableVersion: '2019.11.21',
      Replicas: [
        { RegionName: 'us-west-2', ReplicaStatus: 'ACTIVE' },
        { RegionName: 'us-east-2', ReplicaStatus: 'CREATING' },
        { RegionName: 'eu-west-1', ReplicaStatus: 'ACTIVE' },
      ],
    },
    expected: {
      replicas: [
        { region: 'us-east-2', status: 'CREATING' },
        { region: 'eu-west-1', status: 'ACTIVE' },
      ],
    },
  },
  {
    name: 'with a witness, which is no replica',
    table: { GlobalTableWitnesses: [{ RegionName: 'us-east-2', WitnessStatus: 'ACTIVE' }] },
    expected: { witnesses: ['us-east-2'] },
  },
  {
    name: 'with a key of KMS',
    table: { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: KEY } },
    expected: { encryption: { type: 'KMS', keyArn: KEY } },
  },
  {
    name: 'with a key that is being changed',
    table: { SSEDescription: { Status: 'UPDATING', SSEType: 'KMS' } },
    expected: { encryption: { type: 'KMS' } },
  },
  { name: 'with a key of KMS no more', table: { SSEDescription: { Status: 'DISABLED' } }, expected: {} },
  { name: 'with a key of KMS not for long', table: { SSEDescription: { Status: 'DISABLING', SSEType: 'KMS' } }, expected: {} },
  { name: 'with the old name of the own key', table: { SSEDescription: { Status: 'ENABLED', SSEType: 'AES256' } }, expected: {} },
  {
    name: 'of the old version, with replicas all the same',
    table: { GlobalTableVersion: '2017.11.29', Replicas: [{ RegionName: 'us-east-2', ReplicaStatus: 'ACTIVE' }] },
    expected: { replicas: [{ region: 'us-east-2', status: 'ACTIVE' }] },
  },
]) {
  test(`table: ${name}`, () => assert.equal(describe(table), { ...BARE, ...expected }));
}

for (const TableId of [undefined, '']) {
  test(`table: an id that is ${TableId === undefined ? 'missing' : 'empty'} costs nothing but the id`, () => {
    const { tableId: _, ...others } = BARE;
    assert.equal(describe({ TableId }), others);
  });
}

test('table: replicas that are not told are not "none"', () => {
  const error = errorOf(() => describe({ TableName: 'metadata', GlobalTableVersion: '2017.11.29' }));
  assert.is(error?.name, 'LegacyGlobalTable');
  assert.match(error?.message ?? '', /metadata is a global table of version 2017\.11\.29/);
});

for (const table of [
  { TableId: 7 },
  { TableStatus: undefined },
  { TableStatus: {} },
  { CreationDateTime: undefined },
  { CreationDateTime: new Date(Number.NaN) },
  { DeletionProtectionEnabled: undefined },
  { DeletionProtectionEnabled: 'true' },
  { Replicas: 'us-east-2' },
  { Replicas: {} },
  { Replicas: [null] },
  { Replicas: [{ ReplicaStatus: 'ACTIVE' }] },
  { Replicas: [{ RegionName: 'us-east-2' }] },
  { GlobalTableWitnesses: [{}] },
  { SSEDescription: {} },
  { SSEDescription: 'KMS' },
  { SSEDescription: { Status: 'PAUSED', SSEType: 'KMS' } },
  { SSEDescription: { Status: 'ENABLED' } },
  { SSEDescription: { Status: 'ENABLED', SSEType: 'ROT13' } },
  { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: 7 } },
]) {
  test(`table: ${JSON.stringify(table)} is no answer`, () => isMalformed(() => describe(table)));
}

for (const answer of [{}, { Table: null }, { Table: 'metadata' }, { Table: [] }]) {
  test(`table: ${JSON.stringify(answer)} is no answer`, () => isMalformed(() => descriptionOf(answer as Hostile, 'us-west-2')));
}

// Continuous backups

const continuous = (PointInTimeRecoveryDescription: Hostile, ContinuousBackupsStatus: Hostile = 'ENABLED') =>
  continuousBackupsOf({ $metadata: {}, ContinuousBackupsDescription: { ContinuousBackupsStatus, PointInTimeRecoveryDescription } });

const EARLIER = new Date('2026-10-22T09:00:00Z');

for (const { name, recovery, expected } of [
  { name: 'off', recovery: { PointInTimeRecoveryStatus: 'DISABLED' }, expected: { pointInTimeRecovery: 'DISABLED' } },
  {
    name: 'off, with the times of before',
    recovery: { PointInTimeRecoveryStatus: 'DISABLED', RecoveryPeriodInDays: 35, EarliestRestorableDateTime: EARLIER },
    expected: { pointInTimeRecovery: 'DISABLED' },
  },
  {
    name: 'on, a moment ago',
    recovery: { PointInTimeRecoveryStatus: 'ENABLED' },
    expected: { pointInTimeRecovery: 'ENABLED', recoveryPeriodInDays: 35 },
  },
  {
    name: 'on',
    recovery: {
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: 7,
      EarliestRestorableDateTime: EARLIER,
      LatestRestorableDateTime: NOW,
    },
    expected: {
      pointInTimeRecovery: 'ENABLED',
      recoveryPeriodInDays: 7,
      earliestRestorable: EARLIER.toISOString(),
      latestRestorable: AT,
    },
  },
]) {
  test(`continuous backups: ${name}`, () => assert.equal(continuous(recovery), expected));
}

test('continuous backups: there are none at all', () => {
  assert.equal(continuous(undefined, 'DISABLED'), { pointInTimeRecovery: 'DISABLED' });
});

for (const [recovery, status] of [
  [undefined, 'ENABLED'],
  [null, 'ENABLED'],
  [{}, 'ENABLED'],
  [{}, 'DISABLED'],
  ['ENABLED', 'ENABLED'],
  [{ PointInTimeRecoveryStatus: 'ENABLED' }, undefined],
  [{ PointInTimeRecoveryStatus: 'ENABLED' }, 'PAUSED'],
  [{ PointInTimeRecoveryStatus: 'PAUSED' }, 'ENABLED'],
  [{ PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: 0 }, 'ENABLED'],
  [{ PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: '35' }, 'ENABLED'],
  [{ PointInTimeRecoveryStatus: 'ENABLED', EarliestRestorableDateTime: new Date(Number.NaN) }, 'ENABLED'],
] as const) {
  test(`continuous backups: ${JSON.stringify(recovery)} and ${status} are no answer`, () =>
    isMalformed(() =>
      continuousBackupsOf({
        ContinuousBackupsDescription: { ContinuousBackupsStatus: status, PointInTimeRecoveryDescription: recovery },
      } as Hostile),
    ));
}

test('continuous backups: an empty answer is none', () => isMalformed(() => continuousBackupsOf({ $metadata: {} })));

// Backups

const BACKUP = { BackupArn: 'b', TableId: 't', BackupStatus: 'AVAILABLE', BackupCreationDateTime: NOW } as const;

test('backup: one that stays', () => {
  assert.equal(backupOf(BACKUP), { arn: 'b', tableId: 't', status: 'AVAILABLE', createdAt: AT });
});

test('backup: one that expires', () => {
  assert.is(backupOf({ ...BACKUP, BackupExpiryDateTime: NOW }).expiresAt, AT);
});

test('backup: one of which nobody tells the table', () => {
  const { TableId: _, ...others } = BACKUP;
  assert.equal(backupOf(others), { arn: 'b', status: 'AVAILABLE', createdAt: AT });
});

for (const change of [
  { BackupArn: undefined },
  { TableId: 7 },
  { BackupStatus: 'ACTIVE' },
  { BackupStatus: undefined },
  { BackupCreationDateTime: undefined },
  { BackupExpiryDateTime: 'soon' },
]) {
  test(`backup: ${JSON.stringify(change)} is no answer`, () => isMalformed(() => backupOf({ ...BACKUP, ...change } as Hostile)));
}

test.run();
