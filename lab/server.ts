import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAccounts } from './accounts.ts';
import { createFaults, createRandom } from './faults.ts';
import { type Request, type Response, readRequest } from './http.ts';
import type { Call, System } from './system.ts';
import { SYSTEMS } from './systems.ts';
import type { Fault, World } from './world.ts';

/** A running lab. */
export interface Lab {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Requests so far, by operation: `s3:GetBucketVersioning`. Those that faults have spoilt count, too. */
  readonly requests: Map<string, number>;
  /** May be replaced while the lab runs. */
  faults: readonly Fault[];
  /** Breaks off what is under way. */
  readonly close: () => Promise<void>;
}

/** Whom a request is for, and what it asks. `call` is undefined where the system does not know it. */
interface Dispatch {
  readonly system: System;
  readonly call: Call | undefined;
}

const plain = (status: number, body: string): Response => ({ status, headers: { 'content-type': 'text/plain' }, body });

const NOBODY = plain(501, 'The lab does not speak for the service that this request is signed for.\n');

const dispatcher = (world: World): ((request: Request) => Dispatch | undefined) => {
  const accounts = createAccounts(world);
  const opened = SYSTEMS.map((system) => ({ system, find: system.open(world, accounts) }));
  return (request) => {
    const found = opened.find(({ system }) => system.claims(request));
    return found && { system: found.system, call: found.find(request) };
  };
};

/** The answer under a fault. Those that concern the connection leave it as it is. */
const respond = (call: Call, { throttled, denied }: System, fault: Fault | undefined): Response => {
  if (fault?.throttle !== undefined) return call.refuse(throttled);
  if (fault?.deny !== undefined) return call.refuse(fault.deny === true ? denied : { ...denied, message: fault.deny });
  if (fault?.error) return call.refuse({ message: fault.error.code, ...fault.error });
  return fault?.body === undefined ? call.answer() : plain(200, fault.body);
};

/** Sends a response. `truncate`: only its first half. */
const send = (to: ServerResponse, { status, headers, body }: Response, truncate?: Fault['truncate']): void => {
  // What HEAD asks for has no body: errors have neither code nor message then.
  const whole = Buffer.from(to.req.method === 'HEAD' ? '' : body);
  const sent = truncate === undefined ? whole : whole.subarray(0, whole.length / 2);
  to.writeHead(status, { ...headers, 'content-length': truncate === 'matching' ? sent.length : whole.length });
  if (sent.length === whole.length || truncate === 'matching') to.end(sent);
  else to.write(sent, () => to.destroy());
};

const listen = async (server: Server, port: number): Promise<string> => {
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const stop = (server: Server): Promise<void> =>
  new Promise((closed) => {
    server.close(() => closed());
    server.closeAllConnections();
  });

/** Serves a world on loopback. `port` 0 is any free one; `seed` fixes which requests a share of throttled ones hits. */
export const startLab = async (
  world: World,
  { port = 0, seed = 1 }: { readonly port?: number; readonly seed?: number } = {},
): Promise<Lab> => {
  const dispatch = dispatcher(world);
  const requests = new Map<string, number>();
  const stopping = new AbortController();
  // Every answer that waits listens on it, and as many may wait as there are connections.
  setMaxListeners(0, stopping.signal);
  let served = 0;

  const answer = async (call: Call, system: System, to: ServerResponse): Promise<void> => {
    const { operation } = call.asked;
    requests.set(operation, (requests.get(operation) ?? 0) + 1);
    const { latency, fault } = draw(call.asked);
    if (latency > 0) await sleep(latency, undefined, { signal: stopping.signal });
    if (fault?.hang) return;
    if (fault?.reset) to.socket?.resetAndDestroy();
    else send(to, respond(call, system, fault), fault?.truncate);
  };

  const receive = async (message: IncomingMessage, to: ServerResponse): Promise<void> => {
    const request = await readRequest(message, `LAB${String(++served).padStart(13, '0')}`);
    const { system, call } = dispatch(request) ?? {};
    if (!system) send(to, NOBODY);
    else if (call) await answer(call, system, to);
    else send(to, system.unknown(request));
  };

  const server = createServer({ keepAliveTimeout: 60_000 }, (message, to) => {
    // The client went away, or the lab is closing.
    receive(message, to).catch(() => to.destroy());
  });
  const lab: Lab = {
    url: await listen(server, port),
    requests,
    faults: world.faults ?? [],
    close: () => {
      stopping.abort();
      return stop(server);
    },
  };
  const draw = createFaults(() => lab.faults, createRandom(seed));
  return lab;
};
