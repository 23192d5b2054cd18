import { allHold } from '../../model/judge.ts';
import type { S3Lifecycle } from '../../model/kinds/s3.ts';
import { veleroRepository, veleroSchedule, veleroStorageLocation } from '../../model/kinds/velero.ts';
import { choices, params } from '../../model/params.ts';
import { defineRule, every, fail, pass, type Subject, unknown } from '../../model/rule.ts';
import { lifecycleRule, suspended, versioned } from '../../model/s3/examples.ts';
import { judgeSafety, livesBelow, type Need, REQUIREMENTS, type Required, safetyJoins, safetyMessages } from '../../model/s3/safe.ts';
import { bucket, deployment, located, location, repository, schedule, served } from '../../model/velero/examples.ts';
import { backupArea, repositoryAreas } from '../../model/velero/expiration.ts';
import {
  bucketFor,
  describeLocation,
  locationFor,
  locationPrefixes,
  providerOf,
  repositoryRoots,
  type Storage,
} from '../../model/velero/locations.ts';
import { doubtful, type Kept, retentionOf } from '../../model/velero/schedules.ts';
import { serverJoin } from '../../model/velero/server.ts';

type Scheduled = Subject<typeof veleroSchedule, 'spec'>;
type Location = Subject<typeof veleroStorageLocation, 'spec'>;
type Repository = Subject<typeof veleroRepository, 'spec'>;

const bucketsOf = (subject: Scheduled, _: Required, joined: Storage): readonly string[] => {
  const found = locationFor(subject, joined);
  const place = 'location' in found ? bucketFor(found.location) : undefined;
  return place && 'bucket' in place ? [place.bucket] : [];
};

/** How long backups are needed. */
const needOf = (kept: Kept): Need => ('unreadable' in kept ? { doubt: `its TTL "${kept.unreadable}" is no duration` } : kept);

/** Which repositories there are matters only where some rule expires something of any. */
const areasOf = (location: Location, repositories: () => readonly Repository[], takenAt: Date) => (lifecycle: S3Lifecycle) => {
  const lives = repositoryRoots(location).map((prefix) => livesBelow(lifecycle, prefix, takenAt));
  const isTouched = lives.some(({ possible }) => possible.days !== Number.POSITIVE_INFINITY);
  return [backupArea(location), ...(isTouched ? repositoryAreas(location, repositories()) : [])];
};

const messages = {
  ...safetyMessages('backups'),
  protected:
    'Bucket {bucket} of storage location {location} is protected ({how}), and no lifecycle rule deletes backups before their time.',
  missing: 'Storage location {missing} does not exist.',
  doubtful: 'Which storage location it has cannot be told: {doubt}.',
  elsewhere: 'How storage location {location} is protected cannot be told: {doubt}.',
};
type Message = keyof typeof messages;

const around = (facets: Parameters<typeof bucket>[0] = {}) => ({
  ...served(deployment()),
  ...located(),
  ...bucket(facets),
  'velero/repository': repository('mlops'),
});

const expiring = (expirationDays: number, prefix = '') => ({
  lifecycle: { rules: [lifecycleRule({ expirationDays, filter: { prefix, tags: {} } })] },
});

export default defineRule({
  id: 'velero/location-protected',
  title: 'The bucket of a storage location keeps backups safe',
  rationale:
    'All backups of a cluster lie in one bucket, and Velero itself may delete there. Without versioning a mistake or an intruder with its credentials destroys all of them at once; with it, what is deleted can be brought back until noncurrent versions expire (s3/noncurrent-retention). Object Lock keeps anybody from deleting versions before the end of their retention; its default has to last as long as backups are kept. Objects of repositories are needed for longer than that, since later backups build upon them: no default retention covers those for good. Replication keeps a copy in another bucket; whether that is in another Region is asked by s3/replicated-cross-region. What is required is chosen. Lifecycle rules that delete current objects are judged in any case: below `backups/` none may be shorter than the TTL, and below `kopia/` and `restic/` none may expire anything, for Velero reads current versions only. The location is followed to its bucket if it is in S3 of AWS; the verdict is unknown for other storage, and where no target of the scan may read the bucket.',
  remediation:
    'Enable versioning: `aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration Status=Enabled`. Set a default retention on a bucket with Object Lock: `aws s3api put-object-lock-configuration --bucket BUCKET --object-lock-configuration \'{"ObjectLockEnabled":"Enabled","Rule":{"DefaultRetention":{"Mode":"COMPLIANCE","Days":30}}}\'`. Take the prefixes of Velero out of lifecycle rules that expire objects: `aws s3api get-bucket-lifecycle-configuration --bucket BUCKET --query "{Rules:Rules}" > lifecycle.json`, edit the file, then `aws s3api put-bucket-lifecycle-configuration --bucket BUCKET --lifecycle-configuration file://lifecycle.json`.',
  references: [
    'https://velero.io/docs/main/api-types/backupstoragelocation/',
    'https://velero.io/docs/main/file-system-backup/',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html',
  ],
  severity: 'high',
  subject: veleroSchedule,
  reads: ['spec'],
  joins: {
    servers: serverJoin,
    locations: every(veleroStorageLocation, ['spec'], 'cluster'),
    repositories: every(veleroRepository, ['spec'], 'cluster'),
    ...safetyJoins(bucketsOf),
  },
  params: params({
    require: choices(REQUIREMENTS, {
      default: ['versioning'],
      description: 'What the bucket must have: versioning, Object Lock with a default retention of at least the TTL, replication.',
    }),
  }),
  messages,
  examples: [
    { name: 'Versioned', facets: schedule(), around: around({ versioning: versioned }), verdict: 'pass' },
    { name: 'Versioning is suspended', facets: schedule(), around: around({ versioning: suspended }), verdict: 'fail' },
    {
      name: 'Backups are kept for a week, and deleted after five days',
      facets: schedule(),
      around: around({ versioning: versioned, ...expiring(5) }),
      verdict: 'fail',
    },
    {
      name: 'What repositories hold is deleted after a year',
      facets: schedule(),
      around: around({ versioning: versioned, ...expiring(365, 'kopia/') }),
      verdict: 'fail',
    },
    {
      name: 'Not in S3',
      facets: schedule(),
      around: { ...around(), ...located(location({ spec: { provider: 'gcp' } })) },
      verdict: 'unknown',
    },
    {
      name: 'A bucket that nobody may read',
      facets: schedule(),
      around: { ...around(), ...bucket({ presence: 'unread' }) },
      verdict: 'unknown',
    },
  ],
  check: (subject, { params: { require }, joined, takenAt }) => {
    const found = locationFor(subject, joined);
    if ('doubt' in found) return doubtful('doubtful', found.doubt);
    if ('missing' in found) return fail('missing', found, [{ facet: 'spec', observed: found.missing, expected: 'a location that exists' }]);
    const { location } = found;
    const place = bucketFor(location);
    const values = { location: describeLocation(location), bucket: location.facets.spec.bucket ?? '', how: require.join(', ') };
    const evidence = [{ facet: 'spec', observed: `bucket: ${values.bucket}, provider: ${providerOf(location)}`, resource: location.id }];
    if ('doubt' in place) return unknown('elsewhere', { ...values, ...place }, evidence);
    const kept = {
      bucket: place.bucket,
      prefixes: locationPrefixes(location),
      areas: areasOf(location, () => joined.repositories, takenAt),
      need: () => needOf(retentionOf(subject, joined)),
      takenAt,
    };
    return allHold<Message>([() => judgeSafety(joined, kept), () => pass('protected', values, evidence)]);
  },
});
