import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Reading, read } from '../../model/reading.ts';
import type { FacetReader, Failure, KindScanner, Listed, Located, Send } from '../../model/scanner.ts';
import { classify } from '../../scanners/aws/errors.ts';
import { type AwsSession, openSession } from '../../scanners/aws/session.ts';
import { withCredentials } from './credentials.ts';

const attempt = () => ({ signal: AbortSignal.timeout(5000) });

/** Sends once: what is tried again is the engine's business. */
const send: Send = (request) => request(attempt());

/** What a reader makes of a resource, or what the error means that it throws. */
export const askReader = async <S>(
  reader: FacetReader<S>,
  session: S,
  resource: Located,
  selected: readonly string[] = [],
): Promise<Reading<unknown> | Failure> => {
  try {
    if ('read' in reader) return read(await reader.read(session, resource, attempt()));
    if ('readPages' in reader) return read(await reader.readPages(session, resource, send));
    return read((await reader.readRegion(session, resource.scope.region, send, new Set(selected))).get(resource.id));
  } catch (error) {
    return classify(error);
  }
};

/** Everything that a listing shows, or what the error means that it throws. */
export const listAll = async <S>({ kind, list }: KindScanner<S>, session: S, region?: string): Promise<readonly Listed[] | Failure> => {
  if (!list) throw new RangeError('this kind has no listing');
  const found: Listed[] = [];
  try {
    for await (const page of list.pages(session, send, region, new Set(Object.keys(kind.facets)))) found.push(...page);
    return found;
  } catch (error) {
    return classify(error);
  }
};

/** Runs `work` with a session whose every request reaches a server of one's own. */
export const serve = async <T>(answer: RequestListener, work: (session: AwsSession) => Promise<T>): Promise<T> => {
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await withCredentials(async () => {
      const session = await openSession({ regions: ['us-west-2'], endpoint }, { timeout: 5000, maxSockets: 8 });
      return await work(session).finally(() => session.close());
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
};
