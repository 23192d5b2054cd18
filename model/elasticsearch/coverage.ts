import type { SearchIndices, SearchPolicy, SearchSnapshot, searchCluster } from '../kinds/elasticsearch.ts';
import { formatMoment } from '../moment.ts';
import { once } from '../remember.ts';
import { fail, type Outcome, pass, pending, type Subject, unknown } from '../rule.ts';
import type { Truth } from '../truth.ts';
import { type Cluster, runDue } from './due.ts';
import { type Taken, takenBy } from './patterns.ts';
import { scheduleOf } from './policies.ts';
import { detailOf, type Newest, newestOf } from './snapshots.ts';

// Whether an index or a data stream is in the snapshots of a policy: by its patterns, and in the newest one that it has made.

export type Covered = Cluster & Subject<typeof searchCluster, 'indices'>;

/** Something that has to be in snapshots. */
export interface Item {
  readonly name: string;
  readonly isStream: boolean;
}

/** What is not a part of something else: data streams, and the indices that are behind none. */
export const itemsOf = ({ indices, dataStreams }: SearchIndices): readonly Item[] => [
  ...dataStreams.map((name) => ({ name, isStream: true })),
  ...indices.filter(({ dataStream }) => dataStream === undefined).map(({ name }) => ({ name, isStream: false })),
];

/** What the next snapshot of a policy holds. */
export interface Plan {
  readonly takes: (item: Item) => Truth;
  /** Why it holds nothing, or why nobody can tell what, as a clause. */
  readonly reason?: string;
}

const isTaken = ({ indices, dataStreams }: Taken, { name, isStream }: Item): Truth => {
  const names = isStream ? dataStreams : indices;
  return names.has(name) ? names.get(name) : false;
};

export const planOf = (policy: SearchPolicy, { facets }: Pick<Covered, 'facets'>): Plan => {
  const taken = takenBy({ ...policy, distribution: facets.info.distribution }, facets.indices);
  if ('refused' in taken) return { takes: () => false, reason: `the server refuses to make one, ${taken.refused}` };
  if ('doubt' in taken) return { takes: () => undefined, reason: taken.doubt };
  return { takes: (item) => isTaken(taken, item) };
};

/** How a policy covers an item; `values.why` says it as a clause. `waiting`: a run that takes it is not due yet. */
export type Coverage = Outcome<'held' | 'younger' | 'waiting' | 'lost' | 'doubtful'>;

/** Whether a policy is what it was when it made a snapshot; `undefined` where nothing tells. */
const isUnchangedSince = ({ modifiedAt }: SearchPolicy, { startedAt }: SearchSnapshot): Truth => {
  const [changed, began] = [Date.parse(modifiedAt ?? ''), Date.parse(startedAt ?? '')];
  return Number.isNaN(changed) || Number.isNaN(began) ? undefined : changed <= began;
};

/** The newest complete snapshot of a policy that somebody has looked into. */
interface Content {
  readonly snapshot: SearchSnapshot;
  readonly indices: ReadonlySet<string>;
  readonly dataStreams: ReadonlySet<string>;
}

const contentOf = (newest: Newest, cluster: Covered): Content | { readonly doubt: string } | undefined => {
  if (!newest || 'doubt' in newest) return newest;
  const { snapshot } = newest;
  const detail = detailOf(cluster, snapshot);
  if (!detail) return { doubt: `nobody has looked into ${snapshot.name}` };
  return { snapshot, indices: new Set(detail.indices), dataStreams: new Set(detail.dataStreams) };
};

const doubt = (why: string): Coverage => unknown('doubtful', { why });

const NOT_PLANNED = 'whether its patterns take it is not known';

/** It is not in a snapshot of the policy as it is now: whether it would have to be. */
const judgeWaiting = (policy: SearchPolicy, cluster: Covered, takenAt: Date): Coverage => {
  const since = Date.parse(policy.modifiedAt ?? policy.createdAt ?? '');
  if (Number.isNaN(since)) return doubt('nothing tells since when it is what it is');
  const parsed = scheduleOf(policy, cluster.facets.info);
  if (!parsed || 'problem' in parsed) return doubt('nothing tells when it runs');
  const due = runDue(policy, cluster, since);
  return due > takenAt.getTime()
    ? pending('waiting', { why: `it has to make a snapshot by ${formatMoment(due)}` })
    : fail('lost', { why: 'there is no complete snapshot of it that takes this' });
};

/** Judges items by one policy that makes snapshots. What is looked at is looked at once for all of them. */
export const coverageBy = (policy: SearchPolicy, cluster: Covered, takenAt: Date): ((item: Item) => Coverage) => {
  const plan = once(() => planOf(policy, cluster));
  const content = once(() => contentOf(newestOf(cluster, policy), cluster));
  const judgeContent = ({ snapshot, indices, dataStreams }: Content, { name, isStream }: Item, isPlanned: Truth): Coverage => {
    const isHeld = (isStream ? dataStreams : indices).has(name);
    const unchanged = isUnchangedSince(policy, snapshot);
    if (isHeld && (isPlanned || unchanged)) return pass('held', { why: `it is in ${snapshot.name}` });
    if (!isPlanned) return doubt(plan().reason ?? NOT_PLANNED);
    if (unchanged === undefined) return doubt(`nothing tells whether it was changed after ${snapshot.name}`);
    return unchanged ? pass('younger', { why: `${snapshot.name} is older` }) : judgeWaiting(policy, cluster, takenAt);
  };
  return (item) => {
    const isPlanned = plan().takes(item);
    if (isPlanned === false) return fail('lost', { why: plan().reason ?? 'its patterns do not take it' });
    const found = content();
    if (!found) return isPlanned ? judgeWaiting(policy, cluster, takenAt) : doubt(plan().reason ?? NOT_PLANNED);
    return 'doubt' in found ? doubt(found.doubt) : judgeContent(found, item, isPlanned);
  };
};
