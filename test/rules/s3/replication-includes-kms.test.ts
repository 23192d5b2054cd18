import rule from '../../../rules/s3/replication-includes-kms.ts';
import { runTable } from '../harness.ts';
import { BACKUP, logsRule, OTHER, replication, replicationRule } from './fixtures.ts';

const KEY = 'arn:aws:kms:us-east-2:111122223333:key/1234abcd';
const optIn = { kmsEncryptedObjects: 'Enabled', destination: { bucket: BACKUP, replicaKmsKeyId: KEY } } as const;
const by = (algorithm: string) => ({ rules: [{ algorithm }] });
const included = replication(replicationRule(optIn));
const skipping = replication(replicationRule());

runTable(rule, [
  { name: 'opted in, default KMS', facets: { ...included, encryption: by('aws:kms') }, verdict: 'pass', says: 'included' },
  {
    name: 'opted in, encryption unread: it decides nothing',
    facets: { ...included, encryption: 'unread' },
    verdict: 'pass',
    says: 'included',
  },
  {
    name: 'default KMS without the opt-in',
    facets: { ...skipping, encryption: by('aws:kms') },
    verdict: 'fail',
    says: 'skipped',
    shows: ['skipped', 'aws:kms'],
  },
  {
    name: 'default DSSE-KMS without the opt-in',
    facets: { ...skipping, encryption: by('aws:kms:dsse') },
    verdict: 'fail',
    says: 'skipped',
  },
  {
    name: 'default SSE-S3 without the opt-in: writers may ask for KMS',
    facets: { ...skipping, encryption: by('AES256') },
    verdict: 'unknown',
    says: 'untold',
  },
  { name: 'no default without the opt-in', facets: skipping, verdict: 'unknown', says: 'untold' },
  { name: 'encryption unread without the opt-in', facets: { ...skipping, encryption: 'unread' }, verdict: 'unknown' },
  {
    name: 'opt-in without a key for the replicas',
    facets: { ...replication(replicationRule({ kmsEncryptedObjects: 'Enabled' })), encryption: by('aws:kms') },
    verdict: 'fail',
    says: 'skipped',
  },
  {
    name: 'a key for the replicas without the opt-in',
    facets: { ...replication(replicationRule({ ...optIn, kmsEncryptedObjects: 'Disabled' })), encryption: by('aws:kms') },
    verdict: 'fail',
    says: 'skipped',
  },
  {
    name: 'a stronger rule takes a prefix over and skips',
    facets: { ...replication(replicationRule(optIn), logsRule()), encryption: by('aws:kms') },
    verdict: 'fail',
    says: 'skipped',
    shows: ['logs/', '1 of 2'],
  },
  {
    name: 'a weaker rule that skips has no effect',
    facets: { ...replication(replicationRule(optIn), logsRule({ priority: 0 })), encryption: by('aws:kms') },
    verdict: 'pass',
    says: 'included',
  },
  {
    name: 'a weaker rule to another destination skips',
    facets: {
      ...replication(replicationRule(optIn), logsRule({ priority: 0, destination: { bucket: OTHER } })),
      encryption: by('aws:kms'),
    },
    verdict: 'fail',
    says: 'skipped',
    shows: ['other-backup'],
  },
  {
    name: 'a disabled rule that skips has no effect',
    facets: { ...replication(replicationRule(optIn), logsRule({ status: 'Disabled' })), encryption: by('aws:kms') },
    verdict: 'pass',
    says: 'included',
  },
  {
    name: 'the only rule is disabled',
    facets: { ...replication(replicationRule({ ...optIn, status: 'Disabled' })), encryption: by('aws:kms') },
    verdict: 'fail',
    says: 'none',
  },
  { name: 'not configured, encryption unread', facets: { encryption: 'unread' }, verdict: 'fail', says: 'none' },
  { name: 'replication unread', facets: { replication: 'unread', encryption: by('aws:kms') }, verdict: 'unknown' },
]);
