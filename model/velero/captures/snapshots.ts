import type { VeleroDeployment } from '../../kinds/velero.ts';
import { and, not, or, type Truth } from '../../truth.ts';
import { isSwitchedOn } from '../server.ts';
import { isAtLeast, pluginName, tagVersion, type Version } from '../versions.ts';
import { asksForMovers, hasMovers } from './agents.ts';
import { type Answer, allHold, no, oneHolds, unclear, yes } from './answer.ts';
import { type Cluster, isLabelledOut, type Volume } from './facts.ts';
import { bringsVolumes, collectsVolumes } from './filters.ts';
import { copiesByDefault, isLeftToCopies, type Question } from './fs-backup.ts';
import { selectionOf } from './labels.ts';
import { isBound } from './members.ts';
import { includesAll } from './namespaces.ts';

// Snapshots of volumes: by their CSI driver, whose snapshots may be moved to the storage location, or by a plug-in of Velero.

const CLASS_LABEL = 'velero.io/csi-volumesnapshot-class';

/** Where Velero itself takes CSI snapshots, without the plug-in. */
const hasCsi = (version: Version): boolean => isAtLeast(version, 1, 14);

/** Whether CSI snapshots are switched on; `undefined`: nobody knows the server. */
const usesCsi = ({ server }: Pick<Cluster, 'server'>): Truth =>
  server && (server.flags.features ?? '').split(',').some((feature) => feature.trim() === 'EnableCSI');

const plugins = ({ plugins }: VeleroDeployment, name: string): readonly VeleroDeployment['plugins'][number][] =>
  plugins.filter(({ image }) => pluginName(image) === name);

const hasOthers = ({ plugins }: VeleroDeployment): boolean => plugins.some(({ image }) => pluginName(image) === undefined);

const judgeCsi = (cluster: Cluster, version: Version): Answer => {
  const used = usesCsi(cluster);
  const { server } = cluster;
  if (!server || used === undefined) return unclear('server', 'whether the server has CSI snapshots switched on is not known');
  if (!used) return no('no-csi', 'CSI snapshots are off: the server has no --features=EnableCSI');
  if (hasCsi(version) || plugins(server, 'csi').length > 0) return yes('csi-snapshot', 'CSI snapshots are on');
  return hasOthers(server)
    ? unclear('plugin', 'whether one of the plug-ins takes CSI snapshots is not known')
    : no('no-csi', 'the plug-in for CSI is not there');
};

const judgeLeft = (left: Truth): Answer => {
  if (left === true) return no('fs-backup-instead', 'Velero makes no snapshot of it: a pod has it copied through the file system');
  return left === false ? yes('held', 'no pod has it copied') : unclear('server', 'whether Velero copies it instead is not known');
};

const judgeSwitch = ({ template }: Question): Answer =>
  template.snapshotVolumes === false ? no('snapshots-off', 'snapshotVolumes is false') : yes('held', 'snapshots are on');

/** Velero asks all pods of the namespace, whether they are in the backup or not; native snapshots did so from 1.14 on only. */
const isLeft = ({ template, cluster, version, claim, pods, members }: Question, all: boolean): Truth =>
  isLeftToCopies(all ? pods : members.pods, claim, copiesByDefault(template, cluster, version), version);

/** A snapshot that is no longer made, since a pod had it copied first, is made where another pod came first [inference]. */
const judgeNativeLeft = (question: Question): Answer => {
  const { version, claim, members } = question;
  const left = isLeft(question, hasCsi(version));
  const users = [...members.pods].filter((pod) => pod.volumes.some((volume) => volume.claim === claim.name));
  if (left !== true || hasCsi(version) || users.length < 2) return judgeLeft(left);
  return unclear('fs-backup-instead', 'which of the pods that use it comes first decides whether a snapshot is made');
};

const judgeClass = ({ cluster, claim, version }: Question): Answer => {
  if (!claim.storageClass) return no('no-snapshot-class', 'it has no storage class, which CSI snapshots need');
  const found = cluster.storageClasses.find(({ name }) => name === claim.storageClass);
  if (!found) return no('no-snapshot-class', `there is no storage class ${claim.storageClass}`);
  const fitting = cluster.snapshotClasses.filter(({ driver }) => driver === found.provisioner);
  if (fitting.length === 0) return no('no-snapshot-class', `there is no volume snapshot class of ${found.provisioner}`);
  const chosen = fitting.some(({ labels }) => CLASS_LABEL in labels);
  // From 1.17 on the default class will do, from 1.14 on the only one.
  const single = fitting.length === 1 && hasCsi(version);
  if (chosen || single || (isAtLeast(version, 1, 17) && fitting.some(({ isDefault }) => isDefault)))
    return yes('csi-snapshot', `there is a volume snapshot class of ${found.provisioner}`);
  const why = `no volume snapshot class of ${found.provisioner} is labelled ${CLASS_LABEL}`;
  return unclear('no-snapshot-class', `${why}, and whether an annotation names one is not known`);
};

/** Snapshots are moved from 1.12 on. */
const movesData = ({ template, cluster: { server }, version }: Question): Truth => {
  if (!isAtLeast(version, 1, 12)) return false;
  return template.snapshotMoveData ?? (server && isSwitchedOn(server, 'default-snapshot-move-data'));
};

/** Whether Velero's own data mover is to do it. */
const isOwnMover = ({ datamover = '' }: Question['template']): boolean => datamover === '' || datamover === 'velero';

const judgeMover = ({ template, cluster }: Question): Answer => {
  if (!isOwnMover(template)) return unclear('mover', `what data mover ${template.datamover} does is not known`);
  return hasMovers(cluster)
    ? yes('csi-data-movement', 'its CSI snapshot is moved to the storage location')
    : no('no-agent', 'no daemon set node-agent has a ready pod that would move its CSI snapshot to the storage location');
};

const judgeMovement = (question: Question): Answer => {
  const moves = movesData(question);
  const stays = yes('csi-snapshot', 'a CSI snapshot is taken, which stays in the storage system');
  if (moves === false) return stays;
  const moved = judgeMover(question);
  if (moves === true) return moved;
  return unclear('server', "whether its CSI snapshot is moved depends on the server's --default-snapshot-move-data");
};

const judgeDriver = (question: Question): Answer => {
  const volume = question.volume();
  if (!volume) return unclear('volume', `persistent volume ${question.claim.volume} is not known`);
  return volume.spec.source === 'csi'
    ? yes('csi-snapshot', 'its volume is of CSI')
    : no('no-csi', `persistent volume ${volume.name} is no volume of CSI`);
};

const judgeMember = ({ members, claim }: Question): Answer =>
  members.claims.has(claim) ? yes('held', 'the claim is in the backup') : no('object-excluded', 'the claim is not in the backup');

/** Whether a CSI snapshot of a claim is taken. */
const holdsCsiSnapshot = (question: Question): Answer =>
  allHold(
    [
      () => judgeMember(question),
      () => judgeSwitch(question),
      () => judgeDriver(question),
      () => judgeCsi(question.cluster, question.version),
      () => judgeLeft(isLeft(question, true)),
      () => judgeClass(question),
      () => judgeMovement(question),
    ],
    no('no-csi', 'no CSI snapshot is taken'),
  );

/** Whether there is somebody to move the snapshot, where Velero asks for that before it takes one. */
const judgeReadiness = (question: Question): Answer =>
  asksForMovers(question.version) && isOwnMover(question.template) ? judgeMovement(question) : yes('csi-snapshot', 'nobody asks');

/** Whether the plug-in for CSI fails at a claim, once it is asked for a snapshot of it. */
const failsAtSnapshot = (question: Question): Truth => {
  const volume = question.volume();
  if (!question.claim.storageClass) return true;
  if (!volume) return undefined;
  if (volume.spec.source !== 'csi') return false;
  const { state } = allHold([() => judgeClass(question), () => judgeReadiness(question)], yes('csi-snapshot', 'a snapshot can be taken'));
  return state === 'unknown' ? undefined : state === 'no';
};

const failsIfUsed = (question: Question): Truth => {
  const { claim, version, template } = question;
  // Whether snapshots are wanted comes after the volume from 1.14 on.
  if (!isBound(claim)) return hasCsi(version) ? true : undefined;
  return template.snapshotVolumes !== false && and([not(isLeft(question, true)), failsAtSnapshot(question)]);
};

/** Whether Velero meets an error at a claim, since CSI snapshots are on and none can be taken of it. */
export const meetsError = (question: Question): Truth => {
  const { state } = judgeCsi(question.cluster, question.version);
  if (state === 'no') return false;
  return and([state === 'yes' ? true : undefined, failsIfUsed(question)]);
};

/** In-tree sources that the plug-ins take snapshots of. */
const IN_TREE: ReadonlyMap<string, string> = new Map([
  ['aws', 'awsElasticBlockStore'],
  ['gcp', 'gcePersistentDisk'],
  ['azure', 'azureDisk'],
]);

/** CSI drivers of the same disks: which version of a plug-in began with them is documented for AWS only (1.4). */
const DRIVERS: ReadonlyMap<string, string> = new Map([
  ['aws', 'ebs.csi.aws.com'],
  ['gcp', 'pd.csi.storage.gke.io'],
  ['azure', 'disk.csi.azure.com'],
]);

const takesDriver = (plugin: string, driver: string | undefined, version: Version | undefined): Truth => {
  if (DRIVERS.get(plugin) !== driver) return false;
  return plugin === 'aws' && version ? isAtLeast(version, 1, 4) : undefined;
};

const takes = (plugin: string, { spec }: Volume, image: string): Truth =>
  spec.source === 'csi' ? takesDriver(plugin, spec.driver, tagVersion(image)) : IN_TREE.get(plugin) === spec.source;

const judgeProvider = (provider: string, volume: Volume, server: VeleroDeployment | undefined): Answer => {
  if (!server) return unclear('server', 'which plug-ins the server has is not known');
  const name = provider.replace(/^velero\.io\//, '');
  const own = IN_TREE.has(name) ? plugins(server, name) : [];
  if (own.length === 0)
    return hasOthers(server) || !IN_TREE.has(name)
      ? unclear('plugin', `whether the plug-in for ${provider} takes snapshots of such volumes is not known`)
      : no('no-snapshotter', `the plug-in for ${provider} is not there`);
  const taken = or(own.map(({ image }) => takes(name, volume, image)));
  const what = volume.spec.driver ?? volume.spec.source;
  if (taken === true) return yes('native-snapshot', `the plug-in for ${provider} takes a snapshot of it`);
  return taken === false
    ? no('no-snapshotter', `the plug-in for ${provider} takes no snapshots of ${what}`)
    : unclear('plugin', `whether this version of the plug-in for ${provider} takes snapshots of ${what} is not known`);
};

const judgeSnapshotter = ({ cluster }: Question, volume: Volume): Answer =>
  oneHolds(
    cluster.snapshotLocations.map(
      ({ provider }) =>
        () =>
          judgeProvider(provider, volume, cluster.server),
    ),
    no('no-snapshotter', 'there is no volume snapshot location'),
  );

/** From 1.9 on volumes of CSI are left to CSI, where that is switched on. */
const judgeRival = ({ cluster, version }: Question, { spec }: Volume): Answer => {
  if (spec.source !== 'csi' || !isAtLeast(version, 1, 9)) return yes('held', 'no CSI snapshot is taken instead');
  const used = usesCsi(cluster);
  if (used === undefined) return unclear('server', 'whether the server has CSI snapshots switched on is not known');
  return used ? no('no-snapshotter', 'volumes of CSI are left to CSI snapshots') : yes('held', 'CSI snapshots are off');
};

/** Whether the persistent volume comes into the backup: with its claim, or by itself. */
const isHeld = (question: Question, volume: Volume): Truth => {
  const { template, cluster, version, claim, members } = question;
  if (isLabelledOut(volume.labels) || volume.deletedAt !== undefined) return false;
  // Which comes first, the error or the volume, is not documented.
  const reached = meetsError(question) === false ? true : undefined;
  const brought = members.claims.has(claim) && isBound(claim) && and([bringsVolumes(template, version), reached]);
  if (brought === true) return true;
  const matched = selectionOf(template, version)?.matches(volume.labels) ?? true;
  const collected = matched && collectsVolumes(template, version, includesAll(template, cluster, version));
  return or([brought, collected]);
};

const judgeHeld = (question: Question, volume: Volume): Answer => {
  const held = isHeld(question, volume);
  if (held === true) return yes('held', 'its persistent volume is in the backup');
  return held === false
    ? no('object-excluded', `persistent volume ${volume.name} is not in the backup`)
    : unclear('pattern', `whether persistent volume ${volume.name} is in the backup depends on patterns or on what the cluster serves`);
};

/** Whether a plug-in takes a snapshot of a claim's volume. */
const holdsNativeSnapshot = (question: Question): Answer => {
  const volume = question.volume();
  if (!volume) return unclear('volume', `persistent volume ${question.claim.volume} is not known`);
  return allHold(
    [
      () => judgeSwitch(question),
      () => judgeHeld(question, volume),
      () => judgeRival(question, volume),
      () => judgeSnapshotter(question, volume),
      () => judgeNativeLeft(question),
      () => yes('native-snapshot', `a plug-in of Velero takes a snapshot of persistent volume ${volume.name}`),
    ],
    no('no-snapshotter', 'no snapshot is taken'),
  );
};

/** Whether a snapshot of a claim is taken, by whatever means. */
export const holdsSnapshot = (question: Question): Answer =>
  oneHolds([() => holdsCsiSnapshot(question), () => holdsNativeSnapshot(question)], no('no-snapshotter', 'no snapshot is taken'));
