import rule from '../../../rules/s3/encrypted-with-customer-key.ts';
import { runTable } from '../harness.ts';

const by = (algorithm: string, kmsKeyId?: string) => ({
  encryption: { rules: [{ algorithm, ...(kmsKeyId === undefined ? {} : { kmsKeyId }) }] },
});
const ACCOUNT = 'arn:aws:kms:us-west-2:111122223333';

runTable(rule, [
  {
    name: 'the ARN of a key',
    facets: by('aws:kms', `${ACCOUNT}:key/1234abcd`),
    verdict: 'pass',
    says: 'customer',
    shows: ['key/1234abcd'],
  },
  { name: 'the id of a key', facets: by('aws:kms', '1234abcd-12ab-34cd-56ef-1234567890ab'), verdict: 'pass', says: 'customer' },
  { name: 'an alias', facets: by('aws:kms', 'alias/models'), verdict: 'pass', says: 'customer' },
  { name: 'dual-layer encryption with a key', facets: by('aws:kms:dsse', `${ACCOUNT}:alias/models`), verdict: 'pass', says: 'customer' },
  { name: 'an alias that only looks like that of AWS', facets: by('aws:kms', 'alias/my-alias/aws/s3'), verdict: 'pass', says: 'customer' },
  { name: 'KMS without a key', facets: by('aws:kms'), verdict: 'fail', says: 'aws' },
  { name: 'dual-layer encryption without a key', facets: by('aws:kms:dsse'), verdict: 'fail', says: 'aws' },
  { name: 'the alias of the key that AWS manages', facets: by('aws:kms', 'alias/aws/s3'), verdict: 'fail', says: 'aws' },
  { name: 'the same alias as an ARN', facets: by('aws:kms', `${ACCOUNT}:alias/aws/s3`), verdict: 'fail', says: 'aws' },
  { name: 'SSE-S3', facets: by('AES256'), verdict: 'fail', says: 's3', shows: ['AES256'] },
  { name: 'not configured', facets: {}, verdict: 'fail', says: 's3', shows: ['none'] },
  { name: 'unread', facets: { encryption: 'unread' }, verdict: 'unknown' },
]);
