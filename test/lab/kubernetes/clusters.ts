import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { type Cluster, type Lab, loadWorld, type Manifest, type World } from '../../../lab/index.ts';
import { send } from '../client.ts';

const FILE = new URL('clusters.yaml', import.meta.url);

/** A world with objects of all kinds that scans ask for, and a cluster that knows its callers. */
export const clustersWorld = loadWorld(readFileSync(FILE, 'utf8'), 'clusters.yaml');

/** The token of the cluster `old`. */
export const TOKEN = 's3cret';

/** The objects of the cluster `main`. */
export const MAIN: readonly Manifest[] = clustersWorld.kubernetes?.[0]?.objects ?? [];

/** A world of one cluster, `many`. */
export const worldOf = (objects: readonly Manifest[], more: Partial<Cluster> = {}): World => ({
  accounts: [],
  kubernetes: [{ name: 'many', objects, ...more }],
});

/** So many config maps `item-000 …` in each namespace, numbered through. */
export const configMaps = (count: number, ...namespaces: readonly string[]): readonly Manifest[] =>
  namespaces.flatMap((namespace) =>
    Array.from({ length: count }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `item-${String(index).padStart(3, '0')}`, namespace, labels: { parity: index % 2 === 0 ? 'even' : 'odd' } },
    })),
  );

export interface Asking {
  readonly cluster?: string;
  readonly token?: string;
  readonly accept?: string;
  readonly method?: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Parsed where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of all kinds.
  readonly body: any;
}

/** One request to a cluster, by default to the first that tests have. */
export const ask = async (lab: Lab, path: string, { cluster = 'main', token, accept, method = 'GET' }: Asking = {}): Promise<Answered> => {
  const { status, headers, body } = await send(lab, `/k8s/clusters/${cluster}${path}`, {
    method,
    accessKeyId: null,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(accept === undefined ? {} : { accept }),
    },
  });
  return { status, headers, body: headers['content-type']?.startsWith('application/json') ? JSON.parse(body) : body };
};

/** `namespace/name` of what a list holds. */
export const namesIn = ({ body }: Answered): readonly string[] =>
  body.items.map(({ metadata: { namespace, name } }: Manifest) => (namespace === undefined ? name : `${namespace}/${name}`));
