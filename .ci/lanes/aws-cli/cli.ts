import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How one run of the tool ended. */
export interface Ended {
  readonly code: number | string;
  /** What it printed, parsed; `{}` where it printed nothing, which is how it says so. */
  readonly output: unknown;
  /** The code of the service's error: `NoSuchBucket`. */
  readonly error: string | undefined;
  readonly stderr: string;
}

export interface Options {
  readonly region?: string;
  readonly accessKey?: string;
  readonly sessionToken?: string;
  readonly addressing?: 'path' | 'virtual';
}

export type Cli = (args: readonly string[], options?: Options) => Promise<Ended>;

const ADDRESSING = ['path', 'virtual'] as const;

// Without the format the tool prints times as they came, which shows nothing about whether it could read them.
const configuration = (addressing: string): string =>
  `[default]\ncli_timestamp_format = iso8601\ns3 =\n    addressing_style = ${addressing}\n`;

const errorIn = (stderr: string): string | undefined => /An error occurred \((\w+)\)/.exec(stderr)?.[1];

const parsed = (stdout: string): unknown => {
  try {
    return JSON.parse(stdout.trim() || '{}');
  } catch {
    return stdout;
  }
};

/** The environment without what the user has set up for AWS: nothing here may reach a real account. */
const environment = (url: string, path: string, directory: string, options: Options): NodeJS.ProcessEnv => {
  const { region = 'us-west-2', accessKey = '', sessionToken, addressing = 'path' } = options;
  const kept = Object.entries(process.env).filter(([name]) => !/^AWS_|_proxy$/i.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: path,
    AWS_ACCESS_KEY_ID: accessKey,
    AWS_SECRET_ACCESS_KEY: 'lab',
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    AWS_DEFAULT_REGION: region,
    AWS_MAX_ATTEMPTS: '1',
    AWS_CONFIG_FILE: join(directory, addressing),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, 'none'),
    // Few systems resolve BUCKET.localhost; a proxy is asked for it by its name.
    ...(addressing === 'virtual' ? { HTTP_PROXY: url, NO_PROXY: '' } : {}),
  };
};

/** The AWS command line tool, found on the search path, against the server at `url`. It keeps its files in `directory`. */
export const createCli = (url: string, searchPath: string, directory: string): Cli => {
  for (const addressing of ADDRESSING) writeFileSync(join(directory, addressing), configuration(addressing));
  return (args, options = {}) => {
    const endpoint = options.addressing === 'virtual' ? url.replace('127.0.0.1', 'localhost') : url;
    const env = environment(url, searchPath, directory, options);
    return new Promise((ended) => {
      execFile('aws', [...args, '--output', 'json', '--endpoint-url', endpoint], { env, timeout: 60_000 }, (failure, stdout, stderr) => {
        ended({ code: failure?.code ?? (failure ? 'killed' : 0), output: parsed(stdout), error: errorIn(stderr), stderr });
      });
    });
  };
};
