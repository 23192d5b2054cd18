/**
 * The permission that every request needs, by hand from the sources of the servers, and not from what the scanner says. Everybody
 * who has logged in may ask what they may do themselves: that is `other` here, as the lab has no such part of a server.
 */
const NEEDS: Readonly<Record<string, string | undefined>> = {
  'get /': 'cluster:monitor/main',
  'get /_snapshot': 'cluster:admin/repository/get',
  'get /_snapshot/{repository}/{snapshot}': 'cluster:admin/snapshot/get',
  'get /_cat/snapshots/{repository}': 'cluster:admin/snapshot/get',
  'post /_snapshot/{repository}/_verify': 'cluster:admin/repository/verify',
  'get /_slm/policy': 'cluster:admin/slm/get',
  'get /_slm/status': 'cluster:admin/slm/status',
  'get /_plugins/_sm/policies': 'cluster:admin/opensearch/snapshot_management/policy/search',
  'get /_plugins/_sm/policies/{policies}/_explain': 'cluster:admin/opensearch/snapshot_management/policy/explain',
  'get /_resolve/index/{name}': 'indices:admin/resolve/index',
  'get /_cluster/health': 'cluster:monitor/health',
  'get /_recovery': 'indices:monitor/recovery',
  'get /_settings/{settings}': 'indices:monitor/settings/get',
  'get /_nodes/settings': 'cluster:monitor/nodes/info',
  'get /_health_report': 'cluster:monitor/health_api',
  other: undefined,
};

/** The permissions for what a lab was asked for, `search:get /_snapshot`, as far as it is about search clusters: each once, in order. */
export const permissionsOf = (requests: readonly string[]): readonly string[] => {
  const operations = requests.flatMap((request) => /^search:(.+)$/.exec(request)?.[1] ?? []);
  const unknown = operations.filter((operation) => !(operation in NEEDS));
  if (unknown.length > 0) throw new RangeError(`add what ${unknown.join(', ')} needs`);
  return [...new Set(operations.flatMap((operation) => NEEDS[operation] ?? []))].sort();
};
