import type { Failure } from '../../model/scanner.ts';

const BASE = 100;
const CAP = 2_000;
/** A service that asks for a longer break than this is not there for this scan. */
const LONGEST_WAIT = 120_000;

/** Whether asking again can help. */
export const isRetryable = ({ class: failureClass }: Failure): boolean => failureClass === 'throttled' || failureClass === 'transient';

/**
 * How often a call is tried in all. A throttled answer shows a living service, so it is asked longest: with 30 % of the
 * answers throttled, 12 attempts lose one read in two million. A time-out has cost its whole wait already.
 */
const attempts = (failure: Failure): number => {
  if (!isRetryable(failure)) return 1;
  if (failure.class === 'throttled') return 12;
  return failure.code === 'Timeout' ? 3 : 8;
};

/**
 * Milliseconds to wait before the next attempt, with full jitter; `undefined` = give up.
 * @param attempt how many attempts failed so far, from 1
 * @param random from 0 up to 1
 */
export const retryDelay = (failure: Failure, attempt: number, random: number): number | undefined => {
  const { retryAfter = 0 } = failure;
  if (attempt >= attempts(failure) || retryAfter > LONGEST_WAIT) return undefined;
  const backoff = random * Math.min(CAP, BASE * 2 ** (attempt - 1));
  return Math.max(backoff, retryAfter);
};
