import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseExpiry, parseTime } from '../../../engine/load/time.ts';

const test = suite('engine/load/time');

const times: readonly (readonly [text: string, expected: string | undefined])[] = [
  ['2026-12-31T12:00:00Z', '2026-12-31T12:00:00.000Z'],
  ['2026-12-31T12:00:00.123456Z', '2026-12-31T12:00:00.123Z'],
  ['2026-12-31T23:30:00-01:00', '2027-01-01T00:30:00.000Z'],
  ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ['2026-02-29T00:00:00Z', undefined],
  ['2026-12-31T24:00:01Z', undefined],
  ['2026-12-31T12:60:00Z', undefined],
  ['2026-12-31T12:00:00', undefined],
  ['2026-12-31T12:00:00+25:00', undefined],
  ['2026-12-31 12:00:00Z', undefined],
  ['2026-12-31', undefined],
  ['', undefined],
];

for (const [text, expected] of times) {
  test(`the time ${JSON.stringify(text)} is ${expected ?? 'none'}`, () => assert.is(parseTime(text)?.toISOString(), expected));
}

const expiries: readonly (readonly [text: string, expected: string | undefined])[] = [
  ['2026-12-31', '2026-12-31T23:59:59.999Z'],
  ['2028-02-29', '2028-02-29T23:59:59.999Z'],
  ['2026-02-29', undefined],
  ['2026-00-01', undefined],
  ['2026-1-1', undefined],
  ['2026-12-31T12:00:00Z', '2026-12-31T12:00:00.000Z'],
  ['tomorrow', undefined],
];

for (const [text, expected] of expiries) {
  test(`the expiry ${JSON.stringify(text)} is ${expected ?? 'none'}`, () => assert.is(parseExpiry(text)?.toISOString(), expected));
}

test.run();
