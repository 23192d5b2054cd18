import type { KubernetesClaim, KubernetesPod } from '../../kinds/kubernetes.ts';
import { type Answer, allHold, no, unclear, yes } from './answer.ts';
import type { Volume } from './facts.ts';
import type { Situation } from './fs-backup.ts';
import { selectionOf } from './labels.ts';
import { isOf } from './members.ts';
import { meetsError } from './snapshots.ts';

// An error at one claim of a pod: Velero gives up the pod before it copies any of its volumes.

const uses = (pod: KubernetesPod, claim: KubernetesClaim): boolean => pod.volumes.some((volume) => isOf(claim, volume));

/** The error is met once: by the pod that brings the claim along first. */
const meetsFirst = ({ template, version, members }: Situation, pod: KubernetesPod, claim: KubernetesClaim): boolean => {
  const selected = selectionOf(template, version)?.matches(pod.labels) ?? true;
  return selected && [...members.pods].every((other) => other === pod || !uses(other, claim));
};

const judgeClaim = (
  situation: Situation,
  volumeOf: (claim: KubernetesClaim) => Volume | undefined,
  pod: KubernetesPod,
  claim: KubernetesClaim,
): Answer => {
  const error = meetsError({ ...situation, claim, volume: () => volumeOf(claim) });
  if (error === false) return yes('fs-backup', `no error at claim ${claim.name}`);
  const why = `an error at claim ${claim.name} of pod ${pod.name}, of which no CSI snapshot can be taken, ends the backup of the pod`;
  return error === true && meetsFirst(situation, pod, claim)
    ? no('claim-fails', `${why} before its volumes are copied`)
    : unclear('claim-fails', `whether ${why} before its volumes are copied is not known`);
};

/** Whether Velero comes as far as the volumes of a pod. */
export const reachesVolumes = (
  situation: Situation,
  volumeOf: (claim: KubernetesClaim) => Volume | undefined,
  pod: KubernetesPod,
): Answer =>
  allHold(
    [...situation.members.claims].filter((claim) => uses(pod, claim)).map((claim) => () => judgeClaim(situation, volumeOf, pod, claim)),
    yes('fs-backup', `nothing keeps Velero from the volumes of pod ${pod.name}`),
  );
