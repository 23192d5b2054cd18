import type { Account, Answer, ByName, SearchCluster, SnapshotSeries, World } from './world.ts';

const NOW = '2026-11-22T09:00:00Z';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const HALF = HOUR / 2;

/** How much there is of everything. */
interface SearchWorldOptions {
  readonly distribution?: SearchCluster['distribution'];
  readonly snapshots?: number;
  /** They share the snapshots. */
  readonly repositories?: number;
  readonly policies?: number;
  readonly indices?: number;
  /** ISO 8601. Whoever looks at it by a clock of their own has it made of that. */
  readonly now?: string;
}

/** When every policy ran last, in milliseconds: at half past. */
const lastRunBefore = (now: string): number => Math.floor((Date.parse(now) - HALF) / HOUR) * HOUR + HALF;

const written = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Five minutes after its start. */
const endOf = (start: number): string => written(start + 5 * MINUTE);

const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${String(index).padStart(6, '0')}`);

const BUCKET = 'search-snapshots';

const repositoryOf = (name: string): Answer => ({
  type: 's3',
  settings: { bucket: BUCKET, base_path: name, client: 'default' },
});

/** A repository, and who writes to it how many snapshots: each policy one an hour, at half past, the newest last. */
interface Home {
  readonly repository: string;
  readonly names: readonly string[];
  readonly policies: readonly string[];
}

const seriesOf = ({ repository, names, policies }: Home, indices: readonly string[], last: number): SnapshotSeries => ({
  repository,
  names,
  make: (_, index) => {
    const start = last - Math.floor((names.length - 1 - index) / Math.max(policies.length, 1)) * HOUR;
    const policy = policies[index % policies.length];
    return {
      state: 'SUCCESS',
      start_time: written(start),
      end_time: endOf(start),
      indices,
      ...(policy === undefined ? {} : { metadata: { policy, sm_policy: policy } }),
    };
  },
});

/** By policy that has made one: its newest snapshot. */
const newestIn = ({ names, policies }: Home): ReadonlyMap<string, string> =>
  new Map(names.map((name, index) => [policies[index % policies.length] ?? '', name]));

const RETENTION = { expire_after: '30d', min_count: 5 };

const slmPolicy = (name: string, repository: string, newest: string | undefined, last: number): Answer => ({
  modified_date: '2026-01-01T00:00:00Z',
  policy: {
    name: `<${name}-{now/d}>`,
    schedule: '0 30 * * * ?',
    repository,
    config: { indices: ['*'], include_global_state: true },
    retention: RETENTION,
  },
  ...(newest === undefined ? {} : { last_success: { snapshot_name: newest, start_time: written(last), time: endOf(last) } }),
  next_execution: written(last + HOUR),
});

const smPolicy = (repository: string): Answer => ({
  creation: { schedule: { cron: { expression: '30 * * * *', timezone: 'UTC' } } },
  deletion: { schedule: { cron: { expression: '30 * * * *', timezone: 'UTC' } }, condition: { max_age: '30d', min_count: 5 } },
  snapshot_config: { repository, indices: '*', include_global_state: true },
  enabled: true,
  last_updated_time: '2026-01-01T00:00:00Z',
});

/** What a policy has come to last. */
const explanation = (newest: string | undefined, last: number): Answer => ({
  creation: {
    current_state: 'CREATION_START',
    trigger: { time: written(last + HOUR) },
    ...(newest === undefined
      ? {}
      : {
          latest_execution: {
            status: 'SUCCESS',
            start_time: written(last),
            end_time: endOf(last),
            info: { message: `Snapshot ${newest} creation has finished successfully.` },
          },
        }),
  },
});

const each = (names: readonly string[], make: (name: string, index: number) => Answer): ByName =>
  Object.fromEntries(names.map((name, index) => [name, make(name, index)]));

/** The shards of an index that was restored out of the newest snapshot. */
const restored = ({ repository, names }: Home, index: string, last: number): readonly Answer[] => [
  {
    type: 'SNAPSHOT',
    start_time: endOf(last),
    stop_time: endOf(last + MINUTE),
    source: { repository, snapshot: names.at(-1), index },
  },
];

const ACCOUNT = '123456789012';

/** The account with the bucket of the repositories. */
const account: Account = {
  id: ACCOUNT,
  s3: {
    ListBuckets: {
      Buckets: [{ Name: BUCKET, CreationDate: '2025-11-22T09:00:00+00:00', BucketRegion: 'us-east-2' }],
      Owner: { ID: 'lab' },
    },
    GetBucketVersioning: { [BUCKET]: { Status: 'Enabled' } },
  },
};

/**
 * One cluster `bench` with so many snapshots and policies, one after the other in each of its repositories, which share a
 * bucket. Snapshots are made when somebody asks for them: the lab never holds them all.
 */
export const searchWorld = ({
  distribution = 'elasticsearch',
  snapshots = 0,
  repositories = 1,
  policies = 0,
  indices = 3,
  now = NOW,
}: SearchWorldOptions = {}): World => {
  const last = lastRunBefore(now);
  const indexNames = numbered('index', indices);
  const policyNames = numbered('policy', policies);
  const share = (index: number): number => Math.floor(snapshots / repositories) + (index < snapshots % repositories ? 1 : 0);
  const homes = numbered('repository', repositories).map((repository, index) => ({
    repository,
    names: numbered(`${repository}-snapshot`, share(index)),
    policies: policyNames.filter((_, at) => at % repositories === index),
  }));
  const newest = new Map(homes.flatMap((home) => [...newestIn(home)]));
  const homeOf = (index: number): string => homes[index % repositories]?.repository ?? '';
  const isElasticsearch = distribution === 'elasticsearch';
  const [first] = homes;
  const cluster: SearchCluster = {
    name: 'bench',
    distribution,
    version: isElasticsearch ? '8.15.3' : '2.19.1',
    cluster_uuid: 'bEnChBeNcHbEnChBeNcHbE',
    repositories: Object.fromEntries(homes.map(({ repository }) => [repository, repositoryOf(repository)])),
    ...(isElasticsearch
      ? { slm: { policies: each(policyNames, (name, index) => slmPolicy(name, homeOf(index), newest.get(name), last)) } }
      : {
          sm: {
            policies: each(policyNames, (_, index) => smPolicy(homeOf(index))),
            explanations: each(policyNames, (name) => explanation(newest.get(name), last)),
          },
        }),
    resolved: { indices: indexNames.map((name) => ({ name, attributes: ['open'] })), aliases: [], data_streams: [] },
    ...(first?.names.length && indexNames[0] ? { recoveries: { [indexNames[0]]: restored(first, indexNames[0], last) } } : {}),
    series: homes.map((home) => seriesOf(home, indexNames, last)),
  };
  return { now, accounts: [account], search: [cluster] };
};
