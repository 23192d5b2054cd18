import { type S3PublicAccessBlock, s3Bucket } from '../../model/kinds/s3.ts';
import { noParams } from '../../model/params.ts';
import { defineRule, fail, pass } from '../../model/rule.ts';

const SETTINGS: readonly (readonly [keyof S3PublicAccessBlock, string])[] = [
  ['blockPublicAcls', 'BlockPublicAcls'],
  ['ignorePublicAcls', 'IgnorePublicAcls'],
  ['blockPublicPolicy', 'BlockPublicPolicy'],
  ['restrictPublicBuckets', 'RestrictPublicBuckets'],
];

const all = { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true };

export default defineRule({
  id: 's3/public-access-blocked',
  title: 'The bucket blocks public access',
  rationale:
    'A backup holds everything that the original holds, and is watched by nobody. The four settings of the bucket itself keep any policy or ACL from making it public, whatever happens to the settings of the account: those are not read here, so a bucket that relies on them alone fails.',
  remediation:
    'Switch on all four: `aws s3api put-public-access-block --bucket {name} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`.',
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html'],
  severity: 'high',
  subject: s3Bucket,
  reads: ['publicAccessBlock'],
  params: noParams,
  messages: {
    blocked: 'The bucket blocks public access.',
    open: 'The bucket does not block public access: {settings} off.',
  },
  examples: [
    { name: 'All four', facets: { publicAccessBlock: all }, verdict: 'pass' },
    { name: 'All but one', facets: { publicAccessBlock: { ...all, restrictPublicBuckets: false } }, verdict: 'fail' },
    { name: 'Not configured', facets: {}, verdict: 'fail' },
  ],
  check: ({ facets: { publicAccessBlock } }) => {
    const off = SETTINGS.filter(([setting]) => !publicAccessBlock[setting]).map(([, name]) => name);
    const observed = off.length === 0 ? 'all four on' : `off: ${off.join(', ')}`;
    const evidence = [{ facet: 'publicAccessBlock', observed, expected: 'all four on' }];
    return off.length === 0
      ? pass('blocked', {}, evidence)
      : fail('open', { settings: `${off.join(', ')} ${off.length === 1 ? 'is' : 'are'}` }, evidence);
  },
});
