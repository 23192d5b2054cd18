import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from './root.ts';

/** Runs a program with our output; rejects where it fails. */
export const run = async (program: string, args: readonly string[]): Promise<void> => {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ended with code ${code}.`);
};

/** Runs a script of ours, written in TypeScript, in a process of its own. */
export const runScript = (path: string, ...args: readonly string[]): Promise<void> => run(process.execPath, ['--import', 'tsx', path, ...args]);
