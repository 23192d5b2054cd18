import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Stands between the scanner and the server, without TLS. */
export interface Interposed {
  readonly url: string;
  /** Runs before the first request that it is true of is passed on, once; that request waits for it. */
  readonly interrupt: (when: (path: string) => boolean, run: () => Promise<void>) => void;
  readonly close: () => void;
}

interface Interruption {
  readonly when: (path: string) => boolean;
  readonly run: () => Promise<void>;
}

const listen = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** @param ca certificates to trust, as PEM */
export const startProxy = async (target: string, ca: string): Promise<Interposed> => {
  const agent = new Agent({ ca, keepAlive: true });
  let waiting: Interruption | undefined;
  const server = createServer(async ({ method = 'GET', url: path = '/', headers }, to) => {
    if (waiting?.when(path)) {
      const { run } = waiting;
      waiting = undefined;
      await run();
    }
    const { host: _, ...kept } = headers;
    const passed = request(new URL(path, target), { agent, method, headers: kept }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    passed.on('error', () => to.destroy());
    passed.end();
  });
  const url = await listen(server);
  const close = (): void => {
    server.close();
    server.closeAllConnections();
    agent.destroy();
  };
  const interrupt = (when: Interruption['when'], run: Interruption['run']): void => {
    waiting = { when, run };
  };
  return { url, interrupt, close };
};
