import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the lane finds what Debian's package brings. */
export interface Programs {
  readonly prometheus: string;
  /** Makes blocks of samples of any age. */
  readonly promtool: string;
}

const UNPACKED = resolve('node_modules/.cache/prometheus-lane');

const succeeds = (program: string, args: readonly string[], cwd = '.'): boolean =>
  spawnSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;

const runs = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

const within = (directory: string): Programs => ({ prometheus: join(directory, 'prometheus'), promtool: join(directory, 'promtool') });

const download = (): boolean => succeeds('apt-get', ['--quiet=2', '--option=APT::Sandbox::User=root', 'download', 'prometheus'], UNPACKED);

/** Only unpacked, not installed: that would start a server, and asks for more than it takes to run one. */
const unpack = (): boolean => {
  mkdirSync(UNPACKED, { recursive: true });
  // A machine that is new has no list of packages.
  if (!download() && !(succeeds('apt-get', ['--quiet=2', 'update']) && download())) return false;
  const file = readdirSync(UNPACKED).find((name) => name.endsWith('.deb'));
  return file !== undefined && succeeds('dpkg-deb', ['--extract', file, '.'], UNPACKED);
};

/** The programs of the system, or those of Debian's package; `undefined` where it cannot be had. */
export const findPrograms = (): Programs | undefined => {
  const system = { prometheus: 'prometheus', promtool: 'promtool' };
  if (runs(system.prometheus) && runs(system.promtool)) return system;
  const unpacked = within(join(UNPACKED, 'usr/bin'));
  if (existsSync(unpacked.prometheus) || unpack()) return runs(unpacked.prometheus) ? unpacked : undefined;
  return undefined;
};
