import { type Item, itemsOf, planOf } from '../model/elasticsearch/coverage.ts';
import { judgeNothing } from '../model/elasticsearch/due.ts';
import { ACTIVITY, activityOf, policyEvidence, scheduleOf } from '../model/elasticsearch/policies.ts';
import { isManaged, type Place, placeOf } from '../model/elasticsearch/repositories.ts';
import { guaranteedLife } from '../model/elasticsearch/retention.ts';
import { isCounted, paceOf, SNAPSHOTS, snapshotsIn, stageOf, startedAt } from '../model/elasticsearch/snapshots.ts';
import { type SearchPolicy, type SearchSnapshot, searchCluster } from '../model/kinds/elasticsearch.ts';
import { s3Bucket } from '../model/kinds/s3.ts';
import {
  type Cadence,
  type Doubt,
  defineMechanism,
  type Health,
  healthOf,
  type Immutability,
  lossOf,
  orDoubt,
  type Protection,
} from '../model/protection.ts';
import { join, type Subject, unlessUnread } from '../model/rule.ts';
import { lockOf } from '../model/s3/recovery.ts';
import { counted } from '../model/text.ts';
import { and, type Truth } from '../model/truth.ts';
import type { Evidence } from '../model/verdict.ts';

const MINUTE = 60_000;

const READS = [...ACTIVITY, ...SNAPSHOTS, 'indices', 'storageClients'] as const;

type Cluster = Subject<typeof searchCluster, (typeof READS)[number]>;
type Bucket = Subject<typeof s3Bucket, 'presence' | 'versioning' | 'objectLock'>;

/** Policies that make snapshots of one's own; those of the service restore only the very domain. */
const policiesOf = ({ facets }: Cluster): readonly SearchPolicy[] =>
  facets.policies.policies.filter(({ schedule, repository }) => schedule !== undefined && !isManaged({ name: repository }));

/** Where a policy's repository keeps snapshots; `undefined` where it is not registered. */
const placeFor = ({ repository }: SearchPolicy, { facets }: Cluster): Place | undefined => {
  const registered = facets.repositories.repositories.find(({ name }) => name === repository);
  return registered && placeOf(registered, () => facets.storageClients.s3);
};

const bucketsFor = (cluster: Cluster): readonly string[] => {
  const places = policiesOf(cluster).map((policy) => unlessUnread(() => placeFor(policy, cluster), undefined));
  return [...new Set(places.flatMap((place) => (place && 'bucket' in place ? [place.bucket] : [])))];
};

const joins = {
  buckets: join(s3Bucket, ['presence', 'versioning', 'objectLock'], (cluster: Cluster) => unlessUnread(() => bucketsFor(cluster), [])),
};

/** One policy, and where its snapshots go. */
interface Backing {
  readonly cluster: Cluster;
  readonly policy: SearchPolicy;
  readonly place: Place | undefined;
  readonly bucket: Bucket | undefined;
  readonly takenAt: Date;
}

/** Complete snapshots of the policy, and those of which nobody can tell whether they are; the newest first. */
interface Points {
  readonly sure: readonly SearchSnapshot[];
  readonly open: readonly SearchSnapshot[];
}

const wantedOf = ({ name, repository }: SearchPolicy) => ({ policy: name, repository });

/** @throws UnreadFact where nobody could list snapshots at all */
const pointsOf = ({ cluster, policy }: Backing): Points | undefined => {
  const wanted = wantedOf(policy);
  if (cluster.facets.snapshots.unlisted.some(({ repository }) => repository === policy.repository)) return undefined;
  const truthOf = (snapshot: SearchSnapshot): Truth => {
    const stage = stageOf(snapshot);
    if (stage !== 'complete' && stage !== 'unclear') return false;
    const counts = unlessUnread(() => isCounted(cluster, snapshot, wanted), undefined);
    return counts === false ? false : and([counts, stage === 'complete' || undefined, !Number.isNaN(startedAt(snapshot)) || undefined]);
  };
  const judged = snapshotsIn(cluster, wanted).map((snapshot) => ({ snapshot, truth: truthOf(snapshot) }));
  const those = (truth: Truth) => judged.flatMap((one) => (one.truth === truth ? [one.snapshot] : []));
  return { sure: those(true), open: those(undefined) };
};

const ageOf = (snapshot: SearchSnapshot | undefined, takenAt: Date): number | undefined =>
  snapshot && Math.max(0, takenAt.getTime() - startedAt(snapshot));

/** What is not in a bucket of AWS has no name but the repository's own. A directory may be one of the cluster itself. */
const locationOf = ({ cluster, policy, place, bucket }: Backing): Protection['location'] => {
  if (place && 'directory' in place) return { id: cluster.id, region: undefined };
  if (!place || !('bucket' in place)) return { id: `${cluster.id}/${policy.repository}`, region: undefined };
  const region = place.region ?? bucket?.scope.region ?? unlessUnread(() => bucket?.facets.presence.region, undefined);
  return { id: place.bucket, region };
};

/** Later snapshots build upon files of earlier ones, whose lock may be over: what a lock comes to cannot be told. */
const immutabilityOf = ({ bucket }: Backing): Immutability =>
  unlessUnread(() => {
    if (!bucket) return 'unknown';
    const { versioning, objectLock } = bucket.facets;
    return versioning.status !== 'Enabled' || lockOf(objectLock) === 'none' ? 'none' : 'unknown';
  }, 'unknown');

/** OpenSearch looks at a policy about once a minute; Elasticsearch wakes up when it is time. */
const delayOf = ({ facets }: Cluster): number => (facets.info.distribution === 'opensearch' ? MINUTE : 0);

const cadenceOf = ({ cluster, policy }: Backing, points: Points | undefined): Cadence | undefined =>
  unlessUnread(() => {
    const parsed = scheduleOf(policy, cluster.facets.info);
    if (!parsed || 'problem' in parsed) return undefined;
    return { schedule: parsed.schedule, startWindow: delayOf(cluster), duration: points && paceOf(points.sure) };
  }, undefined);

const lifeOf = ({ cluster, policy, takenAt }: Backing, cadence: Cadence | undefined): number | undefined => {
  if (!cadence) return undefined;
  const life = guaranteedLife(policy, cluster.facets.info, takenAt);
  return 'doubt' in life || life.least !== life.most ? undefined : life.least;
};

const isActive = ({ cluster, policy, takenAt }: Backing): Truth => {
  const { verdict } = activityOf(policy, cluster, takenAt);
  return verdict === 'unknown' ? undefined : verdict === 'pass';
};

/** What begins with a dot belongs to the server or to what runs upon it. */
const wantedItems = ({ facets }: Cluster): readonly Item[] => itemsOf(facets.indices).filter(({ name }) => !name.startsWith('.'));

const holdsAll = ({ cluster, policy }: Backing): Truth => and(wantedItems(cluster).map(planOf(policy, cluster).takes));

/** Whether there is something to restore; as long as the first run is not due, nobody can tell. */
const isThere = ({ cluster, policy, takenAt }: Backing, { sure, open }: Points): Truth => {
  if (sure.length > 0) return true;
  if (open.length > 0) return undefined;
  return judgeNothing(cluster, wantedOf(policy), takenAt).verdict === 'fail' ? false : undefined;
};

const healthFor = (backing: Backing, points: Points | undefined): Health =>
  healthOf([
    () => isActive(backing),
    () => holdsAll(backing),
    () => backing.place !== undefined,
    () => backing.bucket?.facets.presence.exists ?? true,
    () => points && isThere(backing, points),
  ]);

const pointsEvidence = (points: Points | undefined): readonly Evidence[] => {
  if (!points) return [];
  const { sure, open } = points;
  const span = sure.length > 0 ? `, from ${sure.at(-1)?.startedAt} to ${sure[0]?.startedAt}` : '';
  const more = open.length > 0 ? `; ${open.length} of which that cannot be told` : '';
  return [{ facet: 'snapshots', observed: `${counted(sure.length, 'complete snapshot')}${span}${more}` }];
};

const protectionBy = (backing: Backing, points: Points | undefined): Protection => {
  const { cluster, policy, takenAt } = backing;
  const cadence = cadenceOf(backing, points);
  return {
    mechanism: 'elasticsearch-snapshots',
    asset: cluster.id,
    location: locationOf(backing),
    rpo: { design: cadence && lossOf([cadence], takenAt), observed: ageOf(points?.sure[0], takenAt) },
    cadence,
    retention: { design: lifeOf(backing, cadence), observed: ageOf(points?.sure.at(-1), takenAt) },
    immutability: immutabilityOf(backing),
    health: healthFor(backing, points),
    // Servers forget restores together with the indices that came of them.
    lastRestore: undefined,
    evidence: [policyEvidence(policy), ...pointsEvidence(points)].map((line) => ({ ...line, resource: cluster.id })),
  };
};

/** A snapshot that would make it lose less or go back further, if it counts. */
const openSnapshot = ({ sure, open }: Points): SearchSnapshot | undefined => {
  const [newest, oldest] = [sure[0], sure.at(-1)].map((snapshot) => (snapshot ? startedAt(snapshot) : Number.NaN));
  return open.find((snapshot) => !(startedAt(snapshot) <= (newest ?? 0) && startedAt(snapshot) >= (oldest ?? 0)));
};

/** What could make a protection that works better than it looks. */
const doubtsAbout = ({ cluster, policy, place }: Backing, points: Points): readonly Doubt[] => {
  const open = openSnapshot(points);
  return [
    ...(open ? [{ reason: `whether ${open.name} is a complete snapshot that ${policy.name} made of ${cluster.name}` }] : []),
    ...(place && 'directory' in place
      ? [{ reason: `whether ${place.directory} of ${policy.repository} is on the nodes of ${cluster.name}` }]
      : []),
  ];
};

const backedBy = (backing: Backing): readonly (Protection | Doubt)[] => {
  const points = unlessUnread(() => pointsOf(backing), undefined);
  const protection = protectionBy(backing, points);
  return protection.health === 'healthy' && points ? [protection, ...doubtsAbout(backing, points)] : [protection];
};

type Context = Pick<Backing, 'cluster' | 'takenAt'> & { readonly buckets: readonly Bucket[] };

const judge = (policy: SearchPolicy, { cluster, takenAt, buckets }: Context): readonly (Protection | Doubt)[] => {
  const place = placeFor(policy, cluster);
  if (place && 'doubt' in place) return [{ reason: `where snapshots of ${policy.name} go: ${place.doubt}` }];
  const bucket = place && 'bucket' in place ? buckets.find(({ id }) => id === place.bucket) : undefined;
  return backedBy({ cluster, policy, place, bucket, takenAt });
};

/** Policies of which none takes everything, but which may do so together: what that is worth is not worked out. */
const doubtTogether = (cluster: Cluster, takenAt: Date): readonly Doubt[] => {
  const isIdle = (policy: SearchPolicy): boolean => unlessUnread(() => activityOf(policy, cluster, takenAt).verdict === 'fail', false);
  const working = policiesOf(cluster).filter((policy) => !isIdle(policy));
  if (working.length < 2) return [];
  const items = wantedItems(cluster);
  const partial = working.map((policy) => planOf(policy, cluster)).filter(({ takes }) => !items.every((item) => takes(item) === true));
  const isHeld = (item: Item): boolean => partial.some(({ takes }) => takes(item) !== false);
  return partial.length > 1 && items.every(isHeld) ? [{ reason: 'what several policies that each take a part come to together' }] : [];
};

export default defineMechanism({
  id: 'elasticsearch-snapshots',
  title: 'Snapshots of Elasticsearch and OpenSearch',
  asset: searchCluster,
  reads: READS,
  joins,
  protections: (cluster, { joined: { buckets }, takenAt }) => [
    ...policiesOf(cluster).flatMap((policy) => [orDoubt(() => judge(policy, { cluster, takenAt, buckets }))].flat()),
    ...[orDoubt(() => doubtTogether(cluster, takenAt))].flat(),
  ],
});
