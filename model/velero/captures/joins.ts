import { kubernetesNamespace, persistentVolume, storageClass, volumeSnapshotClass } from '../../kinds/kubernetes.ts';
import { type VeleroDeployment, veleroServer, veleroSnapshotLocation } from '../../kinds/velero.ts';
import { kept } from '../../remember.ts';
import { every, type Joined, type Subject } from '../../rule.ts';
import type { Cluster, Contents } from './facts.ts';

// The facts about a cluster that captures are worked out of, by joins.

/** Everything but what is in the namespaces, which is read of those only that are looked at. */
export const captureJoins = {
  servers: every(veleroServer, ['deployments', 'nodeAgents', 'nodeAgentPods'], 'cluster'),
  namespaces: every(kubernetesNamespace, ['metadata', 'labels'], 'cluster'),
  volumes: every(persistentVolume, ['metadata', 'labels', 'spec'], 'cluster'),
  storageClasses: every(storageClass, ['spec'], 'cluster'),
  snapshotClasses: every(volumeSnapshotClass, ['labels', 'spec'], 'cluster'),
  snapshotLocations: every(veleroSnapshotLocation, ['spec'], 'cluster'),
} as const;

export type CaptureFacts = Joined<typeof captureJoins>;

type Content = Subject<typeof kubernetesNamespace, 'pods' | 'claims'>;

const sameServer = ({ image, flags, plugins }: VeleroDeployment): string => JSON.stringify([image, flags, plugins]);

/** The one server that there is; several that are alike are one. Those that are scaled down do not count where another one runs. */
const agreedServer = (deployments: readonly VeleroDeployment[]): VeleroDeployment | undefined => {
  const running = deployments.filter(({ replicas }) => replicas > 0);
  const [first, ...others] = running.length > 0 ? running : deployments;
  return first && others.every((other) => sameServer(other) === sameServer(first)) ? first : undefined;
};

const views = new WeakMap<object, readonly unknown[]>();

/** The joined resources as facts, the same array for all that share the join. Their members look at facets when they are looked at. */
const viewed = <S extends object, T>(subjects: readonly S[], view: (subject: S) => T): readonly T[] =>
  kept(views, subjects, () => subjects.map(view)) as readonly T[];

type Named = Subject<typeof kubernetesNamespace, 'metadata' | 'labels'> | Subject<typeof persistentVolume, 'metadata' | 'labels'>;

const own = ({ name, facets }: Named) => ({
  name,
  get labels() {
    return facets.labels;
  },
  get deletedAt() {
    return facets.metadata.deletedAt;
  },
});

const volume = (subject: CaptureFacts['volumes'][number]): Cluster['volumes'][number] =>
  Object.defineProperty(own(subject), 'spec', { get: () => subject.facets.spec }) as Cluster['volumes'][number];

const snapshotClass = ({ facets }: CaptureFacts['snapshotClasses'][number]): Cluster['snapshotClasses'][number] => ({
  get driver() {
    return facets.spec.driver;
  },
  get isDefault() {
    return facets.spec.isDefault;
  },
  get labels() {
    return facets.labels;
  },
});

const storage = ({ name, facets }: CaptureFacts['storageClasses'][number]): Cluster['storageClasses'][number] => ({
  name,
  get provisioner() {
    return facets.spec.provisioner;
  },
});

const location = ({ name, facets }: CaptureFacts['snapshotLocations'][number]): Cluster['snapshotLocations'][number] => ({
  name,
  get provider() {
    return facets.spec.provider;
  },
});

/** Nothing is in a namespace that nobody asked for. */
const EMPTY: Contents = { pods: [], claims: [] };

const contentsOf = (content: Content): Contents => ({
  get pods() {
    return content.facets.pods.pods;
  },
  get claims() {
    return content.facets.claims.claims;
  },
});

/** The cluster as the Velero in the namespace `velero` sees it. `contents` are the namespaces that are looked into. */
export const clusterOf = (velero: string | undefined, facts: CaptureFacts, contents: () => readonly Content[]): Cluster => {
  const server = () => facts.servers.find(({ scope }) => scope.namespace === velero);
  return {
    get namespaces() {
      return viewed(facts.namespaces, own);
    },
    contents: (name) => {
      const content = contents().find((one) => one.name === name);
      return content ? contentsOf(content) : EMPTY;
    },
    get server() {
      return agreedServer(server()?.facets.deployments.deployments ?? []);
    },
    get nodeAgents() {
      return server()?.facets.nodeAgents.daemonSets ?? [];
    },
    get nodeAgentPods() {
      return server()?.facets.nodeAgentPods.pods ?? [];
    },
    get volumes() {
      return viewed(facts.volumes, volume);
    },
    get storageClasses() {
      return viewed(facts.storageClasses, storage);
    },
    get snapshotClasses() {
      return viewed(facts.snapshotClasses, snapshotClass);
    },
    get snapshotLocations() {
      return viewed(
        facts.snapshotLocations.filter(({ scope }) => scope.namespace === velero),
        location,
      );
    },
  };
};
