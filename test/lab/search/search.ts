import type { IncomingHttpHeaders } from 'node:http';
import { type Lab, loadWorld, type SearchCluster, type World } from '../../../lab/index.ts';
import { send } from '../client.ts';

/** Four snapshots in one repository, one of them under way. */
export const SNAPSHOTS: NonNullable<SearchCluster['snapshots']> = {
  main: [
    { snapshot: 'b-2', state: 'SUCCESS', start_time: '2026-02-02T00:00:00Z', end_time: '2026-02-02T01:30:00Z', indices: ['one', 'two'] },
    {
      snapshot: 'a-1',
      state: 'SUCCESS',
      start_time: '2026-02-01T00:00:00Z',
      end_time: '2026-02-01T00:00:01.25Z',
      metadata: { policy: 'p' },
    },
    {
      snapshot: 'a-3',
      state: 'PARTIAL',
      start_time: '2026-02-03T00:00:00Z',
      end_time: '2026-02-03T00:00:00.602Z',
      shards: { total: 3, failed: 1, successful: 2 },
      reason: 'it broke',
    },
    { snapshot: 'c-4', state: 'IN_PROGRESS', start_time: '2026-02-04T00:00:00Z' },
  ],
};

export const elastic: SearchCluster = {
  name: 'elastic',
  distribution: 'elasticsearch',
  version: '8.15.3',
  cluster_uuid: 'uuid-of-elastic',
  repositories: { main: { type: 's3', settings: { bucket: 'b' } }, other: { type: 'fs', settings: { location: '/mnt' } } },
  snapshots: SNAPSHOTS,
  slm: {},
};

export const open: SearchCluster = {
  name: 'open',
  distribution: 'opensearch',
  version: '2.19.1',
  cluster_uuid: 'uuid-of-open',
  repositories: { main: { type: 's3', settings: { bucket: 'b' } } },
  snapshots: SNAPSHOTS,
  sm: {},
};

/** A world of clusters, which has passed the checks of a file. */
export const worldOf = (...search: readonly SearchCluster[]): World => loadWorld(JSON.stringify({ search }), 'w.json');

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Parsed where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of all kinds.
  readonly body: any;
}

interface Asking {
  readonly method?: string;
  readonly authorization?: string;
  readonly accept?: string;
}

/** One request: `elastic/_snapshot`. */
export const ask = async (lab: Lab, path: string, { method = 'GET', ...headers }: Asking = {}): Promise<Answered> => {
  const { status, headers: told, body } = await send(lab, `/search/${path}`, { method, accessKeyId: null, headers });
  return { status, headers: told, body: told['content-type']?.startsWith('application/json') ? JSON.parse(body) : body };
};
