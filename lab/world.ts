/** What a service answers, as `aws … --output json` prints it. */
export type Answer = Readonly<Record<string, unknown>>;

/** Answers of an operation, by the name of what it is about: a bucket, a table, a vault. */
export type ByName = Readonly<Record<string, Answer>>;

/** What a service says in each Region. */
export type ByRegion<Answers> = Readonly<Record<string, Answers>>;

/** A role that may be assumed. */
export interface Role {
  /** Whoever assumes the role has to give it. */
  readonly externalId?: string;
}

/** The S3 of one account, by operation. Buckets without an entry have nothing configured there. */
export interface S3Answers {
  readonly ListBuckets?: Answer;
  readonly [bucketOperation: string]: ByName | Answer | undefined;
}

/** The DynamoDB of one Region. The tables are those that DescribeTable knows; ListTables is made of their names. */
export interface DynamodbAnswers {
  readonly DescribeTable?: ByName;
  /** Tables without an entry have no point-in-time recovery. */
  readonly DescribeContinuousBackups?: ByName;
  /** By the name of the table, not its ARN. Tables without an entry have no tags. */
  readonly ListTagsOfResource?: ByName;
  readonly ListBackups?: Answer;
}

/**
 * The AWS Backup of one Region. What it lists is made of what it describes: plans, selections, vaults, restore testing
 * plans, and the recovery points and restore jobs of a resource.
 */
export interface BackupAnswers {
  /** By the plan's id. */
  readonly GetBackupPlan?: ByName;
  /** By the plan's id and the selection's. */
  readonly GetBackupSelection?: Readonly<Record<string, ByName>>;
  readonly DescribeBackupVault?: ByName;
  /** By the vault's name. */
  readonly GetBackupVaultAccessPolicy?: ByName;
  readonly DescribeRegionSettings?: Answer;
  /** By the vault's name. */
  readonly ListRecoveryPointsByBackupVault?: ByName;
  /** Made of the recovery points where it is left out. */
  readonly ListProtectedResources?: Answer;
  readonly ListBackupJobs?: Answer;
  readonly ListCopyJobs?: Answer;
  readonly ListRestoreJobs?: Answer;
  readonly GetRestoreTestingPlan?: ByName;
  /** By the restore testing plan's name and the selection's. */
  readonly GetRestoreTestingSelection?: Readonly<Record<string, ByName>>;
}

/** What AWS Backup says of a whole account, beside the answers of each Region. */
export interface GlobalBackupAnswers {
  readonly DescribeGlobalSettings?: Answer;
}

/** The KMS of one Region. */
export interface KmsAnswers {
  /** By the key's ARN. */
  readonly DescribeKey?: ByName;
}

/** What is said of the account itself. */
export interface AccountAnswers {
  /** Without it: the Regions in which the account has something, as if they were open to everybody. */
  readonly ListRegions?: Answer;
}

/** One account and what its services say. */
export interface Account {
  readonly id: string;
  /** `aws` unless it says otherwise. */
  readonly partition?: string;
  /** Access key ids that act for this account. Where no account names any, the first account answers every key. */
  readonly accessKeys?: readonly string[];
  /** By name, with the path where there is one. */
  readonly roles?: Readonly<Record<string, Role>>;
  readonly s3?: S3Answers;
  readonly dynamodb?: ByRegion<DynamodbAnswers>;
  readonly backup?: ByRegion<BackupAnswers> & GlobalBackupAnswers;
  readonly kms?: ByRegion<KmsAnswers>;
  readonly account?: AccountAnswers;
}

/** A Kubernetes object, as `kubectl get … --output yaml` prints it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly [member: string]: unknown;
  };
  readonly [member: string]: unknown;
}

/** Many objects of one kind, each made when somebody asks for it. Only worlds that programs make have them. */
export interface Series {
  readonly apiVersion: string;
  readonly kind: string;
  /** Left out for objects of the whole cluster. */
  readonly namespace?: string;
  readonly names: readonly string[];
  /** The rest of the object of this name. */
  readonly make: (name: string, index: number) => Readonly<Record<string, unknown>> & { readonly metadata?: object };
}

/** One Kubernetes cluster, served under `/k8s/clusters/NAME`. */
export interface Cluster {
  readonly name: string;
  /** As `gitVersion` has it: `v1.31.4`, which it is unless it says otherwise. */
  readonly version?: string;
  /** Bearer tokens that are accepted; without any everybody is. */
  readonly tokens?: readonly string[];
  /** What is served beside that which every cluster has: `velero.io/v1`, or a single resource: `velero.io/v1/resticrepositories`. */
  readonly apis?: readonly string[];
  /** What is not served all the same: `backuprepositories.velero.io`. */
  readonly without?: readonly string[];
  /** The cluster adds what every server adds, where they leave it out: uid, resourceVersion, creationTimestamp. */
  readonly objects: readonly Manifest[];
  readonly series?: readonly Series[];
}

/** A snapshot, as `GET /_snapshot/REPOSITORY/_all` prints it. The cluster adds what is left out of it: its uuid, how long it took … */
export interface Snapshot {
  readonly snapshot: string;
  /** `SUCCESS`, `PARTIAL`, `FAILED`, `IN_PROGRESS` … */
  readonly state: string;
  /** ISO 8601. */
  readonly start_time: string;
  /** Left out as long as it is under way. */
  readonly end_time?: string;
  readonly indices?: readonly string[];
  readonly data_streams?: readonly string[];
  readonly include_global_state?: boolean;
  readonly metadata?: Answer;
  readonly reason?: string;
  readonly failures?: readonly Answer[];
  readonly shards?: { readonly total: number; readonly failed: number; readonly successful: number };
  readonly feature_states?: readonly Answer[];
  readonly uuid?: string;
}

/** Many snapshots of one repository, each made when somebody asks for it. Only worlds that programs make have them. */
export interface SnapshotSeries {
  readonly repository: string;
  readonly names: readonly string[];
  /** The rest of the snapshot of this name. */
  readonly make: (name: string, index: number) => Omit<Snapshot, 'snapshot'>;
}

/** Snapshot lifecycle management of Elasticsearch. */
export interface SlmAnswers {
  /** By name, as `GET /_slm/policy?human` prints them. Moments are ISO 8601. */
  readonly policies?: ByName;
  /** `RUNNING` unless it says otherwise. */
  readonly operation_mode?: string;
  /** Members of `GET /_slm/stats`. */
  readonly stats?: Answer;
}

/** Snapshot management, a plug-in of OpenSearch. */
export interface SmAnswers {
  /** By name: the `sm_policy` of each. Moments are ISO 8601. */
  readonly policies?: ByName;
  /** By the name of the policy, as `_explain` prints them. Moments are ISO 8601. */
  readonly explanations?: ByName;
}

/** One node: its name, and its settings as `GET /_nodes/settings` prints them. */
export interface SearchNode {
  readonly name: string;
  readonly settings?: Answer;
}

/** One Elasticsearch or OpenSearch cluster, served under `/search/NAME`. */
export interface SearchCluster {
  readonly name: string;
  readonly distribution: 'elasticsearch' | 'opensearch';
  /** `8.15.3` */
  readonly version: string;
  readonly cluster_uuid: string;
  /** `default` unless it says otherwise; `serverless` has neither snapshots nor policies. Only Elasticsearch has one. */
  readonly build_flavor?: string;
  /** Who is let in. A cluster that names nobody lets everybody in. */
  readonly credentials?: {
    /** Passwords by the names of users. */
    readonly users?: Readonly<Record<string, string>>;
    /** As they travel: `ID:KEY` in base64. */
    readonly apiKeys?: readonly string[];
    readonly tokens?: readonly string[];
    /** Access key ids of AWS. */
    readonly accessKeys?: readonly string[];
  };
  /** By name, as `GET /_snapshot` prints them. */
  readonly repositories?: ByName;
  /** By repository. */
  readonly snapshots?: Readonly<Record<string, readonly Snapshot[]>>;
  readonly series?: readonly SnapshotSeries[];
  /** Without it the server is one of those that have no such module. */
  readonly slm?: SlmAnswers;
  /** Without it the plug-in is not there. Without `policies` in it nobody has ever made one. */
  readonly sm?: SmAnswers;
  /** As `GET /_resolve/index/*?expand_wildcards=all` prints them. */
  readonly resolved?: {
    readonly indices?: readonly Answer[];
    readonly aliases?: readonly Answer[];
    readonly data_streams?: readonly Answer[];
  };
  /** Names of indices that the user may not see: nothing but the health of the cluster tells of them. */
  readonly unseen?: readonly string[];
  /** By index: the shards of `GET /_recovery?human`. Indices without an entry have always been there. */
  readonly recoveries?: Readonly<Record<string, readonly Answer[]>>;
  /** The indicators of `GET /_health_report`. Those that are left out are green. */
  readonly indicators?: ByName;
  /** By id. Without any: a single one. */
  readonly nodes?: Readonly<Record<string, SearchNode>>;
}

/** The samples of a metric. */
export type Metric = readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];

/** One Prometheus server, under `/prometheus/NAME`. */
export interface PrometheusServer {
  readonly name: string;
  /** `2.53.1` */
  readonly version: string;
  /** Who is let in. A server that names nobody lets everybody in. */
  readonly credentials?: { readonly users?: Readonly<Record<string, string>>; readonly tokens?: readonly string[] };
  /** Of those that every server has, the ones that differ from the default. */
  readonly flags?: Readonly<Record<string, string>>;
  /** As `GET /api/v1/status/config` prints it: YAML. */
  readonly config?: string;
  /** As `GET /api/v1/status/runtimeinfo` prints it. */
  readonly runtime: { readonly startTime: string; readonly storageRetention: string; readonly [member: string]: unknown };
  /** By name: what `GET /metrics` tells beside the server's version. */
  readonly metrics?: Readonly<Record<string, Metric>>;
  /** What queries that fit come to; the first counts. Those that fit none come to nothing. */
  readonly queries?: readonly {
    /** Glob over the expression. */
    readonly query: string;
    readonly result: readonly { readonly metric: Readonly<Record<string, string>>; readonly value: number }[];
  }[];
  /** As `GET /api/v1/status/tsdb/blocks` prints them; their moments are ISO 8601. */
  readonly blocks?: readonly { readonly ulid: string; readonly minTime: string; readonly maxTime: string }[];
  /** It is still starting: nothing but its health is told. */
  readonly starting?: true;
}

/**
 * Something that goes wrong, for the requests that meet all its conditions (`operation`, `resource`, `times`). It has one
 * effect at most; `latency` goes with any. The first fault with an effect decides, the latencies up to it add up.
 */
export interface Fault {
  /**
   * `s3:GetBucketReplication`, `kubernetes:list schedules.velero.io`, `kubernetes:get /apis`, `search:get /_slm/policy`,
   * `prometheus:get /metrics`, `s3:*` or `*`.
   */
  readonly operation: string;
  /**
   * Glob over the name or the id of the bucket, table, plan, vault, key …, or over its ARN where that is what was asked for.
   * Of Kubernetes: over the namespace of a list or the name of an object, also as `CLUSTER/NAME`. The lists of a whole
   * cluster have an empty name. The second and further pages of a list bear the names `page 2` … too. Of Elasticsearch,
   * OpenSearch and Prometheus: over the name of the server, over the repository or the policy, and over `SERVER/NAME` of those.
   */
  readonly resource?: string;
  /** Only the first so many requests. */
  readonly times?: number;
  /** Milliseconds before the answer. */
  readonly latency?: number;
  /** Share of the requests that are throttled, from 0 to 1. */
  readonly throttle?: number;
  /** What the service says to those who may not ask, with this message where it is a text. */
  readonly deny?: true | string;
  readonly error?: { readonly code: string; readonly status: number; readonly message?: string };
  /** The connection breaks before the answer. */
  readonly reset?: true;
  /** Half of the body: under the length of the whole (`announced`) or under its own (`matching`). */
  readonly truncate?: 'announced' | 'matching';
  /** 200 with this body instead of the answer. */
  readonly body?: string;
  /** No answer, ever. */
  readonly hang?: true;
}

/** Everything that a lab says. Usually one YAML file. */
export interface World {
  /** The moment at which a demonstration looks at it, ISO 8601. */
  readonly now?: string;
  /** Files may leave them out where there is anything else. */
  readonly accounts: readonly Account[];
  readonly kubernetes?: readonly Cluster[];
  readonly search?: readonly SearchCluster[];
  readonly prometheus?: readonly PrometheusServer[];
  readonly faults?: readonly Fault[];
}
