import fc from 'fast-check';
import stringWidth from 'string-width';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { enumerate, formatCount, pack, plural, spread, table, wrap } from '../../../reporters/terminal/layout.ts';

const test = suite('reporters/terminal/layout');

const word = fc.stringMatching(/^[a-z数据🪣]{1,30}$/u);
const words = fc.array(word, { minLength: 1, maxLength: 40 });
const width = fc.integer({ min: 1, max: 80 });

test('pack loses no item, keeps their order, and is too wide only where one item is', () => {
  fc.assert(
    fc.property(words, width, (items, columns) => {
      const lines = pack(items, ' · ', columns);
      assert.equal(lines.join(' · ').split(' · '), items);
      assert.ok(lines.every((line) => stringWidth(line) <= columns || !line.includes(' · ')));
    }),
  );
});

test('pack begins no line before the last one is full', () => {
  fc.assert(
    fc.property(words, width, (items, columns) => {
      const lines = pack(items, ' ', columns);
      for (const [index, line] of lines.slice(1).entries()) {
        assert.ok(stringWidth(`${lines[index]} ${line.split(' ')[0]}`) > columns);
      }
    }),
  );
});

test('wrap breaks at spaces', () => {
  assert.equal(wrap('one two three', 7), ['one two', 'three']);
  assert.equal(wrap('one two three', 6), ['one', 'two', 'three']);
  assert.equal(wrap('a-very-long-word b', 4), ['a-very-long-word', 'b']);
  assert.equal(wrap('', 4), ['']);
});

test('spread puts two texts at the ends of a line, or below each other', () => {
  assert.equal(spread('ab', 'cd', 6), ['ab  cd']);
  assert.equal(spread('ab', 'cd', 5), ['ab', '  cd']);
  assert.equal(spread('数据', 'cd', 8), ['数据  cd']);
});

test('table aligns by columns of the terminal', () => {
  assert.equal(
    table([
      ['a', 'b'],
      ['数据', 'c'],
    ]),
    ['a     b', '数据  c'],
  );
  assert.equal(table([]), []);
});

const counts: readonly (readonly [number, string])[] = [
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [30_000, '30,000'],
  [1_234_567, '1,234,567'],
];

for (const [count, shown] of counts) {
  test(`formatCount: ${count}`, () => {
    assert.is(formatCount(count), shown);
  });
}

test('plural and enumerate', () => {
  assert.is(plural(1, 'read'), '1 read');
  assert.is(plural(1000, 'read'), '1,000 reads');
  assert.is(enumerate(['a', 'b'], 2), 'a, b');
  assert.is(enumerate(['a', 'b', 'c'], 2), 'a, b and 1 more');
});

test.run();
