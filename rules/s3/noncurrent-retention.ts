import { s3Bucket } from '../../model/kinds/s3.ts';
import { days, params } from '../../model/params.ts';
import { allOf, defineRule, fail, pass, type Subject } from '../../model/rule.ts';
import { lifecycleRule, suspended, versioned } from '../../model/s3/examples.ts';
import { describeSpan, isPart, recoveryWindow } from '../../model/s3/lifecycle.ts';
import { counted } from '../../model/text.ts';

type Bucket = Subject<typeof s3Bucket, 'versioning' | 'lifecycle'>;

const judgeLifecycle = ({ facets: { lifecycle } }: Bucket, days: number) => {
  const window = recoveryWindow(lifecycle);
  const evidence = [{ facet: 'lifecycle', observed: describeSpan(window), expected: `at least ${counted(days, 'day')}` }];
  if (window.days === Number.POSITIVE_INFINITY) return pass('forever', {}, evidence);
  const values = { observed: counted(window.days, 'day'), days };
  if (window.days >= days) return pass('kept', values, evidence);
  return fail(isPart(window) ? 'partly' : 'short', values, evidence);
};

const judgeVersioning = ({ facets }: Bucket) => {
  const { status } = facets.versioning;
  if (status === 'Enabled') return pass('forever');
  return fail('unversioned', { status }, [{ facet: 'versioning', observed: status, expected: 'Enabled' }]);
};

const sweeping = (noncurrentDays: number) => ({ versioning: versioned, lifecycle: { rules: [lifecycleRule({ noncurrentDays })] } });

export default defineRule({
  id: 's3/noncurrent-retention',
  title: 'Overwritten and deleted versions are kept long enough',
  rationale:
    "Versioning brings back what was overwritten or deleted only until a lifecycle rule destroys the noncurrent version. Damage that is noticed after that is final. The shortest time that an enabled rule leaves counts, even where the rule speaks of a part of the bucket. NewerNoncurrentVersions does not lengthen it, because enough overwrites push any version out; nor does Object Lock, whose retention runs from a version's creation and may end before the version is replaced.",
  remediation:
    'Versioning has to be on: `aws s3api put-bucket-versioning --bucket {name} --versioning-configuration Status=Enabled`. Lengthen NoncurrentDays, or leave out the action, in every rule that is too short: `aws s3api get-bucket-lifecycle-configuration --bucket {name} --query "{Rules:Rules}" > lifecycle.json`, edit the file, then `aws s3api put-bucket-lifecycle-configuration --bucket {name} --lifecycle-configuration file://lifecycle.json`.',
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html'],
  severity: 'high',
  subject: s3Bucket,
  reads: ['versioning', 'lifecycle'],
  params: params({ days: days({ default: 30, description: 'The least number of days that a noncurrent version is kept.' }) }),
  messages: {
    forever: 'No lifecycle rule destroys noncurrent versions.',
    kept: 'Noncurrent versions are kept for at least {observed}.',
    short: 'Noncurrent versions are destroyed after {observed}; {days} are required.',
    partly: 'Noncurrent versions of a part of the bucket are destroyed after {observed}; {days} are required.',
    unversioned: 'Versioning is {status}: what is overwritten or deleted from now on is not kept.',
  },
  examples: [
    { name: '30 days', facets: sweeping(30), verdict: 'pass' },
    { name: '1 day', facets: sweeping(1), verdict: 'fail' },
    {
      name: 'Expiration only adds a delete marker',
      facets: { versioning: versioned, lifecycle: { rules: [lifecycleRule({ expirationDays: 7 })] } },
      verdict: 'pass',
    },
    { name: 'No lifecycle', facets: { versioning: versioned }, verdict: 'pass' },
    { name: 'Versioning suspended', facets: { versioning: suspended }, verdict: 'fail' },
  ],
  check: (bucket, { params: { days } }) => allOf([() => judgeLifecycle(bucket, days), () => judgeVersioning(bucket)]),
});
