import { kept } from '../../model/remember.ts';
import type { Attempt, Call, Failure } from '../../model/scanner.ts';
import type { Clock } from './clock.ts';
import { createLimiter, createSemaphore, type Ending, type Limiter, type Semaphore } from './limiter.ts';
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
  /** Requests that the target bears at a time. */
  readonly inFlight?: number;
  readonly classify: (error: unknown) => Failure;
}

export interface Caller {
  readonly send: <T>(endpoint: Endpoint, call: Call, request: (attempt: Attempt) => Promise<T>) => Promise<T>;
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
  /** Set while no attempt succeeds. */
  outage: { readonly since: number; attempts: number; failure: Failure } | undefined;
}

/** An API that has given no answer for so long, to so many attempts, is asked no more: the rest would only wait as well. */
const PATIENCE = { milliseconds: 30_000, attempts: 20 };

const interrupted = new CallFailed({
  class: 'rejected',
  code: 'Interrupted',
  message: 'The collection was interrupted before this was read.',
});

const timedOut = (timeout: number): Failure => ({ class: 'transient', code: 'Timeout', message: `No answer within ${timeout} ms.` });

/** A denial is an answer: the service bore the call. */
const endingOf = (failure: Failure): Ending => {
  if (failure.class === 'throttled') return 'throttled';
  return isRetryable(failure) ? 'failed' : 'answered';
};

/** Makes the calls of one collection: paces them by (account, Region, API), times them out, tries again, gives up. */
export const createCaller = ({ concurrency, timeout, signal, clock }: CallerOptions): Caller => {
  const lanes = new Map<string, Lane>();
  const rejectedTargets = new Map<string, CallFailed>();
  const slots = createSemaphore(concurrency);
  const targetSlots = new Map<string, Semaphore>();
  let sent = 0;
  // One listener for all that waits: adding one for each call would cost more than some of the calls.
  const onInterrupt = new Set<() => void>();
  signal.addEventListener('abort', () => {
    for (const callback of onInterrupt) callback();
  });

  const laneOf = (quota: string, { operation, pace }: Call): Lane => {
    const key = `${quota}|${operation}`;
    const known = lanes.get(key);
    if (known) return known;
    const lane: Lane = { limiter: createLimiter(concurrency, pace, clock), outage: undefined };
    lanes.set(key, lane);
    return lane;
  };

  /** Those of the target first: what waits for its own target must not keep others waiting. */
  const slotsFor = ({ target, inFlight }: Endpoint): readonly Semaphore[] =>
    inFlight === undefined ? [slots] : [kept(targetSlots, target, () => createSemaphore(inFlight)), slots];

  /** One attempt, ended by the time-out or the interrupt even where the request does not heed its signal. */
  const attempt = <T>(request: (attempt: Attempt) => Promise<T>, classify: Endpoint['classify']): Promise<T> =>
    new Promise((resolve, reject) => {
      let controller: AbortController | undefined;
      const end = () => {
        stopTimer();
        onInterrupt.delete(interrupt);
      };
      const cut = (error: CallFailed) => {
        end();
        reject(error);
        controller?.abort();
      };
      const interrupt = () => cut(interrupted);
      const stopTimer = clock.after(timeout, () => cut(new CallFailed(timedOut(timeout))));
      onInterrupt.add(interrupt);
      sent++;
      const lazily: Attempt = {
        get signal() {
          controller ??= new AbortController();
          return controller.signal;
        },
      };
      request(lazily)
        .finally(end)
        .then(resolve, (error: unknown) => reject(error instanceof CallFailed ? error : new CallFailed(classify(error))));
    });

  const refusal = ({ target }: Endpoint, { outage }: Lane): CallFailed | undefined => {
    if (signal.aborted) return interrupted;
    const rejected = rejectedTargets.get(target);
    if (rejected) return rejected;
    if (!outage || outage.attempts < PATIENCE.attempts || clock.now() - outage.since < PATIENCE.milliseconds) return undefined;
    const { failure, attempts } = outage;
    return new CallFailed({ ...failure, message: `${failure.message} (given up: the last ${attempts} attempts of this call failed)` });
  };

  /** Asked again once it may start: what it waited behind may have told that it is no use. */
  const paced = async <T>(lane: Lane, endpoint: Endpoint, run: () => Promise<T>): Promise<T> => {
    const ticket = await lane.limiter.acquire();
    const held = slotsFor(endpoint);
    for (const semaphore of held) await semaphore.acquire();
    let ending: Ending = 'failed';
    try {
      const refused = refusal(endpoint, lane);
      if (refused) throw refused;
      const value = await run();
      ending = 'answered';
      return value;
    } catch (error) {
      if (error instanceof CallFailed) ending = endingOf(error.failure);
      throw error;
    } finally {
      for (const semaphore of held) semaphore.release();
      lane.limiter.release(ticket, ending);
    }
  };

  /** A refusal is an answer, too: the service is there. */
  const noteFailure = (lane: Lane, { target }: Endpoint, error: CallFailed): void => {
    const { failure } = error;
    if (failure.class === 'unauthenticated') rejectedTargets.set(target, error);
    if (!isRetryable(failure)) lane.outage = undefined;
    else if (lane.outage) Object.assign(lane.outage, { attempts: lane.outage.attempts + 1, failure });
    else lane.outage = { since: clock.now(), attempts: 1, failure };
  };

  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        stopTimer();
        onInterrupt.delete(done);
        resolve();
      };
      const stopTimer = clock.after(milliseconds, done);
      onInterrupt.add(done);
    });

  const send: Caller['send'] = async (endpoint, call, request) => {
    const lane = laneOf(endpoint.quota, call);
    for (let failures = 1; ; failures++) {
      const refused = refusal(endpoint, lane);
      if (refused) throw refused;
      try {
        const value = await paced(lane, endpoint, () => attempt(request, endpoint.classify));
        lane.outage = undefined;
        return value;
      } catch (error) {
        if (!(error instanceof CallFailed)) throw error;
        noteFailure(lane, endpoint, error);
        const delay = retryDelay(error.failure, failures, clock.random());
        if (delay === undefined) throw error;
        await pause(delay);
      }
    }
  };
  return { send, sent: () => sent };
};
