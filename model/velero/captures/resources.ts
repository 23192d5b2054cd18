// How Velero finds the resource that a name in a backup's filters stands for: through the cluster's discovery.

/** Plural, singular, short names. Those of Kubernetes itself that people back up, by API group. */
const NAMESPACED: Readonly<Record<string, string>> = {
  '': `configmaps configmap cm, endpoints endpoints ep, events event ev, limitranges limitrange limits,
    persistentvolumeclaims persistentvolumeclaim pvc, pods pod po, podtemplates podtemplate, replicationcontrollers
    replicationcontroller rc, resourcequotas resourcequota quota, secrets secret, serviceaccounts serviceaccount sa,
    services service svc`,
  apps: `controllerrevisions controllerrevision, daemonsets daemonset ds, deployments deployment deploy, replicasets
    replicaset rs, statefulsets statefulset sts`,
  batch: 'cronjobs cronjob cj, jobs job',
  autoscaling: 'horizontalpodautoscalers horizontalpodautoscaler hpa',
  'networking.k8s.io': 'ingresses ingress ing, networkpolicies networkpolicy netpol',
  policy: 'poddisruptionbudgets poddisruptionbudget pdb',
  'rbac.authorization.k8s.io': 'rolebindings rolebinding, roles role',
  'coordination.k8s.io': 'leases lease',
  'discovery.k8s.io': 'endpointslices endpointslice',
};

const OF_CLUSTER: Readonly<Record<string, string>> = {
  '': 'namespaces namespace ns, nodes node no, persistentvolumes persistentvolume pv',
  'networking.k8s.io': 'ingressclasses ingressclass',
  'rbac.authorization.k8s.io': 'clusterrolebindings clusterrolebinding, clusterroles clusterrole',
  'storage.k8s.io': `csidrivers csidriver, csinodes csinode, storageclasses storageclass sc, volumeattachments
    volumeattachment`,
  'scheduling.k8s.io': 'priorityclasses priorityclass pc',
  'apiextensions.k8s.io': 'customresourcedefinitions customresourcedefinition crd crds',
  'apiregistration.k8s.io': 'apiservices apiservice',
  'admissionregistration.k8s.io': `mutatingwebhookconfigurations mutatingwebhookconfiguration,
    validatingwebhookconfigurations validatingwebhookconfiguration`,
};

interface Known {
  readonly group: string;
  readonly plural: string;
  readonly singular: string;
  readonly shorts: readonly string[];
  readonly namespaced: boolean;
}

const known = (groups: Readonly<Record<string, string>>, namespaced: boolean): readonly Known[] =>
  Object.entries(groups).flatMap(([group, rows]) =>
    rows.split(',').map((row) => {
      const [plural = '', singular = '', ...shorts] = row.trim().split(/\s+/);
      return { group, plural, singular, shorts, namespaced };
    }),
  );

const KNOWN = [...known(NAMESPACED, true), ...known(OF_CLUSTER, false)];

/** What a name stands for. */
export interface Resolved {
  /** `configmaps`, `deployments.apps`; the name itself where it stands for nothing that is known. */
  readonly name: string;
  /** `undefined`: nobody knows without the cluster's discovery, or the name stands for nothing. */
  readonly namespaced: boolean | undefined;
}

/** Kinds and plurals are found in whatever case they are written, short names only as they are. */
const isCalled = ({ plural, singular, shorts }: Known, name: string): boolean => {
  const lower = name.toLowerCase();
  return lower === plural || lower === singular || shorts.includes(name);
};

/** A group may be cut short: `storageclasses.storage`. That of `configmaps`, `pods` and the like is empty, and cannot be given. */
const isOfGroup = ({ group }: Known, wanted: string): boolean => wanted === '' || group.startsWith(wanted);

/** What a name in a filter stands for: `cm`, `ConfigMap`, `deployments.apps`. */
export const resolveResource = (item: string): Resolved => {
  const dot = item.indexOf('.');
  const [name, group] = dot < 0 ? [item, ''] : [item.slice(0, dot), item.slice(dot + 1)];
  const found = KNOWN.find((one) => isOfGroup(one, group) && isCalled(one, name));
  if (!found) return { name: item, namespaced: undefined };
  return { name: found.group === '' ? found.plural : `${found.plural}.${found.group}`, namespaced: found.namespaced };
};
