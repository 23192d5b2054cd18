import type { KubernetesClaim } from '../../../model/kinds/kubernetes.ts';
import {
  claim,
  namespace,
  namespaces,
  pod,
  serving,
  snapshotClasses,
  snapshotLocations,
  surroundings,
  volumes,
} from '../../../model/velero/captures/examples.ts';
import {
  type Around,
  BUCKET,
  backupName,
  bucket,
  located,
  location,
  made,
  moved,
  schedule,
  template,
  veleroId,
} from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/location-off-site.ts';
import { type Row, runTable } from '../harness.ts';
import { all } from './around.ts';

const MIDNIGHT = '2026-01-31T00:00:00Z';

type Spec = NonNullable<NonNullable<Parameters<typeof location>[0]>['spec']>;

const lying = (spec: Spec = { region: 'eu-central-1' }): Around => located(location({ spec }));

const zoned = (...zones: readonly string[]): Around =>
  volumes({ topology: [{ key: 'topology.ebs.csi.aws.com/zone', values: [...zones] }] });

const around = (...more: readonly Around[]): Around =>
  surroundings(lying(), bucket(), moved(), { 'velero/backup': made(MIDNIGHT) }, zoned('us-west-2a'), ...more);

const EKS = 'arn:aws:eks:eu-central-1:111122223333:cluster/prod';

/** The same in a cluster that is called by its ARN. */
const renamed = (there: Around): Around => JSON.parse(JSON.stringify(there).replaceAll('k8s://prod/', `k8s://${EKS.replace('/', '%2F')}/`));

/** The location says no Region of its own. */
const { region: _, ...UNPLACED } = location().spec;
const unplaced: Around = located({ ...location(), spec: UNPLACED });

const PRESENT = { exists: true, access: 'granted', region: 'eu-west-1' };
const ABSENT = { exists: false, access: 'none' };
/** No listing tells where the bucket is. */
const ABROAD = { [BUCKET]: { target: 'test' } };

type Given = readonly [string, Around, Row['verdict'], string, ...string[]];

const rows = (given: readonly Given[], params: Row['params'] = {}): readonly Row[] =>
  given.map(([name, there, verdict, says, ...shows]) => ({ name, facets: schedule(), around: there, params, verdict, says, shows }));

const regions: readonly Row[] = [
  ...rows([
    ['another Region than the volumes', around(), 'pass', 'offSite', 'eu-central-1', 'us-west-2', '1 volume'],
    ['the Region of the volumes', around(lying({ region: 'us-west-2' })), 'fail', 'sameRegion', 'us-west-2'],
    ['the bucket tells the Region', around(unplaced), 'fail', 'sameRegion', 'us-west-2'],
    ['no volume tells', around(zoned()), 'unknown', 'clusterUntold'],
    ['volumes are elsewhere, too', around(zoned('us-west-2a', 'us-east-1a')), 'pass', 'offSite', 'us-east-1, us-west-2'],
    ['volumes are there, too', around(zoned('us-west-2a', 'eu-central-1a')), 'unknown', 'severalRegions'],
    ['not in AWS', around(lying({ provider: 'azure' })), 'unknown', 'placeUntold', 'azure'],
    ['in storage that speaks S3', around(lying({ s3Url: 'http://minio.velero.svc:9000' })), 'unknown', 'placeUntold', 'minio'],
    ['no location', around({ 'velero/storage-location': {} }), 'fail', 'missing'],
    [
      'two locations are the default',
      around({
        'velero/storage-location': {
          [veleroId('BackupStorageLocation', 'default')]: location(),
          [veleroId('BackupStorageLocation', 'second')]: location(),
        },
      }),
      'unknown',
      'doubtful',
    ],
  ]),
  ...rows([
    ['a bucket of others tells the Region', around(unplaced, bucket({ presence: PRESENT })), 'pass', 'offSite', 'eu-west-1'],
    ['a bucket that does not exist tells none', around(unplaced, bucket({ presence: ABSENT })), 'unknown', 'placeUntold'],
  ]).map((row) => ({ ...row, joinedScopes: ABROAD })),
  ...rows([['the cluster is named', around(), 'fail', 'sameRegion']], { clusterRegion: 'eu-central-1' }),
  ...rows([['named, and volumes could not be listed', around({ 'kubernetes/persistent-volume': 'unread' }), 'fail', 'sameRegion']], {
    clusterRegion: 'eu-central-1',
  }),
  ...rows(
    [
      ['the Region is allowed', around(lying({ region: 'us-west-2' })), 'pass', 'offSite', 'in whatever Region'],
      ['no Region is asked for', around(lying({ provider: 'azure' }), zoned()), 'pass', 'offSite'],
    ],
    { allowSameRegion: true },
  ),
  {
    name: 'the name of the cluster goes before volumes',
    facets: schedule(),
    around: renamed(around()),
    scope: { target: 'test', cluster: EKS, namespace: 'velero' },
    verdict: 'fail',
    says: 'sameRegion',
    shows: ['the cluster in eu-central-1'],
  },
];

const NO_OPT_IN = namespaces({ mlops: namespace({ pods: [pod({ annotations: {} })] }) });
const CSI = serving({ flags: { features: 'EnableCSI' } });
const moving = schedule({ spec: { template: template({ snapshotMoveData: true }) } });

const uploaded = (status: Readonly<Record<string, unknown>> = {}): Around => ({
  'velero/pod-volume-backup': {},
  'velero/data-upload': {
    [veleroId('DataUpload', 'upload-1')]: {
      spec: { backup: backupName(MIDNIGHT), namespace: 'mlops', claim: 'data', storageLocation: 'default' },
      status: { phase: 'Completed', snapshotId: 'abc', ...status },
    },
  },
});

const claims = (...more: readonly Partial<KubernetesClaim>[]): Around =>
  namespaces({ mlops: namespace({ claims: [claim(), ...more.map((one) => claim(one))] }) });

const design: readonly Row[] = [
  ...rows([
    ['a snapshot that is not moved', around(NO_OPT_IN, snapshotClasses, CSI), 'fail', 'stays', 'mlops/data'],
    ['a native snapshot', around(NO_OPT_IN, snapshotLocations), 'fail', 'stays'],
    ['a volume that nothing holds is the question of another', around(NO_OPT_IN, uploaded()), 'pass', 'offSite', 'no volume'],
    ['there is no claim', around(namespaces({ mlops: namespace({ pods: [], claims: [] }) })), 'pass', 'offSite', 'no volume'],
    [
      'nobody can tell how',
      around(serving({ image: 'velero/velero:latest', flags: { features: 'EnableCSI' } }), NO_OPT_IN, snapshotClasses),
      'unknown',
      'volumeUntold',
    ],
  ]),
  {
    name: 'a snapshot that is moved',
    facets: moving,
    around: around(NO_OPT_IN, snapshotClasses, CSI, uploaded()),
    verdict: 'pass',
    says: 'offSite',
  },
  ...rows(
    [['a snapshot stays, and volumes are not asked for', around(NO_OPT_IN, snapshotClasses, CSI), 'pass', 'offSite', 'not asked for']],
    {
      volumes: false,
    },
  ),
  ...rows([['neither Region nor volumes are asked for', around(moved({ phase: 'Failed' }), zoned()), 'pass', 'offSite', 'default']], {
    volumes: false,
    allowSameRegion: true,
  }),
  ...rows([['a snapshot stays in the Region that is allowed', around(NO_OPT_IN, snapshotClasses, CSI), 'fail', 'stays']], {
    allowSameRegion: true,
  }),
];

const NOTHING: Around = { 'velero/pod-volume-backup': {}, 'velero/data-upload': {} };
const NEW_VOLUME = (createdAt: string): Around => ({
  'kubernetes/persistent-volume': Object.fromEntries(
    Object.entries(zoned('us-west-2a')['kubernetes/persistent-volume'] ?? {}).map(([id, facets]) => [
      id,
      { ...(facets as object), metadata: { createdAt, annotations: {} } },
    ]),
  ),
});

const observed: readonly Row[] = rows([
  ['a copy failed', around(moved({ phase: 'Failed', message: 'disk full' })), 'fail', 'unmoved', 'disk full'],
  ['a copy was cancelled', around(moved({ phase: 'Canceled' })), 'fail', 'unmoved'],
  ['a copy is a word that nobody knows', around(moved({ phase: 'Skipped' })), 'unknown', 'transferUntold', 'Skipped'],
  ['a copy has begun', around(moved({ phase: 'InProgress' })), 'fail', 'unmoved'],
  ['an upload failed', around(uploaded({ phase: 'Failed' })), 'fail', 'unmoved', 'mlops/data'],
  ['an upload is complete', around(uploaded()), 'pass', 'offSite'],
  ['nothing was moved', around(NOTHING), 'fail', 'nothingMoved', '1 volume'],
  ['nothing was moved, and the volume came later', around(NOTHING, NEW_VOLUME('2026-01-31T00:00:00Z')), 'pass', 'offSite'],
  ['nothing was moved, and the volume came a second before', around(NOTHING, NEW_VOLUME('2026-01-30T23:59:59Z')), 'fail', 'nothingMoved'],
  [
    'nothing was moved, and nothing had to be',
    around(NOTHING, namespaces({ mlops: namespace({ pods: [], claims: [] }) })),
    'pass',
    'offSite',
  ],
  ['the copy of another backup', around({ 'velero/backup': made('2026-01-30T00:00:00Z') }), 'fail', 'nothingMoved'],
  [
    'the newest that can be used counts',
    around({ 'velero/backup': all(made(MIDNIGHT), made('2026-01-31T06:00:00Z', { status: { phase: 'Failed' } })) }),
    'pass',
    'offSite',
  ],
  ['there is no backup', around(NOTHING, { 'velero/backup': {} }), 'pass', 'offSite'],
  [
    'backups that came out of the storage location show nothing',
    around(NOTHING, { 'velero/backup': made(MIDNIGHT, { created: '2026-01-31T09:00:00Z' }) }),
    'pass',
    'offSite',
  ],
  ['claims of several kinds', around(claims({ name: 'lost', phase: 'Pending' })), 'pass', 'offSite', '1 volume'],
]);

const empty = moved({ message: 'volume was empty so no snapshot was taken' });
const withoutSnapshot = (status: Around): Around =>
  Object.fromEntries(
    Object.entries(status).map(([kind, all]) => [
      kind,
      Object.fromEntries(
        Object.entries(all as Record<string, Record<string, unknown>>).map(([id, facets]) => {
          const { snapshotId: _, ...rest } = facets.status as Record<string, unknown>;
          return [id, { ...facets, status: rest }];
        }),
      ),
    ]),
  );

const unstarted = (): Around => {
  const [first] = Object.values(moved()['velero/pod-volume-backup'] as Record<string, Record<string, unknown>>);
  return { 'velero/pod-volume-backup': { [veleroId('PodVolumeBackup', 'one')]: { ...first, status: {} } } };
};

const snapshots: readonly Row[] = rows([
  ['complete, without a snapshot', around(withoutSnapshot(moved())), 'fail', 'unmoved', 'snapshot none'],
  ['complete, of an empty volume', around(withoutSnapshot(empty)), 'pass', 'offSite'],
  ['no phase yet', around(unstarted()), 'fail', 'unmoved'],
]);

const PV = Object.keys(zoned()['kubernetes/persistent-volume'] ?? {})[0] ?? '';

/** A facet of all resources of a kind unread. */
const hiding = (kind: string, facet: string, from: Around = around()): Around => ({
  ...from,
  [kind]: Object.fromEntries(Object.entries(from[kind] ?? {}).map(([id, facets]) => [id, { ...(facets as object), [facet]: 'unread' }])),
});

const hidden = (name: string, there: Around, facets: Row['facets'] = schedule()): Row => ({
  name,
  facets,
  around: there,
  verdict: 'unknown',
});

const CSI_MOVING = around(NO_OPT_IN, snapshotClasses, CSI, uploaded());

const unread: readonly Row[] = [
  hidden('its spec is unread', around(), { spec: 'unread' }),
  ...[
    'velero/storage-location',
    'kubernetes/namespace',
    'kubernetes/persistent-volume',
    'velero/backup',
    'velero/pod-volume-backup',
    'velero/data-upload',
  ].map((kind) => hidden(`${kind} could not be listed`, around({ [kind]: 'unread' }))),
  hidden('the location', hiding('velero/storage-location', 'spec')),
  hidden('the state of the location, which decides whether backups can be used', hiding('velero/storage-location', 'status')),
  { ...hidden('the bucket, which tells the Region', around(unplaced, bucket({ presence: 'unread' }))), joinedScopes: ABROAD },
  hidden('deployments', hiding('velero/server', 'deployments')),
  hidden('pods of the node agents', hiding('velero/server', 'nodeAgentPods')),
  hidden('daemon sets of the node agents', hiding('velero/server', 'nodeAgents', CSI_MOVING), moving),
  hidden('labels of the namespace', hiding('kubernetes/namespace', 'labels')),
  hidden('pods', hiding('kubernetes/namespace', 'pods')),
  hidden('claims', hiding('kubernetes/namespace', 'claims')),
  hidden('metadata of the namespace', hiding('kubernetes/namespace', 'metadata')),
  hidden('spec of volumes', hiding('kubernetes/persistent-volume', 'spec')),
  hidden('spec of classes of snapshots', hiding('kubernetes/volume-snapshot-class', 'spec', CSI_MOVING), moving),
  hidden('labels of classes of snapshots', hiding('kubernetes/volume-snapshot-class', 'labels', CSI_MOVING), moving),
  hidden('spec of a backup', hiding('velero/backup', 'spec')),
  hidden('status of a backup', hiding('velero/backup', 'status')),
  hidden('metadata of a backup', hiding('velero/backup', 'metadata')),
  hidden('labels of a backup', hiding('velero/backup', 'labels')),
  hidden('what a copy is of', hiding('velero/pod-volume-backup', 'spec')),
  hidden('what became of a copy', hiding('velero/pod-volume-backup', 'status')),
  {
    name: 'pods and claims, and volumes are not asked for',
    facets: schedule(),
    around: hiding('kubernetes/namespace', 'claims'),
    params: { volumes: false },
    verdict: 'pass',
    says: 'offSite',
  },
  {
    name: 'claims unread, and the Region is that of the cluster',
    facets: schedule(),
    around: hiding('kubernetes/namespace', 'claims', around(lying({ region: 'us-west-2' }))),
    verdict: 'fail',
    says: 'sameRegion',
  },
  {
    name: 'where the cluster is, is unread, and a copy failed',
    facets: schedule(),
    around: around(moved({ phase: 'Failed' }), {
      'kubernetes/persistent-volume': { [PV]: { spec: 'unread', metadata: 'unread', labels: 'unread' } },
    }),
    verdict: 'fail',
    says: 'unmoved',
  },
];

runTable(rule, [...regions, ...design, ...observed, ...snapshots, ...unread]);
