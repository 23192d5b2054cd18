import { described } from '../../model/dynamodb/examples.ts';
import { dynamodbTable } from '../../model/kinds/dynamodb.ts';
import { noParams } from '../../model/params.ts';
import { defineRule, fail, pass } from '../../model/rule.ts';

export default defineRule({
  id: 'dynamodb/deletion-protected',
  title: 'Deletion protection is enabled',
  rationale:
    'One call deletes a table, and with it the setting of point-in-time recovery. Deletion protection makes that call fail until somebody switches the protection off: a slip, a script against the wrong account or the removal of a stack no longer costs the table. It does not keep items from being deleted, nor somebody with the permission to update the table. Each replica of a global table has a setting of its own.',
  remediation: 'Run `aws dynamodb update-table --region {region} --table-name {name} --deletion-protection-enabled`.',
  references: ['https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html'],
  severity: 'high',
  subject: dynamodbTable,
  reads: ['description'],
  params: noParams,
  messages: {
    protected: 'Deletion protection is enabled.',
    unprotected: 'Deletion protection is disabled: one call deletes the table.',
  },
  examples: [
    { name: 'Enabled', facets: described({ deletionProtection: true }), verdict: 'pass' },
    { name: 'Disabled', facets: described(), verdict: 'fail' },
  ],
  check: ({ facets: { description } }) => {
    const observed = `deletion protection ${description.deletionProtection ? 'enabled' : 'disabled'}`;
    const evidence = [{ facet: 'description', observed, expected: 'deletion protection enabled' }];
    return description.deletionProtection ? pass('protected', {}, evidence) : fail('unprotected', {}, evidence);
  },
});
