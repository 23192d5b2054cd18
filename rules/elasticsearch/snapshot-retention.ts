import { Type } from 'typebox';
import { humanDuration } from '../../model/duration.ts';
import { cluster, policies, policy } from '../../model/elasticsearch/examples.ts';
import { ACTIVITY, anyActive, policyMessages } from '../../model/elasticsearch/policies.ts';
import { guaranteedLife } from '../../model/elasticsearch/retention.ts';
import { type SearchPolicy, searchCluster } from '../../model/kinds/elasticsearch.ts';
import { duration, nameGlob, params } from '../../model/params.ts';
import { defineRule, fail, pass, unknown } from '../../model/rule.ts';
import type { Evidence } from '../../model/verdict.ts';

const PRECISE = 4;

const nameLife = (life: number): string => (Number.isFinite(life) ? humanDuration(life, PRECISE) : 'until somebody deletes them');

const describeRetention = ({ retention }: SearchPolicy): string => {
  if (!retention) return 'none';
  const { maxAge = 'none', maxCount = 'none', minCount = 'none' } = retention;
  return `age ${maxAge}, max_count ${maxCount}, min_count ${minCount}`;
};

const evidenceOf = (policy: SearchPolicy, min: number): readonly Evidence[] => [
  { facet: 'policies', observed: `${policy.name}: retention ${describeRetention(policy)}`, expected: `at least ${humanDuration(min)}` },
];

export default defineRule({
  id: 'elasticsearch/snapshot-retention',
  title: 'Snapshots are kept long enough',
  rationale:
    'Damage that nobody notices at once can be undone only from a snapshot that is older than it. A policy without a retention keeps its snapshots until somebody deletes them. One with a retention has two limits, and the tighter one holds: `max_count` deletes the oldest as soon as there are more, however young it is, so that an hourly policy that keeps 3 goes back 3 hours, whatever `expire_after` (`max_age` in OpenSearch) says. How long that is, is computed from the schedule: the shortest time that as many runs take. `min_count` only ever keeps longer. Snapshots that somebody has a policy make beside its schedule count, too, and shorten it. In OpenSearch so do those that failed: they take the places of usable ones, while Elasticsearch counts only complete ones. It is the policies that make snapshots that are asked, and of several the one that keeps them longest. Elasticsearch deletes once a day, and never as long as snapshot lifecycle management is stopped: that keeps longer, and is nothing to rely on.',
  remediation:
    'Give the policy a retention that holds, and no `max_count` that is tighter: `"retention": {"expire_after": "30d", "min_count": 5}` in its definition for Elasticsearch, `"deletion": {"condition": {"max_age": "30d", "min_count": 5}}` for OpenSearch. See what it says now: `curl "$URL/_slm/policy"` or `curl "$URL/_plugins/_sm/policies"`.',
  references: [
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/snapshots-take-snapshot.html#slm-retention-task',
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/slm-api-put-policy.html',
    'https://docs.opensearch.org/latest/tuning-your-cluster/availability-and-recovery/snapshots/sm-api/',
  ],
  severity: 'high',
  subject: searchCluster,
  reads: ACTIVITY,
  params: params({
    min: duration({ default: '7d', description: 'The least time for which snapshots are kept.' }),
    policy: Type.Optional(nameGlob({ description: 'Name of the policy; `*` and `?` stand for characters.' })),
    repository: Type.Optional(nameGlob({ description: 'Name of the repository that it writes to; `*` and `?` stand for characters.' })),
  }),
  messages: {
    ...policyMessages,
    kept: 'Snapshots of policy {policy} are kept {life}: {limit}.',
    short: 'Snapshots of policy {policy} are kept {life} for certain: {limit}; {min} are required.',
    open: 'How long snapshots of policy {policy} are kept cannot be told: {limit}. It is {life} at most.',
    doubtful: 'How long snapshots of policy {policy} are kept cannot be told: {doubt}.',
  },
  examples: [
    { name: 'Kept for 30 days', facets: cluster(), params: { min: '30d' }, verdict: 'pass' },
    {
      name: 'Hourly, of which 3 are kept, whatever their age',
      facets: cluster(
        policies(policy({ schedule: { syntax: 'cron', expression: '0 0 * * * ?' }, retention: { maxAge: '30d', maxCount: 3 } })),
      ),
      verdict: 'fail',
    },
    {
      name: 'No time value',
      facets: cluster(policies(policy({ retention: { maxAge: '1w' } }))),
      verdict: 'unknown',
    },
    { name: 'Policies that could not be read', facets: cluster({ policies: 'unread' }), verdict: 'unknown' },
  ],
  check: (subject, { params: { min, ...wanted }, takenAt }) =>
    anyActive(subject, wanted, takenAt, (policy) => {
      const life = guaranteedLife(policy, subject.facets.info, takenAt);
      const evidence = evidenceOf(policy, min);
      if ('doubt' in life) return unknown('doubtful', { policy: policy.name, doubt: life.doubt }, evidence);
      const values = { policy: policy.name, life: nameLife(life.most), limit: life.limit, min: humanDuration(min) };
      if (life.least >= min) return pass('kept', { ...values, life: nameLife(life.least) }, evidence);
      return life.most < min ? fail('short', values, evidence) : unknown('open', values, evidence);
    }),
});
