import type { BackupJobs, BackupLifecycle, BackupRestoreJobs, BackupVaultDescription, backupProtectedResource } from '../kinds/backup.ts';
import type { Immutability } from '../protection.ts';
import { type Subject, unlessUnread } from '../rule.ts';
import { counted } from '../text.ts';
import type { Evidence } from '../verdict.ts';
import { isContinuous, isUsable, type RecoveryPoint } from './points.ts';
import { lockOf, retentionOf } from './vault.ts';

// What mechanisms say of recovery points of AWS Backup, wherever those are.

const DAY = 86_400_000;

/** A continuous recovery point goes back no further, whatever the rule says. */
const LONGEST_CONTINUOUS = 35 * DAY;

/** Milliseconds that have passed since; none for what happened while the facts were being read. `undefined` where the text is no date. */
export const ageOf = (time: string, takenAt: Date): number | undefined => {
  const age = takenAt.getTime() - Date.parse(time);
  return Number.isNaN(age) ? undefined : Math.max(0, age);
};

/** The ages of several things; `undefined` where one of them cannot be told. */
const agesOf = (times: readonly string[], takenAt: Date): readonly number[] | undefined => {
  const ages = times.map((time) => ageOf(time, takenAt));
  const known = ages.filter((age) => age !== undefined);
  return known.length < ages.length || known.length === 0 ? undefined : known;
};

/** How long ago the latest of these times was; `undefined` where there is none, or one is no date. */
export const newestAge = (times: readonly string[], takenAt: Date): number | undefined => {
  const ages = agesOf(times, takenAt);
  return ages && Math.min(...ages);
};

export const oldestAge = (times: readonly string[], takenAt: Date): number | undefined => {
  const ages = agesOf(times, takenAt);
  return ages && Math.max(...ages);
};

/** Whether the times at which things came about can be relied on. */
export const areDated = (things: readonly { readonly createdAt: string }[]): boolean =>
  things.every(({ createdAt }) => !Number.isNaN(Date.parse(createdAt)));

/** The usable recovery points in a vault of the Region that was asked. */
export const pointsIn = (points: readonly RecoveryPoint[], vault: string): readonly RecoveryPoint[] =>
  points.filter((point) => point.vault === vault && isUsable(point));

/** Those whose date tells from when their content is. */
export const snapshotTimes = (points: readonly RecoveryPoint[]): readonly string[] =>
  points.filter((point) => !isContinuous(point)).map(({ createdAt }) => createdAt);

type Job = Pick<BackupJobs['jobs'][number], 'state' | 'messageCategory' | 'createdAt' | 'completedAt'>;

/** Completed, and nothing was wrong with it: for S3 a job can be COMPLETED and have backed up no object. */
export const isClean = ({ state, messageCategory = 'SUCCESS' }: Job): boolean => state === 'COMPLETED' && messageCategory === 'SUCCESS';

/** What the slowest of completed jobs took, in milliseconds; none where there was no job. `undefined` = cannot be told. */
export const slowestOf = (jobs: readonly Job[]): number | undefined => {
  const durations = jobs
    .filter(({ state, completedAt }) => state === 'COMPLETED' && completedAt !== undefined)
    .map(({ createdAt, completedAt = '' }) => Date.parse(completedAt) - Date.parse(createdAt));
  return durations.some(Number.isNaN) ? undefined : Math.max(0, ...durations);
};

/** A lock that can still be lifted is worth no more than one in governance mode. */
export const immutabilityOf = (description: BackupVaultDescription, takenAt: Date): Immutability => {
  const { mode } = lockOf(description, takenAt);
  return mode === 'grace' ? 'governance' : mode;
};

/** Milliseconds that the recovery points of a rule are kept. */
export const keptFor = (lifecycle: BackupLifecycle, continuous: boolean): number =>
  continuous ? Math.min(retentionOf(lifecycle), LONGEST_CONTINUOUS) : retentionOf(lifecycle);

type RestoreJob = BackupRestoreJobs['jobs'][number];

/** A restore that is there and that no validation refuted; one that is being validated is not there yet. */
const isProven = ({ status, validation = 'SUCCESSFUL' }: RestoreJob): boolean => status === 'COMPLETED' && validation === 'SUCCESSFUL';

const restoredAt = ({ createdAt, completedAt = createdAt }: RestoreJob): string => completedAt;

/** How long ago a restore last succeeded, in milliseconds. `null` = none is recorded; `undefined` = cannot be told. */
export const lastRestoreOf = ({ jobs }: BackupRestoreJobs, takenAt: Date): number | null | undefined => {
  const times = jobs.filter(isProven).map(restoredAt);
  return times.length === 0 ? null : newestAge(times, takenAt);
};

type Known<N extends 'recoveryPoints' | 'restoreJobs'> = Subject<typeof backupProtectedResource, N> | undefined;

/** How many recovery points there are, and how old; nothing where they were not read. */
export const pointsEvidence = (known: Known<'recoveryPoints'>, points: readonly RecoveryPoint[] | undefined): readonly Evidence[] => {
  if (!known || !points) return [];
  const times = points.map(({ createdAt }) => createdAt).sort();
  const [oldest] = times;
  const span = oldest === undefined ? '' : `, from ${oldest} to ${times.at(-1)}`;
  return [{ facet: 'recoveryPoints', observed: `${counted(points.length, 'usable recovery point')}${span}`, resource: known.id }];
};

/** The restore that came last of those that succeeded. */
export const restoreEvidence = (known: Known<'restoreJobs'>): readonly Evidence[] =>
  unlessUnread(() => {
    const proven = known?.facets.restoreJobs.jobs.filter(isProven).sort((a, b) => (restoredAt(a) < restoredAt(b) ? -1 : 1)) ?? [];
    const last = proven.at(-1);
    return known && last ? [{ facet: 'restoreJobs', observed: `job ${last.id}: COMPLETED ${restoredAt(last)}`, resource: known.id }] : [];
  }, []);
