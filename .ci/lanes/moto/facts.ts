import { strict as assert } from 'node:assert';
import type { Inventory } from '../../../model/inventory.ts';
import type { BackupPlanDefinition, BackupVaultDescription } from '../../../model/kinds/backup.ts';
import { check } from '../shared/checks.ts';

// What was read of plans and vaults: their rules wait for selections, which moto does not have, so no verdict shows it.

const DAY = 86_400_000;

const factOf = <T>({ resources }: Inventory, kind: string, name: string, facet: string): T => {
  const reading = resources.find((resource) => resource.kind === kind && resource.name === name)?.facets[facet];
  if (reading?.state !== 'read') throw new Error(`${facet} of ${kind} ${name} is ${reading?.state ?? 'not in the inventory'}.`);
  return reading.value as T;
};

const VAULTS: Readonly<Record<string, BackupVaultDescription>> = {
  'mlops-scratch': { exists: true, type: 'UNTOLD', locked: false },
  // Governance mode: there is no lock date.
  'mlops-backups': { exists: true, type: 'UNTOLD', locked: true, minRetentionDays: 7, maxRetentionDays: 400 },
  'mlops-backup-copies': { exists: true, type: 'UNTOLD', locked: true, minRetentionDays: 30 },
};

const COPIES = 'arn:aws:backup:us-east-2:123456789012:backup-vault:mlops-backup-copies';

const RULES: readonly object[] = [
  {
    name: 'daily',
    vault: 'mlops-backups',
    schedule: 'cron(30 3 ? * * *)',
    timeZone: 'America/Los_Angeles',
    startWindow: 60,
    completionWindow: 240,
    continuous: false,
    lifecycle: { deleteAfterDays: 35, deleteAfterCopy: false },
    copies: [{ vault: COPIES, lifecycle: { deleteAfterDays: 35, deleteAfterCopy: false } }],
  },
  {
    name: 'kept',
    vault: 'mlops-backups',
    schedule: 'cron(0 5 ? * * *)',
    timeZone: 'Etc/UTC',
    startWindow: 480,
    completionWindow: 10_080,
    continuous: false,
    lifecycle: { deleteAfterCopy: false },
    copies: [],
  },
];

const checkVaults = (inventory: Inventory): void => {
  const description = (name: string) => factOf<BackupVaultDescription>(inventory, 'backup/vault', name, 'description');
  for (const [name, expected] of Object.entries(VAULTS))
    check(`inventory: vault ${name}`, () => {
      const { lockDate: _, ...lasting } = description(name);
      assert.deepEqual(lasting, expected);
    });
  check('inventory: the lock of mlops-backup-copies becomes final in three days', () => {
    const left = Date.parse(description('mlops-backup-copies').lockDate ?? '') - Date.parse(inventory.takenAt);
    assert.ok(left > 2 * DAY && left <= 3 * DAY, `${left} ms are left`);
  });
};

const checkPlan = (inventory: Inventory): void =>
  check('inventory: the rules of plan MLOpsModelMetadataBackup', () => {
    const plan = factOf<BackupPlanDefinition>(inventory, 'backup/plan', 'MLOpsModelMetadataBackup', 'definition');
    // moto makes up ids, and foretells no runs.
    const rules = plan.rules.map(({ id: _, ...rule }) => rule);
    assert.deepEqual({ rules, scheduledRuns: plan.scheduledRuns }, { rules: RULES, scheduledRuns: [] });
  });

/** Holds what was collected of the plan, the vaults and the tags against what was made. */
export const checkFacts = (inventory: Inventory): void => {
  checkVaults(inventory);
  checkPlan(inventory);
  check('inventory: the tags of mlops-model-metadata', () =>
    assert.deepEqual(factOf(inventory, 'dynamodb/table', 'mlops-model-metadata', 'tags'), { backup: 'daily' }),
  );
};
