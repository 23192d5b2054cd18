import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { copyPackage, type PackageCopy } from './copy.ts';

// Each check is run as `npm run check` runs it, with the real configuration, on a copy of the package with faults planted.
const test = suite('scripts/check');

let copy: PackageCopy;
test.before(() => {
  copy = copyPackage();
});
test.after(() => copy.remove());

interface Result {
  readonly code: number | null;
  readonly output: string;
}

const runCheck = async (name: string): Promise<Result> => {
  const child = spawn('npm', ['run', '--silent', `check:${name}`], { cwd: copy.root, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
  const [code] = await once(child, 'close');
  return { code, output: Buffer.concat(chunks).toString('utf8') };
};

interface Fault {
  readonly path: string;
  readonly text: string;
  /** What the check must say of it, besides failing. */
  readonly says: RegExp;
}

/** Plants the faults of one check, runs it, and takes them out again. */
const proves = (check: string, title: string, faults: readonly Fault[]): void => {
  test(`check:${check} finds ${title}`, async () => {
    const removals = faults.map(({ path, text }) => copy.plant(path, text));
    const { code, output } = await runCheck(check);
    for (const remove of removals) remove();
    assert.is.not(code, 0, output);
    for (const { says } of faults) assert.match(output, says);
  });
};

proves('lint', 'what the linter and the formatter forbid', [
  {
    path: 'model/planted-any.ts',
    text: 'export const planted: any = 1;\n',
    says: /model\/planted-any\.ts:1:23 lint\/suspicious\/noExplicitAny/,
  },
  { path: 'model/planted-format.ts', text: 'export const planted = "double"\n', says: /model\/planted-format\.ts format/ },
  {
    path: 'model/planted-import.ts',
    text: "import { join } from 'node:path';\n",
    says: /model\/planted-import\.ts:1:\d+ lint\/correctness\/noUnusedImports/,
  },
]);

proves('types', 'what the compiler forbids', [
  {
    path: 'model/planted-type.ts',
    text: "export const planted: number = 'text';\n",
    says: /model\/planted-type\.ts\(1,14\): error TS2322/,
  },
  {
    path: 'rules/planted-index.ts',
    text: 'export const first = (all: readonly string[]): string => all[0];\n',
    says: /rules\/planted-index\.ts\(1,\d+\): error TS2322/,
  },
  {
    path: 'test/planted-optional.ts',
    text: 'export const planted: { readonly a?: string } = { a: undefined };\n',
    says: /test\/planted-optional\.ts\(1,14\): error TS2375/,
  },
  { path: 'scripts/planted-enum.ts', text: 'export enum Planted {}\n', says: /scripts\/planted-enum\.ts\(1,13\): error TS1294/ },
]);

proves('unused', 'files and dependencies that nothing uses', [
  { path: 'engine/planted.ts', text: 'export const planted = 1;\n', says: /Unused files[\s\S]*engine\/planted\.ts/ },
  { path: 'scripts/planted.ts', text: "import 'left-pad';\n", says: /Unlisted dependencies[\s\S]*left-pad/ },
]);

const imports = (path: string): string => `export * from '${path}';\n`;

proves('boundaries', 'imports that point the wrong way', [
  {
    path: 'model/planted.ts',
    text: imports('../engine/suggest.ts'),
    says: /model\/planted\.ts imports engine\/suggest\.ts: against model-/,
  },
  {
    path: 'rules/planted.ts',
    text: imports('../engine/suggest.ts'),
    says: /rules\/planted\.ts imports engine\/suggest\.ts: against rules-/,
  },
  { path: 'protections/planted.ts', text: imports('../engine/suggest.ts'), says: /protections\/planted\.ts imports engine/ },
  { path: 'reporters/planted.ts', text: imports('../engine/suggest.ts'), says: /reporters\/planted\.ts imports engine/ },
  { path: 'scanners/planted.ts', text: imports('../engine/suggest.ts'), says: /scanners\/planted\.ts imports engine/ },
  { path: 'lab/planted.ts', text: imports('../engine/suggest.ts'), says: /lab\/planted\.ts imports engine/ },
  {
    path: 'engine/planted.ts',
    text: imports('../generated/rules.ts'),
    says: /engine\/planted\.ts imports generated\/rules\.ts: against engine-/,
  },
  { path: 'commands/planted.ts', text: imports('../scanners/s3/index.ts'), says: /commands\/planted\.ts imports scanners\/s3\/index\.ts/ },
  { path: 'commands/planted-test.ts', text: imports('../test/commands/cli.ts'), says: /against scripts-and-tests-are-not-imported/ },
  {
    path: 'engine/planted-sdk.ts',
    text: imports('@aws-sdk/client-s3'),
    says: /engine\/planted-sdk\.ts imports .*@aws-sdk\/client-s3.*: against sdks-in-scanners-only/,
  },
  { path: 'model/planted-a.ts', text: imports('./planted-b.ts'), says: /against no-cycles/ },
  { path: 'model/planted-b.ts', text: imports('./planted-a.ts'), says: /model\/planted-b\.ts/ },
  {
    path: 'model/planted-nowhere.ts',
    text: imports('./nowhere.ts'),
    says: /model\/planted-nowhere\.ts imports .*nowhere\.ts: against everything-resolves/,
  },
]);

/** Replaces a file for one run of a check. */
const withChanged = async (path: string, change: (text: string) => string, check: string): Promise<Result> => {
  const text = readFileSync(path, 'utf8');
  const changed = change(text);
  assert.is.not(changed, text, `nothing in ${path} was changed`);
  copy.plant(path, changed);
  const result = await runCheck(check);
  copy.plant(path, text);
  return result;
};

test('check:boundaries finds a pattern that matches no module', async () => {
  const { code, output } = await withChanged(
    '.dependency-cruiser.cjs',
    (text) => text.replace("only('model')", "only('models')"),
    'boundaries',
  );
  assert.is(code, 1, output);
  assert.match(output, /its pattern \^models\/ matches no module/);
});

test('check:boundaries finds that files are left out', async () => {
  const { code, output } = await withChanged(
    '.dependency-cruiser.cjs',
    (text) => text.replace('options: {', "options: { exclude: '^engine/',"),
    'boundaries',
  );
  assert.is(code, 1, output);
  assert.match(output, /engine\/judge\.ts was not looked at/);
});

proves('rules', 'rules without a test or a page, and those without a rule', [
  {
    path: 'rules/s3/planted.ts',
    text: 'export default {};\n',
    says: /rules\/s3\/planted\.ts has no test[\s\S]*rules\/s3\/planted\.ts has no page/,
  },
  { path: 'test/rules/s3/orphan.test.ts', text: '', says: /test\/rules\/s3\/orphan\.test\.ts tests no rule/ },
  { path: 'docs/rules/s3/orphan.md', text: '', says: /docs\/rules\/s3\/orphan\.md is about no rule/ },
]);

test('check:docs finds a page that the code has left behind', async () => {
  const path = 'docs/rules/s3/versioning-enabled.md';
  const { code, output } = await withChanged(path, (text) => text.replace('critical', 'low'), 'docs');
  assert.is(code, 1, output);
  assert.match(output, /docs\/rules\/s3\/versioning-enabled\.md is not what the code says/);
});

test('check:package finds an executable that is not there', async () => {
  const { code, output } = await withChanged(
    'package.json',
    (text) => text.replace('"mlops-dr": "bin/run.js"', '"mlops-dr": "bin/gone.js"'),
    'package',
  );
  assert.is(code, 1, output);
  assert.match(output, /bin\/gone\.js/);
});

test.run();
