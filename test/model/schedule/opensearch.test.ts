import { Cron } from 'croner';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { largestGap } from '../../../model/schedule/gap.ts';
import { parseOpenSearchInterval, parseOpenSearchSchedule } from '../../../model/schedule/opensearch.ts';
import { type CalendarSchedule, nextFire, type Schedule } from '../../../model/schedule/schedule.ts';
import { at, every, fires, type Generated, item, list, MONTHS, type Wall, ZONES } from './expressions.ts';

const test = suite('model/schedule/opensearch');

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const schedule = (expression: string, timeZone = 'UTC'): Schedule => {
  const parsed = parseOpenSearchSchedule(expression, timeZone);
  if ('problem' in parsed) throw new Error(`${expression} (${timeZone}): ${parsed.problem}`);
  return parsed.schedule;
};

const accepted: readonly (readonly [expression: string, after: string, ...fires: string[]])[] = [
  // Numbers, ranges, steps and lists
  ['0 5 * * *', '2026-01-01', '2026-01-01T05:00', '2026-01-02T05:00'],
  ['0 5 * * *', '2026-01-01T05:00', '2026-01-02T05:00'],
  ['59 23 * * *', '2026-12-31T23:58', '2026-12-31T23:59', '2027-01-01T23:59'],
  ['* * * * *', '2026-02-28T23:59', '2026-03-01T00:00', '2026-03-01T00:01'],
  ['5/15 0 * * *', '2026-01-01', '2026-01-01T00:05', '2026-01-01T00:20', '2026-01-01T00:35', '2026-01-01T00:50', '2026-01-02T00:05'],
  ['/20 0 * * *', '2026-01-01', '2026-01-01T00:20', '2026-01-01T00:40', '2026-01-02T00:00'],
  ['0 8-20/6 * * *', '2026-01-01', '2026-01-01T08:00', '2026-01-01T14:00', '2026-01-01T20:00', '2026-01-02T08:00'],
  ['50,5,5 3 * * *', '2026-01-01', '2026-01-01T03:05', '2026-01-01T03:50', '2026-01-02T03:05'],
  ['+5 005 * * *', '2026-01-01', '2026-01-01T05:05'],
  ['0 22-22 * * *', '2026-01-01', '2026-01-01T22:00'],
  // What ends a text is overlooked
  ['0 0/12/ * * *', '2026-01-01', '2026-01-01T12:00', '2026-01-02T00:00'],
  ['0 5-6- * * *', '2026-01-01', '2026-01-01T05:00', '2026-01-01T06:00', '2026-01-02T05:00'],
  ['0 5-9/4/2 * * *', '2026-01-01', '2026-01-01T05:00', '2026-01-01T09:00', '2026-01-02T05:00'],
  // Names; those of steps are numbers, too
  ['0 0 1 JAN,mar *', '2026-01-01', '2026-03-01T00:00', '2027-01-01T00:00'],
  ['0 0 1 1-12/MAR *', '2026-01-01', '2026-04-01T00:00', '2026-07-01T00:00', '2026-10-01T00:00', '2027-01-01T00:00'],
  ['0 0 * * mon-FRI', '2026-01-02', '2026-01-05T00:00'],
  // Sunday is 0 and 7
  ['0 0 * * 0', '2026-01-01', '2026-01-04T00:00', '2026-01-11T00:00'],
  ['0 0 * * 7', '2026-01-01', '2026-01-04T00:00', '2026-01-11T00:00'],
  ['0 0 * * sun', '2026-01-01', '2026-01-04T00:00'],
  ['0 0 * * 5-7', '2026-01-01', '2026-01-02T00:00', '2026-01-03T00:00', '2026-01-04T00:00', '2026-01-09T00:00'],
  ['0 0 * * FRI-SUN', '2026-01-01', '2026-01-02T00:00', '2026-01-03T00:00', '2026-01-04T00:00', '2026-01-09T00:00'],
  ['0 0 * * */2', '2026-01-01', '2026-01-03T00:00', '2026-01-04T00:00', '2026-01-06T00:00', '2026-01-08T00:00'],
  ['0 0 * * 1/2', '2026-01-01', '2026-01-02T00:00', '2026-01-04T00:00', '2026-01-05T00:00', '2026-01-07T00:00'],
  ['0 0 * * 7/2', '2026-01-01', '2026-01-03T00:00', '2026-01-04T00:00', '2026-01-06T00:00'],
  ['0 0 * * */7', '2026-01-01', '2026-01-04T00:00', '2026-01-11T00:00'],
  // Months without the day, leap years
  ['0 0 31 * *', '2026-01-31', '2026-03-31T00:00', '2026-05-31T00:00'],
  ['0 0 29 2 *', '2026-01-01', '2028-02-29T00:00', '2032-02-29T00:00'],
  ['0 0 29 2 *', '2096-02-29', '2104-02-29T00:00'],
  // White space
  [' \t0\t5\n*  *\u000b* ', '2026-01-01', '2026-01-01T05:00'],
];

/** Of days of the month and of the week either is enough, unless one of them is a star. 2026-01-01 is a Thursday. */
const eitherDay: readonly (readonly [expression: string, after: string, ...fires: string[]])[] = [
  ['0 0 13 * FRI', '2026-01-01', '2026-01-02T00:00', '2026-01-09T00:00', '2026-01-13T00:00', '2026-01-16T00:00'],
  ['0 0 13 * *', '2026-01-01', '2026-01-13T00:00', '2026-02-13T00:00'],
  ['0 0 13 * */1', '2026-01-01', '2026-01-13T00:00', '2026-02-13T00:00'],
  ['0 0 */1/ * FRI', '2026-01-01', '2026-01-02T00:00', '2026-01-09T00:00'],
  // All days by any other name are no star
  ['0 0 13 * 0-6', '2026-01-01', '2026-01-02T00:00', '2026-01-03T00:00'],
  ['0 0 1-31 * FRI', '2026-01-01', '2026-01-02T00:00', '2026-01-03T00:00'],
  ['0 0 *,1 * FRI', '2026-01-01', '2026-01-02T00:00', '2026-01-03T00:00'],
  ['0 0 */01 * FRI', '2026-01-01', '2026-01-02T00:00', '2026-01-03T00:00'],
  ['0 0 13 * /1', '2026-01-01', '2026-01-02T00:00', '2026-01-03T00:00'],
  ['0 0 */15 * FRI', '2026-01-02', '2026-01-09T00:00', '2026-01-16T00:00', '2026-01-23T00:00', '2026-01-30T00:00', '2026-01-31T00:00'],
];

for (const [expression, after, ...expected] of [...accepted, ...eitherDay]) {
  test(`${JSON.stringify(expression)} after ${after}`, () => {
    assert.equal(fires(schedule(expression), after, expected.length), expected);
  });
}

test('a valid expression may never fire', () => {
  assert.is(nextFire(schedule('0 0 30 2 *'), at('2026-01-01')), undefined);
  assert.is(largestGap([schedule('0 0 30 2 *')], at('2026-01-01')).gap, Number.POSITIVE_INFINITY);
});

/** Times of UTC. In New York the clock is put forward on 2026-03-08 at 07:00 UTC and back on 2026-11-01 at 06:00 UTC. */
const changes: readonly (readonly [expression: string, zone: string, after: string, ...fires: string[]])[] = [
  ['0 5 * * *', 'America/New_York', '2026-03-07', '2026-03-07T10:00', '2026-03-08T09:00'],
  ['0 5 * * *', 'America/New_York', '2026-10-31', '2026-10-31T09:00', '2026-11-01T10:00'],
  // A time that the clock skips is left out.
  ['30 2 * * *', 'America/New_York', '2026-03-07', '2026-03-07T07:30', '2026-03-09T06:30'],
  ['30 2 8 3 *', 'America/New_York', '2026-01-01', '2027-03-08T07:30'],
  ['30 * * * *', 'America/New_York', '2026-03-08T06:00', '2026-03-08T06:30', '2026-03-08T07:30'],
  // Of a time that it repeats the second is left out, asked at the first, where fires are two hours apart or more.
  ['30 1 * * *', 'America/New_York', '2026-10-31', '2026-10-31T05:30', '2026-11-01T05:30', '2026-11-02T06:30'],
  ['30 1 * * *', 'America/New_York', '2026-11-01T05:30', '2026-11-02T06:30'],
  ['30 1 * * *', 'America/New_York', '2026-11-01T05:30:01', '2026-11-01T06:30', '2026-11-02T06:30'],
  ['30 1-2 * * *', 'America/New_York', '2026-11-01', '2026-11-01T05:30', '2026-11-01T06:30', '2026-11-01T07:30'],
  ['0,30 1 * * *', 'America/New_York', '2026-11-01', '2026-11-01T05:00', '2026-11-01T05:30', '2026-11-01T06:00', '2026-11-01T06:30'],
  ['0 * * * *', 'America/New_York', '2026-11-01T04:30', '2026-11-01T05:00', '2026-11-01T06:00', '2026-11-01T07:00'],
  // By half an hour: put forward at 02:00, and back to 01:30.
  ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-02T16:00', '2026-10-04T15:15'],
  ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-03T16:00', '2026-04-04T14:45', '2026-04-05T15:15'],
  // No midnight on 2026-04-24 in Cairo.
  ['0 0 * * *', 'Africa/Cairo', '2026-04-22T22:00', '2026-04-24T21:00', '2026-04-25T21:00'],
  // Offsets
  ['0 5 * * *', '+05:30', '2026-01-01', '2026-01-01T23:30'],
  ['0 5 * * *', '-3', '2026-01-01', '2026-01-01T08:00'],
  ['0 5 * * *', 'UTC+2', '2026-07-01', '2026-07-01T03:00'],
  ['0 5 * * *', 'GMT-0230', '2026-07-01', '2026-07-01T07:30'],
  ['0 5 * * *', 'UT', '2026-07-01', '2026-07-01T05:00'],
  ['0 5 * * *', 'Z', '2026-07-01', '2026-07-01T05:00'],
  ['0 5 * * *', '-00:00', '2026-07-01', '2026-07-01T05:00'],
];

for (const [expression, zone, after, ...expected] of changes) {
  test(`${expression} in ${zone} after ${after}`, () => {
    assert.equal(fires(schedule(expression, zone), after, expected.length), expected);
  });
}

const gaps: readonly (readonly [expression: string, zone: string, gap: number])[] = [
  ['* * * * *', 'UTC', MINUTE],
  ['0 5 * * *', 'UTC', DAY],
  ['0 5 * * *', 'America/New_York', 25 * HOUR],
  ['30 1 * * *', 'America/New_York', 25 * HOUR],
  ['30 2 * * *', 'America/New_York', 47 * HOUR],
  ['0 * * * *', 'America/New_York', HOUR],
  ['0 */2 * * *', 'America/New_York', 3 * HOUR],
  ['45 1 * * *', 'Australia/Lord_Howe', 24.5 * HOUR],
  ['0 5 * * *', '+05:30', DAY],
  ['0 0 29 2 *', 'Europe/Berlin', 1461 * DAY],
];

for (const [expression, zone, gap] of gaps) {
  test(`${expression} in ${zone}: the largest gap is ${gap / HOUR} h`, () => {
    assert.is(largestGap([schedule(expression, zone)], at('2026-01-01')).gap, gap);
  });
}

const refused: readonly (readonly [expression: string, problem: RegExp])[] = [
  ['', /is empty/],
  [' \n', /is empty/],
  ['* * * *', /4 fields instead of 5/],
  ['0 0 5 * * ?', /6 fields/],
  ['0\u00a05 * * *', /4 fields/],
  ['@daily', /1 fields/],
  ['0 5 * * *||0 17 * * *', /joins expressions with "\|"/],
  ['0 5|17 * * *', /joins expressions/],
  // Bounds
  ['60 * * * *', /minutes: "60" is not within 0-59/],
  ['* 24 * * *', /hours: "24" is not within 0-23/],
  ['* * 0 * *', /day of month: "0" is not within 1-31/],
  ['* * 32 * *', /day of month: "32"/],
  ['* * * 0 *', /month: "0" is not within 1-12/],
  ['* * * 13 *', /month: "13"/],
  ['* * * * 8', /day of week: "8" is not within 0-7/],
  ['10-5 * * * *', /minutes: the range "10-5" runs backwards/],
  ['* * * * SUN-TUE', /day of week: the range "SUN-TUE" runs backwards/],
  ['* * * * sat-1', /runs backwards/],
  // Steps
  ['*/0 * * * *', /minutes: "\*\/0" has no step that fits/],
  ['*/60 * * * *', /minutes: "\*\/60" has no step that fits/],
  ['* */24 * * *', /hours: "\*\/24" has no step/],
  ['* * */32 * *', /day of month: "\*\/32" has no step/],
  ['* * * * */8', /day of week: "\*\/8" has no step/],
  ['* * * * 1-5/7', /day of week: "1-5\/7" has no step/],
  ['* * * */mar *', /month: "\*\/MAR" is not understood/],
  ['5/ * * * *', /minutes: "5\/" is not understood/],
  ['1-5/ * * * *', /minutes: "1-5\/" is not understood/],
  ['1/2/3 * * * *', /minutes: "1\/2\/3" is not understood/],
  ['//5 * * * *', /is not understood/],
  ['60/5 * * * *', /minutes: "60\/5" is not within/],
  // Syntax
  ['5, * * * *', /minutes: "" is not within/],
  [',5 * * * *', /minutes: "" is not within/],
  ['-5 * * * *', /minutes: "-5" is not understood/],
  ['5- * * * *', /minutes: "5-" is not understood/],
  ['1-2-3 * * * *', /minutes: "1-2-3" is not understood/],
  ['*-5 * * * *', /minutes: "\*-5" is not understood/],
  ['** * * * *', /minutes: "\*\*" is not within/],
  ['? * * * *', /minutes: "\?" is not within/],
  ['* * ? * *', /day of month: "\?"/],
  ['* * L * *', /day of month: "L"/],
  ['* * L-3 * *', /day of month: "L-3"/],
  ['* * 15W * *', /day of month: "15W"/],
  ['* * * * 5L', /day of week: "5L"/],
  ['* * * * 5#3', /day of week: "5#3"/],
  ['* * * january *', /month: "JANUARY"/],
  ['1.5 * * * *', /minutes: "1\.5"/],
  ['2147483648 * * * *', /minutes: "2147483648"/],
  [`${'1,'.repeat(3000)}1 * * * *`, /longer than 4096/],
];

for (const [expression, why] of refused) {
  test(`${JSON.stringify(expression.slice(0, 60))} is refused`, () => {
    const parsed = parseOpenSearchSchedule(expression, 'UTC');
    assert.match('problem' in parsed ? parsed.problem : `accepted: ${parsed.schedule.text}`, why);
  });
}

for (const zone of [
  '',
  'Mars/Olympus',
  '+19:00',
  '+05:60',
  '+5:00',
  '5',
  '+',
  'UTC+',
  'Z+1',
  'UTC\u0000',
  '../../etc/passwd',
  '+'.repeat(100_000),
]) {
  test(`the time zone ${JSON.stringify(zone.slice(0, 30))} is refused`, () => {
    assert.equal(parseOpenSearchSchedule('0 5 * * *', zone), { problem: 'its time zone is unknown' });
  });
}

const intervals: readonly (readonly [period: number, unit: string, every: number | RegExp])[] = [
  [1, 'MINUTES', MINUTE],
  [1, 'Minutes', MINUTE],
  [6, 'hours', 6 * HOUR],
  [2, 'Days', 2 * DAY],
  [0, 'Days', /no whole number from 1 on/],
  [-1, 'Days', /no whole number/],
  [1.5, 'Days', /no whole number/],
  [Number.NaN, 'Days', /no whole number/],
  [2 ** 31, 'Days', /no whole number/],
  [1, 'Weeks', /none of MINUTES, HOURS and DAYS/],
  [1, 'Seconds', /none of/],
  [1, '', /none of/],
];

for (const [period, unit, expected] of intervals) {
  test(`an interval of ${period} ${unit}`, () => {
    const parsed = parseOpenSearchInterval(period, unit);
    if (typeof expected === 'number') assert.equal(parsed, { schedule: { kind: 'interval', text: `${period} ${unit}`, every: expected } });
    else assert.match('problem' in parsed ? parsed.problem : 'accepted', expected);
  });
}

test('whatever the text, there is an answer', () => {
  const near = fc.string({ unit: fc.constantFrom(...'01259*/,-+ JANSU|\u0000é'), maxLength: 40 });
  const fields = fc.array(fc.string({ unit: fc.constantFrom(...'0159*/,-+'), maxLength: 5 }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        near,
        fields.map((parts) => parts.join(' ')),
      ),
      (text) => {
        const parsed = parseOpenSearchSchedule(text, 'UTC');
        if ('problem' in parsed) return assert.ok(parsed.problem.length > 0 && parsed.problem.length < 400);
        assert.is(parsed.schedule.text, text);
      },
    ),
    { numRuns: 2000 },
  );
});

const orStar = (items: fc.Arbitrary<Generated<number>>): fc.Arbitrary<Generated<number>> => fc.oneof(every, list(items));

const weekdayOf = ({ year, month, day }: Wall): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay();

/** Words are left to the tables: Sunday has another number than its name. */
const expressions: fc.Arbitrary<Generated<Wall>> = fc
  .tuple(orStar(item(0, 59)), orStar(item(0, 23)), orStar(item(1, 31)), orStar(item(1, 12, true, MONTHS)), orStar(item(0, 6, false)))
  // The only list of one item that is a star, too.
  .filter(([, , day]) => day.text !== '*/1')
  .map(([minute, hour, day, month, weekday]) => {
    const hasDay = (wall: Wall): boolean => {
      const [ofMonth, ofWeek] = [day.has(wall.day), weekday.has(weekdayOf(wall))];
      return day.text === '*' || weekday.text === '*' ? ofMonth && ofWeek : ofMonth || ofWeek;
    };
    return {
      text: [minute, hour, day, month, weekday].map(({ text }) => text).join(' '),
      has: (wall) => minute.has(wall.minute) && hour.has(wall.hour) && hasDay(wall) && month.has(wall.month),
    };
  });

const start = fc.integer({ min: at('2020-01-01') / SECOND, max: at('2036-01-01') / SECOND }).map((seconds) => seconds * SECOND);

const wallAt = (instant: number): Wall => {
  const date = new Date(instant);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  return { year, month, day, hour: date.getUTCHours(), minute: date.getUTCMinutes() };
};

test('fires in UTC when all fields have the minute, and at no other', () => {
  fc.assert(
    fc.property(expressions, start, ({ text, has }, from) => {
      const first = Math.floor(from / MINUTE) * MINUTE;
      const found = nextFire(schedule(text), first - 1);
      for (let instant = first; instant < first + 2 * DAY; instant += MINUTE) {
        if (has(wallAt(instant))) return assert.is(found, instant, text);
      }
      assert.ok(found === undefined || (found >= first + 2 * DAY && has(wallAt(found))), text);
    }),
    { numRuns: 300 },
  );
});

test('fires when croner says so, in UTC', () => {
  fc.assert(
    fc.property(
      // Croner takes a star with a step for a star.
      expressions.filter(({ text }) => !/\*\/|\*,|,\*/.test(text)),
      start,
      ({ text }, after) => {
        const expected = new Cron(text, { timezone: 'UTC', sloppyRanges: true }).nextRuns(4, new Date(after));
        const found = fires(schedule(text), new Date(after).toISOString().slice(0, 19), 4);
        assert.equal(
          found,
          expected.map((date) => date.toISOString().slice(0, 16)),
          text,
        );
      },
    ),
    { numRuns: 400 },
  );
});

const calendar = (text: string, zone: string): CalendarSchedule => {
  const found = schedule(text, zone);
  assert.is(found.kind, 'calendar');
  return found as CalendarSchedule;
};

test('the fires of days are those that follow each upon the one before', () => {
  const inZone = fc.tuple(expressions, fc.constantFrom(...ZONES), start);
  fc.assert(
    fc.property(inZone, ([{ text }, zone, from]) => {
      const of = calendar(text, zone);
      const days = Array.from({ length: 60 }, (_, index) => Math.floor(from / DAY) + index);
      const listed = days.flatMap((day) => of.firesOn(day).map((time) => day * DAY + time)).slice(0, 500);
      const followed = listed.slice(1).map((_, index) => nextFire(of, listed[index] ?? from));
      assert.equal(followed, listed.slice(1), `${text} in ${zone}`);
    }),
    { numRuns: 150 },
  );
});

test.run();
