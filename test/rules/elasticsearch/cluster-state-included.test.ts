import {
  cluster,
  detail,
  details,
  execution,
  executions,
  NIGHTS,
  policies,
  policy,
  snapshot,
  snapshots,
} from '../../../model/elasticsearch/examples.ts';
import rule from '../../../rules/elasticsearch/cluster-state-included.ts';
import { runTable } from '../harness.ts';

const [LAST, BEFORE] = NIGHTS;
const without = details(detail(LAST, { includeGlobalState: false }), detail(BEFORE));
const changed = (modifiedAt: string) => policies(policy({ modifiedAt }));
const excluding = policy({ name: 'indices-only', includeGlobalState: false });
const forgetful = executions(execution({ lastSuccess: { snapshot: 'gone', at: LAST } }));

runTable(rule, [
  { name: 'the policy and its newest snapshot', facets: cluster(), verdict: 'pass', says: 'included' },
  {
    name: 'not the policy: templates are missing',
    facets: cluster(policies(excluding)),
    verdict: 'fail',
    says: 'excluded',
    shows: ['templates'],
  },
  { name: 'one of two policies', facets: cluster(policies(excluding, policy())), verdict: 'pass', says: 'included' },
  {
    name: 'the wrong one of two',
    facets: cluster(policies(excluding, policy())),
    params: { policy: 'indices-*' },
    verdict: 'fail',
    says: 'excluded',
  },
  { name: 'not its newest snapshot', facets: cluster(without), verdict: 'fail', says: 'missing' },
  {
    name: 'not its newest snapshot, and the policy is younger',
    facets: cluster(without, changed('2026-01-31T09:00:00Z')),
    verdict: 'pending',
    says: 'changed',
    shows: ['2026-02-01T01:35Z'],
  },
  { name: 'not its newest snapshot, and the policy is as old', facets: cluster(without, changed(LAST)), verdict: 'fail', says: 'missing' },
  {
    name: 'the policy was changed, and a run was due since',
    facets: cluster(changed('2026-01-30T09:00:00Z'), snapshots(snapshot(BEFORE)), details(detail(BEFORE, { includeGlobalState: false }))),
    verdict: 'fail',
    says: 'missing',
  },
  { name: 'no complete snapshot', facets: cluster(snapshots(snapshot(LAST, { state: 'PARTIAL' }))), verdict: 'pass', says: 'planned' },
  {
    name: 'the newest complete one, behind a failed one',
    facets: cluster(snapshots(snapshot(LAST, { state: 'FAILED' }), snapshot(BEFORE))),
    verdict: 'pass',
    says: 'included',
  },
  { name: 'nobody has looked into it', facets: cluster(details()), verdict: 'unknown', says: 'doubtful' },
  {
    name: 'nobody knows which is its newest',
    facets: cluster(details(), forgetful),
    verdict: 'unknown',
    says: 'doubtful',
    shows: ['which policy made'],
  },
  {
    name: 'a newer one in a state that nobody knows',
    facets: cluster(snapshots(snapshot(LAST, { state: 'FROZEN' }), snapshot(BEFORE)), forgetful),
    verdict: 'unknown',
    says: 'doubtful',
  },
  {
    name: 'its repository could not be listed',
    facets: cluster({ snapshots: { snapshots: [], unlisted: [{ repository: 'mlops-snapshots', code: '500', message: 'broken' }] } }),
    verdict: 'unknown',
    says: 'doubtful',
  },
  { name: 'idle', facets: cluster(policies(policy({ enabled: false }))), verdict: 'fail', says: 'idle' },
  {
    name: 'two idle ones',
    facets: cluster(policies(policy(), excluding), { management: { mode: 'STOPPED' } }),
    verdict: 'fail',
    says: 'allIdle',
  },
  { name: 'no policy', facets: cluster(policies()), verdict: 'fail', says: 'none' },
  { name: 'none of that name', facets: cluster(), params: { policy: 'weekly' }, verdict: 'fail', says: 'unmatched' },
  {
    name: 'one that is not understood',
    facets: cluster(policies(policy({ schedule: { syntax: 'cron', expression: 'daily' } }))),
    verdict: 'unknown',
    says: 'undecided',
  },
  ...(['info', 'policies', 'repositories', 'management', 'executions', 'snapshots', 'snapshotDetails'] as const).map((facet) => ({
    name: `${facet} unread`,
    facets: cluster({ [facet]: 'unread' }),
    verdict: 'unknown' as const,
  })),
  {
    name: 'not the policy, whatever of snapshots is unread',
    facets: cluster(policies(excluding), { snapshots: 'unread', snapshotDetails: 'unread' }),
    verdict: 'fail',
    says: 'excluded',
  },
]);
