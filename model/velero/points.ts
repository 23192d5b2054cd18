import { kept } from '../remember.ts';
import { unlessUnread } from '../rule.ts';
import { and, type Truth } from '../truth.ts';
import { type Backup, backupsOf, isSynchronised, type StoredBackup, startedAt, usabilityOf } from './backups.ts';
import { isPattern, takesIn } from './captures/patterns.ts';
import { omissionOf, type Restore, type RestoreFacts, restoredAt, restoreStage, restoresOf } from './restores.ts';

// Which backups and restores of a schedule count for one namespace.

type Schedule = Parameters<typeof backupsOf>[0];
type Template = StoredBackup['facets']['spec'];

/** The namespace that is asked about. */
export interface Wanted {
  readonly name: string;
  /** Since when it is there, in milliseconds since 1970; `NaN` where that has no date. */
  readonly since: number;
  /** Whether a backup made from such a template holds all of it. */
  readonly holds: (template: Template) => Truth;
  readonly takenAt: Date;
}

/** Those that count for certain, and those of which nobody can tell. */
export interface Sorted<T> {
  readonly sure: readonly T[];
  readonly open: readonly T[];
}

/** What cannot be read cannot be told. */
const sorted = <T>(all: readonly T[], counts: (one: T) => Truth): Sorted<T> => {
  const judged = all.map((one) => ({ one, truth: unlessUnread(() => counts(one), undefined) }));
  const those = (truth: Truth) => judged.flatMap((each) => (each.truth === truth ? [each.one] : []));
  return { sure: those(true), open: those(undefined) };
};

/** `holds`, which is asked once for all backups whose filters are alike. */
export const rememberingFilters = (holds: Wanted['holds']): Wanted['holds'] => {
  const known = new Map<string, { readonly truth: Truth }>();
  const byTemplate = new WeakMap<Template, { readonly truth: Truth }>();
  return (template) => {
    const { ttl: _, storageLocation: __, ...filters } = template;
    return kept(byTemplate, template, () => kept(known, JSON.stringify(filters), () => ({ truth: holds(template) }))).truth;
  };
};

/**
 * Whether a backup is of this namespace, and holds it. One that came in from the storage location may be another cluster's;
 * one from before the namespace was made is of another one of its name, or of the one that was restored as this.
 */
const isOfNamespace = (backup: StoredBackup, { since, holds }: Wanted): Truth => {
  const isOwn = !isSynchronised(backup) && (startedAt(backup) ?? Number.NaN) >= since;
  return and([isOwn || undefined, holds(backup.facets.spec)]);
};

/** The backups of a schedule that can be restored and hold the namespace, the newest first. */
export const pointsOf = (
  schedule: Schedule,
  wanted: Wanted,
  joined: Parameters<typeof usabilityOf>[1]['joined'] & { readonly backups: readonly StoredBackup[] },
): Sorted<StoredBackup> => {
  const usage = { acceptPartiallyFailed: false, takenAt: wanted.takenAt, joined };
  const isUsable = (backup: StoredBackup): Truth => unlessUnread(() => usabilityOf(backup, usage).usable, undefined);
  return sorted(backupsOf(schedule, joined.backups), (backup) =>
    isUsable(backup) === false ? false : and([isUsable(backup), isOfNamespace(backup, wanted)]),
  );
};

const ageAt = (moment: number | undefined, takenAt: Date): number => Math.max(0, takenAt.getTime() - (moment ?? Number.NaN));

/** The ages of backups in milliseconds, in their order; `NaN` for those without a date. */
export const agesOf = (backups: readonly Backup[], takenAt: Date): readonly number[] =>
  backups.map((backup) => ageAt(startedAt(backup), takenAt));

const isTakenIn = ({ facets: { spec } }: Restore, name: string): Truth => {
  const lists = { includes: spec.includedNamespaces, excludes: spec.excludedNamespaces };
  // What a pattern means to a restore depends on the version of Velero.
  const hasPatterns = [...lists.includes, ...lists.excludes].some((item) => item !== '*' && isPattern(item));
  return hasPatterns ? undefined : takesIn(lists, name);
};

const isCompleted = (restore: Restore): Truth => {
  const stage = restoreStage(restore);
  if (stage === 'unclear') return undefined;
  return stage === 'completed' && omissionOf(restore) === undefined;
};

/** The restores that brought the namespace back from a backup of the schedule. */
export const provenRestores = (
  schedule: Schedule,
  wanted: Wanted,
  joined: RestoreFacts & { readonly backups: readonly StoredBackup[] },
): Sorted<Restore> => {
  const isFrom = ({ facets: { spec } }: Restore): Truth => {
    const backup = backupsOf(schedule, joined.backups).find(({ name }) => name === spec.backup);
    return backup && isOfNamespace(backup, wanted);
  };
  return sorted(restoresOf(schedule, joined), (restore) =>
    isCompleted(restore) === false ? false : and([isCompleted(restore), isTakenIn(restore, wanted.name), isFrom(restore)]),
  );
};

/**
 * How long ago the last of these restores was, in milliseconds. Velero deletes restores together with their backup, so that
 * what is older than the TTL says nothing of those that came after it. `null` = there was none, and none can have vanished:
 * the schedule has not been there for as long as its backups are kept. `undefined` = cannot be told.
 */
export const lastRestoreOf = (
  { sure, open }: Sorted<Restore>,
  { ttl, scheduledSince, takenAt }: { readonly ttl: number | undefined; readonly scheduledSince: number; readonly takenAt: Date },
): number | null | undefined => {
  const agesOf = (restores: readonly Restore[]) => restores.map((restore) => ageAt(restoredAt(restore), takenAt));
  const last = Math.min(...agesOf(sure));
  if (ttl === undefined || agesOf(open).some((age) => !(age >= last))) return undefined;
  if (sure.length > 0) return last <= ttl ? last : undefined;
  return open.length === 0 && ageAt(scheduledSince, takenAt) < ttl ? null : undefined;
};
