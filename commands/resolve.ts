import { suggest } from '../engine/suggest.ts';
import { InputError } from '../model/errors.ts';

const wordsOf = (args: readonly string[]): readonly string[] => {
  const end = args.findIndex((arg) => arg.startsWith('-'));
  return end === -1 ? args : args.slice(0, end);
};

const startsWith = (words: readonly string[], start: readonly string[]): boolean => start.every((word, index) => words[index] === word);

/** Other words may follow the command's name: two words are tried, then one. */
const hintFor = (words: readonly string[], commands: readonly string[]): { readonly hint?: string } =>
  [words.slice(0, 2), words.slice(0, 1)].map((some) => suggest(some.join(' '), commands)).find(({ hint }) => hint !== undefined) ?? {};

/**
 * The command that the arguments name: `rules show`. `undefined` where they name a topic, or begin with a flag.
 * @param commands names of all commands
 * @throws InputError where there is no such command or topic
 */
export const commandOf = (args: readonly string[], commands: readonly string[]): string | undefined => {
  const words = wordsOf(args);
  const command = commands.find((name) => startsWith(words, name.split(' ')));
  if (command !== undefined || commands.some((name) => startsWith(name.split(' '), words))) return command;
  const accepted = `Commands: ${commands.join(', ')}.`;
  throw InputError.of('unknown-command', `There is no command ${JSON.stringify(words.join(' '))}. ${accepted}`, hintFor(words, commands));
};

/**
 * Refuses an argument behind a command that takes none, which the framework would take for more of the command's name.
 * @param command its name: `rules list`
 */
export const checkArguments = (args: readonly string[], command: string): void => {
  const extra = wordsOf(args)[command.split(' ').length];
  if (extra === undefined) return;
  throw InputError.of('unexpected-argument', `mlops-dr ${command} takes no argument, but ${JSON.stringify(extra)} was given.`);
};
