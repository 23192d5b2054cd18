import type { S3Lifecycle, S3ObjectLock } from '../kinds/s3.ts';
import type { Immutability } from '../protection.ts';
import { recoveryWindow } from './lifecycle.ts';

const DAY = 86_400_000;

/** How long an overwritten or deleted version can be had back, in milliseconds; `Infinity` = no rule ends it; `undefined` = cannot be told. */
export const keptFor = (lifecycle: S3Lifecycle): number | undefined => {
  const { days } = recoveryWindow(lifecycle);
  return Number.isNaN(days) ? undefined : days * DAY;
};

/** What the default retention of Object Lock does for new versions. */
export const lockOf = ({ defaultRetention }: S3ObjectLock): Immutability => {
  if (!defaultRetention) return 'none';
  return defaultRetention.mode === 'COMPLIANCE' ? 'compliance' : 'governance';
};
