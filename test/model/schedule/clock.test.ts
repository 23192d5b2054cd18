import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { calendarSchedule, type Repeated } from '../../../model/schedule/calendar.ts';
import { daysOfMonth } from '../../../model/schedule/days.ts';
import { nextFire, type Schedule } from '../../../model/schedule/schedule.ts';
import { zoneOf } from '../../../model/schedule/zone.ts';
import { ANYTHING, at, expressions, fires, schedule, type Wall, ZONES } from './expressions.ts';

const test = suite('model/schedule/clock');

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Fires in UTC around the days on which clocks are put forward or back. */
const changes: readonly (readonly [name: string, expression: string, zone: string, after: string, ...fires: string[]])[] = [
  ['no change', 'cron(0 5 ? * * *)', 'America/New_York', '2026-01-01', '2026-01-01T10:00', '2026-01-02T10:00'],
  [
    'before midnight in UTC is after it there',
    'cron(0 20 L * ? *)',
    'America/New_York',
    '2026-01-02',
    '2026-02-01T01:00',
    '2026-03-01T01:00',
  ],
  [
    'after midnight there is before it in UTC',
    'cron(0 5 1 * ? *)',
    'Australia/Sydney',
    '2026-01-01',
    '2026-01-31T18:00',
    '2026-02-28T18:00',
  ],
  ['spring, skipped', 'cron(30 2 ? * * *)', 'America/New_York', '2026-03-07', '2026-03-07T07:30', '2026-03-09T06:30'],
  ['spring, the first minute skipped', 'cron(0 2 ? * * *)', 'America/New_York', '2026-03-07', '2026-03-07T07:00', '2026-03-09T06:00'],
  ['spring, the last minute before', 'cron(59 1 ? * * *)', 'America/New_York', '2026-03-07T12:00', '2026-03-08T06:59', '2026-03-09T05:59'],
  ['spring, the first minute after', 'cron(0 3 ? * * *)', 'America/New_York', '2026-03-07T12:00', '2026-03-08T07:00', '2026-03-09T07:00'],
  [
    'spring, hourly',
    'cron(0 * ? * * *)',
    'America/New_York',
    '2026-03-08T05:30',
    '2026-03-08T06:00',
    '2026-03-08T07:00',
    '2026-03-08T08:00',
  ],
  ['autumn, once', 'cron(30 1 ? * * *)', 'America/New_York', '2026-10-31T12:00', '2026-11-01T05:30', '2026-11-02T06:30'],
  [
    'autumn, the first minute repeated',
    'cron(0 1 ? * * *)',
    'America/New_York',
    '2026-10-31T12:00',
    '2026-11-01T05:00',
    '2026-11-02T06:00',
  ],
  ['autumn, the first minute after', 'cron(0 2 ? * * *)', 'America/New_York', '2026-10-31T12:00', '2026-11-01T07:00', '2026-11-02T07:00'],
  [
    'autumn, hourly',
    'cron(0 * ? * * *)',
    'America/New_York',
    '2026-11-01T04:30',
    '2026-11-01T05:00',
    '2026-11-01T07:00',
    '2026-11-01T08:00',
  ],
  ['south, spring', 'cron(30 2 ? * * *)', 'Australia/Sydney', '2026-10-02T12:00', '2026-10-02T16:30', '2026-10-04T15:30'],
  [
    'south, autumn',
    'cron(30 2 ? * * *)',
    'Australia/Sydney',
    '2026-04-03T12:00',
    '2026-04-03T15:30',
    '2026-04-04T15:30',
    '2026-04-05T16:30',
  ],
  ['half an hour, spring', 'cron(15 2 ? * * *)', 'Australia/Lord_Howe', '2026-10-02T12:00', '2026-10-02T15:45', '2026-10-04T15:15'],
  ['half an hour, after spring', 'cron(30 2 ? * * *)', 'Australia/Lord_Howe', '2026-10-03T12:00', '2026-10-03T15:30', '2026-10-04T15:30'],
  ['half an hour, autumn', 'cron(45 1 ? * * *)', 'Australia/Lord_Howe', '2026-04-04T12:00', '2026-04-04T14:45', '2026-04-05T15:15'],
  [
    'half an hour, hourly in autumn',
    'cron(45 * ? * * *)',
    'Australia/Lord_Howe',
    '2026-04-04T14:00',
    '2026-04-04T14:45',
    '2026-04-04T16:15',
  ],
  ['zone of a half hour', 'cron(0 0 ? * * *)', 'Asia/Kolkata', '2026-01-01', '2026-01-01T18:30', '2026-01-02T18:30'],
  ['zone of a quarter', 'cron(0 0 ? * * *)', 'Asia/Kathmandu', '2026-01-01', '2026-01-01T18:15'],
  ['change at midnight, spring', 'cron(30 0 ? * FRI *)', 'Africa/Cairo', '2026-04-22', '2026-04-30T21:30'],
  ['repeated hour before midnight', 'cron(30 23 ? * * *)', 'Africa/Cairo', '2026-10-29T12:00', '2026-10-29T20:30', '2026-10-30T21:30'],
  ['repeated until midnight UTC', 'cron(30 1 ? * * *)', 'Asia/Gaza', '2026-10-23T12:00', '2026-10-23T22:30', '2026-10-24T23:30'],
  ['a day that did not exist', 'cron(0 12 30 12 ? 2011-2012)', 'Pacific/Apia', '2011-12-01', '2012-12-29T22:00'],
  ['a date line crossed', 'cron(0 12 ? * * *)', 'Pacific/Apia', '2011-12-29', '2011-12-29T22:00', '2011-12-30T22:00'],
  ['another name', 'cron(0 5 ? * * *)', 'US/Eastern', '2026-01-01', '2026-01-01T10:00'],
  ['UTC by another name', 'cron(0 5 ? * * *)', 'Etc/UTC', '2026-01-01', '2026-01-01T05:00'],
  ['a fixed offset', 'cron(0 5 ? * * *)', 'Etc/GMT+5', '2026-07-01', '2026-07-01T10:00'],
  ['the end of the last year', 'cron(30 23 31 12 ? 2026)', 'America/New_York', '2026-01-01', '2027-01-01T04:30'],
  ['the start of the first year', 'cron(30 0 1 1 ? 2027)', 'Asia/Tokyo', '2026-01-01', '2026-12-31T15:30'],
];

for (const [name, expression, zone, after, ...expected] of changes) {
  test(`${name}: ${expression} in ${zone}`, () => {
    assert.equal(fires(schedule(expression, zone), after, expected.length), expected);
  });
}

test('the year of the zone ends the schedule, not that of UTC', () => {
  assert.is(nextFire(schedule('cron(30 23 31 12 ? 2026)', 'America/New_York'), at('2027-01-01T04:30')), undefined);
  assert.is(nextFire(schedule('cron(30 0 1 1 ? 2027)', 'Asia/Tokyo'), at('2026-12-31T15:30')), undefined);
});

/** Daily at these hours in New York, in a dialect that treats repeated times so. */
const inNewYork = (hours: readonly number[], repeated: Repeated): Schedule => {
  const zone = zoneOf('America/New_York');
  if (!zone) throw new Error('no such zone');
  const times = { times: hours.map((hour) => hour * HOUR), days: daysOfMonth([1]), months: [11], years: undefined };
  return calendarSchedule({ text: '', timeZone: 'America/New_York' }, times, zone, repeated);
};

test('whether a repeated time fires once or each time is up to the dialect', () => {
  assert.equal(fires(inNewYork([0, 1, 2], 'once'), '2026-10-30', 3), ['2026-11-01T04:00', '2026-11-01T05:00', '2026-11-01T07:00']);
  const each = ['2026-11-01T04:00', '2026-11-01T05:00', '2026-11-01T06:00', '2026-11-01T07:00'];
  assert.equal(fires(inNewYork([0, 1, 2], 'each'), '2026-10-30', 4), each);
});

const clocks = new Map(
  ZONES.map((zone) => [
    zone,
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    }),
  ]),
);

const wallAt = (zone: (typeof ZONES)[number], instant: number): Wall => {
  const parts = new Map(
    clocks
      .get(zone)
      ?.formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: string): number => parts.get(name as Intl.DateTimeFormatPartTypes) ?? Number.NaN;
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') };
};

/** Looks at the clock every minute, and writes down what it has seen. It starts a day early, for what is repeated. */
const watch = (zone: (typeof ZONES)[number], from: number, to: number, has: (wall: Wall) => boolean): readonly number[] => {
  const seen = new Set<string>();
  const found: number[] = [];
  for (let instant = from - DAY; instant < to; instant += MINUTE) {
    const wall = wallAt(zone, instant);
    const name = Object.values(wall).join(' ');
    if (instant >= from && !seen.has(name) && has(wall)) found.push(instant);
    seen.add(name);
  }
  return found;
};

const between = (of: Schedule, from: number, to: number): readonly number[] => {
  const found: number[] = [];
  for (let fire = nextFire(of, from - 1); fire !== undefined && fire < to; fire = nextFire(of, fire)) found.push(fire);
  return found;
};

/** Starts of two days, most of them near changes of clocks. */
const start = fc
  .oneof(
    fc.constantFrom(
      '2026-03-07',
      '2026-03-28',
      '2026-04-04',
      '2026-04-23',
      '2026-10-03',
      '2026-10-24',
      '2026-10-29',
      '2026-10-31',
      '2011-12-29',
    ),
    fc.constantFrom('2028-02-28', '2027-02-28', '2026-12-31', '2027-01-30', '2030-09-06'),
  )
  .chain((day) => fc.integer({ min: 0, max: 24 * 60 }).map((minutes) => at(day) + minutes * MINUTE));

test('fires when somebody who looks at the clock every minute would', () => {
  fc.assert(
    fc.property(expressions(ANYTHING), fc.constantFrom(...ZONES), start, ({ text, has }, zone, from) => {
      const to = from + 2 * DAY;
      assert.equal(between(schedule(text, zone), from, to), watch(zone, from, to, has), `${text} in ${zone}`);
    }),
    { numRuns: 60 },
  );
});

test('each fire is later than the one before and no earlier than asked for', () => {
  fc.assert(
    fc.property(
      expressions(ANYTHING),
      fc.constantFrom(...ZONES),
      fc.integer({ min: 0, max: at('2100-01-01') }),
      ({ text }, zone, after) => {
        const of = schedule(text, zone);
        let last = after;
        for (let count = 0; count < 20; count++) {
          const fire = nextFire(of, last);
          if (fire === undefined) return;
          assert.ok(fire > last && fire % MINUTE === 0);
          assert.is(nextFire(of, fire - 1), fire);
          last = fire;
        }
      },
    ),
    { numRuns: 200 },
  );
});

test.run();
