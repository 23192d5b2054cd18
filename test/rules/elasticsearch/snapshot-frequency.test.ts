import { cluster, info, policies, policy } from '../../../model/elasticsearch/examples.ts';
import rule from '../../../rules/elasticsearch/snapshot-frequency.ts';
import { type Row, runTable } from '../harness.ts';

const opensearch = info({ distribution: 'opensearch', version: '2.19.1' });
const cron = (expression: string) => policies(policy({ schedule: { syntax: 'cron', expression } }));
const unix = (expression: string, timeZone: string) =>
  Object.assign({}, opensearch, policies(policy({ schedule: { syntax: 'unix-cron', expression, timeZone } })));

const TABLE: readonly (readonly [name: string, facets: object, maxGap: string, verdict: Row['verdict'], shown?: string])[] = [
  ['every night against a day', cron('0 30 1 * * ?'), '24h', 'pass', '1 day'],
  ['every night against a second less', cron('0 30 1 * * ?'), '86399s', 'fail', '1 day'],
  ['seconds come first: every hour', cron('0 0 * * * ?'), '1h', 'pass'],
  ['every ten seconds', cron('0/10 * * * * ?'), '10s', 'pass'],
  ['on workdays: over the weekend', cron('0 0 1 ? * MON-FRI'), '2d', 'fail', '3 days'],
  ['in one year only', cron('0 0 0 * * ? 2026'), '365d', 'fail', 'no end of time'],
  ['an interval', policies(policy({ schedule: { syntax: 'interval', expression: '30m' } })), '30m', 'pass'],
  ['an interval that is too long', policies(policy({ schedule: { syntax: 'interval', expression: '2d' } })), '25h', 'fail', '2 days'],
  ['by the clock of New York: a day has 25 hours once a year', unix('0 2 * * *', 'America/New_York'), '24h', 'fail', '1 day'],
  ['by the clock of New York, and an hour for that', unix('0 0 * * *', 'America/New_York'), '25h', 'pass'],
  ['by UTC', unix('0 2 * * *', 'UTC'), '24h', 'pass'],
];

const weekly = policy({ name: 'weekly', schedule: { syntax: 'cron', expression: '0 0 0 ? * SUN' } });

runTable(rule, [
  ...TABLE.map(([name, facets, maxGap, verdict, shown]) => ({
    name,
    facets: cluster(facets),
    params: { maxGap },
    verdict,
    says: verdict === 'pass' ? 'frequent' : 'rare',
    ...(shown === undefined ? {} : { shows: [shown] }),
  })),
  { name: 'the best of several', facets: cluster(policies(weekly, policy())), verdict: 'pass', says: 'frequent' },
  {
    name: 'the best of those that are meant',
    facets: cluster(policies(weekly, policy())),
    params: { policy: 'week*' },
    verdict: 'fail',
    says: 'rare',
  },
  {
    name: 'the best of those that make snapshots',
    facets: cluster(policies(policy({ enabled: false }), weekly)),
    verdict: 'fail',
    says: 'rare',
    shows: ['weekly'],
  },
  { name: 'an idle one', facets: cluster(policies(policy({ enabled: false }))), verdict: 'fail', says: 'idle' },
  { name: 'idle ones', facets: cluster(policies(weekly, policy()), { management: { mode: 'STOPPED' } }), verdict: 'fail', says: 'allIdle' },
  { name: 'none', facets: cluster(policies()), verdict: 'fail', says: 'none' },
  { name: 'none that is meant', facets: cluster(), params: { repository: 'other' }, verdict: 'fail', says: 'unmatched' },
  {
    name: 'one that is not understood',
    facets: cluster(policies(policy({ schedule: { syntax: 'cron', expression: 'daily' } }))),
    verdict: 'unknown',
    says: 'undecided',
  },
  {
    name: 'one that is not understood beside one that is too rare',
    facets: cluster(policies(weekly, policy({ schedule: { syntax: 'cron', expression: 'daily' } }))),
    verdict: 'unknown',
    says: 'undecided',
  },
  ...(['info', 'policies', 'repositories', 'management', 'executions'] as const).map((facet) => ({
    name: `${facet} unread`,
    facets: cluster({ [facet]: 'unread' }),
    verdict: 'unknown' as const,
  })),
]);
