/** One thing to try. Rejects where it does not hold. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** What has come of the checks of a lane so far. */
export const counts = { passed: 0, failed: 0, skipped: 0 };

const perform = async ({ name, run }: Check): Promise<void> => {
  try {
    await run();
    counts.passed++;
    console.log(`✓ ${name}`);
  } catch (error) {
    counts.failed++;
    console.log(`✘ ${name}\n${error instanceof Error ? error.message : error}`);
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

/** Counts something that could not be tried, and says so. */
export const skip = (why: string): void => {
  counts.skipped++;
  console.log(`SKIPPED: ${why}`);
};
