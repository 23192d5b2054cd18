import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { actionsByKind, describeRule } from '../../commands/compose/catalogue.ts';
import { kinds } from '../../generated/kinds.ts';
import { rules } from '../../generated/rules.ts';
import { scanners } from '../../generated/scanners.ts';
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

/** Of listings, rules, and tags for selectors. */
const neededActions = (): readonly string[] => {
  const actions = actionsByKind([...scanners.values()]);
  const read = [...rules.values()].flatMap((rule) => describeRule(rule, actions, []).reads.flatMap(({ action }) => action ?? []));
  const selected = [...actions].flatMap(([id, { list, facets }]) => [list ?? [], facets[kinds.get(id)?.tags ?? ''] ?? []].flat());
  return [...new Set([...read, ...selected])].sort();
};

test('the permissions are those that the shipped rules need', () => {
  const policy = JSON.parse(only(blocksIn(readme, 'json'), ({ text }) => text.includes('"Action"')).text);
  assert.equal(policy.Statement[0].Action, neededActions());
});

test.run();
