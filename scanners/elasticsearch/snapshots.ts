import type { SearchSnapshot, SearchSnapshotDetail } from '../../model/kinds/elasticsearch.ts';
import type { Send } from '../../model/scanner.ts';
import * as parse from './parse/snapshots.ts';
import { executionsOf } from './policies.ts';
import { infoOf, orElse, reader } from './reading.ts';
import { repositoriesOf } from './repositories.ts';
import type { ElasticsearchSession } from './session.ts';

/** A repository with its snapshots, or why they could not be listed. */
type Listed =
  | { readonly repository: string; readonly snapshots: readonly SearchSnapshot[] }
  | { readonly repository: string; readonly code: string; readonly message: string };

const tableOf = (repository: string): string => `/_cat/snapshots/${encodeURIComponent(repository)}?format=json&h=${parse.COLUMNS}`;

/**
 * One repository by one request: not every version lists several, and one that is amiss would hide the others. Without
 * `ignore_unavailable`: with it snapshots are left out, too, whose files could not be read just now.
 */
const list = (session: ElasticsearchSession, send: Send, repository: string): Promise<Listed> =>
  orElse<Listed>(
    () =>
      send(async (attempt) => ({
        repository,
        snapshots: parse.snapshotsOf(repository, await session.getTable(tableOf(repository), attempt)),
      })),
    ({ code, message }) => ({ repository, code, message }),
  );

const listAll = (session: ElasticsearchSession, send: Send): Promise<Listed[]> =>
  session.shared('snapshots', async () => {
    const repositories = await repositoriesOf(session, send);
    return Promise.all(repositories.map(({ name }) => list(session, send, name)));
  });

/** Snapshots of each repository of which it is read what they hold: the newest, and the oldest, which tell how far back one can go. */
const NEWEST = 20;
const OLDEST = 5;

/** Names of snapshots that policies count as their last success. Whoever may not read those still reads the newest ones. */
const lastSuccesses = async (session: ElasticsearchSession, send: Send): Promise<ReadonlySet<string>> => {
  const executions = await executionsOf(session, send).catch(() => []);
  return new Set(executions.flatMap(({ lastSuccess }) => lastSuccess?.snapshot ?? []));
};

const byStart = (a: SearchSnapshot, b: SearchSnapshot): number => (b.startedAt ?? '').localeCompare(a.startedAt ?? '');

/** The newest and the oldest snapshots, and those in between that are known as last successes. */
const worthReading = (snapshots: readonly SearchSnapshot[], successes: ReadonlySet<string>): readonly string[] =>
  snapshots
    .toSorted(byStart)
    .filter(({ name }, index) => index < NEWEST || index >= snapshots.length - OLDEST || successes.has(name))
    .map(({ name }) => name);

/** Servers take lines of 4,096 bytes at most. */
const LONGEST_PATH = 3_000;

/** Names of snapshots that stand in one path. */
const batchesOf = (names: readonly string[], longest: number): readonly (readonly string[])[] => {
  const batches: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const added = encodeURIComponent(name).length + 1;
    if (length + added > longest) {
      batches.push([]);
      length = 0;
    }
    batches.at(-1)?.push(name);
    length += added;
  }
  return batches;
};

const pathOf = (repository: string, names: readonly string[]): string =>
  `/_snapshot/${encodeURIComponent(repository)}/${names.map(encodeURIComponent).join(',')}?ignore_unavailable=true`;

/** What some snapshots of one repository hold. Those that are gone by now, or cannot be read, are left out. */
const readDetails = async (
  session: ElasticsearchSession,
  send: Send,
  repository: string,
  names: readonly string[],
): Promise<SearchSnapshotDetail[]> => {
  const info = await infoOf(session, send);
  return orElse(
    () => send(async (attempt) => parse.detailsOf(repository, await session.get(pathOf(repository, names), attempt), names, info)),
    () => [],
  );
};

export const snapshots = reader('cluster:admin/snapshot/get', async (session, send) => {
  const all = await listAll(session, send);
  return {
    snapshots: all.flatMap((one) => ('snapshots' in one ? one.snapshots : [])),
    unlisted: all.filter((one) => !('snapshots' in one)),
  };
});

export const snapshotDetails = reader('cluster:admin/snapshot/get', async (session, send) => {
  const [all, successes] = await Promise.all([listAll(session, send), lastSuccesses(session, send)]);
  const batches = all
    .flatMap((one) => ('snapshots' in one ? [one] : []))
    .flatMap(({ repository, snapshots }) =>
      batchesOf(worthReading(snapshots, successes), LONGEST_PATH - pathOf(repository, []).length).map((names) => ({ repository, names })),
    );
  const details = await Promise.all(batches.map(({ repository, names }) => readDetails(session, send, repository, names)));
  return { snapshots: details.flat() };
});
