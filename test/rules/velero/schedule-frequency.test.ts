import { backupName, deployment, made, SERVER, schedule, served, veleroId } from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/schedule-frequency.ts';
import { type Row, runTable } from '../harness.ts';
import { backups, LEAP, running, servedBy } from './around.ts';

const expressed = (expression: string) => schedule({ spec: { schedule: expression } });
const lasting = (startedAt: string, completedAt: string) => made(startedAt, { status: { completedAt } });
const tenMinutes = made('2026-01-31T00:00:00Z');
const v = (version: string) => ({ image: `velero/velero:v${version}` });
const UNTOLD = { image: 'velero/velero:latest' };
const OWN = veleroId('Backup', backupName('2026-01-31T00:00:00Z'));

// A day, ten minutes of backup, and the minute within which Velero notices: 86400 + 600 + 60 seconds.
const daily: readonly Row[] = [
  {
    name: 'daily: a day and what the backup takes, within the tolerance',
    facets: schedule(),
    around: backups(tenMinutes),
    verdict: 'pass',
    says: 'tolerated',
    shows: [
      'Up to 1 day 11 minutes',
      '1 day between two runs (@daily, from ',
      '10 minutes for the longest of the last 1 backup + 1 minute',
    ],
  },
  {
    name: 'against exactly that',
    facets: schedule(),
    around: backups(tenMinutes),
    params: { maxGap: '87060s' },
    verdict: 'pass',
    says: 'frequent',
  },
  {
    name: 'against a second less',
    facets: schedule(),
    around: backups(tenMinutes),
    params: { maxGap: '87059s' },
    verdict: 'pass',
    says: 'tolerated',
  },
  {
    name: 'the tolerance, to the second',
    facets: schedule(),
    around: backups(tenMinutes),
    params: { tolerance: '660s' },
    verdict: 'pass',
    says: 'tolerated',
  },
  {
    name: 'a second beyond the tolerance',
    facets: schedule(),
    around: backups(tenMinutes),
    params: { tolerance: '659s' },
    verdict: 'fail',
    says: 'rare',
  },
  {
    name: 'a day of 24 hours never is',
    facets: schedule(),
    around: backups(tenMinutes),
    params: { maxGap: '24h', tolerance: '1s' },
    verdict: 'fail',
    says: 'rare',
    shows: ['1 day 11 minutes', '1 day is the limit'],
  },
  { name: 'no backup yet', facets: schedule(), around: backups(), verdict: 'pass', says: 'tolerated', shows: ['which none has shown yet'] },
  {
    name: 'in New York: 25 hours once a year',
    facets: expressed('TZ=America/New_York 0 5 * * *'),
    around: backups(tenMinutes),
    verdict: 'pass',
    says: 'tolerated',
    shows: ['1 day 1 hour between', 'from 2026-10-31T09:00Z to 2026-11-01T10:00Z'],
  },
  {
    name: 'in New York, in the hour that is skipped',
    facets: expressed('CRON_TZ=America/New_York 30 2 * * *'),
    around: backups(tenMinutes),
    verdict: 'fail',
    says: 'rare',
    shows: ['1 day 23 hours between'],
  },
  {
    name: 'the server is in New York',
    facets: expressed('30 2 * * *'),
    around: servedBy({ timeZone: 'America/New_York' }, tenMinutes),
    verdict: 'fail',
    says: 'rare',
  },
  { name: 'weekly', facets: expressed('@weekly'), around: backups(), verdict: 'fail', says: 'rare', shows: ['7 days 1 minute'] },
  {
    name: 'every six hours',
    facets: expressed('0 */6 * * *'),
    around: backups(),
    params: { maxGap: '361m' },
    verdict: 'pass',
    says: 'frequent',
  },
  {
    name: 'an interval: a minute of drift',
    facets: expressed('@every 24h'),
    around: backups(),
    params: { maxGap: '1441m' },
    verdict: 'pass',
    says: 'frequent',
    shows: ['1 day between two runs (@every 24h) '],
  },
  { name: 'an interval, too long', facets: expressed('@every 168h'), around: backups(), verdict: 'fail', says: 'rare' },
  { name: 'no day 7 of the week', facets: expressed('0 0 * * 7'), around: backups(), verdict: 'fail', says: 'refused' },
  { name: '30 February', facets: expressed('0 0 30 2 *'), around: backups(), verdict: 'unknown', says: 'endless' },
  {
    name: '30 February: one backup after the other, and each takes too long',
    facets: expressed('0 0 30 2 *'),
    around: backups(lasting('2026-01-29T00:00:00Z', '2026-01-31T00:00:00Z')),
    verdict: 'fail',
    says: 'rare',
    shows: ['or more'],
  },
  {
    name: 'odd days or Mondays',
    facets: expressed('0 0 */2 * 1'),
    around: backups(),
    params: { maxGap: '2d' },
    verdict: 'pass',
    says: 'tolerated',
  },
];

const pace: readonly Row[] = [
  {
    name: 'the longest of the last ten',
    facets: schedule(),
    around: backups(
      ...Array.from({ length: 10 }, (_, index) => made(`2026-01-${30 - index}T00:00:00Z`)),
      lasting('2026-01-31T00:00:00Z', '2026-01-31T01:30:00Z'),
      lasting('2026-01-10T00:00:00Z', '2026-01-10T20:00:00Z'),
    ),
    verdict: 'pass',
    says: 'tolerated',
    shows: ['1 hour 30 minutes for the longest of the last 10 backups', 'Up to 1 day 1 hour 31 minutes'],
  },
  {
    name: 'a failed one says nothing, and neither does one that is under way, of another schedule or of another cluster',
    facets: schedule(),
    around: backups(
      made('2026-01-30T00:00:00Z', { status: { phase: 'Failed', completedAt: '2026-01-30T20:00:00Z' } }),
      running('2026-01-31T00:00:00Z', 'InProgress'),
      made('2026-01-29T00:00:00Z', { schedule: 'other', status: { completedAt: '2026-01-29T20:00:00Z' } }),
      made('2026-01-28T00:00:00Z', { created: '2026-01-30T00:00:00Z', status: { completedAt: '2026-01-28T20:00:00Z' } }),
    ),
    verdict: 'pass',
    says: 'tolerated',
    shows: ['which none has shown yet'],
  },
  {
    name: 'one that failed in part tells how long it takes',
    facets: schedule(),
    around: backups(made('2026-01-30T00:00:00Z', { status: { phase: 'PartiallyFailed', completedAt: '2026-01-30T20:00:00Z' } })),
    verdict: 'fail',
    says: 'rare',
  },
  { name: 'no dates', facets: schedule(), around: backups(lasting('2026-01-31T00:00:00Z', LEAP)), verdict: 'pass', says: 'tolerated' },
];

// In no zone a day is shorter than 21 hours between two runs, and in none longer than 51.
const zones: readonly Row[] = [
  {
    name: 'the zone of the node',
    facets: schedule(),
    around: servedBy({ zoneOfNode: true }),
    verdict: 'unknown',
    says: 'open',
    shows: ['takes its time zone from its node'],
  },
  {
    name: 'TZ overrides the zone of the node',
    facets: schedule(),
    around: servedBy({ zoneOfNode: true, timeZone: 'UTC' }),
    verdict: 'pass',
    says: 'tolerated',
  },
  { name: 'a zone in a file', facets: schedule(), around: servedBy({ timeZone: '/zones/x' }), verdict: 'unknown', says: 'open' },
  {
    name: 'a zone that there is not: UTC',
    facets: schedule(),
    around: servedBy({ timeZone: 'Mars/Olympus' }),
    verdict: 'pass',
    says: 'tolerated',
  },
  { name: 'no deployment', facets: schedule(), around: { ...backups(), 'velero/server': {} }, verdict: 'unknown', says: 'open' },
  {
    name: 'any zone would do',
    facets: schedule(),
    around: servedBy({ zoneOfNode: true }),
    params: { maxGap: '3061m' },
    verdict: 'pass',
    says: 'frequent',
  },
  {
    name: 'once a year: where a midnight is skipped, it may be missed for years',
    facets: expressed('@yearly'),
    around: servedBy({ zoneOfNode: true }),
    verdict: 'unknown',
    says: 'open',
    shows: ['or more'],
  },
  { name: 'no zone would do', facets: expressed('@weekly'), around: servedBy({ zoneOfNode: true }), verdict: 'fail', says: 'rare' },
  {
    name: 'it names its own',
    facets: expressed('TZ=UTC @daily'),
    around: servedBy({ zoneOfNode: true }),
    verdict: 'pass',
    says: 'tolerated',
  },
  {
    name: 'an interval needs none',
    facets: expressed('@every 12h'),
    around: servedBy({ zoneOfNode: true }),
    verdict: 'pass',
    says: 'frequent',
  },
];

const releases: readonly Row[] = [
  {
    name: 'in New York, in the hour that is skipped, which is made up for',
    facets: expressed('CRON_TZ=America/New_York 30 2 * * *'),
    around: servedBy(v('1.18.3')),
    verdict: 'pass',
    says: 'tolerated',
    shows: ['1 day 1 hour between'],
  },
  {
    name: 'day 7 of the week',
    facets: expressed('0 0 * * 7'),
    around: servedBy(v('1.18.3')),
    verdict: 'fail',
    says: 'rare',
    shows: ['7 days'],
  },
  {
    name: 'day 7 of the week, and the image tells no version: too rare if it runs at all',
    facets: expressed('0 0 * * 7'),
    around: servedBy(UNTOLD),
    verdict: 'fail',
    says: 'rare',
    shows: ['7 days or more between'],
  },
  {
    name: 'day 7 of the week, and the image tells no version',
    facets: expressed('0 0 * * 7'),
    around: servedBy(UNTOLD),
    params: { maxGap: '8d' },
    verdict: 'unknown',
    says: 'open',
    shows: ['velero/velero:latest', '7 days 1 minute or more'],
  },
  {
    name: '30 February, or a Monday of February, and the image tells no version',
    facets: expressed('0 0 30 2 1'),
    around: servedBy(UNTOLD),
    verdict: 'unknown',
    says: 'open',
  },
  {
    name: 'the 13th, and a Friday: both readings are too rare',
    facets: expressed('0 0 13 * 5'),
    around: servedBy(UNTOLD),
    verdict: 'fail',
    says: 'rare',
    shows: ['between 7 days and '],
  },
  {
    name: 'the 13th, and a Friday: one of the readings is often enough',
    facets: expressed('0 0 13 * 5'),
    around: servedBy(UNTOLD),
    params: { maxGap: '8d' },
    verdict: 'unknown',
    says: 'open',
    shows: ['velero/velero:latest'],
  },
  ...(
    [
      ['@daily', 'tolerated'],
      ['30 1 * * *', 'tolerated'],
      ['@every 6h', 'frequent'],
      ['*/15 * * * *', 'frequent'],
      ['0 */2 * * *', 'frequent'],
      ['30 1-3 * * *', 'frequent'],
    ] as const
  ).map(
    ([expression, says]): Row => ({
      name: `${expression} in New York, and the image tells no version`,
      facets: expressed(expression),
      around: servedBy({ ...UNTOLD, timeZone: 'America/New_York' }),
      verdict: 'pass',
      says,
    }),
  ),
  {
    name: 'in UTC no hour is skipped, whatever the version',
    facets: expressed('30 2 * * *'),
    around: servedBy(UNTOLD),
    verdict: 'pass',
    says: 'tolerated',
  },
  {
    name: 'in New York there is one, and the image tells no version',
    facets: expressed('30 2 * * *'),
    around: servedBy({ ...UNTOLD, timeZone: 'America/New_York' }),
    verdict: 'unknown',
    says: 'open',
    shows: ['1 day 1 hour', '1 day 23 hours'],
  },
  {
    name: 'on Mondays none is skipped',
    facets: expressed('30 2 * * 1'),
    around: servedBy({ ...UNTOLD, timeZone: 'America/New_York' }),
    params: { maxGap: '8d' },
    verdict: 'pass',
    says: 'frequent',
  },
  {
    name: 'two deployments of different versions',
    facets: expressed('0 0 * * 7'),
    around: { ...backups(), ...served(deployment(v('1.18.2')), deployment(v('1.18.3'))) },
    params: { maxGap: '8d' },
    verdict: 'unknown',
    says: 'open',
    shows: ['velero/velero:v1.18.2 and velero/velero:v1.18.3'],
  },
  {
    name: 'no deployment',
    facets: expressed('0 0 * * 7'),
    around: { ...backups(), 'velero/server': {} },
    params: { maxGap: '8d' },
    verdict: 'unknown',
    says: 'open',
  },
];

const unread: readonly Row[] = [
  { name: 'the server unread, and needed', facets: schedule(), around: { ...backups(), 'velero/server': 'unread' }, verdict: 'unknown' },
  {
    name: 'deployments unread, and needed',
    facets: schedule(),
    around: { ...backups(), 'velero/server': { [SERVER]: { deployments: 'unread' } } },
    verdict: 'unknown',
  },
  {
    name: 'the server unread, and no zone would do',
    facets: expressed('@weekly'),
    around: { ...backups(), 'velero/server': 'unread' },
    verdict: 'fail',
    says: 'rare',
  },
  {
    name: 'the server unread, and not needed',
    facets: expressed('@every 6h'),
    around: { ...backups(), 'velero/server': 'unread' },
    verdict: 'pass',
    says: 'frequent',
  },
  { name: 'backups unread, and needed', facets: schedule(), around: { ...backups(), 'velero/backup': 'unread' }, verdict: 'unknown' },
  {
    name: 'backups unread, and the gap alone is too long',
    facets: expressed('@weekly'),
    around: { ...backups(), 'velero/backup': 'unread' },
    verdict: 'fail',
    says: 'rare',
    shows: ['which could not be read'],
  },
  { name: 'the schedule unread', facets: { ...schedule(), spec: 'unread' }, around: backups(), verdict: 'unknown' },
  ...['metadata', 'labels', 'status'].map(
    (facet): Row => ({
      name: `${facet} of a backup unread`,
      facets: schedule(),
      around: backups({ [OWN]: { ...tenMinutes[OWN], [facet]: 'unread' } }),
      verdict: 'unknown',
    }),
  ),
];

runTable(rule, [...daily, ...pace, ...zones, ...releases, ...unread]);
