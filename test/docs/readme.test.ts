import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runCli } from '../commands/cli.ts';
import { type Block, blocksIn, pages } from './pages.ts';

const test = suite('docs: README');

const readme = pages.find(({ file }) => file === 'README.md');
assert.ok(readme);

const only = (blocks: readonly Block[], where: (block: Block) => boolean): Block => {
  const [block, ...rest] = blocks.filter(where);
  assert.ok(block && rest.length === 0, 'not exactly one block');
  return block;
};

test('what it shows of the demonstration is what the demonstration says, in that order', async () => {
  const { code, stdout, stderr } = await runCli(['scan', '--demo', '--fail-on', 'never', '--allow-incomplete'], {
    env: { NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  assert.is(code, 0, stderr);
  const shown = only(blocksIn(readme, 'text'), ({ text }) => text.includes('✗ FAIL'));
  let rest = stdout;
  for (const part of shown.text.split('…\n')) {
    const start = rest.indexOf(part);
    assert.ok(start >= 0, `the demonstration does not say (any more, or not here):\n${part}`);
    rest = rest.slice(start + part.length);
  }
});

test.run();
