import { Type } from 'typebox';
import { humanDuration } from '../../model/duration.ts';
import { cluster, restore, restores, snapshots } from '../../model/elasticsearch/examples.ts';
import { isManaged, isWanted } from '../../model/elasticsearch/repositories.ts';
import { snapshotsIn, stageOf, unlistedIn } from '../../model/elasticsearch/snapshots.ts';
import { matchesGlob } from '../../model/glob.ts';
import { allHold } from '../../model/judge.ts';
import { type SearchRestore, searchCluster } from '../../model/kinds/elasticsearch.ts';
import { duration, nameGlob, nameGlobs, params } from '../../model/params.ts';
import { defineRule, fail, type Outcome, pass, type Subject, unknown } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';

type Cluster = Subject<typeof searchCluster, 'snapshots' | 'restores'>;

interface Question {
  readonly maxAge: number;
  readonly repository?: string;
  readonly indices: readonly string[];
  readonly takenAt: Date;
}

/** Without a snapshot that could be restored nothing was ever tested, and nothing can be. */
const judgeSnapshots = (subject: Cluster, question: Question): Outcome<Message> => {
  const all = snapshotsIn(subject, question);
  const complete = all.filter((one) => stageOf(one) === 'complete');
  const unclear = all.find((one) => stageOf(one) === 'unclear');
  const unlisted = unlistedIn(subject, question).map(({ repository }) => repository);
  const observed = counted(complete.length, 'complete snapshot');
  const evidence = [{ facet: 'snapshots', observed, expected: 'one that could be restored' }];
  if (complete.length > 0) return pass('tested', {}, evidence);
  if (unclear) return unknown('unclear', { snapshot: unclear.name, state: unclear.state }, evidence);
  return unlisted.length > 0 ? unknown('unlisted', { repositories: unlisted.join(', ') }, evidence) : fail('nothing', {}, evidence);
};

/** Restores of whole indices: what is mounted or searched in a repository was not brought back. */
const restoresOf = ({ facets }: Cluster, question: Question): readonly SearchRestore[] =>
  facets.restores.restores.filter(
    ({ repository, mounted, shards, done }) =>
      !mounted && shards > 0 && done === shards && isWanted(question, repository) && !isManaged({ name: repository }),
  );

const ageOf = ({ endedAt = '' }: SearchRestore, takenAt: Date): number => Math.max(0, takenAt.getTime() - Date.parse(endedAt));

const describe = ({ source, index, snapshot, endedAt = 'no date' }: SearchRestore): string =>
  `${source} of ${snapshot} to ${index}, ${endedAt}`;

const SHOWN = 3;

/** What proves that indices which a glob takes can be restored. */
const judgeIndices = (subject: Cluster, glob: string, question: Question): Outcome<Message> => {
  const limit = humanDuration(question.maxAge);
  const known = restoresOf(subject, question).filter(({ source }) => matchesGlob(glob, source));
  const recent = known.filter((one) => ageOf(one, question.takenAt) <= question.maxAge);
  const shown = (recent.length > 0 ? recent : known).slice(0, SHOWN);
  const observed = shown.map(describe).join('; ') || 'no restore';
  const evidence = [{ facet: 'restores', observed, expected: `a restore within the last ${limit}` }];
  const [first] = recent;
  if (!first) return unknown('untold', { limit, what: glob === '*' ? 'any index' : glob }, evidence);
  return pass('tested', { index: first.source, snapshot: first.snapshot, age: humanDuration(ageOf(first, question.takenAt)) }, evidence);
};

const messages = {
  tested:
    'Index {index} was restored from snapshot {snapshot} {age} ago. That its data were whole, and that the others could be, is not proven by that.',
  nothing: 'No complete snapshot is there: nothing could be restored.',
  unlisted: 'Whether there is anything to restore cannot be told: the snapshots of {repositories} could not be listed.',
  unclear: 'Whether there is anything to restore cannot be told: the state {state} of {snapshot} is not known here.',
  untold:
    'No restore of {what} within the last {limit} is recorded. That says nothing: a server forgets a restore with the shards that it made, and one into another cluster it never sees.',
};
type Message = keyof typeof messages;

export default defineRule({
  id: 'elasticsearch/restore-tested',
  title: 'A restore of a snapshot was tested of late',
  rationale:
    'A snapshot that nobody has restored is a hope: mappings that a newer version refuses, a repository that the other cluster cannot read, or a restore that takes days show only then. No server keeps a history of restores. What it tells is how the shards that it has now came about (`_recovery`), so a restore is seen for as long as the index that it made is there and its shards have not been moved: where none is seen the verdict is unknown, never a failure, unless there is no complete snapshot at all. An index that is mounted or searched in the repository does not count, nor does a restore of which a shard is missing.',
  remediation:
    'Restore something under another name, look at it, and let it stand until the next scan: `curl -X POST "$URL/_snapshot/REPOSITORY/SNAPSHOT/_restore?wait_for_completion=true" -H "Content-Type: application/json" -d \'{"indices":"INDEX","rename_pattern":"(.+)","rename_replacement":"restored-$1","include_global_state":false}\'`.',
  references: [
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/snapshots-restore-snapshot.html',
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/indices-recovery.html',
    'https://docs.opensearch.org/latest/tuning-your-cluster/availability-and-recovery/snapshots/snapshot-restore/',
  ],
  severity: 'medium',
  subject: searchCluster,
  reads: ['snapshots', 'restores'],
  params: params({
    maxAge: duration({ default: '90d', description: 'How long ago the restore may have been.' }),
    repository: Type.Optional(nameGlob({ description: 'Name of the repository; `*` and `?` stand for characters.' })),
    indices: nameGlobs({
      description: 'Names of indices in the snapshots, each of which has to have been restored. By default any one will do.',
    }),
  }),
  messages,
  examples: [
    { name: 'An index was restored two weeks ago', facets: cluster(restores(restore('2026-01-17T12:00:00Z'))), verdict: 'pass' },
    { name: 'No restore is to be seen', facets: cluster(), verdict: 'unknown' },
    { name: 'No snapshot at all', facets: cluster(snapshots()), verdict: 'fail' },
    {
      name: 'An index is searched in the repository',
      facets: cluster(restores(restore('2026-01-17T12:00:00Z', { mounted: true }))),
      verdict: 'unknown',
    },
  ],
  check: (subject, { params, takenAt }) => {
    const question = { ...params, takenAt };
    const globs = params.indices.length === 0 ? ['*'] : params.indices;
    return allHold<Message>([() => judgeSnapshots(subject, question), ...globs.map((glob) => () => judgeIndices(subject, glob, question))]);
  },
});
