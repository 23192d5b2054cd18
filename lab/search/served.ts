import { createHash } from 'node:crypto';
import { own } from '../own.ts';
import type { SearchCluster, SearchNode, Snapshot } from '../world.ts';

/** A snapshot that a repository holds, as long as nobody has asked for it. */
export interface Entry {
  readonly name: string;
  readonly read: () => Snapshot;
}

/** A cluster that is served. */
export interface Served {
  readonly cluster: SearchCluster;
  /** By repository, in no order; `undefined` where there is no such repository. */
  readonly snapshotsOf: (repository: string) => readonly Entry[] | undefined;
  readonly nodes: Readonly<Record<string, SearchNode>>;
}

/** Twenty-two characters, as these servers write UUIDs; the same for the same text. */
export const uuidOf = (...text: readonly string[]): string => createHash('sha256').update(text.join('/')).digest('base64url').slice(0, 22);

const entriesOf = ({ snapshots, series = [] }: SearchCluster, repository: string): readonly Entry[] => [
  ...(own(snapshots, repository) ?? []).map((snapshot) => ({ name: snapshot.snapshot, read: () => snapshot })),
  ...series
    .filter((one) => one.repository === repository)
    .flatMap(({ names, make }) => names.map((name, index) => ({ name, read: () => ({ ...make(name, index), snapshot: name }) }))),
];

export const serve = (cluster: SearchCluster): Served => {
  const repositories = Object.keys(cluster.repositories ?? {});
  const entries = new Map(repositories.map((repository) => [repository, entriesOf(cluster, repository)]));
  return {
    cluster,
    snapshotsOf: (repository) => entries.get(repository),
    nodes: cluster.nodes ?? { [uuidOf(cluster.name, 'node')]: { name: 'node-1' } },
  };
};
