import type { KubernetesClaim } from '../../kinds/kubernetes.ts';
import type { BackupTemplate } from '../../kinds/velero.ts';
import { kept } from '../../remember.ts';
import { unlessUnread } from '../../rule.ts';
import { isAtLeast, serverVersions, type Version, versionText } from '../versions.ts';
import { type Answer, allHold, no, oneHolds, type Reason, settled, unclear, yes } from './answer.ts';
import type { Cluster, Contents, Namespace, Volume } from './facts.ts';
import { type Held, holdsResource, isLeftOut } from './filters.ts';
import { holdsCopy, type Question, type Situation } from './fs-backup.ts';
import { selectionOf } from './labels.ts';
import { isBound, membersOf } from './members.ts';
import { holdsNamespace } from './namespaces.ts';
import { reachesVolumes } from './reach.ts';
import { holdsSnapshot } from './snapshots.ts';
import { holdsValidation } from './validity.ts';

// What a backup made from a template would hold of a namespace. Written after Velero's sources, 1.6 to 1.18; later releases are
// taken to be like 1.18. A label on a single config map or secret is not seen.

/** How the data of a claim comes into a backup. */
export type How = 'fs-backup' | 'csi-snapshot' | 'csi-data-movement' | 'native-snapshot';

/** Whether a backup holds the data of a claim. */
export interface VolumeCapture extends Answer {
  readonly claim: string;
  /** Where it does. */
  readonly how?: How;
  /** Where it does: whether the data leaves the storage system for the backup's storage location. */
  readonly offSite?: boolean;
}

/** What a backup holds of a namespace. Each member is worked out when it is looked at, and looks at no more facts than decide. */
export interface Captures {
  /** Whether the namespace is taken in at all. */
  readonly namespace: Answer;
  readonly configmaps: Answer;
  readonly secrets: Answer;
  /** One for each claim; throws `UnreadFact` where the claims themselves could not be read. */
  readonly volumes: readonly VolumeCapture[];
}

const release = (minor: number, patch = 0): Version => ({ major: 1, minor, patch });

/** One of each kind of release that answers may differ for. */
const RELEASES: readonly Version[] = [...Array.from({ length: 13 }, (_, index) => release(index + 6)), release(18, 1), release(18, 3)];

/** Those that the server may be of. */
const releasesOf = (server: Cluster['server']): readonly Version[] => {
  const versions = server && serverVersions(server);
  if (!versions) return RELEASES;
  const [first, last] = versions;
  return [
    first,
    ...RELEASES.filter(({ minor, patch }) => first.major === 1 && minor === first.minor && patch > first.patch && patch <= last.patch),
  ];
};

const DEPENDS = unclear('version', 'it depends on the version of Velero, which its image does not tell');

/** What holds for every release that the server may be of. */
const forVersion = (cluster: Pick<Cluster, 'server'>, decide: (version: Version) => Answer): Answer => {
  const releases = unlessUnread(() => releasesOf(cluster.server), RELEASES);
  const [first = DEPENDS, ...others] = releases.map((version) => settled(() => decide(version)));
  if (others.every(({ state, key }) => state === first.state && key === first.key)) return first;
  if (first.state !== 'unknown' && others.every(({ state }) => state === first.state)) return { ...first, key: 'held' };
  // Where the server could not be read, that is why.
  return settled(() =>
    cluster.server ? DEPENDS : unclear('server', 'it depends on the version of Velero, of which no one server is there'),
  );
};

const HELD = yes('held', 'it is in the backup');

/** A config map in Velero's namespace decides about volumes from 1.11 on, and about resources from 1.17 on. */
const policyDoubt = ({ resourcePolicy }: BackupTemplate): Answer =>
  unclear('policy', `the resource policy in ${resourcePolicy?.kind} ${resourcePolicy?.name} decides, which is not read`);

const isUnderPolicy = ({ resourcePolicy }: BackupTemplate, version: Version, since: number): boolean =>
  resourcePolicy !== undefined && isAtLeast(version, 1, since);

const judgeSelection = (template: BackupTemplate, version: Version): Answer => {
  const selection = selectionOf(template, version);
  if (!selection) return HELD;
  if (selection.broken) return no('selector', 'the API server refuses the label selector, and so every list');
  if (!selection.satisfiable) return no('selector', 'no labels meet the label selector');
  return unclear('selector', 'a label selector decides, and the labels of config maps and secrets are not read');
};

const judgeFilters = (template: BackupTemplate, version: Version, resource: Held): Answer => {
  const held = holdsResource(template, version, resource);
  const isOpen = isUnderPolicy(template, version, 17) && !isLeftOut(template, version, resource);
  return isOpen ? policyDoubt(template) : held;
};

const indexes = new WeakMap<Cluster['namespaces'], ReadonlyMap<string, Namespace>>();

const namespaceOf = ({ namespaces }: Cluster, name: string): Namespace | undefined =>
  kept(indexes, namespaces, () => new Map(namespaces.map((namespace) => [namespace.name, namespace]))).get(name);

const judgeNamespace = (template: BackupTemplate, cluster: Cluster, name: string, version: Version): Answer =>
  allHold(
    [() => holdsValidation(template, cluster, version), () => holdsNamespace(template, name, namespaceOf(cluster, name), version)],
    HELD,
  );

const holdsObjects = (template: BackupTemplate, cluster: Cluster, namespace: string, resource: 'configmaps' | 'secrets'): Answer =>
  forVersion(cluster, (version) =>
    allHold(
      [
        () => judgeNamespace(template, cluster, namespace, version),
        () => judgeFilters(template, version, resource),
        () => judgeSelection(template, version),
        () => yes('held', `${resource} of namespace ${namespace} are in the backup`),
      ],
      HELD,
    ),
  );

const HOW: Readonly<Record<string, { readonly how: How; readonly offSite: boolean }>> = {
  'fs-backup': { how: 'fs-backup', offSite: true },
  'csi-data-movement': { how: 'csi-data-movement', offSite: true },
  'csi-snapshot': { how: 'csi-snapshot', offSite: false },
  'native-snapshot': { how: 'native-snapshot', offSite: false },
};

/** Why nobody copies a volume that nobody wanted to be copied. */
const UNWANTED: ReadonlySet<Reason> = new Set<Reason>(['not-opted-in', 'unused', 'resource-excluded']);

/** Where neither is there, both reasons are told; that of the copy comes first where some pod wanted one. */
const judgeWays = (question: Question): Answer => {
  const copy = settled(() => holdsCopy(question));
  if (copy.state === 'yes') return copy;
  const snapshot = settled(() => holdsSnapshot(question));
  const both = oneHolds([() => copy, () => snapshot], copy);
  if (both.state !== 'no') return both;
  const wanted = snapshot.key === 'snapshots-off' || !UNWANTED.has(copy.key);
  return no(wanted ? copy.key : snapshot.key, `${copy.reason}; ${snapshot.reason}`);
};

const volumeIndexes = new WeakMap<Cluster['volumes'], ReadonlyMap<string, Volume>>();

const volumeOf = ({ volumes }: Cluster, name: string | undefined): Volume | undefined =>
  name === undefined ? undefined : kept(volumeIndexes, volumes, () => new Map(volumes.map((volume) => [volume.name, volume]))).get(name);

type Asked = Situation | { readonly open: Answer };

const situationOf = (template: BackupTemplate, cluster: Cluster, contents: Contents, version: Version): Asked => {
  const podsTaken = holdsResource(template, version, 'pods');
  const claimsTaken = holdsResource(template, version, 'persistentvolumeclaims');
  const open = [podsTaken, claimsTaken].find(({ state }) => state === 'unknown');
  if (open) return { open };
  const takesClaims = claimsTaken.state === 'yes';
  const members = membersOf(template, contents, { pods: podsTaken.state === 'yes', claims: takesClaims }, version);
  const situation: Situation = {
    template,
    cluster,
    version,
    pods: contents.pods,
    members,
    takesClaims,
    reaches: (pod) => reachesVolumes(situation, ({ volume }) => volumeOf(cluster, volume), pod),
  };
  return situation;
};

/** Whether a backup holds the data of a claim, its namespace taken in. */
const judgeClaim = (
  template: BackupTemplate,
  cluster: Cluster,
  claim: KubernetesClaim,
  version: Version,
  situation: () => Asked,
): Answer => {
  if (!isBound(claim)) return no('unbound', 'it is not bound to a volume');
  if (isUnderPolicy(template, version, 11)) return policyDoubt(template);
  const asked = situation();
  return 'open' in asked ? asked.open : judgeWays({ ...asked, claim, volume: () => volumeOf(cluster, claim.volume) });
};

/** The answers about the claims of a namespace that is there. What is the same for all of them is worked out once for each version. */
const capturesOfVolumes = (template: BackupTemplate, cluster: Cluster, namespace: string): readonly VolumeCapture[] => {
  const contents = cluster.contents(namespace);
  const situations = new Map<string, Asked>();
  const namespaces = new Map<string, Answer>();
  return contents.claims.map((claim) => {
    const answer = forVersion(cluster, (version) => {
      const key = versionText(version);
      const situation = () => kept(situations, key, () => situationOf(template, cluster, contents, version));
      const inNamespace = () => kept(namespaces, key, () => judgeNamespace(template, cluster, namespace, version));
      return allHold([inNamespace, () => judgeClaim(template, cluster, claim, version, situation)], HELD);
    });
    return { claim: claim.name, ...answer, ...(answer.state === 'yes' ? HOW[answer.key] : {}) };
  });
};

/** What a backup made from a template would hold of the namespace with this name. */
export const captures = (template: BackupTemplate, cluster: Cluster, namespace: string): Captures => ({
  get namespace() {
    return forVersion(cluster, (version) => judgeNamespace(template, cluster, namespace, version));
  },
  get configmaps() {
    return holdsObjects(template, cluster, namespace, 'configmaps');
  },
  get secrets() {
    return holdsObjects(template, cluster, namespace, 'secrets');
  },
  get volumes() {
    return namespaceOf(cluster, namespace) ? capturesOfVolumes(template, cluster, namespace) : [];
  },
});
