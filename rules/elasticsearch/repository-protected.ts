import { Type } from 'typebox';
import { BUCKET, cluster, repositories, repository } from '../../model/elasticsearch/examples.ts';
import { scheduleOf } from '../../model/elasticsearch/policies.ts';
import {
  describeRepository,
  isManaged,
  judgeUse,
  type Place,
  placeOf,
  USE,
  usedIn,
  useMessages,
  type Wanted as WantedRepositories,
  writersTo,
} from '../../model/elasticsearch/repositories.ts';
import { guaranteedLife } from '../../model/elasticsearch/retention.ts';
import { allHold } from '../../model/judge.ts';
import { type SearchPolicy, type SearchRepository, searchCluster } from '../../model/kinds/elasticsearch.ts';
import { choices, nameGlob, params } from '../../model/params.ts';
import { defineRule, type Outcome, pass, type Subject, unknown, unlessUnread } from '../../model/rule.ts';
import { lifecycleRule, suspended, versioned } from '../../model/s3/examples.ts';
import { judgeSafety, type Need, REQUIREMENTS, type Required, type SafetyFacts, safetyJoins, safetyMessages } from '../../model/s3/safe.ts';

const READS = [...USE, 'info', 'storageClients'] as const;
type Cluster = Subject<typeof searchCluster, (typeof READS)[number]>;
type Wanted = WantedRepositories & Required;

/** Where a repository is, if it is the cluster's own. */
const placeIn = (repository: SearchRepository, { facets }: Cluster): Place =>
  isManaged(repository) ? { doubt: 'the service keeps it for itself' } : placeOf(repository, () => facets.storageClients.s3);

const bucketsOf = (cluster: Cluster, wanted: Wanted): readonly string[] => {
  const places = usedIn(cluster, wanted).repositories.map((one) => unlessUnread(() => placeIn(one, cluster), undefined));
  return [...new Set(places.flatMap((place) => (place && 'bucket' in place ? [place.bucket] : [])))];
};

/** How long a policy keeps its snapshots. */
const needOf = (policy: SearchPolicy, { facets }: Cluster, takenAt: Date): Need => {
  const parsed = scheduleOf(policy, facets.info);
  if (!parsed || 'problem' in parsed) return { doubt: `the schedule of policy ${policy.name} is not understood` };
  const life = guaranteedLife(policy, facets.info, takenAt);
  return 'doubt' in life ? life : { ttl: life.most };
};

/** For ever, where nothing says when snapshots may go; else for as long as the policy that keeps them longest does. */
const longest = (needs: readonly Need[]): Need => {
  const ttls = needs.map((need) => ('ttl' in need ? need.ttl : 0));
  const doubtful = needs.find((need) => 'doubt' in need);
  const ttl = needs.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...ttls);
  return ttl === Number.POSITIVE_INFINITY ? { ttl } : (doubtful ?? { ttl });
};

/** What stands in a repository: lists of what is in it, what each snapshot is, and the data that snapshots share. */
const KEYS = ['indices/', 'index', 'snap-', 'meta-'] as const;

/** Outside of those there may be something of others, where the repository has no base path. */
const areasOf = (prefix: string) => KEYS.map((key) => ({ prefix: `${prefix}${key}`, isShared: true }));

interface Question {
  readonly cluster: Cluster;
  readonly joined: SafetyFacts;
  readonly takenAt: Date;
}

const judgeRepository = (repository: SearchRepository, { cluster, joined, takenAt }: Question): Outcome<Message> => {
  const name = describeRepository(repository);
  const place = placeIn(repository, cluster);
  if ('bucket' in place) {
    const { bucket, prefix } = place;
    const need = () => longest(writersTo(repository.name, cluster).map((policy) => needOf(policy, cluster, takenAt)));
    return judgeSafety(joined, { bucket, prefixes: [prefix], areas: () => areasOf(prefix), need, takenAt });
  }
  const doubt =
    'doubt' in place ? place.doubt : `it is ${'directory' in place ? `the directory ${place.directory} of the nodes` : place.store}`;
  return unknown('elsewhere', { repository: name, doubt }, [
    { facet: 'repositories', observed: `${name}: ${doubt}`, expected: 'a bucket of S3' },
  ]);
};

const messages = {
  ...useMessages,
  ...safetyMessages('snapshots'),
  protected: 'The buckets of {repositories} are protected ({how}), and no lifecycle rule deletes anything that snapshots are made of.',
  elsewhere: 'How repository {repository} is protected cannot be told: {doubt}.',
};
type Message = keyof typeof messages;

const bucket = (facets: Readonly<Record<string, unknown>>) => ({
  's3/bucket': { [BUCKET]: { presence: { exists: true, access: 'granted' }, ...facets } },
});

export default defineRule({
  id: 'elasticsearch/repository-protected',
  title: 'The bucket of a repository keeps snapshots safe',
  rationale:
    'All snapshots of a cluster lie in one place, and the cluster itself may delete there: whoever may manage it can delete all of them in one call. Without versioning they are gone with that; with it, what is deleted can be brought back until noncurrent versions expire (s3/noncurrent-retention), all of the objects of the repository as they were at one moment, since neither server knows of versions. Object Lock keeps anybody from deleting versions before the end of their retention; its default has to last as long as the policies keep snapshots, and covers none for good, for a snapshot shares the data of earlier ones, whose lock ends before. Neither server knows of locks; S3 takes an upload into a bucket with a default retention only with a checksum, which clients of older versions do not send: try it (`_verify`) before you rely on it. Replication keeps a copy in another bucket; whether that is in another Region is asked by s3/replicated-cross-region. What is required is chosen. Lifecycle rules that delete current objects of a repository are judged in any case, and none may, however late: later snapshots build upon them. Every repository that policies write to is judged; where they write to none, every one that somebody could write to. The repository is followed to its bucket if that is in S3 of AWS; the verdict is unknown for other storage, and where no target of the scan may read the bucket.',
  remediation:
    'Enable versioning: `aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration Status=Enabled`. Set a default retention on a bucket with Object Lock: `aws s3api put-object-lock-configuration --bucket BUCKET --object-lock-configuration \'{"ObjectLockEnabled":"Enabled","Rule":{"DefaultRetention":{"Mode":"COMPLIANCE","Days":30}}}\'`. Take the base path of the repository out of lifecycle rules that expire objects: `aws s3api get-bucket-lifecycle-configuration --bucket BUCKET --query "{Rules:Rules}" > lifecycle.json`, edit the file, then `aws s3api put-bucket-lifecycle-configuration --bucket BUCKET --lifecycle-configuration file://lifecycle.json`.',
  references: [
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/repository-s3.html',
    'https://github.com/elastic/elasticsearch/issues/38699',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html',
  ],
  severity: 'high',
  subject: searchCluster,
  reads: READS,
  joins: safetyJoins(bucketsOf),
  params: params({
    repository: Type.Optional(nameGlob({ description: 'Name of the repository; `*` and `?` stand for characters.' })),
    require: choices(REQUIREMENTS, {
      default: ['versioning'],
      description:
        'What the bucket must have: versioning, Object Lock with a default retention of at least the retention of the policies, replication.',
    }),
  }),
  messages,
  examples: [
    { name: 'Versioned', facets: cluster(), around: bucket({ versioning: versioned }), verdict: 'pass' },
    { name: 'Versioning is suspended', facets: cluster(), around: bucket({ versioning: suspended }), verdict: 'fail' },
    {
      name: 'Objects are deleted after a year',
      facets: cluster(),
      around: bucket({ versioning: versioned, lifecycle: { rules: [lifecycleRule({ expirationDays: 365 })] } }),
      verdict: 'fail',
    },
    {
      name: 'A directory of the nodes',
      facets: cluster(repositories(repository({ type: 'fs', location: '/backups' }))),
      verdict: 'unknown',
    },
    { name: 'A bucket that nobody may read', facets: cluster(), around: bucket({ presence: 'unread' }), verdict: 'unknown' },
  ],
  check: (subject, { params: wanted, joined, takenAt }) =>
    judgeUse(subject, wanted, ({ repositories: used }) => {
      const names = used.map(describeRepository).join(', ');
      const evidence = [{ facet: 'repositories', observed: names, expected: 'buckets that are protected' }];
      return allHold<Message>([
        ...used.map((one) => () => judgeRepository(one, { cluster: subject, joined, takenAt })),
        () => pass('protected', { repositories: names, how: wanted.require.join(', ') }, evidence),
      ]);
    }),
});
