import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

const PROGRAM = resolve('bin/run.js');
const MAX_OUTPUT = 64 * 1024 * 1024;

/** How the program ended. */
export interface Ended {
  /** Exit code, or why there is none. */
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program, however that ends. */
export type Program = (...args: readonly string[]) => Promise<Ended>;

type Variables = Readonly<Record<string, string>>;

/** What the user has set up for clusters and clouds stays out: nothing here may reach a real one. */
const sealed = (directory: string, more: Variables): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|KUBE)|_proxy$/i.test(name))),
  HOME: directory,
  ...more,
});

/**
 * @param directory where it runs: configurations are found there
 * @param more variables of its environment
 */
export const programIn =
  (directory: string, more: Variables = {}): Program =>
  (...args) =>
    new Promise((ended) =>
      execFile(
        process.execPath,
        [PROGRAM, ...args],
        { env: sealed(directory, more), cwd: directory, maxBuffer: MAX_OUTPUT },
        (error, stdout, stderr) => ended({ status: error ? (error.code ?? error.signal ?? error.message) : 0, stdout, stderr }),
      ),
    );
