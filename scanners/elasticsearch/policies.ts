import type { SearchExecution, SearchPolicy } from '../../model/kinds/elasticsearch.ts';
import { type Attempt, MalformedAnswer, type Send } from '../../model/scanner.ts';
import { meaningOf } from '../http/failures.ts';
import type { Members } from '../json/members.ts';
import { NO_HANDLER } from './errors.ts';
import * as slm from './parse/slm.ts';
import * as sm from './parse/sm.ts';
import { ask, infoOf, ofElasticsearch, reader } from './reading.ts';
import type { ElasticsearchSession } from './session.ts';

/** Policies in one answer of OpenSearch, which gives no more than 20 where nothing is said. */
const PAGE = 100;

/** A page, after those that are known. One that does not bring the end nearer would be asked for without end. */
const nextPage = async (session: ElasticsearchSession, attempt: Attempt, known: ReadonlyMap<string, SearchPolicy>): Promise<sm.Page> => {
  const page = sm.pageOf(await session.get(`/_plugins/_sm/policies?size=${PAGE}&from=${known.size}`, attempt));
  const names = new Set(page.policies.map(({ name }) => name));
  if (names.size < page.policies.length || [...names].some((name) => known.has(name)))
    throw new MalformedAnswer('A policy comes twice on the pages.');
  if (names.size === 0 && known.size < page.total)
    throw new MalformedAnswer(`The pages end after ${known.size} of ${page.total} policies.`);
  return page;
};

const pagedPolicies = async (session: ElasticsearchSession, send: Send): Promise<SearchPolicy[]> => {
  const known = new Map<string, SearchPolicy>();
  let total: number;
  do {
    const page = await send((attempt) => nextPage(session, attempt, known));
    for (const policy of page.policies) known.set(policy.name, policy);
    total = page.total;
  } while (known.size < total);
  return [...known.values()];
};

/** The answer of which policies and executions are two parts. */
const lifecycles = (session: ElasticsearchSession, send: Send): Promise<Members> =>
  session.shared('slm', () => ask(session, send, '/_slm/policy', (answer) => answer));

const policiesOf = async (session: ElasticsearchSession, send: Send): Promise<SearchPolicy[]> => {
  const { distribution } = await infoOf(session, send);
  if (distribution === 'opensearch') return pagedPolicies(session, send);
  const answer = await lifecycles(session, send);
  return send(async () => slm.policiesOf(answer));
};

/** Before the first policy is made there is no index to look for any in. */
const isWithoutIndex = (error: unknown): boolean => /config index not found/i.test(meaningOf(error)?.message ?? '');

const explained = async (session: ElasticsearchSession, attempt: Attempt): Promise<SearchExecution[]> => {
  try {
    return sm.executionsOf(await session.get('/_plugins/_sm/policies/*/_explain', attempt));
  } catch (error) {
    if (isWithoutIndex(error)) return [];
    throw error;
  }
};

/** What has come of each policy. */
export const executionsOf = (session: ElasticsearchSession, send: Send): Promise<SearchExecution[]> =>
  session.shared('executions', async () => {
    const { distribution } = await infoOf(session, send);
    if (distribution === 'opensearch') return send((attempt) => explained(session, attempt));
    const answer = await lifecycles(session, send);
    return send(async () => slm.executionsOf(answer));
  });

// The actions are those of Elasticsearch; of OpenSearch they are those of the plug-in: snapshot_management/policy/search and …/explain.
const GET = 'cluster:admin/slm/get';

/** A server may have neither of the two. */
const NEITHER = { absentOn: [NO_HANDLER] };

export const policies = reader(GET, async (session, send) => ({ policies: await policiesOf(session, send) }), NEITHER);

export const executions = reader(GET, async (session, send) => ({ executions: await executionsOf(session, send) }), NEITHER);

export const management = reader('cluster:admin/slm/status', (session, send) => ask(session, send, '/_slm/status', slm.modeOf), {
  requires: ofElasticsearch,
  ...NEITHER,
});
