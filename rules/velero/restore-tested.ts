import { humanDuration } from '../../model/duration.ts';
import { veleroSchedule } from '../../model/kinds/velero.ts';
import { duration, params } from '../../model/params.ts';
import { anyOf, defineRule, fail, type Outcome, pass, pending, unknown } from '../../model/rule.ts';
import { backupJoin } from '../../model/velero/backups.ts';
import { deployment, restored, schedule, served, template } from '../../model/velero/examples.ts';
import { omissionOf, type Restore, restoredAt, restoreJoin, restoreStage, restoresOf } from '../../model/velero/restores.ts';
import { type Kept, retentionOf } from '../../model/velero/schedules.ts';
import { serverJoin } from '../../model/velero/server.ts';

const EXPECTED = 'Completed, without filters of resources';

const describe = (restore: Restore): string => {
  const { phase = 'New', completedAt = 'not over', warnings } = restore.facets.status;
  return `${restore.name} of backup ${restore.facets.spec.backup ?? 'not chosen yet'}: ${phase}, ${completedAt}, ${warnings} warnings`;
};

const ageOf = (restore: Restore, takenAt: Date): number => Math.max(0, takenAt.getTime() - restoredAt(restore));

/** One restore that is recent enough, or may be. */
const judgeRestore = (restore: Restore, takenAt: Date): Outcome<Message> => {
  const evidence = [{ facet: 'status', observed: describe(restore), expected: EXPECTED, resource: restore.id }];
  const { phase = 'New' } = restore.facets.status;
  const stage = restoreStage(restore);
  const age = ageOf(restore, takenAt);
  const omission = omissionOf(restore);
  if (omission !== undefined) return fail('partial', { restore: restore.name, omission }, evidence);
  if (stage === 'running') return pending('underWay', { restore: restore.name, phase }, evidence);
  if (stage === 'failed') return fail('failed', { restore: restore.name, phase }, evidence);
  if (stage === 'unclear' || Number.isNaN(age)) return unknown('unclear', { restore: restore.name, phase }, evidence);
  return pass('tested', { restore: restore.name, age: humanDuration(age) }, evidence);
};

/** Nothing proves it: whether a restore would still be there to be seen. */
const judgeUnproven = (kept: Kept, maxAge: number): Outcome<Message> => {
  const limit = humanDuration(maxAge);
  if ('doubt' in kept) return unknown('doubtful', { maxAge: limit, doubt: kept.doubt }, [{ facet: 'spec', observed: kept.doubt }]);
  const ttl = 'ttl' in kept ? kept.ttl : 0;
  const observed = 'ttl' in kept ? `backups are kept for ${humanDuration(Math.max(0, ttl))}` : `ttl: ${kept.unreadable}`;
  const evidence = [{ facet: 'spec', observed, expected: `a restore within the last ${limit}` }];
  const values = { maxAge: limit, ttl: humanDuration(Math.max(0, ttl)) };
  return ttl >= maxAge ? fail('untested', values, evidence) : unknown('expires', values, evidence);
};

const messages = {
  tested: 'A backup of it was restored {age} ago, by restore {restore}.',
  underWay: 'Restore {restore} is under way: {phase}.',
  failed: 'The newest restore of a backup of it, {restore}, is {phase}.',
  partial: 'The newest restore of a backup of it, {restore}, proves too little: {omission}.',
  unclear: 'Whether restore {restore} succeeded cannot be told: its phase is {phase}, or it has no date.',
  untested: 'No restore of a backup of it within the last {maxAge} is recorded; it would be, since backups are kept for {ttl}.',
  expires:
    'No restore of a backup of it within the last {maxAge} is recorded. That says nothing: Velero deletes restores together with their backup, and backups are kept for {ttl} only.',
  doubtful: 'No restore of a backup of it within the last {maxAge} is recorded, and whether one would be cannot be told: {doubt}.',
};
type Message = keyof typeof messages;

const quarterly = () => schedule({ spec: { template: template({ ttl: '2160h' }) } });

const around = (...restores: readonly ReturnType<typeof restored>[]) => ({
  ...served(deployment()),
  'velero/backup': {},
  'velero/restore': Object.assign({}, ...restores),
});

export default defineRule({
  id: 'velero/restore-tested',
  title: 'A restore was tested',
  rationale:
    'A backup that was never restored is a hope. One restore of a backup of the schedule has to have completed lately; PartiallyFailed is not enough, and neither is one that leaves out what matters: with a label selector, with resources of certain kinds only, without persistent volumes, or without config maps, secrets, claims or pods. Of some namespaces only is fine, and so is one into other namespaces. Velero deletes a restore together with its backup, so that the evidence of a drill lives no longer than that: where backups are kept for less time than lies between two drills, the absence of restores proves nothing, and the verdict is unknown. Restore early in the life of a backup, and keep a record of drills elsewhere, or have the schedule keep backups for longer. What was restored in another cluster is recorded there and not here. A restore over objects that exist changes nothing and completes all the same, with warnings; into an empty namespace it shows more.',
  remediation:
    'Restore the newest backup next to the original: `velero restore create --from-schedule {name} --namespace-mappings mlops:mlops-drill --namespace {namespace} --wait`; look at what came of it with `velero restore describe RESTORE --details --namespace {namespace}`.',
  references: ['https://velero.io/docs/main/restore-reference/', 'https://velero.io/docs/main/api-types/restore/'],
  severity: 'high',
  subject: veleroSchedule,
  reads: ['spec'],
  joins: { servers: serverJoin, backups: backupJoin, restores: restoreJoin },
  params: params({ maxAge: duration({ default: '90d', description: 'The age of the last successful restore, at most.' }) }),
  messages,
  examples: [
    { name: 'Restored last week', facets: schedule(), around: around(restored('2026-01-24T10:00:00Z')), verdict: 'pass' },
    {
      name: 'Restored last week, but only config maps',
      facets: quarterly(),
      around: around(restored('2026-01-24T10:00:00Z', { spec: { includedResources: ['configmaps'] } })),
      verdict: 'fail',
    },
    { name: 'Never restored, and it would be seen', facets: quarterly(), around: around(), verdict: 'fail' },
    { name: 'Perhaps restored: evidence of it is gone after a week', facets: schedule(), around: around(), verdict: 'unknown' },
    {
      name: 'Restores that could not be listed',
      facets: quarterly(),
      around: { ...around(), 'velero/restore': 'unread' },
      verdict: 'unknown',
    },
  ],
  check: (subject, { params: { maxAge }, joined, takenAt }) => {
    const recent = restoresOf(subject, joined)
      .filter((restore) => restoreStage(restore) === 'running' || !(ageOf(restore, takenAt) > maxAge))
      .sort((one, other) => (restoredAt(other) || 0) - (restoredAt(one) || 0));
    const unproven = () => judgeUnproven(retentionOf(subject, joined), maxAge);
    const found = recent.length === 0 ? unproven() : anyOf(recent.map((restore) => () => judgeRestore(restore, takenAt)));
    if (found.verdict !== 'fail' || recent.length === 0) return found;
    const otherwise = unproven();
    return otherwise.verdict === 'unknown' ? { ...otherwise, evidence: [...found.evidence, ...otherwise.evidence] } : found;
  },
});
