import type { Request, Response } from '../http.ts';
import type { ServiceError } from '../system.ts';

/** An error as an API server tells it. `code` is its reason: `NotFound`. */
export interface Refusal extends ServiceError {
  /** What it is about, and how many seconds to wait. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Whether an answer is an error. */
export const isRefusal = (answer: object): answer is Refusal => typeof (answer as Partial<Refusal>).status === 'number';

/** An answer in JSON. */
export const json = ({ id }: Request, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response => ({
  status,
  headers: { 'content-type': 'application/json', 'audit-id': id, 'cache-control': 'no-cache, private', ...headers },
  body: JSON.stringify(body),
});

/** What servers say before they know of any object: Go's own error pages. */
const page = ({ id }: Request, status: number, body: string, headers: Readonly<Record<string, string>> = {}): Response => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', 'audit-id': id, ...headers },
  body: `${body}\n`,
});

/** What servers say of a path that they do not serve: groups that nobody has defined, and whatever such groups do not have. */
export const notServed = (request: Request): Response => page(request, 404, '404 page not found');

/** What API Priority and Fairness says, in plain text. */
export const tooMany = (request: Request): Response =>
  page(request, 429, 'Too many requests, please try again later.', { 'retry-after': '1' });

/** An error in the form of a `Status`. Errors without a reason have none. */
export const refused = (request: Request, { code, status, message, details, metadata = {} }: Refusal): Response => {
  const seconds = details?.retryAfterSeconds;
  return json(
    request,
    status,
    {
      kind: 'Status',
      apiVersion: 'v1',
      metadata,
      status: 'Failure',
      message,
      ...(code === '' ? {} : { reason: code }),
      ...(details ? { details } : {}),
      code: status,
    },
    seconds === undefined ? {} : { 'retry-after': String(seconds) },
  );
};

const error = (code: string, status: number, message: string): Refusal => ({ code, status, message });

const waiting = (refusal: Refusal): Refusal => ({ ...refusal, details: { retryAfterSeconds: 1 } });

/** What API Priority and Fairness means: `tooMany` is how it says so. */
export const THROTTLED = error('TooManyRequests', 429, 'Too many requests, please try again later.');
export const FORBIDDEN = error('Forbidden', 403, 'forbidden');
export const UNAUTHORIZED = error('Unauthorized', 401, 'Unauthorized');
export const NOT_ALLOWED: Refusal = {
  ...error('MethodNotAllowed', 405, 'the server does not allow this method on the requested resource'),
  details: {},
};
/** What servers say of resources that groups of their own do not have. */
export const NO_RESOURCE: Refusal = { ...error('NotFound', 404, 'the server could not find the requested resource'), details: {} };

export const badRequest = (message: string): Refusal => error('BadRequest', 400, message);

/** An older version of a list is gone. `token` goes on with it as it is now. */
export const expired = (token?: string): Refusal =>
  token === undefined
    ? error('Expired', 410, 'The resourceVersion for the provided list is too old.')
    : {
        ...error(
          'Expired',
          410,
          'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
        ),
        metadata: { continue: token },
      };

/** A version that is yet to come. Whoever asks for a new list may wait for it. */
export const tooLarge = (asked: number, current: number, retry: object = {}): Refusal => ({
  ...error('Timeout', 504, `Timeout: Too large resource version: ${asked}, current: ${current}`),
  details: { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }], ...retry },
});

/** Errors that have their own words and details wherever they happen. */
const KNOWN: readonly Refusal[] = [
  UNAUTHORIZED,
  // What a server says of custom resources that it has not read yet.
  waiting(error('TooManyRequests', 429, 'storage is (re)initializing')),
  waiting(
    error('ServerTimeout', 500, 'The server was unable to return a response in the time allotted, but may still be processing the request'),
  ),
  waiting(error('Timeout', 504, 'Timeout: request did not complete within the allotted timeout')),
  error('InternalError', 500, 'Internal error occurred: etcdserver: leader changed'),
  error('ServiceUnavailable', 503, 'the server is currently unable to handle the request'),
];

/** The error of a fault, completed: one whose message is no more than its code gets the words that servers have for it. */
export const completed = (given: ServiceError, special: readonly Refusal[]): Refusal => {
  const known = [...special, ...KNOWN].find(({ code }) => code === given.code) ?? given;
  return { ...known, ...given, message: given.message === given.code ? known.message : given.message };
};
