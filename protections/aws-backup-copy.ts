import { ASSETS, type Asset, accountIds, isBucket, isOwnVault, protectedIds } from '../model/backup/assets.ts';
import { isFirstPointDue } from '../model/backup/cadence.ts';
import { type CoverageFacts, type CoveringRule, coverageJoins, coverageOf } from '../model/backup/coverage.ts';
import { madeAt } from '../model/backup/due.ts';
import { parseVaultArn } from '../model/backup/ids.ts';
import { cadenceOf, type Making, makes, makingEvidence, takes, type Vault, vaultEvidence } from '../model/backup/making.ts';
import { copyPlaces, ownPlace, ownVaults, type Place, vaultAt } from '../model/backup/places.ts';
import type { RecoveryPoint } from '../model/backup/points.ts';
import {
  ageOf,
  areDated,
  immutabilityOf,
  keptFor,
  lastRestoreOf,
  newestAge,
  oldestAge,
  pointsEvidence,
  pointsIn,
  restoreEvidence,
  slowestOf,
} from '../model/backup/recovery.ts';
import { type BackupCopyJobs, backupAccount, backupProtectedResource, backupVault } from '../model/kinds/backup.ts';
import { dynamodbTable } from '../model/kinds/dynamodb.ts';
import { s3Bucket } from '../model/kinds/s3.ts';
import { type Cadence, type Doubt, defineMechanism, healthOf, lossOf, orDoubt, type Protection } from '../model/protection.ts';
import { type Joined, join, self, unlessUnread } from '../model/rule.ts';
import type { Evidence } from '../model/verdict.ts';

const copiesOf = (asset: Asset, facts: CoverageFacts): readonly Place[] => coverageOf(asset, facts).rules.flatMap(copyPlaces);

const isCopied = (asset: Asset, facts: CoverageFacts): boolean => copiesOf(asset, facts).length > 0;

/** The vaults of the backups, and those of the copies that can be looked into. */
const vaultsOf = (asset: Asset, facts: CoverageFacts): readonly string[] => {
  const copies = copiesOf(asset, facts).map(({ vault }) => vault);
  return [...new Set([...ownVaults(asset, facts), ...copies.filter((vault) => isOwnVault(asset, vault))])];
};

/** The asset as AWS Backup knows it in the Regions of its account to which it is copied. */
const elsewhere = (asset: Asset, facts: CoverageFacts): readonly string[] => [
  ...new Set(
    copiesOf(asset, facts)
      .filter(({ vault }) => isOwnVault(asset, vault))
      .flatMap(({ vault }) => protectedIds(asset, parseVaultArn(vault)?.region)),
  ),
];

const joins = {
  ...coverageJoins,
  vaults: join(backupVault, ['description'], (asset: Asset, _: unknown, facts: CoverageFacts) =>
    isCopied(asset, facts) ? vaultsOf(asset, facts) : [],
  ),
  known: join(backupProtectedResource, ['backupJobs', 'copyJobs'], (asset: Asset, _: unknown, facts: CoverageFacts) =>
    isCopied(asset, facts) ? protectedIds(asset) : [],
  ),
  elsewhere: join(backupProtectedResource, ['recoveryPoints', 'restoreJobs'], (asset: Asset, _: unknown, facts: CoverageFacts) =>
    elsewhere(asset, facts),
  ),
  bucket: self(s3Bucket, ['versioning'], (asset: Asset, _: unknown, facts: CoverageFacts) => isCopied(asset, facts)),
  table: self(dynamodbTable, ['description'], (asset: Asset, _: unknown, facts: CoverageFacts) => isCopied(asset, facts)),
  account: join(backupAccount, ['settings'], (asset: Asset, _: unknown, facts: CoverageFacts) =>
    copiesOf(asset, facts).some(({ vault }) => !isOwnVault(asset, vault)) ? accountIds(asset) : [],
  ),
};

/** One copy action of a covering rule, with what it has brought to its vault. */
interface Copy extends Making {
  readonly asset: Asset;
  readonly place: Place;
  readonly known: Joined<typeof joins>['known'][number] | undefined;
  /** The vault of the copies; `undefined` where it is in another account. */
  readonly destination: Vault | undefined;
  /** The asset as AWS Backup knows it in the Region of that vault. */
  readonly there: Joined<typeof joins>['elsewhere'][number] | undefined;
  readonly joined: Joined<typeof joins>;
}

type CopyJobs = BackupCopyJobs['jobs'];

/** The copy jobs of the last 30 days to the vault; `undefined` where they were not read. */
const jobsOf = ({ known, place }: Copy): CopyJobs | undefined =>
  unlessUnread(() => known?.facets.copyJobs.jobs.filter(({ destination }) => destination === place.vault), undefined);

const completedJobs = (copy: Copy): CopyJobs => (jobsOf(copy) ?? []).filter(({ state }) => state === 'COMPLETED');

/** Jobs whose copies have not expired yet. */
const lastingJobs = (copy: Copy): CopyJobs =>
  completedJobs(copy).filter(({ createdAt }) => (ageOf(createdAt, copy.takenAt) ?? 0) < keptFor(copy.place.lifecycle, false));

/** The usable recovery points in the vault; `undefined` where they were not read. */
const pointsOf = ({ there, place }: Copy): readonly RecoveryPoint[] | undefined =>
  unlessUnread(() => there && pointsIn(there.facets.recoveryPoints.points, parseVaultArn(place.vault)?.name ?? ''), undefined);

/** What shows that copies have come there: recovery points, or jobs where none are to be seen. */
const arrivals = (copy: Copy): readonly { readonly createdAt: string }[] => {
  const points = pointsOf(copy) ?? [];
  return points.length > 0 ? points : lastingJobs(copy);
};

const timesOf = (things: readonly { readonly createdAt: string }[]): readonly string[] => things.map(({ createdAt }) => createdAt);

const ENDED: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'PARTIAL']);

/** Whether a copy has come there: a recovery point or a completed job shows it. That there is none, only both together can. */
const isThere = (copy: Copy): boolean | undefined => {
  const isSeen = pointsOf(copy) !== undefined;
  // Where recovery points can be seen, jobs alone say too little: what they brought may be gone.
  if (isOwnVault(copy.asset, copy.place.vault) && !isSeen) return undefined;
  const arrived = arrivals(copy);
  if (arrived.length > 0) return areDated(arrived) || undefined;
  const settled = isSeen && jobsOf(copy)?.every(({ state }) => ENDED.has(state));
  const { covering, joined, takenAt } = copy;
  const isDue = unlessUnread(() => isFirstPointDue(covering, madeAt(joined.table[0]), takenAt), undefined);
  return settled && isDue === true ? false : undefined;
};

/**
 * Tables are copied only with the advanced features of DynamoDB.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
 */
const isCopyable = ({ asset, joined }: Copy): boolean | undefined =>
  isBucket(asset) || joined.region[0]?.facets.settings.management.DynamoDB;

/** A vault of another account: only what arrived shows that it is there. A job of last week does not show that the next one may cross. */
const mayCross = ({ joined: { account } }: Copy): boolean | undefined => account[0]?.facets.settings.crossAccountBackup;

const arrives = (copy: Copy): readonly (() => boolean | undefined)[] => {
  const { destination, place } = copy;
  return [
    ...makes(copy),
    () => isCopyable(copy),
    ...(destination ? takes(destination, place.lifecycle) : [() => mayCross(copy)]),
    () => isThere(copy),
  ];
};

/** A copy begins when its backup is complete, and takes as long as the slowest one that was seen: nothing bounds it. */
const copyCadence = (copy: Copy): Cadence | undefined => {
  const made = cadenceOf(copy);
  const jobs = jobsOf(copy);
  const slowest = jobs && slowestOf(jobs);
  const duration = made?.duration === undefined || slowest === undefined ? undefined : made.duration + slowest;
  return made && { ...made, duration };
};

const copyEvidence = (copy: Copy): readonly Evidence[] => {
  const { known, destination, there, place, takenAt } = copy;
  const jobs = jobsOf(copy);
  const observed = `${completedJobs(copy).length} of ${jobs?.length ?? 0} copy jobs to ${place.vault} completed`;
  return [
    ...makingEvidence(copy),
    ...(destination ? vaultEvidence(destination, place.lifecycle, takenAt) : []),
    ...pointsEvidence(there, pointsOf(copy)),
    ...(known && jobs ? [{ facet: 'copyJobs', observed, resource: known.id }] : []),
    ...restoreEvidence(there),
  ];
};

const protectionBy = (copy: Copy): Protection => {
  const { asset, place, destination, there, takenAt } = copy;
  const cadence = copyCadence(copy);
  const points = pointsOf(copy) ?? [];
  return {
    mechanism: 'aws-backup-copy',
    asset: asset.id,
    location: { id: place.vault, region: parseVaultArn(place.vault)?.region },
    rpo: { design: cadence && lossOf([cadence], takenAt), observed: newestAge(timesOf(arrivals(copy)), takenAt) },
    cadence,
    retention: { design: keptFor(place.lifecycle, false), observed: oldestAge(timesOf(points), takenAt) },
    immutability: unlessUnread(() => (destination ? immutabilityOf(destination.facets.description, takenAt) : 'unknown'), 'unknown'),
    health: healthOf(arrives(copy)),
    lastRestore: unlessUnread(() => there && lastRestoreOf(there.facets.restoreJobs, takenAt), undefined),
    evidence: copyEvidence(copy),
  };
};

const copyTo = (asset: Asset, place: Place, covering: CoveringRule, joined: Joined<typeof joins>, takenAt: Date): Protection => {
  const [there] = isOwnVault(asset, place.vault) ? protectedIds(asset, parseVaultArn(place.vault)?.region) : [];
  return protectionBy({
    asset,
    place,
    covering,
    joined,
    takenAt,
    vault: vaultAt(ownPlace(asset, covering, joined), joined.vaults),
    known: joined.known[0],
    bucket: joined.bucket[0],
    destination: joined.vaults.find(({ id }) => id === place.vault),
    there: joined.elsewhere.find(({ id }) => id === there),
  });
};

/** Copies of continuous backups are snapshots. */
export default defineMechanism({
  id: 'aws-backup-copy',
  title: 'Copies by AWS Backup',
  asset: ASSETS,
  reads: [],
  joins,
  protections: (asset, { joined, takenAt }): readonly (Protection | Doubt)[] => {
    const { rules, open } = coverageOf(asset, joined);
    const copies = rules.flatMap((covering) =>
      copyPlaces(covering).map((place) => orDoubt(() => copyTo(asset, place, covering, joined, takenAt))),
    );
    return [...copies, ...open];
  },
});
