import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { DURATION_PATTERN, explainDuration, formatDuration, humanDuration, MAX_DURATION, parseDuration } from '../../model/duration.ts';

const test = suite('model/duration');

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const accepted: readonly (readonly [string, number])[] = [
  ['30s', 30 * SECOND],
  ['15m', 15 * MINUTE],
  ['24h', DAY],
  ['7d', 7 * DAY],
  ['168h', 7 * DAY],
  ['2w', 14 * DAY],
  ['007d', 7 * DAY],
  ['P7D', 7 * DAY],
  ['P2W', 14 * DAY],
  ['PT24H', DAY],
  ['PT15M', 15 * MINUTE],
  ['PT90S', 90 * SECOND],
  ['P1DT12H', 36 * HOUR],
  ['P1DT1H1M1S', DAY + HOUR + MINUTE + SECOND],
  ['P0DT1S', SECOND],
  ['36500d', MAX_DURATION],
  ['P36500D', MAX_DURATION],
];

for (const [text, expected] of accepted) {
  test(`${text} is ${expected} ms`, () => {
    assert.is(parseDuration(text), expected);
    assert.match(text, new RegExp(DURATION_PATTERN));
  });
}

const refused: readonly (readonly [string, RegExp])[] = [
  ['', /not a duration/],
  ['7', /not a duration/],
  ['d', /not a duration/],
  ['7 d', /not a duration/],
  [' 7d', /not a duration/],
  ['7d\n', /not a duration/],
  ['1.5h', /not a duration/],
  ['1e3s', /not a duration/],
  ['-7d', /not a duration/],
  ['+7d', /not a duration/],
  ['7D', /not a duration/],
  ['1d12h', /not a duration/],
  ['P', /not a duration/],
  ['PT', /not a duration/],
  ['P1DT', /not a duration/],
  ['p7d', /not a duration/],
  ['P1W2D', /not a duration/],
  ['PT1.5H', /not a duration/],
  ['P-1D', /not a duration/],
  ['٧d', /not a duration/],
  ['1234567890d', /not a duration/],
  ['P1M', /Months and years have no fixed length/],
  ['P1Y', /Months and years have no fixed length/],
  ['P1Y2DT3H', /Months and years have no fixed length/],
  ['1mo', /Months and years have no fixed length/],
  ['1y', /Months and years have no fixed length/],
  ['0s', /longer than zero/],
  ['PT0S', /longer than zero/],
  ['P0W', /longer than zero/],
  ['36501d', /longer than 36500 days/],
  ['P36500DT1S', /longer than 36500 days/],
  ['999999999w', /longer than 36500 days/],
];

for (const [text, why] of refused) {
  test(`${JSON.stringify(text)} is refused`, () => {
    assert.is(parseDuration(text), undefined);
    assert.match(explainDuration(text), why);
    assert.match(explainDuration(text), /Accepted are .*15m.*PT15M/);
  });
}

const formatted: readonly (readonly [number, string, string])[] = [
  [0, 'PT0S', '0 seconds'],
  [0.4, 'PT0S', '0 seconds'],
  [500, 'PT0.5S', '0 seconds'],
  [SECOND, 'PT1S', '1 second'],
  [15 * MINUTE, 'PT15M', '15 minutes'],
  [HOUR, 'PT1H', '1 hour'],
  [DAY, 'P1D', '1 day'],
  [36 * HOUR, 'P1DT12H', '1 day 12 hours'],
  [7 * DAY, 'P7D', '7 days'],
  [DAY - 1, 'PT23H59M59.999S', '23 hours 59 minutes'],
  [DAY + MINUTE, 'P1DT1M', '1 day'],
];

for (const [duration, iso, human] of formatted) {
  test(`${duration} ms is written ${iso} and told as ${human}`, () => {
    assert.is(formatDuration(duration), iso);
    assert.is(humanDuration(duration), human);
  });
}

for (const duration of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`${duration} cannot be written`, () => {
    assert.throws(() => formatDuration(duration), /not a duration/);
    assert.throws(() => humanDuration(duration), /not a duration/);
  });
}

test('what is written is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: MAX_DURATION / SECOND }), (seconds) => {
      assert.is(parseDuration(formatDuration(seconds * SECOND)), seconds * SECOND);
    }),
  );
});

test('any text gives a whole number of milliseconds within the limits, or nothing', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^P?T?\d{0,12}[smhdwSMHDWY]?T?\d{0,3}[HMS]?$/));
  fc.assert(
    fc.property(text, (candidate) => {
      const duration = parseDuration(candidate);
      if (duration === undefined) return assert.type(explainDuration(candidate), 'string');
      assert.ok(Number.isSafeInteger(duration) && duration > 0 && duration <= MAX_DURATION);
      assert.match(candidate, new RegExp(DURATION_PATTERN));
    }),
  );
});

test('a duration with all of its units', () => assert.is(humanDuration(DAY + 11 * MINUTE, 4), '1 day 11 minutes'));

test.run();
