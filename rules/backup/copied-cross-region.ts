import { ASSETS, type Asset, isOwnVault } from '../../model/backup/assets.ts';
import { type Copy, copyJoins, copyMessages, copyValues, judgeCopies, type Wish, wished } from '../../model/backup/copies.ts';
import type { CoverageFacts } from '../../model/backup/coverage.ts';
import { covered, lifecycle, planRule, vault } from '../../model/backup/examples.ts';
import { vaultAt } from '../../model/backup/places.ts';
import { misfitOf } from '../../model/backup/vault.ts';
import { describeKept } from '../../model/backup/words.ts';
import { matchesGlob } from '../../model/glob.ts';
import { backupVault } from '../../model/kinds/backup.ts';
import { nameGlob, params } from '../../model/params.ts';
import { defineRule, fail, join, pass, type Subject } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';

interface Wanted {
  readonly region: string;
}

const wish: Wish<Wanted> = {
  suits: ({ region }, home, wanted) => region !== home.region && matchesGlob(wanted.region, region),
  place: ({ region }) => (region === '*' ? 'another Region' : `another Region that matches ${region}`),
  common: ({ region }, home) => (region === home.region ? 'in the same Region' : undefined),
};

/** A vault of the own account: it has to exist, and its lock has to take copies that are kept so long. */
const judgeOwn = (copy: Copy, vaults: readonly Subject<typeof backupVault, 'description'>[]) => {
  const { id, facets } = vaultAt(copy.place, vaults);
  const kept = describeKept(copy.place.lifecycle.deleteAfterDays);
  const values = { ...copyValues(copy), kept };
  const judged = (observed: string) => [
    { facet: 'description', observed, expected: `a vault that takes copies kept ${kept}`, resource: id },
  ];
  if (!facets.description.exists) return fail('missing', values, judged('no such vault'));
  const misfit = misfitOf(copy.place.lifecycle, facets.description);
  if (!misfit) return pass('copied', values, judged('the vault exists'));
  const limit = `${misfit.bound} retention of ${counted(misfit.days, 'day')}`;
  return fail('misfit', { ...values, limit }, judged(limit));
};

const COPIES = 'arn:aws:backup:us-east-2:111122223333:backup-vault:copies';

const copying = (to: string, description: unknown = vault()) =>
  covered([planRule({ copies: [{ vault: to, lifecycle: lifecycle() }] })], { 'backup/vault': { [COPIES]: { description } } });

export default defineRule({
  id: 'backup/copied-cross-region',
  title: 'A backup plan copies recovery points to another Region',
  rationale:
    "Recovery points lie in the Region of what they protect, and what makes the Region unavailable makes both unavailable. One rule of a plan that covers the asset has to copy to a vault in another Region, where it can be restored. The vault has to exist, and where it is locked its limits must allow the copy's retention, or every copy job fails. Backups of tables can be copied only while the advanced features of AWS Backup for DynamoDB are on in the Region. A vault of another account cannot be looked into: there a copy job of this asset that completed within the last 30 days is the proof. Copies of continuous backups are snapshots, without point-in-time recovery. For a vault of the own account the verdict speaks of the plan: role, key and the jobs are not seen.",
  remediation:
    'Make a vault in the other Region (`aws backup create-backup-vault --region OTHER-REGION --backup-vault-name NAME`), add it to the rule (`CopyActions`, `DestinationBackupVaultArn`) in the definition that `aws backup get-backup-plan --region {region} --backup-plan-id PLAN-ID` shows, and write it back: `aws backup update-backup-plan --region {region} --backup-plan-id PLAN-ID --backup-plan file://plan.json`. For tables: `aws backup update-region-settings --region {region} --resource-type-management-preference DynamoDB=true`.',
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html',
  ],
  severity: 'high',
  subject: ASSETS,
  reads: [],
  joins: {
    ...copyJoins(wish),
    vaults: join(backupVault, ['description'], (asset: Asset, wanted: Wanted, facts: CoverageFacts) => {
      const places = wished(wish, asset, wanted, facts).filter((place) => isOwnVault(asset, place.vault));
      return [...new Set(places.map(({ vault: id }) => id))];
    }),
  },
  params: params({
    region: nameGlob({ default: '*', description: 'Region that must hold the copy; `*` and `?` are wildcards.' }),
  }),
  messages: {
    ...copyMessages,
    missing: 'By {rule} recovery points would be copied to {vault}, but there is no such vault.',
    misfit: 'By {rule} copies are kept {kept}, but {vault} has a {limit}: every copy fails.',
  },
  examples: [
    { name: 'Copied to another Region', facets: {}, around: copying(COPIES), verdict: 'pass' },
    { name: 'Copied to a vault that does not exist', facets: {}, around: copying(COPIES, vault({ exists: false })), verdict: 'fail' },
    {
      name: 'Copied within the Region',
      facets: {},
      around: copying('arn:aws:backup:us-west-2:111122223333:backup-vault:second'),
      verdict: 'fail',
    },
    { name: 'Not copied', facets: {}, around: covered(), verdict: 'fail' },
    { name: 'Copied to a vault that could not be looked at', facets: {}, around: copying(COPIES, 'unread'), verdict: 'unknown' },
  ],
  check: (asset, { params: wanted, joined }) =>
    judgeCopies({ wish, asset, params: wanted, joined, own: (copy) => judgeOwn(copy, joined.vaults) }),
});
