import {
  kubernetesNamespace,
  kubernetesPrometheus,
  persistentVolume,
  statefulSet,
  storageClass,
  volumeSnapshotClass,
} from '../../model/kinds/kubernetes.ts';
import type { Scanner } from '../../model/scanner.ts';
import { named } from '../json/members.ts';
import { listNamespace, namespaceReader, objectKind } from './objects.ts';
import { claimFrom, podOf } from './pods.ts';
import type { KubernetesSession } from './session.ts';
import { snapshotClassOf, volumeSpecOf } from './storage.ts';
import { prometheusSpecOf, statefulSetSpecOf, statefulSetStatusOf } from './workloads.ts';

const PODS = { group: '', resource: 'pods', kind: 'Pod' } as const;
const CLAIMS = { group: '', resource: 'persistentvolumeclaims', kind: 'PersistentVolumeClaim' } as const;

const namespaces = objectKind(
  { kind: kubernetesNamespace, group: '', resources: { namespaces: 'Namespace' }, of: 'cluster', facets: {} },
  {
    pods: namespaceReader(PODS, async (session, { name }, send) => ({ pods: await listNamespace(session, send, PODS, name, podOf) })),
    claims: namespaceReader(CLAIMS, async (session, { name }, send) => ({
      claims: await listNamespace(session, send, CLAIMS, name, claimFrom),
    })),
  },
);

const volumes = objectKind({
  kind: persistentVolume,
  group: '',
  resources: { persistentvolumes: 'PersistentVolume' },
  of: 'cluster',
  facets: { spec: volumeSpecOf },
});

const storageClasses = objectKind({
  kind: storageClass,
  group: 'storage.k8s.io',
  resources: { storageclasses: 'StorageClass' },
  of: 'cluster',
  facets: { spec: ({ provisioner }) => ({ provisioner: named('provisioner', provisioner) }) },
});

const snapshotClasses = objectKind({
  kind: volumeSnapshotClass,
  group: 'snapshot.storage.k8s.io',
  resources: { volumesnapshotclasses: 'VolumeSnapshotClass' },
  of: 'cluster',
  facets: { spec: snapshotClassOf },
});

const statefulSets = objectKind({
  kind: statefulSet,
  group: 'apps',
  resources: { statefulsets: 'StatefulSet' },
  of: 'namespaces',
  facets: { spec: statefulSetSpecOf, status: statefulSetStatusOf },
});

const prometheuses = objectKind({
  kind: kubernetesPrometheus,
  group: 'monitoring.coreos.com',
  resources: { prometheuses: 'Prometheus' },
  of: 'namespaces',
  facets: { spec: prometheusSpecOf },
});

/** Kubernetes: the namespaces of a cluster, and what tells whether backups of them can hold their data. */
const scanner: Scanner<KubernetesSession> = {
  id: 'kubernetes',
  target: 'kubernetes',
  kinds: [namespaces, volumes, storageClasses, snapshotClasses, statefulSets, prometheuses],
};

export default scanner;
