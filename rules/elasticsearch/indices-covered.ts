import { Type } from 'typebox';
import { type Covered, coverageBy, type Item, itemsOf } from '../../model/elasticsearch/coverage.ts';
import { cluster, detail, details, NIGHTS, policies, policy } from '../../model/elasticsearch/examples.ts';
import {
  ACTIVITY,
  activityOf,
  anyActive,
  policiesFor,
  policyEvidence,
  policyMessages,
  type Wanted,
} from '../../model/elasticsearch/policies.ts';
import { SNAPSHOTS } from '../../model/elasticsearch/snapshots.ts';
import { matchesGlob } from '../../model/glob.ts';
import { allHold, anyHolds } from '../../model/judge.ts';
import { type SearchPolicy, searchCluster } from '../../model/kinds/elasticsearch.ts';
import { nameGlob, nameGlobs, params } from '../../model/params.ts';
import { once } from '../../model/remember.ts';
import { defineRule, fail, notApplicable, type Outcome, pass, pending, unknown, unlessUnread } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';
import type { Evidence } from '../../model/verdict.ts';

const SHOWN = 5;

const messages = {
  ...policyMessages,
  covered: 'All {items} are in the newest complete snapshots of policies.',
  younger: 'All {items} are taken by policies; {names} younger than the newest complete snapshot.',
  waiting: 'Of {items} {names} not in a complete snapshot yet: {why}.',
  uncovered: 'Of {items} {names} not in snapshots of policies: {why}.',
  open: 'Of {items} nobody can tell whether {names} in snapshots of policies: {why}.',
  empty: 'There is no index and no data stream to cover.',
  absent: 'There is no index and no data stream {wanted}.',
  restricted: 'No index and no data stream {wanted} is seen. Some of the system are shown only to users with special rights.',
} as const;
type Message = keyof typeof messages;

/** What begins with a dot belongs to the server or to what runs upon it: only who asks for it wants it. */
const isWanted = ({ name }: Item, globs: readonly string[]): boolean =>
  globs.length === 0 ? !name.startsWith('.') : globs.some((glob) => matchesGlob(glob, name));

interface Judged {
  readonly item: Item;
  readonly judge: () => Outcome;
  /** `undefined` where that takes a fact that could not be read. */
  readonly outcome: Outcome | undefined;
}

/** `logs-ml, runs and 2 others are` */
const nameAll = (all: readonly Judged[]): string => {
  const names = all.slice(0, SHOWN).map(({ item }) => item.name);
  const rest = all.length - names.length;
  return `${names.join(', ')}${rest > 0 ? ` and ${counted(rest, 'other')}` : ''} ${all.length === 1 ? 'is' : 'are'}`;
};

/** By one policy: it has to make snapshots, and they have to hold the item. */
const judgeBy = (policy: SearchPolicy, cluster: Covered, takenAt: Date): ((item: Item) => Outcome) => {
  const cover = coverageBy(policy, cluster, takenAt);
  const activity = once((): Outcome => activityOf(policy, cluster, takenAt));
  return (item) => {
    const outcome = allHold<string>([activity, () => cover(item)]);
    return { ...outcome, values: { why: `policy ${policy.name}, ${outcome.values.why}` } };
  };
};

const judgeItems = (items: readonly Item[], cluster: Covered, wanted: Wanted, takenAt: Date): readonly Judged[] => {
  const ways = policiesFor(cluster, wanted).map((policy) => judgeBy(policy, cluster, takenAt));
  return items.map((item) => {
    const judge = () => anyHolds(ways.map((way) => () => way(item)));
    return { item, judge, outcome: unlessUnread(judge, undefined) };
  });
};

const evidenceOf = (judged: readonly Judged[], policies: readonly SearchPolicy[]): readonly Evidence[] => {
  const covered = judged.filter(({ outcome }) => outcome?.verdict === 'pass').length;
  return [
    { facet: 'indices', observed: `${covered} of ${judged.length} in snapshots of policies`, expected: 'all of them' },
    ...policies.slice(0, SHOWN).map(({ name, indices }) => ({ facet: 'policies', observed: `${name}: indices ${indices.join(', ')}` })),
  ];
};

/** The gravest of what was found, with what it was found for. */
const answerFor = (judged: readonly Judged[], evidence: readonly Evidence[]): Outcome<Message> => {
  const those = (verdict: Outcome['verdict']) => judged.filter(({ outcome }) => outcome?.verdict === verdict);
  const values = (some: readonly Judged[]) => ({
    items: counted(judged.length, 'index or data stream', 'indices and data streams'),
    names: nameAll(some),
    why: some[0]?.outcome?.values.why ?? '',
  });
  const [lost, open, waiting] = [those('fail'), those('unknown'), those('pending')];
  if (lost.length > 0) return fail('uncovered', values(lost), evidence);
  // What could not be read is thrown here.
  for (const { outcome, judge } of judged) if (!outcome) judge();
  if (open.length > 0) return unknown('open', values(open), evidence);
  if (waiting.length > 0) return pending('waiting', values(waiting), evidence);
  const younger = judged.filter(({ outcome }) => outcome?.message === 'younger');
  return younger.length > 0 ? pass('younger', values(younger), evidence) : pass('covered', values(judged), evidence);
};

export default defineRule({
  id: 'elasticsearch/indices-covered',
  title: 'Every index and data stream is in snapshots',
  rationale:
    'A snapshot holds what the patterns of its policy take, and the names of a cluster change faster than its policies. The patterns are resolved as the servers do it, against the names that are there: lists in their order, `-name` that takes away what a wildcard before it has brought, hidden and closed indices as `expand_wildcards` says (OpenSearch leaves out closed ones), and aliases, which bring what is behind them. A data stream is covered only where a pattern takes the stream by its own name: its backing indices (`.ds-…`) or an alias bring no stream back. A name without a wildcard that does not exist makes the server refuse the whole snapshot, unless `ignore_unavailable` is set. What depends on date math counts where the newest complete snapshot shows it, and is unknown else. Beside the patterns the newest complete snapshot of the policy is looked into: what is taken, and is not in it, is younger, or the policy was changed since; then the verdict is pending until its next run is due. Without `indices` all is asked for whose name does not begin with a dot. Indices of the system are in snapshots by their features, whatever the patterns, so that of those only a snapshot can tell.',
  remediation:
    'Have the policy take everything: `"config": {"indices": ["*"]}` in its definition (`PUT _slm/policy/POLICY`), or `"snapshot_config": {"indices": "*"}` for OpenSearch. See what a pattern takes: `curl "$URL/_resolve/index/PATTERN?expand_wildcards=all"`.',
  references: [
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/api-conventions.html#api-multi-index',
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/create-snapshot-api.html',
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/snapshots-take-snapshot.html#back-up-specific-feature-state',
  ],
  severity: 'critical',
  subject: searchCluster,
  reads: [...ACTIVITY, ...SNAPSHOTS, 'indices'],
  params: params({
    indices: nameGlobs({
      description:
        'Names of indices and data streams, each of which must exist; `*` and `?` stand for characters. None: all but those with a dot in front.',
    }),
    policy: Type.Optional(nameGlob({ description: 'Name of the policy; `*` and `?` stand for characters.' })),
    repository: Type.Optional(nameGlob({ description: 'Name of the repository that it writes to; `*` and `?` stand for characters.' })),
  }),
  messages,
  examples: [
    { name: 'Everything', facets: cluster(), verdict: 'pass' },
    {
      name: 'Backing indices, and no data stream',
      facets: cluster(policies(policy({ indices: ['.ds-*', 'training-*'] }))),
      verdict: 'fail',
    },
    {
      name: 'A name that is not there: no snapshot is made',
      facets: cluster(policies(policy({ indices: ['*', 'gone'] }))),
      verdict: 'fail',
    },
    {
      name: 'Taken since the policy was changed, and the next run is not due',
      facets: cluster(
        policies(policy({ modifiedAt: '2026-01-31T09:00:00Z' })),
        details(detail(NIGHTS[0], { indices: ['training-runs'], dataStreams: [] })),
      ),
      verdict: 'pending',
    },
    { name: 'Indices that could not be listed', facets: cluster({ indices: 'unread' }), verdict: 'unknown' },
  ],
  check: (cluster, { params: { indices: globs, ...wanted }, takenAt }) => {
    const all = itemsOf(cluster.facets.indices);
    const items = all.filter((item) => isWanted(item, globs));
    const missing = globs.filter((glob) => !all.some(({ name }) => matchesGlob(glob, name)));
    const observed = counted(all.length, 'index or data stream', 'indices and data streams');
    if (missing.length > 0) {
      const evidence = [{ facet: 'indices', observed, expected: missing.join(', ') }];
      const isRestricted = missing.every((glob) => glob.startsWith('.'));
      const values = { wanted: missing.join(', ') };
      return isRestricted ? unknown('restricted', values, evidence) : fail('absent', values, evidence);
    }
    if (items.length === 0) return notApplicable('empty');
    const isActive = () => anyActive<Message>(cluster, wanted, takenAt, (policy) => pass('covered', {}, [policyEvidence(policy)]));
    const activity = unlessUnread(isActive, undefined);
    if (activity?.verdict === 'fail') return activity;
    const judged = judgeItems(items, cluster, wanted, takenAt);
    const answer = answerFor(judged, evidenceOf(judged, policiesFor(cluster, wanted)));
    return activity?.verdict === 'unknown' && answer.verdict === 'unknown' ? activity : answer;
  },
});
