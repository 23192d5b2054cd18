import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SearchCluster } from '../../../lab/index.ts';
import { withLab } from '../client.ts';
import { type Answered, ask, elastic, open, worldOf } from './search.ts';

const test = suite('lab/search');

const answerOf = (path: string, ...clusters: readonly SearchCluster[]): Promise<Answered> =>
  withLab(worldOf(...(clusters.length > 0 ? clusters : [elastic, open])), (lab) => ask(lab, path));

/** What an answer says, in short: the names of snapshots, or the status and the type of the error. */
const said = ({ status, body }: Answered): string => {
  if (status !== 200) return `${status} ${body.error?.type ?? body.error ?? body}`;
  if (Array.isArray(body)) return body.map((row) => Object.values(row).join('|')).join(' ');
  return (body.snapshots ?? []).map(({ snapshot }: { snapshot: string }) => snapshot).join(' ');
};

const ANSWERS: readonly (readonly [path: string, says: string])[] = [
  // The oldest first, whatever their names.
  ['elastic/_snapshot/main/_all', 'a-1 b-2 a-3 c-4'],
  ['elastic/_snapshot/main/*', 'a-1 b-2 a-3 c-4'],
  ['elastic/_snapshot/main/a-*,c-4', 'a-1 a-3 c-4'],
  ['elastic/_snapshot/main/_current', 'c-4'],
  ['elastic/_snapshot/main/a-3,a-1', 'a-1 a-3'],
  ['elastic/_snapshot/main/a-3,gone', '404 snapshot_missing_exception'],
  ['elastic/_snapshot/main/a-3,gone?ignore_unavailable=true', 'a-3'],
  ['elastic/_snapshot/main/gone-*', ''],
  ['elastic/_snapshot/gone/_all', '404 repository_missing_exception'],
  ['elastic/_snapshot/other/_all', ''],
  ['elastic/_snapshot/_all/_all', 'a-1 b-2 a-3 c-4'],
  ['elastic/_snapshot/ma*,other/_all', 'a-1 b-2 a-3 c-4'],
  ['elastic/_snapshot/main,gone/_all', '404 repository_missing_exception'],
  ['open/_snapshot/main,gone/_all', '404 repository_missing_exception'],
  ['elastic/_snapshot/main/_all?order=desc', 'c-4 a-3 b-2 a-1'],
  ['elastic/_snapshot/main/_all?size=2', 'a-1 b-2'],
  ['elastic/_snapshot/main/_all?size=2&offset=1', 'b-2 a-3'],
  ['elastic/_snapshot/main/_all?sort=name&size=3', 'a-1 a-3 b-2'],
  ['elastic/_snapshot/main/_all?sort=index_count&order=desc&size=1', 'b-2'],
  ['elastic/_snapshot/main/_all?sort=failed_shard_count&order=desc&size=1', 'a-3'],
  ['elastic/_snapshot/main/_all?sort=duration&order=desc&size=1', 'b-2'],
  ['elastic/_snapshot/main/_all?sort=colour', '400 illegal_argument_exception'],
  ['elastic/_snapshot/main/_all?after=bm8', '400 illegal_argument_exception'],
  ['elastic/_snapshot/main/_all?slm_policy_filter=p', 'a-1'],
  ['elastic/_snapshot/main/_all?slm_policy_filter=_none', 'b-2 a-3 c-4'],
  ['elastic/_snapshot/main/_all?verbose=false&size=2', '400 action_request_validation_exception'],
  ['elastic/_snapshot/main/_all?colour=red', '400 illegal_argument_exception'],
  ['open/_snapshot/main/_all?size=2', '400 illegal_argument_exception'],
  ['elastic/_cat/snapshots?format=json&h=id', 'a-1 b-2 a-3 c-4'],
  ['elastic/_cat/snapshots/main?format=json&h=id,s&s=id:desc', 'c-4|IN_PROGRESS b-2|SUCCESS a-3|PARTIAL a-1|SUCCESS'],
  ['elastic/_cat/snapshots/main?format=json&h=dur,fs,reason&s=ts:desc,id', '602ms|1|it broke 1.5h|0| 1.2s|0| 0ms|0|'],
  ['elastic/_cat/snapshots/main?format=json&h=id,colour,r*&s=id', 'a-1|main| a-3|main|it broke b-2|main| c-4|main|'],
  ['open/_cat/snapshots/main?format=json&h=id,repository&s=id', 'a-1 a-3 b-2 c-4'],
  ['open/_cat/snapshots', '400 action_request_validation_exception'],
  ['elastic/_cat/snapshots/gone', '404 repository_missing_exception'],
  ['elastic/_plugins/_sm/policies', '400 no handler found for uri [/_plugins/_sm/policies] and method [GET]'],
  ['open/_slm/policy', '400 no handler found for uri [/_slm/policy] and method [GET]'],
  ['elastic/_slm/policy/gone', '404 resource_not_found_exception'],
  ['open/_plugins/_sm/policies/gone', '404 status_exception'],
  ['elastic/gone', '404 index_not_found_exception'],
  ['elastic/_resolve/index/gone', '404 index_not_found_exception'],
  ['elastic/_health_report/colour', '404 resource_not_found_exception'],
];

for (const [path, says] of ANSWERS) {
  test(`GET /${path}`, async () => {
    assert.is(said(await answerOf(path)), says);
  });
}

test('pages are gone through to their end', () =>
  withLab(worldOf(elastic), async (lab) => {
    const pages: string[] = [];
    for (let after = ''; ; ) {
      const page = await ask(lab, `elastic/_snapshot/main/_all?size=3&order=desc${after}`);
      pages.push(`${said(page)} of ${page.body.total}, ${page.body.remaining} to come`);
      if (page.body.next === undefined) break;
      after = `&after=${page.body.next}`;
    }
    assert.equal(pages, ['c-4 a-3 b-2 of 4, 1 to come', 'a-1 of 4, 0 to come']);
  }));

test('what is left out of a snapshot on demand', async () => {
  const [first] = (await answerOf('elastic/_snapshot/main/b-2?index_names=false&include_repository=false')).body.snapshots;
  assert.equal([first.indices, first.repository, first.shards], [undefined, undefined, { total: 2, failed: 0, successful: 2 }]);
});

test('what is under way has not ended', async () => {
  const [last] = (await answerOf('open/_snapshot/main/c-4')).body.snapshots;
  assert.equal([last.end_time_in_millis, last.duration_in_millis, last.end_time], [0, 0, '1970-01-01T00:00:00.000Z']);
});

test('tables as text: columns of one width, with a header on demand', () =>
  withLab(worldOf(elastic), async (lab) => {
    const { body, headers } = await ask(lab, 'elastic/_cat/snapshots/main?h=id,status,dur&s=id&v');
    assert.is(headers['content-type'], 'text/plain; charset=UTF-8');
    assert.equal(body.split('\n'), [
      'id       status duration',
      'a-1     SUCCESS     1.2s',
      'a-3     PARTIAL    602ms',
      'b-2     SUCCESS     1.5h',
      'c-4 IN_PROGRESS      0ms',
      '',
    ]);
    assert.is((await ask(lab, 'elastic/_cat/snapshots/main?h=id&s=id')).body, 'a-1\na-3\nb-2\nc-4\n');
    assert.is((await ask(lab, 'elastic/_cat/snapshots/other')).body, '');
    assert.equal((await ask(lab, 'elastic/_cat/snapshots/other', { accept: 'application/json' })).body, []);
  }));

const NODES = {
  n1: { name: 'one', settings: { s3: { client: { default: { endpoint: 'minio' } } }, path: { repo: [] } } },
  n2: { name: 'two' },
};

for (const [filter, body] of [
  ['nodes.*.settings.s3', { nodes: { n1: { settings: { s3: { client: { default: { endpoint: 'minio' } } } } } } }],
  ['**.endpoint', { nodes: { n1: { settings: { s3: { client: { default: { endpoint: 'minio' } } } } } } }],
  ['nodes.*.name,_nodes.tot*', { _nodes: { total: 2 }, nodes: { n1: { name: 'one' }, n2: { name: 'two' } } }],
  ['nodes.n3', {}],
] as const) {
  test(`filter_path=${filter}`, async () => {
    assert.equal((await answerOf(`elastic/_nodes/settings?filter_path=${filter}`, { ...elastic, nodes: NODES })).body, body);
  });
}

test('filters go through lists', async () => {
  assert.equal((await answerOf('elastic/_snapshot/main/_all?size=2&filter_path=snapshots.snapshot,total')).body, {
    snapshots: [{ snapshot: 'a-1' }, { snapshot: 'b-2' }],
    total: 4,
  });
});

const POLICY = {
  modified_date: '2026-01-01T00:00:00Z',
  policy: { name: '<n>', schedule: '0 30 1 * * ?', repository: 'main' },
  last_success: { snapshot_name: 'a-1', time: '2026-02-01T00:00:01.25Z' },
  in_progress: { name: 'c-4', uuid: 'u', state: 'STARTED', start_time: '2026-02-04T00:00:00Z' },
  next_execution: '2026-02-05T01:30:00Z',
  stats: { snapshots_taken: 3, snapshots_failed: 1 },
};

const managed: SearchCluster = { ...elastic, slm: { policies: { nightly: POLICY, hourly: POLICY }, operation_mode: 'STOPPED' } };

test('policies of Elasticsearch: moments are milliseconds, and texts for people', () =>
  withLab(worldOf(managed), async (lab) => {
    const { nightly } = (await ask(lab, 'elastic/_slm/policy/night*')).body;
    assert.equal(
      [nightly.modified_date_millis, nightly.modified_date, nightly.last_success.time, nightly.in_progress.start_time_millis],
      [Date.parse('2026-01-01T00:00:00Z'), undefined, Date.parse('2026-02-01T00:00:01.25Z'), Date.parse('2026-02-04T00:00:00Z')],
    );
    assert.equal(nightly.stats, {
      policy: 'nightly',
      snapshots_taken: 3,
      snapshots_failed: 1,
      snapshots_deleted: 0,
      snapshot_deletion_failures: 0,
    });
    const { hourly, ...rest } = (await ask(lab, 'elastic/_slm/policy?human')).body;
    assert.equal([Object.keys(rest), hourly.next_execution], [['nightly'], '2026-02-05T01:30:00.000Z']);
  }));

test('mode, statistics and health of the policies', () =>
  withLab(worldOf(managed), async (lab) => {
    assert.equal((await ask(lab, 'elastic/_slm/status')).body, { operation_mode: 'STOPPED' });
    const stats = (await ask(lab, 'elastic/_slm/stats')).body;
    assert.equal([stats.total_snapshots_taken, stats.total_snapshots_failed, stats.policy_stats.length], [6, 2, 2]);
    const { status, indicators } = (await ask(lab, 'elastic/_health_report')).body;
    assert.equal([status, indicators.slm.status, indicators.slm.details.policies], ['yellow', 'yellow', 2]);
    assert.equal((await ask(lab, 'elastic/_health_report/slm?verbose=false')).body.indicators, {
      slm: { status: 'yellow', symptom: 'Snapshot Lifecycle Management is not running' },
    });
  }));

test('a cluster without any policy is healthy', async () => {
  assert.is((await answerOf('elastic/_health_report/slm')).body.indicators.slm.status, 'green');
});

/** What each version has. */
const VERSIONS: readonly (readonly [version: string, path: string, status: number])[] = [
  ['8.7.0', '_health_report', 200],
  ['8.6.2', '_health_report', 400],
  ['7.6.0', '_slm/status', 200],
  ['7.5.2', '_slm/status', 405],
  ['7.14.0', '_snapshot/main/_all?size=1', 200],
  ['7.13.4', '_snapshot/main/_all?size=1', 400],
  ['7.14.0', '_cat/snapshots', 200],
  ['7.13.4', '_cat/snapshots', 400],
];

for (const [version, path, status] of VERSIONS) {
  test(`${version}: /${path} is ${status}`, async () => {
    assert.is((await answerOf(`elastic/${path}`, { ...elastic, version })).status, status);
  });
}

test('servers without the modules do not know of policies', async () => {
  const { slm: _, ...oss } = elastic;
  const { sm: __, ...bare } = open;
  assert.is((await answerOf('elastic/_slm/policy', oss)).status, 405);
  assert.is((await answerOf('open/_plugins/_sm/policies', bare)).status, 400);
});

test('serverless projects tell nothing of their snapshots', () =>
  withLab(worldOf({ ...elastic, build_flavor: 'serverless' }), async (lab) => {
    assert.is((await ask(lab, 'elastic/')).body.version.build_flavor, 'serverless');
    assert.is(said(await ask(lab, 'elastic/_snapshot')), '410 api_not_available_exception');
    assert.is((await ask(lab, 'elastic/_resolve/index/*')).status, 200);
  }));

test('repositories are verified by asking for it, and by nothing else', () =>
  withLab(worldOf(elastic), async (lab) => {
    assert.is((await ask(lab, 'elastic/_snapshot/main/_verify', { method: 'POST' })).status, 200);
    assert.is(said(await ask(lab, 'elastic/_snapshot/gone/_verify', { method: 'POST' })), '404 repository_missing_exception');
    // By GET it is the name of a snapshot.
    assert.is(said(await ask(lab, 'elastic/_snapshot/main/_verify')), '404 snapshot_missing_exception');
    assert.equal(
      [...lab.requests],
      [
        ['search:post /_snapshot/{repository}/_verify', 2],
        ['search:get /_snapshot/{repository}/{snapshot}', 1],
      ],
    );
  }));

test('nobody is asked who is not there', async () => {
  assert.is((await answerOf('gone/_snapshot')).status, 404);
});

test('settings tell how many shards each index has: as many as were restored, else one', async () => {
  const times = { start_time: '2026-02-05T00:00:00Z', stop_time: '2026-02-05T00:05:00Z' };
  const primary = { type: 'SNAPSHOT', ...times, source: { repository: 'main', snapshot: 'a-1', index: 'two' } };
  const cluster = {
    ...open,
    resolved: {
      indices: [
        { name: 'two', attributes: ['open'] },
        { name: 'one', attributes: ['hidden', 'open'] },
      ],
    },
    recoveries: { two: [primary, primary, { ...primary, primary: false }] },
  };
  await withLab(worldOf(cluster), async (lab) => {
    const { body } = await ask(lab, 'open/_settings/index.number_of_shards,index.store.type?expand_wildcards=all');
    assert.equal(body, {
      one: { settings: { index: { number_of_shards: '1' } } },
      two: { settings: { index: { number_of_shards: '2' } } },
    });
    assert.equal(Object.keys((await ask(lab, 'open/_settings/index.number_of_shards')).body), ['two']);
  });
});

test.run();
