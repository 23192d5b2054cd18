import { strict as assert } from 'node:assert';
import { sameTimes } from '../../../test/lab/rich.ts';
import type { Check } from '../shared/checks.ts';
import type { Cli, Options } from './cli.ts';

/** `get-bucket-versioning` of `GetBucketVersioning`, `by-aws-backup` of `ByAWSBackup`. */
export const kebab = (name: string): string => name.replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4').toLowerCase();

/** The tool prints `expected`; `alike` makes of both what has to be equal. */
export const prints = (
  name: string,
  cli: Cli,
  args: readonly string[],
  options: Options,
  expected: unknown,
  alike: (value: unknown) => unknown = sameTimes,
): Check => ({
  name,
  run: async () => {
    const { output, stderr } = await cli(args, options);
    assert.deepEqual({ output: alike(output), stderr }, { output: alike(expected), stderr: '' });
  },
});

/** The service refuses with the error `code`. */
export const refuses = (code: string, cli: Cli, args: readonly string[], options: Options, why = args.join(' ')): Check => ({
  name: `${code}: ${why}`,
  run: async () => {
    const { error, stderr } = await cli(args, options);
    assert.equal(error, code, stderr);
  },
});
