import { ASSETS } from '../../model/backup/assets.ts';
import { copyJoins, copyMessages, judgeCopies, type Wish } from '../../model/backup/copies.ts';
import { covered, lifecycle, PROTECTED_TABLE, planRule, SCOPE } from '../../model/backup/examples.ts';
import { accountSettingsId } from '../../model/backup/ids.ts';
import { matchesGlob } from '../../model/glob.ts';
import { nameGlob, params } from '../../model/params.ts';
import { defineRule } from '../../model/rule.ts';

const wish: Wish<{ readonly account: string }> = {
  suits: ({ account }, home, wanted) => account !== home.account && matchesGlob(wanted.account, account),
  place: ({ account }) => (account === '*' ? 'another account' : `another account that matches ${account}`),
  common: ({ account }, home) => (account === home.account ? 'of the same account' : undefined),
};

const COPIES = 'arn:aws:backup:us-east-2:444455556666:backup-vault:copies';
const ACCOUNT = accountSettingsId(SCOPE) as string;

const job = { id: 'copy-1', state: 'COMPLETED', messageCategory: 'SUCCESS', createdAt: '2026-01-31T07:00:00Z', destination: COPIES };

const copying = (crossAccountBackup: boolean, jobs: readonly object[]) =>
  covered([planRule({ copies: [{ vault: COPIES, lifecycle: lifecycle() }] })], {
    'backup/account': { [ACCOUNT]: { settings: { crossAccountBackup } } },
    'backup/protected-resource': { [PROTECTED_TABLE]: { copyJobs: { jobs } } },
  });

export default defineRule({
  id: 'backup/copied-cross-account',
  title: 'A backup plan copies recovery points to another account',
  rationale:
    'Whoever takes over an account can delete its backups with its data, and a mistake of an administrator reaches as far. Copies in another account of the organization are out of that reach. One rule of a plan that covers the asset has to copy to a vault of another account, and backups across accounts have to be switched on in the organization. The vault itself cannot be looked into: whether it exists, whether its policy lets the copies in and whether its lock takes them is shown only by a copy job of this asset that completed within the last 30 days. Without one the verdict is unknown. Backups of tables can be copied only while the advanced features of AWS Backup for DynamoDB are on in the Region.',
  remediation:
    'In the management account: `aws backup update-global-settings --global-settings isCrossAccountBackupEnabled=true`. Let the vault of the other account take copies (`backup:CopyIntoBackupVault` in its policy), add it to the rule (`CopyActions`, `DestinationBackupVaultArn`) in the definition that `aws backup get-backup-plan --region {region} --backup-plan-id PLAN-ID` shows, and write it back: `aws backup update-backup-plan --region {region} --backup-plan-id PLAN-ID --backup-plan file://plan.json`.',
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html',
  ],
  severity: 'high',
  subject: ASSETS,
  reads: [],
  joins: copyJoins(wish),
  params: params({
    account: nameGlob({ default: '*', description: 'Account that must hold the copy; `*` and `?` are wildcards.' }),
  }),
  messages: copyMessages,
  examples: [
    { name: 'A copy has arrived', facets: {}, around: copying(true, [job]), verdict: 'pass' },
    { name: 'Backups across accounts are switched off', facets: {}, around: copying(false, []), verdict: 'fail' },
    { name: 'Not copied', facets: {}, around: covered(), verdict: 'fail' },
    { name: 'Nothing shows that a copy arrived', facets: {}, around: copying(true, []), verdict: 'unknown' },
  ],
  check: (asset, { params: wanted, joined }) => judgeCopies({ wish, asset, params: wanted, joined }),
});
