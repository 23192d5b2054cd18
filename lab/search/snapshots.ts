import { matchesGlob } from '../../model/glob.ts';
import type { SearchCluster } from '../world.ts';
import { hasPages, invalidRequest, isRefusal, type Refusal, refusal, repositoryMissing } from './answers.ts';
import type { Table } from './cat.ts';
import type { Entry, Served } from './served.ts';
import { brief, detailed, durationOf, endOf, type Kept, shardsOf, startOf } from './snapshot.ts';
import { writtenDuration } from './times.ts';

const ALL = ['_all', '*'];

const hasWildcard = (name: string): boolean => name.includes('*');

/** The names that stand for repositories, where several may be asked for; else the text is the name of one. */
const repositoryNames = ({ cluster }: Served, written: string): readonly string[] => {
  if (!hasPages(cluster)) return [written];
  const known = Object.keys(cluster.repositories ?? {});
  return written.split(',').flatMap((name) => {
    if (ALL.includes(name)) return known;
    return hasWildcard(name) ? known.filter((own) => matchesGlob(name, own)) : [name];
  });
};

/** `GET /_snapshot`, `GET /_snapshot/{repository}` */
export const repositories = ({ cluster }: Served, written = '_all'): object => {
  const known = Object.entries(cluster.repositories ?? {});
  const names = written.split(',');
  const missing = names.find((name) => !ALL.includes(name) && !hasWildcard(name) && !known.some(([own]) => own === name));
  if (missing !== undefined) return repositoryMissing(missing);
  const isAsked = (own: string): boolean => names.some((name) => ALL.includes(name) || matchesGlob(name, own));
  return Object.fromEntries(known.filter(([own]) => isAsked(own)));
};

const inOrder = (all: readonly Kept[]): readonly Kept[] =>
  all.toSorted((one, other) => startOf(one) - startOf(other) || (one.snapshot.snapshot < other.snapshot.snapshot ? -1 : 1));

const readAll = (repository: string, entries: readonly Entry[]): readonly Kept[] =>
  entries.map(({ read }) => ({ repository, snapshot: read() }));

const isUnderWay = ({ snapshot }: Kept): boolean => snapshot.state === 'IN_PROGRESS';

/** The entries of these names; `_current` stands for those under way. Names that nobody knows are refused. */
const named = (repository: string, entries: readonly Entry[], names: readonly string[], ignore: boolean): readonly Kept[] | Refusal => {
  if (names.some((name) => ALL.includes(name))) return readAll(repository, entries);
  const exact = names.filter((name) => !hasWildcard(name) && name !== '_current');
  const known = new Set(entries.map(({ name }) => name));
  const missing = ignore ? undefined : exact.find((name) => !known.has(name));
  if (missing !== undefined) return refusal(404, 'snapshot_missing_exception', `[${repository}:${missing}] is missing`);
  const wanted = entries.filter(({ name }) => exact.includes(name) || names.some((glob) => hasWildcard(glob) && matchesGlob(glob, name)));
  const current = names.includes('_current') ? readAll(repository, entries).filter(isUnderWay) : [];
  return [...new Map([...readAll(repository, wanted), ...current].map((kept) => [kept.snapshot.snapshot, kept])).values()];
};

const isOn = (query: URLSearchParams, name: string, byDefault: boolean): boolean => {
  const value = query.get(name);
  return value === null ? byDefault : value !== 'false';
};

/** The snapshots of repositories by names and patterns, the oldest first. */
const find = (served: Served, repository: string, snapshots: readonly string[], ignore: boolean): readonly Kept[] | Refusal => {
  const found: Kept[] = [];
  for (const name of repositoryNames(served, repository)) {
    const entries = served.snapshotsOf(name);
    const kept = entries ? named(name, entries, snapshots, ignore) : repositoryMissing(name);
    if (isRefusal(kept)) return kept;
    found.push(...kept);
  }
  return inOrder(found);
};

/** What Elasticsearch sorts by. */
const KEYS: Readonly<Record<string, (kept: Kept) => string | number>> = {
  start_time: startOf,
  duration: durationOf,
  name: ({ snapshot }) => snapshot.snapshot,
  index_count: ({ snapshot }) => snapshot.indices?.length ?? 0,
  shard_count: (kept) => shardsOf(kept).total,
  failed_shard_count: (kept) => shardsOf(kept).failed,
  repository: ({ repository }) => repository,
};

/** Where a page starts: behind the snapshot with this key, repository and name. */
const tokenOf = (key: string | number, { repository, snapshot }: Kept): string =>
  Buffer.from(`${key},${repository},${snapshot.snapshot}`).toString('base64url');

const numberIn = (query: URLSearchParams, name: string): number | undefined => {
  const text = query.get(name);
  return text === null ? undefined : Number(text);
};

/** Which parameters need what `verbose=false` does not read. */
const NEED_DETAILS = ['sort', 'size', 'offset', 'after', 'order', 'from_sort_value', 'slm_policy_filter'];

const isOfPolicies = (filter: string | null, { snapshot }: Kept): boolean => {
  if (filter === null) return true;
  const policy = snapshot.metadata?.policy;
  return filter.split(',').some((name) => (typeof policy === 'string' ? matchesGlob(name, policy) : name === '_none'));
};

interface Page {
  readonly kept: readonly Kept[];
  readonly total: number;
  readonly remaining: number;
  readonly next?: string;
}

/** A page of Elasticsearch's. @returns a refusal for a token that is none of this list */
const pageOf = (all: readonly Kept[], query: URLSearchParams): Page | Refusal => {
  const key = KEYS[query.get('sort') ?? 'start_time'];
  if (!key) return refusal(400, 'illegal_argument_exception', `unknown sort order [${query.get('sort')}]`);
  const ascending = all
    .filter((kept) => isOfPolicies(query.get('slm_policy_filter'), kept))
    .toSorted((one, other) => (key(one) < key(other) ? -1 : Number(key(one) > key(other))));
  const sorted = query.get('order') === 'desc' ? ascending.toReversed() : ascending;
  const after = query.get('after');
  const last = after === null ? -1 : sorted.findIndex((kept) => tokenOf(key(kept), kept) === after);
  if (after !== null && last < 0) return refusal(400, 'illegal_argument_exception', `invalid ?after parameter [${after}]`);
  const start = last + 1 + (numberIn(query, 'offset') ?? 0);
  const size = numberIn(query, 'size') ?? -1;
  const kept = size < 0 ? sorted.slice(start) : sorted.slice(start, start + size);
  const remaining = Math.max(0, sorted.length - start - kept.length);
  const end = kept.at(-1);
  return { kept, total: sorted.length, remaining, ...(remaining > 0 && end ? { next: tokenOf(key(end), end) } : {}) };
};

/** What is left out on demand. */
const without = (snapshot: object, query: URLSearchParams): object => {
  const left = { ...snapshot } as Record<string, unknown>;
  if (!isOn(query, 'index_names', true)) delete left.indices;
  if (!isOn(query, 'include_repository', true)) delete left.repository;
  return left;
};

/** `GET /_snapshot/{repository}/{snapshot}` */
export const snapshots = (served: Served, repository: string, written: string, query: URLSearchParams): object => {
  const { cluster } = served;
  const verbose = isOn(query, 'verbose', true);
  const unread = verbose ? undefined : NEED_DETAILS.find((name) => query.has(name));
  if (unread !== undefined) return invalidRequest(`can't use ${unread} with verbose=false`);
  const all = find(served, repository, written.split(','), isOn(query, 'ignore_unavailable', false));
  if (isRefusal(all)) return all;
  const print = (kept: Kept): object => without((verbose ? detailed : brief)(kept, cluster), query);
  if (!hasPages(cluster)) return { snapshots: all.map(print) };
  const page = pageOf(all, query);
  if (isRefusal(page)) return page;
  const { kept, ...counts } = page;
  return { snapshots: kept.map(print), ...counts };
};

const clockOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(11, 19);

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

const rowOf = (kept: Kept): Table['rows'][number] => {
  const { total, failed, successful } = shardsOf(kept);
  return {
    id: kept.snapshot.snapshot,
    repository: kept.repository,
    status: kept.snapshot.state,
    start_epoch: seconds(startOf(kept)),
    start_time: clockOf(startOf(kept)),
    end_epoch: seconds(endOf(kept)),
    end_time: clockOf(endOf(kept)),
    duration: writtenDuration(durationOf(kept)),
    indices: kept.snapshot.indices?.length ?? 0,
    successful_shards: successful,
    failed_shards: failed,
    total_shards: total,
    reason: kept.snapshot.reason ?? null,
  };
};

/** Where only one may be asked for, nothing tells which it is. */
const columnsOf = (cluster: SearchCluster): Table['columns'] => [
  { name: 'id', aliases: ['snapshot'] },
  ...(hasPages(cluster) ? [{ name: 'repository', aliases: ['re', 'repo'] }] : []),
  { name: 'status', aliases: ['s'], alignRight: true },
  { name: 'start_epoch', aliases: ['ste', 'startEpoch'] },
  { name: 'start_time', aliases: ['sti', 'startTime'] },
  { name: 'end_epoch', aliases: ['ete', 'endEpoch'] },
  { name: 'end_time', aliases: ['eti', 'endTime'] },
  { name: 'duration', aliases: ['dur'], alignRight: true },
  { name: 'indices', aliases: ['i'], alignRight: true },
  { name: 'successful_shards', aliases: ['ss'], alignRight: true },
  { name: 'failed_shards', aliases: ['fs'], alignRight: true },
  { name: 'total_shards', aliases: ['ts'], alignRight: true },
  { name: 'reason', aliases: ['r'], hidden: true },
];

/** `GET /_cat/snapshots/{repository}`; some want to be told the repository. */
export const snapshotTable = (served: Served, repository: string | undefined, query: URLSearchParams): Table | Refusal => {
  if (repository === undefined && !hasPages(served.cluster)) return invalidRequest('repository is missing');
  const all = find(served, repository ?? '_all', ['_all'], isOn(query, 'ignore_unavailable', false));
  return isRefusal(all) ? all : { columns: columnsOf(served.cluster), rows: all.map(rowOf) };
};
