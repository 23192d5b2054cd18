import fc from 'fast-check';

// Templates of backups, more of them odd than in real life.

type Template = Readonly<Record<string, unknown>>;

/** What namespaces are named by. Some of these words name none. */
const NAMESPACES = [
  'mlops',
  'mlops-dev',
  'team',
  'velero',
  'gone',
  '*',
  'mlops*',
  'm*',
  '*-dev',
  '?lops',
  '[mt]*',
  't?am',
  'mlops-',
  'Mlops',
];

/** What resources are named by: plurals, singulars, short names, kinds, groups, globs, and what nobody serves. */
const RESOURCES = [
  ...['configmaps', 'configmap', 'cm', 'ConfigMap', 'configmaps.v1', 'CM'],
  ...['secrets', 'secret', 'Secret', 'SECRETS'],
  ...['pods', 'pod', 'po', 'Pods'],
  ...['persistentvolumeclaims', 'persistentvolumeclaim', 'pvc', 'pvcs'],
  ...['persistentvolumes', 'pv'],
  ...['deployments', 'deployments.apps', 'deploy', 'deployments.extensions'],
  ...['namespaces', 'ns', 'nodes', 'storageclasses.storage.k8s.io', 'volumesnapshots', 'nosuchthings', 'events'],
  ...['*', 'config*', '*maps', 'secret?', 'p*', 'persistentvolume*', '*.apps', '*s', '[cs]*', '{secrets,pods}', '**'],
];

const LABELS = [
  { matchLabels: { app: 'train' } },
  { matchLabels: { app: 'serve' } },
  { matchLabels: { tier: 'data' } },
  { matchLabels: { app: 'train', tier: 'data' } },
  { matchLabels: { app: 'nobody' } },
  { matchExpressions: [{ key: 'app', operator: 'In', values: ['train', 'serve'] }] },
  { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['train'] }] },
  { matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
  { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] },
  { matchLabels: { app: 'train' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
  // Velero asks for the label `<none>`, which the API server refuses.
  {},
];

/** Absent in all but one of `every`: each thing alone tells more than all of them together. */
const rarely = <T>(arbitrary: fc.Arbitrary<T>, every: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: every - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const list = (words: readonly string[], maxLength = 3) => fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength });

const namespaces = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ includedNamespaces: ['mlops'] }) },
  { weight: 2, arbitrary: rarely(list(NAMESPACES, 2), 3).map((excludedNamespaces) => ({ excludedNamespaces })) },
  { weight: 2, arbitrary: fc.record({ includedNamespaces: list(NAMESPACES), excludedNamespaces: rarely(list(NAMESPACES, 2), 3) }) },
);

const olderFamily = fc.record({
  includedResources: rarely(list(RESOURCES), 2),
  excludedResources: rarely(list(RESOURCES), 2),
  includeClusterResources: rarely(fc.boolean(), 2),
});

const newerFamily = fc.record({
  includedNamespaceScopedResources: rarely(list(RESOURCES), 2),
  excludedNamespaceScopedResources: rarely(list(RESOURCES), 2),
  includedClusterScopedResources: rarely(list(RESOURCES), 3),
  excludedClusterScopedResources: rarely(list(RESOURCES), 3),
});

const resources = fc.oneof(
  { weight: 9, arbitrary: fc.constant({}) },
  { weight: 5, arbitrary: olderFamily },
  { weight: 5, arbitrary: newerFamily },
  { weight: 1, arbitrary: fc.tuple(olderFamily, newerFamily).map(([older, newer]) => ({ ...older, ...newer })) },
);

const selectors = fc.record({
  labelSelector: rarely(fc.constantFrom(...LABELS), 8),
  orLabelSelectors: rarely(fc.array(fc.constantFrom(...LABELS), { minLength: 1, maxLength: 2 }), 8),
});

const volumes = fc.record({
  defaultVolumesToFsBackup: rarely(fc.boolean(), 2),
  snapshotVolumes: rarely(fc.boolean(), 2),
  snapshotMoveData: rarely(fc.boolean(), 3),
  datamover: rarely(fc.constantFrom('velero', 'another'), 6),
  resourcePolicy: rarely(fc.constant({ kind: 'configmap', name: 'policies' }), 12),
  volumeSnapshotLocations: rarely(list(['ebs', 'copies', 'gone'], 2), 15),
});

/** Without the fields that are not set. */
const given = (template: Template): Template => Object.fromEntries(Object.entries(template).filter(([, value]) => value !== undefined));

export const templates: fc.Arbitrary<Template> = fc
  .tuple(namespaces, resources, selectors, volumes)
  .map((parts) => given(Object.assign({}, ...parts)));
