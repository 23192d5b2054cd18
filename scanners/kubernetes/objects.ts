import type { AnyKind } from '../../model/kind.ts';
import { objectId } from '../../model/kubernetes/ids.ts';
import { type Reading, read, unread } from '../../model/reading.ts';
import { type KindListing, type KindScanner, type Listed, MalformedAnswer, type PagedReader, type Send } from '../../model/scanner.ts';
import type { Metadata } from '../../model/schemas/kubernetes.ts';
import { given, type Members, members, named, optionalTime, textMap, time } from '../json/members.ts';
import { allPages } from './pages.ts';
import type { KubernetesSession } from './session.ts';

/** A kind of resource that is an object of a cluster: where it is served, and what is kept of each. */
export interface ObjectKind {
  readonly kind: AnyKind;
  /** API group; empty for the core group. */
  readonly group: string;
  /** In the plural, with what objects of it are called: `schedules: 'Schedule'`. Of several the first that the cluster serves. */
  readonly resources: Readonly<Record<string, string>>;
  /** Objects of the whole cluster, of all its namespaces, or of Velero's own. */
  readonly of: 'cluster' | 'namespaces' | 'velero';
  /** The facets beside `metadata` and `labels`, each from the object. */
  readonly facets: Readonly<Record<string, (object: Members) => unknown>>;
}

/** Those of the domain velero.io. */
const isVelero = (key: string): boolean => /^([^/]+\.)?velero\.io\//.test(key);

const veleroAnnotations = (metadata: Members): Record<string, string> =>
  textMap(
    'metadata.annotations',
    Object.fromEntries(Object.entries(members('metadata.annotations', metadata.annotations)).filter(([key]) => isVelero(key))),
  );

export const metadataOf = (object: Members): Metadata => {
  const metadata = members('metadata', object.metadata);
  return {
    createdAt: time('metadata.creationTimestamp', metadata.creationTimestamp),
    ...given<Pick<Metadata, 'deletedAt'>>({ deletedAt: optionalTime('metadata.deletionTimestamp', metadata.deletionTimestamp) }),
    annotations: veleroAnnotations(metadata),
  };
};

export const labelsOf = (object: Members): Record<string, string> =>
  textMap('metadata.labels', members('metadata', object.metadata).labels);

/** The name that every object has. */
export const nameOf = (object: Members): string => named('metadata.name', members('metadata', object.metadata).name);

/** Groups that every API server has: nothing need be asked about them. */
const BUILT_IN = new Set(['', 'apps', 'storage.k8s.io']);

const groupPath = (group: string, version: string): string =>
  group === '' ? `/api/${version}` : `/apis/${group}/${encodeURIComponent(version)}`;

const qualified = (resource: string, group: string): string => (group === '' ? resource : `${resource}.${group}`);

/** The permission to list a resource, as `kubectl auth can-i` takes it. */
export const listAction = (resource: string, group: string): string => `list ${qualified(resource, group)}`;

/** Everything of a built-in resource in one namespace, as far as `project` keeps it. */
export const listNamespace = async <T>(
  session: KubernetesSession,
  send: Send,
  { group, resource, kind }: { readonly group: string; readonly resource: string; readonly kind: string },
  namespace: string,
  project: (object: Members) => T,
): Promise<T[]> => {
  const path = `${groupPath(group, 'v1')}/namespaces/${encodeURIComponent(namespace)}/${resource}`;
  return (await allPages(session, send, { path, kind, project })).flat();
};

/** One call that lists a built-in resource in a namespace, as facets of others need it. */
export const namespaceReader = <T>(
  of: { readonly group: string; readonly resource: string; readonly kind: string },
  readPages: PagedReader<KubernetesSession, T>['readPages'],
): PagedReader<KubernetesSession, T> => {
  const action = listAction(of.resource, of.group);
  return { operation: action, action, readPages };
};

/** A facet of one object. What it should not hold makes this facet unread, not the list. */
const readingOf = (action: string, parse: () => unknown): Reading<unknown> => {
  try {
    return read(parse());
  } catch (error) {
    if (error instanceof MalformedAnswer) return unread({ action, code: 'MalformedAnswer', message: error.message });
    throw error;
  }
};

const namespaceOf = ({ of, kind }: ObjectKind, object: Members, { veleroNamespace }: KubernetesSession): string => {
  if (of === 'velero') return veleroNamespace;
  return of === 'namespaces' ? named(`metadata.namespace of a ${kind.title}`, members('metadata', object.metadata).namespace) : '';
};

/** How one object comes out, of one of the resources of its kind. Facets that nobody reads are not kept. */
const listedFrom = (shape: ObjectKind, resource: string, session: KubernetesSession, wanted: ReadonlySet<string>) => {
  const { group, resources, facets } = shape;
  const readers = Object.entries({ metadata: metadataOf, labels: labelsOf, ...facets }).filter(([facet]) => wanted.has(facet));
  const action = listAction(resource, group);
  return (object: Members): Listed => {
    const name = nameOf(object);
    const namespace = namespaceOf(shape, object, session);
    // A namespace is looked for by its own name: selectors with `namespace` mean it, too.
    const scope = resource === 'namespaces' ? name : namespace;
    return {
      id: objectId({ cluster: session.cluster, group, namespace, kind: resources[resource] ?? '', name }),
      name,
      ...(scope === '' ? {} : { namespace: scope }),
      facets: Object.fromEntries(readers.map(([facet, parse]) => [facet, readingOf(action, () => parse(object))])),
    };
  };
};

/** Where the resource is served; `undefined` where the cluster has none of it. */
const find = async ({ group, resources }: ObjectKind, { discovery }: KubernetesSession, send: Send) => {
  const [first = '', ...others] = Object.keys(resources);
  return BUILT_IN.has(group) ? { version: 'v1', resource: first } : discovery.find(send, group, [first, ...others]);
};

const listingOf = (shape: ObjectKind): KindListing<KubernetesSession> => {
  const { group, resources, of, facets } = shape;
  const [resource = ''] = Object.keys(resources);
  const action = listAction(resource, group);
  return {
    operation: action,
    action,
    tells: ['metadata', 'labels', ...Object.keys(facets)],
    ...(of === 'velero' ? { namespace: ({ veleroNamespace }) => veleroNamespace } : {}),
    pages: async function* (session, send, _, wanted) {
      const served = await find(shape, session, send);
      if (!served) return;
      const within = of === 'velero' ? `/namespaces/${encodeURIComponent(session.veleroNamespace)}` : '';
      const path = `${groupPath(group, served.version)}${within}/${served.resource}`;
      yield* await allPages(session, send, {
        path,
        kind: resources[served.resource] ?? '',
        project: listedFrom(shape, served.resource, session, wanted),
      });
    },
  };
};

/** How objects of a kind are listed; the listing tells everything of them but what `readers` read. */
export const objectKind = (shape: ObjectKind, readers: KindScanner<KubernetesSession>['facets'] = {}): KindScanner<KubernetesSession> => ({
  kind: shape.kind,
  list: listingOf(shape),
  facets: readers,
});
