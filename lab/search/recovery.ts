import { own } from '../own.ts';
import { isSince } from '../versions.ts';
import type { Answer, SearchNode } from '../world.ts';
import { isElasticsearch } from './answers.ts';
import type { Served } from './served.ts';
import { isHuman, moment, writtenDuration } from './times.ts';

// How the shards of each index came to be where they are: out of nothing, or of a snapshot.

// What a world does not say. It is the same whenever the lab is started, and well before any moment that a world is about.
const CREATED = '2020-01-01T00:00:00.000Z';

const nodeOf = ([id, { name }]: readonly [string, SearchNode]) => ({
  id,
  host: '127.0.0.1',
  transport_address: '127.0.0.1:9300',
  ip: '127.0.0.1',
  name,
});

const duration = (name: string, milliseconds: number, human: boolean): object => ({
  ...(human ? { [name]: writtenDuration(milliseconds) } : {}),
  [`${name}_in_millis`]: milliseconds,
});

/** Elasticsearch may take what it recovers from a snapshot instead of another node. */
const ofSnapshots = ({ cluster }: Served): object =>
  isElasticsearch(cluster) && isSince(cluster.version, '7.15') ? { recovered_from_snapshot_in_bytes: 0 } : {};

const emptyIndex = (served: Served, human: boolean, detailed: boolean): object => ({
  size: { total_in_bytes: 0, reused_in_bytes: 0, recovered_in_bytes: 0, ...ofSnapshots(served), percent: '0.0%' },
  files: { total: 0, reused: 0, recovered: 0, percent: '0.0%', ...(detailed ? { details: [] } : {}) },
  ...duration('total_time', 0, human),
  ...duration('source_throttle_time', 0, human),
  ...duration('target_throttle_time', 0, human),
});

const USED = {
  isSearchableSnapshot: false,
  remoteStoreIndexShallowCopy: false,
  sourceRemoteStoreRepository: null,
  sourceRemoteTranslogRepository: null,
};

/** OpenSearch tells of a snapshot how it is used, too. */
const sourceOf = ({ source = {} }: Answer, served: Served): object => {
  const given = source as Answer;
  if (given.snapshot === undefined) return given;
  return { version: served.cluster.version, restoreUUID: '_na_', ...(isElasticsearch(served.cluster) ? {} : USED), ...given };
};

const shardOf = (shard: Answer, index: number, served: Served, query: URLSearchParams): object => {
  const human = isHuman(query);
  const { start_time = CREATED, stop_time } = shard;
  const [started, stopped] = [Date.parse(String(start_time)), stop_time === undefined ? undefined : Date.parse(String(stop_time))];
  const [node = ['_na_', { name: '' }] as const] = Object.entries(served.nodes);
  return {
    id: shard.id ?? index,
    type: shard.type ?? 'EMPTY_STORE',
    stage: shard.stage ?? 'DONE',
    primary: shard.primary ?? true,
    ...moment('start_time_in_millis', 'start_time', start_time, human),
    ...moment('stop_time_in_millis', 'stop_time', stop_time, human),
    ...duration('total_time', (stopped ?? started) - started, human),
    source: sourceOf(shard, served),
    target: nodeOf(node),
    index: emptyIndex(served, human, query.has('detailed') && query.get('detailed') !== 'false'),
    translog: { recovered: 0, total: 0, percent: '100.0%', total_on_start: 0, ...duration('total_time', 0, human) },
    verify_index: { ...duration('check_index_time', 0, human), ...duration('total_time', 0, human) },
  };
};

const isDone = ({ stage = 'DONE' }: Answer): boolean => stage === 'DONE';

/** An index of which the world says nothing was made empty. */
const CREATED_EMPTY: readonly Answer[] = [{ stop_time: CREATED }];

/** Wildcards do not stand for what is hidden, unless they are to; that which backs a data stream is found by the name of the stream. */
const isListed = ({ attributes, data_stream }: Answer, expand: string): boolean =>
  data_stream !== undefined || /all|hidden/.test(expand) || !(Array.isArray(attributes) && attributes.includes('hidden'));

/** `GET /_recovery` */
export const recoveries = (served: Served, query: URLSearchParams): object => {
  const { resolved = {}, recoveries: said } = served.cluster;
  const activeOnly = query.has('active_only') && query.get('active_only') !== 'false';
  const expand = query.get('expand_wildcards') ?? '';
  const names = (resolved.indices ?? [])
    .filter((index) => isListed(index, expand))
    .map(({ name }) => String(name))
    .toSorted();
  const all = names.map((name) => [name, (own(said, name) ?? CREATED_EMPTY).filter((shard) => !activeOnly || !isDone(shard))] as const);
  return Object.fromEntries(
    all
      .filter(([, shards]) => shards.length > 0)
      .map(([name, shards]) => [name, { shards: shards.map((shard, index) => shardOf(shard, index, served, query)) }]),
  );
};
