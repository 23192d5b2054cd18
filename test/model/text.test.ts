import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clip, jsonText, mapStrings, printable } from '../../model/text.ts';

const test = suite('model/text');

const escapes: readonly { name: string; text: string; shown: string }[] = [
  { name: 'plain text', text: 'mlops-models', shown: 'mlops-models' },
  { name: 'letters of the world', text: 'données 数据 données', shown: 'données 数据 données' },
  { name: 'ESC', text: '\u001b[31mred', shown: '\\u{1b}[31mred' },
  { name: 'C1 CSI', text: '\u009b31m', shown: '\\u{9b}31m' },
  { name: 'newline, return, tab, NUL, DEL', text: '\n\r\t\0\u007f', shown: '\\u{a}\\u{d}\\u{9}\\u{0}\\u{7f}' },
  { name: 'bidirectional controls', text: '\u202ea\u2066\u200f', shown: '\\u{202e}a\\u{2066}\\u{200f}' },
  { name: 'zero width', text: 'a\u200bb\u200d\ufeff', shown: 'a\\u{200b}b\\u{200d}\\u{feff}' },
  { name: 'separators', text: '\u2028\u2029', shown: '\\u{2028}\\u{2029}' },
  { name: 'an invisible tag beyond the first plane', text: 'a\u{e0041}', shown: 'a\\u{e0041}' },
  { name: 'Hangul filler', text: '\u3164', shown: '\\u{3164}' },
  { name: 'half a surrogate pair', text: 'a\ud83d', shown: 'a\\u{d83d}' },
  { name: 'an emoji', text: '🪣', shown: '🪣' },
  { name: 'a text that looks like an escape', text: '\\u{1b}', shown: '\\u{5c}u{1b}' },
  { name: 'other backslashes', text: 'C:\\users', shown: 'C:\\users' },
];

for (const { name, text, shown } of escapes) {
  test(`printable: ${name}`, () => {
    assert.is(printable(text), shown);
  });
}

const anyText = fc.string({ unit: 'binary' });

test('printable leaves nothing that a terminal would obey', () => {
  fc.assert(fc.property(anyText, (text) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(printable(text))));
});

test('printable never shows two texts alike', () => {
  const reveal = (shown: string): string =>
    shown.replace(/\\u\{([0-9a-f]+)\}/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
  fc.assert(fc.property(anyText, (text) => reveal(printable(text)) === text));
  fc.assert(fc.property(fc.stringMatching(/^[\\u{}1b\n]*$/), (text) => reveal(printable(text)) === text));
});

const cuts: readonly { text: string; limit: number; cut: string }[] = [
  { text: 'abcd', limit: 4, cut: 'abcd' },
  { text: 'abcde', limit: 4, cut: 'abc…' },
  { text: 'ab🪣de', limit: 4, cut: 'ab…' },
  { text: 'ab🪣de', limit: 5, cut: 'ab🪣…' },
  { text: '', limit: 1, cut: '' },
];

for (const { text, limit, cut } of cuts) {
  test(`clip: ${text} to ${limit}`, () => {
    assert.is(clip(text, limit), cut);
  });
}

test('mapStrings maps every string and nothing else', () => {
  const value = { a: 'x', b: ['y', 1, null, true], c: { d: 'z', e: undefined } };
  assert.equal(
    mapStrings(value, (text) => text.toUpperCase()),
    { a: 'X', b: ['Y', 1, null, true], c: { d: 'Z', e: undefined } },
  );
});

test('jsonText means the same as JSON.stringify and holds nothing that a terminal would obey', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const json = jsonText({ text });
      assert.equal(JSON.parse(json), JSON.parse(JSON.stringify({ text })));
      assert.not.match(json.replaceAll('\n', ''), /[\p{Cc}\p{Zl}\p{Zp}]|[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/u);
    }),
  );
});

test.run();
