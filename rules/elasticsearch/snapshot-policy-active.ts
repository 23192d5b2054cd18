import { Type } from 'typebox';
import { cluster, execution, executions, policies, policy } from '../../model/elasticsearch/examples.ts';
import {
  ACTIVITY,
  anyActive,
  type Cluster,
  describeSchedule,
  executionOf,
  policyEvidence,
  policyMessages,
} from '../../model/elasticsearch/policies.ts';

import { type SearchPolicy, searchCluster } from '../../model/kinds/elasticsearch.ts';
import { nameGlob, params } from '../../model/params.ts';
import { defineRule, pass, unlessUnread } from '../../model/rule.ts';
import type { Evidence } from '../../model/verdict.ts';

/** What has come of it last, where that was a failure: what became of its snapshots is asked by other rules. */
const failureEvidence = (policy: SearchPolicy, subject: Cluster): readonly Evidence[] => {
  const { lastSuccess, lastFailure } = unlessUnread(() => executionOf(subject, policy), undefined) ?? {};
  if (!lastFailure || (lastSuccess && Date.parse(lastSuccess.at) >= Date.parse(lastFailure.at))) return [];
  const { snapshot = 'a snapshot', at, message = 'no message' } = lastFailure;
  return [{ facet: 'executions', observed: `${snapshot} failed at ${at}: ${message}`, expected: 'a success since' }];
};

export default defineRule({
  id: 'elasticsearch/snapshot-policy-active',
  title: 'A policy makes snapshots',
  rationale:
    'A policy that exists makes no snapshots unless the server runs it. Snapshot lifecycle management of Elasticsearch can be stopped as a whole, and then shows next executions that never come. A policy of OpenSearch can be switched off, or have nothing but a deletion. Either may write to a repository that is not registered any more or is read-only, or to one that AWS keeps for itself (`cs-automated…`). A policy of OpenSearch whose run was due more than an hour ago, and of which none has begun, is not looked at. The health report is no substitute: its indicator `slm` is green where there is no policy at all. What becomes of the snapshots is asked by elasticsearch/snapshot-recent and elasticsearch/snapshots-succeed.',
  remediation:
    'See what the server says: `curl "$URL/_slm/status"` and `curl "$URL/_slm/policy"`; of OpenSearch `curl "$URL/_plugins/_sm/policies"` and `curl "$URL/_plugins/_sm/policies/*/_explain"`. Go on: `curl -X POST "$URL/_slm/start"`, or `curl -X POST "$URL/_plugins/_sm/policies/POLICY/_start"`.',
  references: [
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/snapshots-take-snapshot.html',
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/slm-api-get-status.html',
    'https://docs.opensearch.org/latest/tuning-your-cluster/availability-and-recovery/snapshots/sm-api/',
  ],
  severity: 'critical',
  subject: searchCluster,
  reads: ACTIVITY,
  params: params({
    policy: Type.Optional(nameGlob({ description: 'Name of the policy; `*` and `?` stand for characters.' })),
    repository: Type.Optional(nameGlob({ description: 'Name of the repository that it writes to; `*` and `?` stand for characters.' })),
  }),
  messages: { ...policyMessages, active: 'Policy {policy} makes snapshots: {schedule} to {repository}.' },
  examples: [
    { name: 'One every night', facets: cluster(), verdict: 'pass' },
    { name: 'No policy, and health is green', facets: cluster(policies()), verdict: 'fail' },
    {
      name: 'Stopped, whatever the next execution says',
      facets: cluster({ management: { mode: 'STOPPED' } }, executions(execution({ nextExecution: '2026-02-01T01:30:00Z' }))),
      verdict: 'fail',
    },
    { name: 'Switched off', facets: cluster(policies(policy({ enabled: false }))), verdict: 'fail' },
    { name: 'Policies that could not be read', facets: cluster({ policies: 'unread' }), verdict: 'unknown' },
  ],
  check: (subject, { params: wanted, takenAt }) =>
    anyActive(subject, wanted, takenAt, (policy) =>
      pass('active', { policy: policy.name, schedule: describeSchedule(policy), repository: policy.repository }, [
        policyEvidence(policy),
        ...failureEvidence(policy, subject),
      ]),
    ),
});
