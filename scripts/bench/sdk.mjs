// node sdk.mjs URL CONCURRENCY: the calls of floor.mjs by the AWS SDK's own client, with nothing around it. What it costs
// above the floor is the price of signing, parsing and typing; what a scan costs above it is ours.
import { Agent } from 'node:http';
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketReplicationCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';

const [endpoint = '', width = '64'] = process.argv.slice(2);
const requestHandler = new NodeHttpHandler({ httpAgent: new Agent({ keepAlive: true, maxSockets: Number(width) }) });
const clients = new Map();
const client = (region) => {
  if (!clients.has(region))
    clients.set(region, new S3Client({ endpoint, region, requestHandler, forcePathStyle: true, maxAttempts: 1, cacheMiddleware: true }));
  return clients.get(region);
};

const list = async () => {
  const buckets = [];
  let token;
  do {
    const page = await client('us-west-2').send(new ListBucketsCommand({ MaxBuckets: 1000, ContinuationToken: token }));
    buckets.push(...page.Buckets);
    token = page.ContinuationToken;
  } while (token);
  return buckets;
};

const FACETS = [
  GetBucketVersioningCommand,
  GetBucketReplicationCommand,
  GetObjectLockConfigurationCommand,
  GetBucketLifecycleConfigurationCommand,
];

const calls = (await list())
  .flatMap(({ Name, BucketRegion }) => FACETS.map((Facet) => ({ command: new Facet({ Bucket: Name }), region: BucketRegion })))
  .values();
const worker = async () => {
  // "Not configured" is an error of the SDK.
  for (const { command, region } of calls)
    await client(region)
      .send(command)
      .catch(() => {});
};
await Promise.all(Array.from({ length: Number(width) }, worker));
requestHandler.destroy();
