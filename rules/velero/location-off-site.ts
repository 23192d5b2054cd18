import { Type } from 'typebox';
import { allHold } from '../../model/judge.ts';
import { kubernetesNamespace } from '../../model/kinds/kubernetes.ts';
import { s3Bucket } from '../../model/kinds/s3.ts';
import { veleroSchedule, veleroStorageLocation } from '../../model/kinds/velero.ts';
import { params } from '../../model/params.ts';
import { once } from '../../model/remember.ts';
import { defineRule, every, fail, join, type Outcome, pass, type Subject, unknown, unlessUnread } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';
import { backupsOf, isSynchronised, type StoredBackup, storedBackupJoin, usabilityOf } from '../../model/velero/backups.ts';
import { namespace, namespaces, pod, serving, snapshotClasses, surroundings } from '../../model/velero/captures/examples.ts';
import { captureJoins } from '../../model/velero/captures/joins.ts';
import { idsFor } from '../../model/velero/captures/meant.ts';
import { bucket, located, location, made, moved, schedule } from '../../model/velero/examples.ts';
import { bucketFor, describeLocation, locationFor, type Storage } from '../../model/velero/locations.ts';
import { type HeldFacts, type HeldVolume, presentAt, regionOfLocation, regionsOfCluster, volumesFor } from '../../model/velero/off-site.ts';
import { doubtful } from '../../model/velero/schedules.ts';
import type { Told } from '../../model/velero/server.ts';
import { dataUploadJoin, fateOf, podVolumeBackupJoin, type Transfer, transfersOf, volumeOf } from '../../model/velero/transfers.ts';

type Scheduled = Subject<typeof veleroSchedule, 'spec'>;
type Location = Subject<typeof veleroStorageLocation, 'spec' | 'status'>;

/** Lines of evidence, as far as a report can take them. */
const SHOWN = 100;

interface Wanted {
  readonly allowSameRegion: boolean;
  readonly volumes: boolean;
}

/** The bucket tells its Region where the location does not. */
const bucketsOf = (subject: Scheduled, { allowSameRegion }: Wanted, joined: Storage): readonly string[] => {
  const found = allowSameRegion ? undefined : locationFor(subject, joined);
  if (!found || !('location' in found) || found.location.facets.spec.region !== undefined) return [];
  const place = bucketFor(found.location);
  return 'bucket' in place ? [place.bucket] : [];
};

const judgeRegions = (place: Location, told: Told<string>, cluster: () => readonly string[]): Outcome<Message> => {
  const location = describeLocation(place);
  const observed = 'doubt' in told ? told.doubt : `backups in ${told.value}`;
  const evidence = [{ facet: 'spec', observed, expected: 'another Region than that of the cluster', resource: place.id }];
  if ('doubt' in told) return unknown('placeUntold', { location, doubt: told.doubt }, evidence);
  const regions = cluster();
  const values = { location, region: told.value, cluster: regions.join(', ') };
  const both = evidence.map((one) => ({
    ...one,
    observed: `${observed}, the cluster in ${values.cluster || 'a Region that nothing tells'}`,
  }));
  if (regions.length === 0) return unknown('clusterUntold', values, both);
  if (!regions.includes(told.value)) return pass('offSite', values, both);
  return regions.length === 1 ? fail('sameRegion', values, both) : unknown('severalRegions', values, both);
};

/** What is not in the backup at all is asked for by velero/captures. */
const judgeVolume = ({ name, capture }: HeldVolume): Outcome<Message> => {
  const evidence = [{ facet: 'spec', observed: `volume ${name}: ${capture.reason}`, expected: 'its data leaves the storage system' }];
  if (capture.state === 'no') return pass('offSite');
  if (capture.unread) throw capture.unread;
  const values = { volume: name, why: capture.reason };
  if (capture.state === 'unknown' || capture.offSite === undefined) return unknown('volumeUntold', values, evidence);
  return capture.offSite ? pass('offSite', {}, evidence) : fail('stays', values, evidence);
};

const judgeTransfer = (transfer: Transfer, backup: StoredBackup): Outcome<Message> => {
  const { phase = 'New', message, snapshotId } = transfer.facets.status;
  const values = { backup: backup.name, volume: volumeOf(transfer), phase };
  const observed = `${values.volume}: ${phase}${message === undefined ? '' : `, ${message}`}, snapshot ${snapshotId ?? 'none'}`;
  const evidence = [{ facet: 'status', observed, expected: 'Completed, with a snapshot', resource: transfer.id }];
  const fate = fateOf(transfer);
  if (fate === 'moved') return pass('offSite', values, evidence);
  return fate === 'lost' ? fail('unmoved', values, evidence) : unknown('transferUntold', values, evidence);
};

/** All that is looked at for the volumes of a schedule. */
interface Around {
  /** The volumes that its backups are for. */
  readonly volumes: () => readonly HeldVolume[];
  readonly subject: Scheduled;
  readonly joined: HeldFacts & {
    readonly locations: readonly Location[];
    readonly backups: readonly StoredBackup[];
    readonly podVolumeBackups: readonly Transfer[];
    readonly dataUploads: readonly Transfer[];
  };
  readonly takenAt: Date;
}

const movedByDesign = ({ volumes }: Pick<Around, 'volumes'>): readonly HeldVolume[] =>
  volumes().filter(({ capture }) => capture.offSite === true);

const describeMoved = (moved: readonly HeldVolume[]): string =>
  moved.length === 0 ? 'no volume is to go with them' : `by design, the data of ${counted(moved.length, 'volume')} goes with them`;

const judgeDesign = ({ volumes }: Around): Outcome<Message> =>
  allHold<Message>([() => pass('offSite'), ...volumes().map((volume) => () => judgeVolume(volume))]);

/** A backup that moved nothing, where something of what was there when it began is to be moved. */
const judgeNothing = (backup: StoredBackup, around: Around): Outcome<Message> => {
  const missing = presentAt(backup, movedByDesign(around), around.joined);
  const values = { backup: backup.name, volumes: counted(missing.length, 'volume') };
  const evidence = [{ facet: 'spec', observed: `${backup.name}: no data of volumes was moved`, resource: backup.id }];
  return missing.length === 0 ? pass('offSite', values, evidence) : fail('nothingMoved', values, evidence);
};

/** What the newest backup shows that this cluster made and that can be used. */
const judgeNewest = (around: Around): Outcome<Message> => {
  const { subject, joined, takenAt } = around;
  const usage = { acceptPartiallyFailed: false, takenAt, joined };
  const backup = backupsOf(subject, joined.backups).find((one) => usabilityOf(one, usage).usable && !isSynchronised(one));
  if (!backup) return pass('offSite');
  const transfers = [...transfersOf(backup, joined.podVolumeBackups), ...transfersOf(backup, joined.dataUploads)];
  if (transfers.length === 0) return judgeNothing(backup, around);
  return allHold<Message>(transfers.map((transfer) => () => judgeTransfer(transfer, backup)));
};

const messages = {
  offSite: 'Backups go to {location}{where}; {volumes}.',
  missing: 'Storage location {missing} does not exist: there are no backups anywhere.',
  doubtful: 'Which storage location it has cannot be told: {doubt}.',
  sameRegion:
    'Backups go to {location} in {region}, and the cluster is in {cluster}, too: they survive its loss, but not that of the Region.',
  placeUntold: 'In which Region {location} is cannot be told: {doubt}.',
  clusterUntold:
    'Backups go to {location} in {region}; in which Region the cluster is cannot be told: neither its name nor a volume says so.',
  severalRegions: 'Backups go to {location} in {region}, which is one of several Regions that the cluster has volumes in ({cluster}).',
  stays: 'The data of volume {volume} stays in the storage system of the cluster: {why}.',
  volumeUntold: 'Whether the data of volume {volume} leaves the storage system cannot be told: {why}.',
  unmoved: 'Backup {backup}, the newest that can be used, did not move the data of {volume}: {phase}.',
  transferUntold: 'Whether backup {backup} moved the data of {volume} cannot be told: its phase is {phase}.',
  nothingMoved: 'Backup {backup}, the newest that can be used, moved no data of any volume, and {volumes} had to be.',
};
type Message = keyof typeof messages;

const around = (...more: readonly ReturnType<typeof surroundings>[]) =>
  surroundings(
    located(location({ spec: { region: 'eu-central-1' } })),
    bucket(),
    moved(),
    { 'velero/backup': made('2026-01-31T00:00:00Z') },
    ...more,
  );

const HERE = { clusterRegion: 'us-west-2' };

export default defineRule({
  id: 'velero/location-off-site',
  title: 'Backups lie in another Region than the cluster',
  rationale:
    "What takes a Region takes the cluster and a bucket beside it. The Region of the storage location is the one that it names, otherwise the one of its bucket. That of the cluster is told by its name, if that is the ARN of an EKS cluster, or by the zones that its persistent volumes are bound to; where neither does, name it. Where one Region is enough, since only the loss of the cluster is to be survived, that can be allowed; a replica of the bucket in another Region (s3/replicated-cross-region) isn't looked at. Volumes have a second way to stay behind: a snapshot that is not moved (CSI without `snapshotMoveData`, and the native ones of plug-ins) stays in the storage system of the cluster, whatever the location. By design each volume that a backup of the schedule holds has to be copied by a node agent, as files or out of its snapshot; and the newest backup of this cluster that can be used must have moved what was there when it began. Volumes that no backup holds are the question of velero/captures. Whether a volume was left out of a backup that moved others is not seen.",
  remediation:
    'Make a bucket in another Region, and a location there: `velero backup-location create off-site --provider aws --bucket BUCKET --config region=OTHER-REGION --namespace {namespace}`; have the schedule use it: `kubectl --namespace {namespace} patch schedules.velero.io {name} --type merge --patch \'{"spec":{"template":{"storageLocation":"off-site"}}}\'`. Have snapshots moved: `kubectl --namespace {namespace} patch schedules.velero.io {name} --type merge --patch \'{"spec":{"template":{"snapshotMoveData":true}}}\'`.',
  references: [
    'https://velero.io/docs/main/locations/',
    'https://velero.io/docs/main/csi-snapshot-data-movement/',
    'https://velero.io/docs/main/file-system-backup/',
    'https://kubernetes.io/docs/reference/labels-annotations-taints/',
  ],
  severity: 'high',
  subject: veleroSchedule,
  reads: ['spec'],
  joins: {
    ...captureJoins,
    contents: join(kubernetesNamespace, ['pods', 'claims'], (subject: Scheduled, { volumes }: Wanted, joined: HeldFacts) =>
      volumes ? unlessUnread(() => idsFor(subject, undefined, joined.namespaces), []) : [],
    ),
    locations: every(veleroStorageLocation, ['spec', 'status'], 'cluster'),
    buckets: join(s3Bucket, ['presence'], bucketsOf),
    backups: storedBackupJoin,
    podVolumeBackups: podVolumeBackupJoin,
    dataUploads: dataUploadJoin,
  },
  params: params({
    clusterRegion: Type.Optional(
      Type.String({ minLength: 1, description: 'The Region of the cluster: `us-west-2`. Without it, its name or its volumes must tell.' }),
    ),
    allowSameRegion: Type.Boolean({ default: false, description: 'Whether backups may lie in the Region of the cluster.' }),
    volumes: Type.Boolean({
      default: true,
      description: 'Whether the data of volumes must have left the storage system of the cluster, too.',
    }),
  }),
  messages,
  examples: [
    { name: 'In another Region, and volumes are copied', facets: schedule(), params: HERE, around: around(), verdict: 'pass' },
    {
      name: 'In the Region of the cluster',
      facets: schedule(),
      params: { clusterRegion: 'eu-central-1' },
      around: around(),
      verdict: 'fail',
    },
    {
      name: 'Snapshots stay in the storage system',
      facets: schedule(),
      params: HERE,
      around: around(
        namespaces({ mlops: namespace({ pods: [pod({ annotations: {} })] }) }),
        snapshotClasses,
        serving({ flags: { features: 'EnableCSI' } }),
      ),
      verdict: 'fail',
    },
    {
      name: 'A copy failed',
      facets: schedule(),
      params: HERE,
      around: around(moved({ phase: 'Failed' })),
      verdict: 'fail',
    },
    { name: 'Nothing tells where the cluster is', facets: schedule(), around: around(), verdict: 'unknown' },
  ],
  check: (subject, { params: { clusterRegion, allowSameRegion, volumes }, joined, takenAt }) => {
    const found = locationFor(subject, joined);
    if ('doubt' in found) return doubtful('doubtful', found.doubt);
    if ('missing' in found) return fail('missing', found, [{ facet: 'spec', observed: found.missing, expected: 'a location that exists' }]);
    const { location } = found;
    const regions = () => regionsOfCluster(clusterRegion, subject, () => joined.volumes);
    const around = { subject, joined, takenAt, volumes: once(() => volumesFor(subject, joined)) };
    const judgePlace = () =>
      judgeRegions(
        location,
        regionOfLocation(location, () => joined.buckets),
        regions,
      );
    const judgeAll = () =>
      pass<Message>(
        'offSite',
        {
          location: describeLocation(location),
          where: allowSameRegion ? ', in whatever Region' : `, in another Region than the cluster (${regions().join(', ')})`,
          volumes: volumes ? describeMoved(movedByDesign(around)) : 'volumes are not asked for',
        },
        [{ facet: 'spec', observed: `storage location: ${describeLocation(location)}`, resource: location.id }],
      );
    const outcome = allHold<Message>([
      ...(allowSameRegion ? [] : [judgePlace]),
      ...(volumes ? [() => judgeDesign(around), () => judgeNewest(around)] : []),
      judgeAll,
    ]);
    return { ...outcome, evidence: outcome.evidence.slice(0, SHOWN) };
  },
});
