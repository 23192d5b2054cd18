import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { filesIn } from './generate/files.ts';
import { runPool } from './test/pool.ts';
import { type FileResult, tally, total } from './test/result.ts';

// node --import tsx scripts/test.ts [--root DIR] [PART-OF-A-PATH…]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { root: { type: 'string', default: '.' } },
});

process.chdir(values.root);

const show = ({ file, errors, ...counts }: FileResult): void => {
  console.log(`${counts.failed > 0 ? '✘' : '✓'} ${file}  ${tally(counts)}`);
  if (errors !== '') console.log(errors);
};

const selected = (filters: readonly string[]): readonly string[] =>
  filesIn('test', /\.test\.ts$/)
    .map((file) => `test/${file}`)
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)));

/** A filter that matches no file is a mistake in it, and must not look like success. */
const unmatched = positionals.filter((filter) => selected([filter]).length === 0);

const runTests = async (): Promise<void> => {
  const files = selected(positionals);
  for (const filter of unmatched) console.log(`✘ ${filter}: matches no test file.`);
  const counts = total(await runPool(files, Math.min(availableParallelism(), 4), process.execArgv, show));
  const failed = counts.failed + unmatched.length + (files.length === 0 && unmatched.length === 0 ? 1 : 0);
  if (files.length === 0) console.log('✘ There is no test.');
  console.log(`\n${tally({ ...counts, failed })}`);
  process.exitCode = failed > 0 ? 1 : 0;
};

await runTests();
