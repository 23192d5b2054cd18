import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseTimeValue } from '../../../model/elasticsearch/time-value.ts';

const test = suite('model/elasticsearch/time-value');

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const accepted: readonly (readonly [text: string, milliseconds: number])[] = [
  ['30d', 30 * DAY],
  ['30D', 30 * DAY],
  ['24h', DAY],
  ['24H', DAY],
  ['90m', 90 * MINUTE],
  ['45s', 45 * SECOND],
  ['45S', 45 * SECOND],
  ['1500ms', 1500],
  ['1500MS', 1500],
  ['1500micros', 1],
  ['999micros', 0],
  ['2000000nanos', 2],
  ['1999999Nanos', 1],
  ['1nanos', 0],
  ['0d', 0],
  ['-0d', 0],
  ['0', 0],
  ['000', 0],
  ['-1', -1],
  ['-001', -1],
  ['-1d', -DAY],
  ['-1ms', -1],
  ['-1nanos', 0],
  ['+7d', 7 * DAY],
  ['007d', 7 * DAY],
  [' 7d ', 7 * DAY],
  ['\t7 \n d\r', 7 * DAY],
  [' 7m', 7 * MINUTE],
  ['7 m', 7 * MINUTE],
  [' 0 ', 0],
  ['9223372036854775807d', 2 ** 63],
];

for (const [text, milliseconds] of accepted) {
  test(`${JSON.stringify(text)} is ${milliseconds} ms`, () => {
    const found = parseTimeValue(text) ?? Number.NaN;
    assert.is(found, milliseconds);
    assert.is.not(Object.is(found, -0), true);
  });
}

const refused: readonly string[] = [
  ...['', ' ', 'd', 'ms', 'm', 'never', '30', '1', '+0', '-2', '-2d', '-10', '--1d', '+-1d'],
  ...['30M', '7m ', '7m\n', '1w', '1y', 'P7D', '1.5d', '1.0d', '1e3s', '1h30m', '1h 30m', '1_000s', '0x1d', '1dd', '1day', '1 000d'],
  ...['9223372036854775808d', '7\u00a0d', '7d\u00a0', '7\u2003d', '٧d', `${'9'.repeat(100_000)}d`],
];

for (const text of refused) {
  test(`${JSON.stringify(text.slice(0, 30))} is no time value`, () => {
    assert.is(parseTimeValue(text), undefined);
  });
}

test.run();
