import { matchesGlob } from '../../model/glob.ts';
import { own } from '../own.ts';
import type { Answer } from '../world.ts';
import { isElasticsearch, refusal } from './answers.ts';
import type { Table } from './cat.ts';
import { type Served, uuidOf } from './served.ts';

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const nameOf = ({ name }: Answer): string => String(name);

/** What a wildcard stands for. */
interface Reach {
  readonly open: boolean;
  readonly closed: boolean;
  readonly hidden: boolean;
}

const reachOf = (query: URLSearchParams): Reach => {
  const words = (query.get('expand_wildcards') ?? 'open').split(',');
  const has = (word: string): boolean => words.includes(word) || words.includes('all');
  return { open: has('open'), closed: has('closed'), hidden: has('hidden') };
};

/** Hidden ones whose name begins with a dot are found by patterns that do, too. */
const isReached = (index: Answer, pattern: string, { open, closed, hidden }: Reach): boolean => {
  const attributes = textsOf(index.attributes);
  const isSeen = !attributes.includes('hidden') || hidden || (pattern.startsWith('.') && nameOf(index).startsWith('.'));
  return isSeen && (attributes.includes('closed') ? closed : open);
};

const byName = (one: Answer, other: Answer): number => (nameOf(one) < nameOf(other) ? -1 : 1);

const found = (all: readonly Answer[] = [], patterns: readonly string[], isFound = (_: Answer, __: string): boolean => true) =>
  all.filter((one) => patterns.some((pattern) => matchesGlob(pattern, nameOf(one)) && isFound(one, pattern))).toSorted(byName);

/** `GET /_resolve/index/{name}` */
export const resolved = ({ cluster: { resolved = {} } }: Served, written: string, query: URLSearchParams): object => {
  const patterns = written.split(',');
  const { indices = [], aliases = [], data_streams = [] } = resolved;
  const known = [...indices, ...aliases, ...data_streams].map(nameOf);
  const missing = patterns.find((pattern) => !pattern.includes('*') && !known.includes(pattern));
  if (missing !== undefined)
    return refusal(404, 'index_not_found_exception', `no such index [${missing}]`, {
      'resource.type': 'index_or_alias',
      'resource.id': missing,
      index_uuid: '_na_',
      index: missing,
    });
  const reach = reachOf(query);
  return {
    indices: found(indices, patterns, (index, pattern) => !pattern.includes('*') || isReached(index, pattern, reach)),
    aliases: found(aliases, patterns),
    data_streams: found(data_streams, patterns),
  };
};

const streamOf = (stream: Answer, cluster: string): object => {
  const backing = textsOf(stream.backing_indices);
  return {
    name: stream.name,
    timestamp_field: { name: stream.timestamp_field },
    indices: backing.map((index) => ({ index_name: index, index_uuid: uuidOf(cluster, index) })),
    generation: backing.length,
    status: 'GREEN',
    template: stream.name,
  };
};

/** `GET /_data_stream`, `GET /_data_stream/{name}` */
export const dataStreams = ({ cluster }: Served, written = '*'): object => ({
  data_streams: found(cluster.resolved?.data_streams, written.split(',')).map((stream) => streamOf(stream, cluster.name)),
});

const columns: Table['columns'] = [
  { name: 'health', aliases: ['h'] },
  { name: 'status', aliases: ['s'] },
  { name: 'index', aliases: ['i', 'idx'] },
  { name: 'uuid', aliases: ['id'] },
  { name: 'pri', aliases: ['p', 'shards.primary'], alignRight: true },
  { name: 'rep', aliases: ['r', 'shards.replica'], alignRight: true },
  { name: 'docs.count', aliases: ['dc', 'docsCount'], alignRight: true },
  { name: 'docs.deleted', aliases: ['dd', 'docsDeleted'], alignRight: true },
  { name: 'store.size', aliases: ['ss', 'storeSize'], alignRight: true },
  { name: 'pri.store.size', aliases: ['pri.ss'], alignRight: true },
];

const rowOf = (index: Answer, cluster: string): Table['rows'][number] => {
  const isClosed = textsOf(index.attributes).includes('closed');
  const sizes = isClosed ? {} : { 'docs.count': 0, 'docs.deleted': 0, 'store.size': '208b', 'pri.store.size': '208b' };
  return {
    health: 'green',
    status: isClosed ? 'close' : 'open',
    index: nameOf(index),
    uuid: uuidOf(cluster, nameOf(index)),
    pri: 1,
    rep: 0,
    ...sizes,
  };
};

/** `GET /_cat/indices`: closed ones, too, whatever the wildcards are to stand for. */
export const indexTable = ({ cluster }: Served, query: URLSearchParams): Table => {
  const reach = query.has('expand_wildcards') ? reachOf(query) : { open: true, closed: true, hidden: false };
  const indices = (cluster.resolved?.indices ?? []).filter((index) => isReached(index, '*', reach));
  return { columns, rows: indices.toSorted(byName).map((index) => rowOf(index, cluster.name)) };
};

const isOfPrimary = ({ primary = true }: Answer): boolean => primary === true;

/** `GET /_settings/{settings}`, as far as it tells how many shards an index has. What else it may be asked for is not set. */
export const indexSettings = ({ cluster: { resolved = {}, recoveries } }: Served, query: URLSearchParams): object => {
  const reach = reachOf(query);
  const indices = (resolved.indices ?? []).filter((index) => isReached(index, '*', reach)).map(nameOf);
  const shardsOf = (name: string): number => own(recoveries, name)?.filter(isOfPrimary).length || 1;
  return Object.fromEntries(
    indices.toSorted().map((name) => [name, { settings: { index: { number_of_shards: String(shardsOf(name)) } } }]),
  );
};

const HEALTHY = { status: 'green', number_of_shards: 1, number_of_replicas: 0, active_primary_shards: 1, active_shards: 1 };
const IDLE = { relocating_shards: 0, initializing_shards: 0, unassigned_shards: 0 };

/** `GET /_cluster/health`: of every index, those included that the user may not see. */
export const clusterHealth = ({ cluster, nodes }: Served, query: URLSearchParams): object => {
  const { resolved = {}, unseen = [] } = cluster;
  const names = [...(resolved.indices ?? []).map(nameOf), ...unseen].toSorted();
  const count = Object.keys(nodes).length;
  return {
    cluster_name: cluster.name,
    status: 'green',
    timed_out: false,
    number_of_nodes: count,
    number_of_data_nodes: count,
    ...(isElasticsearch(cluster) ? {} : { discovered_master: true, discovered_cluster_manager: true }),
    active_primary_shards: names.length,
    active_shards: names.length,
    ...IDLE,
    delayed_unassigned_shards: 0,
    number_of_pending_tasks: 0,
    number_of_in_flight_fetch: 0,
    task_max_waiting_in_queue_millis: 0,
    active_shards_percent_as_number: 100,
    ...(query.get('level') === 'indices' ? { indices: Object.fromEntries(names.map((name) => [name, { ...HEALTHY, ...IDLE }])) } : {}),
  };
};
