import { Errors } from '@oclif/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { failureOf } from '../../commands/failure.ts';
import { InputError } from '../../model/errors.ts';

const test = suite('commands/failure');

const COMMAND = 'mlops-dr scan';

test('tells every diagnostic, each on its line', () => {
  const error = new InputError([
    { code: 'unknown-rule', message: 'There is no rule a.', hint: 'Did you mean b?', place: { file: 'p.yaml', line: 3, column: 7 } },
    { code: 'empty', message: 'Nothing is here.' },
  ]);
  assert.equal(failureOf(error, COMMAND), {
    text: 'Error: p.yaml:3:7: There is no rule a. Did you mean b? [unknown-rule]\nError: Nothing is here. [empty]\n',
    exitCode: 2,
  });
});

test('escapes what a terminal would obey', () => {
  const { text } = failureOf(InputError.of('bad', 'name \u001B[31m and\nline'), COMMAND);
  assert.is(text, 'Error: name \\u{1b}[31m and\\u{a}line [bad]\n');
});

test('sends usage errors to the help of the command', () => {
  const { text, exitCode } = failureOf(new Errors.CLIError('--kind expects a value'), COMMAND);
  assert.is(text, 'Error: --kind expects a value\nSee mlops-dr scan --help.\n');
  assert.is(exitCode, 2);
});

test('leaves the exit code of a command that ends by itself', () => {
  assert.equal(failureOf(new Errors.ExitError(3), COMMAND), { text: '', exitCode: 3 });
  assert.equal(failureOf(new Errors.ExitError(0), COMMAND), { text: '', exitCode: 0 });
});

for (const [name, thrown] of [
  ['an error', new TypeError('x is not a function')],
  ['what is no error', 'x is not a function'],
] as const) {
  test(`reports ${name} of ours without a stack trace`, () => {
    const { text, exitCode } = failureOf(thrown, COMMAND);
    assert.match(text, /^Error: x is not a function\nThis is a fault of mlops-dr/);
    assert.not.match(text, /^ +at /m);
    assert.is(exitCode, 2);
  });
}

test('shows the stack trace to those who debug', () => {
  const before = process.env.DEBUG;
  process.env.DEBUG = '1';
  try {
    assert.match(failureOf(new TypeError('x'), COMMAND).text, /^ +at /m);
  } finally {
    if (before === undefined) delete process.env.DEBUG;
    else process.env.DEBUG = before;
  }
});

test.run();
