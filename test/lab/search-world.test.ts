import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadWorld, searchWorld, type World } from '../../lab/index.ts';
import { send, withLab } from './client.ts';

const test = suite('lab/search-world');

const COUNTS = { snapshots: 1_201, repositories: 3, policies: 47 };

const bodyOf = async (world: World, path: string) =>
  withLab(world, async (lab) => JSON.parse((await send(lab, `/search/bench${path}`, { accessKeyId: null })).body));

for (const distribution of ['elasticsearch', 'opensearch'] as const) {
  const world = searchWorld({ ...COUNTS, distribution });

  test(`${distribution}: there are as many snapshots as were asked for`, async () => {
    const counts = [];
    for (const repository of ['repository-000000', 'repository-000001', 'repository-000002'])
      counts.push((await bodyOf(world, `/_cat/snapshots/${repository}?format=json`)).length);
    assert.equal(counts, [401, 400, 400]);
  });

  test(`${distribution}: none is made before it is asked for, and no more than asked for`, async () => {
    let made = 0;
    const counted = (world.search ?? []).map((cluster) => ({
      ...cluster,
      series: (cluster.series ?? []).map(({ make, ...series }) => ({
        ...series,
        make: (name: string, index: number) => {
          made++;
          return make(name, index);
        },
      })),
    }));
    const [first] = (await bodyOf({ ...world, search: counted }, '/_snapshot/repository-000001/repository-000001-snapshot-000007'))
      .snapshots;
    assert.equal([made, first.snapshot, first.metadata.policy], [1, 'repository-000001-snapshot-000007', 'policy-000022']);
  });
}

test('there are as many policies as were asked for', async () => {
  assert.is(Object.keys(await bodyOf(searchWorld(COUNTS), '/_slm/policy')).length, 47);
  const managed = searchWorld({ ...COUNTS, distribution: 'opensearch' });
  assert.equal(
    [await bodyOf(managed, '/_plugins/_sm/policies'), await bodyOf(managed, '/_plugins/_sm/policies?size=100')].map(
      ({ policies, total_policies }) => [policies.length, total_policies],
    ),
    [
      [20, 47],
      [47, 47],
    ],
  );
  assert.is((await bodyOf(managed, '/_plugins/_sm/policies/*/_explain')).policies.length, 47);
});

test('every policy ran at the last half past the hour, and says which snapshot came of that', async () => {
  const { body } = await withLab(searchWorld({ ...COUNTS, now: '2026-03-01T10:29:00Z' }), (lab) =>
    send(lab, '/search/bench/_slm/policy', { accessKeyId: null }),
  );
  const [first, last] = [JSON.parse(body)['policy-000000'], JSON.parse(body)['policy-000046']];
  assert.equal(
    [first, last].map(({ last_success: { snapshot_name, time } }) => [snapshot_name, new Date(time).toISOString()]),
    [
      ['repository-000000-snapshot-000400', '2026-03-01T09:35:00.000Z'],
      ['repository-000001-snapshot-000399', '2026-03-01T09:35:00.000Z'],
    ],
  );
  assert.is(first.next_execution_millis, Date.parse('2026-03-01T10:30:00Z'));
});

test('it is a world as files have to be, once its series are written out', () => {
  for (const distribution of ['elasticsearch', 'opensearch'] as const) {
    const world = searchWorld({ snapshots: 5, repositories: 2, policies: 2, distribution });
    const search = (world.search ?? []).map(({ series = [], ...cluster }) => ({
      ...cluster,
      snapshots: Object.fromEntries(
        series.map(({ repository, names, make }) => [repository, names.map((name, index) => ({ ...make(name, index), snapshot: name }))]),
      ),
    }));
    assert.equal(loadWorld(JSON.stringify({ ...world, search }), 'search.json'), { ...world, search });
  }
});

test.run();
