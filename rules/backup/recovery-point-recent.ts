import { ASSETS, type Asset, protectedIds } from '../../model/backup/assets.ts';
import { coverageJoins, coverageOf } from '../../model/backup/coverage.ts';
import { deadlineOf, judgeMissing, madeAt, minutesToPoint, ownTable } from '../../model/backup/due.ts';
import { covered, PROTECTED_TABLE } from '../../model/backup/examples.ts';
import { isContinuous, isUsable, type RecoveryPoint } from '../../model/backup/points.ts';
import { ageOf, isClean } from '../../model/backup/recovery.ts';
import { coverageMessages } from '../../model/backup/words.ts';
import { humanDuration } from '../../model/duration.ts';
import { described } from '../../model/dynamodb/examples.ts';
import { backupProtectedResource } from '../../model/kinds/backup.ts';
import { duration, params } from '../../model/params.ts';
import { anyOf, defineRule, fail, join, pass, type Subject, unknown } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';
import type { Evidence } from '../../model/verdict.ts';

const SHOWN = 3;

/** ListBackupJobs keeps no more. */
const JOBS_KEPT = 30 * 86_400_000;

type Known = Subject<typeof backupProtectedResource, 'recoveryPoints'>;
type Tracked = Subject<typeof backupProtectedResource, 'backupJobs'>;

interface Limit {
  readonly maxAge: number;
  readonly takenAt: Date;
}

/** A time, and how long ago it was in milliseconds; `Infinity` where it is no date. */
interface Aged<T> {
  readonly one: T;
  readonly age: number;
}

const usablePoints = (known: readonly Known[]): readonly RecoveryPoint[] =>
  known.flatMap(({ facets }) => facets.recoveryPoints.points.filter(isUsable));

/** Newest first; what has no date comes last. */
const newestFirst = <T extends { readonly createdAt: string }>(all: readonly T[], takenAt: Date): readonly Aged<T>[] =>
  all
    .map((one) => ({ one, age: ageOf(one.createdAt, takenAt) ?? Number.POSITIVE_INFINITY }))
    .sort((a, b) => (a.age === b.age ? 0 : a.age - b.age));

/** Only the newest can be recent enough, and those without a date. */
const candidates = <T>(all: readonly Aged<T>[]): readonly Aged<T>[] => {
  const undated = all.findLast(({ age }) => age === Number.POSITIVE_INFINITY);
  return [...all.slice(0, 1), ...(undated && undated !== all[0] ? [undated] : [])];
};

const nameVaultOf = ({ vault }: RecoveryPoint): string => (vault === '' ? 'no vault of AWS Backup' : `vault ${vault}`);

const describePoint = ({ arn, status, createdAt, vault }: RecoveryPoint): string =>
  `${arn} in ${vault || 'no vault'}: ${status}, ${createdAt}`;

const judgeSnapshot = ({ one, age }: Aged<RecoveryPoint>, { maxAge }: Limit) => {
  const limit = humanDuration(maxAge);
  const expected = `COMPLETED or AVAILABLE, no older than ${limit}`;
  const evidence = [{ facet: 'recoveryPoints', observed: describePoint(one), expected }];
  const vault = nameVaultOf(one);
  if (age === Number.POSITIVE_INFINITY) return unknown('undated', { vault }, evidence);
  const values = { age: humanDuration(age), vault, limit };
  return age <= maxAge ? pass('recent', values, evidence) : fail('stale', values, evidence);
};

const judgeTracking = (point: RecoveryPoint, { maxAge, takenAt }: Limit, { facets }: Tracked) => {
  const [newest] = newestFirst(facets.backupJobs.jobs.filter(isClean), takenAt);
  const limit = humanDuration(maxAge);
  const vault = nameVaultOf(point);
  const observed = newest ? `job ${newest.one.id}: COMPLETED, ${newest.one.createdAt}` : 'no job that completed without a message';
  const evidence = [{ facet: 'backupJobs', observed, expected: `a clean job no older than ${limit}` }];
  if (!newest) return maxAge > JOBS_KEPT ? unknown('undated', { vault }, evidence) : fail('halted', { vault }, evidence);
  if (newest.age === Number.POSITIVE_INFINITY) return unknown('undated', { vault }, evidence);
  const values = { age: humanDuration(newest.age), vault, limit };
  return newest.age <= maxAge ? pass('tracked', values, evidence) : fail('lagging', values, evidence);
};

/** What is there, but cannot be restored. */
const unusableEvidence = ({ facets }: Known): readonly Evidence[] => {
  const { points } = facets.recoveryPoints;
  const observed = counted(points.length, 'recovery point that cannot be restored', 'recovery points that cannot be restored');
  const shown = points.slice(0, SHOWN).map((point) => ({ facet: 'recoveryPoints', observed: describePoint(point) }));
  return [{ facet: 'recoveryPoints', observed, expected: 'one that is COMPLETED or AVAILABLE' }, ...shown];
};

const messages = {
  ...coverageMessages,
  recent: 'The newest recovery point is {age} old, in {vault}.',
  tracked: 'The continuous recovery point in {vault} was brought up to date {age} ago.',
  stale: 'The newest usable recovery point is {age} old, in {vault}; {limit} is the limit.',
  lagging: 'The continuous recovery point in {vault} was last brought up to date {age} ago; {limit} is the limit.',
  halted: 'No backup job has brought the continuous recovery point in {vault} up to date within the last 30 days.',
  undated: 'How old the recovery point in {vault} is cannot be told: nothing gives it a date.',
  notDue: 'There is no recovery point yet; {rule} has to make the first by {due}.',
  overdue: 'There is no usable recovery point, although {rule} had to make the first by {due}.',
  never: 'There is no usable recovery point, and {rule} never runs.',
  doubtful: 'There is no usable recovery point, and whether one is due cannot be told: {doubt}.',
  placeless: 'Nothing tells the account and the Region in which to look for recovery points.',
};
type Message = keyof typeof messages;

const points = (createdAt: string, status = 'COMPLETED') => ({
  'backup/protected-resource': {
    [PROTECTED_TABLE]: {
      recoveryPoints: { points: [{ arn: 'arn:aws:backup:us-west-2:111122223333:recovery-point:1', vault: 'Default', status, createdAt }] },
    },
  },
});

export default defineRule({
  id: 'backup/recovery-point-recent',
  title: 'A recent recovery point can be restored',
  rationale:
    'Plans promise, recovery points deliver. The newest one that can be restored decides what is lost. Only those that are COMPLETED or AVAILABLE can: partial, expired and stopped ones look like backups in listings and are none. A snapshot is as old as its creation; a continuous recovery point is updated in place, so that its date says nothing, and the newest backup job that completed without a message counts instead. The default limit is that of a daily plan: a day, the hour that daylight saving adds, the eight hours within which a job starts by default, and three for the job itself. Where there is none yet, the verdict is pending until the first run of a plan is over. Of a bucket nothing tells when it was made, so that a new bucket under an old plan fails until its first backup. That the content can be restored is shown only by a restore: see backup/restore-tested.',
  remediation:
    'See why jobs did not run or failed: `aws backup list-backup-jobs --region {region} --by-resource-arn {id}`. Make a recovery point now: `aws backup start-backup-job --region {region} --backup-vault-name VAULT --resource-arn {id} --iam-role-arn arn:aws:iam::{account}:role/BACKUP-ROLE`.',
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RecoveryPointByResource.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html',
  ],
  severity: 'critical',
  subject: ASSETS,
  reads: [],
  joins: {
    ...coverageJoins,
    known: join(backupProtectedResource, ['recoveryPoints'], (asset: Asset) => protectedIds(asset)),
    tracked: join(backupProtectedResource, ['backupJobs'], (asset: Asset, _: unknown, { known }: { known: readonly Known[] }) =>
      usablePoints(known).some(isContinuous) ? protectedIds(asset) : [],
    ),
    table: ownTable(({ known }: { known: readonly Known[] }) => usablePoints(known).length === 0),
  },
  params: params({ maxAge: duration({ default: '36h', description: 'The age of the newest usable recovery point, at most.' }) }),
  messages,
  examples: [
    { name: 'Made this morning', facets: {}, around: { ...covered(), ...points('2026-01-31T05:10:00Z') }, verdict: 'pass' },
    { name: 'Made last week', facets: {}, around: { ...covered(), ...points('2026-01-24T05:10:00Z') }, verdict: 'fail' },
    {
      name: 'Made this morning, but incomplete',
      facets: described(),
      around: { ...covered(), ...points('2026-01-31T05:10:00Z', 'PARTIAL') },
      verdict: 'fail',
    },
    {
      name: 'Recovery points that could not be listed',
      facets: {},
      around: { ...covered(), 'backup/protected-resource': { [PROTECTED_TABLE]: { recoveryPoints: 'unread' } } },
      verdict: 'unknown',
    },
  ],
  check: (asset, { params: { maxAge }, joined, takenAt }) => {
    const [known] = joined.known;
    if (!known) return unknown('placeless', {}, [{ facet: 'recoveryPoints', observed: 'account or Region not known' }]);
    const usable = usablePoints(joined.known);
    if (usable.length === 0) {
      const made = madeAt(joined.table[0]);
      const outcome = judgeMissing(coverageOf(asset, joined), takenAt, (covering) =>
        deadlineOf(covering, made, minutesToPoint(covering), takenAt),
      );
      return { ...outcome, evidence: [...unusableEvidence(known), ...outcome.evidence] };
    }
    const limit = { maxAge, takenAt };
    const snapshots = newestFirst(
      usable.filter((point) => !isContinuous(point)),
      takenAt,
    );
    const continuous = usable.filter(isContinuous).slice(0, 1);
    return anyOf<Message>([
      ...candidates(snapshots).map((point) => () => judgeSnapshot(point, limit)),
      ...continuous.flatMap((point) => joined.tracked.map((tracked) => () => judgeTracking(point, limit, tracked))),
    ]);
  },
});
