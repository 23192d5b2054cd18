import { humanDuration } from '../../model/duration.ts';
import { allHold } from '../../model/judge.ts';
import { s3Bucket } from '../../model/kinds/s3.ts';
import { veleroRepository, veleroSchedule, veleroStorageLocation } from '../../model/kinds/velero.ts';
import { choices, params } from '../../model/params.ts';
import { defineRule, every, fail, join, type Outcome, pass, type Subject, unknown } from '../../model/rule.ts';
import { lifecycleRule, suspended, versioned } from '../../model/s3/examples.ts';
import { covers, describeFilter } from '../../model/s3/filter.ts';
import { describeSpan } from '../../model/s3/lifecycle.ts';
import { describeReplicationRule, destinationName, isEnabled } from '../../model/s3/replication.ts';
import { counted } from '../../model/text.ts';
import { bucket, deployment, located, location, repository, schedule, served } from '../../model/velero/examples.ts';
import { type Area, backupArea, livesBelow, repositoryAreas } from '../../model/velero/expiration.ts';
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

const DAY = 86_400_000;

type Scheduled = Subject<typeof veleroSchedule, 'spec'>;
type Location = Subject<typeof veleroStorageLocation, 'spec'>;
type Repository = Subject<typeof veleroRepository, 'spec'>;

const REQUIREMENTS = ['versioning', 'lock', 'replication'] as const;
type Requirement = (typeof REQUIREMENTS)[number];

interface Wanted {
  readonly require: readonly Requirement[];
}

const bucketsOf = (subject: Scheduled, joined: Storage): readonly string[] => {
  const found = locationFor(subject, joined);
  const place = 'location' in found ? bucketFor(found.location) : undefined;
  return place && 'bucket' in place ? [place.bucket] : [];
};

/** Facets of the bucket that are looked at only where something is required of them. */
const required = <const N extends 'versioning' | 'objectLock' | 'replication'>(facet: N, requirement: Requirement) =>
  join(s3Bucket, [facet], (subject: Scheduled, { require }: Wanted, joined: Storage) =>
    require.includes(requirement) ? bucketsOf(subject, joined) : [],
  );

type Bucket<N extends keyof (typeof s3Bucket)['facets']> = Subject<typeof s3Bucket, N>;

/** What is asked of a bucket, and what that takes. */
interface Question {
  readonly location: Location;
  readonly kept: () => Kept;
  readonly repositories: () => readonly Repository[];
  readonly takenAt: Date;
}

const judgePresence = ({ id, name, facets: { presence } }: Bucket<'presence'>): Outcome<Message> => {
  const evidence = [{ facet: 'presence', observed: presence.exists ? 'exists' : 'no such bucket', expected: 'a bucket', resource: id }];
  return presence.exists ? pass('protected', {}, evidence) : fail('missingBucket', { bucket: name }, evidence);
};

const judgeVersioning = ({ id, name, facets: { versioning } }: Bucket<'versioning'>): Outcome<Message> => {
  const { status } = versioning;
  const evidence = [{ facet: 'versioning', observed: status, expected: 'Enabled', resource: id }];
  return status === 'Enabled' ? pass('protected', {}, evidence) : fail('unversioned', { bucket: name, status }, evidence);
};

/** How long backups are needed, in milliseconds; or why nobody can tell. */
const needOf = (kept: Kept): { readonly ttl: number } | { readonly doubt: string } =>
  'unreadable' in kept ? { doubt: `its TTL "${kept.unreadable}" is no duration` } : kept;

const judgeLock = ({ id, name, facets: { objectLock } }: Bucket<'objectLock'>, { kept }: Question): Outcome<Message> => {
  const { mode, days = 0 } = objectLock.defaultRetention ?? {};
  const observed = mode === undefined ? 'no default retention' : `default retention ${mode}, ${counted(days, 'day')}`;
  const evidence = [{ facet: 'objectLock', observed, expected: 'a default retention of at least the TTL', resource: id }];
  if (mode === undefined) return fail('unlocked', { bucket: name }, evidence);
  const need = needOf(kept());
  if ('doubt' in need) return unknown('ttlUntold', need, evidence);
  const values = { bucket: name, days: counted(days, 'day'), ttl: humanDuration(Math.max(0, need.ttl)) };
  return days * DAY >= need.ttl ? pass('protected', values, evidence) : fail('lockedBriefly', values, evidence);
};

const judgeReplication = ({ id, name, facets }: Bucket<'replication'>, { location }: Question): Outcome<Message> => {
  const prefixes = locationPrefixes(location);
  const part = prefixes.map((prefix) => describeFilter({ prefix, tags: {} })).join(' and ');
  const enabled = facets.replication.rules.filter(isEnabled);
  const rule = enabled.find(({ filter }) => prefixes.every((one) => covers(filter, { prefix: one, tags: {} })));
  const observed = enabled.map(describeReplicationRule).join('; ') || 'no enabled rule';
  const evidence = [{ facet: 'replication', observed, expected: `one over ${part}`, resource: id }];
  const values = { bucket: name, part };
  return rule ? pass('protected', { ...values, to: destinationName(rule) }, evidence) : fail('unreplicated', values, evidence);
};

const judgeArea = ({ id, name, facets }: Bucket<'lifecycle'>, area: Area, { kept, takenAt }: Question): Outcome<Message> => {
  const { sure, possible } = livesBelow(facets.lifecycle, area.prefix, takenAt);
  const evidence = [
    { facet: 'lifecycle', observed: describeSpan(possible), expected: `nothing below "${area.prefix}" expires too early`, resource: id },
  ];
  if (possible.days === Number.POSITIVE_INFINITY) return pass('protected', {}, evidence);
  const need = area.isShared ? { ttl: Number.POSITIVE_INFINITY } : needOf(kept());
  if ('doubt' in need) return unknown('ttlUntold', need, evidence);
  const values = { bucket: name, prefix: area.prefix, days: counted(sure.days, 'day') };
  if (sure.days * DAY < need.ttl) return fail(area.isShared ? 'repositoryExpires' : 'expires', values, evidence);
  return possible.days * DAY >= need.ttl ? pass('protected', {}, evidence) : unknown('mayExpire', values, evidence);
};

/** Which repositories there are matters only where some rule expires something of any. */
const judgeLifecycle = (bucket: Bucket<'lifecycle'>, question: Question): Outcome<Message> => {
  const { location, repositories, takenAt } = question;
  const lives = repositoryRoots(location).map((prefix) => livesBelow(bucket.facets.lifecycle, prefix, takenAt));
  const isTouched = lives.some(({ possible }) => possible.days !== Number.POSITIVE_INFINITY);
  const areas = [backupArea(location), ...(isTouched ? repositoryAreas(location, repositories()) : [])];
  return allHold<Message>(areas.map((area) => () => judgeArea(bucket, area, question)));
};

const messages = {
  protected:
    'Bucket {bucket} of storage location {location} is protected ({how}), and no lifecycle rule deletes backups before their time.',
  missing: 'Storage location {missing} does not exist.',
  doubtful: 'Which storage location it has cannot be told: {doubt}.',
  elsewhere: 'How storage location {location} is protected cannot be told: {doubt}.',
  missingBucket: 'The bucket {bucket} of its storage location does not exist.',
  unversioned: 'Versioning of bucket {bucket} is {status}: what is deleted or overwritten in it is gone.',
  unlocked: 'Object Lock of bucket {bucket} has no default retention: whoever may delete there deletes backups.',
  lockedBriefly: 'Object Lock of bucket {bucket} holds objects for {days} by default, and backups are kept for {ttl}.',
  unreplicated: 'No enabled replication rule of bucket {bucket} covers {part}.',
  expires: 'A lifecycle rule of bucket {bucket} deletes backups (below "{prefix}") after {days}, before their TTL has run out.',
  repositoryExpires:
    'A lifecycle rule of bucket {bucket} deletes objects of a repository (below "{prefix}") after {days}: every backup that builds upon them is lost.',
  mayExpire:
    'Lifecycle rules of bucket {bucket} may delete backups (below "{prefix}") too early: they ask for tags, or for a date that cannot be read.',
  ttlUntold: 'How long backups are kept cannot be told: {doubt}.',
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
    buckets: join(s3Bucket, ['presence', 'lifecycle'], (subject: Scheduled, _: Wanted, joined: Storage) => bucketsOf(subject, joined)),
    versioned: required('versioning', 'versioning'),
    locked: required('objectLock', 'lock'),
    replicated: required('replication', 'replication'),
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
    const question = { location, kept: () => retentionOf(subject, joined), repositories: () => joined.repositories, takenAt };
    return allHold<Message>([
      ...joined.buckets.map((one) => () => judgePresence(one)),
      ...joined.versioned.map((one) => () => judgeVersioning(one)),
      ...joined.locked.map((one) => () => judgeLock(one, question)),
      ...joined.replicated.map((one) => () => judgeReplication(one, question)),
      ...joined.buckets.map((one) => () => judgeLifecycle(one, question)),
      () => pass('protected', values, evidence),
    ]);
  },
});
