import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ExecPlugin, execSource } from '../../../scanners/kubernetes/exec.ts';
import { failureOf, inDirectory } from './harness.ts';

const test = suite('scanners/kubernetes/exec');

const VERSION = 'client.authentication.k8s.io/v1';

/** A plug-in that is a script of Node. */
const plugin = (script: string, more: Partial<ExecPlugin> = {}): ExecPlugin => ({
  command: process.execPath,
  args: ['-e', script, 'hunter2-argument'],
  env: { SECRET: 'hunter2-variable' },
  apiVersion: VERSION,
  ...more,
});

const credential = (status: unknown, more: object = {}) => JSON.stringify({ kind: 'ExecCredential', apiVersion: VERSION, status, ...more });

const printing = (text: string) => plugin(`process.stdout.write(${JSON.stringify(text)})`);

const LIMIT = 20_000;

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n';

for (const [name, status, expected] of [
  ['a token', { token: 't' }, { token: 't' }],
  ['a token for a while', { token: 't', expirationTimestamp: '2999-01-01T00:00:00Z' }, { token: 't' }],
  ['a certificate', { clientCertificateData: CERTIFICATE, clientKeyData: KEY }, { cert: CERTIFICATE, key: KEY }],
  ['both', { token: 't', clientCertificateData: CERTIFICATE, clientKeyData: KEY }, { token: 't', cert: CERTIFICATE, key: KEY }],
] as const) {
  test(`gives ${name}`, async () => assert.equal(await execSource(printing(credential(status)), LIMIT).get(), expected));
}

for (const [name, broken, expected] of [
  ['is not installed', plugin('', { command: 'no-such-plug-in' }), /no-such-plug-in .* is not installed, or not on the PATH/],
  ['may not be run', plugin('', { command: '/etc/passwd' }), /could not be started \(EACCES\)/],
  ['fails', plugin('console.error("hunter2 \\u001b[31m"); process.exit(3)'), /ended with exit code 3; run it by hand/],
  ['is killed', plugin('process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 9e4)'), /was ended by SIGTERM/],
  ['says nothing', printing(''), /is no ExecCredential/],
  ['says something that is no JSON', printing('hunter2'), /is no ExecCredential/],
  ['says null', printing('null'), /is no ExecCredential/],
  ['is of another kind', printing(credential({ token: 'hunter2' }, { kind: 'Secret' })), /is no ExecCredential/],
  ['says nothing of its status', printing(credential(undefined)), /is no ExecCredential/],
  ['speaks another version', printing(credential({ token: 'hunter2' }, { apiVersion: 'x' })), /answered in another version/],
  ['gives nothing', printing(credential({})), /neither a token nor a certificate/],
  ['gives a token that no header holds', printing(credential({ token: 'hunter2\r\nX: y' })), /neither a token/],
  ['gives half a certificate', printing(credential({ clientCertificateData: CERTIFICATE })), /neither a token/],
  ['gives what has expired', printing(credential({ token: 'hunter2', expirationTimestamp: '2020-01-01T00:00:00Z' })), /has expired/],
  ['gives it until some time that is none', printing(credential({ token: 'hunter2', expirationTimestamp: 'soon' })), /has expired/],
  ['does not stop', plugin('const go = () => process.stdout.write("x".repeat(65536), go); go();'), /does not stop answering/],
] as const) {
  test(`a plug-in that ${name}`, async () => {
    const failure = await failureOf(() => execSource(broken, LIMIT).get());
    assert.equal([failure.class, failure.code], ['unauthenticated', 'ExecPluginFailed']);
    assert.match(failure.message, expected);
    assert.match(failure.message, broken.command);
    assert.not.match(failure.message, 'hunter2');
    assert.not.match(failure.message, '\u001b');
  });
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Whether a process ends; one that was killed may still be there for a moment. */
const ends = async (pid: number): Promise<boolean> => {
  for (let waited = 0; waited < 200 && isAlive(pid); waited++) await sleep(25);
  return !isAlive(pid);
};

/** Starts a child that outlives it and holds on to its output, and writes down who it is. */
const hanging = (file: string): ExecPlugin => ({
  command: '/bin/sh',
  args: ['-c', 'sleep 90 & echo $! > "$0"; wait', file],
  env: {},
  apiVersion: VERSION,
});

const written = async (file: string): Promise<number> => {
  for (let waited = 0; waited < 1_000 && !(existsSync(file) && readFileSync(file, 'utf8').endsWith('\n')); waited++) await sleep(10);
  return Number(readFileSync(file, 'utf8'));
};

test('one that hangs is killed, and what it has started as well', () =>
  inDirectory(async (directory) => {
    const file = join(directory, 'pid');
    const failure = await failureOf(() => execSource(hanging(file), 2_500).get());
    assert.is(failure.class, 'unauthenticated');
    assert.match(failure.message, 'had not answered after 2.5 s');
    assert.ok(await ends(await written(file)));
  }));

test('one that is still at it when the session closes', () =>
  inDirectory(async (directory) => {
    const file = join(directory, 'pid');
    const source = execSource(hanging(file), LIMIT);
    const failing = failureOf(() => source.get());
    const pid = await written(file);
    source.close();
    assert.match((await failing).message, 'was ended by SIGKILL');
    assert.ok(await ends(pid));
  }));

/** Counts its runs in a file, and gives the number as its token. */
const counting = (file: string, expirationTimestamp?: string) =>
  plugin(`const fs = require('node:fs'); fs.appendFileSync(${JSON.stringify(file)}, 'x');
    const token = String(fs.readFileSync(${JSON.stringify(file)}, 'utf8').length);
    const status = { token, expirationTimestamp: ${JSON.stringify(expirationTimestamp)} };
    console.log(JSON.stringify({ kind: 'ExecCredential', apiVersion: '${VERSION}', status }));`);

test('runs once for all who ask, and again for what was refused', () =>
  inDirectory(async (directory) => {
    const source = execSource(counting(join(directory, 'runs')), LIMIT);
    const [first, second] = await Promise.all([source.get(), source.get()]);
    assert.equal([first.token, second.token, (await source.get()).token], ['1', '1', '1']);
    source.forget(first);
    assert.is((await source.get()).token, '2');
    // Others were refused with the first one, too, but later: the second is not to blame.
    source.forget(first);
    assert.is((await source.get()).token, '2');
  }));

test('runs again once its credential has expired', () =>
  inDirectory(async (directory) => {
    let now = Date.parse('2026-11-22T09:00:00Z');
    const source = execSource(counting(join(directory, 'runs'), '2026-11-22T09:15:00Z'), LIMIT, () => now);
    assert.is((await source.get()).token, '1');
    now += 899_999;
    assert.is((await source.get()).token, '1');
    now += 1;
    assert.match((await failureOf(() => source.get())).message, 'has expired');
  }));

test('is told what the protocol says, in its own environment and without a terminal', () =>
  inDirectory(async (directory) => {
    const file = join(directory, 'seen');
    const script = `require('node:fs').writeFileSync(${JSON.stringify(file)}, JSON.stringify([
      JSON.parse(process.env.KUBERNETES_EXEC_INFO), process.env.SECRET, process.argv.slice(1), process.stdin.isTTY ?? false, 'PATH' in process.env]));
      console.log(${JSON.stringify(credential({ token: 't' }))});`;
    await execSource(plugin(script, { cluster: { server: 'https://x' } }), LIMIT).get();
    assert.equal(JSON.parse(readFileSync(file, 'utf8')), [
      { kind: 'ExecCredential', apiVersion: VERSION, spec: { interactive: false, cluster: { server: 'https://x' } } },
      'hunter2-variable',
      ['hunter2-argument'],
      false,
      true,
    ]);
  }));

test.run();
