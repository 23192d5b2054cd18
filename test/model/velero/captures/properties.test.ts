import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BackupTemplate, VeleroDeployment } from '../../../../model/kinds/velero.ts';
import { UnreadFact } from '../../../../model/rule.ts';
import type { Answer } from '../../../../model/velero/captures/answer.ts';
import { captures } from '../../../../model/velero/captures/captures.ts';
import { agent, agentSet, claim, pod } from '../../../../model/velero/captures/examples.ts';
import type { Cluster } from '../../../../model/velero/captures/facts.ts';
import { takesIn } from '../../../../model/velero/captures/patterns.ts';
import { template } from '../../../../model/velero/examples.ts';
import { cluster, VOLUME } from './cluster.ts';

const test = suite('model/velero/captures: properties');

const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 4 }).map((letters) => letters.join(''));
const patterns = fc.array(pattern, { maxLength: 3 });
const name = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 4 }).map((letters) => letters.join(''));

/** A second way: what patterns look like as regular expressions. */
const naive = (items: readonly string[], text: string): boolean =>
  items.some((item) => new RegExp(`^${item.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text));

test('excludes win, and no includes are all', () => {
  fc.assert(
    fc.property(patterns, patterns, name, (includes, excludes, text) => {
      const expected = !naive(excludes, text) && (includes.length === 0 || naive(includes, text));
      assert.is(takesIn({ includes, excludes }, text), expected);
    }),
  );
});

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const words = fc.uniqueArray(fc.constantFrom('cm', 'secrets', 'pods', 'pvc', 'pv', 'deployments', 'widgets', 'p*'), { maxLength: 2 });

const templates: fc.Arbitrary<BackupTemplate> = fc
  .record({
    includedNamespaces: fc.constantFrom(['mlops'], [], ['m*'], ['team']),
    excludedNamespaces: fc.constantFrom([], [], ['t*'], ['mlops']),
    includedResources: fc.oneof(fc.constant([]), words),
    excludedNamespaceScopedResources: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, words),
    snapshotVolumes: maybe(fc.boolean()),
    defaultVolumesToFsBackup: maybe(fc.boolean()),
    snapshotMoveData: maybe(fc.boolean()),
    labelSelector: fc.option(fc.constant({ matchLabels: { app: 'train' }, matchExpressions: [] }), { nil: undefined, freq: 5 }),
  })
  .map((given) => template(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))));

const plugins = fc.constantFrom<VeleroDeployment['plugins']>(
  [],
  [{ name: 'aws', image: 'velero/velero-plugin-for-aws:v1.2.0' }],
  [{ name: 'aws', image: 'velero/velero-plugin-for-aws:v1.8.0' }],
  [{ name: 'csi', image: 'velero/velero-plugin-for-csi:v0.7.0' }],
);

const clusters: fc.Arbitrary<Cluster> = fc
  .record({
    minor: fc.integer({ min: 6, max: 18 }),
    patch: fc.constantFrom(0, 1, 3),
    plugins,
    features: fc.constantFrom('', 'EnableCSI'),
    byDefault: fc.boolean(),
    labels: fc.constantFrom<Readonly<Record<string, string>>>({}, { app: 'train' }, { 'velero.io/exclude-from-backup': 'true' }),
    annotation: fc.constantFrom('data', ' data', ''),
    phase: fc.constantFrom('Running', 'Running', 'Succeeded'),
    source: fc.constantFrom('csi', 'awsElasticBlockStore', 'hostPath'),
    agents: fc.boolean(),
    agentLabels: fc.constantFrom<Readonly<Record<string, string>>>({ name: 'node-agent', role: 'node-agent' }, { name: 'node-agent' }, {}),
    movers: fc.integer({ min: 0, max: 1 }),
    mounted: fc.boolean(),
    locations: fc.integer({ min: 0, max: 2 }),
    classes: fc.boolean(),
  })
  .map((one) =>
    cluster({
      server: {
        image: `velero/velero:v1.${one.minor}.${one.patch}`,
        flags: { features: one.features, 'default-volumes-to-fs-backup': String(one.byDefault) },
        plugins: one.plugins,
      },
      namespaces: [{ name: 'mlops', labels: one.minor % 5 === 0 ? one.labels : {} }],
      pods: [
        pod({
          labels: one.labels,
          phase: one.phase,
          annotations: { 'backup.velero.io/backup-volumes': one.annotation },
          volumes: [{ name: 'data', source: 'persistentVolumeClaim', claim: 'data', mounted: one.mounted }],
        }),
      ],
      claims: [claim({ labels: one.labels })],
      volumes: [{ ...VOLUME, spec: { ...VOLUME.spec, source: one.source } }],
      nodeAgents: [agentSet(one.movers)],
      nodeAgentPods: one.agents ? [agent({ labels: one.agentLabels })] : [],
      snapshotLocations: Array.from({ length: one.locations }, (_, index) => ({ name: `aws-${index}`, provider: 'aws' })),
      snapshotClasses: one.classes ? [{ driver: 'ebs.csi.aws.com', labels: {}, isDefault: false }] : [],
    }),
  );

const FACTS = [
  'namespaces',
  'server',
  'nodeAgents',
  'nodeAgentPods',
  'volumes',
  'storageClasses',
  'snapshotClasses',
  'snapshotLocations',
] as const;

const denied = (): never => {
  throw new UnreadFact('facts', 'cluster', { action: 'list', code: 'Forbidden', message: 'denied' });
};

/** The same cluster, of which some facts could not be read. */
const without = (facts: Cluster, lost: readonly string[]): Cluster =>
  Object.defineProperties({ ...facts }, Object.fromEntries(lost.map((fact) => [fact, { get: denied }])));

const answersOf = (given: BackupTemplate, facts: Cluster): readonly Answer[] => {
  const found = captures(given, facts, 'mlops');
  return [found.configmaps, found.secrets, ...found.volumes];
};

const attempted = (given: BackupTemplate, facts: Cluster): readonly Answer[] => {
  try {
    return answersOf(given, facts);
  } catch (error) {
    if (error instanceof UnreadFact) return [];
    throw error;
  }
};

test('losing a fact turns no answer: it only leaves it open', () => {
  fc.assert(
    fc.property(templates, clusters, fc.subarray([...FACTS], { minLength: 1 }), (given, facts, lost) => {
      const known = answersOf(given, facts);
      attempted(given, without(facts, lost)).forEach(({ state, reason }, index) => {
        if (state !== 'unknown') assert.is(state, known[index]?.state, reason);
      });
    }),
    { numRuns: 300 },
  );
});

const VAGUER: readonly ((image: string) => string)[] = [() => 'velero/velero:latest', (image) => image.replace(/\.\d+$/, '')];

test('a version of which the image tells only a part, or nothing, turns no answer', () => {
  fc.assert(
    fc.property(templates, clusters, fc.constantFrom(...VAGUER), (given, facts, vaguer) => {
      const known = answersOf(given, facts);
      const server = facts.server && { ...facts.server, image: vaguer(facts.server.image) };
      answersOf(given, { ...facts, server }).forEach(({ state, reason }, index) => {
        if (state !== 'unknown') assert.is(state, known[index]?.state, reason);
      });
    }),
    { numRuns: 300 },
  );
});

test('what holds and what does not are both met', () => {
  const states = fc.sample(fc.tuple(templates, clusters), { numRuns: 500, seed: 7 }).flatMap(([given, facts]) => answersOf(given, facts));
  for (const state of ['yes', 'no', 'unknown']) assert.ok(states.filter((one) => one.state === state).length > 20, state);
});

test.run();
