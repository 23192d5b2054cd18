import { Type } from 'typebox';
import { humanDuration } from '../../model/duration.ts';
import { type Cluster, judgeNothing, nothingMessages } from '../../model/elasticsearch/due.ts';
import { cluster, execution, executions, NIGHTS, policies, policy, snapshot, snapshots } from '../../model/elasticsearch/examples.ts';
import { ACTIVITY, type Wanted } from '../../model/elasticsearch/policies.ts';
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
import { anyOf, defineRule, fail, type Outcome, pass, unknown, unlessUnread } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';
import type { Evidence } from '../../model/verdict.ts';

const SHOWN = 3;

const evidenceOf = (snapshots: readonly SearchSnapshot[], expected: string): readonly Evidence[] =>
  snapshots
    .slice(0, SHOWN)
    .map((snapshot) => ({ facet: 'snapshots', observed: `${snapshot.repository}/${describeSnapshot(snapshot)}`, expected }));

const messages = {
  ...nothingMessages,
  recent: 'The newest complete snapshot, {snapshot}, began {age} ago.',
  despite: 'Warning: {newer} made since then are not complete ({why}). The newest complete snapshot, {snapshot}, began {age} ago.',
  stale: 'The newest complete snapshot, {snapshot}, began {age} ago; {limit} is the limit.',
  failing: 'The newest complete snapshot, {snapshot}, began {age} ago; {limit} is the limit. Since then: {why}.',
  incomplete: 'None of {snapshots} is complete ({why}).',
  unlisted: 'Whether there is a complete snapshot in {repository} cannot be told: it could not be listed ({why}).',
  unclear: 'Snapshot {snapshot} began {age} ago, but whether it is complete cannot be told: its state is {state}.',
  undated: 'Snapshot {snapshot} is complete, but nothing tells when it began.',
  foreign: 'Snapshot {snapshot} began {age} ago, but its repository is read-only: another cluster may have made it.',
  unattributed:
    'Snapshot {snapshot} began {age} ago, but nobody can tell which policy made it: only the newest of each repository were looked at.',
};
type Message = keyof typeof messages;

interface Question {
  readonly cluster: Cluster;
  readonly wanted: Wanted;
  readonly maxAge: number;
  readonly takenAt: Date;
  /** The newest first. */
  readonly all: readonly SearchSnapshot[];
}

const ageOf = (snapshot: SearchSnapshot, { takenAt }: Question): number => Math.max(0, takenAt.getTime() - startedAt(snapshot));

const expectedOf = ({ maxAge }: Question): string => `complete, begun within the last ${humanDuration(maxAge)}`;

const named = (snapshots: readonly SearchSnapshot[]): string =>
  snapshots
    .slice(0, SHOWN)
    .map(({ name, state }) => `${name}: ${state}`)
    .join('; ');

const isOver = (snapshot: SearchSnapshot): boolean => stageOf(snapshot) !== 'running';

/** Those that are over and of which it is not known that they do not count; what cannot be read does not take them away. */
const overIn = ({ cluster, wanted, all }: Question): readonly SearchSnapshot[] =>
  all.filter((snapshot) => isOver(snapshot) && unlessUnread(() => isCounted(cluster, snapshot, wanted), undefined) !== false);

const judgePassing = (snapshot: SearchSnapshot, question: Question): Outcome<Message> => {
  const over = overIn(question);
  const newer = over.slice(0, over.indexOf(snapshot)).filter((one) => stageOf(one) !== 'complete');
  const values = { snapshot: snapshot.name, age: humanDuration(ageOf(snapshot, question)) };
  const evidence = evidenceOf([snapshot], expectedOf(question));
  if (newer.length === 0) return pass('recent', values, evidence);
  const more = { ...values, newer: counted(newer.length, 'snapshot'), why: named(newer) };
  return pass('despite', more, [...evidence, ...evidenceOf(newer, expectedOf(question))]);
};

/** One snapshot that is recent enough, or may be. */
const judgeSnapshot = (snapshot: SearchSnapshot, question: Question): Outcome<Message> => {
  const stage = stageOf(snapshot);
  const evidence = evidenceOf([snapshot], expectedOf(question));
  if (stage !== 'complete' && stage !== 'unclear') return fail('incomplete', {}, evidence);
  const counts = isCounted(question.cluster, snapshot, question.wanted);
  if (counts === false) return fail('incomplete', {}, evidence);
  const age = ageOf(snapshot, question);
  if (Number.isNaN(age)) return unknown('undated', { snapshot: snapshot.name }, evidence);
  const values = { snapshot: snapshot.name, age: humanDuration(age), state: snapshot.state };
  if (stage === 'unclear') return unknown('unclear', values, evidence);
  if (counts) return judgePassing(snapshot, question);
  const isForeign = isCounted(question.cluster, snapshot, {}) === undefined;
  return isForeign ? unknown('foreign', values, evidence) : unknown('unattributed', values, evidence);
};

const judgeUnlisted = ({ cluster, wanted }: Question): readonly (() => Outcome<Message>)[] =>
  unlistedIn(cluster, wanted).map(({ repository, code, message }) => () => {
    const why = `${code}: ${message}`;
    return unknown('unlisted', { repository, why }, [{ facet: 'snapshots', observed: `${repository}: ${why}`, expected: 'a list' }]);
  });

/** There are snapshots that are over, and none is recent. Whether an old one counts does not matter: it is only named. */
const judgeStale = (question: Question): Outcome<Message> => {
  const over = overIn(question);
  const newest = over.find((snapshot) => stageOf(snapshot) === 'complete');
  const newer = newest ? over.slice(0, over.indexOf(newest)) : over;
  const evidence = evidenceOf(newest ? [newest, ...newer] : newer, expectedOf(question));
  const why = named(newer);
  if (!newest) return fail('incomplete', { snapshots: counted(over.length, 'snapshot'), why }, evidence);
  const values = { snapshot: newest.name, age: humanDuration(ageOf(newest, question)), limit: humanDuration(question.maxAge), why };
  return fail(newer.length === 0 ? 'stale' : 'failing', values, evidence);
};

/** None is recent. Where one counts, it is too old; where none does, it may be that none had to be made yet. */
const judgeOld = (question: Question): Outcome<Message> => {
  const { cluster, wanted, takenAt } = question;
  const over = overIn(question);
  const counts = (snapshot: SearchSnapshot) => isCounted(cluster, snapshot, wanted);
  if (over.some((snapshot) => unlessUnread(() => counts(snapshot), undefined))) return judgeStale(question);
  const nothing = judgeNothing(cluster, wanted, takenAt);
  const [open] = over;
  if (!open) return nothing;
  if (nothing.verdict === 'fail') return judgeStale(question);
  // What could not be read is thrown here.
  over.forEach(counts);
  const values = { snapshot: open.name, age: humanDuration(ageOf(open, question)) };
  return unknown('unattributed', values, evidenceOf([open], expectedOf(question)));
};

export default defineRule({
  id: 'elasticsearch/snapshot-recent',
  title: 'A recent snapshot is complete',
  rationale:
    'Policies promise, snapshots deliver. The newest complete snapshot that exists decides what is lost, and its age counts from when it began. It is looked for in the lists of the repositories: what the server remembers as the last success of a policy stays there when somebody has deleted the snapshot. One that is PARTIAL lacks shards, and does not count; where it is newer than a complete one that is recent enough, the rule passes with a warning. Snapshots in repositories that AWS keeps for itself (`cs-automated…`) restore only the very domain and do not count. One in a repository that is read-only may be of another cluster: where only such ones are recent, the verdict is unknown, as it is where a repository could not be listed. With `policy`, those count that say of themselves that it made them, or that the server remembers as its last success; of each repository only the newest ones were looked at. Where there is none yet, the verdict is pending until the first run of each policy is due.',
  remediation:
    'See what became of the last ones: `curl "$URL/_cat/snapshots/REPOSITORY?v&s=start_epoch:desc"`, and why: `curl "$URL/_snapshot/REPOSITORY/SNAPSHOT"`. Make one now: `curl -X POST "$URL/_slm/policy/POLICY/_execute"`, or `curl -X PUT "$URL/_snapshot/REPOSITORY/SNAPSHOT"`.',
  references: [
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/snapshot-restore.html',
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/get-snapshot-api.html',
    'https://docs.opensearch.org/latest/tuning-your-cluster/availability-and-recovery/snapshots/snapshot-restore/',
  ],
  severity: 'critical',
  subject: searchCluster,
  reads: [...ACTIVITY, ...SNAPSHOTS],
  params: params({
    maxAge: duration({
      default: '26h',
      description:
        'The age of the newest complete snapshot, at most: a day, an hour for daylight saving, and another for the next snapshot.',
    }),
    policy: Type.Optional(nameGlob({ description: 'Name of the policy that made it; `*` and `?` stand for characters.' })),
    repository: Type.Optional(nameGlob({ description: 'Name of the repository that it is in; `*` and `?` stand for characters.' })),
  }),
  messages,
  examples: [
    { name: 'Made last night', facets: cluster(), verdict: 'pass' },
    {
      name: 'The newest is partial, and the one before is too old',
      facets: cluster(snapshots(snapshot(NIGHTS[0], { state: 'PARTIAL', failedShards: 1 }), snapshot(NIGHTS[1]))),
      verdict: 'fail',
    },
    {
      name: 'The last success is remembered, and has been deleted',
      facets: cluster(snapshots(snapshot(NIGHTS[2])), executions(execution())),
      params: { policy: 'nightly' },
      verdict: 'fail',
    },
    {
      name: 'The first run is not due',
      facets: cluster(snapshots(), policies(policy({ modifiedAt: '2026-01-31T09:00:00Z' })), executions()),
      verdict: 'pending',
    },
    { name: 'Snapshots that could not be listed', facets: cluster({ snapshots: 'unread' }), verdict: 'unknown' },
  ],
  check: (cluster, { params: { maxAge, ...wanted }, takenAt }) => {
    const question = { cluster, wanted, maxAge, takenAt, all: snapshotsIn(cluster, wanted) };
    const candidates = question.all.filter((snapshot) => !(ageOf(snapshot, question) > maxAge));
    const found = anyOf<Message>([
      () => fail('incomplete'),
      ...candidates.map((snapshot) => () => judgeSnapshot(snapshot, question)),
      ...judgeUnlisted(question),
    ]);
    if (found.verdict !== 'fail') return found;
    return judgeOld(question);
  },
});
