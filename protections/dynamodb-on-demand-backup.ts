import { newestAge, oldestAge } from '../model/backup/recovery.ts';
import { type DynamodbBackups, dynamodbTable } from '../model/kinds/dynamodb.ts';
import { type Doubt, defineMechanism, type Protection } from '../model/protection.ts';
import type { Subject } from '../model/rule.ts';
import { counted } from '../model/text.ts';

type Backup = DynamodbBackups['backups'][number];
type Table = Pick<Subject<typeof dynamodbTable, never>, 'id' | 'scope'>;

/** Backups stay until somebody deletes them; those that expire are made by AWS itself when a table is deleted. */
const keptFor = ({ createdAt, expiresAt }: Backup): number =>
  expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt) - Date.parse(createdAt);

const timesOf = (backups: readonly Backup[]): readonly string[] => backups.map(({ createdAt }) => createdAt);

/** What backups of this very table are worth; there is at least one. */
const protectionBy = ({ id, scope }: Table, own: readonly Backup[], takenAt: Date): Protection => {
  const kept = Math.max(...own.map(keptFor));
  const newest = newestAge(timesOf(own), takenAt);
  return {
    mechanism: 'dynamodb-on-demand-backup',
    asset: id,
    // They outlive the table, so they are a place of their own.
    location: { id: `${id}/backup`, region: scope.region },
    // Nothing that can be read makes the next one.
    rpo: { design: undefined, observed: newest },
    retention: { design: Number.isNaN(kept) ? undefined : kept, observed: oldestAge(timesOf(own), takenAt) },
    immutability: 'none',
    health: newest === undefined ? 'unknown' : 'healthy',
    evidence: [{ facet: 'backups', observed: `${counted(own.length, 'available backup')} of table ${own[0]?.tableId}` }],
  };
};

const doubtAbout = (backups: readonly Backup[]): Doubt => ({
  reason: `whether ${counted(backups.length, 'on-demand backup')} of a table of that name ${backups.length === 1 ? 'is' : 'are'} of this one`,
});

export default defineMechanism({
  id: 'dynamodb-on-demand-backup',
  title: 'DynamoDB on-demand backups',
  asset: dynamodbTable,
  reads: ['description', 'backups'],
  protections: ({ id, scope, facets }, { takenAt }) => {
    const available = facets.backups.backups.filter(({ status }) => status === 'AVAILABLE');
    if (available.length === 0) return [];
    // Names of tables are reused: a backup of an earlier table of that name holds other data.
    const { tableId: own } = facets.description;
    const certain = available.filter(({ tableId }) => own !== undefined && tableId === own);
    const doubtful = available.filter(({ tableId }) => own === undefined || tableId === undefined);
    return [
      ...(certain.length > 0 ? [protectionBy({ id, scope }, certain, takenAt)] : []),
      ...(doubtful.length > 0 ? [doubtAbout(doubtful)] : []),
    ];
  },
});
