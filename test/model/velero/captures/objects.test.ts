import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BackupTemplate } from '../../../../model/kinds/velero.ts';
import type { LabelSelector } from '../../../../model/schemas/kubernetes.ts';
import { cluster, release, told } from './cluster.ts';

const test = suite('model/velero/captures: config maps and secrets');

type Template = Partial<BackupTemplate>;

interface Row {
  readonly name: string;
  readonly template?: Template;
  readonly version?: string;
  readonly facts?: Parameters<typeof cluster>[0];
  readonly configmaps: string;
  readonly secrets?: string;
}

const HELD = 'yes held';
const LEFT = 'no resource-excluded';
const INVALID = 'no invalid';
const OUT = { 'velero.io/exclude-from-backup': 'true' };
const labelled = (labels: Readonly<Record<string, string>>) => ({ namespaces: [{ name: 'mlops', labels }] });

const select = (
  matchLabels: LabelSelector['matchLabels'],
  ...expressions: readonly (readonly [string, string, ...string[]])[]
): LabelSelector => ({
  matchLabels,
  matchExpressions: expressions.map(([key, operator, ...values]) => ({ key, operator, values })),
});

const namespaces: readonly Row[] = [
  { name: 'named', configmaps: HELD },
  { name: 'all', template: { includedNamespaces: [] }, configmaps: HELD },
  { name: 'a star', template: { includedNamespaces: ['*'] }, configmaps: HELD },
  { name: 'a star and a name', template: { includedNamespaces: ['*', 'mlops'] }, configmaps: INVALID },
  { name: 'another one', template: { includedNamespaces: ['team'] }, configmaps: 'no namespace-excluded' },
  { name: 'excluded', template: { includedNamespaces: [], excludedNamespaces: ['mlops'] }, configmaps: 'no namespace-excluded' },
  { name: 'in both', template: { excludedNamespaces: ['mlops'] }, configmaps: INVALID },
  { name: 'everything excluded', template: { includedNamespaces: [], excludedNamespaces: ['*'] }, configmaps: INVALID },
  { name: 'pattern, 1.17', template: { includedNamespaces: ['ml*'] }, version: '1.17.2', configmaps: 'no namespace-excluded' },
  { name: 'pattern, 1.18', template: { includedNamespaces: ['ml*'] }, version: '1.18.0', configmaps: HELD },
  { name: 'one letter, 1.17', template: { includedNamespaces: ['?lops'] }, version: '1.17.2', configmaps: INVALID },
  { name: 'one letter, 1.18', template: { includedNamespaces: ['?lops'] }, version: '1.18.0', configmaps: HELD },
  { name: 'a class, 1.18', template: { includedNamespaces: ['[mn]lops'] }, version: '1.18.0', configmaps: 'unknown pattern' },
  { name: 'two stars, 1.17: every namespace', template: { includedNamespaces: ['**'] }, version: '1.17.2', configmaps: HELD },
  { name: 'two stars, 1.18', template: { includedNamespaces: ['**'] }, version: '1.18.0', configmaps: INVALID },
  {
    name: 'excluded by a pattern, 1.12',
    template: { includedNamespaces: [], excludedNamespaces: ['ml*'] },
    version: '1.12.0',
    configmaps: 'no namespace-excluded',
  },
  {
    name: 'excluded by a pattern that matches others, 1.17',
    template: { includedNamespaces: [], excludedNamespaces: ['t*'] },
    version: '1.17.0',
    configmaps: HELD,
  },
  {
    name: 'excluded by a pattern that matches others, 1.18.0, which then holds nothing',
    template: { includedNamespaces: [], excludedNamespaces: ['t*'] },
    version: '1.18.0',
    configmaps: 'no namespace-excluded',
  },
  {
    name: 'excluded by a pattern that matches others, 1.18.1',
    template: { includedNamespaces: [], excludedNamespaces: ['t*'] },
    version: '1.18.1',
    configmaps: HELD,
  },
  { name: 'no name, 1.6', template: { includedNamespaces: ['mlops', 'My_Team'] }, version: '1.6.3', configmaps: HELD },
  { name: 'no name, 1.7', template: { includedNamespaces: ['mlops', 'My_Team'] }, version: '1.7.0', configmaps: INVALID },
  { name: 'label, 1.9', facts: labelled(OUT), version: '1.9.3', configmaps: HELD },
  { name: 'label of a namespace that is named, 1.10', facts: labelled(OUT), version: '1.10.0', configmaps: INVALID },
  { name: 'label, all namespaces', template: { includedNamespaces: [] }, facts: labelled(OUT), configmaps: 'no namespace-labelled' },
  { name: 'label that says false', facts: labelled({ 'velero.io/exclude-from-backup': 'false' }), configmaps: HELD },
  {
    name: 'label of another namespace that is named',
    template: { includedNamespaces: ['mlops', 'team'] },
    facts: {
      namespaces: [
        { name: 'mlops', labels: {} },
        { name: 'team', labels: OUT },
      ],
    },
    configmaps: INVALID,
  },
  { name: 'not there', facts: { namespaces: [] }, configmaps: 'no namespace-missing' },
  {
    name: 'going',
    facts: { namespaces: [{ name: 'mlops', labels: {}, deletedAt: '2026-01-31T12:00:00Z' }] },
    configmaps: 'no namespace-terminating',
  },
];

const held = (name: string, includedResources: readonly string[], configmaps: string, secrets = LEFT): Row => ({
  name: `${name}: ${includedResources.join(', ')}`,
  template: { includedResources: [...includedResources] },
  configmaps,
  secrets,
});

const resources: readonly Row[] = [
  held('plural', ['configmaps'], HELD),
  held('singular', ['configmap'], HELD),
  held('kind', ['ConfigMap'], HELD),
  held('capitals', ['CONFIGMAPS'], HELD),
  held('short', ['cm'], HELD),
  held('short names are case-sensitive', ['CM'], LEFT),
  held('a group that config maps do not have', ['configmaps.v1'], LEFT),
  held('a group that is empty', ['configmaps.'], HELD),
  held('pattern', ['config*'], HELD),
  held('pattern of another case', ['Config*'], LEFT),
  held('two stars', ['**'], HELD, HELD),
  held('star', ['*'], HELD, HELD),
  held('star and more', ['*', 'pods'], INVALID, INVALID),
  held('nothing that is known', ['nosuchthings'], LEFT),
  held('deployments', ['deployments'], LEFT),
  held('alternatives', ['{configmaps,secrets}'], 'unknown pattern', 'unknown pattern'),
  held('alternatives behind what matches', ['configmaps', '{pods}'], HELD, 'unknown pattern'),
  { name: 'Secrets excluded', template: { excludedResources: ['secrets'] }, configmaps: HELD, secrets: LEFT },
  { name: 'Secrets excluded by kind', template: { excludedResources: ['Secret'] }, configmaps: HELD, secrets: LEFT },
  {
    name: 'excludes win',
    template: { includedResources: ['*'], excludedResources: ['configmaps', 'secrets'] },
    configmaps: LEFT,
    secrets: LEFT,
  },
  { name: 'in both', template: { includedResources: ['secrets'], excludedResources: ['secrets'] }, configmaps: INVALID },
  { name: 'star excluded', template: { excludedResources: ['*'] }, configmaps: INVALID },
  { name: 'cluster resources only', template: { includeClusterResources: true }, configmaps: HELD },
  { name: 'newer family', template: { includedNamespaceScopedResources: ['configmaps'] }, configmaps: HELD, secrets: LEFT },
  { name: 'newer family, excluded', template: { excludedNamespaceScopedResources: ['cm'] }, configmaps: LEFT, secrets: HELD },
  { name: 'newer family, all excluded', template: { excludedNamespaceScopedResources: ['*'] }, configmaps: LEFT, secrets: LEFT },
  {
    name: 'newer family, before there was one',
    template: { excludedNamespaceScopedResources: ['secrets'] },
    version: '1.10.3',
    configmaps: HELD,
    secrets: HELD,
  },
  {
    name: 'newer family: what is of the cluster is dropped, and an empty list takes in all',
    template: { includedNamespaceScopedResources: ['pv'] },
    configmaps: HELD,
    secrets: HELD,
  },
  {
    name: 'newer family: nobody knows whether it is dropped',
    template: { includedNamespaceScopedResources: ['widgets.example.com'] },
    configmaps: 'unknown pattern',
  },
  {
    name: 'newer family: another one stays for sure',
    template: { includedNamespaceScopedResources: ['widgets.example.com', 'pods'] },
    configmaps: LEFT,
  },
  {
    name: 'newer family: volume snapshots are taken from the list from 1.17 on',
    template: { includedNamespaceScopedResources: ['volumesnapshots.snapshot.storage.k8s.io'] },
    version: '1.17.0',
    configmaps: HELD,
  },
  {
    name: 'both families',
    template: { includedResources: ['configmaps'], excludedNamespaceScopedResources: ['secrets'] },
    configmaps: INVALID,
  },
  {
    name: 'the newer family and a switch of the older one',
    template: { includeClusterResources: false, includedClusterScopedResources: ['nodes'] },
    configmaps: INVALID,
  },
];

const APP = select({ app: 'train' });

const selectors: readonly Row[] = [
  { name: 'a label', template: { labelSelector: APP }, configmaps: 'unknown selector', secrets: 'unknown selector' },
  { name: 'one of several', template: { orLabelSelectors: [APP] }, configmaps: 'unknown selector' },
  { name: 'both', template: { labelSelector: APP, orLabelSelectors: [APP] }, configmaps: INVALID },
  { name: 'both, 1.8', template: { labelSelector: APP, orLabelSelectors: [APP] }, version: '1.8.1', configmaps: 'unknown selector' },
  { name: 'one of several, 1.8', template: { orLabelSelectors: [APP] }, version: '1.8.1', configmaps: HELD },
  { name: 'none required', template: { labelSelector: select({}) }, configmaps: 'no selector' },
  { name: 'an operator that nobody knows', template: { labelSelector: select({}, ['app', 'Near', 'x']) }, configmaps: 'no selector' },
  { name: 'in no values', template: { labelSelector: select({}, ['app', 'In']) }, configmaps: 'no selector' },
  { name: 'no label', template: { labelSelector: select({ 'a b': 'c' }) }, configmaps: 'no selector' },
  { name: 'one thing and another', template: { labelSelector: select({ app: 'a' }, ['app', 'In', 'b']) }, configmaps: 'no selector' },
  {
    name: 'there and not there',
    template: { labelSelector: select({}, ['app', 'Exists'], ['app', 'DoesNotExist']) },
    configmaps: 'no selector',
  },
  { name: 'not this one', template: { labelSelector: select({}, ['app', 'NotIn', 'a']) }, configmaps: 'unknown selector' },
  {
    name: 'nothing, or something',
    template: { orLabelSelectors: [select({ app: 'a' }, ['app', 'DoesNotExist']), APP] },
    configmaps: 'unknown selector',
  },
  { name: 'left out anyway', template: { labelSelector: APP, excludedResources: ['configmaps'] }, configmaps: LEFT },
];

const POLICY = { kind: 'configmap', name: 'policies' };

const policies: readonly Row[] = [
  { name: 'policy, 1.16', template: { resourcePolicy: POLICY }, version: '1.16.2', configmaps: HELD },
  { name: 'policy, 1.17', template: { resourcePolicy: POLICY }, version: '1.17.0', configmaps: 'unknown policy' },
  {
    name: 'excluded, which no policy changes',
    template: { resourcePolicy: POLICY, excludedNamespaceScopedResources: ['secrets'] },
    version: '1.17.0',
    configmaps: 'unknown policy',
    secrets: LEFT,
  },
  {
    name: 'not included, which a policy may change',
    template: { resourcePolicy: POLICY, includedNamespaceScopedResources: ['secrets'] },
    version: '1.17.0',
    configmaps: 'unknown policy',
  },
  {
    name: 'not included by the older family',
    template: { resourcePolicy: POLICY, includedResources: ['secrets'] },
    version: '1.17.0',
    configmaps: LEFT,
  },
];

const aws = (name: string) => ({ name, provider: 'aws' });

const locations: readonly Row[] = [
  { name: 'one location', facts: { snapshotLocations: [aws('a')] }, configmaps: HELD },
  { name: 'one that does not exist', template: { volumeSnapshotLocations: ['a'] }, configmaps: INVALID },
  { name: 'two of a provider', facts: { snapshotLocations: [aws('a'), aws('b')] }, configmaps: INVALID },
  {
    name: 'two of a provider, and one is named',
    template: { volumeSnapshotLocations: ['a'] },
    facts: { snapshotLocations: [aws('a'), aws('b')] },
    configmaps: HELD,
  },
  {
    name: 'two of a provider, and both are named',
    template: { volumeSnapshotLocations: ['a', 'b'] },
    facts: { snapshotLocations: [aws('a'), aws('b')] },
    configmaps: INVALID,
  },
  {
    name: 'two of a provider, and one is the default',
    facts: { snapshotLocations: [aws('a'), aws('b')], server: { flags: { 'default-volume-snapshot-locations': 'aws:b' } } },
    configmaps: HELD,
  },
  {
    name: 'two of a provider, and no server',
    facts: { snapshotLocations: [aws('a'), aws('b')], server: undefined },
    configmaps: 'unknown server',
  },
  {
    name: 'two of a provider, no snapshots, 1.13',
    template: { snapshotVolumes: false },
    version: '1.13.2',
    facts: { snapshotLocations: [aws('a'), aws('b')] },
    configmaps: HELD,
  },
];

const unversioned: readonly Row[] = [
  { name: 'no version, and none matters', facts: { server: { image: 'velero/velero:latest' } }, configmaps: HELD },
  {
    name: 'no version, and one matters',
    template: { resourcePolicy: POLICY },
    facts: { server: { image: 'velero/velero@sha256:ab' } },
    configmaps: 'unknown version',
  },
  { name: 'no server, and none matters', facts: { server: undefined }, configmaps: HELD },
  { name: 'no server, and one matters', template: { resourcePolicy: POLICY }, facts: { server: undefined }, configmaps: 'unknown server' },
  { name: 'a release that is newer', facts: { server: release('1.25.0') }, configmaps: HELD },
];

for (const row of [...namespaces, ...resources, ...selectors, ...policies, ...locations, ...unversioned])
  test(row.name, () => {
    const server = row.version === undefined ? {} : { server: release(row.version) };
    const facts = cluster({ ...server, ...row.facts });
    assert.is(told('configmaps', row.template ?? {}, facts), row.configmaps);
    if (row.secrets !== undefined) assert.is(told('secrets', row.template ?? {}, facts), row.secrets);
  });

test.run();
