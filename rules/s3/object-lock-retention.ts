import { s3Bucket } from '../../model/kinds/s3.ts';
import { choice, days, params } from '../../model/params.ts';
import { defineRule, fail, pass } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';

const locked = (mode: 'GOVERNANCE' | 'COMPLIANCE', days: number) => ({ objectLock: { enabled: true, defaultRetention: { mode, days } } });

export default defineRule({
  id: 's3/object-lock-retention',
  title: 'Object Lock retains new versions by default',
  rationale:
    'Whoever steals the keys of an administrator deletes the backups first. Object Lock keeps versions from being destroyed before their time: in governance mode by all but those with a special permission, in compliance mode by everybody, the root user included. Object Lock without a default retention protects only what writers lock themselves. A default holds for versions that are written after it was set; years count 365 days.',
  remediation:
    'On a versioned bucket: `aws s3api put-object-lock-configuration --bucket {name} --object-lock-configuration \'{"ObjectLockEnabled":"Enabled","Rule":{"DefaultRetention":{"Mode":"GOVERNANCE","Days":30}}}\'`, with the mode and the days that the policy asks for. A retention in compliance mode cannot be shortened by anybody.',
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html',
  ],
  severity: 'high',
  subject: s3Bucket,
  reads: ['objectLock'],
  params: params({
    mode: choice(['governance', 'compliance'], {
      default: 'governance',
      description: 'The least that will do: compliance is more than governance.',
    }),
    days: days({ default: 30, description: 'The least number of days that a new version is retained.' }),
  }),
  messages: {
    retained: 'New versions are retained for {observed} in {mode} mode.',
    off: 'Object Lock is not enabled.',
    noDefault: 'Object Lock is enabled without a default retention: it protects only what writers lock themselves.',
    governance: 'The default retention is in governance mode, which can be bypassed; compliance mode is required.',
    short: 'New versions are retained for {observed}; {days} are required.',
  },
  examples: [
    { name: 'Governance for 30 days', facets: locked('GOVERNANCE', 30), verdict: 'pass' },
    { name: 'Too short', facets: locked('COMPLIANCE', 29), verdict: 'fail' },
    { name: 'Governance is not enough', facets: locked('GOVERNANCE', 365), params: { mode: 'compliance' }, verdict: 'fail' },
    { name: 'No default', facets: { objectLock: { enabled: true } }, verdict: 'fail' },
    { name: 'Not enabled', facets: {}, verdict: 'fail' },
  ],
  check: ({ facets: { objectLock } }, { params: { mode, days } }) => {
    const { enabled, defaultRetention: retention } = objectLock;
    const observed = retention
      ? `${retention.mode}, ${counted(retention.days, 'day')}`
      : enabled
        ? 'enabled, no default retention'
        : 'not enabled';
    const evidence = [
      {
        facet: 'objectLock',
        observed,
        expected: `${mode === 'compliance' ? 'COMPLIANCE' : 'GOVERNANCE or COMPLIANCE'}, at least ${counted(days, 'day')}`,
      },
    ];
    if (!enabled) return fail('off', {}, evidence);
    if (!retention) return fail('noDefault', {}, evidence);
    if (mode === 'compliance' && retention.mode === 'GOVERNANCE') return fail('governance', {}, evidence);
    const values = { observed: counted(retention.days, 'day'), days, mode: retention.mode.toLowerCase() };
    return retention.days >= days ? pass('retained', values, evidence) : fail('short', values, evidence);
  },
});
