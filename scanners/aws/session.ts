import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { parseArn } from '../../model/arn.ts';
import { type Identity, MalformedAnswer } from '../../model/scanner.ts';
import { type AwsIdentity, type Chain, credentialsOf } from './credentials.ts';

/** The value of `aws` in the configuration of a target. */
export interface AwsConfig extends AwsIdentity {
  readonly regions?: readonly string[];
  readonly endpoint?: string;
}

/** What every client of a session has in common. */
export interface ClientConfig {
  readonly region: string;
  readonly credentials: Chain;
  readonly requestHandler: NodeHttpHandler;
  /** Retries and pacing are the engine's: the SDK's shared retry quota loses reads under throttling. */
  readonly maxAttempts: 1;
  readonly endpoint?: string;
  /** Keeps the middleware stack of each command between calls. */
  readonly cacheMiddleware: true;
}

/** Credentials, connections and clients of one target: one client a service and Region, one pool of connections for all. */
export interface AwsSession {
  readonly partition: string;
  /** Empty until `identify` has answered. */
  readonly account: string;
  /** The Region of calls that are about the account as a whole. */
  readonly homeRegion: string;
  /** The Regions that the configuration names. */
  readonly regions: readonly string[] | undefined;
  readonly identify: () => Promise<Identity>;
  /** The client of a service in a Region, made by `create` the first time. */
  readonly client: <C>(service: string, region: string | undefined, create: (config: ClientConfig) => C) => C;
  readonly close: () => void;
}

export type S3 = Pick<S3Client, 'send'>;

/**
 * The first Region of the configuration, else what the environment or the profile says, else us-east-1. The SDK does not
 * know AWS_DEFAULT_REGION, by which the AWS CLI goes.
 */
const homeRegionOf = async ({ regions, profile }: AwsConfig): Promise<string> => {
  if (regions?.[0] !== undefined) return regions[0];
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  if (!AWS_REGION && AWS_DEFAULT_REGION) return AWS_DEFAULT_REGION;
  const client = new STSClient(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    // The SDK throws where no Region is configured anywhere.
    return 'us-east-1';
  } finally {
    client.destroy();
  }
};

/** Closes connections that are silent for too long, so that a request which hangs gives its place back. */
const closingSilent = <A extends HttpAgent>(agent: A): A => {
  const connect = agent.createConnection;
  agent.createConnection = (options, callback) => {
    const socket = connect.call(agent, options, callback);
    return socket?.once('timeout', () => socket.destroy(new Error('The connection was silent for too long.')));
  };
  return agent;
};

/**
 * One pool of connections for all clients, with a time-out on each: the SDK has none. Its own `requestTimeout` and an
 * abort signal for each call would do the same, but the first keeps every request in memory for so long, and with the
 * second the SDK builds its middleware anew for every call.
 */
const createHandler = (timeout: number, maxSockets: number): NodeHttpHandler => {
  const options = { keepAlive: true, maxSockets, timeout };
  return new NodeHttpHandler({ httpAgent: closingSilent(new HttpAgent(options)), httpsAgent: closingSilent(new HttpsAgent(options)) });
};

const identityOf = (arnText: string | undefined, account: string | undefined): Identity & { readonly partition: string } => {
  const arn = parseArn(arnText ?? '');
  if (!arn || !account) throw new MalformedAnswer('GetCallerIdentity answered without an ARN and an account.');
  return { partition: arn.partition, account };
};

/** Sends nothing. @param timeout milliseconds of silence after which a connection is closed */
export const openSession = async (
  config: AwsConfig,
  { timeout, maxSockets }: { readonly timeout: number; readonly maxSockets: number },
): Promise<AwsSession> => {
  const homeRegion = await homeRegionOf(config);
  const { endpoint } = config;
  const requestHandler = createHandler(timeout, maxSockets);
  const credentials = await credentialsOf(config, homeRegion, endpoint);
  const clients = new Map<string, unknown>();
  let partition = 'aws';
  let account = '';

  const client: AwsSession['client'] = (service, region = homeRegion, create) => {
    const key = `${service}|${region}`;
    let found = clients.get(key);
    if (!found) {
      found = create({
        region,
        credentials,
        requestHandler,
        maxAttempts: 1,
        cacheMiddleware: true,
        ...(endpoint === undefined ? {} : { endpoint }),
      });
      clients.set(key, found);
    }
    return found as ReturnType<typeof create>;
  };

  return {
    get partition() {
      return partition;
    },
    get account() {
      return account;
    },
    homeRegion,
    regions: config.regions,
    identify: async () => {
      const sts = client('sts', homeRegion, (options) => new STSClient(options));
      const { Arn, Account } = await sts.send(new GetCallerIdentityCommand({}));
      const identity = identityOf(Arn, Account);
      partition = identity.partition;
      account = identity.account ?? '';
      return identity;
    },
    client,
    close: () => requestHandler.destroy(),
  };
};
