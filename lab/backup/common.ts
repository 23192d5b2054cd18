import { flag, flat, integer, mapping, moment, structure, text } from '../shape.ts';

export const count = integer(0);

/** -1 stands for no end. */
export const days = integer(-1);

/** Words of AWS Backup by words of AWS Backup. */
export const options = mapping(text);

export const LIFECYCLE = structure({
  MoveToColdStorageAfterDays: days,
  DeleteAfterDays: days,
  OptInToArchiveForSupportedResources: flag,
  DeleteAfterEvent: text,
});

/** The plan's rule that made a recovery point. */
export const CREATOR = structure({
  BackupPlanId: text,
  BackupPlanArn: text,
  BackupPlanName: text,
  BackupPlanVersion: text,
  BackupRuleId: text,
  BackupRuleName: text,
  BackupRuleCron: text,
  BackupRuleTimezone: text,
});

export const ADVANCED_SETTINGS = flat(structure({ ResourceType: text, BackupOptions: options }));

export const SCAN_RESULT = structure({ FailedScan: flag, Findings: flat(text), LastComputed: moment });
