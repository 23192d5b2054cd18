import type { IncomingHttpHeaders } from 'node:http';
import { type Failure, type FailureClass, MalformedAnswer } from '../../model/scanner.ts';
import { clip } from '../../model/text.ts';

// What goes wrong with requests over HTTP, whoever they are for.

/** An error that says what it means. */
export const failing = (failure: Failure): Error => Object.assign(new Error(failure.message), { name: failure.code, failure });

/** What an error means that `failing` made. */
export const meaningOf = (error: unknown): Failure | undefined =>
  error instanceof Error && 'failure' in error ? (error.failure as Failure) : undefined;

/** Whether the server knows who asks, and does not let them. */
export const isDenied = (error: unknown): boolean => meaningOf(error)?.class === 'denied';

/** Longest message of a server that is passed on. */
const LONGEST = 500;

/** The first line of what a server says, as much of it as a report takes. */
export const firstLine = (text: string): string => clip(text.trim().split('\n', 1)[0] ?? '', LONGEST);

/** Codes that are words where the server names none of its own. */
const CODES: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  410: 'Expired',
  429: 'TooManyRequests',
};

/** `NotFound`; otherwise what the server calls it, otherwise `HTTP400`. */
export const codeOf = (status: number, named?: string): string => CODES[status] ?? named ?? `HTTP${status}`;

const NOT_IMPLEMENTED = 501;

/** What a status other than 200 means. */
export const classOf = (status: number): FailureClass => {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'denied';
  if (status === 429) return 'throttled';
  return (status >= 500 && status !== NOT_IMPLEMENTED) || status === 408 ? 'transient' : 'rejected';
};

/** Milliseconds that `Retry-After` asks for. A date counts from the date of the answer: the two clocks need not agree. */
export const retryAfterOf = ({ 'retry-after': after = '', date = '' }: IncomingHttpHeaders): number | undefined => {
  const wait = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.parse(date);
  return wait > 0 ? wait : undefined;
};

/** Codes of Node's sockets that a second attempt can mend. */
export const PASSING: ReadonlySet<string> = new Set([
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

/** What to do about errors of connections that stay. Sentences. */
export interface Hints {
  readonly refused?: string;
  readonly unknownHost: string;
  /** What answers speaks something else than HTTP. */
  readonly protocol?: string;
  readonly tls: string;
  readonly certificate: string;
}

const hintFor = (code: string, { refused = '', unknownHost, protocol = '', tls, certificate }: Hints): string => {
  if (code === 'ECONNREFUSED') return ` ${refused}`;
  if (code === 'ENOTFOUND') return ` ${unknownHost}`;
  if (/^HPE_|^ECONNRESET$/.test(code)) return ` ${protocol}`;
  if (/^ERR_(SSL|OSSL)|^EPROTO$/.test(code)) return ` ${tls}`;
  return CERTIFICATE.test(code) ? ` ${certificate}` : '';
};

/** Why nothing came of a connection. @param who `the API server at HOST:PORT`, and nothing else of the address: that may hold a password */
export const connectionFailure = (error: unknown, who: string, hints: Hints): Failure => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'ConnectionFailed';
  const message = `No answer could be had of ${who} (${code}).${hintFor(code, hints)}`.trim();
  return { class: PASSING.has(code) ? 'transient' : 'rejected', code: code === 'ETIMEDOUT' ? 'Timeout' : code, message };
};

/** What an error means that a session, or the reader of an answer, throws. */
export const classify = (error: unknown): Failure => {
  const known = meaningOf(error);
  if (known) return known;
  if (error instanceof MalformedAnswer) return { class: 'transient', code: 'MalformedAnswer', message: error.message };
  return { class: 'rejected', code: 'UnknownError', message: firstLine(error instanceof Error ? error.message : String(error)) };
};

/** What servers of another kind say to questions that they do not know. */
const STRANGE = /^(NotFound|NoHandler|MalformedAnswer|HTTP4\d\d)$/;

/** Asks a server for what tells who it is. Where that makes no sense to it, it may be another one than `who`. */
export const expecting = async <T>(who: string, ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask();
  } catch (error) {
    const failure = classify(error);
    if (!STRANGE.test(failure.code)) throw error;
    throw failing({ ...failure, message: `${failure.message} (Is it ${who} that answers at the address in the configuration?)` });
  }
};
