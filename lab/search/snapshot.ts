import { isSince } from '../versions.ts';
import type { SearchCluster, Snapshot } from '../world.ts';
import { hasPages, isElasticsearch } from './answers.ts';
import { uuidOf } from './served.ts';
import { written } from './times.ts';

/** A snapshot and where it is. */
export interface Kept {
  readonly repository: string;
  readonly snapshot: Snapshot;
}

/** Milliseconds since 1970. What is under way ends at 0. */
export const startOf = ({ snapshot }: Kept): number => Date.parse(snapshot.start_time);
export const endOf = ({ snapshot: { end_time } }: Kept): number => (end_time === undefined ? 0 : Date.parse(end_time));
export const durationOf = (kept: Kept): number => Math.max(0, endOf(kept) - startOf(kept));

/** One shard an index, and all of them done, unless the world says otherwise. */
export const shardsOf = ({ snapshot: { shards, indices = [] } }: Kept): NonNullable<Snapshot['shards']> =>
  shards ?? { total: indices.length, failed: 0, successful: indices.length };

/** The number of a version: OpenSearch sets a bit in its own, so that nobody takes them for Elasticsearch's. */
const versionId = (cluster: SearchCluster): number => {
  const [major = 0, minor = 0, patch = 0] = cluster.version.split(/[.-]/).map(Number);
  const id = major * 1_000_000 + minor * 10_000 + patch * 100 + 99;
  return isElasticsearch(cluster) ? id : id ^ 0x08000000;
};

const identityOf = ({ repository, snapshot }: Kept, cluster: SearchCluster) => ({
  snapshot: snapshot.snapshot,
  uuid: snapshot.uuid ?? uuidOf(cluster.name, repository, snapshot.snapshot),
  ...(hasPages(cluster) ? { repository } : {}),
});

/** As `?verbose=false` tells it: no more than the catalogue of the repository says, which knows of no data streams. */
export const brief = (kept: Kept, cluster: SearchCluster): object => ({
  ...identityOf(kept, cluster),
  indices: kept.snapshot.indices ?? [],
  data_streams: [],
  state: kept.snapshot.state,
});

const timesOf = (kept: Kept) => ({
  start_time: written(kept.snapshot.start_time),
  start_time_in_millis: startOf(kept),
  end_time: new Date(endOf(kept)).toISOString(),
  end_time_in_millis: endOf(kept),
  duration_in_millis: durationOf(kept),
});

const addedBy = (cluster: SearchCluster): object =>
  !isElasticsearch(cluster) && isSince(cluster.version, '2.9') ? { remote_store_index_shallow_copy: false } : {};

const featuresOf = ({ feature_states = [] }: Snapshot, cluster: SearchCluster): object =>
  isElasticsearch(cluster) && isSince(cluster.version, '7.12') ? { feature_states } : {};

/** All that there is to tell. */
export const detailed = (kept: Kept, cluster: SearchCluster): object => {
  const { indices = [], data_streams = [], include_global_state = true, failures = [], metadata, state, reason } = kept.snapshot;
  return {
    ...identityOf(kept, cluster),
    version_id: versionId(cluster),
    version: cluster.version,
    ...addedBy(cluster),
    indices,
    data_streams,
    include_global_state,
    ...(metadata === undefined ? {} : { metadata }),
    state,
    ...(reason === undefined ? {} : { reason }),
    ...timesOf(kept),
    failures,
    shards: shardsOf(kept),
    ...featuresOf(kept.snapshot, cluster),
  };
};
