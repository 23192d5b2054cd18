import type { S3LifecycleRule, S3ReplicationRule } from '../../../model/kinds/s3.ts';
import { lifecycleRule, replicationRule, suspended, versioned } from '../../../model/s3/examples.ts';
import {
  type Around,
  BUCKET,
  bucket,
  deployment,
  located,
  location,
  repository,
  schedule,
  served,
  template,
  veleroId,
} from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/location-protected.ts';
import { type Row, runTable } from '../harness.ts';

type Facets = Readonly<Record<string, unknown>>;
type Spec = NonNullable<NonNullable<Parameters<typeof location>[0]>['spec']>;

const REPOSITORIES: Around = { 'velero/repository': repository('mlops') };

const around = (facets: Facets = {}, spec: Spec = {}, more: Around = {}): Around => ({
  ...served(deployment()),
  ...located(location({ spec })),
  ...bucket({ versioning: versioned, ...facets }),
  'velero/repository': {},
  ...more,
});

const kept = (ttl: string) => schedule({ spec: { template: template({ ttl }) } });
const prefixed = (prefix: string) => ({ prefix, tags: {} });

const expiring = (...rules: readonly Partial<S3LifecycleRule>[]) => ({ lifecycle: { rules: rules.map(lifecycleRule) } });
const locked = (days: number) => ({ objectLock: { enabled: true, defaultRetention: { mode: 'COMPLIANCE', days } } });
const replicating = (...rules: readonly Partial<S3ReplicationRule>[]) => ({ replication: { rules: rules.map(replicationRule) } });

type Verdict = Row['verdict'];

const rows = (given: readonly (readonly [string, Around, Verdict, string, ...string[]])[], params: Row['params'] = {}): readonly Row[] =>
  given.map(([name, there, verdict, says, ...shows]) => ({ name, facets: schedule(), around: there, params, verdict, says, shows }));

const places = rows([
  ['versioned', around(), 'pass', 'protected', 'velero-mlops-backups', 'Enabled'],
  ['the bucket does not exist', around({ presence: { exists: false, access: 'none' } }), 'fail', 'missingBucket'],
  ['the location does not exist', { ...around(), 'velero/storage-location': {} }, 'fail', 'missing', 'default'],
  [
    'two locations are the default',
    {
      ...around(),
      'velero/storage-location': {
        [veleroId('BackupStorageLocation', 'default')]: location(),
        [veleroId('BackupStorageLocation', 'second')]: location(),
      },
    },
    'unknown',
    'doubtful',
  ],
  ['not in S3', around({}, { provider: 'azure' }), 'unknown', 'elsewhere', 'azure'],
  ['in storage that speaks S3', around({}, { s3Url: 'http://minio:9000' }), 'unknown', 'elsewhere', 'http://minio:9000'],
  ['no name of a bucket', around({}, { bucket: 'a/b' }), 'unknown', 'elsewhere'],
]);

const versions = rows([
  ['suspended', around({ versioning: suspended }), 'fail', 'unversioned', 'Suspended'],
  ['never versioned', around({ versioning: { status: 'NeverEnabled', mfaDelete: 'NeverSet' } }), 'fail', 'unversioned'],
]);

const locks = rows(
  [
    ['locked for as long as backups are kept', around(locked(7)), 'pass', 'protected', 'COMPLIANCE, 7 days'],
    ['locked for a day less', around(locked(6)), 'fail', 'lockedBriefly', '6 days', '7 days'],
    ['locked without a default', around({ objectLock: { enabled: true } }), 'fail', 'unlocked'],
    ['not locked', around(), 'fail', 'unlocked'],
    ['locked, and not asked for versions', around({ ...locked(30), versioning: suspended }), 'pass', 'protected'],
  ],
  { require: ['lock'] },
);

const replicas = rows(
  [
    ['replicated as a whole', around(replicating({})), 'pass', 'protected'],
    ['replicated below its prefix', around(replicating({ filter: prefixed('prod/') }), { prefix: 'prod' }), 'pass', 'protected'],
    ['a prefix within it', around(replicating({ filter: prefixed('prod/backups/') }), { prefix: 'prod' }), 'fail', 'unreplicated'],
    ['the prefix of another cluster', around(replicating({ filter: prefixed('test/') }), { prefix: 'prod' }), 'fail', 'unreplicated'],
    ['only what bears a tag', around(replicating({ filter: { prefix: '', tags: { copy: 'yes' } } })), 'fail', 'unreplicated'],
    ['disabled', around(replicating({ status: 'Disabled' })), 'fail', 'unreplicated'],
    ['not at all', around(), 'fail', 'unreplicated', 'no enabled rule'],
    ['written with a slash in front', around(replicating({ filter: prefixed('/prod/') }), { prefix: '/prod' }), 'fail', 'unreplicated'],
  ],
  { require: ['replication'] },
);

const TAGGED = { prefix: '', tags: { temporary: 'yes' } };

const lifecycles = rows([
  ['deleted on the day when they expire', around(expiring({ expirationDays: 7 })), 'pass', 'protected'],
  ['deleted a day before', around(expiring({ expirationDays: 6 })), 'fail', 'expires', 'backups/', '6 days', 'needed for longer'],
  ['backups only', around(expiring({ expirationDays: 6, filter: prefixed('backups/') })), 'fail', 'expires'],
  ['some backups', around(expiring({ expirationDays: 6, filter: prefixed('backups/mlops-') })), 'fail', 'expires'],
  ['large ones', around(expiring({ expirationDays: 6, filter: { prefix: '', tags: {}, objectSizeGreaterThan: 1024 } })), 'fail', 'expires'],
  ['something else', around(expiring({ expirationDays: 1, filter: prefixed('logs/') })), 'pass', 'protected'],
  ['disabled', around(expiring({ expirationDays: 1, status: 'Disabled' })), 'pass', 'protected'],
  ['noncurrent versions', around(expiring({ noncurrentDays: 1 })), 'pass', 'protected'],
  ['since a date', around(expiring({ expirationDate: '2026-01-01T00:00:00Z' })), 'fail', 'expires', '0 days'],
  ['from a date on before they expire', around(expiring({ expirationDate: '2026-02-05T00:00:00Z' })), 'fail', 'expires', '4 days'],
  ['from a date on, long after', around(expiring({ expirationDate: '2026-12-01T00:00:00Z' })), 'pass', 'protected'],
  ['at no date', around(expiring({ expirationDate: 'one day' })), 'unknown', 'mayExpire'],
  ['what bears a tag', around(expiring({ expirationDays: 1, filter: TAGGED })), 'unknown', 'mayExpire'],
  ['what bears a tag, late enough', around(expiring({ expirationDays: 7, filter: TAGGED })), 'pass', 'protected'],
  [
    'what bears a tag, and everything',
    around(expiring({ expirationDays: 1, filter: TAGGED }, { expirationDays: 2 })),
    'fail',
    'expires',
    '2 days',
  ],
  ['of another cluster', around(expiring({ expirationDays: 1, filter: prefixed('test/') }), { prefix: 'prod' }), 'pass', 'protected'],
  ['of this cluster', around(expiring({ expirationDays: 1, filter: prefixed('prod/') }), { prefix: 'prod' }), 'fail', 'expires'],
  [
    'of a cluster whose name begins alike',
    around(expiring({ expirationDays: 1, filter: prefixed('prod-2/') }), { prefix: 'prod' }),
    'pass',
    'protected',
  ],
]);

const own = (type?: string, storageLocation = 'default', namespace = 'velero'): Around => {
  const [facets] = Object.values(repository('mlops'));
  const spec = { volumeNamespace: 'mlops', storageLocation, ...(type === undefined ? {} : { type }) };
  return { 'velero/repository': { [veleroId('BackupRepository', 'mlops', namespace)]: { ...facets, spec } } };
};

const repositories = rows([
  [
    'whatever late',
    around(expiring({ expirationDays: 3650 }), {}, REPOSITORIES),
    'fail',
    'expires',
    'kopia/mlops/',
    '3650 days',
    'builds upon them',
  ],
  ['kopia', around(expiring({ expirationDays: 90, filter: prefixed('kopia/') }), {}, own('kopia')), 'fail', 'expires', 'builds upon them'],
  [
    'restic',
    around(expiring({ expirationDays: 90, filter: prefixed('restic/') }), {}, own('restic')),
    'fail',
    'expires',
    'builds upon them',
  ],
  [
    'as it was before',
    around(expiring({ expirationDays: 90, filter: prefixed('restic/') }), {}, own()),
    'fail',
    'expires',
    'builds upon them',
  ],
  ['the other format', around(expiring({ expirationDays: 90, filter: prefixed('restic/') }), {}, own('kopia')), 'pass', 'protected'],
  [
    'another namespace',
    around(expiring({ expirationDays: 90, filter: prefixed('kopia/serving/') }), {}, own('kopia')),
    'pass',
    'protected',
  ],
  ['another location', around(expiring({ expirationDays: 90 }), {}, own('kopia', 'second')), 'pass', 'protected'],
  ['another Velero', around(expiring({ expirationDays: 90 }), {}, own('kopia', 'default', 'another')), 'pass', 'protected'],
  ['what bears a tag', around(expiring({ expirationDays: 90, filter: TAGGED }), {}, own('kopia')), 'unknown', 'mayExpire', 'kopia/mlops/'],
  ['no rule, and repositories could not be listed', around({}, {}, { 'velero/repository': 'unread' }), 'pass', 'protected'],
  [
    'nothing of it, and repositories could not be listed',
    around(expiring({ expirationDays: 1, filter: prefixed('logs/') }), {}, { 'velero/repository': 'unread' }),
    'pass',
    'protected',
  ],
]);

const ttls: readonly Row[] = [
  {
    name: 'no duration: how long is not known',
    facets: kept('7d'),
    around: around(expiring({ expirationDays: 90 })),
    verdict: 'unknown',
    says: 'needUntold',
    shows: ['7d'],
  },
  { name: 'no duration, and nothing expires', facets: kept('7d'), around: around(), verdict: 'pass', says: 'protected' },
  {
    name: 'no duration, and locked',
    facets: kept('7d'),
    around: around(locked(30)),
    params: { require: ['lock'] },
    verdict: 'unknown',
    says: 'needUntold',
  },
  {
    name: "the server's default",
    facets: kept('0s'),
    around: around(expiring({ expirationDays: 29 })),
    verdict: 'fail',
    says: 'expires',
  },
  {
    name: "the server's default, long enough",
    facets: kept('0s'),
    around: around(expiring({ expirationDays: 30 })),
    verdict: 'pass',
    says: 'protected',
  },
  {
    name: "the server's default, which could not be read",
    facets: kept('0s'),
    around: { ...around(expiring({ expirationDays: 29 })), 'velero/server': 'unread' },
    verdict: 'unknown',
  },
  {
    name: 'negative, and locked',
    facets: kept('-1h'),
    around: around(locked(1)),
    params: { require: ['lock', 'versioning'] },
    verdict: 'pass',
    says: 'protected',
    shows: ['lock, versioning'],
  },
];

const unread: readonly Row[] = [
  { name: 'its spec is unread', facets: { spec: 'unread' }, around: around(), verdict: 'unknown' },
  {
    name: 'locations could not be listed',
    facets: schedule(),
    around: { ...around(), 'velero/storage-location': 'unread' },
    verdict: 'unknown',
  },
  {
    name: 'the deployments decide which location, and are unread',
    facets: schedule(),
    around: { ...around({}, { default: false }), 'velero/server': { [veleroId('Server', 'velero')]: { deployments: 'unread' } } },
    verdict: 'unknown',
  },
  { name: 'spec of the location unread', facets: schedule(), around: { ...around(), ...located({ spec: 'unread' }) }, verdict: 'unknown' },
  { name: 'no target reads the bucket', facets: schedule(), around: { ...around(), 's3/bucket': {} }, verdict: 'unknown' },
  ...(['presence', 'versioning', 'lifecycle'] as const).map(
    (facet): Row => ({ name: `${facet} unread`, facets: schedule(), around: around({ [facet]: 'unread' }), verdict: 'unknown' }),
  ),
  {
    name: 'objectLock unread',
    facets: schedule(),
    around: around({ objectLock: 'unread' }),
    params: { require: ['lock'] },
    verdict: 'unknown',
  },
  {
    name: 'replication unread',
    facets: schedule(),
    around: around({ replication: 'unread' }),
    params: { require: ['replication'] },
    verdict: 'unknown',
  },
  {
    name: 'what is not required need not be read',
    facets: schedule(),
    around: around({ replication: 'unread', objectLock: 'unread' }),
    verdict: 'pass',
    says: 'protected',
  },
  {
    name: 'the lifecycle is unread, and versioning is suspended',
    facets: schedule(),
    around: around({ lifecycle: 'unread', versioning: suspended }),
    verdict: 'fail',
    says: 'unversioned',
  },
  {
    name: 'rules expire something, and repositories could not be listed',
    facets: schedule(),
    around: around(expiring({ expirationDays: 90 }), {}, { 'velero/repository': 'unread' }),
    verdict: 'unknown',
  },
  {
    name: 'of a bucket that is only joined',
    facets: schedule(),
    around: { ...around(), 's3/bucket': { [BUCKET]: { presence: { exists: true, access: 'granted' }, versioning: 'unread' } } },
    verdict: 'unknown',
  },
];

runTable(rule, [...places, ...versions, ...locks, ...replicas, ...lifecycles, ...repositories, ...ttls, ...unread]);
