import { ASSETS, type Asset, isBucket } from '../../model/backup/assets.ts';
import { type CoveringRule, coverageJoins, coverageOf } from '../../model/backup/coverage.ts';
import { covered, lifecycle, planRule } from '../../model/backup/examples.ts';
import { judgeAnyRule } from '../../model/backup/judge.ts';
import { retentionOf } from '../../model/backup/vault.ts';
import { coverageMessages, describeKept, nameRule, unlessCovered } from '../../model/backup/words.ts';
import { humanDuration } from '../../model/duration.ts';
import type { BackupLifecycle } from '../../model/kinds/backup.ts';
import { duration, params } from '../../model/params.ts';
import { defineRule, fail, pass } from '../../model/rule.ts';

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html */
const LONGEST_CONTINUOUS = 35;

/** The lifecycle as it takes effect: continuous backups, which tables have none of, reach back no further than 35 days. */
const effective = (asset: Asset, { rule }: CoveringRule): BackupLifecycle =>
  rule.continuous && isBucket(asset)
    ? { ...rule.lifecycle, deleteAfterDays: Math.min(rule.lifecycle.deleteAfterDays ?? LONGEST_CONTINUOUS, LONGEST_CONTINUOUS) }
    : rule.lifecycle;

const judgeRule = (asset: Asset, covering: CoveringRule, min: number) => {
  const kept = effective(asset, covering);
  const words = kept.deleteAfterCopy ? 'until they have been copied' : describeKept(kept.deleteAfterDays);
  const evidence = [
    {
      facet: 'definition',
      observed: `${nameRule(covering)} keeps recovery points ${words}`,
      expected: `for at least ${humanDuration(min)}`,
      resource: covering.plan.id,
    },
  ];
  const values = { rule: nameRule(covering), kept: words, min: humanDuration(min) };
  if (kept.deleteAfterCopy) return fail('transient', values, evidence);
  return retentionOf(kept) >= min ? pass('kept', values, evidence) : fail('short', values, evidence);
};

/** The one that keeps longest comes first: where all are too short, it is the one to name. */
const longestFirst = (asset: Asset, rules: readonly CoveringRule[]): readonly CoveringRule[] =>
  rules
    .map((covering) => ({ covering, retention: retentionOf(effective(asset, covering)) }))
    .sort((a, b) => (a.retention === b.retention ? 0 : b.retention - a.retention))
    .map(({ covering }) => covering);

const kept = (days: number) => covered([planRule({ lifecycle: lifecycle({ deleteAfterDays: days }) })]);

export default defineRule({
  id: 'backup/plan-retention',
  title: 'A backup plan keeps recovery points long enough',
  rationale:
    'Damage that nobody notices at once, such as a wrong migration or a slow corruption, can be undone only from a recovery point that is older than it. One rule of a plan that covers the asset has to keep its recovery points for the time that is required, from the start of the backup job on. Continuous backups reach back 35 days at most, and tables have none: their recovery points are snapshots. Only what the rule itself keeps counts, not its copies in other vaults. The verdict speaks of the plan: whether the jobs run, and whether somebody deletes recovery points earlier, is asked by backup/jobs-succeed and backup/vault-locked.',
  remediation:
    "Lengthen the retention of the rule (`Lifecycle.DeleteAfterDays`) in the plan's definition, which `aws backup get-backup-plan --region {region} --backup-plan-id PLAN-ID` shows, and write it back: `aws backup update-backup-plan --region {region} --backup-plan-id PLAN-ID --backup-plan file://plan.json`. Recovery points that exist keep the retention that they were made with.",
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html',
  ],
  severity: 'high',
  subject: ASSETS,
  reads: [],
  joins: { ...coverageJoins },
  params: params({ min: duration({ default: '30d', description: 'The least time for which recovery points are kept.' }) }),
  messages: {
    ...coverageMessages,
    kept: 'By {rule} recovery points are kept {kept}.',
    short: 'By {rule} recovery points are kept {kept}; {min} are required.',
    transient: 'By {rule} recovery points are deleted as soon as they have been copied; {min} are required.',
  },
  examples: [
    { name: 'Kept for 35 days', facets: {}, around: kept(35), verdict: 'pass' },
    { name: 'Kept for a week', facets: {}, around: kept(7), verdict: 'fail' },
    { name: 'Not covered by any plan', facets: {}, around: covered([], { 'backup/plan': {} }), verdict: 'fail' },
    { name: 'Plans that could not be listed', facets: {}, around: { 'backup/plan': 'unread' }, verdict: 'unknown' },
  ],
  check: (asset, { params: { min }, joined }) => {
    const coverage = coverageOf(asset, joined);
    const rules = longestFirst(asset, coverage.rules);
    return judgeAnyRule({ ...coverage, rules }, { each: (covering) => judgeRule(asset, covering, min), ...unlessCovered(coverage) });
  },
});
