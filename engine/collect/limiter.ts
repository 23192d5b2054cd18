import type { Pace } from '../../model/scanner.ts';
import type { Clock } from './clock.ts';

/** How a call ended, as far as the service's load goes: `failed` tells nothing about it. */
export type Ending = 'answered' | 'throttled' | 'failed';

/** Lets so many calls through at a time, and learns how many the service bears. */
export interface Limiter {
  /** Resolves when a call may start, with what `release` wants back. */
  readonly acquire: () => Promise<Ticket>;
  readonly release: (ticket: Ticket, ending: Ending) => void;
}

/** A call that was let through. */
export interface Ticket {
  /** How often the window had been cut when it started. */
  readonly era: number;
}

/** AWS publishes no rates for the control planes of S3 and Backup: start here, and adapt. */
const START_IN_FLIGHT = 10;
const LEAST_IN_FLIGHT = 2;

interface Window {
  readonly size: () => number;
  readonly era: () => number;
  readonly grow: () => void;
  readonly cut: (era: number) => void;
}

/** Doubles each round trip until the first throttled answer; from then on additive increase, multiplicative decrease. */
const congestionWindow = (ceiling: number): Window => {
  let size = Math.min(START_IN_FLIGHT, ceiling);
  let cuts = 0;
  return {
    size: () => Math.floor(size),
    era: () => cuts,
    grow: () => {
      size = Math.min(ceiling, size + (cuts === 0 ? 1 : 1 / size));
    },
    // One burst of throttled answers is one signal: calls that started before the last cut do not cut again.
    cut: (era) => {
      if (era !== cuts) return;
      cuts++;
      size = Math.max(Math.min(LEAST_IN_FLIGHT, ceiling), size / 2);
    },
  };
};

/**
 * @param ceiling never more calls in flight than this
 * @param pace what the service publishes: `perSecond` spaces the starts evenly, `inFlight` lowers the ceiling
 */
export const createLimiter = (ceiling: number, pace: Pace | undefined, clock: Clock): Limiter => {
  const window = congestionWindow(Math.min(ceiling, pace?.inFlight ?? ceiling));
  const spacing = pace?.perSecond === undefined ? 0 : 1000 / pace.perSecond;
  const waiting = queue<(ticket: Ticket) => void>();
  let active = 0;
  let nextStart = 0;
  let sleeping = false;

  const wakeLater = (): void => {
    sleeping = true;
    clock.after(nextStart - clock.now(), () => {
      sleeping = false;
      admit();
    });
  };
  const admit = (): void => {
    while (!sleeping && waiting.size() > 0 && active < window.size()) {
      if (nextStart > clock.now()) {
        wakeLater();
        break;
      }
      if (spacing > 0) nextStart = clock.now() + spacing;
      active++;
      waiting.take()?.({ era: window.era() });
    }
  };
  return {
    acquire: () =>
      new Promise((resolve) => {
        waiting.add(resolve);
        admit();
      }),
    release: ({ era }, ending) => {
      active--;
      if (ending === 'throttled') window.cut(era);
      if (ending === 'answered') window.grow();
      admit();
    },
  };
};

export interface Semaphore {
  readonly acquire: () => Promise<void>;
  readonly release: () => void;
}

/** Shares one number of slots among all calls, first come first served. */
export const createSemaphore = (slots: number): Semaphore => {
  const waiting = queue<() => void>();
  let free = slots;
  return {
    acquire: () => {
      if (free > 0) {
        free--;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.add(resolve));
    },
    release: () => {
      const next = waiting.take();
      if (next) next();
      else free++;
    },
  };
};

/** First in, first out, without the cost of `Array.shift` on long arrays. */
const queue = <T>() => {
  let items: T[] = [];
  let head = 0;
  return {
    size: () => items.length - head,
    add: (item: T): void => {
      items.push(item);
    },
    take: (): T | undefined => {
      const item = items[head];
      if (item === undefined) return undefined;
      head++;
      if (head > 1024 && head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
  };
};
