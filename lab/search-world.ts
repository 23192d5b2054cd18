import type { Answer, ByName, SearchCluster, SnapshotSeries, World } from './world.ts';

const NOW = '2026-11-22T09:00:00Z';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How much there is of everything. */
interface SearchWorldOptions {
  readonly distribution?: SearchCluster['distribution'];
  readonly snapshots?: number;
  /** They share the snapshots. */
  readonly repositories?: number;
  readonly policies?: number;
  readonly indices?: number;
}

const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${String(index).padStart(6, '0')}`);

/** A moment before that of the world. */
const before = (milliseconds: number): string => new Date(Date.parse(NOW) - milliseconds).toISOString();

const repositoryOf = (name: string): Answer => ({
  type: 's3',
  settings: { bucket: 'search-snapshots', base_path: name, client: 'default' },
});

/** One an hour, the policies taking turns, the newest last. */
const seriesOf = (repository: string, count: number, policies: readonly string[], indices: readonly string[]): SnapshotSeries => ({
  repository,
  names: numbered(`${repository}-snapshot`, count),
  make: (_, index) => {
    const age = (count - index) * HOUR;
    const policy = policies[index % policies.length];
    return {
      state: 'SUCCESS',
      start_time: before(age),
      end_time: before(age - 5 * MINUTE),
      indices,
      ...(policy === undefined ? {} : { metadata: { policy, sm_policy: policy } }),
    };
  },
});

const RETENTION = { expire_after: '30d', min_count: 5 };

const slmPolicy = (name: string, repository: string): Answer => ({
  modified_date: '2026-01-01T00:00:00Z',
  policy: {
    name: `<${name}-{now/d}>`,
    schedule: '0 30 * * * ?',
    repository,
    config: { indices: ['*'], include_global_state: true },
    retention: RETENTION,
  },
  next_execution: '2026-11-22T09:30:00Z',
});

const smPolicy = (repository: string): Answer => ({
  creation: { schedule: { cron: { expression: '30 * * * *', timezone: 'UTC' } } },
  deletion: { schedule: { cron: { expression: '30 * * * *', timezone: 'UTC' } }, condition: { max_age: '30d', min_count: 5 } },
  snapshot_config: { repository, indices: '*', include_global_state: true },
  enabled: true,
  last_updated_time: '2026-01-01T00:00:00Z',
});

/** What each policy has come to last. */
const explanation: Answer = {
  creation: {
    current_state: 'CREATION_START',
    trigger: { time: '2026-11-22T09:30:00Z' },
    latest_execution: { status: 'SUCCESS', start_time: '2026-11-22T08:30:00Z', end_time: '2026-11-22T08:35:00Z' },
  },
};

const each = (names: readonly string[], make: (name: string, index: number) => Answer): ByName =>
  Object.fromEntries(names.map((name, index) => [name, make(name, index)]));

/**
 * One cluster `bench` with so many snapshots and policies, one after the other in each of its repositories. Snapshots are made
 * when somebody asks for them: the lab never holds them all.
 */
export const searchWorld = ({
  distribution = 'elasticsearch',
  snapshots = 0,
  repositories = 1,
  policies = 0,
  indices = 3,
}: SearchWorldOptions = {}): World => {
  const names = numbered('repository', repositories);
  const indexNames = numbered('index', indices);
  const policyNames = numbered('policy', policies);
  const home = (index: number): string => names[index % names.length] ?? '';
  const share = (index: number): number => Math.floor(snapshots / repositories) + (index < snapshots % repositories ? 1 : 0);
  const isElasticsearch = distribution === 'elasticsearch';
  const cluster: SearchCluster = {
    name: 'bench',
    distribution,
    version: isElasticsearch ? '8.15.3' : '2.19.1',
    cluster_uuid: 'bEnChBeNcHbEnChBeNcHbE',
    repositories: each(names, repositoryOf),
    ...(isElasticsearch
      ? { slm: { policies: each(policyNames, (name, index) => slmPolicy(name, home(index))) } }
      : { sm: { policies: each(policyNames, (_, index) => smPolicy(home(index))), explanations: each(policyNames, () => explanation) } }),
    resolved: { indices: indexNames.map((name) => ({ name, attributes: ['open'] })), aliases: [], data_streams: [] },
    series: names.map((name, index) => {
      const own = policyNames.filter((_, at) => home(at) === name);
      return seriesOf(name, share(index), own, indexNames);
    }),
  };
  return { now: NOW, accounts: [], search: [cluster] };
};
