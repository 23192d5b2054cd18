import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the tool ended. */
export interface Ended {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** Calls kubectl for a cluster of the lab, `main` by default. */
export type Kubectl = (args: readonly string[], cluster?: string) => Promise<Ended>;

/** Whether the tool is there. */
export const available = (): boolean => spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;

/** The environment without what the user has set up for clusters: nothing here may reach a real one. */
const environment = (directory: string): NodeJS.ProcessEnv => {
  const kept = Object.entries(process.env).filter(([name]) => !/^KUBE|_proxy$/i.test(name));
  return { ...Object.fromEntries(kept), HOME: directory };
};

/** A cluster and a user of a kubeconfig, under one name. */
export interface Context {
  readonly name: string;
  readonly server: string;
  readonly user?: { readonly token: string } | { readonly username: string; readonly password: string };
  /** File of the certificate to trust. */
  readonly caFile?: string;
}

const configOf = (contexts: readonly Context[]): object => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: contexts.map(({ name, server, caFile }) => ({
    name,
    cluster: { server, ...(caFile === undefined ? {} : { 'certificate-authority': caFile }) },
  })),
  users: contexts.map(({ name, user = {} }) => ({ name, user })),
  contexts: contexts.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
});

/** The tool with a kubeconfig of those contexts. It keeps its files in `directory`. */
export const createKubectl = (contexts: readonly Context[], directory: string): Kubectl => {
  // JSON is YAML, too.
  const kubeconfig = join(directory, 'kubeconfig');
  writeFileSync(kubeconfig, JSON.stringify(configOf(contexts)));
  return (args, cluster = 'main') =>
    new Promise((ended) => {
      // What one user has discovered is none of another's business.
      const all = ['--kubeconfig', kubeconfig, '--context', cluster, '--cache-dir', join(directory, cluster), ...args];
      execFile('kubectl', all, { env: environment(directory), timeout: 60_000, maxBuffer: 2 ** 26 }, (failure, stdout, stderr) => {
        ended({ code: failure?.code ?? (failure ? 'killed' : 0), stdout, stderr });
      });
    });
};
