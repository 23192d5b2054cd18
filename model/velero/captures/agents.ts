import type { KubernetesPod } from '../../kinds/kubernetes.ts';
import { isAtLeast, type Version } from '../versions.ts';
import { type Answer, no, unclear, yes } from './answer.ts';
import type { Cluster } from './facts.ts';

// Node agents, as Velero looks for them: by a label of the pod on a node to copy files, by the daemon set to move snapshots.

const isAtLeastPatch = (version: Version, minor: number, patch: number): boolean =>
  isAtLeast(version, 1, minor + 1) || (isAtLeast(version, 1, minor) && version.patch >= patch);

/** The label that Velero knows its node agents by. Up to 1.9 it does not look for them. */
const labelOf = (version: Version): 'name' | 'role' | undefined => {
  if (!isAtLeast(version, 1, 10)) return undefined;
  return isAtLeast(version, 1, 16) ? 'role' : 'name';
};

/** In between, pods of any namespace will do for it. */
const looksEverywhere = (version: Version): boolean => isAtLeast(version, 1, 13) && !isAtLeastPatch(version, 18, 1);

type Agent = Cluster['nodeAgentPods'][number];

const isOnWindows = ({ labels }: Agent): boolean => labels.name === 'node-agent-windows';

/** In 1.16 Velero copies no files on Windows, though its agents run there. */
const sparesWindows = ({ major, minor }: Version): boolean => major === 1 && minor === 16;

const judgeLabel = (agents: readonly Agent[], where: string, version: Version): Answer => {
  const label = labelOf(version);
  if (label === undefined || agents.some(({ labels }) => labels[label] === 'node-agent'))
    return yes('fs-backup', `a node agent runs on ${where}`);
  const why = `Velero knows its node agents by the label ${label}=node-agent, which the one on ${where} does not have`;
  return looksEverywhere(version)
    ? unclear('no-agent', `${why}; whether a pod of another namespace has it is not known`)
    : no('no-agent', why);
};

/** Whether a node agent copies the files of a pod. */
export const judgeAgent = ({ node, name }: KubernetesPod, { nodeAgentPods }: Pick<Cluster, 'nodeAgentPods'>, version: Version): Answer => {
  const agents = nodeAgentPods.filter((agent) => agent.node === node && agent.phase === 'Running' && agent.deletedAt === undefined);
  const where = `node ${node} of pod ${name}`;
  if (!agents.some(({ ready }) => ready)) return no('no-agent', `no node agent runs on ${where}`);
  if (sparesWindows(version) && agents.every(isOnWindows)) return no('windows', `${where} runs Windows, where Velero 1.16 copies no files`);
  return judgeLabel(agents, where, version);
};

/** After them Velero makes the pods that move data, and from 1.18.3 on it asks for their readiness. */
const MOVERS: ReadonlySet<string> = new Set(['node-agent', 'node-agent-windows']);

/** Whether there are node agents that move snapshots. */
export const hasMovers = ({ nodeAgents }: Pick<Cluster, 'nodeAgents'>): boolean =>
  nodeAgents.some(({ name, ready }) => MOVERS.has(name) && ready > 0);

/** Whether Velero asks for them before it takes a snapshot that is to be moved. */
export const asksForMovers = (version: Version): boolean => isAtLeastPatch(version, 18, 3);
