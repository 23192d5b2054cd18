import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Lab } from '../../lab/index.ts';

/** A request as it was sent. */
export interface Sent {
  readonly method: string;
  /** Decoded, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Stands between the program and a lab. */
export interface Recording extends Pick<Lab, 'url'> {
  readonly sent: readonly Sent[];
  readonly close: () => Promise<void>;
}

const bodyOf = async (message: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** Headers that answers bear beside their own, by their status. */
type Added = Readonly<Record<number, Readonly<Record<string, string>>>>;

const passOn = (lab: Pick<Lab, 'url'>, { method, headers, url = '/' }: IncomingMessage, body: string, to: ServerResponse, added: Added) => {
  const request = http.request(`${lab.url}${url}`, { method, headers }, (answer) => {
    const { statusCode = 500 } = answer;
    to.writeHead(statusCode, { ...answer.headers, ...added[statusCode] });
    answer.pipe(to);
  });
  request.once('error', () => to.destroy());
  request.end(body);
};

/** Writes down every request that goes to a lab, in the order in which they come; over TLS where there is a certificate. */
export const startRecording = async (
  lab: Pick<Lab, 'url'>,
  added: Added = {},
  certificate?: { readonly cert: string; readonly key: string },
): Promise<Recording> => {
  const sent: Sent[] = [];
  const answer = async (from: IncomingMessage, to: ServerResponse): Promise<void> => {
    const body = await bodyOf(from);
    sent.push({ method: from.method ?? '', path: decodeURIComponent(from.url ?? ''), headers: from.headers, body });
    passOn(lab, from, body, to, added);
  };
  const server = certificate ? https.createServer(certificate, answer) : http.createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
};
