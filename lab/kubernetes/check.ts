import { invalid, type Mismatch, missing, quote, repeated } from '../check.ts';
import { flat, integer, mapping, matching, open, structure, text, time, word } from '../shape.ts';
import type { Cluster, Manifest, World } from '../world.ts';
import { apisOf, apiVersionOf, CUSTOM_APIS, CUSTOM_RESOURCES, isReadable, pathOf, qualifiedName, type Resource } from './catalogue.ts';

// All that an ObjectMeta can have: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
const METADATA = structure(
  {
    // What every name has to be to stand in a path.
    name: matching(/^(?!\.{1,2}$)[^/%]+$/, 'a text without / and %'),
    namespace: matching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'the name of a namespace'),
    labels: mapping(text),
    annotations: mapping(text),
    creationTimestamp: time,
    deletionTimestamp: time,
    deletionGracePeriodSeconds: integer(0),
    finalizers: flat(text),
    generateName: text,
    generation: integer(0),
    managedFields: flat(open({})),
    ownerReferences: flat(open({ apiVersion: text, kind: text, name: text, uid: text }, 'apiVersion', 'kind', 'name', 'uid')),
    resourceVersion: matching(/^\d+$/, 'a text of digits'),
    selfLink: text,
    uid: text,
  },
  'name',
);

/** What a world says of one cluster. */
export const CLUSTER = structure(
  {
    name: matching(/^[\w.-]+$/, 'a text of letters, digits, dots, hyphens and underscores'),
    version: matching(/^v\d+\.\d+\.\d+([-+][\w.+-]*)?$/, 'a version such as v1.31.4'),
    tokens: flat(word),
    apis: flat(text),
    without: flat(text),
    objects: flat(open({ apiVersion: text, kind: text, metadata: METADATA }, 'apiVersion', 'kind', 'metadata')),
  },
  'name',
  'objects',
);

type Path = Mismatch['path'];

const strangers = (path: Path, given: readonly string[] = [], known: readonly string[], what: string): readonly Mismatch[] =>
  given.flatMap((name, index) => (known.includes(name) ? [] : [invalid([...path, index], what, `Accepted: ${known.join(', ')}.`)]));

const resourceOf = (resources: readonly Resource[], { apiVersion, kind }: Manifest): Resource | undefined =>
  resources.find((resource) => apiVersionOf(resource) === apiVersion && resource.kind === kind);

const unknownKind = (path: Path, { apiVersion }: Manifest, resources: readonly Resource[]): Mismatch => {
  const kinds = resources.filter((resource) => apiVersionOf(resource) === apiVersion).map(({ kind }) => kind);
  if (kinds.length > 0)
    return invalid([...path, 'kind'], `a kind that the cluster serves in ${apiVersion}`, `Accepted: ${kinds.join(', ')}.`);
  const versions = [...new Set(resources.map(apiVersionOf))];
  const hint = CUSTOM_APIS.includes(apiVersion) ? `Add ${apiVersion} to apis.` : `Accepted: ${versions.join(', ')}.`;
  return invalid([...path, 'apiVersion'], 'a version that the cluster serves', hint);
};

/** An object is in a namespace exactly if its kind asks for it, and that namespace is there. */
const placeMismatches = (
  path: Path,
  { kind, metadata }: Manifest,
  { namespaced }: Resource,
  namespaces: ReadonlySet<string>,
): readonly Mismatch[] => {
  const { namespace } = metadata;
  const at = [...path, 'metadata', 'namespace'];
  if (!namespaced) return namespace === undefined ? [] : [{ ...invalid(at, `left out: a ${kind} is in no namespace`), atKey: true }];
  if (namespace === undefined) return [missing([...path, 'metadata'], 'namespace')];
  return namespaces.has(namespace) ? [] : [invalid(at, 'a namespace of this cluster', `Add a Namespace ${quote(namespace)} to objects.`)];
};

const namesOf = (objects: readonly Manifest[], isSought: (manifest: Manifest) => boolean): ReadonlySet<string> =>
  new Set(objects.filter(isSought).map(({ metadata }) => metadata.name));

const objectMismatches = (cluster: Cluster, path: Path): readonly Mismatch[] => {
  const resources = apisOf(cluster).flatMap((api) => api.resources.filter(isReadable));
  const namespaces = namesOf(cluster.objects, ({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Namespace');
  return cluster.objects.flatMap((manifest, index) => {
    const at = [...path, index];
    const resource = resourceOf(resources, manifest);
    return resource ? placeMismatches(at, manifest, resource, namespaces) : [unknownKind(at, manifest, resources)];
  });
};

const fullName = ({ apiVersion, kind, metadata: { namespace, name } }: Manifest): string =>
  [apiVersion, kind, ...(namespace === undefined ? [] : [namespace]), name].join(' ');

const mismatchesOf = (cluster: Cluster, path: Path): readonly Mismatch[] => [
  ...strangers([...path, 'apis'], cluster.apis, [...CUSTOM_APIS, ...CUSTOM_RESOURCES.map(pathOf)], 'an API that the lab knows'),
  ...strangers([...path, 'without'], cluster.without, CUSTOM_RESOURCES.map(qualifiedName), 'a resource that the lab knows'),
  ...objectMismatches(cluster, [...path, 'objects']),
  ...repeated(cluster.objects.map((manifest, index) => [fullName(manifest), [...path, 'objects', index, 'metadata', 'name']])),
];

/** What is wrong with the clusters of a world. */
export const clusterMismatches = ({ kubernetes = [] }: World): readonly Mismatch[] => [
  ...repeated(kubernetes.map(({ name }, index) => [name, ['kubernetes', index, 'name']])),
  ...kubernetes.flatMap((cluster, index) => mismatchesOf(cluster, ['kubernetes', index])),
];
