import { recoverable, unrecoverable } from '../../model/dynamodb/examples.ts';
import { dynamodbTable } from '../../model/kinds/dynamodb.ts';
import { noParams } from '../../model/params.ts';
import { defineRule, fail, pass } from '../../model/rule.ts';

export default defineRule({
  id: 'dynamodb/pitr-enabled',
  title: 'Point-in-time recovery is enabled',
  rationale:
    'A wrong write or a wrong migration destroys items in seconds, and neither replicas nor streams bring them back. With point-in-time recovery a table can be restored as it was at any second of its recovery period; it is also the only way back to items that their time to live has expired. The status of continuous backups, which is on for every table, says nothing. Each replica of a global table has a setting of its own. How far back one can really go is asked by dynamodb/pitr-window.',
  remediation:
    'Run `aws dynamodb update-continuous-backups --region {region} --table-name {name} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`. It covers what happens from then on, nothing before.',
  references: ['https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html'],
  severity: 'high',
  subject: dynamodbTable,
  reads: ['continuousBackups'],
  params: noParams,
  messages: {
    enabled: 'Point-in-time recovery is enabled.',
    disabled: 'Point-in-time recovery is disabled.',
  },
  examples: [
    { name: 'Enabled', facets: recoverable('2025-12-27T12:00:00Z'), verdict: 'pass' },
    { name: 'Disabled', facets: unrecoverable, verdict: 'fail' },
  ],
  check: ({ facets: { continuousBackups } }) => {
    const evidence = [{ facet: 'continuousBackups', observed: continuousBackups.pointInTimeRecovery, expected: 'ENABLED' }];
    return continuousBackups.pointInTimeRecovery === 'ENABLED' ? pass('enabled', {}, evidence) : fail('disabled', {}, evidence);
  },
});
