import type { KubernetesClaim, KubernetesPod, PersistentVolumeSpec } from '../../kinds/kubernetes.ts';
import type { NodeAgent, NodeAgentPod, VeleroDeployment } from '../../kinds/velero.ts';

// What has to be known of a cluster to tell what a backup of it would hold.

type Labels = Readonly<Record<string, string>>;

export interface Namespace {
  readonly name: string;
  readonly labels: Labels;
  /** Set while it is being deleted. */
  readonly deletedAt?: string | undefined;
}

/** What is in a namespace. */
export interface Contents {
  readonly pods: readonly KubernetesPod[];
  readonly claims: readonly KubernetesClaim[];
}

export interface Volume {
  readonly name: string;
  readonly labels: Labels;
  readonly deletedAt?: string | undefined;
  readonly spec: PersistentVolumeSpec;
}

/**
 * A cluster, and the Velero in it that makes the backup. Its members may throw `UnreadFact`: each is looked at only where it
 * decides.
 */
export interface Cluster {
  readonly namespaces: readonly Namespace[];
  /** Of a namespace that is there. */
  readonly contents: (namespace: string) => Contents;
  /** `undefined`: there is none, or there are several that do not agree. */
  readonly server: VeleroDeployment | undefined;
  /** Daemon sets of the node agents, in Velero's namespace. */
  readonly nodeAgents: readonly Pick<NodeAgent, 'name' | 'ready'>[];
  /** Pods of the node agents (up to 1.9 of restic), in Velero's namespace. */
  readonly nodeAgentPods: readonly Omit<NodeAgentPod, 'name'>[];
  readonly volumes: readonly Volume[];
  readonly storageClasses: readonly { readonly name: string; readonly provisioner: string }[];
  readonly snapshotClasses: readonly { readonly driver: string; readonly labels: Labels; readonly isDefault: boolean }[];
  /** In Velero's namespace. */
  readonly snapshotLocations: readonly { readonly name: string; readonly provider: string }[];
}

/** The label that leaves out an object, or, from 1.10 on, all that is in a namespace. */
export const EXCLUDE_LABEL = 'velero.io/exclude-from-backup';

export const isLabelledOut = (labels: Labels): boolean => labels[EXCLUDE_LABEL] === 'true';
