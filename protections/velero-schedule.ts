import { kubernetesNamespace } from '../model/kinds/kubernetes.ts';
import { s3Bucket } from '../model/kinds/s3.ts';
import { veleroSchedule, veleroStorageLocation } from '../model/kinds/velero.ts';
import { objectId } from '../model/kubernetes/ids.ts';
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
import { every, type Joined, join, type Subject, self, unlessUnread } from '../model/rule.ts';
import { lockOf } from '../model/s3/recovery.ts';
import { VELERO_SYNC_PERIOD } from '../model/schedule/velero.ts';
import { counted } from '../model/text.ts';
import { and, not, type Truth } from '../model/truth.ts';
import { backupsOf, paceOf, type StoredBackup, storedBackupJoin } from '../model/velero/backups.ts';
import { type Captures, captures } from '../model/velero/captures/captures.ts';
import { type CaptureFacts, captureJoins, clusterOf } from '../model/velero/captures/joins.ts';
import { KINDS, type Thing, thingEvidence, thingsOf } from '../model/velero/captures/things.ts';
import { judgeNothing } from '../model/velero/due.ts';
import { bucketFor, describeLocation, type Found, locationFor, type Storage } from '../model/velero/locations.ts';
import { agesOf, lastRestoreOf, pointsOf, provenRestores, rememberingFilters, type Sorted, type Wanted } from '../model/velero/points.ts';
import { restoreJoin } from '../model/velero/restores.ts';
import { fallsOnDates, isIdle, knownSchedule, retentionOf, runsOf } from '../model/velero/schedules.ts';
import { disablingFlag, serverOf } from '../model/velero/server.ts';
import type { Evidence } from '../model/verdict.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Namespace = Subject<typeof kubernetesNamespace, 'metadata'>;
type Schedule = Subject<typeof veleroSchedule, 'metadata' | 'spec' | 'status'>;
type Location = Subject<typeof veleroStorageLocation, 'spec' | 'status'>;
type Bucket = Subject<typeof s3Bucket, 'presence' | 'versioning' | 'objectLock'>;

interface Facts extends CaptureFacts {
  readonly schedules: readonly Schedule[];
  readonly contents: readonly Subject<typeof kubernetesNamespace, 'pods' | 'claims'>[];
}

const capturesOf = (
  { name }: Pick<Namespace, 'name'>,
  { scope }: Schedule,
  facts: Facts,
  template: Schedule['facets']['spec']['template'],
): Captures =>
  captures(
    template,
    clusterOf(scope.namespace, facts, () => facts.contents),
    name,
  );

/** What of the namespace a schedule's backups hold. */
const heldBy = (namespace: Pick<Namespace, 'name'>, schedule: Schedule, facts: Facts): readonly Thing[] =>
  thingsOf(namespace.name, capturesOf(namespace, schedule, facts, schedule.facets.spec.template), KINDS);

const isLost = ({ answer }: Thing): boolean => answer.state === 'no';

const TRUTH: Readonly<Record<Thing['answer']['state'], Truth>> = { yes: true, no: false, unknown: undefined };

const areHeld = (things: readonly Thing[]): Truth => and(things.map(({ answer }) => TRUTH[answer.state]));

const bucketOf = (schedule: Schedule, facts: Storage): readonly string[] => {
  const found = locationFor(schedule, facts);
  if (!('location' in found)) return [];
  const place = bucketFor(found.location);
  return 'bucket' in place ? [place.bucket] : [];
};

/** The buckets of the schedules that may hold something of the namespace. */
const bucketsFor = (namespace: Namespace, facts: Facts & Storage): readonly string[] => {
  const found = facts.schedules.filter((one) => unlessUnread(() => !heldBy(namespace, one, facts).every(isLost), false));
  return [...new Set(found.flatMap((one) => unlessUnread(() => bucketOf(one, facts), [])))];
};

const joins = {
  ...captureJoins,
  schedules: every(veleroSchedule, ['metadata', 'spec', 'status'], 'cluster'),
  contents: self(kubernetesNamespace, ['pods', 'claims'], () => true),
  locations: every(veleroStorageLocation, ['spec', 'status'], 'cluster'),
  backups: storedBackupJoin,
  restores: restoreJoin,
  buckets: join(s3Bucket, ['presence', 'versioning', 'objectLock'], (namespace: Namespace, _: unknown, facts: Facts & Storage) =>
    unlessUnread(() => bucketsFor(namespace, facts), []),
  ),
};

/** One schedule that holds something of the namespace, and where its backups go. */
interface Backing {
  readonly namespace: Namespace;
  readonly schedule: Schedule;
  readonly things: readonly Thing[];
  readonly found: Exclude<Found<Location>, { doubt: string }>;
  readonly joined: Joined<typeof joins>;
  readonly takenAt: Date;
}

const wantedOf = ({ namespace, schedule, joined, takenAt }: Backing): Wanted => ({
  name: namespace.name,
  since: Date.parse(namespace.facets.metadata.createdAt),
  holds: rememberingFilters((template) => areHeld(thingsOf(namespace.name, capturesOf(namespace, schedule, joined, template), KINDS))),
  takenAt,
});

const takenVolumes = ({ namespace, schedule, joined }: Backing): Captures['volumes'] =>
  unlessUnread(
    () => capturesOf(namespace, schedule, joined, schedule.facets.spec.template).volumes.filter(({ state }) => state === 'yes'),
    [],
  );

/** Whether all that a backup holds leaves the cluster: snapshots stay in the storage system that they are taken of. */
const isOffSite = (backing: Backing): Truth => and(takenVolumes(backing).map(({ offSite }) => offSite));

const regionOf = (location: Location, bucket: Bucket | undefined): string | undefined => {
  const { region, s3Url } = location.facets.spec;
  // What speaks S3 and is not of AWS calls its Region as it likes.
  if ('doubt' in bucketFor(location)) return s3Url === undefined ? region : undefined;
  return region ?? bucket?.scope.region ?? unlessUnread(() => bucket?.facets.presence.region, undefined);
};

const bucketIn = (location: Location, { buckets }: Backing['joined']): Bucket | undefined => {
  const place = bucketFor(location);
  return 'bucket' in place ? buckets.find(({ id }) => id === place.bucket) : undefined;
};

const placeOf = (backing: Backing): Protection['location'] => {
  const { namespace, schedule, found, joined } = backing;
  if ('missing' in found) {
    const { cluster = '', namespace: velero = '' } = schedule.scope;
    const id = objectId({ cluster, group: 'velero.io', namespace: velero, kind: 'BackupStorageLocation', name: found.missing });
    return { id, region: undefined };
  }
  if (isOffSite(backing) !== true) return { id: namespace.id, region: undefined };
  const { location } = found;
  const place = bucketFor(location);
  return { id: 'bucket' in place ? place.bucket : location.id, region: regionOf(location, bucketIn(location, joined)) };
};

/** How long backups are kept, in milliseconds; `undefined` = cannot be told. */
const ttlOf = ({ schedule, joined }: Backing): number | undefined =>
  unlessUnread(() => {
    const kept = retentionOf(schedule, joined);
    return 'ttl' in kept ? kept.ttl : undefined;
  }, undefined);

/** A lock that ends before the backups do protects them no longer than that. */
const lockFor = ({ versioning, objectLock }: Bucket['facets'], ttl: number | undefined): Immutability => {
  if (versioning.status !== 'Enabled') return 'none';
  const lock = lockOf(objectLock);
  if (lock === 'none' || ttl === undefined) return lock === 'none' ? lock : 'unknown';
  return (objectLock.defaultRetention?.days ?? 0) * DAY < ttl ? 'none' : lock;
};

/** Later backups of volumes build upon objects of earlier ones, whose lock may be over: what that comes to cannot be told. */
const immutabilityOf = (backing: Backing): Immutability => {
  const { found, joined } = backing;
  const bucket = 'location' in found && isOffSite(backing) === true ? bucketIn(found.location, joined) : undefined;
  const lock = unlessUnread(() => bucket && lockFor(bucket.facets, ttlOf(backing)), undefined) ?? 'unknown';
  return lock === 'none' || takenVolumes(backing).length === 0 ? lock : 'unknown';
};

const cadenceOf = ({ schedule, joined }: Backing): Cadence | undefined => {
  const known = unlessUnread(() => knownSchedule(schedule, joined), undefined);
  if (!known || 'doubt' in known) return undefined;
  const pace = unlessUnread(() => paceOf(backupsOf(schedule, joined.backups)), undefined);
  const duration = pace && pace.of > 0 ? pace.longest : undefined;
  return { schedule: known.schedule, startWindow: VELERO_SYNC_PERIOD, duration };
};

/** The controller looks at every schedule once a minute, and at a new one at once. */
const LOOKED_AT_WITHIN = 5 * MINUTE;

const isEnabled = ({ facets: { metadata, status } }: Schedule, takenAt: Date): Truth => {
  const { phase = 'New' } = status;
  if (phase !== 'New') return phase === 'Enabled' || undefined;
  return takenAt.getTime() - Date.parse(metadata.createdAt) > LOOKED_AT_WITHIN ? false : undefined;
};

/** A schedule that falls on no date is taken for due whenever Velero looks. */
const fires = ({ schedule, joined, takenAt }: Backing): Truth => fallsOnDates(runsOf(schedule, joined), takenAt.getTime());

const CONTROLLERS = ['schedule', 'backup'] as const;

const isServed = ({ schedule, joined }: Backing): boolean => {
  const running = (serverOf(schedule, joined.servers)?.facets.deployments.deployments ?? []).filter(({ replicas }) => replicas > 0);
  return CONTROLLERS.every((controller) => running.some((deployment) => disablingFlag(deployment, controller) === undefined));
};

/** Velero validates a location once a minute, unless it is told otherwise. What an older validation says may no longer hold. */
const VALIDATED_WITHIN = HOUR;

const isAvailable = ({ found, takenAt }: Backing): Truth => {
  if ('missing' in found) return false;
  const { spec, status } = found.location.facets;
  if (spec.accessMode === 'ReadOnly') return false;
  if (status.phase !== 'Available') return status.phase === undefined ? undefined : false;
  return takenAt.getTime() - Date.parse(status.lastValidatedAt ?? '') <= VALIDATED_WITHIN || undefined;
};

type Points = Sorted<StoredBackup>;

/** Whether there is something to restore in the location; as long as the first backup of the namespace is not due, nobody can tell. */
const isThere = ({ namespace, schedule, found, joined, takenAt }: Backing, { sure, open }: Points): Truth => {
  const isHere = ({ facets }: StoredBackup) => 'location' in found && facets.spec.storageLocation === found.location.name;
  if (sure.some(isHere)) return true;
  if (sure.length > 0 || open.length > 0) return undefined;
  const backups = backupsOf(schedule, joined.backups);
  const nothing = judgeNothing(schedule, { joined, backups, takenAt }, Date.parse(namespace.facets.metadata.createdAt));
  return nothing.verdict === 'fail' ? false : undefined;
};

const healthFor = (backing: Backing, points: Points | undefined): Health => {
  const { schedule, things, joined, takenAt } = backing;
  return healthOf([
    () => not(isIdle(schedule, joined)),
    () => isEnabled(schedule, takenAt),
    () => fires(backing),
    () => !('unreadable' in retentionOf(schedule, joined)),
    () => isServed(backing),
    () => isAvailable(backing),
    () => areHeld(things),
    () => points && isThere(backing, points),
  ]);
};

const locationEvidence = ({ schedule, found }: Backing): Evidence => {
  if ('missing' in found) return { facet: 'spec', observed: `storage location ${found.missing} does not exist`, resource: schedule.id };
  const { location } = found;
  return {
    facet: 'status',
    observed: `storage location ${describeLocation(location)}: ${location.facets.status.phase ?? 'not validated'}`,
    resource: location.id,
  };
};

const pointsEvidence = ({ schedule }: Backing, points: Points | undefined): readonly Evidence[] => {
  if (!points) return [];
  const { sure, open } = points;
  const [newest] = sure;
  const span = newest ? `, from ${sure.at(-1)?.facets.status.startedAt} to ${newest.facets.status.startedAt}` : '';
  const more = open.length > 0 ? `; ${open.length} of which that cannot be told` : '';
  return [{ facet: 'backups', observed: `${counted(sure.length, 'usable backup')}${span}${more}`, resource: schedule.id }];
};

const evidenceOf = (backing: Backing, points: Points | undefined): readonly Evidence[] => {
  const { schedule, things } = backing;
  const { spec, status } = schedule.facets;
  const paused = spec.paused ? ', paused' : '';
  return [
    { facet: 'spec', observed: `schedule: ${spec.schedule}${paused}, phase: ${status.phase ?? 'New'}`, resource: schedule.id },
    ...thingEvidence(things, 'spec').map((line) => ({ ...line, resource: schedule.id })),
    unlessUnread(() => locationEvidence(backing), undefined) ?? [],
    ...pointsEvidence(backing, points),
  ].flat();
};

const restoredBefore = (backing: Backing, wanted: Wanted): Protection['lastRestore'] =>
  unlessUnread(
    () =>
      lastRestoreOf(provenRestores(backing.schedule, wanted, backing.joined), {
        ttl: ttlOf(backing),
        scheduledSince: Date.parse(backing.schedule.facets.metadata.createdAt),
        takenAt: backing.takenAt,
      }),
    undefined,
  );

const protectionBy = (backing: Backing, points: Points | undefined): Protection => {
  const { namespace, takenAt } = backing;
  const cadence = cadenceOf(backing);
  const ages = agesOf(points?.sure ?? [], takenAt);
  return {
    mechanism: 'velero-schedule',
    asset: namespace.id,
    location: placeOf(backing),
    rpo: { design: cadence && lossOf([cadence], takenAt), observed: ages[0] },
    cadence,
    retention: { design: ttlOf(backing), observed: ages.at(-1) },
    immutability: immutabilityOf(backing),
    health: healthFor(backing, points),
    lastRestore: restoredBefore(backing, wantedOf(backing)),
    evidence: evidenceOf(backing, points),
  };
};

/** Backups that would make it lose less or go back further, if they count. */
const openBackup = ({ takenAt }: Backing, { sure, open }: Points): StoredBackup | undefined => {
  const [newest = Number.NaN, oldest = newest] = [0, -1].map((index) => agesOf(sure, takenAt).at(index));
  const ages = agesOf(open, takenAt);
  return open.find((_, index) => !((ages[index] ?? 0) >= newest && (ages[index] ?? 0) <= oldest));
};

/** What could make a protection that works better than it looks. */
const doubtsAbout = (backing: Backing, points: Points): readonly Doubt[] => {
  const open = openBackup(backing, points);
  return [
    ...(open ? [{ reason: `whether ${open.name} is a usable backup of ${backing.namespace.name} in this cluster` }] : []),
    ...(isOffSite(backing) === undefined ? [{ reason: `where backups of ${backing.schedule.name} put the data of volumes` }] : []),
  ];
};

/** What one schedule does for the namespace. */
interface Share {
  readonly schedule: Schedule;
  readonly things: readonly Thing[];
  readonly known: readonly (Protection | Doubt)[];
}

const backedBy = (backing: Backing): readonly (Protection | Doubt)[] => {
  const points = unlessUnread(() => pointsOf(backing.schedule, wantedOf(backing), backing.joined), undefined);
  const protection = protectionBy(backing, points);
  return protection.health === 'healthy' && points ? [protection, ...doubtsAbout(backing, points)] : [protection];
};

/** Nothing is known of what it holds: it does not matter where it makes no backups anyway. */
const doubtAbout = (schedule: Schedule, [first]: readonly Thing[], facts: Facts): readonly Doubt[] => {
  if (unlessUnread(() => isIdle(schedule, facts), undefined)) return [];
  const { unread, reason = 'nothing tells' } = first?.answer ?? {};
  return [unread ? { unread } : { reason: `what backups of ${schedule.name} hold: ${reason}` }];
};

type Context = Pick<Backing, 'joined' | 'takenAt'>;

const judge = (namespace: Namespace, schedule: Schedule, things: readonly Thing[], context: Context): Share['known'] => {
  if (things.every(isLost)) return [];
  if (things.every(({ answer }) => answer.state === 'unknown')) return doubtAbout(schedule, things, context.joined);
  const found = locationFor(schedule, context.joined);
  if ('doubt' in found) return [{ reason: `where backups of ${schedule.name} go: ${found.doubt}` }];
  return backedBy({ namespace, schedule, things, found, ...context });
};

const shareOf = (namespace: Namespace, schedule: Schedule, context: Context): Share => {
  const things = heldBy(namespace, schedule, context.joined);
  const known = orDoubt(() => judge(namespace, schedule, things, context));
  return { schedule, things, known: [known].flat() };
};

/** Schedules of which none is known to hold everything, but which may do so together: what that is worth is not worked out. */
const doubtTogether = (shares: readonly Share[], facts: Facts): readonly Doubt[] => {
  const partial = shares.filter(
    ({ schedule, things }) => areHeld(things) !== true && !unlessUnread(() => isIdle(schedule, facts), undefined),
  );
  const names = new Set(partial.flatMap(({ things }) => things.map(({ name }) => name)));
  const held = new Set(partial.flatMap(({ things }) => things.filter((thing) => !isLost(thing)).map(({ name }) => name)));
  return names.size > 0 && held.size === names.size ? [{ reason: 'what several schedules that each hold a part come to together' }] : [];
};

export default defineMechanism({
  id: 'velero-schedule',
  title: 'Velero schedules',
  asset: kubernetesNamespace,
  reads: ['metadata'],
  joins,
  protections: (namespace, context) => {
    const shares = context.joined.schedules.map((schedule) => shareOf(namespace, schedule, context));
    return [...shares.flatMap(({ known }) => known), ...doubtTogether(shares, context.joined)];
  },
});
