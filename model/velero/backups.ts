import { type veleroBackup as Kind, veleroBackup, type veleroSchedule, type veleroStorageLocation } from '../kinds/velero.ts';
import { kept } from '../remember.ts';
import { every, type Subject } from '../rule.ts';

// The backups of a schedule, and which of them can be restored.

export type Backup = Subject<typeof Kind, 'metadata' | 'labels' | 'status'>;
/** With its storage location, which decides whether it can be restored. */
export type StoredBackup = Backup & Subject<typeof Kind, 'spec'>;
type Location = Subject<typeof veleroStorageLocation, 'status'>;

/** Every backup of the cluster, those of other clusters that share a bucket among them. */
export const backupJoin = every(veleroBackup, ['metadata', 'labels', 'status'], 'cluster');
export const storedBackupJoin = every(veleroBackup, ['metadata', 'labels', 'spec', 'status'], 'cluster');

const SCHEDULE_NAME = 'velero.io/schedule-name';

const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;

/** When the object came into the cluster, in milliseconds since 1970; `NaN` where the text is no date. */
export const createdAt = ({ facets }: Pick<Backup, 'facets'>): number => Date.parse(facets.metadata.createdAt);

/** Which moment its content is of; `undefined` as long as it has not begun. */
export const startedAt = ({ facets }: Pick<Backup, 'facets'>): number | undefined =>
  facets.status.startedAt === undefined ? undefined : Date.parse(facets.status.startedAt);

const completedAt = ({ facets }: Pick<Backup, 'facets'>): number | undefined =>
  facets.status.completedAt === undefined ? undefined : Date.parse(facets.status.completedAt);

/**
 * Whether its object came into this cluster only after the backup was complete: out of the storage location. Another cluster
 * that shares the bucket may have made it, or this one, whose object was lost.
 */
export const isSynchronised = (backup: Pick<Backup, 'facets'>): boolean =>
  createdAt(backup) > (completedAt(backup) ?? Number.POSITIVE_INFINITY);

/** When it was asked for: the object of a backup is older than the backup itself, unless it came in later. */
export const requestedAt = (backup: Pick<Backup, 'facets'>): number =>
  Math.min(createdAt(backup), startedAt(backup) ?? Number.POSITIVE_INFINITY);

/** When it was over, or else began, or else was asked for. */
export const settledAt = (backup: Pick<Backup, 'facets'>): number => completedAt(backup) ?? startedAt(backup) ?? createdAt(backup);

/** How long it took, in milliseconds; `undefined` where that cannot be told. */
export const durationOf = (backup: Pick<Backup, 'facets'>): number | undefined => {
  const duration = (completedAt(backup) ?? Number.NaN) - (startedAt(backup) ?? Number.NaN);
  return duration >= 0 ? duration : undefined;
};

const newestFirst = (one: Backup, other: Backup): number => {
  const [a, b] = [startedAt(one) ?? createdAt(one), startedAt(other) ?? createdAt(other)];
  return Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(b)) - Number(Number.isNaN(a)) : b - a;
};

type Index<B extends Backup> = ReadonlyMap<string, readonly B[]>;

const indexOf = <B extends Backup>(backups: readonly B[]): Index<B> => {
  const index = new Map<string, B[]>();
  for (const backup of backups) {
    const schedule = backup.facets.labels[SCHEDULE_NAME];
    if (schedule !== undefined) kept(index, keyOf(backup.scope.namespace, schedule), () => []).push(backup);
  }
  for (const own of index.values()) own.sort(newestFirst);
  return index;
};

const indexes = new WeakMap<readonly Backup[], Index<Backup>>();

/**
 * The backups that bear the label of a schedule: its own, those that somebody made from it by hand, and those of a schedule
 * of the same name in another cluster. The newest first; those without a date before all others.
 */
export const backupsOf = <B extends Backup>(
  { name, scope }: Subject<typeof veleroSchedule, never>,
  backups: readonly B[],
): readonly B[] => {
  // The index of an array holds its own members.
  const index = kept(indexes, backups, () => indexOf(backups)) as Index<B>;
  return index.get(keyOf(scope.namespace, name)) ?? [];
};

/** What a backup has come to. `unclear`: a word that nobody knows here. */
export type Stage = 'running' | 'completed' | 'partial' | 'failed' | 'deleting' | 'unclear';

// https://velero.io/docs/main/api-types/backup/ and the phases of pkg/apis/velero/v1/backup_types.go
const STAGES: ReadonlyMap<string, Stage> = new Map<string, Stage>([
  ['', 'running'],
  ['New', 'running'],
  ['Queued', 'running'],
  ['ReadyToStart', 'running'],
  ['InProgress', 'running'],
  ['WaitingForPluginOperations', 'running'],
  ['WaitingForPluginOperationsPartiallyFailed', 'running'],
  ['Finalizing', 'running'],
  ['FinalizingPartiallyFailed', 'running'],
  ['Completed', 'completed'],
  ['PartiallyFailed', 'partial'],
  ['Failed', 'failed'],
  ['FailedValidation', 'failed'],
  ['Deleting', 'deleting'],
]);

export const stageOf = ({ facets: { metadata, status } }: Pick<Backup, 'facets'>): Stage =>
  metadata.deletedAt === undefined ? (STAGES.get(status.phase ?? '') ?? 'unclear') : 'deleting';

/** The phase for people. */
export const phaseOf = ({ facets }: Pick<Backup, 'facets'>): string => facets.status.phase ?? 'without a phase';

/** Past its expiration it is as good as deleted, whether or not garbage collection has come round. */
export const isExpired = ({ facets: { status } }: Pick<Backup, 'facets'>, takenAt: Date): boolean =>
  status.expiresAt !== undefined && Date.parse(status.expiresAt) <= takenAt.getTime();

const locationIndexes = new WeakMap<readonly Location[], ReadonlyMap<string, Location>>();

const locationOf = ({ facets, scope }: StoredBackup, locations: readonly Location[]): Location | undefined =>
  kept(locationIndexes, locations, () => new Map(locations.map((one) => [keyOf(one.scope.namespace, one.name), one]))).get(
    keyOf(scope.namespace, facets.spec.storageLocation ?? ''),
  );

/** Velero reads only from a location whose phase is `Available`, whatever other word stands there. */
const locationProblem = (backup: StoredBackup, locations: readonly Location[]): string | undefined => {
  const name = `storage location ${backup.facets.spec.storageLocation ?? 'without a name'}`;
  const location = locationOf(backup, locations);
  if (!location) return `${name} does not exist`;
  const { phase = 'not validated yet' } = location.facets.status;
  return phase === 'Available' ? undefined : `${name} is ${phase}`;
};

/** What decides whether a backup can be restored. */
export interface Usage {
  /** Whether a PartiallyFailed one counts. */
  readonly acceptPartiallyFailed: boolean;
  readonly takenAt: Date;
  /** Looked at only where all else is well. */
  readonly joined: { readonly locations: readonly Location[] };
}

/** Whether a backup can be restored; if not, why not, as a clause. `undefined`: nobody can tell. */
export type Usability = { readonly usable: true } | { readonly usable: false | undefined; readonly why: string };

export const usabilityOf = (backup: StoredBackup, { acceptPartiallyFailed, takenAt, joined }: Usage): Usability => {
  const stage = stageOf(backup);
  const why = phaseOf(backup);
  if (stage === 'unclear') return { usable: undefined, why };
  if (stage === 'deleting') return { usable: false, why: 'being deleted' };
  if (stage !== 'completed' && !(stage === 'partial' && acceptPartiallyFailed)) return { usable: false, why };
  if (isExpired(backup, takenAt)) return { usable: false, why: 'expired' };
  const problem = locationProblem(backup, joined.locations);
  return problem === undefined ? { usable: true } : { usable: false, why: `its ${problem}` };
};

/** How long ago it began, in milliseconds; `undefined` as long as it has not, `NaN` where nothing gives it a date. */
export const ageOf = (backup: Pick<Backup, 'facets'>, takenAt: Date): number | undefined => {
  const started = startedAt(backup);
  return started === undefined ? undefined : Math.max(0, takenAt.getTime() - started);
};

/**
 * From 1.10 on Velero makes no further backup of a schedule as long as one is in one of these phases (without a phase from
 * 1.18 on); before, it made them, and they waited, since it worked on one at a time.
 */
const HOLDING: ReadonlySet<string> = new Set(['', 'New', 'InProgress']);

/** Whether a backup holds back the next one of its schedule; `undefined` where its phase is a word that nobody knows here. */
export const holdsRuns = (backup: Pick<Backup, 'facets'>): boolean | undefined => {
  const stage = stageOf(backup);
  if (stage === 'unclear') return completedAt(backup) === undefined ? undefined : false;
  return stage === 'running' && HOLDING.has(backup.facets.status.phase ?? '');
};

/** How many of the newest backups tell how long one takes. */
const PACED = 10;

/** How long backups take: the longest of the last `of` ones, in milliseconds. */
export interface Pace {
  readonly longest: number;
  readonly of: number;
}

/** How long the last backups of this cluster took that came to an end with something in them. The newest come first. */
export const paceOf = (backups: readonly Backup[]): Pace => {
  const durations = backups
    .filter((backup) => ['completed', 'partial'].includes(stageOf(backup)) && !isSynchronised(backup))
    .map(durationOf)
    .filter((duration) => duration !== undefined)
    .slice(0, PACED);
  return { longest: Math.max(0, ...durations), of: durations.length };
};

/** The shortest time for which any of these is kept, from its beginning on, in milliseconds; `Infinity` where none says it. */
export const shortestTtl = (backups: readonly Backup[]): number =>
  backups
    .map((backup) => Date.parse(backup.facets.status.expiresAt ?? '') - (startedAt(backup) ?? Number.NaN))
    .filter((ttl) => !Number.isNaN(ttl))
    .reduce((shortest, ttl) => Math.min(shortest, ttl), Number.POSITIVE_INFINITY);
