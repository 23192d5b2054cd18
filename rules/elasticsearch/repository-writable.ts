import { Type } from 'typebox';
import { cluster, repositories, repository } from '../../model/elasticsearch/examples.ts';
import {
  describeRepository,
  isManaged,
  judgeUse,
  readOnlyReason,
  USE,
  useMessages,
  writersTo,
} from '../../model/elasticsearch/repositories.ts';
import { allHold, anyHolds } from '../../model/judge.ts';
import { type SearchInfo, type SearchRepository, searchCluster } from '../../model/kinds/elasticsearch.ts';
import { nameGlob, params } from '../../model/params.ts';
import { allOf, defineRule, fail, type Outcome, pass, type Subject, unknown } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';
import type { Evidence } from '../../model/verdict.ts';

const READS = [...USE, 'info', 'snapshots', 'health', 'verification'] as const;
type Cluster = Subject<typeof searchCluster, (typeof READS)[number]>;

type Judge = (repository: SearchRepository, cluster: Cluster) => Outcome<Message>;

const WRITABLE = pass<Message>('writable');

const evidenceOf = (facet: (typeof READS)[number], observed: string, expected: string): readonly Evidence[] => [
  { facet, observed, expected },
];

const judgeMode: Judge = (repository, cluster) => {
  const { name } = repository;
  const why = isManaged(repository) ? 'the service keeps it for itself' : readOnlyReason(repository);
  if (why === undefined) return WRITABLE;
  const by = writersTo(name, cluster)
    .map((policy) => policy.name)
    .join(', ');
  const evidence = evidenceOf('repositories', `${describeRepository(repository)}: ${why}`, 'one that can be written to');
  return fail('unwritable', { repository: name, why, policies: by }, evidence);
};

/** Since 7.11: https://github.com/elastic/elasticsearch/pull/64911. OpenSearch and older ones keep the setting and ignore it. */
const enforcesLimit = ({ distribution, version }: SearchInfo): boolean => {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})/.exec(version) ?? [];
  return distribution === 'elasticsearch' && (Number(major) > 7 || (Number(major) === 7 && Number(minor) >= 11));
};

const judgeRoom: Judge = ({ name, maxNumberOfSnapshots: limit }, { facets }) => {
  if (limit === undefined || !enforcesLimit(facets.info)) return WRITABLE;
  const count = facets.snapshots.snapshots.filter(({ repository }) => repository === name).length;
  const evidence = evidenceOf('snapshots', `${name}: ${counted(count, 'snapshot')}`, `fewer than ${limit}`);
  return count >= limit ? fail('full', { repository: name, count, limit }, evidence) : WRITABLE;
};

const judgeList: Judge = ({ name }, { facets }) => {
  const unlisted = facets.snapshots.unlisted.find(({ repository }) => repository === name);
  if (!unlisted) return WRITABLE;
  const why = `${unlisted.code}: ${unlisted.message}`;
  return unknown('unlisted', { repository: name, why }, evidenceOf('snapshots', `${name}: ${why}`, 'a list of its snapshots'));
};

/** The indicator repository_integrity counts all of a sort, and names ten of them. */
const NAMED = 10;

type Integrity = NonNullable<Cluster['facets']['health']['repositoryIntegrity']>;

/** Whether it names every repository of which it says something. */
const namesAll = (integrity: Integrity): boolean => {
  const sorts = (['corrupted', 'invalid', 'unknown'] as const).filter((sort) => integrity.symptom.includes(` ${sort} `));
  return sorts.length > 0 && sorts.every((sort) => integrity[sort].length > 0 && integrity[sort].length < NAMED);
};

const judgeHealth: Judge = ({ name }, { facets }) => {
  const { repositoryIntegrity: integrity } = facets.health;
  if (!integrity || integrity.status === 'green') return WRITABLE;
  const { status, symptom } = integrity;
  const evidence = evidenceOf('health', `repository_integrity: ${status}, ${symptom}`, 'green, or nothing about this one');
  const values = { repository: name, symptom };
  if (integrity.corrupted.includes(name)) return fail('corrupted', values, evidence);
  if (integrity.invalid.includes(name)) return fail('invalid', values, evidence);
  return namesAll(integrity) && !integrity.unknown.includes(name) ? WRITABLE : unknown('unhealthy', values, evidence);
};

const verificationOf = (name: string, { facets }: Cluster) => facets.verification.repositories.find((one) => one.name === name);

const judgeVerification: Judge = ({ name }, cluster) => {
  const { verified = true, message: why = 'it says no more' } = verificationOf(name, cluster) ?? {};
  return verified ? WRITABLE : fail('refuted', { repository: name, why }, evidenceOf('verification', `${name}: ${why}`, 'verified'));
};

const ASPECTS: readonly Judge[] = [judgeMode, judgeRoom, judgeHealth, judgeVerification, judgeList];

const judgeAll = (repositories: readonly SearchRepository[], cluster: Cluster): Outcome<Message> => {
  const isVerified = ({ name }: SearchRepository): boolean => verificationOf(name, cluster)?.verified === true;
  const names = repositories.map(describeRepository).join(', ');
  return pass(repositories.every(isVerified) ? 'verified' : 'writable', { repositories: names }, [
    { facet: 'repositories', observed: names, expected: 'writable' },
  ]);
};

/** What shows that one cannot be written to decides, whatever else is unread. */
const judgeThese = (repositories: readonly SearchRepository[], cluster: Cluster): Outcome<Message> =>
  allHold<Message>([
    () => allOf<Message>(repositories.flatMap((repository) => ASPECTS.map((judge) => () => judge(repository, cluster)))),
    () => judgeAll(repositories, cluster),
  ]);

const messages = {
  ...useMessages,
  writable: 'Nothing speaks against writing to {repositories}. That nodes can is not proven, since the scan does not verify it.',
  verified: 'Nodes have just verified that they can write to {repositories}.',
  unwritable: 'Nothing can be written to repository {repository}: {why}. Policies that write to it: {policies}.',
  full: 'Repository {repository} holds {count} snapshots, and refuses new ones from {limit} on.',
  corrupted: 'Repository {repository} is corrupted ({symptom}).',
  invalid: 'The nodes cannot use repository {repository} ({symptom}).',
  unhealthy: 'Whether repository {repository} is sound cannot be told ({symptom}).',
  refuted: 'Verification of repository {repository} failed: {why}.',
  unlisted: 'Whether repository {repository} can be written to cannot be told: not even its snapshots can be listed ({why}).',
};
type Message = keyof typeof messages;

export default defineRule({
  id: 'elasticsearch/repository-writable',
  title: 'New snapshots can be written to their repositories',
  rationale:
    'A policy that cannot write makes nothing but failures. What shows that it cannot: the repository is registered as read-only, or of the type url, and a policy writes to it all the same; it holds as many snapshots as `max_number_of_snapshots` allows (Elasticsearch from 7.11 on; others ignore that setting); the health report calls it corrupted, which is what comes of two clusters that write to one place, or invalid, so that nodes cannot use it; the service keeps it for itself. Every repository that policies write to has to be free of that. Where no policy writes to any, one of those that somebody could write to is enough. What is read-only and written to by nobody does not matter. Whether the nodes are allowed to write to the bucket or the directory none of this proves. The servers can try, which writes and deletes a few small objects and needs more than the right to read: the scan has them do so only where its configuration says `verifyRepositories: true`.',
  remediation:
    'See what the server says: `curl "$URL/_snapshot/REPOSITORY"`, `curl "$URL/_health_report/repository_integrity"`; have it try: `curl -X POST "$URL/_snapshot/REPOSITORY/_verify"`. Register it again without `readonly`, with all of its settings: `curl -X PUT "$URL/_snapshot/REPOSITORY" -H "Content-Type: application/json" -d \'{"type":"s3","settings":{"bucket":"BUCKET","base_path":"CLUSTER"}}\'`. One that is corrupted: make sure that no other cluster writes to it, then remove it and register it again.',
  references: [
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/snapshots-register-repository.html',
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/verify-snapshot-repo-api.html',
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/health-api.html',
    'https://docs.opensearch.org/latest/api-reference/snapshots/verify-snapshot-repository/',
  ],
  severity: 'critical',
  subject: searchCluster,
  reads: READS,
  params: params({
    repository: Type.Optional(nameGlob({ description: 'Name of the repository; `*` and `?` stand for characters.' })),
  }),
  messages,
  examples: [
    { name: 'In S3', facets: cluster(), verdict: 'pass' },
    {
      name: 'A policy writes to one that is read-only',
      facets: cluster(repositories(repository({ readOnly: true }))),
      verdict: 'fail',
    },
    {
      name: 'A policy writes to one in S3, and nobody to one that is read-only',
      facets: cluster(repositories(repository(), repository({ name: 'archive', readOnly: true }))),
      verdict: 'pass',
    },
    {
      name: 'It holds as many snapshots as it may',
      facets: cluster(repositories(repository({ maxNumberOfSnapshots: 3 }))),
      verdict: 'fail',
    },
    {
      name: 'Verified by its nodes',
      facets: cluster({ verification: { repositories: [{ name: 'mlops-snapshots', verified: true }] } }),
      verdict: 'pass',
    },
    { name: 'Snapshots that could not be listed', facets: cluster({ snapshots: 'unread' }), verdict: 'unknown' },
  ],
  check: (subject, { params: wanted }) =>
    judgeUse(subject, wanted, ({ repositories: used, byPolicies }) =>
      byPolicies ? judgeThese(used, subject) : anyHolds(used.map((one) => () => judgeThese([one], subject))),
    ),
});
