import { Type } from 'typebox';
import { humanDuration } from '../../model/duration.ts';
import { cluster, policies, policy } from '../../model/elasticsearch/examples.ts';
import {
  ACTIVITY,
  anyActive,
  describeSchedule,
  knownSchedule,
  policyEvidence,
  policyMessages,
} from '../../model/elasticsearch/policies.ts';
import { type SearchPolicy, searchCluster } from '../../model/kinds/elasticsearch.ts';
import { formatMoment } from '../../model/moment.ts';
import { duration, nameGlob, params } from '../../model/params.ts';
import { defineRule, fail, pass } from '../../model/rule.ts';
import { type Gap, largestGap } from '../../model/schedule/gap.ts';
import type { Schedule } from '../../model/schedule/schedule.ts';

const PRECISE = 4;

/** Where the gap is on the calendar; those of an interval are all alike. */
const namePlace = ({ after, before }: Gap, schedule: Schedule): string =>
  schedule.kind === 'interval' ? '' : `, from ${formatMoment(after)} to ${formatMoment(before)}`;

const nameGap = (gap: Gap): string => (Number.isFinite(gap.gap) ? humanDuration(gap.gap, PRECISE) : 'no end of time');

export default defineRule({
  id: 'elasticsearch/snapshot-frequency',
  title: 'Snapshots are made often enough',
  rationale:
    'Whatever was indexed after the last snapshot began is lost with the cluster. The longest time between two runs is computed from the runs themselves over years, by the semantics of the server: the cron of Elasticsearch has seconds first and follows UTC, that of OpenSearch follows the clock of a time zone, where a daily run has 25 hours in front of it once a year. The `schedule.interval` of a policy of OpenSearch is how often it is looked at, and no cadence. Of several policies that make snapshots the one that runs most often counts. How long a snapshot takes comes on top: the objective `rpo` of a component counts it.',
  remediation:
    'Have a policy run more often. Elasticsearch: `curl -X PUT "$URL/_slm/policy/POLICY"` with `"schedule": "0 30 */6 * * ?"` in its definition; OpenSearch: `curl -X PUT "$URL/_plugins/_sm/policies/POLICY?if_seq_no=…&if_primary_term=…"` with `"creation": {"schedule": {"cron": {"expression": "30 */6 * * *", "timezone": "UTC"}}}`.',
  references: [
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/trigger-schedule.html',
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/slm-api-put-policy.html',
    'https://docs.opensearch.org/latest/tuning-your-cluster/availability-and-recovery/snapshots/sm-api/',
  ],
  severity: 'high',
  subject: searchCluster,
  reads: ACTIVITY,
  params: params({
    maxGap: duration({
      default: '25h',
      description: 'The longest time between two runs, at most: a day, and an hour for daylight saving.',
    }),
    policy: Type.Optional(nameGlob({ description: 'Name of the policy; `*` and `?` stand for characters.' })),
    repository: Type.Optional(nameGlob({ description: 'Name of the repository that it writes to; `*` and `?` stand for characters.' })),
  }),
  messages: {
    ...policyMessages,
    frequent: 'Policy {policy} makes a snapshot every {gap} at least ({schedule}).',
    rare: 'Between two snapshots of policy {policy} are up to {gap} ({schedule}{where}); {maxGap} is the limit.',
  },
  examples: [
    { name: 'Every night', facets: cluster(), verdict: 'pass' },
    {
      name: 'Every Sunday',
      facets: cluster(policies(policy({ schedule: { syntax: 'cron', expression: '0 30 1 ? * SUN' } }))),
      verdict: 'fail',
    },
    { name: 'Every night, and stopped', facets: cluster({ management: { mode: 'STOPPED' } }), verdict: 'fail' },
    { name: 'Policies that could not be read', facets: cluster({ policies: 'unread' }), verdict: 'unknown' },
  ],
  check: (subject, { params: { maxGap, ...wanted }, takenAt }) => {
    const gapOf = (policy: SearchPolicy): Gap => largestGap([knownSchedule(policy, subject.facets.info)], takenAt.getTime());
    return anyActive(subject, wanted, takenAt, (policy) => {
      const gap = gapOf(policy);
      const schedule = knownSchedule(policy, subject.facets.info);
      const evidence = [policyEvidence(policy, `at most ${humanDuration(maxGap)} between two runs`)];
      const values = {
        policy: policy.name,
        gap: nameGap(gap),
        schedule: describeSchedule(policy),
        where: Number.isFinite(gap.gap) ? namePlace(gap, schedule) : '',
        maxGap: humanDuration(maxGap),
      };
      return gap.gap <= maxGap ? pass('frequent', values, evidence) : fail('rare', values, evidence);
    });
  },
});
