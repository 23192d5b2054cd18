import { s3Bucket } from '../../model/kinds/s3.ts';
import { noParams } from '../../model/params.ts';
import { defineRule, fail, pass } from '../../model/rule.ts';
import { replicationRule } from '../../model/s3/examples.ts';
import { describeReplicationRule, effectiveRules, noEnabledRule } from '../../model/s3/replication.ts';

const timed = replicationRule({ replicationTimeControl: 'Enabled' });
const untimedLogs = replicationRule({ id: 'logs', priority: 2, filter: { prefix: 'logs/', tags: {} } });

export default defineRule({
  id: 's3/replication-time-control',
  title: 'Replication Time Control is on',
  rationale:
    'Without Replication Time Control S3 promises no time for replication, so a recovery point objective that rests on the replica rests on hope. With it, S3 undertakes to replicate within 15 minutes, and metrics tell when it does not. Every enabled rule that decides for some objects needs it; a bucket without such a rule does not have it. Delete markers are outside of the promise. Whether the whole bucket is replicated is the question of s3/replicated-cross-region.',
  remediation:
    'Give every rule, under Destination, `"ReplicationTime":{"Status":"Enabled","Time":{"Minutes":15}},"Metrics":{"Status":"Enabled","EventThreshold":{"Minutes":15}}`: `aws s3api get-bucket-replication --bucket {name} --query ReplicationConfiguration > replication.json`, edit the file, then `aws s3api put-bucket-replication --bucket {name} --replication-configuration file://replication.json`.',
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html'],
  severity: 'medium',
  subject: s3Bucket,
  reads: ['replication'],
  params: noParams,
  messages: {
    on: 'Replication Time Control is on: S3 undertakes to replicate within 15 minutes.',
    off: 'Replication Time Control is off for {count} of {total} replication rules in force: S3 promises no time for what they replicate.',
    none: 'No enabled replication rule.',
  },
  examples: [
    { name: 'On', facets: { replication: { rules: [timed] } }, verdict: 'pass' },
    { name: 'Off for a prefix that a stronger rule takes over', facets: { replication: { rules: [timed, untimedLogs] } }, verdict: 'fail' },
    { name: 'Not replicated', facets: {}, verdict: 'fail' },
  ],
  check: ({ facets: { replication } }) => {
    const rules = effectiveRules(replication);
    if (rules.length === 0) return fail('none', {}, noEnabledRule(replication));
    const untimed = rules.filter(({ replicationTimeControl }) => replicationTimeControl === 'Disabled');
    const evidence = (untimed.length > 0 ? untimed : rules).map((rule) => ({
      facet: 'replication',
      observed: `${describeReplicationRule(rule)}: Replication Time Control ${rule.replicationTimeControl}`,
      expected: 'Enabled',
    }));
    return untimed.length === 0 ? pass('on', {}, evidence) : fail('off', { count: untimed.length, total: rules.length }, evidence);
  },
});
