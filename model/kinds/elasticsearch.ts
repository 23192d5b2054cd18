import { type Static, Type } from 'typebox';
import { defineKind, facet } from '../kind.ts';
import { closed, oneOf, Time } from '../schemas/facets.ts';

// What servers call states, modes and types grows with their versions: those are texts here, and a word that a rule does not
// know is for the rule to judge.

const text = Type.Optional(Type.String());
const time = Type.Optional(Time);
const flag = Type.Optional(Type.Boolean());
const texts = Type.Array(Type.String());
const count = Type.Integer({ minimum: 0 });

/** `GET /` */
const Info = Type.Object(
  {
    /** By `version.distribution`: OpenSearch may say of itself that it is the version 7.10.2 of Elasticsearch. */
    distribution: oneOf('elasticsearch', 'opensearch'),
    /** `8.15.3` */
    version: Type.String(),
  },
  closed,
);

/** `GET /_snapshot`. Of the settings only those that tell where and how it keeps snapshots: others may hold anything. */
const Repository = Type.Object(
  {
    name: Type.String(),
    /** `fs`, `s3`, `gcs`, `azure`, `hdfs`, `url`, `source` … */
    type: Type.String(),
    /** Of `s3` and `gcs`. */
    bucket: text,
    /** Of `azure`. */
    container: text,
    /** The key prefix, without a slash before and behind it. */
    basePath: text,
    /** Of `fs`: the directory. */
    location: text,
    /** Of `url`: the scheme and the host. */
    url: text,
    /** Of `s3`, where the repository itself says so; else its client's. */
    endpoint: text,
    /** Of `s3`, where the repository itself says so. */
    region: text,
    /** Name of the client, whose settings the nodes hold: `default`. */
    client: Type.String(),
    /** What is written to it otherwise is refused. Repositories of the type `url` are read-only whatever this says. */
    readOnly: Type.Boolean(),
    /** New snapshots are refused from so many on. */
    maxNumberOfSnapshots: Type.Optional(count),
    storageClass: text,
    serverSideEncryption: flag,
    /** Of `source`: the type of the repository that it writes to. */
    delegateType: text,
  },
  closed,
);

/** `GET /_cat/snapshots/REPOSITORY`: a line each. */
const Snapshot = Type.Object(
  {
    repository: Type.String(),
    name: Type.String(),
    /** `IN_PROGRESS`, `SUCCESS`, `PARTIAL`, `FAILED`, `INCOMPATIBLE`. */
    state: Type.String(),
    startedAt: time,
    endedAt: time,
    failedShards: Type.Optional(count),
    totalShards: Type.Optional(count),
  },
  closed,
);

/** A repository whose snapshots the cluster could not list, and what it said. */
const Unlisted = Type.Object({ repository: Type.String(), code: Type.String(), message: Type.String() }, closed);

/** `GET /_snapshot/REPOSITORY/NAME,…` */
const SnapshotDetail = Type.Object(
  {
    repository: Type.String(),
    name: Type.String(),
    state: Type.String(),
    startedAt: time,
    endedAt: time,
    /** Names, the backing indices of data streams among them. */
    indices: texts,
    dataStreams: texts,
    includeGlobalState: Type.Boolean(),
    /** The policy that made it, by the snapshot's own metadata (`policy` of SLM, `sm_policy` of snapshot management). */
    policy: text,
    failedShards: count,
    totalShards: count,
  },
  closed,
);

const Schedule = Type.Object(
  {
    /**
     * - `cron`: of Elasticsearch, seconds first, by UTC.
     * - `interval`: a time value of Elasticsearch (`30m`), or `PERIOD UNIT` of OpenSearch (`1 Hours`).
     * - `unix-cron`: of OpenSearch, five fields, by `timeZone`.
     */
    syntax: oneOf('cron', 'interval', 'unix-cron'),
    expression: Type.String(),
    /** Of `unix-cron`. */
    timeZone: text,
  },
  closed,
);

/** What deletes the snapshots of a policy. Limits that are not set are left out. */
const Retention = Type.Object(
  {
    /** A time value: `30d`. `expire_after` of SLM, `max_age` of snapshot management. */
    maxAge: text,
    minCount: Type.Optional(count),
    maxCount: Type.Optional(count),
    /** Of snapshot management, which deletes by a schedule of its own. */
    schedule: Type.Optional(Schedule),
    /** Of snapshot management: names of snapshots that it counts and deletes as if the policy had made them. */
    snapshotPattern: text,
  },
  closed,
);

/** A policy of snapshot lifecycle management (Elasticsearch) or of snapshot management (OpenSearch), both in one shape. */
const Policy = Type.Object(
  {
    name: Type.String(),
    /** SLM has no such switch: it stops all policies at once. */
    enabled: Type.Boolean(),
    /** Left out where the policy makes no snapshots: one of snapshot management may have nothing but a deletion. */
    schedule: Type.Optional(Schedule),
    repository: Type.String(),
    /** Index patterns as they are written; `['*']` where it says nothing. */
    indices: texts,
    includeGlobalState: Type.Boolean(),
    /** Whether a snapshot may leave out shards that are not available. */
    partial: Type.Boolean(),
    ignoreUnavailable: Type.Boolean(),
    /** What wildcards stand for, where the policy says so: `open,hidden`. */
    expandWildcards: text,
    /** Features whose state is taken beside the global state; left out: all of them. */
    featureStates: Type.Optional(texts),
    /** Left out: nothing deletes its snapshots. */
    retention: Type.Optional(Retention),
    createdAt: time,
    modifiedAt: time,
  },
  closed,
);

const Run = Type.Object({ snapshot: text, at: Time, message: text }, closed);

/** What has come of a policy, as the server remembers it. That the snapshot still exists it does not say. */
const Execution = Type.Object(
  {
    policy: Type.String(),
    /** Of SLM complete snapshots only: one with a failed shard counts as a failure. */
    lastSuccess: Type.Optional(Run),
    lastFailure: Type.Optional(Run),
    /** A snapshot that is under way. */
    inProgress: text,
    nextExecution: time,
    /** Of snapshot management: the state of the creation, `CREATION_CONDITION_MET`; and the status of its newest execution, `FAILED`. */
    state: text,
    latestStatus: text,
    /** Since the policy was made. Only SLM keeps them. */
    statistics: Type.Optional(Type.Object({ taken: count, failed: count, deleted: count, deletionFailures: count }, closed)),
  },
  closed,
);

/** `GET /_resolve/index/*` with hidden ones. Names only. */
const Indices = Type.Object(
  {
    indices: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          hidden: Type.Boolean(),
          system: Type.Boolean(),
          closed: Type.Boolean(),
          /** The data stream that it backs. */
          dataStream: text,
        },
        closed,
      ),
    ),
    dataStreams: texts,
    /** Patterns take what is behind an alias, too; of a data stream those are its backing indices. */
    aliases: Type.Array(Type.Object({ name: Type.String(), indices: texts }, closed)),
  },
  closed,
);

/** A restore of an index whose shards still are where it put them. A server forgets it with the shard: nothing keeps a history. */
const Restore = Type.Object(
  {
    /** The index that it was restored to, and the one in the snapshot. */
    index: Type.String(),
    source: Type.String(),
    repository: Type.String(),
    snapshot: Type.String(),
    /** Shards of it, and those that are done. */
    shards: count,
    done: count,
    /** When the last of them was. */
    endedAt: time,
    /** The index is mounted from the repository, or searched in it: nothing was restored. */
    mounted: Type.Boolean(),
  },
  closed,
);

/** An Elasticsearch or OpenSearch cluster: one for each target. */
export const searchCluster = defineKind({
  id: 'elasticsearch/cluster',
  title: 'Elasticsearch or OpenSearch cluster',
  facets: {
    info: facet(Info),
    repositories: facet(Type.Object({ repositories: Type.Array(Repository) }, closed)),
    /** Endpoints of the S3 clients that nodes are configured with. Nodes without any use AWS. */
    storageClients: facet(
      Type.Object({ s3: Type.Array(Type.Object({ name: Type.String(), endpoint: text, region: text }, closed)) }, closed),
    ),
    /** Every snapshot of every repository. */
    snapshots: facet(Type.Object({ snapshots: Type.Array(Snapshot), unlisted: Type.Array(Unlisted) }, closed)),
    /** What the newest and the oldest snapshots of each repository hold, and those that `executions` name. */
    snapshotDetails: facet(Type.Object({ snapshots: Type.Array(SnapshotDetail) }, closed)),
    /** None where the server has neither SLM nor snapshot management. */
    policies: facet(Type.Object({ policies: Type.Array(Policy) }, closed), { absent: { policies: [] } }),
    executions: facet(Type.Object({ executions: Type.Array(Execution) }, closed), { absent: { executions: [] } }),
    /** `GET /_slm/status`: `RUNNING`, `STOPPING`, `STOPPED`. Absent on OpenSearch, which cannot stop all policies at once. */
    management: facet(Type.Object({ mode: Type.String() }, closed), { absent: { mode: 'RUNNING' } }),
    indices: facet(Indices),
    restores: facet(Type.Object({ restores: Type.Array(Restore) }, closed)),
    /** `GET /_health_report`: `green`, `yellow`, `red`, `unknown`. Absent before Elasticsearch 8.7 and on OpenSearch. */
    health: facet(
      Type.Object(
        {
          slm: Type.Optional(Type.Object({ status: Type.String(), symptom: Type.String() }, closed)),
          repositoryIntegrity: Type.Optional(
            Type.Object(
              {
                status: Type.String(),
                symptom: Type.String(),
                /** Names of repositories, as far as it tells them. */
                corrupted: texts,
                unknown: texts,
                invalid: texts,
              },
              closed,
            ),
          ),
        },
        closed,
      ),
      { absent: {} },
    ),
    /** `POST /_snapshot/REPOSITORY/_verify`, which writes into the repository: absent unless the configuration asks for it. */
    verification: facet(
      Type.Object(
        { repositories: Type.Array(Type.Object({ name: Type.String(), verified: Type.Boolean(), message: text }, closed)) },
        closed,
      ),
      { absent: { repositories: [] } },
    ),
  },
});

export type SearchInfo = Static<typeof Info>;
export type SearchRepository = Static<typeof Repository>;
export type SearchSnapshot = Static<typeof Snapshot>;
export type SearchSnapshotDetail = Static<typeof SnapshotDetail>;
export type SearchPolicy = Static<typeof Policy>;
export type SearchSchedule = Static<typeof Schedule>;
export type SearchRetention = Static<typeof Retention>;
export type SearchExecution = Static<typeof Execution>;
export type SearchIndices = Static<typeof Indices>;
export type SearchRestore = Static<typeof Restore>;
