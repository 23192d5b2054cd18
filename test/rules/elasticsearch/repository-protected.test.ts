import { BUCKET, cluster, policies, policy, repositories, repository } from '../../../model/elasticsearch/examples.ts';
import type { SearchPolicy, SearchRepository } from '../../../model/kinds/elasticsearch.ts';
import type { S3LifecycleRule, S3ReplicationRule } from '../../../model/kinds/s3.ts';
import { lifecycleRule, replicationRule, suspended, versioned } from '../../../model/s3/examples.ts';
import rule from '../../../rules/elasticsearch/repository-protected.ts';
import { type Row, runTable } from '../harness.ts';

type Facets = Readonly<Record<string, unknown>>;
type Told = readonly [verdict: Row['verdict'], says?: string, ...shows: readonly string[]];
type Require = NonNullable<Row['params']>['require'];

const SECOND = 'arn:aws:s3:::mlops-archive';

const bucket = (facets: Facets = {}, id = BUCKET) => ({
  [id]: { presence: { exists: true, access: 'granted' }, versioning: versioned, ...facets },
});

interface World {
  readonly cluster?: readonly Facets[];
  readonly bucket?: Facets;
  readonly around?: NonNullable<Row['around']>;
  readonly require?: Require;
  readonly params?: NonNullable<Row['params']>;
}

const row = (name: string, world: World, [verdict, says, ...shows]: Told): Row => ({
  name,
  facets: cluster(...(world.cluster ?? [])),
  around: world.around ?? { 's3/bucket': bucket(world.bucket) },
  params: { ...(world.require === undefined ? {} : { require: world.require }), ...world.params },
  verdict,
  ...(says === undefined ? {} : { says }),
  shows,
});

const registered = (...all: readonly Partial<SearchRepository>[]): Facets => repositories(...all.map(repository));
const making = (...all: readonly Partial<SearchPolicy>[]): Facets => policies(...all.map(policy));
const prefixed = (prefix: string) => ({ prefix, tags: {} });

const expiring = (...rules: readonly Partial<S3LifecycleRule>[]) => ({ lifecycle: { rules: rules.map(lifecycleRule) } });
const locked = (days: number) => ({ objectLock: { enabled: true, defaultRetention: { mode: 'COMPLIANCE', days } } });
const replicating = (...rules: readonly Partial<S3ReplicationRule>[]) => ({ replication: { rules: rules.map(replicationRule) } });

const versions: readonly Row[] = [
  row('versioned', {}, ['pass', 'protected', 'mlops-snapshots (s3)', 'versioning', 'Enabled']),
  row('suspended', { bucket: { versioning: suspended } }, ['fail', 'unversioned', 'Suspended']),
  row('no such bucket', { bucket: { presence: { exists: false, access: 'none' } } }, [
    'fail',
    'missingBucket',
    'mlops-elasticsearch-snapshots',
  ]),
];

const { retention: _, ...unlimited } = policy();
const keeping = (...retentions: readonly SearchPolicy['retention'][]): readonly Facets[] => [
  policies(...retentions.map((retention, index) => ({ ...unlimited, name: `policy-${index}`, ...(retention ? { retention } : {}) }))),
];

const lock = (name: string, facets: readonly Facets[], days: number, told: Told): Row =>
  row(name, { cluster: facets, bucket: locked(days), require: ['lock'] }, told);

const locks: readonly Row[] = [
  lock('locked for as long as snapshots are kept', [], 30, ['pass', 'protected', 'COMPLIANCE, 30 days']),
  lock('locked for a day less', [], 29, ['fail', 'lockedBriefly', '29 days', '30 days']),
  lock('locked, and nothing deletes snapshots', keeping(undefined), 36500, ['fail', 'lockedBriefly', 'kept for ever']),
  lock('locked for the policy that keeps them longest', keeping({ maxAge: '7d' }, { maxAge: '60d' }), 60, ['pass', 'protected']),
  lock('locked for the one that does not', keeping({ maxAge: '7d' }, { maxAge: '60d' }), 59, ['fail', 'lockedBriefly', '60 days']),
  lock('locked, and three are kept', keeping({ maxAge: '30d', maxCount: 3 }), 3, ['pass', 'protected']),
  lock('locked, and no time value', keeping({ maxAge: '1w' }), 30, ['unknown', 'needUntold', '1w']),
  lock('locked, and one of two policies has no time value', keeping({ maxAge: '1w' }, { maxAge: '7d' }), 30, [
    'unknown',
    'needUntold',
    '1w',
  ]),
  lock('locked, no time value, and no retention', keeping({ maxAge: '1w' }, undefined), 30, ['fail', 'lockedBriefly', 'for ever']),
  lock('locked, and no schedule', [making({ schedule: { syntax: 'cron', expression: 'daily' } })], 30, [
    'unknown',
    'needUntold',
    'nightly',
  ]),
  lock('locked, and a policy that is off keeps them longer', [making({}, { enabled: false, retention: { maxAge: '90d' } })], 30, [
    'pass',
    'protected',
  ]),
  lock('locked, and another policy writes elsewhere', [registered({}, { name: 'second' }), making({}, { repository: 'third' })], 30, [
    'fail',
    'unregistered',
  ]),
  lock('locked, and no policy', [policies()], 36500, ['fail', 'lockedBriefly', 'for ever']),
  row('locked without a default', { bucket: { objectLock: { enabled: true } }, require: ['lock'] }, ['fail', 'unlocked']),
  row('locked, and not asked for versions', { bucket: { ...locked(30), versioning: suspended }, require: ['lock'] }, ['pass', 'protected']),
  row('both', { bucket: locked(30), require: ['lock', 'versioning'] }, ['pass', 'protected', 'lock, versioning']),
];

const replicas: readonly Row[] = [
  row('as a whole', { bucket: replicating({}), require: ['replication'] }, ['pass', 'protected']),
  row('below its base path', { bucket: replicating({ filter: prefixed('mlops-logs/') }), require: ['replication'] }, ['pass', 'protected']),
  row('a part of it', { bucket: replicating({ filter: prefixed('mlops-logs/indices/') }), require: ['replication'] }, [
    'fail',
    'unreplicated',
  ]),
  row('the base path of another', { bucket: replicating({ filter: prefixed('other/') }), require: ['replication'] }, [
    'fail',
    'unreplicated',
  ]),
  row(
    'without a base path, and one is replicated',
    {
      cluster: [registered({ basePath: '' })],
      bucket: replicating({ filter: prefixed('mlops-logs/') }),
      require: ['replication'],
    },
    ['fail', 'unreplicated', 'the whole bucket'],
  ),
  row('disabled', { bucket: replicating({ status: 'Disabled' }), require: ['replication'] }, ['fail', 'unreplicated']),
];

const TAGGED = { prefix: '', tags: { temporary: 'yes' } };
const WHOLE = [registered({ basePath: '' })];

const lifecycles: readonly Row[] = [
  row('deleted, however late', { bucket: expiring({ expirationDays: 3650 }) }, ['fail', 'expires', 'mlops-logs/indices/', '3650 days']),
  row('deleted, and snapshots are kept for less', { cluster: keeping({ maxAge: '7d' }), bucket: expiring({ expirationDays: 30 }) }, [
    'fail',
    'expires',
  ]),
  row('what describes snapshots', { bucket: expiring({ expirationDays: 90, filter: prefixed('mlops-logs/snap-') }) }, [
    'fail',
    'expires',
    'snap-',
  ]),
  row('of another cluster', { bucket: expiring({ expirationDays: 1, filter: prefixed('other/') }) }, ['pass', 'protected']),
  row('of a cluster whose name begins alike', { bucket: expiring({ expirationDays: 1, filter: prefixed('mlops-logs-2/') }) }, [
    'pass',
    'protected',
  ]),
  row('what bears a tag', { bucket: expiring({ expirationDays: 1, filter: TAGGED }) }, ['unknown', 'mayExpire']),
  row('noncurrent versions', { bucket: expiring({ noncurrentDays: 1 }) }, ['pass', 'protected']),
  row('disabled', { bucket: expiring({ expirationDays: 1, status: 'Disabled' }) }, ['pass', 'protected']),
  row('from a date on', { bucket: expiring({ expirationDate: '2036-01-01T00:00:00Z' }) }, ['fail', 'expires']),
  row('no base path, and all is deleted', { cluster: WHOLE, bucket: expiring({ expirationDays: 90 }) }, ['fail', 'expires', '"indices/"']),
  row(
    'no base path, and logs of others are deleted',
    { cluster: WHOLE, bucket: expiring({ expirationDays: 90, filter: prefixed('logs/') }) },
    ['pass', 'protected'],
  ),
  row(
    'no base path, and the lists are deleted',
    { cluster: WHOLE, bucket: expiring({ expirationDays: 90, filter: prefixed('index.latest') }) },
    ['fail', 'expires'],
  ),
];

/** Another repository in a bucket of its own. */
const TWO = [registered({}, { name: 'archive', bucket: 'mlops-archive' }), making({}, { name: 'weekly', repository: 'archive' })];

const places: readonly Row[] = [
  row('a directory of the nodes', { cluster: [registered({ type: 'fs', location: '/backups' })] }, ['unknown', 'elsewhere', '/backups']),
  row('of Google', { cluster: [registered({ type: 'gcs' })] }, ['unknown', 'elsewhere', 'Google']),
  row('of hdfs', { cluster: [registered({ type: 'hdfs' })] }, ['unknown', 'elsewhere', 'hdfs']),
  row('it only speaks S3', { cluster: [registered({ endpoint: 'minio:9000' })] }, ['unknown', 'elsewhere', 'minio:9000']),
  row('its client only speaks S3', { cluster: [{ storageClients: { s3: [{ name: 'default', endpoint: 'minio:9000' }] } }] }, [
    'unknown',
    'elsewhere',
    'minio:9000',
  ]),
  row('that of the service', { cluster: [registered({ name: 'cs-automated' }), making({ repository: 'cs-automated' })] }, [
    'unknown',
    'elsewhere',
    'the service keeps it for itself',
  ]),
  row('of two buckets, both', { cluster: TWO, around: { 's3/bucket': { ...bucket(), ...bucket({}, SECOND) } } }, [
    'pass',
    'protected',
    'archive (s3)',
  ]),
  row('of two buckets, one', { cluster: TWO, around: { 's3/bucket': { ...bucket(), ...bucket({ versioning: suspended }, SECOND) } } }, [
    'fail',
    'unversioned',
    'mlops-archive',
  ]),
  row(
    'of two buckets, one, of which nobody asks',
    {
      cluster: TWO,
      params: { repository: 'mlops-*' },
      around: { 's3/bucket': { ...bucket(), ...bucket({ versioning: suspended }, SECOND) } },
    },
    ['pass', 'protected'],
  ),
  row('no policy', { cluster: [policies()] }, ['pass', 'protected']),
  row('no policy, and all are read-only', { cluster: [policies(), registered({ readOnly: true })] }, ['fail', 'readOnly']),
  row('no policy, and only that of the service', { cluster: [policies(), registered({ name: 'cs-automated' })] }, ['fail', 'managed']),
  row('none', { cluster: [policies(), registered()] }, ['fail', 'none']),
  row('none of that name', { params: { repository: 'logs' } }, ['fail', 'unmatched', 'logs']),
];

const unread: readonly Row[] = [
  ...(['repositories', 'policies', 'storageClients'] as const).map((facet) =>
    row(`${facet} unread`, { cluster: [{ [facet]: 'unread' }] }, ['unknown']),
  ),
  row('info unread, and locked', { cluster: [{ info: 'unread' }], bucket: locked(30), require: ['lock'] }, ['unknown']),
  row('info unread, and no lock is asked for', { cluster: [{ info: 'unread' }] }, ['pass', 'protected']),
  ...(['presence', 'versioning', 'lifecycle'] as const).map((facet) =>
    row(`${facet} unread`, { bucket: { [facet]: 'unread' } }, ['unknown']),
  ),
  row('objectLock unread', { bucket: { objectLock: 'unread' }, require: ['lock'] }, ['unknown']),
  row('replication unread', { bucket: { replication: 'unread' }, require: ['replication'] }, ['unknown']),
  row('what is not required need not be read', { bucket: { objectLock: 'unread', replication: 'unread' } }, ['pass', 'protected']),
  row('no target reads the bucket', { around: { 's3/bucket': {} } }, ['unknown']),
  row('no target reads one of two, and the other is suspended', { cluster: TWO, bucket: { versioning: suspended } }, [
    'fail',
    'unversioned',
  ]),
];

runTable(rule, [...versions, ...locks, ...replicas, ...lifecycles, ...places, ...unread]);
