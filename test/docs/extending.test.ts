import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Reporter } from '../../model/reporter.ts';
import type { AnyRule, Example } from '../../model/rule.ts';
import { contextOf, EVERY_VERDICT, reportOf } from '../reporters/fixtures.ts';
import { judgeRow } from '../rules/harness.ts';
import { type Block, blocksIn, pages } from './pages.ts';

const test = suite('docs: examples of extensions');

const ROOT = new URL('../../', import.meta.url).href;

const examples = pages.flatMap((page) => blocksIn(page, 'ts'));

const exampleWith = (words: string): Block => {
  const example = examples.find(({ text }) => text.includes(words));
  assert.ok(example, `no example says ${words}`);
  return example;
};

/** The default export of an example, whose imports lead into the repository. */
const run = async ({ text }: Block): Promise<unknown> => {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-dr-docs-'));
  try {
    const file = join(directory, 'example.mts');
    writeFileSync(file, text.replace(/(?<=from ')(\.\.\/)+/g, ROOT));
    return (await import(pathToFileURL(file).href)).default;
  } finally {
    rmSync(directory, { recursive: true });
  }
};

test('the rule does what its own examples say, and leaves open what it cannot read', async () => {
  const rule = (await run(exampleWith('defineRule({'))) as AnyRule;
  assert.ok(rule.examples.length > 0);
  for (const example of rule.examples as readonly Example[]) assert.is(judgeRow(rule, example).verdict, example.verdict, example.name);
  const unread = Object.fromEntries(rule.reads.map((facet: string) => [facet, 'unread']));
  assert.is(judgeRow(rule, { name: 'unread', facets: unread, verdict: 'unknown' }).verdict, 'unknown');
});

test('the test is of that rule', () => {
  const id = /id: '(.+)'/.exec(exampleWith('defineRule({').text)?.[1];
  assert.match(exampleWith('runTable(').text, `rules/${id}.ts`);
});

test('the reporter writes a line for each failure that counts', async () => {
  const reporter = (await run(exampleWith('const reporter'))) as Reporter;
  const failures = EVERY_VERDICT.filter(({ verdict, waiver }) => verdict === 'fail' && waiver === null);
  const lines = failures.map(({ rule, resource }) => `${rule} ${resource.name}\n`);
  assert.ok(lines.length > 0);
  assert.is(reporter.render(reportOf({ findings: EVERY_VERDICT }), contextOf()), lines.join(''));
});

test.run();
