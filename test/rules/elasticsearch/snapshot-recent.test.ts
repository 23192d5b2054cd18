import {
  cluster,
  detail,
  details,
  execution,
  executions,
  info,
  NIGHTS,
  policies,
  policy,
  repositories,
  repository,
  snapshot,
  snapshots,
} from '../../../model/elasticsearch/examples.ts';
import rule from '../../../rules/elasticsearch/snapshot-recent.ts';
import { type Row, runTable } from '../harness.ts';

const [LAST, BEFORE, OLDEST] = NIGHTS;

const NEW = policies(policy({ modifiedAt: '2026-01-31T09:00:00Z' }));
const NONE = [snapshots(), details(), executions()] as const;
const unlisted = (name: string, ...listed: ReturnType<typeof snapshot>[]) => ({
  snapshots: { snapshots: listed, unlisted: [{ repository: name, code: '500', message: 'repository_exception' }] },
});
const two = repositories(repository(), repository({ name: 'archive', readOnly: true }));
const mine = { policy: 'nightly' };
const undetailed = [details(), executions(execution({ lastSuccess: { snapshot: 'nightly-gone', at: LAST } }))] as const;
const opensearch = [info({ distribution: 'opensearch', version: '2.19.1' })] as const;

const rows: readonly Row[] = [
  {
    name: 'as old as the limit',
    facets: cluster(),
    params: { maxAge: '37800s' },
    verdict: 'pass',
    says: 'recent',
    shows: ['10 hours 30 minutes'],
  },
  { name: 'a second older', facets: cluster(), params: { maxAge: '37799s' }, verdict: 'fail', says: 'stale' },
  {
    name: 'the newest is PARTIAL: a warning, where one before is recent enough',
    facets: cluster(snapshots(snapshot(LAST, { state: 'PARTIAL', failedShards: 1 }), snapshot(BEFORE))),
    params: { maxAge: '2d' },
    verdict: 'pass',
    says: 'despite',
    shows: ['PARTIAL'],
  },
  {
    name: 'the newest is PARTIAL: the one before is too old',
    facets: cluster(snapshots(snapshot(LAST, { state: 'PARTIAL', failedShards: 1 }), snapshot(BEFORE))),
    verdict: 'fail',
    says: 'failing',
    shows: ['PARTIAL'],
  },
  { name: 'all have failed', facets: cluster(snapshots(snapshot(LAST, { state: 'FAILED' }))), verdict: 'fail', says: 'incomplete' },
  {
    name: 'one that this version cannot read',
    facets: cluster(snapshots(snapshot(LAST, { state: 'INCOMPATIBLE' }))),
    verdict: 'fail',
    says: 'incomplete',
  },
  {
    name: 'a state that nobody knows',
    facets: cluster(snapshots(snapshot(LAST, { state: 'FROZEN' }))),
    verdict: 'unknown',
    says: 'unclear',
  },
  {
    name: 'an old one in a state that nobody knows',
    facets: cluster(snapshots(snapshot(OLDEST, { state: 'FROZEN' }))),
    verdict: 'fail',
    says: 'incomplete',
  },
  {
    name: 'one that nothing dates',
    facets: cluster(snapshots({ repository: 'mlops-snapshots', name: 'nightly-x', state: 'SUCCESS' })),
    verdict: 'unknown',
    says: 'undated',
  },
  {
    name: 'one that nothing dates beside a recent one',
    facets: cluster(snapshots({ repository: 'mlops-snapshots', name: 'nightly-x', state: 'SUCCESS' }, snapshot(LAST))),
    verdict: 'pass',
    says: 'recent',
  },
  {
    name: 'made by hand, where no policy is asked for',
    facets: cluster(policies(), details(detail(LAST, { policy: undefined as never }))),
    verdict: 'pass',
    says: 'recent',
  },
  {
    name: 'the last success is fresh, and has been deleted',
    facets: cluster(snapshots(snapshot(OLDEST)), executions(execution())),
    params: mine,
    verdict: 'fail',
    says: 'stale',
  },
  { name: 'by its policy', facets: cluster(), params: mine, verdict: 'pass', says: 'recent' },
  { name: 'by its policy, as the server remembers', facets: cluster(details()), params: mine, verdict: 'pass', says: 'recent' },
  {
    name: 'by its policy, as the server remembers, whatever is unread',
    facets: cluster({ snapshotDetails: 'unread' }),
    params: mine,
    verdict: 'pass',
    says: 'recent',
  },
  { name: 'by another policy', facets: cluster(), params: { policy: 'weekly' }, verdict: 'fail', says: 'unmatched' },
  {
    name: 'by hand, where a policy is asked for',
    facets: cluster(
      snapshots(snapshot(LAST)),
      details({ ...detail(LAST), policy: undefined } as never),
      executions(execution({ lastSuccess: { snapshot: 'gone', at: LAST } })),
    ),
    params: mine,
    verdict: 'fail',
    says: 'overdue',
  },
  { name: 'nobody knows by which policy', facets: cluster(...undetailed), params: mine, verdict: 'unknown', says: 'unattributed' },
  {
    name: 'nobody knows by which policy, and it is too old',
    facets: cluster(...undetailed, snapshots(snapshot(OLDEST))),
    params: mine,
    verdict: 'fail',
    says: 'stale',
  },
  {
    name: 'OpenSearch names its snapshots after their policy',
    facets: cluster(...opensearch, ...undetailed, snapshots(snapshot(LAST, { name: 'manual' }), snapshot(OLDEST))),
    params: mine,
    verdict: 'fail',
    says: 'stale',
  },
  {
    name: 'in a repository of the service',
    facets: cluster(repositories(repository({ name: 'cs-automated' })), snapshots(snapshot(LAST, { repository: 'cs-automated' }))),
    verdict: 'fail',
    says: 'idle',
  },
  {
    name: 'in a read-only repository: perhaps of another cluster',
    facets: cluster(two, snapshots(snapshot(LAST, { repository: 'archive' }), snapshot(OLDEST))),
    verdict: 'unknown',
    says: 'foreign',
  },
  {
    name: 'in a read-only repository, and too old',
    facets: cluster(two, snapshots(snapshot(OLDEST, { repository: 'archive' }), snapshot(OLDEST))),
    verdict: 'fail',
    says: 'stale',
  },
  {
    name: 'in another repository than the one that is asked for',
    facets: cluster(two, snapshots(snapshot(LAST, { repository: 'archive' }), snapshot(OLDEST))),
    params: { repository: 'mlops-*' },
    verdict: 'fail',
    says: 'stale',
  },
  {
    name: 'a repository that could not be listed',
    facets: cluster(unlisted('mlops-snapshots')),
    verdict: 'unknown',
    says: 'unlisted',
    shows: ['repository_exception'],
  },
  {
    name: 'another one could not be listed, and this one is recent',
    facets: cluster(unlisted('other', snapshot(LAST))),
    verdict: 'pass',
    says: 'recent',
  },
  {
    name: 'another one could not be listed, and does not matter',
    facets: cluster(unlisted('other', snapshot(OLDEST))),
    params: { repository: 'mlops-*' },
    verdict: 'fail',
    says: 'stale',
  },
  {
    name: 'that of the service could not be listed',
    facets: cluster(unlisted('cs-automated-enc', snapshot(OLDEST))),
    verdict: 'fail',
    says: 'stale',
  },
  { name: 'the first run is not due', facets: cluster(...NONE, NEW), verdict: 'pending', says: 'notDue', shows: ['2026-02-01T01:35Z'] },
  { name: 'the first run was due', facets: cluster(...NONE), verdict: 'fail', says: 'overdue' },
  { name: 'an edited policy is not new', facets: cluster(snapshots(), details(), NEW), verdict: 'fail', says: 'overdue' },
  {
    name: 'the first is under way',
    facets: cluster(...NONE, snapshots({ ...snapshot(LAST, { state: 'IN_PROGRESS' }) })),
    verdict: 'pending',
    says: 'running',
  },
  {
    name: 'the first has been under way for too long',
    facets: cluster(...NONE, snapshots(snapshot(BEFORE, { state: 'IN_PROGRESS' }))),
    verdict: 'fail',
    says: 'overdue',
  },
  {
    name: 'nothing tells since when the policy is there',
    facets: cluster(...NONE, policies({ ...policy(), modifiedAt: undefined } as never)),
    verdict: 'unknown',
    says: 'ageless',
  },
  { name: 'none, and none will follow', facets: cluster(...NONE, NEW, { management: { mode: 'STOPPED' } }), verdict: 'fail', says: 'idle' },
  {
    name: 'none, and none of two will follow',
    facets: cluster(...NONE, policies(policy(), policy({ name: 'b' })), { management: { mode: 'STOPPED' } }),
    verdict: 'fail',
    says: 'allIdle',
  },
  {
    name: 'none, and a policy that is not understood',
    facets: cluster(...NONE, policies(policy({ schedule: { syntax: 'cron', expression: 'daily' } }))),
    verdict: 'unknown',
    says: 'undecided',
  },
  { name: 'none, and no policy', facets: cluster(...NONE, policies()), verdict: 'fail', says: 'none' },
  {
    name: 'none, and one of two policies is too new',
    facets: cluster(...NONE, policies(policy({ modifiedAt: '2026-01-31T09:00:00Z' }), policy({ name: 'b' }))),
    verdict: 'fail',
    says: 'overdue',
  },
  { name: 'snapshots unread', facets: cluster({ snapshots: 'unread' }), verdict: 'unknown' },
  { name: 'what they hold unread', facets: cluster({ snapshotDetails: 'unread' }, executions()), params: mine, verdict: 'unknown' },
  {
    name: 'executions unread: what snapshots hold tells',
    facets: cluster({ executions: 'unread' }),
    params: mine,
    verdict: 'pass',
    says: 'recent',
  },
  { name: 'executions unread, and none is there', facets: cluster(...NONE, { executions: 'unread' }), verdict: 'unknown' },
  { name: 'info unread', facets: cluster({ info: 'unread' }), params: mine, verdict: 'unknown' },
  { name: 'repositories unread', facets: cluster({ repositories: 'unread' }), verdict: 'unknown' },
  { name: 'policies unread, and there is a recent one', facets: cluster({ policies: 'unread' }), verdict: 'pass', says: 'recent' },
  { name: 'policies unread, and there is none', facets: cluster(...NONE, { policies: 'unread' }), verdict: 'unknown' },
  { name: 'the mode unread, and there is none', facets: cluster(...NONE, { management: 'unread' }), verdict: 'unknown' },
  {
    name: 'an old one of nobody knows which policy, and the policy is too new',
    facets: cluster(snapshots(snapshot(OLDEST)), details(), executions(), NEW),
    params: mine,
    verdict: 'unknown',
    says: 'unattributed',
  },
  {
    name: 'an old one, of which nobody could read which policy made it, and the policy is too new',
    facets: cluster(snapshots(snapshot(OLDEST)), executions(), NEW, { snapshotDetails: 'unread' }),
    params: mine,
    verdict: 'unknown',
  },
  {
    name: 'too old, whatever else is unread',
    facets: cluster(snapshots(snapshot(OLDEST)), {
      policies: 'unread',
      management: 'unread',
      executions: 'unread',
      snapshotDetails: 'unread',
      info: 'unread',
    }),
    verdict: 'fail',
    says: 'stale',
  },
];

runTable(rule, rows);
