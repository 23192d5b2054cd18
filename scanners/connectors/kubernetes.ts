import { Type } from 'typebox';
import type { Connector } from '../../model/scanner.ts';
import { classify } from '../http/failures.ts';
import type { KubernetesConfig } from '../kubernetes/kubeconfig.ts';
import type { KubernetesSession } from '../kubernetes/session.ts';

const configuration = Type.Object(
  {
    context: Type.Optional(Type.String({ minLength: 1, description: 'Context of the kubeconfig. Without it, the current one.' })),
    kubeconfig: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'Path of the kubeconfig, from the working directory; `~` is the home directory. Without it, those of KUBECONFIG, ' +
          '~/.kube/config, or the service account of the pod that this runs in.',
      }),
    ),
    veleroNamespace: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
        maxLength: 63,
        description: 'Namespace that Velero is installed in. Without it, velero.',
      }),
    ),
    cluster: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Name of the cluster in ids and selectors. Without it, the one that the kubeconfig gives it, or in-cluster.',
      }),
    ),
  },
  { additionalProperties: false, description: 'A Kubernetes cluster, as the user of a kubeconfig sees it.' },
);

/** What client-node's authors and API servers with default flow control bear. */
const IN_FLIGHT = 4;

/** A Kubernetes cluster. client-node is loaded when a session is opened. */
const kubernetes: Connector<KubernetesConfig, KubernetesSession> = {
  type: 'kubernetes',
  title: 'Kubernetes cluster',
  configuration,
  discover: async () => ((await import('../kubernetes/kubeconfig.ts')).hasCluster() ? {} : undefined),
  open: async (config, options) => (await import('../kubernetes/session.ts')).openSession(config, options),
  inFlight: IN_FLIGHT,
  address: ({ address }) => address,
  identify: { operation: 'get /version', action: 'get /version', read: (session, attempt) => session.identify(attempt) },
  regions: () => undefined,
  classify,
  close: (session) => session.close(),
};

export default kubernetes;
