import type { PersistentVolumeSpec } from '../../model/kinds/kubernetes.ts';
import { MalformedAnswer } from '../../model/scanner.ts';
import { given, type Members, members, named, object, objects, optionalName, texts } from '../json/members.ts';
import { labelsOf } from './objects.ts';
import { volumeModeOf } from './pods.ts';

// No more come: new kinds of storage are CSI drivers.
// https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/#PersistentVolumeSpec
const SOURCES = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'csi',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'glusterfs',
  'hostPath',
  'iscsi',
  'local',
  'nfs',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
];

type Topology = PersistentVolumeSpec['topology'][number];

const sourceOf = (spec: Members): string => {
  const found = SOURCES.find((source) => spec[source] !== undefined && spec[source] !== null);
  if (found === undefined) throw new MalformedAnswer('spec has no source of the volume that is known.');
  return found;
};

const required = (spec: Members): readonly Topology[] => {
  const node = members('spec.nodeAffinity.required', members('spec.nodeAffinity', spec.nodeAffinity).required);
  return objects('nodeSelectorTerms', node.nodeSelectorTerms)
    .flatMap(({ matchExpressions }) => objects('matchExpressions', matchExpressions))
    .filter(({ operator }) => operator === 'In')
    .map(({ key, values }) => ({ key: named('key of a node selector', key), values: texts('values of a node selector', values) }));
};

const TOPOLOGY_LABEL = /^(topology|failure-domain\.beta)\.kubernetes\.io\//;

/** Volumes that are in several zones at once join their names: `us-east-1a__us-east-1b`. */
const labelled = (volume: Members): readonly Topology[] =>
  Object.entries(labelsOf(volume))
    .filter(([key]) => TOPOLOGY_LABEL.test(key))
    .map(([key, value]) => ({ key, values: value.split('__') }));

/** One entry for each key, with all of its values. */
const merged = (topologies: readonly Topology[]): Topology[] => {
  const byKey = new Map<string, Set<string>>();
  for (const { key, values } of topologies) byKey.set(key, new Set([...(byKey.get(key) ?? []), ...values]));
  return [...byKey].map(([key, values]) => ({ key, values: [...values] }));
};

export const volumeSpecOf = (volume: Members): PersistentVolumeSpec => {
  const spec = object('spec', volume.spec);
  const source = sourceOf(spec);
  return {
    source,
    volumeMode: volumeModeOf(spec),
    topology: merged([...required(spec), ...labelled(volume)]),
    ...given<Pick<PersistentVolumeSpec, 'driver' | 'storageClass'>>({
      driver: source === 'csi' ? named('spec.csi.driver', members('spec.csi', spec.csi).driver) : undefined,
      storageClass: optionalName('spec.storageClassName', spec.storageClassName),
    }),
  };
};

const DEFAULT_SNAPSHOT_CLASS = 'snapshot.storage.kubernetes.io/is-default-class';

export const snapshotClassOf = (snapshotClass: Members) => ({
  driver: named('driver', snapshotClass.driver),
  deletionPolicy: named('deletionPolicy', snapshotClass.deletionPolicy),
  isDefault: members('metadata.annotations', members('metadata', snapshotClass.metadata).annotations)[DEFAULT_SNAPSHOT_CLASS] === 'true',
});
