import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

// The tests of the program once more on Node 24, which npm fetches. Skipped where it cannot.
const NPX = ['--yes', '--package', 'node@24', 'node'];

const hasTests = (directory: string): boolean => readdirSync(directory, { recursive: true }).some((file) => `${file}`.endsWith('.test.ts'));

// What the scripts do is of no concern to users.
const parts = readdirSync('test')
  .filter((part) => part !== 'scripts')
  .map((part) => `test/${part}/`)
  .filter(hasTests);

const { stdout, status } = spawnSync('npx', [...NPX, '--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

if (status === 0 && stdout.startsWith('v24.')) {
  console.log(`Node ${stdout.trim()}`);
  const tests = spawnSync('npx', [...NPX, '--import', 'tsx', 'scripts/test.ts', ...parts], { stdio: ['ignore', 'inherit', 'inherit'] });
  process.exitCode = tests.status ?? 1;
} else {
  console.log('SKIPPED: npm cannot install Node 24 here, so nothing has been tested on it.');
  console.log('0 passed, 0 failed, 1 skipped');
}
