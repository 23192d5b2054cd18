import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { searchCluster } from '../../../model/kinds/elasticsearch.ts';
import type { Failure } from '../../../model/scanner.ts';
import type { Members } from '../../../scanners/json/members.ts';
import { ELASTICSEARCH, facetAt, OPENSEARCH, refused } from './harness.ts';

// What real servers answered, as facets: every request is answered by what was recorded at its path, whatever its query.

const test = suite('scanners/elasticsearch/recorded');

const ROOT = 'test/recorded';

interface Recorded {
  readonly request: string;
  readonly status: number;
  readonly body: unknown;
}

const read = (file: string): Recorded => JSON.parse(readFileSync(file, 'utf8'));

/** A server, with the recordings that stand for its answers. */
const servers = ['elasticsearch', 'opensearch'].flatMap((product) =>
  readdirSync(join(ROOT, product)).map((version) => ({ product, version, directory: join(ROOT, product, version) })),
);

/** What is recorded of each path that the scanner asks for. */
const FILES: Readonly<Record<string, string>> = {
  '/_snapshot': 'snapshot/all.json',
  '/_cat/snapshots/backups': 'snapshots/cat.json',
  '/_cat/snapshots/read-only': 'snapshots/cat.json',
  '/_cat/snapshots/limited': 'snapshots/cat-unreachable.json',
  '/_cat/snapshots/archive': 'snapshots/cat.json',
  '/_snapshot/backups/': 'snapshots/names.json',
  '/_snapshot/read-only/': 'snapshots/names.json',
  '/_snapshot/archive/': 'snapshots/names.json',
  '/_slm/policy': 'slm/policy.json',
  '/_slm/status': 'slm/status.json',
  '/_plugins/_sm/policies': 'sm/policies.json',
  '/_plugins/_sm/policies/*/_explain': 'sm/explain-all.json',
  '/_resolve/index/*': 'resolve/all.json',
  '/_cluster/health': 'cluster-health/indices.json',
  '/_recovery': 'recovery/plain.json',
  '/_health_report': 'health-report.json',
  '/_nodes/settings': 'nodes-settings.json',
};

/** Where one server knows a path in several ways: the one that tells most. */
const fileFor = (directory: string, path: string): string | undefined => {
  const [file] = [FILES[path], FILES[path.replace(/[^/]*$/, '')], ...(path === '/_health_report' ? ['health-report/corrupted.json'] : [])]
    .flatMap((name) => (name === undefined ? [] : [join(directory, name)]))
    .filter(existsSync);
  return file;
};

/** Settings of indices were not recorded: those that were restored have as many shards as were recovered. */
const SETTINGS = {
  'restored-models': { settings: { index: { number_of_shards: '2' } } },
  'restored-logs-mlops': { settings: { index: { number_of_shards: '1' } } },
  '.ds-restored-logs-mlops-000001': { settings: { index: { number_of_shards: '1' } } },
  '.ds-restored-logs-mlops-2026.11.23-000001': { settings: { index: { number_of_shards: '1' } } },
};

const facetOf = (facet: string, { product, version, directory }: (typeof servers)[number]): Promise<unknown> => {
  const root: Members = product === 'opensearch' ? OPENSEARCH : { ...ELASTICSEARCH, version: { number: version, build_flavor: 'default' } };
  return facetAt(
    facet,
    (path) => {
      if (path.startsWith('/_settings/')) return SETTINGS;
      const file = fileFor(directory, path);
      if (file === undefined) return undefined;
      const { status, body } = read(file);
      if (status !== 200) throw refused(status, body);
      return body;
    },
    { root },
  );
};

const ajv = addFormats.default(new Ajv({ strict: true }));

const PLAIN = ['repositories', 'storageClients', 'snapshots', 'snapshotDetails', 'indices', 'restores'] as const;
const MANAGED = ['policies', 'executions', 'management', 'health'] as const;

for (const server of servers) {
  for (const facet of PLAIN)
    test(`${server.product} ${server.version}: ${facet}`, async () => {
      const value = await facetOf(facet, server);
      assert.ok(ajv.validate(searchCluster.facets[facet].schema, value), `${JSON.stringify(value)}: ${ajv.errorsText()}`);
    });
  for (const facet of MANAGED)
    test(`${server.product} ${server.version}: ${facet}, or that there is none`, async () => {
      const value = await facetOf(facet, server);
      if (value === 'absent') return;
      assert.ok(ajv.validate(searchCluster.facets[facet].schema, value), `${JSON.stringify(value)}: ${ajv.errorsText()}`);
    });
}

const opensearch = servers.find(({ product }) => product === 'opensearch');
const old = servers.find(({ version }) => version === '7.10.2');
const recent = servers.find(({ version }) => version.startsWith('8.'));
assert.ok(opensearch && old && recent, 'recordings of three servers');

const names = (value: unknown, member: string): unknown => (value as Record<string, { name: string }[]>)[member]?.map(({ name }) => name);

test('a repository whose files are gone hides no other', async () => {
  for (const server of [opensearch, old, recent]) {
    const { snapshots, unlisted } = (await facetOf('snapshots', server)) as { snapshots: { repository: string }[]; unlisted: Failure[] };
    assert.equal(
      unlisted.map(({ code }) => code),
      ['snapshot_missing_exception'],
    );
    assert.ok(snapshots.some(({ repository }) => repository === 'backups'));
  }
});

test('only Elasticsearch of 7.11 and later heeds a limit', async () => {
  for (const [server, limit] of [
    [opensearch, undefined],
    [old, undefined],
    [recent, 1],
  ] as const) {
    const { repositories } = (await facetOf('repositories', server)) as { repositories: { name: string; maxNumberOfSnapshots?: number }[] };
    assert.is(repositories.find(({ name }) => name === 'limited')?.maxNumberOfSnapshots, limit);
  }
});

test('policies of OpenSearch, and what has come of them', async () => {
  const policies = await facetOf('policies', opensearch);
  assert.equal(names(policies, 'policies'), [
    'daily',
    'disabled',
    'every-minute',
    'patterns',
    'patterns-text',
    'to-nowhere',
    'to-read-only',
  ]);
  const { executions } = (await facetOf('executions', opensearch)) as { executions: { policy: string }[] };
  assert.is(executions.length, 7);
});

test('a server without SLM has no policies, and no mode', async () => {
  for (const server of [old, recent])
    for (const facet of ['policies', 'executions', 'management']) assert.is(await facetOf(facet, server), 'absent');
});

test('health is told by those that have it', async () => {
  assert.is(await facetOf('health', opensearch), 'absent');
  assert.is(await facetOf('health', old), 'absent');
  const { repositoryIntegrity } = (await facetOf('health', recent)) as { repositoryIntegrity: { corrupted: string[] } };
  assert.equal(repositoryIntegrity.corrupted, ['limited']);
});

test('what was restored', async () => {
  for (const server of [opensearch, old, recent]) {
    const { restores } = (await facetOf('restores', server)) as {
      restores: { index: string; source: string; shards: number; done: number }[];
    };
    const { source, shards, done } = restores.find(({ index }) => index === 'restored-models') ?? {};
    assert.equal({ source, shards, done }, { source: 'models', shards: 2, done: 2 });
  }
});

test.run();
