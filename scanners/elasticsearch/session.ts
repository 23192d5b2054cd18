import { kept } from '../../model/remember.ts';
import type { Attempt, Identity } from '../../model/scanner.ts';
import type { AwsIdentity } from '../aws/credentials.ts';
import { silenceSdk } from '../aws/silence.ts';
import { authorizeBy, type HeaderAuth } from '../http/auth.ts';
import { type Authorize, type ClientOptions, createClient } from '../http/client.ts';
import { jsonOf, membersOf } from '../http/exchange.ts';
import { expecting, failing, isDenied } from '../http/failures.ts';
import type { Members } from '../json/members.ts';
import { told } from './errors.ts';
import { type Cluster, clusterOf } from './parse/info.ts';
import { managedPlaceOf } from './place.ts';

/** As whom the requests to a managed domain are signed. */
interface AwsAuth extends AwsIdentity {
  readonly region?: string;
  readonly service?: 'es' | 'aoss';
}

/** The value of `elasticsearch` in the configuration of a target. */
export interface ElasticsearchConfig {
  readonly url: string;
  readonly auth?: HeaderAuth | { readonly aws: AwsAuth };
  readonly caFile?: string;
  readonly region?: string;
  readonly verifyRepositories?: boolean;
}

/** One cluster, Elasticsearch or OpenSearch. */
export interface ElasticsearchSession {
  /** Where the cluster is, as far as the configuration or the address says. */
  readonly region: string | undefined;
  readonly verifyRepositories: boolean;
  /** The answer to GET, which is an object of JSON. */
  readonly get: (path: string, attempt: Attempt) => Promise<Members>;
  /** The answer to GET of a table. */
  readonly getTable: (path: string, attempt: Attempt) => Promise<unknown>;
  readonly post: (path: string, attempt: Attempt) => Promise<Members>;
  /** What `GET /` tells, which is asked for once. */
  readonly cluster: (attempt: Attempt) => Promise<Cluster>;
  /** What several facets need: the first asks, and its answer, a refusal included, holds for all. */
  readonly shared: <T>(what: string, ask: () => Promise<T>) => Promise<T>;
  readonly identify: (attempt: Attempt) => Promise<Identity>;
  readonly close: () => void;
}

const signedBy = async (aws: AwsAuth, { url, region }: ElasticsearchConfig): Promise<Authorize> => {
  const place = managedPlaceOf(url);
  const signed = aws.region ?? region ?? place?.region;
  if (signed === undefined)
    throw failing({
      class: 'rejected',
      code: 'UnknownRegion',
      message: 'The address does not tell the Region that requests are signed for: name it as `region` of `auth.aws`.',
    });
  silenceSdk();
  const [{ credentialsOf }, { signRequests }] = await Promise.all([import('../aws/credentials.ts'), import('../http/sigv4.ts')]);
  const credentials = await credentialsOf(aws, signed, undefined);
  return signRequests({ service: aws.service ?? place?.service ?? 'es', region: signed, credentials });
};

const authorizeFor = async (config: ElasticsearchConfig): Promise<Authorize> => {
  const { auth } = config;
  return auth && 'aws' in auth ? signedBy(auth.aws, config) : authorizeBy(auth);
};

/** Sends nothing. */
export const openSession = async (config: ElasticsearchConfig, options: ClientOptions): Promise<ElasticsearchSession> => {
  const { url, caFile, region, verifyRepositories = false } = config;
  const client = createClient({ url, caFile, title: 'the cluster', authorize: await authorizeFor(config), told }, options);
  const answers = new Map<string, Promise<unknown>>();
  const body = async (method: 'GET' | 'POST', path: string, attempt: Attempt) => (await client.request(method, path, attempt)).body;
  const get = async (path: string, attempt: Attempt) => membersOf(await body('GET', path, attempt));
  let known: Cluster | undefined;
  const cluster = async (attempt: Attempt) => {
    known ??= await expecting('Elasticsearch or OpenSearch', async () => clusterOf(await get('/', attempt)));
    return known;
  };
  return {
    region: region ?? managedPlaceOf(url)?.region,
    verifyRepositories,
    get,
    getTable: async (path, attempt) => jsonOf(await body('GET', path, attempt)),
    post: async (path, attempt) => membersOf(await body('POST', path, attempt)),
    cluster,
    shared: (what, ask) => kept(answers, what, ask) as ReturnType<typeof ask>,
    identify: async (attempt) => {
      try {
        await cluster(attempt);
      } catch (error) {
        // Whoever is refused has been recognised, and what else they may ask is another question.
        if (!isDenied(error)) throw error;
      }
      return {};
    },
    close: client.close,
  };
};
