import type { S3Encryption } from '../kinds/s3.ts';

/** Who manages the key that new objects are encrypted with by default. */
export type KeyManager = 'customer' | 'aws' | 's3';

/** `alias/aws/s3`, bare or as an ARN. */
const AWS_ALIAS = /(^|:)alias\/aws\//;

/**
 * `s3`: no KMS key at all. `aws`: the key that AWS manages, by its alias or because none is named. `customer`: any other
 * key that is named. Somebody could name the AWS-managed key by its ARN; only KMS could tell that, and nobody does it by
 * accident: consoles and tools write the alias.
 */
export const keyManager = ({ rules }: S3Encryption): KeyManager => {
  const [first] = rules.filter(({ algorithm }) => algorithm !== 'AES256');
  if (first === undefined || rules.some(({ algorithm }) => algorithm === 'AES256')) return 's3';
  return rules.every(({ kmsKeyId }) => kmsKeyId !== undefined && !AWS_ALIAS.test(kmsKeyId)) ? 'customer' : 'aws';
};

/** Whether new objects are put under KMS by default: replication skips them unless it is told to include them. */
export const defaultsToKms = ({ rules }: S3Encryption): boolean => rules.some(({ algorithm }) => algorithm !== 'AES256');

/** The default in words: `aws:kms with arn:aws:kms:…`, `AES256`, `none`. */
export const describeEncryption = ({ rules }: S3Encryption): string =>
  rules.map(({ algorithm, kmsKeyId }) => (kmsKeyId === undefined ? algorithm : `${algorithm} with ${kmsKeyId}`)).join(', ') || 'none';
