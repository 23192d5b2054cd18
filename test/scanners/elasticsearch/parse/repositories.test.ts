import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SearchInfo } from '../../../../model/kinds/elasticsearch.ts';
import { MalformedAnswer } from '../../../../model/scanner.ts';
import { repositoriesOf, storageClientsOf } from '../../../../scanners/elasticsearch/parse/repositories.ts';

const test = suite('scanners/elasticsearch/parse/repositories');

const ES: SearchInfo = { distribution: 'elasticsearch', version: '8.15.3' };
const OS: SearchInfo = { distribution: 'opensearch', version: '2.19.1' };

const parsed = (repository: unknown, info: SearchInfo = ES): unknown => {
  try {
    const [{ name: _, ...rest } = { name: '' }] = repositoriesOf({ backups: repository }, info);
    return rest;
  } catch (error) {
    assert.instance(error, MalformedAnswer);
    return 'malformed';
  }
};

const plain = { client: 'default', readOnly: false };

for (const [name, repository, expected, info] of [
  ['a directory', { type: 'fs', settings: { location: 'main', compress: 'true' } }, { ...plain, type: 'fs', location: 'main' }],
  [
    'a bucket with everything',
    {
      type: 's3',
      uuid: 'x',
      settings: {
        bucket: 'snapshots',
        base_path: '/es//logs/',
        client: 'backup',
        endpoint: 'https://key:secret@minio:9000',
        region: 'us-west-2',
        readonly: 'true',
        max_number_of_snapshots: '500',
        storage_class: 'standard_ia',
        server_side_encryption: 'true',
        access_key: 'AKIA',
        secret_key: 'wJalr',
      },
    },
    {
      type: 's3',
      bucket: 'snapshots',
      basePath: 'es//logs',
      client: 'backup',
      endpoint: 'https://minio:9000',
      region: 'us-west-2',
      readOnly: true,
      maxNumberOfSnapshots: 500,
      storageClass: 'standard_ia',
      serverSideEncryption: true,
    },
  ],
  [
    'an endpoint without a scheme',
    { type: 's3', settings: { endpoint: 'key:secret@minio:9000/x' } },
    { ...plain, type: 's3', endpoint: 'minio:9000/x' },
  ],
  ['one of AWS itself', { type: 's3' }, { ...plain, type: 's3' }],
  ['a base path of slashes only', { type: 's3', settings: { base_path: '//' } }, { ...plain, type: 's3' }],
  [
    'values that are no texts',
    { type: 'fs', settings: { readonly: true, max_number_of_snapshots: 5 } },
    { client: 'default', type: 'fs', readOnly: true, maxNumberOfSnapshots: 5 },
  ],
  ['no encryption', { type: 's3', settings: { server_side_encryption: 'false' } }, { ...plain, type: 's3', serverSideEncryption: false }],
  [
    'an address with credentials',
    { type: 'url', settings: { url: 'https://me:pw@files.example/es?token=x' } },
    { ...plain, type: 'url', url: 'https://files.example' },
  ],
  ['an address of a directory', { type: 'url', settings: { url: 'file:/mnt/backups/main/' } }, { ...plain, type: 'url', url: 'file://' }],
  ['an address that is none', { type: 'url', settings: { url: 'x' } }, { ...plain, type: 'url' }],
  [
    'a container',
    { type: 'azure', settings: { container: 'es', location_mode: 'primary_only' } },
    { ...plain, type: 'azure', container: 'es' },
  ],
  [
    'the second location of Azure',
    { type: 'azure', settings: { location_mode: 'secondary_only' } },
    { client: 'default', type: 'azure', readOnly: true },
  ],
  [
    'of sources only',
    { type: 'source', settings: { delegate_type: 'fs', location: 'x' } },
    { ...plain, type: 'source', delegateType: 'fs', location: 'x' },
  ],
  ['a limit that OpenSearch does not heed', { type: 'fs', settings: { max_number_of_snapshots: '1' } }, { ...plain, type: 'fs' }, OS],
  [
    'a limit that Elasticsearch did not heed yet',
    { type: 'fs', settings: { max_number_of_snapshots: '1' } },
    { ...plain, type: 'fs' },
    { distribution: 'elasticsearch', version: '7.10.2' } as SearchInfo,
  ],
  ['no type', { settings: {} }, 'malformed'],
  ['no object', 'fs', 'malformed'],
  ['settings that are none', { type: 'fs', settings: 'x' }, 'malformed'],
  ['an odd switch', { type: 'fs', settings: { readonly: 'perhaps' } }, 'malformed'],
  ['an odd limit', { type: 'fs', settings: { max_number_of_snapshots: 'many' } }, 'malformed'],
] as const) {
  test(`a repository: ${name}`, () => assert.equal(parsed(repository, info), expected));
}

test('names are data', () => {
  const found = repositoriesOf(JSON.parse('{"__proto__":{"type":"fs"},"b":{"type":"fs"}}'), ES);
  assert.equal(
    found.map(({ name }) => name),
    ['__proto__', 'b'],
  );
});

test('no repositories', () => assert.equal(repositoriesOf({}, ES), []));

const node = (client?: object) => ({ name: 'n', ...(client ? { settings: { s3: { client } } } : {}) });

for (const [name, nodes, expected] of [
  ['none', {}, []],
  ['nodes without any', { a: node(), b: node() }, []],
  [
    'one that all have',
    { a: node({ default: { endpoint: 'minio:9000' } }), b: node({ default: { endpoint: 'minio:9000' } }) },
    [{ name: 'default', endpoint: 'minio:9000' }],
  ],
  [
    'one that a node lacks',
    { a: node({ default: { region: 'eu-west-1' } }), b: node() },
    [{ name: 'default', region: 'eu-west-1' }, { name: 'default' }],
  ],
  [
    'several',
    { a: node({ west: { region: 'us-west-2' }, default: { endpoint: 'u:p@x' } }) },
    [
      { name: 'default', endpoint: 'x' },
      { name: 'west', region: 'us-west-2' },
    ],
  ],
] as const) {
  test(`clients: ${name}`, () => assert.equal(storageClientsOf({ nodes }).s3, expected));
}

test('an answer without nodes', () => assert.equal(storageClientsOf({}), { s3: [] }));

for (const [name, answer] of [
  ['something else', { status: 'success' }],
  ['nodes that are none', { nodes: { a: 'x' } }],
] as const) {
  test(`clients: ${name}: that is no answer`, () =>
    assert.throws(
      () => storageClientsOf(answer),
      (error: unknown) => error instanceof MalformedAnswer,
    ));
}

test.run();
