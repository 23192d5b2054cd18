import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadWorld, startLab } from '../lab/index.ts';
import { root } from './root.ts';

// Serves a world until it is interrupted: node --import tsx scripts/lab.ts [WORLD.yaml] [--port N]
const serve = async (args: readonly string[]): Promise<void> => {
  const options = { port: { type: 'string', default: '0' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [file = join(root, 'lab/worlds/demo.yaml'), ...more] = positionals;
  if (more.length > 0) throw new Error('One world can be served at a time.');
  const lab = await startLab(loadWorld(await readFile(file, 'utf8'), file), { port: Number(values.port) });
  console.log(lab.url);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void lab.close());
};

serve(process.argv.slice(2)).catch((error: Error) => {
  console.error(`Error: ${error.message}\nUsage: npm run lab -- [WORLD.yaml] [--port N]`);
  process.exitCode = 2;
});
