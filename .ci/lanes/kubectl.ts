import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fault, type Lab, startLab, type World } from '../../lab/index.ts';
import { apisOf, apiVersionOf, isReadable, qualifiedName, type Resource } from '../../lab/kubernetes/catalogue.ts';
import { tally } from '../../scripts/test/result.ts';
import { clustersWorld, configMaps, MAIN, TOKEN, worldOf } from '../../test/lab/kubernetes/clusters.ts';
import { printsLines, printsObjects, readsInPages, refuses } from './kubectl/checks.ts';
import { available, type Context, createKubectl, type Kubectl } from './kubectl/cli.ts';
import { startTlsProxy, type TlsProxy } from './kubectl/tls.ts';
import { type Check, counts, performAll, skip } from './shared/checks.ts';

// The lab against a client that others wrote: kubectl has to read out of it what the world says, object for object, find its
// way by discovery alone, and tell every error as it tells those of a real server.

const RESOURCES: readonly Resource[] = apisOf(clustersWorld.kubernetes?.[0] ?? { name: '', objects: [] }).flatMap(
  ({ resources }) => resources,
);

const versionCheck = (kubectl: Kubectl): Check => ({
  name: 'version: the one of the world',
  run: async () => {
    const { stdout } = await kubectl(['version', '--output', 'json']);
    assert.equal(JSON.parse(stdout).serverVersion.gitVersion, clustersWorld.kubernetes?.[0]?.version);
  },
});

/** `pods po v1 true Pod` */
const rowOf = (resource: Resource): string =>
  [
    resource.name,
    ...(resource.shortNames.length > 0 ? [resource.shortNames.join(',')] : []),
    apiVersionOf(resource),
    resource.namespaced,
    resource.kind,
  ].join(' ');

const discoveryChecks = (kubectl: Kubectl): readonly Check[] => [
  versionCheck(kubectl),
  {
    name: 'api-resources: every resource with its short names, scope and kind',
    run: async () => {
      const { stdout } = await kubectl(['api-resources', '--no-headers']);
      const rows = stdout.trimEnd().split('\n');
      assert.deepEqual(rows.map((row) => row.trim().replace(/ +/g, ' ')).sort(), RESOURCES.map(rowOf).sort());
    },
  },
  {
    name: 'api-versions',
    run: async () => {
      const { stdout } = await kubectl(['api-versions']);
      assert.deepEqual(stdout.trim().split('\n'), [...new Set(RESOURCES.map(apiVersionOf))].sort());
    },
  },
];

const objectsOf = (resource: Resource) =>
  MAIN.filter(({ apiVersion, kind }) => kind === resource.kind && apiVersion === apiVersionOf(resource));

const objectChecks = (kubectl: Kubectl): readonly Check[] => [
  ...RESOURCES.filter(isReadable).map((resource) =>
    printsObjects(kubectl, ['get', qualifiedName(resource), '--all-namespaces'], objectsOf(resource)),
  ),
  ...MAIN.map((object) => {
    const { metadata, apiVersion, kind } = object;
    const resource = RESOURCES.find((one) => one.kind === kind && apiVersionOf(one) === apiVersion);
    const short = resource?.shortNames[0] ?? kind.toLowerCase();
    const namespace = metadata.namespace === undefined ? [] : ['--namespace', metadata.namespace];
    return printsObjects(kubectl, ['get', short, metadata.name, ...namespace], [object]);
  }),
];

const selectorChecks = (kubectl: Kubectl): readonly Check[] => {
  const pods = (...args: readonly string[]): readonly string[] => ['get', 'pods', '--output', 'name', ...args];
  return [
    printsLines(kubectl, pods('--namespace', 'mlops'), ['pod/trainer-0', 'pod/trainer-1']),
    printsLines(kubectl, pods('--namespace', 'mlops-dev'), ['pod/trainer-0']),
    printsLines(kubectl, pods('--namespace', 'mlops', '-l', 'tier=gold'), ['pod/trainer-0']),
    printsLines(kubectl, pods('--all-namespaces', '-l', 'app=trainer,tier notin (gold)'), ['pod/trainer-0', 'pod/trainer-1']),
    printsLines(kubectl, pods('--all-namespaces', '-l', '!app'), ['pod/node-agent-x7k2p']),
    printsLines(kubectl, pods('--all-namespaces', '--field-selector', 'status.phase=Pending'), ['pod/trainer-1']),
    printsLines(
      kubectl,
      ['get', 'namespaces', '--no-headers', '--output', 'custom-columns=:metadata.name,:status.phase'],
      ['mlops       Active', 'mlops-dev   Active', 'velero      Terminating'],
    ),
  ];
};

const NAMESPACES = ['a', 'a-b', 'b'];
const EACH = 243;
const TOTAL = NAMESPACES.length * EACH;

const manyOf = (url: string, directory: string): Kubectl =>
  createKubectl([{ name: 'main', server: `${url}/k8s/clusters/many` }], directory);

/** One list after the other: they are told apart by the requests that they make. */
const pageChecks = (kubectl: Kubectl, { requests }: Lab): Check => ({
  name: 'lists in pages',
  run: async () => {
    for (const [args, count, lines] of [
      [['--all-namespaces'], 2, TOTAL],
      [['--all-namespaces', '--chunk-size', '100'], 8, TOTAL],
      [['--all-namespaces', '--chunk-size', '243'], 3, TOTAL],
      [['--all-namespaces', '--chunk-size', '0'], 1, TOTAL],
      [['--namespace', 'a', '--chunk-size', '100'], 3, EACH],
      [['--namespace', 'a', '--chunk-size', '50', '-l', 'parity=odd'], 3, 121],
    ] as const)
      await readsInPages(kubectl, ['get', 'configmaps', ...args], requests, { operation: 'kubernetes:list configmaps', count, lines });
  },
});

const EXPIRED = 'Error from server (Expired): The provided continue parameter is too old to display a consistent list result.';

/** What goes wrong with a request, and what the tool says then. */
const FAULTS: readonly (readonly [fault: Fault, args: readonly string[], says: string | RegExp])[] = [
  [
    { operation: 'kubernetes:list pods', resource: '', deny: true },
    ['get', 'pods', '--all-namespaces'],
    'Error from server (Forbidden): pods is forbidden: User "lab" cannot list resource "pods" in API group "" at the cluster scope',
  ],
  [
    { operation: 'kubernetes:list pods', resource: 'mlops', deny: true },
    ['get', 'pods', '--namespace', 'mlops'],
    'Error from server (Forbidden): pods is forbidden: User "lab" cannot list resource "pods" in API group "" in the namespace "mlops"',
  ],
  [
    { operation: 'kubernetes:get schedules.velero.io', deny: true },
    ['get', 'schedule', 'mlops-daily-backup', '--namespace', 'velero'],
    'Error from server (Forbidden): schedules.velero.io "mlops-daily-backup" is forbidden: User "lab" cannot get resource "schedules" in API group "velero.io" in the namespace "velero"',
  ],
  [
    { operation: 'kubernetes:list services', error: { code: '', status: 500, message: 'etcdserver: request timed out' } },
    ['get', 'services'],
    'Error from server: etcdserver: request timed out',
  ],
  [
    { operation: 'kubernetes:list deployments.apps', error: { code: 'ServiceUnavailable', status: 503 } },
    ['get', 'deployments'],
    'Error from server (ServiceUnavailable): the server is currently unable to handle the request',
  ],
  [
    { operation: 'kubernetes:list backups.velero.io', error: { code: 'InternalError', status: 500 } },
    ['get', 'backups'],
    'Error from server (InternalError): Internal error occurred: etcdserver: leader changed',
  ],
  [
    { operation: 'kubernetes:list namespaces', resource: 'page 2', error: { code: 'Expired', status: 410 } },
    ['get', 'namespaces', '--chunk-size', '1'],
    new RegExp(`^${EXPIRED.replace(/[()]/g, '\\$&')}`),
  ],
  [{ operation: 'kubernetes:list nodes', body: '<html>' }, ['get', 'nodes'], /serializer for text\/plain doesn't exist/],
  [
    { operation: 'kubernetes:list jobs.batch', hang: true },
    ['get', 'jobs', '--request-timeout', '1s'],
    /deadline exceeded|Timeout exceeded/,
  ],
  [{ operation: 'kubernetes:list cronjobs.batch', reset: true }, ['get', 'cronjobs'], /connection reset by peer/],
  [{ operation: 'kubernetes:list secrets', truncate: 'announced' }, ['get', 'secrets', '--all-namespaces'], /unexpected EOF/],
];

/** Requests that are refused for a while; the tool comes back when it has been told to. */
const RETRIED: readonly (readonly [fault: Fault, resource: string])[] = [
  [{ operation: 'kubernetes:list persistentvolumes', throttle: 1, times: 2 }, 'persistentvolumes'],
  [
    { operation: 'kubernetes:list storageclasses.storage.k8s.io', error: { code: 'TooManyRequests', status: 429 }, times: 2 },
    'storageclasses',
  ],
];

const refusalChecks = (kubectl: Kubectl, { requests }: Lab): readonly Check[] => [
  ...FAULTS.map(([, args, says]) => refuses(kubectl, args, says)),
  ...RETRIED.map(([{ operation }, resource]) => ({
    name: `get ${resource}: refused twice with 429, read at the third try`,
    run: () => readsInPages(kubectl, ['get', resource], requests, { operation, count: 3, lines: 1 }),
  })),
  refuses(kubectl, ['get', 'pods', 'gone', '--namespace', 'mlops'], 'Error from server (NotFound): pods "gone" not found'),
  refuses(kubectl, ['get', 'bsl', 'gone'], 'Error from server (NotFound): backupstoragelocations.velero.io "gone" not found'),
  refuses(kubectl, ['get', 'nothing'], `error: the server doesn't have a resource type "nothing"`),
  refuses(kubectl, ['get', 'datauploads.velero.io'], `error: the server doesn't have a resource type "datauploads"`, 'older'),
  refuses(
    kubectl,
    ['get', '--raw', '/k8s/clusters/main/apis/nothing.io/v1'],
    'Error from server (NotFound): the server could not find the requested resource',
  ),
  refuses(kubectl, ['get', 'pods', '-l', 'a in b'], /unable to parse requirement/),
];

// kubectl sends tokens to servers that speak TLS only.
const tokenChecks = (kubectl: Kubectl): readonly Check[] => [
  printsLines(kubectl, ['get', 'namespaces', '--output', 'name'], ['namespace/velero'], 'known'),
  refuses(
    kubectl,
    ['get', '--raw', '/k8s/clusters/old/api/v1/namespaces'],
    'error: You must be logged in to the server (Unauthorized)',
    'unknown',
  ),
  refuses(kubectl, ['get', 'namespaces'], /You must be logged in to the server/, 'unknown'),
  refuses(
    kubectl,
    ['get', '--raw', '/k8s/clusters/old/api/v1/namespaces'],
    'Error from server (Forbidden): namespaces is forbidden: User "system:anonymous" cannot list resource "namespaces" in API group "" at the cluster scope',
    'nobody',
  ),
  // What discovery says is not told to users, of real servers neither.
  refuses(kubectl, ['get', 'namespaces'], 'Error from server (Forbidden): unknown', 'nobody'),
];

const OLDER: World['kubernetes'] = [{ name: 'older', apis: ['velero.io/v1'], objects: [] }];

const contextsOf = (url: string): readonly Context[] => ['main', 'older'].map((name) => ({ name, server: `${url}/k8s/clusters/${name}` }));

const tokenContexts = ({ url, caFile }: TlsProxy): readonly Context[] => {
  const server = `${url}/k8s/clusters/old`;
  return [
    { name: 'known', server, caFile, user: { token: TOKEN } },
    { name: 'unknown', server, caFile, user: { token: 'guessed' } },
    // Without anything kubectl would ask whoever sits there. Servers have not known passwords since 1.19.
    { name: 'nobody', server, caFile, user: { username: 'lab', password: 'lab' } },
  ];
};

const withTokens = async ({ url }: Lab, directory: string): Promise<void> => {
  const proxy = await startTlsProxy(url, directory);
  if (!proxy) return skip('openssl cannot make a certificate, so kubectl has shown nobody a token.');
  await performAll(tokenChecks(createKubectl(tokenContexts(proxy), directory)));
  proxy.close();
};

const clusters = { ...clustersWorld, kubernetes: [...(clustersWorld.kubernetes ?? []), ...OLDER] };
const faults = [...FAULTS, ...RETRIED].map(([fault]) => fault);

const runChecks = async (directoryOf: () => string): Promise<void> => {
  const labs = await Promise.all([
    startLab(clusters),
    startLab({ ...clusters, faults }),
    startLab(worldOf(configMaps(EACH, ...NAMESPACES))),
  ]);
  const [sound, faulty, many] = labs;
  const [soundly, badly] = [sound, faulty].map(({ url }) => createKubectl(contextsOf(url), directoryOf())) as [Kubectl, Kubectl];
  await performAll([...discoveryChecks(soundly), ...objectChecks(soundly), ...selectorChecks(soundly), ...refusalChecks(badly, faulty)]);
  await performAll([pageChecks(manyOf(many.url, directoryOf()), many)]);
  await withTokens(sound, directoryOf());
  await Promise.all(labs.map((lab) => lab.close()));
};

if (available()) {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-dr-kubectl-'));
  await runChecks(() => mkdtempSync(join(directory, 'home-'))).finally(() => rmSync(directory, { recursive: true }));
} else {
  skip('kubectl is missing (on Debian: kubernetes-client), so nothing has read the lab but our own client.');
}
console.log(`\n${tally(counts)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;
