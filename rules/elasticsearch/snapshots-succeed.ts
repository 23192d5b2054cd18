import { Type } from 'typebox';
import { humanDuration } from '../../model/duration.ts';
import { type Cluster, judgeNothing, nothingMessages } from '../../model/elasticsearch/due.ts';
import { cluster, execution, executions, NIGHTS, policies, policy, snapshot, snapshots } from '../../model/elasticsearch/examples.ts';
import { ACTIVITY, executionOf, policiesFor, type Wanted } from '../../model/elasticsearch/policies.ts';
import {
  describeSnapshot,
  isCounted,
  SNAPSHOTS,
  snapshotsIn,
  stageOf,
  startedAt,
  unlistedIn,
} from '../../model/elasticsearch/snapshots.ts';
import { type SearchSnapshot, searchCluster } from '../../model/kinds/elasticsearch.ts';
import { duration, nameGlob, params } from '../../model/params.ts';
import { isEnough, requiredShare, type Tally } from '../../model/rate.ts';
import { defineRule, fail, pass, unknown, unlessUnread } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';
import type { Truth } from '../../model/truth.ts';
import type { Evidence } from '../../model/verdict.ts';

const SHOWN = 3;

interface Question {
  readonly cluster: Cluster;
  readonly wanted: Wanted;
  readonly from: number;
}

/** What came to its end within the window: `well`, `bad`, or nobody can tell (what it is, or when it was). */
type Sort = keyof Tally | 'outside';

const SORTS = { complete: 'well', partial: 'bad', failed: 'bad', unusable: 'unclear', unclear: 'unclear' } as const;

const sortOf = (snapshot: SearchSnapshot, from: number): Sort => {
  const stage = stageOf(snapshot);
  const end = Date.parse(snapshot.endedAt ?? '');
  const at = Number.isNaN(end) ? startedAt(snapshot) : end;
  if (stage === 'running' || at < from) return 'outside';
  return Number.isNaN(at) ? 'unclear' : SORTS[stage];
};

/** Something that came to its end. */
interface Ended {
  readonly sort: keyof Tally;
  /** Whether it is known to be of this cluster and of the policies that are asked. */
  readonly sure: boolean;
  readonly evidence: Evidence;
}

/** How to look at what may be unread: as `unlessUnread` does, or so that it throws. */
type Look = <T>(look: () => T, otherwise: T) => T;
const strictly: Look = (look) => look();

const endedSnapshots = ({ cluster, wanted, from }: Question, look: Look): readonly Ended[] =>
  snapshotsIn(cluster, wanted).flatMap((snapshot) => {
    const sort = sortOf(snapshot, from);
    if (sort === 'outside') return [];
    const counts = look<Truth>(() => isCounted(cluster, snapshot, wanted), undefined);
    const evidence = { facet: 'snapshots', observed: describeSnapshot(snapshot) };
    return counts === false ? [] : [{ sort, sure: counts === true, evidence }];
  });

/** What the server remembers as the last failures of policies, whose snapshots are not there (any more). */
const lostFailures = ({ cluster, wanted, from }: Question): readonly Ended[] => {
  const names = new Set(cluster.facets.snapshots.snapshots.map(({ name }) => name));
  return policiesFor(cluster, wanted).flatMap((policy) => {
    const { at = '', snapshot = 'a snapshot', message = 'no message' } = executionOf(cluster, policy)?.lastFailure ?? {};
    if (!(Date.parse(at) >= from) || names.has(snapshot)) return [];
    const observed = `${snapshot} of policy ${policy.name} failed at ${at}: ${message}`;
    return [{ sort: 'bad' as const, sure: true, evidence: { facet: 'executions', observed } }];
  });
};

const endedIn = (question: Question, look: Look): readonly Ended[] => [
  ...endedSnapshots(question, look),
  ...look<readonly Ended[]>(() => lostFailures(question), []),
];

const tallyOf = (ended: readonly Ended[]): Tally => {
  const count = (sort: keyof Tally): number => ended.filter((one) => one.sort === sort).length;
  return { well: count('well'), bad: count('bad'), unclear: count('unclear') };
};

/** With the worst and with the best of those of which nobody can tell whose they are. */
const areEnough = (ended: readonly Ended[], minRate: number): boolean | undefined => {
  const without = (sort: keyof Tally) => tallyOf(ended.filter((one) => one.sure || one.sort !== sort));
  const [worst, best] = [isEnough(without('well'), minRate), isEnough(without('bad'), minRate)];
  return worst === best ? worst : undefined;
};

/** Whether too many failed, whatever else there may be. What cannot be listed may hold any number of others. */
const isTooMany = (ended: readonly Ended[], minRate: number, isOpen: boolean): boolean =>
  areEnough(ended, minRate) === false && (minRate === 1 || !isOpen);

const evidenceOf = (ended: readonly Ended[], minRate: number): readonly Evidence[] => {
  const { well } = tallyOf(ended);
  const observed = `${well} of ${counted(ended.length, 'finished snapshot')} complete`;
  const others = ended.filter(({ sort, sure }) => sort !== 'well' || !sure);
  return [{ facet: 'snapshots', observed, expected: requiredShare(minRate) }, ...others.slice(0, SHOWN).map(({ evidence }) => evidence)];
};

const messages = {
  ...nothingMessages,
  succeeded: 'Within the last {window} {well} of {ended} succeeded.',
  failed: 'Within the last {window} {well} of {ended} succeeded; {required} must.',
  unclear:
    'Within the last {window} {well} of {ended} succeeded; of {unclear} of them nobody can tell what became of them, when, or whose they are.',
  unlisted: 'Within the last {window} {well} of {ended} succeeded; what is in {repository} could not be listed.',
};
type Message = keyof typeof messages;

export default defineRule({
  id: 'elasticsearch/snapshots-succeed',
  title: 'Snapshots succeed',
  rationale:
    'A policy whose snapshots fail looks as good as any until somebody needs one. Every snapshot in the repositories that came to its end within the window counts: FAILED and PARTIAL are failures, and only SUCCESS is none. Retention deletes those that failed before their time, and some fail before they are there at all: what the server remembers as the last failure of a policy counts as one more where its snapshot is not there. Other failures may be missing, since only the last one is remembered; the statistics of a policy go back to its making, and say nothing of a window. Snapshots under way do not count. With `policy` those count that say of themselves that it made them; where nobody can tell, and it could decide, the verdict is unknown, as it is where a repository could not be listed. Where none has come to its end, the verdict is pending as long as no run was due within the window.',
  remediation:
    'See which failed: `curl "$URL/_cat/snapshots/REPOSITORY?v&s=start_epoch:desc"`, and why: `curl "$URL/_snapshot/REPOSITORY/SNAPSHOT"`; and what the server remembers: `curl "$URL/_slm/policy"`, or `curl "$URL/_plugins/_sm/policies/*/_explain"`.',
  references: [
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/get-snapshot-api.html',
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/slm-api-get-policy.html',
    'https://docs.opensearch.org/latest/tuning-your-cluster/availability-and-recovery/snapshots/sm-api/',
  ],
  severity: 'high',
  subject: searchCluster,
  reads: [...ACTIVITY, ...SNAPSHOTS],
  params: params({
    window: duration({ default: '7d', description: 'How far back to look; no further than snapshots are kept.' }),
    minRate: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 1,
      description: 'The share of the finished snapshots that must be complete, from 0 to 1.',
    }),
    policy: Type.Optional(nameGlob({ description: 'Name of the policy that made them; `*` and `?` stand for characters.' })),
    repository: Type.Optional(nameGlob({ description: 'Name of the repository that they are in; `*` and `?` stand for characters.' })),
  }),
  messages,
  examples: [
    { name: 'All succeeded', facets: cluster(), verdict: 'pass' },
    { name: 'One is partial', facets: cluster(snapshots(snapshot(NIGHTS[0], { state: 'PARTIAL' }), snapshot(NIGHTS[1]))), verdict: 'fail' },
    {
      name: 'One is partial, and half is enough',
      facets: cluster(snapshots(snapshot(NIGHTS[0], { state: 'PARTIAL' }), snapshot(NIGHTS[1]))),
      params: { minRate: 0.5 },
      verdict: 'pass',
    },
    {
      name: 'The last one failed, and has been deleted since',
      facets: cluster(executions(execution({ lastFailure: { snapshot: 'nightly-gone', at: '2026-01-31T02:30:00Z' } }))),
      verdict: 'fail',
    },
    {
      name: 'The first run is not due',
      facets: cluster(snapshots(), policies(policy({ modifiedAt: '2026-01-31T09:00:00Z' })), executions()),
      verdict: 'pending',
    },
    { name: 'Snapshots that could not be listed', facets: cluster({ snapshots: 'unread' }), verdict: 'unknown' },
  ],
  check: (cluster, { params: { window, minRate, ...wanted }, takenAt }) => {
    const from = takenAt.getTime() - window;
    const question = { cluster, wanted, from };
    const [unlisted] = unlistedIn(cluster, wanted);
    const answer = (ended: readonly Ended[], judge: typeof pass, message: Message) => {
      const unclear = ended.filter(({ sort, sure }) => sort === 'unclear' || !sure).length;
      const values = { window: humanDuration(window), well: tallyOf(ended).well, ended: counted(ended.length, 'snapshot'), unclear };
      const more = { required: requiredShare(minRate), repository: unlisted?.repository ?? '' };
      return judge(message, { ...values, ...more }, evidenceOf(ended, minRate));
    };
    const seen = endedIn(question, unlessUnread);
    if (isTooMany(seen, minRate, unlisted !== undefined)) return answer(seen, fail, 'failed');
    if (unlisted) return answer(seen, unknown, 'unlisted');
    const ended = endedIn(question, strictly);
    if (ended.length === 0) {
      const outcome = judgeNothing(cluster, wanted, takenAt, from);
      return { ...outcome, evidence: [...evidenceOf(ended, minRate), ...outcome.evidence] };
    }
    return areEnough(ended, minRate) ? answer(ended, pass, 'succeeded') : answer(ended, unknown, 'unclear');
  },
});
