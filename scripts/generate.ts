import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { generateCode } from './generate/code.ts';
import { root } from './root.ts';
import { runScript } from './run.ts';

// node --import tsx scripts/generate.ts: everything that is generated, in git or not.
await generateCode();
for (const script of ['scripts/generate/schemas.ts', 'scripts/generate/docs.ts']) {
  if (existsSync(join(root, script))) await runScript(script);
}
