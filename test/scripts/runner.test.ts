import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('scripts/test');

interface Run {
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** Runs the test runner on a package that holds these test files. */
const runOn = (files: Readonly<Record<string, string>>, filters: readonly string[] = []): Run => {
  const root = mkdtempSync(join(tmpdir(), 'mlops-dr-tests-'));
  try {
    mkdirSync(join(root, 'test'));
    writeFileSync(join(root, 'package.json'), '{"type":"module"}');
    symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'test', name), text);
    const args = ['--import', 'tsx', 'scripts/test.ts', '--root', root, ...filters];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return { code: status, lines: stdout.trimEnd().split('\n') };
  } finally {
    rmSync(root, { recursive: true });
  }
};

const HEAD = "import { suite } from 'uvu';\nimport * as assert from 'uvu/assert';\nconst test = suite('x');\n";
const PASSING = `${HEAD}test('a', () => assert.ok(true));\ntest.run();\n`;

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly filters?: readonly string[];
  readonly code: number;
  readonly last: string;
  readonly says?: RegExp;
}

const CASES: readonly Case[] = [
  { name: 'a test that passes', files: { 'a.test.ts': PASSING }, code: 0, last: '1 passed, 0 failed' },
  {
    name: 'a test that fails',
    files: { 'a.test.ts': `${HEAD}test('a', () => assert.is(1, 2));\ntest('b', () => assert.ok(true));\ntest.run();\n` },
    code: 1,
    last: '1 passed, 1 failed',
    says: /"a"/,
  },
  {
    name: 'a suite that is never run',
    files: { 'a.test.ts': `${HEAD}test('a', () => assert.ok(true));\n`, 'b.test.ts': PASSING },
    code: 1,
    last: '1 passed, 1 failed',
    says: /is its test\.run\(\) missing\?/,
  },
  { name: 'a suite without a test', files: { 'a.test.ts': `${HEAD}test.run();\n` }, code: 1, last: '0 passed, 1 failed', says: /no test/ },
  { name: 'a package without a test', files: {}, code: 1, last: '0 passed, 1 failed', says: /There is no test/ },
  {
    name: 'a filter that matches nothing',
    files: { 'a.test.ts': PASSING },
    filters: ['a.test', 'nothing'],
    code: 1,
    last: '1 passed, 1 failed',
    says: /nothing: matches no test file/,
  },
  {
    name: 'a test that ends the process',
    files: { 'a.test.ts': `${HEAD}test('a', () => process.exit(0));\ntest.run();\n`, 'b.test.ts': PASSING },
    code: 1,
    last: '1 passed, 1 failed',
    says: /ended \(code 0\) before its tests did/,
  },
  {
    name: 'a test that waits for what never comes',
    files: { 'a.test.ts': `${HEAD}test('a', () => new Promise(() => {}));\ntest.run();\n`, 'b.test.ts': PASSING },
    code: 1,
    last: '1 passed, 1 failed',
    says: /before its tests did/,
  },
  {
    name: 'a hook that fails before the tests',
    files: { 'a.test.ts': `${HEAD}test.before(() => { throw new Error('no'); });\ntest('a', () => assert.ok(true));\ntest.run();\n` },
    code: 1,
    last: '0 passed, 1 failed',
    says: /a hook failed/,
  },
  { name: 'a file that is no TypeScript', files: { 'a.test.ts': 'const ;' }, code: 1, last: '0 passed, 1 failed' },
  {
    name: 'a test that is skipped',
    files: { 'a.test.ts': `${HEAD}test.skip('a', () => assert.ok(true));\ntest('b', () => assert.ok(true));\ntest.run();\n` },
    code: 0,
    last: '1 passed, 0 failed, 1 skipped',
  },
];

for (const { name, files, filters, code, last, says } of CASES) {
  test(`${code === 0 ? 'passes' : 'fails'} with ${name}`, () => {
    const run = runOn(files, filters);
    assert.is(run.lines.at(-1), last, run.lines.join('\n'));
    assert.is(run.code, code);
    if (says) assert.match(run.lines.join('\n'), says);
  });
}

test.run();
