import type { BackupLifecycle, BackupPlanRule, BackupVaultDescription } from '../kinds/backup.ts';
import type { Scope } from '../resource.ts';
import { type Asset, isBucket } from './assets.ts';
import { vaultArn } from './ids.ts';

const DAY = 86_400_000;

/** How well a vault keeps its recovery points from being deleted before their time. */
export type Lock =
  /** Whoever may delete recovery points can. */
  | { readonly mode: 'none' }
  /** Those with a permission of their own can lift it. */
  | { readonly mode: 'governance' }
  /** In compliance mode, but removable until `until` (ISO 8601); from then on nobody can lift it. */
  | { readonly mode: 'grace'; readonly until: string }
  | { readonly mode: 'compliance' };

/**
 * A lock without a date is in governance mode, one with a date in compliance mode once that has passed. Logically
 * air-gapped vaults are locked in compliance mode by definition [inference: they are created with a lock that nobody can lift].
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export const lockOf = ({ type, locked, lockDate }: BackupVaultDescription, takenAt: Date): Lock => {
  if (type === 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT') return { mode: 'compliance' };
  if (!locked) return { mode: 'none' };
  if (lockDate === undefined) return { mode: 'governance' };
  // A date that is none has not passed: nothing shows that nobody can lift the lock.
  return Date.parse(lockDate) <= takenAt.getTime() ? { mode: 'compliance' } : { mode: 'grace', until: lockDate };
};

/** Milliseconds that recovery points are kept, from the start of the job; `Infinity` = until somebody deletes them. */
export const retentionOf = ({ deleteAfterDays, deleteAfterCopy }: BackupLifecycle): number => {
  // Gone as soon as the copy is there: nobody can rely on it for any time.
  if (deleteAfterCopy) return 0;
  return deleteAfterDays === undefined ? Number.POSITIVE_INFINITY : deleteAfterDays * DAY;
};

/** Why jobs with this lifecycle fail in a vault with these limits; `undefined` where they fit. */
export const misfitOf = (lifecycle: BackupLifecycle, { minRetentionDays, maxRetentionDays }: BackupVaultDescription) => {
  const { deleteAfterDays = Number.POSITIVE_INFINITY } = lifecycle;
  if (minRetentionDays !== undefined && deleteAfterDays < minRetentionDays) return { bound: 'minimum', days: minRetentionDays } as const;
  if (maxRetentionDays !== undefined && deleteAfterDays > maxRetentionDays) return { bound: 'maximum', days: maxRetentionDays } as const;
  return undefined;
};

/**
 * ARN of the vault where the recovery points of an asset stay; `undefined` where the plan's scope does not tell. Fully
 * managed types (S3; DynamoDB with the advanced features) go only to the logically air-gapped vault where the rule names one.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/lag-vault-primary-backup.html
 * @param advanced whether DynamoDB's advanced features are on in the Region; looked at only where it matters
 */
export const vaultOf = (
  asset: Asset,
  { scope }: { readonly scope: Scope },
  { vault, airGappedVault }: BackupPlanRule,
  advanced: () => boolean,
): string | undefined => (airGappedVault !== undefined && (isBucket(asset) || advanced()) ? airGappedVault : vaultArn(scope, vault));
