import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { filesIn } from '../generate/files.ts';

// node --import tsx scripts/check/boundaries.ts: which directory imports which, as .dependency-cruiser.cjs allows it. A rule
// whose patterns match nothing guards nothing, and a file that was not looked at is not guarded: both fail.
const DIRECTORIES = [
  'bin',
  'commands',
  'engine',
  'generated',
  'lab',
  'model',
  'protections',
  'reporters',
  'rules',
  'scanners',
  'scripts',
  'test',
];
const CONFIG = '.dependency-cruiser.cjs';

interface Side {
  readonly path?: string;
  readonly pathNot?: string | readonly string[];
}

interface Cruise {
  readonly modules: readonly { readonly source: string; readonly dependencies: readonly { readonly resolved: string }[] }[];
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly to: string; readonly rule: { readonly name: string } }[];
  };
}

interface Guard {
  readonly name: string;
  readonly from: Side;
  readonly to: Side;
}

const SOURCE = /\.(ts|js|mjs|cjs)$/;
const sources = DIRECTORIES.flatMap((directory) => filesIn(directory, SOURCE).map((file) => `${directory}/${file}`));
const present = DIRECTORIES.filter((directory) => sources.some((source) => source.startsWith(`${directory}/`)));

const cruise = (): Cruise => {
  const args = [join('node_modules', '.bin', 'depcruise'), '--config', CONFIG, '--output-type', 'json', ...present];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser says: ${stderr || stdout}`);
  return JSON.parse(stdout);
};

const patternsOf = ({ path, pathNot }: Side): readonly string[] => [path, pathNot].flat().filter((pattern) => pattern !== undefined);

/** Of a directory that holds nothing yet. */
const isAhead = (pattern: string): boolean => DIRECTORIES.some((directory) => pattern === `^${directory}/` && !present.includes(directory));

const idlePatterns = (guards: readonly Guard[], paths: readonly string[]): readonly string[] =>
  guards.flatMap(({ name, from, to }) =>
    [...patternsOf(from), ...patternsOf(to)]
      .filter((pattern) => !isAhead(pattern) && !paths.some((path) => new RegExp(pattern).test(path)))
      .map((pattern) => `${name}: its pattern ${pattern} matches no module.`),
  );

const { modules, summary } = cruise();
const guards: readonly Guard[] = createRequire(import.meta.url)(resolve(CONFIG)).forbidden;
const seen = new Set(modules.map(({ source }) => source));
const paths = modules.flatMap(({ source, dependencies }) => [source, ...dependencies.map(({ resolved }) => resolved)]);
const problems = [
  ...sources.filter((source) => !seen.has(source)).map((source) => `${source} was not looked at.`),
  ...idlePatterns(guards, paths),
  ...summary.violations.map(({ from, to, rule }) => `${from} imports ${to}: against ${rule.name}.`),
];

for (const problem of problems) console.error(problem);
console.log(`${sources.length} modules, ${guards.length} rules, ${problems.length} problems.`);
process.exitCode = problems.length === 0 && sources.length > 0 ? 0 : 1;
