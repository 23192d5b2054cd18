import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../root.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What one run of a program cost. */
export interface Cost {
  /** Seconds from its start to its end. */
  readonly seconds: number;
  /** Peak resident memory in MiB. */
  readonly mebibytes: number;
}

const directory = mkdtempSync(join(tmpdir(), 'mlops-dr-bench-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));

/** Path of a kubeconfig for the cluster of a lab. */
const kubeconfigFor = (url: string): string => {
  const path = join(directory, 'kubeconfig');
  const cluster = { server: `${url}/k8s/clusters/bench` };
  const config = {
    clusters: [{ name: 'bench', cluster }],
    users: [{ name: 'bench', user: { token: 'demo' } }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
    'current-context': 'bench',
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
};

/** Path of a configuration with the search cluster of a lab, and the account that its snapshots are in. */
export const searchConfigFor = ({ url }: BenchLab): string => {
  const path = join(directory, 'search.yaml');
  const targets = [
    { name: 'search', elasticsearch: { url: `${url}/search/bench`, region: 'us-west-2' } },
    { name: 'account', aws: { regions: ['us-east-2'] } },
  ];
  writeFileSync(path, JSON.stringify({ targets }));
  return path;
};

/** Only the lab's; nothing of the user's own is read. */
const environment = (url: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  AWS_ACCESS_KEY_ID: 'AKIADEMO000000000000',
  AWS_SECRET_ACCESS_KEY: 'demo',
  AWS_REGION: 'us-west-2',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_ENDPOINT_URL: url,
  KUBECONFIG: kubeconfigFor(url),
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
});

/** Runs Node with `args` as a whole process, which has to end well. */
export const runNode = async (args: readonly string[], url = ''): Promise<Cost> => {
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', here('rss.mjs'), ...args], {
    cwd: root,
    env: environment(url),
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  let kilobytes = '';
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    kilobytes += chunk.toString();
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`node ${args.join(' ')}: ended with code ${code}.`);
  return { seconds: (performance.now() - started) / 1000, mebibytes: Number(kilobytes) / 1024 };
};

/** A lab in its own process. */
export interface BenchLab {
  readonly url: string;
  /** Requests by operation since the last question. */
  readonly requests: () => Promise<Readonly<Record<string, number>>>;
  readonly close: () => void;
}

const answer = async (child: ChildProcess): Promise<Record<string, unknown>> => (await once(child, 'message'))[0];

/** What holds snapshots. */
export type Distribution = 'elasticsearch' | 'opensearch';

/** What the lab holds. */
export interface Holding {
  readonly what: 'buckets' | 'tables' | 'backups' | Distribution;
  readonly count: number;
}

export const startBenchLab = async ({ what, count }: Holding, latency: number, throttle = 0): Promise<BenchLab> => {
  const args = [what, String(count), String(latency), String(throttle)];
  const child = fork(here('lab.ts'), args, { execArgv: ['--import', 'tsx'], cwd: root });
  const { url } = await answer(child);
  return {
    url: String(url),
    requests: async () => {
      child.send('requests');
      return (await answer(child)).requests as Record<string, number>;
    },
    close: () => child.disconnect(),
  };
};

/** The middle one. */
export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const CONCURRENCY = 64;

/** Path of the configuration with the cluster of a lab: the current context of its kubeconfig. */
export const CLUSTER_CONFIG = here('cluster.yaml');

/** A scan that gates nothing ends with 0, or with 3 where a single read was lost: that ends the bench. */
export const scan = ({ url }: BenchLab, policy = 'policy.yaml', config?: string): Promise<Cost> =>
  runNode(
    [
      ...['bin/run.js', 'scan', '--policy', here(policy), '--concurrency', String(CONCURRENCY), '--fail-on', 'never'],
      ...(config === undefined ? [] : ['--config', config]),
    ],
    url,
  );

/** A program of the bench that measures itself: what it prints, as JSON. Whole processes, one after the other. */
export const measured = <T>(name: string, ...args: readonly string[]): T =>
  JSON.parse(
    execFileSync(process.execPath, ['--max-old-space-size=8192', '--import', 'tsx', here(name), ...args], { cwd: root, encoding: 'utf8' }),
  );

/** The same calls by a bare HTTP client. */
export const floor = ({ url }: BenchLab): Promise<Cost> => runNode([here('floor.mjs'), url, String(CONCURRENCY)], url);

/** The lists of a cluster by a bare HTTP client. */
export const clusterFloor = ({ url }: BenchLab): Promise<Cost> => runNode([here('floor-cluster.mjs'), url], url);

/** What is asked of a search cluster by a bare HTTP client. */
export const searchFloor = ({ url }: BenchLab, distribution: Distribution): Promise<Cost> =>
  runNode([here('floor-search.mjs'), url, distribution], url);

/** The same calls by the bare SDK. */
export const sdk = ({ url }: BenchLab): Promise<Cost> => runNode([here('sdk.mjs'), url, String(CONCURRENCY)], url);
