import { formatArn, parseArn } from '../model/arn.ts';
import { dynamodbTable } from '../model/kinds/dynamodb.ts';
import { defineMechanism } from '../model/protection.ts';

/** The ARN of the replica in a Region. Replicas bear the table's name. */
const replicaArn = (table: string, region: string): string => {
  const arn = parseArn(table);
  return arn ? formatArn({ ...arn, region }) : `${table} in ${region}`;
};

export default defineMechanism({
  id: 'dynamodb-global-table',
  title: 'DynamoDB global tables',
  asset: dynamodbTable,
  reads: ['description'],
  protections: ({ id, scope, facets }) =>
    facets.description.replicas
      .filter(({ region, status }) => status === 'ACTIVE' && region !== scope.region)
      .map(({ region, status }) => ({
        mechanism: 'dynamodb-global-table',
        asset: id,
        location: { id: replicaArn(id, region), region },
        // Typically within a second, and no promise: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html
        rpo: { design: undefined, observed: undefined },
        // A replica follows deletions and mistakes at once: it goes back nowhere.
        retention: { design: 0, observed: undefined },
        immutability: 'none' as const,
        health: 'healthy' as const,
        evidence: [{ facet: 'description', observed: `replica in ${region}: ${status}` }],
      })),
});
