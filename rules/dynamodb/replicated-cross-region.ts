import { described } from '../../model/dynamodb/examples.ts';
import { matchesGlob } from '../../model/glob.ts';
import { type DynamodbDescription, dynamodbTable } from '../../model/kinds/dynamodb.ts';
import { nameGlob, params } from '../../model/params.ts';
import { defineRule, fail, pass } from '../../model/rule.ts';

type Replica = DynamodbDescription['replicas'][number];

const listOf = (replicas: readonly Replica[]): string => replicas.map(({ region, status }) => `${region} (${status})`).join(', ');

const observedOf = (replicas: readonly Replica[], { witnesses }: DynamodbDescription): string =>
  [
    replicas.length > 0 ? `replicas: ${listOf(replicas)}` : 'no replica in another Region',
    ...(witnesses.length > 0 ? [`witnesses, which hold no data: ${witnesses.join(', ')}`] : []),
  ].join('; ');

export default defineRule({
  id: 'dynamodb/replicated-cross-region',
  title: 'The table has a replica in another Region',
  rationale:
    'A table lives in one Region; what makes the Region unavailable makes the table unavailable. A global table keeps a replica in another Region that can be read and written at once. Only replicas that are ACTIVE count: one that is still being created does not have all items, and a witness of a global table holds none. A replica is no backup: deletions and wrong writes are replicated within seconds, so that point-in-time recovery or backups are needed besides.',
  remediation:
    'Add a replica: `aws dynamodb update-table --region {region} --table-name {name} --replica-updates \'[{"Create":{"RegionName":"OTHER-REGION"}}]\'`. Switch point-in-time recovery and deletion protection on for the replica, too.',
  references: ['https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html'],
  severity: 'high',
  subject: dynamodbTable,
  reads: ['description'],
  params: params({
    region: nameGlob({ default: '*', description: 'Region that must hold the replica; `*` and `?` are wildcards.' }),
  }),
  messages: {
    replicated: 'The table has an active replica in {regions}.',
    none: 'The table has no replica in another Region.',
    elsewhere: 'The table has replicas, but none in {region}: {replicas}.',
    inactive: 'No replica is active: {replicas}.',
  },
  examples: [
    { name: 'A replica in another Region', facets: described({ replicas: [{ region: 'us-east-2', status: 'ACTIVE' }] }), verdict: 'pass' },
    { name: 'No replica', facets: described(), verdict: 'fail' },
    {
      name: 'A replica that is being created',
      facets: described({ replicas: [{ region: 'us-east-2', status: 'CREATING' }] }),
      verdict: 'fail',
    },
    {
      name: 'Not in the Region that is required',
      facets: described({ replicas: [{ region: 'us-east-2', status: 'ACTIVE' }] }),
      params: { region: 'eu-*' },
      verdict: 'fail',
    },
  ],
  check: ({ scope, facets: { description } }, { params: { region } }) => {
    const replicas = description.replicas.filter((replica) => replica.region !== scope.region);
    const wanted = replicas.filter((replica) => matchesGlob(region, replica.region));
    const active = wanted.filter(({ status }) => status === 'ACTIVE');
    const where = region === '*' ? 'another Region' : `another Region that matches ${region}`;
    const evidence = [{ facet: 'description', observed: observedOf(replicas, description), expected: `an ACTIVE replica in ${where}` }];
    if (replicas.length === 0) return fail('none', {}, evidence);
    if (wanted.length === 0) return fail('elsewhere', { region, replicas: listOf(replicas) }, evidence);
    if (active.length === 0) return fail('inactive', { replicas: listOf(wanted) }, evidence);
    return pass('replicated', { regions: active.map((replica) => replica.region).join(', ') }, evidence);
  },
});
