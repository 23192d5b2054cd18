import { backupName, made, SERVER, schedule, template, unstarted, veleroId } from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/schedule-active.ts';
import { type Row, runTable } from '../harness.ts';
import { backups, LEAP, running, servedBy } from './around.ts';

const OTHER = veleroId('Backup', backupName('2026-01-30T00:00:00Z'));

const expressed = (expression: string, status = {}) => schedule({ spec: { schedule: expression }, status });
const named = (length: number): string => veleroId('Schedule', 'n'.repeat(length));
const v = (version: string) => ({ image: `velero/velero:v${version}` });
const unseen = (created: string, phase?: string) => {
  const { status, ...facets } = schedule({ created });
  const { phase: _, ...rest } = status;
  return { ...facets, status: phase === undefined ? rest : { ...rest, phase } };
};

const own: readonly Row[] = [
  {
    name: 'enabled',
    facets: schedule(),
    around: backups(made('2026-01-31T00:00:00Z')),
    verdict: 'pass',
    says: 'active',
    shows: ['@daily'],
  },
  {
    name: 'paused, which the phase hides',
    facets: schedule({ spec: { paused: true } }),
    verdict: 'fail',
    says: 'paused',
    shows: ['Enabled'],
  },
  {
    name: 'being deleted',
    facets: { ...schedule(), metadata: { createdAt: '2025-10-01T08:00:00Z', deletedAt: '2026-01-31T11:00:00Z', annotations: {} } },
    verdict: 'fail',
    says: 'deleted',
  },
  {
    name: 'validation failed, with its errors',
    facets: schedule({ status: { phase: 'FailedValidation', validationErrors: ['invalid schedule: odd', 'and more'] } }),
    verdict: 'fail',
    says: 'invalid',
    shows: ['invalid schedule: odd; and more'],
  },
  {
    name: 'validation failed, without errors',
    facets: schedule({ status: { phase: 'FailedValidation' } }),
    verdict: 'fail',
    says: 'invalid',
  },
  {
    name: 'day 7 of the week, whatever the phase says',
    facets: expressed('0 0 * * 7'),
    around: backups(),
    verdict: 'fail',
    says: 'refused',
    shows: ['0 0 * * 7'],
  },
  { name: 'a name that is as long as a label', id: named(63), facets: schedule(), around: backups(), verdict: 'pass', says: 'active' },
  { name: 'a name that no label takes', id: named(64), facets: schedule(), verdict: 'fail', says: 'refused', shows: ['has 64'] },
  ...['7d', '', '168'].map((ttl) => ({
    name: `a TTL of "${ttl}", which is no duration`,
    facets: schedule({ spec: { template: template({ ttl }) } }),
    verdict: 'fail' as const,
    says: 'refused',
    shows: [`its TTL "${ttl}"`],
  })),
  { name: 'six fields', facets: expressed('0 0 0 * * *'), verdict: 'fail', says: 'refused' },
  { name: 'no expression', facets: expressed(''), verdict: 'fail', says: 'refused' },
  { name: 'a time zone that does not exist', facets: expressed('TZ=Mars/Olympus 0 0 * * *'), verdict: 'fail', says: 'refused' },
  { name: 'hostile', facets: expressed('\u001b[31m'), verdict: 'fail', says: 'refused' },
  { name: 'odd days or Mondays', facets: expressed('0 0 */2 * 1'), around: backups(), verdict: 'pass', says: 'active' },
  { name: '30 February', facets: expressed('0 0 30 2 *'), verdict: 'fail', says: 'endless', around: backups() },
  { name: 'every second', facets: expressed('@every 1s'), verdict: 'pass', says: 'active', around: backups() },
  {
    name: 'a phase that nobody knows',
    facets: schedule({ status: { phase: 'Dormant' } }),
    around: backups(),
    verdict: 'unknown',
    says: 'unclear',
  },
  { name: 'not looked at for five minutes', facets: unseen('2026-01-31T11:55:00Z'), around: backups(), verdict: 'pending', says: 'fresh' },
  { name: 'not looked at, a second more', facets: unseen('2026-01-31T11:54:59Z'), around: backups(), verdict: 'fail', says: 'ignored' },
  { name: 'New for a day', facets: unseen('2026-01-30T11:00:00Z', 'New'), around: backups(), verdict: 'fail', says: 'ignored' },
  {
    name: 'New, and made while the cluster was being read',
    facets: unseen('2026-01-31T12:00:30Z'),
    around: backups(),
    verdict: 'pending',
    says: 'fresh',
  },
  { name: 'not looked at, and no date', facets: unseen(LEAP), around: backups(), verdict: 'unknown', says: 'undated' },
];

const server: readonly Row[] = [
  {
    name: 'for restores only',
    facets: schedule(),
    around: servedBy({ flags: { 'restore-only': 'true' } }),
    verdict: 'fail',
    says: 'disabled',
  },
  {
    name: 'not for restores only',
    facets: schedule(),
    around: servedBy({ flags: { 'restore-only': 'false' } }),
    verdict: 'pass',
    says: 'active',
  },
  {
    name: 'without its schedule controller',
    facets: schedule(),
    around: servedBy({ flags: { 'disable-controllers': 'gc,schedule' } }),
    verdict: 'fail',
    says: 'disabled',
    shows: ['--disable-controllers=gc,schedule'],
  },
  {
    name: 'without another controller',
    facets: schedule(),
    around: servedBy({ flags: { 'disable-controllers': 'gc' } }),
    verdict: 'pass',
    says: 'active',
  },
  { name: 'scaled down', facets: schedule(), around: servedBy({ replicas: 0, readyReplicas: 0 }), verdict: 'fail', says: 'unserved' },
  { name: 'not there', facets: schedule(), around: { ...backups(), 'velero/server': {} }, verdict: 'fail', says: 'unserved' },
  {
    name: 'too new to be looked at, and nobody will',
    facets: unseen('2026-01-31T11:58:00Z'),
    around: servedBy({ flags: { 'restore-only': 'true' } }),
    verdict: 'fail',
    says: 'disabled',
  },
  { name: 'the server could not be listed', facets: schedule(), around: { ...backups(), 'velero/server': 'unread' }, verdict: 'unknown' },
  {
    name: 'deployments could not be listed',
    facets: schedule(),
    around: { ...backups(), 'velero/server': { [SERVER]: { deployments: 'unread' } } },
    verdict: 'unknown',
  },
  {
    name: 'paused, whatever the server',
    facets: schedule({ spec: { paused: true } }),
    around: { 'velero/server': 'unread' },
    verdict: 'fail',
    says: 'paused',
  },
];

const releases: readonly Row[] = [
  {
    name: 'day 7 of the week, last refused',
    facets: expressed('0 0 * * 7'),
    around: servedBy(v('1.18.2')),
    verdict: 'fail',
    says: 'refused',
  },
  {
    name: 'day 7 of the week, first taken',
    facets: expressed('0 0 * * 7'),
    around: servedBy(v('1.18.3')),
    verdict: 'pass',
    says: 'active',
  },
  {
    name: 'a time zone, last refused',
    facets: expressed('TZ=UTC @daily'),
    around: servedBy(v('1.14.1')),
    verdict: 'fail',
    says: 'refused',
  },
  { name: 'a time zone, first taken', facets: expressed('TZ=UTC @daily'), around: servedBy(v('1.15.0')), verdict: 'pass', says: 'active' },
  { name: '@every 0 is every second', facets: expressed('@every 0'), around: servedBy(v('1.18.2')), verdict: 'pass', says: 'active' },
  { name: '@every 0 is nothing', facets: expressed('@every 0'), around: servedBy(v('1.18.3')), verdict: 'fail', says: 'refused' },
  { name: 'by hand, refused', facets: expressed('@manual'), around: servedBy(v('1.18.2')), verdict: 'fail', says: 'refused' },
  { name: 'by hand, due at every look', facets: expressed('@manual'), around: servedBy(v('1.18.3')), verdict: 'fail', says: 'endless' },
  {
    name: '30 February, or a Monday of February',
    facets: expressed('0 0 30 2 1'),
    around: servedBy(v('1.18.2')),
    verdict: 'pass',
    says: 'active',
  },
  {
    name: '30 February, if it is a Monday',
    facets: expressed('0 0 30 2 1'),
    around: servedBy(v('1.18.3')),
    verdict: 'fail',
    says: 'endless',
  },
  {
    name: 'day 7 of the week, and the image tells no version',
    facets: expressed('0 0 * * 7'),
    around: servedBy({ image: 'velero/velero:latest' }),
    verdict: 'unknown',
    says: 'undecided',
    shows: ['"0 0 * * 7"', 'velero/velero:latest'],
  },
  {
    name: 'day 7 of the week, and the tag moves on',
    facets: expressed('0 0 * * 7'),
    around: servedBy({ image: 'bitnami/velero:1.18' }),
    verdict: 'unknown',
    says: 'undecided',
  },
  {
    name: '30 February or a Monday, and the image tells no version',
    facets: expressed('0 0 30 2 1'),
    around: servedBy({ image: 'velero/velero:latest' }),
    verdict: 'unknown',
    says: 'undecided',
  },
  {
    name: 'nobody takes it, whatever the version',
    facets: expressed('0 0 * * 8'),
    around: servedBy({ image: 'velero/velero:latest' }),
    verdict: 'fail',
    says: 'refused',
  },
  {
    name: 'everybody takes it, whatever the version',
    facets: expressed('*/15 1-5 * * 1'),
    around: servedBy({ image: 'velero/velero:latest' }),
    verdict: 'pass',
    says: 'active',
  },
  {
    name: 'refused, as its phase says, whatever the version',
    facets: expressed('0 0 * * 7', { phase: 'FailedValidation' }),
    around: { ...backups(), 'velero/server': 'unread' },
    verdict: 'fail',
    says: 'invalid',
  },
  {
    name: 'day 7 of the week, and the server could not be listed',
    facets: expressed('0 0 * * 7'),
    around: { ...backups(), 'velero/server': 'unread' },
    verdict: 'unknown',
  },
  {
    name: 'day 7 of the week, and nobody would look at it',
    facets: expressed('0 0 * * 7'),
    around: servedBy({ image: 'velero/velero:latest', flags: { 'restore-only': 'true' } }),
    verdict: 'fail',
    says: 'disabled',
  },
];

// Daily: after midnight, the minute within which Velero notices, and an hour of tolerance.
const stuck: readonly Row[] = [
  {
    name: 'under way since midnight',
    facets: schedule(),
    around: backups(running('2026-01-31T00:00:00Z', 'InProgress')),
    verdict: 'pass',
    says: 'active',
  },
  {
    name: 'under way since the day before',
    facets: schedule(),
    around: backups(running('2026-01-30T00:00:00Z', 'InProgress')),
    verdict: 'fail',
    says: 'stuck',
    shows: ['InProgress for 1 day 12 hours', '2026-01-31T00:01Z'],
  },
  {
    name: 'asked for the day before, and New',
    facets: schedule(),
    around: backups(unstarted('2026-01-30T00:00:00Z', 'New')),
    verdict: 'fail',
    says: 'stuck',
  },
  {
    name: 'without a phase for a day',
    facets: schedule(),
    around: backups(unstarted('2026-01-30T00:00:00Z', undefined)),
    verdict: 'fail',
    says: 'stuck',
  },
  ...['Queued', 'ReadyToStart', 'WaitingForPluginOperations', 'Finalizing', 'FinalizingPartiallyFailed'].map(
    (phase): Row => ({
      name: `${phase} holds back nothing`,
      facets: schedule(),
      around: backups(running('2026-01-30T00:00:00Z', phase)),
      verdict: 'pass',
      says: 'active',
    }),
  ),
  {
    name: 'a phase that nobody knows, for a day',
    facets: schedule(),
    around: backups(running('2026-01-30T00:00:00Z', 'Pondering')),
    verdict: 'unknown',
    says: 'halting',
  },
  {
    name: 'a phase that nobody knows, of a backup that is complete',
    facets: schedule(),
    around: backups(made('2026-01-28T00:00:00Z', { status: { phase: 'Archived' } })),
    verdict: 'pass',
    says: 'active',
  },
  {
    name: 'hourly, at the limit of the tolerance',
    facets: expressed('0 * * * *'),
    around: backups(running('2026-01-31T10:00:00Z', 'InProgress')),
    params: { tolerance: '59m' },
    verdict: 'pass',
    says: 'active',
  },
  {
    name: 'hourly, a second beyond',
    facets: expressed('0 * * * *'),
    around: backups(running('2026-01-31T10:00:00Z', 'InProgress')),
    params: { tolerance: '3539s' },
    verdict: 'fail',
    says: 'stuck',
  },
  {
    name: 'of another schedule',
    facets: schedule(),
    around: backups(made('2026-01-28T00:00:00Z', { schedule: 'other', status: { phase: 'InProgress' } })),
    verdict: 'pass',
    says: 'active',
  },
  { name: 'no date', facets: schedule(), around: backups(unstarted(LEAP, 'New')), verdict: 'unknown', says: 'doubtful' },
  {
    name: 'the time zone is the node’s, and the backup is three days old',
    facets: schedule(),
    around: servedBy({ zoneOfNode: true }, running('2026-01-28T00:00:00Z', 'InProgress')),
    verdict: 'fail',
    says: 'stuck',
  },
  {
    name: 'the time zone is the node’s, and the backup is of yesterday',
    facets: schedule(),
    around: servedBy({ zoneOfNode: true }, running('2026-01-30T08:00:00Z', 'InProgress')),
    verdict: 'unknown',
    says: 'doubtful',
  },
  { name: 'backups could not be listed', facets: schedule(), around: { ...backups(), 'velero/backup': 'unread' }, verdict: 'unknown' },
  {
    name: 'backups could not be listed, and nobody looks at schedules',
    facets: schedule(),
    around: { ...servedBy({ flags: { 'restore-only': 'true' } }), 'velero/backup': 'unread' },
    verdict: 'fail',
    says: 'disabled',
  },
  ...['metadata', 'labels', 'status'].map(
    (facet): Row => ({
      name: `${facet} of a backup not read`,
      facets: schedule(),
      around: backups({ [OTHER]: { ...unstarted('2026-01-30T00:00:00Z', 'New')[OTHER], [facet]: 'unread' } }),
      verdict: 'unknown',
    }),
  ),
];

const unread = ['metadata', 'spec', 'status'].map(
  (facet): Row => ({
    name: `${facet} of the schedule not read`,
    facets: { ...schedule(), [facet]: 'unread' },
    around: backups(),
    verdict: 'unknown',
  }),
);

runTable(rule, [...own, ...server, ...releases, ...stuck, ...unread]);
