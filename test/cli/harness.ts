import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Lab } from '../../lab/index.ts';
import type { Report } from '../../model/report.ts';
import type { CliResult } from '../commands/cli.ts';
import { runCli } from '../commands/cli.ts';

/** Credentials that only a lab takes. What the environment of the tests holds is not seen. */
export const credentials = ({ url }: Pick<Lab, 'url'>): Record<string, string | undefined> => ({
  ...withoutCredentials(),
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: 'AKIATEST000000000000',
  AWS_SECRET_ACCESS_KEY: 'the-secret-of-the-tests',
});

/** An environment in which neither credentials nor clusters can be found, and whose colours nobody has decided. */
export const withoutCredentials = (): Record<string, string | undefined> => ({
  ...Object.fromEntries(Object.keys(process.env).flatMap((name) => (name.startsWith('AWS_') ? [[name, undefined]] : []))),
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  KUBECONFIG: '/dev/null',
  KUBERNETES_SERVICE_HOST: undefined,
  NO_COLOR: undefined,
  FORCE_COLOR: undefined,
});

type Files = Readonly<Record<string, string>>;

/** A directory of a test's own. */
export interface Sandbox {
  readonly path: string;
  readonly file: (name: string) => string;
  readonly write: (files: Files) => Promise<void>;
}

const made = new Set<string>();
process.on('exit', () => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

/** Makes a directory that goes away with the process. */
export const sandbox = async (files: Files = {}): Promise<Sandbox> => {
  const path = mkdtempSync(join(tmpdir(), 'mlops-dr-cli-'));
  made.add(path);
  const file = (name: string): string => join(path, name);
  const write = async (contents: Files): Promise<void> => {
    for (const [name, text] of Object.entries(contents)) {
      await mkdir(dirname(file(name)), { recursive: true });
      await writeFile(file(name), text);
    }
  };
  await write(files);
  return { path, file, write };
};

interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs the program against a lab, as a user does. */
export const against = (lab: Pick<Lab, 'url'>, args: readonly string[], { cwd, env = {} }: RunOptions): Promise<CliResult> =>
  runCli(args, { cwd, env: { ...credentials(lab), ...env } });

export const reportOf = ({ stdout }: Pick<CliResult, 'stdout'>): Report => JSON.parse(stdout) as Report;

/** The verdict of every finding by `component rule resource`. */
export const verdictsOf = ({ findings }: Report): Readonly<Record<string, string>> =>
  Object.fromEntries(findings.map(({ component, rule, resource, verdict }) => [`${component} ${rule} ${resource.name}`, verdict]));

/** The same with the verdicts of objectives: `component objective of resource`. */
export const toldBy = (report: Report): Readonly<Record<string, string>> => ({
  ...verdictsOf(report),
  ...Object.fromEntries(
    report.recovery.flatMap(({ component, resource, objectives }) =>
      Object.entries(objectives).map(([objective, { verdict }]) => [`${component} ${objective} of ${resource.name}`, verdict]),
    ),
  ),
});

/** A signal, a stack trace or a fault of our own is never what a test waits for. */
export const STACK_TRACE = /^ +at |This is a fault of mlops-dr/m;

/** Does all work, `width` at a time, and keeps the order. */
export const inParallel = async <T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<readonly R[]> => {
  const results: R[] = [];
  const entries = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of entries) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
};
