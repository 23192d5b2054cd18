import { backupName, made, SERVER, schedule, template, unstarted, veleroId } from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/cadence-kept.ts';
import { type Row, runTable } from '../harness.ts';
import { all, backups, LEAP, running, servedBy } from './around.ts';

const day = (number: number, time = '00:00:20') => `2026-01-${String(number).padStart(2, '0')}T${time}Z`;
const WEEK = [25, 26, 27, 28, 29, 30, 31];
const on = (...days: readonly number[]) => all(...days.map((number) => made(day(number))));
const without = (...days: readonly number[]) => on(...WEEK.filter((number) => !days.includes(number)));
const OWN = veleroId('Backup', backupName(day(31)));

const expressed = (expression: string, more = {}) => schedule({ spec: { schedule: expression, ...more } });
const v = (version: string) => ({ image: `velero/velero:v${version}` });
const hours = (...numbers: readonly number[]) => all(...numbers.map((hour) => made(day(31, `${String(hour).padStart(2, '0')}:00:20`))));

const kept: readonly Row[] = [
  {
    name: 'every day',
    facets: schedule(),
    around: backups(on(...WEEK)),
    verdict: 'pass',
    says: 'kept',
    shows: ['Each of 7 runs', '7 days'],
  },
  {
    name: 'one day is missing',
    facets: schedule(),
    around: backups(without(28)),
    verdict: 'fail',
    says: 'missed',
    shows: ['1 of 7 runs', '2026-01-28T00:00Z', 'none may'],
  },
  {
    name: 'one day is missing, and may',
    facets: schedule(),
    around: backups(without(28)),
    params: { missed: 1 },
    verdict: 'pass',
    says: 'tolerated',
  },
  {
    name: 'two are missing, and one may',
    facets: schedule(),
    around: backups(without(28, 29)),
    params: { missed: 1 },
    verdict: 'fail',
    says: 'missed',
  },
  {
    name: 'four are missing',
    facets: schedule(),
    around: backups(without(26, 27, 28, 29)),
    verdict: 'fail',
    says: 'missed',
    shows: ['the last: 2026-01-27T00:00Z, 2026-01-28T00:00Z, 2026-01-29T00:00Z'],
  },
  { name: 'none is there', facets: schedule(), around: backups(), verdict: 'fail', says: 'missed', shows: ['7 of 7 runs'] },
  {
    name: 'begun at the last moment',
    facets: schedule(),
    around: backups(without(28), made(day(28, '01:00:00'))),
    verdict: 'pass',
    says: 'kept',
  },
  {
    name: 'begun a second later',
    facets: schedule(),
    around: backups(without(28), made(day(28, '01:00:01'))),
    verdict: 'fail',
    says: 'missed',
  },
  {
    name: 'asked for in time, begun hours later',
    facets: schedule(),
    around: backups(without(28), made(day(28, '05:00:00'), { created: day(28, '00:00:30') })),
    verdict: 'pass',
    says: 'kept',
  },
  {
    name: 'a clock that is half a minute slow',
    facets: schedule(),
    around: backups(without(28), made(day(27, '23:59:30'))),
    verdict: 'pass',
    says: 'kept',
  },
  {
    name: 'failed, and yet it ran',
    facets: schedule(),
    around: backups(without(28), made(day(28), { status: { phase: 'Failed' } })),
    verdict: 'pass',
    says: 'kept',
  },
  {
    name: 'failed its validation: it did not',
    facets: schedule(),
    around: backups(without(28), unstarted(day(28), 'FailedValidation')),
    verdict: 'fail',
    says: 'missed',
  },
  { name: 'under way', facets: schedule(), around: backups(without(31), running(day(31), 'InProgress')), verdict: 'pass', says: 'kept' },
];

const byHand: readonly Row[] = [
  {
    name: 'made by hand at noon every day',
    facets: schedule(),
    around: backups(...WEEK.map((number) => made(day(number, '11:00:00')))),
    verdict: 'fail',
    says: 'missed',
    shows: ['7 of 7'],
  },
  {
    name: 'made by hand when it was due, with a name of its own',
    facets: schedule(),
    around: backups(without(28), made(day(28), {}, 'by-hand')),
    verdict: 'fail',
    says: 'missed',
  },
  {
    name: 'named like a run, and more',
    facets: schedule(),
    around: backups(without(28), made(day(28), {}, `${backupName(day(28))}-again`)),
    verdict: 'fail',
    says: 'missed',
  },
  {
    name: 'of another schedule',
    facets: schedule(),
    around: backups(without(28), made(day(28), { schedule: 'other' })),
    verdict: 'fail',
    says: 'missed',
  },
];

const span: readonly Row[] = [
  {
    name: 'made within the window',
    facets: schedule({ created: day(29, '12:00:00') }),
    around: backups(on(30, 31)),
    verdict: 'pass',
    says: 'kept',
    shows: ['2 runs'],
  },
  { name: 'made this morning', facets: schedule({ created: day(31, '09:00:00') }), around: backups(), verdict: 'pending', says: 'none' },
  {
    name: 'its last run is due, and may still begin',
    facets: expressed('30 11 * * *'),
    around: backups(...WEEK.slice(0, 6).map((number) => made(day(number, '11:30:00')))),
    verdict: 'pass',
    says: 'kept',
    shows: ['6 runs'],
  },
  {
    name: 'a window beyond the retention: what has expired is not missed',
    facets: schedule(),
    around: backups(on(...WEEK)),
    params: { window: '30d' },
    verdict: 'pass',
    says: 'kept',
  },
  {
    name: 'a window beyond the retention: what has not is',
    facets: schedule(),
    around: backups(without(26)),
    params: { window: '30d' },
    verdict: 'fail',
    says: 'missed',
    shows: ['1 of 7 runs'],
  },
  {
    name: 'what is there of earlier days was kept for less time',
    facets: schedule(),
    around: backups(on(31), made(day(30), { status: { expiresAt: day(31) } })),
    verdict: 'pass',
    says: 'kept',
    shows: ['Each of 1 run'],
  },
  {
    name: 'kept for as long as the server says',
    facets: expressed('@daily', { template: template({ ttl: '0s' }) }),
    around: servedBy({ flags: { 'default-backup-ttl': '48h' } }, on(30, 31)),
    verdict: 'pass',
    says: 'kept',
  },
  {
    name: 'a TTL that is none',
    facets: expressed('@daily', { template: template({ ttl: '7d' }) }),
    around: backups(),
    verdict: 'fail',
    says: 'idle',
  },
  {
    name: 'kept for a time that cannot be told',
    facets: expressed('@daily', { template: template({ ttl: '0s' }) }),
    around: { ...backups(), 'velero/server': {} },
    verdict: 'unknown',
    says: 'doubtful',
  },
  {
    name: 'told to skip the run of the 28th',
    facets: schedule({ status: { lastSkipped: day(28, '00:00:40') } }),
    around: backups(without(28)),
    verdict: 'pass',
    says: 'kept',
  },
  {
    name: 'told to skip it, and another is missing',
    facets: schedule({ status: { lastSkipped: day(28, '00:00:40') } }),
    around: backups(without(27, 28)),
    verdict: 'fail',
    says: 'missed',
    shows: ['1 of 7'],
  },
  {
    name: 'more runs than can be looked at',
    facets: expressed('* * * * *', { template: template({ ttl: '2160h' }) }),
    around: backups(),
    params: { window: '30d' },
    verdict: 'unknown',
    says: 'crowded',
  },
];

const others: readonly Row[] = [
  {
    name: 'paused, after a perfect week',
    facets: schedule({ spec: { paused: true } }),
    around: backups(on(...WEEK)),
    verdict: 'fail',
    says: 'idle',
    shows: ['paused'],
  },
  { name: 'refused', facets: expressed('0 0 * * 7'), around: backups(), verdict: 'fail', says: 'idle' },
  {
    name: 'hourly, each',
    facets: expressed('0 * * * *'),
    around: backups(hours(6, 7, 8, 9, 10, 11)),
    params: { window: '6h' },
    verdict: 'pass',
    says: 'kept',
    shows: ['5 runs'],
  },
  {
    name: 'hourly: one late backup does not stand for two runs',
    facets: expressed('0 * * * *'),
    around: backups(hours(7, 8, 10, 11)),
    params: { window: '6h', startWithin: '3h' },
    verdict: 'fail',
    says: 'missed',
    shows: ['2026-01-31T09:00Z'],
  },
  {
    name: 'an interval that drifts',
    facets: expressed('@every 1h'),
    around: backups(
      made(day(31, '06:59:00')),
      made(day(31, '08:00:00')),
      made(day(31, '09:01:00')),
      made(day(31, '10:02:00')),
      made(day(31, '11:03:00')),
    ),
    params: { window: '6h', startWithin: '5m' },
    verdict: 'pass',
    says: 'kept',
  },
  {
    name: 'an interval with a hole',
    facets: expressed('@every 1h'),
    around: backups(made(day(31, '06:59:00')), made(day(31, '08:00:00')), made(day(31, '10:02:00')), made(day(31, '11:03:00'))),
    params: { window: '6h', startWithin: '5m' },
    verdict: 'fail',
    says: 'missed',
    shows: ['2026-01-31T09:00Z'],
  },
  {
    name: 'an interval that has stopped',
    facets: expressed('@every 1h'),
    around: backups(made(day(31, '06:59:00')), made(day(31, '08:00:00'))),
    params: { window: '6h' },
    verdict: 'fail',
    says: 'missed',
  },
  {
    name: 'one came out of the storage location',
    facets: schedule(),
    around: backups(without(28), made(day(28), { created: day(30) })),
    verdict: 'unknown',
    says: 'foreign',
  },
  {
    name: 'one did, and another is missing',
    facets: schedule(),
    around: backups(without(27, 28), made(day(28), { created: day(30) })),
    verdict: 'fail',
    says: 'missed',
  },
  { name: 'the zone of the node', facets: schedule(), around: servedBy({ zoneOfNode: true }), verdict: 'unknown', says: 'doubtful' },
  {
    name: 'the server is in Tokyo',
    facets: schedule(),
    around: servedBy({ timeZone: 'Asia/Tokyo' }, on(...WEEK)),
    verdict: 'fail',
    says: 'missed',
    shows: ['2026-01-30T15:00Z'],
  },
  { name: 'no date of its own', facets: schedule({ created: LEAP }), around: backups(), verdict: 'unknown', says: 'doubtful' },
  {
    name: 'a backup without a date is none',
    facets: schedule(),
    around: backups(without(28), made(day(28), { created: LEAP, status: { startedAt: LEAP } })),
    verdict: 'fail',
    says: 'missed',
  },
];

// Made at midnight of every day of the week that ends on Saturday, 31 January 2026.
const releases: readonly Row[] = [
  {
    name: 'from Friday round to Monday, refused',
    facets: expressed('0 0 * * FRI-MON'),
    around: servedBy(v('1.18.2'), on(25, 26, 30, 31)),
    verdict: 'fail',
    says: 'idle',
  },
  {
    name: 'from Friday round to Monday',
    facets: expressed('0 0 * * FRI-MON'),
    around: servedBy(v('1.18.3'), on(25, 26, 30, 31)),
    verdict: 'pass',
    says: 'kept',
    shows: ['4 runs'],
  },
  {
    name: 'the 28th or a Friday',
    facets: expressed('0 0 28 * 5'),
    around: servedBy(v('1.18.2'), on(28)),
    verdict: 'fail',
    says: 'missed',
    shows: ['1 of 2 runs', '2026-01-30T00:00Z'],
  },
  {
    name: 'the 30th, if it is a Friday',
    facets: expressed('0 0 30 * 5'),
    around: servedBy(v('1.18.3'), on(30)),
    verdict: 'pass',
    says: 'kept',
    shows: ['1 run'],
  },
  {
    name: 'the 28th and a Friday, and the image tells no version',
    facets: expressed('0 0 28 * 5'),
    around: servedBy({ image: 'velero/velero:latest' }, on(28)),
    verdict: 'unknown',
    says: 'doubtful',
    shows: ['velero/velero:latest'],
  },
  {
    name: 'odd days, and a Monday: a star with a step is one to old releases',
    facets: expressed('0 0 */2 * 1'),
    around: servedBy(v('1.14.1'), on()),
    verdict: 'pending',
    says: 'none',
  },
  {
    name: 'odd days, or a Monday',
    facets: expressed('0 0 */2 * 1'),
    around: servedBy(v('1.15.0'), on(25, 26, 27, 29, 31)),
    verdict: 'pass',
    says: 'kept',
    shows: ['5 runs'],
  },
  {
    name: 'every day, and the image tells no version',
    facets: schedule(),
    around: servedBy({ image: 'velero/velero:latest' }, on(...WEEK)),
    verdict: 'pass',
    says: 'kept',
  },
];

const unread: readonly Row[] = [
  { name: 'backups unread', facets: schedule(), around: { ...backups(), 'velero/backup': 'unread' }, verdict: 'unknown' },
  {
    name: 'the server unread, and needed',
    facets: schedule(),
    around: { ...backups(on(...WEEK)), 'velero/server': 'unread' },
    verdict: 'unknown',
  },
  {
    name: 'deployments unread, and needed',
    facets: schedule(),
    around: { ...backups(), 'velero/server': { [SERVER]: { deployments: 'unread' } } },
    verdict: 'unknown',
  },
  {
    name: 'the server unread, and an interval does not need it',
    facets: expressed('@every 24h'),
    around: { ...backups(on(...WEEK)), 'velero/server': 'unread' },
    verdict: 'pass',
    says: 'kept',
  },
  {
    name: 'the server unread, and not every release takes a zone',
    facets: expressed('TZ=UTC @daily'),
    around: { ...backups(on(...WEEK)), 'velero/server': 'unread' },
    verdict: 'unknown',
  },
  ...['metadata', 'labels', 'status'].map(
    (facet): Row => ({
      name: `${facet} of a backup unread`,
      facets: schedule(),
      around: backups({ [OWN]: { ...made(day(31))[OWN], [facet]: 'unread' } }),
      verdict: 'unknown',
    }),
  ),
  ...['metadata', 'spec', 'status'].map(
    (facet): Row => ({
      name: `${facet} unread`,
      facets: { ...schedule(), [facet]: 'unread' },
      around: backups(),
      verdict: 'unknown',
    }),
  ),
];

runTable(rule, [...kept, ...byHand, ...span, ...others, ...releases, ...unread]);
