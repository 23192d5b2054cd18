import { join } from 'node:path';
import { connectors } from '../../generated/connectors.ts';
import { kinds } from '../../generated/kinds.ts';
import { rules } from '../../generated/rules.ts';
import { root } from '../root.ts';
import { textOf, writeChanged } from './files.ts';
import { publishedSchemas } from './published.ts';

// node --import tsx scripts/generate/schemas.ts [--check]: the schemas in schemas/, or whether they are what they should be.
const files = [...publishedSchemas({ rules, kinds, connectors })].map(([name, schema]) => ({
  path: join('schemas', name),
  text: `${JSON.stringify(schema, null, 2)}\n`,
}));

if (process.argv.includes('--check')) {
  const stale = files.filter(({ path, text }) => textOf(join(root, path)) !== text);
  for (const { path } of stale) console.error(`${path} is not what the sources say: run npm run generate.`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const { path, text } of files) writeChanged(join(root, path), text);
}
