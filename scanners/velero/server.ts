import { type NodeAgentPod, type VeleroDeployment, veleroServer } from '../../model/kinds/velero.ts';
import { objectId } from '../../model/kubernetes/ids.ts';
import type { KindListing, KindScanner, PagedReader } from '../../model/scanner.ts';
import { failing } from '../http/failures.ts';
import { count, given, type Members, members, objects, optionalCount } from '../json/members.ts';
import { labelsOf, listNamespace, metadataOf, nameOf, namespaceReader } from '../kubernetes/objects.ts';
import { nodeOf, phaseOf } from '../kubernetes/pods.ts';
import type { KubernetesSession } from '../kubernetes/session.ts';
import { type Container, containerOf, containersOf, podSpecOf, runsNodeAgent, runsServer, variableOf } from './containers.ts';
import { flagsOf } from './flags.ts';

/** Velero's API group. */
export const GROUP = 'velero.io';

const DISCOVERY = { operation: 'get /apis', action: 'get /apis' } as const;

/** There is always exactly one, installed or not: nothing need be asked to know of it. */
const list: KindListing<KubernetesSession> = {
  ...DISCOVERY,
  namespace: ({ veleroNamespace }) => veleroNamespace,
  pages: async function* ({ cluster, veleroNamespace }) {
    const id = objectId({ cluster, group: GROUP, namespace: veleroNamespace, kind: 'Server', name: 'velero' });
    yield [{ id, name: 'velero', namespace: veleroNamespace }];
  },
};

const api: PagedReader<KubernetesSession> = {
  ...DISCOVERY,
  readPages: ({ discovery }, _, send) => discovery.contents(send, GROUP),
};

const unresolved = (flag: string, variable: string): Error =>
  failing({
    class: 'rejected',
    code: 'UnresolvedVariable',
    message: `The flag --${flag} of Velero's server takes its value from the variable ${variable}, which is set where nobody looks.`,
  });

const REFERENCE = /\$\$|\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)/g;

/** As the kubelet does it: https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ */
const expanded = (container: Container, flag: string, value: string): string =>
  value.replace(REFERENCE, (reference, name: string | undefined) => {
    if (name === undefined) return '$';
    const variable = variableOf(container, name);
    if (variable.state === 'elsewhere') throw unresolved(flag, name);
    return variable.state === 'set' ? variable.value : reference;
  });

const expandedFlags = (container: Container): Record<string, string> =>
  Object.fromEntries(Object.entries(flagsOf(container.words)).map(([flag, value]) => [flag, expanded(container, flag, value)]));

const mountsClock = ({ value }: Container): boolean =>
  objects('volumeMounts', value.volumeMounts).some(({ mountPath }) => String(mountPath).replace(/\/+$/, '') === '/etc/localtime');

/** What Go takes the local time from: TZ, where it is set at all, goes before the file; an empty one is UTC. https://pkg.go.dev/time#Location */
const clockOf = (container: Container): Pick<VeleroDeployment, 'timeZone' | 'zoneOfNode'> => {
  const variable = variableOf(container, 'TZ');
  if (variable.state !== 'set') return { zoneOfNode: variable.state === 'elsewhere' || mountsClock(container) };
  const timeZone = variable.value.replace(/^:/, '');
  return { ...(timeZone === '' ? {} : { timeZone }), zoneOfNode: false };
};

/** A deployment, if it runs Velero's server. */
const deploymentOf = (deployment: Members): VeleroDeployment | undefined => {
  const podSpec = podSpecOf(deployment);
  const server = containersOf(podSpec).find(runsServer);
  return (
    server && {
      name: nameOf(deployment),
      image: server.image,
      // The API server fills it in.
      replicas: optionalCount('spec.replicas', members('spec', deployment.spec).replicas) ?? 1,
      readyReplicas: count('status.readyReplicas', members('status', deployment.status).readyReplicas),
      flags: expandedFlags(server),
      ...clockOf(server),
      plugins: objects('initContainers', podSpec.initContainers)
        .map(containerOf)
        .map(({ name, image }) => ({ name, image })),
    }
  );
};

/** Names of the daemon set: since 1.10, for Windows since 1.16, and before. */
const AGENTS = ['node-agent', 'node-agent-windows', 'restic'];

/** A daemon set, if it runs node agents. */
export const daemonSetOf = (daemonSet: Members) => {
  const containers = containersOf(podSpecOf(daemonSet));
  const name = nameOf(daemonSet);
  const agent = containers.find(runsNodeAgent) ?? (AGENTS.includes(name) ? containers[0] : undefined);
  const status = members('status', daemonSet.status);
  return (
    agent && {
      name,
      image: agent.image,
      desired: count('status.desiredNumberScheduled', status.desiredNumberScheduled),
      ready: count('status.numberReady', status.numberReady),
    }
  );
};

/** The labels by which Velero finds its node agents: the second since 1.16. */
const FINDING = ['name', 'role'];

const findingLabelsOf = (pod: Members): Record<string, string> =>
  Object.fromEntries(Object.entries(labelsOf(pod)).filter(([key]) => FINDING.includes(key)));

const isOfAgent = (pod: Members): boolean =>
  Object.values(findingLabelsOf(pod)).some((value) => AGENTS.includes(value)) ||
  objects('metadata.ownerReferences', members('metadata', pod.metadata).ownerReferences).some(
    ({ kind, name }) => kind === 'DaemonSet' && AGENTS.includes(String(name)),
  ) ||
  containersOf(members('spec', pod.spec)).some(runsNodeAgent);

const isReady = (pod: Members): boolean =>
  objects('status.conditions', members('status', pod.status).conditions).some(({ type, status }) => type === 'Ready' && status === 'True');

/** A pod, if it is a node agent. */
export const agentPodOf = (pod: Members): NodeAgentPod | undefined =>
  isOfAgent(pod)
    ? {
        name: nameOf(pod),
        labels: findingLabelsOf(pod),
        ...given<Pick<NodeAgentPod, 'deletedAt' | 'node'>>({ deletedAt: metadataOf(pod).deletedAt, node: nodeOf(pod) }),
        phase: phaseOf(pod),
        ready: isReady(pod),
      }
    : undefined;

const isThere = <T>(value: T | undefined): value is T => value !== undefined;

const DEPLOYMENTS = { group: 'apps', resource: 'deployments', kind: 'Deployment' } as const;
const DAEMON_SETS = { group: 'apps', resource: 'daemonsets', kind: 'DaemonSet' } as const;
const PODS = { group: '', resource: 'pods', kind: 'Pod' } as const;

/** What is in Velero's own namespace, of those that `project` knows. */
const inOwnNamespace = <K extends string, T>(
  of: typeof DEPLOYMENTS | typeof DAEMON_SETS | typeof PODS,
  key: K,
  project: (object: Members) => T | undefined,
) =>
  namespaceReader(of, async (session, _, send) => ({
    [key]: (await listNamespace(session, send, of, session.veleroNamespace, project)).filter(isThere),
  }));

export const server: KindScanner<KubernetesSession> = {
  kind: veleroServer,
  list,
  facets: {
    api,
    deployments: inOwnNamespace(DEPLOYMENTS, 'deployments', deploymentOf),
    nodeAgents: inOwnNamespace(DAEMON_SETS, 'daemonSets', daemonSetOf),
    nodeAgentPods: inOwnNamespace(PODS, 'pods', agentPodOf),
  },
};
