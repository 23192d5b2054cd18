#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { setFlagsFromString } from 'node:v8';

const TOOL_ERROR = 2;

// A reader that has seen enough (`| head`) is no error; anything else (a full disk) ends the run with a word about it.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`Error: standard output cannot be written: ${error.message}\n`);
  process.exit(TOOL_ERROR);
});

const args = process.argv.slice(2);

if (args[0] === '--version') {
  // Without the command framework, which takes longer to load than this takes to run.
  const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
} else if (!existsSync(new URL('../dist/main.js', import.meta.url))) {
  process.stderr.write('Error: this copy of the sources has not been built. Run npm run demo or npm run build.\n');
  process.exitCode = TOOL_ERROR;
} else {
  // Node 22.1 and later keep what they compiled: the second start is faster.
  module.enableCompileCache?.();
  // Nearly all that a scan allocates is garbage a moment later: collecting it early costs little and keeps memory flat.
  setFlagsFromString('--heap-growing-percent=30');
  const { main } = await import('../dist/main.js');
  await main(args);
}
