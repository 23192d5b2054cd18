import type { VeleroDeployment } from '../../../model/kinds/velero.ts';
import {
  type Around,
  backupName,
  deployment,
  located,
  location,
  made,
  metadata,
  server,
  uninstalled,
  veleroId,
} from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/expired-backups-collected.ts';
import { type Row, runTable } from '../harness.ts';
import { all, LEAP } from './around.ts';

const STARTED = '2026-01-20T00:00:00Z';
const ID = veleroId('Backup', backupName(STARTED));

type Details = Parameters<typeof made>[1];

const expiring = (expiresAt: string, more: Details = {}) => made(STARTED, { ...more, status: { expiresAt, ...more.status } });

const around = (
  backups: Readonly<Record<string, unknown>>,
  locations: Around = located(),
  requests: Readonly<Record<string, unknown>> = {},
) => ({ 'velero/backup': backups, ...locations, 'velero/delete-request': requests }) as Around;

const OLD = '2026-01-31T08:00:00Z';

const serving = (more: Partial<VeleroDeployment> = {}) => server(deployment(more));
const flagged = (flags: Readonly<Record<string, string>>) => serving({ flags });

const requested = (phase: string | undefined, ...errors: readonly string[]) => ({
  [veleroId('DeleteBackupRequest', 'delete-1')]: {
    metadata: metadata(),
    labels: {},
    spec: { backup: backupName(STARTED) },
    status: { errors, ...(phase === undefined ? {} : { phase }) },
  },
});

const ages: readonly Row[] = [
  { name: 'there are no backups', facets: serving(), around: around({}), verdict: 'pass', says: 'collected', shows: ['0 backups'] },
  {
    name: 'not expired',
    facets: serving(),
    around: around(expiring('2026-01-31T12:00:01Z')),
    verdict: 'pass',
    says: 'collected',
    shows: ['1 backup is'],
  },
  { name: 'expired just now', facets: serving(), around: around(expiring('2026-01-31T12:00:00Z')), verdict: 'pass', says: 'collected' },
  {
    name: 'expired for three hours',
    facets: serving(),
    around: around(expiring('2026-01-31T09:00:00Z')),
    verdict: 'pass',
    says: 'collected',
  },
  {
    name: 'expired for a second more',
    facets: serving(),
    around: around(expiring('2026-01-31T08:59:59Z')),
    verdict: 'fail',
    says: 'stalled',
    shows: ['1 expired backup', '3 hours', 'nothing tells why'],
  },
  {
    name: 'more time to delete',
    facets: serving(),
    around: around(expiring('2026-01-31T08:59:59Z')),
    params: { grace: '4h' },
    verdict: 'pass',
    says: 'collected',
  },
  {
    name: 'the server looks every four hours',
    facets: flagged({ 'garbage-collection-frequency': '4h' }),
    around: around(expiring('2026-01-31T06:00:00Z')),
    verdict: 'pass',
    says: 'collected',
  },
  {
    name: 'every four hours, and a second more',
    facets: flagged({ 'garbage-collection-frequency': '4h' }),
    around: around(expiring('2026-01-31T05:59:59Z')),
    verdict: 'fail',
    says: 'stalled',
  },
  {
    name: 'zero stands for an hour',
    facets: flagged({ 'garbage-collection-frequency': '0' }),
    around: around(expiring('2026-01-31T08:59:59Z')),
    verdict: 'fail',
    says: 'stalled',
  },
  {
    name: 'its object came in later, and has a time of its own',
    facets: serving(),
    around: around(expiring('2026-01-28T00:00:00Z', { created: '2026-01-31T09:00:00Z' })),
    verdict: 'pass',
    says: 'collected',
  },
  {
    name: 'its object came in a second earlier',
    facets: serving(),
    around: around(expiring('2026-01-28T00:00:00Z', { created: '2026-01-31T08:59:59Z' })),
    verdict: 'fail',
    says: 'stalled',
  },
  {
    name: 'nothing tells when it expires: never',
    facets: serving(),
    around: around({ [ID]: { ...made(STARTED)[ID], status: { phase: 'Completed', errors: 0, warnings: 0, validationErrors: [] } } }),
    verdict: 'pass',
    says: 'collected',
  },
  { name: 'it expires at no date', facets: serving(), around: around(expiring(LEAP)), verdict: 'unknown', says: 'undated' },
  {
    name: 'it came in at no date',
    facets: serving(),
    around: around(expiring(OLD, { created: LEAP })),
    verdict: 'unknown',
    says: 'undated',
  },
  {
    name: 'one without a date does not hide one that is overdue',
    facets: serving(),
    around: around(all(expiring(LEAP), made('2026-01-21T00:00:00Z'))),
    verdict: 'fail',
    says: 'stalled',
  },
  {
    name: 'several',
    facets: serving(),
    around: around(all(made('2026-01-20T00:00:00Z'), made('2026-01-21T00:00:00Z'), made('2026-01-31T00:00:00Z'))),
    verdict: 'fail',
    says: 'stalled',
    shows: ['2 expired backups'],
  },
  {
    name: 'a backup of another Velero in the cluster',
    facets: serving(),
    around: around({ [veleroId('Backup', 'theirs', 'another-velero')]: expiring(OLD)[ID] }),
    verdict: 'pass',
    says: 'collected',
    shows: ['0 backups'],
  },
];

const reasons: readonly Row[] = (
  [
    ['without gc', flagged({ 'disable-controllers': 'gc' }), around(expiring(OLD)), '--disable-controllers=gc'],
    ['without deletions', flagged({ 'disable-controllers': 'backup-deletion' }), around(expiring(OLD)), 'backup-deletion'],
    ['for restores only', flagged({ 'restore-only': 'true' }), around(expiring(OLD)), '--restore-only'],
    ['scaled down', serving({ replicas: 0, readyReplicas: 0 }), around(expiring(OLD)), 'does not run'],
    [
      'the location is not available',
      serving(),
      around(expiring(OLD), located(location({ status: { phase: 'Unavailable' } }))),
      'storage location default is Unavailable',
    ],
    ['the location was never validated', serving(), around(expiring(OLD), located({ ...location(), status: {} })), 'not validated'],
    [
      'the location is read-only',
      serving(),
      around(expiring(OLD), located(location({ spec: { accessMode: 'ReadOnly' } }))),
      'storage location default is ReadOnly',
    ],
    ['the location is gone', serving(), around(expiring(OLD), { 'velero/storage-location': {} }), 'does not exist'],
    ['the location is not known', serving(), around(expiring(OLD), { 'velero/storage-location': 'unread' }), 'nothing tells why'],
    [
      'the deletion failed',
      serving(),
      around(expiring(OLD), located(), requested('Processed', 'access denied', 'and more')),
      'its deletion failed: access denied; and more',
    ],
    [
      'the deletion is under way',
      serving(),
      around(expiring(OLD), located(), requested('InProgress')),
      'its deletion request is InProgress',
    ],
    ['nobody has looked at the request', serving(), around(expiring(OLD), located(), requested(undefined)), 'its deletion request is New'],
    [
      'deletion has begun and came to nothing',
      serving(),
      around(expiring(OLD, { status: { phase: 'Deleting' } }), located(), requested('Processed', '\u001b[31mdenied')),
      'Deleting',
    ],
  ] as const
).map(([name, facets, there, shown]) => ({ name, facets, around: there, verdict: 'fail', says: 'stalled', shows: [shown] }));

const undecided: readonly Row[] = [
  { name: 'not installed', facets: uninstalled, around: around({}), verdict: 'not-applicable', says: 'absent' },
  {
    name: 'the flag is no duration',
    facets: flagged({ 'garbage-collection-frequency': '1d' }),
    around: around(expiring(OLD)),
    verdict: 'unknown',
    says: 'doubtful',
    shows: ['1d'],
  },
  { name: 'no deployment would tell', facets: server(), around: around(expiring(OLD)), verdict: 'unknown', says: 'doubtful' },
  {
    name: 'no deployment, and nothing has expired',
    facets: server(),
    around: around(made('2026-01-31T00:00:00Z')),
    verdict: 'pass',
    says: 'collected',
  },
  { name: 'deployments unread', facets: { ...serving(), deployments: 'unread' }, around: around(expiring(OLD)), verdict: 'unknown' },
  {
    name: 'deployments unread, and expired for less than a deletion may take',
    facets: { ...serving(), deployments: 'unread' },
    around: around(expiring('2026-01-31T10:00:00Z')),
    verdict: 'pass',
    says: 'collected',
  },
  { name: 'the API is unread', facets: { ...serving(), api: 'unread' }, around: around({}), verdict: 'unknown' },
  { name: 'backups could not be listed', facets: serving(), around: { ...around({}), 'velero/backup': 'unread' }, verdict: 'unknown' },
  {
    name: 'nothing of a backup could be read',
    facets: serving(),
    around: around({ [ID]: { metadata: 'unread', spec: 'unread', status: 'unread' } }),
    verdict: 'unknown',
  },
  {
    name: 'since when it is there is unread',
    facets: serving(),
    around: around({ [ID]: { ...expiring(OLD)[ID], metadata: 'unread' } }),
    verdict: 'unknown',
  },
  {
    name: 'the status of one is unread, and another is overdue',
    facets: serving(),
    around: around(all<unknown>({ [ID]: { ...expiring(OLD)[ID], status: 'unread' } }, made('2026-01-21T00:00:00Z'))),
    verdict: 'fail',
    says: 'stalled',
    shows: ['1 expired backup'],
  },
  {
    name: 'where it lies is unread',
    facets: serving(),
    around: around({ [ID]: { ...expiring(OLD)[ID], spec: 'unread' } }),
    verdict: 'fail',
    says: 'stalled',
  },
];

runTable(rule, [...ages, ...reasons, ...undecided]);
