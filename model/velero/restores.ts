import { veleroRestore, type veleroSchedule } from '../kinds/velero.ts';
import { kept } from '../remember.ts';
import { every, type Subject } from '../rule.ts';
import { type Backup, backupsOf } from './backups.ts';

// Restores of a schedule's backups, and what they are worth as a test.

export type Restore = Subject<typeof veleroRestore, 'spec' | 'status'>;

/** Every restore of the cluster. */
export const restoreJoin = every(veleroRestore, ['spec', 'status'], 'cluster');

type Index = ReadonlyMap<string, readonly Restore[]>;

const keysOf = ({ scope, facets: { spec } }: Restore): readonly string[] => [
  `${scope.namespace ?? ''}/schedule/${spec.schedule ?? ''}`,
  `${scope.namespace ?? ''}/backup/${spec.backup ?? ''}`,
];

const indexOf = (restores: readonly Restore[]): Index => {
  const index = new Map<string, Restore[]>();
  for (const restore of restores) for (const key of keysOf(restore)) kept(index, key, () => []).push(restore);
  return index;
};

const indexes = new WeakMap<readonly Restore[], Index>();

/** What is needed to find the restores of a schedule; the backups only now and then. */
export interface RestoreFacts {
  readonly restores: readonly Restore[];
  readonly backups: readonly Backup[];
}

/** The restores of a schedule's backups: Velero writes the schedule into them; one that it has not looked at names the backup. */
export const restoresOf = (schedule: Subject<typeof veleroSchedule, never>, facts: RestoreFacts): readonly Restore[] => {
  const index = kept(indexes, facts.restores, () => indexOf(facts.restores));
  const namespace = schedule.scope.namespace ?? '';
  const named = index.get(`${namespace}/schedule/${schedule.name}`) ?? [];
  // No need to know the backups where nothing was restored that names no schedule.
  const unnamed = index.get(`${namespace}/schedule/`) ?? [];
  if (unnamed.length === 0) return named;
  const own = new Set(backupsOf(schedule, facts.backups).map(({ name }) => name));
  return [...named, ...unnamed.filter(({ facets }) => own.has(facets.spec.backup ?? ''))];
};

/** When it was over, or else began, in milliseconds since 1970; `NaN` where nothing tells. */
export const restoredAt = ({ facets: { status } }: Restore): number => Date.parse(status.completedAt ?? status.startedAt ?? '');

/** What a restore has come to. `unclear`: a word that nobody knows here. */
export type RestoreStage = 'running' | 'completed' | 'failed' | 'unclear';

// https://velero.io/docs/main/api-types/restore/ and the phases of pkg/apis/velero/v1/restore_types.go
const STAGES: ReadonlyMap<string, RestoreStage> = new Map<string, RestoreStage>([
  ['', 'running'],
  ['New', 'running'],
  ['InProgress', 'running'],
  ['WaitingForPluginOperations', 'running'],
  ['WaitingForPluginOperationsPartiallyFailed', 'running'],
  ['Finalizing', 'running'],
  ['FinalizingPartiallyFailed', 'running'],
  ['Completed', 'completed'],
  ['PartiallyFailed', 'failed'],
  ['Failed', 'failed'],
  ['FailedValidation', 'failed'],
]);

export const restoreStage = ({ facets: { status } }: Restore): RestoreStage => STAGES.get(status.phase ?? '') ?? 'unclear';

/** By the names that kubectl and Velero know them by. */
const SUBSTANCE: ReadonlySet<string> = new Set(
  '* configmaps configmap cm secrets secret persistentvolumeclaims persistentvolumeclaim pvc persistentvolumes persistentvolume pv pods pod po'.split(
    ' ',
  ),
);

/** What a restore left out that it should have brought back, as a clause; `undefined` where its filters leave out nothing of substance. */
export const omissionOf = ({ facets: { spec } }: Restore): string | undefined => {
  if (spec.selective) return 'it restored only what label selectors match';
  if (spec.includedResources.length > 0 && !spec.includedResources.includes('*'))
    return `it restored only ${spec.includedResources.join(', ')}`;
  if (spec.restorePVs === false) return 'it restored no persistent volumes';
  const excluded = spec.excludedResources.filter((name) => SUBSTANCE.has(name.toLowerCase()));
  return excluded.length > 0 ? `it left out ${excluded.join(', ')}` : undefined;
};
