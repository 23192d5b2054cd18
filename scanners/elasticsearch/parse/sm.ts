import type { SearchExecution, SearchPolicy, SearchRetention, SearchSchedule } from '../../../model/kinds/elasticsearch.ts';
import { MalformedAnswer } from '../../../model/scanner.ts';
import { clip } from '../../../model/text.ts';
import { given, type Members, members, named, object, objects, optionalName, optionalObject, text, texts } from '../../json/members.ts';
import { contentsOf } from './configured.ts';
import { optionalMoment, optionalWhole, switched } from './values.ts';

// Snapshot management of OpenSearch, a plug-in: its policies, and what it explains of them.

/** Longest message that is kept. */
const LONGEST_MESSAGE = 1_000;

const cronOf = (cron: Members): SearchSchedule => ({
  syntax: 'unix-cron',
  expression: text('cron.expression', cron.expression),
  ...given<Pick<SearchSchedule, 'timeZone'>>({ timeZone: optionalName('cron.timezone', cron.timezone) }),
});

const intervalOf = ({ period, unit }: Members): SearchSchedule => ({
  syntax: 'interval',
  expression: `${optionalWhole('interval.period', period) ?? ''} ${text('interval.unit', unit)}`,
});

const scheduleOf = (what: string, schedule: Members): SearchSchedule => {
  const [cron, interval] = [optionalObject('cron', schedule.cron), optionalObject('interval', schedule.interval)];
  if (cron) return cronOf(cron);
  if (interval) return intervalOf(interval);
  throw new MalformedAnswer(`${what} is of no kind that is known.`);
};

const optionalSchedule = (what: string, part: Members | undefined): SearchSchedule | undefined => {
  const schedule = optionalObject(`${what}.schedule`, part?.schedule);
  return schedule && scheduleOf(`${what}.schedule`, schedule);
};

const retentionOf = (deletion: Members): SearchRetention => {
  const condition = members('deletion.condition', deletion.condition);
  return given<SearchRetention>({
    maxAge: optionalName('condition.max_age', condition.max_age),
    minCount: optionalWhole('condition.min_count', condition.min_count),
    maxCount: optionalWhole('condition.max_count', condition.max_count),
    schedule: optionalSchedule('deletion', deletion),
    snapshotPattern: optionalName('deletion.snapshot_pattern', deletion.snapshot_pattern),
  });
};

const policyOf = (policy: Members): SearchPolicy => {
  const config = object('snapshot_config', policy.snapshot_config);
  const deletion = optionalObject('deletion', policy.deletion);
  return {
    name: named('name', policy.name),
    enabled: switched('enabled', policy.enabled, true),
    repository: named('snapshot_config.repository', config.repository),
    ...contentsOf(config),
    ...given<Pick<SearchPolicy, 'schedule' | 'retention' | 'modifiedAt'>>({
      schedule: optionalSchedule('creation', optionalObject('creation', policy.creation)),
      retention: deletion && retentionOf(deletion),
      modifiedAt: optionalMoment('last_updated_time', policy.last_updated_time),
    }),
  };
};

/** A page of `GET /_plugins/_sm/policies`. */
export interface Page {
  readonly policies: readonly SearchPolicy[];
  /** How many there are on all pages. */
  readonly total: number;
}

export const pageOf = (answer: Members): Page => {
  const total = optionalWhole('total_policies', answer.total_policies);
  if (total === undefined || !Array.isArray(answer.policies)) throw new MalformedAnswer('The answer is no page of policies.');
  return { policies: objects('policies', answer.policies).map((entry) => policyOf(object('sm_policy', entry.sm_policy))), total };
};

/** The name is nowhere but in what it says to people once a snapshot is done. */
const doneIn = (message: string | undefined): string | undefined =>
  /Snapshot (\S+) creation has finished successfully/.exec(message ?? '')?.[1];

type Run = NonNullable<SearchExecution['lastSuccess']>;

/** Of an execution that failed it may not be said when that was. */
const endOf = ({ start_time, end_time }: Members): string | undefined =>
  optionalMoment('end_time', end_time) ?? optionalMoment('start_time', start_time);

const successOf = (execution: Members): Run | undefined => {
  const at = endOf(execution);
  const { message } = members('info', execution.info);
  return execution.status === 'SUCCESS' && at !== undefined
    ? { at, ...given<Pick<Run, 'snapshot'>>({ snapshot: doneIn(optionalName('info.message', message)) }) }
    : undefined;
};

const FAILED = ['FAILED', 'TIME_LIMIT_EXCEEDED'];

const failureOf = (execution: Members): Run | undefined => {
  const at = endOf(execution);
  const { message, cause } = members('info', execution.info);
  const words = optionalName('info.cause', cause) ?? optionalName('info.message', message);
  return FAILED.includes(String(execution.status)) && at !== undefined
    ? { at, ...given<Pick<Run, 'message'>>({ message: words === undefined ? undefined : clip(words, LONGEST_MESSAGE) }) }
    : undefined;
};

const executionOf = (explained: Members): SearchExecution => {
  const creation = members('creation', explained.creation);
  const execution = members('creation.latest_execution', creation.latest_execution);
  return {
    policy: named('name', explained.name),
    ...given<Omit<SearchExecution, 'policy' | 'statistics'>>({
      lastSuccess: successOf(execution),
      lastFailure: failureOf(execution),
      inProgress: texts('creation.started', creation.started)[0],
      nextExecution: optionalMoment('creation.trigger.time', members('creation.trigger', creation.trigger).time),
      state: optionalName('creation.current_state', creation.current_state),
      latestStatus: optionalName('latest_execution.status', execution.status),
    }),
  };
};

/** `GET /_plugins/_sm/policies/NAME,…/_explain` */
export const executionsOf = (answer: Members): SearchExecution[] => {
  if (!Array.isArray(answer.policies)) throw new MalformedAnswer('The answer explains no policies.');
  return objects('policies', answer.policies).map(executionOf);
};
