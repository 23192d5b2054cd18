import type { S3ReplicationRule } from '../../../model/kinds/s3.ts';
import rule from '../../../rules/s3/replication-delete-markers.ts';
import { type Row, runTable } from '../harness.ts';
import { logsRule, OTHER, replication, replicationRule, taggedRule } from './fixtures.ts';

const kept = { deleteMarkers: 'Disabled' } as const;
const toOther = (changes: Partial<S3ReplicationRule>) => replicationRule({ id: 'other', destination: { bucket: OTHER }, ...changes });

interface Case {
  readonly name: string;
  readonly rules: readonly S3ReplicationRule[];
  /** Verdict and message where markers have to be replicated, and where they have to be kept. */
  readonly replicated: readonly [Row['verdict'], string];
  readonly kept: readonly [Row['verdict'], string];
}

const cases: readonly Case[] = [
  { name: 'on', rules: [replicationRule()], replicated: ['pass', 'asExpected'], kept: ['fail', 'replicated'] },
  { name: 'off', rules: [replicationRule(kept)], replicated: ['fail', 'kept'], kept: ['pass', 'asExpected'] },
  {
    name: 'first schema: on whatever the switch',
    rules: [replicationRule({ ...kept, schema: 'V1' })],
    replicated: ['pass', 'asExpected'],
    kept: ['fail', 'replicated'],
  },
  { name: 'on for a prefix only', rules: [logsRule()], replicated: ['fail', 'partly'], kept: ['fail', 'partly'] },
  {
    name: 'off for a prefix that a stronger rule takes over',
    rules: [replicationRule(), logsRule(kept)],
    replicated: ['fail', 'partly'],
    kept: ['fail', 'partly'],
  },
  {
    name: 'on for a prefix that a stronger rule takes over',
    rules: [replicationRule(kept), logsRule()],
    replicated: ['fail', 'partly'],
    kept: ['fail', 'partly'],
  },
  { name: 'on in both', rules: [replicationRule(), logsRule()], replicated: ['pass', 'asExpected'], kept: ['fail', 'replicated'] },
  {
    name: 'on in a weaker rule that has no effect',
    rules: [replicationRule(kept), logsRule({ priority: 0 })],
    replicated: ['fail', 'kept'],
    kept: ['pass', 'asExpected'],
  },
  {
    name: 'on in a disabled rule',
    rules: [replicationRule(kept), logsRule({ status: 'Disabled' })],
    replicated: ['fail', 'kept'],
    kept: ['pass', 'asExpected'],
  },
  {
    name: 'on to one of two destinations',
    rules: [replicationRule(kept), toOther({})],
    replicated: ['pass', 'asExpected'],
    kept: ['fail', 'replicated'],
  },
  {
    name: 'a rule with a tag cannot',
    rules: [taggedRule({ deleteMarkers: 'Enabled' })],
    replicated: ['fail', 'kept'],
    kept: ['pass', 'asExpected'],
  },
  {
    name: 'a stronger rule with a tag takes objects over',
    rules: [replicationRule(), taggedRule()],
    replicated: ['unknown', 'untold'],
    kept: ['fail', 'partly'],
  },
  {
    name: 'a weaker rule with a tag has no effect',
    rules: [replicationRule(), taggedRule({ priority: 0 })],
    replicated: ['pass', 'asExpected'],
    kept: ['fail', 'replicated'],
  },
  {
    name: 'a rule with a tag to another destination takes nothing over',
    rules: [replicationRule(), taggedRule({ destination: { bucket: OTHER } })],
    replicated: ['pass', 'asExpected'],
    kept: ['fail', 'replicated'],
  },
  { name: 'only a disabled rule', rules: [replicationRule({ status: 'Disabled' })], replicated: ['fail', 'none'], kept: ['fail', 'none'] },
  { name: 'no rules', rules: [], replicated: ['fail', 'none'], kept: ['fail', 'none'] },
];

const rowsOf = (expect: 'replicated' | 'kept'): readonly Row[] =>
  cases.map(({ name, rules, [expect]: [verdict, says] }) => ({
    name: `${expect}: ${name}`,
    facets: replication(...rules),
    params: { expect },
    verdict,
    says,
  }));

runTable(rule, [
  ...rowsOf('replicated'),
  ...rowsOf('kept'),
  { name: 'replicated is the default', facets: replication(replicationRule()), verdict: 'pass', says: 'asExpected' },
  { name: 'not configured', facets: {}, params: { expect: 'kept' }, verdict: 'fail', says: 'none' },
  { name: 'unread', facets: { replication: 'unread' }, verdict: 'unknown' },
]);
