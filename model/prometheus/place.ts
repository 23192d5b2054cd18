import { type KubernetesPod, kubernetesNamespace, kubernetesPrometheus } from '../kinds/kubernetes.ts';
import type { prometheusServer } from '../kinds/prometheus.ts';
import { objectId } from '../kubernetes/ids.ts';
import { every, join, type Subject, unlessUnread } from '../rule.ts';

// Where in a Kubernetes cluster a Prometheus server runs: by the label that the operator gives each of its servers, or by what
// the target says.

/** What has to be known of the server to find it. */
export type Placed = Subject<typeof prometheusServer, 'workload' | 'configuration'>;

type Custom = Subject<typeof kubernetesPrometheus, 'spec'>;

/** The external label that the operator writes by default: `NAMESPACE/NAME` of its custom resource. */
const OPERATOR_LABEL = 'prometheus';

interface Name {
  readonly namespace: string;
  readonly name: string;
}

/**
 * The custom resource that the server says it is of.
 * @throws UnreadFact where the configuration could not be read
 */
const resourceName = ({ facets }: Placed): Name | undefined => {
  const [namespace = '', name = '', ...more] = (facets.configuration.externalLabels[OPERATOR_LABEL] ?? '').split('/');
  return namespace !== '' && name !== '' && more.length === 0 ? { namespace, name } : undefined;
};

/** Of custom resources only those of the operator are found by the label: others may write it as well. */
export const customOf = (subject: Placed, customs: readonly Custom[]): Custom | undefined => {
  const wanted = resourceName(subject);
  return wanted && customs.find(({ name, scope }) => name === wanted.name && scope.namespace === wanted.namespace);
};

/** The operator's name for the stateful set of a custom resource. */
const operated = (name: string): string => `prometheus-${name}`;

/** The workload whose pods run the server: what the target names, or the stateful set of its custom resource. */
export const workloadOf = (subject: Placed): Name | undefined => {
  const { name } = subject.facets.workload;
  if (name !== '' && subject.scope.namespace !== undefined) return { namespace: subject.scope.namespace, name };
  const custom = resourceName(subject);
  return custom && { namespace: custom.namespace, name: operated(custom.name) };
};

/** Pods of a stateful set end in a number (`NAME-0`), those of a deployment in two random words (`NAME-7c9d5b8f6-x2x4q`). */
const POD_SUFFIX = /^-(?:\d+|[a-z0-9]{1,10}-[a-z0-9]{5})$/;

/** Whether a pod is one of a workload's, by its name: the facts about pods do not say whose they are. */
export const isPodOf = (workload: Pick<Name, 'name'>, pod: string): boolean =>
  pod.startsWith(workload.name) && POD_SUFFIX.test(pod.slice(workload.name.length));

export const podsOf = (workload: Name, pods: readonly KubernetesPod[]): readonly KubernetesPod[] =>
  pods.filter(({ name, deletedAt }) => deletedAt === undefined && isPodOf(workload, name));

/** The namespace that the server runs in, where both it and its cluster are known. */
export const namespaceIds = (subject: Placed): readonly string[] => {
  const { cluster } = subject.scope;
  const workload = unlessUnread(() => workloadOf(subject), undefined);
  return cluster === undefined || workload === undefined
    ? []
    : [objectId({ cluster, group: '', namespace: '', kind: 'Namespace', name: workload.namespace })];
};

/** The joins of rules that look for a server in its cluster. */
export const placeJoins = {
  customs: every(kubernetesPrometheus, ['spec'], 'cluster'),
  contents: join(kubernetesNamespace, ['pods'], namespaceIds),
};

/** What `placeJoins` finds. */
export interface Place {
  readonly customs: readonly Custom[];
  readonly contents: readonly Subject<typeof kubernetesNamespace, 'pods'>[];
}
