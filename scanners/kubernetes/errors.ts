import type { IncomingHttpHeaders } from 'node:http';
import { type Failure, type FailureClass, MalformedAnswer } from '../../model/scanner.ts';
import { clip } from '../../model/text.ts';
import { isMembers } from './parse.ts';

/** An answer of the API server, whatever it says. */
export interface Response {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An error that says what it means. */
export const failing = (failure: Failure): Error => Object.assign(new Error(failure.message), { name: failure.code, failure });

/** What an error means that one of ours is. */
const meaningOf = (error: unknown): Failure | undefined =>
  error instanceof Error && 'failure' in error ? (error.failure as Failure) : undefined;

/** Whether the list that a `continue` token is of is no longer kept. */
export const isExpired = (error: unknown): boolean => {
  const code = meaningOf(error)?.code;
  return code === 'Expired' || code === 'Gone';
};

/** Whether the server knows who asks, and does not let them. */
export const isDenied = (error: unknown): boolean => meaningOf(error)?.class === 'denied';

/** Longest message of the server that is passed on. */
const LONGEST = 500;

const firstLine = (text: string): string => clip(text.trim().split('\n', 1)[0] ?? '', LONGEST);

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** What the body of an error tells. */
interface Told {
  readonly reason?: string;
  readonly message?: string;
  readonly retryAfterSeconds?: number;
}

// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
const toldByStatus = (status: Readonly<Record<string, unknown>>): Told => {
  const { reason, message, details } = status;
  const seconds = isMembers(details) ? details.retryAfterSeconds : undefined;
  return {
    ...(typeof reason === 'string' && /^[A-Za-z]{1,64}$/.test(reason) ? { reason } : {}),
    ...(typeof message === 'string' ? { message: firstLine(message) } : {}),
    ...(typeof seconds === 'number' ? { retryAfterSeconds: seconds } : {}),
  };
};

const isPage = (text: string): boolean => /^\s*</.test(text);

/** A `Status`, one that is written as a text, or a text for people: "404 page not found". Pages are of somebody else. */
const told = (body: string): Told => {
  const answer = parsed(body);
  const inner = typeof answer === 'string' ? (parsed(answer) ?? answer) : answer;
  if (isMembers(inner)) return toldByStatus(inner);
  const words = typeof inner === 'string' ? inner : body;
  return isPage(words) || words.trim() === '' ? {} : { message: firstLine(words) };
};

const CODES: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  410: 'Expired',
  429: 'TooManyRequests',
};

const NOT_IMPLEMENTED = 501;

const classOf = (status: number): FailureClass => {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'denied';
  if (status === 429) return 'throttled';
  return (status >= 500 && status !== NOT_IMPLEMENTED) || status === 408 ? 'transient' : 'rejected';
};

/** Milliseconds. A date counts from the date of the answer: the two clocks need not agree. */
const headerWait = ({ 'retry-after': after = '', date = '' }: IncomingHttpHeaders): number | undefined => {
  const wait = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.parse(date);
  return wait > 0 ? wait : undefined;
};

const waitOf = (headers: IncomingHttpHeaders, { retryAfterSeconds = 0 }: Told): number | undefined =>
  headerWait(headers) ?? (retryAfterSeconds > 0 ? retryAfterSeconds * 1000 : undefined);

/** What the API server, or whoever answers in its place, refuses a request with. */
export const refusalOf = ({ status, headers, body }: Response): Failure => {
  const words = told(body);
  const wait = waitOf(headers, words);
  return {
    class: classOf(status),
    code: CODES[status] ?? words.reason ?? `HTTP${status}`,
    message: words.message || `The API server answered with the status ${status} and without a reason.`,
    ...(wait === undefined ? {} : { retryAfter: wait }),
  };
};

/** Codes of Node's sockets that a second attempt can mend. */
const PASSING = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
]);

// https://nodejs.org/api/tls.html#x509-certificate-error-codes
const CERTIFICATE = /CERT|SIGNATURE|^CRL_|^HOSTNAME_MISMATCH$|^INVALID_(CA|PURPOSE)$/;

/** What to do about errors that stay. */
const hintFor = (code: string): string => {
  if (code === 'ENOTFOUND') return ' No such host is known: is the address in the kubeconfig right, or is a VPN down?';
  if (/^ERR_(SSL|OSSL)|^EPROTO$/.test(code)) return ' Is that port one for TLS, and are the certificates of the kubeconfig sound?';
  if (CERTIFICATE.test(code))
    return ' Its certificate is not one that the kubeconfig trusts: look at `certificate-authority` and `tls-server-name`.';
  return '';
};

/** Why nothing came of a connection. @param host with its port, and nothing else of the address: that may hold a password */
export const connectionFailure = (error: unknown, host: string): Failure => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'ConnectionFailed';
  const message = `No answer could be had of the API server at ${host} (${code}).${hintFor(code)}`;
  return { class: PASSING.has(code) ? 'transient' : 'rejected', code: code === 'ETIMEDOUT' ? 'Timeout' : code, message };
};

/** What an error means that the session, or the reader of an answer, throws. */
export const classify = (error: unknown): Failure => {
  const known = meaningOf(error);
  if (known) return known;
  if (error instanceof MalformedAnswer) return { class: 'transient', code: 'MalformedAnswer', message: error.message };
  return { class: 'rejected', code: 'UnknownError', message: firstLine(error instanceof Error ? error.message : String(error)) };
};
