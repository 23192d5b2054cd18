import { type S3ReplicationRule, s3Bucket } from '../model/kinds/s3.ts';
import { defineMechanism, healthOf, type Immutability, type Protection } from '../model/protection.ts';
import { join, type Subject, unlessUnread } from '../model/rule.ts';
import { defaultsToKms } from '../model/s3/encryption.ts';
import { keptFor, lockOf } from '../model/s3/recovery.ts';
import { describeReplicationRule, effectiveRules, includesKms, wholeBucketRules } from '../model/s3/replication.ts';

type Source = Subject<typeof s3Bucket, 'versioning' | 'replication' | 'encryption'>;
type Replica = Subject<typeof s3Bucket, 'presence' | 'versioning' | 'lifecycle' | 'objectLock'>;

/** S3 Replication Time Control knows one threshold. Without it there is no promise. */
const TIME_CONTROL = 15 * 60_000;

/** Buckets that enabled rules replicate all of the source to. */
const destinations = ({ facets }: Pick<Source, 'facets'>): readonly string[] => {
  if (facets.versioning.status !== 'Enabled') return [];
  return [...new Set(wholeBucketRules(facets.replication).map(({ destination }) => destination.bucket))];
};

/**
 * Whether objects under KMS keys are no obstacle. Where a rule leaves them out and they are not the default, writers may
 * still ask for KMS object by object: then nobody can tell.
 */
const takesKms = ({ facets }: Source, rules: readonly S3ReplicationRule[]): boolean | undefined => {
  if (rules.every(includesKms)) return true;
  return defaultsToKms(facets.encryption) ? false : undefined;
};

const protection = (source: Source, rules: readonly S3ReplicationRule[], replica: Replica): Protection => {
  const { scope, facets } = replica;
  const timed = rules.every(({ replicationTimeControl }) => replicationTimeControl === 'Enabled');
  return {
    mechanism: 's3-replication',
    asset: source.id,
    location: { id: replica.id, region: scope.region ?? unlessUnread(() => facets.presence.region, undefined) },
    rpo: { design: timed ? TIME_CONTROL : undefined, observed: undefined },
    retention: { design: unlessUnread(() => keptFor(facets.lifecycle), undefined), observed: undefined },
    immutability: unlessUnread((): Immutability => lockOf(facets.objectLock), 'unknown'),
    health: healthOf([() => facets.presence.exists, () => facets.versioning.status === 'Enabled', () => takesKms(source, rules)]),
    evidence: rules.map((rule) => ({ facet: 'replication', observed: describeReplicationRule(rule) })),
  };
};

export default defineMechanism({
  id: 's3-replication',
  title: 'S3 Replication',
  asset: s3Bucket,
  reads: ['versioning', 'replication', 'encryption'],
  joins: {
    replicas: join(s3Bucket, ['presence', 'versioning', 'lifecycle', 'objectLock'], destinations),
  },
  // A replica is as good as the weakest of the rules that fill it; one that takes no objects is none.
  protections: (bucket, { joined: { replicas } }) =>
    replicas
      .map((replica) => {
        const rules = effectiveRules(bucket.facets.replication).filter(({ destination }) => destination.bucket === replica.id);
        return protection(bucket, rules, replica);
      })
      .filter(({ health }) => health !== 'degraded'),
});
