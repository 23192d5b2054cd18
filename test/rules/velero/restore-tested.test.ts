import { backupName, made, restored, SERVER, schedule, template, veleroId } from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/restore-tested.ts';
import { type Row, runTable } from '../harness.ts';
import { all, backups, LEAP, servedBy } from './around.ts';

type Restores = readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[];

const lasting = (ttl: string) => schedule({ spec: { template: template({ ttl }) } });
/** Backups are kept for as long as restores are looked for. */
const quarterly = lasting('2160h');
const around = (...restores: Restores) => ({ ...backups(), 'velero/restore': all(...restores) });
const LAST_WEEK = '2026-01-24T10:00:00Z';
const phased = (phase: string) => restored(LAST_WEEK, { status: { phase } });
const limited = (spec: object) => restored(LAST_WEEK, { spec });

/** A restore that Velero has not looked at yet names a backup and no schedule. */
const unnamed = (backup: string): Restores[number] =>
  Object.fromEntries(
    Object.entries(restored(LAST_WEEK)).map(([id, facets]) => {
      const { schedule: _, ...spec } = facets.spec;
      return [id, { ...facets, spec: { ...spec, backup } }];
    }),
  );
const BACKUP = backupName('2026-01-30T00:00:00Z');
const OWN = veleroId('Backup', BACKUP);
const twoBackups = all(made('2026-01-30T00:00:00Z'), made('2026-01-29T00:00:00Z'));

const ages: readonly Row[] = [
  { name: 'last week', facets: schedule(), around: around(restored(LAST_WEEK)), verdict: 'pass', says: 'tested', shows: ['7 days 1 hour'] },
  {
    name: 'as long ago as may be',
    facets: quarterly,
    around: around(restored(LAST_WEEK)),
    params: { maxAge: '611700s' },
    verdict: 'pass',
    says: 'tested',
  },
  {
    name: 'a second longer',
    facets: quarterly,
    around: around(restored(LAST_WEEK)),
    params: { maxAge: '611699s' },
    verdict: 'fail',
    says: 'untested',
  },
  { name: 'of another schedule', facets: quarterly, around: around(limited({ schedule: 'other' })), verdict: 'fail', says: 'untested' },
  {
    name: 'of the schedule of that name of another Velero',
    facets: quarterly,
    around: around({ [veleroId('Restore', 'x', 'elsewhere')]: Object.values(restored(LAST_WEEK))[0] ?? {} }),
    verdict: 'fail',
    says: 'untested',
  },
  {
    name: 'of one of its backups',
    facets: quarterly,
    around: { ...around(unnamed(BACKUP)), 'velero/backup': twoBackups },
    verdict: 'pass',
    says: 'tested',
  },
  {
    name: 'of a backup that is none of its own',
    facets: quarterly,
    around: { ...around(unnamed('other')), 'velero/backup': twoBackups },
    verdict: 'fail',
    says: 'untested',
  },
  {
    name: 'the server unread, and not needed',
    facets: schedule(),
    around: { ...around(restored(LAST_WEEK)), 'velero/server': 'unread' },
    verdict: 'pass',
    says: 'tested',
  },
];

const stages: readonly Row[] = [
  ...['PartiallyFailed', 'Failed', 'FailedValidation'].map(
    (phase): Row => ({
      name: phase,
      facets: quarterly,
      around: around(phased(phase)),
      verdict: 'fail',
      says: 'failed',
      shows: [phase],
    }),
  ),
  ...['New', 'InProgress', 'WaitingForPluginOperations', 'FinalizingPartiallyFailed'].map(
    (phase): Row => ({
      name: phase,
      facets: quarterly,
      around: around(phased(phase)),
      verdict: 'pending',
      says: 'underWay',
    }),
  ),
  { name: 'a phase that nobody knows', facets: quarterly, around: around(phased('Rehearsed')), verdict: 'unknown', says: 'unclear' },
  {
    name: 'no date',
    facets: quarterly,
    around: around(restored(LAST_WEEK, { status: { completedAt: LEAP } })),
    verdict: 'unknown',
    says: 'unclear',
  },
  {
    name: 'failed, and succeeded before',
    facets: quarterly,
    around: around(phased('Failed'), restored('2026-01-20T10:00:00Z')),
    verdict: 'pass',
    says: 'tested',
  },
  {
    name: 'failed, and who knows what was before',
    facets: schedule(),
    around: around(phased('Failed')),
    verdict: 'unknown',
    says: 'expires',
    shows: ['Failed'],
  },
];

const substance: readonly Row[] = [
  {
    name: 'with a label selector',
    facets: quarterly,
    around: around(limited({ selective: true })),
    verdict: 'fail',
    says: 'partial',
    shows: ['label selectors'],
  },
  {
    name: 'some kinds only',
    facets: quarterly,
    around: around(limited({ includedResources: ['configmaps'] })),
    verdict: 'fail',
    says: 'partial',
    shows: ['only configmaps'],
  },
  {
    name: 'every kind, said so',
    facets: quarterly,
    around: around(limited({ includedResources: ['*'] })),
    verdict: 'pass',
    says: 'tested',
  },
  { name: 'without volumes', facets: quarterly, around: around(limited({ restorePVs: false })), verdict: 'fail', says: 'partial' },
  { name: 'with volumes, said so', facets: quarterly, around: around(limited({ restorePVs: true })), verdict: 'pass', says: 'tested' },
  {
    name: 'without secrets',
    facets: quarterly,
    around: around(limited({ excludedResources: ['nodes', 'secrets'] })),
    verdict: 'fail',
    says: 'partial',
    shows: ['left out secrets'],
  },
  {
    name: 'without claims, by their short name',
    facets: quarterly,
    around: around(limited({ excludedResources: ['pvc'] })),
    verdict: 'fail',
    says: 'partial',
  },
  {
    name: 'without what the server itself leaves out',
    facets: quarterly,
    around: around(limited({ excludedResources: ['nodes', 'csinodes.storage.k8s.io'] })),
    verdict: 'pass',
    says: 'tested',
  },
  {
    name: 'one namespace only',
    facets: quarterly,
    around: around(limited({ includedNamespaces: ['mlops'] })),
    verdict: 'pass',
    says: 'tested',
  },
];

const none: readonly Row[] = [
  { name: 'it would be seen', facets: quarterly, around: around(), verdict: 'fail', says: 'untested', shows: ['90 days'] },
  { name: 'a second less, and it need not be', facets: lasting('2159h59m59s'), around: around(), verdict: 'unknown', says: 'expires' },
  { name: 'kept for a week', facets: schedule(), around: around(), verdict: 'unknown', says: 'expires', shows: ['7 days only'] },
  {
    name: 'kept for a week, which is as far as restores are looked for',
    facets: schedule(),
    around: around(),
    params: { maxAge: '7d' },
    verdict: 'fail',
    says: 'untested',
  },
  {
    name: 'kept as long as the server says',
    facets: lasting('0s'),
    around: { ...servedBy({ flags: { 'default-backup-ttl': '2160h' } }), 'velero/restore': {} },
    verdict: 'fail',
    says: 'untested',
  },
  { name: 'a TTL that is none', facets: lasting('90d'), around: around(), verdict: 'unknown', says: 'expires' },
  {
    name: 'nobody knows how long',
    facets: lasting('0s'),
    around: { ...around(), 'velero/server': {} },
    verdict: 'unknown',
    says: 'doubtful',
  },
];

const unread: readonly Row[] = [
  { name: 'restores unread', facets: quarterly, around: { ...around(), 'velero/restore': 'unread' }, verdict: 'unknown' },
  { name: 'the server unread, and needed', facets: lasting('0s'), around: { ...around(), 'velero/server': 'unread' }, verdict: 'unknown' },
  {
    name: 'deployments unread, and needed',
    facets: lasting('0s'),
    around: { ...around(), 'velero/server': { [SERVER]: { deployments: 'unread' } } },
    verdict: 'unknown',
  },
  {
    name: 'backups unread, and not needed',
    facets: quarterly,
    around: { ...around(), 'velero/backup': 'unread' },
    verdict: 'fail',
    says: 'untested',
  },
  {
    name: 'backups unread, and needed',
    facets: quarterly,
    around: { ...around(unnamed(BACKUP)), 'velero/backup': 'unread' },
    verdict: 'unknown',
  },
  ...['metadata', 'labels', 'status'].map(
    (facet): Row => ({
      name: `${facet} of a backup unread`,
      facets: quarterly,
      around: {
        ...around(unnamed('other')),
        'velero/backup': all(
          { ...twoBackups },
          { [OWN]: { ...twoBackups[OWN], ...(facet === 'metadata' ? undated() : {}), [facet]: 'unread' } },
        ),
      },
      verdict: 'unknown',
    }),
  ),
  ...['spec', 'status'].map(
    (facet): Row => ({
      name: `${facet} of a restore unread`,
      facets: quarterly,
      around: around({ [veleroId('Restore', 'x')]: { ...Object.values(restored(LAST_WEEK))[0], [facet]: 'unread' } }),
      verdict: 'unknown',
    }),
  ),
  { name: 'the schedule unread', facets: { ...schedule(), spec: 'unread' }, around: around(), verdict: 'unknown' },
];

/** A backup that has not begun: only its object tells how old it is. */
function undated() {
  const { status } = made('2026-01-30T00:00:00Z')[OWN] ?? {};
  const { startedAt: _, ...rest } = status ?? { startedAt: '' };
  return { status: rest };
}

runTable(rule, [...ages, ...stages, ...substance, ...none, ...unread]);
