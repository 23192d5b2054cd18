import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MalformedAnswer } from '../../../../model/scanner.ts';
import * as values from '../../../../scanners/elasticsearch/parse/values.ts';

const test = suite('scanners/elasticsearch/parse/values');

const MALFORMED = Symbol('malformed');

const outcome = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    assert.instance(error, MalformedAnswer);
    return MALFORMED;
  }
};

for (const [value, expected] of [
  ['0', 0],
  ['17', 17],
  [17, 17],
  [0, 0],
  [undefined, undefined],
  [null, undefined],
  ['', undefined],
  ['-1', MALFORMED],
  [-1, MALFORMED],
  ['1.5', MALFORMED],
  [1.5, MALFORMED],
  ['1e3', MALFORMED],
  ['9'.repeat(16), MALFORMED],
  [true, MALFORMED],
  [[1], MALFORMED],
] as const) {
  test(`a number: ${JSON.stringify(value)}`, () =>
    assert.is(
      outcome(() => values.optionalWhole('x', value)),
      expected,
    ));
}

for (const [value, expected] of [
  [1_795_401_535_776, '2026-11-23T02:38:55.776Z'],
  ['1795401535776', '2026-11-23T02:38:55.776Z'],
  [0, undefined],
  [-1, undefined],
  [-2, MALFORMED],
  [undefined, undefined],
  [null, undefined],
  [Date.UTC(9999, 11, 31), '9999-12-31T00:00:00.000Z'],
  [Date.UTC(10_000), MALFORMED],
  ['2026-11-23T02:38:55Z', MALFORMED],
] as const) {
  test(`a moment: ${value}`, () =>
    assert.is(
      outcome(() => values.optionalMoment('x', value)),
      expected,
    ));
}

for (const [value, expected] of [
  ['1795401535', '2026-11-23T02:38:55.000Z'],
  ['0', undefined],
  [null, undefined],
  ['999999999999', MALFORMED],
] as const) {
  test(`Unix seconds: ${value}`, () =>
    assert.is(
      outcome(() => values.optionalEpoch('x', value)),
      expected,
    ));
}

for (const [value, fallback, expected] of [
  [true, false, true],
  ['true', false, true],
  [false, true, false],
  ['false', true, false],
  [undefined, true, true],
  [null, false, false],
  ['', true, true],
  ['yes', true, MALFORMED],
  [1, true, MALFORMED],
] as const) {
  test(`a switch: ${JSON.stringify(value)}, else ${fallback}`, () =>
    assert.is(
      outcome(() => values.switched('x', value, fallback)),
      expected,
    ));
}

for (const [value, expected] of [
  ['x', 'x'],
  ['', undefined],
  [undefined, undefined],
  [null, undefined],
  [5, '5'],
  [false, 'false'],
  [['x'], MALFORMED],
  [{}, MALFORMED],
] as const) {
  test(`a setting: ${JSON.stringify(value)}`, () =>
    assert.is(
      outcome(() => values.optionalSetting('x', value)),
      expected,
    ));
}

test.run();
