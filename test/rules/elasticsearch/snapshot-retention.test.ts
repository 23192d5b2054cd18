import { cluster, info, policies, policy } from '../../../model/elasticsearch/examples.ts';
import type { SearchRetention } from '../../../model/kinds/elasticsearch.ts';
import rule from '../../../rules/elasticsearch/snapshot-retention.ts';
import { type Row, runTable } from '../harness.ts';

const opensearch = info({ distribution: 'opensearch', version: '3.3.0' });

const kept = (expression: string, retention: SearchRetention) => policies(policy({ schedule: { syntax: 'cron', expression }, retention }));
const HOURLY = '0 0 * * * ?';
const NIGHTLY = '0 30 1 * * ?';
const WEEKLY = '0 0 0 ? * SUN';

const TABLE: readonly (readonly [name: string, facets: object, min: string, verdict: Row['verdict'], says: string, shown?: string])[] = [
  ['30 days against 30 days', kept(NIGHTLY, { maxAge: '30d' }), '30d', 'pass', 'kept', '30 days'],
  ['30 days against a second more', kept(NIGHTLY, { maxAge: '30d' }), '2592001s', 'fail', 'short'],
  ['hourly, max_count 3 before expire_after 30d: 3 hours', kept(HOURLY, { maxAge: '30d', maxCount: 3 }), '30d', 'fail', 'short', '3 hours'],
  ['hourly, max_count 3: 3 hours, and no more', kept(HOURLY, { maxAge: '30d', maxCount: 3 }), '3h', 'pass', 'kept'],
  ['hourly, max_count 3: not a second more', kept(HOURLY, { maxAge: '30d', maxCount: 3 }), '10801s', 'fail', 'short'],
  ['expire_after before max_count', kept(NIGHTLY, { maxAge: '7d', maxCount: 30 }), '8d', 'fail', 'short', 'older than 7d'],
  ['max_count alone', kept(NIGHTLY, { maxCount: 7 }), '7d', 'pass', 'kept', '7 days'],
  ['two a night, an hour apart', kept('0 0 1,2 * * ?', { maxCount: 2 }), '24h', 'pass', 'kept', '1 day'],
  ['two a night, an hour apart, of which one is kept', kept('0 0 1,2 * * ?', { maxCount: 1 }), '2h', 'fail', 'short', '1 hour'],
  ['min_count keeps longer: a week', kept(WEEKLY, { maxAge: '1d', minCount: 1 }), '7d', 'pass', 'kept'],
  ['min_count keeps no shorter', kept(NIGHTLY, { maxAge: '30d', minCount: 1 }), '30d', 'pass', 'kept'],
  ['without min_count nothing is left of a week', kept(WEEKLY, { maxAge: '1d' }), '7d', 'fail', 'short', '1 day'],
  ['min_count alone deletes nothing', kept(NIGHTLY, { minCount: 1 }), '365d', 'pass', 'kept', 'until somebody'],
  ['0 is no time', kept(NIGHTLY, { maxAge: '0' }), '1s', 'fail', 'short', '0 seconds'],
  ['-1 is in the past', kept(NIGHTLY, { maxAge: '-1' }), '1s', 'fail', 'short', '0 seconds'],
  ['in milliseconds', kept(NIGHTLY, { maxAge: '604800000ms' }), '7d', 'pass', 'kept'],
  ['weeks are none', kept(NIGHTLY, { maxAge: '4w' }), '7d', 'unknown', 'doubtful', '4w'],
  ['what is no time value does not matter where it could', kept(NIGHTLY, { maxAge: 'P30D', maxCount: 1 }), '7d', 'unknown', 'doubtful'],
];

const unixPolicy = (retention: SearchRetention) =>
  policies(policy({ schedule: { syntax: 'unix-cron', expression: '0 1 * * *', timeZone: 'UTC' }, retention }));
const foreign = unixPolicy({ maxCount: 30, minCount: 1, snapshotPattern: 'manual-*' });

runTable(rule, [
  ...TABLE.map(([name, facets, min, verdict, says, shown]) => ({
    name,
    facets: cluster(facets),
    params: { min },
    verdict,
    says,
    ...(shown === undefined ? {} : { shows: [shown] }),
  })),
  {
    name: 'no retention',
    facets: cluster(policies({ ...policy(), retention: undefined } as never)),
    params: { min: '3650d' },
    verdict: 'pass',
    says: 'kept',
  },
  {
    name: 'OpenSearch: 30 of them',
    facets: cluster(opensearch, unixPolicy({ maxCount: 30, minCount: 1 })),
    params: { min: '30d' },
    verdict: 'pass',
    says: 'kept',
  },
  {
    name: 'OpenSearch: others may take their places',
    facets: cluster(opensearch, foreign),
    params: { min: '30d' },
    verdict: 'unknown',
    says: 'open',
    shows: ['manual-*'],
  },
  {
    name: 'OpenSearch: too short without others',
    facets: cluster(opensearch, foreign),
    params: { min: '31d' },
    verdict: 'fail',
    says: 'short',
  },
  {
    name: 'OpenSearch: others do not shorten an age',
    facets: cluster(opensearch, unixPolicy({ maxAge: '30d', minCount: 50, snapshotPattern: 'manual-*' })),
    params: { min: '30d' },
    verdict: 'pass',
    says: 'kept',
  },
  {
    name: 'the longest of several',
    facets: cluster(policies(policy({ name: 'short', retention: { maxAge: '1d' } }), policy())),
    verdict: 'pass',
    says: 'kept',
    shows: ['nightly'],
  },
  { name: 'an idle one keeps nothing', facets: cluster(policies(policy({ enabled: false }))), verdict: 'fail', says: 'idle' },
  {
    name: 'idle ones',
    facets: cluster(policies(policy(), policy({ name: 'b' })), { management: { mode: 'STOPPED' } }),
    verdict: 'fail',
    says: 'allIdle',
  },
  { name: 'none', facets: cluster(policies()), verdict: 'fail', says: 'none' },
  { name: 'none that is meant', facets: cluster(), params: { policy: 'other' }, verdict: 'fail', says: 'unmatched' },
  { name: 'one that is not understood', facets: cluster(kept('daily', { maxCount: 3 })), verdict: 'unknown', says: 'undecided' },
  ...(['info', 'policies', 'repositories', 'management', 'executions'] as const).map((facet) => ({
    name: `${facet} unread`,
    facets: cluster({ [facet]: 'unread' }),
    verdict: 'unknown' as const,
  })),
]);
