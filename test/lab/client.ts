import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { type Lab, startLab, type World } from '../../lab/index.ts';
import { RICH_KEY } from './rich.ts';

/** Runs `use` against a world that is served, and ends the lab whatever comes of it. */
export const withLab = async <T>(world: World, use: (lab: Lab) => Promise<T>, seed?: number): Promise<T> => {
  const lab = await startLab(world, seed === undefined ? {} : { seed });
  try {
    return await use(lab);
  } finally {
    await lab.close();
  }
};

interface ClientOptions {
  readonly region?: string;
  readonly accessKeyId?: string;
  readonly sessionToken?: string;
}

const configOf = ({ url }: Lab, { region = 'us-west-2', accessKeyId = RICH_KEY, ...session }: ClientOptions) => ({
  endpoint: url,
  region,
  maxAttempts: 1,
  credentials: { accessKeyId, secretAccessKey: 'lab', ...session },
});

export const s3Client = (lab: Lab, options: ClientOptions = {}): S3Client =>
  new S3Client({ ...configOf(lab, options), forcePathStyle: true });

export const stsClient = (lab: Lab, options: ClientOptions = {}): STSClient => new STSClient(configOf(lab, options));

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface RawOptions {
  readonly method?: string;
  readonly host?: string;
  readonly body?: string;
  readonly agent?: Agent;
  /** Nothing is signed where it is null. */
  readonly accessKeyId?: string | null;
  readonly region?: string;
  readonly service?: string;
}

const signature = ({ accessKeyId = RICH_KEY, region = 'us-west-2', service = 's3' }: RawOptions) =>
  accessKeyId === null
    ? {}
    : {
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261122/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      };

/** One request as it travels, on a connection of its own unless there is an agent. Rejects where the connection breaks. */
export const send = ({ url }: Lab, target: string, options: RawOptions = {}): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const { method = 'GET', host, body, agent = new Agent() } = options;
    const headers = { ...signature(options), ...(host === undefined ? {} : { host }) };
    const { port } = new URL(url);
    request({ host: '127.0.0.1', port, path: target, method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }),
      );
    })
      .on('error', reject)
      .end(body);
  });
