import type { IncomingMessage } from 'node:http';

/** A request as the services see it. */
export interface Request {
  readonly method: string;
  readonly host: string;
  /** Decoded, with its leading slash. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly credential: Credential | undefined;
}

/** What the signature says of its maker: `KEY/DATE/REGION/SERVICE/aws4_request`. The lab does not check the signature itself. */
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

const credentialOf = (authorization: string | undefined): Credential | undefined => {
  const [, accessKey, region, service] = /Credential=([^/\s]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(authorization ?? '') ?? [];
  return accessKey && region && service ? { accessKey, region, service } : undefined;
};

const bodyOf = async (message: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const decode = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** Reads a request to its end. */
export const readRequest = async (message: IncomingMessage): Promise<Request> => {
  const { method = 'GET', url = '/', headers } = message;
  const [path = '/', search = ''] = url.split(/\?(.*)/s);
  return {
    method,
    host: (headers.host ?? '').replace(/:\d+$/, ''),
    path: decode(path),
    query: new URLSearchParams(search),
    body: method === 'GET' || method === 'HEAD' ? '' : await bodyOf(message),
    credential: credentialOf(headers.authorization),
  };
};
