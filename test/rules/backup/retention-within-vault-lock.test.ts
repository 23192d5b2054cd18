import { covered, lifecycle, planRule, REGION, VAULT, vault } from '../../../model/backup/examples.ts';
import type { BackupPlanRule, BackupVaultDescription } from '../../../model/kinds/backup.ts';
import rule from '../../../rules/backup/retention-within-vault-lock.ts';
import { runTable } from '../harness.ts';
import { coverageRows } from './coverage.ts';

const COPIES = 'arn:aws:backup:us-east-2:111122223333:backup-vault:Copies';
const FOREIGN = 'arn:aws:backup:us-west-2:444455556666:backup-vault:Copies';
const GAPPED = 'arn:aws:backup:us-west-2:111122223333:backup-vault:Gapped';
const HOSTILE = 'no ARN at all';

const keeping = (days: number | undefined, copy?: { to: string; days: number }): BackupPlanRule =>
  planRule({
    lifecycle: days === undefined ? { deleteAfterCopy: false } : lifecycle({ deleteAfterDays: days }),
    copies: copy ? [{ vault: copy.to, lifecycle: lifecycle({ deleteAfterDays: copy.days }) }] : [],
  });

const around = (
  rules: readonly BackupPlanRule[],
  vaults: Readonly<Record<string, Partial<BackupVaultDescription> | 'unread' | undefined>>,
  more = {},
) =>
  covered(rules, {
    'backup/vault': Object.fromEntries(
      Object.entries(vaults).map(([id, of]) => [id, of === undefined ? {} : { description: of === 'unread' ? of : vault(of) }]),
    ),
    ...more,
  });

const limits = (minRetentionDays?: number, maxRetentionDays?: number): Partial<BackupVaultDescription> => ({
  locked: true,
  ...(minRetentionDays === undefined ? {} : { minRetentionDays }),
  ...(maxRetentionDays === undefined ? {} : { maxRetentionDays }),
});

const inVault = (days: number | undefined, min?: number, max?: number) => around([keeping(days)], { [VAULT]: limits(min, max) });
const untold = { 'backup/region': { [REGION]: { settings: 'unread' } } };

runTable(rule, [
  ...coverageRows,
  { name: 'no lock', facets: {}, around: around([keeping(1)], { [VAULT]: {} }), verdict: 'pass', says: 'fits', shows: ['any retention'] },
  { name: 'a lock without limits', facets: {}, around: inVault(1), verdict: 'pass', says: 'fits' },
  { name: 'the minimum itself', facets: {}, around: inVault(90, 90), verdict: 'pass', says: 'fits', shows: ['takes at least 90 days'] },
  {
    name: 'a day below the minimum',
    facets: {},
    around: inVault(89, 90),
    verdict: 'fail',
    says: 'minimum',
    shows: ['rule daily of plan plan-1 keeps what it makes for 89 days in vault Default', 'less than 90 days'],
  },
  {
    name: 'the maximum itself',
    facets: {},
    around: inVault(30, 7, 30),
    verdict: 'pass',
    says: 'fits',
    shows: ['at least 7 days, at most 30 days'],
  },
  { name: 'a day above the maximum', facets: {}, around: inVault(31, 7, 30), verdict: 'fail', says: 'maximum' },
  { name: 'without an end, under a minimum', facets: {}, around: inVault(undefined, 90), verdict: 'pass', says: 'fits' },
  {
    name: 'without an end, under a maximum',
    facets: {},
    around: inVault(undefined, 7, 36_500),
    verdict: 'fail',
    says: 'maximum',
    shows: ['until somebody deletes them'],
  },
  { name: 'no such vault', facets: {}, around: around([keeping(35)], { [VAULT]: undefined }), verdict: 'fail', says: 'missing' },
  { name: 'the vault is unread', facets: {}, around: around([keeping(35)], { [VAULT]: 'unread' }), verdict: 'unknown' },
  {
    name: 'one rule of two does not fit',
    facets: {},
    around: around([keeping(90), { ...keeping(7), id: 'rule-2', name: 'hourly' }], { [VAULT]: limits(30) }),
    verdict: 'fail',
    says: 'minimum',
    shows: ['rule hourly'],
  },
  {
    name: 'both rules fit, and the evidence shows both',
    facets: {},
    around: around([keeping(90), { ...keeping(60), id: 'rule-2', name: 'weekly' }], { [VAULT]: limits(30) }),
    verdict: 'pass',
    says: 'fits',
    shows: ['for 90 days', 'for 60 days'],
  },
  {
    name: 'the copy does not fit its vault',
    facets: {},
    around: around([keeping(35, { to: COPIES, days: 35 })], { [VAULT]: limits(7), [COPIES]: limits(90) }),
    verdict: 'fail',
    says: 'minimum',
    shows: ['vault Copies in us-east-2'],
  },
  {
    name: 'the copy has a retention of its own, which fits',
    facets: {},
    around: around([keeping(35, { to: COPIES, days: 90 })], { [VAULT]: limits(7), [COPIES]: limits(90) }),
    verdict: 'pass',
    says: 'fits',
  },
  {
    name: 'the copy goes to a vault that does not exist',
    facets: {},
    around: around([keeping(35, { to: COPIES, days: 90 })], { [VAULT]: limits(7), [COPIES]: undefined }),
    verdict: 'fail',
    says: 'missing',
  },
  {
    name: 'the copy goes to another account, whose vault is unread',
    facets: {},
    around: around([keeping(35, { to: FOREIGN, days: 90 })], { [VAULT]: limits(7), [FOREIGN]: 'unread' }),
    verdict: 'unknown',
  },
  {
    name: 'the copy is unread, but the rule itself does not fit',
    facets: {},
    around: around([keeping(35, { to: FOREIGN, days: 90 })], { [VAULT]: limits(90), [FOREIGN]: 'unread' }),
    verdict: 'fail',
    says: 'minimum',
  },
  {
    name: 'the copy goes to what is no vault',
    facets: {},
    around: around([keeping(35, { to: HOSTILE, days: 90 })], { [VAULT]: limits(7) }),
    verdict: 'unknown',
  },
  {
    name: 'a bucket in an air-gapped vault',
    kind: 's3/bucket',
    facets: {},
    around: around([{ ...keeping(35), airGappedVault: GAPPED }], { [VAULT]: {}, [GAPPED]: limits(90, 365) }),
    verdict: 'fail',
    says: 'minimum',
    shows: ['vault Gapped'],
  },
  {
    name: 'a table of which nobody knows to which vault it goes',
    facets: {},
    around: around([{ ...keeping(35), airGappedVault: GAPPED }], { [VAULT]: {}, [GAPPED]: limits(7, 365) }, untold),
    verdict: 'unknown',
  },
]);
