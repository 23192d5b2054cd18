import { Cron } from 'croner';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseElasticsearchSchedule } from '../../../model/schedule/elasticsearch.ts';
import { largestGap } from '../../../model/schedule/gap.ts';
import { nextFire, type Schedule } from '../../../model/schedule/schedule.ts';
import { ANYTHING, at, expressions, type Generated, item, list, type Wall } from './expressions.ts';

const test = suite('model/schedule/elasticsearch');

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The last that finds workdays. */
const VERSION = '8.17.10';

const schedule = (text: string, version = VERSION): Schedule => {
  const parsed = parseElasticsearchSchedule(text, version);
  if ('problem' in parsed) throw new Error(`${text}: ${parsed.problem}`);
  return parsed.schedule;
};

/** The first fires after `after`, as `2026-01-31T05:00:00`. */
const fires = (of: Schedule, after: string, count: number): readonly string[] => {
  const found: string[] = [];
  for (let fire = nextFire(of, at(after)); fire !== undefined && found.length < count; fire = nextFire(of, fire))
    found.push(new Date(fire).toISOString().slice(0, 19));
  return found;
};

const accepted: readonly (readonly [expression: string, after: string, ...fires: string[]])[] = [
  // Seconds come first
  ['0 30 1 * * ?', '2026-01-01', '2026-01-01T01:30:00', '2026-01-02T01:30:00'],
  ['30 1 5 * * ?', '2026-01-01', '2026-01-01T05:01:30', '2026-01-02T05:01:30'],
  ['0/10 * * * * ?', '2026-01-01T23:59:45', '2026-01-01T23:59:50', '2026-01-02T00:00:00', '2026-01-02T00:00:10'],
  ['59 59 23 31 12 ?', '2026-01-01', '2026-12-31T23:59:59', '2027-12-31T23:59:59'],
  ['7,7,5 0 0 * * ?', '2026-01-01', '2026-01-01T00:00:05', '2026-01-01T00:00:07', '2026-01-02T00:00:05'],
  // Ranges that go on from the start, steps
  ['0 0 22-2 * * ?', '2026-01-01T03:00', '2026-01-01T22:00:00', '2026-01-01T23:00:00', '2026-01-02T00:00:00'],
  ['0 0 22-3/2 * * ?', '2026-01-01T03:00', '2026-01-01T22:00:00', '2026-01-02T00:00:00', '2026-01-02T02:00:00'],
  ['0 58-1 0 * * ?', '2026-01-01T00:02', '2026-01-01T00:58:00', '2026-01-01T00:59:00', '2026-01-02T00:00:00'],
  ['0 0 0 30-2 1,3 ?', '2026-01-03', '2026-01-30T00:00:00', '2026-01-31T00:00:00', '2026-03-01T00:00:00'],
  ['0 0 0 5-0 1 ?', '2026-01-30', '2026-01-31T00:00:00', '2027-01-05T00:00:00'],
  ['0 0 0 1 NOV-FEB ?', '2026-02-01', '2026-11-01T00:00:00', '2026-12-01T00:00:00', '2027-01-01T00:00:00', '2027-02-01T00:00:00'],
  [
    '0 0 0 ? * FRI-MON',
    '2026-01-01',
    '2026-01-02T00:00:00',
    '2026-01-03T00:00:00',
    '2026-01-04T00:00:00',
    '2026-01-05T00:00:00',
    '2026-01-09T00:00:00',
  ],
  ['0 0 0 ? * 6-2', '2026-01-05', '2026-01-09T00:00:00'],
  ['0 0 0 ? * 1-7/2', '2026-01-01', '2026-01-03T00:00:00', '2026-01-04T00:00:00', '2026-01-06T00:00:00', '2026-01-08T00:00:00'],
  ['0 0 13/12 * * ?', '2026-01-01', '2026-01-01T13:00:00', '2026-01-02T13:00:00'],
  ['0 /20 0 * * ?', '2026-01-01', '2026-01-01T00:20:00', '2026-01-01T00:40:00', '2026-01-02T00:00:00'],
  ['0 0 0 */10 * ?', '2026-01-02', '2026-01-11T00:00:00', '2026-01-21T00:00:00', '2026-01-31T00:00:00', '2026-02-01T00:00:00'],
  // A step of nothing: of a star it is one of 1, of a number none at all
  ['0 */0 0 * * ?', '2026-01-01', '2026-01-01T00:01:00', '2026-01-01T00:02:00'],
  ['0 */-5 0 * * ?', '2026-01-01', '2026-01-01T00:01:00'],
  ['0 5/0 0 * * ?', '2026-01-01', '2026-01-01T00:05:00', '2026-01-02T00:05:00'],
  ['0 5-9/0 0 * * ?', '2026-01-01', '2026-01-01T00:05:00', '2026-01-02T00:05:00'],
  ['0 5-9/99 0 * * ?', '2026-01-01', '2026-01-01T00:05:00', '2026-01-02T00:05:00'],
  // What is overlooked
  ['0 0 0 ? * MON-FRI/2', '2026-01-05', '2026-01-06T00:00:00', '2026-01-07T00:00:00'],
  ['0 0 0 ? * MONDAY', '2026-01-01', '2026-01-05T00:00:00', '2026-01-12T00:00:00'],
  ['0 0 0 1 JANUARY-FEBRUARY ?', '2026-01-01', '2027-01-01T00:00:00'],
  ['0 0 0 1 JAN/3 ?', '2026-01-01', '2027-01-01T00:00:00'],
  ['0 0 5x * * ?', '2026-01-01', '2026-01-01T05:00:00', '2026-01-02T05:00:00'],
  ['0 0 5-6-7 * * ?', '2026-01-01', '2026-01-01T05:00:00', '2026-01-01T06:00:00', '2026-01-02T05:00:00'],
  ['0 0 *5 * * ?', '2026-01-01', '2026-01-01T01:00:00'],
  ['0 0 ,5,,7, * * ?', '2026-01-01', '2026-01-01T05:00:00', '2026-01-01T07:00:00'],
  ['0 0 5 * * ? * and more', '2026-01-01', '2026-01-01T05:00:00'],
  // White space, letters, zeros
  [' 0\t0  5 * * ? ', '2026-01-01', '2026-01-01T05:00:00'],
  ['0 0 5 * * ?\n', '2026-01-01', '2026-01-01T05:00:00'],
  ['0 0 5 ? jan-Mar sun', '2026-01-01', '2026-01-04T05:00:00'],
  ['00 000 0005 * * ?', '2026-01-01', '2026-01-01T05:00:00'],
  // Either field of days may be left open, and a question mark in a list does so, too
  ['0 0 5 ? * *', '2026-01-01', '2026-01-01T05:00:00', '2026-01-02T05:00:00'],
  ['0 0 5 ?,13 * MON', '2026-01-01', '2026-01-05T05:00:00', '2026-01-12T05:00:00'],
  ['0 0 5 ?x * MON', '2026-01-01', '2026-01-05T05:00:00'],
  // Days of the month. 2026-08-01 is a Saturday, 2026-05-31 a Sunday, 2026-10-31 a Saturday.
  ['0 0 0 29 2 ?', '2026-01-01', '2028-02-29T00:00:00', '2032-02-29T00:00:00'],
  ['0 0 0 29 2 ?', '2096-02-29', '2104-02-29T00:00:00'],
  ['0 0 0 31 * ?', '2026-01-31', '2026-03-31T00:00:00', '2026-05-31T00:00:00'],
  ['0 0 0 L * ?', '2028-01-31', '2028-02-29T00:00:00', '2028-03-31T00:00:00'],
  ['0 0 0 L-3 * ?', '2026-01-31', '2026-02-25T00:00:00', '2026-03-28T00:00:00'],
  ['0 0 0 L-30 * ?', '2026-01-31', '2026-03-01T00:00:00', '2026-05-01T00:00:00'],
  ['0 0 0 LW * ?', '2026-05-01', '2026-05-29T00:00:00', '2026-06-30T00:00:00'],
  ['0 0 0 L-W * ?', '2026-05-01', '2026-05-29T00:00:00'],
  ['0 0 0 L-1W * ?', '2026-05-01', '2026-05-29T00:00:00', '2026-06-29T00:00:00'],
  ['0 0 0 L-27W 2 ?', '2026-01-01', '2026-02-02T00:00:00'],
  ['0 0 0 1W * ?', '2026-07-31', '2026-08-03T00:00:00', '2026-09-01T00:00:00'],
  ['0 0 0 15W 8 ?', '2026-01-01', '2026-08-14T00:00:00', '2027-08-16T00:00:00'],
  ['0 0 0 10W,20 * ?', '2026-02-01', '2026-02-10T00:00:00', '2026-03-10T00:00:00'],
  ['0 0 0 20W,10 * ?', '2026-02-01', '2026-02-10T00:00:00', '2026-03-10T00:00:00'],
  // 2027-05-01 is a Saturday: what would be 31 April is then moved to the Friday before it.
  ['0 0 0 31W * ?', '2027-03-31', '2027-04-30T00:00:00', '2027-05-31T00:00:00', '2027-07-30T00:00:00'],
  // Days of the week: 1 = Sunday
  ['0 0 0 ? * 1', '2026-01-01', '2026-01-04T00:00:00', '2026-01-11T00:00:00'],
  ['0 0 0 ? * L', '2026-01-01', '2026-01-03T00:00:00', '2026-01-10T00:00:00'],
  ['0 0 0 ? * LW', '2026-01-01', '2026-01-03T00:00:00'],
  ['0 0 0 ? * 5L', '2026-01-01', '2026-01-29T00:00:00', '2026-02-26T00:00:00'],
  ['0 0 0 ? * FRIL', '2026-01-01', '2026-01-30T00:00:00', '2026-02-27T00:00:00'],
  ['0 0 0 ? * 6#3', '2026-01-01', '2026-01-16T00:00:00', '2026-02-20T00:00:00'],
  ['0 0 0 ? * FRI#3', '2026-01-01', '2026-01-16T00:00:00'],
  ['0 0 0 ? * 5#5', '2026-01-01', '2026-01-29T00:00:00', '2026-04-30T00:00:00', '2026-07-30T00:00:00'],
  ['0 0 0 ? 2 5#5', '2026-01-01', '2052-02-29T00:00:00'],
  ['0 0 0 ? * 2,6#3', '2026-01-01', '2026-01-19T00:00:00', '2026-02-16T00:00:00'],
  // Years
  ['0 0 0 1 1 ? 2027', '2026-01-01', '2027-01-01T00:00:00'],
  ['0 0 0 1 1 ? 2027-2028', '2026-01-01', '2027-01-01T00:00:00', '2028-01-01T00:00:00'],
  ['0 0 0 1 1 ? 2020/5', '2026-01-01', '2030-01-01T00:00:00', '2035-01-01T00:00:00'],
  ['0 0 0 1 1 ? */10', '2026-01-01', '2030-01-01T00:00:00', '2040-01-01T00:00:00'],
  ['0 0 0 1 1 ? *', '2026-01-01', '2027-01-01T00:00:00'],
  ['0 0 0 1 1 ? 2025', '2026-01-01'],
  ['0 0 0 30 2 ?', '2026-01-01'],
];

for (const [expression, after, ...expected] of accepted) {
  test(`${JSON.stringify(expression)} after ${after}`, () => {
    const ends = expected.length === 0 || / \? (?:2027|2027-2028)$/.test(expression);
    assert.equal(fires(schedule(expression), after, expected.length + Number(ends)), expected);
  });
}

const intervals: readonly (readonly [text: string, every: number])[] = [
  ['30m', 30 * MINUTE],
  ['1d', DAY],
  ['1D', DAY],
  [' 12 h ', 12 * HOUR],
  ['900s', 15 * MINUTE],
  ['1ms', 1],
  ['1500micros', 1],
];

for (const [text, every] of intervals) {
  test(`${JSON.stringify(text)} is an interval of ${every} ms`, () => {
    assert.equal(schedule(text), { kind: 'interval', text, every });
    assert.is(nextFire(schedule(text), SECOND), SECOND + every);
  });
}

const refused: readonly (readonly [text: string, problem: RegExp])[] = [
  ['', /is empty/],
  [' \t ', /is empty/],
  ['*', /1 fields instead of 6 or 7/],
  ['0 5 * * ?', /5 fields instead of 6 or 7/],
  ['0 0 5 * *', /5 fields/],
  ['@daily', /1 fields/],
  ['0\u00a00 5 * * ?', /5 fields/],
  // Time values
  ['0', /no longer than nothing/],
  ['0d', /no longer than nothing/],
  ['-1', /no longer than nothing/],
  ['-1d', /no longer than nothing/],
  ['999micros', /no longer than nothing/],
  ['30M', /1 fields/],
  ['1.5h', /1 fields/],
  ['1w', /1 fields/],
  // Days
  ['0 0 5 * * *', /exactly one of day of month and day of week/],
  ['0 0 5 ? * ?', /exactly one/],
  ['0 0 5 1 * MON', /exactly one/],
  ['0 0 5 L * MON', /exactly one/],
  // Bounds
  ['60 0 5 * * ?', /seconds: "60" is not within 0-59/],
  ['0 60 5 * * ?', /minutes: "60" is not within 0-59/],
  ['0 0 24 * * ?', /hours: "24" is not within 0-23/],
  ['0 0 20-24 * * ?', /hours: "20-24" is not within/],
  ['0 0 5 0 * ?', /day of month: "0" is not within 1-31/],
  ['0 0 5 32 * ?', /day of month: "32"/],
  ['0 0 5 98 * MON', /day of month: "98"/],
  ['0 0 5 1 0 ?', /month: "0" is not within 1-12/],
  ['0 0 5 1 13 ?', /month: "13"/],
  ['0 0 5 ? * 0', /day of week: "0" is not within 1-7/],
  ['0 0 5 ? * 8', /day of week: "8"/],
  ['0 0 5 * * ? 1969', /year: "1969" is not within 1970-2199/],
  ['0 0 5 * * ? 2200', /year: "2200"/],
  ['0 0 5 * * ? 99', /year: "99"/],
  ['0 0 5 * * ? 2030-2026', /year: the range "2030-2026" runs backwards/],
  ['*/60 0 5 * * ?', /seconds: "\*\/60" has a step larger than 59/],
  ['0 0 */24 * * ?', /hours: "\*\/24" has a step larger than 23/],
  ['0 0 5 ? * */8', /day of week: "\*\/8" has a step larger than 7/],
  // Syntax
  ['0 0 -5 * * ?', /hours: "-5" is not understood/],
  ['0 0 5- * * ?', /hours: "5-" is not understood/],
  ['0 0 5-x * * ?', /hours: "5-X" is not understood/],
  ['0 0 5/ * * ?', /hours: "5\/" is not understood/],
  ['0 0 5/2x * * ?', /hours: "5\/2X" is not understood/],
  ['0 0 1-10/ * * ?', /hours: "1-10\/" is not understood/],
  ['0 0 */ * * ?', /hours: "\*\/" is not understood/],
  ['0 0 / * * ?', /hours: "\/" is not understood/],
  ['0 0 ? * * ?', /hours: "\?" is not understood/],
  ['0 0 5 ?xy * MON', /day of month: "\?XY" is not understood/],
  ['0 0 , * * ?', /hours: "," has no values/],
  ['0 0 L * * ?', /hours: "L" has no values/],
  ['0 0 5 1 MON ?', /month: "MON" is not understood/],
  ['0 0 5 1 JA ?', /month: "JA" is not understood/],
  ['0 0 5 1 JAN- ?', /month: "JAN-" is not understood/],
  ['0 0 5 JAN * ?', /day of month: "JAN" is not understood/],
  // L, W and #
  ['0 0 5 1,L * ?', /day of month: "1,L" is a list with "L"/],
  ['0 0 5 L- * ?', /day of month: "L-" is not understood/],
  ['0 0 5 L-31 * ?', /day of month: "L-31" is more than 30 days before the last/],
  ['0 0 5 L-28W * ?', /day of month: "L-28W" is more than 27 days before the last/],
  ['0 0 5 5L * ?', /day of month: "5L" is not understood/],
  ['0 0 5 W * ?', /day of month: "W" is not understood/],
  ['0 0 5 0W * ?', /day of month: "0W" is not within/],
  ['0 0 5 32W * ?', /day of month: "32W" is not within/],
  ['0 0 5 5#3 * ?', /day of month: "5#3" is not understood/],
  ['0 0 5 ? * 5W', /day of week: "5W" is not understood/],
  ['0 0 5 ? * 2L,6L', /day of week: "2L,6L" is a list with "L"/],
  ['0 0 5 ? * 6#0', /day of week: "6#0" is not understood/],
  ['0 0 5 ? * 6#6', /day of week: "6#6" is not understood/],
  ['0 0 5 ? * 3#1,6#3', /day of week: "3#1,6#3" has more than one "#"/],
  ['0 0 5 ? * FRI#', /day of week: "FRI#" is not understood/],
  ['0 0 5 ? 5#3 *', /month: "5#3" is not understood/],
  [`0 0 5 ${'1,'.repeat(3000)}1 * ?`, /longer than 4096/],
  [`0 0 ${'9'.repeat(4000)} * * ?`, /is not within 0-23/],
];

for (const [text, why] of refused) {
  test(`${JSON.stringify(text.slice(0, 60))} is refused`, () => {
    const parsed = parseElasticsearchSchedule(text, VERSION);
    assert.match('problem' in parsed ? parsed.problem : `accepted: ${parsed.schedule.text}`, why);
  });
}

const versions: readonly (readonly [version: string | undefined, findsWorkdays: boolean])[] = [
  ['7.17.29', true],
  ['8.9.2', true],
  ['8.17.10', true],
  ['8.17.0-SNAPSHOT', true],
  ['8.18.0', false],
  ['8.19.21', false],
  ['9.0.0', false],
  ['9.5.3', false],
  ['10.0.0', false],
  ['', false],
  [undefined, false],
  ['eight', false],
];

for (const [version, findsWorkdays] of versions) {
  test(`workdays in Elasticsearch ${version}: ${findsWorkdays ? 'known' : 'refused'}`, () => {
    for (const days of ['15W', 'LW', 'L-3W']) {
      const parsed = parseElasticsearchSchedule(`0 0 5 ${days} * ?`, version);
      assert.match(
        'problem' in parsed ? parsed.problem : 'accepted',
        findsWorkdays ? /^accepted$/ : /8\.18 and later find wrong days for "W"/,
      );
    }
    assert.ok('schedule' in parseElasticsearchSchedule('0 0 5 15 * ?', version));
  });
}

const gaps: readonly (readonly [text: string, gap: number])[] = [
  ['* * * * * ?', SECOND],
  ['0/10 * * * * ?', 10 * SECOND],
  ['0/25 * * * * ?', 25 * SECOND],
  ['0/10 * 8-17 ? * MON-FRI', 62 * HOUR + 10 * SECOND],
  ['0 30 1 * * ?', DAY],
  ['0 0 0 29 2 ?', 1461 * DAY],
  ['0 0 0 ? * 6L', 35 * DAY],
  ['0 0 0 30 2 ?', Number.POSITIVE_INFINITY],
  ['0 0 0 * * ? 2020-2030', Number.POSITIVE_INFINITY],
  ['6h', 6 * HOUR],
];

for (const [text, gap] of gaps) {
  test(`${text}: the largest gap is ${gap} ms`, () => {
    assert.is(largestGap([schedule(text)], at('2026-01-01')).gap, gap);
  });
}

test('many schedules for every second do not keep the seconds of each', () => {
  const texts = Array.from({ length: 140 }, (_, index) => `0-29 ${index % 59}-59 ${Math.floor(index / 59)}-23 * * ?`);
  const schedules = texts.map((text) => schedule(text));
  const today = Math.floor(at('2026-01-01') / DAY);
  const firesOn = (of: Schedule): readonly number[] => (of.kind === 'calendar' ? of.firesOn(today) : []);
  const counts = schedules.map((each) => firesOn(each).length);
  assert.is(counts[0], 30 * 60 * 24);
  const [first, last] = [schedules[0], schedules.at(-1)];
  assert.ok(first && last);
  // The last is known still, the first was forgotten, and is found anew.
  assert.is(firesOn(last), firesOn(last));
  assert.equal(firesOn(first).slice(0, 3), [0, SECOND, 2 * SECOND]);
});

test('whatever the text, there is an answer', () => {
  const near = fc.string({ unit: fc.constantFrom(...'0159*/,-?LW# JANFRI\u0000é'), maxLength: 60 });
  const fields = fc.array(fc.string({ unit: fc.constantFrom(...'0159*/,-?LW#'), maxLength: 6 }), { minLength: 5, maxLength: 8 });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        near,
        fields.map((parts) => parts.join(' ')),
      ),
      (text) => {
        const parsed = parseElasticsearchSchedule(text, VERSION);
        if ('problem' in parsed) return assert.ok(parsed.problem.length > 0 && parsed.problem.length < 400);
        assert.is(parsed.schedule.text, text);
      },
    ),
    { numRuns: 2000 },
  );
});

/** Expressions that mean the same to EventBridge and Elasticsearch, and the seconds that it has besides. */
const known: fc.Arbitrary<Generated<Wall & { readonly second: number }>> = fc
  .tuple(list(item(0, 59), 2), expressions(ANYTHING))
  .map(([seconds, { text, has }]) => ({
    text: `${seconds.text} ${text.slice('cron('.length, -1)}`,
    has: (wall: Wall & { readonly second: number }) => seconds.has(wall.second) && has(wall),
  }))
  // There, no month has a workday closest to a day that it does not have.
  .filter(({ text }) => !/\b(?:29|30|31)W\b/.test(text))
  // Here, a word is no end of a range with a number, and has no steps.
  .filter(({ text }) => !/[A-Z]-\d|\d-[A-Z]|[A-Z]\//.test(text));

const start = fc.integer({ min: at('2020-01-01') / SECOND, max: at('2040-01-01') / SECOND }).map((seconds) => seconds * SECOND);

const wallAt = (instant: number): Wall & { readonly second: number } => {
  const date = new Date(instant);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  return { year, month, day, hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds() };
};

test('fires when all fields have the second, and at no other', () => {
  fc.assert(
    fc.property(known, start, ({ text, has }, from) => {
      const minute = Math.floor(from / MINUTE) * MINUTE;
      const found = nextFire(schedule(text), minute - 1);
      for (let instant = minute; instant < minute + 20 * MINUTE; instant += SECOND) {
        if (has(wallAt(instant))) return assert.is(found, instant, text);
      }
      assert.ok(found === undefined || (found >= minute + 20 * MINUTE && has(wallAt(found))), text);
    }),
    { numRuns: 250 },
  );
});

test('fires when croner says so', () => {
  const dialect = { mode: '7-part', alternativeWeekdays: true, sloppyRanges: true, timezone: 'UTC' } as const;
  // Croner does not know L alone in the day of week.
  const both = known.filter(({ text }) => !/ L \S+$/.test(text));
  fc.assert(
    fc.property(both, start, ({ text }, after) => {
      const expected = new Cron(text, dialect).nextRuns(5, new Date(after)).map((date) => date.toISOString().slice(0, 19));
      assert.equal(fires(schedule(text), new Date(after).toISOString().slice(0, 19), 5), expected, text);
    }),
    { numRuns: 400 },
  );
});

test.run();
