import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { read } from '../../../model/reading.ts';
import type { Failure } from '../../../model/scanner.ts';
import scanner, { metadataOf } from '../../../scanners/kms/index.ts';
import { KEY, SOUND } from '../answers.ts';
import { askReader } from '../asking.ts';
import { ACCOUNT, type Answers, fakeSession, OTHER_ACCOUNT, OTHER_REGION, REGION, refusing } from '../fakes.ts';

const test = suite('scanners/kms');

const [keys] = scanner.kinds;

const locate = (id: string) => keys?.foreign?.locate(id, fakeSession({}).session);

const ask = async (id: string, region: string, answers: Answers) => {
  const { session, sent } = fakeSession(answers);
  const reader = keys?.facets.metadata;
  assert.ok(reader);
  return { answer: await askReader(reader, session, { id, name: id, scope: { target: 'prod', region } }), sent };
};

for (const { name, id, expected } of [
  { name: 'a key', id: KEY, expected: { name: KEY.slice(KEY.indexOf('key/')), region: REGION, account: ACCOUNT } },
  {
    name: 'an alias',
    id: `arn:aws:kms:${OTHER_REGION}:${ACCOUNT}:alias/aws/backup`,
    expected: { name: 'alias/aws/backup', region: OTHER_REGION, account: ACCOUNT },
  },
  {
    name: 'a key of another account',
    id: `arn:aws:kms:${REGION}:${OTHER_ACCOUNT}:key/mrk-1`,
    expected: { name: 'key/mrk-1', region: REGION, account: OTHER_ACCOUNT },
  },
  { name: 'a key of another partition', id: KEY.replace('arn:aws:', 'arn:aws-cn:'), expected: undefined },
  { name: 'a key without a Region', id: `arn:aws:kms::${ACCOUNT}:key/k`, expected: undefined },
  { name: 'a key in no Region', id: `arn:aws:kms:evil.example:${ACCOUNT}:key/k`, expected: undefined },
  { name: 'another thing of KMS', id: `arn:aws:kms:${REGION}:${ACCOUNT}:custom-key-store/k`, expected: undefined },
  { name: 'another thing', id: 'arn:aws:s3:::models', expected: undefined },
  { name: 'the id of a key', id: '1234abcd-12ab-34cd-56ef-1234567890ab', expected: undefined },
  { name: 'a name of an alias', id: 'alias/aws/backup', expected: undefined },
]) {
  test(`${name} is located by its ARN`, () => assert.equal(locate(id), expected));
}

test('a key is asked for by its whole ARN in its Region', async () => {
  const { answer, sent } = await ask(KEY, OTHER_REGION, SOUND);
  assert.equal(answer, read({ exists: true, manager: 'CUSTOMER', state: 'Enabled' }));
  assert.equal(sent, [{ service: 'kms', region: OTHER_REGION, operation: 'DescribeKey', input: { KeyId: KEY } }]);
});

test('a key that does not exist says so by NotFoundException; a denial does not', async () => {
  assert.equal(keys?.facets.metadata?.absentOn, ['NotFoundException']);
  const { answer } = await ask(KEY, REGION, { DescribeKey: refusing('AccessDeniedException') });
  assert.is((answer as Failure).class, 'denied');
});

for (const [KeyManager, KeyState] of [
  ['AWS', 'Enabled'],
  ['CUSTOMER', 'PendingDeletion'],
  ['CUSTOMER', 'SomethingNew'],
] as const) {
  test(`a key of ${KeyManager}, ${KeyState}`, () => {
    const answer = { $metadata: {}, KeyMetadata: { KeyId: 'k', KeyManager, KeyState: KeyState as 'Enabled' } };
    assert.equal(metadataOf(answer), { exists: true, manager: KeyManager, state: KeyState });
  });
}

for (const KeyMetadata of [
  undefined,
  null,
  'key',
  [],
  {},
  { KeyManager: 'AWS' },
  { KeyState: 'Enabled' },
  { KeyManager: 'ME', KeyState: 'Enabled' },
  { KeyManager: 'AWS', KeyState: 7 },
]) {
  test(`${JSON.stringify(KeyMetadata)} is no answer`, async () => {
    const { answer } = await ask(KEY, REGION, { DescribeKey: () => ({ KeyMetadata }) });
    assert.is((answer as Failure).code, 'MalformedAnswer');
  });
}

test.run();
