import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isOwn, reachable } from '../../../scanners/aws/reach.ts';
import { ACCOUNT, fakeSession, OTHER_ACCOUNT } from '../fakes.ts';

const test = suite('scanners/aws/reach');

const { session } = fakeSession({});

for (const { name, id, own, reached } of [
  { name: 'of this account', id: `arn:aws:backup:us-west-2:${ACCOUNT}:backup-vault:v`, reached: true, own: true },
  { name: 'of another account', id: `arn:aws:backup:us-west-2:${OTHER_ACCOUNT}:backup-vault:v`, reached: true, own: false },
  { name: 'without a Region', id: `arn:aws:backup::${ACCOUNT}:global-settings`, reached: true, own: true },
  { name: 'without an account', id: 'arn:aws:s3:::models', reached: true, own: false },
  { name: 'of another partition', id: `arn:aws-cn:backup:cn-north-1:${ACCOUNT}:backup-vault:v`, reached: false, own: false },
  { name: 'of a Region that is a host', id: `arn:aws:backup:evil.example/x:${ACCOUNT}:backup-vault:v`, reached: false, own: false },
  { name: 'of a Region that is a word', id: `arn:aws:backup:global:${ACCOUNT}:backup-vault:v`, reached: false, own: false },
  { name: 'that is none', id: 'alias/aws/backup', reached: false, own: false },
  { name: 'that is empty', id: '', reached: false, own: false },
]) {
  test(`an ARN ${name}`, () => {
    assert.is(reachable(session, id) !== undefined, reached);
    assert.is(isOwn(session, id), own);
  });
}

test('the Regions of every partition are Regions', () => {
  for (const region of [
    'us-west-2',
    'ap-southeast-7',
    'us-gov-east-1',
    'us-isob-west-1',
    'eu-isoe-west-1',
    'eusc-de-east-1',
    'mx-central-1',
  ])
    assert.ok(reachable(session, `arn:aws:kms:${region}:${ACCOUNT}:key/k`), region);
});

test.run();
