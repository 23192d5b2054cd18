import { covered, planRule, REGION, VAULT, vault } from '../../../model/backup/examples.ts';
import type { BackupVaultDescription } from '../../../model/kinds/backup.ts';
import type { KmsMetadata } from '../../../model/kinds/kms.ts';
import rule from '../../../rules/backup/vault-encrypted-with-customer-key.ts';
import { runTable } from '../harness.ts';
import { coverageRows, settings } from './coverage.ts';

const KEY = 'arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555';
const OTHER = 'arn:aws:kms:us-west-2:111122223333:key/66666666-7777-8888-9999-000000000000';
const SECOND = 'arn:aws:backup:us-west-2:111122223333:backup-vault:Second';
const OWN: KmsMetadata = { exists: true, manager: 'CUSTOMER', state: 'Enabled' };
const MANAGED: KmsMetadata = { exists: true, manager: 'AWS', state: 'Enabled' };

const around = (description: Partial<BackupVaultDescription> | 'unread' | undefined, metadata: unknown, more = {}) =>
  covered(undefined, {
    'backup/vault': {
      [VAULT]: description === undefined ? {} : { description: description === 'unread' ? description : vault(description) },
    },
    'kms/key': { [KEY]: { metadata } },
    ...more,
  });

const under = (metadata: unknown, more = {}) => around({ encryptionKey: KEY }, metadata, more);

const twoVaults = (first: unknown, second: unknown) =>
  covered([planRule(), planRule({ id: 'rule-2', name: 'weekly', vault: 'Second' })], {
    'backup/vault': {
      [VAULT]: { description: vault({ encryptionKey: KEY }) },
      [SECOND]: { description: vault({ encryptionKey: OTHER }) },
    },
    'kms/key': { [KEY]: { metadata: first }, [OTHER]: { metadata: second } },
  });

const withoutAdvanced = settings({ DynamoDB: true, S3: true }, { DynamoDB: false });

runTable(rule, [
  ...coverageRows,
  {
    name: 'a key of the customer',
    facets: {},
    around: under(OWN),
    verdict: 'pass',
    says: 'customer',
    shows: [`What rule daily of plan plan-1 makes is kept in vault Default under the key ${KEY}, which the customer manages.`],
  },
  { name: 'the key that AWS manages, whose ARN looks the same', facets: {}, around: under(MANAGED), verdict: 'fail', says: 'managed' },
  {
    name: 'the vault calls it a key of the customer, KMS knows better',
    facets: {},
    around: around({ encryptionKey: KEY, encryptionKeyType: 'CUSTOMER_MANAGED_KMS_KEY' }, MANAGED),
    verdict: 'fail',
    says: 'managed',
  },
  {
    name: 'a key that AWS owns, and KMS is not asked',
    facets: {},
    around: around({ encryptionKey: KEY, encryptionKeyType: 'AWS_OWNED_KMS_KEY' }, 'unread'),
    verdict: 'fail',
    says: 'owned',
  },
  {
    name: 'about to be deleted',
    facets: {},
    around: under({ ...OWN, state: 'PendingDeletion' }),
    verdict: 'fail',
    says: 'unusable',
    shows: ['PendingDeletion'],
  },
  { name: 'disabled', facets: {}, around: under({ ...OWN, state: 'Disabled' }), verdict: 'fail', says: 'unusable' },
  { name: 'a state that nobody knows', facets: {}, around: under({ ...OWN, state: 'toString' }), verdict: 'unknown', says: 'untold' },
  {
    name: 'its primary moves to another Region',
    facets: {},
    around: under({ ...OWN, state: 'Updating' }),
    verdict: 'pass',
    says: 'customer',
  },
  { name: 'no such key', facets: {}, around: under(undefined), verdict: 'fail', says: 'gone', shows: ['no such key'] },
  {
    name: 'KMS does not tell who manages it',
    facets: {},
    around: under({ exists: true, state: 'Enabled' }),
    verdict: 'unknown',
    says: 'untold',
  },
  {
    name: 'KMS does not tell the state',
    facets: {},
    around: under({ exists: true, manager: 'CUSTOMER' }),
    verdict: 'unknown',
    says: 'untold',
  },
  { name: 'the vault names no key', facets: {}, around: around({}, OWN), verdict: 'unknown', says: 'untold' },
  { name: 'no such vault', facets: {}, around: around(undefined, OWN), verdict: 'fail', says: 'missing' },
  { name: 'the vault is unread', facets: {}, around: around('unread', OWN), verdict: 'unknown' },
  { name: 'the key is unread', facets: {}, around: under('unread'), verdict: 'unknown' },
  {
    name: 'both vaults',
    facets: {},
    around: twoVaults(OWN, OWN),
    verdict: 'pass',
    says: 'customer',
    shows: [KEY, OTHER],
  },
  {
    name: 'one of two vaults',
    facets: {},
    around: twoVaults(OWN, MANAGED),
    verdict: 'fail',
    says: 'managed',
    shows: ['rule weekly', 'vault Second'],
  },
  { name: 'one is unread, the other one decides', facets: {}, around: twoVaults('unread', MANAGED), verdict: 'fail', says: 'managed' },
  { name: 'one is unread, the other one is not enough', facets: {}, around: twoVaults('unread', OWN), verdict: 'unknown' },
  {
    name: 'a table without the advanced features bears its own key',
    facets: {},
    around: under(MANAGED, withoutAdvanced),
    verdict: 'not-applicable',
    says: 'sourceKey',
  },
  {
    name: 'a table of which nobody knows that',
    facets: {},
    around: under(OWN, { 'backup/region': { [REGION]: { settings: 'unread' } } }),
    verdict: 'unknown',
  },
  {
    name: 'a bucket always bears the key of the vault',
    kind: 's3/bucket',
    facets: {},
    around: under(MANAGED, { 'backup/region': { [REGION]: { settings: 'unread' } } }),
    verdict: 'fail',
    says: 'managed',
  },
]);
