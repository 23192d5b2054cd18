import type { kubernetesNamespace } from '../kinds/kubernetes.ts';
import type { s3Bucket } from '../kinds/s3.ts';
import type { veleroSchedule, veleroStorageLocation } from '../kinds/velero.ts';
import { regionOfName, regionsOfVolumes } from '../kubernetes/region.ts';
import type { Subject } from '../rule.ts';
import { regionOf } from '../s3/destination.ts';
import { type Backup, startedAt } from './backups.ts';
import { captures, type VolumeCapture } from './captures/captures.ts';
import { type CaptureFacts, clusterOf } from './captures/joins.ts';
import { namesFor } from './captures/meant.ts';
import { s3Doubt } from './locations.ts';
import type { Told } from './server.ts';

// Where backups are, and where the cluster is that they are of.

type Schedule = Subject<typeof veleroSchedule, 'spec'>;
type Location = Subject<typeof veleroStorageLocation, 'spec'>;
type Bucket = Subject<typeof s3Bucket, 'presence'>;

/** The Region of a location: as it says itself, for Velero reaches a bucket of AWS in no other; else that of its bucket. */
export const regionOfLocation = (location: Location, buckets: () => readonly Bucket[]): Told<string> => {
  const doubt = s3Doubt(location);
  if (doubt !== undefined) return { doubt };
  const [bucket] = location.facets.spec.region === undefined ? buckets() : [];
  const value = location.facets.spec.region ?? (bucket && regionOf(bucket));
  return value === undefined ? { doubt: 'nothing tells in which Region its bucket is' } : { value };
};

/** The Regions of a cluster: the one that somebody names, else that of its name, else those of its volumes. */
export const regionsOfCluster = (
  named: string | undefined,
  { scope }: Pick<Subject, 'scope'>,
  volumes: () => CaptureFacts['volumes'],
): readonly string[] => {
  const region = named ?? regionOfName(scope.cluster);
  return region === undefined ? regionsOfVolumes(volumes()) : [region];
};

/** What the backups of a schedule are worked out of: the cluster, and what is in the namespaces that they are for. */
export interface HeldFacts extends CaptureFacts {
  readonly contents: readonly Subject<typeof kubernetesNamespace, 'pods' | 'claims'>[];
}

/** A volume that a schedule's backups are for: the name `mlops/data`, what becomes of its data, and its persistent volume. */
export interface HeldVolume {
  readonly name: string;
  readonly capture: VolumeCapture;
  readonly volume: string | undefined;
}

/** The volumes of the namespaces that a schedule's backups are for. Throws `UnreadFact` where nobody could tell which there are. */
export const volumesFor = (subject: Schedule, facts: HeldFacts): readonly HeldVolume[] => {
  const cluster = clusterOf(subject.scope.namespace, facts, () => facts.contents);
  return namesFor(subject, undefined, () => facts.namespaces).flatMap((namespace) => {
    const volumes = new Map(cluster.contents(namespace).claims.map(({ name, volume }) => [name, volume]));
    return captures(subject.facets.spec.template, cluster, namespace).volumes.map((capture) => ({
      name: `${namespace}/${capture.claim}`,
      capture,
      volume: volumes.get(capture.claim),
    }));
  });
};

/** Those among the volumes that were there when a backup began; one that nothing gives a date may have been. */
export const presentAt = (backup: Backup, held: readonly HeldVolume[], { volumes }: HeldFacts): readonly HeldVolume[] => {
  const began = startedAt(backup) ?? Number.NaN;
  const later = new Set(volumes.filter(({ facets }) => Date.parse(facets.metadata.createdAt) >= began).map(({ name }) => name));
  return held.filter(({ volume }) => volume !== undefined && !later.has(volume));
};
