import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { packageVersion } from '../../commands/assets.ts';
import { COMMANDS } from '../../commands/index.ts';
import { runCli } from './cli.ts';

const test = suite('commands/main');

test('tells its version', async () => {
  const { code, stdout } = await runCli(['--version']);
  assert.is(code, 0);
  assert.is(stdout, `mlops-dr/${packageVersion()} ${process.platform}-${process.arch} node-${process.version}\n`);
});

for (const args of [[], ['--help'], ['rules'], ['rules', '--help'], ['policy']]) {
  test(`shows help: ${['mlops-dr', ...args].join(' ')}`, async () => {
    const { code, stdout, stderr } = await runCli(args);
    assert.is(code, 0, stderr);
    assert.match(stdout, /USAGE/);
  });
}

for (const id of Object.keys(COMMANDS)) {
  test(`shows examples of ${id.replaceAll(':', ' ')}`, async () => {
    const { code, stdout } = await runCli([...id.split(':'), '--help']);
    assert.is(code, 0);
    assert.match(stdout, /EXAMPLES?\n/);
    assert.not.match(stdout, /<%/);
  });
}

const USAGE_ERRORS: readonly { readonly args: readonly string[]; readonly stderr: RegExp }[] = [
  { args: ['scn'], stderr: /There is no command "scn"\. Commands: .*scan.* Did you mean scan\?/ },
  { args: ['rules', 'lst'], stderr: /There is no command "rules lst"\. .*Did you mean rules list\?/ },
  { args: ['rules', 'shw', 's3/versioning-enabled'], stderr: /Did you mean rules show\?/ },
  { args: ['nonsense', '--help'], stderr: /There is no command "nonsense"/ },
  { args: ['--verbos'], stderr: /^Error: .*--verbos/ },
  { args: ['rules', 'list', '--jsn'], stderr: /There is no flag --jsn\. Did you mean --json\?\nSee mlops-dr rules list --help\./ },
  { args: ['rules', 'list', '--zzzzzzzz'], stderr: /There is no flag --zzzzzzzz\.\nSee mlops-dr rules list --help\./ },
  { args: ['rules', 'list', '--kind'], stderr: /--kind expects a value/ },
  { args: ['constructor'], stderr: /There is no command "constructor"/ },
];

for (const { args, stderr: expected } of USAGE_ERRORS) {
  test(`exits with 2: mlops-dr ${args.join(' ')}`, async () => {
    const { code, stdout, stderr } = await runCli(args);
    assert.is(code, 2);
    assert.is(stdout, '');
    assert.match(stderr, expected);
    assert.not.match(stderr, /^ +at /m);
  });
}

test('is found from any directory', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'mlops-dr-'));
  const { code } = await runCli(['rules', 'list'], { cwd });
  await rm(cwd, { recursive: true });
  assert.is(code, 0);
});

test('takes a reader that leaves early for no error', async () => {
  const child = spawn(process.execPath, ['bin/run.js', 'rules', 'list'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  assert.is(stderr, '');
  assert.is(code, 0);
});

// A disk that is always full, where the system has one.
const onFullDisk = existsSync('/dev/full') ? test : test.skip;

onFullDisk('says that standard output cannot be written', async () => {
  const child = spawn('sh', ['-c', '"$0" bin/run.js rules list > /dev/full', process.execPath], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  assert.match(stderr, /^Error: standard output cannot be written: ENOSPC/);
  assert.is(code, 2);
});

test.run();
