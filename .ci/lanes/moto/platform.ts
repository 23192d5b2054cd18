import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

const SCANNER = resolve('bin/run.js');

/** How a program ended. */
export interface Ended {
  /** Exit code, or why there is none. */
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Programs that work on a platform in moto. */
export interface Platform {
  /** Runs a program, however that ends. */
  readonly run: (program: string, ...args: readonly string[]) => Promise<Ended>;
  /** Runs the AWS CLI. Resolves with what it prints; rejects where it fails. */
  readonly aws: (...args: readonly string[]) => Promise<string>;
  /** Runs a script of shell commands. Rejects where one of them fails. */
  readonly script: (file: string) => Promise<void>;
  /** Runs the built scanner, however that ends. */
  readonly scanner: (...args: readonly string[]) => Promise<Ended>;
}

/** The environment without what the user has set up for AWS: nothing here may reach a real account. */
export const sealed = (more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))),
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  // The AWS CLI goes by the one, the SDK for JavaScript by the other.
  AWS_DEFAULT_REGION: 'us-west-2',
  AWS_REGION: 'us-west-2',
  // What moto does not know it answers with an error of its own, which the AWS CLI takes for one that passes.
  AWS_MAX_ATTEMPTS: '1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  ...more,
});

const MAX_OUTPUT = 64 * 1024 * 1024;

/** @param cwd where the programs run: the configuration is found there */
export const platform = (env: NodeJS.ProcessEnv, cwd: string): Platform => {
  const run: Platform['run'] = (program, ...args) =>
    new Promise((ended) =>
      execFile(program, args, { env, cwd, maxBuffer: MAX_OUTPUT }, (error, stdout, stderr) =>
        ended({ status: error ? (error.code ?? error.signal ?? error.message) : 0, stdout, stderr }),
      ),
    );
  const must = async (program: string, ...args: readonly string[]): Promise<string> => {
    const { status, stdout, stderr } = await run(program, ...args);
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
    return stdout.trim();
  };
  return {
    run,
    aws: (...args) => must('aws', ...args),
    script: async (file) => void (await must('bash', '-eu', file)),
    scanner: (...args) => run(process.execPath, SCANNER, ...args),
  };
};
