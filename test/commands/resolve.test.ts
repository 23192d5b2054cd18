import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { commandOf } from '../../commands/resolve.ts';
import { InputError } from '../../model/errors.ts';

const test = suite('commands/resolve');

const COMMANDS = ['policy validate', 'rules list', 'rules show', 'scan'];

const FOUND: readonly (readonly [args: readonly string[], command: string | undefined])[] = [
  [['scan'], 'scan'],
  [['scan', '--demo'], 'scan'],
  [['rules', 'show', 's3/versioning-enabled'], 'rules show'],
  [['rules', 'show', '--json', 'x'], 'rules show'],
  [['rules'], undefined],
  [['rules', '--help'], undefined],
  [['--help'], undefined],
  [[], undefined],
];

for (const [args, command] of FOUND) {
  test(`${['mlops-dr', ...args].join(' ')} is ${command ?? 'help'}`, () => assert.is(commandOf(args, COMMANDS), command));
}

const UNKNOWN: readonly (readonly [args: readonly string[], hint: string | undefined])[] = [
  [['scam'], 'Did you mean scan?'],
  [['rules', 'lists'], 'Did you mean rules list?'],
  [['rule', 'show', 'x'], 'Did you mean rules show?'],
  [['help'], undefined],
  [['rules list'], 'Did you mean rules list?'],
  [[''], undefined],
];

for (const [args, hint] of UNKNOWN) {
  test(`${['mlops-dr', ...args].join(' ')} is refused`, () => {
    try {
      commandOf(args, COMMANDS);
      assert.unreachable();
    } catch (error) {
      assert.instance(error, InputError);
      assert.is((error as InputError).diagnostics[0]?.code, 'unknown-command');
      assert.is((error as InputError).diagnostics[0]?.hint, hint);
    }
  });
}

test.run();
