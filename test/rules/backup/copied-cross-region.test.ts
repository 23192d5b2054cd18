import { covered, planRule, vault } from '../../../model/backup/examples.ts';
import type { BackupVaultDescription } from '../../../model/kinds/backup.ts';
import rule from '../../../rules/backup/copied-cross-region.ts';
import { type Row, runTable } from '../harness.ts';
import {
  abroad,
  copying,
  copyJob,
  copyTo,
  ELSEWHERE,
  FOREIGN,
  FOREIGN_HERE,
  foreignRows,
  HERE,
  management,
  withManagement,
} from './copies.ts';
import { coverageRows } from './coverage.ts';

const vaults = (description: unknown) => ({ 'backup/vault': { [ELSEWHERE]: { description } } });
const toVault = (more: Partial<BackupVaultDescription> = {}, days = 35): Pick<Row, 'facets' | 'around'> => ({
  facets: {},
  around: covered([planRule({ copies: [copyTo(ELSEWHERE, days)] })], vaults(vault(more))),
});
const region = (name: string) => ({ params: { region: name } });

const own: readonly Row[] = [
  {
    name: 'to a vault that exists',
    ...toVault(),
    verdict: 'pass',
    says: 'copied',
    shows: ['rule daily of plan plan-1', 'vault copies in us-east-2', ELSEWHERE],
  },
  { name: 'to a vault that does not exist', ...toVault({ exists: false }), verdict: 'fail', says: 'missing', shows: ['no such vault'] },
  {
    name: 'kept as long as the vault asks for at least',
    ...toVault({ locked: true, minRetentionDays: 35 }),
    verdict: 'pass',
    says: 'copied',
  },
  {
    name: 'kept a day less',
    ...toVault({ locked: true, minRetentionDays: 35 }, 34),
    verdict: 'fail',
    says: 'misfit',
    shows: ['for 34 days', 'minimum retention of 35 days'],
  },
  { name: 'kept as long as the vault allows at most', ...toVault({ locked: true, maxRetentionDays: 35 }), verdict: 'pass', says: 'copied' },
  {
    name: 'kept a day more',
    ...toVault({ locked: true, maxRetentionDays: 35 }, 36),
    verdict: 'fail',
    says: 'misfit',
    shows: ['maximum retention of 35 days'],
  },
  { name: 'the vault unread', facets: {}, around: covered([copying(ELSEWHERE)], vaults('unread')), verdict: 'unknown' },
  { name: 'the vault is not in the inventory', facets: {}, around: covered([copying(ELSEWHERE)]), verdict: 'unknown' },
  {
    name: 'the vault unread, but tables cannot be copied',
    facets: {},
    around: covered([copying(ELSEWHERE)], { ...vaults('unread'), ...withManagement({ DynamoDB: false }) }),
    verdict: 'fail',
    says: 'unmanaged',
  },
  {
    name: 'no such vault, whatever tables can',
    facets: {},
    around: covered([copying(ELSEWHERE)], { ...vaults(vault({ exists: false })), ...management('unread') }),
    verdict: 'fail',
    says: 'missing',
  },
  { name: 'a bucket, whatever tables can', kind: 's3/bucket', ...toVault(), verdict: 'pass', says: 'copied' },
  {
    name: 'two copies, of which one can arrive',
    facets: {},
    around: covered([copying(HERE, ELSEWHERE)], vaults(vault())),
    verdict: 'pass',
    says: 'copied',
    shows: ['us-east-2'],
  },
  {
    name: 'no such vault, and nothing shows that the other copy arrived',
    ...abroad([copying(ELSEWHERE, FOREIGN)], [], vaults(vault({ exists: false }))),
    verdict: 'unknown',
    says: 'unproven',
  },
];

const regions: readonly Row[] = [
  {
    name: 'within the Region',
    ...abroad([copying(HERE)], []),
    verdict: 'fail',
    says: 'elsewhere',
    shows: ['vault second in the same Region; a copy in another Region is required'],
  },
  { name: 'another account of the same Region', ...abroad([copying(FOREIGN_HERE)], [copyJob()]), verdict: 'fail', says: 'elsewhere' },
  { name: 'the Region that is required', ...toVault(), ...region('us-*'), verdict: 'pass', says: 'copied' },
  {
    name: 'another one than is required',
    ...toVault(),
    ...region('eu-*'),
    verdict: 'fail',
    says: 'elsewhere',
    shows: ['vault copies in us-east-2; a copy in another Region that matches eu-*'],
  },
  { name: 'the own Region, which is required', ...abroad([copying(HERE)], []), ...region('us-west-2'), verdict: 'fail', says: 'elsewhere' },
];

runTable(rule, [...coverageRows, ...foreignRows, ...own, ...regions]);
