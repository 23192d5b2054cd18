import { s3Bucket } from '../../model/kinds/s3.ts';
import { noParams } from '../../model/params.ts';
import { defineRule, fail, pass } from '../../model/rule.ts';

export default defineRule({
  id: 's3/versioning-enabled',
  title: 'Versioning is enabled',
  rationale:
    'Without versioning an overwrite or a delete is final: there is no earlier version to go back to, and neither replication, Object Lock nor AWS Backup for S3 can be switched on.',
  remediation: 'Enable versioning: `aws s3api put-bucket-versioning --bucket {name} --versioning-configuration Status=Enabled`.',
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html'],
  severity: 'critical',
  subject: s3Bucket,
  reads: ['versioning'],
  params: noParams,
  messages: {
    enabled: 'Versioning is enabled.',
    // Old versions survive a suspension, but every new overwrite destroys the null version.
    suspended: 'Versioning is suspended: what is overwritten or deleted from now on is lost.',
    never: 'Versioning has never been enabled: every overwrite and delete is final.',
  },
  examples: [
    { name: 'Enabled', facets: { versioning: { status: 'Enabled', mfaDelete: 'NeverSet' } }, verdict: 'pass' },
    { name: 'Suspended', facets: { versioning: { status: 'Suspended', mfaDelete: 'NeverSet' } }, verdict: 'fail' },
    { name: 'Never enabled', facets: { versioning: { status: 'NeverEnabled', mfaDelete: 'NeverSet' } }, verdict: 'fail' },
  ],
  check: ({ facets: { versioning } }) => {
    const evidence = [{ facet: 'versioning', observed: versioning.status, expected: 'Enabled' }];
    if (versioning.status === 'Enabled') return pass('enabled', {}, evidence);
    return fail(versioning.status === 'Suspended' ? 'suspended' : 'never', {}, evidence);
  },
});
