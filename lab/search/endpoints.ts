import type { Request, Response } from '../http.ts';
import { type Endpoint, operationOf, type Parameters } from '../routes.ts';
import { isSince } from '../versions.ts';
import type { SearchCluster } from '../world.ts';
import { isElasticsearch, isRefusal, json, type Refusal, refusal, refused, repositoryMissing, unrecognized } from './answers.ts';
import { catResponse, type Table } from './cat.ts';
import { filtered } from './filter-path.ts';
import { clusterHealth, dataStreams, indexSettings, indexTable, resolved } from './indices.ts';
import { recoveries } from './recovery.ts';
import type { Served } from './served.ts';
import { slmPolicies, slmStats, slmStatus } from './slm.ts';
import { smExplanations, smPolicies, smPolicy } from './sm.ts';
import { repositories, snapshots, snapshotTable } from './snapshots.ts';
import { healthReport, isServerless, nodeSettings, root, verified } from './state.ts';

type Ask = (served: Served, parameters: Parameters, query: URLSearchParams) => object;

/** Something that can be asked of a cluster. */
export interface SearchEndpoint extends Endpoint {
  /** What a server calls it where it refuses it. */
  readonly action: string;
  /** Where it is served; everywhere unless it says so. */
  readonly isServed?: (cluster: SearchCluster) => boolean;
  /** The parameters that it knows beside those that every endpoint knows; those of later versions with the version. */
  readonly knows: readonly (string | readonly [name: string, since: string])[];
  /** An object, or a table of `_cat`. */
  readonly ask: Ask;
}

const since =
  (version: string) =>
  (cluster: SearchCluster): boolean =>
    isElasticsearch(cluster) && isSince(cluster.version, version);

const hasSlm =
  (version: string) =>
  (cluster: SearchCluster): boolean =>
    cluster.slm !== undefined && since(version)(cluster);

const hasManagement = ({ distribution, sm }: SearchCluster): boolean => distribution === 'opensearch' && sm !== undefined;

const get = (path: string, action: string, ask: Ask, more: Partial<SearchEndpoint> = {}): SearchEndpoint => ({
  method: 'GET',
  path,
  action,
  knows: [],
  ask,
  ...more,
});

// Of Elasticsearch: OpenSearch knows none but the first three.
const SNAPSHOTS = {
  knows: [
    'ignore_unavailable',
    'verbose',
    'master_timeout',
    ['index_details', '7.13'],
    ['include_repository', '7.14'],
    ['index_names', '7.16'],
    ['size', '7.14'],
    ['sort', '7.14'],
    ['order', '7.14'],
    ['after', '7.14'],
    ['offset', '7.15'],
    ['from_sort_value', '7.16'],
    ['slm_policy_filter', '7.16'],
  ],
} as const;

const CAT = ['format', 'h', 's', 'v', 'help', 'bytes', 'time', 'size', 'local', 'master_timeout'];
const SLM = { isServed: hasSlm('7.4') };
const SM = { isServed: hasManagement };

/** Of two that fit a path the first is meant. */
export const ENDPOINTS: readonly SearchEndpoint[] = [
  get('/', 'cluster:monitor/main', root),
  get('/_snapshot', 'cluster:admin/repository/get', (served) => repositories(served), { knows: ['master_timeout', 'local'] }),
  get('/_snapshot/{repository}', 'cluster:admin/repository/get', (served, { repository }) => repositories(served, repository), {
    knows: ['master_timeout', 'local'],
  }),
  {
    ...get('/_snapshot/{repository}/_verify', 'cluster:admin/repository/verify', (served, { repository = '' }) =>
      served.snapshotsOf(repository) ? verified(served) : repositoryMissing(repository),
    ),
    method: 'POST',
    knows: ['master_timeout', 'timeout'],
  },
  get(
    '/_snapshot/{repository}/{snapshot}',
    'cluster:admin/snapshot/get',
    (served, { repository = '', snapshot = '' }, query) => snapshots(served, repository, snapshot, query),
    SNAPSHOTS,
  ),
  get('/_cat/snapshots', 'cluster:admin/snapshot/get', (served, _, query) => snapshotTable(served, undefined, query), {
    knows: [...CAT, 'ignore_unavailable'],
  }),
  get(
    '/_cat/snapshots/{repository}',
    'cluster:admin/snapshot/get',
    (served, { repository }, query) => snapshotTable(served, repository, query),
    {
      knows: [...CAT, 'ignore_unavailable'],
    },
  ),
  get('/_cat/indices', 'indices:monitor/stats', (served, _, query) => indexTable(served, query), {
    knows: [...CAT, 'expand_wildcards', 'pri'],
  }),
  get('/_slm/policy', 'cluster:admin/slm/get', (served, _, query) => slmPolicies(served, undefined, query), SLM),
  get('/_slm/policy/{policy}', 'cluster:admin/slm/get', (served, { policy }, query) => slmPolicies(served, policy, query), SLM),
  get('/_slm/status', 'cluster:admin/slm/status', slmStatus, { isServed: hasSlm('7.6') }),
  get('/_slm/stats', 'cluster:admin/slm/stats', slmStats, { isServed: hasSlm('7.5') }),
  get(
    '/_plugins/_sm/policies',
    'cluster:admin/opensearch/snapshot_management/policy/search',
    (served, _, query) => smPolicies(served, query),
    {
      ...SM,
      knows: ['size', 'from', 'sortField', 'sortOrder', 'queryString'],
    },
  ),
  get(
    '/_plugins/_sm/policies/{policy}',
    'cluster:admin/opensearch/snapshot_management/policy/get',
    (served, { policy = '' }) => smPolicy(served, policy),
    SM,
  ),
  get(
    '/_plugins/_sm/policies/{policies}/_explain',
    'cluster:admin/opensearch/snapshot_management/policy/explain',
    (served, { policies = '' }) => smExplanations(served, policies),
    SM,
  ),
  get('/_resolve/index/{name}', 'indices:admin/resolve/index', (served, { name = '' }, query) => resolved(served, name, query), {
    knows: ['expand_wildcards', 'ignore_unavailable', 'allow_no_indices'],
  }),
  get('/_data_stream', 'indices:admin/data_stream/get', (served) => dataStreams(served), { knows: ['expand_wildcards'] }),
  get('/_data_stream/{name}', 'indices:admin/data_stream/get', (served, { name }) => dataStreams(served, name), {
    knows: ['expand_wildcards'],
  }),
  get('/_recovery', 'indices:monitor/recovery', (served, _, query) => recoveries(served, query), {
    knows: ['active_only', 'detailed', 'expand_wildcards'],
  }),
  get('/_settings/{settings}', 'indices:monitor/settings/get', (served, _, query) => indexSettings(served, query), {
    knows: ['expand_wildcards', 'flat_settings', 'master_timeout'],
  }),
  get('/_health_report', 'cluster:monitor/health_api', (served, _, query) => healthReport(served, undefined, query), {
    isServed: since('8.7'),
    knows: ['verbose', 'size', 'timeout'],
  }),
  get(
    '/_health_report/{indicator}',
    'cluster:monitor/health_api',
    (served, { indicator }, query) => healthReport(served, indicator, query),
    {
      isServed: since('8.7'),
      knows: ['verbose', 'size', 'timeout'],
    },
  ),
  get('/_cluster/health', 'cluster:monitor/health', (served, _, query) => clusterHealth(served, query), {
    knows: ['level', 'expand_wildcards', 'local', 'master_timeout', 'timeout', 'wait_for_status'],
  }),
  get('/_nodes/settings', 'cluster:monitor/nodes/info', nodeSettings, { knows: ['flat_settings', 'timeout'] }),
];

/** The names of all operations, and of whatever else is asked of a cluster. */
export const OTHER = 'other';
export const OPERATIONS: readonly string[] = [...ENDPOINTS.map(operationOf), OTHER];

const EVERYWHERE = ['pretty', 'human', 'error_trace', 'filter_path', 'format'];

const isKnown = (name: string, { knows }: SearchEndpoint, cluster: SearchCluster): boolean =>
  EVERYWHERE.includes(name) ||
  knows.some((known) => (typeof known === 'string' ? known === name : known[0] === name && since(known[1])(cluster)));

/** Parameters that are refused. */
const refusedParameters = (
  endpoint: SearchEndpoint,
  { cluster }: Served,
  query: URLSearchParams,
  parts: readonly string[],
): Refusal | undefined => {
  const strange = [...new Set(query.keys())].filter((name) => !isKnown(name, endpoint, cluster));
  return strange.length === 0 ? undefined : unrecognized(parts, strange);
};

const SERVERLESS = ['/', '/_resolve/index/{name}', '/_data_stream', '/_data_stream/{name}', '/_cat/indices'];

const unavailable = ({ method }: SearchEndpoint, parts: readonly string[]): Refusal =>
  refusal(
    410,
    'api_not_available_exception',
    `Request for uri [/${parts.join('/')}] with method [${method}] exists but is not available when running in serverless mode`,
  );

const isTable = (answer: object): answer is Table => Array.isArray((answer as Partial<Table>).rows) && 'columns' in answer;

/** What a cluster answers there. */
export const answerAt = (
  endpoint: SearchEndpoint,
  parameters: Parameters,
  served: Served,
  request: Request,
  parts: readonly string[],
): Response => {
  const { cluster } = served;
  const { query } = request;
  if (isServerless(cluster) && !SERVERLESS.includes(endpoint.path)) return refused(cluster, unavailable(endpoint, parts));
  const answer = refusedParameters(endpoint, served, query, parts) ?? endpoint.ask(served, parameters, query);
  if (isRefusal(answer)) return refused(cluster, answer);
  return isTable(answer) ? catResponse(cluster, answer, request) : json(cluster, 200, filtered(answer, query.get('filter_path')));
};
