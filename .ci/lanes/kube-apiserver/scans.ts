import { strict as assert } from 'node:assert';
import type { Inventory } from '../../../model/inventory.ts';
import type { Report } from '../../../model/report.ts';
import { type Check, performAll } from '../shared/checks.ts';
import type { Program } from '../shared/program.ts';
import { type Api, must } from './api.ts';
import { forget, type Users } from './facts.ts';
import { CONFIGURATIONS } from './inputs.ts';
import type { Interposed } from './proxy.ts';
import { AUTHENTICATED, actionOf, applyRole, bind, type Permission, parseRole, permissionsIn, SCANNER, settled, without } from './role.ts';
import type { ApiServer, AuditedRequest } from './server.ts';
import { BACKUPS, VELERO_NAMESPACE } from './world.ts';

/** All that a scan needs. */
export interface Setting {
  readonly server: ApiServer;
  readonly users: Users;
  readonly proxy: Interposed;
  readonly program: Program;
}

const EXIT = { ok: 0, incomplete: 3 } as const;

/** A report, and with which code the scan ended. */
interface Scanned {
  readonly status: number | string;
  readonly report: Report;
  readonly stderr: string;
}

const parse = <T>(stdout: string, stderr: string): T => {
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
};

const scan = async ({ program }: Setting, config: string = CONFIGURATIONS.scanner): Promise<Scanned> => {
  const { status, stdout, stderr } = await program('scan', '--config', config, '--format', 'json', '--fail-on', 'never');
  return { status, report: parse(stdout, stderr), stderr };
};

const collect = async ({ program }: Setting, config: string = CONFIGURATIONS.scanner): Promise<Inventory> => {
  const { status, stdout, stderr } = await program('collect', '--config', config);
  assert.equal(status, EXIT.ok, stderr);
  return parse(stdout, stderr);
};

/** What could not be read and why, each once: `list pods Forbidden`. */
const unread = ({ gaps }: Report): readonly string[] => [...new Set(gaps.map(({ action, code }) => `${action} ${code}`))].sort();

/** Rules may have other reasons not to know; the exit code of `collect` tells of gaps alone. */
const assertComplete = ({ report }: Scanned): void => assert.deepEqual(unread(report), []);

const assertIncomplete = ({ status, report, stderr }: Scanned, gaps: readonly string[]): void => {
  assert.deepEqual(unread(report), gaps);
  assert.equal(status, EXIT.incomplete, stderr);
};

/** How many there are of each kind. */
const countsOf = ({ resources }: Inventory): Readonly<Record<string, number>> => {
  const kinds = [...new Set(resources.map(({ kind }) => kind))].sort();
  return Object.fromEntries(kinds.map((kind) => [kind, resources.filter((one) => one.kind === kind).length]));
};

const veleroKinds = (inventory: Inventory): readonly string[] =>
  Object.keys(countsOf(inventory)).filter((kind) => kind.startsWith('velero/'));

/** Checks in their order: each finds the cluster as the one before left it. */
const inTurn = async (checks: readonly Check[]): Promise<void> => {
  for (const check of checks) await performAll([check]);
};

const printedRole = async ({ program }: Setting): Promise<string> => {
  const { status, stdout, stderr } = await program('permissions', '--config', CONFIGURATIONS.scanner, '--format', 'cluster-role');
  assert.equal(status, EXIT.ok, stderr);
  return stdout;
};

const attributesOf = ({ verb, group, resource }: Permission): object => ({
  resourceAttributes: { verb, group, resource, namespace: VELERO_NAMESPACE },
});

/** Puts the role into the cluster as it is printed. */
const grant = async (setting: Setting): Promise<void> => {
  const { users } = setting;
  const text = await printedRole(setting);
  const role = parseRole(text);
  await applyRole(users.admin, text);
  await bind(users.admin, role.metadata.name, [SCANNER]);
  for (const permission of permissionsIn(role)) await settled(users.scanner, true, attributesOf(permission));
};

const refuseEverything = async (setting: Setting): Promise<void> => {
  const role = parseRole(await printedRole(setting));
  await bind(setting.users.admin, role.metadata.name, []);
  for (const permission of permissionsIn(role)) await settled(setting.users.scanner, false, attributesOf(permission));
};

/** Groups that no definition is needed for. */
const isBuiltIn = ({ group }: Permission): boolean => ['', 'apps', 'storage.k8s.io'].includes(group);

const checkUninstalledAndRefused = async (setting: Setting): Promise<void> => {
  const { status, report } = await scan(setting);
  const builtIn = permissionsIn(parseRole(await printedRole(setting))).filter(isBuiltIn);
  const found = unread(report);
  assert.ok(found.includes('list namespaces Forbidden'), String(found));
  assert.deepEqual(
    found.filter((gap) => !builtIn.some((permission) => gap === `${actionOf(permission)} Forbidden`)),
    [],
  );
  assert.equal(status, EXIT.incomplete);
};

const checkUninstalled = async (setting: Setting): Promise<void> => {
  await grant(setting);
  assertComplete(await scan(setting));
  assert.deepEqual(veleroKinds(await collect(setting)), ['velero/server']);
};

/** Scans of a cluster without Velero. */
export const scansWithoutVelero = (setting: Setting): Promise<void> =>
  inTurn([
    {
      name: 'Velero is not installed, and nothing may be listed: its kinds are not there, all others are unread',
      run: () => checkUninstalledAndRefused(setting),
    },
    { name: 'Velero is not installed, with the role as it is printed: nothing is unread', run: () => checkUninstalled(setting) },
  ]);

const checkEmpty = async (setting: Setting): Promise<void> => {
  assertComplete(await scan(setting));
  assert.deepEqual(veleroKinds(await collect(setting)), ['velero/server']);
};

/** Scans of a cluster in which Velero is defined and has no objects. */
export const scansWithoutObjects = (setting: Setting): Promise<void> =>
  inTurn([{ name: 'Velero is defined, and there is nothing of it: nothing is unread', run: () => checkEmpty(setting) }]);

/** What is in the world of the lane, and the namespaces that every server has. */
const COUNTS: Readonly<Record<string, number>> = {
  'kubernetes/persistent-volume': 1,
  'kubernetes/prometheus': 1,
  'kubernetes/stateful-set': 1,
  'kubernetes/storage-class': 1,
  'kubernetes/volume-snapshot-class': 1,
  'velero/backup': BACKUPS,
  'velero/data-upload': 1,
  'velero/delete-request': 1,
  'velero/pod-volume-backup': 1,
  'velero/repository': 1,
  'velero/restore': 1,
  'velero/schedule': 1,
  'velero/server': 1,
  'velero/snapshot-location': 1,
  'velero/storage-location': 1,
};

const checkComplete = async (setting: Setting): Promise<void> => {
  assertComplete(await scan(setting));
  const { 'kubernetes/namespace': namespaces, ...counts } = countsOf(await collect(setting));
  assert.deepEqual(counts, COUNTS);
  assert.ok(namespaces !== undefined && namespaces >= 2, `${namespaces} namespaces`);
};

/** A resource by another name in earlier versions of Velero. */
const isServed = ({ resource }: Permission): boolean => resource !== 'resticrepositories';

/** What was asked for while `run` ran, as permissions. */
const requestsOf = async ({ server }: Setting, run: () => Promise<unknown>): Promise<readonly AuditedRequest[]> => {
  const before = server.requests().length;
  await run();
  return server.requests().slice(before);
};

const checkRequests = async (setting: Setting): Promise<void> => {
  const requests = await requestsOf(setting, () => scan(setting));
  const allowed = permissionsIn(parseRole(await printedRole(setting)));
  const asked = requests.flatMap(({ verb, objectRef }) =>
    objectRef ? actionOf({ verb, group: objectRef.apiGroup ?? '', resource: objectRef.resource }) : [],
  );
  assert.deepEqual([...new Set(asked)].sort(), allowed.filter(isServed).map(actionOf).sort());
  for (const { verb, objectRef, requestURI } of requests)
    if (objectRef) assert.match(requestURI, /[?&]limit=500(&|$)/);
    else assert.equal(verb, 'get');
};

const IN_FLIGHT = 4;

/** The most requests that were under way at once. */
const busiest = (requests: readonly AuditedRequest[]): number =>
  Math.max(
    ...requests.map(
      ({ requestReceivedTimestamp: at }) =>
        requests.filter((other) => other.requestReceivedTimestamp <= at && at < other.stageTimestamp).length,
    ),
  );

const checkLoad = async (setting: Setting): Promise<void> => {
  const requests = await requestsOf(setting, () => scan(setting));
  const most = busiest(requests);
  assert.ok(most >= 1 && most <= IN_FLIGHT, `${most} of ${requests.length} requests were under way at once`);
};

const checkWithout = async (setting: Setting, text: string, permission: Permission): Promise<void> => {
  const { users } = setting;
  await applyRole(users.admin, JSON.stringify(without(parseRole(text), permission)));
  await settled(users.scanner, false, attributesOf(permission));
  try {
    assertIncomplete(await scan(setting), [`${actionOf(permission)} Forbidden`]);
  } finally {
    await applyRole(users.admin, text);
    await settled(users.scanner, true, attributesOf(permission));
  }
};

const leastRole = async (setting: Setting): Promise<readonly Check[]> => {
  const text = await printedRole(setting);
  return permissionsIn(parseRole(text))
    .filter(isServed)
    .map((permission) => ({
      name: `the role without ${actionOf(permission)}: that is unread, and nothing else`,
      run: () => checkWithout(setting, text, permission),
    }));
};

const DISCOVERY = { nonResourceAttributes: { verb: 'get', path: '/apis' } } as const;

const checkWithoutDiscovery = async (setting: Setting): Promise<void> => {
  const { users } = setting;
  await bind(users.admin, 'system:discovery', []);
  await settled(users.scanner, false, DISCOVERY);
  try {
    const { status, report } = await scan(setting);
    assert.deepEqual([...new Set(report.gaps.map(({ code }) => code))], ['Forbidden']);
    const unlisted = new Set(report.gaps.map(({ kind }) => kind));
    assert.deepEqual([unlisted.has('velero/backup'), unlisted.has('kubernetes/namespace')], [true, false]);
    assert.equal(status, EXIT.incomplete);
  } finally {
    await bind(users.admin, 'system:discovery', [AUTHENTICATED]);
    await settled(users.scanner, true, DISCOVERY);
  }
};

const checkStranger = async (setting: Setting): Promise<void> =>
  assertIncomplete(await scan(setting, CONFIGURATIONS.stranger), ['get /version Unauthorized']);

const checkRefused = async (setting: Setting): Promise<void> => {
  await refuseEverything(setting);
  try {
    const { status, report } = await scan(setting);
    assert.deepEqual([...new Set(report.gaps.map(({ code }) => code))], ['Forbidden']);
    // That there is one server in every cluster is known without asking.
    const others = report.findings.filter(({ component }) => component !== 'velero-server');
    assert.deepEqual([...new Set(others.map(({ verdict }) => verdict))], ['unknown']);
    assert.equal(status, EXIT.incomplete);
  } finally {
    await grant(setting);
  }
};

const SECOND_PAGE_OF_BACKUPS = /\/backups\?.*continue=/;

const checkExpiry = async (setting: Setting): Promise<void> => {
  const { proxy, users, server } = setting;
  let forgotten = false;
  proxy.interrupt(
    (path) => SECOND_PAGE_OF_BACKUPS.test(path),
    async () => {
      await forget(users, server);
      forgotten = true;
    },
  );
  const { 'velero/backup': backups } = countsOf(await collect(setting, CONFIGURATIONS.proxy));
  assert.deepEqual({ forgotten, backups }, { forgotten: true, backups: BACKUPS });
};

const FLOW = '/apis/flowcontrol.apiserver.k8s.io/v1';
const NARROW = 'one-at-a-time';

const TOO_MANY_REQUESTS = 429;

/** A level of priority with room for one request at a time and no queue, and the scanner's lists on it. */
const narrow = async (api: Api): Promise<void> => {
  const limited = { nominalConcurrencyShares: 0, borrowingLimitPercent: 0, limitResponse: { type: 'Reject' } };
  const level = { metadata: { name: NARROW }, spec: { type: 'Limited', limited } };
  const schema = {
    metadata: { name: NARROW },
    spec: {
      matchingPrecedence: 2,
      priorityLevelConfiguration: { name: NARROW },
      rules: [
        {
          subjects: [{ kind: 'User', user: { name: SCANNER.name } }],
          resourceRules: [{ verbs: ['list'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'], clusterScope: true }],
        },
      ],
    },
  };
  await must(api, 'POST', `${FLOW}/prioritylevelconfigurations`, JSON.stringify(level));
  await must(api, 'POST', `${FLOW}/flowschemas`, JSON.stringify(schema));
};

const widen = async (api: Api): Promise<void> => {
  await must(api, 'DELETE', `${FLOW}/flowschemas/${NARROW}`);
  await must(api, 'DELETE', `${FLOW}/prioritylevelconfigurations/${NARROW}`);
};

const CROWD = 8;
const PATIENCE = 10_000;

const untilTurnedAway = async ({ scanner }: Users): Promise<void> => {
  const deadline = Date.now() + PATIENCE;
  const ask = async (): Promise<number> => (await scanner.send('GET', '/api/v1/namespaces')).status;
  while (!(await Promise.all(Array.from({ length: CROWD }, ask))).includes(TOO_MANY_REQUESTS))
    if (Date.now() > deadline) throw new Error('The server has room for everybody.');
};

const checkNarrow = async (setting: Setting): Promise<void> => {
  await narrow(setting.users.admin);
  try {
    await untilTurnedAway(setting.users);
    const requests = await requestsOf(setting, async () => assertComplete(await scan(setting)));
    const turnedAway = requests.filter(({ responseStatus }) => responseStatus.code === TOO_MANY_REQUESTS);
    assert.ok(turnedAway.length > 0, 'nothing was turned away');
  } finally {
    await widen(setting.users.admin);
  }
};

/** Scans of a cluster in which Velero has worked for a while. */
export const scansWithObjects = async (setting: Setting): Promise<void> => {
  await inTurn([
    { name: 'with the role as it is printed nothing is unread, on whatever page it is', run: () => checkComplete(setting) },
    { name: 'a scan asks for all that the role allows and for nothing else, in pages', run: () => checkRequests(setting) },
    { name: `a scan has at most ${IN_FLIGHT} requests under way`, run: () => checkLoad(setting) },
    { name: 'a list that the server forgets under way is begun anew', run: () => checkExpiry(setting) },
    { name: 'a server that turns away all requests but one is asked again', run: () => checkNarrow(setting) },
    { name: 'a token that nobody gave out: nothing is read', run: () => checkStranger(setting) },
    { name: 'nothing may be listed: everything is unread', run: () => checkRefused(setting) },
    { name: 'discovery is refused: what it decides about is unread', run: () => checkWithoutDiscovery(setting) },
    ...(await leastRole(setting)),
  ]);
};
