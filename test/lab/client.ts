import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import * as account from '@aws-sdk/client-account';
import * as backup from '@aws-sdk/client-backup';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as kms from '@aws-sdk/client-kms';
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

export interface ClientOptions {
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

interface Sdk {
  readonly client: new (config: ReturnType<typeof configOf>) => { readonly send: (command: never) => Promise<object> };
  readonly commands: object;
}

/** The SDKs of the services that speak JSON. */
const SDKS = {
  account: { client: account.AccountClient, commands: account },
  backup: { client: backup.BackupClient, commands: backup },
  dynamodb: { client: dynamodb.DynamoDBClient, commands: dynamodb },
  kms: { client: kms.KMSClient, commands: kms },
} satisfies Readonly<Record<string, Sdk>>;

export type JsonService = keyof typeof SDKS;

/** One call, by the names that the services give to operations and parameters. */
export interface JsonCall {
  readonly service: JsonService;
  readonly operation: string;
  readonly input?: Readonly<Record<string, unknown>>;
}

type Command = new (input: object) => never;

/** What the SDK makes of the answer to a call. */
export const call = async (lab: Lab, { service, operation, input = {} }: JsonCall, options: ClientOptions = {}): Promise<object> => {
  const { client: Client, commands }: Sdk = SDKS[service];
  const Constructor = (commands as Readonly<Record<string, Command>>)[`${operation}Command`];
  if (Constructor === undefined) throw new RangeError(`The SDK has no ${operation}.`);
  const { $metadata: _, ...output } = (await new Client(configOf(lab, options)).send(new Constructor(input))) as { $metadata?: unknown };
  return output;
};

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
  readonly headers?: OutgoingHttpHeaders;
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
    const headers = { ...options.headers, ...signature(options), ...(host === undefined ? {} : { host }) };
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
