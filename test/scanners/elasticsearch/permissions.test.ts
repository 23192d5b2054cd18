import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { elasticsearchRole, opensearchRole } from '../../../commands/compose/permissions/search-roles.ts';
import { searchWorld, startLab } from '../../../lab/index.ts';
import connector from '../../../scanners/connectors/elasticsearch.ts';
import scanner from '../../../scanners/elasticsearch/index.ts';
import { openSession } from '../../../scanners/elasticsearch/session.ts';
import { readFacet } from './harness.ts';
import { permissionsOf } from './needs.ts';

const test = suite('scanners/elasticsearch/permissions');

const [cluster] = scanner.kinds;
const FACETS = cluster?.facets ?? {};

/** What a facet needs beside its own action: what it is about has to be listed first, and may be known by another part. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  snapshots: ['cluster:admin/repository/get'],
  // Which snapshot a policy counts as its last success; without that permission the newest ones are read all the same.
  snapshotDetails: ['cluster:admin/repository/get', 'cluster:admin/slm/get'],
  verification: ['cluster:admin/repository/get'],
  // Health tells of every index, whoever asks.
  indices: ['cluster:monitor/health'],
  restores: ['indices:monitor/settings/get'],
};

/** The same by OpenSearch. */
const IN_OPENSEARCH: Readonly<Record<string, string>> = {
  'cluster:admin/opensearch/snapshot_management/policy/search': 'cluster:admin/slm/get',
  'cluster:admin/opensearch/snapshot_management/policy/explain': 'cluster:admin/slm/get',
};

/** A reader may ask for other things after a refusal than after a good answer. */
const REFUSED = ['get /_snapshot', 'get /_cat/snapshots/{repository}', 'get /_slm/policy', 'get /_plugins/_sm/policies', 'get /_recovery'];
const MOODS: Readonly<Record<string, readonly string[]>> = { sound: [], refused: REFUSED, 'refused in part': REFUSED.slice(1) };

/** The permissions for all that is asked of a lab's cluster for one facet. */
const usedFor = async (facet: string, distribution: 'elasticsearch' | 'opensearch', refused: readonly string[] = []) => {
  const lab = await startLab(searchWorld({ snapshots: 40, repositories: 2, policies: 3, distribution }));
  lab.faults = refused.map((operation) => ({ operation: `search:${operation}`, deny: true }));
  const session = await openSession({ url: `${lab.url}/search/bench`, verifyRepositories: true }, { timeout: 5_000, maxSockets: 4 });
  try {
    await readFacet(facet, session);
    return permissionsOf([...lab.requests.keys()]).filter((permission) => permission !== 'cluster:monitor/main');
  } finally {
    session.close();
    await lab.close();
  }
};

for (const distribution of ['elasticsearch', 'opensearch'] as const)
  for (const [facet, { action, requires }] of Object.entries(FACETS))
    for (const [mood, refused] of Object.entries(MOODS))
      test(`${distribution}: ${facet} asks for what it declares and nothing else (${mood})`, async () => {
        const used = (await usedFor(facet, distribution, refused)).map((permission) => IN_OPENSEARCH[permission] ?? permission);
        const declared = [action, ...(BESIDE[facet] ?? [])];
        assert.equal(
          used.filter((permission) => !declared.includes(permission)),
          [],
        );
        if (mood === 'sound') assert.is(used.includes(action), distribution === 'elasticsearch' || requires === undefined);
      });

test('every action that is declared is in both roles', () => {
  const actions = [cluster?.list?.action, connector.identify.action, ...Object.values(FACETS).map(({ action }) => action)];
  for (const action of actions) {
    assert.ok(action);
    assert.type(elasticsearchRole([action]), 'string');
    assert.type(opensearchRole([action]), 'string');
  }
});

/** Beside the verification, which only a configuration can ask for. */
test('nothing in a role writes, and nothing reads documents', () => {
  const actions = Object.values(FACETS).flatMap(({ action }) => (action === 'cluster:admin/repository/verify' ? [] : [action]));
  for (const role of [elasticsearchRole(actions), opensearchRole(actions)])
    assert.not.match(role, /\b(all|manage|read|write|create|delete|put)"|\bindices:data|\*\/|\/\*/);
});

test('an action that no role knows is no role without it', () =>
  assert.throws(() => elasticsearchRole(['cluster:admin/settings/update']), /no grant for cluster:admin\/settings\/update/));

test.run();
