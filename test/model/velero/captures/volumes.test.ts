import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { KubernetesPod } from '../../../../model/kinds/kubernetes.ts';
import type { BackupTemplate, NodeAgentPod, VeleroDeployment } from '../../../../model/kinds/velero.ts';
import { captures } from '../../../../model/velero/captures/captures.ts';
import { agent, agentSet, claim, pod } from '../../../../model/velero/captures/examples.ts';
import type { Cluster } from '../../../../model/velero/captures/facts.ts';
import { template } from '../../../../model/velero/examples.ts';
import { cluster, type Details, release, told, VOLUME } from './cluster.ts';

const test = suite('model/velero/captures: volumes');

interface Row {
  readonly name: string;
  readonly template?: Partial<BackupTemplate>;
  readonly facts?: Details;
  readonly server?: Partial<VeleroDeployment>;
  readonly version?: string;
  readonly data: string;
}

const COPIED = 'yes fs-backup';
const OUT = { 'velero.io/exclude-from-backup': 'true' };
const annotated = (value: string): Partial<KubernetesPod> => ({ annotations: { 'backup.velero.io/backup-volumes': value } });
const pods = (...more: readonly Partial<KubernetesPod>[]): Details => ({
  pods: more.map((one, index) => pod({ name: `pod-${index}`, ...one })),
});
const QUIET = pods({ annotations: {} });
const BY_DEFAULT = { defaultVolumesToFsBackup: true };
const volume = (spec: Partial<typeof VOLUME.spec>, more: Partial<typeof VOLUME> = {}): Details => ({
  volumes: [{ ...VOLUME, ...more, spec: { ...VOLUME.spec, ...spec } }],
});

const MOUNT: KubernetesPod['volumes'][number] = { name: 'data', source: 'persistentVolumeClaim', claim: 'data', mounted: true };
const UNMOUNTED = pods({ volumes: [{ ...MOUNT, mounted: false }] });
const UNTOLD: Partial<VeleroDeployment> = { image: 'velero/velero:latest' };

const agents = (...more: readonly Partial<NodeAgentPod>[]): Details => ({ nodeAgentPods: more.map(agent) });
const NO_AGENT = 'no no-agent';
const DOUBT = 'unknown no-agent';

/** One row for each version. */
const labelled = (name: string, labels: NodeAgentPod['labels'], data: Readonly<Record<string, string>>): readonly Row[] =>
  Object.entries(data).map(([version, told]) => ({ name: `${name}, ${version}`, facts: agents({ labels }), version, data: told }));

const copies: readonly Row[] = [
  { name: 'opted in', data: COPIED },
  { name: 'first of two', facts: pods(annotated('data, cache')), data: COPIED },
  { name: 'second of two, with a blank before it', facts: pods(annotated('cache, data')), data: 'no untrimmed' },
  { name: 'nobody opts in', facts: QUIET, data: 'no no-snapshotter' },
  { name: 'nobody opts in, and no snapshots', template: { snapshotVolumes: false }, facts: QUIET, data: 'no not-opted-in' },
  { name: 'all are copied', template: BY_DEFAULT, facts: QUIET, data: COPIED },
  { name: 'the server copies all', facts: QUIET, server: { flags: { 'default-volumes-to-fs-backup': 'true' } }, data: COPIED },
  {
    name: 'the server copies all, and the template does not',
    template: { defaultVolumesToFsBackup: false },
    facts: QUIET,
    server: { flags: { 'default-volumes-to-fs-backup': 'true' } },
    data: 'no no-snapshotter',
  },
  { name: 'the flag of 1.9', facts: QUIET, server: { flags: { 'default-volumes-to-restic': 'true' } }, version: '1.9.3', data: COPIED },
  {
    name: 'the flag of 1.9 in 1.10',
    facts: QUIET,
    server: { flags: { 'default-volumes-to-restic': 'true' } },
    version: '1.10.0',
    data: 'no no-snapshotter',
  },
  {
    name: 'opted out',
    template: BY_DEFAULT,
    facts: pods({ annotations: { 'backup.velero.io/backup-volumes-excludes': 'data' } }),
    data: 'no no-snapshotter',
  },
  { name: 'no pod', facts: { pods: [] }, data: 'no no-snapshotter' },
  ...(['Pending', 'Succeeded', 'Failed', 'Unknown'] as const).map(
    (phase): Row => ({ name: `pod ${phase}`, facts: pods({ phase }), data: 'no pod' }),
  ),
  { name: 'pod going', facts: pods({ deletedAt: '2026-01-31T00:00:00Z' }), data: 'no pod' },
  { name: 'pod labelled', facts: pods({ labels: OUT }), data: 'no pod' },
  { name: 'pods left out', template: { excludedResources: ['po'] }, data: 'no pod' },
  { name: 'claims left out, 1.13', template: { excludedResources: ['pvc'] }, version: '1.13.2', data: COPIED },
  { name: 'claims left out, 1.14', template: { excludedResources: ['pvc'] }, version: '1.14.0', data: 'no object-excluded' },
  { name: 'no agent at all', facts: { nodeAgentPods: [] }, data: 'no no-agent' },
  { name: 'an agent elsewhere', facts: agents({ node: 'node-b' }), data: 'no no-agent' },
  { name: 'an agent that is not ready', facts: agents({ ready: false }), data: 'no no-agent' },
  { name: 'an agent that is pending', facts: agents({ phase: 'Pending' }), data: 'no no-agent' },
  { name: 'an agent that is going', facts: agents({ deletedAt: '2026-01-31T00:00:00Z' }), data: 'no no-agent' },
  { name: 'two agents, and one is ready', facts: agents({ ready: false }, {}), data: COPIED },
  ...labelled('neither label', {}, { '1.9.3': COPIED, '1.10.3': NO_AGENT, '1.12.3': NO_AGENT, '1.13.2': DOUBT, '1.16.2': DOUBT }),
  ...labelled('neither label', {}, { '1.18.0': DOUBT, '1.18.1': NO_AGENT, '1.19.0': NO_AGENT }),
  ...labelled('the older label', { name: 'node-agent' }, { '1.10.3': COPIED, '1.15.2': COPIED, '1.16.0': DOUBT, '1.18.3': NO_AGENT }),
  ...labelled('the newer label', { role: 'node-agent' }, { '1.12.3': NO_AGENT, '1.15.2': DOUBT, '1.16.0': COPIED, '1.18.3': COPIED }),
  ...labelled('an agent on Windows', { name: 'node-agent-windows', role: 'node-agent' }, { '1.16.2': 'no windows', '1.17.0': COPIED }),
  ...labelled('another role', { role: 'agent' }, { '1.17.2': DOUBT, '1.18.3': NO_AGENT }),
  { name: 'an older label, and no version', facts: agents({ labels: { name: 'node-agent' } }), server: UNTOLD, data: 'unknown version' },
  { name: 'both labels, and no version', server: UNTOLD, data: COPIED },
  { name: 'not mounted', facts: UNMOUNTED, data: 'no unmounted' },
  { name: 'not mounted, 1.9', facts: UNMOUNTED, version: '1.9.0', data: 'no unmounted' },
  { name: 'not mounted, 1.8', facts: UNMOUNTED, version: '1.8.1', data: 'unknown unmounted' },
  { name: 'mounted by one of two pods', facts: pods({ volumes: [MOUNT] }, { volumes: [{ ...MOUNT, mounted: false }] }), data: COPIED },
  { name: 'one of two pods is over, 1.11', facts: pods({}, { phase: 'Succeeded' }), version: '1.11.0', data: COPIED },
  { name: 'one of two pods is over, 1.10', facts: pods({}, { phase: 'Succeeded' }), version: '1.10.3', data: 'unknown order' },
  { name: 'one of two pods is left out, 1.10', facts: pods({}, { labels: OUT, phase: 'Succeeded' }), version: '1.10.3', data: COPIED },
  { name: 'one of two pods opts out, 1.10', facts: pods({}, { annotations: {}, phase: 'Succeeded' }), version: '1.10.3', data: COPIED },
  { name: 'two pods are copied, 1.10', facts: pods({}, {}), version: '1.10.3', data: COPIED },
  { name: 'a block device', facts: { claims: [claim({ volumeMode: 'Block' })] }, data: 'no block' },
  { name: 'a hostPath', facts: volume({ source: 'hostPath' }), data: 'no host-path' },
  { name: 'a volume that is not known', facts: { volumes: [] }, data: 'unknown volume' },
  { name: 'not bound', facts: { claims: [claim({ phase: 'Pending' })] }, data: 'no unbound' },
  { name: 'lost', facts: { claims: [claim({ phase: 'Lost' })] }, data: 'no unbound' },
  { name: 'two pods, and only one opts in', facts: pods({ annotations: {} }, {}), data: COPIED },
  { name: 'two pods, and the one that opts in is over', facts: pods({}, { phase: 'Succeeded' }), data: COPIED },
  { name: 'restic, 1.16', server: { flags: { 'uploader-type': 'restic' } }, version: '1.16.2', data: COPIED },
  { name: 'restic, 1.17', server: { flags: { 'uploader-type': 'restic' } }, version: '1.17.0', data: 'no uploader' },
  {
    name: 'ephemeral',
    facts: pods({ volumes: [{ name: 'data', source: 'ephemeral', claim: 'data', mounted: true }] }),
    data: 'unknown ephemeral',
  },
  { name: 'policy, 1.10', template: { resourcePolicy: { kind: 'configmap', name: 'x' } }, version: '1.10.3', data: COPIED },
  { name: 'policy, 1.11', template: { resourcePolicy: { kind: 'configmap', name: 'x' } }, version: '1.11.0', data: 'unknown policy' },
  { name: 'no server', facts: { ...QUIET, server: undefined }, data: 'unknown server' },
  {
    name: 'a pod that no label selects, 1.14',
    template: { labelSelector: { matchLabels: { tier: 'data' }, matchExpressions: [] } },
    facts: { claims: [claim({ labels: { tier: 'data' } })] },
    version: '1.14.0',
    data: 'no pod',
  },
  {
    name: 'a pod that its claim brings along, 1.15',
    template: { labelSelector: { matchLabels: { tier: 'data' }, matchExpressions: [] } },
    facts: { claims: [claim({ labels: { tier: 'data' } })] },
    version: '1.15.0',
    data: COPIED,
  },
];

const CSI: Partial<VeleroDeployment> = { flags: { features: 'EnableCSI' } };
const classed = (labels: Readonly<Record<string, string>>, isDefault = false, count = 1): Details => ({
  ...QUIET,
  snapshotClasses: Array.from({ length: count }, () => ({ driver: 'ebs.csi.aws.com', labels, isDefault })),
});
const LABELLED = classed({ 'velero.io/csi-volumesnapshot-class': 'true' });
const MOVING = { snapshotMoveData: true };

const movers = (...nodeAgents: Cluster['nodeAgents']): Details => ({ ...LABELLED, nodeAgents });
const MOVED = 'yes csi-data-movement';

const csi: readonly Row[] = [
  { name: 'CSI', facts: LABELLED, server: CSI, data: 'yes csi-snapshot' },
  { name: 'CSI is off', facts: LABELLED, data: 'no no-snapshotter' },
  { name: 'no class', facts: QUIET, server: CSI, data: 'no no-snapshotter' },
  { name: 'one class without the label', facts: classed({}), server: CSI, data: 'yes csi-snapshot' },
  { name: 'two classes without the label', facts: classed({}, false, 2), server: CSI, data: 'unknown no-snapshot-class' },
  { name: 'two classes, default, 1.16', facts: classed({}, true, 2), server: CSI, version: '1.16.2', data: 'unknown no-snapshot-class' },
  { name: 'two classes, default, 1.17', facts: classed({}, true, 2), server: CSI, version: '1.17.0', data: 'yes csi-snapshot' },
  { name: 'no plug-in, 1.13', facts: LABELLED, server: CSI, version: '1.13.2', data: 'no no-snapshotter' },
  {
    name: 'with its plug-in, 1.13',
    facts: LABELLED,
    server: { ...CSI, plugins: [{ name: 'csi', image: 'velero/velero-plugin-for-csi:v0.7.0' }] },
    version: '1.13.2',
    data: 'yes csi-snapshot',
  },
  { name: 'snapshots are off', template: { snapshotVolumes: false }, facts: LABELLED, server: CSI, data: 'no not-opted-in' },
  { name: 'opted in: copied, not snapshotted', facts: { ...LABELLED, ...pods({}) }, server: CSI, data: COPIED },
  { name: 'opted in by a pod that is over', facts: { ...LABELLED, ...pods({ phase: 'Succeeded' }) }, server: CSI, data: 'no pod' },
  { name: 'claim labelled', facts: { ...LABELLED, claims: [claim({ labels: OUT })] }, server: CSI, data: 'no object-excluded' },
  { name: 'moved', template: MOVING, facts: LABELLED, server: CSI, data: 'yes csi-data-movement' },
  {
    name: 'moved, before there was that',
    template: MOVING,
    facts: LABELLED,
    server: { ...CSI, plugins: [{ name: 'csi', image: 'velero/velero-plugin-for-csi:v0.5.0' }] },
    version: '1.11.1',
    data: 'yes csi-snapshot',
  },
  {
    name: 'moved by default',
    facts: LABELLED,
    server: { flags: { features: 'EnableCSI', 'default-snapshot-move-data': 'true' } },
    data: 'yes csi-data-movement',
  },
  { name: 'nobody moves it', template: MOVING, facts: movers(), server: CSI, data: 'no no-snapshotter' },
  { name: 'nobody is ready to move it', template: MOVING, facts: movers(agentSet(0)), server: CSI, data: 'no no-snapshotter' },
  {
    name: 'moved by agents on Windows',
    template: MOVING,
    facts: movers(agentSet(1, { name: 'node-agent-windows' })),
    server: CSI,
    data: MOVED,
  },
  {
    name: 'agents of another name',
    template: MOVING,
    facts: movers(agentSet(1, { name: 'agents' })),
    server: CSI,
    data: 'no no-snapshotter',
  },
  { name: 'another mover', template: { ...MOVING, datamover: 'other' }, facts: LABELLED, server: CSI, data: 'unknown mover' },
];

const aws = (tag: string): Partial<VeleroDeployment> => ({ plugins: [{ name: 'aws', image: `velero/velero-plugin-for-aws:${tag}` }] });
const IN_TREE = volume({ source: 'awsElasticBlockStore' });
const LOCATED: Details = { ...QUIET, snapshotLocations: [{ name: 'default', provider: 'aws' }] };

const native: readonly Row[] = [
  { name: 'in-tree, plug-in 1.2', facts: { ...LOCATED, ...IN_TREE }, server: aws('v1.2.0'), data: 'yes native-snapshot' },
  { name: 'CSI, plug-in 1.3', facts: LOCATED, server: aws('v1.3.1'), data: 'no no-snapshotter' },
  { name: 'CSI, plug-in 1.4', facts: LOCATED, server: aws('v1.4.0'), data: 'yes native-snapshot' },
  { name: 'CSI, no version', facts: LOCATED, server: aws('latest'), data: 'unknown plugin' },
  { name: 'in-tree, no version', facts: { ...LOCATED, ...IN_TREE }, server: aws('latest'), data: 'yes native-snapshot' },
  { name: 'EFS', facts: { ...LOCATED, ...volume({ driver: 'efs.csi.aws.com' }) }, server: aws('v1.12.0'), data: 'no no-snapshotter' },
  { name: 'NFS', facts: { ...LOCATED, ...volume({ source: 'nfs' }) }, server: aws('v1.12.0'), data: 'no no-snapshotter' },
  { name: 'no plug-in', facts: LOCATED, server: { plugins: [] }, data: 'no no-snapshotter' },
  { name: 'a plug-in of somebody', facts: LOCATED, server: { plugins: [{ name: 'x', image: 'acme/plugin:v1' }] }, data: 'unknown plugin' },
  {
    name: 'a provider of somebody',
    facts: { ...QUIET, snapshotLocations: [{ name: 'x', provider: 'acme.io/x' }] },
    data: 'unknown plugin',
  },
  { name: 'volume labelled', facts: { ...LOCATED, ...volume({}, { labels: OUT }) }, data: 'no object-excluded' },
  { name: 'volumes left out', template: { excludedResources: ['pv'] }, facts: LOCATED, data: 'no object-excluded' },
  { name: 'no cluster resources', template: { includeClusterResources: false }, facts: LOCATED, data: 'no object-excluded' },
  { name: 'volumes not included', template: { includedResources: ['pods', 'pvc'] }, facts: LOCATED, data: 'no object-excluded' },
  {
    name: 'not included, with all of the cluster, 1.10',
    template: { includedResources: ['pvc'], includeClusterResources: true },
    facts: LOCATED,
    version: '1.10.3',
    data: 'no object-excluded',
  },
  {
    name: 'not included, with all of the cluster, 1.11',
    template: { includedResources: ['pvc'], includeClusterResources: true },
    facts: LOCATED,
    version: '1.11.0',
    data: 'yes native-snapshot',
  },
  { name: 'left to CSI', facts: LOCATED, server: CSI, data: 'no no-snapshotter' },
];

const cache = claim({ name: 'cache', volume: 'pv-cache', storageClass: 'gone' });
const both = (more: Partial<KubernetesPod> = {}): Details => ({
  ...pods({
    volumes: [MOUNT, { ...MOUNT, name: 'cache', claim: 'cache' }],
    ...more,
  }),
  claims: [claim(), cache],
  volumes: [VOLUME, { ...VOLUME, name: 'pv-cache' }],
});

/** Another claim of the pod, of which a snapshot could be taken; nobody is there to move it. */
const unmoved = (...nodeAgents: Cluster['nodeAgents']): Details => ({
  ...LABELLED,
  ...both(),
  claims: [claim(), claim({ name: 'cache', volume: 'pv-cache' })],
  nodeAgents,
});

const failing: readonly Row[] = [
  { name: 'nobody moves another claim, 1.18.2', template: MOVING, facts: unmoved(), server: CSI, version: '1.18.2', data: COPIED },
  {
    name: 'nobody moves another claim, 1.18.3',
    template: MOVING,
    facts: unmoved(),
    server: CSI,
    version: '1.18.3',
    data: 'no claim-fails',
  },
  { name: 'nobody moves another claim, some 1.17', template: MOVING, facts: unmoved(), server: CSI, version: '1.17', data: COPIED },
  {
    name: 'nobody moves another claim, some 1.18: its last patch fails where its first does not',
    template: MOVING,
    facts: unmoved(),
    server: CSI,
    version: '1.18',
    data: 'unknown version',
  },
  { name: 'another claim is moved, 1.18.3', template: MOVING, facts: unmoved(agentSet()), server: CSI, version: '1.18.3', data: COPIED },
  { name: 'nobody has to move another claim, 1.18.3', facts: unmoved(), server: CSI, version: '1.18.3', data: COPIED },
  {
    name: 'another mover moves another claim, 1.18.3',
    template: { ...MOVING, datamover: 'other' },
    facts: unmoved(),
    server: CSI,
    version: '1.18.3',
    data: COPIED,
  },
  { name: 'another claim of the pod fails', facts: both(), server: CSI, data: 'no claim-fails' },
  { name: 'another claim of the pod would fail, and CSI is off', facts: both(), data: COPIED },
  { name: 'another claim of the pod is copied, too', facts: both(annotated('data,cache')), server: CSI, data: COPIED },
  { name: 'another claim of the pod, without snapshots', template: { snapshotVolumes: false }, facts: both(), server: CSI, data: COPIED },
];

for (const { name, template: given = {}, facts = {}, server = {}, version, data } of [...copies, ...csi, ...native, ...failing])
  test(name, () => {
    const own = 'server' in facts ? {} : { server: { ...server, ...(version === undefined ? {} : release(version)) } };
    assert.is(told('data', given, cluster({ ...facts, ...own })), data);
  });

test('where the data goes', () => {
  const of = (facts: Details, given: Partial<BackupTemplate> = {}) => {
    const [found] = captures(template(given), cluster(facts), 'mlops').volumes;
    return [found?.how, found?.offSite];
  };
  assert.equal(of({}), ['fs-backup', true]);
  assert.equal(of({ ...LABELLED, server: CSI }), ['csi-snapshot', false]);
  assert.equal(of({ ...LABELLED, server: CSI }, MOVING), ['csi-data-movement', true]);
  assert.equal(of(LOCATED), ['native-snapshot', false]);
  assert.equal(of(QUIET), [undefined, undefined]);
});

test.run();
