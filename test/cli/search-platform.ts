// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references to the environment are written that way.
import type { Lab, Manifest, PrometheusServer, SearchCluster, World } from '../../lab/index.ts';
import type { Snapshot } from '../../lab/world.ts';
import { s3Of } from '../scanners/s3/world.ts';
import type { Sandbox } from './harness.ts';
import { kubeconfigFor } from './kubernetes-platform.ts';
import { policyOf } from './platform.ts';

// The monitoring of a platform: an Elasticsearch and an OpenSearch that snapshot everything every hour, a Prometheus that sends
// all its samples elsewhere, and one of each sort that does everything badly; the account with the bucket of the snapshots, and
// the cluster that Prometheus runs in. Moments are as long ago as they are told: the program asks the real clock.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ago = (time: number): string => new Date(Date.now() - time).toISOString();
const secondsAgo = (time: number): number => Math.round((Date.now() - time) / 1000);

/** What those who ask are known by, as environment variables. Nothing may ever show them. */
export const SECRETS = {
  LOGS_API_KEY: 'dGhlLWtleTpvZi10aGUtdGVzdHM=',
  TRACES_PASSWORD: 'the-password-of-the-tests',
  METRICS_TOKEN: 'the-token-of-the-metrics',
} as const;

/** The same as they travel. */
export const TOLD_SECRETS: readonly string[] = [
  ...Object.values(SECRETS),
  Buffer.from(`reader:${SECRETS.TRACES_PASSWORD}`).toString('base64'),
];

// Elasticsearch and OpenSearch

const BUCKET = 'search-snapshots';

/** Each policy writes to a repository of its own, which bears its name. */
const POLICIES = ['hourly', 'second'] as const;
const INDICES = ['index-1', 'index-2'];

/** When every policy ran last: at half past. Five minutes for a run to be over: the tests may begin right behind it. */
const LAST = Math.floor((Date.now() - 5 * MINUTE - HOUR / 2) / HOUR) * HOUR + HOUR / 2;
const RUNS = Array.from({ length: 48 }, (_, index) => LAST - index * HOUR);

const at = (time: number): string => new Date(time).toISOString();

const nameOf = (policy: string, time: number): string => `${policy}-${at(time).slice(0, 13).toLowerCase()}`;

const snapshotOf = (policy: string, time: number): Snapshot => ({
  snapshot: nameOf(policy, time),
  state: 'SUCCESS',
  start_time: at(time),
  end_time: at(time + MINUTE),
  indices: INDICES,
  include_global_state: true,
  metadata: { policy, sm_policy: policy },
});

const byPolicy = <T>(make: (policy: string) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(POLICIES.map((policy) => [policy, make(policy)]));

/** Of snapshot lifecycle management. */
const slmPolicy = (policy: string) => ({
  modified_date: ago(400 * DAY),
  policy: {
    name: `<${policy}-{now/H}>`,
    schedule: '0 30 * * * ?',
    repository: policy,
    config: { indices: ['*'], include_global_state: true },
    retention: { expire_after: '30d', min_count: 5 },
  },
  last_success: { snapshot_name: nameOf(policy, LAST), start_time: at(LAST), time: at(LAST + MINUTE) },
  next_execution: at(LAST + HOUR),
});

/** Of snapshot management. */
const smPolicy = (repository: string) => ({
  creation: { schedule: { cron: { expression: '30 * * * *', timezone: 'UTC' } } },
  deletion: { schedule: { cron: { expression: '40 * * * *', timezone: 'UTC' } }, condition: { max_age: '30d', min_count: 5 } },
  snapshot_config: { repository, indices: '*', include_global_state: true },
  enabled: true,
  last_updated_time: ago(400 * DAY),
});

const smExplanation = (policy: string) => ({
  creation: {
    current_state: 'CREATION_START',
    trigger: { time: at(LAST + HOUR) },
    latest_execution: {
      status: 'SUCCESS',
      start_time: at(LAST),
      end_time: at(LAST + MINUTE),
      info: { message: `Snapshot ${nameOf(policy, LAST)} creation has finished successfully.` },
    },
  },
});

const restored = {
  type: 'SNAPSHOT',
  start_time: at(LAST + MINUTE),
  stop_time: at(LAST + 2 * MINUTE),
  source: { repository: 'hourly', snapshot: nameOf('hourly', LAST), index: 'index-1' },
};

const sound: Pick<SearchCluster, 'repositories' | 'snapshots' | 'resolved' | 'recoveries'> = {
  repositories: byPolicy((policy) => ({ type: 's3', settings: { bucket: BUCKET, base_path: policy, client: 'default' } })),
  snapshots: byPolicy((policy) => RUNS.map((time) => snapshotOf(policy, time))),
  resolved: { indices: INDICES.map((name) => ({ name, attributes: ['open'] })), aliases: [], data_streams: [] },
  recoveries: { 'index-1': [restored] },
};

const logs: SearchCluster = {
  ...sound,
  name: 'logs',
  distribution: 'elasticsearch',
  version: '8.15.3',
  cluster_uuid: 'logs-of-the-tests',
  credentials: { apiKeys: [SECRETS.LOGS_API_KEY] },
  slm: { policies: byPolicy(slmPolicy) },
};

const traces: SearchCluster = {
  ...sound,
  name: 'traces',
  distribution: 'opensearch',
  version: '2.19.1',
  cluster_uuid: 'traces-of-the-tests',
  credentials: { users: { reader: SECRETS.TRACES_PASSWORD } },
  sm: { policies: byPolicy(smPolicy), explanations: byPolicy(smExplanation) },
};

/** Its policies are stopped, and write to the directory of a node; the last snapshot is of last month. */
const oldLogs: SearchCluster = {
  name: 'old-logs',
  distribution: 'elasticsearch',
  version: '8.15.3',
  cluster_uuid: 'old-logs-of-the-tests',
  repositories: { local: { type: 'fs', settings: { location: '/usr/share/elasticsearch/snapshots', readonly: 'true' } } },
  snapshots: {
    local: [
      {
        snapshot: 'weekly-1',
        state: 'PARTIAL',
        start_time: ago(30 * DAY),
        end_time: ago(30 * DAY - HOUR),
        indices: ['drafts'],
        include_global_state: false,
        metadata: { policy: 'weekly' },
        shards: { total: 2, failed: 1, successful: 1 },
      },
    ],
  },
  slm: {
    operation_mode: 'STOPPED',
    policies: {
      weekly: {
        modified_date: ago(400 * DAY),
        policy: {
          name: '<weekly-{now/d}>',
          schedule: '0 0 0 ? * SUN',
          repository: 'local',
          config: { indices: ['drafts'], include_global_state: false },
          retention: { max_count: 1 },
        },
        last_failure: { snapshot_name: 'weekly-1', time: ago(30 * DAY), details: 'a shard failed' },
        next_execution: ago(-DAY),
      },
    },
  },
  resolved: { indices: ['drafts', 'notes'].map((name) => ({ name, attributes: ['open'] })), aliases: [], data_streams: [] },
};

// Prometheus

const ENDPOINT = { remote_name: 'vault', url: 'https://vault.example/write' };

const metrics: PrometheusServer = {
  name: 'metrics',
  version: '3.6.0',
  credentials: { tokens: [SECRETS.METRICS_TOKEN] },
  runtime: { startTime: ago(400 * DAY), storageRetention: '60d', reloadConfigSuccess: true },
  flags: { 'storage.tsdb.retention.time': '60d' },
  config: `remote_write:\n- name: ${ENDPOINT.remote_name}\n  url: ${ENDPOINT.url}\n`,
  metrics: {
    prometheus_tsdb_lowest_timestamp_seconds: [{ value: secondsAgo(59 * DAY) }],
    prometheus_remote_storage_highest_timestamp_in_seconds: [{ value: secondsAgo(0) }],
    prometheus_remote_storage_queue_highest_sent_timestamp_seconds: [{ labels: ENDPOINT, value: secondsAgo(5_000) }],
    prometheus_remote_storage_samples_failed_total: [{ labels: ENDPOINT, value: 3 }],
    prometheus_remote_storage_samples_dropped_total: [{ labels: ENDPOINT, value: 0 }],
  },
  // It has lost some since it was started, and none of late.
  queries: [{ query: '*samples_*', result: [{ metric: { remote_name: ENDPOINT.remote_name }, value: 0 }] }],
  blocks: [{ ulid: '01JD0000000000000000000000', minTime: ago(59 * DAY), maxTime: ago(58 * DAY) }],
};

/** Nothing leaves it, it keeps six hours, and it runs with another configuration than that of its file. */
const oldMetrics: PrometheusServer = {
  name: 'old-metrics',
  version: '2.53.1',
  runtime: { startTime: ago(400 * DAY), storageRetention: '6h', reloadConfigSuccess: false },
  flags: { 'storage.tsdb.retention.time': '6h', 'storage.tsdb.max-block-duration': '1d' },
  metrics: { prometheus_tsdb_lowest_timestamp_seconds: [{ value: secondsAgo(6 * HOUR) }] },
};

// Where Prometheus runs

const CREATED = ago(400 * DAY);

const pod = (name: string, volume: object): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'monitoring', creationTimestamp: CREATED },
  spec: {
    nodeName: 'node-1',
    containers: [{ name: 'prometheus', image: 'prom/prometheus:v3.6.0', volumeMounts: [{ name: 'data', mountPath: '/prometheus' }] }],
    volumes: [{ name: 'data', ...volume }],
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});

export const searchPlatform: World = {
  accounts: [
    {
      id: '123456789012',
      s3: s3Of({ [BUCKET]: { region: 'us-east-2', answers: { GetBucketVersioning: { Status: 'Enabled' } } } }),
    },
  ],
  search: [logs, traces, oldLogs],
  prometheus: [metrics, oldMetrics],
  kubernetes: [
    {
      name: 'main',
      tokens: ['the-token-of-the-tests'],
      objects: [
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'monitoring', creationTimestamp: CREATED }, status: { phase: 'Active' } },
        pod('prometheus-0', { persistentVolumeClaim: { claimName: 'data-prometheus-0' } }),
        pod('old-prometheus-0', { emptyDir: {} }),
      ],
    },
  ],
};

// How it is scanned

/** Each target by its name: what the configuration says of it beside the address of the lab. */
const TARGETS = {
  logs: 'elasticsearch: { url: "LAB/search/logs", region: us-west-2, auth: { apiKey: "${LOGS_API_KEY}" } }',
  traces: 'elasticsearch: { url: "LAB/search/traces", region: us-west-2, auth: { username: reader, password: "${TRACES_PASSWORD}" } }',
  'old-logs': 'elasticsearch: { url: "LAB/search/old-logs", region: us-west-2 }',
  metrics:
    'prometheus: { url: "LAB/prometheus/metrics", name: metrics, cluster: main, namespace: monitoring, workload: prometheus, auth: { bearer: "${METRICS_TOKEN}" } }',
  'old-metrics':
    'prometheus: { url: "LAB/prometheus/old-metrics", name: old-metrics, cluster: main, namespace: monitoring, workload: old-prometheus }',
  cluster: 'kubernetes: { kubeconfig: KUBECONFIG }',
  cloud: 'aws: { endpoint: "LAB", regions: [us-west-2, us-east-2] }',
} as const;
export type Target = keyof typeof TARGETS;
const ALL = Object.keys(TARGETS) as Target[];

/** The files of a scan of a lab. */
export const filesFor = (lab: Pick<Lab, 'url'>, { file }: Pick<Sandbox, 'file'>, targets: readonly Target[] = ALL) => ({
  kubeconfig: kubeconfigFor(lab),
  'mlops-dr.yaml': ['targets:', ...targets.flatMap((name) => [`  - name: ${name}`, `    ${TARGETS[name]}`]), 'policies: [policy.yaml]', '']
    .join('\n')
    .replaceAll('LAB', lab.url)
    .replaceAll('KUBECONFIG', JSON.stringify(file('kubeconfig'))),
});

/** Every rule; and how good things have to be. */
export const RULES = {
  'elasticsearch/cluster': {
    'elasticsearch/repository-registered': '{}',
    'elasticsearch/repository-writable': '{}',
    'elasticsearch/repository-off-site': '{}',
    'elasticsearch/repository-protected': '{}',
    'elasticsearch/snapshot-policy-active': '{}',
    'elasticsearch/snapshot-frequency': '{ maxGap: 1h }',
    'elasticsearch/snapshot-retention': '{ min: 30d }',
    'elasticsearch/snapshot-recent': '{ maxAge: 3h }',
    'elasticsearch/snapshots-succeed': '{ window: 1d }',
    'elasticsearch/indices-covered': '{}',
    'elasticsearch/cluster-state-included': '{}',
    'elasticsearch/restore-tested': '{ maxAge: 3d }',
  },
  'prometheus/server': {
    'prometheus/retention-held': '{ min: 30d }',
    'prometheus/storage-persistent': '{}',
    'prometheus/copied-off-host': '{ maxLag: 2h }',
    'prometheus/configuration-loaded': '{}',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;
export type Kind = keyof typeof RULES;

/** What each component is about, by the name that is also its own. */
export const COMPONENTS = {
  logs: 'elasticsearch/cluster',
  traces: 'elasticsearch/cluster',
  'old-logs': 'elasticsearch/cluster',
  metrics: 'prometheus/server',
  'old-metrics': 'prometheus/server',
} as const satisfies Readonly<Record<string, Kind>>;
export type Component = keyof typeof COMPONENTS;

/** What the recovery of the search clusters has to come to. */
export const OBJECTIVES = { rpo: '3h', retention: '1d', copies: 2, regions: 2 } as const;

export const componentOf = (name: Component): string => {
  const kind = COMPONENTS[name];
  return [
    `  - name: ${name}`,
    ...(kind === 'elasticsearch/cluster' ? [`    objectives: ${JSON.stringify(OBJECTIVES)}`] : []),
    `    resources: [{ kind: ${kind}, name: ${name} }]`,
    '    rules:',
    ...Object.entries(RULES[kind]).map(([rule, params]) => `      - { rule: ${rule}, params: ${params} }`),
  ].join('\n');
};

export const policyFor = (...components: readonly Component[]): string => policyOf('monitoring', ...components.map(componentOf));
export const SEARCH_POLICY = policyFor(...(Object.keys(COMPONENTS) as Component[]));
