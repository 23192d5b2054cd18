import type { Request, Response } from '../http.ts';
import type { ServiceError } from '../system.ts';

/** What a server says in plain text, which is all but its API. */
export const page = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Response => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body,
});

const json = (status: number, body: string): Response => ({ status, headers: { 'content-type': 'application/json' }, body });

/** What the API has found. */
export const success = (data: unknown): Response => json(200, JSON.stringify({ status: 'success', data }));

/** An error of the API. `code` is its type: `bad_data`, `execution`, `unavailable` … */
export const failure = ({ code, status, message }: ServiceError): Response =>
  json(status, JSON.stringify({ status: 'error', errorType: code, error: message }));

export const NOT_FOUND = page(404, '404 page not found\n');
export const NOT_ALLOWED = page(405, 'Method Not Allowed\n');

/** What a server says until it has read what it wrote before it was stopped. */
export const STARTING = page(503, 'Service Unavailable');

export const UNAUTHORIZED = page(401, 'Unauthorized\n', { 'www-authenticate': 'Basic' });

// The server itself has neither limits nor permissions: these are of proxies in front of it.
export const THROTTLED: ServiceError = { code: 'too_many_requests', status: 429, message: 'Too Many Requests' };
export const FORBIDDEN: ServiceError = { code: 'forbidden', status: 403, message: 'Forbidden' };

const ofProxies: readonly ServiceError[] = [THROTTLED, FORBIDDEN];

/** The error of a fault: in plain text where it is a proxy's, and where the path is none of the API. */
export const refused = (error: ServiceError, { path }: Pick<Request, 'path'>): Response =>
  ofProxies.some(({ code }) => code === error.code) || !path.includes('/api/v1/')
    ? page(error.status, `${error.message}\n`)
    : failure(error);

/** In agent mode a server keeps no data that could be asked for. */
export const NO_DATA = failure({ code: 'execution', status: 422, message: 'unavailable with Prometheus Agent' });
