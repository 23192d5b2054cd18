import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';
import { runScript } from '../run.ts';
import { generateRegistries } from './registries.ts';

const VALIDATORS = 'scripts/generate/validators.ts';

/** Writes `generated/`, which the program is compiled with. The validators read the new registries, in a process of their own. */
export const generateCode = async (): Promise<void> => {
  await generateRegistries(root);
  if (existsSync(join(root, VALIDATORS))) await runScript(VALIDATORS);
};
