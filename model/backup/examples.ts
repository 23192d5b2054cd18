import type { BackupLifecycle, BackupPlanRule, BackupSelectionDefinition, BackupVaultDescription } from '../kinds/backup.ts';
import { protectedResourceId, regionSettingsId, selectionId, vaultArn } from './ids.ts';

// What examples and tests of rules about AWS Backup are made of: one table and one bucket of one account in one Region.

export const SCOPE = { target: 'test', partition: 'aws', account: '111122223333', region: 'us-west-2' } as const;
export const TABLE = 'arn:aws:dynamodb:us-west-2:111122223333:table/mlops-model-metadata';
export const BUCKET = 'arn:aws:s3:::mlops-models';
export const PLAN = 'arn:aws:backup:us-west-2:111122223333:backup-plan:plan-1';
export const REGION = regionSettingsId(SCOPE) as string;
export const VAULT = vaultArn(SCOPE, 'Default') as string;
/** The table as AWS Backup knows it. */
export const PROTECTED_TABLE = protectedResourceId('aws', 'us-west-2', '111122223333', TABLE);
export const PROTECTED_BUCKET = protectedResourceId('aws', 'us-west-2', '111122223333', BUCKET);

export const lifecycle = (more: Partial<BackupLifecycle> = {}): BackupLifecycle => ({
  deleteAfterDays: 35,
  deleteAfterCopy: false,
  ...more,
});

/** Daily at five, kept for 35 days. */
export const planRule = (more: Partial<BackupPlanRule> = {}): BackupPlanRule => ({
  id: 'rule-1',
  name: 'daily',
  vault: 'Default',
  schedule: 'cron(0 5 ? * * *)',
  timeZone: 'UTC',
  startWindow: 480,
  completionWindow: 10_080,
  continuous: false,
  lifecycle: lifecycle(),
  copies: [],
  ...more,
});

export const selection = (more: Partial<BackupSelectionDefinition> = {}): BackupSelectionDefinition => ({
  createdAt: '2025-10-01T00:00:00Z',
  resources: [],
  notResources: [],
  listOfTags: [],
  conditions: { stringEquals: [], stringNotEquals: [], stringLike: [], stringNotLike: [] },
  ...more,
});

export const vault = (more: Partial<BackupVaultDescription> = {}): BackupVaultDescription => ({
  exists: true,
  type: 'BACKUP_VAULT',
  locked: false,
  ...more,
});

/** Facets of a plan with one selection, `s-1`. */
export const planFacets = (rules: readonly BackupPlanRule[] = [planRule()]) => ({
  selectionList: { selections: [{ id: 's-1', name: 'MLOpsTables' }] },
  definition: { createdAt: '2025-10-01T00:00:00Z', rules, scheduledRuns: [] },
});

/** The Region of a table and a bucket that one plan covers, both by their ARN; `more` comes on top or instead, kind by kind. */
export const covered = (rules: readonly BackupPlanRule[] = [planRule()], more: Around = {}): Around => ({
  'backup/plan': { [PLAN]: planFacets(rules) },
  'backup/selection': { [selectionId(PLAN, 's-1')]: { definition: selection({ resources: [TABLE, BUCKET] }) } },
  'backup/region': { [REGION]: { settings: { optIn: { DynamoDB: true, S3: true }, management: { DynamoDB: true } } } },
  ...more,
});

/** Resources around the subject of an example, by kind and id. */
export type Around = Readonly<Record<string, 'unread' | Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
