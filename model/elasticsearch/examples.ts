import type {
  SearchExecution,
  SearchInfo,
  SearchPolicy,
  SearchRepository,
  SearchRestore,
  SearchSnapshot,
  SearchSnapshotDetail,
} from '../kinds/elasticsearch.ts';

// What examples and tests of rules about Elasticsearch are made of: one cluster, one repository in S3, one nightly policy.

export const BUCKET = 'arn:aws:s3:::mlops-elasticsearch-snapshots';
export const REPOSITORY = 'mlops-snapshots';
export const POLICY = 'nightly';

export const info = (more: Partial<SearchInfo> = {}) => ({ info: { distribution: 'elasticsearch' as const, version: '8.15.3', ...more } });

export const repository = (more: Partial<SearchRepository> = {}): SearchRepository => ({
  name: REPOSITORY,
  type: 's3',
  bucket: 'mlops-elasticsearch-snapshots',
  basePath: 'mlops-logs',
  client: 'default',
  readOnly: false,
  ...more,
});

export const repositories = (...all: readonly SearchRepository[]) => ({ repositories: { repositories: [...all] } });

/** Everything, at half past one every night, kept for 30 days. */
export const policy = (more: Partial<SearchPolicy> = {}): SearchPolicy => ({
  name: POLICY,
  enabled: true,
  schedule: { syntax: 'cron', expression: '0 30 1 * * ?' },
  repository: REPOSITORY,
  indices: ['*'],
  includeGlobalState: true,
  partial: false,
  ignoreUnavailable: false,
  retention: { maxAge: '30d' },
  modifiedAt: '2025-10-01T08:00:00Z',
  ...more,
});

export const policies = (...all: readonly SearchPolicy[]) => ({ policies: { policies: [...all] } });

/** `nightly-2026.01.31` */
export const snapshotName = (startedAt: string, of = POLICY): string => `${of}-${startedAt.slice(0, 10).replaceAll('-', '.')}`;

const HOUR = 3_600_000;

const hourAfter = (time: string): string => new Date(Date.parse(time) + HOUR).toISOString().replace('.000Z', 'Z');

/** A complete one, which took an hour. */
export const snapshot = (startedAt: string, more: Partial<SearchSnapshot> = {}): SearchSnapshot => ({
  repository: REPOSITORY,
  name: snapshotName(startedAt),
  state: 'SUCCESS',
  startedAt,
  endedAt: hourAfter(startedAt),
  failedShards: 0,
  totalShards: 12,
  ...more,
});

export const snapshots = (...all: readonly SearchSnapshot[]) => ({ snapshots: { snapshots: [...all], unlisted: [] } });

/** What the same snapshot holds. */
export const detail = (startedAt: string, more: Partial<SearchSnapshotDetail> = {}): SearchSnapshotDetail => ({
  repository: REPOSITORY,
  name: snapshotName(startedAt),
  state: 'SUCCESS',
  startedAt,
  endedAt: hourAfter(startedAt),
  indices: ['.ds-logs-ml-2026.01.01-000001', 'training-runs'],
  dataStreams: ['logs-ml'],
  includeGlobalState: true,
  policy: POLICY,
  failedShards: 0,
  totalShards: 12,
  ...more,
});

export const details = (...all: readonly SearchSnapshotDetail[]) => ({ snapshotDetails: { snapshots: [...all] } });

export const execution = (more: Partial<SearchExecution> = {}): SearchExecution => ({
  policy: POLICY,
  lastSuccess: { snapshot: snapshotName(NIGHTS[0]), at: hourAfter(NIGHTS[0]) },
  nextExecution: '2026-02-01T01:30:00Z',
  statistics: { taken: 120, failed: 0, deleted: 90, deletionFailures: 0 },
  ...more,
});

export const executions = (...all: readonly SearchExecution[]) => ({ executions: { executions: [...all] } });

/** A data stream, the index that backs it, an index, and one of the system. */
export const indices = () => ({
  indices: {
    indices: [
      { name: '.ds-logs-ml-2026.01.01-000001', hidden: true, system: false, closed: false, dataStream: 'logs-ml' },
      { name: 'training-runs', hidden: false, system: false, closed: false },
      { name: '.kibana_8.15.3_001', hidden: true, system: true, closed: false },
    ],
    dataStreams: ['logs-ml'],
    aliases: [],
  },
});

/** One index, restored whole under another name. */
export const restore = (endedAt: string, more: Partial<SearchRestore> = {}): SearchRestore => ({
  index: 'restored-training-runs',
  source: 'training-runs',
  repository: REPOSITORY,
  snapshot: snapshotName(NIGHTS[0]),
  shards: 2,
  done: 2,
  endedAt,
  mounted: false,
  ...more,
});

export const restores = (...all: readonly SearchRestore[]) => ({ restores: { restores: [...all] } });

/** The newest first. */
export const NIGHTS = ['2026-01-31T01:30:00Z', '2026-01-30T01:30:00Z', '2026-01-29T01:30:00Z'] as const;

/** A cluster that could be recovered; `more` comes on top or instead, facet by facet. */
export const cluster = (...more: readonly object[]) =>
  Object.assign(
    info(),
    repositories(repository()),
    { storageClients: { s3: [] }, management: { mode: 'RUNNING' } },
    snapshots(...NIGHTS.map((night) => snapshot(night))),
    details(...NIGHTS.map((night) => detail(night))),
    policies(policy()),
    executions(execution()),
    indices(),
    restores(),
    ...more,
  );
