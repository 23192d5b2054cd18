import { described, KEY } from '../../model/dynamodb/examples.ts';
import { dynamodbTable } from '../../model/kinds/dynamodb.ts';
import { type KmsMetadata, kmsKey } from '../../model/kinds/kms.ts';
import { noParams } from '../../model/params.ts';
import { defineRule, fail, join, pass, type Subject, unknown } from '../../model/rule.ts';

type Table = Subject<typeof dynamodbTable, 'description'>;
type Key = Subject<typeof kmsKey, 'metadata'>;

const EXPECTED = 'a key of the customer that is Enabled';

const describeKey = ({ exists, manager, state }: KmsMetadata): string =>
  exists ? `managed by ${manager ?? 'nobody knows whom'}, ${state ?? 'in a state that is not known'}` : 'no such key';

const judgeKey = ({ id: key, facets: { metadata } }: Key) => {
  const evidence = [{ facet: 'metadata', observed: describeKey(metadata), expected: EXPECTED, resource: key }];
  if (!metadata.exists) return fail('missing', { key }, evidence);
  if (metadata.manager === 'AWS') return fail('aws', { key }, evidence);
  if (metadata.manager === undefined || metadata.state === undefined) return unknown('untold', {}, evidence);
  return metadata.state === 'Enabled' ? pass('customer', { key }, evidence) : fail('unusable', { key, state: metadata.state }, evidence);
};

const encrypted = described({ encryption: { type: 'KMS', keyArn: KEY } });

export default defineRule({
  id: 'dynamodb/encrypted-with-customer-key',
  title: 'The table is encrypted with a key of the customer',
  rationale:
    'A key of your own has a policy of your own: it decides who can read the table and what is restored from it, and its use is logged. Tables are encrypted in any case, by default with a key that DynamoDB itself owns, otherwise with a KMS key. The key that AWS manages for DynamoDB has an ARN like any other, so KMS is asked who manages the key. A table whose key is disabled or deleted cannot be read, and after some days it is archived.',
  remediation:
    'Name a key: `aws dynamodb update-table --region {region} --table-name {name} --sse-specification Enabled=true,SSEType=KMS,KMSMasterKeyId=KEY-ARN`. A key that is disabled or about to be deleted is brought back by `aws kms enable-key` or `aws kms cancel-key-deletion`.',
  references: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html',
  ],
  severity: 'medium',
  subject: dynamodbTable,
  reads: ['description'],
  joins: {
    keys: join(kmsKey, ['metadata'], ({ facets: { description } }: Table) => [description.encryption.keyArn ?? []].flat()),
  },
  params: noParams,
  messages: {
    customer: 'The table is encrypted with a key of the customer: {key}.',
    owned: 'The table is encrypted with a key that DynamoDB owns; a key of the customer is required.',
    aws: 'The table is encrypted with a key that AWS manages ({key}); a key of the customer is required.',
    missing: 'The key {key} does not exist: the table cannot be read.',
    unusable: 'The key {key} is {state}: the table cannot be read while it is not Enabled.',
    untold: 'The table is encrypted with a KMS key, but nothing tells whose it is.',
  },
  examples: [
    {
      name: 'A key of the customer',
      facets: encrypted,
      around: { 'kms/key': { [KEY]: { metadata: { exists: true, manager: 'CUSTOMER', state: 'Enabled' } } } },
      verdict: 'pass',
    },
    {
      name: 'The key that AWS manages',
      facets: encrypted,
      around: { 'kms/key': { [KEY]: { metadata: { exists: true, manager: 'AWS', state: 'Enabled' } } } },
      verdict: 'fail',
    },
    { name: 'The key that DynamoDB owns', facets: described(), verdict: 'fail' },
    {
      name: 'A key that could not be looked at',
      facets: encrypted,
      around: { 'kms/key': { [KEY]: { metadata: 'unread' } } },
      verdict: 'unknown',
    },
  ],
  check: ({ facets: { description } }, { joined: { keys } }) => {
    const { type, keyArn } = description.encryption;
    const evidence = [{ facet: 'description', observed: keyArn === undefined ? type : `${type} with ${keyArn}`, expected: EXPECTED }];
    if (type === 'AWS_OWNED') return fail('owned', {}, evidence);
    const [key] = keys;
    if (key === undefined) return unknown('untold', {}, evidence);
    const outcome = judgeKey(key);
    return { ...outcome, evidence: [...evidence, ...outcome.evidence] };
  },
});
