import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isGlob, matchesGlob } from '../../model/glob.ts';

const test = suite('model/glob');

for (const [pattern, text, expected] of [
  ['', '', true],
  ['', 'a', false],
  ['a', '', false],
  ['*', '', true],
  ['*', 'anything at all', true],
  ['**', '', true],
  ['?', '', false],
  ['?', 'a', true],
  ['?', 'ab', false],
  ['?*', '', false],
  ['a', 'A', false],
  ['mlops-*', 'mlops-', true],
  ['mlops-*', 'my-mlops-models', false],
  ['*-models', 'mlops-models', true],
  ['*-models', 'mlops-models-2', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['*ab', 'aab', true],
  ['*aab', 'aaab', true],
  ['a.c', 'abc', false],
  ['[ab]', 'a', false],
  ['(a|b)+', '(a|b)+', true],
  ['a\\*', 'a\\b', true],
  ['*', 'two\nlines', true],
  ['?', '\n', true],
  ['arn:aws:s3:::*', 'arn:aws:s3:::mlops-models', true],
] as const) {
  test(`${JSON.stringify(pattern)} ${expected ? 'matches' : 'does not match'} ${JSON.stringify(text)}`, () => {
    assert.is(matchesGlob(pattern, text), expected);
  });
}

const quoted = (character: string): string => character.replace(/[.*+?^${}()|[\]\\]/, '\\$&');

/** What a glob means, as a regular expression. */
const oracle = (pattern: string, text: string): boolean => {
  const translated = [...pattern].map((character) => (character === '*' ? '[^]*' : character === '?' ? '[^]' : quoted(character)));
  return new RegExp(`^${translated.join('')}$`).test(text);
};

// Few letters, so that patterns match often.
const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '\n'), maxLength: 12 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });

test('means what the regular expression means', () => {
  fc.assert(
    fc.property(pattern, text, (glob, name) => assert.is(matchesGlob(glob, name), oracle(glob, name))),
    { numRuns: 5000 },
  );
});

test('a text without wildcards matches itself and nothing else', () => {
  const plain = fc.string().filter((name) => !isGlob(name));
  fc.assert(fc.property(plain, plain, (name, other) => assert.is(matchesGlob(name, other), name === other)));
});

/** Where a text is read, and how often in all. */
const counting = (name: string) => {
  let reads = 0;
  const proxy = new Proxy(Object(name) as object, {
    get: (target, key) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
      return Reflect.get(target, key);
    },
  }) as unknown as string;
  return { proxy, reads: () => reads };
};

test('no pattern makes it look more often than length times length', () => {
  const glob = `${'*a'.repeat(50)}b`;
  const { proxy, reads } = counting('a'.repeat(2000));
  assert.not(matchesGlob(glob, proxy));
  assert.ok(reads() <= glob.length * 2000, `${reads()} characters read`);
});

for (const [name, expected] of [
  ['mlops-*', true],
  ['mlops-?', true],
  ['mlops-models', false],
  ['', false],
] as const) {
  test(`${JSON.stringify(name)} is ${expected ? 'a' : 'no'} glob`, () => assert.is(isGlob(name), expected));
}

test.run();
