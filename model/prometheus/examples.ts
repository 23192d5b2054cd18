import type { KubernetesPod } from '../kinds/kubernetes.ts';
import type { PrometheusConfiguration, PrometheusFlags, PrometheusMetrics, PrometheusRuntime } from '../kinds/prometheus.ts';
import { objectId } from '../kubernetes/ids.ts';

// What examples and tests of rules about Prometheus are made of: one server of the operator, in one cluster.

const CLUSTER = 'prod';
const NAMESPACE = 'monitoring';

/** Unix seconds. */
const seconds = (time: string): number => Date.parse(time) / 1000;

export const runtime = (more: Partial<PrometheusRuntime> = {}): { readonly runtime: PrometheusRuntime } => ({
  runtime: { startedAt: '2025-10-01T08:00:00Z', reloadConfigSuccess: true, storageRetention: '30d', ...more },
});

export const flags = (more: Partial<PrometheusFlags> = {}): { readonly flags: PrometheusFlags } => ({
  flags: { agent: false, adminApi: false, minBlockDuration: '2h', maxBlockDuration: '3d', ...more },
});

/** With the label by which the operator tells its servers apart. */
export const configuration = (more: Partial<PrometheusConfiguration> = {}): { readonly configuration: PrometheusConfiguration } => ({
  configuration: { externalLabels: { prometheus: `${NAMESPACE}/k8s` }, remoteWrites: [], ...more },
});

/** Samples of more than 30 days, and nothing of remote write. */
export const metrics = ({
  oldest = '2025-12-20T00:00:00Z',
  ...more
}: Partial<PrometheusMetrics> & { readonly oldest?: string } = {}): { readonly metrics: PrometheusMetrics } => ({
  metrics: { lowestTimestamp: seconds(oldest), queues: [], ...more },
});

export const REMOTE = { name: 'archive', host: 'metrics.example.com' } as const;

/** One endpoint of remote write, whose queue is so many seconds behind. */
export const sending = (behind: number, queue: Partial<PrometheusMetrics['queues'][number]> = {}) => {
  const newest = seconds('2026-01-31T12:00:00Z') - 10;
  return {
    ...configuration({ remoteWrites: [{ ...REMOTE, relabelActions: [] }] }),
    ...metrics({
      highestTimestamp: newest,
      queues: [{ ...REMOTE, highestSent: newest - behind, pending: 0, failed: 0, dropped: 0, sent: 1_000_000, ...queue }],
    }),
  };
};

/** A server that keeps what it has, and sends it nowhere. */
export const server = (...more: readonly object[]) =>
  Object.assign({ build: { version: '2.53.1' } }, runtime(), flags(), configuration(), metrics(), ...more);

type Around = Readonly<Record<string, 'unread' | Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** The pod of the server, with its data on a claim. */
export const pod = (more: Partial<KubernetesPod> = {}): KubernetesPod => ({
  name: 'prometheus-k8s-0',
  labels: {},
  annotations: {},
  node: 'node-a',
  phase: 'Running',
  volumes: [claimed()],
  ...more,
});

export const claimed = (claim = 'prometheus-k8s-db-prometheus-k8s-0'): KubernetesPod['volumes'][number] => ({
  name: 'prometheus-k8s-db',
  source: 'persistentVolumeClaim',
  claim,
  mounted: true,
});

/** The cluster around the server: its custom resource, or none, and the pods of its namespace. */
export const around = (spec: object | undefined, pods: readonly KubernetesPod[] | 'unread' = [pod()]): Around => ({
  'kubernetes/prometheus': spec
    ? {
        [objectId({ cluster: CLUSTER, group: 'monitoring.coreos.com', namespace: NAMESPACE, kind: 'Prometheus', name: 'k8s' })]: {
          spec: { replicas: 2, storage: 'volumeClaimTemplate', remoteWrites: 0, thanosObjectStorage: false, ...spec },
        },
      }
    : {},
  'kubernetes/namespace': {
    [objectId({ cluster: CLUSTER, group: '', namespace: '', kind: 'Namespace', name: NAMESPACE })]: {
      pods: pods === 'unread' ? pods : { pods },
    },
  },
});
