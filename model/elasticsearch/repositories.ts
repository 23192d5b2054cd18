import { bucketArn, partitionOf } from '../arn.ts';
import { matchesGlob } from '../glob.ts';
import type { SearchPolicy, SearchRepository, searchCluster } from '../kinds/elasticsearch.ts';
import type { Subject } from '../rule.ts';
import { isBucketName, isOfAws } from '../s3/address.ts';

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

/** The repositories that policies write to, each once, whether they are registered or not. */
export const writtenTo = (policies: readonly Pick<SearchPolicy, 'repository' | 'schedule'>[]): ReadonlySet<string> =>
  new Set(policies.filter(({ schedule }) => schedule !== undefined).map(({ repository }) => repository));

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
  const region = settingOf(repository, 'region', clients);
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
