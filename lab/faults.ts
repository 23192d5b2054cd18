import { matchesGlob } from '../model/glob.ts';
import type { Fault } from './world.ts';

/** What a request asks for, as faults name it. */
export interface Asked {
  /** `s3:GetBucketVersioning` */
  readonly operation: string;
  readonly bucket?: string;
}

/** Numbers from 0 up to 1, the same for the same seed (a linear congruential generator). */
export const createRandom = (seed: number): (() => number) => {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
};

const speaksOf = (fault: Fault, { operation, bucket }: Asked): boolean =>
  matchesGlob(fault.operation, operation) && (fault.bucket === undefined || (bucket !== undefined && matchesGlob(fault.bucket, bucket)));

export interface Faults {
  /** Milliseconds to wait, and what goes wrong then. */
  readonly drawn: (asked: Asked) => { readonly latency: number; readonly fault: Fault | undefined };
}

/** Draws the faults of requests from a list that may change at any time. */
export const createFaults = (list: () => readonly Fault[], random: () => number): Faults => {
  const used = new Map<Fault, number>();
  const applies = (fault: Fault, asked: Asked): boolean => {
    if (!speaksOf(fault, asked)) return false;
    const uses = used.get(fault) ?? 0;
    if (fault.times !== undefined && uses >= fault.times) return false;
    used.set(fault, uses + 1);
    return fault.throttle === undefined || random() < fault.throttle;
  };
  const isLatencyOnly = ({ operation, bucket, times, latency, ...effects }: Fault): boolean => Object.keys(effects).length === 0;
  return {
    drawn: (asked) => {
      let latency = 0;
      for (const fault of list()) {
        if (!applies(fault, asked)) continue;
        latency += fault.latency ?? 0;
        if (!isLatencyOnly(fault)) return { latency, fault };
      }
      return { latency, fault: undefined };
    },
  };
};
