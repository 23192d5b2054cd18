import { nextFire, type Schedule } from './schedule.ts';

const MINUTE = 60_000;

/** How long after the moment it is asked from a preview may begin: reading the state of an account takes its time. */
const READING = 60 * MINUTE;

/** Where a preview and a schedule differ. Milliseconds since 1970. */
export interface Disagreement {
  readonly previewed: number;
  /** When the schedule fires next instead; `undefined` = never. */
  readonly expected: number | undefined;
}

/** Whether a previewed run is that of a fire: it may be told up to a minute late. */
const isRunOf = (fire: number | undefined, run: number): boolean => fire !== undefined && fire <= run && run < fire + MINUTE;

/** The fire that is due after the previous run of the preview, or, for its first run, at the run itself or before it. */
const dueBefore = (schedule: Schedule, run: number, previous: number | undefined, from: number): number | undefined => {
  if (previous !== undefined) return nextFire(schedule, previous);
  // An interval may fire first at any moment.
  return schedule.kind === 'interval' ? run : nextFire(schedule, Math.min(from + READING, run - MINUTE));
};

/**
 * The first of the runs that the service itself foresees with which the schedule does not agree; `undefined` where it
 * agrees with all of them. `runs` are the next ones after about `from`, in any order, none left out between them.
 */
export const firstDisagreement = (schedule: Schedule, runs: readonly number[], from: number): Disagreement | undefined => {
  const ordered = [...new Set(runs)].sort((a, b) => a - b);
  return ordered
    .map((previewed, index) => ({ previewed, expected: dueBefore(schedule, previewed, ordered[index - 1], from) }))
    .find(({ previewed, expected }) => !isRunOf(expected, previewed));
};
