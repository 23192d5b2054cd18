import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kept, remembering } from '../../model/remember.ts';

const test = suite('model/remember');

/** How often each key was computed, after these were asked for. */
const computed = (limit: number, keys: string): string => {
  const done: string[] = [];
  const ask = remembering(
    limit,
    (key: string) => key,
    (key) => {
      done.push(key);
      return key.toUpperCase();
    },
  );
  for (const key of keys) assert.is(ask(key), key.toUpperCase());
  return done.join('');
};

for (const [limit, keys, expected] of [
  [2, 'aaa', 'a'],
  [2, 'abab', 'ab'],
  [2, 'abca', 'abca'],
  [2, 'abacab', 'abcb'],
  [1, 'abab', 'abab'],
] as const) {
  test(`with room for ${limit}, of ${keys} it computes ${expected}`, () => assert.is(computed(limit, keys), expected));
}

test('an answer of undefined is an answer', () => {
  let count = 0;
  const ask = remembering(
    2,
    () => '',
    () => void count++,
  );
  assert.equal([ask(), ask(), count], [undefined, undefined, 1]);
});

test('what is kept is not computed again', () => {
  const known = new Map([['a', 1]]);
  assert.equal([kept(known, 'a', () => 2), kept(known, 'b', () => 3), kept(known, 'b', () => 4)], [1, 3, 3]);
});

test.run();
