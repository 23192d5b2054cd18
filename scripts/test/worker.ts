import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FileResult } from './result.ts';

/** What uvu queues for a suite: runs it and tells the text of its errors (or `true`), passed, skipped and total. */
type QueuedSuite = () => Promise<readonly [errors: string | true, passed: number, skipped: number, total: number]>;

interface UvuGlobals {
  UVU_DEFER?: number;
  UVU_QUEUE?: QueuedSuite[][];
  UVU_INDEX?: number;
}

const uvu = globalThis as UvuGlobals;
// Has uvu queue the suites of an imported file instead of running them by itself.
uvu.UVU_DEFER = 1;
uvu.UVU_QUEUE = [];

const importSuites = async (file: string): Promise<readonly QueuedSuite[]> => {
  const group: QueuedSuite[] = [];
  uvu.UVU_INDEX = 0;
  uvu.UVU_QUEUE?.splice(0, Infinity, group);
  await import(pathToFileURL(resolve(file)).href);
  if (group.length === 0) throw new NothingRan('runs no suite: is its test.run() missing?');
  return group;
};

const runSuites = async (file: string, suites: readonly QueuedSuite[]): Promise<FileResult> => {
  const result = { file, passed: 0, failed: 0, skipped: 0, errors: '' };
  for (const suite of suites) {
    const [errors, passed, skipped, total] = await suite();
    result.passed += passed;
    // Not by the errors: uvu swallows what a hook throws, and its tests have not run then.
    result.failed += total - passed;
    result.skipped += skipped;
    if (errors !== true) result.errors += errors;
    else if (passed < total) result.errors += `  ${total - passed} tests did not run: a hook failed.\n`;
  }
  if (result.passed + result.failed === 0) throw new NothingRan('has a suite but no test.');
  return result;
};

/** The tests of a file cannot be counted: it would pass without having been run. */
class NothingRan extends Error {}

const describe = (error: unknown): string => {
  if (error instanceof NothingRan) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

const runFile = async (file: string): Promise<FileResult> => {
  try {
    return await runSuites(file, await importSuites(file));
  } catch (error) {
    return { file, passed: 0, failed: 1, skipped: 0, errors: `  ${describe(error)}\n` };
  }
};

/** Runs with nothing written to standard output: uvu draws a dot a test, and the dots of two workers would mix. */
const silently = async <T>(work: () => Promise<T>): Promise<T> => {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
};

process.on('message', async (file: string) => {
  // Tests that wait for something that never comes then end the process, instead of keeping it for ever.
  process.channel?.unref();
  const result = await silently(() => runFile(file));
  process.channel?.ref();
  process.send?.(result);
});
