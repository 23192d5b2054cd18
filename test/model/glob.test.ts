import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { coversGlob, globsOverlap, isGlob, matchesGlob } from '../../model/glob.ts';

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
const regExpOf = (pattern: string): RegExp => {
  const translated = [...pattern].map((character) => (character === '*' ? '[^]*' : character === '?' ? '[^]' : quoted(character)));
  return new RegExp(`^${translated.join('')}$`);
};

const oracle = (pattern: string, text: string): boolean => regExpOf(pattern).test(text);

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

for (const [wide, narrow, expected] of [
  ['*', '*', true],
  ['*', '', true],
  ['', '*', false],
  ['?', '*', false],
  ['?', '?', true],
  ['?', 'a', true],
  ['a', '?', false],
  ['?*', '*', false],
  ['?*', '?*', true],
  ['bucket/*', 'bucket/?*', true],
  ['bucket/?*', 'bucket/*', false],
  ['bucket/models/*', 'bucket/*', false],
  ['bucket*', 'bucket/*', true],
  ['role/*', 'role/backup-*', true],
  ['role/backup-admin', 'role/*', false],
  ['*-admin', 'role/*-admin', true],
  ['*-admin', 'role/*', false],
] as const) {
  test(`${JSON.stringify(wide)} ${expected ? 'covers' : 'does not cover'} ${JSON.stringify(narrow)}`, () => {
    assert.is(coversGlob(wide, narrow), expected);
  });
}

for (const [one, other, expected] of [
  ['', '', true],
  ['', '*', true],
  ['', '**', true],
  ['', '?', false],
  ['*', '?', true],
  ['a*', '*b', true],
  ['a', '*b', false],
  ['a*', 'b*', false],
  ['a?', '?b', true],
  ['a?', 'b?', false],
  ['?', '??', false],
  ['*a*', 'b*b', true],
  ['bucket/models/*', 'bucket/?*', true],
  ['bucket', 'bucket/?*', false],
  ['other/*', 'bucket/?*', false],
] as const) {
  test(`${JSON.stringify(one)} and ${JSON.stringify(other)} ${expected ? 'overlap' : 'do not overlap'}`, () => {
    assert.is(globsOverlap(one, other), expected);
    assert.is(globsOverlap(other, one), expected);
  });
}

/** All texts of up to five letters, of which the patterns below name only two. */
const texts = Array.from({ length: 5 }).reduce<readonly string[]>(
  (known) => ['', ...known.flatMap((text) => ['a', 'b', 'z'].map((letter) => text + letter))],
  [''],
);
const textsOf = (pattern: string): readonly string[] => {
  const regExp = regExpOf(pattern);
  return texts.filter((text) => regExp.test(text));
};

const includes = (wide: string, narrow: string): boolean => {
  const regExp = regExpOf(wide);
  return textsOf(narrow).every((text) => regExp.test(text));
};

const shortPattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 4 });

test('what covers a pattern matches all that the pattern matches', () => {
  fc.assert(
    fc.property(shortPattern, shortPattern, (wide, narrow) => {
      assert.ok(includes(wide, narrow) || !coversGlob(wide, narrow));
    }),
    { numRuns: 3000 },
  );
});

test('a pattern without stars is covered by what matches all that it matches', () => {
  const plain = shortPattern.filter((text) => !text.includes('*'));
  fc.assert(
    fc.property(shortPattern, plain, (wide, narrow) => {
      assert.is(coversGlob(wide, narrow), includes(wide, narrow));
    }),
    { numRuns: 3000 },
  );
});

test('patterns overlap where a text matches both', () => {
  const three = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 3 });
  fc.assert(
    fc.property(three, three, (one, other) => {
      const regExp = regExpOf(one);
      assert.is(
        globsOverlap(one, other),
        textsOf(other).some((text) => regExp.test(text)),
      );
    }),
    { numRuns: 5000 },
  );
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
