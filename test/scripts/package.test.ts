import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

// What users install: the packed package, without the packages that it was built with.
const test = suite('the package');

let root: string;
const inPackage = (path: string): string => join(root, 'package', path);

test.before(() => {
  root = mkdtempSync(join(tmpdir(), 'mlops-dr-package-'));
  const packed = spawnSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', root], { encoding: 'utf8' });
  const unpacked = spawnSync('tar', ['xzf', packed.stdout.trim()], { cwd: root, encoding: 'utf8' });
  assert.is(unpacked.status, 0, `${packed.stderr}${unpacked.stderr}`);
});

test.after(() => rmSync(root, { recursive: true }));

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [inPackage('bin/run.js'), ...args], { cwd: root, encoding: 'utf8' });

test('needs no other package', () => {
  const { dependencies, peerDependencies, optionalDependencies } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8'));
  assert.equal([dependencies, peerDependencies, optionalDependencies], [undefined, undefined, undefined]);
  assert.not.ok(existsSync(inPackage('node_modules')));
});

for (const args of [
  ['--version'],
  ['--help'],
  ['rules', 'list'],
  ['rules', 'show', 's3/versioning-enabled'],
  ['policy', 'validate', 'dr-baseline'],
]) {
  test(`runs mlops-dr ${args.join(' ')}`, () => {
    const { status, stderr } = run(...args);
    assert.is(stderr, '');
    assert.is(status, 0);
  });
}

test('demonstrates itself', () => {
  const { status, stdout, stderr } = run('scan', '--demo', '--fail-on', 'never', '--allow-incomplete', '--format', 'json');
  assert.is(status, 0, stderr);
  assert.ok(JSON.parse(stdout).findings.length > 0);
});

test('holds the licences of what it bundles', () => {
  const notices = readFileSync(inPackage('dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const name of ['@oclif/core', '@aws-sdk/client-s3', 'js-yaml', 'chalk', 'typebox']) assert.ok(notices.includes(`${name}@`), name);
  assert.not.match(notices, /undefined/);
});

test('holds its own licence, the policies and the demonstration', () => {
  for (const path of ['LICENSE', 'policies/dr-baseline.yaml', 'policies/mlops-platform.yaml', 'lab/worlds/demo.yaml'])
    assert.ok(existsSync(inPackage(path)), path);
});

test.run();
