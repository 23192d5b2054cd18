import { type Static, Type } from 'typebox';
import { defineKind, facet } from '../kind.ts';
import { closed, oneOf, Tags, Time } from '../schemas/facets.ts';
import { Metadata } from '../schemas/kubernetes.ts';

const Optional = { text: Type.Optional(Type.String()), time: Type.Optional(Time) } as const;

/** The pods of a namespace, as far as backups of their volumes depend on them. */
const Pods = Type.Object(
  {
    pods: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          labels: Tags,
          /** Those of Velero only. */
          annotations: Tags,
          deletedAt: Optional.time,
          /** Where it runs, once it is scheduled. */
          node: Optional.text,
          phase: oneOf('Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'),
          volumes: Type.Array(
            Type.Object(
              {
                name: Type.String(),
                /** The key of its source: `persistentVolumeClaim`, `ephemeral`, `hostPath`, `secret`, `emptyDir` … */
                source: Type.String(),
                /** Name of the claim, of those that have one; that of an ephemeral volume is `POD-VOLUME`. */
                claim: Optional.text,
                /** Whether one of the pod's containers mounts it. Init containers do not count, nor does a block device. */
                mounted: Type.Boolean(),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);

const VolumeMode = oneOf('Filesystem', 'Block');

/** The persistent volume claims of a namespace. */
const Claims = Type.Object(
  {
    claims: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          labels: Tags,
          deletedAt: Optional.time,
          phase: oneOf('Pending', 'Bound', 'Lost'),
          /** Name of the persistent volume, once it is bound. */
          volume: Optional.text,
          storageClass: Optional.text,
          volumeMode: VolumeMode,
        },
        closed,
      ),
    ),
  },
  closed,
);

/** A namespace of a cluster. */
export const kubernetesNamespace = defineKind({
  id: 'kubernetes/namespace',
  title: 'Kubernetes namespace',
  tags: 'labels',
  facets: { metadata: facet(Metadata), labels: facet(Tags), pods: facet(Pods), claims: facet(Claims) },
});

const PersistentVolume = Type.Object(
  {
    /** The key of its source: `csi`, `awsElasticBlockStore`, `nfs`, `hostPath`, `local` … */
    source: Type.String(),
    /** Of those with the source `csi`: `ebs.csi.aws.com`. */
    driver: Optional.text,
    storageClass: Optional.text,
    volumeMode: VolumeMode,
    /** Where it can be used: what its node affinity requires of topology keys, and its own topology labels. */
    topology: Type.Array(Type.Object({ key: Type.String(), values: Type.Array(Type.String()) }, closed)),
  },
  closed,
);

/** A persistent volume. */
export const persistentVolume = defineKind({
  id: 'kubernetes/persistent-volume',
  title: 'Kubernetes persistent volume',
  tags: 'labels',
  facets: { metadata: facet(Metadata), labels: facet(Tags), spec: facet(PersistentVolume) },
});

/** A storage class. */
export const storageClass = defineKind({
  id: 'kubernetes/storage-class',
  title: 'Kubernetes storage class',
  tags: 'labels',
  facets: { metadata: facet(Metadata), labels: facet(Tags), spec: facet(Type.Object({ provisioner: Type.String() }, closed)) },
});

/** A class of CSI volume snapshots. There are none where the cluster does not serve `snapshot.storage.k8s.io`. */
export const volumeSnapshotClass = defineKind({
  id: 'kubernetes/volume-snapshot-class',
  title: 'Kubernetes volume snapshot class',
  tags: 'labels',
  facets: {
    metadata: facet(Metadata),
    /** Velero picks the class of a driver by the label `velero.io/csi-volumesnapshot-class`. */
    labels: facet(Tags),
    spec: facet(Type.Object({ driver: Type.String(), deletionPolicy: Type.String(), isDefault: Type.Boolean() }, closed)),
  },
});

const VolumeClaimTemplates = Type.Array(Type.Object({ name: Type.String(), storageClass: Optional.text }, closed));

/** A stateful set. */
export const statefulSet = defineKind({
  id: 'kubernetes/stateful-set',
  title: 'Kubernetes stateful set',
  tags: 'labels',
  facets: {
    metadata: facet(Metadata),
    labels: facet(Tags),
    spec: facet(Type.Object({ replicas: Type.Integer({ minimum: 0 }), volumeClaimTemplates: VolumeClaimTemplates }, closed)),
    status: facet(Type.Object({ readyReplicas: Type.Integer({ minimum: 0 }) }, closed)),
  },
});

/** A Prometheus that the Prometheus operator runs. There are none where the cluster does not serve `monitoring.coreos.com`. */
export const kubernetesPrometheus = defineKind({
  id: 'kubernetes/prometheus',
  title: 'Prometheus of the Prometheus operator',
  tags: 'labels',
  facets: {
    metadata: facet(Metadata),
    labels: facet(Tags),
    spec: facet(
      Type.Object(
        {
          version: Optional.text,
          replicas: Type.Integer({ minimum: 0 }),
          /** `15d`; the operator's default is 24h. */
          retention: Optional.text,
          /** `50GB` */
          retentionSize: Optional.text,
          /** `none`: an emptyDir, which is also what an unset storage comes to. */
          storage: oneOf('volumeClaimTemplate', 'ephemeral', 'emptyDir', 'none'),
          /** How many remote-write endpoints there are. Their addresses may hold credentials: they are not kept. */
          remoteWrites: Type.Integer({ minimum: 0 }),
          /** A Thanos sidecar with an object storage configuration. */
          thanosObjectStorage: Type.Boolean(),
        },
        closed,
      ),
    ),
  },
});

export type KubernetesPods = Static<typeof Pods>;
export type KubernetesPod = KubernetesPods['pods'][number];
export type KubernetesClaims = Static<typeof Claims>;
export type KubernetesClaim = KubernetesClaims['claims'][number];
export type PersistentVolumeSpec = Static<typeof PersistentVolume>;
