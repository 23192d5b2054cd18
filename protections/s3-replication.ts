import { type S3ReplicationRule, s3Bucket } from '../model/kinds/s3.ts';
import { defineMechanism, type Immutability, type Protection } from '../model/protection.ts';
import { join, type Subject, unlessUnread } from '../model/rule.ts';
import { keptFor, lockOf } from '../model/s3/recovery.ts';
import { describeReplicationRule, wholeBucketRules } from '../model/s3/replication.ts';

type Source = Subject<typeof s3Bucket, 'versioning' | 'replication'>;
type Replica = Subject<typeof s3Bucket, 'presence' | 'versioning' | 'lifecycle' | 'objectLock'>;

/** S3 Replication Time Control knows one threshold. Without it there is no promise. */
const TIME_CONTROL = 15 * 60_000;

/** Objects arrive only where versioning is on. */
const healthOf = ({ facets }: Replica): Protection['health'] =>
  unlessUnread(() => (facets.versioning.status === 'Enabled' ? ('healthy' as const) : ('degraded' as const)), 'unknown');

const protection = ({ id }: Source, rule: S3ReplicationRule, replica: Replica): Protection => {
  const { scope, facets } = replica;
  return {
    mechanism: 's3-replication',
    asset: id,
    location: { id: replica.id, region: scope.region ?? unlessUnread(() => facets.presence.region, undefined) },
    rpo: { design: rule.replicationTimeControl === 'Enabled' ? TIME_CONTROL : undefined, observed: undefined },
    retention: { design: unlessUnread(() => keptFor(facets.lifecycle), undefined), observed: undefined },
    immutability: unlessUnread((): Immutability => lockOf(facets.objectLock), 'unknown'),
    health: healthOf(replica),
    evidence: [{ facet: 'replication', observed: describeReplicationRule(rule) }],
  };
};

const rulesInForce = ({ facets: { versioning, replication } }: Source): readonly S3ReplicationRule[] =>
  versioning.status === 'Enabled' ? wholeBucketRules(replication) : [];

const takesObjects = (replica: Replica): boolean => replica.facets.presence.exists && healthOf(replica) !== 'degraded';

export default defineMechanism({
  id: 's3-replication',
  title: 'S3 Replication',
  asset: s3Bucket,
  reads: ['versioning', 'replication'],
  joins: {
    replicas: join(s3Bucket, ['presence', 'versioning', 'lifecycle', 'objectLock'], (bucket: Source) => [
      ...new Set(rulesInForce(bucket).map(({ destination }) => destination.bucket)),
    ]),
  },
  protections: (bucket, { joined: { replicas } }) =>
    rulesInForce(bucket).flatMap((rule) =>
      replicas.filter((replica) => replica.id === rule.destination.bucket && takesObjects(replica)).map((replica) => protection(bucket, rule, replica)),
    ),
});
