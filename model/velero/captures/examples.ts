import type { KubernetesClaim, KubernetesPod, PersistentVolumeSpec } from '../../kinds/kubernetes.ts';
import type { NodeAgent, NodeAgentPod, VeleroDeployment } from '../../kinds/velero.ts';
import { objectId } from '../../kubernetes/ids.ts';
import { type Around, deployment, metadata, SERVER, veleroId } from '../examples.ts';

// What examples and tests of what a backup holds are made of: a namespace with one pod that has one claim mounted.

/** The id of an object that is in no namespace of the cluster of the examples. */
const clusterId = (kind: string, name: string, group = ''): string => objectId({ cluster: 'prod', group, namespace: '', kind, name });

export const namespaceId = (name: string): string => clusterId('Namespace', name);

export const pod = (more: Partial<KubernetesPod> = {}): KubernetesPod => ({
  name: 'train',
  labels: {},
  annotations: { 'backup.velero.io/backup-volumes': 'data' },
  node: 'node-a',
  phase: 'Running',
  volumes: [{ name: 'data', source: 'persistentVolumeClaim', claim: 'data', mounted: true }],
  ...more,
});

export const claim = (more: Partial<KubernetesClaim> = {}): KubernetesClaim => ({
  name: 'data',
  labels: {},
  phase: 'Bound',
  volume: 'pv-data',
  storageClass: 'ebs',
  volumeMode: 'Filesystem',
  ...more,
});

interface NamespaceDetails {
  readonly labels?: Readonly<Record<string, string>>;
  readonly pods?: readonly KubernetesPod[];
  readonly claims?: readonly KubernetesClaim[];
}

/** Facets of a namespace. */
export const namespace = ({ labels = {}, pods = [pod()], claims = [claim()] }: NamespaceDetails = {}) => ({
  metadata: metadata(),
  labels,
  pods: { pods },
  claims: { claims },
});

export const namespaces = (all: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Around => ({
  'kubernetes/namespace': Object.fromEntries(Object.entries(all).map(([name, facets]) => [namespaceId(name), facets])),
});

/** A node agent that runs on `node-a`. */
export const agent = (more: Partial<NodeAgentPod> = {}): NodeAgentPod => ({
  name: 'node-agent-1',
  labels: { name: 'node-agent', role: 'node-agent' },
  node: 'node-a',
  phase: 'Running',
  ready: true,
  ...more,
});

/** The daemon set of the node agents. @param ready how many of its pods are */
export const agentSet = (ready = 1, more: Partial<NodeAgent> = {}): NodeAgent => ({
  name: 'node-agent',
  image: 'velero/velero:v1.16.2',
  desired: 1,
  ready,
  ...more,
});

export const serving = (server: Partial<VeleroDeployment> = {}, agents: readonly NodeAgentPod[] = [agent()]): Around => ({
  'velero/server': {
    [SERVER]: {
      deployments: { deployments: [deployment(server)] },
      nodeAgents: { daemonSets: [agentSet(agents.filter(({ ready }) => ready).length)] },
      nodeAgentPods: { pods: agents },
    },
  },
});

export const volumes = (spec: Partial<PersistentVolumeSpec> = {}, labels: Readonly<Record<string, string>> = {}): Around => ({
  'kubernetes/persistent-volume': {
    [clusterId('PersistentVolume', 'pv-data')]: {
      metadata: metadata(),
      labels,
      spec: { source: 'csi', driver: 'ebs.csi.aws.com', storageClass: 'ebs', volumeMode: 'Filesystem', topology: [], ...spec },
    },
  },
});

/** A class of snapshots of EBS, with the label by which Velero picks it. */
export const snapshotClasses: Around = {
  'kubernetes/volume-snapshot-class': {
    [clusterId('VolumeSnapshotClass', 'ebs', 'snapshot.storage.k8s.io')]: {
      labels: { 'velero.io/csi-volumesnapshot-class': 'true' },
      spec: { driver: 'ebs.csi.aws.com', deletionPolicy: 'Retain', isDefault: false },
    },
  },
};

export const snapshotLocations: Around = {
  'velero/snapshot-location': { [veleroId('VolumeSnapshotLocation', 'default')]: { spec: { provider: 'velero.io/aws' } } },
};

/** The namespace `mlops` of a cluster with EBS, and Velero with its node agent in it. */
export const surroundings = (...more: readonly Around[]): Around =>
  Object.assign(
    {
      ...namespaces({ mlops: namespace() }),
      ...serving(),
      ...volumes(),
      'kubernetes/storage-class': { [clusterId('StorageClass', 'ebs', 'storage.k8s.io')]: { spec: { provisioner: 'ebs.csi.aws.com' } } },
      'kubernetes/volume-snapshot-class': {},
      'velero/snapshot-location': {},
    },
    ...more,
  );

/** Schedules by their names. */
export const schedules = (all: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Around => ({
  'velero/schedule': Object.fromEntries(Object.entries(all).map(([name, facets]) => [veleroId('Schedule', name), facets])),
});
