// node floor.mjs URL CONCURRENCY: the least that a scan can cost. A bare keep-alive HTTP client, signing nothing and
// parsing nothing, makes the calls of a scan for versioning, replication, Object Lock and lifecycle of every bucket.
import { Agent, request } from 'node:http';

const [url = '', width = '64'] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const agent = new Agent({ keepAlive: true, maxSockets: Number(width) });

const headers = (region) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIADEMO000000000000/20260101/${region}/s3/aws4_request, SignedHeaders=host, Signature=0`,
  'x-amz-date': '20260101T000000Z',
});

const get = (path, region = 'us-west-2') =>
  new Promise((resolve, reject) => {
    request({ hostname, port, path, agent, headers: headers(region) }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });

const list = async () => {
  const buckets = [];
  let token = '';
  do {
    const page = await get(`/?max-buckets=1000${token && `&continuation-token=${encodeURIComponent(token)}`}`);
    for (const [, name, region] of page.matchAll(/<Bucket><Name>([^<]+)<\/Name>.*?<BucketRegion>([^<]+)</gs))
      buckets.push({ name, region });
    token = /<ContinuationToken>([^<]+)</.exec(page)?.[1] ?? '';
  } while (token);
  return buckets;
};

const FACETS = ['versioning', 'replication', 'object-lock', 'lifecycle'];

const calls = (await list()).flatMap(({ name, region }) => FACETS.map((facet) => ({ path: `/${name}?${facet}`, region }))).values();
const worker = async () => {
  for (const { path, region } of calls) await get(path, region);
};
await Promise.all(Array.from({ length: Number(width) }, worker));
agent.destroy();
