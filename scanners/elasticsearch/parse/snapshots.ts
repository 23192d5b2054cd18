import type { SearchInfo, SearchSnapshot, SearchSnapshotDetail } from '../../../model/kinds/elasticsearch.ts';
import { MalformedAnswer } from '../../../model/scanner.ts';
import { count, given, type Members, members, named, object, objects, optionalFlag, texts } from '../../json/members.ts';
import { optionalEpoch, optionalMoment, optionalWhole } from './values.ts';

/** The columns of a table of snapshots that are asked for. */
export const COLUMNS = 'id,status,start_epoch,end_epoch,failed_shards,total_shards';

const rowOf = (repository: string, row: Members): SearchSnapshot => ({
  repository,
  name: named('id', row.id),
  state: named('status', row.status),
  ...given<Pick<SearchSnapshot, 'startedAt' | 'endedAt' | 'failedShards' | 'totalShards'>>({
    startedAt: optionalEpoch('start_epoch', row.start_epoch),
    endedAt: optionalEpoch('end_epoch', row.end_epoch),
    failedShards: optionalWhole('failed_shards', row.failed_shards),
    totalShards: optionalWhole('total_shards', row.total_shards),
  }),
});

/** `GET /_cat/snapshots/REPOSITORY?format=json`. Not every version has a column for the repository. */
export const snapshotsOf = (repository: string, answer: unknown): SearchSnapshot[] => {
  if (!Array.isArray(answer)) throw new MalformedAnswer('The answer is no table.');
  const rows = answer.map((row) => rowOf(repository, object('a line', row)));
  if (new Set(rows.map(({ name }) => name)).size < rows.length) throw new MalformedAnswer('A snapshot comes twice in one table.');
  return rows;
};

/** Where each of the two notes the policy that made a snapshot. Users may note there what they like, too. */
const POLICY = { elasticsearch: 'policy', opensearch: 'sm_policy' } as const;

const policyOf = (snapshot: Members, { distribution }: SearchInfo): string | undefined => {
  const policy = members('metadata', snapshot.metadata)[POLICY[distribution]];
  return typeof policy === 'string' && policy !== '' ? policy : undefined;
};

/** Snapshots of before 6.2 do not know whether the global state is in them: of those nothing is told. */
const detailOf = (repository: string, snapshot: Members, info: SearchInfo): SearchSnapshotDetail | undefined => {
  const includeGlobalState = optionalFlag('include_global_state', snapshot.include_global_state);
  if (includeGlobalState === undefined) return undefined;
  const shards = members('shards', snapshot.shards);
  return {
    repository,
    name: named('snapshot', snapshot.snapshot),
    state: named('state', snapshot.state),
    ...given<Pick<SearchSnapshotDetail, 'startedAt' | 'endedAt' | 'policy'>>({
      startedAt: optionalMoment('start_time_in_millis', snapshot.start_time_in_millis),
      endedAt: optionalMoment('end_time_in_millis', snapshot.end_time_in_millis),
      policy: policyOf(snapshot, info),
    }),
    indices: texts('indices', snapshot.indices),
    dataStreams: texts('data_streams', snapshot.data_streams),
    includeGlobalState,
    failedShards: count('shards.failed', shards.failed),
    totalShards: count('shards.total', shards.total),
  };
};

/** `GET /_snapshot/REPOSITORY/NAME,…`, as far as it is about those that were asked for. */
export const detailsOf = (repository: string, answer: Members, asked: readonly string[], info: SearchInfo): SearchSnapshotDetail[] => {
  if (!Array.isArray(answer.snapshots)) throw new MalformedAnswer('The answer has no list of snapshots.');
  return objects('snapshots', answer.snapshots)
    .flatMap((snapshot) => detailOf(repository, snapshot, info) ?? [])
    .filter(({ name }) => asked.includes(name));
};
