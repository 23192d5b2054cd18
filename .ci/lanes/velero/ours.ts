import type { VeleroDeployment } from '../../../model/kinds/velero.ts';
import { type Captures, captures } from '../../../model/velero/captures/captures.ts';
import type { Cluster } from '../../../model/velero/captures/facts.ts';
import { members } from '../../../scanners/json/members.ts';
import { labelsOf, metadataOf, nameOf } from '../../../scanners/kubernetes/objects.ts';
import { claimFrom, podOf } from '../../../scanners/kubernetes/pods.ts';
import { snapshotClassOf, volumeSpecOf } from '../../../scanners/kubernetes/storage.ts';
import { snapshotLocationSpecOf } from '../../../scanners/velero/locations.ts';
import { agentPodOf, daemonSetOf } from '../../../scanners/velero/server.ts';
import { templateOf } from '../../../scanners/velero/template.ts';
import { VELERO } from './objects.ts';
import type { Manifest, Question, Server } from './oracle.ts';

// The same question, put to the scanner: its own readers see the same objects.

/** The images of plug-ins that snapshot what the plug-ins of the question do. */
const pluginsOf = ({ snapshotters }: Server, minor: number): VeleroDeployment['plugins'] => {
  const supported = snapshotters.aws;
  if (!supported) return [];
  const tag = supported.includes('ebs.csi.aws.com') ? `v1.${minor - 4}.0` : 'v1.3.0';
  return [{ name: 'aws', image: `velero/velero-plugin-for-aws:${tag}` }];
};

/** A flag without a value is one that is set. */
const flagsOf = ({ defaultVolumesToFsBackup, defaultSnapshotMoveData, features }: Server): Record<string, string> => ({
  'default-volumes-to-fs-backup': String(defaultVolumesToFsBackup),
  'default-snapshot-move-data': String(defaultSnapshotMoveData),
  ...(features.length > 0 ? { features: features.join(',') } : {}),
});

const MINOR = /^v1\.(\d+)\./;

const deploymentOf = (server: Server, version: string): VeleroDeployment => ({
  name: 'velero',
  image: `velero/velero:${version}`,
  replicas: 1,
  readyReplicas: 1,
  flags: flagsOf(server),
  zoneOfNode: false,
  plugins: pluginsOf(server, Number(MINOR.exec(version)?.[1])),
});

const named = (object: Manifest) => ({ name: nameOf(object), labels: labelsOf(object), deletedAt: metadataOf(object).deletedAt });

const clusterOf = ({ objects, server }: Question, version: string): Cluster => {
  const all = (kind: string, namespace?: string): readonly Manifest[] =>
    objects.filter((object) => object.kind === kind && object.metadata.namespace === namespace);
  return {
    namespaces: all('Namespace').map(named),
    contents: (namespace) => ({
      pods: all('Pod', namespace).map(podOf),
      claims: all('PersistentVolumeClaim', namespace).map(claimFrom),
    }),
    server: deploymentOf(server, version),
    nodeAgents: all('DaemonSet', VELERO).flatMap((set) => daemonSetOf(set) ?? []),
    nodeAgentPods: all('Pod', VELERO).flatMap((pod) => agentPodOf(pod) ?? []),
    volumes: all('PersistentVolume').map((volume) => ({ ...named(volume), spec: volumeSpecOf(volume) })),
    storageClasses: all('StorageClass').map((each) => ({ name: nameOf(each), provisioner: String(each.provisioner) })),
    snapshotClasses: all('VolumeSnapshotClass').map((each) => ({ ...snapshotClassOf(each), labels: labelsOf(each) })),
    snapshotLocations: all('VolumeSnapshotLocation', VELERO).map((each) => ({ name: nameOf(each), ...snapshotLocationSpecOf(each) })),
  };
};

/** What the scanner says that the backup holds of a namespace. */
export const ourAnswer = (question: Question, version: string, namespace: string): Captures =>
  captures(templateOf('spec', members('spec', question.template)), clusterOf(question, version), namespace);
