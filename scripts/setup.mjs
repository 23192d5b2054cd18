// node scripts/setup.mjs: installs and builds what is missing or out of date. Needs Node and npm alone.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = [
  'commands',
  'engine',
  'lab',
  'model',
  'protections',
  'reporters',
  'rules',
  'scanners',
  'scripts/build',
  'scripts/generate',
];
const SOURCE_FILES = ['package.json', 'package-lock.json', 'rolldown.config.ts', 'scripts/build.ts'];
/** What a build writes last. */
const BUILT = 'oclif.manifest.json';

const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** Whether every package of the lock file is installed in its version. Optional ones may be for another platform. */
const isInstalled = () => {
  const hidden = 'node_modules/.package-lock.json';
  if (!existsSync(join(root, hidden))) return false;
  const installed = readJson(hidden).packages;
  return Object.entries(readJson('package-lock.json').packages).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
};

/** When something in a directory changed last; a directory itself changes when a file comes or goes. */
const lastChange = (directory) => {
  const entries = readdirSync(directory, { withFileTypes: true });
  const times = entries.map((entry) =>
    entry.isDirectory() ? lastChange(join(directory, entry.name)) : changed(join(directory, entry.name)),
  );
  return Math.max(changed(directory), ...times);
};

const changed = (path) => statSync(path).mtimeMs;

const isBuilt = () => {
  if (!existsSync(join(root, BUILT)) || !existsSync(join(root, 'dist/main.js')) || !existsSync(join(root, 'generated'))) return false;
  const sources = [
    ...SOURCES.map((path) => join(root, path))
      .filter(existsSync)
      .map(lastChange),
    ...SOURCE_FILES.map((path) => changed(join(root, path))),
  ];
  return Math.max(...sources) < changed(join(root, BUILT));
};

const npm = (...args) => {
  // npm is a script with another name on Windows, which only a shell finds.
  const { status } = spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
};

if (!isInstalled()) npm('ci', '--no-audit', '--no-fund');
if (!isBuilt()) npm('run', '--silent', 'build');
