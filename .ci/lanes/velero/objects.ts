import type { Manifest } from './oracle.ts';

// Objects of Kubernetes as an API server gives them, as far as backups depend on them.

export type Labels = Readonly<Record<string, string>>;
export type Members = Readonly<Record<string, unknown>>;

/** Velero's own namespace. */
export const VELERO = 'velero';

/** The label that leaves an object, or all of a namespace, out of backups. */
export const EXCLUDED: Labels = { 'velero.io/exclude-from-backup': 'true' };

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
}

/** The API server keeps what is being deleted only as long as somebody holds it. */
const held = ({ deletionTimestamp }: Pick<Metadata, 'deletionTimestamp'>): Members =>
  deletionTimestamp === undefined ? {} : { finalizers: ['example.com/held'] };

const object = (apiVersion: string, kind: string, metadata: Metadata, rest: Members): Manifest => ({
  apiVersion,
  kind,
  metadata: { creationTimestamp: '2026-01-01T00:00:00Z', ...held(metadata), ...metadata },
  ...rest,
});

/** When something was deleted that is still there. */
export const DELETED = { deletionTimestamp: '2026-01-02T00:00:00Z' } as const;

/** An object that is being deleted, as all are in a namespace that is. */
export const deleted = (object: Manifest): Manifest => ({ ...object, metadata: { ...object.metadata, ...held(DELETED), ...DELETED } });

export const namespace = (name: string, labels: Labels = {}, phase = 'Active'): Manifest =>
  object('v1', 'Namespace', { name, labels, ...(phase === 'Terminating' ? DELETED : {}) }, { status: { phase } });

/** Config maps, secrets and a deployment. */
export const configMap = (metadata: Metadata, data: Labels = {}): Manifest => object('v1', 'ConfigMap', metadata, { data });
export const secret = (metadata: Metadata): Manifest => object('v1', 'Secret', metadata, { data: {} });
export const deployment = (metadata: Metadata): Manifest => object('apps/v1', 'Deployment', metadata, { spec: {} });

/** A claim, and the volume that it is bound to. */
export interface Storage {
  readonly namespace: string;
  readonly name: string;
  readonly labels?: Labels;
  readonly volumeLabels?: Labels;
  /** Its key is that of the volume's source. */
  readonly source?: Members;
  readonly storageClassName?: string | undefined;
  readonly volumeMode?: string;
  /** There is no volume unless it is `Bound`. A `Lost` claim still names it. */
  readonly phase?: string;
}

export const volumeName = (namespace: string, claim: string): string => `pv-${namespace}-${claim}`;

const EBS = { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'volume' } };

export const storage = ({ namespace, name, labels = {}, volumeLabels = {}, source = EBS, ...more }: Storage): readonly Manifest[] => {
  const { volumeMode = 'Filesystem', phase = 'Bound' } = more;
  const { storageClassName } = 'storageClassName' in more ? more : { storageClassName: 'ebs' };
  const common = { volumeMode, ...(storageClassName === undefined ? {} : { storageClassName }) };
  const bound = phase === 'Pending' ? {} : { volumeName: volumeName(namespace, name) };
  const claim = object('v1', 'PersistentVolumeClaim', { name, namespace, labels }, { spec: { ...common, ...bound }, status: { phase } });
  if (phase !== 'Bound') return [claim];
  const claimRef = { kind: 'PersistentVolumeClaim', namespace, name };
  const metadata = { name: volumeName(namespace, name), labels: volumeLabels };
  return [claim, object('v1', 'PersistentVolume', metadata, { spec: { ...common, ...source, claimRef }, status: { phase } })];
};

export interface Pod extends Metadata {
  readonly volumes?: readonly (Members & { readonly name: string })[];
  /** Names of the volumes that its container has, all of them where nothing else is said: mounted, or as devices where they are among these. */
  readonly mounts?: readonly string[];
  readonly devices?: readonly string[];
  /** Names of the volumes that its init container mounts. */
  readonly initMounts?: readonly string[];
  readonly node?: string | undefined;
  readonly phase?: string;
}

export const ofClaim = (claim: string, name = claim) => ({ name, persistentVolumeClaim: { claimName: claim } });

const mounted = (names: readonly string[]) => names.map((name) => ({ name, mountPath: `/${name}` }));

export const pod = ({ volumes = [], devices = [], initMounts = [], node, phase = 'Running', ...more }: Pod): Manifest => {
  const { mounts = volumes.map(({ name }) => name), ...metadata } = more;
  const volumeMounts = mounted(mounts.filter((name) => !devices.includes(name)));
  const volumeDevices = mounts.filter((name) => devices.includes(name)).map((name) => ({ name, devicePath: `/dev/${name}` }));
  const containers = [{ name: 'main', image: 'main', volumeMounts, volumeDevices }];
  const initContainers = [{ name: 'init', image: 'init', volumeMounts: mounted(initMounts) }];
  return object('v1', 'Pod', metadata, {
    spec: { volumes, initContainers, containers, ...(node === undefined ? {} : { nodeName: node }) },
    status: { phase },
  });
};

const AGENT = { name: 'node-agent', image: 'velero/velero', command: ['/velero', 'node-agent', 'server'] };

export interface Agent extends Partial<Metadata> {
  readonly phase?: string;
  readonly ready?: boolean;
}

/** The pod of the node agent on a node. */
export const agent = (node: string, { phase = 'Running', ready = true, ...metadata }: Agent = {}): Manifest =>
  object(
    'v1',
    'Pod',
    { name: `node-agent-${node}`, namespace: VELERO, labels: { name: 'node-agent', role: 'node-agent' }, ...metadata },
    { spec: { nodeName: node, containers: [AGENT] }, status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] } },
  );

/** The daemon set of the node agents. @param ready how many of its pods are */
export const agents = (ready: number, name = 'node-agent'): Manifest =>
  object(
    'apps/v1',
    'DaemonSet',
    { name, namespace: VELERO },
    { spec: { template: { spec: { containers: [AGENT] } } }, status: { desiredNumberScheduled: 2, numberReady: ready } },
  );

export const snapshotLocation = (name: string, provider: string): Manifest =>
  object('velero.io/v1', 'VolumeSnapshotLocation', { name, namespace: VELERO }, { spec: { provider } });

export const storageClass = (name: string, provisioner: string): Manifest =>
  object('storage.k8s.io/v1', 'StorageClass', { name }, { provisioner });

export const snapshotClass = (name: string, driver: string, metadata: Omit<Metadata, 'name'> = {}): Manifest =>
  object('snapshot.storage.k8s.io/v1', 'VolumeSnapshotClass', { name, ...metadata }, { driver, deletionPolicy: 'Retain' });

/** A policy that Velero takes for the volumes of a storage class. */
export const volumePolicy = (name: string, storageClassName: string, action: string): Manifest =>
  configMap(
    { name, namespace: VELERO },
    { policy: `version: v1\nvolumePolicies:\n- conditions:\n    storageClass: [${storageClassName}]\n  action:\n    type: ${action}\n` },
  );
