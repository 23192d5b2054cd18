// node floor-cluster.mjs URL: the least that the cluster costs. A bare keep-alive HTTP client fetches, page after page, the
// lists that a scan of it needs, parses each page and drops it.
import { Agent, request } from 'node:http';

const [url = ''] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const agent = new Agent({ keepAlive: true, maxSockets: 4 });

const get = (path) =>
  new Promise((resolve, reject) => {
    request({ hostname, port, path: `/k8s/clusters/bench${path}`, agent, headers: { authorization: 'Bearer demo' } }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });

const list = async (path) => {
  const names = [];
  let token = '';
  do {
    const page = await get(`${path}?limit=500${token && `&continue=${encodeURIComponent(token)}`}`);
    names.push(...page.items.map(({ metadata }) => metadata.name));
    token = page.metadata.continue ?? '';
  } while (token);
  return names;
};

const VELERO = '/apis/velero.io/v1/namespaces/velero';
const lists = ['schedules', 'backups', 'backupstoragelocations', 'podvolumebackups', 'restores'].map((name) => `${VELERO}/${name}`);
const namespaces = await list('/api/v1/namespaces');
const inNamespaces = namespaces.flatMap((name) => [`/api/v1/namespaces/${name}/pods`, `/api/v1/namespaces/${name}/persistentvolumeclaims`]);
const paths = [...lists, '/api/v1/persistentvolumes', '/apis/apps/v1/namespaces/velero/deployments', ...inNamespaces].values();
const worker = async () => {
  for (const path of paths) await list(path);
};
await Promise.all(Array.from({ length: 4 }, worker));
agent.destroy();
