import type { BackupLifecycle, backupProtectedResource, backupVault } from '../kinds/backup.ts';
import type { s3Bucket } from '../kinds/s3.ts';
import type { Cadence } from '../protection.ts';
import { type Subject, unlessUnread } from '../rule.ts';
import { nextFire } from '../schedule/schedule.ts';
import type { Evidence } from '../verdict.ts';
import { scheduleOf } from './cadence.ts';
import type { CoveringRule } from './coverage.ts';
import { isClean, slowestOf } from './recovery.ts';
import { runsOf } from './runs.ts';
import { type Lock, lockOf, misfitOf } from './vault.ts';
import { describeKept, nameRule } from './words.ts';

// How a covering rule makes recovery points of an asset: what both the points and their copies rest on.

const MINUTE = 60_000;

export type Vault = Subject<typeof backupVault, 'description'>;

/** A covering rule with what decides whether it makes recovery points. */
export interface Making {
  readonly covering: CoveringRule;
  /** That of the rule. */
  readonly vault: Vault;
  /** The asset as AWS Backup knows it. */
  readonly known: Subject<typeof backupProtectedResource, 'backupJobs'> | undefined;
  /** The asset itself, where it is a bucket. */
  readonly bucket: Subject<typeof s3Bucket, 'versioning'> | undefined;
  readonly takenAt: Date;
}

/** The jobs that the rule started on the asset within the last 30 days. */
const jobsOf = ({ covering: { plan, rule }, known }: Pick<Making, 'covering' | 'known'>) =>
  (known?.facets.backupJobs.jobs ?? []).filter((job) => job.plan === plan.id && job.rule === rule.id);

/** When those of them were made that nothing was wrong with. */
export const cleanJobTimes = (making: Making): readonly string[] =>
  jobsOf(making)
    .filter(isClean)
    .map(({ createdAt }) => createdAt);

/**
 * When its recovery points are there: a job starts within the start window after its fire, and takes as long as the slowest
 * one that was seen. The completion window, by default a week, does not count: it says when AWS Backup gives a job up, not
 * how long jobs take.
 */
export const cadenceOf = (making: Making): Cadence | undefined => {
  const { covering, takenAt } = making;
  const schedule = scheduleOf(covering, takenAt);
  const duration = unlessUnread(() => slowestOf(jobsOf(making)), undefined);
  return schedule && { schedule, startWindow: covering.rule.startWindow * MINUTE, duration };
};

const firesAgain = ({ covering, takenAt }: Making): boolean | undefined => {
  const schedule = scheduleOf(covering, takenAt);
  return schedule && nextFire(schedule, takenAt.getTime()) !== undefined;
};

/** What must hold for jobs that write to a vault with this retention: it exists, and its lock allows them. */
export const takes = ({ facets }: Vault, lifecycle: BackupLifecycle): readonly (() => boolean)[] => [
  () => facets.description.exists,
  () => misfitOf(lifecycle, facets.description) === undefined,
];

/**
 * What must hold for the rule to make recovery points. AWS Backup backs up buckets only while they are versioned.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/s3-backups.html
 */
export const makes = (making: Making): readonly (() => boolean | undefined)[] => [
  () => firesAgain(making),
  () => making.bucket === undefined || making.bucket.facets.versioning.status === 'Enabled',
  ...takes(making.vault, making.covering.rule.lifecycle),
];

const lockText = (lock: Lock): string => {
  if (lock.mode === 'none') return 'not locked';
  return lock.mode === 'grace' ? `locked in compliance mode, removable until ${lock.until}` : `locked in ${lock.mode} mode`;
};

/** What a vault does for recovery points with this retention; nothing where it was not read. */
export const vaultEvidence = ({ id, facets }: Vault, lifecycle: BackupLifecycle, takenAt: Date): readonly Evidence[] =>
  unlessUnread(() => {
    const { description } = facets;
    const misfit = misfitOf(lifecycle, description);
    const limit = misfit ? { expected: `a retention within its ${misfit.bound} of ${misfit.days} days` } : {};
    const observed = description.exists ? lockText(lockOf(description, takenAt)) : 'no such vault';
    return [{ facet: 'description', observed, ...limit, resource: id }];
  }, []);

/** What the rule says, and what keeps it from making recovery points. */
export const makingEvidence = (making: Making): readonly Evidence[] => {
  const { covering, bucket, takenAt } = making;
  const { plan, rule } = covering;
  const runs = runsOf(covering, takenAt);
  const versioning = unlessUnread(() => bucket?.facets.versioning.status, undefined) ?? 'Enabled';
  const kept = describeKept(rule.lifecycle.deleteAfterDays);
  return [
    { facet: 'definition', observed: `${nameRule(covering)}: ${rule.schedule} in ${rule.timeZone}, kept ${kept}`, resource: plan.id },
    ...('doubt' in runs ? [{ facet: 'definition', observed: runs.doubt, resource: plan.id }] : []),
    ...(versioning === 'Enabled' ? [] : [{ facet: 'versioning', observed: versioning, expected: 'Enabled' }]),
    ...vaultEvidence(making.vault, rule.lifecycle, takenAt),
  ];
};
