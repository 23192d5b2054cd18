import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAccounts } from './accounts.ts';
import { type Asked, createFaults, createRandom } from './faults.ts';
import { readRequest, type Request, type Response } from './http.ts';
import { createS3, s3Error, s3RequestOf } from './s3/service.ts';
import { createSts, stsError, stsOperationOf } from './sts.ts';
import type { Fault, World } from './world.ts';

/** A running lab. */
export interface Lab {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Requests so far, by operation: `s3:GetBucketVersioning`. */
  readonly requests: Map<string, number>;
  /** May be changed while the lab runs. */
  faults: readonly Fault[];
  readonly close: () => Promise<void>;
}

/** How one request is to be answered, and what it is called where faults speak of it. */
interface Dispatch {
  readonly asked: Asked;
  readonly respond: () => Response;
  readonly fail: (code: string, status: number, message: string) => Response;
}

const UNKNOWN: Response = { status: 501, headers: {}, body: 'The lab does not know this request.' };

/** Finds the service behind a request by the scope of its signature, as one endpoint for all services must. */
const dispatcher = (world: World): ((request: Request) => Dispatch | undefined) => {
  const accounts = createAccounts(world);
  const s3 = createS3(world, accounts);
  const sts = createSts(accounts);
  return (request) => {
    if (request.credential?.service === 'sts' || request.method === 'POST') {
      const operation = stsOperationOf(request);
      return { asked: { operation: `sts:${operation}` }, respond: () => sts(operation, request), fail: (code, status, message) => stsError(code, message, status) };
    }
    const asked = s3RequestOf(request);
    if (!asked) return undefined;
    return { asked, respond: () => s3(asked, request), fail: (code, status, message) => s3Error({ code, status, message }) };
  };
};

const afterFault = ({ respond, fail }: Dispatch, fault: Fault | undefined): Response => {
  if (!fault) return respond();
  if (fault.throttle !== undefined) return fail('SlowDown', 503, 'Please reduce your request rate.');
  if (fault.deny) return fail('AccessDenied', 403, fault.deny === true ? 'Access Denied' : fault.deny);
  if (fault.error) return fail(fault.error.code, fault.error.status, fault.error.message ?? fault.error.code);
  return fault.body === undefined ? respond() : { status: 200, headers: {}, body: fault.body };
};

let served = 0;

const write = (to: ServerResponse, { status, headers, body }: Response, withBody: boolean, truncate: Fault['truncate']): void => {
  const bytes = Buffer.from(body);
  const sent = truncate ? bytes.subarray(0, bytes.length / 2) : bytes;
  const length = truncate === 'announced' ? bytes.length : sent.length;
  to.writeHead(status, { ...headers, 'x-amz-request-id': `LAB${String(++served).padStart(13, '0')}`, 'content-length': withBody ? length : 0 });
  if (!withBody) to.end();
  else if (length > sent.length) to.write(sent, () => to.destroy());
  else to.end(sent);
};

/** Serves a world on loopback. `port` 0 is any free one; `seed` fixes which answers a share of throttled ones hits. */
export const startLab = async (world: World, { port = 0, seed = 1 }: { readonly port?: number; readonly seed?: number } = {}): Promise<Lab> => {
  const dispatch = dispatcher(world);
  const requests = new Map<string, number>();
  const server = createServer({ keepAliveTimeout: 60_000 });
  const stopped = new AbortController();
  const answer = async (request: Request, to: ServerResponse): Promise<void> => {
    const found = dispatch(request);
    if (!found) return write(to, UNKNOWN, request.method !== 'HEAD', undefined);
    const { operation } = found.asked;
    requests.set(operation, (requests.get(operation) ?? 0) + 1);
    const { latency, fault } = faults.drawn(found.asked);
    if (latency > 0) await sleep(latency, undefined, { signal: stopped.signal });
    if (fault?.hang) return;
    if (fault?.reset) to.destroy();
    else write(to, afterFault(found, fault), request.method !== 'HEAD', fault?.truncate);
  };
  server.on('request', (message, to) => {
    readRequest(message)
      .then((request) => answer(request, to))
      .catch(() => to.destroy());
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  const lab: Lab = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    faults: world.faults ?? [],
    close: () => {
      stopped.abort();
      return new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      });
    },
  };
  const faults = createFaults(() => lab.faults, createRandom(seed));
  return lab;
};
