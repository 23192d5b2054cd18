import type { FacetValue } from '../../../model/kind.ts';
import type { VeleroDeployment, veleroPodVolumeBackup } from '../../../model/kinds/velero.ts';
import { type Around, deployment, located, location, server, uninstalled, veleroId } from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/plugin-compatible.ts';
import { type Row, runTable } from '../harness.ts';
import { all } from './around.ts';

const by = (image: string, plugins: readonly string[], more: Partial<VeleroDeployment> = {}): VeleroDeployment =>
  deployment({ image: `velero/${image}`, plugins: plugins.map((plugin) => ({ name: 'plugin', image: plugin })), ...more });

const AWS = 'velero/velero-plugin-for-aws';
const CSI = 'velero/velero-plugin-for-csi';
const THEIRS = 'openebs/velero-plugin:3.6.0';

const pair = (image: string, ...plugins: readonly string[]) => server(by(image, plugins));

type VolumeBackup = FacetValue<typeof veleroPodVolumeBackup, 'spec'>;

const uploaded = (id: string, uploader?: string, namespace = 'velero') => {
  const spec: VolumeBackup = { backup: 'mlops-1', namespace: 'mlops', pod: 'serving-0', volume: 'data', storageLocation: 'default' };
  return { [veleroId('PodVolumeBackup', id, namespace)]: { spec: { ...spec, ...(uploader === undefined ? {} : { uploader }) } } };
};

const around = (provider = 'aws', backups: Readonly<Record<string, unknown>> = {}) =>
  ({ ...located(location({ spec: { provider } })), 'velero/pod-volume-backup': backups }) as Around;

const NOWHERE: Around = { 'velero/storage-location': {}, 'velero/pod-volume-backup': {} };

const pairs: readonly Row[] = (
  [
    ['v1.2 with 1.6', pair('velero:v1.6.3', `${AWS}:v1.2.1`), 'pass', 'compatible'],
    ['v1.2 with 1.7', pair('velero:v1.7.0', `${AWS}:v1.2.1`), 'fail', 'mismatch'],
    ['v1.2 with 1.17, as old instructions have it', pair('velero:v1.17.1', `${AWS}:v1.2.0`), 'fail', 'mismatch'],
    ['v1.13 with 1.17', pair('velero:v1.17.1', `${AWS}:v1.13.0`), 'pass', 'compatible'],
    ['v1.13 with 1.16', pair('velero:v1.16.2', `${AWS}:v1.13.0`), 'fail', 'mismatch'],
    ['v1.14 with 1.18', pair('velero:v1.18.0', `${AWS}:v1.14.0`), 'pass', 'compatible'],
    ['a plug-in from after the table', pair('velero:v1.18.0', `${AWS}:v1.15.0`), 'unknown', 'newer'],
    ['a server from after the table', pair('velero:v1.19.0', `${AWS}:v1.14.0`), 'unknown', 'newer'],
    ['the latest plug-in', pair('velero:v1.17.1', `${AWS}:latest`), 'unknown', 'untagged'],
    ['a plug-in by its digest', pair('velero:v1.17.1', `${AWS}@sha256:abcdef`), 'unknown', 'untagged'],
    ['a plug-in without a tag', pair('velero:v1.17.1', AWS), 'unknown', 'untagged'],
    ['the latest server', pair('velero:latest', `${AWS}:v1.13.0`), 'unknown', 'untagged'],
    ['a server of a distribution', pair('oadp-velero-rhel9:1.4.1', `${AWS}:v1.13.0`), 'unknown', 'untagged'],
    ['CSI, v0.7 with 1.13', pair('velero:v1.13.2', `${AWS}:v1.9.0`, `${CSI}:v0.7.0`), 'pass', 'compatible'],
    ['CSI, v0.7 with 1.14', pair('velero:v1.14.0', `${AWS}:v1.10.0`, `${CSI}:v0.7.0`), 'fail', 'builtIn'],
    ['CSI, v0.6 with 1.13', pair('velero:v1.13.2', `${AWS}:v1.9.0`, `${CSI}:v0.6.0`), 'fail', 'mismatch'],
    ['one of others', pair('velero:v1.17.1', `${AWS}:v1.13.0`, THEIRS), 'unknown', 'foreign'],
    ['one of others, and one that does not go', pair('velero:v1.17.1', THEIRS, `${AWS}:v1.12.0`), 'fail', 'mismatch'],
    ['hostile', pair('velero:v1.17.1', `${AWS}:\u001b[31mv1.13.0`), 'unknown', 'untagged'],
  ] as const
).map(([name, facets, verdict, says]) => ({ name, facets, around: around(), verdict, says }));

const words: readonly Row[] = [
  {
    name: 'what the plug-in goes with is said',
    facets: pair('velero:v1.17.1', `${AWS}:v1.2.0`),
    around: around(),
    verdict: 'fail',
    says: 'mismatch',
    shows: ['v1.6.x only', 'v1.17.1', `${AWS}:v1.2.0`],
  },
  {
    name: 'one of others that nobody need judge',
    facets: pair('velero:v1.17.1', `${AWS}:v1.13.0`, THEIRS),
    around: around(),
    params: { ignored: ['openebs/*'] },
    verdict: 'pass',
    says: 'compatible',
  },
  {
    name: 'two deployments, one of which is behind',
    facets: server(by('velero:v1.17.1', [`${AWS}:v1.13.0`]), by('velero:v1.16.2', [`${AWS}:v1.13.0`])),
    around: around(),
    verdict: 'fail',
    says: 'mismatch',
    shows: ['v1.16.2'],
  },
];

const providers: readonly Row[] = [
  {
    name: 'a provider by its full name',
    facets: pair('velero:v1.17.1', `${AWS}:v1.13.0`),
    around: around('velero.io/aws'),
    verdict: 'pass',
    says: 'compatible',
  },
  {
    name: 'no plug-in for the provider',
    facets: pair('velero:v1.17.1', `${AWS}:v1.13.0`),
    around: around('gcp'),
    verdict: 'fail',
    says: 'unserved',
    shows: ['velero.io/gcp'],
  },
  { name: 'no plug-in at all', facets: pair('velero:v1.17.1'), around: around(), verdict: 'fail', says: 'unserved' },
  { name: 'no plug-in, and no location', facets: pair('velero:v1.17.1'), around: NOWHERE, verdict: 'pass', says: 'compatible' },
  {
    name: 'a provider of others, and no plug-in of others',
    facets: pair('velero:v1.17.1', `${AWS}:v1.13.0`),
    around: around('openebs.io/cstor'),
    verdict: 'fail',
    says: 'unserved',
  },
  {
    name: 'CSI stores nothing',
    facets: pair('velero:v1.13.2', `${CSI}:v0.7.0`),
    around: around('csi'),
    verdict: 'fail',
    says: 'unserved',
  },
  {
    name: 'a plug-in of others may be for the provider',
    facets: pair('velero:v1.17.1', THEIRS),
    around: around('openebs.io/cstor'),
    verdict: 'unknown',
    says: 'foreign',
  },
  {
    name: 'a plug-in of others that nobody need judge is for the provider',
    facets: pair('velero:v1.17.1', THEIRS),
    around: around('openebs.io/cstor'),
    params: { ignored: ['*'] },
    verdict: 'pass',
    says: 'compatible',
  },
  {
    name: 'one of others may be for it, although one is ours',
    facets: server(by('velero:v1.17.1', [`${AWS}:v1.13.0`, THEIRS])),
    around: around('gcp'),
    params: { ignored: [`${AWS}:*`] },
    verdict: 'unknown',
    says: 'foreign',
  },
  {
    name: 'the location of another Velero in the cluster',
    facets: pair('velero:v1.17.1', `${AWS}:v1.13.0`),
    around: {
      ...NOWHERE,
      'velero/storage-location': {
        [veleroId('BackupStorageLocation', 'theirs', 'another-velero')]: location({ spec: { provider: 'gcp' } }),
      },
    },
    verdict: 'pass',
    says: 'compatible',
  },
];

const uploading = (image: string, plugin: string, uploader: string) =>
  server(by(image, [`${AWS}:${plugin}`], { flags: { 'uploader-type': uploader } }));

const formats: readonly Row[] = [
  {
    name: 'to upload with restic, 1.16',
    facets: uploading('velero:v1.16.2', 'v1.12.0', 'restic'),
    around: around(),
    verdict: 'pass',
    says: 'compatible',
  },
  {
    name: 'to upload with restic, 1.17',
    facets: uploading('velero:v1.17.0', 'v1.13.0', 'restic'),
    around: around(),
    verdict: 'fail',
    says: 'noRestic',
  },
  {
    name: 'to upload with restic, nobody knows which server',
    facets: uploading('velero:main', 'v1.13.0', ' restic '),
    around: around(),
    verdict: 'unknown',
    says: 'untagged',
  },
  {
    name: 'to upload with kopia',
    facets: uploading('velero:v1.17.0', 'v1.13.0', 'kopia'),
    around: around(),
    verdict: 'pass',
    says: 'compatible',
  },
  {
    name: 'restic can still be restored, 1.18',
    facets: pair('velero:v1.18.0', `${AWS}:v1.14.0`),
    around: around('aws', uploaded('one', 'restic')),
    verdict: 'pass',
    says: 'compatible',
  },
  {
    name: 'restic cannot be restored, 1.19',
    facets: pair('velero:v1.19.0', `${AWS}:v1.14.0`),
    around: around('aws', all(uploaded('zero', 'kopia'), uploaded('one', 'restic'))),
    verdict: 'fail',
    says: 'resticBackups',
    shows: ['mlops-1', 'v1.19.0'],
  },
  {
    name: 'those from before there was another format',
    facets: pair('velero:v1.19.0', `${AWS}:v1.14.0`),
    around: around('aws', uploaded('one')),
    verdict: 'fail',
    says: 'resticBackups',
  },
  {
    name: 'kopia, 1.19',
    facets: pair('velero:v1.19.0', `${AWS}:v1.14.0`),
    around: around('aws', uploaded('one', 'kopia')),
    params: { ignored: ['*'] },
    verdict: 'pass',
    says: 'compatible',
  },
  {
    name: 'restic, nobody knows which server',
    facets: pair('velero:main', `${AWS}:v1.14.0`),
    around: around('aws', uploaded('one', 'restic')),
    params: { ignored: ['*'] },
    verdict: 'unknown',
    says: 'untagged',
  },
  {
    name: 'restic of another Velero in the cluster',
    facets: pair('velero:v1.19.0', `${AWS}:v1.14.0`),
    around: around('aws', uploaded('one', 'restic', 'another-velero')),
    params: { ignored: ['*'] },
    verdict: 'pass',
    says: 'compatible',
  },
];

const SOUND = pair('velero:v1.17.1', `${AWS}:v1.13.0`);
const NEWEST = pair('velero:v1.19.0', `${AWS}:v1.14.0`);
const UNFIT = pair('velero:v1.17.1', `${AWS}:v1.2.0`);

const undecided: readonly Row[] = [
  { name: 'not installed', facets: uninstalled, around: around(), verdict: 'not-applicable', says: 'absent' },
  { name: 'not deployed', facets: server(), around: around(), verdict: 'not-applicable', says: 'absent' },
  { name: 'the API is unread', facets: { ...SOUND, api: 'unread' }, around: around(), verdict: 'unknown' },
  { name: 'deployments unread', facets: { ...SOUND, deployments: 'unread' }, around: around(), verdict: 'unknown' },
  {
    name: 'locations could not be listed',
    facets: SOUND,
    around: { ...around(), 'velero/storage-location': 'unread' },
    verdict: 'unknown',
  },
  {
    name: 'locations could not be listed, and a plug-in does not go',
    facets: UNFIT,
    around: { 'velero/storage-location': 'unread', 'velero/pod-volume-backup': 'unread' },
    verdict: 'fail',
    says: 'mismatch',
  },
  {
    name: 'spec of a location unread',
    facets: SOUND,
    around: { ...around(), ...located({ ...location(), spec: 'unread' }) },
    verdict: 'unknown',
  },
  {
    name: 'volumes of backups could not be listed',
    facets: NEWEST,
    around: { ...around(), 'velero/pod-volume-backup': 'unread' },
    params: { ignored: ['*'] },
    verdict: 'unknown',
  },
  {
    name: 'volumes of backups unread',
    facets: NEWEST,
    around: around('aws', { [veleroId('PodVolumeBackup', 'one')]: { spec: 'unread' } }),
    params: { ignored: ['*'] },
    verdict: 'unknown',
  },
  {
    name: 'the format of volumes matters from 1.19 on',
    facets: SOUND,
    around: { ...around(), 'velero/pod-volume-backup': 'unread' },
    verdict: 'pass',
    says: 'compatible',
  },
];

runTable(rule, [...pairs, ...words, ...providers, ...formats, ...undecided]);
