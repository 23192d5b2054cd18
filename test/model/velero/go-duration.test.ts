import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseGoDuration } from '../../../model/velero/go-duration.ts';

const test = suite('model/velero/go-duration');

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const accepted: readonly (readonly [text: string, milliseconds: number])[] = [
  ['720h0m0s', 720 * HOUR],
  ['168h', 168 * HOUR],
  ['1h30m', 90 * MINUTE],
  ['30m1h', 90 * MINUTE],
  ['1h1h', 2 * HOUR],
  ['1.5h', 90 * MINUTE],
  ['.5h', 30 * MINUTE],
  ['1.h', HOUR],
  ['+5m', 5 * MINUTE],
  ['-1h', -HOUR],
  ['-1h30m', -90 * MINUTE],
  ['0', 0],
  ['+0', 0],
  ['-0', 0],
  ['0s', 0],
  ['-0s', 0],
  ['000000000000000000000005m', 5 * MINUTE],
  ['100ms', 100],
  ['1us', 0.001],
  ['1µs', 0.001],
  ['1μs', 0.001],
  ['1ns', 0.000001],
  ['0.9ns', 0],
  ['1.999999999s', 1999.999999],
  ['0.3333333333333333333h', 1_199_999.9999999],
  ['2562047h47m16.854775807s', 9_223_372_036_854.775],
  ['-9223372036854775808ns', -9_223_372_036_854.775],
];

for (const [text, milliseconds] of accepted) {
  test(`${text} is ${milliseconds} ms`, () => {
    const found = parseGoDuration(text) ?? Number.NaN;
    assert.ok(Math.abs(found - milliseconds) < 0.001, String(found));
    assert.is.not(Object.is(found, -0), true);
  });
}

const refused: readonly string[] = [
  ...['', '+', '-', '5', '-5', '00', '7d', '1w', '1y', 'P7D', 'h', '.s', '-.s', '.', '1.2.3h', '1h30', '1h 30m', ' 1h', '1h '],
  ...['1H', '1 h', '--1h', '+-1h', '1h-30m', '1e3s', '1_000s', '١h', '1h\n', '1\u0000s', 'Infinity', 'NaN'],
  ...['9223372036854775808ns', '2562048h', '-9223372036854775809ns', '9223372036854775807ns1ns', `${'9'.repeat(100_000)}h`],
];

for (const text of refused) {
  test(`${JSON.stringify(text.slice(0, 30))} is no Go duration`, () => {
    assert.is(parseGoDuration(text), undefined);
  });
}

test.run();
