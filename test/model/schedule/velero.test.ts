import { Cron } from 'croner';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { largestGap } from '../../../model/schedule/gap.ts';
import { nextFire, type Schedule } from '../../../model/schedule/schedule.ts';
import {
  DIALECTS,
  type Dialect,
  needsTimeZone,
  parseVeleroSchedule,
  serverTimeZone,
  VELERO_SYNC_PERIOD,
  veleroReadings,
} from '../../../model/schedule/velero.ts';
import { at, every, fires, type Generated, item, list, MONTHS, WEEKDAYS } from './expressions.ts';

const test = suite('model/schedule/velero');

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const schedule = (expression: string, timeZone = 'UTC', dialect: Dialect = 'robfig-v3'): Schedule => {
  const parsed = parseVeleroSchedule(expression, timeZone, dialect);
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
  ['*/15 0 * * *', '2026-01-01', '2026-01-01T00:15', '2026-01-01T00:30', '2026-01-01T00:45', '2026-01-02T00:00'],
  ['0 13/12 * * *', '2026-01-01', '2026-01-01T13:00', '2026-01-02T13:00'],
  ['0 8-20/6 * * *', '2026-01-01', '2026-01-01T08:00', '2026-01-01T14:00', '2026-01-01T20:00', '2026-01-02T08:00'],
  ['50,5,5 3 * * *', '2026-01-01', '2026-01-01T03:05', '2026-01-01T03:50', '2026-01-02T03:05'],
  ['0 */9223372036854775807 * * *', '2026-01-01', '2026-01-02T00:00'],
  ['0 22-22 * * *', '2026-01-01', '2026-01-01T22:00'],
  ['+5 005 * * *', '2026-01-01', '2026-01-01T05:05'],
  ['? ? ? ? ?', '2026-01-01', '2026-01-01T00:01'],
  ['*-5 0 1 1 *', '2026-01-01', '2026-01-01T00:01', '2026-01-01T00:02'],
  [',0,,30, 5 * * *', '2026-01-01', '2026-01-01T05:00', '2026-01-01T05:30', '2026-01-02T05:00'],
  // Names
  ['0 0 1 JAN,mar *', '2026-01-01', '2026-03-01T00:00', '2027-01-01T00:00'],
  ['0 0 1 Oct/2 *', '2026-01-01', '2026-10-01T00:00', '2026-12-01T00:00', '2027-10-01T00:00'],
  ['0 0 * * mon-FRI', '2026-01-02', '2026-01-05T00:00'],
  ['0 0 * * 0', '2026-01-01', '2026-01-04T00:00', '2026-01-11T00:00'],
  ['0 0 * * Sat', '2026-01-01', '2026-01-03T00:00', '2026-01-10T00:00'],
  // Months without the day, leap years
  ['0 0 31 * *', '2026-01-31', '2026-03-31T00:00', '2026-05-31T00:00', '2026-07-31T00:00'],
  ['0 0 29 2 *', '2026-01-01', '2028-02-29T00:00', '2032-02-29T00:00'],
  ['0 0 29 2 *', '2099-03-01', '2104-02-29T00:00'],
  // White space
  ['  0\t5\n*  *\u00a0* ', '2026-01-01', '2026-01-01T05:00'],
  ['0\u00855\u2003* * *', '2026-01-01', '2026-01-01T05:00'],
  // Descriptors
  ['@yearly', '2026-01-01', '2027-01-01T00:00', '2028-01-01T00:00'],
  ['@annually', '2026-01-01', '2027-01-01T00:00'],
  ['@monthly', '2026-01-01', '2026-02-01T00:00', '2026-03-01T00:00'],
  ['@weekly', '2026-01-01', '2026-01-04T00:00', '2026-01-11T00:00'],
  ['@daily', '2026-01-01', '2026-01-02T00:00', '2026-01-03T00:00'],
  ['@midnight', '2026-01-01', '2026-01-02T00:00', '2026-01-03T00:00'],
  ['@hourly', '2026-01-01', '2026-01-01T01:00', '2026-01-01T02:00'],
  // Zones
  ['TZ=America/New_York 0 5 * * *', '2026-01-01', '2026-01-01T10:00'],
  ['CRON_TZ=Asia/Kathmandu 0 5 * * *', '2026-01-01', '2026-01-01T23:15'],
  ['TZ=Asia/Tokyo @daily', '2026-01-01', '2026-01-01T15:00'],
  ['TZ=Asia/Tokyo   @daily  ', '2026-01-01', '2026-01-01T15:00'],
  ['TZ=Asia/Tokyo \t0 5 * * *', '2026-01-01', '2026-01-01T20:00'],
  ['TZ= 0 5 * * *', '2026-01-01', '2026-01-01T05:00'],
  ['TZ=UTC 0 5 * * *', '2026-01-01', '2026-01-01T05:00'],
  ['TZ=US/Eastern 0 5 * * *', '2026-01-01', '2026-01-01T10:00'],
  ['TZ=EST5EDT 0 5 * * *', '2026-07-01', '2026-07-01T09:00'],
  ['TZ=EST 0 5 * * *', '2026-07-01', '2026-07-01T10:00'],
  ['TZ=Etc/GMT+5 0 5 * * *', '2026-07-01', '2026-07-01T10:00'],
];

/** Day of month and day of week both restrict, or each adds to the other. 2026-01-01 is a Thursday. */
const stars: readonly (readonly [expression: string, after: string, ...fires: string[]])[] = [
  ['0 0 13 * FRI', '2026-01-01', '2026-01-02T00:00', '2026-01-09T00:00', '2026-01-13T00:00', '2026-01-16T00:00'],
  [
    '0 0 */2 * 1',
    '2026-01-01',
    '2026-01-03T00:00',
    '2026-01-05T00:00',
    '2026-01-07T00:00',
    '2026-01-09T00:00',
    '2026-01-11T00:00',
    '2026-01-12T00:00',
  ],
  ['0 0 ?/2 * 1', '2026-01-09', '2026-01-11T00:00', '2026-01-12T00:00', '2026-01-13T00:00'],
  ['0 0 1 * */2', '2026-01-01', '2026-01-03T00:00', '2026-01-04T00:00', '2026-01-06T00:00'],
  ['0 0 1 * 0-6', '2026-01-01', '2026-01-02T00:00', '2026-01-03T00:00'],
  ['0 0 1-31 * 1', '2026-01-01', '2026-01-02T00:00', '2026-01-03T00:00'],
  ['0 0 1 * *', '2026-01-01', '2026-02-01T00:00', '2026-03-01T00:00'],
  ['0 0 1 * ?', '2026-01-01', '2026-02-01T00:00', '2026-03-01T00:00'],
  ['0 0 1 * */1', '2026-01-01', '2026-02-01T00:00', '2026-03-01T00:00'],
  ['0 0 1 * *,1', '2026-01-01', '2026-02-01T00:00', '2026-03-01T00:00'],
  ['0 0 1,* * 1', '2026-01-01', '2026-01-05T00:00', '2026-01-12T00:00'],
  ['0 0 */1 * 1', '2026-01-01', '2026-01-05T00:00', '2026-01-12T00:00'],
  ['0 0 , * 1', '2026-01-01', '2026-01-05T00:00', '2026-01-12T00:00'],
];

for (const [expression, after, ...expected] of [...accepted, ...stars]) {
  test(`${JSON.stringify(expression)} after ${after}`, () => {
    assert.equal(fires(schedule(expression), after, expected.length), expected);
  });
}

for (const expression of ['0 0 30 2 *', '0 0 31 2,4,6,9,11 *', ', * * * *', '* , * * *', '0 0 * , *', '0 0 , * ,', '0 0 , * *']) {
  test(`${expression} is valid and never fires`, () => {
    assert.is(nextFire(schedule(expression), at('2026-01-01')), undefined);
    assert.is(largestGap([schedule(expression)], at('2026-01-01')).gap, Number.POSITIVE_INFINITY);
  });
}

test('the search gives up at the end of the fifth year', () => {
  assert.is(nextFire(schedule('0 0 29 2 *'), at('2096-02-29')), undefined);
  assert.is(nextFire(schedule('0 0 29 2 *'), at('2098-12-31T23:59')), undefined);
  assert.is(nextFire(schedule('0 0 29 2 *'), at('2099-01-01')), at('2104-02-29'));
});

const intervals: readonly (readonly [expression: string, every: number])[] = [
  ['@every 1h', HOUR],
  ['@every 1h30m', 90 * MINUTE],
  ['@every 168h', 7 * DAY],
  ['@every 720h0m0s', 30 * DAY],
  ['@every 1500ms', SECOND],
  ['@every 61.999999999s', 61 * SECOND],
  ['@every 2s', 2 * SECOND],
  ['@every 999ms', SECOND],
  ['@every 1ns', SECOND],
  ['@every 0', SECOND],
  ['@every -1h', SECOND],
  ['TZ=Europe/Berlin @every 24h', DAY],
  ['TZ=UTC @every 24h ', DAY],
];

for (const [text, every] of intervals) {
  test(`${text} is an interval of ${every} ms, wherever it is`, () => {
    assert.equal(schedule(text, 'America/New_York'), { kind: 'interval', text, every });
    assert.is(nextFire(schedule(text), SECOND), SECOND + every);
    assert.is(largestGap([schedule(text)], 0).gap, every);
  });
}

test('Velero looks at its schedules once a minute', () => {
  assert.is(VELERO_SYNC_PERIOD, MINUTE);
});

const refused: readonly (readonly [expression: string, problem: RegExp])[] = [
  ['', /is empty/],
  ['   ', /0 fields instead of 5/],
  ['* * * *', /4 fields instead of 5/],
  ['0 0 5 * * *', /6 fields instead of 5/],
  ['0 5 * * ? *', /6 fields/],
  ['cron(0 5 * * ? *)', /6 fields/],
  ['0\ufeff5 * * *', /4 fields/],
  // Bounds
  ['60 * * * *', /minutes: "60" is not within 0-59/],
  ['* 24 * * *', /hours: "24" is not within 0-23/],
  ['* * 0 * *', /day of month: "0" is not within 1-31/],
  ['* * 32 * *', /day of month: "32" is not within/],
  ['* * * 0 *', /month: "0" is not within 1-12/],
  ['* * * 13 *', /month: "13"/],
  ['0 0 * * 7', /day of week: "7" is not within 0-6/],
  ['0 0 * * 5-7', /day of week: "5-7"/],
  ['0 0 * * 7/2', /day of week: "7\/2"/],
  ['0 0 * * 1,7', /day of week: "7"/],
  ['55-60 * * * *', /minutes: "55-60"/],
  ['0/2-70 * * * *', /is not understood/],
  // Ranges and steps
  ['10-5 * * * *', /minutes: "10-5" runs backwards/],
  ['* * * * sat-sun', /day of week: "sat-sun" runs backwards/],
  ['*/0 * * * *', /minutes: "\*\/0" has a step of 0/],
  ['5/0 * * * *', /has a step of 0/],
  ['1/2/3 * * * *', /is not understood/],
  ['1-2-3 * * * *', /is not understood/],
  ['*/1-3 * * * *', /is not understood/],
  ['*/-1 * * * *', /is not understood/],
  ['-1 * * * *', /is not understood/],
  ['1- * * * *', /is not understood/],
  ['5/ * * * *', /is not understood/],
  ['/5 * * * *', /is not understood/],
  ['** * * * *', /is not understood/],
  // Numbers and names
  ['0.5 * * * *', /is not understood/],
  ['1e1 * * * *', /is not understood/],
  ['0x1 * * * *', /is not understood/],
  ['1_0 * * * *', /is not understood/],
  ['+ * * * *', /is not understood/],
  ['++5 * * * *', /is not understood/],
  ['٥ * * * *', /is not understood/],
  ['*/9223372036854775808 * * * *', /is not understood/],
  ['18446744073709551616 * * * *', /is not understood/],
  ['* * mon * *', /is not understood/],
  ['* * * january *', /is not understood/],
  ['* * * * tues', /is not understood/],
  ['* * * * \u017fun', /is not understood/],
  ['* * L * *', /is not understood/],
  ['* * 15W * *', /is not understood/],
  ['* * * * 5#3', /is not understood/],
  // Descriptors
  ['@', /none of the descriptors/],
  ['@Daily', /none of the descriptors/],
  ['@reboot', /none of the descriptors/],
  ['@daily ', /none of the descriptors/],
  [' @daily', /1 fields/],
  ['daily', /1 fields/],
  ['@every', /none of the descriptors/],
  ['@every5m', /none of the descriptors/],
  ['@every ', /"" is no duration/],
  ['@every  5m', /" 5m" is no duration/],
  ['@every 5m ', /is no duration/],
  ['@every 5', /is no duration/],
  ['@every 1d', /"1d" is no duration/],
  ['@every 1h 30m', /is no duration/],
  // Zones
  ['TZ=UTC', /no space ends its time zone/],
  ['TZ=UTC\t0\t5\t*\t*\t*', /no space/],
  ['TZ=UTC\t0 5 * * *', /time zone is unknown/],
  ['TZ=UTC ', /0 fields/],
  ['TZ=Nowhere/Land 0 5 * * *', /time zone is unknown/],
  ['TZ=Nowhere/Land @every 1h', /time zone is unknown/],
  ['TZ=+05:00 0 5 * * *', /time zone is unknown/],
  ['TZ=../UTC 0 5 * * *', /time zone is unknown/],
  ['TZ=PST 0 5 * * *', /time zone is unknown/],
  ['TZ=IST 0 5 * * *', /time zone is unknown/],
  ['TZ=utc 0 5 * * *', /time zone is unknown/],
  ['TZ=Utc 0 5 * * *', /time zone is unknown/],
  ['TZ=america/new_york 0 5 * * *', /time zone is unknown/],
  ['TZ=America/New_york 0 5 * * *', /time zone is unknown/],
  ['TZ=EUROPE/BERLIN 0 5 * * *', /time zone is unknown/],
  ['TZ=us/eastern 0 5 * * *', /time zone is unknown/],
  ['TZ=SystemV/AST4 0 5 * * *', /time zone is unknown/],
  ['TZ=local 0 5 * * *', /time zone is unknown/],
  ['tz=UTC 0 5 * * *', /6 fields/],
  [' TZ=UTC 0 5 * * *', /6 fields/],
  ['TZ=UTC TZ=UTC 0 5 * * *', /6 fields/],
  // Hostile
  ['0 5 * * *\u0000', /is not understood/],
  [`${'9'.repeat(4000)} * * * *`, /"9{39}…" is not understood/],
  ['* '.repeat(2048), /2048 fields/],
  ['*'.repeat(4097), /longer than 4096/],
  [`TZ=${'A'.repeat(4000)} 0 5 * * *`, /time zone is unknown/],
  [`@every ${'1h'.repeat(2000)}x`, /is no duration/],
];

for (const [expression, problem] of refused) {
  test(`${JSON.stringify(expression.slice(0, 40))} is refused: ${problem}`, () => {
    const parsed = parseVeleroSchedule(expression, 'UTC', 'robfig-v3');
    assert.match('problem' in parsed ? parsed.problem : 'none', problem);
  });
}

test('a zone of the server that nobody knows is a problem, unless the expression names its own', () => {
  assert.equal(parseVeleroSchedule('0 5 * * *', 'Nowhere', 'robfig-v3'), { problem: 'its time zone is unknown' });
  assert.ok('schedule' in parseVeleroSchedule('TZ=UTC 0 5 * * *', 'Nowhere', 'robfig-v3'));
});

const needs: readonly (readonly [expression: string, needed: boolean])[] = [
  ['0 5 * * *', true],
  ['@daily', true],
  ['TZ=Local 0 5 * * *', true],
  ['CRON_TZ=Local @daily', true],
  ['TZ=UTC 0 5 * * *', false],
  ['TZ= 0 5 * * *', false],
  ['CRON_TZ=Europe/Berlin @daily', false],
  ['@every 24h', false],
  ['TZ=Local @every 24h', false],
  ['0 5 * * 7', false],
  ['', false],
];

for (const [expression, needed] of needs) {
  test(`${JSON.stringify(expression)} ${needed ? 'follows' : 'does not follow'} the clock of the server`, () => {
    assert.is(needsTimeZone(expression, 'robfig-v3'), needed);
  });
}

test('Local is the zone of the server', () => {
  assert.equal(fires(schedule('TZ=Local 0 5 * * *', 'Asia/Tokyo'), '2026-01-01', 1), ['2026-01-01T20:00']);
});

const servers: readonly (readonly [value: string | undefined, zone: string | undefined])[] = [
  [undefined, 'UTC'],
  ['', 'UTC'],
  ['UTC', 'UTC'],
  ['Europe/Berlin', 'Europe/Berlin'],
  [':Europe/Berlin', 'Europe/Berlin'],
  ['/usr/share/zoneinfo/Europe/Berlin', 'Europe/Berlin'],
  [':/usr/share/zoneinfo/Europe/Berlin', 'Europe/Berlin'],
  ['PST', 'UTC'],
  ['Nowhere', 'UTC'],
  ['europe/berlin', 'UTC'],
  ['/etc/localtime', undefined],
];

for (const [value, zone] of servers) {
  test(`a server with TZ ${JSON.stringify(value)} follows the clock of ${zone ?? 'nobody knows what'}`, () => {
    assert.is(serverTimeZone(value), zone);
  });
}

/** What go-cron reads as robfig/cron does not: the fires by go-cron v0.15.0. 2026-01-01 is a Thursday. */
const cyclic: readonly (readonly [expression: string, after: string, ...fires: string[]])[] = [
  // Day 7 of the week
  ['0 0 * * 7', '2026-01-01', '2026-01-04T00:00', '2026-01-11T00:00'],
  ['0 0 * * 0,7', '2026-01-01', '2026-01-04T00:00', '2026-01-11T00:00'],
  ['0 0 * * 5-7', '2026-01-01', '2026-01-02T00:00', '2026-01-03T00:00', '2026-01-04T00:00', '2026-01-09T00:00'],
  ['0 0 * * 5/2', '2026-01-01', '2026-01-02T00:00', '2026-01-04T00:00', '2026-01-09T00:00'],
  ['0 0 * * 6/1', '2026-01-01', '2026-01-03T00:00', '2026-01-04T00:00', '2026-01-10T00:00'],
  ['0 0 * * */7', '2026-01-01', '2026-01-04T00:00', '2026-01-11T00:00'],
  ['0 0 * * */5', '2026-01-01', '2026-01-02T00:00', '2026-01-04T00:00', '2026-01-09T00:00'],
  ['0 0 * * 7-2', '2026-01-01', '2026-01-04T00:00', '2026-01-05T00:00', '2026-01-06T00:00', '2026-01-11T00:00'],
  // Ranges that go round
  ['0 22-1 * * *', '2026-01-01T12:00', '2026-01-01T22:00', '2026-01-01T23:00', '2026-01-02T00:00', '2026-01-02T01:00', '2026-01-02T22:00'],
  ['50-5/10 3 * * *', '2026-01-01', '2026-01-01T03:00', '2026-01-01T03:50', '2026-01-02T03:00'],
  ['0 0 30-2 * *', '2026-01-05', '2026-01-30T00:00', '2026-01-31T00:00', '2026-02-01T00:00', '2026-02-02T00:00', '2026-03-01T00:00'],
  ['0 0 1 NOV-feb *', '2026-01-15', '2026-02-01T00:00', '2026-11-01T00:00', '2026-12-01T00:00', '2027-01-01T00:00'],
  ['0 0 * * FRI-MON', '2026-01-01', '2026-01-02T00:00', '2026-01-03T00:00', '2026-01-04T00:00', '2026-01-05T00:00', '2026-01-09T00:00'],
  ['0 0 * * sat-sun', '2026-01-01', '2026-01-03T00:00', '2026-01-04T00:00', '2026-01-10T00:00'],
  // Ranges that begin beyond the end of the field
  ['0 25-2 * * *', '2026-01-01', '2026-01-01T01:00', '2026-01-01T02:00', '2026-01-02T01:00'],
  ['0 24/12 * * *', '2026-01-01', '2026-01-01T12:00', '2026-01-02T00:00'],
  ['60/30 5 * * *', '2026-01-01', '2026-01-01T05:00', '2026-01-01T05:30', '2026-01-02T05:00'],
  // Steps shorter than the range, by one
  ['0 */23 * * *', '2026-01-01', '2026-01-01T23:00', '2026-01-02T00:00'],
  ['0 8-20/12 * * *', '2026-01-01', '2026-01-01T08:00', '2026-01-01T20:00', '2026-01-02T08:00'],
  ['0 22/1 * * *', '2026-01-01', '2026-01-01T22:00', '2026-01-01T23:00', '2026-01-02T22:00'],
  ['0 22-22/1 * * *', '2026-01-01', '2026-01-01T22:00', '2026-01-02T22:00'],
  // Both fields for days
  ['0 0 13 * FRI', '2026-01-01', '2026-02-13T00:00', '2026-03-13T00:00', '2026-11-13T00:00'],
  ['0 0 1-7 * 1', '2026-01-01', '2026-01-05T00:00', '2026-02-02T00:00'],
  ['0 0 */2 * 1', '2026-01-01', '2026-01-05T00:00', '2026-01-19T00:00'],
  ['0 0 1 * ?', '2026-01-01', '2026-02-01T00:00', '2026-03-01T00:00'],
  // A capital I with a dot is one of those that small letters have
  ['0 0 * * fr\u0130', '2026-01-01', '2026-01-02T00:00', '2026-01-09T00:00'],
  // Zones in quotation marks
  ['TZ="America/New_York" 0 5 * * *', '2026-01-01', '2026-01-01T10:00'],
  ["CRON_TZ='Asia/Tokyo' @daily", '2026-01-01', '2026-01-01T15:00'],
  // 1024 bytes
  [`${'0,'.repeat(506)}0 5 * * *   `, '2026-01-01', '2026-01-01T05:00'],
  [`${'0,'.repeat(506)}0 5 * * * \u00a0`, '2026-01-01', '2026-01-01T05:00'],
];

for (const [expression, after, ...expected] of cyclic)
  test(`go-cron: ${JSON.stringify(expression.slice(0, 40))} after ${after}`, () => {
    assert.equal(fires(schedule(expression, 'UTC', 'go-cron'), after, expected.length), expected);
  });

const refusedByGoCron: readonly (readonly [expression: string, problem: RegExp])[] = [
  ['0 0 * * 8', /day of week: "8" is not within 0-7/],
  ['0 0 * * 5-8', /is not within 0-7/],
  ['0 0 */8 * 7/2', /day of week: "7\/2" has a step that is not shorter than the range/],
  ['0 0 * * */8', /not shorter than the range/],
  ['0 */24 * * *', /hours: "\*\/24" has a step that is not shorter/],
  ['0 8-20/13 * * *', /not shorter/],
  ['0 22/2 * * *', /not shorter/],
  ['0 22-22/2 * * *', /not shorter/],
  ['0 22-2/5 * * *', /not shorter/],
  ['0 26-2/2 * * *', /not shorter/],
  ['0 27-2/2 * * *', /not shorter/],
  ['0 24 * * *', /is not within 0-23/],
  ['0 22-24 * * *', /is not within 0-23/],
  ['0 0 0-5 * *', /is not within 1-31/],
  ['*/0 * * * *', /has a step of 0/],
  // What means something to others
  ['H * * * *', /is not understood/],
  ['0 0 L * *', /is not understood/],
  ['0 0 15w * *', /is not understood/],
  ['0 0 *-L * *', /day of month: "\*-L" is not understood/],
  ['0 0 * * 5#3', /is not understood/],
  ['0 0 * * *-#', /day of week: "\*-#" is not understood/],
  // Intervals
  ['@every 0', /"0" is shorter than a second/],
  ['@every 999ms', /is shorter than a second/],
  ['@every -1h', /is shorter than a second/],
  ['@Manual', /none of the descriptors/],
  // Zones
  ['TZ= 0 5 * * *', /time zone has no name/],
  ['TZ="" 0 5 * * *', /time zone has no name/],
  [`TZ="UTC' 0 5 * * *`, /time zone is unknown/],
  ['TZ=" 0 5 * * *', /time zone is unknown/],
  [`TZ='"UTC"' 0 5 * * *`, /time zone is unknown/],
  ['TZ=UTC ', /0 fields/],
  ['TZ=UTC', /no space/],
  // 1025 bytes, the last two of them one character
  [`${'0,'.repeat(506)}0 5 * * *    `, /longer than 1024 bytes/],
  [`${'0,'.repeat(506)}0 5 * * *  \u00a0`, /longer than 1024 bytes/],
];

for (const [expression, problem] of refusedByGoCron)
  test(`go-cron: ${JSON.stringify(expression.slice(0, 40))} is refused: ${problem}`, () => {
    const parsed = parseVeleroSchedule(expression, 'UTC', 'go-cron');
    assert.match('problem' in parsed ? parsed.problem : 'none', problem);
  });

for (const expression of ['@triggered', '@manual', '@none', 'TZ=Europe/Berlin @manual', '0 0 30 2 *', '0 1000-2 * * *', '0 28-2/3 * * *'])
  test(`go-cron: ${expression} is valid and never fires`, () => {
    const of = schedule(expression, 'UTC', 'go-cron');
    assert.is(nextFire(of, at('2026-01-01')), undefined);
    assert.is(largestGap([of], at('2026-01-01')).gap, Number.POSITIVE_INFINITY);
  });

test('go-cron: an interval of a second is one', () => {
  assert.equal(schedule('@every 1999ms', 'UTC', 'go-cron'), { kind: 'interval', text: '@every 1999ms', every: SECOND });
});

/** What robfig/cron v1.1.0 reads as v3 does not. */
const old: readonly (readonly [expression: string, after: string, ...fires: string[]])[] = [
  ['0 0 */2 * 1', '2026-01-01', '2026-01-05T00:00', '2026-01-19T00:00'],
  ['0 0 1 * */2', '2026-01-01', '2026-02-01T00:00', '2026-03-01T00:00'],
  ['0 0 13 * FRI', '2026-01-01', '2026-01-02T00:00', '2026-01-09T00:00', '2026-01-13T00:00'],
];

for (const [expression, after, ...expected] of old)
  test(`robfig-v1: ${expression} after ${after}`, () => {
    assert.equal(fires(schedule(expression, 'UTC', 'robfig-v1'), after, expected.length), expected);
  });

for (const expression of ['TZ=UTC 0 5 * * *', 'CRON_TZ=UTC @daily', 'TZ=UTC @every 1h'])
  test(`robfig-v1: ${expression} has a field too many or too few`, () => {
    const parsed = parseVeleroSchedule(expression, 'UTC', 'robfig-v1');
    assert.match('problem' in parsed ? parsed.problem : 'none', /it has [236] fields instead of 5/);
  });

const localTo: readonly (readonly [expression: string, dialects: readonly Dialect[]])[] = [
  ['0 5 * * *', DIALECTS],
  ['0 5 * * 7', ['go-cron']],
  ['TZ=UTC 0 5 * * *', []],
  ['TZ="Local" 0 5 * * *', ['go-cron']],
  ['TZ=Local 0 5 * * *', ['robfig-v3', 'go-cron']],
  ['@every 0', []],
];

for (const [expression, dialects] of localTo)
  test(`${expression} follows the clock of the server in ${dialects.join(', ') || 'no dialect'}`, () => {
    assert.equal(
      DIALECTS.filter((dialect) => needsTimeZone(expression, dialect)),
      dialects,
    );
  });

const ANYWHERE = 'America/New_York';

/** In how many ways the dialects understand an expression. */
const readings: readonly (readonly [expression: string, zone: string, ways: number])[] = [
  ['@daily', ANYWHERE, 1],
  ['@daily', 'Africa/Cairo', 1],
  ['0 1 * * *', ANYWHERE, 1],
  ['*/15 * * * *', ANYWHERE, 1],
  ['@every 6h', ANYWHERE, 1],
  ['0 0 * * 1-5', ANYWHERE, 1],
  ['0 0 1-31 * 0-6', ANYWHERE, 1],
  ['0 0 * * 8', ANYWHERE, 1],
  ['nonsense', ANYWHERE, 1],
  // An hour that is skipped, unless the hours beside it are asked for, too
  ['30 2 * * *', 'UTC', 1],
  ['30 2 * * *', ANYWHERE, 2],
  ['30 1,2 * * *', ANYWHERE, 1],
  ['30 2,3 * * *', ANYWHERE, 1],
  ['30 */2 * * *', ANYWHERE, 2],
  ['30 1 * * *', ANYWHERE, 1],
  ['30 2 * * 1', ANYWHERE, 1],
  ['30 2 * * 0', ANYWHERE, 2],
  ['30 2 * 4-12 *', ANYWHERE, 1],
  ['30 2 1-7 * *', ANYWHERE, 1],
  ['30 2 8 * *', ANYWHERE, 2],
  // A midnight that is skipped, for schedules that look for a day
  ['0 5 * * 1', 'Africa/Cairo', 2],
  // Changes by half an hour
  ['0 5 * * *', 'Australia/Lord_Howe', 1],
  ['59 1 * * *', 'Australia/Lord_Howe', 2],
  // What some refuse, and days
  ['0 0 * * 7', 'UTC', 2],
  ['0 22-2 * * *', 'UTC', 2],
  ['0 */24 * * *', 'UTC', 2],
  ['TZ=UTC @daily', 'UTC', 2],
  ['TZ="UTC" @daily', 'UTC', 2],
  ['@every 0', 'UTC', 2],
  ['@manual', 'UTC', 2],
  ['0 0 13 * 5', 'UTC', 2],
  ['0 0 */2 * 1', 'UTC', 2],
  ['0 0 1 * 0-6', 'UTC', 2],
  ['0 0 * * 5/2', 'UTC', 2],
];

for (const [expression, zone, ways] of readings)
  test(`${expression} in ${zone} is understood in ${ways} way${ways === 1 ? '' : 's'}`, () => {
    assert.is(veleroReadings(expression, zone, DIALECTS).length, ways);
  });

test('one dialect reads in one way', () => {
  assert.equal(veleroReadings('0 0 * * 7', 'UTC', ['go-cron']), [{ schedule: schedule('0 0 * * 7', 'UTC', 'go-cron') }]);
  assert.equal(veleroReadings('0 0 * * 7', 'UTC', ['robfig-v1', 'robfig-v3']), [{ problem: 'day of week: "7" is not within 0-6' }]);
});

/** What robfig/cron v3.0.1 itself finds around changes of clocks, one fire after the other, in UTC. */
const changes: readonly (readonly [name: string, expression: string, zone: string, after: string, ...fires: string[]])[] = [
  ['skipped', '30 2 * * *', 'America/New_York', '2026-03-07', '2026-03-07T07:30', '2026-03-09T06:30'],
  [
    'repeated',
    '30 1 * * *',
    'America/New_York',
    '2026-10-31',
    '2026-10-31T05:30',
    '2026-11-01T05:30',
    '2026-11-01T06:30',
    '2026-11-02T06:30',
  ],
  ['hourly, repeated', '0 * * * *', 'America/New_York', '2026-11-01T04:30', '2026-11-01T05:00', '2026-11-01T06:00', '2026-11-01T07:00'],
  [
    'every minute, repeated',
    '* * * * *',
    'America/New_York',
    '2026-11-01T05:58',
    '2026-11-01T05:59',
    '2026-11-01T06:00',
    '2026-11-01T06:01',
  ],
  ['repeated, east', '0 2 * * *', 'Europe/Berlin', '2026-10-24T12:00', '2026-10-25T00:00', '2026-10-25T01:00', '2026-10-26T01:00'],
  // Midnight skipped, east of UTC: the day is not found, unless the day before it is asked for.
  ['a Friday without midnight', '0 5 * * 5', 'Africa/Cairo', '2026-04-16', '2026-04-17T03:00', '2026-05-01T02:00', '2026-05-08T02:00'],
  ['a 26th without midnight', '0 5 26 * *', 'Africa/Cairo', '2024-03-20', '2024-03-26T03:00', '2024-05-26T02:00', '2024-06-26T02:00'],
  ['after the day before', '0 5 * * 4,5', 'Africa/Cairo', '2026-04-22', '2026-04-23T03:00', '2026-04-24T02:00', '2026-04-30T02:00'],
  [
    'the day before alone',
    '0 5 * * 4',
    'Africa/Cairo',
    '2026-04-22',
    '2026-04-23T03:00',
    '2026-04-24T02:00',
    '2026-04-30T02:00',
    '2026-05-07T02:00',
  ],
  ['a midnight skipped', '0 0 * * *', 'Africa/Cairo', '2026-04-22', '2026-04-22T22:00', '2026-04-24T21:00'],
  [
    'the hour before midnight repeated',
    '30 23 * * *',
    'Africa/Cairo',
    '2026-10-29',
    '2026-10-29T20:30',
    '2026-10-29T21:30',
    '2026-10-30T21:30',
  ],
  ['a Sunday without midnight', '0 5 * * 0', 'Asia/Beirut', '2026-03-21', '2026-03-22T03:00', '2026-04-05T02:00', '2026-04-12T02:00'],
  ['@weekly without midnight', '@weekly', 'Asia/Beirut', '2026-03-21', '2026-03-21T22:00', '2026-04-04T21:00'],
  // Midnight skipped, west of UTC: the day is found.
  ['a Sunday without midnight, west', '0 5 * * 0', 'America/Santiago', '2026-09-01', '2026-09-06T08:00', '2026-09-13T08:00'],
  ['the day before, west', '30 4 * * 6', 'America/Sao_Paulo', '2018-10-30', '2018-11-03T07:30', '2018-11-04T06:30', '2018-11-10T06:30'],
  ['a midnight skipped, west', '0 0 * * *', 'America/Sao_Paulo', '2018-11-02', '2018-11-02T03:00', '2018-11-03T03:00', '2018-11-05T02:00'],
  ['a month without its first midnight', '0 5 * 10 *', 'America/Asuncion', '2017-09-01', '2017-10-31T08:00', '2018-10-01T09:00'],
  // Midnight repeated
  [
    'midnight repeated, daily',
    '30 0 * * *',
    'Atlantic/Azores',
    '2026-10-24T12:00',
    '2026-10-25T00:30',
    '2026-10-25T01:30',
    '2026-10-26T01:30',
  ],
  ['midnight repeated, weekly', '30 0 * * 0', 'Atlantic/Azores', '2026-10-20', '2026-10-25T00:30', '2026-10-25T01:30', '2026-11-01T01:30'],
  [
    'midnight repeated, east, daily',
    '30 0 * * *',
    'Asia/Amman',
    '2021-10-28T12:00',
    '2021-10-28T21:30',
    '2021-10-28T22:30',
    '2021-10-29T22:30',
  ],
  ['midnight repeated, east, weekly', '30 0 * * 5', 'Asia/Amman', '2021-10-25', '2021-10-28T22:30', '2021-11-04T22:30'],
  // Half hours: a step of an hour leads from full to half hours.
  ['half an hour, spring', '0 5 * * *', 'Australia/Lord_Howe', '2026-10-02', '2026-10-02T18:30', '2026-10-04T18:00'],
  ['half an hour, spring, late in the hour', '45 5 * * *', 'Australia/Lord_Howe', '2026-10-02', '2026-10-02T19:15', '2026-10-03T18:45'],
  [
    'half an hour, in another hour',
    '45 1 * * *',
    'Australia/Lord_Howe',
    '2026-10-03',
    '2026-10-03T15:15',
    '2026-10-03T15:45',
    '2026-10-04T14:45',
  ],
  ['half an hour, until the next midnight', '0 0 * * *', 'Australia/Lord_Howe', '2026-10-03', '2026-10-03T13:30', '2026-10-05T13:00'],
  ['half an hour, hourly', '0 * * * *', 'Australia/Lord_Howe', '2026-10-03T14:00', '2026-10-03T14:30', '2026-10-03T16:00'],
  ['half an hour, weekly', '0 12 * * 0', 'Australia/Lord_Howe', '2026-09-22', '2026-09-27T01:30', '2026-10-11T01:00'],
  ['half an hour, autumn', '0 5 * * *', 'Australia/Lord_Howe', '2026-04-03', '2026-04-03T18:00', '2026-04-05T18:30'],
  ['half an hour, repeated', '45 1 * * *', 'Australia/Lord_Howe', '2026-04-04', '2026-04-04T14:45', '2026-04-04T15:15', '2026-04-05T15:15'],
  ['forty-five past the hour', '50 3 * * *', 'Pacific/Chatham', '2026-09-25', '2026-09-25T15:05', '2026-09-27T14:05'],
];

/** The fires later than `after` until `until`, day by day. */
const dayByDay = (of: Schedule, after: number, until: number): readonly number[] => {
  if (of.kind !== 'calendar') throw new Error('an interval has no days');
  const days = Array.from({ length: Math.ceil((until - after) / DAY) + 2 }, (_, index) => Math.floor(after / DAY) + index);
  return days.flatMap((day) => of.firesOn(day).map((time) => day * DAY + time)).filter((fire) => fire > after && fire <= until);
};

for (const [name, expression, zone, after, ...expected] of changes) {
  test(`${name}: ${expression} in ${zone}`, () => {
    const of = schedule(expression, zone);
    assert.equal(fires(of, after, expected.length), expected);
    const found = dayByDay(of, at(after), at(expected.at(-1) ?? after));
    assert.equal(
      found.map((fire) => new Date(fire).toISOString().slice(0, 16)),
      expected,
    );
  });
}

/** Where go-cron v0.15.0 and robfig/cron v1.1.0 themselves find something else than v3 does. */
const ownWays: readonly (readonly [name: string, dialect: Dialect, expression: string, zone: string, after: string, ...fires: string[]])[] =
  [
    [
      'made up for in the hour after',
      'go-cron',
      '30 2 * * *',
      'America/New_York',
      '2026-03-07',
      '2026-03-07T07:30',
      '2026-03-08T07:30',
      '2026-03-09T06:30',
    ],
    [
      'made up for once, at the first of the minutes',
      'go-cron',
      '0,30 2 * * *',
      'America/New_York',
      '2026-03-07T12:00',
      '2026-03-08T07:00',
      '2026-03-09T06:00',
      '2026-03-09T06:30',
    ],
    [
      'not made up for: the hour before is asked for',
      'go-cron',
      '30 1,2 * * *',
      'America/New_York',
      '2026-03-08',
      '2026-03-08T06:30',
      '2026-03-09T05:30',
      '2026-03-09T06:30',
    ],
    ['made up for, east', 'go-cron', '30 2 * * 0', 'Europe/Berlin', '2026-03-23', '2026-03-29T01:30', '2026-04-05T00:30'],
    ['a midnight is not made up for', 'go-cron', '15 0 * * *', 'Africa/Cairo', '2026-04-22', '2026-04-22T22:15', '2026-04-24T21:15'],
    ['forty-five past the hour', 'go-cron', '30 3 * * *', 'Pacific/Chatham', '2026-09-25', '2026-09-25T14:45', '2026-09-26T14:45'],
    [
      'from within an hour',
      'go-cron',
      '@daily',
      'Antarctica/Casey',
      '2020-10-02T17:00',
      '2020-10-03T16:00',
      '2020-10-04T13:00',
      '2020-10-05T13:00',
    ],
    ['from within an hour', 'robfig-v3', '@daily', 'Antarctica/Casey', '2020-10-02T17:00', '2020-10-03T16:00', '2020-10-05T13:00'],
    [
      'a Friday without midnight',
      'robfig-v1',
      '0 0 * * 5',
      'Africa/Cairo',
      '2026-04-16',
      '2026-04-16T22:00',
      '2026-04-30T21:00',
      '2026-05-07T21:00',
    ],
    [
      'after a day without midnight',
      'robfig-v1',
      '0 0 1 * *',
      'America/Havana',
      '2026-02-01T12:00',
      '2026-03-01T05:00',
      '2026-05-01T04:00',
      '2026-06-01T04:00',
    ],
    [
      'after a day without midnight',
      'robfig-v3',
      '0 0 1 * *',
      'America/Havana',
      '2026-02-01T12:00',
      '2026-03-01T05:00',
      '2026-04-01T04:00',
      '2026-05-01T04:00',
    ],
  ];

for (const [name, dialect, expression, zone, after, ...expected] of ownWays) {
  test(`${dialect}, ${name}: ${expression} in ${zone}`, () => {
    const of = schedule(expression, zone, dialect);
    assert.equal(fires(of, after, expected.length), expected);
    const found = dayByDay(of, at(after), at(expected.at(-1) ?? after));
    assert.equal(
      found.map((fire) => new Date(fire).toISOString().slice(0, 16)),
      expected,
    );
  });
}

test('what the search finds in the past is due every minute', () => {
  const found = fires(schedule('50 3 * * *', 'Pacific/Chatham'), '2026-04-04', 13);
  assert.equal(found.slice(0, 3), ['2026-04-04T14:05', '2026-04-04T14:06', '2026-04-04T14:07']);
  assert.equal(found.slice(-3), ['2026-04-04T14:15', '2026-04-04T15:05', '2026-04-05T15:05']);
});

test('where the clock skipped a whole day the search never ends, and so nothing fires', () => {
  assert.is(nextFire(schedule('0 5 3 * *', 'Pacific/Apia'), at('2011-12-20')), undefined);
  assert.is(nextFire(schedule('0 5 3 * *', 'Pacific/Apia'), at('2026-12-20')), at('2027-01-02T16:00'));
});

const gaps: readonly (readonly [expression: string, zone: string, gap: number])[] = [
  ['@daily', 'UTC', DAY],
  ['@daily', 'America/New_York', 25 * HOUR],
  ['@hourly', 'America/New_York', HOUR],
  ['30 2 * * *', 'America/New_York', 47 * HOUR],
  ['0 0 */2 * 1', 'UTC', 2 * DAY],
  ['0 0 1 * *', 'UTC', 31 * DAY],
  ['0 0 29 2 *', 'UTC', 1461 * DAY],
  ['@daily', 'Africa/Cairo', 47 * HOUR],
  ['0 5 * * 5', 'Africa/Cairo', 14 * DAY - HOUR],
  ['0 5 * * 0', 'Asia/Beirut', 14 * DAY - HOUR],
  ['0 5 * * *', 'Australia/Lord_Howe', 48.5 * HOUR],
  ['45 5 * * *', 'Australia/Lord_Howe', 24.5 * HOUR],
  ['TZ=UTC 0 5 * * 0', 'Asia/Beirut', 7 * DAY],
];

for (const [expression, zone, gap] of gaps) {
  test(`the largest gap of ${expression} in ${zone} is ${gap / HOUR} h`, () => {
    assert.is(largestGap([schedule(expression, zone)], at('2026-01-01')).gap, gap);
  });
}

/** A minute that a clock shows. */
interface Shown {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  /** 0 = Sunday. */
  readonly weekday: number;
}

const field = (min: number, max: number, names: readonly string[] = []): fc.Arbitrary<Generated<number>> =>
  fc.oneof(every, list(item(min, max, true, names)));

const hasStar = (text: string): boolean => text.split(',').some((part) => part === '*' || part === '*/1');

/** An expression, and whether it fires in a minute that the clock shows. Meanings are written down with the text. */
const expressions: fc.Arbitrary<Generated<Shown>> = fc
  .tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12, MONTHS), field(0, 6, WEEKDAYS))
  .map(([minutes, hours, days, months, weekdays]) => {
    const both = hasStar(days.text) || hasStar(weekdays.text);
    const hasDay = ({ day, weekday }: Shown): boolean =>
      both ? days.has(day) && weekdays.has(weekday) : days.has(day) || weekdays.has(weekday);
    return {
      text: [minutes, hours, days, months, weekdays].map(({ text }) => text).join(' '),
      has: (shown) => minutes.has(shown.minute) && hours.has(shown.hour) && months.has(shown.month) && hasDay(shown),
    };
  });

const FIELDS = { weekday: 'short', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;

const clockOf = (zone: string): ((instant: number) => Shown) => {
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...FIELDS });
  return (instant) => {
    const parts = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, value]));
    const [minute = 0, hour = 0, day = 0, month = 0] = [parts.minute, parts.hour, parts.day, parts.month].map(Number);
    return { minute, hour, day, month, weekday: WEEKDAYS.indexOf(String(parts.weekday).toUpperCase()) };
  };
};

/** Looks at the clock every minute. */
const watch = (zone: string, from: number, to: number, has: (shown: Shown) => boolean): readonly number[] => {
  const clock = clockOf(zone);
  const minutes = Array.from({ length: Math.ceil((to - from) / MINUTE) }, (_, index) => from + (index + 1) * MINUTE);
  return minutes.filter((instant) => has(clock(instant)));
};

const start = fc
  .constantFrom('2026-03-07', '2026-03-28', '2026-04-04', '2026-10-03', '2026-10-24', '2026-10-31', '2028-02-28', '2026-12-31')
  .chain((day) => fc.integer({ min: 0, max: 24 * 60 }).map((minutes) => at(day) + minutes * MINUTE));

const EVEN_ZONES = ['UTC', 'America/New_York', 'Europe/Berlin', 'Australia/Adelaide', 'Asia/Kathmandu', 'Antarctica/Troll'] as const;

test('fires when somebody who looks at the clock every minute would, where clocks change by whole hours in the night', () => {
  fc.assert(
    fc.property(expressions, fc.constantFrom(...EVEN_ZONES), start, ({ text, has }, zone, from) => {
      const to = from + 2 * DAY;
      assert.equal(dayByDay(schedule(text, zone), from, to), watch(zone, from, to, has), `${text} in ${zone}`);
    }),
    { numRuns: 60 },
  );
});

test('fires when croner does, in UTC and with a star for days', () => {
  const hasPlainStar = (text: string): boolean => text.split(' ').some((part, index) => part === '*' && (index === 2 || index === 4));
  // To croner a Sunday at the end of a range is 7.
  const starred = expressions.filter(({ text }) => hasPlainStar(text) && !text.includes('-SUN'));
  fc.assert(
    fc.property(starred, start, ({ text }, from) => {
      const [next] = new Cron(text, { timezone: 'UTC', sloppyRanges: true }).nextRuns(1, new Date(from));
      const found = nextFire(schedule(text), from);
      // Croner looks on after five years.
      if (found !== undefined) assert.is(found, next?.getTime(), text);
      else assert.ok(next === undefined || next === null || next.getTime() > from + 5 * 365 * DAY, text);
    }),
    { numRuns: 200 },
  );
});

const spoken = fc.constantFrom(...DIALECTS);

const UNEVEN_ZONES = [
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Beirut',
  'America/Santiago',
  'America/Havana',
  'Atlantic/Azores',
  'Pacific/Chatham',
  'America/Sao_Paulo',
  'America/Asuncion',
  'Asia/Amman',
  'Antarctica/Casey',
] as const;

test('each fire is the one that follows upon the one before, whatever clocks do', () => {
  const anywhere = fc.integer({ min: at('2017-06-01') / DAY, max: at('2034-01-01') / DAY }).map((day) => day * DAY);
  fc.assert(
    fc.property(expressions, fc.constantFrom(...UNEVEN_ZONES), fc.oneof(start, anywhere), spoken, ({ text }, zone, from, dialect) => {
      const parsed = parseVeleroSchedule(text, zone, dialect);
      // Steps that are not shorter than their range.
      if ('problem' in parsed) return;
      const of = parsed.schedule;
      const found = dayByDay(of, from, from + 60 * DAY).slice(0, 3 * 24 * 12);
      for (const [index, fire] of found.slice(1).entries()) assert.is(nextFire(of, found[index] ?? 0), fire, `${text} in ${zone}`);
    }),
    { numRuns: 100 },
  );
});

test.run();
