import { tally } from '../../scripts/test/result.ts';
import { connect } from './kube-apiserver/api.ts';
import { buildApiServer, whyNotBuilt } from './kube-apiserver/build.ts';
import { define, hasVeleroDefinitions, OTHER_DEFINITIONS, veleroDefinitions } from './kube-apiserver/crds.ts';
import { factOfExpiry, factsWithBackups, factsWithoutBackups, factsWithoutVelero, type Users } from './kube-apiserver/facts.ts';
import { create } from './kube-apiserver/objects.ts';
import { type ApiServer, startApiServer } from './kube-apiserver/server.ts';
import { CLUSTER, NAMESPACES, VELERO } from './kube-apiserver/world.ts';
import { counts, performAll, skip } from './shared/checks.ts';

// The scanner against Kubernetes' own API server, with its roles and its audit log. It is built from its sources.

const usersOf = ({ url, ca, tokens }: ApiServer): Users => ({
  admin: connect(url, ca, tokens.admin),
  scanner: connect(url, ca, tokens.scanner),
  stranger: connect(url, ca, 'no-such-token'),
  anonymous: connect(url, ca, undefined),
});

const lane = async (server: ApiServer, users: Users): Promise<void> => {
  await performAll(factsWithoutVelero(users));
  await define(users.admin, [...veleroDefinitions(), ...OTHER_DEFINITIONS]);
  await performAll(factsWithoutBackups(users));
  await create(users.admin, [...NAMESPACES, ...CLUSTER, ...VELERO]);
  await performAll(factsWithBackups(users));
  await performAll([factOfExpiry(users, server)]);
};

const runLane = async (): Promise<void> => {
  const { program, version } = buildApiServer();
  const server = await startApiServer(program);
  const users = usersOf(server);
  console.log(`Kubernetes ${version} at ${server.url}`);
  try {
    await lane(server, users);
  } finally {
    for (const user of Object.values(users)) user.close();
    await server.stop();
  }
};

const why = whyNotBuilt();
if (why === undefined) {
  if (!hasVeleroDefinitions) skip("Velero's own definitions are not at hand: objects of its kinds have not been held against them.");
  await performAll([{ name: 'the lane ran to its end', run: runLane }]);
} else skip(`${why}, so no API server could be built and nothing has been scanned.`);
console.log(`\n${tally(counts)}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
