import type { KubernetesClaim, KubernetesPod } from '../../model/kinds/kubernetes.ts';
import { MalformedAnswer } from '../../model/scanner.ts';
import { given, type Members, members, named, objects, optionalName, optionalTime, word } from '../json/members.ts';
import { labelsOf, metadataOf, nameOf } from './objects.ts';

const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'] as const;

/** The phase of a pod: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase */
export const phaseOf = (pod: Members): KubernetesPod['phase'] => word('status.phase', members('status', pod.status).phase, PHASES);

export const nodeOf = (pod: Members): string | undefined => optionalName('spec.nodeName', members('spec', pod.spec).nodeName);

/** The claim behind a volume. An ephemeral volume has one of its own: https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#persistentvolumeclaim-naming */
const claimOf = (pod: string, name: string, source: string, volume: Members): string | undefined => {
  if (source === 'ephemeral') return `${pod}-${name}`;
  if (source !== 'persistentVolumeClaim') return undefined;
  return named('claimName', members('persistentVolumeClaim', volume.persistentVolumeClaim).claimName);
};

/** Names of the volumes that containers mount. Those that only init containers mount do not count: Velero leaves them out, too. */
const mountsOf = (spec: Members): ReadonlySet<unknown> =>
  new Set(
    objects('spec.containers', spec.containers)
      .flatMap(({ volumeMounts }) => objects('volumeMounts of a container', volumeMounts))
      .map(({ name }) => name),
  );

const volumeOf = (pod: string, volume: Members, mounts: ReadonlySet<unknown>): KubernetesPod['volumes'][number] => {
  const name = named('name of a volume', volume.name);
  const source = Object.keys(volume).find((key) => key !== 'name' && volume[key] !== null);
  if (source === undefined) throw new MalformedAnswer(`The volume ${JSON.stringify(name)} of the pod ${pod} has no source.`);
  return { name, source, ...given<{ claim?: string }>({ claim: claimOf(pod, name, source, volume) }), mounted: mounts.has(name) };
};

export const podOf = (pod: Members): KubernetesPod => {
  const name = nameOf(pod);
  const { annotations, deletedAt } = metadataOf(pod);
  const spec = members('spec', pod.spec);
  const mounts = mountsOf(spec);
  return {
    name,
    labels: labelsOf(pod),
    annotations,
    ...given<Pick<KubernetesPod, 'deletedAt' | 'node'>>({ deletedAt, node: nodeOf(pod) }),
    phase: phaseOf(pod),
    volumes: objects('spec.volumes', spec.volumes).map((volume) => volumeOf(name, volume, mounts)),
  };
};

const CLAIM_PHASES = ['Pending', 'Bound', 'Lost'] as const;
const VOLUME_MODES = ['Filesystem', 'Block'] as const;

/** The API server fills it in; very old claims have none. */
export const volumeModeOf = ({ volumeMode }: Members) => word('spec.volumeMode', volumeMode, VOLUME_MODES, 'Filesystem');

export const claimFrom = (claim: Members): KubernetesClaim => {
  const spec = members('spec', claim.spec);
  return {
    name: nameOf(claim),
    labels: labelsOf(claim),
    phase: word('status.phase', members('status', claim.status).phase, CLAIM_PHASES),
    volumeMode: volumeModeOf(spec),
    ...given<Pick<KubernetesClaim, 'deletedAt' | 'volume' | 'storageClass'>>({
      deletedAt: optionalTime('metadata.deletionTimestamp', members('metadata', claim.metadata).deletionTimestamp),
      volume: optionalName('spec.volumeName', spec.volumeName),
      storageClass: optionalName('spec.storageClassName', spec.storageClassName),
    }),
  };
};
