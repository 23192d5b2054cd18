import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tally } from './test/result.ts';

// node --import tsx scripts/check.ts: every check:* of package.json, each whatever became of the others.
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Readonly<Record<string, string>> };
const checks = Object.keys(scripts).filter((name) => name.startsWith('check:'));

const passes = (name: string): boolean => {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  console.log(`${status === 0 ? '✓' : '✘'} ${name}`);
  if (status !== 0) console.log(`${stdout}${stderr}`);
  return status === 0;
};

const passed = checks.filter(passes).length;
const failed = checks.length - passed;
console.log(`\n${tally({ passed, failed, skipped: 0 })}`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
