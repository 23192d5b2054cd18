import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure, KindScanner, Listed, Located, Send } from '../../../model/scanner.ts';
import { classify, failing } from '../../../scanners/http/failures.ts';
import type { Members } from '../../../scanners/json/members.ts';
import { createDiscovery } from '../../../scanners/kubernetes/discovery.ts';
import { refusalOf } from '../../../scanners/kubernetes/errors.ts';
import type { KubernetesConfig } from '../../../scanners/kubernetes/kubeconfig.ts';
import { type KubernetesSession, openSession } from '../../../scanners/kubernetes/session.ts';
import { attempt, inDirectory } from '../http/harness.ts';

export { attempt, failureOf, inDirectory, type Reply, withEnvironment, withServer } from '../http/harness.ts';

/** Sends once: what is tried again is the engine's business. */
export const send: Send = (request) => request(attempt());

/** What a server says to a path with its query; what it throws it refuses. */
export type Answer = (path: string, query: URLSearchParams) => unknown;

/** A refusal as the session throws it. */
export const refused = (status: number, body: unknown = {}, headers: Record<string, string> = {}): Error =>
  failing(refusalOf({ status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }));

/** A session that sends nothing, and a record of the paths that it was asked for. */
export const fakeSession = (answer: Answer): { session: KubernetesSession; asked: string[] } => {
  const asked: string[] = [];
  const get = async (path: string): Promise<Members> => {
    asked.push(path);
    const url = new URL(path, 'http://cluster');
    return answer(url.pathname, url.searchParams) as Members;
  };
  const session: KubernetesSession = {
    cluster: 'prod',
    veleroNamespace: 'velero',
    address: '',
    identify: async () => ({ cluster: 'prod' }),
    get,
    discovery: createDiscovery(get),
    close: () => {},
  };
  return { session, asked };
};

/** Everything that a listing shows, or what the error means that it throws. Somebody wants every facet, unless it says which. */
export const listAll = async <S>(
  { kind, list }: KindScanner<S>,
  session: S,
  wanted: readonly string[] = Object.keys(kind.facets),
): Promise<readonly Listed[] | Failure> => {
  if (!list) throw new RangeError('this kind has no listing');
  try {
    const found: Listed[] = [];
    for await (const page of list.pages(session, send, undefined, new Set(wanted))) found.push(...page);
    return found;
  } catch (error) {
    return classify(error);
  }
};

export const located = (name: string): Located => ({ id: name, name, scope: { target: 'prod', cluster: 'prod', namespace: name } });

/** What a facet of a resource comes to, or what the error means that its reader throws. */
export const readFacet = async <S>({ facets }: KindScanner<S>, facet: string, session: S, name = 'mlops'): Promise<unknown> => {
  const reader = facets[facet];
  if (!reader || !('readPages' in reader)) throw new RangeError(`no reader in pages of ${facet}`);
  try {
    return await reader.readPages(session, located(name), send);
  } catch (error) {
    return classify(error);
  }
};

/** A kubeconfig of one cluster, as JSON, which is YAML. */
export const kubeconfigOf = (cluster: object, user: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'main', cluster }],
  users: [{ name: 'me', user }],
  contexts: [{ name: 'ctx', context: { cluster: 'main', user: 'me' } }],
  'current-context': 'ctx',
});

export const writeConfig = (directory: string, content: unknown, name = 'config'): string => {
  const file = join(directory, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

/** Opens the session of a kubeconfig of one cluster, with files beside it. */
export const openWith = async <T>(
  { cluster, user, ...config }: { cluster: object; user?: object } & Omit<KubernetesConfig, 'cluster' | 'kubeconfig'>,
  work: (session: KubernetesSession, directory: string) => Promise<T>,
  { timeout = 5_000, prepare = (_: string) => {} } = {},
): Promise<T> =>
  inDirectory(async (directory) => {
    prepare(directory);
    const kubeconfig = writeConfig(directory, kubeconfigOf(cluster, user));
    const session = await openSession({ ...config, kubeconfig }, { timeout, maxSockets: 4 });
    return await work(session, directory).finally(() => session.close());
  });
