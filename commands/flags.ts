import { Flags } from '@oclif/core';
import { parseDuration } from '../model/duration.ts';
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

export const target = Flags.string({ description: 'Only this target of the configuration.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true });

export const concurrency = Flags.integer({ description: 'Requests in flight at a time.', default: DEFAULT_CONCURRENCY, min: 1, max: 1024, helpValue: 'N' });

export const timeout = Flags.custom<number>({
  description: 'Longest wait for one answer: 10s, 1m.',
  helpValue: 'DURATION',
  default: 10_000,
  defaultHelp: async () => '10s',
  parse: async (text) => {
    const milliseconds = parseDuration(text);
    if (milliseconds === undefined) throw new Error(`${JSON.stringify(text)} is no duration; write 10s or 1m.`);
    return milliseconds;
  },
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

export const allowIncomplete = Flags.boolean({ description: 'Exit with 0, not 3, where something could not be evaluated but nothing failed.' });
