import { s3Bucket } from '../../model/kinds/s3.ts';
import { noParams } from '../../model/params.ts';
import { defineRule, fail, pass } from '../../model/rule.ts';
import { describeEncryption, keyManager } from '../../model/s3/encryption.ts';

const encrypted = (algorithm: string, kmsKeyId?: string) => ({
  encryption: { rules: [{ algorithm, ...(kmsKeyId === undefined ? {} : { kmsKeyId }) }] },
});

export default defineRule({
  id: 's3/encrypted-with-customer-key',
  title: 'New objects are encrypted with a key of the customer',
  rationale:
    'A key of your own has a policy of your own: it decides who can read backups, it can be shared with the account that restores, and its use is logged. The key that AWS manages can be neither shared with another account nor restricted. The verdict is about the default for new objects, by the key that the bucket names; S3 does not tell whether a key that is named by its ARN exists or who manages it.',
  remediation:
    'Name a key: `aws s3api put-bucket-encryption --bucket {name} --server-side-encryption-configuration \'{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"KEY-ARN"},"BucketKeyEnabled":true}]}\'`. Objects that exist keep their encryption until they are copied.',
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html'],
  severity: 'medium',
  subject: s3Bucket,
  reads: ['encryption'],
  params: noParams,
  messages: {
    customer: 'New objects are encrypted with a KMS key that the bucket names.',
    aws: 'New objects are encrypted with the KMS key that AWS manages; a key of the customer is required.',
    s3: 'New objects are not encrypted with a KMS key by default; a key of the customer is required.',
  },
  examples: [
    { name: 'A key of the customer', facets: encrypted('aws:kms', 'arn:aws:kms:us-west-2:111122223333:alias/models'), verdict: 'pass' },
    { name: 'KMS without a key', facets: encrypted('aws:kms'), verdict: 'fail' },
    { name: 'The alias of the key that AWS manages', facets: encrypted('aws:kms', 'alias/aws/s3'), verdict: 'fail' },
    { name: 'SSE-S3', facets: encrypted('AES256'), verdict: 'fail' },
  ],
  check: ({ facets: { encryption } }) => {
    const manager = keyManager(encryption);
    const evidence = [
      { facet: 'encryption', observed: describeEncryption(encryption), expected: 'aws:kms or aws:kms:dsse with a key of the customer' },
    ];
    return manager === 'customer' ? pass('customer', {}, evidence) : fail(manager, {}, evidence);
  },
});
