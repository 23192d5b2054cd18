import { s3Bucket } from '../../model/kinds/s3.ts';
import { days, params } from '../../model/params.ts';
import { defineRule, fail, pass, type Subject, unknown } from '../../model/rule.ts';
import { lifecycleRule, suspended, versioned } from '../../model/s3/examples.ts';
import { currentLife, describeSpan, isPart, type Span, versionedLife } from '../../model/s3/lifecycle.ts';
import { counted } from '../../model/text.ts';

type Bucket = Subject<typeof s3Bucket, 'lifecycle' | 'versioning' | 'objectLock'>;

const evidenceOf = (life: Span, days: number) => ({
  facet: 'lifecycle',
  observed: describeSpan(life),
  expected: `data live at least ${counted(days, 'day')}`,
});

/** Where expiration only hides data: versioning decides whether it does. */
const judgeVersioning = ({ facets }: Bucket, current: Span, hidden: Span, days: number) => {
  const { status } = facets.versioning;
  const evidence = [{ facet: 'versioning', observed: status, expected: 'Enabled' }];
  if (status === 'Enabled') return pass('hidden', { observed: counted(current.days, 'day') }, [evidenceOf(hidden, days), ...evidence]);
  return fail('unversioned', { status, observed: counted(current.days, 'day'), days }, [evidenceOf(current, days), ...evidence]);
};

/**
 * Where lifecycle rules destroy data too early even on a versioned bucket: Object Lock holds versions against them. But its
 * default is only for versions written after it was set, and writers may choose a shorter time (inferred: AWS does not say so): then nobody can tell.
 */
const judgeLock = ({ facets }: Bucket, hidden: Span, days: number) => {
  const locked = facets.objectLock.defaultRetention?.days ?? 0;
  const evidence = evidenceOf(hidden, days);
  if (locked < days)
    return fail(isPart(hidden) ? 'partly' : 'destroyed', { observed: counted(Math.max(hidden.days, locked), 'day'), days }, [evidence]);
  const lock = { facet: 'objectLock', observed: `default retention ${locked}` };
  return unknown('locked', { observed: counted(hidden.days, 'day'), locked: counted(locked, 'day'), days }, [evidence, lock]);
};

const sweeping = (expirationDays: number, noncurrentDays: number) => ({
  lifecycle: { rules: [lifecycleRule({ expirationDays, noncurrentDays })] },
});

export default defineRule({
  id: 's3/no-early-expiration',
  title: 'Lifecycle rules destroy no data too early',
  rationale:
    'A lifecycle rule deletes data that nobody touched, without asking, and every copy that replication or a backup has made is all that is left of them. Without versioning, and on suspended buckets, Expiration destroys. On versioned buckets it only puts a delete marker on top: the data live on as noncurrent versions until NoncurrentVersionExpiration destroys them, and both times add up. The objects that are worst off count. A rule with a date goes on after that date and destroys all that is written from then on.',
  remediation:
    'Lengthen Expiration or NoncurrentVersionExpiration, or narrow their filters, in the rules that are too short: `aws s3api get-bucket-lifecycle-configuration --bucket {name} --query "{Rules:Rules}" > lifecycle.json`, edit the file, then `aws s3api put-bucket-lifecycle-configuration --bucket {name} --lifecycle-configuration file://lifecycle.json`.',
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html',
  ],
  severity: 'high',
  subject: s3Bucket,
  reads: ['lifecycle', 'versioning', 'objectLock'],
  params: params({ days: days({ default: 30, description: 'The least number of days that data live which nobody touches.' }) }),
  messages: {
    unexpired: 'No lifecycle rule expires objects.',
    late: 'Objects expire after {observed}.',
    hidden: 'Objects expire after {observed}, but live on as noncurrent versions for long enough.',
    unversioned: 'Objects are destroyed after {observed}, because versioning is {status}; {days} are required.',
    destroyed: 'Lifecycle rules destroy data after {observed} at most; {days} are required.',
    partly: 'Lifecycle rules destroy data of a part of the bucket after {observed} at most; {days} are required.',
    locked:
      'Lifecycle rules would destroy data after {observed}. Object Lock holds new versions for {locked} by default, but not those from before it or with a retention of their own: whether data go before {days} days cannot be told.',
    untold: 'A lifecycle rule expires objects at a date that cannot be read.',
  },
  examples: [
    { name: 'Expiration and noncurrent days add up', facets: { ...sweeping(7, 23), versioning: versioned }, verdict: 'pass' },
    { name: 'Together too short', facets: { ...sweeping(7, 22), versioning: versioned }, verdict: 'fail' },
    {
      name: 'Noncurrent versions are never destroyed',
      facets: { versioning: versioned, lifecycle: { rules: [lifecycleRule({ expirationDays: 7 })] } },
      verdict: 'pass',
    },
    { name: 'Expiration destroys where versioning is suspended', facets: { ...sweeping(7, 60), versioning: suspended }, verdict: 'fail' },
    { name: 'No lifecycle', facets: {}, verdict: 'pass' },
  ],
  check: (bucket, { params: { days }, takenAt }) => {
    const { lifecycle } = bucket.facets;
    const current = currentLife(lifecycle, takenAt);
    if (current.days === Number.POSITIVE_INFINITY) return pass('unexpired', {}, [evidenceOf(current, days)]);
    if (current.days >= days) return pass('late', { observed: counted(current.days, 'day') }, [evidenceOf(current, days)]);
    const hidden = versionedLife(lifecycle, takenAt);
    if (Number.isNaN(hidden.days)) return unknown('untold', {}, [evidenceOf(current, days)]);
    return hidden.days >= days ? judgeVersioning(bucket, current, hidden, days) : judgeLock(bucket, hidden, days);
  },
});
