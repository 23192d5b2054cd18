import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { generateRegistries } from './generate/registries.ts';
import { root } from './root.ts';
import { runScript } from './run.ts';

// The validators read the registries, so they are made afterwards, in a process that loads the new ones.
await generateRegistries(root);
for (const script of ['validators', 'schemas']) {
  const path = join('scripts', 'generate', `${script}.ts`);
  if (existsSync(join(root, path))) await runScript(path);
}
