import { type Static, Type } from 'typebox';
import { defineKind, facet } from '../kind.ts';
import { closed, Tags, Time } from '../schemas/facets.ts';

const text = Type.Optional(Type.String());
const time = Type.Optional(Time);
const count = Type.Integer({ minimum: 0 });
const number = Type.Optional(Type.Number());

/** `GET /api/v1/status/runtimeinfo` */
const Runtime = Type.Object(
  {
    startedAt: Time,
    /** `false`: what runs is not what the configuration file says. */
    reloadConfigSuccess: Type.Boolean(),
    lastConfigAt: time,
    /** What is in force: `15d`, `15d or 512MiB`, `512MiB`. Empty in agent mode. */
    storageRetention: Type.String(),
    corruptionCount: Type.Optional(count),
  },
  closed,
);

/** `GET /api/v1/status/flags`: those that decide about recovery, as they are written. Flags that a version does not have are left out. */
const Flags = Type.Object(
  {
    /** `0s` stands for the default. */
    retentionTime: text,
    retentionSize: text,
    minBlockDuration: text,
    maxBlockDuration: text,
    /** It keeps no data of its own: `--agent`, or `--enable-feature=agent` before 3.0. */
    agent: Type.Boolean(),
    /** Whether snapshots could be asked for. Not that any were. */
    adminApi: Type.Boolean(),
  },
  closed,
);

/** An endpoint that samples are sent to. Its address may hold credentials: only the host is kept. */
const RemoteWrite = Type.Object(
  {
    /** Left out where the configuration gives it none. */
    name: text,
    /** With its port, where it names one. */
    host: Type.String(),
    /** The actions of its relabelling, in their order: `drop`, `keep` leave series out. */
    relabelActions: Type.Array(Type.String()),
  },
  closed,
);

/** `GET /api/v1/status/config`: of the configuration file. */
const Configuration = Type.Object(
  {
    externalLabels: Tags,
    remoteWrites: Type.Array(RemoteWrite),
    /** `storage.tsdb.retention`, which newer versions have and which overrides the flags. */
    retentionTime: text,
    retentionSize: text,
  },
  closed,
);

/** One queue of remote write, by the server's own metrics. Times are Unix seconds. */
const Queue = Type.Object(
  {
    /** The label `remote_name`; it is a hash where the configuration gives no name. */
    name: Type.String(),
    host: Type.String(),
    /** The newest sample that was to be sent, where the version tells it of each queue. */
    highest: number,
    /** The newest that was; left out, or 0, where none was since the server started. */
    highestSent: number,
    pending: number,
    /** Since the server started. */
    failed: number,
    dropped: number,
    sent: number,
  },
  closed,
);

/** `GET /metrics`: of the server about itself. Times are Unix seconds. */
const Metrics = Type.Object(
  {
    /** `prometheus_tsdb_lowest_timestamp_seconds`; left out where it holds nothing. */
    lowestTimestamp: number,
    /** `prometheus_remote_storage_highest_timestamp_in_seconds`: the newest sample that was to be sent, of all queues. Not in newer versions. */
    highestTimestamp: number,
    blocks: number,
    storageBytes: number,
    /** `prometheus_tsdb_size_retentions_total`: how often the limit of the size has had blocks deleted, since the server started. */
    sizeRetentions: number,
    queues: Type.Array(Queue),
  },
  closed,
);

/** A Prometheus server: one for each target. In its scope are the cluster and the namespace that it runs in, where the target names them. */
export const prometheusServer = defineKind({
  id: 'prometheus/server',
  title: 'Prometheus server',
  facets: {
    /** `GET /api/v1/status/buildinfo` */
    build: facet(Type.Object({ version: Type.String() }, closed)),
    /** The workload in its cluster that runs it: the name of a stateful set or a deployment, as the target names it. Nothing is asked for it. */
    workload: facet(Type.Object({ name: Type.String() }, closed), { absent: { name: '' } }),
    runtime: facet(Runtime),
    flags: facet(Flags),
    configuration: facet(Configuration),
    metrics: facet(Metrics),
    /**
     * How many samples remote write has failed to send or dropped in the last hour, by `remote_name`: `GET /api/v1/query`.
     * Only a server that scrapes itself knows; absent where it does not.
     */
    remoteWriteLosses: facet(
      Type.Object(
        { queues: Type.Array(Type.Object({ name: Type.String(), failed: Type.Number(), dropped: Type.Number() }, closed)) },
        closed,
      ),
      { absent: { queues: [] } },
    ),
    /**
     * When sidecars of Thanos last put a block into their object storage, pod by pod: `GET /api/v1/query`. Only a server
     * that scrapes them knows; absent where it does not.
     */
    thanosUploads: facet(
      Type.Object(
        {
          uploads: Type.Array(
            Type.Object(
              {
                namespace: text,
                pod: text,
                instance: text,
                at: Time,
              },
              closed,
            ),
          ),
        },
        closed,
      ),
      { absent: { uploads: [] } },
    ),
    /** `GET /api/v1/status/tsdb/blocks`. Absent before 3.6. */
    blocks: facet(Type.Object({ blocks: Type.Array(Type.Object({ ulid: Type.String(), from: Time, until: Time }, closed)) }, closed), {
      absent: { blocks: [] },
    }),
  },
});

export type PrometheusRuntime = Static<typeof Runtime>;
export type PrometheusFlags = Static<typeof Flags>;
export type PrometheusConfiguration = Static<typeof Configuration>;
export type PrometheusMetrics = Static<typeof Metrics>;
