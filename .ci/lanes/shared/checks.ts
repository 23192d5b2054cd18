/** One thing to try. Rejects where it does not hold. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** What has come of the checks of a lane so far. */
export const counts = { passed: 0, failed: 0, skipped: 0 };

const notePass = (name: string): void => {
  counts.passed++;
  console.log(`✓ ${name}`);
};

const noteFailure = (name: string, error: unknown): void => {
  counts.failed++;
  console.log(`✘ ${name}\n${error instanceof Error ? error.message : error}`);
};

/** Counts whether `holds` returns or throws, and says so. */
export const check = (name: string, holds: () => void): void => {
  try {
    holds();
    notePass(name);
  } catch (error) {
    noteFailure(name, error);
  }
};

/** The same of what there are thousands of: says so only where it does not hold. */
export const checkQuietly = (name: string, holds: () => void): void => {
  try {
    holds();
    counts.passed++;
  } catch (error) {
    noteFailure(name, error);
  }
};

/** The same of what takes its time: something that breaks off the lane must not break off its tally. */
export const perform = async ({ name, run }: Check): Promise<void> => {
  try {
    await run();
    notePass(name);
  } catch (error) {
    noteFailure(name, error);
  }
};

const AT_A_TIME = 4;

/** Starting a tool takes its time, so several run side by side. */
export const performAll = async (checks: readonly Check[]): Promise<void> => {
  const waiting = [...checks];
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) await perform(check);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
};

/** Counts what could not be tried, and says so. */
export const skip = (why: string, number = 1): void => {
  counts.skipped += number;
  console.log(`SKIPPED: ${why}`);
};
