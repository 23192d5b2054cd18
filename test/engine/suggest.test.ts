import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { suggest } from '../../engine/suggest.ts';

const test = suite('engine/suggest');

const RULES = ['s3/versioning-enabled', 's3/mfa-delete-enabled', 's3/object-lock-retention', 's3/noncurrent-retention'];

const words: readonly (readonly [string, string | undefined])[] = [
  ['s3/versionning-enabled', 's3/versioning-enabled'],
  ['S3/Versioning-Enabled', 's3/versioning-enabled'],
  ['versioning-enabled', 's3/versioning-enabled'],
  ['s3/object-lock-retenton', 's3/object-lock-retention'],
  ['something-else-entirely', undefined],
  ['', undefined],
  ['x', undefined],
  [`s3/${'v'.repeat(200)}`, undefined],
];

for (const [word, meant] of words) {
  test(`${JSON.stringify(word.slice(0, 40))} means ${meant ?? 'nothing that is known'}`, () => {
    assert.equal(suggest(word, RULES), meant === undefined ? {} : { hint: `Did you mean ${meant}?` });
  });
}

test('without anything known there is nothing to suggest', () => assert.equal(suggest('x', []), {}));

test('one letter off is enough for short words', () => {
  assert.equal(suggest('nam', ['name', 'kind']), { hint: 'Did you mean name?' });
});

test.run();
