import { setMaxListeners } from 'node:events';
import type { Call, Failure } from '../../model/scanner.ts';
import type { Clock } from './clock.ts';
import { createLimiter, createSemaphore, type Limiter } from './limiter.ts';
import { isRetryable, retryDelay } from './retry.ts';

/** A call failed for good. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** What the caller must know of one request, beside the request itself. */
export interface Endpoint {
  /** The target's name; bad credentials end all of its calls. */
  readonly target: string;
  /** Account, Region and whatever else the service counts its limits by. */
  readonly quota: string;
  readonly classify: (error: unknown) => Failure;
}

export interface Caller {
  readonly send: <T>(endpoint: Endpoint, call: Call, request: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** Requests sent so far. */
  readonly sent: () => number;
}

export interface CallerOptions {
  /** Requests in flight at a time, over all targets. */
  readonly concurrency: number;
  /** Milliseconds that one attempt may take. */
  readonly timeout: number;
  /** Aborting it ends every call. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** One API of one account in one Region. */
interface Lane {
  readonly limiter: Limiter;
  /** Calls given up in a row, and since when none has succeeded. */
  exhausted: number;
  failingSince: number | undefined;
  lastFailure: Failure | undefined;
}

/** An API that has answered nothing for so long, in so many calls, is asked no more: the rest would only wait as well. */
const PATIENCE = 30_000;
const EXHAUSTED_CALLS = 5;

const interrupted = new CallFailed({ class: 'rejected', code: 'Interrupted', message: 'The collection was interrupted before this was read.' });

const timedOut = (timeout: number): Failure => ({ class: 'transient', code: 'Timeout', message: `No answer within ${timeout} ms.` });

/** Makes the calls of one collection: paces them by (account, Region, API), times them out, tries again, gives up. */
export const createCaller = ({ concurrency, timeout, signal, clock }: CallerOptions): Caller => {
  const lanes = new Map<string, Lane>();
  const rejectedTargets = new Map<string, CallFailed>();
  const slots = createSemaphore(concurrency);
  let sent = 0;
  setMaxListeners(0, signal);

  const laneOf = (quota: string, { operation, pace }: Call): Lane => {
    const key = `${quota}|${operation}`;
    const known = lanes.get(key);
    if (known) return known;
    const lane: Lane = { limiter: createLimiter(concurrency, pace, clock), exhausted: 0, failingSince: undefined, lastFailure: undefined };
    lanes.set(key, lane);
    return lane;
  };

  /** One attempt, ended by the time-out or the interrupt even where the request does not heed its signal. */
  const attempt = <T>(request: (signal: AbortSignal) => Promise<T>, classify: Endpoint['classify']): Promise<T> =>
    new Promise((resolve, reject) => {
      const controller = new AbortController();
      const end = (settle: () => void) => {
        stopTimer();
        signal.removeEventListener('abort', onInterrupt);
        settle();
      };
      const cut = (error: CallFailed) =>
        end(() => {
          reject(error);
          controller.abort();
        });
      const onInterrupt = () => cut(interrupted);
      const stopTimer = clock.after(timeout, () => cut(new CallFailed(timedOut(timeout))));
      signal.addEventListener('abort', onInterrupt);
      sent++;
      request(controller.signal).then(
        (value) => end(() => resolve(value)),
        (error: unknown) => end(() => reject(error instanceof CallFailed ? error : new CallFailed(classify(error)))),
      );
    });

  const paced = async <T>(lane: Lane, run: () => Promise<T>): Promise<T> => {
    await lane.limiter.acquire();
    await slots.acquire();
    let throttled = false;
    try {
      if (signal.aborted) throw interrupted;
      return await run();
    } catch (error) {
      throttled = error instanceof CallFailed && error.failure.class === 'throttled';
      throw error;
    } finally {
      slots.release();
      lane.limiter.release(throttled);
    }
  };

  const refusal = ({ target }: Endpoint, lane: Lane): CallFailed | undefined => {
    if (signal.aborted) return interrupted;
    const rejected = rejectedTargets.get(target);
    if (rejected) return rejected;
    const { exhausted, failingSince, lastFailure } = lane;
    if (lastFailure === undefined || failingSince === undefined || exhausted < EXHAUSTED_CALLS || clock.now() - failingSince < PATIENCE) return undefined;
    return new CallFailed({ ...lastFailure, message: `${lastFailure.message} (not asked: the last ${exhausted} calls failed like this)` });
  };

  const succeeded = (lane: Lane): void => {
    lane.exhausted = 0;
    lane.failingSince = undefined;
    lane.lastFailure = undefined;
  };

  const gaveUp = (lane: Lane, { target }: Endpoint, error: CallFailed): void => {
    if (error.failure.class === 'unauthenticated') rejectedTargets.set(target, error);
    // A refusal is an answer: the service is there.
    if (!isRetryable(error.failure)) return succeeded(lane);
    lane.exhausted++;
    lane.lastFailure = error.failure;
  };

  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        stopTimer();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const stopTimer = clock.after(milliseconds, done);
      signal.addEventListener('abort', done);
    });

  const send: Caller['send'] = async (endpoint, call, request) => {
    const lane = laneOf(endpoint.quota, call);
    for (let failures = 1; ; failures++) {
      const refused = refusal(endpoint, lane);
      if (refused) throw refused;
      try {
        const value = await paced(lane, () => attempt(request, endpoint.classify));
        succeeded(lane);
        return value;
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
        lane.failingSince ??= clock.now();
        const delay = retryDelay(error.failure, failures, clock.random());
        if (delay === undefined) {
          gaveUp(lane, endpoint, error);
          throw error;
        }
        await pause(delay);
      }
    }
  };
  return { send, sent: () => sent };
};
