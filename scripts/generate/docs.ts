import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { actionsByKind, describeRule } from '../../commands/compose/catalogue.ts';
import { shippedControls } from '../../commands/compose/controls.ts';
import { COMMANDS } from '../../commands/index.ts';
import { rules } from '../../generated/rules.ts';
import { scanners } from '../../generated/scanners.ts';
import { root } from '../root.ts';
import { commandsPage } from './docs/commands.ts';
import { rulePage, rulesIndex } from './docs/rules.ts';
import { textOf, writeChanged } from './files.ts';

// node --import tsx scripts/generate/docs.ts [--check]: the pages that say what the code says. With --check, writes nothing
// and fails where a page is not what it would write.
const pages = async (): Promise<ReadonlyMap<string, string>> => {
  const controls = await shippedControls();
  const actions = actionsByKind([...scanners.values()]);
  const described = [...rules.values()].map((rule) => describeRule(rule, actions, controls.get(rule.id) ?? []));
  return new Map([
    ...described.map((rule) => [`docs/rules/${rule.id}.md`, rulePage(rule)] as const),
    ['docs/rules/README.md', rulesIndex(described)],
    ['docs/commands.md', await commandsPage(COMMANDS)],
  ]);
};

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const all = await pages();

if (values.check) {
  const stale = [...all].filter(([path, text]) => textOf(join(root, path)) !== text).map(([path]) => path);
  for (const path of stale) console.error(`${path} is not what the code says. Run npm run generate.`);
  console.log(`${all.size} pages, ${stale.length} stale.`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else for (const [path, text] of all) writeChanged(join(root, path), text);
