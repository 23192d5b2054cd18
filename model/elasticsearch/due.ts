import { allHold } from '../judge.ts';
import type { SearchPolicy, searchCluster } from '../kinds/elasticsearch.ts';
import { formatMoment } from '../moment.ts';
import { fail, notApplicable, type Outcome, pending, type Subject, unknown } from '../rule.ts';
import { nextFire } from '../schedule/schedule.ts';
import type { ACTIVITY, Wanted } from './policies.ts';
import {
  activityOf,
  anyActive,
  executionOf,
  knownSchedule,
  type PolicyMessage,
  policiesFor,
  policyEvidence,
  policyMessages,
} from './policies.ts';
import { type SNAPSHOTS, snapshotsIn, stageOf, startedAt } from './snapshots.ts';

// Nothing is there: whether something has to be. What is too new to have run has lost nothing yet.

const MINUTE = 60_000;

/** OpenSearch looks at a policy about once a minute. */
const BEGINS_WITHIN = 5 * MINUTE;

export type Cluster = Subject<typeof searchCluster, (typeof ACTIVITY)[number] | (typeof SNAPSHOTS)[number]>;

export const nothingMessages = {
  ...policyMessages,
  notDue: 'No run of {policy} was due; the next has to begin by {due}.',
  running: 'A snapshot of {repository}, {snapshot}, is under way.',
  overdue: 'There is none, although {policy} had to begin one by {due}.',
  ageless: 'There is none, and nothing tells since when {policy} is there.',
} as const;
export type NothingMessage = keyof typeof nothingMessages;

/** Whether a policy has run before, as far as the server remembers. */
const hasRun = (policy: SearchPolicy, cluster: Cluster): boolean => {
  const { lastSuccess, lastFailure, statistics } = executionOf(cluster, policy) ?? {};
  return lastSuccess !== undefined || lastFailure !== undefined || (statistics?.taken ?? 0) + (statistics?.failed ?? 0) > 0;
};

/** Since when it had to run, in milliseconds since 1970; `NaN` where nothing tells. Who edits a policy does not make it new. */
const dueSince = (policy: SearchPolicy, cluster: Cluster): number =>
  Date.parse(policy.createdAt ?? (hasRun(policy, cluster) ? '' : (policy.modifiedAt ?? '')));

/** When the first run of a policy after a moment had to have begun, in milliseconds since 1970; `Infinity` = there is none. */
export const runDue = (policy: SearchPolicy, { facets }: Cluster, since: number): number =>
  (nextFire(knownSchedule(policy, facets.info), since) ?? Number.POSITIVE_INFINITY) + BEGINS_WITHIN;

/** A snapshot that is under way, and still in time: the run after it is not due. */
const runningOf = (policy: SearchPolicy, cluster: Cluster, takenAt: Date) =>
  snapshotsIn(cluster, {}).find(
    (one) =>
      one.repository === policy.repository && stageOf(one) === 'running' && runDue(policy, cluster, startedAt(one)) > takenAt.getTime(),
  );

const judgeDue = (policy: SearchPolicy, cluster: Cluster, takenAt: Date, since: number): Outcome<NothingMessage> => {
  const evidence = [policyEvidence(policy, 'a snapshot')];
  const running = runningOf(policy, cluster, takenAt);
  if (running) return pending('running', { repository: policy.repository, snapshot: running.name }, evidence);
  const own = dueSince(policy, cluster);
  if (Number.isNaN(own) && !hasRun(policy, cluster)) return unknown('ageless', { policy: policy.name }, evidence);
  // One that has run before, and nobody knows when it was made, has been there long enough.
  const from = Math.max(since, Number.isNaN(own) ? 0 : own);
  const due = runDue(policy, cluster, from);
  const values = { policy: policy.name, due: formatMoment(due) };
  return due > takenAt.getTime() ? pending('notDue', values, evidence) : fail('overdue', values, evidence);
};

/**
 * Where none of the snapshots that policies make is what is looked for: fails where one of those that make snapshots had to
 * make one after `since` (milliseconds since 1970), and where none makes any; pending as long as no run was due.
 */
export const judgeNothing = (
  cluster: Cluster,
  wanted: Wanted,
  takenAt: Date,
  since = Number.NEGATIVE_INFINITY,
): Outcome<NothingMessage> => {
  const judgements = policiesFor(cluster, wanted).map((policy) => (): Outcome<NothingMessage> => {
    const activity = activityOf(policy, cluster, takenAt);
    if (activity.verdict === 'pass') return judgeDue(policy, cluster, takenAt, since);
    return activity.verdict === 'fail' ? notApplicable('idle') : (activity as Outcome<PolicyMessage>);
  });
  const outcome = judgements.length === 0 ? notApplicable('idle' as const) : allHold(judgements);
  // None of them makes snapshots: the same judgement says why.
  return outcome.verdict === 'not-applicable' ? anyActive(cluster, wanted, takenAt, () => outcome) : outcome;
};
