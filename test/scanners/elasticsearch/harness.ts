import type { Failure, Send } from '../../../model/scanner.ts';
import { told } from '../../../scanners/elasticsearch/errors.ts';
import scanner from '../../../scanners/elasticsearch/index.ts';
import { clusterOf } from '../../../scanners/elasticsearch/parse/info.ts';
import type { ElasticsearchSession } from '../../../scanners/elasticsearch/session.ts';
import { classify, classOf, codeOf, failing } from '../../../scanners/http/failures.ts';
import type { Members } from '../../../scanners/json/members.ts';

/** A refusal as the session throws it. */
export const refused = (status: number, body: unknown = {}): Error => {
  const { code, message, class: meaning } = told(typeof body === 'string' ? body : JSON.stringify(body));
  return failing({ class: meaning ?? classOf(status), code: code ?? codeOf(status), message: message ?? '' });
};

export const exception = (type: string, reason: string) => ({ error: { root_cause: [], type, reason }, status: 0 });

export const noHandler = (path: string): Error => refused(400, { error: `no handler found for uri [${path}] and method [GET]` });

export const ELASTICSEARCH = {
  name: 'node-1',
  cluster_name: 'logs',
  cluster_uuid: 'tVXdkIMdToarKMFgRzHAbg',
  version: { number: '8.15.3', build_flavor: 'default' },
};

export const OPENSEARCH = { ...ELASTICSEARCH, version: { number: '2.19.1', distribution: 'opensearch' } };

/** What a cluster says to a path, with its query; what it throws it refuses. `undefined`: it knows no such path. */
export type Answer = (path: string, query: URLSearchParams, method: string) => unknown;

/** What an engine makes of the error that a request ends with. */
class GivenUp extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Sends once: what is tried again is the engine's business. */
export const send: Send = async (request) => {
  try {
    return await request({ signal: AbortSignal.timeout(5_000) });
  } catch (error) {
    throw error instanceof GivenUp ? error : new GivenUp(classify(error));
  }
};

/** A session that sends nothing, and a record of what it was asked for. */
export const fakeSession = (
  answer: Answer,
  { root = ELASTICSEARCH as Members, ...more }: Partial<ElasticsearchSession> & { root?: Members } = {},
): { session: ElasticsearchSession; asked: string[] } => {
  const asked: string[] = [];
  const answers = new Map<string, Promise<unknown>>();
  const askedFor = async (method: string, path: string): Promise<unknown> => {
    asked.push(`${method} ${path}`);
    const url = new URL(path, 'http://cluster');
    const found = answer(decodeURIComponent(url.pathname), url.searchParams, method);
    if (found === undefined) throw noHandler(path);
    return found;
  };
  const session: ElasticsearchSession = {
    region: undefined,
    verifyRepositories: false,
    get: async (path) => (await askedFor('GET', path)) as Members,
    getTable: (path) => askedFor('GET', path),
    post: async (path) => (await askedFor('POST', path)) as Members,
    cluster: async () => clusterOf(root),
    shared: (what, ask) => {
      const known = answers.get(what) ?? ask();
      answers.set(what, known);
      return known as ReturnType<typeof ask>;
    },
    identify: async () => ({}),
    close: () => {},
    ...more,
  };
  return { session, asked };
};

const [cluster] = scanner.kinds;

/** What a facet comes to: a value, `absent`, or the failure by which it is not read. */
export const readFacet = async (facet: string, session: ElasticsearchSession): Promise<unknown> => {
  const reader = cluster?.facets[facet];
  if (!reader || !('readPages' in reader)) throw new RangeError(`no reader in pages of ${facet}`);
  if (reader.requires && !reader.requires.holds((await session.cluster({ signal: AbortSignal.timeout(5_000) })).info)) return 'absent';
  try {
    return await reader.readPages(session, { id: 'x', name: 'x', scope: { target: 'logs' } }, send);
  } catch (error) {
    // Whatever did not go through `send` would end the engine.
    if (!(error instanceof GivenUp)) throw error;
    return reader.absentOn?.includes(error.failure.code) ? 'absent' : error.failure;
  }
};

/** What a facet comes to at a cluster that answers so. */
export const facetAt = (facet: string, answer: Answer, more: Parameters<typeof fakeSession>[1] = {}): Promise<unknown> =>
  readFacet(facet, fakeSession(answer, more).session);
