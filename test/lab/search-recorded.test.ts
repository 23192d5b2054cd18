import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SearchCluster } from '../../lab/index.ts';
import type { Answer, ByName, Snapshot } from '../../lab/world.ts';
import { send, withLab } from './client.ts';
import { differences, type Recorded, type Recording, recorded } from './recorded.ts';

const test = suite('lab/search-recorded');

// The world is made of the recordings themselves: what the server said about one thing in one answer, the lab has to say in
// all the others.

const bodyOf = ({ recordings }: Recorded, file: string) => recordings.find((one) => one.file === file)?.body;

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** The snapshots that answers tell in full, by repository. */
const snapshotsIn = ({ recordings }: Recorded): Readonly<Record<string, readonly Snapshot[]>> => {
  const found = new Map<string, Map<string, Snapshot>>();
  for (const { path, body } of recordings) {
    const [, repository] = /^\/_snapshot\/([^/]+)\/[^/]+$/.exec(path) ?? [];
    for (const told of repository ? (body.snapshots ?? []) : []) {
      if (told.start_time === undefined) continue;
      const { snapshot, state, start_time, end_time, indices, data_streams, include_global_state, metadata, failures, shards, uuid } = told;
      const kept = { snapshot, state, start_time, end_time, indices, data_streams, include_global_state, failures, shards, uuid };
      const all = found.get(repository ?? '') ?? new Map();
      found.set(repository ?? '', all.set(snapshot, { ...kept, ...(metadata ? { metadata } : {}) }));
    }
  }
  return Object.fromEntries([...found].map(([repository, all]) => [repository, [...all.values()]]));
};

interface Shard extends Answer {
  readonly start_time_in_millis: number;
  readonly stop_time_in_millis: number;
}

const shardOf = ({ id, type, stage, primary, start_time_in_millis, stop_time_in_millis, source }: Shard): Answer => ({
  id,
  type,
  stage,
  primary,
  start_time: iso(start_time_in_millis),
  stop_time: iso(stop_time_in_millis),
  source,
});

const recoveriesIn = (all: Recorded): Readonly<Record<string, readonly Answer[]>> =>
  Object.fromEntries(
    Object.entries<{ shards: readonly Shard[] }>(bodyOf(all, 'recovery/detailed.json') ?? {}).map(([index, { shards }]) => [
      index,
      shards.map(shardOf),
    ]),
  );

const policyOf = ({ sm_policy }: { sm_policy: Record<string, unknown> }): readonly [string, Answer] => {
  const { name, schedule: _, schema_version: __, last_updated_time, enabled_time, ...policy } = sm_policy;
  const times = { last_updated_time: iso(Number(last_updated_time)), ...(enabled_time ? { enabled_time: iso(Number(enabled_time)) } : {}) };
  return [String(name), { ...policy, ...times }];
};

const policiesIn = (all: Recorded): ByName => Object.fromEntries((bodyOf(all, 'sm/policies.json')?.policies ?? []).map(policyOf));

const withTimes = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, member) => (/(^|_)time$/.test(key) && typeof member === 'number' ? iso(member) : member));

const explanationsIn = ({ body }: Recording): ByName =>
  Object.fromEntries(
    (body.policies as Record<string, unknown>[])
      .filter(({ creation }) => creation !== undefined)
      .map(({ name, enabled: _, policy_seq_no: __, policy_primary_term: ___, ...explained }) => [name, withTimes(explained)]),
  );

/** A cluster before anything was done to it, one with repositories that are empty, and one in which it all has happened. */
const clustersOf = (all: Recorded, recording: Recording): readonly SearchCluster[] => {
  const distribution = all.name.startsWith('opensearch') ? 'opensearch' : 'elasticsearch';
  const bare = { name: 'bare', distribution, version: all.version, cluster_uuid: 'tVXdkIMdToarKMFgRzHAbg' } as const;
  const fresh = { ...bare, name: 'fresh', repositories: bodyOf(all, 'snapshot/all.json') };
  const { repository_integrity } = bodyOf(all, 'health-report/corrupted.json')?.indicators ?? {};
  const used = {
    ...fresh,
    name: 'used',
    snapshots: snapshotsIn(all),
    resolved: bodyOf(all, 'resolve/all.json'),
    recoveries: recoveriesIn(all),
    ...(repository_integrity ? { indicators: { repository_integrity } } : {}),
  };
  const policies = recording.path.endsWith('/_explain') && recording.body.policies ? { explanations: explanationsIn(recording) } : {};
  const managed = { ...used, name: 'managed', sm: { policies: policiesIn(all), ...policies } };
  return [
    bare,
    { ...fresh, ...(distribution === 'opensearch' ? { sm: {} } : {}) },
    used,
    ...(distribution === 'opensearch' ? [managed] : []),
  ];
};

/** Which of the clusters had been asked. */
const askedIn = ({ file }: Recording): string => {
  if (/(^|\/)(none|green)\.json$/.test(file)) return 'bare';
  if (/(-empty|-without-index)\.json$/.test(file)) return 'fresh';
  return file.startsWith('sm/') && file !== 'sm/no-plugin.json' ? 'managed' : 'used';
};

const BROKEN = /no_such_file_exception|repository_exception/;

/** What the lab does not speak of. */
const UNSPOKEN: readonly (readonly [why: string, is: (recording: Recording) => boolean])[] = [
  ['it answers only those who read', ({ method, path }) => method !== 'GET' && !path.endsWith('/_verify')],
  ['scans do not ask for it', ({ path }) => path.startsWith('/_cat/recovery') || path.endsWith('/_status')],
  ['only faults break repositories', ({ method, body }) => method === 'GET' && BROKEN.test(JSON.stringify(body.error))],
];

const isWrongMethod = ({ method, status }: Recording): boolean => method === 'PUT' && status === 405;

const isSpoken = (recording: Recording): boolean => isWrongMethod(recording) || !UNSPOKEN.some(([, is]) => is(recording));

const ALL = [...recorded('opensearch'), ...recorded('elasticsearch')];

test('there is something to compare', () => {
  assert.ok(ALL.length > 0);
  for (const { name, recordings } of ALL) assert.ok(recordings.filter(isSpoken).length >= 20, name);
});

for (const all of ALL) {
  for (const recording of all.recordings.filter(isSpoken)) {
    test(`${all.name}: ${recording.file}`, () =>
      withLab({ accounts: [], search: clustersOf(all, recording) }, async (lab) => {
        const { method, path, status, contentType, xElasticProduct, body } = recording;
        const reply = await send(lab, `/search/${askedIn(recording)}${path}`, { method, accessKeyId: null });
        const said = JSON.parse(reply.body);
        assert.equal([reply.status, reply.headers['content-type']], [status, contentType], reply.body);
        assert.is(reply.headers['x-elastic-product'], xElasticProduct);
        // Errors are held against each other word by word.
        if (status >= 400) assert.equal(said, body);
        else assert.equal(differences(said, body), []);
      }));
  }
}

test.run();
