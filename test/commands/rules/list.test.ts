import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rules } from '../../../generated/rules.ts';
import { runCli } from '../cli.ts';

const test = suite('commands/rules/list');

test('prints each rule on a line, with its severity, kind and title', async () => {
  const { code, stdout, stderr } = await runCli(['rules', 'list']);
  assert.is(code, 0, stderr);
  const [head = '', ...lines] = stdout.trimEnd().split('\n');
  assert.match(head, /^RULE +SEVERITY +KIND +DESIRED STATE$/);
  assert.is(lines.length, rules.size);
  assert.match(stdout, /^s3\/versioning-enabled +critical +s3\/bucket +Versioning is enabled$/m);
});

test('prints JSON', async () => {
  const { code, stdout } = await runCli(['rules', 'list', '--json']);
  assert.is(code, 0);
  const listed: readonly { readonly id: string }[] = JSON.parse(stdout);
  assert.equal(
    listed.map(({ id }) => id),
    [...rules.keys()],
  );
  assert.equal(
    listed.find(({ id }) => id === 's3/versioning-enabled'),
    {
      id: 's3/versioning-enabled',
      severity: 'critical',
      kinds: ['s3/bucket'],
      title: 'Versioning is enabled',
    },
  );
});

test('keeps to a kind', async () => {
  const { stdout } = await runCli(['rules', 'list', '--kind', 's3/bucket', '--json']);
  const listed: readonly { readonly id: string; readonly kinds: readonly string[] }[] = JSON.parse(stdout);
  assert.ok(listed.every(({ kinds }) => kinds.includes('s3/bucket')));
  assert.ok(['s3/versioning-enabled', 'backup/protected-by-plan'].every((rule) => listed.some(({ id }) => id === rule)));
});

test('says which kinds there are', async () => {
  const { code, stdout, stderr } = await runCli(['rules', 'list', '--kind', 's3/buckets']);
  assert.is(code, 2);
  assert.is(stdout, '');
  assert.match(stderr, /^Error: No rule is about the kind "s3\/buckets"\. Kinds: .*s3\/bucket.* Did you mean s3\/bucket\?/);
});

test.run();
