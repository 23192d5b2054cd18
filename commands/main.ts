import { type Command, run, settings } from '@oclif/core';
import { packageRoot } from './assets.ts';
import { failureOf } from './failure.ts';
import { COMMANDS } from './index.ts';
import { checkArguments, commandOf } from './resolve.ts';

const NAMES: readonly string[] = Object.keys(COMMANDS).map((id) => id.replaceAll(':', ' '));

const takesArguments = (command: string): boolean =>
  Object.entries<typeof Command>(COMMANDS).some(([id, { args }]) => id === command.replaceAll(' ', ':') && Object.keys(args).length > 0);

/** Runs the command that the arguments name. Sets the exit code, and says on standard error what went wrong. */
export const main = async (args: readonly string[]): Promise<void> => {
  // Otherwise the framework looks for a tsconfig.json and the sources behind the bundle.
  settings.enableAutoTranspile = false;
  let called = 'mlops-dr';
  try {
    const command = commandOf(args, NAMES);
    if (command !== undefined) {
      called += ` ${command}`;
      if (!takesArguments(command)) checkArguments(args, command);
    }
    await run([...args], { root: packageRoot });
  } catch (error) {
    const { text, exitCode } = failureOf(error, called);
    process.stderr.write(text);
    process.exitCode = exitCode;
  }
};
