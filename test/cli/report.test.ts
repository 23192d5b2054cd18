import { readFile } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Lab, startLab } from '../../lab/index.ts';
import { against, type Sandbox, STACK_TRACE, sandbox } from './harness.ts';
import { CONFIGURATION, PLATFORM_POLICY, platform } from './platform.ts';

const test = suite('cli/report');

const FORMATS = ['terminal', 'json', 'sarif', 'sarif-github'];

let lab: Lab;
let box: Sandbox;

const mlopsDr = (...args: readonly string[]) => against(lab, args, { cwd: box.path });

test.before(async () => {
  lab = await startLab({ ...platform, faults: [{ operation: 's3:GetBucketEncryption', resource: 'scratch', deny: true }] });
  box = await sandbox({ 'mlops-dr.yaml': CONFIGURATION, 'policy.yaml': PLATFORM_POLICY });
  const { code } = await mlopsDr('scan', ...FORMATS.flatMap((format) => ['--format', `${format}=scanned.${format}`]));
  assert.is(code, 1);
});

test.after(() => lab.close());

test('a saved report gives every format as the scan itself gave it, without a call', async () => {
  lab.requests.clear();
  const { code, stdout, stderr } = await mlopsDr(
    'report',
    'scanned.json',
    ...FORMATS.flatMap((format) => ['--format', `${format}=again.${format}`]),
  );
  assert.equal({ code, stdout, stderr }, { code: 0, stdout: '', stderr: '' });
  for (const format of FORMATS) {
    assert.is(await readFile(box.file(`again.${format}`), 'utf8'), await readFile(box.file(`scanned.${format}`), 'utf8'), format);
  }
  assert.is(lab.requests.size, 0);
});

test('without a format it is for people', async () => {
  const { code, stdout } = await mlopsDr('report', 'scanned.json');
  assert.is(code, 0);
  assert.is(stdout, await readFile(box.file('scanned.terminal'), 'utf8'));
});

for (const { name, text, expected } of [
  { name: 'no report at all', text: 'all is well', expected: /^Error: broken\.json:1:1: / },
  { name: 'an inventory', text: '{"schema": "mlops-dr/inventory/v1"}', expected: /broken\.json:1:12: .*mlops-dr\/report\/v1/ },
  { name: 'a verdict that does not exist', text: '', expected: /broken\.json:\d+:\d+: .*"verdict"/ },
]) {
  test(`${name} is refused with its place`, async () => {
    const whole = await readFile(box.file('scanned.json'), 'utf8');
    await box.write({ 'broken.json': text || whole.replace('"verdict": "fail"', '"verdict": "perhaps"') });
    const { code, stdout, stderr } = await mlopsDr('report', 'broken.json');
    assert.is(code, 2);
    assert.is(stdout, '');
    assert.match(stderr, expected);
    assert.not.match(stderr, STACK_TRACE);
  });
}

for (const { name, args, expected } of [
  { name: 'no file', args: ['report'], expected: /file/ },
  { name: 'a file that is not there', args: ['report', 'nowhere.json'], expected: /nowhere\.json.*does not exist/ },
  { name: 'an unknown format', args: ['report', 'scanned.json', '--format', 'jsn'], expected: /Did you mean json\?/ },
]) {
  test(`${name}: exit code 2 and what to do`, async () => {
    const { code, stderr } = await mlopsDr(...args);
    assert.is(code, 2);
    assert.match(stderr, expected);
    assert.not.match(stderr, STACK_TRACE);
  });
}

test.run();
