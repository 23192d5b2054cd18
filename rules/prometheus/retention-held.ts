import { humanDuration } from '../../model/duration.ts';
import { allHold } from '../../model/judge.ts';
import { type PrometheusConfiguration, prometheusServer } from '../../model/kinds/prometheus.ts';
import { duration, params } from '../../model/params.ts';
import { configuration, flags, metrics, runtime, server } from '../../model/prometheus/examples.ts';
import { type Limits, parsePrometheusDuration, parsePrometheusSize, parseStorageRetention } from '../../model/prometheus/retention.ts';
import { defineRule, fail, type Outcome, pass, pending, type Subject, unknown } from '../../model/rule.ts';

const MINUTE = 60_000;

type Server = Subject<typeof prometheusServer, 'runtime' | 'flags' | 'configuration' | 'metrics' | 'blocks'>;

interface Question {
  readonly min: number;
  readonly takenAt: Date;
}

/** One place that says how long data are kept. */
interface Promised {
  readonly facet: 'runtime' | 'configuration';
  readonly text: string;
  /** `undefined`: not understood. */
  readonly limits: Limits | undefined;
}

const byFile = ({ retentionTime, retentionSize }: PrometheusConfiguration): Limits | undefined => {
  const time = retentionTime === undefined ? undefined : parsePrometheusDuration(retentionTime);
  const size = retentionSize === undefined ? undefined : parsePrometheusSize(retentionSize);
  const isClear = (time === undefined) === (retentionTime === undefined) && (size === undefined) === (retentionSize === undefined);
  // Zero leaves it to the flags, or sets no limit: which of them depends on the version.
  return isClear && time !== 0 && size !== 0 ? { ...(time ? { time } : {}), ...(size ? { size } : {}) } : undefined;
};

/** What is in force; and what the file says, which newer versions take for it without the status page knowing. */
const promisesOf = ({ facets }: Server): readonly Promised[] => {
  const { storageRetention } = facets.runtime;
  const { retentionTime, retentionSize } = facets.configuration;
  const inFile = [retentionTime, retentionSize].filter((text) => text !== undefined);
  return [
    { facet: 'runtime', text: storageRetention, limits: parseStorageRetention(storageRetention) },
    ...(inFile.length === 0 ? [] : [{ facet: 'configuration' as const, text: inFile.join(' or '), limits: byFile(facets.configuration) }]),
  ];
};

const judgePromise = ({ facet, text, limits }: Promised, { min }: Question): Outcome<Message> => {
  const evidence = [{ facet, observed: `retention: ${text || 'none is told'}`, expected: `at least ${humanDuration(min)}` }];
  if (!limits) return unknown('unclear', { retention: text || 'nothing' }, evidence);
  const { time = Number.POSITIVE_INFINITY } = limits;
  return time < min ? fail('tooShort', { retention: text, min: humanDuration(min) }, evidence) : pass('held', {}, evidence);
};

/** Milliseconds since 1970. A server without any block and any sample holds nothing. */
const oldestOf = ({ facets }: Server): number | undefined => {
  const { lowestTimestamp } = facets.metrics;
  const times = [
    ...(lowestTimestamp === undefined ? [] : [lowestTimestamp * 1000]),
    ...facets.blocks.blocks.map(({ from }) => Date.parse(from)),
  ];
  return times.length === 0 ? undefined : Math.min(...times);
};

/** Between the start of a server and its first sample lies the loading, and one scrape. */
const FIRST_SAMPLE_WITHIN = 30 * MINUTE;

/** [inference] From this share of its limit on a server may have dropped blocks: it does so a block at a time. */
const FULL = 0.8;

const isFull = ({ facets }: Server, promises: readonly Promised[]): boolean | undefined => {
  if ((facets.metrics.sizeRetentions ?? 0) > 0) return true;
  const sizes = promises.flatMap(({ limits }) => (limits?.size ? [limits.size] : []));
  const { storageBytes } = facets.metrics;
  if (sizes.length === 0) return false;
  return storageBytes === undefined ? undefined : storageBytes >= FULL * Math.min(...sizes);
};

const ageText = (from: number, takenAt: Date): string => humanDuration(Math.max(0, takenAt.getTime() - from));

/** What it really holds. Less than is wanted is no fault of one that has not run for so long; what it did hold once and has dropped is. */
const judgeHeld = (subject: Server, promises: readonly Promised[], { min, takenAt }: Question): Outcome<Message> => {
  const oldest = oldestOf(subject);
  const started = Date.parse(subject.facets.runtime.startedAt);
  const held = oldest === undefined ? 0 : takenAt.getTime() - oldest;
  const holds = oldest === undefined ? 'It holds no sample' : `Its oldest sample is ${ageText(oldest, takenAt)} old`;
  const values = { holds, min: humanDuration(min), retention: promises.map(({ text }) => text).join(', ') };
  const evidence = [
    {
      facet: 'metrics',
      observed: oldest === undefined ? 'no sample' : `oldest sample: ${ageText(oldest, takenAt)} ago`,
      expected: `${values.min} ago or older`,
    },
    { facet: 'runtime', observed: Number.isNaN(started) ? 'no date of its start' : `running for ${ageText(started, takenAt)}` },
  ];
  if (held >= min) return pass('held', values, evidence);
  if (Number.isNaN(started)) return unknown('undated', values, evidence);
  if (takenAt.getTime() - started > held + FIRST_SAMPLE_WITHIN) return fail('dropped', values, evidence);
  const full = isFull(subject, promises);
  if (full) return fail('full', values, evidence);
  return full === undefined ? unknown('maybeFull', values, evidence) : pending('young', values, evidence);
};

const judge = (subject: Server, question: Question): Outcome<Message> => {
  const promises = promisesOf(subject);
  return allHold<Message>([
    ...promises.map((promised) => () => judgePromise(promised, question)),
    () => judgeHeld(subject, promises, question),
  ]);
};

const messages = {
  held: '{holds}, and at least {min} are kept (retention: {retention}).',
  tooShort: 'The retention that is in force, {retention}, is shorter than {min}.',
  dropped: '{holds}, and not {min}, although the server has run for longer than that: older ones are gone (retention: {retention}).',
  full: '{holds}, and not {min}: the limit of its size is reached first (retention: {retention}).',
  maybeFull: '{holds}, and not {min}. Whether the limit of its size is reached first cannot be told (retention: {retention}).',
  undated: '{holds}, and not {min}. Whether it has run for longer than that cannot be told (retention: {retention}).',
  young: '{holds}: nothing shows that older ones have been dropped, and {min} have not passed (retention: {retention}).',
  unclear: 'The retention that the server tells ({retention}) is not understood.',
  agent: 'The server runs as an agent: it keeps no samples of its own.',
};
type Message = keyof typeof messages;

export default defineRule({
  id: 'prometheus/retention-held',
  title: 'Prometheus keeps its samples for long enough',
  rationale:
    'The retention that counts is the one in force: a flag of 0s stands for the default of 15 days, the configuration file of newer versions overrides flags, and of a limit in time and one in size the first that is reached wins. So a server with a retention of 30 days and 10 GB may hold four days: what it holds shows in the age of its oldest sample. One that has not run for that long yet, and has dropped nothing for its size since it started, is left pending; one that has, and holds less, has dropped samples.',
  remediation:
    'Set `--storage.tsdb.retention.time` (with the operator: `spec.retention`) to what is wanted, and `--storage.tsdb.retention.size` (`spec.retentionSize`) so that it is not reached before, or leave it out; make the volume large enough. Samples that are gone come back only from a copy. See what is in force: `curl --silent "$URL/api/v1/status/runtimeinfo"`.',
  references: [
    'https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects',
    'https://prometheus.io/docs/prometheus/latest/querying/api/#runtime-information',
    'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusSpec',
  ],
  severity: 'high',
  subject: prometheusServer,
  reads: ['runtime', 'flags', 'configuration', 'metrics', 'blocks'],
  params: params({ min: duration({ default: '15d', description: 'How long samples have to be kept, at least.' }) }),
  messages,
  examples: [
    { name: '30 days, all of them held', facets: server(), params: { min: '30d' }, verdict: 'pass' },
    {
      name: 'The default where 30 days are wanted',
      facets: server(runtime({ storageRetention: '15d' })),
      params: { min: '30d' },
      verdict: 'fail',
    },
    {
      name: 'The limit of the size is reached first',
      facets: server(runtime({ storageRetention: '30d or 10GB' }), metrics({ oldest: '2026-01-27T12:00:00Z' })),
      params: { min: '30d' },
      verdict: 'fail',
    },
    {
      name: 'The configuration file keeps less than the flags',
      facets: server(configuration({ retentionTime: '7d' })),
      verdict: 'fail',
    },
    {
      name: 'Four days old itself',
      facets: server(runtime({ startedAt: '2026-01-27T12:00:00Z' }), metrics({ oldest: '2026-01-27T12:00:30Z' })),
      verdict: 'pending',
    },
    { name: 'An agent', facets: server(flags({ agent: true }), runtime({ storageRetention: '' })), verdict: 'fail' },
  ],
  check: (subject, { params: { min }, takenAt }) => {
    if (subject.facets.flags.agent)
      return fail('agent', {}, [{ facet: 'flags', observed: 'agent mode', expected: 'a server with its own storage' }]);
    return judge(subject, { min, takenAt });
  },
});
