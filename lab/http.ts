import type { IncomingMessage } from 'node:http';

/** A request as the systems see it. */
export interface Request {
  /** What the answer calls it, in its headers and in errors. */
  readonly id: string;
  readonly method: string;
  /** Without the port. */
  readonly host: string;
  /** Decoded, with its leading slash. */
  readonly path: string;
  /** As it came: an encoded slash is part of a name here. */
  readonly encodedPath: string;
  readonly query: URLSearchParams;
  readonly body: string;
  /** The operation, for services that are told in a header: `DynamoDB_20120810.ListTables`. Empty where there is none. */
  readonly target: string;
  /** The media types that the client takes, as it has written them. */
  readonly accept: string;
  /** The header, as it came: `Basic …`. Empty where there is none. */
  readonly authorization: string;
  /** `undefined` where the request bears no token. */
  readonly bearer: string | undefined;
  /** `undefined` where the request is not signed. */
  readonly credential: Credential | undefined;
}

/** What an AWS signature says of its maker: `KEY/DATE/REGION/SERVICE/aws4_request`. The lab does not check the signature itself. */
export interface Credential {
  readonly accessKey: string;
  readonly region: string;
  readonly service: string;
}

export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const SCOPE = /Credential=([^/\s]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request/;

const credentialOf = (authorization = ''): Credential | undefined => {
  const [, accessKey, region, service] = SCOPE.exec(authorization) ?? [];
  return accessKey && region && service ? { accessKey, region, service } : undefined;
};

const bearerOf = (authorization = ''): string | undefined => /^Bearer +(\S+)$/i.exec(authorization)?.[1];

/** The parts of a path behind a prefix, of which the first names a server: `/search/NAME/_snapshot`. */
export const splitPath = (prefix: string, encodedPath: string): { readonly server: string; readonly parts: readonly string[] } => {
  const [server = '', ...parts] = encodedPath.slice(prefix.length).split('/').map(decode);
  return { server, parts: parts.at(-1) === '' ? parts.slice(0, -1) : parts };
};

const bodyOf = async (message: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** Text of a path. What is not encoded properly stands for itself. */
export const decode = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

// A client that takes the lab for its proxy names the host in the target itself: `GET http://bucket.localhost/?versioning`.
const TARGET = /^(?:https?:\/\/([^/?]*))?([^?]*)\??(.*)$/is;

/** Reads a request to its end. Rejects where the client goes away before. */
export const readRequest = async (message: IncomingMessage, id: string): Promise<Request> => {
  const { method = 'GET', url = '/', headers } = message;
  const [, host = headers.host ?? '', path = '', search = ''] = TARGET.exec(url) ?? [];
  return {
    id,
    method,
    host: host.replace(/:\d+$/, ''),
    path: decode(path || '/'),
    encodedPath: path || '/',
    query: new URLSearchParams(search),
    body: method === 'GET' || method === 'HEAD' ? '' : await bodyOf(message),
    target: String(headers['x-amz-target'] ?? ''),
    accept: headers.accept ?? '',
    authorization: headers.authorization ?? '',
    bearer: bearerOf(headers.authorization),
    credential: credentialOf(headers.authorization),
  };
};
