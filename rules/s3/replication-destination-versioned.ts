import { s3Bucket } from '../../model/kinds/s3.ts';
import { noParams } from '../../model/params.ts';
import { allOf, defineRule, fail, join, pass, type Subject } from '../../model/rule.ts';
import { BACKUP, replicationRule, suspended, versioned } from '../../model/s3/examples.ts';
import { effectiveRules, noEnabledRule } from '../../model/s3/replication.ts';

type Source = Subject<typeof s3Bucket, 'replication'>;
type Destination = Subject<typeof s3Bucket, 'presence' | 'versioning'>;

const destinations = ({ facets: { replication } }: Source): readonly string[] => [
  ...new Set(effectiveRules(replication).map(({ destination }) => destination.bucket)),
];

const judgePresence = ({ id, facets: { presence } }: Destination) =>
  presence.exists
    ? pass('versioned')
    : fail('missing', { bucket: id }, [{ facet: 'presence', observed: 'no such bucket', expected: 'a bucket', resource: id }]);

const judgeVersioning = ({ id, facets }: Destination) => {
  const { status } = facets.versioning;
  const evidence = [{ facet: 'versioning', observed: status, expected: 'Enabled', resource: id }];
  return status === 'Enabled' ? pass('versioned', {}, evidence) : fail('unversioned', { bucket: id, status }, evidence);
};

const replication = { rules: [replicationRule()] };
const presence = { exists: true, access: 'listed', region: 'eu-central-1' };

export default defineRule({
  id: 's3/replication-destination-versioned',
  title: 'Every destination of the replication is versioned',
  rationale:
    'S3 replicates into versioned buckets only. Where versioning of a destination is suspended later, or the bucket is deleted, objects fail to replicate one by one and nothing at the source looks wrong. Every destination of the enabled rules counts; a bucket without an enabled rule has none.',
  remediation:
    'Enable versioning of the destination, with credentials of its account: `aws s3api put-bucket-versioning --bucket DESTINATION-BUCKET --versioning-configuration Status=Enabled`. Objects that failed meanwhile need S3 Batch Replication.',
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html'],
  severity: 'high',
  subject: s3Bucket,
  reads: ['replication'],
  joins: { destinations: join(s3Bucket, ['presence', 'versioning'], destinations) },
  params: noParams,
  messages: {
    versioned: 'Every destination is versioned.',
    unversioned: 'Versioning of the destination {bucket} is {status}; it has to be Enabled.',
    missing: 'The destination {bucket} does not exist.',
    none: 'No enabled replication rule.',
  },
  examples: [
    { name: 'Enabled', facets: { replication }, joined: { [BACKUP]: { presence, versioning: versioned } }, verdict: 'pass' },
    { name: 'Suspended', facets: { replication }, joined: { [BACKUP]: { presence, versioning: suspended } }, verdict: 'fail' },
    { name: 'A bucket that does not exist', facets: { replication }, joined: { [BACKUP]: { versioning: 'unread' } }, verdict: 'fail' },
    {
      name: 'A bucket of others',
      facets: { replication },
      joined: { [BACKUP]: { presence: { ...presence, access: 'denied' }, versioning: 'unread' } },
      verdict: 'unknown',
    },
    { name: 'Not replicated', facets: {}, verdict: 'fail' },
  ],
  check: ({ facets }, { joined: { destinations } }) => {
    if (destinations.length === 0) return fail('none', {}, noEnabledRule(facets.replication));
    return allOf(destinations.flatMap((destination) => [() => judgeVersioning(destination), () => judgePresence(destination)]));
  },
});
