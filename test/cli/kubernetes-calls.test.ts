import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Clock } from '../../engine/collect/clock.ts';
import { type Fault, startLab, type World } from '../../lab/index.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Report } from '../../model/report.ts';
import { sandbox, verdictsOf } from './harness.ts';
import { collectHere, reportOn, TIMEOUT } from './in-process.ts';
import {
  CONFIGURATION,
  cluster,
  filesFor,
  KUBERNETES_POLICY,
  kubernetesPlatform,
  SOUND,
  SOUND_ALONE,
  SOUND_POLICY,
} from './kubernetes-platform.ts';
import { policyOf } from './platform.ts';

const test = suite('cli/kubernetes-calls');

type Calls = Readonly<Record<string, number>>;

interface Scan {
  readonly policy?: string;
  readonly configuration?: string;
  readonly world?: World;
  readonly faults?: readonly Fault[];
  readonly clock?: Clock;
}

interface Scanned {
  readonly inventory: Inventory;
  readonly report: Report;
  /** Without the system in front: `list pods`. */
  readonly calls: Calls;
}

/** A scan of the sound Velero alone, unless it says otherwise. */
const scan = async ({
  policy = SOUND_POLICY,
  configuration = SOUND_ALONE,
  world = kubernetesPlatform,
  faults = [],
  clock,
}: Scan): Promise<Scanned> => {
  const lab = await startLab({ ...world, faults });
  const box = await sandbox();
  await box.write({ ...filesFor(lab, box, configuration), 'policy.yaml': policy });
  try {
    const inventory = await collectHere(box.path, clock);
    const { report } = await reportOn(inventory, box.path);
    const calls = Object.fromEntries([...lab.requests].map(([operation, count]) => [operation.replace(/^kubernetes:/, ''), count]));
    return { inventory, report, calls };
  } finally {
    await lab.close();
  }
};

const isOfAccount = (operation: string): boolean => /^(s3|sts):/.test(operation);
const ofCluster = (calls: Calls) =>
  Object.entries(calls)
    .filter(([operation]) => !isOfAccount(operation))
    .sort();
const ofAccount = (calls: Calls) =>
  Object.entries(calls)
    .filter(([operation]) => isOfAccount(operation))
    .sort();

const on = (resource: string, rule: string, params = '{}'): string =>
  policyOf('p', `  - name: c\n    resources: [{ ${resource} }]\n    rules: [{ rule: ${rule}, params: ${params} }]`);

const SCHEDULE = `kind: velero/schedule, namespace: ${SOUND}`;

/** What every scan of Velero's objects begins with. */
const DISCOVERY: Calls = { 'get /version': 1, 'get /apis': 1, 'get /apis/velero.io/v1': 1 };
const SCHEDULES: Calls = { ...DISCOVERY, 'list schedules.velero.io': 1 };

/** The lists that tell what a backup of a cluster would hold, whatever is in its namespaces. */
const CAPTURES: Calls = {
  'get /apis/snapshot.storage.k8s.io/v1': 1,
  'list namespaces': 1,
  'list persistentvolumes': 1,
  'list storageclasses.storage.k8s.io': 1,
  'list volumesnapshotclasses.snapshot.storage.k8s.io': 1,
  'list volumesnapshotlocations.velero.io': 1,
  'list deployments.apps': 1,
  'list daemonsets.apps': 1,
};

interface Case {
  readonly name: string;
  readonly policy: string;
  readonly calls: Calls;
}

const CASES: readonly Case[] = [
  {
    name: 'a rule about the schedule itself lists schedules and nothing else',
    policy: on(SCHEDULE, 'velero/survives-schedule-deletion'),
    calls: SCHEDULES,
  },
  {
    name: "where the server's default may decide its flags are looked at, and nothing else",
    policy: on(SCHEDULE, 'velero/schedule-retention'),
    calls: { ...SCHEDULES, 'list deployments.apps': 1 },
  },
  {
    name: 'backups are listed where a rule looks at them',
    policy: on(SCHEDULE, 'velero/backups-succeed'),
    calls: { ...SCHEDULES, 'list deployments.apps': 1, 'list backups.velero.io': 1 },
  },
  {
    name: 'what two rules ask for is asked once',
    policy: policyOf('p', `  - name: c\n    resources: [{ ${SCHEDULE} }]\n    rules: [velero/backup-recent, velero/location-available]`),
    calls: { ...SCHEDULES, 'list deployments.apps': 1, 'list backups.velero.io': 1, 'list backupstoragelocations.velero.io': 1 },
  },
  {
    name: 'a server is there without being listed; what the cluster serves is asked version by version',
    policy: on(`kind: velero/server, namespace: ${SOUND}`, 'velero/server-ready'),
    calls: { ...DISCOVERY, 'get /apis/velero.io/v2alpha1': 1, 'list deployments.apps': 1 },
  },
  {
    name: 'what a backup holds: the pods and claims of the one namespace that it is of, and the pods of the node agents',
    policy: on(SCHEDULE, 'velero/captures'),
    calls: { ...SCHEDULES, ...CAPTURES, 'list pods': 2, 'list persistentvolumeclaims': 1 },
  },
  {
    name: 'who holds a namespace: its own pods and claims, where volumes are asked for',
    policy: on('kind: kubernetes/namespace, name: mlops', 'velero/namespace-scheduled', '{ kinds: [volumes] }'),
    calls: { ...SCHEDULES, ...CAPTURES, 'list pods': 2, 'list persistentvolumeclaims': 1 },
  },
  {
    name: 'of config maps and secrets neither pods nor claims tell anything',
    policy: on(SCHEDULE, 'velero/captures', '{ kinds: [configmaps, secrets] }'),
    calls: { ...SCHEDULES, ...CAPTURES, 'list pods': 1 },
  },
];

for (const { name, policy, calls } of CASES) {
  test(name, async () => {
    const { calls: made, report } = await scan({ policy });
    assert.equal(report.gaps, []);
    assert.equal(ofCluster(made), Object.entries(calls).sort());
  });
}

/** Refuses what is asked of other namespaces than these. */
const onlyIn = (operation: string, ...namespaces: readonly string[]): readonly Fault[] => {
  const all = (cluster.objects ?? []).flatMap(({ kind, metadata }) => (kind === 'Namespace' ? metadata.name : []));
  return all
    .filter((name) => !namespaces.includes(name))
    .map((resource) => ({ operation: `kubernetes:${operation}`, resource, deny: true }));
};

for (const [name, policy] of [
  ['that which a schedule is of', on(SCHEDULE, 'velero/captures')],
  ['that which is judged', on('kind: kubernetes/namespace, name: mlops', 'velero/namespace-scheduled', '{ kinds: [volumes] }')],
] as const) {
  test(`which namespaces are looked into: ${name}, and that of the node agents`, async () => {
    const faults = [...onlyIn('list pods', 'mlops', SOUND), ...onlyIn('list persistentvolumeclaims', 'mlops')];
    assert.equal((await scan({ policy, faults })).report.gaps, []);
    const reached = [{ operation: 'kubernetes:list pods', resource: 'mlops', deny: true }] as const;
    assert.is((await scan({ policy, faults: reached })).report.gaps.length, 1);
  });
}

/** What is asked of one Velero for every rule. */
const EVERY_RULE: Calls = {
  ...SCHEDULES,
  ...CAPTURES,
  'get /apis/velero.io/v2alpha1': 1,
  'list backuprepositories.velero.io': 1,
  'list backups.velero.io': 1,
  'list backupstoragelocations.velero.io': 1,
  'list datauploads.velero.io': 1,
  'list deletebackuprequests.velero.io': 1,
  'list podvolumebackups.velero.io': 1,
  'list restores.velero.io': 1,
  'list pods': 2,
  'list persistentvolumeclaims': 1,
};

/** And of the bucket behind its location. */
const BUCKET: Calls = {
  'sts:GetCallerIdentity': 1,
  's3:ListBuckets': 1,
  's3:GetBucketVersioning': 1,
  's3:GetObjectLockConfiguration': 1,
  's3:GetBucketLifecycleConfiguration': 1,
};

test('every rule: nothing is asked for twice', async () => {
  const { calls } = await scan({});
  assert.equal(ofCluster(calls), Object.entries(EVERY_RULE).sort());
  assert.equal(ofAccount(calls), Object.entries(BUCKET).sort());
});

test('two Veleros in a cluster: each target asks for itself', async () => {
  const { calls } = await scan({ configuration: CONFIGURATION, policy: KUBERNETES_POLICY });
  const doubled = Object.entries(EVERY_RULE).map(([operation, count]) => [operation, 2 * count]);
  assert.equal(ofCluster(calls), doubled.sort());
});

// Long lists

const HOUR = 3_600_000;

/** 1,201 backups of another schedule beside the ten of the sound one: three pages. */
const crowded: World = {
  ...kubernetesPlatform,
  kubernetes: [
    {
      ...cluster,
      series: [
        {
          apiVersion: 'velero.io/v1',
          kind: 'Backup',
          namespace: SOUND,
          names: Array.from({ length: 1_201 }, (_, index) => `hourly-${index}`),
          make: (_, index) => {
            const at = new Date(Date.now() - index * HOUR).toISOString();
            return {
              metadata: { creationTimestamp: at, labels: { 'velero.io/schedule-name': 'hourly' } },
              spec: { storageLocation: 'default' },
              status: { phase: 'Completed', startTimestamp: at, completionTimestamp: at },
            };
          },
        },
      ],
    },
  ],
};

const LIST = 'list backups.velero.io';
const expiredAt = (page: number, times: number): readonly Fault[] => [
  { operation: `kubernetes:${LIST}`, resource: `page ${page}`, times, error: { code: 'Expired', status: 410 } },
];

const backupsIn = ({ resources }: Inventory): number => resources.filter(({ kind }) => kind === 'velero/backup').length;

for (const { name, faults, asked } of [
  { name: 'comes in pages', faults: [], asked: 3 },
  { name: 'expires behind its first page and is begun anew', faults: expiredAt(2, 1), asked: 2 + 3 },
  { name: 'expires at its last page, twice', faults: expiredAt(3, 2), asked: 3 + 3 + 3 },
]) {
  test(`a long list ${name}: no backup is lost or counted twice, and the verdicts are the same`, async () => {
    const { inventory, report, calls } = await scan({ world: crowded, faults });
    assert.is(calls[LIST], asked);
    assert.is(backupsIn(inventory), 1_211);
    assert.equal(report.gaps, []);
    assert.equal(verdictsOf(report), verdictsOf((await scan({})).report));
  });
}

// Throttling

const total = (calls: Calls): number => Object.values(calls).reduce((sum, count) => sum + count, 0);

test('with 30 % of all answers throttled nothing is lost and nothing else is read', async () => {
  const whole = { configuration: CONFIGURATION, policy: KUBERNETES_POLICY };
  const [calm, throttled] = await Promise.all([scan(whole), scan({ ...whole, faults: [{ operation: '*', throttle: 0.3 }] })]);
  assert.equal(throttled.report.gaps, []);
  assert.equal(verdictsOf(throttled.report), verdictsOf(calm.report));
  assert.equal(throttled.inventory.resources, calm.inventory.resources);
  assert.equal(throttled.inventory.targets, calm.inventory.targets);
  assert.ok(total(throttled.calls) > total(calm.calls) * 1.2, `${total(throttled.calls)} requests: was anything throttled?`);
});

/** A clock that waits for nothing but answers, and tells what it should have waited for, in milliseconds. */
const telling = (waits: number[]): Clock => ({
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    if (milliseconds !== TIMEOUT) waits.push(milliseconds);
    const timer = setTimeout(callback, milliseconds === TIMEOUT ? milliseconds : 0);
    return () => clearTimeout(timer);
  },
  random: () => 0,
});

test('a server that says when to come back is not asked before', async () => {
  const waits: number[] = [];
  const { report, calls } = await scan({
    policy: on(SCHEDULE, 'velero/survives-schedule-deletion'),
    // Both bear `Retry-After: 1`.
    faults: [
      { operation: 'kubernetes:get /apis', times: 2, throttle: 1 },
      { operation: 'kubernetes:list schedules.velero.io', times: 1, error: { code: 'TooManyRequests', status: 429 } },
    ],
    clock: telling(waits),
  });
  assert.equal(waits, [1000, 1000, 1000]);
  assert.equal([calls['get /apis'], calls['list schedules.velero.io']], [3, 2]);
  assert.equal(report.gaps, []);
});

test.run();
