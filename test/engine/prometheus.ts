import fc from 'fast-check';
import type { TargetRecord } from '../../model/inventory.ts';
import { kubernetesNamespace, kubernetesPrometheus } from '../../model/kinds/kubernetes.ts';
import { prometheusServer } from '../../model/kinds/prometheus.ts';
import { objectId } from '../../model/kubernetes/ids.ts';
import type { Resource, Scope } from '../../model/resource.ts';
import { LOST } from './buckets.ts';
import { CLUSTER_LISTINGS, clusters, clusterTargets, resourceOf } from './cluster.ts';
import { TAKEN_AT } from './inventories.ts';
import type { Pools } from './values.ts';

// A Prometheus server in a cluster with Velero, as they could be.

const SCOPE: Scope = { target: 'metrics', cluster: 'prod', namespace: 'monitoring' };

const DAYS = 86_400;
const NOW = TAKEN_AT.getTime() / 1000;

const POOLS: Pools = {
  rarely: ['corruptionCount', 'lastConfigAt', 'retentionTime', 'retentionSize'],
  version: ['2.53.1'],
  name: ['archive', 'archive', 'other'],
  'workload.name': ['prometheus-k8s'],
  startedAt: ['2025-10-01T00:00:00Z', '2026-02-28T00:00:00Z'],
  lastConfigAt: ['2026-02-01T00:00:00Z'],
  reloadConfigSuccess: [true, true, false],
  storageRetention: ['30d', '30d', '15d', '30d or 10GB', '10GB', 'odd', ''],
  retentionTime: ['30d', '7d', '0s'],
  retentionSize: ['10GB'],
  agent: [false, false, false, false, true],
  minBlockDuration: ['2h'],
  maxBlockDuration: ['2h', '2h', '3d'],
  externalLabels: ['monitoring/k8s'],
  'externalLabels keys': ['prometheus', 'prometheus', 'cluster'],
  host: ['metrics.example.com'],
  'remoteWrites length': [0, 1, 1, 2],
  relabelActions: ['replace', 'drop'],
  'relabelActions length': [0, 0, 1],
  lowestTimestamp: [NOW - 40 * DAYS, NOW - 40 * DAYS, NOW - 4 * DAYS],
  highestTimestamp: [NOW - 10],
  highest: [NOW - 10],
  highestSent: [NOW - 15, NOW - 15, NOW - 7200, 0],
  storageBytes: [9.9e9, 1e6],
  sizeRetentions: [0, 0, 1],
  failed: [0, 0, 3],
  dropped: [0, 0, 3],
  'uploads length': [0, 0, 1],
  namespace: ['monitoring'],
  pod: ['prometheus-k8s-0'],
  instance: ['10.0.0.1:10902'],
  at: ['2026-03-01T11:00:00Z', '2026-02-27T00:00:00Z'],
  ulid: ['01HV6Z0Q5K8T4W9X2Y3Z4A5B6C'],
  'blocks length': [0, 0, 1],
  from: ['2025-12-01T00:00:00Z', '2026-02-28T00:00:00Z'],
  until: ['2026-03-01T00:00:00Z'],
};

const server = resourceOf(prometheusServer, 'prometheus://prometheus-k8s.monitoring.svc:9090', SCOPE, 'listed', POOLS);

const CLUSTER: Scope = { target: 'cluster', cluster: 'prod', namespace: 'monitoring' };

const idOf = (group: string, namespace: string, kind: string, name: string): string =>
  objectId({ cluster: 'prod', group, namespace, kind, name });

const custom = resourceOf(kubernetesPrometheus, idOf('monitoring.coreos.com', 'monitoring', 'Prometheus', 'k8s'), CLUSTER, 'listed', {
  version: ['v2.53.1'],
  retention: ['15d'],
  retentionSize: ['10GB'],
});

/** The namespace has the pod of the server, or none of it. */
const namespace = resourceOf(kubernetesNamespace, idOf('', '', 'Namespace', 'monitoring'), CLUSTER, 'listed', {
  labels: ['true', 'false'],
  'labels keys': ['velero.io/exclude-from-backup', 'team', 'team'],
  'pods.name': ['prometheus-k8s-0', 'prometheus-k8s-0', 'trainer-0'],
});

/** The server, and the cluster that it runs in, with or without its custom resource. */
export const monitored: fc.Arbitrary<readonly Resource[]> = fc
  .tuple(server, clusters, namespace, fc.option(custom, { freq: 4 }))
  .map(([one, cluster, its, operated]) => [one, ...cluster.filter(({ id }) => id !== its.id), its, ...(operated ? [operated] : [])]);

/** The server's own target, and that of its cluster. */
export const monitoredTargets = (unlisted: readonly string[]): readonly TargetRecord[] => [
  {
    name: SCOPE.target,
    type: 'prometheus',
    listings: [
      { kind: prometheusServer.id, ...(unlisted.includes(prometheusServer.id) ? { state: 'unread', gap: LOST } : { state: 'complete' }) },
    ],
  },
  ...clusterTargets(unlisted),
];

/** Kinds of which a listing may be lost. */
export const MONITORED_LISTINGS: readonly string[] = CLUSTER_LISTINGS;
