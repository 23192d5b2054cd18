import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { largestGap } from '../../../model/schedule/gap.ts';
import { parseVeleroSchedule } from '../../../model/schedule/velero.ts';
import { spacingOf } from '../../../model/velero/schedules.ts';

const test = suite('model/velero/schedules');

const FROM = Date.parse('2026-01-31T12:00:00Z');

/** Clocks that are put forward at midnight, by two hours or by half an hour, for Ramadan, not at all. */
const ZONES = [
  'America/New_York',
  'America/Santiago',
  'America/Nuuk',
  'America/Havana',
  'Antarctica/Troll',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Atlantic/Azores',
  'Europe/Berlin',
  'Pacific/Kiritimati',
] as const;

const scheduleIn = (text: string, zone: string) => {
  const parsed = parseVeleroSchedule(text, zone, 'robfig-v3');
  assert.ok('schedule' in parsed, text);
  return parsed.schedule;
};

const expressions = fc
  .tuple(
    fc.constantFrom('0', '30', '59', '*/20', '*'),
    fc.constantFrom('0', '1', '2', '3', '23', '1-3', '*/2', '*/6', '*', '0,23'),
    fc.constantFrom('*', '1', '*/2', '29', '10-20'),
    fc.constantFrom('*', '3', '*/3', '10-11'),
    fc.constantFrom('*', '0', '1-5', '6'),
  )
  .map((fields) => fields.join(' '));

test('whatever the time zone, the longest gap is within the bounds that UTC tells', () => {
  fc.assert(
    fc.property(expressions, fc.constantFrom(...ZONES), (text, zone) => {
      const { least, most } = spacingOf({ possible: [scheduleIn(text, 'UTC')], zoned: false, refusable: false, doubt: () => '' }, FROM);
      const { gap } = largestGap([scheduleIn(text, zone)], FROM);
      assert.ok(least <= gap && gap <= most, `${text} in ${zone}: ${least} ${gap} ${most}`);
    }),
    { numRuns: 40 },
  );
});

test('where the schedule is known, the gap is', () => {
  const schedule = scheduleIn('@daily', 'UTC');
  const { least, most, gap } = spacingOf({ schedule }, FROM);
  assert.equal([least, most, gap?.gap], [86_400_000, 86_400_000, 86_400_000]);
});

test.run();
