import { newestAge, oldestAge } from '../model/backup/recovery.ts';
import { type DynamodbBackups, dynamodbTable } from '../model/kinds/dynamodb.ts';
import { defineMechanism } from '../model/protection.ts';
import { counted } from '../model/text.ts';

type Backup = DynamodbBackups['backups'][number];

/** Backups stay until somebody deletes them; those that expire are made by AWS itself when a table is deleted. */
const keptFor = ({ createdAt, expiresAt }: Backup): number =>
  expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt) - Date.parse(createdAt);

const timesOf = (backups: readonly Backup[]): readonly string[] => backups.map(({ createdAt }) => createdAt);

export default defineMechanism({
  id: 'dynamodb-on-demand-backup',
  title: 'DynamoDB on-demand backups',
  asset: dynamodbTable,
  reads: ['description', 'backups'],
  protections: ({ id, scope, facets }, { takenAt }) => {
    const available = facets.backups.backups.filter(({ status }) => status === 'AVAILABLE');
    if (available.length === 0) return [];
    // Names of tables are reused: a backup of an earlier table of that name holds other data.
    const own = available.filter(({ tableId }) => tableId === facets.description.tableId);
    if (own.length === 0) return [];
    const kept = Math.max(...own.map(keptFor));
    const newest = newestAge(timesOf(own), takenAt);
    return [
      {
        mechanism: 'dynamodb-on-demand-backup',
        asset: id,
        // They outlive the table, so they are a place of their own.
        location: { id: `${id}/backup`, region: scope.region },
        // Nothing that can be read makes the next one.
        rpo: { design: undefined, observed: newest },
        retention: { design: Number.isNaN(kept) ? undefined : kept, observed: oldestAge(timesOf(own), takenAt) },
        immutability: 'none',
        health: newest === undefined ? 'unknown' : 'healthy',
        evidence: [{ facet: 'backups', observed: `${counted(own.length, 'available backup')} of table ${facets.description.tableId}` }],
      },
    ];
  },
});
