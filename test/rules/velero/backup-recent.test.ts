import { backupName, located, location, made, SERVER, schedule, unstarted, veleroId } from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/backup-recent.ts';
import { type Row, runTable } from '../harness.ts';
import { all, backups, LEAP, running, servedBy } from './around.ts';

const MIDNIGHT = '2026-01-31T00:00:00Z';
const YESTERDAY = '2026-01-30T00:00:00Z';
const OWN = veleroId('Backup', backupName(MIDNIGHT));
const today = made(MIDNIGHT);
const phased = (startedAt: string, phase: string) => made(startedAt, { status: { phase } });
const created = (at: string, more = {}) => schedule({ created: at, ...more });
const at = (phase: string | undefined) => located(location({ status: phase === undefined ? {} : { phase } }));
const unavailable = (phase: string) => ({ ...backups(today), ...at(phase) });

const ages: readonly Row[] = [
  {
    name: 'of midnight',
    facets: schedule(),
    around: backups(today),
    verdict: 'pass',
    says: 'recent',
    shows: ['began 12 hours ago', backupName(MIDNIGHT)],
  },
  { name: 'as old as may be', facets: schedule(), around: backups(today), params: { maxAge: '12h' }, verdict: 'pass', says: 'recent' },
  { name: 'a second older', facets: schedule(), around: backups(today), params: { maxAge: '43199s' }, verdict: 'fail', says: 'stale' },
  {
    name: 'begun while the cluster was being read',
    facets: schedule(),
    around: backups(made('2026-01-31T12:00:05Z')),
    verdict: 'pass',
    says: 'recent',
    shows: ['0 seconds'],
  },
  {
    name: 'the newest counts',
    facets: schedule(),
    around: backups(made('2026-01-20T00:00:00Z'), today, made(YESTERDAY)),
    verdict: 'pass',
    says: 'recent',
  },
  {
    name: 'warnings do not matter',
    facets: schedule(),
    around: backups(made(MIDNIGHT, { status: { warnings: 3 } })),
    verdict: 'pass',
    says: 'recent',
  },
  {
    name: 'made by hand, with a name of its own',
    facets: schedule(),
    around: backups(made(MIDNIGHT, {}, 'by-hand')),
    verdict: 'pass',
    says: 'recent',
  },
  {
    name: 'paused, with a recent backup',
    facets: schedule({ spec: { paused: true } }),
    around: backups(today),
    verdict: 'pass',
    says: 'recent',
  },
  {
    name: 'paused, with an old one',
    facets: schedule({ spec: { paused: true } }),
    around: backups(made('2026-01-26T00:00:00Z')),
    verdict: 'fail',
    says: 'stale',
  },
  {
    name: 'old by its own clock, young by that of the cluster',
    facets: schedule(),
    around: backups(made('2026-01-26T00:00:00Z', { created: '2026-01-31T09:00:00Z' })),
    verdict: 'fail',
    says: 'stale',
    shows: ['5 days 12 hours', 'came into the cluster 2026-01-31T09:00Z'],
  },
  {
    name: 'a date that is none',
    facets: schedule(),
    around: backups(made(MIDNIGHT, { status: { startedAt: LEAP } })),
    verdict: 'unknown',
    says: 'undated',
  },
  {
    name: 'a date that is none, and another that is recent',
    facets: schedule(),
    around: backups(made(MIDNIGHT, { status: { startedAt: LEAP } }, 'odd'), today),
    verdict: 'pass',
    says: 'despite',
  },
];

const usable: readonly Row[] = [
  {
    name: 'failed',
    facets: schedule(),
    around: backups(phased(MIDNIGHT, 'Failed')),
    verdict: 'fail',
    says: 'none',
    shows: ['1 backup can', 'Failed'],
  },
  {
    name: 'failed its validation',
    facets: schedule(),
    around: backups(unstarted(MIDNIGHT, 'FailedValidation')),
    verdict: 'fail',
    says: 'none',
  },
  { name: 'failed in part', facets: schedule(), around: backups(phased(MIDNIGHT, 'PartiallyFailed')), verdict: 'fail', says: 'none' },
  {
    name: 'failed in part, which is accepted',
    facets: schedule(),
    around: backups(phased(MIDNIGHT, 'PartiallyFailed')),
    params: { acceptPartiallyFailed: true },
    verdict: 'pass',
    says: 'recent',
  },
  {
    name: 'failed, and so is not accepted either',
    facets: schedule(),
    around: backups(phased(MIDNIGHT, 'Failed')),
    params: { acceptPartiallyFailed: true },
    verdict: 'fail',
    says: 'none',
  },
  {
    name: 'the newest failed in part, the one before is recent enough',
    facets: schedule(),
    around: backups(phased('2026-01-31T06:00:00Z', 'PartiallyFailed'), today),
    verdict: 'pass',
    says: 'despite',
    shows: ['Warning: 1 backup made since then', 'PartiallyFailed'],
  },
  {
    name: 'lastBackup is fresh, and everything failed since the last good one',
    facets: schedule({ status: { lastBackup: MIDNIGHT } }),
    around: backups(phased(MIDNIGHT, 'Failed'), phased(YESTERDAY, 'Failed'), made('2026-01-28T00:00:00Z')),
    verdict: 'fail',
    says: 'failing',
    shows: ['3 days 12 hours', 'Since then: '],
  },
  {
    name: 'one under way is no reason to warn',
    facets: schedule(),
    around: backups(running('2026-01-31T11:59:00Z', 'InProgress'), today),
    verdict: 'pass',
    says: 'recent',
  },
  {
    name: 'a phase that nobody knows',
    facets: schedule(),
    around: backups(phased(MIDNIGHT, 'Archived')),
    verdict: 'unknown',
    says: 'unclear',
  },
  {
    name: 'a phase that nobody knows, of an old one',
    facets: schedule(),
    around: backups(phased('2026-01-20T00:00:00Z', 'Archived')),
    verdict: 'fail',
    says: 'old',
  },
  {
    name: 'expired at this moment',
    facets: schedule(),
    around: backups(made(MIDNIGHT, { status: { expiresAt: '2026-01-31T12:00:00Z' } })),
    verdict: 'fail',
    says: 'none',
    shows: ['expired'],
  },
  {
    name: 'expires in a second',
    facets: schedule(),
    around: backups(made(MIDNIGHT, { status: { expiresAt: '2026-01-31T12:00:01Z' } })),
    verdict: 'pass',
    says: 'recent',
  },
  {
    name: 'Deleting',
    facets: schedule(),
    around: backups(phased(MIDNIGHT, 'Deleting')),
    verdict: 'fail',
    says: 'none',
    shows: ['being deleted'],
  },
  {
    name: 'its object is being deleted',
    facets: schedule(),
    around: backups({ [OWN]: { ...today[OWN], metadata: { createdAt: MIDNIGHT, deletedAt: MIDNIGHT, annotations: {} } } }),
    verdict: 'fail',
    says: 'none',
  },
  {
    name: 'of another schedule',
    facets: schedule(),
    around: backups(made(MIDNIGHT, { schedule: 'other' })),
    verdict: 'fail',
    says: 'overdue',
  },
  {
    name: 'of the schedule of that name of another Velero',
    facets: schedule(),
    around: backups({ [veleroId('Backup', 'x', 'elsewhere')]: today[OWN] ?? {} }),
    verdict: 'fail',
    says: 'overdue',
  },
];

const locations: readonly Row[] = [
  {
    name: 'its location is Unavailable',
    facets: schedule(),
    around: unavailable('Unavailable'),
    verdict: 'fail',
    says: 'none',
    shows: ['storage location default is Unavailable'],
  },
  {
    name: 'its location is in a phase that nobody knows, and Velero neither',
    facets: schedule(),
    around: unavailable('Sleepy'),
    verdict: 'fail',
    says: 'none',
  },
  {
    name: 'its location does not exist',
    facets: schedule(),
    around: { ...backups(today), 'velero/storage-location': {} },
    verdict: 'fail',
    says: 'none',
    shows: ['does not exist'],
  },
  {
    name: 'its location is of another Velero',
    facets: schedule(),
    around: { ...backups(today), 'velero/storage-location': { [veleroId('BackupStorageLocation', 'default', 'elsewhere')]: location() } },
    verdict: 'fail',
    says: 'none',
  },
  {
    name: 'locations could not be listed',
    facets: schedule(),
    around: { ...backups(today), 'velero/storage-location': 'unread' },
    verdict: 'unknown',
  },
  {
    name: 'its location is unread',
    facets: schedule(),
    around: { ...backups(today), ...located({ ...location(), status: 'unread' }) },
    verdict: 'unknown',
  },
  {
    name: 'locations could not be listed, and every backup is too old',
    facets: schedule(),
    around: { ...backups(made('2026-01-26T00:00:00Z')), 'velero/storage-location': 'unread' },
    verdict: 'fail',
    says: 'old',
  },
];

const foreign = made(MIDNIGHT, { created: '2026-01-31T00:30:00Z' });

const others: readonly Row[] = [
  { name: 'its object came after it was complete', facets: schedule(), around: backups(foreign), verdict: 'unknown', says: 'foreign' },
  {
    name: 'its object came the moment it was complete',
    facets: schedule(),
    around: backups(made(MIDNIGHT, { created: '2026-01-31T00:10:00Z' })),
    verdict: 'pass',
    says: 'recent',
  },
  {
    name: 'and one of this cluster is recent, too',
    facets: schedule(),
    around: backups(foreign, made(YESTERDAY)),
    params: { maxAge: '36h' },
    verdict: 'pass',
    says: 'despite',
  },
  {
    name: 'a new schedule in a new cluster',
    facets: created('2026-01-31T09:00:00Z'),
    around: backups(foreign),
    verdict: 'pending',
    says: 'notDue',
  },
];

const missing: readonly Row[] = [
  {
    name: 'made this morning',
    facets: created('2026-01-31T09:00:00Z'),
    around: backups(),
    verdict: 'pending',
    says: 'notDue',
    shows: ['2026-02-01T00:01Z'],
  },
  {
    name: 'made before midnight, and nothing since',
    facets: created('2026-01-30T23:59:59Z'),
    around: backups(),
    verdict: 'fail',
    says: 'overdue',
    shows: ['2026-01-31T00:01Z'],
  },
  {
    name: 'told this morning to skip',
    facets: created('2026-01-30T09:00:00Z', { status: { lastSkipped: '2026-01-31T09:00:00Z' } }),
    around: backups(),
    verdict: 'pending',
    says: 'notDue',
  },
  {
    name: 'told this morning to skip, and the last backup is old',
    facets: schedule({ status: { lastSkipped: '2026-01-31T09:00:00Z' } }),
    around: backups(made('2026-01-26T00:00:00Z')),
    verdict: 'fail',
    says: 'stale',
  },
  {
    name: 'due within this minute',
    facets: created('2026-01-31T11:00:00Z', { spec: { schedule: '@every 59m30s' } }),
    around: backups(),
    verdict: 'pending',
    says: 'notDue',
  },
  {
    name: 'the minute is over',
    facets: created('2026-01-31T11:00:00Z', { spec: { schedule: '@every 59m' } }),
    around: backups(),
    verdict: 'fail',
    says: 'overdue',
  },
  {
    name: 'the first is under way',
    facets: created('2026-01-30T09:00:00Z'),
    around: backups(running(MIDNIGHT, 'InProgress')),
    verdict: 'pending',
    says: 'running',
    shows: ['InProgress'],
  },
  {
    name: 'the first has been under way for too long',
    facets: created('2026-01-28T09:00:00Z'),
    around: backups(running('2026-01-29T00:00:00Z', 'InProgress')),
    verdict: 'fail',
    says: 'overdue',
  },
  {
    name: 'the second is under way, the first failed',
    facets: created('2026-01-29T09:00:00Z'),
    around: backups(running(MIDNIGHT, 'InProgress'), phased(YESTERDAY, 'Failed')),
    verdict: 'fail',
    says: 'none',
  },
  {
    name: 'paused since it was made',
    facets: created('2026-01-31T09:00:00Z', { spec: { paused: true } }),
    around: backups(),
    verdict: 'fail',
    says: 'idle',
    shows: ['paused'],
  },
  { name: 'refused', facets: schedule({ spec: { schedule: '0 0 * * 7' } }), around: backups(), verdict: 'fail', says: 'idle' },
  { name: 'nobody knows when it was made', facets: created(LEAP), around: backups(), verdict: 'unknown', says: 'doubtful' },
  {
    name: 'the zone of the node, made this morning',
    facets: created('2026-01-31T09:00:00Z'),
    around: servedBy({ zoneOfNode: true }),
    verdict: 'unknown',
    says: 'doubtful',
  },
  {
    name: 'the zone of the node, made last year',
    facets: schedule(),
    around: servedBy({ zoneOfNode: true }),
    verdict: 'fail',
    says: 'overdue',
  },
  {
    name: 'the server unread, made this morning',
    facets: created('2026-01-31T09:00:00Z'),
    around: { ...backups(), 'velero/server': 'unread' },
    verdict: 'unknown',
  },
  {
    name: 'deployments unread, made this morning',
    facets: created('2026-01-31T09:00:00Z'),
    around: { ...backups(), 'velero/server': { [SERVER]: { deployments: 'unread' } } },
    verdict: 'unknown',
  },
  {
    name: 'the server unread, and not needed',
    facets: schedule(),
    around: { ...backups(today), 'velero/server': 'unread' },
    verdict: 'pass',
    says: 'recent',
  },
];

const unread: readonly Row[] = [
  { name: 'backups unread', facets: schedule(), around: { ...backups(), 'velero/backup': 'unread' }, verdict: 'unknown' },
  ...['metadata', 'labels', 'spec', 'status'].map(
    (facet): Row => ({
      name: `${facet} of a backup unread`,
      facets: schedule(),
      around: backups(all({ [OWN]: { ...today[OWN], [facet]: 'unread' } })),
      verdict: 'unknown',
    }),
  ),
  ...['metadata', 'spec', 'status'].map(
    (facet): Row => ({ name: `${facet} unread`, facets: { ...schedule(), [facet]: 'unread' }, around: backups(), verdict: 'unknown' }),
  ),
];

runTable(rule, [...ages, ...usable, ...locations, ...others, ...missing, ...unread]);
