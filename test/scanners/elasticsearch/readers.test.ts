import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Failure } from '../../../model/scanner.ts';
import { type Answer, exception, facetAt, fakeSession, OPENSEARCH, readFacet, refused } from './harness.ts';

const test = suite('scanners/elasticsearch/readers');

const DENIED = () => {
  throw refused(403, exception('security_exception', 'no permissions'));
};

const AMISS = () => {
  throw refused(500, exception('repository_exception', '[b] is amiss'));
};

const HICCUP = () => {
  throw refused(503, exception('cluster_block_exception', 'no master'));
};

const codeOf = (outcome: unknown): string | undefined => (outcome as Partial<Failure>).code;

/** What a cluster with these snapshots answers, by name of the repository. */
const holding =
  (repositories: Readonly<Record<string, readonly object[] | (() => never)>>, more: Answer = () => undefined): Answer =>
  (path, query, method) => {
    if (path === '/_snapshot') return Object.fromEntries(Object.keys(repositories).map((name) => [name, { type: 'fs' }]));
    const table = repositories[/^\/_cat\/snapshots\/(.*)$/.exec(path)?.[1] ?? ''];
    if (table) return typeof table === 'function' ? table() : table;
    return more(path, query, method);
  };

const row = (id: string, start = 1_795_401_535, status = 'SUCCESS') => ({ id, status, start_epoch: String(start) });

/** Snapshots that began one second after the other. */
const series = (count: number, name = (index: number) => `s-${index}`) =>
  Array.from({ length: count }, (_, index) => row(name(index), 1_795_401_535 + index));

type Snapshots = { snapshots: { repository: string; name: string }[]; unlisted: Failure[] };

test('snapshots of every repository, each asked for by itself', async () => {
  const { session, asked } = fakeSession(holding({ a: [row('one')], 'b c/d': [row('one'), row('two')] }));
  const { snapshots, unlisted } = (await readFacet('snapshots', session)) as Snapshots;
  assert.equal(
    snapshots.map(({ repository, name }) => `${repository}:${name}`),
    ['a:one', 'b c/d:one', 'b c/d:two'],
  );
  assert.equal(unlisted, []);
  assert.equal(asked.slice(1), [
    'GET /_cat/snapshots/a?format=json&h=id,status,start_epoch,end_epoch,failed_shards,total_shards',
    'GET /_cat/snapshots/b%20c%2Fd?format=json&h=id,status,start_epoch,end_epoch,failed_shards,total_shards',
  ]);
});

for (const [name, amiss, code] of [
  ['an error of its own', AMISS, 'repository_exception'],
  [
    'files that are gone',
    () => {
      throw refused(404, exception('snapshot_missing_exception', '[b:x] is missing'));
    },
    'snapshot_missing_exception',
  ],
  ['what passes, where it does not', HICCUP, 'cluster_block_exception'],
  ['a line that is none', ['x' as never], 'MalformedAnswer'],
] as const) {
  test(`a repository with ${name} hides no other`, async () => {
    const { snapshots, unlisted } = (await facetAt('snapshots', holding({ a: [row('one')], b: amiss }))) as Snapshots;
    assert.is(snapshots.length, 1);
    assert.equal(
      unlisted.map((one) => [(one as unknown as { repository: string }).repository, one.code]),
      [['b', code]],
    );
  });
}

for (const [name, answer, code] of [
  ['snapshots may not be listed', holding({ a: [row('one')], b: DENIED }), 'security_exception'],
  ['repositories may not be listed', (path) => (path === '/_snapshot' ? DENIED() : undefined), 'security_exception'],
  [
    'nobody knows who asks',
    holding({
      a: () => {
        throw refused(401, exception('security_exception', 'missing authentication credentials'));
      },
    }),
    'security_exception',
  ],
] as const satisfies readonly (readonly [string, Answer, string])[]) {
  test(`nothing is told where ${name}`, async () => {
    assert.is(codeOf(await facetAt('snapshots', answer)), code);
    assert.is(codeOf(await facetAt('snapshotDetails', answer)), code);
  });
}

const detail = (snapshot: string) => ({
  snapshot,
  state: 'SUCCESS',
  include_global_state: true,
  indices: [],
  shards: { total: 1, failed: 0 },
});

/** Answers with the details of all that are asked for, and notes the paths. */
const detailing = (repositories: Parameters<typeof holding>[0], slm: unknown = {}): Answer =>
  holding(repositories, (path) => {
    if (path === '/_slm/policy') return typeof slm === 'function' ? slm() : slm;
    const [, names] = /^\/_snapshot\/[^/]+\/(.*)$/.exec(path) ?? [];
    return names === undefined ? undefined : { snapshots: names.split(',').map(detail) };
  });

const detailed = (outcome: unknown): readonly string[] => (outcome as Snapshots).snapshots.map(({ name }) => name);

const lastSuccess = (snapshot_name: string) => ({
  daily: { policy: { schedule: '30m', repository: 'a' }, last_success: { snapshot_name, time: 1_795_401_535_776 } },
});

const numbers = (from: number, to: number): readonly string[] =>
  Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => `s-${from > to ? from - index : from + index}`);

for (const [name, count, slm, expected] of [
  ['none', 0, {}, []],
  ['a few', 3, {}, numbers(2, 0)],
  ['as many as are read', 25, {}, numbers(24, 0)],
  ['more: the newest and the oldest', 30, {}, [...numbers(29, 10), ...numbers(4, 0)]],
  ['the last success in between', 30, lastSuccess('s-7'), [...numbers(29, 10), 's-7', ...numbers(4, 0)]],
  ['a last success that is gone', 30, lastSuccess('gone'), [...numbers(29, 10), ...numbers(4, 0)]],
  ['policies that may not be read', 30, DENIED, [...numbers(29, 10), ...numbers(4, 0)]],
] as const) {
  test(`details of ${name}`, async () =>
    assert.equal(detailed(await facetAt('snapshotDetails', detailing({ a: series(count) }, slm))), expected));
}

test('paths stay shorter than servers take', async () => {
  const long = (index: number) => `${'ä'.repeat(120)}-${index}`;
  const { session, asked } = fakeSession(detailing({ a: series(25, long) }));
  assert.is(detailed(await readFacet('snapshotDetails', session)).length, 25);
  const paths = asked.filter((path) => path.includes('ignore_unavailable'));
  assert.ok(paths.length > 1);
  for (const path of paths) assert.ok(path.length < 3_010, `${path.length}`);
});

test('a name that is longer than a path is asked for by itself', async () => {
  const { session, asked } = fakeSession(detailing({ a: series(2, (index) => `${'x'.repeat(4_000)}-${index}`) }));
  assert.is(detailed(await readFacet('snapshotDetails', session)).length, 2);
  assert.is(asked.filter((path) => path.includes('ignore_unavailable')).length, 2);
});

test('a repository of which no details are told hides no other', async () => {
  const answer = holding({ a: [row('one')], b: [row('two')] }, (path) => {
    if (path.startsWith('/_snapshot/b/')) return AMISS();
    return path.startsWith('/_snapshot/a/') ? { snapshots: [detail('one')] } : undefined;
  });
  assert.equal(detailed(await facetAt('snapshotDetails', answer)), ['one']);
});

test('what several facets need is asked for once', async () => {
  const { session, asked } = fakeSession(detailing({ a: [row('one')] }, lastSuccess('one')));
  for (const facet of ['repositories', 'snapshots', 'snapshotDetails', 'policies', 'executions']) await readFacet(facet, session);
  assert.equal(
    asked.map((path) => path.replace(/\?.*/, '')),
    ['GET /_snapshot', 'GET /_cat/snapshots/a', 'GET /_slm/policy', 'GET /_snapshot/a/one'],
  );
});

/** Policies of OpenSearch, on pages as it makes them. */
const paging =
  (count: number, page: (from: number, size: number) => object = () => ({})): Answer =>
  (path, query) => {
    const [from, size] = [Number(query.get('from')), Number(query.get('size'))];
    const policies = Array.from({ length: Math.max(0, Math.min(size, count - from)) }, (_, index) => ({
      sm_policy: { name: `p-${from + index}`, creation: null, snapshot_config: { repository: 'a' } },
    }));
    return path === '/_plugins/_sm/policies' ? { policies, total_policies: count, ...page(from, size) } : undefined;
  };

for (const [count, pages] of [
  [0, 1],
  [1, 1],
  [20, 1],
  [21, 1],
  [100, 1],
  [101, 2],
  [500, 5],
] as const) {
  test(`${count} policies of OpenSearch, on ${pages} pages`, async () => {
    const { session, asked } = fakeSession(paging(count), { root: OPENSEARCH });
    const { policies } = (await readFacet('policies', session)) as { policies: { name: string }[] };
    assert.is(new Set(policies.map(({ name }) => name)).size, count);
    assert.is(asked.length, pages);
  });
}

for (const [name, page] of [
  ['that is empty before the end', (from: number) => (from === 0 ? {} : { policies: [] })],
  [
    'that is the one before',
    (from: number) => (from === 0 ? {} : { policies: [{ sm_policy: { name: 'p-0', snapshot_config: { repository: 'a' } } }] }),
  ],
  ['that has one twice', () => ({ policies: [0, 0].map(() => ({ sm_policy: { name: 'p', snapshot_config: { repository: 'a' } } })) })],
] as const) {
  test(`a page ${name}`, async () =>
    assert.is(codeOf(await facetAt('policies', paging(300, page), { root: OPENSEARCH })), 'MalformedAnswer'));
}

test('a policy that was made under way is read, too', async () => {
  const outcome = await facetAt(
    'policies',
    paging(101, () => ({ total_policies: 101 })),
    { root: OPENSEARCH },
  );
  assert.is((outcome as { policies: object[] }).policies.length, 101);
});

for (const [name, facet, root, answer, expected] of [
  ['no plug-in for snapshots', 'policies', OPENSEARCH, () => undefined, 'absent'],
  ['no plug-in for snapshots', 'executions', OPENSEARCH, () => undefined, 'absent'],
  ['policies that may not be read', 'policies', OPENSEARCH, DENIED, 'security_exception'],
  ['policies that may not be read', 'executions', OPENSEARCH, DENIED, 'security_exception'],
  ['no mode of its own', 'management', OPENSEARCH, DENIED, 'absent'],
  ['no health report', 'health', OPENSEARCH, DENIED, 'absent'],
  ['no SLM', 'policies', undefined, () => undefined, 'absent'],
  ['no SLM', 'management', undefined, () => undefined, 'absent'],
  ['a mode that may not be read', 'management', undefined, DENIED, 'security_exception'],
  ['no health report yet', 'health', undefined, () => undefined, 'absent'],
  ['health that may not be read', 'health', undefined, DENIED, 'security_exception'],
  ['settings of nodes that may not be read', 'storageClients', undefined, DENIED, 'security_exception'],
  ['recoveries that may not be read', 'restores', undefined, DENIED, 'security_exception'],
  ['a path of recoveries that it does not know', 'restores', undefined, () => undefined, 'NoHandler'],
  ['a path of indices that it does not know', 'indices', undefined, () => undefined, 'NoHandler'],
] as const) {
  test(`${root ? 'OpenSearch' : 'Elasticsearch'} with ${name}: ${facet}`, async () => {
    const outcome = await facetAt(facet, answer, root ? { root } : {});
    assert.is(outcome === 'absent' ? outcome : codeOf(outcome), expected);
  });
}

test('before the first policy was made there is nothing to explain', async () => {
  const answer: Answer = () => {
    throw refused(404, exception('status_exception', 'Snapshot management config index not found'));
  };
  assert.equal(await facetAt('executions', answer, { root: OPENSEARCH }), { executions: [] });
});

const NAMES = { indices: [{ name: 'models', attributes: ['open'] }], aliases: [], data_streams: [] };

const naming =
  (privileges: unknown): Answer =>
  (path) => {
    if (path === '/_resolve/index/*') return NAMES;
    return path === '/_security/user/_has_privileges' ? privileges : undefined;
  };

for (const [name, privileges, expected] of [
  ['whoever sees all', { has_all_requested: true }, 1],
  ['whoever sees only some', { has_all_requested: false }, 'PartialView'],
  ['nobody is kept from anything', undefined, 1],
  ['an answer that is none', {}, 'MalformedAnswer'],
] as const) {
  test(`indices: ${name}`, async () => {
    const outcome = await facetAt('indices', naming(privileges));
    assert.is(codeOf(outcome) ?? (outcome as { indices: object[] }).indices.length, expected);
  });
}

test('indices: a server without security takes the path for that of a document', async () => {
  const reason = 'request [/_security/user/_has_privileges] contains unrecognized parameters: [source], [source_content_type]';
  const outcome = await facetAt('indices', (path) => {
    if (path === '/_security/user/_has_privileges') throw refused(400, exception('illegal_argument_exception', reason));
    return path === '/_resolve/index/*' ? NAMES : undefined;
  });
  assert.is((outcome as { indices: object[] }).indices.length, 1);
});

for (const [name, health, expected] of [
  ['health tells of the same', { indices: { models: {} } }, 1],
  ['health tells of one more', { indices: { models: {}, secret: {} } }, 'PartialView'],
  ['health tells of one more that backs a data stream', { indices: { models: {}, '.ds-logs-000001': {} } }, 'PartialView'],
  ['health tells of one more of the system', { indices: { models: {}, '.opendistro_security': {} } }, 1],
  ['health tells of one less', {}, 1],
  ['health is none', { indices: [] }, 'MalformedAnswer'],
  ['health may not be read', 'denied', 'security_exception'],
] as const) {
  test(`indices of OpenSearch: ${name}`, async () => {
    const answer: Answer = (path) => {
      if (path === '/_cluster/health') return health === 'denied' ? DENIED() : health;
      return path === '/_resolve/index/*' ? NAMES : undefined;
    };
    const outcome = await facetAt('indices', answer, { root: OPENSEARCH });
    assert.is(codeOf(outcome) ?? (outcome as { indices: object[] }).indices.length, expected);
  });
}

test('settings of indices are asked for only where something was restored', async () => {
  const { session, asked } = fakeSession((path) => (path === '/_recovery' ? {} : undefined));
  assert.equal(await readFacet('restores', session), { restores: [] });
  assert.is(asked.length, 1);
});

const verifying = (outcome: () => unknown): Answer =>
  holding({ a: [], b: [] }, (path, _, method) => {
    if (method !== 'POST') return undefined;
    return path === '/_snapshot/b/_verify' ? outcome() : { nodes: {} };
  });

test('nothing is written unless the configuration asks for it', async () => {
  const { session, asked } = fakeSession(verifying(() => ({ nodes: {} })));
  assert.is(await readFacet('verification', session), 'absent');
  assert.equal(asked, []);
});

for (const [name, outcome, expected] of [
  ['all', () => ({ nodes: {} }), [true, true]],
  [
    'one that fails',
    () => {
      throw refused(500, exception('repository_verification_exception', '[b] path is not accessible'));
    },
    [true, false],
  ],
  ['one that may not be verified', DENIED, 'security_exception'],
  ['what passes', HICCUP, 'cluster_block_exception'],
] as const) {
  test(`verified: ${name}`, async () => {
    const found = await facetAt('verification', verifying(outcome), { verifyRepositories: true });
    assert.equal(
      codeOf(found) ?? (found as { repositories: { verified: boolean }[] }).repositories.map(({ verified }) => verified),
      expected,
    );
  });
}

test('only verification sends anything else than GET', async () => {
  const { session, asked } = fakeSession(detailing({ a: [row('one')] }));
  const facets = [
    'repositories',
    'storageClients',
    'snapshots',
    'snapshotDetails',
    'policies',
    'executions',
    'management',
    'indices',
    'restores',
    'health',
  ];
  for (const facet of [...facets, 'verification']) await readFacet(facet, session);
  assert.ok(asked.length >= facets.length - 2);
  assert.equal(
    asked.filter((request) => !request.startsWith('GET ')),
    [],
  );
});

test.run();
