import type { SearchRepository } from '../../model/kinds/elasticsearch.ts';
import type { Attempt, Send } from '../../model/scanner.ts';
import { classify, failing } from '../http/failures.ts';
import * as parse from './parse/repositories.ts';
import { ask, infoOf, reader } from './reading.ts';
import type { ElasticsearchSession } from './session.ts';

/** Every repository that is registered. */
export const repositoriesOf = (session: ElasticsearchSession, send: Send): Promise<SearchRepository[]> =>
  session.shared('repositories', async () => {
    const info = await infoOf(session, send);
    return ask(session, send, '/_snapshot', (answer) => parse.repositoriesOf(answer, info));
  });

/** A repository that was verified, or why it could not be. */
interface Verification {
  readonly name: string;
  readonly verified: boolean;
  readonly message?: string;
}

/** A refusal is an answer; whatever passes is none. */
const verify = async (session: ElasticsearchSession, attempt: Attempt, name: string): Promise<Verification> => {
  try {
    await session.post(`/_snapshot/${encodeURIComponent(name)}/_verify`, attempt);
    return { name, verified: true };
  } catch (error) {
    const { class: failureClass, message } = classify(error);
    if (failureClass !== 'rejected') throw error;
    return { name, verified: false, message };
  }
};

const NOT_ASKED_FOR = 'NotAskedFor';

/** Writes into the repositories: only where the configuration says so. */
const verifyAll = async (session: ElasticsearchSession, send: Send): Promise<Verification[]> => {
  const all = await repositoriesOf(session, send);
  return Promise.all(all.map(({ name }) => send((attempt) => verify(session, attempt, name))));
};

const refuseVerification = (): never => {
  throw failing({ class: 'rejected', code: NOT_ASKED_FOR, message: 'The configuration does not ask for repositories to be verified.' });
};

export const verification = reader(
  'cluster:admin/repository/verify',
  async (session, send) => {
    if (!session.verifyRepositories) return send(async () => refuseVerification());
    return { repositories: await verifyAll(session, send) };
  },
  { absentOn: [NOT_ASKED_FOR] },
);

export const repositories = reader('cluster:admin/repository/get', async (session, send) => ({
  repositories: await repositoriesOf(session, send),
}));

// Nothing else of the settings of nodes leaves the server: they may hold anything.
const NODES = '/_nodes/settings?filter_path=nodes.*.name,nodes.*.settings.s3.client.*.endpoint,nodes.*.settings.s3.client.*.region';

export const storageClients = reader('cluster:monitor/nodes/info', (session, send) => ask(session, send, NODES, parse.storageClientsOf));
