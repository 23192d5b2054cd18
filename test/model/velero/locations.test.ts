import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { veleroStorageLocation } from '../../../model/kinds/velero.ts';
import type { Subject } from '../../../model/rule.ts';
import { location } from '../../../model/velero/examples.ts';
import {
  backupPrefix,
  bucketFor,
  describeLocation,
  locationPrefixes,
  providerOf,
  repositoryPrefix,
  repositoryRoots,
} from '../../../model/velero/locations.ts';

type Location = Subject<typeof veleroStorageLocation, 'spec'>;
type Spec = Partial<Location['facets']['spec']>;

const test = suite('model/velero/locations');

const at = (spec: Spec): Location => ({
  kind: 'velero/storage-location',
  id: 'default',
  name: 'default',
  scope: { target: 'test' },
  facets: { spec: location({ spec }).spec },
});

const PREFIXES: readonly (readonly [string | undefined, string, string, readonly string[]])[] = [
  [undefined, 'backups/', 'kopia/mlops/', ['']],
  ['', 'backups/', 'kopia/mlops/', ['']],
  ['prod', 'prod/backups/', 'prod/kopia/mlops/', ['prod/']],
  ['prod/', 'prod/backups/', 'prod/kopia/mlops/', ['prod/']],
  ['prod/eu', 'prod/eu/backups/', 'prod/eu/kopia/mlops/', ['prod/eu/']],
  ['/prod/', '/prod/backups/', 'prod/kopia/mlops/', ['/prod/', 'prod/']],
  ['/', '/backups/', 'kopia/mlops/', ['/', '']],
];

for (const [prefix, backups, repository, all] of PREFIXES) {
  test(`prefix "${prefix}"`, () => {
    const where = at(prefix === undefined ? {} : { prefix });
    assert.is(backupPrefix(where), backups);
    assert.is(repositoryPrefix(where, 'kopia', 'mlops'), repository);
    assert.equal(locationPrefixes(where), all);
    assert.ok(repositoryRoots(where).some((root) => repository.startsWith(root)));
    assert.ok(all.some((one) => backups.startsWith(one)) && all.some((one) => repository.startsWith(one)));
  });
}

const BUCKETS: readonly (readonly [string, Spec, string])[] = [
  ['of AWS', { provider: 'aws' }, 'arn:aws:s3:::velero-mlops-backups'],
  ['by the full name', { provider: 'velero.io/aws' }, 'arn:aws:s3:::velero-mlops-backups'],
  ['in China', { region: 'cn-north-1' }, 'arn:aws-cn:s3:::velero-mlops-backups'],
  ['in GovCloud', { region: 'us-gov-west-1' }, 'arn:aws-us-gov:s3:::velero-mlops-backups'],
  ['at an address of AWS', { s3Url: 'https://s3.us-west-2.amazonaws.com' }, 'arn:aws:s3:::velero-mlops-backups'],
  [
    'at an address of AWS in China',
    { region: 'cn-north-1', s3Url: 'https://s3.cn-north-1.amazonaws.com.cn' },
    'arn:aws-cn:s3:::velero-mlops-backups',
  ],
  ['at an endpoint of a network', { s3Url: 'https://bucket.vpce-1.s3.us-west-2.vpce.amazonaws.com' }, 'arn:aws:s3:::velero-mlops-backups'],
];
for (const [name, spec, bucket] of BUCKETS) test(`a bucket ${name}`, () => assert.equal(bucketFor(at(spec)), { bucket }));

const DOUBTS: readonly (readonly [string, Spec])[] = [
  ['of another provider', { provider: 'gcp' }],
  ['of a provider that only sounds like it', { provider: 'example.com/aws' }],
  ['in storage that speaks S3', { s3Url: 'http://minio.velero.svc:9000' }],
  ['at an address that only looks like it', { s3Url: 'https://amazonaws.com.example.com' }],
  ['at an address that only ends like it', { s3Url: 'https://notamazonaws.com' }],
  ['at no address', { s3Url: 'minio' }],
  ['that is an access point', { bucket: 'arn:aws:s3:us-west-2:111122223333:accesspoint/velero' }],
  ['that is a path', { bucket: 'bucket/prefix' }],
  ['that is a wildcard', { bucket: '*' }],
  ['without a name', { bucket: '' }],
  ['of hostile name', { bucket: '\u001b[31m' }],
];
for (const [name, spec] of DOUBTS) test(`no bucket: ${name}`, () => assert.ok('doubt' in bucketFor(at(spec))));

test('providers', () => {
  assert.is(providerOf(at({ provider: 'aws' })), 'velero.io/aws');
  assert.is(providerOf(at({ provider: 'velero.io/aws' })), 'velero.io/aws');
  assert.is(providerOf(at({ provider: 'openebs.io/cstor' })), 'openebs.io/cstor');
});

test('a location in words', () => {
  assert.is(describeLocation(at({})), 'default (velero-mlops-backups)');
  assert.is(describeLocation(at({ prefix: 'prod' })), 'default (velero-mlops-backups/prod)');
});

test.run();
