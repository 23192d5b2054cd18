import type { KubernetesClaim, KubernetesPod } from '../../kinds/kubernetes.ts';
import type { BackupTemplate } from '../../kinds/velero.ts';
import { or, type Truth } from '../../truth.ts';
import { isSwitchedOn } from '../server.ts';
import { isAtLeast, type Version } from '../versions.ts';
import { judgeAgent } from './agents.ts';
import { type Answer, allHold, no, oneHolds, unclear, yes } from './answer.ts';
import type { Cluster, Volume } from './facts.ts';
import { isOf, isRunning, type Members } from './members.ts';

// Backups of volumes through the file system: pods opt their volumes in or out, and a node agent copies them.

const OPT_IN = 'backup.velero.io/backup-volumes';
const OPT_OUT = 'backup.velero.io/backup-volumes-excludes';

type PodVolume = KubernetesPod['volumes'][number];

/** Velero splits the lists at commas, and trims nothing. */
const listed = ({ annotations }: KubernetesPod, annotation: string): readonly string[] => (annotations[annotation] ?? '').split(',');

/** Whether all volumes are copied that are not opted out; `undefined`: the server decides, and nobody knows it. */
export const copiesByDefault = (template: BackupTemplate, { server }: Pick<Cluster, 'server'>, version: Version): Truth => {
  const flag = isAtLeast(version, 1, 10) ? 'default-volumes-to-fs-backup' : 'default-volumes-to-restic';
  return template.defaultVolumesToFsBackup ?? (server && isSwitchedOn(server, flag));
};

const isOptedIn = (pod: KubernetesPod, { name }: PodVolume): boolean => listed(pod, OPT_IN).includes(name);
const isOptedOut = (pod: KubernetesPod, { name }: PodVolume): boolean => listed(pod, OPT_OUT).includes(name);

const either = (byDefault: Truth, out: boolean, within: boolean): Truth => {
  if (byDefault === undefined) return out === within ? out : undefined;
  return byDefault ? out : within;
};

/** Whether a pod has a volume copied, going by its annotations. */
const isDesignated = (pod: KubernetesPod, volume: PodVolume, byDefault: Truth): Truth =>
  either(byDefault, !isOptedOut(pod, volume), isOptedIn(pod, volume));

/** Volumes of this name held the tokens of service accounts once. */
const isToken = ({ name }: PodVolume): boolean => name.startsWith('default-token');

/** Whether some pod has a claim copied, going by annotations alone: Velero makes no snapshot of it then, whatever comes of the copy. */
export const isLeftToCopies = (pods: Iterable<KubernetesPod>, claim: KubernetesClaim, byDefault: Truth, version: Version): Truth =>
  or(
    [...pods].flatMap((pod) =>
      pod.volumes
        .filter((volume) => isOf(claim, volume))
        .map((volume) =>
          isToken(volume) && !isAtLeast(version, 1, 14) && byDefault !== false ? false : isDesignated(pod, volume, byDefault),
        ),
    ),
  );

const hint = (pod: KubernetesPod, { name }: PodVolume): boolean =>
  listed(pod, OPT_IN).some((item) => item !== name && item.trim() === name);

const judgeOptIn = (pod: KubernetesPod, volume: PodVolume, byDefault: Truth, version: Version): Answer => {
  const where = `volume ${volume.name} of pod ${pod.name}`;
  if (isToken(volume) && (byDefault !== false || isAtLeast(version, 1, 14)))
    return no('not-opted-in', `Velero takes ${where} for a token by its name`);
  const designated = isDesignated(pod, volume, byDefault);
  if (designated === true) return yes('fs-backup', `${where} is opted in`);
  if (designated === undefined)
    return unclear('server', `whether ${where} is copied depends on the server's --default-volumes-to-fs-backup`);
  if (byDefault === true) return no('not-opted-in', `the annotation ${OPT_OUT} of pod ${pod.name} opts out volume ${volume.name}`);
  if (hint(pod, volume))
    return no('untrimmed', `the annotation ${OPT_IN} of pod ${pod.name} names "${volume.name}" with blanks, which Velero does not trim`);
  return no('not-opted-in', `no annotation ${OPT_IN} of pod ${pod.name} opts in volume ${volume.name}`);
};

const judgePod = (pod: KubernetesPod, { pods }: Members): Answer => {
  if (!pods.has(pod)) return no('pod', `pod ${pod.name} is not in the backup`);
  if (pod.deletedAt !== undefined) return no('pod', `pod ${pod.name} is being deleted`);
  return isRunning(pod) ? yes('fs-backup', `pod ${pod.name} runs`) : no('pod', `pod ${pod.name} is ${pod.phase}, not Running on a node`);
};

/** From 1.9 on Velero leaves out what no container mounts. Before, its agent looked for files that may not be there. */
const judgeMount = (pod: KubernetesPod, { name, mounted }: PodVolume, version: Version): Answer => {
  if (mounted) return yes('fs-backup', `pod ${pod.name} mounts volume ${name}`);
  const why = `no container of pod ${pod.name} mounts volume ${name}`;
  return isAtLeast(version, 1, 9) ? no('unmounted', why) : unclear('unmounted', `${why}, and whether its files can be found is not known`);
};

/** From 1.17 on Velero makes no backups by restic. */
const judgeUploader = ({ server }: Pick<Cluster, 'server'>, version: Version): Answer => {
  if (!isAtLeast(version, 1, 17)) return yes('fs-backup', 'any uploader will do');
  if (!server) return unclear('server', 'which uploader the server uses is not known');
  const { 'uploader-type': uploader = 'kopia' } = server.flags;
  return uploader.trim() === 'kopia' ? yes('fs-backup', 'kopia copies') : no('uploader', `Velero no longer backs up by ${uploader}`);
};

const judgeVolume = (claim: KubernetesClaim, volume: Volume | undefined): Answer => {
  if (claim.volumeMode === 'Block') return no('block', 'its volume is a block device, which is never copied');
  if (!volume) return unclear('volume', `persistent volume ${claim.volume} is not known`);
  return volume.spec.source === 'hostPath'
    ? no('host-path', `persistent volume ${volume.name} is a hostPath, which is never copied`)
    : yes('fs-backup', 'its volume can be copied');
};

/** All that decides about the claims of a namespace. */
export interface Situation {
  readonly template: BackupTemplate;
  readonly cluster: Cluster;
  readonly version: Version;
  /** Every pod of the namespace. */
  readonly pods: readonly KubernetesPod[];
  readonly members: Members;
  /** Whether the template takes in claims at all. */
  readonly takesClaims: boolean;
  /** Whether Velero comes as far as the volumes of a pod. */
  readonly reaches: (pod: KubernetesPod) => Answer;
}

export interface Question extends Situation {
  readonly claim: KubernetesClaim;
  /** Its persistent volume, where there is one of that name. */
  readonly volume: () => Volume | undefined;
}

const judgeUse = (question: Question, pod: KubernetesPod, volume: PodVolume): Answer => {
  const { template, cluster, version, claim } = question;
  return allHold(
    [
      () => judgeOptIn(pod, volume, copiesByDefault(template, cluster, version), version),
      () => judgePod(pod, question.members),
      () => judgeVolume(claim, question.volume()),
      () => judgeMount(pod, volume, version),
      () => judgeAgent(pod, cluster, version),
      () => judgeUploader(cluster, version),
      () => question.reaches(pod),
      () => yes('fs-backup', `the node agent copies volume ${volume.name} of pod ${pod.name}`),
    ],
    no('unused', 'no pod uses it'),
  );
};

/** An ephemeral volume has a claim, but Velero looks for its files where those of volumes without one are [inference]. */
const judgeEphemeral = (question: Question, pod: KubernetesPod, volume: PodVolume): Answer => {
  const copied = judgeUse(question, pod, volume);
  return copied.state === 'yes'
    ? unclear('ephemeral', `whether Velero can copy the ephemeral volume ${volume.name} of pod ${pod.name} is not known`)
    : copied;
};

interface Use {
  readonly pod: KubernetesPod;
  readonly volume: PodVolume;
}

/** Whether each of them is copied. */
const judgementsOf = (question: Question, uses: readonly Use[]): readonly (() => Answer)[] =>
  uses.map(
    ({ pod, volume }) =>
      () =>
        (volume.source === 'ephemeral' ? judgeEphemeral : judgeUse)(question, pod, volume),
  );

/** Up to 1.10 the first pod that wants a claim copied is the only one whose copy is tried, whatever comes of it. */
const judgeOrder = (question: Question, uses: readonly Use[]): Answer => {
  const { template, cluster, version, members } = question;
  const byDefault = copiesByDefault(template, cluster, version);
  const rivals = uses.filter(({ pod, volume }) => members.pods.has(pod) && judgeOptIn(pod, volume, byDefault, version).state !== 'no');
  const all = allHold(judgementsOf(question, rivals), no('unused', 'no pod has it copied'));
  return all.state === 'yes' ? all : unclear('order', `which of the pods that use it comes first is not known, and for one: ${all.reason}`);
};

/** Whether the files of a claim are copied. */
export const holdsCopy = (question: Question): Answer => {
  const { claim, version, pods, takesClaims } = question;
  if (!takesClaims && isAtLeast(version, 1, 14)) return no('resource-excluded', 'claims are left out, and their files with them');
  const uses = pods.flatMap((pod) => pod.volumes.filter((volume) => volume.claim === claim.name).map((volume) => ({ pod, volume })));
  const copied = oneHolds(judgementsOf(question, uses), no('unused', 'no pod uses it, and so nothing copies its files'));
  return copied.state === 'yes' && !isAtLeast(version, 1, 11) ? judgeOrder(question, uses) : copied;
};
