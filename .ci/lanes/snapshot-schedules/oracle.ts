import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Whose expression it is, or `value`, a time value. */
export type Kind = 'elasticsearch' | 'opensearch' | 'value';

/** When a schedule fires after each of some instants: `count` times, each after the one before. Milliseconds since 1970. */
export interface Question {
  readonly kind: Kind;
  readonly text: string;
  /** Java's name of the zone. */
  readonly zone: string;
  readonly after: readonly number[];
  readonly count: number;
}

export type Answer =
  | { readonly kind: 'invalid' }
  /** Milliseconds; more than an integer of a number can hold are not exact. */
  | { readonly kind: 'value'; readonly value: number }
  /** What the clock of the zone is ahead of UTC, in milliseconds, and the fires, for each of `after`. */
  | { readonly kind: 'fires'; readonly offsets: readonly number[]; readonly fires: readonly (readonly number[])[] };

export type Oracle = (questions: readonly Question[]) => readonly Answer[];

/** A release of Elasticsearch and the Lucene that it needs. */
export interface Release {
  readonly elasticsearch: string;
  readonly lucene: string;
}

const SOURCES = resolve('.ci/lanes/snapshot-schedules');

const run = (program: string, args: readonly string[]): boolean =>
  spawnSync(program, args, { cwd: SOURCES, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;

/** Whether there are Maven, and a Java that compiles. */
export const available = (): boolean => run('mvn', ['--version']) && run('javac', ['--version']);

/** The class path of a release, through a file in `directory`; `undefined` where Maven does not get it. */
export const classPathOf = ({ elasticsearch, lucene }: Release, directory: string): string | undefined => {
  const file = resolve(directory, elasticsearch);
  const versions = [`-Delasticsearch.version=${elasticsearch}`, `-Dlucene.version=${lucene}`];
  const got = run('mvn', ['--quiet', '--batch-mode', 'dependency:build-classpath', ...versions, `-Dmdep.outputFile=${file}`]);
  return got ? readFileSync(file, 'utf8').trim() : undefined;
};

const encoded = (text: string): string => `.${Buffer.from(text).toString('base64')}`;

const lineOf = ({ kind, text, zone, after, count }: Question): string =>
  [kind, encoded(text), encoded(zone), count, after.length > 0 ? after.join() : 0].join(' ');

const numbers = (text = ''): readonly number[] => (text === '' ? [] : text.split(',').map(Number));

const answerOf = (line: string): Answer => {
  const [kind, first, second = ''] = line.split(' ');
  if (kind === 'value') return { kind, value: Number(first) };
  return kind === 'fires' ? { kind, offsets: numbers(first), fires: second.split(';').map(numbers) } : { kind: 'invalid' };
};

/** Asks the program in Java. It throws where that does not run to its end. */
export const oracleWith =
  (classPath: string): Oracle =>
  (questions) => {
    const input = `${questions.map(lineOf).join('\n')}\n`;
    const { status, stdout, stderr } = spawnSync('java', ['-cp', classPath, 'Oracle.java'], {
      cwd: SOURCES,
      input,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    if (status !== 0) throw new Error(`the program in Java ended with ${status}: ${stderr}`);
    return stdout.trimEnd().split('\n').map(answerOf);
  };
