import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isThere, type Running, start } from '../shared/server.ts';
import type { Programs } from './programs.ts';

/** How a server is to run. */
export interface Setup {
  readonly config: object;
  readonly flags?: readonly string[];
  /** Where it keeps its samples, from its directory. */
  readonly storage?: string;
  /** Users and the hashes of their passwords, where it asks for them. */
  readonly users?: Readonly<Record<string, string>>;
}

/** A server that can be stopped and started anew, with another setup, at the same address. */
export interface Prometheus {
  readonly url: string;
  readonly start: (setup: Setup) => Promise<void>;
  /** Gives it another configuration file, well-formed or not, and has it load that. */
  readonly reload: (config: string) => void;
  readonly stop: () => Promise<void>;
}

export const STORAGE = 'data';

const storageFlags = ({ storage = STORAGE, flags = [] }: Setup): readonly string[] =>
  flags.includes('--enable-feature=agent') ? ['--storage.agent.path=agent'] : [`--storage.tsdb.path=${storage}`];

/** JSON is YAML. */
const write = (directory: string, { config, users }: Setup): void => {
  writeFileSync(join(directory, 'prometheus.yml'), JSON.stringify(config));
  writeFileSync(join(directory, 'web.yml'), JSON.stringify(users ? { basic_auth_users: users } : {}));
};

const isReady = async (url: string, { users }: Setup): Promise<boolean> =>
  // It keeps that from strangers, too; whoever is refused is refused by a server that runs.
  users ? (await fetch(`${url}/-/ready`).catch(() => undefined))?.status === 401 : isThere(`${url}/-/ready`);

/** Starts nothing yet. @param directory its own */
export const prometheusIn = ({ prometheus }: Programs, directory: string, port: number): Prometheus => {
  mkdirSync(directory, { recursive: true });
  const url = `http://127.0.0.1:${port}`;
  const listen = ['--config.file=prometheus.yml', '--web.config.file=web.yml', `--web.listen-address=127.0.0.1:${port}`];
  let running: Running | undefined;
  const stop = async (): Promise<void> => {
    await running?.stop();
    running = undefined;
  };
  return {
    url,
    start: async (setup) => {
      await stop();
      write(directory, setup);
      running = start(prometheus, [...listen, ...storageFlags(setup), ...(setup.flags ?? [])], directory);
      await running.until('Prometheus is ready', () => isReady(url, setup));
    },
    reload: (config) => {
      writeFileSync(join(directory, 'prometheus.yml'), config);
      running?.signal('SIGHUP');
    },
    stop,
  };
};

const HOUR = 3600;

/** In the text that promtool takes: one sample an hour, each of which becomes a block. */
const samples = (hours: number, now: number): string =>
  [
    '# TYPE lane_runs gauge',
    ...Array.from({ length: hours }, (_, index) => `lane_runs ${index} ${now - (hours - index) * HOUR}`),
    '# EOF',
    '',
  ].join('\n');

/** Blocks of samples that are up to so many hours old. @param directory of the server */
export const makeBlocks = ({ promtool }: Programs, directory: string, hours: number, now: number): void => {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'samples.txt');
  writeFileSync(file, samples(hours, Math.floor(now / 1000)));
  const { status, stderr } = spawnSync(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', file, join(directory, STORAGE)], {
    encoding: 'utf8',
  });
  rmSync(file);
  if (status !== 0) throw new Error(`promtool ended with ${status}: ${stderr}`);
};
