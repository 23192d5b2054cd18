import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Failure } from '../../../model/scanner.ts';
import { classify } from '../../../scanners/http/failures.ts';

export const attempt = () => ({ signal: AbortSignal.timeout(5_000) });

/** Runs `work` with an empty directory. */
export const inDirectory = async <T>(work: (directory: string) => Promise<T> | T): Promise<T> => {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-dr-'));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

/** Runs `work` in another environment; variables that are undefined are taken away. */
export const withEnvironment = async <T>(
  variables: Readonly<Record<string, string | undefined>>,
  work: () => Promise<T> | T,
): Promise<T> => {
  const before = { ...process.env };
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  try {
    return await work();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
    Object.assign(process.env, before);
  }
};

/** What a server of one's own answers with. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** Runs `work` beside a server. What `reply` leaves unanswered hangs. */
export const withServer = async <T>(
  reply: (request: IncomingMessage) => Reply | undefined,
  work: (url: string, requests: IncomingMessage[]) => Promise<T>,
  create: (listener: Parameters<typeof createServer>[1]) => Server = (listener) => createServer(listener),
): Promise<T> => {
  const requests: IncomingMessage[] = [];
  const server = create((request, to) => {
    requests.push(request);
    const answer = reply(request);
    if (!answer) return;
    const { status = 200, headers = {}, body = {} } = answer;
    to.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests);
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

/** What a failing piece of work means. */
export const failureOf = async (work: () => Promise<unknown> | unknown): Promise<Failure> => {
  try {
    await work();
  } catch (error) {
    return classify(error);
  }
  throw new Error('nothing failed');
};
