import { invalid, type Mismatch, missing, repeated, unknownKey } from '../check.ts';
import { flag, flat, integer, keyed, mapping, matching, oneOf, open, structure, text, time, word } from '../shape.ts';
import type { SearchCluster, World } from '../world.ts';

/** What every name has to be to stand in a path. */
const pathPart = matching(/^(?!\.{1,2}$)[^/%,*]+$/, 'a text without / % , and *');

const serverName = matching(/^[\w.-]+$/, 'a text of letters, digits, dots, hyphens and underscores');

const SNAPSHOT = structure(
  {
    snapshot: pathPart,
    state: oneOf('SUCCESS', 'PARTIAL', 'FAILED', 'IN_PROGRESS', 'INCOMPATIBLE'),
    start_time: time,
    end_time: time,
    indices: flat(text),
    data_streams: flat(text),
    include_global_state: flag,
    metadata: open({}),
    reason: text,
    failures: flat(open({})),
    shards: structure({ total: integer(0), failed: integer(0), successful: integer(0) }, 'total', 'failed', 'successful'),
    feature_states: flat(open({ feature_name: text, indices: flat(text) }, 'feature_name')),
    uuid: text,
  },
  'snapshot',
  'state',
  'start_time',
);

const RECORD = open({ snapshot_name: text, start_time: time, time, details: text }, 'snapshot_name', 'time');

const SLM_POLICY = structure(
  {
    version: integer(1),
    modified_date: time,
    policy: open({ name: text, schedule: text, repository: text, config: open({}), retention: open({}) }, 'name', 'schedule', 'repository'),
    last_success: RECORD,
    last_failure: RECORD,
    next_execution: time,
    in_progress: open({ name: text, uuid: text, state: text, start_time: time }, 'name', 'state', 'start_time'),
    stats: open({}),
  },
  'modified_date',
  'policy',
  'next_execution',
);

const SM_POLICY = open(
  {
    description: text,
    creation: open({ schedule: open({}) }, 'schedule'),
    deletion: open({ schedule: open({}), condition: open({}) }, 'condition'),
    snapshot_config: open({ repository: text }, 'repository'),
    enabled: flag,
    last_updated_time: time,
    enabled_time: time,
  },
  'snapshot_config',
  'last_updated_time',
);

const SHARD = open({ id: integer(0), type: text, stage: text, start_time: time, stop_time: time, source: open({}) }, 'start_time');

const RESOLVED = structure({
  indices: flat(open({ name: text, attributes: flat(text), aliases: flat(text), data_stream: text }, 'name', 'attributes')),
  aliases: flat(open({ name: text, indices: flat(text) }, 'name', 'indices')),
  data_streams: flat(
    open({ name: text, backing_indices: flat(text), timestamp_field: text }, 'name', 'backing_indices', 'timestamp_field'),
  ),
});

/** Who is let in. */
const CREDENTIALS = structure({ users: mapping(text), apiKeys: flat(word), tokens: flat(word), accessKeys: flat(word) });

/** What a world says of one cluster. */
export const SEARCH_CLUSTER = structure(
  {
    name: serverName,
    distribution: oneOf('elasticsearch', 'opensearch'),
    version: matching(/^\d+\.\d+\.\d+(-\w+)?$/, 'a text such as 8.15.3'),
    cluster_uuid: text,
    build_flavor: text,
    credentials: CREDENTIALS,
    repositories: keyed(pathPart, open({ type: text, uuid: text, settings: open({}) }, 'type', 'settings')),
    snapshots: mapping(flat(SNAPSHOT)),
    slm: structure({ policies: keyed(pathPart, SLM_POLICY), operation_mode: oneOf('RUNNING', 'STOPPING', 'STOPPED'), stats: open({}) }),
    sm: structure({ policies: keyed(pathPart, SM_POLICY), explanations: mapping(open({})) }),
    resolved: RESOLVED,
    unseen: flat(text),
    recoveries: mapping(flat(SHARD)),
    indicators: mapping(open({ status: oneOf('green', 'unknown', 'yellow', 'red'), symptom: text }, 'status', 'symptom')),
    nodes: mapping(structure({ name: text, settings: open({}) }, 'name')),
  },
  'name',
  'distribution',
  'version',
  'cluster_uuid',
);

type Path = Mismatch['path'];

/** Keys that speak of something which the cluster does not have. */
const strangers = (path: Path, entries: object = {}, known: readonly string[]): readonly Mismatch[] =>
  Object.keys(entries).flatMap((name) => (known.includes(name) ? [] : [unknownKey([...path, name], known)]));

/** Members of which only the other distribution knows. */
const FOREIGN = { elasticsearch: ['sm'], opensearch: ['slm', 'indicators', 'build_flavor'] } as const;

const snapshotMismatches = ({ repositories = {}, snapshots = {} }: SearchCluster, path: Path): readonly Mismatch[] => [
  ...strangers([...path, 'snapshots'], snapshots, Object.keys(repositories)),
  ...Object.entries(snapshots).flatMap(([repository, all]) => {
    const at = (index: number, member: string): Path => [...path, 'snapshots', repository, index, member];
    return [
      ...repeated(all.map(({ snapshot }, index) => [snapshot, at(index, 'snapshot')])),
      ...all.flatMap(({ state, end_time }, index) =>
        end_time === undefined && state !== 'IN_PROGRESS' ? [missing(at(index, '').slice(0, -1), 'end_time')] : [],
      ),
    ];
  }),
];

const mismatchesOf = (cluster: SearchCluster, path: Path): readonly Mismatch[] => [
  ...FOREIGN[cluster.distribution]
    .filter((member) => cluster[member] !== undefined)
    .map((member) => ({ ...invalid([...path, member], `left out: ${cluster.distribution} has no such thing`), atKey: true })),
  ...snapshotMismatches(cluster, path),
  ...strangers([...path, 'sm', 'explanations'], cluster.sm?.explanations, Object.keys(cluster.sm?.policies ?? {})),
  ...strangers(
    [...path, 'recoveries'],
    cluster.recoveries,
    (cluster.resolved?.indices ?? []).map(({ name }) => String(name)),
  ),
];

/** What is wrong with the Elasticsearch and OpenSearch clusters of a world. */
export const searchMismatches = ({ search = [] }: World): readonly Mismatch[] => [
  ...repeated(search.map(({ name }, index) => [name, ['search', index, 'name']])),
  ...search.flatMap((cluster, index) => mismatchesOf(cluster, ['search', index])),
];
