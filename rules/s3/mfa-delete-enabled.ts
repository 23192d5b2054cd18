import { s3Bucket } from '../../model/kinds/s3.ts';
import { noParams } from '../../model/params.ts';
import { defineRule, fail, pass } from '../../model/rule.ts';

export default defineRule({
  id: 's3/mfa-delete-enabled',
  title: 'MFA delete is enabled',
  rationale:
    'Whoever holds stolen keys with s3:DeleteObjectVersion can destroy every version of a bucket, and whoever may change its versioning can end it. MFA delete asks the root user for a second factor for both. It guards versions only, so a bucket whose versioning is not enabled does not have it.',
  remediation:
    'With credentials of the root user: `aws s3api put-bucket-versioning --bucket {name} --versioning-configuration Status=Enabled,MFADelete=Enabled --mfa "arn:aws:iam::{account}:mfa/root-account-mfa-device 123456"`, where 123456 is the current code of the device. S3 refuses it on buckets with a lifecycle configuration.',
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html'],
  severity: 'medium',
  subject: s3Bucket,
  reads: ['versioning'],
  params: noParams,
  messages: {
    enabled: 'MFA delete is enabled.',
    off: 'MFA delete is not enabled: credentials alone are enough to destroy versions.',
    unversioned: 'Versioning is {status}, so MFA delete guards nothing that is written from now on; it has to be Enabled.',
  },
  examples: [
    { name: 'Enabled', facets: { versioning: { status: 'Enabled', mfaDelete: 'Enabled' } }, verdict: 'pass' },
    { name: 'Disabled', facets: { versioning: { status: 'Enabled', mfaDelete: 'Disabled' } }, verdict: 'fail' },
    { name: 'Never set', facets: { versioning: { status: 'Enabled', mfaDelete: 'NeverSet' } }, verdict: 'fail' },
    { name: 'Versioning suspended', facets: { versioning: { status: 'Suspended', mfaDelete: 'Enabled' } }, verdict: 'fail' },
  ],
  check: ({ facets: { versioning } }) => {
    const { status, mfaDelete } = versioning;
    const evidence = [{ facet: 'versioning', observed: `MFA delete ${mfaDelete}, versioning ${status}`, expected: 'both Enabled' }];
    if (mfaDelete !== 'Enabled') return fail('off', {}, evidence);
    return status === 'Enabled' ? pass('enabled', {}, evidence) : fail('unversioned', { status }, evidence);
  },
});
