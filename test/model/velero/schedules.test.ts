import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { largestGap } from '../../../model/schedule/gap.ts';
import { DIALECTS, type Dialect, parseVeleroSchedule, veleroReadings } from '../../../model/schedule/velero.ts';
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
  'America/Asuncion',
  'Europe/Berlin',
  'Pacific/Kiritimati',
] as const;

const scheduleIn = (text: string, zone: string, dialect: Dialect = 'robfig-v3') => {
  const parsed = parseVeleroSchedule(text, zone, dialect);
  assert.ok('schedule' in parsed, text);
  return parsed.schedule;
};

const expressions = fc
  .tuple(
    fc.constantFrom('0', '30', '59', '*/20', '*'),
    fc.constantFrom('0', '1', '2', '3', '23', '1-3', '*/2', '*/6', '*', '0,23'),
    fc.constantFrom('*', '1', '*/2', '29', '10-20', '1-30', '26'),
    fc.constantFrom('*', '3', '*/3', '10-11', '*/2', '10', '4', '3,9', '1-3,5-12'),
    fc.constantFrom('*', '0', '1-5', '6', '5'),
  )
  .map((fields) => fields.join(' '));

/** The schedules that an expression may be in UTC, all of them valid. */
const possibleOf = (text: string, dialects: readonly Dialect[]) =>
  veleroReadings(text, 'UTC', dialects).map((reading) => {
    assert.ok('schedule' in reading, text);
    return reading.schedule;
  });

for (const dialect of DIALECTS)
  test(`${dialect}: whatever the time zone, the longest gap is within the bounds that UTC tells`, () => {
    fc.assert(
      fc.property(expressions, fc.constantFrom(...ZONES), (text, zone) => {
        const open = { possible: possibleOf(text, [dialect]), zoned: false, refusable: false, doubt: () => '' };
        const { least, most } = spacingOf(open, FROM);
        const { gap } = largestGap([scheduleIn(text, zone, dialect)], FROM);
        assert.ok(least <= gap && gap <= most, `${text} in ${zone}: ${least} ${gap} ${most}`);
      }),
      { numRuns: 30 },
    );
  });

test('whatever the dialect, the longest gap is within the bounds that all of them tell', () => {
  fc.assert(
    fc.property(expressions, fc.constantFrom(...DIALECTS), fc.constantFrom(...ZONES), fc.boolean(), (text, dialect, zone, zoned) => {
      const possible = zoned ? DIALECTS.map((each) => scheduleIn(text, zone, each)) : possibleOf(text, DIALECTS);
      const { least, most } = spacingOf({ possible, zoned, refusable: false, doubt: () => '' }, FROM);
      const { gap } = largestGap([scheduleIn(text, zone, dialect)], FROM);
      assert.ok(least <= gap && gap <= most, `${text} in ${zone}: ${least} ${gap} ${most}`);
    }),
    { numRuns: 30 },
  );
});

test('what Velero may refuse may never run', () => {
  const open = { possible: [scheduleIn('0 0 * * 7', 'UTC', 'go-cron')], zoned: true, refusable: true, doubt: () => '' };
  assert.equal(spacingOf(open, FROM), { least: 7 * 86_400_000, most: Number.POSITIVE_INFINITY, gap: undefined });
});

test('what may fall on no date may run at any time', () => {
  const open = {
    possible: DIALECTS.map((dialect) => scheduleIn('0 0 30 2 1', 'UTC', dialect)),
    zoned: true,
    refusable: false,
    doubt: () => '',
  };
  assert.equal(spacingOf(open, FROM), { least: 0, most: Number.POSITIVE_INFINITY, gap: undefined });
});

test('where the schedule is known, the gap is', () => {
  const schedule = scheduleIn('@daily', 'UTC');
  const { least, most, gap } = spacingOf({ schedule }, FROM);
  assert.equal([least, most, gap?.gap], [86_400_000, 86_400_000, 86_400_000]);
});

test.run();
