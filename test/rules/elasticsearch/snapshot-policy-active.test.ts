import { cluster, execution, executions, info, policies, policy, repositories, repository } from '../../../model/elasticsearch/examples.ts';
import rule from '../../../rules/elasticsearch/snapshot-policy-active.ts';
import { type Row, runTable } from '../harness.ts';

const opensearch = info({ distribution: 'opensearch', version: '2.19.1' });
const cron = (expression: string) => policies(policy({ schedule: { syntax: 'cron', expression } }));
const unix = (expression: string, timeZone: string) => policies(policy({ schedule: { syntax: 'unix-cron', expression, timeZone } }));

const schedules: readonly (readonly [string, object, Row['verdict'], string, string?])[] = [
  ['cron, seconds first', cron('0 30 1 * * ?'), 'pass', 'active'],
  ['an interval of Elasticsearch', policies(policy({ schedule: { syntax: 'interval', expression: '30m' } })), 'pass', 'active', '30m'],
  ['five fields', cron('30 1 * * *'), 'unknown', 'undecided', 'not understood'],
  ['a date that never comes', cron('0 0 0 30 2 ?'), 'fail', 'idle', 'falls on no date'],
  ['a year that is over', cron('0 0 0 1 1 ? 2025'), 'fail', 'idle', 'falls on no date'],
  ['no creation', policies({ ...policy(), schedule: undefined } as never), 'fail', 'idle', 'nothing but a deletion'],
];

const zoned: readonly Row[] = [
  {
    name: 'cron in a zone',
    facets: cluster(opensearch, unix('30 1 * * *', 'Europe/Berlin')),
    verdict: 'pass',
    says: 'active',
    shows: ['Europe/Berlin'],
  },
  { name: 'cron in no zone', facets: cluster(opensearch, unix('30 1 * * *', 'Mars/Base')), verdict: 'unknown', says: 'undecided' },
  {
    name: 'an interval of OpenSearch',
    facets: cluster(opensearch, policies(policy({ schedule: { syntax: 'interval', expression: '6 Hours' } }))),
    verdict: 'pass',
    says: 'active',
  },
];

const homes: readonly (readonly [string, object, string])[] = [
  ['no repository', repositories(), 'is not registered'],
  ['another repository', repositories(repository({ name: 'other' })), 'is not registered'],
  ['a read-only repository', repositories(repository({ readOnly: true })), 'registered as read-only'],
  ['a repository of the type url', repositories(repository({ type: 'url' })), 'url are read-only'],
];

const two = policies(policy({ name: 'hourly', enabled: false }), policy());

runTable(rule, [
  ...schedules.map(([name, facets, verdict, says, shown]) => ({
    name,
    facets: cluster(facets),
    verdict,
    says,
    ...(shown === undefined ? {} : { shows: [shown] }),
  })),
  ...zoned,
  ...homes.map(([name, facets, shown]) => ({ name, facets: cluster(facets), verdict: 'fail' as const, says: 'idle', shows: [shown] })),
  {
    name: 'the repository of the service',
    facets: cluster(repositories(repository({ name: 'cs-automated-enc' })), policies(policy({ repository: 'cs-automated-enc' }))),
    verdict: 'fail',
    says: 'idle',
    shows: ['keeps for itself'],
  },
  {
    name: 'no policy, though health is green',
    facets: cluster(policies(), { health: { slm: { status: 'green', symptom: 'No policies' } } }),
    verdict: 'fail',
    says: 'none',
  },
  {
    name: 'a server that has neither kind of policies',
    facets: cluster({ policies: undefined, executions: undefined }),
    verdict: 'fail',
    says: 'none',
  },
  {
    name: 'STOPPED, whatever next_execution says',
    facets: cluster({ management: { mode: 'STOPPED' } }, executions(execution({ nextExecution: '2026-02-01T01:30:00Z' }))),
    verdict: 'fail',
    says: 'idle',
    shows: ['STOPPED'],
  },
  { name: 'STOPPING', facets: cluster({ management: { mode: 'STOPPING' } }), verdict: 'fail', says: 'idle' },
  { name: 'a mode that nobody knows', facets: cluster({ management: { mode: 'RESTING' } }), verdict: 'unknown', says: 'undecided' },
  {
    name: 'OpenSearch has no such mode',
    facets: cluster(opensearch, unix('30 1 * * *', 'UTC'), { management: undefined }),
    verdict: 'pass',
    says: 'active',
  },
  { name: 'one of two', facets: cluster(two), verdict: 'pass', says: 'active' },
  {
    name: 'the wrong one of two',
    facets: cluster(two),
    params: { policy: 'hour*' },
    verdict: 'fail',
    says: 'idle',
    shows: ['not enabled'],
  },
  {
    name: 'neither of two',
    facets: cluster(two, { management: { mode: 'STOPPED' } }),
    verdict: 'fail',
    says: 'allIdle',
    shows: ['hourly', 'nightly'],
  },
  { name: 'none of that name', facets: cluster(two), params: { policy: 'weekly' }, verdict: 'fail', says: 'unmatched', shows: ['weekly'] },
  {
    name: 'none to that repository',
    facets: cluster(two),
    params: { repository: 'x*' },
    verdict: 'fail',
    says: 'unmatched',
    shows: ['x*'],
  },
  {
    name: 'a run that has been due for an hour',
    facets: cluster(opensearch, unix('30 1 * * *', 'UTC'), executions(execution({ nextExecution: '2026-01-31T11:00:00Z' }))),
    verdict: 'pass',
    says: 'active',
  },
  {
    name: 'a run that has been due for longer',
    facets: cluster(opensearch, unix('30 1 * * *', 'UTC'), executions(execution({ nextExecution: '2026-01-31T10:59:59Z' }))),
    verdict: 'fail',
    says: 'idle',
    shows: ['none has begun'],
  },
  {
    name: 'a failure since the last success is only shown',
    facets: cluster(executions(execution({ lastFailure: { snapshot: 'nightly-x', at: '2026-01-31T03:00:00Z', message: 'disk full' } }))),
    verdict: 'pass',
    says: 'active',
    shows: ['disk full'],
  },
  { name: 'info unread', facets: cluster({ info: 'unread' }), verdict: 'unknown' },
  { name: 'policies unread', facets: cluster({ policies: 'unread' }), verdict: 'unknown' },
  { name: 'repositories unread', facets: cluster({ repositories: 'unread' }), verdict: 'unknown' },
  { name: 'the mode unread', facets: cluster({ management: 'unread' }), verdict: 'unknown' },
  { name: 'executions unread', facets: cluster({ executions: 'unread' }), verdict: 'unknown' },
  {
    name: 'not enabled, whatever is unread',
    facets: cluster(policies(policy({ enabled: false })), {
      info: 'unread',
      repositories: 'unread',
      management: 'unread',
      executions: 'unread',
    }),
    verdict: 'fail',
    says: 'idle',
  },
  {
    name: 'one that is active does not make up for what is unread of it',
    facets: cluster(two, { management: 'unread' }),
    verdict: 'unknown',
  },
]);
