import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

/** A program of a Python package. */
export interface Tool {
  readonly program: string;
  /** What it can be called with to show that it runs. */
  readonly probe: string;
  /** As pip names it. */
  readonly package: string;
}

/** Where an environment of Python's keeps programs. */
const PROGRAMS = 'bin';

const runs = ({ program, probe }: Tool, path: string): boolean =>
  spawnSync(program, [probe], { env: { ...process.env, PATH: path }, stdio: 'ignore' }).status === 0;

const succeeds = (program: string, args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;

/** Into an environment of their own: many systems keep pip away from theirs. */
const install = (packages: readonly string[], directory: string): boolean =>
  succeeds('python3', ['-m', 'venv', directory]) &&
  succeeds(join(directory, PROGRAMS, 'python3'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);

/** A search path on which every tool runs. What is missing is installed in `directory`; `undefined` where that fails. */
export const searchPath = (tools: readonly Tool[], directory: string): string | undefined => {
  const path = [process.env.PATH ?? '', join(directory, PROGRAMS)].join(delimiter);
  const missing = () => tools.filter((tool) => !runs(tool, path));
  const packages = missing().map((tool) => tool.package);
  if (packages.length === 0) return path;
  console.log(`Installing ${packages.join(', ')} with pip.`);
  return install(packages, directory) && missing().length === 0 ? path : undefined;
};
