import type { Command, Interfaces } from '@oclif/core';
import { escapeMarkdown } from '../../../reporters/sarif/text.ts';
import { code, codeBlock, GENERATED, page, section, table } from './markdown.ts';

const BIN = 'mlops-dr';

type CommandClass = Pick<Command.Class, 'args' | 'flags'> & Partial<Pick<Command.Class, 'summary' | 'description' | 'examples'>>;

/** What the types of the command framework leave to each kind of flag. */
interface FlagTexts {
  readonly description?: string;
  readonly char?: string;
  readonly type: string;
  readonly helpValue?: string | readonly string[];
  readonly options?: readonly string[];
  readonly default?: unknown;
  readonly defaultHelp?: unknown;
  readonly multiple?: boolean;
}

const defaultOf = async (flag: FlagTexts): Promise<string> => {
  if (typeof flag.defaultHelp === 'function') return code(String(await flag.defaultHelp()));
  return ['string', 'number'].includes(typeof flag.default) ? code(String(flag.default)) : '';
};

const placeholder = ({ type, options, helpValue }: FlagTexts): string => {
  if (type === 'boolean') return '';
  return ` ${options ? options.join('|') : (helpValue ?? 'VALUE')}`;
};

const flagRow = async (name: string, flag: FlagTexts): Promise<readonly string[]> => [
  code(`${flag.char ? `-${flag.char}, ` : ''}--${name}${placeholder(flag)}`),
  await defaultOf(flag),
  `${escapeMarkdown(flag.description ?? '')}${flag.multiple ? ' Repeatable.' : ''}`,
];

const argRow = ([name, { description = '' }]: readonly [string, Interfaces.Arg<unknown>]): readonly string[] => [
  code(name.toUpperCase()),
  escapeMarkdown(description),
];

const fill = (template: string, name: string): string =>
  template.replaceAll('<%= config.bin %>', BIN).replaceAll('<%= command.id %>', name);

const exampleLines = (example: Command.Example, name: string): readonly string[] => {
  if (typeof example === 'string') return [fill(example, name)];
  return [`# ${fill(example.description, name).replace(/:$/, '')}`, fill(example.command, name)];
};

const paragraphs = (text: string): readonly string[] => text.split(/\n{2,}/).map(escapeMarkdown);

const commandBlocks = async (
  id: string,
  { summary = '', description = '', examples = [], args, flags }: CommandClass,
): Promise<readonly string[]> => {
  const name = id.replaceAll(':', ' ');
  const rows = await Promise.all(Object.entries(flags as Record<string, FlagTexts>).map(([flag, texts]) => flagRow(flag, texts)));
  return [
    ...section(`${BIN} ${name}`, escapeMarkdown(summary), ...paragraphs(description)),
    table(['Argument', 'Meaning'], Object.entries(args).map(argRow)),
    table(['Flag', 'Default', 'Meaning'], rows),
    codeBlock('sh', examples.map((example) => exampleLines(example, name).join('\n')).join('\n\n')),
  ];
};

/** The page of all commands. */
export const commandsPage = async (commands: Readonly<Record<string, CommandClass>>): Promise<string> => {
  const blocks = await Promise.all(Object.entries(commands).map(([id, command]) => commandBlocks(id, command)));
  return page(GENERATED, '# Commands', `${code(`${BIN} COMMAND --help`)} prints the same.`, ...blocks.flat());
};
