import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Failure } from '../../../model/scanner.ts';
import { server } from '../../../scanners/velero/server.ts';
import { fakeSession, readFacet, refused } from '../kubernetes/harness.ts';
import { discovered, listOf, SOUND } from './objects.ts';

const test = suite('scanners/velero/server');

const ask = (facet: string, kind: string, ...items: readonly unknown[]) =>
  readFacet(server, facet, fakeSession(() => listOf(kind, items)).session, 'velero');

interface Workload {
  readonly name?: string;
  readonly container?: object;
  readonly pod?: object;
  readonly spec?: object;
  readonly status?: object;
}

const workload = ({ name = 'velero', container = {}, pod = {}, spec = {}, status = {} }: Workload) => ({
  metadata: { name, namespace: 'velero' },
  spec: {
    ...spec,
    template: {
      spec: { containers: [{ name: 'c', image: 'velero/velero:v1.16.2', command: ['/velero'], args: ['server'], ...container }], ...pod },
    },
  },
  status,
});

const PLAIN = { name: 'velero', image: 'velero/velero:v1.16.2', replicas: 1, readyReplicas: 0, flags: {}, zoneOfNode: false, plugins: [] };

test('a deployment of the server, with its flags and plug-ins', async () => {
  assert.equal(await ask('deployments', 'Deployment', SOUND['deployments.apps']?.object), {
    deployments: [
      {
        ...PLAIN,
        readyReplicas: 1,
        flags: { 'default-backup-ttl': '168h' },
        plugins: [{ name: 'velero-plugin-for-aws', image: 'velero/velero-plugin-for-aws:v1.2.0' }],
      },
    ],
  });
});

for (const [name, container, isServer] of [
  ['as Velero installs it', {}, true],
  ['from an image of our own, by its command', { image: 'registry:5000/mirror@sha256:00', command: ['/velero'] }, true],
  ['by its image', { image: 'registry:5000/a/velero:v1', command: undefined }, true],
  ['by an image without a tag', { image: 'quay.io/konveyor/oadp-velero', command: undefined }, true],
  ['by a digest', { image: 'velero/velero@sha256:00', command: undefined }, true],
  ['in a script', { image: 'x', command: ['/bin/sh', '-c'], args: ['. /secrets && exec /velero server --restore-only'] }, true],
  ['all in its command', { image: 'x', command: ['/velero', 'server'], args: undefined }, true],
  ['the node agent', { args: ['node-agent', 'server'] }, false],
  ['its older name', { args: ['restic', 'server'] }, false],
  ['another of its commands', { args: ['version'] }, false],
  ['a server of something else', { image: 'nginx:1', command: undefined, args: ['server'] }, false],
  ['a port in the name of a registry', { image: 'velero:5000/nginx', command: undefined, args: ['server'] }, false],
] as const) {
  test(`the server: ${name}`, async () => {
    const { deployments } = (await ask('deployments', 'Deployment', workload({ container }))) as { deployments: readonly unknown[] };
    assert.is(deployments.length, isServer ? 1 : 0);
  });
}

for (const [name, container, expected] of [
  ['none', {}, { zoneOfNode: false }],
  ['TZ', { env: [{ name: 'TZ', value: 'Europe/Berlin' }] }, { timeZone: 'Europe/Berlin', zoneOfNode: false }],
  ['TZ as a file', { env: [{ name: 'TZ', value: ':Europe/Berlin' }] }, { timeZone: 'Europe/Berlin', zoneOfNode: false }],
  ['an empty TZ is UTC', { env: [{ name: 'TZ' }], volumeMounts: [{ mountPath: '/etc/localtime' }] }, { zoneOfNode: false }],
  [
    'the last TZ counts',
    {
      env: [
        { name: 'TZ', value: 'A' },
        { name: 'TZ', value: 'B' },
      ],
    },
    { timeZone: 'B', zoneOfNode: false },
  ],
  ['the clock of the node', { volumeMounts: [{ mountPath: '/etc/localtime' }] }, { zoneOfNode: true }],
  ['the same, with a slash', { volumeMounts: [{ mountPath: '/etc/localtime/' }] }, { zoneOfNode: true }],
  ['another mount', { volumeMounts: [{ mountPath: '/etc/localtime.d' }] }, { zoneOfNode: false }],
  [
    'TZ before the clock of the node',
    { env: [{ name: 'TZ', value: 'UTC' }], volumeMounts: [{ mountPath: '/etc/localtime' }] },
    { timeZone: 'UTC', zoneOfNode: false },
  ],
  ['TZ from somewhere', { env: [{ name: 'TZ', valueFrom: { configMapKeyRef: {} } }] }, { zoneOfNode: true }],
  ['variables from somewhere', { envFrom: [{ configMapRef: {} }] }, { zoneOfNode: true }],
  [
    'TZ before those from somewhere',
    { env: [{ name: 'TZ', value: 'UTC' }], envFrom: [{ configMapRef: {} }] },
    { timeZone: 'UTC', zoneOfNode: false },
  ],
] as const) {
  test(`time zone: ${name}`, async () => {
    const { name: _, ...plain } = PLAIN;
    const found = await ask('deployments', 'Deployment', workload({ container }));
    assert.equal(found, { deployments: [{ name: 'velero', ...plain, ...expected }] });
  });
}

const TTL = '--default-backup-ttl=$(TTL)';

for (const [name, container, expected] of [
  ['one that is set', { args: ['server', TTL], env: [{ name: 'TTL', value: '48h' }] }, '48h'],
  ['one that is not set stays as it is', { args: ['server', TTL] }, '$(TTL)'],
  ['two dollars are one', { args: ['server', '--default-backup-ttl=$$(TTL)'] }, '$(TTL)'],
] as const) {
  test(`variables in flags: ${name}`, async () => {
    const { deployments } = (await ask('deployments', 'Deployment', workload({ container }))) as { deployments: { flags: object }[] };
    assert.equal(deployments[0]?.flags, { 'default-backup-ttl': expected });
  });
}

test('variables in flags: one that is set elsewhere leaves the deployments unread', async () => {
  for (const container of [
    { args: ['server', TTL], env: [{ name: 'TTL', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] },
    { args: ['server', TTL], envFrom: [{ configMapRef: { name: 'c' } }] },
  ]) {
    const failure = (await ask('deployments', 'Deployment', workload({ container }))) as Failure;
    assert.equal([failure.class, failure.code], ['rejected', 'UnresolvedVariable']);
  }
});

test('replicas: as many as it should have, one where it does not say', async () => {
  const scaled = workload({ spec: { replicas: 0 } });
  assert.equal(await ask('deployments', 'Deployment', scaled), { deployments: [{ ...PLAIN, replicas: 0 }] });
});

for (const [name, of, isAgent] of [
  ['node-agent', { name: 'node-agent', container: { args: ['node-agent', 'server'] } }, true],
  ['restic', { name: 'restic', container: { args: ['restic', 'server'] } }, true],
  ['one for Windows', { name: 'node-agent-windows', container: { command: undefined, args: undefined, image: 'x' } }, true],
  ['by another name', { name: 'agents', container: { args: ['node-agent', 'server'] } }, true],
  ['something else', { name: 'fluentd', container: { image: 'fluentd', command: undefined, args: ['server'] } }, false],
] as const) {
  test(`daemon sets: ${name}`, async () => {
    const status = { desiredNumberScheduled: 3, numberReady: 2 };
    const image = 'image' in of.container ? of.container.image : PLAIN.image;
    assert.equal(await ask('nodeAgents', 'DaemonSet', workload({ ...of, status })), {
      daemonSets: isAgent ? [{ name: of.name, image, desired: 3, ready: 2 }] : [],
    });
  });
}

const pod = (metadata: object, container: object = { image: 'x' }) => ({
  metadata: { name: 'p', namespace: 'velero', creationTimestamp: '2026-11-22T00:00:00Z', ...metadata },
  spec: { nodeName: 'node-1', containers: [{ name: 'c', ...container }] },
  status: {
    phase: 'Running',
    conditions: [
      { type: 'Initialized', status: 'True' },
      { type: 'Ready', status: 'True' },
    ],
  },
});

const owned = (kind: string, name: string) => ({ ownerReferences: [{ kind, name }] });

const AGENT_POD = { name: 'p', node: 'node-1', phase: 'Running', ready: true };

for (const [name, item, labels] of [
  ['by its label', pod({ labels: { name: 'node-agent', app: 'x' } }), { name: 'node-agent' }],
  ['by its older label', pod({ labels: { name: 'restic' } }), { name: 'restic' }],
  ['by its role', pod({ labels: { role: 'node-agent', name: 'x' } }), { role: 'node-agent', name: 'x' }],
  ['by its daemon set', pod(owned('DaemonSet', 'node-agent')), {}],
  ['by what it runs', pod({ labels: { role: 'x' } }, { image: 'velero/velero', args: ['node-agent', 'server'] }), { role: 'x' }],
  ['the server', pod({ labels: { deploy: 'velero' } }, { image: 'velero/velero', args: ['server'] }), undefined],
  ['another owner of the name', pod(owned('Job', 'node-agent')), undefined],
  ['another role', pod({ labels: { role: 'server', 'node-agent': 'role' } }), undefined],
] as const) {
  test(`pods: ${name}`, async () => {
    assert.equal(await ask('nodeAgentPods', 'Pod', item), { pods: labels ? [{ ...AGENT_POD, labels }] : [] });
  });
}

test('pods: one that waits for a node, and is not ready', async () => {
  const { metadata } = pod({ labels: { name: 'node-agent' } });
  const item = { metadata, spec: { containers: [] }, status: { phase: 'Pending' } };
  assert.equal(await ask('nodeAgentPods', 'Pod', item), {
    pods: [{ name: 'p', labels: { name: 'node-agent' }, phase: 'Pending', ready: false }],
  });
});

test('pods: one that is being deleted', async () => {
  const labels = { role: 'node-agent' };
  const item = pod({ labels, deletionTimestamp: '2026-11-22T01:00:00Z' });
  assert.equal(await ask('nodeAgentPods', 'Pod', item), { pods: [{ ...AGENT_POD, labels, deletedAt: '2026-11-22T01:00:00.000Z' }] });
});

test('what the cluster serves of Velero; nothing where it is not installed; a refusal is neither', async () => {
  const served = (answer: (path: string) => unknown) => readFacet(server, 'api', fakeSession(answer).session, 'velero');
  const { versions, resources } = (await served(discovered)) as { versions: string[]; resources: string[] };
  assert.equal([versions, resources.includes('schedules'), resources.includes('datauploads')], [['v1', 'v2alpha1'], true, true]);
  assert.equal(await served(() => ({ kind: 'APIGroupList', groups: [] })), { versions: [], resources: [] });
  const denied = await served(() => {
    throw refused(403);
  });
  assert.is((denied as Failure).class, 'denied');
});

test.run();
