import {
  agent,
  claim,
  namespace,
  namespaceId,
  namespaces,
  pod,
  serving,
  snapshotClasses,
  snapshotLocations,
  surroundings,
  volumes,
} from '../../../model/velero/captures/examples.ts';
import { type Around, schedule, template } from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/captures.ts';
import { type Row, runTable } from '../harness.ts';

type Template = Parameters<typeof template>[0];

const of = (more: Template = {}) => schedule({ spec: { template: template(more) } });

const OUT = { 'velero.io/exclude-from-backup': 'true' };
const NO_OPT_IN = namespaces({ mlops: namespace({ pods: [pod({ annotations: {} })] }) });
const CSI = { flags: { features: 'EnableCSI' } };
const unmounted = pod({ volumes: [{ name: 'data', source: 'persistentVolumeClaim', claim: 'data', mounted: false }] });
const EVERY = { includedNamespaces: [] };

const things: readonly Row[] = [
  {
    name: 'everything',
    facets: of(),
    around: surroundings(),
    verdict: 'pass',
    says: 'held',
    shows: ['3 looked at', 'the node agent copies'],
  },
  {
    name: 'no Secrets',
    facets: of({ excludedResources: ['secrets'] }),
    around: surroundings(),
    verdict: 'fail',
    says: 'lost',
    shows: ['Secrets of mlops'],
  },
  {
    name: 'deployments only',
    facets: of({ includedResources: ['deployments'] }),
    around: surroundings(),
    verdict: 'fail',
    says: 'lost',
    shows: ['ConfigMaps of mlops', 'Secrets of mlops', 'volume mlops/data'],
  },
  {
    name: 'no Secrets, and nobody asks for them',
    facets: of({ excludedResources: ['secrets'] }),
    params: { kinds: ['configmaps', 'volumes'] },
    around: surroundings(),
    verdict: 'pass',
    says: 'held',
  },
  { name: 'no node agent', facets: of(), around: surroundings(serving({}, [])), verdict: 'fail', says: 'lost', shows: ['node-a'] },
  {
    name: 'a node agent without the label',
    facets: of(),
    around: surroundings(serving({ image: 'velero/velero:v1.18.3' }, [agent({ labels: { name: 'node-agent' } })])),
    verdict: 'fail',
    says: 'lost',
    shows: ['role=node-agent'],
  },
  {
    name: 'a volume that no container mounts',
    facets: of(),
    around: surroundings(namespaces({ mlops: namespace({ pods: [unmounted] }) })),
    verdict: 'fail',
    says: 'lost',
    shows: ['no container of pod train mounts volume data'],
  },
  { name: 'nobody opts in', facets: of(), around: surroundings(NO_OPT_IN), verdict: 'fail', says: 'lost' },
  ...(['pass', 'fail'] as const).map(
    (verdict): Row => ({
      name: `a CSI snapshot that is to be moved: ${verdict}`,
      facets: of({ snapshotMoveData: true }),
      around: surroundings(NO_OPT_IN, snapshotClasses, serving(CSI, [agent({ ready: verdict === 'pass' })])),
      verdict,
      says: verdict === 'pass' ? 'held' : 'lost',
    }),
  ),
  {
    name: 'nobody opts in, and nobody asks for volumes',
    facets: of(),
    params: { kinds: ['configmaps', 'secrets'] },
    around: surroundings(NO_OPT_IN),
    verdict: 'pass',
    says: 'held',
  },
  {
    name: 'a CSI snapshot',
    facets: of(),
    around: surroundings(NO_OPT_IN, snapshotClasses, serving(CSI)),
    verdict: 'pass',
    says: 'held',
    shows: ['stays in the storage system'],
  },
  {
    name: 'a native snapshot',
    facets: of(),
    around: surroundings(NO_OPT_IN, snapshotLocations),
    verdict: 'pass',
    says: 'held',
    shows: ['plug-in of Velero'],
  },
  {
    name: 'a label selector',
    facets: of({ labelSelector: { matchLabels: { app: 'train' }, matchExpressions: [] } }),
    around: surroundings(namespaces({ mlops: namespace({ pods: [pod({ labels: { app: 'train' } })] }) })),
    verdict: 'unknown',
    says: 'unclear',
    shows: ['ConfigMaps of mlops', 'Secrets of mlops'],
  },
  {
    name: 'a resource policy decides about volumes',
    facets: of({ resourcePolicy: { kind: 'configmap', name: 'policies' } }),
    around: surroundings(),
    verdict: 'unknown',
    says: 'unclear',
    shows: ['volume mlops/data', 'policies'],
  },
  {
    name: 'more are lost than a message names',
    facets: of(),
    params: { kinds: ['volumes'] },
    around: surroundings(namespaces({ mlops: namespace({ pods: [], claims: ['a', 'b', 'c', 'd', 'e'].map((name) => claim({ name })) }) })),
    verdict: 'fail',
    says: 'lost',
    shows: ['volume mlops/c', 'and 2 more', 'volume mlops/e'],
  },
];

const which: readonly Row[] = [
  {
    name: 'included and not there',
    facets: of({ includedNamespaces: ['gone'] }),
    around: surroundings(),
    verdict: 'fail',
    says: 'lost',
    shows: ['gone'],
  },
  {
    name: 'included and not there, and only volumes are asked for',
    facets: of({ includedNamespaces: ['gone'] }),
    params: { kinds: ['volumes'] },
    around: surroundings(),
    verdict: 'fail',
    says: 'lost',
  },
  {
    name: 'in both lists',
    facets: of({ excludedNamespaces: ['mlops'] }),
    around: surroundings(),
    verdict: 'fail',
    says: 'lost',
    shows: ['validation'],
  },
  {
    name: 'labelled to be left out',
    facets: of(),
    around: surroundings(namespaces({ mlops: namespace({ labels: OUT }) })),
    verdict: 'fail',
    says: 'lost',
    shows: ['velero.io/exclude-from-backup=true'],
  },
  {
    name: 'asked for, and another one is included',
    facets: of({ includedNamespaces: ['team'] }),
    params: { namespace: 'mlops' },
    around: surroundings(),
    verdict: 'fail',
    says: 'lost',
  },
  {
    name: 'asked for by a pattern',
    facets: of(EVERY),
    params: { namespace: 'ml*' },
    around: surroundings(),
    verdict: 'pass',
    says: 'held',
  },
  {
    name: 'a pattern that no name matches',
    facets: of(EVERY),
    params: { namespace: 'x*' },
    around: surroundings(),
    verdict: 'fail',
    says: 'unmatched',
  },
  {
    name: 'a pattern of the template, which no release before 1.18 reads',
    facets: of({ includedNamespaces: ['ml*'] }),
    around: surroundings(),
    verdict: 'fail',
    says: 'lost',
    shows: ['1.18'],
  },
  {
    name: 'a pattern of the template',
    facets: of({ includedNamespaces: ['ml*'] }),
    around: surroundings(serving({ image: 'velero/velero:v1.18.1' })),
    verdict: 'pass',
    says: 'held',
  },
  {
    name: 'all but those of Kubernetes, of Velero, and those that are left out',
    facets: of({ includedNamespaces: ['*'], excludedNamespaces: ['scratch'] }),
    around: surroundings(
      namespaces({
        mlops: namespace(),
        'kube-system': namespace({ pods: [] }),
        velero: namespace({ pods: [] }),
        scratch: namespace({ pods: [] }),
        old: namespace({ pods: [], labels: OUT }),
      }),
    ),
    verdict: 'pass',
    says: 'held',
    shows: ['3 looked at'],
  },
  {
    name: 'all, and one of them has a volume that nobody copies',
    facets: of(EVERY),
    around: surroundings(namespaces({ mlops: namespace(), team: namespace({ pods: [] }) })),
    verdict: 'fail',
    says: 'lost',
    shows: ['volume team/data'],
  },
  {
    name: 'all, and there are none',
    facets: of(EVERY),
    around: surroundings(namespaces({ 'kube-system': namespace() })),
    verdict: 'not-applicable',
    says: 'nothing',
  },
  {
    name: 'an empty namespace',
    facets: of(),
    around: surroundings(namespaces({ mlops: namespace({ pods: [], claims: [] }) })),
    verdict: 'pass',
    says: 'held',
  },
];

const broken = (facet: string) => namespaces({ mlops: { ...namespace(), [facet]: 'unread' } });
const VOLUME = 'k8s://prod///PersistentVolume/pv-data';

/** The server, of which a facet could not be read. */
const unreadOf = ({ 'velero/server': servers = {} }: Around, facet: string): Around => ({
  'velero/server': Object.fromEntries(Object.entries(servers).map(([id, facets]) => [id, { ...facets, [facet]: 'unread' }])),
});

const unread: readonly Row[] = [
  { name: 'spec not read', facets: { ...of(), spec: 'unread' }, around: surroundings(), verdict: 'unknown' },
  ...['kubernetes/namespace', 'kubernetes/persistent-volume', 'velero/snapshot-location', 'velero/server'].map(
    (kind): Row => ({ name: `${kind} not listed`, facets: of(), around: surroundings({ [kind]: 'unread' }), verdict: 'unknown' }),
  ),
  ...['metadata', 'labels', 'pods', 'claims'].map(
    (facet): Row => ({ name: `${facet} of the namespace not read`, facets: of(), around: surroundings(broken(facet)), verdict: 'unknown' }),
  ),
  ...['deployments', 'nodeAgentPods'].map(
    (facet): Row => ({ name: `${facet} not read`, facets: of(), around: surroundings(unreadOf(serving(), facet)), verdict: 'unknown' }),
  ),
  { name: 'nodeAgents not read', facets: of(), around: surroundings(unreadOf(serving(), 'nodeAgents')), verdict: 'pass', says: 'held' },
  {
    name: 'nodeAgents not read, and CSI snapshots are moved',
    facets: of({ snapshotMoveData: true }),
    around: surroundings(NO_OPT_IN, snapshotClasses, unreadOf(serving(CSI), 'nodeAgents')),
    verdict: 'unknown',
  },
  {
    name: 'the volume not read',
    facets: of(),
    around: surroundings({ 'kubernetes/persistent-volume': { [VOLUME]: { metadata: 'unread', labels: 'unread', spec: 'unread' } } }),
    verdict: 'unknown',
  },
  {
    name: 'storage classes not listed, and no CSI snapshots are taken',
    facets: of(),
    around: surroundings({ 'kubernetes/storage-class': 'unread', 'kubernetes/volume-snapshot-class': 'unread' }),
    verdict: 'pass',
    says: 'held',
  },
  ...['kubernetes/storage-class', 'kubernetes/volume-snapshot-class'].map(
    (kind): Row => ({
      name: `${kind} not listed, and CSI snapshots are taken`,
      facets: of(),
      around: surroundings(NO_OPT_IN, snapshotClasses, serving(CSI), { [kind]: 'unread' }),
      verdict: 'unknown',
    }),
  ),
  {
    name: 'pods and claims not read, and nobody asks for volumes',
    facets: of(),
    params: { kinds: ['configmaps', 'secrets'] },
    around: surroundings(namespaces({ mlops: { ...namespace(), pods: 'unread', claims: 'unread' } }), {
      'kubernetes/persistent-volume': 'unread',
    }),
    verdict: 'pass',
    says: 'held',
  },
  {
    name: 'claims not read, and Secrets are lost',
    facets: of({ excludedResources: ['secret'] }),
    around: surroundings(broken('claims')),
    verdict: 'fail',
    says: 'lost',
  },
  {
    name: 'the server not read, and every release would lose Secrets',
    facets: of({ excludedResources: ['secrets'] }),
    params: { kinds: ['secrets'] },
    around: surroundings({ 'velero/server': 'unread' }),
    verdict: 'fail',
    says: 'lost',
  },
  {
    name: 'no version, and the label of the namespace leaves it out from 1.10 on',
    facets: of(),
    around: surroundings(namespaces({ mlops: namespace({ labels: OUT }) }), serving({ image: 'velero/velero:latest' })),
    verdict: 'unknown',
    says: 'unclear',
    shows: ['version'],
  },
];

const hostile: readonly Row[] = [
  {
    name: 'hostile words',
    facets: of({ includedNamespaces: ['\u001b[31m', '__proto__'] }),
    around: surroundings(),
    verdict: 'fail',
    says: 'lost',
  },
  {
    name: 'labels that are called like members of objects',
    facets: of({ labelSelector: { matchLabels: { constructor: 'x' }, matchExpressions: [] } }),
    around: surroundings(namespaces({ mlops: namespace() })),
    verdict: 'fail',
    says: 'lost',
    shows: ['volume mlops/data'],
  },
];

void namespaceId;
void volumes;
runTable(rule, [...things, ...which, ...unread, ...hostile]);
