import { prometheusServer } from '../../model/kinds/prometheus.ts';
import { absent, read } from '../../model/reading.ts';
import type { KindScanner, PagedReader, Scanner, Send, SingleReader } from '../../model/scanner.ts';
import type { Members } from '../json/members.ts';
import { blocksOf, configurationOf, flagsOf, metricsOf, runtimeOf, vectorOf } from './parse.ts';
import { DROPPED, FAILED, lossesOf, UPLOADS, uploadsOf } from './queries.ts';
import { AGENT_MODE, BUILD, type PrometheusSession } from './session.ts';

/** The API needs no permissions of its own: whoever may read it may read all of it. */
const call = (path: string) => ({ operation: `get ${path}`, action: `get ${path}` });

/** What one address tells. */
const status = <T>(path: string, parse: (data: Members) => T): SingleReader<PrometheusSession, T> => ({
  ...call(path),
  read: async (session, _, attempt) => parse(await session.data(path, attempt)),
});

const QUERY = '/api/v1/query';

const ask = (session: PrometheusSession, send: Send, expression: string) =>
  send(async (attempt) => vectorOf(await session.data(`${QUERY}?query=${encodeURIComponent(expression)}`, attempt)));

/** What expressions come to, now. */
const query = <T>(
  expressions: readonly string[],
  parse: (...vectors: Awaited<ReturnType<typeof ask>>[]) => T,
): PagedReader<PrometheusSession, T> => ({
  ...call(QUERY),
  absentOn: [AGENT_MODE],
  readPages: async (session, _, send) => {
    const vectors = [];
    for (const expression of expressions) vectors.push(await ask(session, send, expression));
    return parse(...vectors);
  },
});

const server: KindScanner<PrometheusSession> = {
  kind: prometheusServer,
  list: {
    ...call(BUILD),
    tells: ['build', 'workload'],
    async *pages(session, send) {
      const build = await send(session.build);
      const { id, name, place } = session;
      const { workload, ...where } = place;
      yield [
        { id, name, ...where, facets: { build: read(build), workload: workload === undefined ? absent() : read({ name: workload }) } },
      ];
    },
  },
  facets: {
    runtime: status('/api/v1/status/runtimeinfo', runtimeOf),
    flags: status('/api/v1/status/flags', flagsOf),
    configuration: status('/api/v1/status/config', configurationOf),
    metrics: { ...call('/metrics'), read: async (session, _, attempt) => metricsOf(await session.text('/metrics', attempt)) },
    remoteWriteLosses: query([FAILED, DROPPED], lossesOf),
    thanosUploads: query([UPLOADS], uploadsOf),
    blocks: { ...status('/api/v1/status/tsdb/blocks', blocksOf), absentOn: ['NotFound', AGENT_MODE] },
  },
};

/** Prometheus: what a server keeps, and whether it leaves its host. */
const scanner: Scanner<PrometheusSession> = { id: 'prometheus', target: 'prometheus', kinds: [server] };

export default scanner;
