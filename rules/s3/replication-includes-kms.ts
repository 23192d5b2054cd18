import { s3Bucket } from '../../model/kinds/s3.ts';
import { noParams } from '../../model/params.ts';
import { defineRule, fail, pass, unknown } from '../../model/rule.ts';
import { defaultsToKms, describeEncryption } from '../../model/s3/encryption.ts';
import { BACKUP, replicationRule } from '../../model/s3/examples.ts';
import { describeReplicationRule, effectiveRules, includesKms, noEnabledRule } from '../../model/s3/replication.ts';

const skips = { rules: [replicationRule()] };
const includes = {
  rules: [
    replicationRule({
      destination: { bucket: BACKUP, replicaKmsKeyId: 'arn:aws:kms:us-east-2:111122223333:alias/replicas' },
      kmsEncryptedObjects: 'Enabled',
    }),
  ],
};
const kms = { rules: [{ algorithm: 'aws:kms', kmsKeyId: 'arn:aws:kms:us-west-2:111122223333:alias/models' }] };
const sseS3 = { rules: [{ algorithm: 'AES256' }] };

export default defineRule({
  id: 's3/replication-includes-kms',
  title: 'Replication includes objects under KMS keys',
  rationale:
    'Replication skips objects that are encrypted with KMS keys, silently, unless the rule opts in and names a key for the replicas. Every enabled rule that decides for some objects has to opt in; a bucket without such a rule includes nothing. Where one does not, and new objects are under KMS by default, they are missing from the replica. Where the default is another one, the configuration cannot tell: writers may ask for KMS object by object.',
  remediation:
    'Give every rule `"SourceSelectionCriteria":{"SseKmsEncryptedObjects":{"Status":"Enabled"}}` and, under Destination, `"EncryptionConfiguration":{"ReplicaKmsKeyID":"KEY-ARN-IN-THE-REGION-OF-THE-DESTINATION"}`: `aws s3api get-bucket-replication --bucket {name} --query ReplicationConfiguration > replication.json`, edit the file, then `aws s3api put-bucket-replication --bucket {name} --replication-configuration file://replication.json`. The role of the replication needs kms:Decrypt on the key of the source and kms:Encrypt on that of the replicas.',
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html'],
  severity: 'high',
  subject: s3Bucket,
  reads: ['replication', 'encryption'],
  params: noParams,
  messages: {
    included: 'Replication includes objects under KMS keys.',
    skipped: 'New objects are under {algorithm} by default, and {count} of {total} replication rules in force skip such objects.',
    untold:
      '{count} of {total} replication rules in force skip objects under KMS keys. The default encryption is {algorithm}, but writers may ask for KMS: whether there are such objects cannot be told.',
    none: 'No enabled replication rule.',
  },
  examples: [
    { name: 'Opted in', facets: { replication: includes, encryption: kms }, verdict: 'pass' },
    { name: 'KMS by default, not opted in', facets: { replication: skips, encryption: kms }, verdict: 'fail' },
    { name: 'SSE-S3 by default, not opted in', facets: { replication: skips, encryption: sseS3 }, verdict: 'unknown' },
    { name: 'Not replicated', facets: { encryption: kms }, verdict: 'fail' },
  ],
  check: ({ facets }) => {
    const rules = effectiveRules(facets.replication);
    if (rules.length === 0) return fail('none', {}, noEnabledRule(facets.replication));
    const skipping = rules.filter((rule) => !includesKms(rule));
    const evidence = (skipping.length > 0 ? skipping : rules).map((rule) => ({
      facet: 'replication',
      observed: `${describeReplicationRule(rule)}: objects under KMS keys ${includesKms(rule) ? 'included' : 'skipped'}`,
      expected: 'included',
    }));
    if (skipping.length === 0) return pass('included', {}, evidence);
    const algorithm = describeEncryption(facets.encryption);
    const values = { count: skipping.length, total: rules.length, algorithm };
    const encryption = { facet: 'encryption', observed: `default ${algorithm}` };
    return defaultsToKms(facets.encryption)
      ? fail('skipped', values, [...evidence, encryption])
      : unknown('untold', values, [...evidence, encryption]);
  },
});
