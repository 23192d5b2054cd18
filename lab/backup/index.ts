import { regional, spotsOf } from '../json/regional.ts';
import { type RestOperation, restJson } from '../json/rest-json.ts';
import { jsonService } from '../json/service.ts';
import type { System } from '../system.ts';
import type { BackupAnswers } from '../world.ts';
import { DENIED, invalid, THROTTLED, UNKNOWN_KEY, UNKNOWN_OPERATION, UNREADABLE } from './errors.ts';
import { JOB_ANSWERS, JOBS } from './jobs.ts';
import { PLAN_ANSWERS, PLANS, planMismatches } from './plans.ts';
import { POINT_ANSWERS, POINTS, pointMismatches } from './points.ts';
import { GLOBAL_ANSWERS, REGION_ANSWERS, SETTINGS } from './settings.ts';
import { TESTING, TESTING_ANSWERS, testingMismatches } from './testing.ts';
import { VAULT_ANSWERS, VAULTS, vaultMismatches } from './vaults.ts';

/** Everything that AWS Backup can be asked here. */
export const OPERATIONS: Readonly<Record<string, RestOperation>> = { ...PLANS, ...VAULTS, ...SETTINGS, ...POINTS, ...JOBS, ...TESTING };

const CHECKS = [planMismatches, vaultMismatches, pointMismatches, testingMismatches];

/** AWS Backup: plans and what they select, vaults, recovery points, jobs and restore tests, in each Region. Speaks REST with JSON. */
export const backup: System = jsonService({
  id: 'backup',
  protocol: restJson({ operations: OPERATIONS, message: 'Message' }),
  operations: OPERATIONS,
  accountMembers: {
    backup: regional(
      { ...PLAN_ANSWERS, ...VAULT_ANSWERS, ...REGION_ANSWERS, ...POINT_ANSWERS, ...JOB_ANSWERS, ...TESTING_ANSWERS },
      GLOBAL_ANSWERS,
    ),
  },
  check: (world) => spotsOf<BackupAnswers>(world, 'backup').flatMap((spot) => CHECKS.flatMap((check) => check(spot))),
  refusals: {
    throttled: THROTTLED,
    denied: DENIED,
    unknownKey: UNKNOWN_KEY,
    unknownOperation: UNKNOWN_OPERATION,
    unreadable: UNREADABLE,
    invalid,
  },
});
