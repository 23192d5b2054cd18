import { Flags } from '@oclif/core';
import { parseDuration } from '../model/duration.ts';
import { InputError } from '../model/errors.ts';
import { SEVERITIES } from '../model/verdict.ts';

const DEFAULT_CONCURRENCY = 64;

/** Flags that several commands share: one definition, one text. */
export const config = Flags.string({ description: 'Configuration file (default: mlops-dr.yaml here or above).', helpValue: 'FILE' });

export const policy = Flags.string({
  description: 'Policy file, or the name of one that ships (dr-baseline, mlops-platform). Takes the place of those in the configuration.',
  helpValue: 'FILE',
  multiple: true,
  multipleNonGreedy: true,
});

export const target = Flags.string({
  description: 'Only this target of the configuration.',
  helpValue: 'NAME',
  multiple: true,
  multipleNonGreedy: true,
});

/** A value that the parser of flags cannot judge by itself. */
const invalid = (flag: string, text: string, accepted: string): InputError =>
  InputError.of('invalid-flag', `--${flag} may not be ${JSON.stringify(text)}.`, { hint: `It is ${accepted}.` });

const MAX_CONCURRENCY = 1024;

const parseConcurrency = (text: string): number => {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= MAX_CONCURRENCY) return number;
  throw invalid('concurrency', text, `a whole number from 1 to ${MAX_CONCURRENCY}`);
};

export const concurrency = Flags.custom<number>({
  description: 'Requests in flight at a time.',
  helpValue: 'N',
  default: DEFAULT_CONCURRENCY,
  parse: async (text) => parseConcurrency(text),
})();

const MAX_TIMEOUT = 3_600_000;

const parseTimeout = (text: string): number => {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds > 0 && milliseconds <= MAX_TIMEOUT) return milliseconds;
  throw invalid('timeout', text, 'a duration like 10s or 1m, at most 1h');
};

export const timeout = Flags.custom<number>({
  description: 'Longest wait for one answer: 10s, 1m.',
  helpValue: 'DURATION',
  default: 10_000,
  defaultHelp: async () => '10s',
  parse: async (text) => parseTimeout(text),
})();

export const format = Flags.string({
  description: 'Report format, with "=FILE" to write it to a file; without, to standard output.',
  helpValue: 'NAME[=FILE]',
  multiple: true,
  multipleNonGreedy: true,
});

export const failOn = Flags.option({
  options: [...SEVERITIES, 'never'] as const,
  description: 'Failures of this severity and graver give exit code 1.',
  default: 'low' as const,
})();

export const allowIncomplete = Flags.boolean({
  description: 'Exit with 0, not 3, where something could not be evaluated but nothing failed.',
});
