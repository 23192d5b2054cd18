import type { KubernetesPod } from '../../../model/kinds/kubernetes.ts';
import { around, claimed, configuration, flags, pod, server } from '../../../model/prometheus/examples.ts';
import rule from '../../../rules/prometheus/storage-persistent.ts';
import { type Row, runTable } from '../harness.ts';

const volume = (source: string, mounted = true): KubernetesPod['volumes'][number] => ({ name: 'data', source, mounted });
const named = { workload: { name: 'prometheus' } };
const deployed = (...volumes: KubernetesPod['volumes']) => [pod({ name: 'prometheus-7c9d5b8f6-x2x4q', volumes })];

type Given = readonly [string, Row['facets'], Row['around'], Row['verdict'], string | undefined, ...string[]];

const rows = (given: readonly Given[]): readonly Row[] =>
  given.map(([name, facets, there, verdict, says, ...shows]) => ({
    name,
    facets,
    ...(there ? { around: there } : {}),
    verdict,
    shows,
    ...(says === undefined ? {} : { says }),
  }));

const unlabelled = configuration({ externalLabels: {} });

runTable(rule, [
  ...rows([
    ['the operator makes claims', server(), around({}), 'pass', 'persistent', 'volumeClaimTemplate'],
    ['the operator is told nothing', server(), around({ storage: 'none' }), 'fail', 'ephemeral', 'it names no storage'],
    ['the operator is told emptyDir', server(), around({ storage: 'emptyDir' }), 'fail', 'ephemeral', 'emptyDir'],
    ['the operator is told ephemeral', server(), around({ storage: 'ephemeral' }), 'fail', 'ephemeral', 'ephemeral volume'],
    ['the label without a custom resource: the pods tell', server(), around(undefined), 'pass', 'persistent', 'prometheus-k8s-0'],
    [
      'the label is of another form',
      server(configuration({ externalLabels: { prometheus: 'k8s' } })),
      around({}),
      'unknown',
      'unplaced',
      'prod',
    ],
    ['the label has too many parts', server(configuration({ externalLabels: { prometheus: 'a/b/c' } })), around({}), 'unknown', 'unplaced'],
    ['no label and no workload', server(unlabelled), around({}), 'unknown', 'unplaced'],
    [
      'a claim of a deployment',
      server(unlabelled, named),
      around(undefined, deployed(claimed('data'))),
      'pass',
      'persistent',
      'the claim data',
    ],
    ['an emptyDir', server(unlabelled, named), around(undefined, deployed(volume('emptyDir'))), 'fail', 'ephemeral', 'emptyDir'],
    ['no volume', server(unlabelled, named), around(undefined, deployed()), 'fail', 'ephemeral', 'no volume that could hold samples'],
    [
      'configuration and secrets only',
      server(unlabelled, named),
      around(undefined, deployed(volume('configMap'), volume('secret'), volume('projected'))),
      'fail',
      'ephemeral',
    ],
    [
      'a claim that no container mounts',
      server(unlabelled, named),
      around(undefined, deployed({ ...claimed('data'), mounted: false })),
      'fail',
      'ephemeral',
    ],
    [
      'a directory of the node',
      server(unlabelled, named),
      around(undefined, deployed(volume('hostPath'))),
      'unknown',
      'elsewhere',
      'hostPath',
    ],
    ['NFS', server(unlabelled, named), around(undefined, deployed(volume('nfs'), volume('emptyDir'))), 'unknown', 'elsewhere', 'nfs'],
    [
      'pods of another workload',
      server(unlabelled, named),
      around(undefined, [pod({ name: 'prometheus-adapter-6d8f9c-x2x4q-1' })]),
      'unknown',
      'podless',
      'monitoring/prometheus',
    ],
    [
      'a pod that is being deleted',
      server(unlabelled, named),
      around(undefined, [pod({ name: 'prometheus-0', deletedAt: '2026-01-31T11:00:00Z' })]),
      'unknown',
      'podless',
    ],
    ['an agent', server(flags({ agent: true })), around({ storage: 'none' }), 'not-applicable', 'agent'],
    ['flags are not read', { ...server(), flags: 'unread' }, around({}), 'unknown', undefined],
    ['the configuration is not read', { ...server(), configuration: 'unread' }, around({}), 'unknown', undefined],
    ['the workload is not read', { ...server(unlabelled), workload: 'unread' }, around(undefined), 'unknown', undefined],
    ['custom resources are not listed', server(), { ...around({}), 'kubernetes/prometheus': 'unread' }, 'unknown', undefined],
    [
      'the custom resource is not read',
      server(),
      { ...around({}), 'kubernetes/prometheus': { 'k8s://prod/monitoring.coreos.com/monitoring/Prometheus/k8s': { spec: 'unread' } } },
      'unknown',
      undefined,
    ],
    ['pods are not read', server(unlabelled, named), around(undefined, 'unread'), 'unknown', undefined],
  ]),
  {
    name: 'the target names no cluster',
    facets: server(),
    scope: { target: 'test' },
    verdict: 'unknown',
    says: 'unlocated',
    shows: ['`cluster` of its target'],
  },
]);
