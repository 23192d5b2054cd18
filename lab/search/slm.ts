import { matchesGlob } from '../../model/glob.ts';
import type { Answer } from '../world.ts';
import { refusal } from './answers.ts';
import type { Served } from './served.ts';
import { isHuman, moment } from './times.ts';

// Snapshot lifecycle management of Elasticsearch.

const recordOf = (record: Answer, human: boolean): object => {
  const { start_time, time, ...rest } = record;
  return { ...rest, ...moment('start_time', 'start_time_string', start_time, human), ...moment('time', 'time_string', time, human) };
};

const isRecord = (value: unknown): value is Answer => typeof value === 'object' && value !== null;

const inProgress = (progress: Answer, human: boolean): object => {
  const { start_time, ...rest } = progress;
  return { ...rest, ...moment('start_time_millis', 'start_time', start_time, human) };
};

const NO_RUNS = { snapshots_taken: 0, snapshots_failed: 0, snapshots_deleted: 0, snapshot_deletion_failures: 0 };

const statsOf = (name: string, { stats }: Answer): object => ({ policy: name, ...NO_RUNS, ...(isRecord(stats) ? stats : {}) });

const policyOf = (name: string, item: Answer, human: boolean): object => ({
  version: item.version ?? 1,
  ...moment('modified_date_millis', 'modified_date', item.modified_date, human),
  policy: item.policy,
  ...(isRecord(item.last_success) ? { last_success: recordOf(item.last_success, human) } : {}),
  ...(isRecord(item.last_failure) ? { last_failure: recordOf(item.last_failure, human) } : {}),
  ...moment('next_execution_millis', 'next_execution', item.next_execution, human),
  ...(isRecord(item.in_progress) ? { in_progress: inProgress(item.in_progress, human) } : {}),
  stats: statsOf(name, item),
});

/** `GET /_slm/policy`, `GET /_slm/policy/{policy}` */
export const slmPolicies = ({ cluster: { slm = {} } }: Served, written: string | undefined, query: URLSearchParams): object => {
  const names = written?.split(',') ?? ['*'];
  const found = Object.entries(slm.policies ?? {}).filter(([own]) => names.some((name) => matchesGlob(name, own)));
  if (written !== undefined && found.length === 0)
    return refusal(404, 'resource_not_found_exception', `snapshot lifecycle policy or policies [${written}] not found`);
  return Object.fromEntries(found.map(([name, item]) => [name, policyOf(name, item, isHuman(query))]));
};

export const operationMode = ({ cluster: { slm = {} } }: Served): string => slm.operation_mode ?? 'RUNNING';

/** `GET /_slm/status` */
export const slmStatus = (served: Served): object => ({ operation_mode: operationMode(served) });

const RETENTION = {
  retention_runs: 0,
  retention_failed: 0,
  retention_timed_out: 0,
  retention_deletion_time: '0s',
  retention_deletion_time_millis: 0,
};

const TOTALS = {
  total_snapshots_taken: 'snapshots_taken',
  total_snapshots_failed: 'snapshots_failed',
  total_snapshots_deleted: 'snapshots_deleted',
  total_snapshot_deletion_failures: 'snapshot_deletion_failures',
};

const numberAt = (stats: object, member: string): number => Number((stats as Answer)[member] ?? 0);

/** `GET /_slm/stats` */
export const slmStats = ({ cluster: { slm = {} } }: Served): object => {
  const all = Object.entries(slm.policies ?? {}).map(([name, item]) => statsOf(name, item));
  const totals = Object.entries(TOTALS).map(([total, member]) => [total, all.reduce((sum, stats) => sum + numberAt(stats, member), 0)]);
  return { ...RETENTION, ...Object.fromEntries(totals), policy_stats: all, ...slm.stats };
};
