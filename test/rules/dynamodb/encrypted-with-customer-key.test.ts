import { described, KEY } from '../../../model/dynamodb/examples.ts';
import rule from '../../../rules/dynamodb/encrypted-with-customer-key.ts';
import { type Row, runTable } from '../harness.ts';

const encrypted = described({ encryption: { type: 'KMS', keyArn: KEY } });
const key = (metadata: unknown): Pick<Row, 'facets' | 'around'> => ({ facets: encrypted, around: { 'kms/key': { [KEY]: { metadata } } } });
const customer = (state: string) => key({ exists: true, manager: 'CUSTOMER', state });

const unusable: readonly Row[] = ['Disabled', 'PendingDeletion', 'PendingImport', 'Unavailable'].map((state) => ({
  name: `a key of the customer that is ${state}`,
  ...customer(state),
  verdict: 'fail',
  says: 'unusable',
  shows: [KEY, state],
}));

runTable(rule, [
  ...unusable,
  {
    name: 'a key of the customer',
    ...customer('Enabled'),
    verdict: 'pass',
    says: 'customer',
    shows: [KEY, 'managed by CUSTOMER, Enabled'],
  },
  {
    name: 'the key that AWS manages, by an ARN like any other',
    ...key({ exists: true, manager: 'AWS', state: 'Enabled' }),
    verdict: 'fail',
    says: 'aws',
    shows: [KEY],
  },
  { name: 'a key that is gone', ...key({ exists: false }), verdict: 'fail', says: 'missing', shows: ['no such key'] },
  { name: 'nobody tells who manages the key', ...key({ exists: true, state: 'Enabled' }), verdict: 'unknown', says: 'untold' },
  { name: 'nobody tells the state of the key', ...key({ exists: true, manager: 'CUSTOMER' }), verdict: 'unknown', says: 'untold' },
  { name: 'the key that DynamoDB owns', facets: described(), verdict: 'fail', says: 'owned', shows: ['AWS_OWNED'] },
  { name: 'KMS without a key', facets: described({ encryption: { type: 'KMS' } }), verdict: 'unknown', says: 'untold' },
  { name: 'the key could not be looked at', ...key('unread'), verdict: 'unknown' },
  { name: 'the key is not in the inventory', facets: encrypted, verdict: 'unknown' },
  { name: 'unread', facets: { description: 'unread' }, verdict: 'unknown' },
]);
