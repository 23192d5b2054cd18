import { Type } from 'typebox';
import { ASSETS, type Asset, protectedIds } from '../../model/backup/assets.ts';
import { coverageJoins, coverageOf } from '../../model/backup/coverage.ts';
import { deadlineOf, judgeMissing, madeAt, ownTable } from '../../model/backup/due.ts';
import { covered, PROTECTED_TABLE } from '../../model/backup/examples.ts';
import { isClean } from '../../model/backup/recovery.ts';
import { coverageMessages } from '../../model/backup/words.ts';
import { humanDuration } from '../../model/duration.ts';
import { type BackupJobs, backupProtectedResource } from '../../model/kinds/backup.ts';
import { duration, params } from '../../model/params.ts';
import { isEnough, requiredShare } from '../../model/rate.ts';
import { defineRule, fail, join, pass, pending, type Subject, unknown } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';
import type { Evidence } from '../../model/verdict.ts';

const SHOWN = 3;

/** ListBackupJobs keeps no more. */
const KEPT = 30 * 86_400_000;

// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupJob.html
const RUNNING: ReadonlySet<string> = new Set(['CREATED', 'PENDING', 'RUNNING', 'ABORTING']);
const FINISHED: ReadonlySet<string> = new Set(['COMPLETED', 'PARTIAL', 'FAILED', 'ABORTED', 'EXPIRED']);

type Job = BackupJobs['jobs'][number];
type Known = Subject<typeof backupProtectedResource, 'backupJobs'>;

/** What a job counts as. `unclear`: a state that nobody knows, or no date, so that it may be anything. */
type Sort = 'clean' | 'failed' | 'running' | 'outside' | 'unclear';

const sortOf = (job: Job, from: number): Sort => {
  if (RUNNING.has(job.state)) return 'running';
  const at = Date.parse(job.completedAt ?? job.createdAt);
  if (at < from) return 'outside';
  if (Number.isNaN(at) || !FINISHED.has(job.state)) return 'unclear';
  return isClean(job) ? 'clean' : 'failed';
};

type Sorted = Readonly<Record<Sort, readonly Job[]>>;

const sortJobs = ({ facets }: Known, from: number): Sorted => {
  const sorted: Record<Sort, Job[]> = { clean: [], failed: [], running: [], outside: [], unclear: [] };
  for (const job of facets.backupJobs.jobs) sorted[sortOf(job, from)].push(job);
  return sorted;
};

const describeJob = ({ id, state, messageCategory, createdAt, completedAt = createdAt }: Job): string =>
  `job ${id}: ${state}${messageCategory === undefined ? '' : `, ${messageCategory}`}, ${completedAt}`;

const evidenceOf = ({ clean, failed, unclear }: Sorted, minRate: number): readonly Evidence[] => {
  const observed = `${clean.length} of ${counted(clean.length + failed.length + unclear.length, 'finished job')} COMPLETED without a message`;
  const shown = [...failed, ...unclear].slice(0, SHOWN).map((job) => ({ facet: 'backupJobs', observed: describeJob(job) }));
  return [{ facet: 'backupJobs', observed, expected: requiredShare(minRate) }, ...shown];
};

/** Holds with the worst that unclear jobs can be, and fails with the best. There is at least one job that is over. */
const judgeRate = (sorted: Sorted, minRate: number, window: string) => {
  const [clean, failed, unclear] = [sorted.clean.length, sorted.failed.length, sorted.unclear.length];
  const evidence = evidenceOf(sorted, minRate);
  const values = { clean, finished: counted(clean + failed, 'backup job'), window, required: requiredShare(minRate), unclear };
  const enough = isEnough({ well: clean, bad: failed, unclear }, minRate);
  if (enough === undefined) return unknown('unclear', values, evidence);
  return enough ? pass('succeeded', values, evidence) : fail('failed', values, evidence);
};

const jobs = (...states: readonly string[]) => ({
  'backup/protected-resource': {
    [PROTECTED_TABLE]: {
      backupJobs: {
        jobs: states.map((state, index) => ({ id: `job-${index}`, state, messageCategory: 'SUCCESS', createdAt: '2026-01-31T05:00:00Z' })),
      },
    },
  },
});

export default defineRule({
  id: 'backup/jobs-succeed',
  title: 'Backup jobs succeed',
  rationale:
    'A plan whose jobs fail looks as good as any until somebody needs a backup. Every job that finished within the window counts: FAILED, ABORTED, EXPIRED (it could not start in time) and PARTIAL are failures, and so is COMPLETED with a message, which for a bucket can mean that not a single object was backed up. Jobs that are running do not count. Where none has finished, the verdict is pending as long as one is running or no run of a plan was due within the window: choose a window that holds some runs. AWS Backup keeps jobs for 30 days, and a longer window is taken for that. Of a bucket nothing tells when it was made, so that a new bucket under an old plan fails until its first job has started.',
  remediation:
    'See what became of the jobs: `aws backup list-backup-jobs --region {region} --by-resource-arn {id} --query "BackupJobs[].[BackupJobId,State,MessageCategory,StatusMessage]"`. Common causes are a role without permissions, a key that the role may not use, a start window that is too short, and a retention outside the limits of the vault.',
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupJob.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupJobs.html',
  ],
  severity: 'high',
  subject: ASSETS,
  reads: [],
  joins: {
    ...coverageJoins,
    known: join(backupProtectedResource, ['backupJobs'], (asset: Asset) => protectedIds(asset)),
    // A table with a job from before the window was there all the time.
    table: ownTable(({ known }: { known: readonly Known[] }) => known.every(({ facets }) => facets.backupJobs.jobs.length === 0)),
  },
  params: params({
    window: duration({ default: '7d', description: 'How far back to look; no further than the 30 days that AWS Backup keeps jobs.' }),
    minRate: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 1,
      description: 'The share of the finished jobs that must have succeeded, from 0 to 1.',
    }),
  }),
  messages: {
    ...coverageMessages,
    succeeded: 'Within the last {window} {clean} of {finished} succeeded.',
    failed: 'Within the last {window} {clean} of {finished} succeeded; {required} must.',
    unclear: 'Within the last {window} {clean} of {finished} succeeded; of {unclear} more nobody can tell what became of them or when.',
    running: 'Within the last {window} no backup job has finished; {running} under way.',
    notDue: 'Within the last {window} no backup job has finished, and none had to start: {rule} has to start the next by {due}.',
    overdue: 'Within the last {window} there was no backup job, although {rule} had to start one by {due}.',
    never: 'Within the last {window} there was no backup job, and {rule} never runs.',
    doubtful: 'Within the last {window} there was no backup job, and whether one was due cannot be told: {doubt}.',
    placeless: 'Nothing tells the account and the Region in which to look for backup jobs.',
  },
  examples: [
    { name: 'All jobs succeeded', facets: {}, around: { ...covered(), ...jobs('COMPLETED', 'COMPLETED') }, verdict: 'pass' },
    { name: 'One of two failed', facets: {}, around: { ...covered(), ...jobs('COMPLETED', 'FAILED') }, verdict: 'fail' },
    {
      name: 'One of two failed, and half is enough',
      facets: {},
      around: { ...covered(), ...jobs('COMPLETED', 'FAILED') },
      params: { minRate: 0.5 },
      verdict: 'pass',
    },
    { name: 'The first job is running', facets: {}, around: { ...covered(), ...jobs('RUNNING') }, verdict: 'pending' },
    {
      name: 'Jobs that could not be listed',
      facets: {},
      around: { ...covered(), 'backup/protected-resource': { [PROTECTED_TABLE]: { backupJobs: 'unread' } } },
      verdict: 'unknown',
    },
  ],
  check: (asset, { params: { window, minRate }, joined, takenAt }) => {
    const [known] = joined.known;
    if (!known) return unknown('placeless', {}, [{ facet: 'backupJobs', observed: 'account or Region not known' }]);
    const from = takenAt.getTime() - Math.min(window, KEPT);
    const within = window > KEPT ? '30 days (AWS Backup keeps no older jobs)' : humanDuration(window);
    const sorted = sortJobs(known, from);
    if (sorted.clean.length + sorted.failed.length + sorted.unclear.length > 0) return judgeRate(sorted, minRate, within);
    const evidence = evidenceOf(sorted, minRate);
    if (sorted.running.length > 0)
      return pending('running', { window: within, running: counted(sorted.running.length, 'job is', 'jobs are') }, evidence);
    const start = Math.max(from, madeAt(joined.table[0]));
    const outcome = judgeMissing(coverageOf(asset, joined), takenAt, (covering) =>
      deadlineOf(covering, start, covering.rule.startWindow, takenAt),
    );
    return { ...outcome, values: { ...outcome.values, window: within }, evidence: [...evidence, ...outcome.evidence] };
  },
});
