import { filesIn } from '../generate/files.ts';

// node --import tsx scripts/check/rules.ts: each rule has a test and a page, and each test and page of a rule has its rule.
const idsIn = (directory: string, ending: string): readonly string[] =>
  filesIn(directory, /^[^/]+\/[^/]+$/)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));

const missing = (from: readonly string[], among: readonly string[], say: (id: string) => string): readonly string[] =>
  from.filter((id) => !among.includes(id)).map(say);

const rules = idsIn('rules', '.ts');
const tests = idsIn('test/rules', '.test.ts');
const pages = idsIn('docs/rules', '.md');

const problems = [
  ...(rules.length === 0 ? ['There is no rule.'] : []),
  ...missing(rules, tests, (id) => `rules/${id}.ts has no test: test/rules/${id}.test.ts.`),
  ...missing(rules, pages, (id) => `rules/${id}.ts has no page: docs/rules/${id}.md. Run npm run generate.`),
  ...missing(tests, rules, (id) => `test/rules/${id}.test.ts tests no rule.`),
  ...missing(pages, rules, (id) => `docs/rules/${id}.md is about no rule. Remove it.`),
];

for (const problem of problems) console.error(problem);
console.log(`${rules.length} rules, ${problems.length} problems.`);
process.exitCode = problems.length === 0 ? 0 : 1;
