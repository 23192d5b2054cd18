import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Clock } from '../../../engine/collect/clock.ts';
import { collect } from '../../../engine/collect/collect.ts';
import { connectors } from '../../../generated/connectors.ts';
import { type Fault, type Manifest, startLab, type World } from '../../../lab/index.ts';
import type { Inventory, Listing } from '../../../model/inventory.ts';
import { kubernetesNamespace } from '../../../model/kinds/kubernetes.ts';
import { veleroBackup, veleroDataUpload, veleroSchedule, veleroServer } from '../../../model/kinds/velero.ts';
import { every, join, type Subject } from '../../../model/rule.ts';
import type { Scanner } from '../../../model/scanner.ts';
import kubernetes from '../../../scanners/kubernetes/index.ts';
import velero from '../../../scanners/velero/index.ts';
import { clustersWorld, TOKEN } from '../../lab/kubernetes/clusters.ts';
import { inDirectory, kubeconfigOf, writeConfig } from './harness.ts';

// The scanners, the engine and the lab together, over the real wire.

const test = suite('scanners/kubernetes/lab');

const KINDS = [kubernetesNamespace, veleroServer, veleroSchedule, veleroBackup, veleroDataUpload];

/** Everything is listed; of Velero's server and of the namespace mlops all facets are read. */
const DEMAND = {
  kinds: new Set<string>(KINDS.map(({ id }) => id)),
  wants: new Map([
    [
      'velero/server',
      [
        {
          selectors: [{ kind: 'velero/server', optional: true, place: { file: 'policy.yaml', line: 1, column: 1 } }],
          readers: [
            {
              reads: ['api', 'deployments', 'nodeAgents', 'nodeAgentPods'],
              joins: {
                namespaces: join(kubernetesNamespace, ['pods', 'claims'], ({ scope }: Subject) => [
                  `k8s://${scope.cluster}///Namespace/mlops`,
                ]),
                backups: every(veleroBackup, ['spec', 'status'], 'cluster'),
              },
              params: {},
            },
          ],
        },
      ],
    ],
  ]),
};

/** Waits are told, and take no time; what an attempt may take is as long as it is. */
const impatient = (waits: number[]): Clock => ({
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    const isTimeout = milliseconds === TIMEOUT;
    if (!isTimeout) waits.push(milliseconds);
    const timer = setTimeout(callback, isTimeout ? milliseconds : 0);
    return () => clearTimeout(timer);
  },
  random: () => 0.5,
});

const TIMEOUT = 20_000;

interface Collected {
  readonly inventory: Inventory;
  readonly requests: ReadonlyMap<string, number>;
  readonly waits: readonly number[];
}

const collected = async (world: World, { cluster = 'main', user = {}, faults = [] as readonly Fault[] } = {}): Promise<Collected> => {
  const lab = await startLab(world);
  lab.faults = faults;
  const waits: number[] = [];
  try {
    return await inDirectory(async (directory) => {
      const reach = { server: `${lab.url}/k8s/clusters/${cluster}`, 'insecure-skip-tls-verify': true };
      const kubeconfig = writeConfig(directory, kubeconfigOf(reach, user));
      const inventory = await collect({
        tool: { name: 'mlops-dr', version: '0.0.0' },
        targets: [{ name: 'prod', type: 'kubernetes', config: { kubeconfig } }],
        connectors,
        scanners: [kubernetes, velero] as unknown as readonly Scanner[],
        demand: DEMAND,
        takenAt: new Date('2026-11-22T09:00:00Z'),
        concurrency: 64,
        timeout: TIMEOUT,
        signal: new AbortController().signal,
        clock: impatient(waits),
      });
      return { inventory, requests: new Map(lab.requests), waits };
    });
  } finally {
    await lab.close();
  }
};

/** Gaps by what they are of. */
const gapsOf = ({ targets, resources }: Inventory): readonly string[] =>
  [
    ...targets.flatMap(({ listings }) =>
      listings.flatMap(({ kind, gap }: Listing) => (gap ? [`${kind}: ${gap.action}: ${gap.code}`] : [])),
    ),
    ...resources.flatMap(({ kind, facets }) =>
      Object.entries(facets).flatMap(([facet, reading]) =>
        reading.state === 'unread' ? [`${kind} ${facet}: ${reading.gap.action}: ${reading.gap.code}`] : [],
      ),
    ),
  ].sort();

test('a sound cluster leaves no gap, and nothing is asked for twice', async () => {
  const { inventory, requests } = await collected(clustersWorld);
  assert.equal(gapsOf(inventory), []);
  assert.is(inventory.targets[0]?.cluster, 'main');
  // In Velero's namespace and in that of the policy.
  assert.equal(
    [...requests].filter(([operation, count]) => count > 1 && operation !== 'kubernetes:list pods'),
    [],
  );
  for (const [operation] of requests) assert.not.match(operation, /secrets|configmaps/);
});

for (const [operation, gaps] of [
  ['list schedules.velero.io', ['velero/schedule: list schedules.velero.io: Forbidden']],
  ['list pods', ['kubernetes/namespace pods: list pods: Forbidden', 'velero/server nodeAgentPods: list pods: Forbidden']],
  ['list persistentvolumeclaims', ['kubernetes/namespace claims: list persistentvolumeclaims: Forbidden']],
  ['list deployments.apps', ['velero/server deployments: list deployments.apps: Forbidden']],
  [
    'get /apis/velero.io/v2alpha1',
    ['velero/data-upload: list datauploads.velero.io: Forbidden', 'velero/server api: get /apis: Forbidden'],
  ],
  [
    'get /apis',
    [
      'velero/backup: list backups.velero.io: Forbidden',
      'velero/data-upload: list datauploads.velero.io: Forbidden',
      'velero/schedule: list schedules.velero.io: Forbidden',
      'velero/server api: get /apis: Forbidden',
    ],
  ],
] as const) {
  test(`denied: ${operation}`, async () => {
    const { inventory } = await collected(clustersWorld, { faults: [{ operation: `kubernetes:${operation}`, deny: true }] });
    assert.equal(gapsOf(inventory), gaps);
  });
}

test('a third of the answers throttled: nothing is lost', async () => {
  const { inventory, waits } = await collected(clustersWorld, { faults: [{ operation: '*', throttle: 0.3 }] });
  assert.equal(gapsOf(inventory), []);
  assert.ok(waits.length > 0);
});

test('an API server that is down for a moment', async () => {
  for (const fault of [
    { error: { code: 'ServiceUnavailable', status: 503 } },
    { reset: true },
    { body: '<html>' },
    { truncate: 'matching' },
  ] as const) {
    const { inventory } = await collected(clustersWorld, { faults: [{ operation: '*', times: 3, ...fault }] });
    assert.equal(gapsOf(inventory), [], JSON.stringify(fault));
  }
});

test('who may not ask at all', async () => {
  const { inventory, requests } = await collected(clustersWorld, { cluster: 'old', user: { token: 'wrong' } });
  const [target] = inventory.targets;
  assert.equal([target?.gap?.action, target?.gap?.code], ['get /version', 'Unauthorized']);
  assert.equal([...requests.keys()], ['kubernetes:get /version']);
  const known = await collected(clustersWorld, { cluster: 'old', user: { token: TOKEN } });
  assert.equal(gapsOf(known.inventory), []);
});

const BACKUPS: readonly Manifest[] = Array.from({ length: 1_201 }, (_, index) => ({
  apiVersion: 'velero.io/v1',
  kind: 'Backup',
  metadata: { name: `daily-${index}`, namespace: 'velero' },
  spec: { ttl: '720h0m0s' },
  status: { phase: 'Completed' },
}));

const MANY: World = {
  accounts: [],
  kubernetes: [
    {
      name: 'main',
      apis: ['velero.io/v1', 'velero.io/v2alpha1'],
      objects: [
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'velero' } },
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'mlops' } },
        ...BACKUPS,
      ],
    },
  ],
};

const LIST = 'kubernetes:list backups.velero.io';

for (const [name, faults, asked] of [
  ['in pages', [], 3],
  ['that expire under way', [{ operation: LIST, resource: 'page 3', times: 1, error: { code: 'Expired', status: 410 } }], 6],
] as const) {
  test(`more than one page: ${name}`, async () => {
    const { inventory, requests } = await collected(MANY, { faults });
    assert.equal(gapsOf(inventory), []);
    const names = inventory.resources.filter(({ kind }) => kind === 'velero/backup').map((backup) => backup.name);
    assert.equal([names.length, new Set(names).size], [1_201, 1_201]);
    assert.is(requests.get(LIST), asked);
  });
}

test('pages that expire again and again are a gap, and not half a list', async () => {
  const { inventory } = await collected(MANY, {
    faults: [{ operation: LIST, resource: 'page 2', error: { code: 'Expired', status: 410 } }],
  });
  assert.equal(gapsOf(inventory), ['velero/backup: list backups.velero.io: Expired']);
  assert.is(inventory.resources.filter(({ kind }) => kind === 'velero/backup').length, 0);
});

test('a cluster without Velero: nothing of it is there, and that is no gap', async () => {
  const [cluster] = MANY.kubernetes ?? [];
  const bare: World = { ...MANY, kubernetes: [{ name: 'main', objects: (cluster?.objects ?? []).slice(0, 2) }] };
  const { inventory } = await collected(bare);
  assert.equal(gapsOf(inventory), []);
  const [server] = inventory.resources.filter(({ kind }) => kind === 'velero/server');
  assert.equal(server?.facets.api, { state: 'read', value: { versions: [], resources: [] } });
});

test.run();
