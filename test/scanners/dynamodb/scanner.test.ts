import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { read } from '../../../model/reading.ts';
import type { Failure, Located } from '../../../model/scanner.ts';
import scanner from '../../../scanners/dynamodb/index.ts';
import { BUCKET, NOW, SOUND, TABLE } from '../answers.ts';
import { askReader, listAll } from '../asking.ts';
import { ACCOUNT, type Answers, fakeSession, OTHER_ACCOUNT, OTHER_REGION, paged, REGION, refusing } from '../fakes.ts';

const test = suite('scanners/dynamodb');

const [tables] = scanner.kinds;

const AT = NOW.toISOString();

const table: Located = { id: TABLE, name: 'metadata', scope: { target: 'prod', partition: 'aws', account: ACCOUNT, region: REGION } };

const ask = async (facet: string, answers: Answers, selected: readonly string[] = [TABLE]) => {
  const { session, sent } = fakeSession(answers);
  const reader = tables?.facets[facet];
  assert.ok(reader);
  return { answer: await askReader(reader, session, table, selected), sent };
};

const list = async (answers: Answers, { region = REGION, partition = 'aws' } = {}) => {
  assert.ok(tables);
  const { session, sent } = fakeSession(answers, { partition });
  return { found: await listAll(tables, session, region), sent };
};

const codeOf = (answer: unknown): string | undefined => (answer as Partial<Failure>).code;

const TABLE_PAGES = { asked: 'ExclusiveStartTableName', told: 'LastEvaluatedTableName' };
const BACKUP_PAGES = { asked: 'ExclusiveStartBackupArn', told: 'LastEvaluatedBackupArn' };

test('tables: Region by Region, page by page, by the ARNs that they must have', async () => {
  const pages = [{ TableNames: ['a'] }, { TableNames: [] }, { TableNames: ['b'] }];
  const { found, sent } = await list({ ListTables: paged(pages, TABLE_PAGES) }, { region: 'cn-north-1', partition: 'aws-cn' });
  const arn = (name: string) => `arn:aws-cn:dynamodb:cn-north-1:${ACCOUNT}:table/${name}`;
  assert.equal(found, [
    { id: arn('a'), name: 'a', region: 'cn-north-1' },
    { id: arn('b'), name: 'b', region: 'cn-north-1' },
  ]);
  assert.equal(
    sent.map(({ region, input }) => [region, input.Limit, input.ExclusiveStartTableName]),
    [
      ['cn-north-1', 100, undefined],
      ['cn-north-1', 100, '1'],
      ['cn-north-1', 100, '2'],
    ],
  );
});

test('tables: a Region that has none', async () => assert.equal((await list({ ListTables: () => ({ TableNames: [] }) })).found, []));

for (const answer of [
  {},
  { TableNames: null },
  { TableNames: 'metadata' },
  { TableNames: {} },
  { TableNames: [''] },
  { TableNames: [7] },
  { TableNames: [], LastEvaluatedTableName: 7 },
  { TableNames: ['a'], LastEvaluatedTableName: 'a' },
]) {
  test(`tables: ${JSON.stringify(answer)} is no answer`, async () => {
    assert.is(codeOf((await list({ ListTables: () => answer })).found), 'MalformedAnswer');
  });
}

test('a table, by its name in its Region', async () => {
  for (const [facet, operation] of [
    ['description', 'DescribeTable'],
    ['continuousBackups', 'DescribeContinuousBackups'],
  ] as const) {
    const { sent } = await ask(facet, SOUND);
    assert.equal(sent, [{ service: 'dynamodb', region: REGION, operation, input: { TableName: 'metadata' } }]);
  }
});

for (const [facet, operation, error] of [
  ['description', 'DescribeTable', 'ResourceNotFoundException'],
  ['continuousBackups', 'DescribeContinuousBackups', 'TableNotFoundException'],
  ['tags', 'ListTagsOfResource', 'ResourceNotFoundException'],
] as const) {
  test(`${facet}: a table that is gone since it was listed`, async () => {
    const { answer } = await ask(facet, { [operation]: refusing(error) });
    assert.equal([(answer as Failure).class, codeOf(answer)], ['gone', error]);
  });
}

test('tags, page by page, by the ARN', async () => {
  const pages = [{ Tags: [{ Key: 'a', Value: '1' }] }, { Tags: [] }, { Tags: [{ Key: '__proto__', Value: '' }] }];
  const { answer, sent } = await ask('tags', { ListTagsOfResource: paged(pages) });
  assert.equal(Object.entries((answer as { value: object }).value), [
    ['a', '1'],
    ['__proto__', ''],
  ]);
  assert.equal(
    sent.map(({ input }) => input),
    [undefined, '1', '2'].map((NextToken) => ({ ResourceArn: TABLE, NextToken })),
  );
});

for (const answer of [{}, { Tags: null }, { Tags: {} }, { Tags: [null] }, { Tags: [{ Value: 'x' }] }, { Tags: [{ Key: 'a', Value: 1 }] }]) {
  test(`tags: ${JSON.stringify(answer)} is no answer`, async () => {
    assert.is(codeOf((await ask('tags', { ListTagsOfResource: () => answer })).answer), 'MalformedAnswer');
  });
}

const summary = (TableArn: string, BackupArn: string) => ({
  TableArn,
  TableId: 't',
  BackupArn,
  BackupStatus: 'AVAILABLE',
  BackupCreationDateTime: NOW,
});

const backup = (arn: string) => ({ arn, tableId: 't', status: 'AVAILABLE', createdAt: AT });

const readBackups = async (answers: Answers, selected: readonly string[], region = REGION) => {
  const { session, sent } = fakeSession(answers);
  const reader = tables?.facets.backups;
  assert.ok(reader && 'readRegion' in reader);
  const values = await reader.readRegion(session, region, (request) => request({ signal: AbortSignal.timeout(1000) }), new Set(selected));
  return { values: Object.fromEntries(values), sent };
};

test('backups: of the whole Region at once, each selected table with its own', async () => {
  const other = TABLE.replace('metadata', 'features');
  const pages = [
    { BackupSummaries: [summary(TABLE, '1'), summary(TABLE.replace('metadata', 'unselected'), '2')] },
    { BackupSummaries: [] },
    { BackupSummaries: [summary(TABLE, '3')] },
  ];
  const elsewhere = [TABLE.replace(REGION, OTHER_REGION), TABLE.replace(ACCOUNT, OTHER_ACCOUNT), BUCKET];
  const { values, sent } = await readBackups({ ListBackups: paged(pages, BACKUP_PAGES) }, [TABLE, other, ...elsewhere]);
  assert.equal(values, { [TABLE]: { backups: [backup('1'), backup('3')] }, [other]: { backups: [] } });
  assert.equal(
    sent.map(({ input }) => input),
    [undefined, '1', '2'].map((ExclusiveStartBackupArn) => ({ BackupType: 'USER', Limit: 100, ExclusiveStartBackupArn })),
  );
});

for (const answer of [
  {},
  { BackupSummaries: null },
  { BackupSummaries: {} },
  { BackupSummaries: [{}] },
  { BackupSummaries: [{ TableArn: TABLE }] },
  { BackupSummaries: [], LastEvaluatedBackupArn: 7 },
  { BackupSummaries: [], LastEvaluatedBackupArn: 'a' },
]) {
  test(`backups: ${JSON.stringify(answer)} is no answer`, async () => {
    assert.is(codeOf((await ask('backups', { ListBackups: () => answer })).answer), 'MalformedAnswer');
  });
}

test('backups: an empty token ends the list', async () => {
  const { answer } = await ask('backups', { ListBackups: () => ({ BackupSummaries: [], LastEvaluatedBackupArn: '' }) });
  assert.equal(answer, read({ backups: [] }));
});

test('paced below the published limits', () => {
  const paces = Object.entries(tables?.facets ?? {}).map(([name, { pace }]) => [name, pace]);
  assert.equal(Object.fromEntries(paces), {
    description: undefined,
    continuousBackups: { perSecond: 8 },
    tags: { perSecond: 8 },
    backups: { perSecond: 4 },
  });
});

test.run();
