import { ASSETS, type Asset, isBucket, protectedIds } from '../model/backup/assets.ts';
import { isFirstPointDue } from '../model/backup/cadence.ts';
import { type CoverageFacts, type CoveringRule, coverageJoins, coverageOf } from '../model/backup/coverage.ts';
import { madeAt } from '../model/backup/due.ts';
import { parseVaultArn } from '../model/backup/ids.ts';
import { cadenceOf, cleanJobTimes, type Making, makes, makingEvidence } from '../model/backup/making.ts';
import { ownPlace, ownVaults, vaultAt } from '../model/backup/places.ts';
import { isContinuous, type RecoveryPoint } from '../model/backup/points.ts';
import {
  areDated,
  immutabilityOf,
  keptFor,
  lastRestoreOf,
  newestAge,
  oldestAge,
  pointsEvidence,
  pointsIn,
  restoreEvidence,
  snapshotTimes,
} from '../model/backup/recovery.ts';
import { backupProtectedResource, backupVault } from '../model/kinds/backup.ts';
import { dynamodbTable } from '../model/kinds/dynamodb.ts';
import { s3Bucket } from '../model/kinds/s3.ts';
import { type Cadence, defineMechanism, healthOf, lossOf, orDoubt, type Protection } from '../model/protection.ts';
import { type Joined, join, self, unlessUnread } from '../model/rule.ts';

/** [inference] By when AWS Backup has taken up a change of a bucket that it tracks; AWS documents no figure for every bucket. */
const TRACKING = 15 * 60_000;

const isCovered = (asset: Asset, facts: CoverageFacts): boolean => coverageOf(asset, facts).rules.length > 0;

/** Continuous backups are there for buckets; for tables the setting has no effect. */
const isContinuousRule = (asset: Asset, { rule }: CoveringRule): boolean => isBucket(asset) && rule.continuous;

const joins = {
  ...coverageJoins,
  vaults: join(backupVault, ['description'], (asset: Asset, _: unknown, facts: CoverageFacts) => ownVaults(asset, facts)),
  known: join(backupProtectedResource, ['recoveryPoints', 'backupJobs', 'restoreJobs'], (asset: Asset, _: unknown, facts: CoverageFacts) =>
    isCovered(asset, facts) ? protectedIds(asset) : [],
  ),
  bucket: self(s3Bucket, ['versioning'], (asset: Asset, _: unknown, facts: CoverageFacts) => isCovered(asset, facts)),
  table: self(dynamodbTable, ['description'], (asset: Asset, _: unknown, facts: CoverageFacts) => isCovered(asset, facts)),
  tracked: self(s3Bucket, ['notification'], (asset: Asset, _: unknown, facts: CoverageFacts) =>
    coverageOf(asset, facts).rules.some((covering) => isContinuousRule(asset, covering)),
  ),
};

/** One covering rule, with its recovery points and how they are made. */
interface Backup extends Making {
  readonly asset: Asset;
  readonly known: Joined<typeof joins>['known'][number] | undefined;
  readonly joined: Joined<typeof joins>;
}

/**
 * The usable recovery points in its vault that may be the rule's; `undefined` where they were not read. Where continuous
 * backup fails, snapshots take its place; the other way round does not happen.
 */
const pointsOf = ({ asset, covering, known, vault }: Backup): readonly RecoveryPoint[] | undefined =>
  unlessUnread(() => {
    const points = known && pointsIn(known.facets.recoveryPoints.points, parseVaultArn(vault.id)?.name ?? '');
    return isContinuousRule(asset, covering) ? points : points?.filter((point) => !isContinuous(point));
  }, undefined);

/**
 * Whether the backup follows every change, or, after a fallback to snapshots and where the bucket sends no events, the
 * schedule only. `undefined` = cannot be told.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html
 */
const followsChanges = (backup: Backup): boolean | undefined => {
  const { asset, covering, joined } = backup;
  if (!isContinuousRule(asset, covering)) return false;
  const points = pointsOf(backup) ?? [];
  if (points.length > 0 && !points.some(isContinuous)) return false;
  return unlessUnread(() => joined.tracked[0]?.facets.notification.eventBridge, undefined);
};

/** From when its content is. A continuous recovery point that does not follow changes is brought up to date by each job. */
const freshTimes = (backup: Backup): readonly string[] => {
  const points = pointsOf(backup) ?? [];
  return points.some(isContinuous) ? unlessUnread(() => cleanJobTimes(backup), []) : snapshotTimes(points);
};

/** The schedule that it follows, if it follows one; none where there are recovery points and nothing tells how fresh they are. */
const followedCadence = (backup: Backup): Cadence | undefined => {
  const isStale = freshTimes(backup).length === 0 && (pointsOf(backup) ?? []).length > 0;
  return followsChanges(backup) === false && !isStale ? cadenceOf(backup) : undefined;
};

const rpoOf = (backup: Backup, cadence: Cadence | undefined): Protection['rpo'] => {
  const { takenAt } = backup;
  const follows = followsChanges(backup);
  if (follows !== false) return { design: follows && TRACKING, observed: undefined };
  return { design: cadence && lossOf([cadence], takenAt), observed: newestAge(freshTimes(backup), takenAt) };
};

const retentionOf = (backup: Backup): Protection['retention'] => {
  const { asset, covering, takenAt } = backup;
  const continuous = isContinuousRule(asset, covering);
  const points = continuous ? [] : (pointsOf(backup) ?? []);
  return { design: keptFor(covering.rule.lifecycle, continuous), observed: oldestAge(snapshotTimes(points), takenAt) };
};

/** Whether there is something to restore; as long as the first recovery point is not due, nobody can tell. */
const isThere = (backup: Backup): boolean | undefined => {
  const points = pointsOf(backup);
  if (points === undefined) return undefined;
  if (points.length > 0) return areDated(points) || undefined;
  const { covering, joined, takenAt } = backup;
  const isDue = unlessUnread(() => isFirstPointDue(covering, madeAt(joined.table[0]), takenAt), undefined);
  return isDue === true ? false : undefined;
};

const protectionBy = (backup: Backup): Protection => {
  const { asset, vault, known, takenAt } = backup;
  const cadence = followedCadence(backup);
  return {
    mechanism: 'aws-backup',
    asset: asset.id,
    location: { id: vault.id, region: parseVaultArn(vault.id)?.region },
    rpo: rpoOf(backup, cadence),
    cadence,
    retention: retentionOf(backup),
    immutability: unlessUnread(() => immutabilityOf(vault.facets.description, takenAt), 'unknown'),
    health: healthOf([...makes(backup), () => isThere(backup)]),
    lastRestore: unlessUnread(() => known && lastRestoreOf(known.facets.restoreJobs, takenAt), undefined),
    evidence: [...makingEvidence(backup), ...pointsEvidence(known, pointsOf(backup)), ...restoreEvidence(known)],
  };
};

export default defineMechanism({
  id: 'aws-backup',
  title: 'AWS Backup',
  asset: ASSETS,
  reads: [],
  joins,
  protections: (asset, { joined, takenAt }) => {
    const { rules, open } = coverageOf(asset, joined);
    const backups = rules.map((covering) =>
      orDoubt(() => {
        const vault = vaultAt(ownPlace(asset, covering, joined), joined.vaults);
        return protectionBy({
          asset,
          covering,
          vault,
          takenAt,
          joined,
          known: joined.known[0],
          bucket: joined.bucket[0],
        });
      }),
    );
    return [...backups, ...open];
  },
});
