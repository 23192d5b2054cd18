import { searchCluster } from '../../model/kinds/elasticsearch.ts';
import { read } from '../../model/reading.ts';
import type { KindScanner, Scanner } from '../../model/scanner.ts';
import { NO_HANDLER } from './errors.ts';
import { indices, restores } from './indices.ts';
import { healthOf } from './parse/health.ts';
import { executions, management, policies } from './policies.ts';
import { ask, ofElasticsearch, reader } from './reading.ts';
import { repositories, storageClients, verification } from './repositories.ts';
import type { ElasticsearchSession } from './session.ts';
import { snapshotDetails, snapshots } from './snapshots.ts';

/** What tells who answers. */
const MAIN = { operation: 'cluster:monitor/main', action: 'cluster:monitor/main' } as const;

const health = reader('cluster:monitor/health_api', (session, send) => ask(session, send, '/_health_report', healthOf), {
  requires: ofElasticsearch,
  // Before 8.7 the path is taken for the name of an index.
  absentOn: [NO_HANDLER, 'invalid_index_name_exception'],
});

const cluster: KindScanner<ElasticsearchSession> = {
  kind: searchCluster,
  list: {
    ...MAIN,
    tells: ['info'],
    async *pages(session, send) {
      const { id, name, info } = await send(session.cluster);
      const { region } = session;
      yield [{ id, name, ...(region === undefined ? {} : { region }), facets: { info: read(info) } }];
    },
  },
  facets: {
    repositories,
    storageClients,
    snapshots,
    snapshotDetails,
    policies,
    executions,
    management,
    indices,
    restores,
    health,
    verification,
  },
};

/** Elasticsearch and OpenSearch: what a cluster keeps snapshots of, where, and how they are made and deleted. */
const scanner: Scanner<ElasticsearchSession> = { id: 'elasticsearch', target: 'elasticsearch', kinds: [cluster] };

export default scanner;
