import type { KubernetesClaim, KubernetesPod } from '../../../../model/kinds/kubernetes.ts';
import type { BackupTemplate, VeleroDeployment } from '../../../../model/kinds/velero.ts';
import { captures } from '../../../../model/velero/captures/captures.ts';
import { agent, agentSet, claim, pod } from '../../../../model/velero/captures/examples.ts';
import type { Cluster } from '../../../../model/velero/captures/facts.ts';
import { deployment, template } from '../../../../model/velero/examples.ts';

// A cluster as plain facts: the namespace `mlops`, one pod in it that opts in its one claim, and a node agent on its node.

export const VOLUME: Cluster['volumes'][number] = {
  name: 'pv-data',
  labels: {},
  spec: { source: 'csi', driver: 'ebs.csi.aws.com', storageClass: 'ebs', volumeMode: 'Filesystem', topology: [] },
};

export interface Details extends Partial<Omit<Cluster, 'contents' | 'server'>> {
  readonly pods?: readonly KubernetesPod[];
  readonly claims?: readonly KubernetesClaim[];
  readonly server?: Partial<VeleroDeployment> | undefined;
}

export const cluster = (details: Details = {}): Cluster => {
  const { pods = [pod()], claims = [claim()], server = {}, ...more } = details;
  return {
    namespaces: [{ name: 'mlops', labels: {} }],
    contents: () => ({ pods, claims }),
    server: 'server' in details && details.server === undefined ? undefined : deployment(server),
    nodeAgents: [agentSet()],
    nodeAgentPods: [agent()],
    volumes: [VOLUME],
    storageClasses: [{ name: 'ebs', provisioner: 'ebs.csi.aws.com' }],
    snapshotClasses: [],
    snapshotLocations: [],
    ...more,
  };
};

/** `velero/velero:v1.16.0` for 1.16. */
export const release = (version: string): { readonly image: string } => ({ image: `velero/velero:v${version}` });

/** What a backup holds of `mlops`: `yes held`, `no pod`. */
export const told = (thing: 'configmaps' | 'secrets' | 'data', given: Partial<BackupTemplate>, facts: Cluster, name = 'mlops'): string => {
  const found = captures(template(given), facts, name);
  const answer = thing === 'data' ? found.volumes[0] : found[thing];
  return answer ? `${answer.state} ${answer.key}` : 'none';
};
