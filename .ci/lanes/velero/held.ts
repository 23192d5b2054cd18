import type { How } from '../../../model/velero/captures/captures.ts';
import { volumeName } from './objects.ts';
import type { Answer } from './oracle.ts';

/** Phases in which a backup holds nothing: it was never made, or came to nothing. */
const VOID: ReadonlySet<string> = new Set(['FailedValidation', 'Failed']);

export const isVoid = ({ phase }: Answer): boolean => VOID.has(phase);

/** Names of the objects of a resource that a backup holds of a namespace: `configmaps`, `deployments.apps`. */
export const namesIn = (answer: Answer, resource: string, namespace: string): readonly string[] => {
  const path = `${resource}/${namespace}/`;
  return (isVoid(answer) ? [] : (answer.items ?? [])).filter((item) => item.startsWith(path)).map((item) => item.slice(path.length));
};

/** How a backup holds the data of a claim, be the claim itself in it or not; nothing where it does not. */
export const waysOf = (answer: Answer, namespace: string, claim: string): readonly How[] => {
  if (isVoid(answer)) return [];
  const { fsBackup, snapshots, csi, moved } = answer;
  const id = `${namespace}/${claim}`;
  const ways: readonly (readonly [How, boolean | undefined])[] = [
    // Those of ephemeral volumes bear no claim: Velero has them copied, but from a directory that is not theirs.
    ['fs-backup', fsBackup?.some((copy) => copy.namespace === namespace && copy.claim === claim)],
    ['native-snapshot', snapshots?.includes(volumeName(namespace, claim))],
    ['csi-snapshot', csi?.includes(id)],
    ['csi-data-movement', moved?.includes(id)],
  ];
  return ways.filter(([, taken]) => taken === true).map(([how]) => how);
};
