import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from './root.ts';

/** Runs a script of ours, written in TypeScript, in a process of its own with our output. Rejects where it fails. */
export const runScript = async (path: string, ...args: readonly string[]): Promise<void> => {
  const child = spawn(process.execPath, ['--import', 'tsx', path, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${path} ended with code ${code}.`);
};
