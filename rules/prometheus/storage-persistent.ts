import type { KubernetesPod } from '../../model/kinds/kubernetes.ts';
import { prometheusServer } from '../../model/kinds/prometheus.ts';
import { noParams } from '../../model/params.ts';
import { around, claimed, flags, pod, server } from '../../model/prometheus/examples.ts';
import { customOf, type Place, type Placed, placeJoins, podsOf, workloadOf } from '../../model/prometheus/place.ts';
import { defineRule, fail, notApplicable, type Outcome, pass, unknown } from '../../model/rule.ts';

type Custom = Place['customs'][number];

const WORDS = {
  volumeClaimTemplate: 'a claim for each pod',
  ephemeral: 'an ephemeral volume',
  emptyDir: 'an emptyDir',
  none: 'an emptyDir, since it names no storage',
} as const;

/** The operator makes what the custom resource says. */
const judgeCustom = ({ id, name, facets: { spec } }: Custom): Outcome<Message> => {
  const { storage } = spec;
  const evidence = [{ facet: 'spec', observed: `storage: ${storage}`, expected: 'volumeClaimTemplate', resource: id }];
  const values = { where: `Prometheus ${name}`, storage: WORDS[storage] };
  return storage === 'volumeClaimTemplate' ? pass('persistent', values, evidence) : fail('ephemeral', values, evidence);
};

/** Sources of volumes that are there without a claim, and hold no samples. */
const OTHERS: ReadonlySet<string> = new Set(['configMap', 'secret', 'projected', 'downwardAPI', 'image']);

/** Where a pod can have its samples. Which of its volumes they are on no fact tells. */
const judgePod = ({ name, volumes }: KubernetesPod): Outcome<Message> => {
  const mounted = volumes.filter((volume) => volume.mounted && !OTHERS.has(volume.source));
  const observed = mounted.map((volume) => `${volume.name}: ${volume.source}`).join(', ') || 'no volume that could hold samples';
  const evidence = [{ facet: 'pods', observed: `${name}: ${observed}`, expected: 'a volume with a claim' }];
  const claim = mounted.find(({ source }) => source === 'persistentVolumeClaim');
  const others = mounted.filter(({ source }) => source !== 'persistentVolumeClaim' && source !== 'emptyDir' && source !== 'ephemeral');
  if (claim) return pass('persistent', { where: `pod ${name}`, storage: `the claim ${claim.claim}` }, evidence);
  if (others.length > 0) return unknown('elsewhere', { pod: name, volumes: others.map(({ source }) => source).join(', ') }, evidence);
  return fail('ephemeral', { where: `pod ${name}`, storage: 'no volume that outlives it' }, evidence);
};

const judgePods = (subject: Placed, { contents }: Place): Outcome<Message> => {
  const workload = workloadOf(subject);
  const [namespace] = contents;
  const cluster = subject.scope.cluster ?? '';
  if (!workload || !namespace) return unknown('unplaced', { cluster }, [{ facet: 'workload', observed: 'no workload is known' }]);
  const [first] = podsOf(workload, namespace.facets.pods.pods);
  const place = `${workload.namespace}/${workload.name}`;
  return first ? judgePod(first) : unknown('podless', { workload: place }, [{ facet: 'pods', observed: `no pod of ${place}` }]);
};

const judge = (subject: Placed, joined: Place): Outcome<Message> => {
  if (subject.scope.cluster === undefined)
    return unknown('unlocated', {}, [
      { facet: 'workload', observed: 'the target names no cluster', expected: 'the cluster that it runs in' },
    ]);
  const custom = customOf(subject, joined.customs);
  return custom ? judgeCustom(custom) : judgePods(subject, joined);
};

const messages = {
  persistent: 'Its samples outlive its pods: {where} has {storage}.',
  ephemeral: 'Its samples end with its pod: {where} has {storage}.',
  elsewhere: 'Whether its samples outlive pod {pod} depends on where its volumes are ({volumes}).',
  agent: 'The server runs as an agent: it keeps no samples of its own.',
  unlocated: 'Where its samples are cannot be told: name the Kubernetes cluster that it runs in (`cluster` of its target).',
  unplaced: 'Nothing tells which workload of cluster {cluster} runs it: name it (`namespace` and `workload` of its target).',
  podless: 'No pod of {workload} is there, so nothing tells where its samples are.',
};
type Message = keyof typeof messages;

export default defineRule({
  id: 'prometheus/storage-persistent',
  title: 'Prometheus keeps its samples on a volume that outlives its pods',
  rationale:
    "Without a claim the samples lie in an emptyDir, which Kubernetes deletes with the pod: each drain of a node, each eviction and each new version of the image throws all of them away, and high availability only means that both replicas do so. The operator's default is just that. The custom resource of the operator tells it, which is found by the external label `prometheus` that it gives each of its servers; otherwise the volumes of the pods of the workload that the target names. That a claim is there says nothing about a copy of it.",
  remediation:
    'Give it a claim: `kubectl --namespace {namespace} patch prometheuses.monitoring.coreos.com NAME --type merge --patch \'{"spec":{"storage":{"volumeClaimTemplate":{"spec":{"resources":{"requests":{"storage":"50Gi"}}}}}}}\'`. What is in the emptyDir now is lost by that: have it copied off the host before.',
  references: [
    'https://prometheus-operator.dev/docs/platform/storage/',
    'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.StorageSpec',
    'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
  ],
  severity: 'high',
  subject: prometheusServer,
  reads: ['flags', 'workload', 'configuration'],
  joins: placeJoins,
  params: noParams,
  messages,
  examples: [
    { name: 'The operator makes a claim for each pod', facets: server(), around: around({}), verdict: 'pass' },
    { name: 'The operator is told nothing', facets: server(), around: around({ storage: 'none' }), verdict: 'fail' },
    {
      name: 'A deployment of its own, with a claim',
      facets: server({ workload: { name: 'prometheus' } }),
      around: around(undefined, [pod({ name: 'prometheus-7c9d5b8f6-x2x4q', volumes: [claimed('prometheus-data')] })]),
      verdict: 'pass',
    },
    { name: 'An agent', facets: server(flags({ agent: true })), around: around({}), verdict: 'not-applicable' },
  ],
  check: (subject, { joined }) => {
    if (subject.facets.flags.agent) return notApplicable('agent');
    return judge(subject, joined);
  },
});
