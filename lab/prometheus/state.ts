import { isSince } from '../versions.ts';
import type { PrometheusServer } from '../world.ts';
import { defaultFlags } from './flags.ts';

// What a server says of itself.

export const build = ({ version }: PrometheusServer) => ({
  version,
  revision: '0000000000000000000000000000000000000000',
  branch: 'HEAD',
  buildUser: 'root@lab',
  buildDate: '20240101-00:00:00',
  goVersion: 'go1.22.5',
});

export const flags = (server: PrometheusServer): Readonly<Record<string, string>> => ({ ...defaultFlags(server.version), ...server.flags });

/** A flag of its own since 3.0, a feature before. */
export const isAgent = ({ flags = {} }: PrometheusServer): boolean =>
  flags.agent === 'true' || (flags['enable-feature'] ?? '').split(',').includes('agent');

const EMPTY_CONFIG = 'global:\n  scrape_interval: 1m\n  scrape_timeout: 10s\n  evaluation_interval: 1m\n';

export const configuration = ({ config = EMPTY_CONFIG }: PrometheusServer) => ({ yaml: config });

/** @param now ISO 8601 */
export const runtime = ({ version, runtime: said, name }: PrometheusServer, now: string) => ({
  CWD: '/prometheus',
  ...(isSince(version, '3.0') ? { hostname: name, serverTime: now } : {}),
  reloadConfigSuccess: true,
  lastConfigTime: said.startTime,
  corruptionCount: 0,
  goroutineCount: 40,
  GOMAXPROCS: 2,
  ...(isSince(version, '2.45') ? { GOMEMLIMIT: Number.MAX_SAFE_INTEGER } : {}),
  GOGC: '',
  GODEBUG: '',
  ...said,
});

/** Nothing is told of single series. */
export const head = () => ({
  headStats: { numSeries: 0, numLabelPairs: 0, chunkCount: 0, minTime: 0, maxTime: 0 },
  seriesCountByMetricName: [],
  labelValueCountByLabelName: [],
  memoryInBytesByLabelName: [],
  seriesCountByLabelValuePair: [],
});

export const blocks = ({ blocks: said = [] }: PrometheusServer) => ({
  blocks: said.map(({ ulid, minTime, maxTime }) => ({
    ulid,
    minTime: Date.parse(minTime),
    maxTime: Date.parse(maxTime),
    stats: { numSamples: 1, numSeries: 1, numChunks: 1 },
    compaction: { level: 1, sources: [ulid] },
    version: 1,
  })),
});
