import { s3Bucket } from '../../model/kinds/s3.ts';
import { choice, params } from '../../model/params.ts';
import { defineRule, fail, pass, unknown } from '../../model/rule.ts';
import { replicationRule } from '../../model/s3/examples.ts';
import {
  deleteMarkerFate,
  describeReplicationRule,
  effectiveRules,
  noEnabledRule,
  replicatesDeleteMarkers,
} from '../../model/s3/replication.ts';

const replicating = { rules: [replicationRule()] };
const keeping = { rules: [replicationRule({ deleteMarkers: 'Disabled' })] };

export default defineRule({
  id: 's3/replication-delete-markers',
  title: 'Delete markers are replicated, or kept from the replica, as the policy says',
  rationale:
    'Whether a delete reaches the replica is a choice that has to be made knowingly: where delete markers are replicated, the replica shows what the source shows and can take its place; where they are not, a mass deletion at the source leaves the replica as it was. Each object follows the strongest rule that speaks of it; rules of the first schema replicate markers always, rules with tags never. A bucket without an enabled rule has no replica, and fails either way.',
  remediation:
    'Set `"DeleteMarkerReplication":{"Status":"Enabled"}` (or Disabled) in every rule that covers the bucket; rules without Filter need `"Filter":{}` and `"Priority":1` first: `aws s3api get-bucket-replication --bucket {name} --query ReplicationConfiguration > replication.json`, edit the file, then `aws s3api put-bucket-replication --bucket {name} --replication-configuration file://replication.json`.',
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html'],
  severity: 'medium',
  subject: s3Bucket,
  reads: ['replication'],
  params: params({
    expect: choice(['replicated', 'kept'], {
      default: 'replicated',
      description: 'replicated: those of all objects reach a destination. kept: those of no object reach any.',
    }),
  }),
  messages: {
    asExpected: 'Delete markers are {expect}, as required.',
    replicated: 'Delete markers are replicated; they have to be kept from the replica.',
    partly: 'Delete markers of some objects only are replicated; they have to be {expect}.',
    kept: 'Delete markers are not replicated; they have to be.',
    untold:
      'Rules with tags take objects over from the rule that replicates delete markers. What becomes of their markers is not documented.',
    none: 'No enabled replication rule.',
  },
  examples: [
    { name: 'Replicated', facets: { replication: replicating }, verdict: 'pass' },
    { name: 'Not replicated', facets: { replication: keeping }, verdict: 'fail' },
    { name: 'Kept, as required', facets: { replication: keeping }, params: { expect: 'kept' }, verdict: 'pass' },
    {
      name: 'Replicated by a rule of the first schema',
      facets: { replication: { rules: [replicationRule({ schema: 'V1' })] } },
      params: { expect: 'kept' },
      verdict: 'fail',
    },
  ],
  check: ({ facets: { replication } }, { params: { expect } }) => {
    const rules = effectiveRules(replication);
    if (rules.length === 0) return fail('none', {}, noEnabledRule(replication));
    const fate = deleteMarkerFate(rules);
    const evidence = rules.map((rule) => ({
      facet: 'replication',
      observed: `${describeReplicationRule(rule)}: delete markers ${replicatesDeleteMarkers(rule) ? 'replicated' : 'kept'}`,
      expected: expect === 'replicated' ? 'those of the whole bucket replicated' : 'kept',
    }));
    if (fate === expect) return pass('asExpected', { expect }, evidence);
    if (fate === 'untold') return expect === 'kept' ? fail('partly', { expect }, evidence) : unknown('untold', {}, evidence);
    return fail(fate, { expect }, evidence);
  },
});
