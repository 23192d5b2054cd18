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
import type { SearchIndices } from '../../../model/kinds/elasticsearch.ts';
import rule from '../../../rules/elasticsearch/indices-covered.ts';
import { type Row, runTable } from '../harness.ts';

const [LAST] = NIGHTS;

const index = (name: string, more: Partial<SearchIndices['indices'][number]> = {}) => ({
  name,
  hidden: false,
  system: false,
  closed: false,
  ...more,
});

/** The usual ones and others. */
const also = (...names: readonly string[]) => {
  const { indices } = cluster() as { indices: SearchIndices };
  return { indices: { ...indices, indices: [...indices.indices, ...names.map((name) => index(name))] } };
};

const taking = (...indices: readonly string[]) => policies(policy({ indices: [...indices] }));
const holding = (more: Parameters<typeof detail>[1]) => details(detail(LAST, more));

const PATTERNS: readonly (readonly [name: string, patterns: readonly string[], verdict: Row['verdict'], says: string, shown?: string])[] = [
  ['everything', ['*'], 'pass', 'covered'],
  ['each by its name', ['logs-ml', 'training-runs'], 'pass', 'covered'],
  ['a data stream by wildcard', ['logs-*', 'training-*'], 'pass', 'covered'],
  ['a backing index alone', ['.ds-logs-ml-*', 'training-*'], 'fail', 'uncovered', 'logs-ml is not'],
  ['all but one', ['*', '-training*'], 'fail', 'uncovered', 'training-runs is not'],
  ['none of them', ['other-*'], 'fail', 'uncovered', 'logs-ml, training-runs are not'],
  ['one that is not there, so that there is no snapshot', ['*', 'gone'], 'fail', 'uncovered', 'there is no index "gone"'],
  ['date math, and the newest snapshot shows it', ['logs-*', '<training-{now/d}>', '<training-runs>'], 'pass', 'covered'],
];

const rows: readonly Row[] = [
  ...PATTERNS.map(([name, patterns, verdict, says, shown]) => ({
    name,
    facets: cluster(taking(...patterns)),
    verdict,
    says,
    ...(shown === undefined ? {} : { shows: [shown] }),
  })),
  {
    name: 'two policies that take turns',
    facets: cluster(
      policies(policy({ indices: ['logs-*'] }), policy({ name: 'b', indices: ['training-*'] })),
      executions(execution(), execution({ policy: 'b' })),
    ),
    verdict: 'pass',
    says: 'covered',
  },
  {
    name: 'one of them is idle',
    facets: cluster(policies(policy({ indices: ['logs-*'] }), policy({ name: 'b', indices: ['training-*'], enabled: false }))),
    verdict: 'fail',
    says: 'uncovered',
    shows: ['training-runs'],
  },
  { name: 'of the system, which nobody asks for', facets: cluster(holding({})), verdict: 'pass', says: 'covered' },
  { name: 'of the system, and in no snapshot', facets: cluster(), params: { indices: ['.kibana*'] }, verdict: 'unknown', says: 'open' },
  {
    name: 'of the system, and in the newest',
    facets: cluster(holding({ indices: ['.kibana_8.15.3_001'] })),
    params: { indices: ['.kibana*'] },
    verdict: 'pass',
    says: 'covered',
  },
  { name: 'only what is asked for', facets: cluster(taking('logs-*')), params: { indices: ['logs-*'] }, verdict: 'pass', says: 'covered' },
  {
    name: 'what is asked for is not there',
    facets: cluster(),
    params: { indices: ['metrics-*'] },
    verdict: 'fail',
    says: 'absent',
    shows: ['metrics-*'],
  },
  {
    name: 'what is asked for is of the system, and not seen',
    facets: cluster(),
    params: { indices: ['.security*'] },
    verdict: 'unknown',
    says: 'restricted',
    shows: ['.security*'],
  },
  {
    name: 'of the system and not seen, beside what is not there',
    facets: cluster(),
    params: { indices: ['.security*', 'metrics-*'] },
    verdict: 'fail',
    says: 'absent',
  },
  {
    name: 'nothing is there',
    facets: cluster({ indices: { indices: [], dataStreams: [], aliases: [] } }),
    verdict: 'not-applicable',
    says: 'empty',
  },
  { name: 'younger than the newest snapshot', facets: cluster(also('new')), verdict: 'pass', says: 'younger', shows: ['new is younger'] },
  {
    name: 'the policy was changed since, and the next run is not due',
    facets: cluster(also('new'), policies(policy({ modifiedAt: '2026-01-31T09:00:00Z' }))),
    verdict: 'pending',
    says: 'waiting',
    shows: ['2026-02-01T01:35Z'],
  },
  {
    name: 'the policy was changed since, and runs were due',
    facets: cluster(
      also('new'),
      policies(policy({ modifiedAt: '2026-01-29T09:00:00Z' })),
      snapshots(snapshot(NIGHTS[2])),
      details(detail(NIGHTS[2])),
    ),
    verdict: 'fail',
    says: 'uncovered',
  },
  {
    name: 'nothing tells whether the policy was changed',
    facets: cluster(also('new'), policies({ ...policy(), modifiedAt: undefined } as never)),
    verdict: 'unknown',
    says: 'open',
  },
  {
    name: 'held, whether the policy was changed or not',
    facets: cluster(policies({ ...policy(), modifiedAt: undefined } as never)),
    verdict: 'pass',
    says: 'covered',
  },
  {
    name: 'date math, and the newest snapshot does not show it',
    facets: cluster(also('runs-5'), taking('logs-*', 'training-*', '<runs-{now/d{d}}>')),
    verdict: 'unknown',
    says: 'open',
  },
  {
    name: 'date math, and the policy was changed since',
    facets: cluster(policies(policy({ indices: ['logs-*', '<training-{now/d}>'], modifiedAt: '2026-01-31T09:00:00Z' }))),
    verdict: 'unknown',
    says: 'open',
  },
  {
    name: 'date math, and there is no snapshot',
    facets: cluster(taking('logs-*', '<training-{now/d}>'), snapshots()),
    params: { indices: ['training-*'] },
    verdict: 'unknown',
    says: 'open',
  },
  {
    name: 'a word that nobody knows',
    facets: cluster(also('new'), policies(policy({ expandWildcards: 'ajar' }))),
    verdict: 'unknown',
    says: 'open',
    shows: ['ajar'],
  },
  {
    name: 'no complete snapshot',
    facets: cluster(snapshots(snapshot(LAST, { state: 'PARTIAL' }))),
    verdict: 'fail',
    says: 'uncovered',
    shows: ['no complete snapshot'],
  },
  {
    name: 'no snapshot, and the first run is not due',
    facets: cluster(snapshots(), policies(policy({ modifiedAt: '2026-01-31T09:00:00Z' }))),
    verdict: 'pending',
    says: 'waiting',
  },
  {
    name: 'no snapshot, and nothing tells since when',
    facets: cluster(snapshots(), policies({ ...policy(), modifiedAt: undefined } as never)),
    verdict: 'unknown',
    says: 'open',
  },
  { name: 'nobody has looked into the newest', facets: cluster(details()), verdict: 'unknown', says: 'open' },
  { name: 'idle', facets: cluster(policies(policy({ enabled: false }))), verdict: 'fail', says: 'idle' },
  {
    name: 'two idle ones',
    facets: cluster(policies(policy(), policy({ name: 'b' })), { management: { mode: 'STOPPED' } }),
    verdict: 'fail',
    says: 'allIdle',
  },
  { name: 'no policy', facets: cluster(policies()), verdict: 'fail', says: 'none' },
  { name: 'none of that name', facets: cluster(), params: { policy: 'weekly' }, verdict: 'fail', says: 'unmatched' },
  { name: 'a policy that may be idle', facets: cluster({ management: { mode: 'RESTING' } }), verdict: 'unknown', says: 'undecided' },
  {
    name: 'a policy that may be idle, and does not take it anyway',
    facets: cluster({ management: { mode: 'RESTING' } }, taking('logs-*')),
    verdict: 'fail',
    says: 'uncovered',
  },
  ...(['info', 'policies', 'repositories', 'management', 'executions', 'snapshots', 'snapshotDetails', 'indices'] as const).map(
    (facet) => ({
      name: `${facet} unread`,
      facets: cluster({ [facet]: 'unread' }),
      verdict: 'unknown' as const,
    }),
  ),
  {
    name: 'not taken, whatever else is unread',
    facets: cluster(taking('logs-*'), { snapshots: 'unread', snapshotDetails: 'unread', management: 'unread', executions: 'unread' }),
    verdict: 'fail',
    says: 'uncovered',
    shows: ['training-runs'],
  },
];

runTable(rule, rows);
