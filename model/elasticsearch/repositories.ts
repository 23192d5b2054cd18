import { bucketArn, partitionOf } from '../arn.ts';
import { matchesGlob } from '../glob.ts';
import { allHold } from '../judge.ts';
import type { SearchPolicy, SearchRepository, searchCluster } from '../kinds/elasticsearch.ts';
import { fail, type Outcome, type Subject } from '../rule.ts';
import { isBucketName, isOfAws, regionOfEndpoint } from '../s3/address.ts';
import type { Evidence } from '../verdict.ts';

// Snapshot repositories: whose they are, whether they can be written to, and where they keep what is in them.

/** Which repositories a rule is about. */
export interface Wanted {
  /** A name or a glob; left out: every one. */
  readonly repository?: string;
}

export const isWanted = ({ repository: glob }: Wanted, name: string): boolean => glob === undefined || matchesGlob(glob, name);

/** Repositories that AWS makes in every domain. A snapshot in them restores that domain only, and goes when it goes. */
const OF_AWS = /^cs-(?:automated|ultrawarm)/;

/** Whether the service keeps a repository for itself: no recovery of one's own rests on it. */
export const isManaged = ({ name }: Pick<SearchRepository, 'name'>): boolean => OF_AWS.test(name);

/** What a repository really is: one of the type `source` hands everything on to another type. */
export const typeOf = ({ type, delegateType }: Pick<SearchRepository, 'type' | 'delegateType'>): string =>
  type === 'source' ? (delegateType ?? type) : type;

/** Why nothing can be written to a repository, as a clause; `undefined` where nothing says so. */
export const readOnlyReason = ({ type, readOnly }: Pick<SearchRepository, 'type' | 'readOnly'>): string | undefined => {
  if (type === 'url') return 'repositories of the type url are read-only';
  return readOnly ? 'it is registered as read-only' : undefined;
};

type Clients = Subject<typeof searchCluster, 'storageClients'>['facets']['storageClients']['s3'];

/** A setting of an S3 repository: its own, or that of its client on the nodes. Looked at only where it decides. */
const settingOf = (repository: SearchRepository, name: 'endpoint' | 'region', clients: () => Clients): string | undefined =>
  repository[name] ?? clients().find((client) => client.name === repository.client)?.[name];

/** Endpoints may be written without a scheme. */
const withScheme = (endpoint: string): string => (/^[a-z]+:\/\//i.test(endpoint) ? endpoint : `https://${endpoint}`);

/** Where a repository keeps snapshots; or, as a clause, why that cannot be told. */
export type Place =
  /** A bucket of S3 in AWS. Its Region, where something but the bucket itself tells it. */
  | { readonly bucket: string; readonly name: string; readonly region: string | undefined; readonly prefix: string }
  /** A directory that every node has. */
  | { readonly directory: string }
  /** A store of somebody else: `gcs bucket logs`. */
  | { readonly store: string }
  | { readonly doubt: string };

const OUTER_SLASHES = /^\/+|\/+$/g;

/** The key prefix below which a repository keeps everything; empty = the whole bucket. */
const prefixOf = ({ basePath = '' }: SearchRepository): string => {
  const path = basePath.replace(OUTER_SLASHES, '');
  return path === '' ? '' : `${path}/`;
};

const inS3 = (repository: SearchRepository, clients: () => Clients): Place => {
  const { bucket = '' } = repository;
  const endpoint = settingOf(repository, 'endpoint', clients);
  if (endpoint !== undefined && !isOfAws(withScheme(endpoint))) return { store: `bucket ${bucket} at ${endpoint}` };
  if (!isBucketName(bucket)) return { doubt: `"${bucket}" is no name of a bucket` };
  const region = regionOfEndpoint(withScheme(endpoint ?? '')) ?? settingOf(repository, 'region', clients);
  return { bucket: bucketArn(partitionOf(region ?? ''), bucket), name: bucket, region, prefix: prefixOf(repository) };
};

/**
 * Where a repository keeps snapshots. Without an endpoint of its own or of its client, S3 is that of AWS.
 * @throws UnreadFact where the nodes' clients decide and could not be read
 */
export const placeOf = (repository: SearchRepository, clients: () => Clients): Place => {
  const { bucket = 'unnamed', container = 'unnamed', location = 'unnamed', url = 'an address that is not told' } = repository;
  const type = typeOf(repository);
  switch (type) {
    case 's3':
      return inS3(repository, clients);
    case 'fs':
      return { directory: location };
    case 'gcs':
      return { store: `bucket ${bucket} of Google Cloud Storage` };
    case 'azure':
      return { store: `container ${container} of Azure Blob Storage` };
    case 'url':
      return { store: `what is at ${url}` };
    default:
      return { doubt: `what a repository of the type ${type} writes to is not known` };
  }
};

/** `logs (s3)` */
export const describeRepository = (repository: SearchRepository): string => `${repository.name} (${typeOf(repository)})`;

const describeAll = (repositories: readonly SearchRepository[]): string => repositories.map(describeRepository).join(', ');

/** The repositories of one's own that something can be written to. */
export const writableIn = (repositories: readonly SearchRepository[], wanted: Wanted): readonly SearchRepository[] =>
  repositories.filter((one) => isWanted(wanted, one.name) && !isManaged(one) && readOnlyReason(one) === undefined);

export const absenceMessages = {
  none: 'No snapshot repository is registered.',
  unmatched: 'No snapshot repository is called {wanted}; there are {repositories}.',
  managed: 'The only snapshot repositories are those that the service keeps for itself: {repositories}.',
  readOnly: 'Nothing can be written to the only snapshot repositories: {repositories}.',
} as const;
export type AbsenceMessage = keyof typeof absenceMessages;

/** The repositories as evidence. */
export const repositoriesEvidence = (
  repositories: readonly SearchRepository[],
  { repository = 'a repository of one’s own' }: Wanted,
): readonly Evidence[] => [{ facet: 'repositories', observed: describeAll(repositories) || 'none', expected: repository }];

/** Why there is no repository that something can be written to. */
export const judgeAbsence = (repositories: readonly SearchRepository[], wanted: Wanted): Outcome<AbsenceMessage> => {
  const evidence = repositoriesEvidence(repositories, wanted);
  const matched = repositories.filter(({ name }) => isWanted(wanted, name));
  const own = matched.filter((one) => !isManaged(one));
  if (repositories.length === 0) return fail('none', {}, evidence);
  if (matched.length === 0)
    return fail('unmatched', { wanted: wanted.repository ?? '', repositories: describeAll(repositories) }, evidence);
  return own.length === 0
    ? fail('managed', { repositories: describeAll(matched) }, evidence)
    : fail('readOnly', { repositories: describeAll(own) }, evidence);
};

/** The facets that tell which repositories new snapshots go to. */
export const USE = ['repositories', 'policies'] as const;

type User = Pick<Subject<typeof searchCluster, (typeof USE)[number]>, 'facets'>;

/** Which repositories new snapshots go to. */
export interface Used {
  /** Those that policies write to; where they write to none that is wanted, all that somebody could write to. */
  readonly repositories: readonly SearchRepository[];
  readonly byPolicies: boolean;
}

/** The policies that make snapshots, as far as they themselves say so. */
export const writersTo = (name: string, { facets }: User): readonly SearchPolicy[] =>
  facets.policies.policies.filter(({ repository, enabled, schedule }) => repository === name && enabled && schedule !== undefined);

/** Names of repositories that policies write to, each once, whether they are registered or not. */
const writtenTo = (cluster: User, wanted: Wanted): readonly string[] =>
  [...new Set(cluster.facets.policies.policies.map(({ repository }) => repository))].filter(
    (name) => isWanted(wanted, name) && writersTo(name, cluster).length > 0,
  );

/** The repositories that new snapshots go to. */
export const usedIn = (cluster: User, wanted: Wanted): Used => {
  const { repositories } = cluster.facets.repositories;
  const written = writtenTo(cluster, wanted);
  return written.length === 0
    ? { repositories: writableIn(repositories, wanted), byPolicies: false }
    : { repositories: repositories.filter(({ name }) => written.includes(name)), byPolicies: true };
};

export const useMessages = {
  ...absenceMessages,
  unregistered: 'Policies write to repository {repository}, which is not registered.',
} as const;
export type UseMessage = keyof typeof useMessages;

const judgeUnregistered = (name: string): Outcome<UseMessage> =>
  fail('unregistered', { repository: name }, [{ facet: 'repositories', observed: `no repository ${name}`, expected: name }]);

/** Judges the repositories that new snapshots go to; fails where there is none, and where a policy writes to one that is not there. */
export const judgeUse = <M extends string>(cluster: User, wanted: Wanted, judge: (used: Used) => Outcome<M>): Outcome<M | UseMessage> => {
  const { repositories } = cluster.facets.repositories;
  const names = new Set(repositories.map(({ name }) => name));
  const unregistered = writtenTo(cluster, wanted).filter((name) => !names.has(name));
  const used = usedIn(cluster, wanted);
  if (used.repositories.length > 0)
    return allHold<M | UseMessage>([...unregistered.map((name) => () => judgeUnregistered(name)), () => judge(used)]);
  const [first] = unregistered;
  return first === undefined ? judgeAbsence(repositories, wanted) : judgeUnregistered(first);
};
