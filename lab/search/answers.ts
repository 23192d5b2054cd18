import type { Response } from '../http.ts';
import type { ServiceError } from '../system.ts';
import { isSince } from '../versions.ts';
import type { SearchCluster } from '../world.ts';

/** An error as these servers tell it. `code` is its type: `repository_missing_exception`. */
export interface Refusal extends ServiceError {
  /** What stands beside the type and the reason. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The error behind it. */
  readonly cause?: { readonly type: string; readonly reason: string };
  readonly headers?: Readonly<Record<string, string>>;
}

export const isElasticsearch = ({ distribution }: SearchCluster): boolean => distribution === 'elasticsearch';

/** Whether several repositories may be asked for at once, and their snapshots page by page. */
export const hasPages = (cluster: SearchCluster): boolean => isElasticsearch(cluster) && isSince(cluster.version, '7.14');

/** Clients of Elastic refuse servers without this header. */
const productOf = (cluster: SearchCluster): Readonly<Record<string, string>> =>
  isElasticsearch(cluster) && isSince(cluster.version, '7.14') ? { 'x-elastic-product': 'Elasticsearch' } : {};

const mediaTypeOf = (cluster: SearchCluster): string =>
  isElasticsearch(cluster) && isSince(cluster.version, '8') ? 'application/json' : 'application/json; charset=UTF-8';

/** An answer in JSON. */
export const json = (cluster: SearchCluster, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response => ({
  status,
  headers: { ...productOf(cluster), 'content-type': mediaTypeOf(cluster), ...headers },
  body: JSON.stringify(body),
});

export const plain = (cluster: SearchCluster, status: number, body: string, headers: Readonly<Record<string, string>> = {}): Response => ({
  status,
  headers: { ...productOf(cluster), 'content-type': 'text/plain; charset=UTF-8', ...headers },
  body,
});

export const refusal = (status: number, code: string, message: string, details: Refusal['details'] = {}): Refusal => ({
  code,
  status,
  message,
  details,
});

export const refused = (cluster: SearchCluster, { code, status, message, details = {}, cause, headers = {} }: Refusal): Response => {
  const error = { type: code, reason: message, ...details };
  const whole = { root_cause: [error], ...error, ...(cause ? { caused_by: cause } : {}) };
  return json(cluster, status, { error: whole, status }, headers);
};

/** Whether an answer is an error. */
export const isRefusal = (answer: object): answer is Refusal => {
  const { code, status } = answer as Partial<Refusal>;
  return typeof code === 'string' && typeof status === 'number';
};

const noHandler = (cluster: SearchCluster, method: string, uri: string): Response =>
  json(cluster, 400, { error: `no handler found for uri [${uri}] and method [${method}]` });

/** Below the root they take whatever they do not know for the name of an index. */
const noIndex = (index: string): Refusal => {
  const about = { index, index_uuid: '_na_' };
  return index.startsWith('_')
    ? refusal(400, 'invalid_index_name_exception', `Invalid index name [${index}], must not start with '_'.`, about)
    : refusal(404, 'index_not_found_exception', `no such index [${index}]`, {
        ...about,
        'resource.type': 'index_or_alias',
        'resource.id': index,
      });
};

const uriOf = (parts: readonly string[]): string => `/${parts.join('/')}`;

export const wrongMethod = (cluster: SearchCluster, method: string, parts: readonly string[], allowed: readonly string[]): Response =>
  json(
    cluster,
    405,
    { error: `Incorrect HTTP method for uri [${uriOf(parts)}] and method [${method}], allowed: [${allowed.join(', ')}]`, status: 405 },
    { allow: allowed.join(',') },
  );

/** What they say of a path that nothing is at. To Elasticsearch two parts are an index and a type, to which one can post. */
export const notServed = (cluster: SearchCluster, method: string, parts: readonly string[]): Response => {
  if (method !== 'GET') return noHandler(cluster, method, uriOf(parts));
  if (parts.length === 1) return refused(cluster, noIndex(parts[0] ?? ''));
  if (parts.length === 2 && isElasticsearch(cluster)) return wrongMethod(cluster, method, parts, ['POST']);
  return noHandler(cluster, method, uriOf(parts));
};

/** Parameters that a server does not know are refused, all of them at once. */
export const unrecognized = (parts: readonly string[], parameters: readonly string[]): Refusal => {
  const names = parameters.toSorted().map((name) => `[${name}]`);
  const what = `unrecognized parameter${names.length === 1 ? '' : 's'}: ${names.join(', ')}`;
  return refusal(400, 'illegal_argument_exception', `request [/${parts.join('/')}] contains ${what}`);
};

export const repositoryMissing = (name: string): Refusal => refusal(404, 'repository_missing_exception', `[${name}] missing`);

export const invalidRequest = (problem: string): Refusal =>
  refusal(400, 'action_request_validation_exception', `Validation Failed: 1: ${problem};`);

/** What a fault says to those who ask too often, and to those who may not ask: `refusalOf` has the words of each distribution. */
export const THROTTLED = refusal(429, 'rejected_execution_exception', 'rejected execution of coordinating operation');
export const FORBIDDEN = refusal(403, 'security_exception', 'unauthorized');

const throttled = (cluster: SearchCluster): Refusal =>
  isElasticsearch(cluster) ? { ...THROTTLED, code: 'es_rejected_execution_exception' } : THROTTLED;

const forbidden = (cluster: SearchCluster, action: string, user: string): Refusal => ({
  ...FORBIDDEN,
  message: isElasticsearch(cluster)
    ? `action [${action}] is unauthorized for user [${user}] with effective roles [${user}]`
    : `no permissions for [${action}] and User [name=${user}, backend_roles=[], requestedTenant=null]`,
});

/** The error of a fault in the words of a distribution. */
export const refusalOf = (error: ServiceError, cluster: SearchCluster, action: string, user: string): Refusal => {
  if (error === THROTTLED) return throttled(cluster);
  return error === FORBIDDEN ? forbidden(cluster, action, user) : error;
};
