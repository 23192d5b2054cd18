import { veleroDataUpload, veleroPodVolumeBackup } from '../kinds/velero.ts';
import { kept } from '../remember.ts';
import { every, type Subject } from '../rule.ts';

// Data of volumes on its way into a storage location: copies through the file system of a pod, and uploads of snapshots.

export type Transfer = Subject<typeof veleroPodVolumeBackup | typeof veleroDataUpload, 'spec' | 'status'>;

export const podVolumeBackupJoin = every(veleroPodVolumeBackup, ['spec', 'status'], 'cluster');
/** There are none before 1.12. */
export const dataUploadJoin = every(veleroDataUpload, ['spec', 'status'], 'cluster');

type Index = ReadonlyMap<string, readonly Transfer[]>;

const keyOf = (namespace: string | undefined, backup: string): string => `${namespace ?? ''}/${backup}`;

const indexOf = (transfers: readonly Transfer[]): Index => {
  const index = new Map<string, Transfer[]>();
  for (const transfer of transfers)
    kept(index, keyOf(transfer.scope.namespace, transfer.facets.spec.backup ?? ''), () => []).push(transfer);
  return index;
};

const indexes = new WeakMap<readonly Transfer[], Index>();

/** The transfers of a backup among these, in the namespace of its own Velero. */
export const transfersOf = ({ name, scope }: Pick<Subject, 'name' | 'scope'>, transfers: readonly Transfer[]): readonly Transfer[] =>
  kept(indexes, transfers, () => indexOf(transfers)).get(keyOf(scope.namespace, name)) ?? [];

/** What became of a transfer. `unclear`: a word that nobody knows here. */
export type Fate = 'moved' | 'lost' | 'unclear';

// The phases of pkg/apis/velero/v1/pod_volume_backup_types.go and pkg/apis/velero/v2alpha1/data_upload_types.go
const UNFINISHED: ReadonlySet<string> = new Set(['New', 'Accepted', 'Prepared', 'InProgress', 'Canceling', 'Canceled', 'Failed']);

/** Whether the data of a transfer is in the storage location: only with the id of a snapshot there, unless the volume held nothing. */
export const fateOf = ({ facets: { status } }: Transfer): Fate => {
  const { phase = 'New', snapshotId, message = '' } = status;
  if (UNFINISHED.has(phase)) return 'lost';
  if (phase !== 'Completed') return 'unclear';
  return snapshotId !== undefined || message.includes('volume was empty') ? 'moved' : 'lost';
};

/** The volume of a transfer: `mlops/data`. */
export const volumeOf = ({ facets: { spec } }: Transfer): string =>
  'claim' in spec ? `${spec.namespace}/${spec.claim}` : `${spec.namespace}/${spec.pod}/${spec.volume}`;
