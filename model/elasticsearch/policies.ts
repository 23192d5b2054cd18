import { matchesGlob } from '../glob.ts';
import { anyHolds } from '../judge.ts';
import type { SearchExecution, SearchInfo, SearchPolicy, searchCluster } from '../kinds/elasticsearch.ts';
import { formatMoment } from '../moment.ts';
import { once } from '../remember.ts';
import { allOf, fail, type Outcome, pass, type Subject, unknown } from '../rule.ts';
import { parseElasticsearchSchedule } from '../schedule/elasticsearch.ts';
import { parseOpenSearchInterval, parseOpenSearchSchedule } from '../schedule/opensearch.ts';
import { nextFire, type Parsed, type Schedule } from '../schedule/schedule.ts';
import { counted } from '../text.ts';
import type { Evidence } from '../verdict.ts';
import { isManaged, isWanted, readOnlyReason, type Wanted as WantedRepositories } from './repositories.ts';

// Policies of snapshots: when they run, and whether they do at all.

const HOUR = 3_600_000;

/** Which policies a rule is about. */
export interface Wanted extends WantedRepositories {
  /** A name or a glob; left out: every one. */
  readonly policy?: string;
}

/** The facets that tell whether policies make snapshots. */
export const ACTIVITY = ['info', 'policies', 'repositories', 'management', 'executions'] as const;

export type Cluster = Subject<typeof searchCluster, (typeof ACTIVITY)[number]>;

export const policiesFor = ({ facets }: Pick<Cluster, 'facets'>, wanted: Wanted): readonly SearchPolicy[] =>
  facets.policies.policies.filter(
    ({ name, repository }) => (wanted.policy === undefined || matchesGlob(wanted.policy, name)) && isWanted(wanted, repository),
  );

/** `1 Hours`, as OpenSearch has it */
const INTERVAL = /^(\d{1,10}) ([A-Za-z]+)$/;

const parseInterval = (expression: string, { version, distribution }: SearchInfo): Parsed => {
  const [, period, unit = ''] = INTERVAL.exec(expression) ?? [];
  return distribution === 'opensearch' && period !== undefined
    ? parseOpenSearchInterval(Number(period), unit)
    : parseElasticsearchSchedule(expression, version);
};

/** When a policy makes snapshots; `undefined` where it makes none. */
export const scheduleOf = ({ schedule }: Pick<SearchPolicy, 'schedule'>, info: SearchInfo): Parsed | undefined => {
  if (!schedule) return undefined;
  const { syntax, expression, timeZone = 'UTC' } = schedule;
  if (syntax === 'unix-cron') return parseOpenSearchSchedule(expression, timeZone);
  return syntax === 'interval' ? parseInterval(expression, info) : parseElasticsearchSchedule(expression, info.version);
};

/** The schedule of a policy that is active. */
export const knownSchedule = (policy: SearchPolicy, info: SearchInfo): Schedule => {
  const parsed = scheduleOf(policy, info);
  if (parsed && 'schedule' in parsed) return parsed.schedule;
  throw new RangeError('not the schedule of an active policy');
};

/** `0 30 1 * * ? (Europe/Berlin)` */
export const describeSchedule = ({ schedule }: Pick<SearchPolicy, 'schedule'>): string => {
  if (!schedule) return 'no schedule';
  return schedule.timeZone === undefined ? schedule.expression : `${schedule.expression} (${schedule.timeZone})`;
};

const describePolicy = (policy: SearchPolicy): string =>
  `${policy.name}: ${describeSchedule(policy)} to ${policy.repository}${policy.enabled ? '' : ', not enabled'}`;

/** A policy as evidence. */
export const policyEvidence = (policy: SearchPolicy, expected?: string): Evidence => ({
  facet: 'policies',
  observed: describePolicy(policy),
  ...(expected === undefined ? {} : { expected }),
});

export const executionOf = ({ facets }: Pick<Cluster, 'facets'>, { name }: Pick<SearchPolicy, 'name'>): SearchExecution | undefined =>
  facets.executions.executions.find(({ policy }) => policy === name);

/** OpenSearch looks at a policy about once a minute; Elasticsearch tells the next execution anew whenever it is asked. */
const LOOKED_AT_WITHIN = HOUR;

export const activityMessages = {
  active: 'Policy {policy} makes snapshots.',
  idle: 'Policy {policy} makes no snapshots: {why}.',
  undecided: 'Whether policy {policy} makes snapshots cannot be told: {why}.',
} as const;
type ActivityMessage = keyof typeof activityMessages;

/** Judges by a reason in words; `undefined` = there is none. */
type Reason = (policy: SearchPolicy, cluster: Cluster, takenAt: Date) => string | undefined;

const switchedOff: Reason = ({ schedule, enabled }) => {
  if (!schedule) return 'it has nothing but a deletion';
  return enabled ? undefined : 'it is not enabled';
};

const endless: Reason = (policy, { facets }, takenAt) => {
  const parsed = scheduleOf(policy, facets.info);
  const falls = !parsed || 'problem' in parsed || nextFire(parsed.schedule, takenAt.getTime()) !== undefined;
  return falls ? undefined : `its schedule ${describeSchedule(policy)} falls on no date any more`;
};

const misunderstood: Reason = (policy, { facets }) => {
  const parsed = scheduleOf(policy, facets.info);
  // The server has accepted it: that it is not understood here does not mean that it never runs.
  return parsed && 'problem' in parsed ? `its schedule "${describeSchedule(policy)}" is not understood, ${parsed.problem}` : undefined;
};

const stopped: Reason = (_, { facets: { management } }) =>
  ['STOPPED', 'STOPPING'].includes(management.mode) ? `snapshot lifecycle management is ${management.mode}` : undefined;

const unknownMode: Reason = (policy, cluster, takenAt) => {
  const { mode } = cluster.facets.management;
  return mode === 'RUNNING' || stopped(policy, cluster, takenAt) !== undefined
    ? undefined
    : `the mode ${mode} of snapshot lifecycle management is not known here`;
};

const homeless: Reason = ({ repository }, { facets }) => {
  const registered = facets.repositories.repositories.find(({ name }) => name === repository);
  if (!registered) return `its repository ${repository} is not registered`;
  if (isManaged(registered)) return `its repository ${repository} is one that the service keeps for itself`;
  const reason = readOnlyReason(registered);
  return reason === undefined ? undefined : `nothing can be written to its repository ${repository}, ${reason}`;
};

const forgotten: Reason = (policy, cluster, takenAt) => {
  const { nextExecution } = executionOf(cluster, policy) ?? {};
  const due = Date.parse(nextExecution ?? '');
  return due + LOOKED_AT_WITHIN < takenAt.getTime() ? `a run has been due since ${formatMoment(due)}, and none has begun` : undefined;
};

const IDLE: readonly Reason[] = [switchedOff, endless, stopped, homeless, forgotten];
const UNDECIDED: readonly Reason[] = [misunderstood, unknownMode];

/** Whether a policy makes snapshots. It fails with whatever shows that it does not, whatever else is unread. */
export const activityOf = (policy: SearchPolicy, cluster: Cluster, takenAt: Date): Outcome<ActivityMessage> => {
  const values = { policy: policy.name };
  const evidence = [policyEvidence(policy, 'a policy that makes snapshots')];
  const by = (reason: Reason, judge: (why: string) => Outcome<ActivityMessage>) => (): Outcome<ActivityMessage> => {
    const why = reason(policy, cluster, takenAt);
    return why === undefined ? pass('active', values, evidence) : judge(why);
  };
  return allOf<ActivityMessage>([
    ...IDLE.map((reason) => by(reason, (why) => fail('idle', { ...values, why }, evidence))),
    ...UNDECIDED.map((reason) => by(reason, (why) => unknown('undecided', { ...values, why }, evidence))),
  ]);
};

export const policyMessages = {
  idle: activityMessages.idle,
  undecided: activityMessages.undecided,
  allIdle: 'None of {count} policies makes snapshots: {why}.',
  none: 'There is no policy that makes snapshots.',
  unmatched: 'No policy {wanted}; there are {count} others.',
} as const;
export type PolicyMessage = keyof typeof policyMessages;

const SHOWN = 3;

const describeWanted = ({ policy, repository }: Wanted): string =>
  [policy === undefined ? [] : `is called ${policy}`, repository === undefined ? [] : `writes to a repository ${repository}`]
    .flat()
    .join(' and ');

const judgeNone = ({ facets }: Cluster, wanted: Wanted): Outcome<PolicyMessage> => {
  const count = facets.policies.policies.length;
  const evidence = [{ facet: 'policies', observed: counted(count, 'policy', 'policies'), expected: 'one that makes snapshots' }];
  return count === 0 ? fail('none', {}, evidence) : fail('unmatched', { wanted: describeWanted(wanted), count }, evidence);
};

/** All of them fail: what one that makes snapshots lacks says more than that others make none. */
const gravest = <M extends string>(outcomes: readonly Outcome<M | PolicyMessage>[]): Outcome<M | PolicyMessage> => {
  const [first] = outcomes;
  const lacking = outcomes.find(({ message }) => message !== 'idle');
  if (lacking || outcomes.length === 1 || !first) return lacking ?? (first as Outcome<M>);
  const shown = outcomes.slice(0, SHOWN);
  const more = outcomes.length > SHOWN ? [`and ${outcomes.length - SHOWN} more`] : [];
  const why = [...shown.map(({ values }) => `${values.policy}, ${values.why}`), ...more].join('; ');
  return fail(
    'allIdle',
    { count: outcomes.length, why },
    shown.flatMap(({ evidence }) => evidence),
  );
};

/**
 * One of the policies that make snapshots is enough. Where there is none, or none that is wanted, or none of them makes
 * snapshots, it fails.
 */
export const anyActive = <M extends string>(
  cluster: Cluster,
  wanted: Wanted,
  takenAt: Date,
  judge: (policy: SearchPolicy) => Outcome<M>,
): Outcome<M | PolicyMessage> => {
  const policies = policiesFor(cluster, wanted);
  if (policies.length === 0) return judgeNone(cluster, wanted);
  const judged = policies.map((policy) =>
    once((): Outcome<M | PolicyMessage> => {
      const activity = activityOf(policy, cluster, takenAt);
      return activity.verdict === 'pass' ? judge(policy) : (activity as Outcome<PolicyMessage>);
    }),
  );
  const best = anyHolds(judged);
  return best.verdict === 'fail' ? gravest(judged.map((look) => look())) : best;
};
