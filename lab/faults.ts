import { matchesGlob } from '../model/glob.ts';
import type { Fault } from './world.ts';

/** What a request asks for, as faults name it. */
export interface Asked {
  /** `s3:GetBucketVersioning` */
  readonly operation: string;
  /** What it is about, by all its names: a key's id and ARN, a plan's id and name. */
  readonly resources: readonly string[];
}

/** Numbers from 0 up to but without 1, the same for the same seed (mulberry32: small seeds do not look alike). */
export const createRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const speaksOf = ({ operation: operations, resource: glob }: Fault, { operation, resources }: Asked): boolean =>
  matchesGlob(operations, operation) && (glob === undefined || resources.some((resource) => matchesGlob(glob, resource)));

/** What a fault can do to an answer, beside delaying it. */
export const EFFECTS = ['throttle', 'deny', 'error', 'reset', 'truncate', 'body', 'hang'] as const;

/** The effects that a fault has; a sound one has one at most. */
export const effectsOf = (fault: Fault): readonly string[] => EFFECTS.filter((effect) => fault[effect] !== undefined);

/** What befalls one request. */
export interface Draw {
  /** Milliseconds to wait. */
  readonly latency: number;
  /** What goes wrong then. */
  readonly fault: Fault | undefined;
}

/** Draws the faults of requests from a list that may change at any time: delays add up, and the first effect decides. */
export const createFaults = (list: () => readonly Fault[], random: () => number): ((asked: Asked) => Draw) => {
  const uses = new WeakMap<Fault, number>();
  const applies = (fault: Fault, asked: Asked): boolean => {
    if (!speaksOf(fault, asked)) return false;
    const used = uses.get(fault) ?? 0;
    if (used >= (fault.times ?? Number.POSITIVE_INFINITY)) return false;
    uses.set(fault, used + 1);
    return fault.throttle === undefined || random() < fault.throttle;
  };
  return (asked) => {
    let latency = 0;
    for (const fault of list()) {
      if (!applies(fault, asked)) continue;
      latency += fault.latency ?? 0;
      if (effectsOf(fault).length > 0) return { latency, fault };
    }
    return { latency, fault: undefined };
  };
};
