import type { IncomingHttpHeaders } from 'node:http';
import type { Failure } from '../../model/scanner.ts';
import type { Response } from '../http/exchange.ts';
import * as http from '../http/failures.ts';
import { isMembers } from '../json/members.ts';

const { classOf, codeOf, firstLine, meaningOf, retryAfterOf } = http;

/** Whether the list that a `continue` token is of is no longer kept. */
export const isExpired = (error: unknown): boolean => {
  const code = meaningOf(error)?.code;
  return code === 'Expired' || code === 'Gone';
};

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

const waitOf = (headers: IncomingHttpHeaders, { retryAfterSeconds = 0 }: Told): number | undefined =>
  retryAfterOf(headers) ?? (retryAfterSeconds > 0 ? retryAfterSeconds * 1000 : undefined);

/** What to say where the answer itself says nothing. API servers redirect nobody: that is a page to sign in, or another address. */
const silentRefusal = (status: number): string =>
  status >= 300 && status < 400
    ? `The answer leads to another address (status ${status}), which is not followed: the credentials would go there, too. Is the address in the kubeconfig that of the API server?`
    : `The API server answered with the status ${status} and without a reason.`;

/** What the API server, or whoever answers in its place, refuses a request with. */
export const refusalOf = ({ status, headers, body }: Response): Failure => {
  const words = told(body);
  const wait = waitOf(headers, words);
  return {
    class: classOf(status),
    code: codeOf(status, words.reason),
    message: words.message || silentRefusal(status),
    ...(wait === undefined ? {} : { retryAfter: wait }),
  };
};

const HINTS: http.Hints = {
  unknownHost: 'No such host is known: is the address in the kubeconfig right, or is a VPN down?',
  tls: 'Is that port one for TLS, and are the certificates of the kubeconfig sound?',
  certificate: 'Its certificate is not one that the kubeconfig trusts: look at `certificate-authority` and `tls-server-name`.',
};

/** Why nothing came of a connection. @param host with its port, and nothing else of the address: that may hold a password */
export const connectionFailure = (error: unknown, host: string): Failure =>
  http.connectionFailure(error, `the API server at ${host}`, HINTS);
