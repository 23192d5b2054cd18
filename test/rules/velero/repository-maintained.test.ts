import { type Around, located, location, repository, server, uninstalled, veleroId } from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/repository-maintained.ts';
import { type Row, runTable } from '../harness.ts';
import { all, LEAP } from './around.ts';

type Details = NonNullable<Parameters<typeof repository>[1]>;

const ID = veleroId('BackupRepository', 'mlops-default-kopia');
const READ_ONLY = located(location({ spec: { accessMode: 'ReadOnly' } }));

const around = (repositories: Readonly<Record<string, unknown>>, locations: Around = located()) =>
  ({ ...locations, 'velero/repository': repositories }) as Around;

const mlops = (status: Details['status'] = {}, created?: string) =>
  around(repository('mlops', { status, ...(created === undefined ? {} : { created }) }));

const run = (result: string, completedAt?: string, message?: string) => ({
  result,
  ...(completedAt === undefined ? {} : { completedAt }),
  ...(message === undefined ? {} : { message }),
});

const history = (...recentMaintenance: readonly ReturnType<typeof run>[]) => mlops({ recentMaintenance: [...recentMaintenance] });

/** Without a history: made, and stamped then. */
const stamped = (created: string, lastMaintainedAt?: string) => {
  const all = repository('mlops', { created })[ID];
  return around({
    [ID]: { ...all, status: { phase: 'Ready', recentMaintenance: [], ...(lastMaintainedAt === undefined ? {} : { lastMaintainedAt }) } },
  });
};

const unphased = (created: string, phase?: string) =>
  around({
    [ID]: { ...repository('mlops', { created })[ID], status: { recentMaintenance: [], ...(phase === undefined ? {} : { phase }) } },
  });

const rows = (given: readonly (readonly [string, Around, Row['verdict'], string, ...string[]])[]): readonly Row[] =>
  given.map(([name, there, verdict, says, ...shows]) => ({ name, facets: server(), around: there, verdict, says, shows }));

const phases = rows([
  ['there is none', around({}), 'not-applicable', 'none'],
  ['of another Velero in the cluster', around({ [veleroId('BackupRepository', 'theirs', 'another')]: {} }), 'not-applicable', 'none'],
  ['ready and maintained', mlops(), 'pass', 'maintained', 'mlops-default-kopia', '59 minutes'],
  ['not ready', mlops({ phase: 'NotReady', message: 'wrong key' }), 'fail', 'notReady', 'wrong key'],
  ['not ready, and silent', mlops({ phase: 'NotReady' }), 'fail', 'notReady'],
  ['a phase that nobody knows', mlops({ phase: 'Migrating' }), 'unknown', 'unclear', 'Migrating'],
  ['hostile', mlops({ phase: '\u001b[31m' }), 'unknown', 'unclear'],
  ['without a phase, for an hour', unphased('2026-01-31T11:00:00Z'), 'pending', 'fresh'],
  ['without a phase, for a second more', unphased('2026-01-31T10:59:59Z'), 'fail', 'uninitialised'],
  ['new, for an hour', unphased('2026-01-31T11:00:00Z', 'New'), 'pending', 'fresh'],
  ['new, since when has no date', unphased(LEAP, 'New'), 'unknown', 'undated'],
]);

const histories = rows([
  ['eight days ago', history(run('Succeeded', '2026-01-23T12:00:00Z')), 'pass', 'maintained', '8 days'],
  ['a second more', history(run('Succeeded', '2026-01-23T11:59:59Z')), 'fail', 'stale', '8 days'],
  [
    'the newest that succeeded counts',
    history(run('Succeeded', '2026-01-20T12:00:00Z'), run('Succeeded', '2026-01-30T12:00:00Z'), run('Failed', '2026-01-31T11:00:00Z')),
    'pass',
    'maintained',
    '1 day',
  ],
  [
    'all that are known failed, whatever the stamp says',
    history(run('Failed', '2026-01-31T09:00:00Z'), run('Failed', '2026-01-31T10:00:00Z'), run('Failed', '2026-01-31T11:00:00Z', 'locked')),
    'fail',
    'failing',
    '3 runs',
    'locked',
  ],
  ['one failed, and could not even start', history(run('Failed')), 'fail', 'failing', '1 run', 'it says no more'],
  ['a result that nobody knows', history(run('Partial', '2026-01-31T11:00:00Z')), 'unknown', 'unclear'],
  [
    'a result that nobody knows after one that is too old',
    history(run('Succeeded', '2026-01-01T00:00:00Z'), run('Partial', '2026-01-31T11:00:00Z')),
    'unknown',
    'unclear',
  ],
  [
    'a result that nobody knows beside one that is recent enough',
    history(run('Succeeded', '2026-01-31T10:00:00Z'), run('Partial', '2026-01-31T11:00:00Z')),
    'pass',
    'maintained',
  ],
  ['it succeeded at no date', history(run('Succeeded', LEAP)), 'unknown', 'undated'],
  ['it succeeded, and nothing tells when', history(run('Succeeded')), 'unknown', 'undated'],
  [
    'one without a date may be newer than one that is too old',
    history(run('Succeeded', '2026-01-01T00:00:00Z'), run('Succeeded', LEAP)),
    'unknown',
    'undated',
  ],
  ['clocks differ', history(run('Succeeded', '2026-01-31T12:00:05Z')), 'pass', 'maintained', '0 seconds'],
]);

const stamps = rows([
  ['stamped when it was set up', stamped('2026-01-30T12:00:00Z', '2026-01-30T12:00:20Z'), 'pending', 'young', '23 hours'],
  ['stamped within the hour', stamped('2026-01-30T12:00:00Z', '2026-01-30T13:00:00Z'), 'pending', 'young'],
  ['stamped a second later: maintained', stamped('2026-01-30T12:00:00Z', '2026-01-30T13:00:01Z'), 'pass', 'maintained'],
  ['maintained since, as versions up to 1.14 tell it', stamped('2025-10-01T08:00:00Z', '2026-01-31T11:00:00Z'), 'pass', 'maintained'],
  ['not for eight days', stamped('2026-01-23T12:00:00Z', '2026-01-23T12:00:00Z'), 'pending', 'young'],
  ['not for a second more', stamped('2026-01-23T11:59:59Z', '2026-01-23T11:59:59Z'), 'fail', 'stale'],
  ['never, for eight days', stamped('2026-01-23T12:00:00Z'), 'pending', 'young'],
  ['never, for a second more', stamped('2026-01-23T11:59:59Z'), 'fail', 'never'],
  ['stamped at no date', stamped('2026-01-23T12:00:00Z', LEAP), 'unknown', 'undated'],
  ['made at no date', stamped(LEAP, '2026-01-31T11:00:00Z'), 'unknown', 'undated'],
]);

const OLD = repository('mlops', { status: { recentMaintenance: [run('Succeeded', '2026-01-01T00:00:00Z')] } });
const NOT_READY = repository('feature-store', { status: { phase: 'NotReady' } });
const YOUNG = {
  [veleroId('BackupRepository', 'young')]: {
    ...repository('young', { created: '2026-01-31T09:00:00Z' })[veleroId('BackupRepository', 'young-default-kopia')],
    status: { phase: 'Ready', recentMaintenance: [] },
  },
};

const several = rows([
  ['read-only: nobody maintains it here', around(OLD, READ_ONLY), 'not-applicable', 'readOnly'],
  ['read-only, and maintained before that', around(repository('mlops'), READ_ONLY), 'pass', 'maintained'],
  ['read-only, and not ready', around(NOT_READY, READ_ONLY), 'fail', 'notReady'],
  [
    'another location is read-only',
    around(OLD, {
      'velero/storage-location': { [veleroId('BackupStorageLocation', 'other')]: location({ spec: { accessMode: 'ReadOnly' } }) },
    }),
    'fail',
    'stale',
  ],
  [
    'that of another Velero is read-only',
    around(OLD, {
      'velero/storage-location': {
        [veleroId('BackupStorageLocation', 'default', 'another')]: location({ spec: { accessMode: 'ReadOnly' } }),
      },
    }),
    'fail',
    'stale',
  ],
  ['its location is gone', around(OLD, { 'velero/storage-location': {} }), 'fail', 'stale'],
  ['one of two is not ready', around(all(repository('mlops'), NOT_READY)), 'fail', 'notReady', 'feature-store'],
  ['one of two is new', around(all<unknown>(YOUNG, repository('mlops'))), 'pending', 'young'],
  ['one of two does not count', around(all(OLD, repository('serving')), READ_ONLY), 'pass', 'maintained', 'serving'],
]);

const others: readonly Row[] = [
  { name: 'Velero is not installed', facets: uninstalled, around: around({}), verdict: 'not-applicable', says: 'none' },
  {
    name: 'another limit',
    facets: server(),
    around: history(run('Succeeded', '2026-01-31T09:59:59Z')),
    params: { maxAge: '2h' },
    verdict: 'fail',
    says: 'stale',
  },
  { name: 'repositories could not be listed', facets: server(), around: { ...mlops(), 'velero/repository': 'unread' }, verdict: 'unknown' },
  {
    name: 'status unread',
    facets: server(),
    around: around({ [ID]: { ...repository('mlops')[ID], status: 'unread' } }),
    verdict: 'unknown',
  },
  {
    name: 'status of one unread, and another is not ready',
    facets: server(),
    around: around(all<unknown>({ [ID]: { ...repository('mlops')[ID], status: 'unread' } }, NOT_READY)),
    verdict: 'fail',
    says: 'notReady',
  },
  {
    name: 'since when it is there is unread, and there is no history',
    facets: server(),
    around: around({
      [ID]: { ...repository('mlops', { status: { recentMaintenance: [] } })[ID], metadata: 'unread' },
    }),
    verdict: 'unknown',
  },
  {
    name: 'since when it is there is unread, and there is a history',
    facets: server(),
    around: around({ [ID]: { ...repository('mlops')[ID], metadata: 'unread' } }),
    verdict: 'pass',
    says: 'maintained',
  },
  {
    name: 'too old, and locations could not be listed',
    facets: server(),
    around: { ...around(OLD), 'velero/storage-location': 'unread' },
    verdict: 'unknown',
  },
  {
    name: 'too old, and nothing tells in which location it lies',
    facets: server(),
    around: around({ [ID]: { ...OLD[ID], spec: 'unread' } }),
    verdict: 'unknown',
  },
];

runTable(rule, [...phases, ...histories, ...stamps, ...several, ...others]);
