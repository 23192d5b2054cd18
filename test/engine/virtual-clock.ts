import type { Clock } from '../../engine/collect/clock.ts';

/**
 * A clock that jumps to the next timer whenever nothing else is left to do, so that hours pass in milliseconds and in
 * order. `random` repeats the given numbers.
 */
export const virtualClock = (randoms: readonly number[] = [0.5]): Clock => {
  let time = 0;
  let drawn = 0;
  let running = false;
  const timers: { readonly due: number; readonly callback: () => void }[] = [];
  const step = (): void => {
    const next = timers.sort((a, b) => a.due - b.due).shift();
    if (!next) {
      running = false;
      return;
    }
    time = Math.max(time, next.due);
    next.callback();
    setImmediate(step);
  };
  return {
    now: () => time,
    after: (milliseconds, callback) => {
      const timer = { due: time + Math.max(0, milliseconds), callback };
      timers.push(timer);
      if (!running) {
        running = true;
        setImmediate(step);
      }
      return () => {
        const index = timers.indexOf(timer);
        if (index >= 0) timers.splice(index, 1);
      };
    },
    random: () => randoms[drawn++ % randoms.length] ?? 0.5,
  };
};
