import type { Answer, ByName, SearchCluster } from '../world.ts';
import { isElasticsearch, refusal } from './answers.ts';
import { type Served, uuidOf } from './served.ts';
import { operationMode } from './slm.ts';

// What a cluster says of itself.

const BUILT = '2024-10-09T22:08:00.328917561Z';

const hashOf = ({ distribution, version }: SearchCluster): string =>
  Buffer.from(uuidOf(distribution, version)).toString('hex').slice(0, 40);

const firstNode = ({ nodes }: Served): string => Object.values(nodes)[0]?.name ?? '';

const COMPATIBLE = { minimum_wire_compatibility_version: '7.10.0', minimum_index_compatibility_version: '7.0.0' };

/** `GET /`, by which they are told apart. */
export const root = (served: Served): object => {
  const { cluster } = served;
  const own = isElasticsearch(cluster);
  const build = { build_type: 'docker', build_hash: hashOf(cluster), build_date: BUILT, build_snapshot: false, lucene_version: '9.11.1' };
  return {
    name: firstNode(served),
    cluster_name: cluster.name,
    cluster_uuid: cluster.cluster_uuid,
    version: own
      ? { number: cluster.version, build_flavor: cluster.build_flavor ?? 'default', ...build, ...COMPATIBLE }
      : { distribution: 'opensearch', number: cluster.version, ...build, ...COMPATIBLE },
    tagline: own ? 'You Know, for Search' : 'The OpenSearch Project: https://opensearch.org/',
  };
};

const nodeOf = (served: Served, name: string, settings: Answer): object => ({
  name,
  transport_address: '127.0.0.1:9300',
  host: '127.0.0.1',
  ip: '127.0.0.1',
  version: served.cluster.version,
  ...(isElasticsearch(served.cluster) ? { build_flavor: 'default' } : {}),
  build_type: 'docker',
  build_hash: hashOf(served.cluster),
  roles: ['data', 'ingest', 'master', 'remote_cluster_client'],
  attributes: {},
  settings,
});

/** `GET /_nodes/settings` */
export const nodeSettings = (served: Served): object => {
  const nodes = Object.entries(served.nodes);
  return {
    _nodes: { total: nodes.length, successful: nodes.length, failed: 0 },
    cluster_name: served.cluster.name,
    nodes: Object.fromEntries(nodes.map(([id, { name, settings = {} }]) => [id, nodeOf(served, name, settings)])),
  };
};

/** `POST /_snapshot/{repository}/_verify`: the nodes that have reached it. */
export const verified = ({ nodes }: Served): object => ({
  nodes: Object.fromEntries(Object.entries(nodes).map(([id, { name }]) => [id, { name }])),
});

const green = (symptom: string, details?: Answer): Answer => ({ status: 'green', symptom, ...(details ? { details } : {}) });

/** SLM is healthy without any policy, too. */
const slmIndicator = (served: Served): Answer => {
  const policies = Object.keys(served.cluster.slm?.policies ?? {}).length;
  const slm_status = operationMode(served);
  if (policies === 0) return green('No Snapshot Lifecycle Management policies configured', { slm_status, policies });
  if (slm_status === 'RUNNING') return green('Snapshot Lifecycle Management is running', { slm_status, policies });
  return { status: 'yellow', symptom: 'Snapshot Lifecycle Management is not running', details: { slm_status, policies } };
};

const masterIndicator = ({ nodes }: Served): Answer => {
  const masters = Object.entries(nodes).map(([node_id, { name }]) => ({ node_id, name }));
  return green('The cluster has a stable master node', { current_master: masters[0], recent_masters: masters.slice(0, 1) });
};

const diskIndicator = ({ nodes }: Served): Answer =>
  green('The cluster has enough available disk space.', {
    indices_with_readonly_block: 0,
    nodes_with_enough_disk_space: Object.keys(nodes).length,
    nodes_with_unknown_disk_status: 0,
    nodes_over_high_watermark: 0,
    nodes_over_flood_stage_watermark: 0,
  });

const CAPACITY = green('The cluster has enough room to add new shards.', {
  data: { max_shards_in_cluster: 1000 },
  frozen: { max_shards_in_cluster: 3000 },
});

/** Those of modules that have nothing to do with snapshots are left out. */
const indicatorsOf = (served: Served): ByName => {
  const total_repositories = Object.keys(served.cluster.repositories ?? {}).length;
  return {
    master_is_stable: masterIndicator(served),
    repository_integrity:
      total_repositories === 0
        ? green('No snapshot repositories configured.')
        : green('All repositories are healthy.', { total_repositories }),
    disk: diskIndicator(served),
    shards_capacity: CAPACITY,
    ...(served.cluster.slm ? { slm: slmIndicator(served) } : {}),
    ...served.cluster.indicators,
  };
};

const SEVERITIES = ['green', 'unknown', 'yellow', 'red'];

const worst = (indicators: ByName): string =>
  SEVERITIES.findLast((severity) => Object.values(indicators).some(({ status }) => status === severity)) ?? 'green';

const withoutDetails = ({ status, symptom }: Answer): Answer => ({ status, symptom });

/** `GET /_health_report`, `GET /_health_report/{indicator}`: a single one has no status for the whole. */
export const healthReport = (served: Served, name: string | undefined, query: URLSearchParams): object => {
  const all = indicatorsOf(served);
  const told = Object.entries(all).filter(([own]) => name === undefined || own === name);
  if (told.length === 0) return refusal(404, 'resource_not_found_exception', `Did not find indicator ${name}`);
  const print = query.get('verbose') === 'false' ? withoutDetails : (indicator: Answer) => indicator;
  return {
    ...(name === undefined ? { status: worst(all) } : {}),
    cluster_name: served.cluster.name,
    indicators: Object.fromEntries(told.map(([own, indicator]) => [own, print(indicator)])),
  };
};

/** Whether there are snapshots and policies at all: Elastic keeps those of serverless projects to itself. */
export const isServerless = ({ build_flavor }: SearchCluster): boolean => build_flavor === 'serverless';
