import { loadAll } from 'js-yaml';
import type { PrometheusConfiguration, PrometheusFlags, PrometheusMetrics, PrometheusRuntime } from '../../model/kinds/prometheus.ts';
import { kept } from '../../model/remember.ts';
import { MalformedAnswer } from '../../model/scanner.ts';
import {
  given,
  type Members,
  members,
  named,
  object,
  objects,
  optionalCount,
  optionalFlag,
  optionalName,
  optionalText,
  optionalTime,
  text,
  textMap,
  time,
} from '../json/members.ts';
import { type Sample, samplesOf, sampleValue } from './exposition.ts';

// What a Prometheus server answers, as facets.

/** `GET /api/v1/status/buildinfo` */
export const buildOf = (data: Members) => ({ version: named('version', data.version) });

/** `GET /api/v1/status/runtimeinfo` */
export const runtimeOf = (data: Members): PrometheusRuntime => {
  const reloadConfigSuccess = optionalFlag('reloadConfigSuccess', data.reloadConfigSuccess);
  if (reloadConfigSuccess === undefined) throw new MalformedAnswer('reloadConfigSuccess is missing.');
  return {
    startedAt: time('startTime', data.startTime),
    reloadConfigSuccess,
    storageRetention: optionalText('storageRetention', data.storageRetention) ?? '',
    ...given<{ lastConfigAt?: string; corruptionCount?: number }>({
      lastConfigAt: configTime(data.lastConfigTime),
      corruptionCount: optionalCount('corruptionCount', data.corruptionCount),
    }),
  };
};

/** Go's zero time stands for none. */
const ZERO_TIME = '0001-01-01T00:00:00Z';

const configTime = (written: unknown): string | undefined => (written === ZERO_TIME ? undefined : optionalTime('lastConfigTime', written));

const isSet = (flags: Readonly<Record<string, string>>, name: string): boolean => flags[name] === 'true';

/** `GET /api/v1/status/flags`. Agent mode was a feature before it was a flag of its own. */
export const flagsOf = (data: Members): PrometheusFlags => {
  const flags = textMap('data', data);
  // Every server has many, and tells those as well that nobody has set.
  if (Object.keys(flags).length === 0) throw new MalformedAnswer('No flag is told of.');
  const features = (flags['enable-feature'] ?? '').split(',').map((feature) => feature.trim());
  return {
    agent: isSet(flags, 'agent') || features.includes('agent'),
    adminApi: isSet(flags, 'web.enable-admin-api'),
    ...given<Pick<PrometheusFlags, 'retentionTime' | 'retentionSize' | 'minBlockDuration' | 'maxBlockDuration'>>({
      retentionTime: flags['storage.tsdb.retention.time'] || undefined,
      retentionSize: flags['storage.tsdb.retention.size'] || undefined,
      minBlockDuration: flags['storage.tsdb.min-block-duration'] || undefined,
      maxBlockDuration: flags['storage.tsdb.max-block-duration'] || undefined,
    }),
  };
};

/** The host of an address that may hold credentials, and with it the port where it names one. */
const hostOf = (url: string): string => {
  try {
    return new URL(url).host;
  } catch {
    throw new MalformedAnswer('An address of remote write is no URL.');
  }
};

/** What relabelling does where it does not say. */
const REPLACE = 'replace';

const remoteWriteOf = (written: Members) => ({
  ...given<{ name?: string }>({ name: optionalName('name', written.name) }),
  host: hostOf(named('url', written.url)),
  relabelActions: objects('write_relabel_configs', written.write_relabel_configs).map(
    ({ action }) => optionalName('action', action) ?? REPLACE,
  ),
});

/** An empty file is a valid configuration. */
const yamlOf = (source: string): Members => {
  let documents: readonly unknown[];
  try {
    documents = loadAll(source);
  } catch {
    throw new MalformedAnswer('The configuration is no YAML.');
  }
  if (documents.length > 1) throw new MalformedAnswer('The configuration is more than one document.');
  return members('the configuration', documents[0]);
};

/** Labels may be written as numbers and switches: to Prometheus all of them are texts. */
const labelsOf = (labels: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(members('external_labels', labels)).map(([name, value]) => [name, String(value)]));

const retentionOf = (written: Members) => {
  const tsdb = members('storage.tsdb', members('storage', written.storage).tsdb);
  const { time: limit, size } = members('storage.tsdb.retention', tsdb.retention);
  return given<Pick<PrometheusConfiguration, 'retentionTime' | 'retentionSize'>>({
    retentionTime: limit === undefined || limit === null ? undefined : String(limit),
    retentionSize: size === undefined || size === null ? undefined : String(size),
  });
};

/** `GET /api/v1/status/config`: YAML, in which the server has made secrets illegible. No more of it is kept than this. */
export const configurationOf = (data: Members): PrometheusConfiguration => {
  const written = yamlOf(text('yaml', data.yaml));
  return {
    externalLabels: labelsOf(members('global', written.global).external_labels),
    remoteWrites: objects('remote_write', written.remote_write).map(remoteWriteOf),
    ...retentionOf(written),
  };
};

const OWN = {
  lowest: 'prometheus_tsdb_lowest_timestamp_seconds',
  blocks: 'prometheus_tsdb_blocks_loaded',
  bytes: 'prometheus_tsdb_storage_blocks_bytes',
  sizeRetentions: 'prometheus_tsdb_size_retentions_total',
  highest: 'prometheus_remote_storage_highest_timestamp_in_seconds',
} as const;

/** Metrics of the queues of remote write; what counters were called before 2.23 is in the second place. */
const QUEUE = {
  highest: ['prometheus_remote_storage_queue_highest_timestamp_seconds'],
  highestSent: ['prometheus_remote_storage_queue_highest_sent_timestamp_seconds'],
  pending: ['prometheus_remote_storage_samples_pending', 'prometheus_remote_storage_pending_samples'],
  failed: ['prometheus_remote_storage_samples_failed_total', 'prometheus_remote_storage_failed_samples_total'],
  dropped: ['prometheus_remote_storage_samples_dropped_total', 'prometheus_remote_storage_dropped_samples_total'],
  sent: ['prometheus_remote_storage_samples_total', 'prometheus_remote_storage_succeeded_samples_total'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const WANTED = new Set<string>([...Object.values(OWN), ...Object.values(QUEUE).flat()]);

/** The end of what dates of JavaScript can be, in seconds: an empty TSDB tells the largest number there is. */
const END_OF_TIME = 8.64e12;

/** A moment, in Unix seconds, which is one. */
const moment = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isFinite(value) && value > 0 && value < END_OF_TIME ? value : undefined;

const finite = (value: number | undefined): number | undefined => (Number.isFinite(value) ? value : undefined);

/** Counters with several label sets (reasons) are one. */
const total = (samples: readonly Sample[], names: readonly string[]): number | undefined => {
  const own = samples.filter(({ name }) => names.includes(name));
  return own.length === 0 ? undefined : finite(own.reduce((sum, { value }) => sum + value, 0));
};

/** Queues of addresses that differ in nothing but their credentials have names of their own. */
const queueKey = ({ labels }: Sample): string => `${labels.remote_name ?? ''}\n${labels.url ?? ''}`;

const queueOf = (samples: readonly Sample[]): PrometheusMetrics['queues'][number] => {
  const { remote_name: name = '', url = '' } = samples[0]?.labels ?? {};
  const highestSent = total(samples, QUEUE.highestSent);
  return {
    name,
    host: hostOf(url),
    ...given<Omit<PrometheusMetrics['queues'][number], 'name' | 'host'>>({
      highest: moment(total(samples, QUEUE.highest)),
      highestSent: highestSent === 0 ? 0 : moment(highestSent),
      pending: total(samples, QUEUE.pending),
      failed: total(samples, QUEUE.failed),
      dropped: total(samples, QUEUE.dropped),
      sent: total(samples, QUEUE.sent),
    }),
  };
};

const queuesOf = (samples: readonly Sample[]): PrometheusMetrics['queues'] => {
  const names = new Set<string>(Object.values(QUEUE).flat());
  const own = samples.filter(({ name, labels }) => names.has(name) && labels.url !== undefined);
  const queues = new Map<string, Sample[]>();
  for (const sample of own) kept(queues, queueKey(sample), () => []).push(sample);
  return [...queues.values()].map(queueOf);
};

/** `GET /metrics` */
export const metricsOf = (exposition: string): PrometheusMetrics => {
  const samples = samplesOf(exposition, WANTED);
  const one = (name: string) => samples.find((sample) => sample.name === name)?.value;
  if (samples.length === 0) throw new MalformedAnswer('These are not the metrics of a Prometheus server.');
  return {
    ...given<Omit<PrometheusMetrics, 'queues'>>({
      lowestTimestamp: moment(one(OWN.lowest)),
      highestTimestamp: moment(one(OWN.highest)),
      blocks: finite(one(OWN.blocks)),
      storageBytes: finite(one(OWN.bytes)),
      sizeRetentions: finite(one(OWN.sizeRetentions)),
    }),
    queues: queuesOf(samples),
  };
};

/** One element of a vector. */
interface Element {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const elementOf = (element: Members): Element => {
  const { value } = element;
  const number = Array.isArray(value) ? sampleValue(String(value[1])) : undefined;
  if (number === undefined) throw new MalformedAnswer('An element of the vector has no value.');
  return { labels: textMap('metric', element.metric), value: number };
};

/** The answer of `GET /api/v1/query` to an expression that gives a vector. */
export const vectorOf = (data: Members): readonly Element[] => {
  if (data.resultType !== 'vector') throw new MalformedAnswer('The answer to the query is no vector.');
  return objects('result', data.result).map(elementOf);
};

/** `GET /api/v1/status/tsdb/blocks`. Times are Unix milliseconds. */
export const blocksOf = (data: Members) => {
  const at = (what: string, value: unknown): string => {
    if (Number.isSafeInteger(value) && Math.abs(value as number) < END_OF_TIME * 1000) return new Date(value as number).toISOString();
    throw new MalformedAnswer(`${what} is no time.`);
  };
  if (data.blocks === undefined) throw new MalformedAnswer('The answer does not say which blocks there are.');
  return {
    blocks: objects('blocks', data.blocks).map(({ ulid, minTime, maxTime }) => ({
      ulid: named('ulid', ulid),
      from: at('minTime', minTime),
      until: at('maxTime', maxTime),
    })),
  };
};

/** What every answer of the API is wrapped in. https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview */
export const dataOf = (answer: Members): Members => {
  if (answer.status !== 'success') throw new MalformedAnswer('The answer does not say that it is a success.');
  return object('data', answer.data);
};
