// One sound object of every kind that scans ask for, as the API server hands it over.

const AT = '2026-11-22T00:00:13Z';

const metadata = (name: string, more: object = {}) => ({ name, uid: 'u', resourceVersion: '7', creationTimestamp: AT, ...more });

const own = (name: string, more: object = {}) => metadata(name, { namespace: 'velero', ...more });

const VELERO_CONTAINER = {
  name: 'velero',
  image: 'velero/velero:v1.16.2',
  command: ['/velero'],
  args: ['server', '--default-backup-ttl=168h', '--log-level', 'debug'],
  env: [{ name: 'AWS_SHARED_CREDENTIALS_FILE', value: '/credentials/cloud' }],
};

const AGENT_CONTAINER = { name: 'node-agent', image: 'velero/velero:v1.16.2', command: ['/velero'], args: ['node-agent', 'server'] };

/** By resource and group, as permissions name them. */
export const SOUND: Readonly<Record<string, { readonly kind: string; readonly object: Readonly<Record<string, unknown>> }>> = {
  namespaces: { kind: 'Namespace', object: { metadata: metadata('mlops', { labels: { tier: 'gold' } }), status: { phase: 'Active' } } },
  pods: {
    kind: 'Pod',
    object: {
      metadata: metadata('trainer-0', {
        namespace: 'mlops',
        labels: { app: 'trainer', name: 'node-agent' },
        annotations: { 'backup.velero.io/backup-volumes': 'data, cache', 'example.com/token': 'hunter2' },
      }),
      spec: {
        nodeName: 'node-1',
        initContainers: [{ name: 'fetch', image: 'fetch:1', volumeMounts: [{ name: 'cache', mountPath: '/cache' }] }],
        containers: [
          {
            name: 'trainer',
            image: 'trainer:1',
            env: [{ name: 'PASSWORD', value: 'hunter2' }],
            volumeMounts: [{ name: 'data', mountPath: '/data' }],
          },
          { name: 'helper', image: 'helper:1' },
        ],
        volumes: [
          { name: 'data', persistentVolumeClaim: { claimName: 'data-0' } },
          { name: 'scratch', ephemeral: { volumeClaimTemplate: {} } },
          { name: 'cache', emptyDir: {} },
        ],
      },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    },
  },
  persistentvolumeclaims: {
    kind: 'PersistentVolumeClaim',
    object: {
      metadata: metadata('data-0', { namespace: 'mlops' }),
      spec: { storageClassName: 'gp3', volumeName: 'pvc-1', volumeMode: 'Filesystem' },
      status: { phase: 'Bound' },
    },
  },
  persistentvolumes: {
    kind: 'PersistentVolume',
    object: {
      metadata: metadata('pvc-1', { labels: { 'topology.kubernetes.io/zone': 'us-west-2a__us-west-2b' } }),
      spec: {
        csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-1' },
        storageClassName: 'gp3',
        volumeMode: 'Filesystem',
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: 'topology.ebs.csi.aws.com/zone', operator: 'In', values: ['us-west-2a'] },
                  { key: 'gpu', operator: 'Exists' },
                ],
              },
            ],
          },
        },
      },
    },
  },
  'storageclasses.storage.k8s.io': { kind: 'StorageClass', object: { metadata: metadata('gp3'), provisioner: 'ebs.csi.aws.com' } },
  'volumesnapshotclasses.snapshot.storage.k8s.io': {
    kind: 'VolumeSnapshotClass',
    object: {
      metadata: metadata('ebs', { annotations: { 'snapshot.storage.kubernetes.io/is-default-class': 'true' } }),
      driver: 'ebs.csi.aws.com',
      deletionPolicy: 'Retain',
    },
  },
  'statefulsets.apps': {
    kind: 'StatefulSet',
    object: {
      metadata: metadata('trainer', { namespace: 'mlops' }),
      spec: { replicas: 2, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { storageClassName: 'gp3' } }] },
      status: { replicas: 2, readyReplicas: 1 },
    },
  },
  'prometheuses.monitoring.coreos.com': {
    kind: 'Prometheus',
    object: {
      metadata: metadata('main', { namespace: 'monitoring' }),
      spec: {
        version: 'v2.54.1',
        replicas: 2,
        retention: '15d',
        retentionSize: '50GB',
        storage: { volumeClaimTemplate: {} },
        remoteWrite: [{ url: 'https://user:hunter2@example.com' }],
        thanos: { objectStorageConfig: { name: 's', key: 'k' } },
      },
    },
  },
  'schedules.velero.io': {
    kind: 'Schedule',
    object: {
      metadata: own('daily', { deletionTimestamp: AT }),
      spec: {
        schedule: '@daily',
        paused: true,
        useOwnerReferencesInBackup: true,
        skipImmediately: false,
        template: {
          metadata: { labels: { a: 'b' } },
          includedNamespaces: ['mlops'],
          labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['x'] }] },
          orLabelSelectors: [{ matchLabels: { app: 'y' } }],
          resourcePolicy: { kind: 'configmap', name: 'policy' },
          defaultVolumesToRestic: true,
          ttl: '168h0m0s',
          hooks: {},
          csiSnapshotTimeout: '0s',
        },
      },
      status: { phase: 'Enabled', lastBackup: AT, lastSkipped: AT, validationErrors: ['odd'] },
    },
  },
  'backups.velero.io': {
    kind: 'Backup',
    object: {
      metadata: own('daily-20261122000012', {
        labels: { 'velero.io/schedule-name': 'daily' },
        annotations: { 'velero.io/source-cluster-k8s-gitversion': 'v1.31.4', other: 'hunter2' },
      }),
      spec: { ttl: '168h0m0s', storageLocation: 'default', snapshotMoveData: true, volumeSnapshotLocations: ['aws'], datamover: 'velero' },
      status: {
        phase: 'PartiallyFailed',
        version: 1,
        startTimestamp: AT,
        completionTimestamp: AT,
        expiration: '2026-11-29T00:00:13Z',
        errors: 1,
        warnings: 2,
        failureReason: 'odd',
        validationErrors: ['odd'],
        volumeSnapshotsAttempted: 3,
        volumeSnapshotsCompleted: 4,
        csiVolumeSnapshotsAttempted: 5,
        csiVolumeSnapshotsCompleted: 6,
        backupItemOperationsAttempted: 7,
        backupItemOperationsCompleted: 8,
        backupItemOperationsFailed: 9,
        progress: { totalItems: 10 },
      },
    },
  },
  'backupstoragelocations.velero.io': {
    kind: 'BackupStorageLocation',
    object: {
      metadata: own('default'),
      spec: {
        provider: 'aws',
        default: true,
        accessMode: 'ReadOnly',
        objectStorage: { bucket: 'velero-mlops-backups', prefix: 'main', caCert: 'eA==' },
        config: { region: 'us-west-2', s3Url: 'https://minio', kmsKeyId: 'k' },
        credential: { name: 'cloud', key: 'cloud' },
        validationFrequency: '1m',
      },
      status: { phase: 'Available', lastValidationTime: AT, lastSyncedTime: AT, message: 'fine' },
    },
  },
  'volumesnapshotlocations.velero.io': {
    kind: 'VolumeSnapshotLocation',
    object: { metadata: own('aws'), spec: { provider: 'aws', config: { region: 'us-west-2' } }, status: { phase: 'Available' } },
  },
  'backuprepositories.velero.io': {
    kind: 'BackupRepository',
    object: {
      metadata: own('mlops-default-kopia'),
      spec: { volumeNamespace: 'mlops', backupStorageLocation: 'default', repositoryType: 'kopia', maintenanceFrequency: '1h0m0s' },
      status: {
        phase: 'Ready',
        message: 'fine',
        lastMaintenanceTime: AT,
        recentMaintenance: [{ result: 'Failed', startTimestamp: AT, completeTimestamp: AT, message: 'odd' }],
      },
    },
  },
  'restores.velero.io': {
    kind: 'Restore',
    object: {
      metadata: own('drill'),
      spec: {
        backupName: 'daily-20261122000012',
        scheduleName: 'daily',
        includedNamespaces: ['mlops'],
        excludedResources: ['nodes'],
        namespaceMapping: { mlops: 'drill' },
        restorePVs: true,
        labelSelector: { matchLabels: { app: 'x' } },
      },
      status: { phase: 'Completed', startTimestamp: AT, completionTimestamp: AT, errors: 1, warnings: 2, failureReason: 'odd' },
    },
  },
  'podvolumebackups.velero.io': {
    kind: 'PodVolumeBackup',
    object: {
      metadata: own('pvb', {
        labels: { 'velero.io/backup-name': 'cut' },
        ownerReferences: [{ kind: 'Backup', name: 'daily-20261122000012' }],
      }),
      spec: { pod: { namespace: 'mlops', name: 'trainer-0' }, volume: 'data', backupStorageLocation: 'default', uploaderType: 'kopia' },
      status: { phase: 'Completed', snapshotID: 'k1', completionTimestamp: AT, message: 'fine' },
    },
  },
  'datauploads.velero.io': {
    kind: 'DataUpload',
    object: {
      metadata: own('du', { labels: { 'velero.io/backup-name': 'daily-20261122000012' } }),
      spec: { sourceNamespace: 'mlops', sourcePVC: 'data-0', backupStorageLocation: 'default' },
      status: { phase: 'Completed', snapshotID: 'k2', completionTimestamp: AT, message: 'fine' },
    },
  },
  'deletebackuprequests.velero.io': {
    kind: 'DeleteBackupRequest',
    object: { metadata: own('request'), spec: { backupName: 'old' }, status: { phase: 'Processed', errors: ['odd'] } },
  },
  'deployments.apps': {
    kind: 'Deployment',
    object: {
      metadata: own('velero'),
      spec: {
        replicas: 1,
        template: {
          spec: {
            containers: [VELERO_CONTAINER],
            initContainers: [{ name: 'velero-plugin-for-aws', image: 'velero/velero-plugin-for-aws:v1.2.0' }],
          },
        },
      },
      status: { replicas: 1, readyReplicas: 1 },
    },
  },
  'daemonsets.apps': {
    kind: 'DaemonSet',
    object: {
      metadata: own('node-agent'),
      spec: { template: { spec: { containers: [AGENT_CONTAINER] } } },
      status: { desiredNumberScheduled: 3, numberReady: 2 },
    },
  },
};

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'velero.io': ['v1', 'v2alpha1'],
  'snapshot.storage.k8s.io': ['v1'],
  'monitoring.coreos.com': ['v1'],
};

const VERSION_OF = (resource: string): string => (resource === 'datauploads.velero.io' ? 'v2alpha1' : 'v1');

/** What discovery says of a cluster that serves everything; nothing for other paths. */
export const discovered = (path: string): object | undefined => {
  if (path === '/apis') {
    const groups = Object.entries(GROUPS).map(([name, versions]) => ({ name, versions: versions.map((version) => ({ version })) }));
    return { kind: 'APIGroupList', groups };
  }
  const [, group, version] = /^\/apis\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (group === undefined) return undefined;
  const names = Object.keys(SOUND).filter((name) => name.endsWith(`.${group}`) && VERSION_OF(name) === version);
  return { kind: 'APIResourceList', resources: names.map((name) => ({ name: name.slice(0, -group.length - 1) })) };
};

/** The resource that a path lists, as permissions name it: `/apis/velero.io/v1/namespaces/velero/backups` → `backups.velero.io`. */
export const resourceOf = (path: string): string => {
  const [, group, resource] = /^\/(?:api|apis\/([^/]+))\/[^/]+\/(?:namespaces\/[^/]+\/)?([a-z]+)$/.exec(path) ?? [];
  return group === undefined ? (resource ?? path) : `${resource}.${group}`;
};

/** A list of objects as the API server gives it. */
export const listOf = (kind: string, items: readonly unknown[]) => ({ kind: `${kind}List`, metadata: { resourceVersion: '9' }, items });

/** What a sound cluster says: discovery, and one object of each kind. */
export const soundly = (path: string): unknown => {
  const found = discovered(path);
  if (found) return found;
  const sound = SOUND[resourceOf(path)];
  if (!sound) throw new RangeError(`nobody answers ${path}`);
  return listOf(sound.kind, [sound.object]);
};
