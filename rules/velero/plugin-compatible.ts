import { matchesGlob } from '../../model/glob.ts';
import { allHold } from '../../model/judge.ts';
import { type VeleroDeployment, veleroPodVolumeBackup, veleroServer, veleroStorageLocation } from '../../model/kinds/velero.ts';
import { nameGlobs, params } from '../../model/params.ts';
import { defineRule, every, fail, notApplicable, type Outcome, pass, type Subject, unknown } from '../../model/rule.ts';
import { deployment, located, location, server, uninstalled, veleroId } from '../../model/velero/examples.ts';
import { providerOf } from '../../model/velero/locations.ts';
import {
  goesWith,
  isAtLeast,
  type PluginName,
  pluginName,
  serversFor,
  serverVersion,
  tagVersion,
  versionText,
} from '../../model/velero/versions.ts';
import type { Evidence } from '../../model/verdict.ts';

type Plugin = VeleroDeployment['plugins'][number];
type Location = Subject<typeof veleroStorageLocation, 'spec'>;
type VolumeBackup = Subject<typeof veleroPodVolumeBackup, 'spec'>;

/** What each plug-in of the project stores in; the one for CSI stores nothing. */
const PROVIDERS: ReadonlyMap<string, PluginName> = new Map<string, PluginName>([
  ['velero.io/aws', 'aws'],
  ['velero.io/gcp', 'gcp'],
  ['velero.io/azure', 'azure'],
]);

const evidenceOf = (observed: string, expected: string): Evidence => ({ facet: 'deployments', observed, expected });

const judgePlugin = ({ image: serverImage }: VeleroDeployment, { image }: Plugin): Outcome<Message> => {
  const plugin = pluginName(image);
  const evidence = [evidenceOf(`${image} with ${serverImage}`, 'a pair of the published compatibility table')];
  if (plugin === undefined) return unknown('foreign', { plugin: image }, evidence);
  const version = tagVersion(image);
  if (!version) return unknown('untagged', { image }, evidence);
  const server = serverVersion({ image: serverImage });
  if (!server) return unknown('untagged', { image: serverImage }, evidence);
  const values = { plugin: image, server: versionText(server), servers: serversFor(plugin, version) ?? 'none that is known here' };
  const fits = goesWith(plugin, version, server);
  if (fits === undefined) return unknown('newer', values, evidence);
  if (fits) return pass('compatible', values, evidence);
  return fail(plugin === 'csi' && isAtLeast(server, 1, 14) ? 'builtIn' : 'mismatch', values, evidence);
};

/** A plug-in of others may serve any provider; whoever leaves it out knows what it is for. */
const judgeProvider = ({ plugins }: VeleroDeployment, location: Location, isIgnored: (plugin: Plugin) => boolean): Outcome<Message> => {
  const provider = providerOf(location);
  const values = { provider, location: location.name };
  const observed = `plug-ins: ${plugins.map(({ image }) => image).join(', ') || 'none'}`;
  const evidence = [{ ...evidenceOf(observed, `one for ${provider}`), resource: location.id }];
  const serves = ({ image }: Plugin) => PROVIDERS.has(provider) && pluginName(image) === PROVIDERS.get(provider);
  if (plugins.some((plugin) => serves(plugin) || isIgnored(plugin))) return pass('compatible', values, evidence);
  const foreign = plugins.find(({ image }) => pluginName(image) === undefined);
  return foreign ? unknown('foreign', { plugin: foreign.image }, evidence) : fail('unserved', values, evidence);
};

// https://velero.io/docs/main/file-system-backup/#restic-deprecation
const judgeUploader = ({ image, flags }: VeleroDeployment): Outcome<Message> => {
  const evidence = [evidenceOf(`${image}, --uploader-type: ${flags['uploader-type'] ?? 'not set'}`, 'an uploader that this version has')];
  if (flags['uploader-type']?.trim() !== 'restic') return pass('compatible', {}, evidence);
  const server = serverVersion({ image });
  if (!server) return unknown('untagged', { image }, evidence);
  return isAtLeast(server, 1, 17) ? fail('noRestic', { server: versionText(server) }, evidence) : pass('compatible', {}, evidence);
};

const judgeVolumeBackup = ({ id, facets: { spec } }: VolumeBackup, { image }: VeleroDeployment): Outcome<Message> => {
  // Up to 1.9 there was nothing else to name.
  const { uploader = 'restic', backup = 'without a name' } = spec;
  const evidence = [{ facet: 'spec', observed: `uploaderType: ${uploader}`, expected: 'one that this version restores', resource: id }];
  if (uploader !== 'restic') return pass('compatible');
  const server = serverVersion({ image });
  return server ? fail('resticBackups', { server: versionText(server), backup }, evidence) : unknown('untagged', { image }, evidence);
};

/** Earlier servers restore every format. */
const mayRefuseRestic = (deployment: VeleroDeployment): boolean => {
  const server = serverVersion(deployment);
  return server === undefined || isAtLeast(server, 1, 19);
};

/** What a deployment is judged by, besides itself. Looked at only where it can decide. */
interface Around {
  readonly locations: () => readonly Location[];
  readonly volumeBackups: () => readonly VolumeBackup[];
  readonly isIgnored: (plugin: Plugin) => boolean;
}

const judgeDeployment = (deployment: VeleroDeployment, { locations, volumeBackups, isIgnored }: Around): Outcome<Message> => {
  const each = <T>(all: readonly T[], judge: (one: T) => Outcome<Message>) =>
    allHold<Message>([() => pass('compatible'), ...all.map((one) => () => judge(one))]);
  const plugins = deployment.plugins.filter((plugin) => !isIgnored(plugin));
  return allHold<Message>([
    () => each(plugins, (plugin) => judgePlugin(deployment, plugin)),
    () => judgeUploader(deployment),
    () => each(locations(), (location) => judgeProvider(deployment, location, isIgnored)),
    () => each(mayRefuseRestic(deployment) ? volumeBackups() : [], (backup) => judgeVolumeBackup(backup, deployment)),
  ]);
};

const messages = {
  compatible: 'The plug-ins and the storage formats go with the server ({server}).',
  mismatch: 'Plug-in {plugin} goes with Velero {servers} only; the server is {server}.',
  builtIn: 'Plug-in {plugin} has no place beside a server of {server}: Velero itself handles CSI snapshots from v1.14 on.',
  newer: 'Whether plug-in {plugin} goes with a server of {server} is not known here: one of them is newer than the table.',
  foreign: 'Whether plug-in {plugin} goes with the server cannot be told: it is none of the project.',
  untagged: 'Which version {image} is cannot be told from its tag.',
  unserved: 'No plug-in is installed for the provider {provider} of storage location {location}.',
  noRestic: 'The server is to upload with restic, which {server} refuses: from v1.17 on there are no backups with restic.',
  resticBackups:
    'Backup {backup} holds volumes in the format of restic, and the server is {server}: from v1.19 on Velero cannot restore them.',
  absent: 'There is no deployment of Velero.',
};
type Message = keyof typeof messages;

const installed = (image: string, ...plugins: readonly string[]) =>
  server(deployment({ image, plugins: plugins.map((plugin) => ({ name: 'plugin', image: plugin })) }));

const around = (provider = 'aws') => ({ ...located(location({ spec: { provider } })), 'velero/pod-volume-backup': {} });

const RESTIC = {
  [veleroId('PodVolumeBackup', 'mlops-1')]: {
    spec: { backup: 'mlops-1', namespace: 'mlops', pod: 'serving-0', volume: 'data', storageLocation: 'default', uploader: 'restic' },
  },
};

export default defineRule({
  id: 'velero/plugin-compatible',
  title: "Plug-ins go with Velero's server",
  rationale:
    'Velero reaches storage through plug-ins, and each release of a plug-in is tested with one minor release of the server: velero-plugin-for-aws v1.2.x goes with Velero 1.6.x only, v1.13.x with 1.17.x. Other pairs may seem to work, until a volume is not taken into the snapshot or a restore meets a format that the plug-in does not know: v1.2.x takes snapshots of volumes of the in-tree EBS driver only, those of `ebs.csi.aws.com` are left out without an error. The plug-in for CSI has no place beside 1.14 and later, which do its work themselves. A storage location needs a plug-in for its provider at all. And the formats of file-system backups have an end: with restic no backup is made from 1.17 on, and none is restored from 1.19 on. Versions are read from the tags of images: those that have none (`latest`, a digest alone), plug-ins of others and versions that are newer than the tables leave the verdict unknown. Images that nobody needs to judge can be left out.',
  remediation:
    'Take the release that the compatibility table of the plug-in names for your server: `kubectl --namespace {namespace} set image deployment/velero velero-plugin-for-aws=velero/velero-plugin-for-aws:v1.13.0` (the name of the init container may differ), or `velero plugin add velero/velero-plugin-for-aws:v1.13.0 --namespace {namespace}` and `velero plugin remove OLD-IMAGE --namespace {namespace}`.',
  references: [
    'https://github.com/vmware-tanzu/velero-plugin-for-aws#compatibility',
    'https://github.com/vmware-tanzu/velero-plugin-for-csi#compatibility',
    'https://velero.io/docs/main/file-system-backup/#restic-deprecation',
    'https://velero.io/docs/main/overview-plugins/',
  ],
  severity: 'high',
  subject: veleroServer,
  reads: ['api', 'deployments'],
  joins: {
    locations: every(veleroStorageLocation, ['spec'], 'cluster'),
    volumeBackups: every(veleroPodVolumeBackup, ['spec'], 'cluster'),
  },
  params: params({
    ignored: nameGlobs({ description: 'Images of plug-ins that are not judged, `*` and `?` being wildcards: `*/my-plugin:*`.' }),
  }),
  messages,
  examples: [
    {
      name: 'A pair of the table',
      facets: installed('velero/velero:v1.17.1', 'velero/velero-plugin-for-aws:v1.13.1'),
      around: around(),
      verdict: 'pass',
    },
    {
      name: 'The plug-in is of Velero 1.6',
      facets: installed('velero/velero:v1.17.1', 'velero/velero-plugin-for-aws:v1.2.0'),
      around: around(),
      verdict: 'fail',
    },
    {
      name: 'No plug-in for the provider of the location',
      facets: installed('velero/velero:v1.17.1', 'velero/velero-plugin-for-gcp:v1.13.0'),
      around: around(),
      verdict: 'fail',
    },
    {
      name: 'Backups of restic, which the server cannot restore any more',
      facets: installed('velero/velero:v1.19.0', 'velero/velero-plugin-for-aws:v1.15.0'),
      around: { ...around(), 'velero/pod-volume-backup': RESTIC },
      verdict: 'fail',
    },
    {
      name: 'The latest, whatever that is',
      facets: installed('velero/velero:latest', 'velero/velero-plugin-for-aws:latest'),
      around: around(),
      verdict: 'unknown',
    },
    { name: 'Velero is not installed', facets: uninstalled, around: around(), verdict: 'not-applicable' },
  ],
  check: (subject, { params: { ignored }, joined }) => {
    const deployments = subject.facets.api.versions.length === 0 ? [] : subject.facets.deployments.deployments;
    if (deployments.length === 0) return notApplicable('absent');
    const isNear = ({ scope }: Pick<Subject, 'scope'>) => scope.namespace === subject.scope.namespace;
    const around: Around = {
      locations: () => joined.locations.filter(isNear),
      volumeBackups: () => joined.volumeBackups.filter(isNear),
      isIgnored: ({ image }) => ignored.some((glob) => matchesGlob(glob, image)),
    };
    const server = deployments.map(({ image }) => image).join(', ');
    return allHold<Message>([...deployments.map((one) => () => judgeDeployment(one, around)), () => pass('compatible', { server })]);
  },
});
