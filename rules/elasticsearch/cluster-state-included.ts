import { Type } from 'typebox';
import { type Cluster, runDue } from '../../model/elasticsearch/due.ts';
import { cluster, detail, details, NIGHTS, policies, policy } from '../../model/elasticsearch/examples.ts';
import { ACTIVITY, anyActive, policyMessages } from '../../model/elasticsearch/policies.ts';
import { detailOf, newestOf, SNAPSHOTS } from '../../model/elasticsearch/snapshots.ts';
import { type SearchPolicy, type SearchSnapshot, searchCluster } from '../../model/kinds/elasticsearch.ts';
import { formatMoment } from '../../model/moment.ts';
import { nameGlob, params } from '../../model/params.ts';
import { defineRule, fail, type Outcome, pass, pending, unknown } from '../../model/rule.ts';
import type { Evidence } from '../../model/verdict.ts';

const messages = {
  ...policyMessages,
  included: 'Snapshots of policy {policy} hold the cluster state; so does the newest complete one, {snapshot}.',
  planned: 'Snapshots of policy {policy} will hold the cluster state; there is no complete one yet.',
  excluded: 'Snapshots of policy {policy} do not hold the cluster state: templates, pipelines and policies are missing in them.',
  missing: 'The newest complete snapshot of policy {policy}, {snapshot}, does not hold the cluster state.',
  changed:
    'The newest complete snapshot of policy {policy}, {snapshot}, does not hold the cluster state; the next, which will, has to begin by {due}.',
  doubtful: 'Whether the newest complete snapshot of policy {policy} holds the cluster state cannot be told: {doubt}.',
} as const;
type Message = keyof typeof messages;

/** When the first run since the policy was changed after a snapshot is due; `undefined` where it was not changed since. */
const dueAfterChange = (policy: SearchPolicy, snapshot: SearchSnapshot, cluster: Cluster): number | undefined => {
  const changed = Date.parse(policy.modifiedAt ?? '');
  return changed > Date.parse(snapshot.startedAt ?? '') ? runDue(policy, cluster, changed) : undefined;
};

const judgeNewest = (policy: SearchPolicy, cluster: Cluster, takenAt: Date, planned: Evidence): Outcome<Message> => {
  const newest = newestOf(cluster, policy);
  if (!newest) return pass('planned', { policy: policy.name }, [planned]);
  if ('doubt' in newest) return unknown('doubtful', { policy: policy.name, doubt: newest.doubt }, [planned]);
  const { snapshot } = newest;
  const holds = detailOf(cluster, snapshot)?.includeGlobalState;
  const values = { policy: policy.name, snapshot: snapshot.name };
  if (holds === undefined) return unknown('doubtful', { ...values, doubt: `nobody has looked into ${snapshot.name}` }, [planned]);
  const evidence = [planned, { facet: 'snapshotDetails', observed: `${snapshot.name}: include_global_state ${holds}`, expected: 'true' }];
  if (holds) return pass('included', values, evidence);
  const due = dueAfterChange(policy, snapshot, cluster);
  return due !== undefined && due > takenAt.getTime()
    ? pending('changed', { ...values, due: formatMoment(due) }, evidence)
    : fail('missing', values, evidence);
};

export default defineRule({
  id: 'elasticsearch/cluster-state-included',
  title: 'Snapshots hold the cluster state',
  rationale:
    'Indices alone are not the cluster: index templates, component templates, ingest pipelines, lifecycle policies and persistent settings are in its state. Without them what is restored takes in new documents by rules of its own, and a data stream has no template to roll over by. A snapshot holds the state where the policy says `include_global_state`, which snapshot lifecycle management does unless it is told otherwise, and snapshot management of OpenSearch often is. Both are asked: the policy, and the newest complete snapshot that it has made. Where the policy was changed since that one, the verdict is pending until the next run is due.',
  remediation:
    'Set `"include_global_state": true` in the `config` of the policy (`PUT _slm/policy/POLICY`), or in its `snapshot_config` (`PUT _plugins/_sm/policies/POLICY`), and have it make a snapshot: `curl -X POST "$URL/_slm/policy/POLICY/_execute"`.',
  references: [
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/snapshot-restore.html#snapshot-contents',
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/slm-api-put-policy.html',
    'https://docs.opensearch.org/latest/tuning-your-cluster/availability-and-recovery/snapshots/sm-api/',
  ],
  severity: 'high',
  subject: searchCluster,
  reads: [...ACTIVITY, ...SNAPSHOTS],
  params: params({
    policy: Type.Optional(nameGlob({ description: 'Name of the policy; `*` and `?` stand for characters.' })),
    repository: Type.Optional(nameGlob({ description: 'Name of the repository that it writes to; `*` and `?` stand for characters.' })),
  }),
  messages,
  examples: [
    { name: 'The policy and its newest snapshot', facets: cluster(), verdict: 'pass' },
    { name: 'Not by the policy', facets: cluster(policies(policy({ includeGlobalState: false }))), verdict: 'fail' },
    {
      name: 'By the policy since today, and the next run is not due',
      facets: cluster(policies(policy({ modifiedAt: '2026-01-31T09:00:00Z' })), details(detail(NIGHTS[0], { includeGlobalState: false }))),
      verdict: 'pending',
    },
    { name: 'What snapshots hold could not be read', facets: cluster({ snapshotDetails: 'unread' }), verdict: 'unknown' },
  ],
  check: (cluster, { params: wanted, takenAt }) =>
    anyActive<Message>(cluster, wanted, takenAt, (policy) => {
      const observed = `${policy.name}: include_global_state ${policy.includeGlobalState}`;
      const planned = { facet: 'policies', observed, expected: 'true' };
      if (!policy.includeGlobalState) return fail('excluded', { policy: policy.name }, [planned]);
      return judgeNewest(policy, cluster, takenAt, planned);
    }),
});
