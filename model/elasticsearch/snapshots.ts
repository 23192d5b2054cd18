import { matchesGlob } from '../glob.ts';
import type { SearchPolicy, SearchRepository, SearchSnapshot, SearchSnapshotDetail, searchCluster } from '../kinds/elasticsearch.ts';
import { kept } from '../remember.ts';
import { type Subject, unlessUnread } from '../rule.ts';
import { and, type Truth } from '../truth.ts';
import type { Wanted } from './policies.ts';
import { isManaged, isWanted, readOnlyReason } from './repositories.ts';

// The snapshots that exist, and which of them count.

/** The facets that tell of snapshots, beside those that tell of policies. */
export const SNAPSHOTS = ['snapshots', 'snapshotDetails'] as const;

export type Holder = Subject<typeof searchCluster, 'info' | 'repositories' | 'executions' | (typeof SNAPSHOTS)[number]>;

/** What a snapshot has come to. `unclear`: a word that nobody knows here. */
export type Stage = 'running' | 'complete' | 'partial' | 'failed' | 'unusable' | 'unclear';

// SnapshotState of the servers. INCOMPATIBLE ones are of a version that this one cannot read.
const STAGES: ReadonlyMap<string, Stage> = new Map([
  ['IN_PROGRESS', 'running'],
  ['SUCCESS', 'complete'],
  ['PARTIAL', 'partial'],
  ['FAILED', 'failed'],
  ['INCOMPATIBLE', 'unusable'],
]);

export const stageOf = ({ state }: Pick<SearchSnapshot, 'state'>): Stage => STAGES.get(state) ?? 'unclear';

/** Which moment its content is of, in milliseconds since 1970; `NaN` where nothing tells. */
export const startedAt = ({ startedAt = '' }: Pick<SearchSnapshot, 'startedAt'>): number => Date.parse(startedAt);

/** How long it took, in milliseconds; `undefined` where that cannot be told. */
export const durationOf = (snapshot: Pick<SearchSnapshot, 'startedAt' | 'endedAt'>): number | undefined => {
  const duration = Date.parse(snapshot.endedAt ?? '') - startedAt(snapshot);
  return duration >= 0 ? duration : undefined;
};

/** Those without a date come before all others. */
const newestFirst = (one: SearchSnapshot, other: SearchSnapshot): number => {
  const [a, b] = [startedAt(one), startedAt(other)];
  return Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(b)) - Number(Number.isNaN(a)) : b - a;
};

/** Of a cluster no more than which snapshots it has. */
type Listed = Pick<Subject<typeof searchCluster, 'snapshots'>, 'facets'>;

const sortedSnapshots = new WeakMap<readonly SearchSnapshot[], readonly SearchSnapshot[]>();

/** The snapshots of the repositories that are wanted, but of those that the service keeps for itself; the newest first. */
export const snapshotsIn = ({ facets }: Listed, wanted: Wanted): readonly SearchSnapshot[] => {
  const { snapshots } = facets.snapshots;
  return kept(sortedSnapshots, snapshots, () => [...snapshots].sort(newestFirst)).filter(
    ({ repository }) => isWanted(wanted, repository) && !isManaged({ name: repository }),
  );
};

/** The same of repositories whose snapshots nobody could list. */
export const unlistedIn = ({ facets }: Listed, wanted: Wanted): Holder['facets']['snapshots']['unlisted'] =>
  facets.snapshots.unlisted.filter(({ repository }) => isWanted(wanted, repository) && !isManaged({ name: repository }));

const keyOf = (repository: string, name: string): string => `${repository}/${name}`;

const detailIndexes = new WeakMap<readonly SearchSnapshotDetail[], ReadonlyMap<string, SearchSnapshotDetail>>();

/** What a snapshot holds, where somebody has looked: the newest ones of each repository only. */
export const detailOf = ({ facets }: Pick<Holder, 'facets'>, { repository, name }: SearchSnapshot): SearchSnapshotDetail | undefined => {
  const { snapshots } = facets.snapshotDetails;
  return kept(detailIndexes, snapshots, () => new Map(snapshots.map((one) => [keyOf(one.repository, one.name), one]))).get(
    keyOf(repository, name),
  );
};

/** Whether the server remembers a snapshot as the last one that a policy has made. */
const isLastOf = (cluster: Pick<Holder, 'facets'>, { name }: SearchSnapshot, glob: string): boolean =>
  cluster.facets.executions.executions.some(({ policy, lastSuccess }) => matchesGlob(glob, policy) && lastSuccess?.snapshot === name);

/** Snapshot management of OpenSearch names its snapshots after their policy, and does not know others for its own. */
const mayBeNamedSo = (cluster: Pick<Holder, 'facets'>, { name }: SearchSnapshot, glob: string): boolean =>
  cluster.facets.info.distribution !== 'opensearch' || matchesGlob(`${glob}-*`, name);

/** Whether one of the policies of a name or glob made a snapshot: by what it says itself, or by what the server remembers. */
export const isMadeBy = (cluster: Pick<Holder, 'facets'>, snapshot: SearchSnapshot, glob: string): Truth => {
  if (!mayBeNamedSo(cluster, snapshot, glob)) return false;
  const isLast = unlessUnread(() => isLastOf(cluster, snapshot, glob), false);
  const look = () => detailOf(cluster, snapshot);
  const detail = isLast ? unlessUnread(look, undefined) : look();
  return detail ? detail.policy !== undefined && matchesGlob(glob, detail.policy) : isLast || undefined;
};

const repositoryOf = ({ facets }: Pick<Holder, 'facets'>, { repository }: SearchSnapshot): SearchRepository | undefined =>
  facets.repositories.repositories.find(({ name }) => name === repository);

/** A repository that is read-only is one that other clusters write to, or that this one wrote to once. */
const isFromHere = (cluster: Pick<Holder, 'facets'>, snapshot: SearchSnapshot): Truth => {
  const repository = repositoryOf(cluster, snapshot);
  return repository === undefined || readOnlyReason(repository) === undefined || undefined;
};

/** Whether a snapshot of a wanted repository counts: it is of this cluster, and of a policy that is wanted. */
export const isCounted = (cluster: Pick<Holder, 'facets'>, snapshot: SearchSnapshot, { policy }: Wanted): Truth => {
  const made = policy === undefined ? true : isMadeBy(cluster, snapshot, policy);
  return made === false ? false : and([made, isFromHere(cluster, snapshot)]);
};

/** The newest complete snapshot of one policy; as a clause, why nobody can tell which it is; or `undefined`: there is none. */
export type Newest = { readonly snapshot: SearchSnapshot } | { readonly doubt: string } | undefined;

/** What the server remembers as the last success of a policy, if it still exists. */
const lastOf = (cluster: Pick<Holder, 'facets'>, name: string, own: readonly SearchSnapshot[]): SearchSnapshot | undefined => {
  const last = cluster.facets.executions.executions.find(({ policy }) => policy === name)?.lastSuccess?.snapshot;
  return last === undefined ? undefined : own.find((snapshot) => snapshot.name === last && stageOf(snapshot) === 'complete');
};

const firstOf = (cluster: Pick<Holder, 'facets'>, name: string, own: readonly SearchSnapshot[]): Newest => {
  for (const snapshot of own.filter((one) => ['complete', 'unclear'].includes(stageOf(one)))) {
    const made = isMadeBy(cluster, snapshot, name);
    if (made === false) continue;
    if (made === undefined) return { doubt: `nobody can tell which policy made ${snapshot.name}` };
    return stageOf(snapshot) === 'complete' ? { snapshot } : { doubt: `the state ${snapshot.state} of ${snapshot.name} is not known here` };
  }
  return undefined;
};

/** @throws UnreadFact where it takes a fact that could not be read */
export const newestOf = (cluster: Pick<Holder, 'facets'>, { name, repository }: Pick<SearchPolicy, 'name' | 'repository'>): Newest => {
  const unlisted = cluster.facets.snapshots.unlisted.find((one) => one.repository === repository);
  if (unlisted) return { doubt: `the snapshots in ${repository} could not be listed (${unlisted.code})` };
  const own = snapshotsIn(cluster, {}).filter((one) => one.repository === repository);
  const last = unlessUnread(() => lastOf(cluster, name, own), undefined);
  return last ? { snapshot: last } : firstOf(cluster, name, own);
};

/** How many of the newest snapshots tell how long one takes. */
const PACED = 10;

/** The longest that one of the last complete snapshots took, in milliseconds; `undefined` where none has shown it. */
export const paceOf = (snapshots: readonly SearchSnapshot[]): number | undefined => {
  const durations = snapshots.filter((one) => stageOf(one) === 'complete').flatMap((one) => durationOf(one) ?? []);
  return durations.length === 0 ? undefined : Math.max(...durations.slice(0, PACED));
};

/** `nightly-2026.01.31: SUCCESS, began 2026-01-31T01:30:00Z` */
export const describeSnapshot = ({ name, state, startedAt = 'at a time that nothing tells' }: SearchSnapshot): string =>
  `${name}: ${state}, began ${startedAt}`;
