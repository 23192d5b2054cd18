import { createHash } from 'node:crypto';
import http, { type RequestOptions } from 'node:http';
import https from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { kept } from '../../model/remember.ts';
import type { Attempt, Failure, Identity } from '../../model/scanner.ts';
import { exchange, membersOf, type Response } from '../http/exchange.ts';
import { failing, isDenied } from '../http/failures.ts';
import { given, type Members, named } from '../json/members.ts';
import { createDiscovery, type Discovery } from './discovery.ts';
import { connectionFailure, refusalOf } from './errors.ts';
import { type Credential, type CredentialSource, execSource } from './exec.ts';
import { authorityOf, type KubernetesConfig, type Reach, reachOf, readText } from './kubeconfig.ts';

/** Connections and credentials of one cluster, and what it serves. */
export interface KubernetesSession {
  /** The cluster's name, as ids have it. */
  readonly cluster: string;
  readonly veleroNamespace: string;
  /** Where it is: tells clusters of one name apart. */
  readonly address: string;
  readonly identify: (attempt: Attempt) => Promise<Identity>;
  /** The answer to GET, which is always an object of JSON. */
  readonly get: (path: string, attempt: Attempt) => Promise<Members>;
  readonly discovery: Discovery;
  readonly close: () => void;
}

export interface SessionOptions {
  /** Milliseconds of silence after which a connection is closed. */
  readonly timeout: number;
  readonly maxSockets: number;
}

/** The credentials that the kubeconfig names are none. */
const noCredentials = (why: string): Error =>
  failing({
    class: 'unauthenticated',
    code: 'CredentialsFailed',
    message: `The credentials that the kubeconfig names could not be had${why}.`,
  });

/** Without a token a request would be nobody's, and what nobody may see would look like what the user may not. */
const tokenIn = (file: string): string => {
  const token = readText(file).trim();
  if (token === '') throw noCredentials(`: ${file} is empty`);
  return token;
};

const tokenFileSource = (file: string): CredentialSource => ({
  get: async () => ({ token: tokenIn(file) }),
  forget: () => {},
  close: () => {},
});

/** A credential plug-in may take so much of the time that an attempt has: the failure is to be its own. */
const PLUGIN_SHARE = 0.8;

const sourceOf = ({ plugin, tokenFile }: Reach, timeout: number): CredentialSource | undefined => {
  if (plugin) return execSource(plugin, timeout * PLUGIN_SHARE);
  return tokenFile === undefined ? undefined : tokenFileSource(tokenFile);
};

const isPlain = ({ cluster }: Reach): boolean => String(cluster.server).startsWith('http:');

/** Whether whoever is on the way would see what is sent, and nobody has said that they may. */
const isBare = (reach: Reach): boolean => isPlain(reach) && reach.cluster['insecure-skip-tls-verify'] !== true;

const base64 = (text: string | undefined): string | undefined => (text === undefined ? undefined : Buffer.from(text).toString('base64'));

/** A credential in the words of kubeconfigs. */
const credentialMembers = ({ token, cert, key }: Credential): Members =>
  given({ token, 'client-certificate-data': base64(cert), 'client-key-data': base64(key) });

/**
 * What client-node goes by. It asks for `insecure-skip-tls-verify` where there is no TLS at all, which kubectl does not; and
 * like kubectl, which sends no credentials in the clear, we send them there only where somebody has written that.
 */
const kubeConfigOf = (reach: Reach, credential: Credential | undefined): KubeConfig => {
  const bare = isBare(reach);
  const cluster = bare ? { ...reach.cluster, 'insecure-skip-tls-verify': true } : reach.cluster;
  const user = bare ? {} : { ...reach.user, ...credentialMembers(credential ?? {}) };
  const config = new KubeConfig();
  config.loadFromString(
    JSON.stringify({
      clusters: [{ name: 'cluster', cluster }],
      users: [{ name: 'user', user }],
      contexts: [{ name: 'context', context: { cluster: 'cluster', user: 'user' } }],
      'current-context': 'context',
    }),
  );
  return config;
};

const credentialsFailure = (error: unknown): Error => {
  if (error instanceof Error && 'failure' in error) return error;
  // What providers of credentials say might hold some; what the file system says does not.
  const { code, path } = error as NodeJS.ErrnoException;
  return noCredentials(code && path ? `: ${path} cannot be read (${code})` : '');
};

/** What proves a request's sender, as client-node makes it of the kubeconfig. */
interface Prepared {
  readonly options: https.RequestOptions;
  /** What it rests on, where that is not the kubeconfig itself. */
  readonly used: Credential | undefined;
}

/** Groups that kubectl would take the part of; client-node knows only the user. */
const impersonation = ({ user }: Reach): Record<string, string[]> =>
  Array.isArray(user['as-groups']) ? { 'Impersonate-Group': user['as-groups'].map(String) } : {};

/** A provider may have nothing to give, and say nothing of it: an expired token that it cannot renew. */
const assertProvided = (reach: Reach, { Authorization }: http.OutgoingHttpHeaders): void => {
  if (reach.user['auth-provider'] && !isBare(reach) && Authorization === undefined)
    throw noCredentials(': those of the auth-provider have expired');
};

const assertSendable = (headers: http.OutgoingHttpHeaders): void => {
  for (const [name, value] of Object.entries(headers)) {
    try {
      http.validateHeaderValue(name, String(value));
    } catch {
      throw noCredentials(`: they hold a character, as a line break, that the header ${name} cannot`);
    }
  }
};

/** For each request anew: tokens change under way. */
const preparing = (reach: Reach, source: CredentialSource | undefined, timeout: number) => {
  const steady = source ? undefined : kubeConfigOf(reach, undefined);
  return async (): Promise<Prepared> => {
    const options: https.RequestOptions = { headers: impersonation(reach), timeout };
    try {
      const used = await source?.get();
      await (steady ?? kubeConfigOf(reach, used)).applyToHTTPSOptions(options);
      const headers = options.headers as http.OutgoingHttpHeaders;
      assertProvided(reach, headers);
      assertSendable(headers);
      return { options, used };
    } catch (error) {
      throw credentialsFailure(error);
    }
  };
};

const digestOf = (...parts: readonly unknown[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part ?? ''}|`);
  return hash.digest('hex');
};

type Agent = http.Agent | https.Agent;

/** Connections that are kept from request to request, as long as their certificates stay the same. client-node makes new ones each time. */
const pooling = (reach: Reach, { timeout, maxSockets }: SessionOptions) => {
  const agents = new Map<string, Agent>();
  const agentFor = ({ ca, cert, key, rejectUnauthorized, servername, agent }: https.RequestOptions): Agent => {
    if (reach.cluster['proxy-url']) return agent as Agent;
    const pool = { keepAlive: true, maxSockets, timeout };
    return isPlain(reach) ? new http.Agent(pool) : new https.Agent(given({ ...pool, ca, cert, key, rejectUnauthorized, servername }));
  };
  return {
    agentFor: (options: https.RequestOptions) => kept(agents, digestOf(options.ca, options.cert, options.key), () => agentFor(options)),
    close: () => {
      for (const agent of agents.values()) agent.destroy();
    },
  };
};

/** The parts of client-node's options that are about the request itself; the others are the connection's. */
const requestOptions = ({ headers, auth }: https.RequestOptions, agent: Agent, timeout: number, signal: AbortSignal): RequestOptions => ({
  agent,
  timeout,
  signal,
  headers: { ...(headers as http.OutgoingHttpHeaders), accept: 'application/json' },
  ...(auth ? { auth } : {}),
});

/** The server's address, and the certificates that vouch for it: in-cluster addresses are the same everywhere. */
const addressOf = (reach: Reach): string => `${new URL(String(reach.cluster.server)).href} ${digestOf(authorityOf(reach).trim())}`;

const namesCredentials = ({ user, plugin, tokenFile }: Reach): boolean => Boolean(plugin || tokenFile || Object.values(user).some(Boolean));

/** What to do about refusals of whoever nobody knows. */
const hintFor = (reach: Reach, { class: failureClass }: Failure): string => {
  if (failureClass !== 'unauthenticated' && failureClass !== 'denied') return '';
  if (isBare(reach) && namesCredentials(reach))
    return ' (Nobody knows who asks: the kubeconfig names its server by a plain http address, over which credentials are not sent. Give it the https one.)';
  return failureClass === 'unauthenticated' ? ' (The credentials of the kubeconfig are wrong, or have expired.)' : '';
};

const refusalBy = (reach: Reach, response: Response): Error => {
  const failure = refusalOf(response);
  return failing({ ...failure, message: `${failure.message}${hintFor(reach, failure)}` });
};

const createGet = (reach: Reach, options: SessionOptions) => {
  const source = sourceOf(reach, options.timeout);
  const prepare = preparing(reach, source, options.timeout);
  const pool = pooling(reach, options);
  const server = String(reach.cluster.server).replace(/\/+$/, '');
  const { host } = new URL(server);

  const ask = async (path: string, { signal }: Attempt) => {
    const prepared = await prepare();
    const agent = pool.agentFor(prepared.options);
    try {
      const response = await exchange(new URL(`${server}${path}`), requestOptions(prepared.options, agent, options.timeout, signal));
      return { response, used: prepared.used };
    } catch (error) {
      throw error instanceof Error && 'failure' in error ? error : failing(connectionFailure(error, host));
    }
  };
  const get: KubernetesSession['get'] = async (path, attempt) => {
    const first = await ask(path, attempt);
    if (first.response.status === 401 && first.used) source?.forget(first.used);
    const { response } = first.response.status === 401 && first.used ? await ask(path, attempt) : first;
    if (response.status !== 200) throw refusalBy(reach, response);
    return membersOf(response.body);
  };
  const close = () => {
    source?.close();
    pool.close();
  };
  return { get, close };
};

/** Velero's own default. */
const VELERO_NAMESPACE = 'velero';

/** Sends nothing. */
export const openSession = async (config: KubernetesConfig, options: SessionOptions): Promise<KubernetesSession> => {
  const reach = reachOf(config);
  const { get, close } = createGet(reach, options);
  const cluster = config.cluster ?? reach.name;
  return {
    cluster,
    veleroNamespace: config.veleroNamespace ?? VELERO_NAMESPACE,
    address: addressOf(reach),
    identify: async (attempt) => {
      try {
        named('gitVersion', (await get('/version', attempt)).gitVersion);
      } catch (error) {
        // Whoever is refused has been recognised, and what else they may ask is another question.
        if (!isDenied(error)) throw error;
      }
      return { cluster };
    },
    get,
    discovery: createDiscovery(get),
    close,
  };
};
