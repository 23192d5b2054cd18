import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Gap, largestGap } from '../../../model/schedule/gap.ts';
import { nextFire, type Schedule } from '../../../model/schedule/schedule.ts';
import { at, expressions, SPARSE, schedule, ZONES } from './expressions.ts';

const test = suite('model/schedule/gap');

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 366 * DAY;

const FROM = '2026-01-01T00:30';

const gaps: readonly (readonly [name: string, schedules: readonly (readonly [string, string?])[], gap: number, from?: string])[] = [
  ['every minute', [['cron(* * * * ? *)']], MINUTE],
  ['hourly', [['cron(0 * * * ? *)']], HOUR],
  ['step range that ends with the day', [['cron(0 13/12 ? * * *)']], DAY],
  ['step range that does not', [['cron(0 11/12 ? * * *)']], 12 * HOUR],
  ['steps that do not divide the day', [['cron(0 */9 ? * * *)']], 9 * HOUR],
  ['steps that do not divide the hour', [['cron(*/40 * ? * * *)']], 40 * MINUTE],
  ['office hours', [['cron(0 8-18 ? * MON-FRI *)']], 62 * HOUR],
  ['weekly', [['cron(0 5 ? * SUN *)']], 7 * DAY],
  ['monthly', [['cron(0 5 1 * ? *)']], 31 * DAY],
  ['on the 31st', [['cron(0 5 31 * ? *)']], 61 * DAY],
  ['on the last day', [['cron(0 5 L * ? *)']], 31 * DAY],
  ['second Tuesday', [['cron(0 5 ? * TUE#2 *)']], 35 * DAY],
  ['yearly', [['cron(0 5 1 1 ? *)']], 366 * DAY],
  ['29 February', [['cron(0 5 29 2 ? *)']], 1461 * DAY],
  ['29 February around 2100', [['cron(0 5 29 2 ? *)']], 2921 * DAY, '2095-01-01'],
  ['fifth Thursday of February', [['cron(0 5 ? 2 5#5 *)']], 10227 * DAY],
  ['five Fridays in March: in eight years it is 4 years, later 5', [['cron(0 5 ? 3 6#5 *)']], 1827 * DAY, '2045-01-01'],
  ['every 50 years', [['cron(0 5 1 1 ? */50)']], 18_261 * DAY],
  ['daily in New York', [['cron(0 5 ? * * *)', 'America/New_York']], 25 * HOUR],
  ['daily in Sydney', [['cron(0 5 ? * * *)', 'Australia/Sydney']], 25 * HOUR],
  ['daily on Lord Howe', [['cron(0 5 ? * * *)', 'Australia/Lord_Howe']], 24.5 * HOUR],
  ['daily in Kolkata', [['cron(0 5 ? * * *)', 'Asia/Kolkata']], DAY],
  ['daily in a skipped hour', [['cron(30 2 ? * * *)', 'America/New_York']], 47 * HOUR],
  ['hourly in New York', [['cron(0 * * * ? *)', 'America/New_York']], 2 * HOUR],
  ['every minute in New York', [['cron(* * * * ? *)', 'America/New_York']], 61 * MINUTE],
  ['never', [['cron(0 5 30 2 ? *)']], Number.POSITIVE_INFINITY],
  ['over', [['cron(0 5 * * ? 2020-2025)']], Number.POSITIVE_INFINITY],
  ['over soon', [['cron(0 5 * * ? 2020-2030)']], Number.POSITIVE_INFINITY],
  ['over in a far future', [['cron(0 5 * * ? 2020-2199)']], DAY],
  ['not begun', [['cron(0 5 * * ? 2028-2199)']], at('2028-01-01T05:00') - at(FROM)],
  ['none at all', [], Number.POSITIVE_INFINITY],
  ['two that agree', [['cron(0 5 * * ? *)'], ['cron(0 5 ? * * *)']], DAY],
  ['twice a day by two', [['cron(0 5 * * ? *)'], ['cron(0 17 * * ? *)']], 12 * HOUR],
  ['hourly on weekdays, daily at weekends', [['cron(0 * ? * MON-FRI *)'], ['cron(0 3 ? * SAT,SUN *)']], DAY],
  ['weekly by seven', [1, 2, 3, 4, 5, 6, 7].map((day) => [`cron(0 ${day} ? * ${day} *)`] as const), 25 * HOUR],
  ['one fills what the other skips', [['cron(30 2 ? * * *)', 'America/New_York'], ['cron(30 7 ? 3 SUN *)']], 25 * HOUR],
  [
    'in two zones',
    [
      ['cron(0 0 ? * * *)', 'America/New_York'],
      ['cron(0 0 ? * * *)', 'Asia/Tokyo'],
    ],
    14 * HOUR,
  ],
  ['one ends, one goes on', [['cron(0 * * * ? 2026)'], ['cron(0 5 ? * * *)']], DAY],
  ['one never begins', [['cron(0 5 30 2 ? *)'], ['cron(0 5 ? * * *)']], DAY],
  ['both end', [['cron(0 * * * ? 2026)'], ['cron(0 5 ? * * 2027)']], Number.POSITIVE_INFINITY],
];

const of = (schedules: readonly (readonly [string, string?])[]): readonly Schedule[] =>
  schedules.map(([text, zone]) => schedule(text, zone));

for (const [name, schedules, gap, from = FROM] of gaps) {
  test(`${name}: ${gap / HOUR} h`, () => {
    const found = largestGap(of(schedules), at(from));
    assert.is(found.gap, gap);
    assert.ok(found.exact);
    assert.is(found.before - found.after, gap);
  });
}

const bounds: readonly (readonly [name: string, expression: string, zone: string, after: string, before: string])[] = [
  ['the first autumn', 'cron(0 5 ? * * *)', 'America/New_York', '2026-10-31T09:00', '2026-11-01T10:00'],
  ['the first spring', 'cron(30 2 ? * * *)', 'America/New_York', '2026-03-07T07:30', '2026-03-09T06:30'],
  ['the first of equals', 'cron(0 5 ? * * *)', 'UTC', '2026-01-01T05:00', '2026-01-02T05:00'],
  ['between the last fire of a day and the first of the next', 'cron(0 8,20 ? * * *)', 'UTC', '2026-01-01T08:00', '2026-01-01T20:00'],
  ['the wait for the first fire', 'cron(0 5 ? * * 2028-2199)', 'UTC', FROM, '2028-01-01T05:00'],
];

for (const [name, expression, zone, after, before] of bounds) {
  test(`lies between its fires: ${name}`, () => {
    const { gap, ...rest } = largestGap([schedule(expression, zone)], at(FROM));
    assert.equal(rest, { after: at(after), before: at(before), exact: true });
    assert.is(gap, at(before) - at(after));
  });
}

test('what ends leaves a gap after its last fire', () => {
  const gap = largestGap([schedule('cron(0 5 ? * * 2026-2030)')], at(FROM));
  assert.equal(gap, { gap: Number.POSITIVE_INFINITY, after: at('2030-12-31T05:00'), before: Number.POSITIVE_INFINITY, exact: true });
});

test('what never begins leaves a gap from the start', () => {
  const gap = largestGap([schedule('cron(0 5 30 2 ? *)')], at(FROM));
  assert.equal(gap, { gap: Number.POSITIVE_INFINITY, after: at(FROM), before: Number.POSITIVE_INFINITY, exact: true });
});

const withIntervals: readonly (readonly [name: string, schedules: readonly string[], gap: number, exact: boolean])[] = [
  ['alone', ['rate(6 hours)'], 6 * HOUR, true],
  ['a calendar with room for it', ['rate(6 hours)', 'cron(0 5 ? * * *)'], 6 * HOUR, true],
  ['a calendar with just room for it', ['rate(12 hours)', 'cron(0 5 ? * * *)'], 12 * HOUR, true],
  ['a calendar with too little room', ['rate(13 hours)', 'cron(0 5 ? * * *)'], 13 * HOUR, false],
  ['a calendar that may coincide', ['rate(1 day)', 'cron(0 5 ? * * *)'], DAY, false],
  ['a calendar that fires more often', ['rate(2 days)', 'cron(0 5 ? * * *)'], DAY, false],
  ['a calendar that never fires', ['rate(6 hours)', 'cron(0 5 30 2 ? *)'], 6 * HOUR, true],
  ['two of them', ['rate(6 hours)', 'rate(4 hours)'], 4 * HOUR, false],
];

for (const [name, expressionsOf, gap, exact] of withIntervals) {
  test(`an interval, ${name}: ${exact ? '' : 'at most '}${gap / HOUR} h`, () => {
    const found = largestGap(
      expressionsOf.map((text) => schedule(text)),
      at(FROM),
    );
    assert.equal([found.gap, found.exact, found.before - found.after], [gap, exact, gap]);
  });
}

/** When any of them fires next, asked with ever later moments; each is looked for anew only once it has fired. */
const nextOf = (schedules: readonly Schedule[]): ((after: number) => number) => {
  const next = schedules.map(() => Number.NEGATIVE_INFINITY);
  return (after) => {
    for (const [index, each] of schedules.entries()) {
      if ((next[index] ?? after) <= after) next[index] = nextFire(each, after) ?? Number.POSITIVE_INFINITY;
    }
    return Math.min(...next);
  };
};

/** The longest gap of eight years and the gap that they end in, fire by fire. */
const fireByFire = (schedules: readonly Schedule[], from: number): number => {
  const next = nextOf(schedules);
  let longest = 0;
  for (let last = from; last < from + 8 * YEAR; ) {
    const fire = next(last);
    longest = Math.max(longest, fire - last);
    last = fire;
  }
  return longest;
};

const start = fc.integer({ min: at('2024-01-01') / 1000, max: at('2040-01-01') / 1000 }).map((seconds) => seconds * 1000);
const sparse = fc.tuple(expressions(SPARSE), fc.constantFrom(...ZONES)).map(([{ text }, zone]) => schedule(text, zone));
const several = fc.array(sparse, { minLength: 1, maxLength: 4 });

const describe = (schedules: readonly Schedule[]): string => schedules.map(({ text }) => text).join(' and ');

test('is the longest that one finds fire by fire', () => {
  fc.assert(
    fc.property(several, start, (schedules, from) => {
      const found = largestGap(schedules, from);
      assert.is(found.gap, fireByFire(schedules, from), describe(schedules));
      assert.is(found.before, nextOf(schedules)(found.after), describe(schedules));
    }),
    { numRuns: 50 },
  );
});

test('more schedules make no gap longer, in whatever order', () => {
  fc.assert(
    fc.property(several, start, (schedules, from) => {
      const all = largestGap(schedules, from);
      for (const each of schedules) assert.ok(all.gap <= largestGap([each], from).gap, describe(schedules));
      assert.equal(largestGap(schedules.toReversed(), from), all);
    }),
    { numRuns: 50 },
  );
});

test('the same question gets the very same answer', () => {
  const ask = (from: string): Gap => largestGap([schedule('cron(0 5 ? * * *)', 'Europe/Berlin')], at(from));
  assert.is(ask(FROM), ask(FROM));
  assert.is.not(ask(FROM), ask('2026-01-02'));
});

test.run();
