import type { KubernetesClaim, KubernetesPod } from '../../kinds/kubernetes.ts';
import type { BackupTemplate } from '../../kinds/velero.ts';
import { isAtLeast, type Version } from '../versions.ts';
import { type Contents, isLabelledOut } from './facts.ts';
import { type Selection, selectionOf } from './labels.ts';

// Which pods and claims of a namespace come into a backup: those that the template selects, and those that they bring along.

type PodVolume = KubernetesPod['volumes'][number];

/** Whether a volume of a pod is a claim that has a life of its own. */
export const isOf = ({ name }: KubernetesClaim, volume: PodVolume): boolean =>
  volume.source === 'persistentVolumeClaim' && volume.claim === name;

export const isBound = ({ phase, volume }: KubernetesClaim): boolean => phase === 'Bound' && volume !== undefined;

/** As Velero sees it: on a node, and not about to go. */
export const isRunning = ({ phase, node, deletedAt }: KubernetesPod): boolean =>
  phase === 'Running' && node !== undefined && deletedAt === undefined;

const claimsOf = (pods: Iterable<KubernetesPod>): ReadonlySet<string | undefined> =>
  new Set([...pods].flatMap(({ volumes }) => volumes.filter(({ source }) => source === 'persistentVolumeClaim').map(({ claim }) => claim)));

/** What Velero leaves out whoever brings it along. */
const isOut = ({ labels, deletedAt }: KubernetesPod | KubernetesClaim): boolean => isLabelledOut(labels) || deletedAt !== undefined;

export interface Members {
  readonly pods: ReadonlySet<KubernetesPod>;
  readonly claims: ReadonlySet<KubernetesClaim>;
}

/** Whether the resources are taken in at all. */
interface Taken {
  readonly pods: boolean;
  readonly claims: boolean;
}

const selected = <T extends KubernetesPod | KubernetesClaim>(items: readonly T[], selection: Selection | undefined): readonly T[] =>
  items.filter(({ labels }) => selection?.matches(labels) ?? true);

const withClaims = ({ pods, claims }: Members, candidates: Contents): Members => {
  const used = claimsOf(pods);
  return { pods, claims: new Set([...claims, ...candidates.claims.filter(({ name }) => used.has(name))]) };
};

const withPods = ({ pods, claims }: Members, candidates: Contents): Members => {
  const bound = new Set([...claims].filter(isBound).map(({ name }) => name));
  const users = candidates.pods.filter(
    (pod) => isRunning(pod) && [...claimsOf([pod])].some((name) => name !== undefined && bound.has(name)),
  );
  return { claims, pods: new Set([...pods, ...users]) };
};

/** Takes in what members bring along until nothing more comes: pods bring their claims, and from 1.15 on claims the pods that use them. */
const grown = (members: Members, candidates: Contents, version: Version): Members => {
  const first = withClaims(members, candidates);
  if (!isAtLeast(version, 1, 15)) return first;
  const next = withPods(first, candidates);
  return next.pods.size === members.pods.size ? next : grown(next, candidates, version);
};

/** The pods and claims of a namespace that come into a backup. */
export const membersOf = (template: BackupTemplate, contents: Contents, taken: Taken, version: Version): Members => {
  const selection = selectionOf(template, version);
  const candidates = {
    pods: taken.pods ? contents.pods.filter((pod) => !isOut(pod)) : [],
    claims: taken.claims ? contents.claims.filter((claim) => !isOut(claim)) : [],
  };
  const members = { pods: new Set(selected(candidates.pods, selection)), claims: new Set(selected(candidates.claims, selection)) };
  return grown(members, candidates, version);
};
