import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FileResult } from './result.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** Milliseconds after which a file's process is ended: far beyond what any needs, so that nothing hangs for ever. */
const LIMIT = 15 * 60_000;

const died = (file: string, code: number | null): FileResult => ({
  file,
  passed: 0,
  failed: 1,
  skipped: 0,
  errors: `  its process ended (code ${code}) before its tests did.\n`,
});

/** Has a worker run one file. A file that takes its process down, or whose tests never settle, is a failure. */
const runIn = async (worker: ChildProcess, file: string): Promise<FileResult> => {
  worker.send(file);
  const limit = setTimeout(() => worker.kill(), LIMIT);
  const ended = new AbortController();
  const answer = once(worker, 'message', { signal: ended.signal }).then(([result]) => result as FileResult);
  const end = once(worker, 'exit', { signal: ended.signal }).then(([code]) => died(file, code));
  try {
    return await Promise.race([answer, end]);
  } finally {
    clearTimeout(limit);
    ended.abort();
    await Promise.allSettled([answer, end]);
  }
};

const isAlive = (worker: ChildProcess | undefined): worker is ChildProcess => worker?.connected === true;

/**
 * Runs test files in `size` processes, each the next file that waits.
 * @param execArgv options of Node for the processes
 * @param onResult told each file's result when it is there
 */
export const runPool = async (
  files: readonly string[],
  size: number,
  execArgv: readonly string[],
  onResult: (result: FileResult) => void,
): Promise<readonly FileResult[]> => {
  const waiting = [...files];
  const results: FileResult[] = [];
  const lane = async (): Promise<void> => {
    let worker: ChildProcess | undefined;
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      if (!isAlive(worker)) worker = fork(WORKER, { execArgv: [...execArgv] });
      const result = await runIn(worker, file);
      results.push(result);
      onResult(result);
    }
    if (isAlive(worker)) worker.disconnect();
  };
  await Promise.all(Array.from({ length: size }, lane));
  return results;
};
