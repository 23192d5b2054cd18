import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runCli } from '../cli.ts';

const test = suite('commands/rules/show');

test('explains a rule', async () => {
  const { code, stdout, stderr } = await runCli(['rules', 'show', 's3/object-lock-retention']);
  assert.is(code, 0, stderr);
  for (const part of [
    's3/object-lock-retention  (high, s3/bucket)',
    'Why',
    'Params',
    '  mode  governance | compliance  default governance',
    '  days  integer, 1 to 36500      default 30',
    'Reads',
    '  s3/bucket objectLock  s3:GetBucketObjectLockConfiguration',
    'How to mend it',
    '    aws s3api put-object-lock-configuration --bucket {name} ',
    'Controls',
    'Examples',
    'References',
  ])
    assert.ok(stdout.includes(part), `${part} is not in\n${stdout}`);
});

test('leaves out the params of a rule that has none', async () => {
  const { stdout } = await runCli(['rules', 'show', 's3/versioning-enabled']);
  assert.not.match(stdout, /^Params$/m);
});

test('names what a rule reads of other resources', async () => {
  const { stdout } = await runCli(['rules', 'show', 's3/replicated-cross-region', '--json']);
  const { reads, params } = JSON.parse(stdout);
  assert.ok(reads.some(({ facet, action }: { facet: string; action: string }) => facet === 'presence' && action === 's3:ListBucket'));
  assert.ok(params.some(({ name }: { name: string }) => name === 'destination'));
});

const REFUSED: readonly { readonly name: string; readonly args: readonly string[]; readonly stderr: RegExp }[] = [
  {
    name: 'a slip of the pen',
    args: ['s3/versionin-enabled'],
    stderr: /There is no rule "s3\/versionin-enabled"\. Did you mean s3\/versioning-enabled\?/,
  },
  { name: 'a rule without its area', args: ['versioning-enabled'], stderr: /Did you mean s3\/versioning-enabled\?/ },
  { name: 'nothing like a rule', args: ['zzzzzzzz'], stderr: /There is no rule "zzzzzzzz"\. See mlops-dr rules list\./ },
  { name: 'no rule', args: [], stderr: /Missing 1 required arg[\s\S]*See mlops-dr rules show --help\./ },
  { name: 'two rules', args: ['s3/versioning-enabled', 'x'], stderr: /Unexpected argument: x/ },
  { name: 'what a terminal would obey', args: ['\u001B[31mred'], stderr: /There is no rule "\\u001b\[31mred"/ },
  { name: 'a name that objects have', args: ['__proto__'], stderr: /There is no rule "__proto__"/ },
];

for (const { name, args, stderr: expected } of REFUSED) {
  test(`refuses ${name}`, async () => {
    const { code, stdout, stderr } = await runCli(['rules', 'show', ...args]);
    assert.is(code, 2);
    assert.is(stdout, '');
    assert.match(stderr, expected);
    assert.not.match(stderr, /^ +at /m);
  });
}

test.run();
