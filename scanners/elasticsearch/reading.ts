import type { Failure, PagedReader, Send } from '../../model/scanner.ts';
import { classify } from '../http/failures.ts';
import type { Members } from '../json/members.ts';
import type { Cluster } from './parse/info.ts';
import type { ElasticsearchSession } from './session.ts';

/** A reader of a facet by an action, as the servers' own roles name it. */
export const reader = <T>(
  action: string,
  read: (session: ElasticsearchSession, send: Send) => Promise<T>,
  more: Pick<PagedReader<ElasticsearchSession>, 'absentOn' | 'requires'> = {},
): PagedReader<ElasticsearchSession, T> => ({
  ...more,
  operation: action,
  action,
  readPages: (session, _, send) => read(session, send),
});

/** What one address tells. */
export const ask = <T>(session: ElasticsearchSession, send: Send, path: string, parse: (answer: Members) => T): Promise<T> =>
  send(async (attempt) => parse(await session.get(path, attempt)));

/** What `GET /` has told. */
export const infoOf = async (session: ElasticsearchSession, send: Send): Promise<Cluster['info']> => {
  const { info } = await session.shared('cluster', () => send(session.cluster));
  return info;
};

/** For what only Elasticsearch has: OpenSearch is not asked for it. */
export const ofElasticsearch: NonNullable<PagedReader<ElasticsearchSession>['requires']> = {
  facet: 'info',
  holds: (info) => (info as Cluster['info']).distribution === 'elasticsearch',
};

/** Whether a failure is about what was asked for only, and not about who asks, or about everything. */
const isOfOne = ({ class: failureClass, code }: Failure): boolean =>
  failureClass !== 'denied' && failureClass !== 'unauthenticated' && code !== 'Interrupted';

/** What comes of one thing among several; where that one is amiss, what `otherwise` makes of the failure. */
export const orElse = async <T>(work: () => Promise<T>, otherwise: (failure: Failure) => T): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const failure = classify(error);
    if (!isOfOne(failure)) throw error;
    return otherwise(failure);
  }
};
