import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MalformedAnswer } from '../../../model/scanner.ts';
import { samplesOf, sampleValue } from '../../../scanners/prometheus/exposition.ts';

const test = suite('scanners/prometheus/exposition');

const WANTED = new Set(['up', 'some_total']);

for (const [name, text, samples] of [
  ['nothing', '', []],
  ['comments and others', '# HELP up Whether.\n# TYPE up gauge\nother 1\nupper 2\n', []],
  ['a sample', 'up 1\n', [{ name: 'up', labels: {}, value: 1 }]],
  ['with a time', 'up 1.5e+09 1395066363000\n', [{ name: 'up', labels: {}, value: 1_500_000_000 }]],
  ['with labels', 'up{a="b",c="d"} 0\n', [{ name: 'up', labels: { a: 'b', c: 'd' }, value: 0 }]],
  ['with empty braces', 'up{} 2\n', [{ name: 'up', labels: {}, value: 2 }]],
  ['a comma at the end', 'up{a="b",} 2\n', [{ name: 'up', labels: { a: 'b' }, value: 2 }]],
  ['escapes', 'up{a="\\"x\\\\n\\n"} 2\n', [{ name: 'up', labels: { a: '"x\\n\n' }, value: 2 }]],
  ['braces and spaces in a label', 'up{a="} 1 {"} 2\n', [{ name: 'up', labels: { a: '} 1 {' }, value: 2 }]],
  [
    'carriage returns',
    'up 1\r\nsome_total 2\r\n',
    [
      { name: 'up', labels: {}, value: 1 },
      { name: 'some_total', labels: {}, value: 2 },
    ],
  ],
  ['infinity', 'up +Inf\n', [{ name: 'up', labels: {}, value: Number.POSITIVE_INFINITY }]],
] as const)
  test(name, () => assert.equal(samplesOf(text, WANTED), samples));

for (const [name, text] of [
  ['no value', 'up\n'],
  ['no number', 'up one\n'],
  ['a label without a value', 'up{a} 1\n'],
  ['a label without an end', 'up{a="b} 1\n'],
  ['two values', 'up 1 2 3\n'],
  ['hexadecimal', 'up 0x10\n'],
  ['half a number, where it was cut off', 'some_total 1\nup 1.7'],
] as const)
  test(`${name} is refused`, () =>
    assert.throws(
      () => samplesOf(text, WANTED),
      (error: unknown) => error instanceof MalformedAnswer,
    ));

for (const [text, value] of [
  ['1', 1],
  ['-1.5', -1.5],
  ['.5', 0.5],
  ['5.', 5],
  ['9.223372036854776e+15', 9.223372036854776e15],
  ['-Inf', Number.NEGATIVE_INFINITY],
  ['', undefined],
  ['1,5', undefined],
  ['1e', undefined],
] as const)
  test(`the number ${JSON.stringify(text)}`, () => assert.is(sampleValue(text), value));

test('NaN is a number', () => assert.ok(Number.isNaN(sampleValue('NaN'))));

test.run();
