import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nextFire } from '../../../model/schedule/schedule.ts';
import { parseVeleroSchedule } from '../../../model/schedule/velero.ts';
import { attendanceOf } from '../../../model/velero/cadence.ts';

const test = suite('model/velero/cadence');

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FROM = Date.parse('2026-01-24T12:00:00Z');
const TO = Date.parse('2026-01-31T12:00:00Z');

const scheduleOf = (text: string) => {
  const parsed = parseVeleroSchedule(text, 'UTC', 'robfig-v3');
  assert.ok('schedule' in parsed);
  return parsed.schedule;
};

const SIX_HOURLY = scheduleOf('0 */6 * * *');

/** The fires of the week, one by one. */
const fires = (): readonly number[] => {
  const all: number[] = [];
  for (let fire = nextFire(SIX_HOURLY, FROM); fire !== undefined && fire <= TO - HOUR; fire = nextFire(SIX_HOURLY, fire)) all.push(fire);
  return all;
};

const span = { from: FROM, to: TO, startWithin: HOUR };

test('each run that does not take place is missed, and no other', () => {
  const all = fires();
  fc.assert(
    fc.property(fc.subarray([...all]), fc.integer({ min: 0, max: HOUR }), (left, late) => {
      const begun = all.filter((fire) => !left.includes(fire)).map((fire) => fire + late);
      assert.equal(attendanceOf(SIX_HOURLY, begun, span), { due: all.length, missed: left });
    }),
  );
});

test('runs at other times change nothing', () => {
  const all = fires();
  const odd = all.map((fire) => fire + 2 * HOUR);
  assert.equal(attendanceOf(SIX_HOURLY, odd, span)?.missed, all);
});

test('an interval that drifts by less than it may misses nothing', () => {
  const schedule = scheduleOf('@every 3h');
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: MINUTE }), { minLength: 60, maxLength: 60 }), (drifts) => {
      let last = FROM;
      const begun = drifts.map((drift) => {
        last += 3 * HOUR + drift;
        return last;
      });
      assert.equal(attendanceOf(schedule, begun, span)?.missed, []);
    }),
  );
});

test('an interval that stands still misses every one', () => {
  assert.is(attendanceOf(scheduleOf('@every 24h'), [], span)?.missed.length, 6);
});

test('too many', () => {
  assert.is(attendanceOf(scheduleOf('* * * * *'), [], { ...span, from: FROM - 14 * 24 * HOUR }), undefined);
});

test.run();
