import type { Scanner } from '../../model/scanner.ts';
import type { AwsSession } from '../aws/session.ts';
import { plans } from './plans.ts';
import { protectedResources } from './protected-resources.ts';
import { testingPlans, testingSelections } from './restore-testing.ts';
import { selections } from './selections.ts';
import { accountSettings, regionSettings } from './settings.ts';
import { vaults } from './vaults.ts';

/** AWS Backup: what an account's plans, selections and vaults say, and what became of it. */
const scanner: Scanner<AwsSession> = {
  id: 'backup',
  target: 'aws',
  kinds: [plans, selections, vaults, regionSettings, accountSettings, protectedResources, testingPlans, testingSelections],
};

export default scanner;
