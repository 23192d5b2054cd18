import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from './root.ts';

interface Options {
  /** Keeps what the program writes to standard output to itself. */
  readonly quiet?: boolean;
}

/** Runs a program at the root of the package, with our output; rejects where it fails. */
export const run = async (program: string, args: readonly string[], { quiet = false }: Options = {}): Promise<void> => {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ended with code ${code}.`);
};

/** Runs a script of ours, written in TypeScript, in a process of its own. */
export const runScript = (path: string, ...args: readonly string[]): Promise<void> => run(process.execPath, ['--import', 'tsx', path, ...args]);
