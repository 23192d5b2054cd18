import { ASSETS, type Asset } from '../../model/backup/assets.ts';
import { type CoverageFacts, type CoveringRule, coverageJoins, coverageOf } from '../../model/backup/coverage.ts';
import { covered, lifecycle, planRule, VAULT, vault } from '../../model/backup/examples.ts';
import { judgeEveryRule } from '../../model/backup/judge.ts';
import { allVaults, type Place, placesOf, vaultAt } from '../../model/backup/places.ts';
import { misfitOf } from '../../model/backup/vault.ts';
import { coverageMessages, describeKept, nameRule, nameVault, unlessCovered } from '../../model/backup/words.ts';
import { type BackupVaultDescription, backupVault } from '../../model/kinds/backup.ts';
import { noParams } from '../../model/params.ts';
import { allOf, defineRule, fail, join, pass, type Subject } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';

type Vault = Subject<typeof backupVault, 'description'>;

const describeLimits = ({ exists, minRetentionDays, maxRetentionDays }: BackupVaultDescription): string => {
  if (!exists) return 'no such vault';
  const least = minRetentionDays === undefined ? [] : [`at least ${counted(minRetentionDays, 'day')}`];
  const most = maxRetentionDays === undefined ? [] : [`at most ${counted(maxRetentionDays, 'day')}`];
  return [...least, ...most].join(', ') || 'any retention';
};

const evidenceOf = (name: string, kept: string, { id, facets }: Vault) => [
  {
    facet: 'description',
    observed: `${name} takes ${describeLimits(facets.description)}`,
    expected: `takes what is kept ${kept}`,
    resource: id,
  },
];

const judgePlace = ({ lifecycle }: Place, found: Vault, covering: CoveringRule) => {
  const { description } = found.facets;
  const kept = describeKept(lifecycle.deleteAfterDays);
  const values = { rule: nameRule(covering), vault: nameVault(found.id, covering.plan.scope), kept };
  const evidence = evidenceOf(values.vault, kept, found);
  if (!description.exists) return fail('missing', values, evidence);
  const misfit = misfitOf(lifecycle, description);
  if (!misfit) return pass('fits', {}, evidence);
  return fail(misfit.bound, { ...values, limit: counted(misfit.days, 'day') }, evidence);
};

const keeping = (days: number, limits: Partial<BackupVaultDescription>) =>
  covered([planRule({ lifecycle: lifecycle({ deleteAfterDays: days }) })], {
    'backup/vault': { [VAULT]: { description: vault({ locked: true, ...limits }) } },
  });

export default defineRule({
  id: 'backup/retention-within-vault-lock',
  title: 'Retentions of backup plans lie within the limits of their vault locks',
  rationale:
    "A locked vault takes only recovery points whose retention lies within the lock's minimum and maximum. A rule of a plan that asks for less or for more, and so does one that keeps without an end where there is a maximum, looks fine in every list, and each of its jobs fails. The same goes for its copies in their destination vaults, and for vaults that do not exist. Every rule that covers the asset has to fit, with all its copies; a destination that could not be read, in another account say, leaves the verdict unknown unless another one decides it.",
  remediation:
    "Change the retention of the rule or of its copy (`Lifecycle.DeleteAfterDays`), or the vault, in the plan's definition, which `aws backup get-backup-plan --region {region} --backup-plan-id PLAN-ID` shows, and write it back: `aws backup update-backup-plan --region {region} --backup-plan-id PLAN-ID --backup-plan file://plan.json`. The limits of a lock that is final cannot be changed.",
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html',
  ],
  severity: 'critical',
  subject: ASSETS,
  reads: [],
  joins: {
    ...coverageJoins,
    vaults: join(backupVault, ['description'], (asset: Asset, _: unknown, facts: CoverageFacts) => allVaults(asset, facts)),
  },
  params: noParams,
  messages: {
    ...coverageMessages,
    fits: 'The retentions of all rules that cover it, and of their copies, are such as their vaults take.',
    minimum: 'Jobs fail: {rule} keeps what it makes {kept} in {vault}, whose lock takes nothing for less than {limit}.',
    maximum: 'Jobs fail: {rule} keeps what it makes {kept} in {vault}, whose lock takes nothing for more than {limit}.',
    missing: 'Jobs fail: there is no {vault}, in which {rule} would keep what it makes.',
  },
  examples: [
    { name: 'Within both limits', facets: {}, around: keeping(35, { minRetentionDays: 7, maxRetentionDays: 365 }), verdict: 'pass' },
    { name: 'Shorter than the minimum', facets: {}, around: keeping(35, { minRetentionDays: 90 }), verdict: 'fail' },
    { name: 'Longer than the maximum', facets: {}, around: keeping(35, { maxRetentionDays: 30 }), verdict: 'fail' },
    {
      name: 'A vault that does not exist',
      facets: {},
      around: covered([planRule()], { 'backup/vault': { [VAULT]: {} } }),
      verdict: 'fail',
    },
  ],
  check: (asset, { joined }) => {
    const coverage = coverageOf(asset, joined);
    const judgeRule = (covering: CoveringRule) =>
      allOf(
        placesOf(asset, covering, joined).map((placeOf) => () => {
          const place = placeOf();
          return judgePlace(place, vaultAt(place, joined.vaults), covering);
        }),
      );
    return judgeEveryRule(coverage, { each: judgeRule, ...unlessCovered(coverage) });
  },
});
