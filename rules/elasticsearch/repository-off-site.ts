import { Type } from 'typebox';
import { BUCKET, cluster, repositories, repository } from '../../model/elasticsearch/examples.ts';
import {
  describeRepository,
  isManaged,
  judgeUse,
  type Place,
  placeOf,
  USE,
  usedIn,
  useMessages,
} from '../../model/elasticsearch/repositories.ts';
import { matchesGlob } from '../../model/glob.ts';
import { allHold } from '../../model/judge.ts';
import { type SearchRepository, searchCluster } from '../../model/kinds/elasticsearch.ts';
import { s3Bucket } from '../../model/kinds/s3.ts';
import { nameGlob, nameGlobs, params } from '../../model/params.ts';
import { once } from '../../model/remember.ts';
import { defineRule, fail, join, type Outcome, pass, type Subject, unknown, unlessUnread } from '../../model/rule.ts';
import { regionOf } from '../../model/s3/destination.ts';

const READS = [...USE, 'storageClients'] as const;
type Cluster = Subject<typeof searchCluster, (typeof READS)[number]>;
type Bucket = Subject<typeof s3Bucket, 'presence'>;

interface Wanted {
  readonly repository?: string;
  readonly clusterRegion?: string;
  readonly allowSameRegion: boolean;
  readonly sharedFileSystems: readonly string[];
}

interface Question {
  readonly cluster: Cluster;
  readonly wanted: Wanted;
  readonly buckets: () => readonly Bucket[];
}

const placeIn = (repository: SearchRepository, { facets }: Cluster): Place => placeOf(repository, () => facets.storageClients.s3);

/** Buckets tell their Region where neither the repository nor its client does. */
const bucketsOf = (cluster: Cluster, wanted: Wanted): readonly string[] =>
  usedIn(cluster, wanted).repositories.flatMap((repository) => {
    const place = unlessUnread(() => placeIn(repository, cluster), undefined);
    return place && 'bucket' in place && place.region === undefined ? [place.bucket] : [];
  });

const judgeDirectory = (repository: SearchRepository, directory: string, { wanted }: Question): Outcome<Message> => {
  const name = describeRepository(repository);
  const expected = 'a place away from the nodes';
  const evidence = [{ facet: 'repositories', observed: `${name}: the directory ${directory} of the nodes`, expected }];
  return wanted.sharedFileSystems.some((glob) => matchesGlob(glob, directory))
    ? pass('offSite', { place: `${name} in ${directory}, taken for granted to be kept elsewhere` }, evidence)
    : fail('local', { repository: name, directory }, evidence);
};

type InBucket = Extract<Place, { readonly bucket: string }>;

/** The Region that the servers use is that of the bucket: S3 answers in no other. */
const regionOfBucket = ({ bucket, region }: InBucket, { buckets }: Question): string | undefined => {
  const [found] = region === undefined ? buckets().filter(({ id }) => id === bucket) : [];
  return region ?? (found && regionOf(found));
};

const judgeBucket = (repository: SearchRepository, place: InBucket, question: Question): Outcome<Message> => {
  const name = describeRepository(repository);
  const region = regionOfBucket(place, question);
  const home = question.wanted.clusterRegion ?? question.cluster.scope.region;
  const observed = `${name}: bucket ${place.name} in ${region ?? 'a Region that nothing tells'}`;
  const evidence = [{ facet: 'repositories', observed, expected: `another Region than ${home ?? 'that of the cluster'}` }];
  if (region === undefined)
    return unknown('placeUntold', { repository: name, doubt: `nothing tells the Region of bucket ${place.name}` }, evidence);
  const values = { repository: name, region, place: `${name} in ${region}` };
  if (home === undefined) return unknown('clusterUntold', values, evidence);
  return region === home ? fail('sameRegion', values, evidence) : pass('offSite', values, evidence);
};

const judgeRepository = (repository: SearchRepository, question: Question): Outcome<Message> => {
  const name = describeRepository(repository);
  if (isManaged(repository))
    return fail('ofService', { repository: name }, [{ facet: 'repositories', observed: name, expected: 'a repository of one’s own' }]);
  const place = placeIn(repository, question.cluster);
  if ('directory' in place) return judgeDirectory(repository, place.directory, question);
  const where = 'bucket' in place ? `bucket ${place.name}` : 'store' in place ? place.store : place.doubt;
  const evidence = [{ facet: 'repositories', observed: `${name}: ${where}`, expected: 'a place away from the cluster' }];
  if ('doubt' in place) return unknown('placeUntold', { repository: name, doubt: place.doubt }, evidence);
  if (question.wanted.allowSameRegion) return pass('offSite', { place: `${name} in ${where}, in whatever Region` }, evidence);
  if ('bucket' in place) return judgeBucket(repository, place, question);
  return unknown('placeUntold', { repository: name, doubt: `nothing tells where ${where} is` }, evidence);
};

const messages = {
  ...useMessages,
  offSite: 'Snapshots leave the cluster: {places}.',
  ofService: 'Repository {repository} is one that the service keeps for itself: its snapshots go with the domain.',
  local:
    'Repository {repository} is the directory {directory} of the nodes: what takes the nodes, or the storage that they share, takes it, too.',
  sameRegion: 'Repository {repository} is in {region}, the Region of the cluster.',
  placeUntold: 'Whether repository {repository} is away from the cluster cannot be told: {doubt}.',
  clusterUntold: 'Repository {repository} is in {region}, and nothing tells the Region of the cluster: name it.',
};
type Message = keyof typeof messages;

const elsewhere = (...all: readonly SearchRepository[]) => cluster(repositories(...all));

export default defineRule({
  id: 'elasticsearch/repository-off-site',
  title: 'Snapshots lie in another Region than the cluster',
  rationale:
    'What takes a Region takes the cluster and a bucket beside it. Every repository that policies write to has to be elsewhere; where they write to none, every one that somebody could write to. A repository of the type fs is a directory of the nodes: whether it is the disk of a node or a share that all of them mount the servers do not tell. It fails, unless you name it as a share that is kept elsewhere (`sharedFileSystems`), which is then taken for granted. Of S3 the Region is the one of the repository’s endpoint or that it names, or else its client on the nodes; otherwise the one of its bucket. That of the cluster is told by its target or by the address of a managed domain; otherwise name it (`clusterRegion`). Where one Region is enough, since only the loss of the cluster is to be survived, that can be allowed; a replica of the bucket in another Region (s3/replicated-cross-region) isn’t looked at. Where stores of other clouds, or those that only speak S3, are nothing here tells: unknown, unless one Region is enough. Repositories that AWS keeps for itself (`cs-automated…`) fail.',
  remediation:
    'Make a bucket in another Region, register it, and have policies write there: `curl -X PUT "$URL/_snapshot/off-site" -H "Content-Type: application/json" -d \'{"type":"s3","settings":{"bucket":"BUCKET","base_path":"CLUSTER","region":"OTHER-REGION"}}\'`. Snapshots that exist are not moved: the next one to a new repository is a full one.',
  references: [
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/repository-s3.html',
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/snapshots-filesystem-repository.html',
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-snapshots.html',
  ],
  severity: 'high',
  subject: searchCluster,
  reads: READS,
  joins: {
    buckets: join(s3Bucket, ['presence'], bucketsOf),
  },
  params: params({
    repository: Type.Optional(nameGlob({ description: 'Name of the repository; `*` and `?` stand for characters.' })),
    clusterRegion: Type.Optional(
      Type.String({ minLength: 1, description: 'The Region of the cluster: `us-west-2`. Without it, its target must tell.' }),
    ),
    allowSameRegion: Type.Boolean({ default: false, description: 'Whether snapshots may lie in the Region of the cluster.' }),
    sharedFileSystems: nameGlobs({
      description: 'Directories that are shares kept away from the cluster, as repositories name them; `*` and `?` stand for characters.',
    }),
  }),
  messages,
  examples: [
    { name: 'A bucket in another Region', facets: elsewhere(repository({ region: 'us-east-2' })), verdict: 'pass' },
    {
      name: 'A bucket in the Region of the cluster',
      facets: cluster(),
      around: { 's3/bucket': { [BUCKET]: { presence: { exists: true, access: 'granted', region: 'us-west-2' } } } },
      verdict: 'fail',
    },
    { name: 'A directory of the nodes', facets: elsewhere(repository({ type: 'fs', location: '/var/backups' })), verdict: 'fail' },
    {
      name: 'A share of another data centre',
      facets: elsewhere(repository({ type: 'fs', location: '/mnt/vault/logs' })),
      params: { sharedFileSystems: ['/mnt/vault/*'] },
      verdict: 'pass',
    },
    { name: 'Another cloud', facets: elsewhere(repository({ type: 'gcs' })), verdict: 'unknown' },
  ],
  check: (subject, { params: wanted, joined }) => {
    const question = { cluster: subject, wanted, buckets: () => joined.buckets };
    return judgeUse(subject, wanted, ({ repositories: used }) => {
      const judgements = used.map((one) => once(() => judgeRepository(one, question)));
      const judgeAll = () => pass<Message>('offSite', { places: judgements.map((judge) => judge().values.place).join('; ') });
      return allHold<Message>([...judgements, judgeAll]);
    });
  },
});
