import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseElasticsearchSchedule } from '../../../model/schedule/elasticsearch.ts';
import { parseOpenSearchSchedule } from '../../../model/schedule/opensearch.ts';
import { nextFire, type Parsed, type Schedule } from '../../../model/schedule/schedule.ts';
import { shortestSpan } from '../../../model/schedule/span.ts';

const test = suite('model/schedule/span');

const HOUR = 3_600_000;
const FROM = Date.parse('2026-01-31T12:00:00Z');

const known = (parsed: Parsed): Schedule => {
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.schedule;
};

const cron = (text: string): Schedule => known(parseElasticsearchSchedule(text));

const TABLE: readonly { readonly name: string; readonly schedule: Schedule; readonly count: number; readonly hours: number }[] = [
  { name: 'every hour, 3 more', schedule: cron('0 0 * * * ?'), count: 3, hours: 3 },
  { name: 'none more', schedule: cron('0 0 * * * ?'), count: 0, hours: 0 },
  { name: 'an interval', schedule: cron('30m'), count: 5, hours: 2.5 },
  { name: 'nightly, a week', schedule: cron('0 30 1 * * ?'), count: 7, hours: 168 },
  { name: 'twice a day, unevenly, once more: the shorter of the two', schedule: cron('0 0 1,3 * * ?'), count: 1, hours: 2 },
  { name: 'on workdays, 4 more: without a weekend', schedule: cron('0 0 0 ? * MON-FRI'), count: 4, hours: 96 },
  { name: 'on workdays, 5 more: with one', schedule: cron('0 0 0 ? * MON-FRI'), count: 5, hours: 168 },
  { name: 'monthly: February', schedule: cron('0 0 0 1 * ?'), count: 1, hours: 28 * 24 },
  { name: 'yearly, on 29 February', schedule: cron('0 0 0 29 2 ?'), count: 1, hours: 4 * 8766 },
  { name: 'every second, a million more', schedule: cron('* * * * * ?'), count: 1_000_000, hours: 1_000_000 / 3600 },
  { name: 'one year only', schedule: cron('0 0 0 1 1 ? 2027'), count: 1, hours: Number.POSITIVE_INFINITY },
  {
    name: 'an hour less where clocks are put forward',
    schedule: known(parseOpenSearchSchedule('0 0 * * *', 'America/New_York')),
    count: 7,
    hours: 167,
  },
  {
    name: 'a time that the clock shows twice may fire twice',
    schedule: known(parseOpenSearchSchedule('30 1 * * *', 'America/New_York')),
    count: 7,
    hours: 145,
  },
];

for (const { name, schedule, count, hours } of TABLE) {
  test(name, () => assert.is(shortestSpan(schedule, count, FROM) / HOUR, hours));
}

test('it is that of the fires, one after the other', () => {
  const hour = fc.integer({ min: 0, max: 23 });
  const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
  fc.assert(
    fc.property(fc.uniqueArray(hour, { minLength: 1, maxLength: 4 }), weekdays, fc.integer({ min: 1, max: 9 }), (hours, days, count) => {
      const schedule = cron(`0 0 ${hours.join()} ? * ${days.join()}`);
      const fires: number[] = [];
      for (let fire = nextFire(schedule, FROM) ?? 0; fires.length < 80; fire = nextFire(schedule, fire) ?? 0) fires.push(fire);
      const spans = fires.slice(count).map((fire, index) => fire - (fires[index] ?? 0));
      assert.is(shortestSpan(schedule, count, FROM), Math.min(...spans));
    }),
    { numRuns: 50 },
  );
});

test.run();
