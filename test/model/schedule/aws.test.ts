import { Cron } from 'croner';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseAwsSchedule } from '../../../model/schedule/aws.ts';
import { nextFire } from '../../../model/schedule/schedule.ts';
import { ANYTHING, at, expressions, fires, schedule } from './expressions.ts';

const test = suite('model/schedule/aws');

const HOUR = 3_600_000;

const accepted: readonly (readonly [expression: string, after: string, ...fires: string[]])[] = [
  // Minutes and hours
  ['cron(0 5 ? * * *)', '2026-01-01', '2026-01-01T05:00', '2026-01-02T05:00'],
  ['cron(0 5 * * ? *)', '2026-01-01T05:00', '2026-01-02T05:00'],
  ['cron(0 0 * * ? *)', '2026-12-31T23:59', '2027-01-01T00:00'],
  ['cron(59 23 * * ? *)', '2026-12-31T23:58', '2026-12-31T23:59', '2027-01-01T23:59'],
  ['cron(* * * * ? *)', '2026-02-28T23:59', '2026-03-01T00:00', '2026-03-01T00:01'],
  ['cron(15 * ? * * *)', '2026-01-01', '2026-01-01T00:15', '2026-01-01T01:15'],
  ['cron(05 09 * * ? *)', '2026-01-01', '2026-01-01T09:05'],
  ['cron(1/10 0 * * ? *)', '2026-01-01', '2026-01-01T00:01', '2026-01-01T00:11', '2026-01-01T00:21'],
  ['cron(0 13/12 ? * * *)', '2026-01-01', '2026-01-01T13:00', '2026-01-02T13:00', '2026-01-03T13:00'],
  ['cron(0 11/12 ? * * *)', '2026-01-01', '2026-01-01T11:00', '2026-01-01T23:00', '2026-01-02T11:00'],
  ['cron(0 */23 ? * * *)', '2026-01-01', '2026-01-01T23:00', '2026-01-02T00:00'],
  ['cron(0 8-20/6 * * ? *)', '2026-01-01', '2026-01-01T08:00', '2026-01-01T14:00', '2026-01-01T20:00', '2026-01-02T08:00'],
  ['cron(50,5,5 3 * * ? *)', '2026-01-01', '2026-01-01T03:05', '2026-01-01T03:50', '2026-01-02T03:05'],
  ['cron(0\t5 \t?   * * *)', '2026-01-01', '2026-01-01T05:00'],
  ['cron( 0 5 ? * * * )', '2026-01-01', '2026-01-01T05:00'],
  // Day of month
  ['cron(0 0 31 * ? *)', '2026-01-31', '2026-03-31T00:00', '2026-05-31T00:00', '2026-07-31T00:00'],
  ['cron(0 0 30-31 * ? *)', '2026-01-31', '2026-03-30T00:00', '2026-03-31T00:00', '2026-04-30T00:00'],
  ['cron(0 0 29 2 ? *)', '2026-01-01', '2028-02-29T00:00', '2032-02-29T00:00'],
  ['cron(0 0 29 2 ? *)', '2096-02-29', '2104-02-29T00:00', '2108-02-29T00:00'],
  ['cron(0 0 L * ? *)', '2028-01-31', '2028-02-29T00:00', '2028-03-31T00:00', '2028-04-30T00:00'],
  ['cron(0 0 L * ? *)', '2100-01-31', '2100-02-28T00:00'],
  ['cron(0 0 */10 * ? *)', '2026-02-11', '2026-02-21T00:00', '2026-03-01T00:00', '2026-03-11T00:00'],
  // Closest workday. 2026-08-01 is a Saturday, 2026-11-01 a Sunday, 2026-05-31 a Sunday, 2026-10-31 a Saturday.
  ['cron(0 0 1W * ? *)', '2026-07-31', '2026-08-03T00:00', '2026-09-01T00:00'],
  ['cron(0 0 1W * ? *)', '2026-10-31', '2026-11-02T00:00'],
  ['cron(0 0 31W * ? *)', '2026-04-01', '2026-05-29T00:00', '2026-07-31T00:00', '2026-08-31T00:00', '2026-10-30T00:00'],
  ['cron(0 0 15W 8 ? *)', '2026-01-01', '2026-08-14T00:00', '2027-08-16T00:00'],
  // Day of week
  ['cron(0 0 ? * 1 *)', '2026-01-01', '2026-01-04T00:00', '2026-01-11T00:00'],
  ['cron(0 0 ? * 7 *)', '2026-01-01', '2026-01-03T00:00', '2026-01-10T00:00'],
  ['cron(0 0 ? * MON-FRI *)', '2026-01-02', '2026-01-05T00:00'],
  ['cron(0 0 ? * 2-6 *)', '2026-01-02', '2026-01-05T00:00'],
  ['cron(0 0 ? * SUN,SAT *)', '2026-01-01', '2026-01-03T00:00', '2026-01-04T00:00', '2026-01-10T00:00'],
  ['cron(0 0 ? * L *)', '2026-01-01', '2026-01-03T00:00', '2026-01-10T00:00'],
  ['cron(15 10 ? * 6L *)', '2026-01-01', '2026-01-30T10:15', '2026-02-27T10:15'],
  ['cron(0 0 ? * FRIL *)', '2026-01-01', '2026-01-30T00:00', '2026-02-27T00:00'],
  ['cron(0 0 ? * 3#2 *)', '2026-01-01', '2026-01-13T00:00', '2026-02-10T00:00'],
  ['cron(0 0 ? * TUE#2 *)', '2026-01-01', '2026-01-13T00:00'],
  ['cron(0 0 ? * 5#5 *)', '2026-01-01', '2026-01-29T00:00', '2026-04-30T00:00', '2026-07-30T00:00'],
  ['cron(0 0 ? 2 5#5 *)', '2026-01-01', '2052-02-29T00:00', '2080-02-29T00:00', '2120-02-29T00:00'],
  // Months and years
  ['cron(0 0 1 JAN,3 ? *)', '2026-01-01', '2026-03-01T00:00', '2027-01-01T00:00'],
  ['cron(0 0 1 DEC ? *)', '2026-01-01', '2026-12-01T00:00', '2027-12-01T00:00'],
  ['cron(0 0 1 jan-Feb ? *)', '2026-01-01', '2026-02-01T00:00', '2027-01-01T00:00'],
  ['cron(0 0 1 10/2 ? *)', '2026-01-01', '2026-10-01T00:00', '2026-12-01T00:00', '2027-10-01T00:00'],
  ['cron(0 0 1 1 ? 2027-2028)', '2026-01-01', '2027-01-01T00:00', '2028-01-01T00:00'],
  ['cron(0 0 1 1 ? 1970/100)', '2026-01-01', '2070-01-01T00:00', '2170-01-01T00:00'],
  ['cron(0 0 1 1 ? */50)', '2026-01-01', '2070-01-01T00:00', '2120-01-01T00:00', '2170-01-01T00:00'],
  ['cron(59 23 31 12 ? 2199)', '2026-01-01', '2199-12-31T23:59'],
  ['cron(0 0 * * ? 1970)', '2026-01-01'],
  ['cron(0 0 30 2 ? *)', '2026-01-01'],
  ['cron(0 0 29 2 ? 2027)', '2026-01-01'],
];

for (const [expression, after, ...expected] of accepted) {
  test(`${JSON.stringify(expression)} after ${after}`, () => {
    // One more than expected where it has to end.
    const last = expected.length === 0 || expression.endsWith('2028)') || expression.endsWith('2199)') || expression.endsWith('0)');
    assert.equal(fires(schedule(expression), after, expected.length + Number(last)), expected);
  });
}

const rates: readonly (readonly [string, number])[] = [
  ['rate(1 minute)', HOUR / 60],
  ['rate(5 minutes)', HOUR / 12],
  ['rate(1 hour)', HOUR],
  ['rate(12 hours)', 12 * HOUR],
  ['rate(1 day)', 24 * HOUR],
  ['rate(7  days)', 168 * HOUR],
];

for (const [expression, every] of rates) {
  test(`${expression} is an interval of ${every} ms, wherever it is`, () => {
    assert.equal(schedule(expression, 'America/New_York'), { kind: 'interval', text: expression, every });
    assert.is(nextFire(schedule(expression), 1000), 1000 + every);
  });
}

const refused: readonly (readonly [string, RegExp])[] = [
  ['', /neither cron/],
  ['cron(', /neither cron/],
  ['cron()', /1 fields instead of 6/],
  ['cron(0 5 ? * *)', /5 fields instead of 6/],
  ['cron(0 0 5 ? * * *)', /7 fields instead of 6/],
  ['0 5 ? * * *', /neither cron/],
  ['CRON(0 5 ? * * *)', /neither cron/],
  [' cron(0 5 ? * * *)', /neither cron/],
  ['cron(0 5 ? * * *)\n', /neither cron/],
  ['cron(0 5 ? * * *', /neither cron/],
  ['cron(cron(0 5 ? * * *))', /neither cron/],
  ['at(2026-01-01T00:00:00)', /neither cron/],
  ['cron(60 5 ? * * *)', /minutes: "60" is not within 0-59/],
  ['cron(-1 5 ? * * *)', /minutes: "-1" is not understood/],
  ['cron(1.5 5 ? * * *)', /characters/],
  ['cron(0 24 ? * * *)', /hours: "24" is not within 0-23/],
  ['cron(0 20-24 ? * * *)', /hours: "20-24" is not within 0-23/],
  ['cron(0 22-4 ? * * *)', /hours: the range "22-4" runs backwards/],
  ['cron(0 ? * * ? *)', /hours: "\?" is not understood/],
  ['cron(0 MON * * ? *)', /hours: "MON" is not within/],
  ['cron(*/0 5 ? * * *)', /minutes: "\*\/0" has no step within 1-59/],
  ['cron(*/60 5 ? * * *)', /minutes: "\*\/60" has no step within 1-59/],
  ['cron(*/ 5 ? * * *)', /minutes: "\*\/" is not understood/],
  ['cron(0/5/5 5 ? * * *)', /not understood/],
  ['cron(0,,5 5 ? * * *)', /minutes: "" is not understood/],
  ['cron(0 5 0 * ? *)', /day of month: "0" is not within 1-31/],
  ['cron(0 5 32 * ? *)', /day of month: "32" is not within 1-31/],
  ['cron(0 5 0W * ? *)', /day of month: "0W" is not within 1-31/],
  ['cron(0 5 32W * ? *)', /day of month: "32W" is not within 1-31/],
  ['cron(0 5 LW * ? *)', /day of month/],
  ['cron(0 5 L-3 * ? *)', /day of month/],
  ['cron(0 5 1,L * ? *)', /day of month/],
  ['cron(0 5 1W,15W * ? *)', /day of month/],
  ['cron(0 5 ? 0 * *)', /month: "0" is not within 1-12/],
  ['cron(0 5 ? 13 * *)', /month: "13" is not within 1-12/],
  ['cron(0 5 ? MON * *)', /month: "MON" is not within/],
  ['cron(0 5 ? * 0 *)', /day of week: "0" is not within 1-7/],
  ['cron(0 5 ? * 8 *)', /day of week: "8" is not within 1-7/],
  ['cron(0 5 ? * FRI-MON *)', /day of week: the range "FRI-MON" runs backwards/],
  ['cron(0 5 ? * */2 *)', /day of week: "\*\/2" has a step/],
  ['cron(0 5 ? * 3#0 *)', /day of week: "3#0" names no day/],
  ['cron(0 5 ? * 3#6 *)', /day of week: "3#6" names no day/],
  ['cron(0 5 ? * 8L *)', /day of week: "8L" names no day/],
  ['cron(0 5 ? * 3#1,6#3 *)', /day of week: "3#1" is not understood/],
  ['cron(0 5 ? * 2L,6L *)', /day of week/],
  ['cron(0 5 * * * *)', /exactly one/],
  ['cron(0 5 ? * ? *)', /exactly one/],
  ['cron(0 5 1 * MON *)', /exactly one/],
  ['cron(0 5 ? * * 1969)', /year: "1969" is not within 1970-2199/],
  ['cron(0 5 ? * * 2200)', /year: "2200" is not within 1970-2199/],
  ['cron(0 5 ? * * 26)', /year: "26" is not within 1970-2199/],
  ['cron(0 5 ? * * ?)', /year: "\?" is not understood/],
  ['cron(0 5 ? * ſUN *)', /characters/],
  ['cron(٠ 5 ? * * *)', /characters/],
  ['cron(0\u00005 ? * * *)', /characters/],
  ['cron(0\n5 ? * * *)', /characters/],
  ['cron(0\u00a05 ? * * *)', /characters/],
  ['cron(__proto__ 5 ? * * *)', /minutes: "__PROTO__" is not within/],
  ['rate()', /neither/],
  ['rate(0 days)', /neither/],
  ['rate(1 days)', /neither/],
  ['rate(5 hour)', /neither/],
  ['rate(05 hours)', /neither/],
  ['rate(-5 hours)', /neither/],
  ['rate(5 seconds)', /neither/],
  ['rate(1 week)', /neither/],
  ['rate(1000000 days)', /neither/],
  ['rate(5\u00a0hours)', /neither/],
  [`cron(${'0,'.repeat(200)}0 5 ? * * *)`, /longer than 256/],
  [`cron(${'('.repeat(100_000)}`, /longer than 256/],
  [`cron(${'*'.repeat(240)})`, /1 fields/],
  [`cron(${' '.repeat(240)})`, /1 fields/],
];

for (const [expression, why] of refused) {
  test(`${JSON.stringify(expression.slice(0, 60))} is refused`, () => {
    const parsed = parseAwsSchedule(expression);
    assert.match('problem' in parsed ? parsed.problem : `accepted: ${parsed.schedule.text}`, why);
  });
}

for (const zone of [
  '',
  'Mars/Olympus',
  '+05:00',
  '-0500',
  'GMT+5',
  'UTC\u0000',
  'America/New_York ',
  '../../etc/passwd',
  'A'.repeat(100_000),
]) {
  test(`the time zone ${JSON.stringify(zone.slice(0, 30))} is refused`, () => {
    assert.equal(parseAwsSchedule('cron(0 5 ? * * *)', zone), { problem: 'its time zone is unknown' });
  });
}

test('whatever the text, there is an answer', () => {
  const near = fc.string({ unit: fc.constantFrom(...'0159*/,-?LW# ()croate\u0000é'), maxLength: 60 });
  const almost = fc.tuple(expressions(ANYTHING), fc.nat(40), fc.string({ maxLength: 2 })).map(([{ text }, index, other]) => {
    return text.slice(0, index) + other + text.slice(index + 1);
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        near,
        near.map((text) => `cron(${text})`),
        almost,
      ),
      (text) => {
        const parsed = parseAwsSchedule(text);
        if ('problem' in parsed) return assert.ok(parsed.problem.length > 0 && parsed.problem.length < 400);
        assert.is(parsed.schedule.text, text);
      },
    ),
    { numRuns: 2000 },
  );
});

/**
 * Croner, asked for what AWS means: seconds first, Sunday = 1, and a step after a number. Left out is `L` alone in the day of
 * week, which croner does not know.
 */
const oracle = (expression: string): Cron =>
  new Cron(`0 ${expression.slice('cron('.length, -1)}`, { mode: '7-part', alternativeWeekdays: true, sloppyRanges: true, timezone: 'UTC' });

test('fires when croner says so', () => {
  const start = fc.integer({ min: at('2020-01-01') / 1000, max: at('2040-01-01') / 1000 }).map((seconds) => seconds * 1000);
  const known = expressions(ANYTHING).filter(({ text }) => !/ L \S+\)$/.test(text));
  fc.assert(
    fc.property(known, start, ({ text }, after) => {
      const expected = oracle(text)
        .nextRuns(5, new Date(after))
        .map((date) => date.toISOString().slice(0, 16));
      assert.equal(fires(schedule(text), new Date(after).toISOString().slice(0, 19), 5), expected, text);
    }),
    { numRuns: 1000 },
  );
});

test.run();
