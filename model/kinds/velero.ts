import { type Static, Type } from 'typebox';
import { defineKind, facet } from '../kind.ts';
import { closed, oneOf, Tags, Time } from '../schemas/facets.ts';
import { LabelSelector, Metadata } from '../schemas/kubernetes.ts';

// Custom resources may hold whatever their definitions admit: phases and such are words of Velero's that grow with its
// versions, so they are texts here, and a word that a rule does not know is for the rule to judge.

const text = Type.Optional(Type.String());
const time = Type.Optional(Time);
const flag = Type.Optional(Type.Boolean());
const texts = Type.Array(Type.String());
const count = Type.Integer({ minimum: 0 });

/** `spec` of a backup, and `spec.template` of a schedule. Lists that are not there are empty; switches that are not set are left out. */
const BackupTemplate = Type.Object(
  {
    /** Empty = every namespace. */
    includedNamespaces: texts,
    excludedNamespaces: texts,
    /** The older family: resources of both scopes. Empty = everything. */
    includedResources: texts,
    excludedResources: texts,
    /** The newer family (from 1.11 on), which does not go together with the older one. */
    includedClusterScopedResources: texts,
    excludedClusterScopedResources: texts,
    includedNamespaceScopedResources: texts,
    excludedNamespaceScopedResources: texts,
    includeClusterResources: flag,
    labelSelector: Type.Optional(LabelSelector),
    /** Any one of them is enough; does not go together with `labelSelector`. */
    orLabelSelectors: Type.Array(LabelSelector),
    /** A config map in Velero's namespace that decides about volumes, and from 1.17 on about resources. Its content is not read. */
    resourcePolicy: Type.Optional(Type.Object({ kind: Type.String(), name: Type.String() }, closed)),
    snapshotVolumes: flag,
    /** `defaultVolumesToRestic` up to 1.9. */
    defaultVolumesToFsBackup: flag,
    snapshotMoveData: flag,
    /** Empty = Velero's own. */
    datamover: text,
    /** A Go duration, as it was written: definitions admit any text. */
    ttl: text,
    /** Name of the storage location; without it the default one. */
    storageLocation: text,
    volumeSnapshotLocations: texts,
  },
  closed,
);

/** A schedule of Velero. */
export const veleroSchedule = defineKind({
  id: 'velero/schedule',
  title: 'Velero schedule',
  tags: 'labels',
  facets: {
    metadata: facet(Metadata),
    labels: facet(Tags),
    spec: facet(
      Type.Object(
        {
          /** Cron expression, as it was written. */
          schedule: Type.String(),
          /** Only here: the phase of a paused schedule stays `Enabled`. */
          paused: Type.Boolean(),
          useOwnerReferencesInBackup: Type.Boolean(),
          skipImmediately: flag,
          template: BackupTemplate,
        },
        closed,
      ),
    ),
    status: facet(
      Type.Object(
        {
          /** `New`, `Enabled`, `FailedValidation`; left out until the controller has looked at it. */
          phase: text,
          /** When a backup was last made an object of, whatever came of it. */
          lastBackup: time,
          lastSkipped: time,
          validationErrors: texts,
        },
        closed,
      ),
    ),
  },
});

/** A backup of Velero. Backups of other clusters that share the bucket are among them. */
export const veleroBackup = defineKind({
  id: 'velero/backup',
  title: 'Velero backup',
  tags: 'labels',
  facets: {
    /** `createdAt` is when the object came into this cluster: a synchronised backup is older. */
    metadata: facet(Metadata),
    labels: facet(Tags),
    /** The server has written its defaults into it. */
    spec: facet(BackupTemplate),
    status: facet(
      Type.Object(
        {
          phase: text,
          startedAt: time,
          /** Set on failures, too. */
          completedAt: time,
          expiresAt: time,
          errors: count,
          warnings: count,
          failureReason: text,
          validationErrors: texts,
          /** Native and CSI snapshots; `Completed` counts those that were. */
          volumeSnapshotsAttempted: count,
          volumeSnapshotsCompleted: count,
          csiVolumeSnapshotsAttempted: count,
          csiVolumeSnapshotsCompleted: count,
          itemOperationsAttempted: count,
          itemOperationsCompleted: count,
          itemOperationsFailed: count,
        },
        closed,
      ),
    ),
  },
});

/** A backup storage location. */
export const veleroStorageLocation = defineKind({
  id: 'velero/storage-location',
  title: 'Velero backup storage location',
  tags: 'labels',
  facets: {
    metadata: facet(Metadata),
    labels: facet(Tags),
    spec: facet(
      Type.Object(
        {
          /** `aws`, `velero.io/aws`, `gcp`, … */
          provider: Type.String(),
          bucket: text,
          prefix: text,
          region: text,
          /** Set for storage that speaks S3 and is not AWS's. */
          s3Url: text,
          /** `ReadWrite` where it says nothing. */
          accessMode: Type.String(),
          default: Type.Boolean(),
          /** A Go duration; `0s` = validated once and never again. Without it the server's. */
          validationFrequency: text,
        },
        closed,
      ),
    ),
    status: facet(
      Type.Object(
        {
          /** `Available`, `Unavailable`. */
          phase: text,
          lastValidatedAt: time,
          lastSyncedAt: time,
          message: text,
        },
        closed,
      ),
    ),
  },
});

/** A volume snapshot location. */
export const veleroSnapshotLocation = defineKind({
  id: 'velero/snapshot-location',
  title: 'Velero volume snapshot location',
  tags: 'labels',
  facets: {
    metadata: facet(Metadata),
    labels: facet(Tags),
    spec: facet(Type.Object({ provider: Type.String(), region: text }, closed)),
    status: facet(Type.Object({ phase: text }, closed)),
  },
});

/** A repository of file-system backups: one for each namespace, storage location and type. Up to 1.9 `ResticRepository`. */
export const veleroRepository = defineKind({
  id: 'velero/repository',
  title: 'Velero backup repository',
  tags: 'labels',
  facets: {
    metadata: facet(Metadata),
    labels: facet(Tags),
    spec: facet(
      Type.Object(
        {
          volumeNamespace: Type.String(),
          storageLocation: Type.String(),
          /** `kopia`, `restic`. */
          type: text,
          /** A Go duration. */
          maintenanceFrequency: text,
        },
        closed,
      ),
    ),
    status: facet(
      Type.Object(
        {
          /** `New`, `Ready`, `NotReady`. */
          phase: text,
          message: text,
          /** Stamped when the repository is first set up, too. */
          lastMaintainedAt: time,
          /** The newest last (from 1.15 on). */
          recentMaintenance: Type.Array(Type.Object({ result: Type.String(), startedAt: time, completedAt: time, message: text }, closed)),
        },
        closed,
      ),
    ),
  },
});

/** A restore. Velero deletes it together with its backup. */
export const veleroRestore = defineKind({
  id: 'velero/restore',
  title: 'Velero restore',
  tags: 'labels',
  facets: {
    metadata: facet(Metadata),
    labels: facet(Tags),
    spec: facet(
      Type.Object(
        {
          /** Of one of the two it is. */
          backup: text,
          schedule: text,
          includedNamespaces: texts,
          excludedNamespaces: texts,
          includedResources: texts,
          excludedResources: texts,
          namespaceMapping: Tags,
          restorePVs: flag,
          /** It restores only what selectors of labels match. */
          selective: Type.Boolean(),
        },
        closed,
      ),
    ),
    status: facet(
      Type.Object(
        { phase: text, startedAt: time, completedAt: time, errors: count, warnings: count, validationErrors: texts, failureReason: text },
        closed,
      ),
    ),
  },
});

/** The backup of one volume of one pod through the file system. */
export const veleroPodVolumeBackup = defineKind({
  id: 'velero/pod-volume-backup',
  title: 'Velero pod volume backup',
  tags: 'labels',
  facets: {
    metadata: facet(Metadata),
    labels: facet(Tags),
    spec: facet(
      Type.Object(
        {
          /** Name of the backup: the label `velero.io/backup-name`, or the owner. */
          backup: text,
          namespace: Type.String(),
          pod: Type.String(),
          volume: Type.String(),
          storageLocation: Type.String(),
          /** `kopia`, `restic`. */
          uploader: text,
        },
        closed,
      ),
    ),
    status: facet(Type.Object({ phase: text, snapshotId: text, completedAt: time, message: text }, closed)),
  },
});

/** The upload of one CSI snapshot into a storage location. There are none before 1.12. */
export const veleroDataUpload = defineKind({
  id: 'velero/data-upload',
  title: 'Velero data upload',
  tags: 'labels',
  facets: {
    metadata: facet(Metadata),
    labels: facet(Tags),
    spec: facet(
      Type.Object(
        {
          backup: text,
          /** Of the claim that is backed up. */
          namespace: Type.String(),
          claim: Type.String(),
          storageLocation: Type.String(),
        },
        closed,
      ),
    ),
    status: facet(Type.Object({ phase: text, snapshotId: text, completedAt: time, message: text }, closed)),
  },
});

/** A request to delete a backup. It stays where the deletion fails. */
export const veleroDeleteRequest = defineKind({
  id: 'velero/delete-request',
  title: 'Velero backup deletion request',
  tags: 'labels',
  facets: {
    metadata: facet(Metadata),
    labels: facet(Tags),
    spec: facet(Type.Object({ backup: Type.String() }, closed)),
    status: facet(Type.Object({ phase: text, errors: texts }, closed)),
  },
});

const Image = { name: Type.String(), image: Type.String() } as const;

/** A deployment that runs `velero server`. */
const VeleroDeployment = Type.Object(
  {
    ...Image,
    /** What it should have, and what is ready. */
    replicas: count,
    readyReplicas: count,
    /** The flags that decide about recovery, without the dashes: `default-backup-ttl`. `true` where a flag bears no value. */
    flags: Tags,
    /** The container's TZ, by which it reads schedules; left out where it has none: UTC. */
    timeZone: text,
    /** Whether it takes the clock's zone from the node it runs on (`/etc/localtime` is mounted): nobody knows it then. */
    zoneOfNode: Type.Boolean(),
    /** Init containers: that is how plug-ins are installed. */
    plugins: Type.Array(Type.Object(Image, closed)),
  },
  closed,
);

/** A daemon set that runs the node agent, called `restic` up to 1.9. */
const NodeAgent = Type.Object({ ...Image, desired: count, ready: count }, closed);

/** A pod of a node agent. */
const NodeAgentPod = Type.Object(
  {
    name: Type.String(),
    /** Those by which Velero finds it: `name`, `role`. */
    labels: Tags,
    deletedAt: time,
    node: text,
    phase: oneOf('Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'),
    ready: Type.Boolean(),
  },
  closed,
);

/** Velero in a cluster: there is one of it for each cluster, installed or not. Its namespace is the one that the target names. */
export const veleroServer = defineKind({
  id: 'velero/server',
  title: 'Velero server',
  facets: {
    /** What the cluster serves of `velero.io`: nothing where Velero is not installed. */
    api: facet(
      Type.Object(
        {
          /** `v1`, `v2alpha1`. */
          versions: texts,
          /** Names in the plural: `schedules`, `resticrepositories`. */
          resources: texts,
        },
        closed,
      ),
    ),
    deployments: facet(Type.Object({ deployments: Type.Array(VeleroDeployment) }, closed)),
    nodeAgents: facet(Type.Object({ daemonSets: Type.Array(NodeAgent) }, closed)),
    /** The pods of the node agents, with the nodes that they run on. */
    nodeAgentPods: facet(Type.Object({ pods: Type.Array(NodeAgentPod) }, closed)),
  },
});

export type BackupTemplate = Static<typeof BackupTemplate>;
export type VeleroDeployment = Static<typeof VeleroDeployment>;
export type NodeAgent = Static<typeof NodeAgent>;
export type NodeAgentPod = Static<typeof NodeAgentPod>;
