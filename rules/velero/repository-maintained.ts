import { humanDuration } from '../../model/duration.ts';
import { allHold } from '../../model/judge.ts';
import { veleroRepository, veleroServer, veleroStorageLocation } from '../../model/kinds/velero.ts';
import { duration, params } from '../../model/params.ts';
import { defineRule, every, fail, notApplicable, type Outcome, pass, pending, type Subject, unknown } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';
import { located, location, repository, server } from '../../model/velero/examples.ts';
import type { Evidence } from '../../model/verdict.ts';

const SHOWN = 3;
const HOUR = 3_600_000;

/** A repository is set up at its first backup, which begins with it. */
const SET_UP_WITHIN = HOUR;

type Repository = Subject<typeof veleroRepository, 'metadata' | 'spec' | 'status'>;
type Location = Subject<typeof veleroStorageLocation, 'spec'>;

interface Question {
  readonly maxAge: number;
  readonly takenAt: Date;
}

const describe = ({ name, facets: { status } }: Repository): string => {
  const results = status.recentMaintenance.map(({ result, completedAt = 'not completed' }) => `${result} ${completedAt}`);
  return `${name}: ${status.phase ?? 'without a phase'}, last maintained ${status.lastMaintainedAt ?? 'never'}, ${results.join(', ') || 'no history'}`;
};

const evidenceOf = (repository: Repository, { maxAge }: Question): readonly Evidence[] => {
  const expected = `Ready, maintained within the last ${humanDuration(maxAge)}`;
  return [{ facet: 'status', observed: describe(repository), expected, resource: repository.id }];
};

/** How long ago a moment was, in milliseconds; `NaN` where it has no date. */
const since = (moment: string | undefined, takenAt: Date): number => Math.max(0, takenAt.getTime() - Date.parse(moment ?? ''));

const judgeNew = (repository: Repository, question: Question): Outcome<Message> => {
  const age = since(repository.facets.metadata.createdAt, question.takenAt);
  const values = { repository: repository.name, age: Number.isNaN(age) ? '' : humanDuration(age) };
  const evidence = evidenceOf(repository, question);
  if (Number.isNaN(age)) return unknown('undated', values, evidence);
  return age <= SET_UP_WITHIN ? pending('fresh', values, evidence) : fail('uninitialised', values, evidence);
};

const RESULTS: ReadonlySet<string> = new Set(['Succeeded', 'Failed']);

/** The newest maintenance that succeeded, out of the few that are kept. A result that nobody knows here may be anything. */
const judgeHistory = (repository: Repository, question: Question): Outcome<Message> => {
  const { recentMaintenance } = repository.facets.status;
  const evidence = evidenceOf(repository, question);
  const successes = recentMaintenance.filter(({ result }) => result === 'Succeeded');
  const ages = successes.map(({ completedAt }) => since(completedAt, question.takenAt)).filter((age) => !Number.isNaN(age));
  const age = Math.min(...ages);
  const values = { repository: repository.name, limit: humanDuration(question.maxAge) };
  if (age <= question.maxAge) return pass('maintained', { ...values, age: humanDuration(age) }, evidence);
  if (recentMaintenance.some(({ result }) => !RESULTS.has(result))) return unknown('unclear', values, evidence);
  if (ages.length < successes.length) return unknown('undated', values, evidence);
  if (ages.length > 0) return fail('stale', { ...values, age: humanDuration(age) }, evidence);
  const why = recentMaintenance.at(-1)?.message ?? 'it says no more';
  return fail('failing', { ...values, runs: counted(recentMaintenance.length, 'run'), why }, evidence);
};

/** Without a history there is one time only, which Velero stamps when it sets a repository up, too. */
const judgeStamp = (repository: Repository, question: Question): Outcome<Message> => {
  const { takenAt, maxAge } = question;
  const { metadata, status } = repository.facets;
  const evidence = evidenceOf(repository, question);
  const values = { repository: repository.name, limit: humanDuration(maxAge) };
  const age = since(metadata.createdAt, takenAt);
  const stamped = status.lastMaintainedAt === undefined ? age : since(status.lastMaintainedAt, takenAt);
  if (Number.isNaN(age) || Number.isNaN(stamped)) return unknown('undated', values, evidence);
  const all = { ...values, age: humanDuration(stamped) };
  if (stamped > maxAge) return fail(status.lastMaintainedAt === undefined ? 'never' : 'stale', all, evidence);
  return age - stamped > SET_UP_WITHIN ? pass('maintained', all, evidence) : pending('young', all, evidence);
};

const judgeReady = (repository: Repository, question: Question): Outcome<Message> =>
  repository.facets.status.recentMaintenance.length > 0 ? judgeHistory(repository, question) : judgeStamp(repository, question);

/** Velero does not maintain what lies in a location that is read-only. */
const isReadOnly = ({ scope, facets }: Repository, locations: readonly Location[]): boolean =>
  locations.some(
    (location) =>
      location.scope.namespace === scope.namespace &&
      location.name === facets.spec.storageLocation &&
      location.facets.spec.accessMode === 'ReadOnly',
  );

const judgeRepository = (repository: Repository, question: Question, locations: () => readonly Location[]): Outcome<Message> => {
  const { phase = 'New', message = 'it says no more' } = repository.facets.status;
  const values = { repository: repository.name, phase, why: message };
  if (phase === 'New') return judgeNew(repository, question);
  if (phase === 'NotReady') return fail('notReady', values, evidenceOf(repository, question));
  if (phase !== 'Ready') return unknown('unclear', values, evidenceOf(repository, question));
  const outcome = judgeReady(repository, question);
  return outcome.verdict === 'fail' && isReadOnly(repository, locations()) ? notApplicable('readOnly', values) : outcome;
};

const messages = {
  maintained: 'Repositories are Ready and maintained: {repository} was, {age} ago.',
  fresh: 'Repository {repository} was made {age} ago, and Velero has not set it up yet.',
  uninitialised: 'Repository {repository} was made {age} ago, and Velero has not set it up.',
  notReady: 'Repository {repository} is NotReady: {why}.',
  unclear: 'Whether repository {repository} is maintained cannot be told: it says something that is not known here.',
  young: 'Repository {repository} was set up {age} ago, and no maintenance of it has been seen yet.',
  never: 'Repository {repository} was never maintained; {limit} is the limit.',
  stale: 'Repository {repository} was last maintained {age} ago; {limit} is the limit.',
  failing: 'Maintenance of repository {repository} has failed in each of the last {runs} that are known: {why}.',
  undated: 'When repository {repository} was made or maintained has no date.',
  readOnly: 'Repository {repository} lies in a storage location that is ReadOnly: it is not maintained here.',
  none: 'There are no repositories: nothing was backed up through file systems, and no snapshot was moved.',
};
type Message = keyof typeof messages;

const around = (...repositories: readonly ReturnType<typeof repository>[]) => ({
  ...located(),
  'velero/repository': Object.assign({}, ...repositories),
});

const FAILURE = { result: 'Failed', startedAt: '2026-01-31T11:00:00Z', completedAt: '2026-01-31T11:00:09Z', message: 'no key' };

export default defineRule({
  id: 'velero/repository-maintained',
  title: 'Repositories of volumes are ready and maintained',
  rationale:
    "What Velero copies out of volumes lies in repositories of kopia or restic, one for each namespace. A repository that is NotReady takes no backup and gives none back. Maintenance removes what expired backups leave behind and keeps the indexes in shape: every hour for kopia, every seven days for restic by default. Without it a repository grows without end, data that should be gone stays, and backups become slower until they fail. The newest maintenance that succeeded counts, out of the last three that Velero keeps from 1.15 on; where all of those failed, so does the rule. The time of the last maintenance alone proves nothing, since it is stamped when a repository is set up: where there is no history it counts only if it is later than that. Velero does not maintain repositories in a storage location that is ReadOnly; those don't count unless they are NotReady.",
  remediation:
    'See what the repositories and the jobs of maintenance say: `velero repo get --namespace {namespace}`, `kubectl --namespace {namespace} describe backuprepositories.velero.io` and `kubectl --namespace {namespace} get jobs --selector velero.io/repo-name`.',
  references: [
    'https://velero.io/docs/main/repository-maintenance/',
    'https://velero.io/docs/main/file-system-backup/',
    'https://velero.io/docs/main/backup-repository-configuration/',
  ],
  severity: 'medium',
  subject: veleroServer,
  reads: [],
  joins: {
    repositories: every(veleroRepository, ['metadata', 'spec', 'status'], 'cluster'),
    locations: every(veleroStorageLocation, ['spec'], 'cluster'),
  },
  params: params({
    maxAge: duration({
      default: '8d',
      description: 'The age of the last successful maintenance, at most. Those of restic are maintained every seven days by default.',
    }),
  }),
  messages,
  examples: [
    { name: 'Maintained an hour ago', facets: server(), around: around(repository('mlops')), verdict: 'pass' },
    { name: 'NotReady', facets: server(), around: around(repository('mlops', { status: { phase: 'NotReady' } })), verdict: 'fail' },
    {
      name: 'Each maintenance fails',
      facets: server(),
      around: around(repository('mlops', { status: { recentMaintenance: [FAILURE, FAILURE, FAILURE] } })),
      verdict: 'fail',
    },
    {
      name: 'Set up this morning',
      facets: server(),
      around: around(
        repository('mlops', {
          created: '2026-01-31T09:00:00Z',
          status: { recentMaintenance: [], lastMaintainedAt: '2026-01-31T09:00:10Z' },
        }),
      ),
      verdict: 'pending',
    },
    {
      name: 'In a storage location that is ReadOnly',
      facets: server(),
      around: {
        ...around(repository('mlops', { status: { recentMaintenance: [], lastMaintainedAt: '2025-12-01T00:00:00Z' } })),
        ...located(location({ spec: { accessMode: 'ReadOnly' } })),
      },
      verdict: 'not-applicable',
    },
    { name: 'No repositories', facets: server(), around: around(), verdict: 'not-applicable' },
    {
      name: 'Repositories that could not be listed',
      facets: server(),
      around: { ...around(), 'velero/repository': 'unread' },
      verdict: 'unknown',
    },
  ],
  check: (subject, { params: { maxAge }, joined, takenAt }) => {
    const own = joined.repositories.filter(({ scope }) => scope.namespace === subject.scope.namespace);
    if (own.length === 0) return notApplicable('none');
    const judgements = own.map((one) => () => judgeRepository(one, { maxAge, takenAt }, () => joined.locations));
    const outcome = allHold<Message>(judgements);
    return { ...outcome, evidence: outcome.evidence.slice(0, SHOWN) };
  },
});
