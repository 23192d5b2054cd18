import { jsonText } from '../../../model/text.ts';

/** What it takes to do something: of the whole cluster, and of every index. */
interface Grant {
  readonly cluster?: readonly string[];
  readonly index?: readonly string[];
}

/** The one action that writes. */
const VERIFY = 'cluster:admin/repository/verify';

/**
 * The privileges of Elasticsearch that cover an action. Those that have a name are few, and there is none that lets somebody
 * verify a repository and no more: there the action itself is one. So it is for the status of SLM, which `read_slm` covers
 * since 8.14 only.
 * https://www.elastic.co/docs/reference/elasticsearch/security-privileges
 */
const PRIVILEGES: Readonly<Record<string, Grant>> = {
  'cluster:monitor/main': { cluster: ['monitor'] },
  'cluster:monitor/nodes/info': { cluster: ['monitor'] },
  'cluster:monitor/health_api': { cluster: ['monitor'] },
  'cluster:admin/repository/get': { cluster: ['monitor_snapshot'] },
  'cluster:admin/snapshot/get': { cluster: ['monitor_snapshot'] },
  'cluster:admin/slm/get': { cluster: ['read_slm'] },
  'cluster:admin/slm/status': { cluster: ['read_slm', 'cluster:admin/slm/status'] },
  'indices:admin/resolve/index': { index: ['view_index_metadata'] },
  // Its settings are asked for, too: both are in it.
  'indices:monitor/recovery': { index: ['monitor'] },
  [VERIFY]: { cluster: [VERIFY] },
};

/**
 * The permissions of OpenSearch for the same: actions, as it calls them. Whoever lists snapshots asks first which repositories
 * there are. What only Elasticsearch has is not asked for here.
 * https://docs.opensearch.org/latest/security/access-control/permissions/
 */
const PERMISSIONS: Readonly<Record<string, Grant>> = {
  'cluster:monitor/main': { cluster: ['cluster:monitor/main'] },
  'cluster:monitor/nodes/info': { cluster: ['cluster:monitor/nodes/info'] },
  'cluster:monitor/health_api': {},
  'cluster:admin/repository/get': { cluster: ['cluster:admin/repository/get'] },
  'cluster:admin/snapshot/get': { cluster: ['cluster:admin/repository/get', 'cluster:admin/snapshot/get'] },
  'cluster:admin/slm/get': {
    cluster: ['search', 'explain'].map((what) => `cluster:admin/opensearch/snapshot_management/policy/${what}`),
  },
  'cluster:admin/slm/status': {},
  // The health of the cluster tells whether any of them are kept from the user.
  'indices:admin/resolve/index': { cluster: ['cluster:monitor/health'], index: ['indices:admin/resolve/index'] },
  'indices:monitor/recovery': { index: ['indices:monitor/recovery', 'indices:monitor/settings/get'] },
  [VERIFY]: { cluster: ['cluster:admin/repository/get', VERIFY] },
};

/** The grants for actions, each once. Throws for an action that the table does not know: a role would lack it in silence. */
const grantsFor = (actions: readonly string[], table: Readonly<Record<string, Grant>>): Required<Grant> => {
  const grants = actions.map((action) => {
    const grant = table[action];
    if (!grant) throw new RangeError(`no grant for ${action}`);
    return grant;
  });
  const all = (scope: keyof Grant) => [...new Set(grants.flatMap((grant) => grant[scope] ?? []))].sort();
  return { cluster: all('cluster'), index: all('index') };
};

/**
 * The body of `PUT /_security/role/NAME` of Elasticsearch. Indices of the system are left out (`allow_restricted_indices`):
 * what is in snapshots of them nobody can tell by their names.
 */
export const elasticsearchRole = (actions: readonly string[]): string => {
  const { cluster, index } = grantsFor(actions, PRIVILEGES);
  return jsonText({ cluster, ...(index.length === 0 ? {} : { indices: [{ names: ['*'], privileges: index }] }) });
};

/** The body of `PUT /_plugins/_security/api/roles/NAME` of OpenSearch. */
export const opensearchRole = (actions: readonly string[]): string => {
  const { cluster, index } = grantsFor(actions, PERMISSIONS);
  return jsonText({
    cluster_permissions: cluster,
    ...(index.length === 0 ? {} : { index_permissions: [{ index_patterns: ['*'], allowed_actions: index }] }),
  });
};
