import fc from 'fast-check';
import {
  detail,
  details,
  executions,
  info,
  policies,
  policy,
  repositories,
  repository,
  restore,
  restores,
  snapshot,
  snapshots,
} from '../../model/elasticsearch/examples.ts';
import type { TargetRecord } from '../../model/inventory.ts';
import {
  type SearchExecution,
  type SearchIndices,
  type SearchPolicy,
  type SearchRepository,
  type SearchSnapshotDetail,
  searchCluster,
} from '../../model/kinds/elasticsearch.ts';
import { s3Bucket } from '../../model/kinds/s3.ts';
import { absent, type Reading, read, unread } from '../../model/reading.ts';
import type { Resource, Scope } from '../../model/resource.ts';
import { LOST } from './buckets.ts';
import { resourceOf } from './cluster.ts';

// A cluster of Elasticsearch or OpenSearch and the bucket that its snapshots go to, as they could be.

const SCOPE: Scope = { target: 'logs', region: 'us-west-2' };
const AWS: Scope = { target: 'aws', partition: 'aws', account: '111122223333', region: 'us-east-2' };

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** The first one most of the time. */
const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: others.length, arbitrary: oneOf(...others) });

const POLICIES = ['one', 'two'] as const;
const REPOSITORIES = ['one', 'archive', 'cs-automated'] as const;
const NIGHTS = ['2026-03-01T01:30:00Z', '2026-02-28T01:30:00Z', '2026-02-25T01:30:00Z', '2026-01-20T01:30:00Z'] as const;

type Schedule = NonNullable<SearchPolicy['schedule']>;

const schedules = mostly<Schedule | undefined>(
  { syntax: 'cron', expression: '0 30 1 * * ?' },
  { syntax: 'cron', expression: '0 0 * * * ?' },
  { syntax: 'cron', expression: '0 0 0 30 2 ?' },
  { syntax: 'cron', expression: '0 0 1 15W * ?' },
  { syntax: 'cron', expression: 'daily' },
  { syntax: 'interval', expression: '6h' },
  { syntax: 'interval', expression: '1 Days' },
  { syntax: 'unix-cron', expression: '30 1 * * *', timeZone: 'America/New_York' },
  undefined,
);

const retentions = mostly<SearchPolicy['retention']>(
  { maxAge: '30d' },
  undefined,
  { maxAge: '30d', maxCount: 3 },
  { maxAge: '1h', minCount: 40 },
  { maxAge: '4w' },
  { maxCount: 40, snapshotPattern: 'manual*' },
);

const patterns = mostly<string[]>(
  ['*'],
  ['logs-*', 'runs'],
  ['.ds-logs*', 'runs'],
  ['*', '-runs'],
  ['*', 'gone'],
  ['logs-*', '<runs-{now/d}>'],
);

const given = <T extends object>(value: { readonly [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;

const policyCalled = (name: string): fc.Arbitrary<SearchPolicy> =>
  fc
    .record({
      enabled: mostly(true, false),
      schedule: schedules,
      repository: mostly<string>(...REPOSITORIES, 'gone'),
      indices: patterns,
      includeGlobalState: mostly(true, false),
      expandWildcards: mostly<string | undefined>(undefined, 'open', 'ajar'),
      retention: retentions,
      modifiedAt: mostly<string | undefined>('2025-10-01T08:00:00Z', '2026-02-28T09:00:00Z', '2026-03-01T09:00:00Z', undefined),
    })
    .map((more) => given<SearchPolicy>({ ...policy(), name, ...more }));

const repositoryCalled = (name: string): fc.Arbitrary<SearchRepository> =>
  fc
    .record({ readOnly: mostly(false, true), type: mostly('s3', 'fs', 'url', 'gcs', 'hdfs'), maxNumberOfSnapshots: mostly(500, 2) })
    .map((more) => repository({ name, location: '/mnt/backups', ...more }));

const someOf = <T>(all: readonly fc.Arbitrary<T>[]): fc.Arbitrary<readonly T[]> =>
  fc
    .tuple(...all.map((one) => fc.option(one, { freq: 5 })))
    .map((found) => found.flatMap((one) => (one === null ? [] : [one])) as readonly T[]);

/** A snapshot and, maybe, what it holds. */
const taken = (startedAt: string, by: string) =>
  fc
    .record({
      state: mostly('SUCCESS', 'PARTIAL', 'FAILED', 'IN_PROGRESS', 'FROZEN'),
      repository: mostly<string>(...REPOSITORIES),
      undated: mostly(false, true),
      looked: mostly(true, false),
      policy: mostly<string | undefined>(by, 'three', undefined),
      includeGlobalState: mostly(true, false),
      indices: mostly(['.ds-logs-000001', 'runs'], ['runs'], []),
      dataStreams: mostly(['logs-ml'], []),
    })
    .map(({ state, repository, undated, looked, ...held }) => {
      const name = `${by}-${startedAt.slice(0, 10)}`;
      const { startedAt: began, ...rest } = snapshot(startedAt, { name, repository, state });
      return {
        listed: undated ? rest : { ...rest, startedAt: began as string },
        held: looked ? [given<SearchSnapshotDetail>({ ...detail(startedAt), name, repository, state, ...held })] : [],
      };
    });

const runs = POLICIES.map((name) =>
  fc
    .record({
      last: mostly<string | undefined>(`${name}-2026-03-01`, `${name}-2026-02-25`, 'gone', undefined),
      failure: mostly<string | undefined>(undefined, 'gone', `${name}-2026-02-28`),
      nextExecution: mostly<string | undefined>('2026-03-02T01:30:00Z', '2026-03-01T02:00:00Z', undefined),
    })
    .map(({ last, failure, nextExecution }) =>
      given<SearchExecution>({
        policy: name,
        lastSuccess: last === undefined ? undefined : { snapshot: last, at: '2026-03-01T02:30:00Z' },
        lastFailure: failure === undefined ? undefined : { snapshot: failure, at: '2026-02-28T02:30:00Z' },
        nextExecution,
      }),
    ),
);

const INDICES: SearchIndices = {
  indices: [
    { name: '.ds-logs-000001', hidden: true, system: false, closed: false, dataStream: 'logs-ml' },
    { name: 'runs', hidden: false, system: false, closed: false },
    { name: '.system', hidden: true, system: true, closed: false },
  ],
  dataStreams: ['logs-ml'],
  aliases: [],
};

const unlisted = mostly<object[]>(
  [],
  [{ repository: 'one', code: '500', message: 'broken' }],
  [{ repository: 'other', code: '500', message: 'broken' }],
);

const values = fc
  .record({
    info: mostly(info(), info({ distribution: 'opensearch', version: '2.19.1' })),
    repositories: someOf(REPOSITORIES.map(repositoryCalled)),
    policies: someOf(POLICIES.map(policyCalled)),
    runs: someOf(runs),
    taken: someOf(POLICIES.flatMap((name) => NIGHTS.map((night) => taken(night, name)))),
    unlisted,
    mode: mostly('RUNNING', 'STOPPED', 'STOPPING', 'RESTING'),
    indices: mostly(
      INDICES,
      { indices: [], dataStreams: [], aliases: [] },
      { ...INDICES, aliases: [{ name: 'logs-now', indices: ['runs'] }] },
    ),
    restored: mostly(['2026-02-28T10:00:00Z'], [], ['2025-11-01T10:00:00Z']),
    endpoint: mostly<object[]>([], [{ name: 'default', endpoint: 'https://minio.example.com' }]),
    health: mostly<object>(
      {},
      { repositoryIntegrity: { status: 'red', symptom: 'corrupt', corrupted: ['one'], unknown: [], invalid: [] } },
    ),
    verified: mostly<boolean | undefined>(undefined, true, false),
  })
  .map((all) => {
    // What the server remembers and what a snapshot says of itself do not contradict each other.
    const isOther = (name: string, by: string) => all.taken.some(({ held }) => held.some((one) => one.name === name && one.policy !== by));
    const remembered = all.runs.map(({ lastSuccess, ...run }) =>
      lastSuccess && !isOther(lastSuccess.snapshot ?? '', run.policy) ? { ...run, lastSuccess } : run,
    );
    const listed = snapshots(...all.taken.map((one) => one.listed));
    return {
      ...all.info,
      ...repositories(...all.repositories),
      ...policies(...all.policies),
      ...executions(...remembered),
      snapshots: { ...listed.snapshots, unlisted: all.unlisted },
      ...details(...all.taken.flatMap((one) => one.held)),
      management: { mode: all.mode },
      indices: all.indices,
      ...restores(
        ...all.restored.map((at) => restore(at, { repository: 'one', index: 'restored-runs', source: 'runs', snapshot: 'one-2026-02-28' })),
      ),
      storageClients: { s3: all.endpoint },
      health: all.health,
      ...(all.verified === undefined ? {} : { verification: { repositories: [{ name: 'one', verified: all.verified }] } }),
    } as Readonly<Record<string, unknown>>;
  });

/** Most facets are read. */
const known = (name: string): fc.Arbitrary<'read' | 'absent' | 'unread'> => {
  const isOptional = 'absent' in searchCluster.facets[name as keyof typeof searchCluster.facets];
  return fc.nat({ max: 39 }).map((chance) => (chance === 0 ? 'unread' : chance < 3 && isOptional ? 'absent' : 'read'));
};

const NAMES = Object.keys(searchCluster.facets);

const cluster: fc.Arbitrary<Resource> = fc.tuple(values, fc.tuple(...NAMES.map(known))).map(([facets, states]) => {
  const readingOf = (name: string, index: number): Reading<unknown> => {
    if (states[index] === 'unread') return unread(LOST);
    return states[index] === 'absent' || facets[name] === undefined ? absent() : read(facets[name]);
  };
  return {
    kind: searchCluster.id,
    id: 'elasticsearch://3b8tQ1ZxQ2mXWz0m0f4G7A',
    name: 'mlops-logs',
    scope: SCOPE,
    origin: 'listed',
    facets: Object.fromEntries(NAMES.map((name, index) => [name, readingOf(name, index)])),
  };
});

const bucket = resourceOf(s3Bucket, 'arn:aws:s3:::mlops-elasticsearch-snapshots', AWS);

/** The cluster, and the bucket of its repositories. */
export const searched: fc.Arbitrary<readonly Resource[]> = fc.tuple(cluster, bucket);

export const searchTargets = (unlisted: readonly string[]): readonly TargetRecord[] => [
  {
    name: SCOPE.target,
    type: 'elasticsearch',
    listings: [{ kind: searchCluster.id, state: 'complete' }],
  },
  {
    name: AWS.target,
    type: 'aws',
    partition: 'aws',
    account: '111122223333',
    listings: [{ kind: s3Bucket.id, ...(unlisted.includes(s3Bucket.id) ? { state: 'unread', gap: LOST } : { state: 'complete' }) }],
  },
];
