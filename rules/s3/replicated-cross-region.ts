import { Type } from 'typebox';
import { type S3ReplicationRule, s3Bucket } from '../../model/kinds/s3.ts';
import { nameGlob, params } from '../../model/params.ts';
import { allOf, anyOf, defineRule, fail, join, pass, type Subject, unknown } from '../../model/rule.ts';
import { type Destination, isForeign, regionOf } from '../../model/s3/destination.ts';
import { BACKUP, replicationRule, versioned } from '../../model/s3/examples.ts';
import {
  describeReplicationRule,
  destinationName,
  isEnabled,
  noEnabledRule,
  replicatesTo,
  wholeBucketRules,
} from '../../model/s3/replication.ts';

type Source = Subject<typeof s3Bucket, 'versioning' | 'replication'>;

const candidates = ({ facets: { replication } }: Source, glob: string): readonly S3ReplicationRule[] =>
  wholeBucketRules(replication).filter((rule) => replicatesTo(glob, rule));

const judgeRegion = ({ scope }: Source, bucket: string, destination: Destination) => {
  const region = regionOf(destination);
  const expected = `another Region than ${scope.region ?? 'that of the source, which is not known'}`;
  const evidence = [{ facet: 'presence', observed: `Region ${region ?? 'not known'}`, expected, resource: destination.id }];
  if (scope.region === undefined || region === undefined) return unknown('regionUntold', { bucket }, evidence);
  return region === scope.region ? fail('sameRegion', { bucket, region }, evidence) : pass('replicated', { bucket, region }, evidence);
};

const judgePresence = (bucket: string, { id, facets: { presence } }: Destination) =>
  presence.exists
    ? pass('replicated')
    : fail('missing', { bucket }, [{ facet: 'presence', observed: 'no such bucket', expected: 'a bucket', resource: id }]);

const judgeAccount = ({ scope }: Source, bucket: string, declared: string | undefined, destination: Destination) => {
  const foreign = isForeign(scope.account, declared, destination);
  const observed = foreign === undefined ? 'owner not known' : 'owned by the account of the source';
  const evidence = [{ facet: 'presence', observed, expected: 'owned by another account', resource: destination.id }];
  if (foreign === undefined) return unknown('accountUntold', { bucket }, evidence);
  return foreign ? pass('replicated') : fail('sameAccount', { bucket }, evidence);
};

const judgeRule = (source: Source, rule: S3ReplicationRule, destination: Destination, crossAccount: boolean) => {
  const bucket = destinationName(rule);
  const outcome = allOf<Message>([
    () => judgeRegion(source, bucket, destination),
    () => judgePresence(bucket, destination),
    ...(crossAccount ? [() => judgeAccount(source, bucket, rule.destination.account, destination)] : []),
  ]);
  return { ...outcome, evidence: [{ facet: 'replication', observed: `${describeReplicationRule(rule)}: Enabled` }, ...outcome.evidence] };
};

/** Why no rule comes into question. */
const judgeCoverage = ({ facets: { replication } }: Source, glob: string) => {
  const enabled = replication.rules.filter(isEnabled);
  if (enabled.length === 0) return fail('none', {}, noEnabledRule(replication));
  const evidence = enabled.map((rule) => ({
    facet: 'replication',
    observed: `${describeReplicationRule(rule)}: Enabled`,
    expected: `the whole bucket to ${glob}`,
  }));
  return enabled.some((rule) => replicatesTo(glob, rule))
    ? fail('partial', {}, evidence)
    : fail('elsewhere', { destination: glob }, evidence);
};

const judgeVersioning = ({ facets }: Source) => {
  const { status } = facets.versioning;
  if (status === 'Enabled') return pass('replicated');
  return fail('unversioned', { status }, [{ facet: 'versioning', observed: status, expected: 'Enabled' }]);
};

const messages = {
  replicated: 'Replication of the whole bucket to {bucket} in {region} is configured.',
  none: 'No enabled replication rule.',
  elsewhere: 'No enabled rule replicates to {destination}.',
  partial: 'The enabled rules replicate parts of the bucket only; one has to cover all of it.',
  missing: 'The destination {bucket} does not exist.',
  sameRegion: 'The destination {bucket} is in {region}, too; it has to be in another Region.',
  sameAccount: 'The destination {bucket} belongs to the same account; it has to belong to another one.',
  regionUntold: 'Whether {bucket} is in another Region cannot be told: one of the Regions is not known.',
  accountUntold: 'Whether {bucket} belongs to another account cannot be told: the rule does not name its owner.',
  unversioned: 'Versioning is {status}: nothing is replicated; it has to be Enabled.',
};
type Message = keyof typeof messages;

const twoRegions = { versioning: versioned, replication: { rules: [replicationRule()] } };

export default defineRule({
  id: 's3/replicated-cross-region',
  title: 'The whole bucket is replicated to another Region',
  rationale:
    'A bucket lives in one Region; what makes the Region unavailable makes the bucket unavailable. One enabled rule over the whole bucket has to replicate to a bucket that exists in another Region. Rules for prefixes, however many, cannot be shown to cover the keys to come. The verdict speaks of the configuration: objects from before it, objects that the role may not read, and a backlog are not seen. Whether the destination takes the objects and whether objects under KMS keys are included are the questions of s3/replication-destination-versioned and s3/replication-includes-kms.',
  remediation:
    'With versioning enabled on both buckets, replicate the whole bucket: `aws s3api put-bucket-replication --bucket {name} --replication-configuration \'{"Role":"arn:aws:iam::{account}:role/REPLICATION-ROLE","Rules":[{"ID":"all","Status":"Enabled","Priority":1,"Filter":{},"DeleteMarkerReplication":{"Status":"Enabled"},"Destination":{"Bucket":"arn:aws:s3:::DESTINATION-BUCKET"}}]}\'`. This replaces the rules that are there. Objects that exist already need S3 Batch Replication.',
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html',
  ],
  severity: 'high',
  subject: s3Bucket,
  reads: ['versioning', 'replication'],
  joins: {
    destinations: join(s3Bucket, ['presence'], (bucket: Source, { destination }: { destination: string }) => [
      ...new Set(candidates(bucket, destination).map((rule) => rule.destination.bucket)),
    ]),
  },
  params: params({
    destination: nameGlob({
      default: '*',
      description: 'Name or ARN of the bucket that must hold the replica; `*` and `?` are wildcards.',
    }),
    crossAccount: Type.Boolean({ default: false, description: 'Whether the replica must be in another account.' }),
  }),
  messages,
  examples: [
    {
      name: 'To another Region',
      facets: twoRegions,
      joined: { [BACKUP]: { presence: { exists: true, access: 'listed', region: 'eu-central-1' } } },
      verdict: 'pass',
    },
    { name: 'To a bucket that does not exist', facets: twoRegions, joined: { [BACKUP]: {} }, verdict: 'fail' },
    {
      name: 'A prefix only',
      facets: { versioning: versioned, replication: { rules: [replicationRule({ filter: { prefix: 'logs/', tags: {} } })] } },
      verdict: 'fail',
    },
    { name: 'Not to the bucket that is required', facets: twoRegions, params: { destination: 'vault-*' }, verdict: 'fail' },
    {
      name: 'To a bucket that could not be looked at',
      facets: twoRegions,
      joined: { [BACKUP]: { presence: 'unread' } },
      verdict: 'unknown',
    },
  ],
  check: (bucket, { params: { destination, crossAccount }, joined }) => {
    const judgeReplication = () => {
      const judgements = candidates(bucket, destination).flatMap((rule) =>
        joined.destinations
          .filter(({ id }) => id === rule.destination.bucket)
          .map((found) => () => judgeRule(bucket, rule, found, crossAccount)),
      );
      return judgements.length === 0 ? judgeCoverage(bucket, destination) : anyOf<Message>(judgements);
    };
    return allOf<Message>([judgeReplication, () => judgeVersioning(bucket)]);
  },
});
