import rule from '../../../rules/s3/replication-time-control.ts';
import { runTable } from '../harness.ts';
import { logsRule, OTHER, replication, replicationRule } from './fixtures.ts';

const timed = { replicationTimeControl: 'Enabled' } as const;

runTable(rule, [
  { name: 'on', facets: replication(replicationRule(timed)), verdict: 'pass', says: 'on' },
  { name: 'off', facets: replication(replicationRule()), verdict: 'fail', says: 'off', shows: ['1 of 1', 'Disabled'] },
  {
    name: 'off for a prefix that a stronger rule takes over',
    facets: replication(replicationRule(timed), logsRule()),
    verdict: 'fail',
    says: 'off',
    shows: ['1 of 2', 'logs/'],
  },
  {
    name: 'on for a prefix only',
    facets: replication(replicationRule(), logsRule(timed)),
    verdict: 'fail',
    says: 'off',
    shows: ['the whole bucket'],
  },
  {
    name: 'off in a weaker rule that has no effect',
    facets: replication(replicationRule(timed), logsRule({ priority: 0 })),
    verdict: 'pass',
    says: 'on',
  },
  {
    name: 'off to one of two destinations',
    facets: replication(replicationRule(timed), replicationRule({ id: 'other', destination: { bucket: OTHER } })),
    verdict: 'fail',
    says: 'off',
    shows: ['other-backup'],
  },
  {
    name: 'off in a disabled rule',
    facets: replication(replicationRule(timed), logsRule({ status: 'Disabled' })),
    verdict: 'pass',
    says: 'on',
  },
  {
    name: 'on in a disabled rule only',
    facets: replication(replicationRule({ ...timed, status: 'Disabled' })),
    verdict: 'fail',
    says: 'none',
    shows: ['Disabled'],
  },
  { name: 'not configured', facets: {}, verdict: 'fail', says: 'none' },
  { name: 'unread', facets: { replication: 'unread' }, verdict: 'unknown' },
]);
