import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

// What it does with npm is asked of an npm that only writes down how it was called.
const test = suite('scripts/setup');

const PACKAGES = { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', optional: true } };
const LONG_AGO = new Date('2020-01-01T00:00:00Z');

interface State {
  /** What node_modules/.package-lock.json says; absent: there is none. */
  readonly installed?: object;
  /** Whether the build is there, and older or newer than the sources. */
  readonly built?: 'before' | 'after';
}

const write = (root: string, path: string, text: string, time?: Date): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
  if (time) utimesSync(join(root, path), time, time);
};

const npmCalls = ({ installed, built }: State): readonly string[] => {
  const root = mkdtempSync(join(tmpdir(), 'mlops-dr-setup-'));
  try {
    cpSync('scripts/setup.mjs', join(root, 'scripts/setup.mjs'));
    for (const path of ['package.json', 'rolldown.config.ts', 'scripts/build.ts', 'model/a.ts']) write(root, path, '{}');
    write(root, 'package-lock.json', JSON.stringify({ packages: PACKAGES }));
    if (installed) write(root, 'node_modules/.package-lock.json', JSON.stringify({ packages: installed }));
    if (built) {
      for (const path of ['dist/main.js', 'generated/rules.ts']) write(root, path, '');
      const time = built === 'before' ? LONG_AGO : new Date(Date.now() + 60_000);
      write(root, 'oclif.manifest.json', '{}', time);
    }
    write(root, 'bin/npm', `#!/bin/sh\necho "$@" >> "${root}/calls"\n`);
    chmodSync(join(root, 'bin/npm'), 0o755);
    const PATH = `${join(root, 'bin')}${delimiter}${process.env.PATH}`;
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/setup.mjs')], {
      env: { ...process.env, PATH },
      encoding: 'utf8',
    });
    assert.is(status, 0, stderr);
    return existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').trimEnd().split('\n') : [];
  } finally {
    rmSync(root, { recursive: true });
  }
};

const INSTALL = 'ci --no-audit --no-fund';
const BUILD = 'run --silent build';
const A = { 'node_modules/a': { version: '1.0.0' } };

const CASES: readonly { readonly name: string; readonly state: State; readonly calls: readonly string[] }[] = [
  { name: 'a fresh clone', state: {}, calls: [INSTALL, BUILD] },
  { name: 'all in place', state: { installed: A, built: 'after' }, calls: [] },
  {
    name: 'another version of a package',
    state: { installed: { 'node_modules/a': { version: '0.9.0' } }, built: 'after' },
    calls: [INSTALL],
  },
  { name: 'a package too few', state: { installed: {}, built: 'after' }, calls: [INSTALL] },
  { name: 'sources newer than the build', state: { installed: A, built: 'before' }, calls: [BUILD] },
  { name: 'no build', state: { installed: A }, calls: [BUILD] },
];

for (const { name, state, calls } of CASES) {
  test(`${name}: ${calls.length === 0 ? 'nothing to do' : calls.join(', ')}`, () => assert.equal(npmCalls(state), calls));
}

test.run();
