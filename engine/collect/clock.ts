/** Time as pacing and retries see it; tests bring their own. */
export interface Clock {
  /** Milliseconds from any fixed start; never runs backwards. */
  readonly now: () => number;
  /** Calls back after so many milliseconds; the answer takes that back. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
