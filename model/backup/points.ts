import type { BackupRecoveryPoints } from '../kinds/backup.ts';

export type RecoveryPoint = BackupRecoveryPoints['points'][number];

/**
 * All others are still being made, are incomplete (PARTIAL), are not kept up to date any more (STOPPED), or are to be
 * deleted (EXPIRED, DELETING).
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RecoveryPointByResource.html
 */
const USABLE: ReadonlySet<string> = new Set(['COMPLETED', 'AVAILABLE']);

/** Whether one can restore from it. */
export const isUsable = ({ status }: Pick<RecoveryPoint, 'status'>): boolean => USABLE.has(status);

/**
 * Whether it is updated in place: then the date of its creation tells nothing about how fresh it is. [inference] Answers
 * do not say so; the ARNs of such points do.
 */
export const isContinuous = ({ arn }: Pick<RecoveryPoint, 'arn'>): boolean => /:recovery-point:continuous:/.test(arn);
