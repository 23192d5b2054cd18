import type { SearchExecution, SearchPolicy, SearchRetention, SearchSchedule } from '../../../model/kinds/elasticsearch.ts';
import { clip } from '../../../model/text.ts';
import { given, isMembers, type Members, members, named, object, optionalName, optionalObject, text } from '../../json/members.ts';
import { contentsOf } from './configured.ts';
import { optionalMoment, optionalWhole } from './values.ts';

// Snapshot lifecycle management of Elasticsearch: what `GET /_slm/policy` answers, by id of the policy.

/** Longest message that is kept. */
const LONGEST_MESSAGE = 1_000;

// A cron expression has spaces between its fields; a time value (8.15 and later) has none.
const scheduleOf = (expression: string): SearchSchedule => ({ syntax: /\s/.test(expression.trim()) ? 'cron' : 'interval', expression });

/** `undefined` where nothing is limited: nothing is deleted then. */
const retentionOf = (retention: Members): SearchRetention | undefined => {
  const limits = given<SearchRetention>({
    maxAge: optionalName('retention.expire_after', retention.expire_after),
    minCount: optionalWhole('retention.min_count', retention.min_count),
    maxCount: optionalWhole('retention.max_count', retention.max_count),
  });
  return Object.keys(limits).length === 0 ? undefined : limits;
};

const policyOf = (name: string, item: Members): SearchPolicy => {
  const policy = object('policy', item.policy);
  return {
    name,
    enabled: true,
    schedule: scheduleOf(text('schedule', policy.schedule)),
    repository: named('repository', policy.repository),
    ...contentsOf(members('config', policy.config)),
    ...given<Pick<SearchPolicy, 'retention' | 'modifiedAt'>>({
      retention: retentionOf(members('retention', policy.retention)),
      modifiedAt: optionalMoment('modified_date_millis', item.modified_date_millis),
    }),
  };
};

const parsed = (details: string): unknown => {
  try {
    return JSON.parse(details);
  } catch {
    return details;
  }
};

/** Details of a failure are an exception, as a text of JSON. */
const messageOf = (details: string | undefined): string | undefined => {
  const exception = details === undefined ? undefined : parsed(details);
  const words = isMembers(exception) && typeof exception.reason === 'string' ? exception.reason : details;
  return words === undefined ? undefined : clip(words, LONGEST_MESSAGE);
};

type Run = NonNullable<SearchExecution['lastSuccess']>;

/** A run of which it is not said when it was says nothing. */
const runOf = (what: string, run: Members | undefined): Run | undefined => {
  const at = optionalMoment(`${what}.time`, run?.time);
  if (!run || at === undefined) return undefined;
  return {
    at,
    ...given<Omit<Run, 'at'>>({
      snapshot: optionalName(`${what}.snapshot_name`, run.snapshot_name),
      message: messageOf(optionalName(`${what}.details`, run.details)),
    }),
  };
};

const statisticsOf = (stats: Members | undefined): SearchExecution['statistics'] => {
  const counted = (name: string) => optionalWhole(`stats.${name}`, stats?.[name]) ?? 0;
  return (
    stats && {
      taken: counted('snapshots_taken'),
      failed: counted('snapshots_failed'),
      deleted: counted('snapshots_deleted'),
      deletionFailures: counted('snapshot_deletion_failures'),
    }
  );
};

const executionOf = (policy: string, item: Members): SearchExecution => ({
  policy,
  ...given<Omit<SearchExecution, 'policy'>>({
    lastSuccess: runOf('last_success', optionalObject('last_success', item.last_success)),
    lastFailure: runOf('last_failure', optionalObject('last_failure', item.last_failure)),
    inProgress: optionalName('in_progress.name', members('in_progress', item.in_progress).name),
    nextExecution: optionalMoment('next_execution_millis', item.next_execution_millis),
    statistics: statisticsOf(optionalObject('stats', item.stats)),
  }),
});

const each =
  <T>(read: (name: string, item: Members) => T) =>
  (answer: Members): T[] =>
    Object.entries(answer).map(([name, item]) => read(name, object(`policy ${name}`, item)));

export const policiesOf = each(policyOf);

export const executionsOf = each(executionOf);

/** `GET /_slm/status` */
export const modeOf = (answer: Members): { mode: string } => ({ mode: named('operation_mode', answer.operation_mode) });
