import type { BackupLifecycle, BackupPlanRule, backupVault } from '../kinds/backup.ts';
import { type Subject, unlessUnread } from '../rule.ts';
import { type Asset, isBucket } from './assets.ts';
import { type CoverageFacts, type CoveringRule, coverageOf } from './coverage.ts';
import { vaultOf } from './vault.ts';

// Where the recovery points of covering rules go: to the rule's own vault, and to those of its copy actions.

/** One vault that a covering rule writes to, and how long it keeps there what it writes. */
export interface Place {
  /** ARN of the vault. */
  readonly vault: string;
  readonly lifecycle: BackupLifecycle;
}

type RegionFacts = Pick<CoverageFacts, 'region'>;

/**
 * Whether AWS Backup manages the backups of an asset wholly: those of buckets always, those of tables with the advanced
 * features of DynamoDB only. Others bear the encryption of their source.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
 */
export const isFullyManaged = (asset: Asset, { region }: RegionFacts): boolean =>
  isBucket(asset) || region[0]?.facets.settings.management.DynamoDB === true;

/** Where the backups of a covering rule itself go. */
export const ownPlace = (asset: Asset, { plan, rule }: CoveringRule, facts: RegionFacts): Place => {
  const vault = vaultOf(asset, plan, rule, () => isFullyManaged(asset, facts));
  if (vault === undefined) throw new RangeError(`nothing tells the account or the Region of plan ${plan.id}`);
  return { vault, lifecycle: rule.lifecycle };
};

/** Where its copies go. */
export const copyPlaces = ({ rule }: { readonly rule: BackupPlanRule }): readonly Place[] => rule.copies;

/** Where its backups and its copies go; each is told when it is asked for, for the first may hang on what is unread. */
export const placesOf = (asset: Asset, covering: CoveringRule, facts: RegionFacts): readonly (() => Place)[] => [
  () => ownPlace(asset, covering, facts),
  ...copyPlaces(covering).map((copy) => () => copy),
];

/** ARNs of the vaults of all covering rules, each once: for joins. */
export const ownVaults = (asset: Asset, facts: CoverageFacts): readonly string[] => [
  ...new Set(coverageOf(asset, facts).rules.flatMap((covering) => unlessUnread(() => [ownPlace(asset, covering, facts).vault], []))),
];

/** Likewise, with the vaults of their copies. */
export const allVaults = (asset: Asset, facts: CoverageFacts): readonly string[] => {
  const copies = coverageOf(asset, facts).rules.flatMap(copyPlaces);
  return [...new Set([...ownVaults(asset, facts), ...copies.map(({ vault }) => vault)])];
};

/** The vault of a place among those that were joined. */
export const vaultAt = <V extends Subject<typeof backupVault, never>>({ vault }: Place, vaults: readonly V[]): V => {
  const found = vaults.find(({ id }) => id === vault);
  if (!found) throw new RangeError(`the vault ${vault} was not joined`);
  return found;
};
