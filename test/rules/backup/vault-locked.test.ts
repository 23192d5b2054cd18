import { covered, planRule, REGION, VAULT, vault } from '../../../model/backup/examples.ts';
import type { BackupPlanRule, BackupVaultDescription } from '../../../model/kinds/backup.ts';
import rule from '../../../rules/backup/vault-locked.ts';
import { runTable } from '../harness.ts';
import { coverageRows } from './coverage.ts';

const VAULTS = 'arn:aws:backup:us-west-2:111122223333:backup-vault:';
const COPIES = 'arn:aws:backup:us-east-2:111122223333:backup-vault:Copies';
const FOREIGN = 'arn:aws:backup:us-west-2:444455556666:backup-vault:Copies';
const GAPPED = `${VAULTS}Gapped`;
const copying = (to: string) => planRule({ copies: [{ vault: to, lifecycle: { deleteAfterDays: 35, deleteAfterCopy: false } }] });

type Vaults = Readonly<Record<string, Partial<BackupVaultDescription> | 'unread' | 'missing'>>;

const factsOf = (of: Vaults[string]) => (of === 'missing' ? {} : { description: of === 'unread' ? of : vault(of) });

const around = (vaults: Vaults, rules: readonly BackupPlanRule[] = [planRule()], more = {}) =>
  covered(rules, {
    'backup/vault': Object.fromEntries(Object.entries(vaults).map(([id, of]) => [id, factsOf(of)])),
    ...more,
  });

const on = (more: Partial<BackupVaultDescription> = {}) => around({ [VAULT]: { locked: true, ...more } });
const compliance = { mode: 'compliance' };
const gapped = { type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', locked: true, minRetentionDays: 7, maxRetentionDays: 90 } as const;

runTable(rule, [
  ...coverageRows,
  {
    name: 'governance where governance will do',
    facets: {},
    around: on(),
    verdict: 'pass',
    says: 'locked',
    shows: [
      'What rule daily of plan plan-1 makes is kept in vault Default, which is locked in governance mode, with no minimum retention.',
    ],
  },
  { name: 'not locked', facets: {}, around: around({ [VAULT]: {} }), verdict: 'fail', says: 'unlocked' },
  { name: 'governance where compliance is required', facets: {}, around: on(), params: compliance, verdict: 'fail', says: 'governance' },
  {
    name: 'compliance since a second ago',
    facets: {},
    around: on({ lockDate: '2026-01-31T11:59:59Z' }),
    params: compliance,
    verdict: 'pass',
    says: 'locked',
    shows: ['compliance mode'],
  },
  {
    name: 'compliance from this moment on',
    facets: {},
    around: on({ lockDate: '2026-01-31T12:00:00Z' }),
    params: compliance,
    verdict: 'pass',
    says: 'locked',
  },
  {
    name: 'a grace time that ends in a second',
    facets: {},
    around: on({ lockDate: '2026-01-31T12:00:01Z' }),
    params: compliance,
    verdict: 'fail',
    says: 'grace',
    shows: ['can be lifted until 2026-01-31T12:00:01Z'],
  },
  {
    name: 'a grace time where governance will do',
    facets: {},
    around: on({ lockDate: '2026-02-03T12:00:00Z' }),
    verdict: 'pass',
    says: 'locked',
    shows: ['but until 2026-02-03T12:00:00Z the lock can be lifted'],
  },
  {
    name: 'a lock date that is none',
    facets: {},
    around: on({ lockDate: '2025-12-31T23:59:60Z' }),
    params: compliance,
    verdict: 'unknown',
    says: 'undated',
  },
  {
    name: 'a minimum that is long enough',
    facets: {},
    around: on({ minRetentionDays: 30 }),
    params: { minRetention: '30d' },
    verdict: 'pass',
    says: 'locked',
    shows: ['a minimum retention of 30 days'],
  },
  {
    name: 'a minimum that is a day short',
    facets: {},
    around: on({ minRetentionDays: 29 }),
    params: { minRetention: '30d' },
    verdict: 'fail',
    says: 'short',
    shows: ['29 days; 30 days are required'],
  },
  { name: 'no minimum', facets: {}, around: on(), params: { minRetention: '1d' }, verdict: 'fail', says: 'short' },
  { name: 'no such vault', facets: {}, around: around({ [VAULT]: 'missing' }), verdict: 'fail', says: 'missing' },
  { name: 'the vault is unread', facets: {}, around: around({ [VAULT]: 'unread' }), verdict: 'unknown' },
  {
    name: 'the copy is locked, the vault of the rule is not',
    facets: {},
    around: around({ [VAULT]: {}, [COPIES]: { locked: true } }, [copying(COPIES)]),
    verdict: 'pass',
    says: 'locked',
    shows: ['vault Copies in us-east-2'],
  },
  {
    name: 'the vault of the rule is locked, that of another account is unread',
    facets: {},
    around: around({ [VAULT]: { locked: true }, [FOREIGN]: 'unread' }, [copying(FOREIGN)]),
    verdict: 'pass',
    says: 'locked',
  },
  {
    name: 'the vault of the rule is not locked, that of another account is unread',
    facets: {},
    around: around({ [VAULT]: {}, [FOREIGN]: 'unread' }, [copying(FOREIGN)]),
    verdict: 'unknown',
  },
  {
    name: 'neither is locked',
    facets: {},
    around: around({ [VAULT]: {}, [COPIES]: {} }, [copying(COPIES)]),
    verdict: 'fail',
    says: 'unlocked',
    shows: ['vault Default'],
  },
  {
    name: 'one rule of two writes to a locked vault',
    facets: {},
    around: around({ [VAULT]: {}, [`${VAULTS}Locked`]: { locked: true } }, [
      planRule(),
      planRule({ id: 'rule-2', name: 'weekly', vault: 'Locked' }),
    ]),
    verdict: 'pass',
    says: 'locked',
    shows: ['rule weekly'],
  },
  {
    name: 'a bucket whose backups go to an air-gapped vault',
    kind: 's3/bucket',
    facets: {},
    around: around({ [VAULT]: {}, [GAPPED]: gapped }, [planRule({ airGappedVault: GAPPED })]),
    params: { mode: 'compliance', minRetention: '7d' },
    verdict: 'pass',
    says: 'locked',
    shows: ['vault Gapped'],
  },
  {
    name: 'a table without the advanced features, whose backups do not go there',
    facets: {},
    around: around({ [VAULT]: {}, [GAPPED]: gapped }, [planRule({ airGappedVault: GAPPED })], {
      'backup/region': { [REGION]: { settings: { optIn: {}, management: { DynamoDB: false } } } },
    }),
    verdict: 'fail',
    says: 'unlocked',
    shows: ['vault Default'],
  },
  {
    name: 'a table of which nobody knows whether they do',
    facets: {},
    around: around({ [VAULT]: {}, [GAPPED]: gapped }, [planRule({ airGappedVault: GAPPED })], {
      'backup/region': { [REGION]: { settings: 'unread' } },
    }),
    verdict: 'unknown',
  },
]);
