import { createHash } from 'node:crypto';
import type { Cluster, Manifest, Series } from '../world.ts';
import { apiVersionOf, type Resource } from './catalogue.ts';

/** An object that a cluster has, as long as nobody has asked for it. */
export interface Entry {
  /** Empty for objects of the whole cluster. */
  readonly namespace: string;
  readonly name: string;
  /** By which the cluster keeps its objects in order: `mlops/trainer`. */
  readonly key: string;
  readonly read: () => Manifest;
}

/** The objects of a cluster. */
export interface Objects {
  /** All of a resource, in the order in which a server lists them. */
  readonly of: (resource: Resource) => readonly Entry[];
  /** The version of the whole: that of its newest object. */
  readonly resourceVersion: number;
}

// What a world does not say. It is the same whenever the lab is started, and well before any moment that a world is about.
const CREATED = '2020-01-01T00:00:00Z';

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A version 4 UUID, the same for the same text. */
const uidOf = (text: string): string => digestOf(text).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-a$4-$5');

const kindOf = ({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): string => `${apiVersion} ${kind}`;

const keyOf = (namespace: string, name: string): string => (namespace === '' ? name : `${namespace}/${name}`);

/** An object with all that every server adds. */
const stamp = (manifest: Manifest, cluster: string, resourceVersion: number): Manifest => {
  const { apiVersion, kind, metadata } = manifest;
  const { name, namespace = '' } = metadata;
  const uid = uidOf([cluster, apiVersion, kind, namespace, name].join('/'));
  const added = { creationTimestamp: CREATED, resourceVersion: String(resourceVersion), uid };
  return { ...manifest, metadata: { ...added, ...metadata } };
};

interface Source {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly make: () => Manifest;
}

const sourceOf = (manifest: Manifest): Source => ({
  kind: kindOf(manifest),
  namespace: manifest.metadata.namespace ?? '',
  name: manifest.metadata.name,
  make: () => manifest,
});

const sourcesOf = ({ make, names, ...series }: Series): readonly Source[] => {
  const { apiVersion, kind, namespace } = series;
  const placed = namespace === undefined ? {} : { namespace };
  return names.map((name, index) => ({
    kind: kindOf(series),
    namespace: namespace ?? '',
    name,
    make: () => {
      const { metadata, ...rest } = make(name, index);
      return { apiVersion, kind, ...rest, metadata: { ...metadata, ...placed, name } };
    },
  }));
};

const inOrder = (entries: readonly Entry[]): readonly Entry[] => entries.toSorted((one, other) => (one.key < other.key ? -1 : 1));

/** The objects of a cluster, each made and stamped when it is read. */
export const objectsOf = ({ name: cluster, objects, series = [] }: Cluster): Objects => {
  // Clusters do not count alike: a place in the list of one means nothing to another.
  const first = 1_000 + (Number.parseInt(digestOf(cluster).slice(0, 6), 16) % 1_000_000);
  const sources = [...objects.map(sourceOf), ...series.flatMap(sourcesOf)];
  const byKind = new Map<string, Entry[]>();
  for (const [index, { kind, namespace, name, make }] of sources.entries()) {
    const entry = { namespace, name, key: keyOf(namespace, name), read: () => stamp(make(), cluster, first + index) };
    const others = byKind.get(kind);
    if (others) others.push(entry);
    else byKind.set(kind, [entry]);
  }
  const sorted = new Map([...byKind].map(([kind, entries]) => [kind, inOrder(entries)]));
  return {
    of: (resource) => sorted.get(kindOf({ ...resource, apiVersion: apiVersionOf(resource) })) ?? [],
    resourceVersion: first + sources.length,
  };
};
