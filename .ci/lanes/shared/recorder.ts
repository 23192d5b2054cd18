import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a server and writes down what is asked of it. */
export interface Recorder {
  readonly url: string;
  /** `GET /path` of every request since the last call, in their order. */
  readonly take: () => readonly string[];
  readonly close: () => void;
}

/** @param target URL of the server; its credentials are for those who ask to show */
export const startRecorder = async (target: string): Promise<Recorder> => {
  const asked: string[] = [];
  const server = createServer((from, to) => {
    const { method = '', url = '/', headers } = from;
    asked.push(`${method} ${url}`);
    const passed = request(new URL(url, target), { method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    passed.on('error', () => to.destroy());
    from.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => asked.splice(0),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
