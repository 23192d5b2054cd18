import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { Attempt, Failure, FailureClass } from '../../model/scanner.ts';
import { given } from '../json/members.ts';
import { exchange, type Response } from './exchange.ts';
import { classOf, codeOf, connectionFailure, failing, firstLine, type Hints, retryAfterOf } from './failures.ts';

/** Headers that prove who sends a request, made for each anew. */
export type Authorize = (request: { readonly method: string; readonly url: URL }) => Promise<Readonly<Record<string, string>>>;

/** What the body of an error tells. */
export interface Told {
  /** The server's own name for the error. */
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  /** What the error means, where that is not what its status means. */
  readonly class?: FailureClass | undefined;
}

/** One server, as the configuration of a target names it. */
export interface Server {
  /** With a path where the server is behind one. */
  readonly url: string;
  /** Path of a file with the certificates that vouch for it, PEM; without it, those that Node trusts. */
  readonly caFile?: string | undefined;
  /** What to call it within messages: `the cluster`. */
  readonly title: string;
  readonly authorize: Authorize;
  /** What the body of an error tells, whatever the body is. */
  readonly told: (body: string, status: number) => Told;
}

/** Connections to one server. */
export interface Client {
  /** `es.example.com:9200/logs`, without a slash at its end. */
  readonly address: string;
  /** The answer with the status 200. Everything else rejects, with an error that says what it means. */
  readonly request: (method: 'GET' | 'POST', path: string, attempt: Attempt) => Promise<Response>;
  readonly close: () => void;
}

export interface ClientOptions {
  /** Milliseconds of silence after which a connection is closed. */
  readonly timeout: number;
  readonly maxSockets: number;
}

const HINTS: Hints = {
  refused: 'Does it run, and are the host and the port in the configuration right?',
  protocol: 'Is it a server over HTTP that answers there, and not one for TLS (`https://`)?',
  unknownHost: 'No such host is known: is the address in the configuration right, or is a VPN down?',
  tls: 'Is that port one for TLS?',
  certificate: 'Its certificate is not one that is trusted: name the file of its authority as `caFile`.',
};

const readAuthority = (caFile: string): Buffer => {
  try {
    return readFileSync(caFile);
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw failing({ class: 'rejected', code: 'UnreadableFile', message: `The file of \`caFile\`, ${caFile}, cannot be read (${code}).` });
  }
};

/** Of certificates in any other form TLS would take no notice. */
const isPem = (content: Buffer): boolean => {
  try {
    return content.includes('-----BEGIN ') && new X509Certificate(content).subject !== undefined;
  } catch {
    return false;
  }
};

const authorityOf = (caFile: string | undefined): Buffer | undefined => {
  if (caFile === undefined) return undefined;
  const authority = readAuthority(caFile);
  if (isPem(authority)) return authority;
  throw failing({ class: 'rejected', code: 'NoCertificate', message: `The file of \`caFile\`, ${caFile}, holds no certificate (PEM).` });
};

/** A page of HTML is of somebody in between. */
const isPage = (text: string): boolean => /^\s*</.test(text);

const unexplained = (title: string, status: number): string =>
  status >= 300 && status < 400
    ? `The answer of ${title} is a redirection, which is not followed: credentials would go along. Is the address in the configuration right?`
    : `The answer of ${title} has the status ${status} and gives no reason.`;

const LOOK_AT_AUTH = ' (Who asks is not known there: look at `auth` in the configuration.)';

const refusalOf = ({ status, headers, body }: Response, { title, told }: Server): Failure => {
  const { code, message, class: meaning = classOf(status) } = isPage(body) ? {} : told(body, status);
  const wait = retryAfterOf(headers);
  return {
    class: meaning,
    code: code ?? codeOf(status),
    message: `${firstLine(message ?? '') || unexplained(title, status)}${meaning === 'unauthenticated' ? LOOK_AT_AUTH : ''}`,
    ...(wait === undefined ? {} : { retryAfter: wait }),
  };
};

const parsedUrl = (url: string): URL => {
  if (URL.canParse(url)) return new URL(url);
  throw failing({
    class: 'rejected',
    code: 'BadAddress',
    message: 'The address in the configuration is none: look at its host and its port.',
  });
};

/** Opens no connection before the first request. Throws where the address is none, or the file of certificates cannot be read. */
export const createClient = (server: Server, { timeout, maxSockets }: ClientOptions): Client => {
  const base = parsedUrl(server.url);
  const isPlain = base.protocol === 'http:';
  const pool = { keepAlive: true, maxSockets, timeout };
  const agent = isPlain ? new http.Agent(pool) : new https.Agent(given({ ...pool, ca: authorityOf(server.caFile) }));
  const root = `${base.origin}${base.pathname.replace(/\/+$/, '')}`;
  const address = root.replace(/^https?:\/\//, '');

  const send = async (method: string, path: string, { signal }: Attempt): Promise<Response> => {
    const url = new URL(`${root}${path}`);
    const headers = { accept: 'application/json', ...(await server.authorize({ method, url })) };
    try {
      return await exchange(url, { agent, method, timeout, signal, headers });
    } catch (error) {
      throw error instanceof Error && 'failure' in error
        ? error
        : failing(connectionFailure(error, `${server.title} at ${base.host}`, HINTS));
    }
  };
  return {
    address,
    request: async (method, path, attempt) => {
      const response = await send(method, path, attempt);
      if (response.status !== 200) throw failing(refusalOf(response, server));
      return response;
    },
    close: () => agent.destroy(),
  };
};
