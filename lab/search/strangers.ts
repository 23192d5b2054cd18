import { basicOf } from '../credentials.ts';
import type { Request, Response } from '../http.ts';
import { own } from '../own.ts';
import type { SearchCluster } from '../world.ts';
import { isElasticsearch, json, plain, refusal, refused } from './answers.ts';

const USER = 'lab';

/** What errors call the user who asks. */
export const userOf = ({ authorization }: Request): string => basicOf(authorization)?.user ?? USER;

const apiKeyOf = (authorization: string): string | undefined => /^ApiKey +(\S+)$/i.exec(authorization)?.[1];

const isKnown = ({ credentials = {} }: SearchCluster, { authorization, bearer, credential }: Request): boolean => {
  const { users, apiKeys = [], tokens = [], accessKeys = [] } = credentials;
  const [basic, apiKey] = [basicOf(authorization), apiKeyOf(authorization)];
  if (basic) return own(users, basic.user) === basic.password;
  if (apiKey !== undefined) return apiKeys.includes(apiKey);
  if (bearer !== undefined) return tokens.includes(bearer);
  return credential !== undefined && accessKeys.includes(credential.accessKey);
};

const REALMS = ['Basic realm="security" charset="UTF-8"', 'Bearer realm="security"', 'ApiKey'];

const unauthenticated = (cluster: SearchCluster, { authorization }: Request, path: string): Response => {
  const { user } = basicOf(authorization) ?? {};
  const who =
    user === undefined
      ? 'unable to authenticate with provided credentials and anonymous access is not allowed for this request'
      : `unable to authenticate user [${user}] for REST request [${path}]`;
  const reason = authorization === '' ? `missing authentication credentials for REST request [${path}]` : who;
  const error = refusal(401, 'security_exception', reason, { header: { 'WWW-Authenticate': REALMS } });
  return refused(cluster, { ...error, headers: { 'www-authenticate': REALMS.join(', ') } });
};

/** Managed domains check signatures before the server sees the request. */
const UNKNOWN_KEY = { message: 'The security token included in the request is invalid.' };

/** Why somebody gets no answer: nobody knows who asks. `path` is that behind the address of the cluster. */
export const strangerRefusal = (cluster: SearchCluster, request: Request, path: string): Response | undefined => {
  if (cluster.credentials === undefined || isKnown(cluster, request)) return undefined;
  if (request.credential) return json(cluster, 403, UNKNOWN_KEY);
  if (isElasticsearch(cluster)) return unauthenticated(cluster, request, path);
  return plain(cluster, 401, 'Unauthorized', { 'www-authenticate': 'Basic realm="OpenSearch Security"' });
};
