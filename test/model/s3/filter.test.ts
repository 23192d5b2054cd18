import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { S3Filter } from '../../../model/kinds/s3.ts';
import { asksForTags, canMatch, covers, describeFilter, isWholeBucket, overlaps } from '../../../model/s3/filter.ts';
import { filters, matches, objects } from './arbitraries.ts';

const test = suite('model/s3/filter');

const whole: S3Filter = { prefix: '', tags: {} };
const of = (changes: Partial<S3Filter>): S3Filter => ({ ...whole, ...changes });

const TABLE: readonly (readonly [S3Filter, string])[] = [
  [whole, 'the whole bucket'],
  [of({ prefix: 'logs/' }), 'prefix "logs/"'],
  [of({ tags: { team: 'ml', tier: '' } }), 'tag team=ml, tag tier='],
  [of({ objectSizeGreaterThan: 0 }), 'above 0 bytes'],
  [of({ prefix: 'a', objectSizeLessThan: 9 }), 'prefix "a", below 9 bytes'],
];

for (const [filter, text] of TABLE) {
  test(`in words: ${text}`, () => {
    assert.is(describeFilter(filter), text);
    assert.is(isWholeBucket(filter), filter === whole);
  });
}

test('bounds of size are exclusive', () => {
  assert.not(canMatch(of({ objectSizeGreaterThan: 4, objectSizeLessThan: 5 })));
  assert.ok(canMatch(of({ objectSizeGreaterThan: 4, objectSizeLessThan: 6 })));
  assert.not(canMatch(of({ objectSizeLessThan: 0 })));
  assert.ok(canMatch(of({ objectSizeLessThan: 1 })));
});

test('a tag that an object inherits is none', () => {
  assert.not(covers(of({ tags: { constructor: 'x' } }), whole));
  assert.ok(overlaps(of({ tags: { constructor: 'x' } }), of({ tags: { team: 'ml' } })));
});

test('asking for tags', () => {
  assert.ok(asksForTags(of({ tags: { team: 'ml' } })));
  assert.not(asksForTags(of({ prefix: 'team' })));
});

test('the whole bucket is what matches every object', () => {
  fc.assert(fc.property(filters, objects, (filter, object) => !isWholeBucket(filter) || matches(filter, object)));
});

test('what covers matches all that the other matches', () => {
  fc.assert(
    fc.property(
      filters,
      filters,
      objects,
      (wide, narrow, object) => !(covers(wide, narrow) && matches(narrow, object)) || matches(wide, object),
    ),
  );
});

test('covering is reflexive, and the whole covers all', () => {
  fc.assert(fc.property(filters, (filter) => covers(filter, filter) && covers(whole, filter)));
});

test('filters that one object matches overlap', () => {
  fc.assert(
    fc.property(
      filters,
      filters,
      objects,
      (one, other, object) => !(matches(one, object) && matches(other, object)) || overlaps(one, other),
    ),
  );
});

test('filters that overlap have an object that matches both', () => {
  fc.assert(
    fc.property(filters, filters, (one, other) => {
      const key = one.prefix.length > other.prefix.length ? one.prefix : other.prefix;
      const size = Math.max(one.objectSizeGreaterThan ?? -1, other.objectSizeGreaterThan ?? -1) + 1;
      const object = { key, tags: { ...one.tags, ...other.tags }, size };
      return !overlaps(one, other) || (matches(one, object) && matches(other, object));
    }),
  );
});

test.run();
