import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const SOURCES = resolve('.ci/lanes/kube-apiserver');
const PROGRAM = resolve('node_modules/.cache/kube-apiserver-lane/kube-apiserver');
const KUBERNETES = 'k8s.io/kubernetes';

/** Collecting its garbage less often saves the compiler a sixth of its work. */
const env = { ...process.env, CGO_ENABLED: '0', GOGC: '400' };

const go = (...args: readonly string[]) =>
  spawnSync('go', args, { cwd: SOURCES, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: Number.POSITIVE_INFINITY });

/** Why the API server cannot be built here; `undefined` where it can. Fetches its sources. */
export const whyNotBuilt = (): string | undefined => {
  if (go('version').status !== 0) return 'there is no go';
  return go('list', '-deps', '.').status === 0 ? undefined : 'go cannot load the sources of Kubernetes';
};

/** The version of Kubernetes, which only its own releases write into the program. */
const version = (): string => go('list', '-m', '-f', '{{.Version}}', KUBERNETES).stdout.trim();

/**
 * Builds the API server, which takes minutes where nothing of it has been compiled before. Returns the path of the program
 * and its version (`v1.34.4`); throws where it does not compile.
 */
export const buildApiServer = (): { readonly program: string; readonly version: string } => {
  const built = version();
  // Nobody is going to debug it: without symbols it links faster.
  const linked = `-s -w -X k8s.io/component-base/version.gitVersion=${built}`;
  const { status } = go('build', '-trimpath', '-tags', 'grpcnotrace', '-ldflags', linked, '-o', PROGRAM, '.');
  if (status !== 0) throw new Error(`go build ended with ${status}.`);
  return { program: PROGRAM, version: built };
};
