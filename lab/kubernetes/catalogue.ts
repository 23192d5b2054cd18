import type { Cluster } from '../world.ts';

/** One resource that clusters serve, as discovery tells of it. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** Plural and in lower case: `pods`. */
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly verbs: readonly string[];
  /** Whether it has the subresource `status`. */
  readonly status: boolean;
  /** Whether it comes with a definition, and not with every server. */
  readonly custom: boolean;
  /** Field selectors beside those that all resources have. */
  readonly fields: readonly string[];
  /** Whether it is served only where it is asked for by its own name. */
  readonly former: boolean;
}

/** One version of a group and what is in it. */
export interface Api {
  readonly group: string;
  readonly version: string;
  readonly resources: readonly Resource[];
}

type Entry = Pick<Resource, 'name' | 'kind'> & Partial<Resource>;

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

const namespaced = (name: string, kind: string, ...shortNames: readonly string[]): Entry => ({ name, kind, shortNames });

const ofCluster = (name: string, kind: string, ...shortNames: readonly string[]): Entry => ({ name, kind, shortNames, namespaced: false });

const withStatus = (entry: Entry, ...fields: readonly string[]): Entry => ({ ...entry, status: true, fields });

/** What can be posted and never read. */
const review = (name: string, kind: string): Entry => ({ ...ofCluster(name, kind), verbs: ['create'] });

const apiOf = (groupVersion: string, entries: readonly Entry[], custom: boolean): Api => {
  const [version = '', group = ''] = groupVersion.split('/').reverse();
  const plain = { namespaced: true, shortNames: [], verbs: VERBS, status: false, custom, fields: [], former: false };
  return { group, version, resources: entries.map((entry) => ({ ...plain, ...entry, group, version })) };
};

/** What every server serves, as far as a look at a cluster needs it. */
const BUILT_IN: readonly Api[] = [
  apiOf(
    'v1',
    [
      { ...namespaced('bindings', 'Binding'), verbs: ['create'] },
      namespaced('configmaps', 'ConfigMap', 'cm'),
      namespaced('endpoints', 'Endpoints', 'ep'),
      namespaced('events', 'Event', 'ev'),
      namespaced('limitranges', 'LimitRange', 'limits'),
      withStatus(ofCluster('namespaces', 'Namespace', 'ns'), 'status.phase'),
      withStatus(ofCluster('nodes', 'Node', 'no'), 'spec.unschedulable'),
      withStatus(namespaced('persistentvolumeclaims', 'PersistentVolumeClaim', 'pvc')),
      withStatus(ofCluster('persistentvolumes', 'PersistentVolume', 'pv')),
      withStatus(namespaced('pods', 'Pod', 'po'), 'spec.nodeName', 'spec.restartPolicy', 'spec.serviceAccountName', 'status.phase'),
      namespaced('podtemplates', 'PodTemplate'),
      withStatus(namespaced('replicationcontrollers', 'ReplicationController', 'rc'), 'status.replicas'),
      withStatus(namespaced('resourcequotas', 'ResourceQuota', 'quota')),
      { ...namespaced('secrets', 'Secret'), fields: ['type'] },
      namespaced('serviceaccounts', 'ServiceAccount', 'sa'),
      withStatus(namespaced('services', 'Service', 'svc'), 'spec.clusterIP', 'spec.type'),
    ],
    false,
  ),
  apiOf(
    'apps/v1',
    [
      namespaced('controllerrevisions', 'ControllerRevision'),
      withStatus(namespaced('daemonsets', 'DaemonSet', 'ds')),
      withStatus(namespaced('deployments', 'Deployment', 'deploy')),
      withStatus(namespaced('replicasets', 'ReplicaSet', 'rs'), 'status.replicas'),
      withStatus(namespaced('statefulsets', 'StatefulSet', 'sts')),
    ],
    false,
  ),
  apiOf(
    'authorization.k8s.io/v1',
    [
      { ...review('localsubjectaccessreviews', 'LocalSubjectAccessReview'), namespaced: true },
      review('selfsubjectaccessreviews', 'SelfSubjectAccessReview'),
      review('selfsubjectrulesreviews', 'SelfSubjectRulesReview'),
      review('subjectaccessreviews', 'SubjectAccessReview'),
    ],
    false,
  ),
  apiOf('batch/v1', [withStatus(namespaced('cronjobs', 'CronJob', 'cj')), withStatus(namespaced('jobs', 'Job'))], false),
  apiOf(
    'networking.k8s.io/v1',
    [
      ofCluster('ingressclasses', 'IngressClass'),
      withStatus(namespaced('ingresses', 'Ingress', 'ing')),
      namespaced('networkpolicies', 'NetworkPolicy', 'netpol'),
    ],
    false,
  ),
  apiOf('policy/v1', [withStatus(namespaced('poddisruptionbudgets', 'PodDisruptionBudget', 'pdb'))], false),
  apiOf(
    'rbac.authorization.k8s.io/v1',
    [
      ofCluster('clusterrolebindings', 'ClusterRoleBinding'),
      ofCluster('clusterroles', 'ClusterRole'),
      namespaced('rolebindings', 'RoleBinding'),
      namespaced('roles', 'Role'),
    ],
    false,
  ),
  apiOf(
    'storage.k8s.io/v1',
    [
      ofCluster('csidrivers', 'CSIDriver'),
      ofCluster('csinodes', 'CSINode'),
      namespaced('csistoragecapacities', 'CSIStorageCapacity'),
      ofCluster('storageclasses', 'StorageClass', 'sc'),
      withStatus(ofCluster('volumeattachments', 'VolumeAttachment')),
    ],
    false,
  ),
  apiOf('apiextensions.k8s.io/v1', [withStatus(ofCluster('customresourcedefinitions', 'CustomResourceDefinition', 'crd', 'crds'))], false),
];

/** What comes with definitions. None of Velero's has the subresource `status`. */
const CUSTOM: readonly Api[] = [
  apiOf(
    'velero.io/v1',
    [
      namespaced('backuprepositories', 'BackupRepository'),
      namespaced('backups', 'Backup'),
      namespaced('backupstoragelocations', 'BackupStorageLocation', 'bsl'),
      namespaced('deletebackuprequests', 'DeleteBackupRequest'),
      namespaced('downloadrequests', 'DownloadRequest'),
      namespaced('podvolumebackups', 'PodVolumeBackup'),
      namespaced('podvolumerestores', 'PodVolumeRestore'),
      // Velero up to 1.9, in place of backuprepositories.
      { ...namespaced('resticrepositories', 'ResticRepository'), former: true },
      namespaced('restores', 'Restore'),
      namespaced('schedules', 'Schedule'),
      namespaced('serverstatusrequests', 'ServerStatusRequest', 'ssr'),
      namespaced('volumesnapshotlocations', 'VolumeSnapshotLocation', 'vsl'),
    ],
    true,
  ),
  apiOf('velero.io/v2alpha1', [namespaced('datadownloads', 'DataDownload'), namespaced('datauploads', 'DataUpload')], true),
  apiOf(
    'snapshot.storage.k8s.io/v1',
    [
      ofCluster('volumesnapshotclasses', 'VolumeSnapshotClass', 'vsclass', 'vsclasses'),
      withStatus(ofCluster('volumesnapshotcontents', 'VolumeSnapshotContent', 'vsc', 'vscs')),
      withStatus(namespaced('volumesnapshots', 'VolumeSnapshot', 'vs')),
    ],
    true,
  ),
  apiOf(
    'monitoring.coreos.com/v1',
    [
      withStatus(namespaced('alertmanagers', 'Alertmanager', 'am')),
      namespaced('podmonitors', 'PodMonitor', 'pmon'),
      namespaced('probes', 'Probe', 'prb'),
      withStatus(namespaced('prometheuses', 'Prometheus', 'prom')),
      namespaced('prometheusrules', 'PrometheusRule', 'promrule'),
      namespaced('servicemonitors', 'ServiceMonitor', 'smon'),
      withStatus(namespaced('thanosrulers', 'ThanosRuler', 'ruler')),
    ],
    true,
  ),
];

/** Everything that a cluster of the lab can serve. */
export const APIS: readonly Api[] = [...BUILT_IN, ...CUSTOM];

/** Groups that every server has. */
export const BUILT_IN_GROUPS: readonly string[] = BUILT_IN.map(({ group }) => group);

/** The resource of namespaces themselves. */
export const NAMESPACES = BUILT_IN.flatMap(({ resources }) => resources).find(({ name }) => name === 'namespaces');

/** Whether objects of a resource can be read; reviews, for one, can only be posted. */
export const isReadable = ({ verbs }: Resource): boolean => verbs.includes('list');

/** `v1`, `apps/v1`: what manifests name as their `apiVersion`. */
export const apiVersionOf = ({ group, version }: Pick<Api, 'group' | 'version'>): string =>
  group === '' ? version : `${group}/${version}`;

/** `pods`, `schedules.velero.io`: what errors and permissions call a resource. */
export const qualifiedName = ({ group, name }: Pick<Resource, 'group' | 'name'>): string => (group === '' ? name : `${name}.${group}`);

/** What a cluster may name among its `apis`. */
export const CUSTOM_APIS: readonly string[] = CUSTOM.map(apiVersionOf);

/** What a cluster may name among its `apis` beside those: single resources. */
export const CUSTOM_RESOURCES: readonly Resource[] = CUSTOM.flatMap(({ resources }) => resources);

/** A resource as a cluster names it among its `apis`: `velero.io/v1/resticrepositories`. */
export const pathOf = (resource: Resource): string => `${apiVersionOf(resource)}/${resource.name}`;

/** What a cluster serves. Versions of which nothing is left are not there. */
export const apisOf = ({ apis = [], without = [] }: Cluster): readonly Api[] => {
  const named = new Set(apis);
  const absent = new Set(without);
  const isServed = (resource: Resource): boolean =>
    !absent.has(qualifiedName(resource)) &&
    (!resource.custom || named.has(pathOf(resource)) || (named.has(apiVersionOf(resource)) && !resource.former));
  return APIS.map((api) => ({ ...api, resources: api.resources.filter(isServed) })).filter(({ resources }) => resources.length > 0);
};
