import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tally } from '../../scripts/test/result.ts';
import { connect } from './kube-apiserver/api.ts';
import { buildApiServer, whyNotBuilt } from './kube-apiserver/build.ts';
import { define, hasVeleroDefinitions, OTHER_DEFINITIONS, veleroDefinitions } from './kube-apiserver/crds.ts';
import { factOfExpiry, factsWithBackups, factsWithoutBackups, factsWithoutVelero, type Users } from './kube-apiserver/facts.ts';
import { writeInputs } from './kube-apiserver/inputs.ts';
import { create } from './kube-apiserver/objects.ts';
import { startProxy } from './kube-apiserver/proxy.ts';
import { type Setting, scansWithObjects, scansWithoutObjects, scansWithoutVelero } from './kube-apiserver/scans.ts';
import { type ApiServer, startApiServer } from './kube-apiserver/server.ts';
import { CLUSTER, NAMESPACES, VELERO } from './kube-apiserver/world.ts';
import { counts, performAll, skip } from './shared/checks.ts';
import { programIn } from './shared/program.ts';

// The scanner against Kubernetes' own API server, with its roles and its audit log. It is built from its sources.

const lane = async (setting: Setting): Promise<void> => {
  const { users, server } = setting;
  await performAll(factsWithoutVelero(users));
  await scansWithoutVelero(setting);
  await define(users.admin, [...veleroDefinitions(), ...OTHER_DEFINITIONS]);
  await performAll(factsWithoutBackups(users));
  await scansWithoutObjects(setting);
  await create(users.admin, [...NAMESPACES, ...CLUSTER, ...VELERO]);
  await performAll(factsWithBackups(users));
  await performAll([factOfExpiry(users, server)]);
  await scansWithObjects(setting);
};

const usersOf = ({ url, ca, tokens }: ApiServer): Users => ({
  admin: connect(url, ca, tokens.admin),
  scanner: connect(url, ca, tokens.scanner),
  stranger: connect(url, ca, 'no-such-token'),
  anonymous: connect(url, ca, undefined),
});

const runLane = async (): Promise<void> => {
  const { program, version } = buildApiServer();
  const directory = mkdtempSync(join(tmpdir(), 'mlops-dr-kube-apiserver-'));
  const server = await startApiServer(program);
  const proxy = await startProxy(server.url, server.ca);
  const users = usersOf(server);
  console.log(`Kubernetes ${version}`);
  try {
    writeInputs(server, proxy.url, directory);
    await lane({ server, users, proxy, program: programIn(directory) });
  } finally {
    for (const user of Object.values(users)) user.close();
    proxy.close();
    await server.stop();
    rmSync(directory, { recursive: true });
  }
};

const why = whyNotBuilt();
if (why === undefined) {
  if (!hasVeleroDefinitions) skip("Velero's own definitions are not at hand: objects of its kinds have not been held against them.");
  await performAll([{ name: 'the lane ran to its end', run: runLane }]);
} else skip(`${why}, so no API server could be built and nothing has been scanned.`);
console.log(`\n${tally(counts)}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
