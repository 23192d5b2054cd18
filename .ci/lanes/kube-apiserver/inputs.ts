import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kinds } from '../../../generated/kinds.ts';
import { rules } from '../../../generated/rules.ts';
import type { AnyKind } from '../../../model/kind.ts';
import { type AnyRule, isAbout } from '../../../model/rule.ts';
import type { ApiServer } from './server.ts';

const isOfCluster = (kind: string): boolean => /^(kubernetes|velero)\//.test(kind);

/** Whether a cluster alone can answer it. */
const needsNothingElse = ({ joins = {} }: AnyRule): boolean =>
  Object.values<{ kind: AnyKind }>(joins).every(({ kind }) => isOfCluster(kind.id));

const rulesAbout = (kind: string): readonly string[] =>
  [...rules.values()].filter((rule) => isAbout(rule.subject, kind) && needsNothingElse(rule)).map(({ id }) => id);

/** A policy about everything that there is of a cluster, with every rule that a cluster can answer. */
const everything = (): object => ({
  apiVersion: 'mlops-dr/v1',
  kind: 'Policy',
  metadata: { name: 'everything', title: 'Everything of a cluster' },
  components: [...kinds.keys()]
    .filter(isOfCluster)
    .map((kind) => ({ name: kind.replace('/', '-'), resources: [{ kind, optional: true }], rules: rulesAbout(kind) })),
});

/** A way to the cluster. */
interface Context {
  readonly cluster: object;
  readonly user: object;
}

/** A kubeconfig whose contexts are called as their cluster and user. */
const kubeconfig = (contexts: Readonly<Record<string, Context>>): object => {
  const entries = Object.entries(contexts);
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: entries.map(([name, { cluster }]) => ({ name, cluster })),
    users: entries.map(([name, { user }]) => ({ name, user })),
    contexts: entries.map(([name]) => ({ name, context: { cluster: name, user: name } })),
  };
};

const CLUSTER = 'main';

/** Names of the configurations that `writeInputs` writes: one for each way to the cluster. */
export const CONFIGURATIONS = {
  scanner: 'scanner.yaml',
  /** With a token that nobody gave out. */
  stranger: 'stranger.yaml',
  /** By way of the proxy. */
  proxy: 'proxy.yaml',
} as const;

/** Writes the policy, the kubeconfig and the configurations. JSON is YAML. @param proxy its URL */
export const writeInputs = ({ url, ca, tokens }: ApiServer, proxy: string, directory: string): void => {
  const write = (file: string, content: object): void => writeFileSync(join(directory, file), JSON.stringify(content));
  const cluster = { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') };
  const user = { token: tokens.scanner };
  write('everything.yaml', everything());
  write(
    'kubeconfig',
    kubeconfig({
      scanner: { cluster, user },
      stranger: { cluster, user: { token: 'no-such-token' } },
      // Only then is a token sent in the clear.
      proxy: { cluster: { server: proxy, 'insecure-skip-tls-verify': true }, user },
    }),
  );
  for (const [context, file] of Object.entries(CONFIGURATIONS))
    write(file, {
      targets: [{ name: 'cluster', kubernetes: { kubeconfig: 'kubeconfig', context, cluster: CLUSTER } }],
      policies: ['./everything.yaml'],
    });
};
