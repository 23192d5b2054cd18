import type { VeleroDeployment } from '../kinds/velero.ts';
import { DIALECTS, type Dialect } from '../schedule/velero.ts';

// Versions of Velero and of its plug-ins, by the tags of their images; and which go together.

/** A release. What comes behind the patch (`-rc.1`, `-debian-12-r0`) is left out: nothing here depends on it. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

const IMAGE = /^(?:.*\/)?([^/:@]+)(?::([^/:@]+))?(?:@.*)?$/;

/** The last part of an image's name: `registry:5000/velero/velero:v1.16.2@sha256:…` → `velero`. */
export const imageName = (image: string): string => IMAGE.exec(image)?.[1] ?? '';

const TAG = /^v?(\d{1,5})\.(\d{1,5})(?:\.(\d{1,5}))?(?:[-+_].*)?$/s;

const matchTag = (image: string): RegExpExecArray | null => TAG.exec(IMAGE.exec(image)?.[2] ?? '');

/**
 * The version that an image's tag says; `undefined` for digests alone, for `latest`, `main` and the like, and without a tag.
 * Where a digest stands beside the tag it decides what runs; whoever wrote both says that it is this version [inference].
 */
export const tagVersion = (image: string): Version | undefined => {
  const match = matchTag(image);
  if (!match) return undefined;
  const [major = 0, minor = 0, patch = 0] = match.slice(1).map((digits) => Number(digits ?? 0));
  return { major, minor, patch };
};

/** `v1.16.2` */
export const versionText = ({ major, minor, patch }: Version): string => `v${major}.${minor}.${patch}`;

/** Whether a version is of the minor release `major.minor`, or of a later one. */
export const isAtLeast = (version: Version, major: number, minor: number): boolean =>
  version.major > major || (version.major === major && version.minor >= minor);

/** The version of a server; `undefined` where its image does not tell it. Distributions under other names count by themselves. */
export const serverVersion = ({ image }: Pick<VeleroDeployment, 'image'>): Version | undefined =>
  imageName(image) === 'velero' ? tagVersion(image) : undefined;

/** Since which releases of Velero 1 it reads schedules with which library, the latest first, by its `go.mod`. Before these it was robfig/cron v1. */
const LIBRARIES: readonly (readonly [minor: number, patch: number, dialect: Dialect])[] = [
  [18, 3, 'go-cron'],
  [15, 0, 'robfig-v3'],
];

const dialectOf = (version: Version): Dialect => {
  const isSince = (minor: number, patch: number): boolean =>
    isAtLeast(version, 1, minor + 1) || (isAtLeast(version, 1, minor) && version.patch >= patch);
  return LIBRARIES.find(([minor, patch]) => isSince(minor, patch))?.[2] ?? 'robfig-v1';
};

/**
 * The first and the last version that a server may have; `undefined` where its image does not tell it. They are one, but for
 * tags without a patch, which move on from one patch of their release to the next.
 */
export const serverVersions = ({ image }: Pick<VeleroDeployment, 'image'>): readonly [Version, Version] | undefined => {
  const first = serverVersion({ image });
  if (!first) return undefined;
  return [first, matchTag(image)?.[3] === undefined ? { ...first, patch: Number.POSITIVE_INFINITY } : first];
};

/** In which dialects a server may read schedules: in one, where its image tells the version. */
export const dialectsOf = (server: Pick<VeleroDeployment, 'image'>): readonly Dialect[] => {
  const spoken = serverVersions(server)?.map(dialectOf);
  return spoken ? DIALECTS.filter((dialect) => spoken.includes(dialect)) : DIALECTS;
};

/** The plug-ins that the project itself publishes. */
export type PluginName = 'aws' | 'gcp' | 'azure' | 'csi';

const PLUGINS: ReadonlyMap<string, PluginName> = new Map<string, PluginName>([
  ['velero-plugin-for-aws', 'aws'],
  ['velero-plugin-for-gcp', 'gcp'],
  ['velero-plugin-for-microsoft-azure', 'azure'],
  ['velero-plugin-for-csi', 'csi'],
]);

/** Which plug-in an image holds; `undefined` for those of others. */
export const pluginName = (image: string): PluginName | undefined => PLUGINS.get(imageName(image));

/** Minor releases of a plug-in, and the minor releases of Velero 1 that each goes with. */
type Pairs = ReadonlyMap<string, readonly number[]>;

/** Those for the clouds have kept step since 1.2. https://github.com/vmware-tanzu/velero-plugin-for-aws#compatibility */
const CLOUD: Pairs = new Map<string, readonly number[]>([
  ['1.0', [2, 3]],
  ['1.1', [4, 5]],
  ...Array.from({ length: 13 }, (_, index) => [`1.${index + 2}`, [index + 6]] as const),
]);

/** https://github.com/vmware-tanzu/velero-plugin-for-csi#compatibility: Velero itself does its work from 1.14 on. */
const CSI: Pairs = new Map<string, readonly number[]>([
  ['0.1', [4, 5, 6]],
  ['0.2', [7, 8]],
  ['0.3', [9]],
  ['0.4', [10]],
  ['0.5', [11]],
  ['0.6', [12]],
  ['0.7', [13]],
]);

const PAIRS: Readonly<Record<PluginName, Pairs>> = { aws: CLOUD, gcp: CLOUD, azure: CLOUD, csi: CSI };

/** The last minor release of Velero 1 that is in the tables. */
const LAST_SERVER = 18;

/** From which minor release of Velero 1 on there is no CSI plug-in. */
const WITHOUT_CSI = 14;

const isTabled = ({ major, minor }: Version): boolean => major === 1 && minor <= LAST_SERVER;

/** Whether a plug-in goes with a server; `undefined` where one of them is newer than what is known here. */
export const goesWith = (plugin: PluginName, version: Version, server: Version): boolean | undefined => {
  if (plugin === 'csi' && isAtLeast(server, 1, WITHOUT_CSI)) return false;
  const servers = PAIRS[plugin].get(`${version.major}.${version.minor}`);
  if (servers && isTabled(server)) return servers.includes(server.minor);
  return undefined;
};

const nameMinors = (minors: readonly number[]): string => minors.map((minor) => `v1.${minor}.x`).join(' and ');

/** Which servers a plug-in goes with, in words: `v1.6.x`; `undefined` where that is not known here. */
export const serversFor = (plugin: PluginName, { major, minor }: Version): string | undefined => {
  const minors = PAIRS[plugin].get(`${major}.${minor}`);
  return minors && nameMinors(minors);
};
