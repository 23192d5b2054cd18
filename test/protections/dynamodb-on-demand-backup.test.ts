import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TABLE } from '../../model/backup/examples.ts';
import { described } from '../../model/dynamodb/examples.ts';
import type { DynamodbBackups } from '../../model/kinds/dynamodb.ts';
import onDemandBackup from '../../protections/dynamodb-on-demand-backup.ts';
import { DAY, FOREVER, healthIn, protectionIn, type World } from './backups.ts';

const test = suite('protections/dynamodb-on-demand-backup');

const THIS = described({ tableId: 'this-table' }).description;

type Backup = DynamodbBackups['backups'][number];

const backup = (more: Partial<Backup> = {}): Backup => ({
  arn: `${TABLE}/backup/01`,
  tableId: 'this-table',
  status: 'AVAILABLE',
  createdAt: '2026-01-30T12:00:00Z',
  ...more,
});

const OLD = backup({ createdAt: '2026-01-01T12:00:00Z' });

const withoutId = <T extends { readonly tableId?: string }>({ tableId: _, ...others }: T): Omit<T, 'tableId'> => others;

const table = (backups: readonly Backup[] | 'unread', description: object | 'unread' = THIS): World => ({
  asset: TABLE,
  facets: { description, backups: backups === 'unread' ? backups : { backups } },
});

test('two backups: the newest is what is lost less, the oldest how far one can go back', () => {
  assert.equal(protectionIn(onDemandBackup, table([OLD, backup()])), {
    mechanism: 'dynamodb-on-demand-backup',
    asset: TABLE,
    location: { id: `${TABLE}/backup`, region: 'us-west-2' },
    rpo: { design: undefined, observed: DAY },
    retention: { design: FOREVER, observed: 30 * DAY },
    immutability: 'none',
    health: 'healthy',
    evidence: [{ facet: 'backups', observed: '2 available backups of table this-table' }],
  });
});

for (const [name, world, expected] of [
  ['no backup', table([]), 'none'],
  ['backups that were not read', table('unread'), 'doubt'],
  ['one that is being made', table([backup({ status: 'CREATING' })]), 'none'],
  ['one that is deleted', table([backup({ status: 'DELETED' })]), 'none'],
  ['one of an earlier table of that name', table([backup({ tableId: 'that-table' })]), 'none'],
  ['a table that was not read, with backups', table([backup()], 'unread'), 'doubt'],
  ['a table that was not read, without', table([], 'unread'), 'none'],
  ['one of which nobody tells the table', table([withoutId(backup())]), 'doubt'],
  ['one of a table whose id nobody tells', table([backup()], withoutId(THIS)), 'doubt'],
  ['neither id is told: that they are equally unknown says nothing', table([withoutId(backup())], withoutId(THIS)), 'doubt'],
  ['one of this table and one of which nobody tells it', table([backup(), withoutId(backup())]), 'healthy'],
  ['a date that is none', table([backup(), backup({ createdAt: 'soon' })]), 'unknown'],
] as const) {
  test(`${name}: ${expected}`, () => assert.is(healthIn(onDemandBackup, world), expected));
}

test('kept until it expires; the one that is kept longest counts', () => {
  const keptFor = (...backups: readonly Backup[]) => protectionIn(onDemandBackup, table(backups)).retention.design;
  assert.is(keptFor(backup({ expiresAt: '2026-03-06T12:00:00Z' })), 35 * DAY);
  assert.is(keptFor(backup({ expiresAt: '2026-03-06T12:00:00Z' }), OLD), FOREVER);
  assert.is(keptFor(backup({ expiresAt: 'soon' })), undefined);
});

test.run();
