// node floor-search.mjs URL DISTRIBUTION: the least that a search cluster costs. A bare keep-alive HTTP client sends the
// requests that a scan with every rule sends to it, parses each answer and drops it. Nothing is sent to AWS.
import { Agent, request } from 'node:http';

const [url = '', distribution = ''] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const agent = new Agent({ keepAlive: true, maxSockets: 4 });

const get = (path) =>
  new Promise((resolve, reject) => {
    request({ hostname, port, path: `/search/bench${path}`, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });

const getAll = (paths) => Promise.all(paths.map(get));

/** As many names as a path takes. */
const BATCH = 86;
const OLDEST = 5;

/** The snapshots of a repository, and what the last one of each policy and the oldest hold. */
const readRepository = async (repository, policies) => {
  const table = await get(`/_cat/snapshots/${repository}?format=json&h=id,status,start_epoch,end_epoch,failed_shards,total_shards`);
  const names = [...table.slice(-policies), ...table.slice(0, OLDEST)].map(({ id }) => id);
  const batches = Array.from({ length: Math.ceil(names.length / BATCH) }, (_, index) => names.slice(index * BATCH, (index + 1) * BATCH));
  await getAll(batches.map((batch) => `/_snapshot/${repository}/${batch.join(',')}?ignore_unavailable=true`));
};

const PAGE = 100;

const managedPolicies = async () => {
  let [count, total] = [0, 1];
  while (count < total) {
    const page = await get(`/_plugins/_sm/policies?size=${PAGE}&from=${count}`);
    count += page.policies.length;
    total = page.total_policies;
  }
  await get('/_plugins/_sm/policies/*/_explain');
  return count;
};

const lifecycles = async () => {
  const [policies] = await getAll(['/_slm/policy', '/_slm/status', '/_health_report', '/_security/user/_has_privileges']);
  return Object.keys(policies).length;
};

await get('/');
const [repositories] = await getAll([
  '/_snapshot',
  '/_nodes/settings?filter_path=nodes.*.name',
  '/_resolve/index/*?expand_wildcards=all',
  '/_recovery?active_only=false',
  '/_settings/index.number_of_shards?expand_wildcards=all',
]);
const policies = await (distribution === 'opensearch' ? managedPolicies() : lifecycles());
const names = Object.keys(repositories);
await Promise.all(names.map((name) => readRepository(name, policies / names.length)));
agent.destroy();
