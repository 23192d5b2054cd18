import { Errors } from '@oclif/core';
import { suggest } from '../engine/suggest.ts';
import { type Diagnostic, formatDiagnostic, InputError } from '../model/errors.ts';
import { printable } from '../model/text.ts';

/** What the parser of flags throws: it knows the command's flags. */
interface ParseError extends Errors.CLIError {
  /** Of flags that the command does not have. */
  readonly flags?: readonly string[];
  readonly parse?: { readonly input?: { readonly flags?: Readonly<Record<string, unknown>> } };
}

/** How a command ended that did not end well. */
export interface Failure {
  /** For standard error; empty where the command has said all. */
  readonly text: string;
  readonly exitCode: number;
}

/** Usage, configuration and errors of our own. */
const TOOL_ERROR = 2;

// The parser ends its messages with this line; which help is meant, we say ourselves.
const PARSER_HINT = /\nSee more help with --help$/;

const unknownFlags = (flags: readonly string[], { parse }: ParseError): string => {
  const known = Object.keys(parse?.input?.flags ?? {}).map((name) => `--${name}`);
  const hint = flags.map((flag) => suggest(flag, known).hint).find((found) => found !== undefined);
  return `There is no flag ${flags.join(', ')}.${hint === undefined ? '' : ` ${hint}`}`;
};

const usage = (error: ParseError, command: string): string => {
  const message = error.flags ? unknownFlags(error.flags, error) : error.message.replace(PARSER_HINT, '');
  return `Error: ${message.split('\n').map(printable).join('\n')}\nSee ${command} --help.`;
};

const input = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics.map((diagnostic) => `Error: ${printable(formatDiagnostic(diagnostic))}`).join('\n');

const unexpected = (error: unknown): string => {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const detail = process.env.DEBUG && stack ? stack : printable(message);
  return `Error: ${detail}\nThis is a fault of mlops-dr and not of your input: please report it, with what the same command says under DEBUG=1.`;
};

const textOf = (error: unknown, command: string): string => {
  if (error instanceof InputError) return input(error.diagnostics);
  if (error instanceof Errors.CLIError) return usage(error, command);
  return unexpected(error);
};

/** Text and exit code for whatever a command threw. `command` is how the user called it: `mlops-dr rules show`. */
export const failureOf = (error: unknown, command: string): Failure => {
  if (error instanceof Errors.ExitError) return { text: '', exitCode: error.oclif.exit ?? 0 };
  return { text: `${textOf(error, command)}\n`, exitCode: TOOL_ERROR };
};
