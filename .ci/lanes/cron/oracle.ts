import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { Dialect } from '../../../model/schedule/velero.ts';

/** When a schedule of a dialect fires after each of some instants: `count` times, each after the one before. Unix seconds. */
export interface Question {
  readonly dialect: Dialect;
  readonly expression: string;
  /** The zone of the machine. */
  readonly zone: string;
  readonly after: readonly number[];
  readonly count: number;
}

/** One list of fires and one offset from UTC in seconds for each of `after`, unless the expression is invalid. */
export interface Answer {
  readonly invalid?: string;
  readonly offsets: readonly number[] | null;
  readonly fires: readonly (readonly number[])[] | null;
}

export type Oracle = (questions: readonly Question[]) => readonly Answer[];

const SOURCES = resolve('.ci/lanes/cron');

const GO = 'go';

const go = (...args: readonly string[]): boolean =>
  spawnSync(GO, args, { cwd: SOURCES, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;

/** Whether there is Go, and the libraries for it. */
export const available = (): boolean => go('version') && go('mod', 'download');

const parseLines = (output: string): readonly Answer[] =>
  output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);

/** Builds the program in `directory`. Throws where it cannot be built or does not run to its end. */
export const buildOracle = (directory: string): Oracle => {
  const program = resolve(directory, 'cron');
  if (!go('build', '-o', program, '.')) throw new Error('the program in Go does not build');
  return (questions) => {
    const input = questions.map((question) => JSON.stringify(question)).join('\n');
    const { status, stdout, stderr } = spawnSync(program, { input, encoding: 'utf8', maxBuffer: 2 ** 30, env: {} });
    if (status !== 0) throw new Error(`the program in Go ended with ${status}: ${stderr}`);
    return parseLines(stdout);
  };
};
