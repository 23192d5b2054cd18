import { BUCKET, cluster, policies, policy, repositories, repository } from '../../../model/elasticsearch/examples.ts';
import type { SearchRepository } from '../../../model/kinds/elasticsearch.ts';
import rule from '../../../rules/elasticsearch/repository-off-site.ts';
import { HOME, type Row, runTable } from '../harness.ts';

type Facets = Readonly<Record<string, unknown>>;
type Told = readonly [verdict: Row['verdict'], says?: string, ...shows: readonly string[]];

/** The target tells that the cluster is in us-west-2. */
const row = (name: string, facets: readonly Facets[], [verdict, says, ...shows]: Told, more: Partial<Row> = {}): Row => ({
  name,
  facets: cluster(...facets),
  verdict,
  ...(says === undefined ? {} : { says }),
  shows,
  ...more,
});

const registered = (...all: readonly Partial<SearchRepository>[]): Facets => repositories(...all.map(repository));
const clients = (...s3: readonly Facets[]): Facets => ({ storageClients: { s3 } });
const bucketIn = (region: string | undefined, id = BUCKET): Partial<Row> => ({
  around: { 's3/bucket': { [id]: { presence: { exists: true, access: 'granted', ...(region === undefined ? {} : { region }) } } } },
  joinedScopes: { [id]: { target: 'test' } },
});
const given = (params: NonNullable<Row['params']>): Partial<Row> => ({ params });

const FAR: Partial<SearchRepository> = { region: 'us-east-2' };
const NEAR: Partial<SearchRepository> = { region: 'us-west-2' };
const SHARE: Partial<SearchRepository> = { type: 'fs', location: '/mnt/vault/logs' };
const ANYWHERE = given({ allowSameRegion: true });

const regions: readonly Row[] = [
  row(
    'it names another Region',
    [registered(FAR)],
    ['pass', 'offSite', 'mlops-snapshots (s3) in us-east-2', 'another Region than us-west-2'],
  ),
  row('it names the same', [registered(NEAR)], ['fail', 'sameRegion', 'us-west-2']),
  row('its client names another', [clients({ name: 'default', region: 'us-east-2' })], ['pass', 'offSite']),
  row('its client names the same', [clients({ name: 'default', region: 'us-west-2' })], ['fail', 'sameRegion']),
  row('it goes before its client', [registered(FAR), clients({ name: 'default', region: 'us-west-2' })], ['pass', 'offSite']),
  row('the client of others', [clients({ name: 'second', region: 'us-east-2' })], ['fail', 'sameRegion'], bucketIn('us-west-2')),
  row('its endpoint is in another', [registered({ endpoint: 's3.us-east-2.amazonaws.com' })], ['pass', 'offSite', 'us-east-2']),
  row('its endpoint is in the same', [registered({ endpoint: 'https://s3.dualstack.us-west-2.amazonaws.com' })], ['fail', 'sameRegion']),
  row(
    'its endpoint is in the same, whatever it names',
    [registered({ ...FAR, endpoint: 's3-us-west-2.amazonaws.com' })],
    ['fail', 'sameRegion'],
  ),
  row('its endpoint is in none', [registered({ endpoint: 's3.amazonaws.com' })], ['pass', 'offSite'], bucketIn('us-east-2')),
  row(
    'a bucket called like a Region',
    [registered({ endpoint: 'logs-us-west-2.s3.amazonaws.com' })],
    ['pass', 'offSite'],
    bucketIn('us-east-2'),
  ),
  row('its bucket is in another', [], ['pass', 'offSite', 'us-east-2'], bucketIn('us-east-2')),
  row('its bucket is in the same', [], ['fail', 'sameRegion'], bucketIn('us-west-2')),
  row('its bucket does not tell', [], ['unknown', 'placeUntold', 'nothing tells the Region of bucket'], bucketIn(undefined)),
  row('a bucket in China', [registered({ endpoint: 'https://s3.cn-north-1.amazonaws.com.cn' })], ['pass', 'offSite', 'cn-north-1']),
  row('the Region of the cluster is named', [registered(NEAR)], ['pass', 'offSite'], given({ clusterRegion: 'eu-central-1' })),
  row('nothing tells the Region of the cluster', [registered(FAR)], ['unknown', 'clusterUntold', 'us-east-2'], {
    scope: { target: 'test' },
  }),
  row('in the same, which is allowed', [registered(NEAR)], ['pass', 'offSite', 'in whatever Region'], ANYWHERE),
  row('nothing tells any Region, which is allowed', [], ['pass', 'offSite'], { ...ANYWHERE, scope: { target: 'test' } }),
  row('a bucket that another target lists', [], ['fail', 'sameRegion'], { ...bucketIn(undefined), joinedScopes: { [BUCKET]: HOME } }),
];

const places: readonly Row[] = [
  row('a directory of the nodes', [registered({ type: 'fs', location: '/backups' })], ['fail', 'local', '/backups']),
  row('a directory of the nodes, in whatever Region', [registered({ type: 'fs', location: '/backups' })], ['fail', 'local'], ANYWHERE),
  row('a share', [registered(SHARE)], ['pass', 'offSite', 'taken for granted'], given({ sharedFileSystems: ['/mnt/vault/*'] })),
  row('another share', [registered(SHARE)], ['fail', 'local'], given({ sharedFileSystems: ['/mnt/vault', '/mnt/other/*'] })),
  row('of the type source, in a directory', [registered({ ...SHARE, type: 'source', delegateType: 'fs' })], ['fail', 'local']),
  row('of the type source, of which nothing is known', [registered({ type: 'source' })], ['unknown', 'placeUntold', 'source']),
  row('in hdfs', [registered({ type: 'hdfs' })], ['unknown', 'placeUntold', 'hdfs']),
  row('in hdfs, in whatever Region', [registered({ type: 'hdfs' })], ['unknown', 'placeUntold', 'hdfs'], ANYWHERE),
  row('of Google', [registered({ type: 'gcs' })], ['unknown', 'placeUntold', 'Google Cloud Storage']),
  row('of Google, in whatever Region', [registered({ type: 'gcs' })], ['pass', 'offSite', 'Google Cloud Storage'], ANYWHERE),
  row('of Azure', [registered({ type: 'azure', container: 'logs' })], ['unknown', 'placeUntold', 'container logs']),
  row('it only speaks S3', [registered({ ...FAR, endpoint: 'http://minio:9000' })], ['unknown', 'placeUntold', 'http://minio:9000']),
  row('its client only speaks S3', [registered(FAR), clients({ name: 'default', endpoint: 'minio' })], ['unknown', 'placeUntold', 'minio']),
  row('it only speaks S3, in whatever Region', [registered({ endpoint: 'minio:9000' })], ['pass', 'offSite', 'minio:9000'], ANYWHERE),
  row('no name of a bucket', [registered({ bucket: 'arn:aws:s3:us-east-2:111122223333:accesspoint/logs' })], ['unknown', 'placeUntold']),
  row(
    'that of the service',
    [registered({ name: 'cs-automated', ...FAR }), policies(policy({ repository: 'cs-automated' }))],
    ['fail', 'ofService', 'cs-automated'],
  ),
];

const TWO = policies(policy(), policy({ name: 'weekly', repository: 'second' }));

const several: readonly Row[] = [
  row(
    'policies write to both',
    [registered(FAR, { name: 'second', region: 'eu-central-1' }), TWO],
    ['pass', 'offSite', 'us-east-2; second (s3) in eu-central-1'],
  ),
  row(
    'policies write to both, and one is near',
    [registered(FAR, { name: 'second', ...NEAR }), TWO],
    ['fail', 'sameRegion', 'second (s3)'],
  ),
  row(
    'one is near, and the other nobody knows',
    [registered({ type: 'hdfs' }, { name: 'second', ...NEAR }), TWO],
    ['fail', 'sameRegion', 'second (s3)'],
  ),
  row('policies write to one, and the other is near', [registered(FAR, { name: 'second', ...NEAR })], ['pass', 'offSite']),
  row('one is not registered', [registered(FAR), TWO], ['fail', 'unregistered', 'second']),
  row(
    'one of both is asked for',
    [registered(FAR, { name: 'second', ...NEAR }), TWO],
    ['pass', 'offSite'],
    given({ repository: 'mlops-*' }),
  ),
  row('no policy', [registered(FAR), policies()], ['pass', 'offSite']),
  row('no policy, and one of two is near', [registered(FAR, { name: 'second', ...NEAR }), policies()], ['fail', 'sameRegion']),
  row(
    'no policy, and one that is read-only is near',
    [registered(FAR, { ...NEAR, name: 'second', readOnly: true }), policies()],
    ['pass', 'offSite'],
  ),
  row('no policy, and all are read-only', [registered({ ...FAR, readOnly: true }), policies()], ['fail', 'readOnly']),
  row('no policy, and only that of the service', [registered({ name: 'cs-automated' }), policies()], ['fail', 'managed']),
  row('none', [registered(), policies()], ['fail', 'none']),
  row('none of that name', [], ['fail', 'unmatched', 'logs'], given({ repository: 'logs' })),
];

const unread: readonly Row[] = [
  row('repositories unread', [{ repositories: 'unread' }], ['unknown']),
  row('policies unread', [{ policies: 'unread' }], ['unknown']),
  row('clients unread', [{ storageClients: 'unread' }], ['unknown'], bucketIn('us-east-2')),
  row(
    'clients unread, which do not matter',
    [registered({ ...FAR, endpoint: 's3.amazonaws.com' }), { storageClients: 'unread' }],
    ['pass', 'offSite'],
  ),
  row('clients unread, and a directory of the nodes', [registered({ type: 'fs' }), { storageClients: 'unread' }], ['fail', 'local']),
  row('presence of its bucket unread', [], ['unknown'], {
    around: { 's3/bucket': { [BUCKET]: { presence: 'unread' } } },
    joinedScopes: { [BUCKET]: { target: 'test' } },
  }),
  row('no target reads its bucket', [], ['unknown'], { around: { 's3/bucket': {} } }),
  row('no target reads its bucket, and a directory of the nodes', [registered({}, { ...SHARE, name: 'second' }), TWO], ['fail', 'local']),
];

runTable(rule, [...regions, ...places, ...several, ...unread]);
