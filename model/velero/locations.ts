import { posix } from 'node:path';
import { bucketArn, partitionOf } from '../arn.ts';
import type { veleroSchedule, veleroStorageLocation } from '../kinds/velero.ts';
import type { Subject } from '../rule.ts';
import { isBucketName, isOfAws } from '../s3/address.ts';
import { defaultLocation, type Server, serverOf } from './server.ts';

// Where the backups of a schedule go, and what of a bucket that is.

type Kind = typeof veleroStorageLocation;
type Specified = Subject<Kind, 'spec'>;

/** What is needed to find the storage location of a schedule. The servers are looked at only where they decide. */
export interface Storage<L extends Specified = Specified> {
  readonly locations: readonly L[];
  readonly servers: readonly Server[];
}

/** A storage location; the name of one that does not exist; or, as a clause, why nobody can tell which it is. */
export type Found<L> = { readonly location: L } | { readonly missing: string } | { readonly doubt: string };

const named = <L extends Specified>(name: string, locations: readonly L[]): Found<L> => {
  const location = locations.find((one) => one.name === name);
  return location ? { location } : { missing: name };
};

const byDefault = <L extends Specified>(subject: Pick<Subject, 'scope'>, own: readonly L[], joined: Storage<L>): Found<L> => {
  const [marked, ...others] = own.filter(({ facets }) => facets.spec.default);
  if (others.length > 0) return { doubt: `${others.length + 1} storage locations are marked as the default one` };
  if (marked) return { location: marked };
  const told = defaultLocation(serverOf(subject, joined.servers));
  return 'doubt' in told ? told : named(told.value, own);
};

/**
 * The storage location of a schedule's backups: the one that its template names, else the one that is marked as the default,
 * else the server's. Where several are marked, Velero takes the first that comes.
 * @throws UnreadFact where a listing or the server decides and could not be read
 */
export const locationFor = <L extends Specified>(subject: Subject<typeof veleroSchedule, 'spec'>, joined: Storage<L>): Found<L> => {
  const own = joined.locations.filter(({ scope }) => scope.namespace === subject.scope.namespace);
  const { storageLocation } = subject.facets.spec.template;
  return storageLocation ? named(storageLocation, own) : byDefault(subject, own, joined);
};

/** Velero adds its own group to providers that name none. */
export const providerOf = ({ facets }: Specified): string => {
  const { provider } = facets.spec;
  return provider.includes('/') ? provider : `velero.io/${provider}`;
};

/** Why a location is none in S3, as a clause; `undefined` where it is one. */
export const s3Doubt = (location: Specified): string | undefined => {
  const { provider, s3Url } = location.facets.spec;
  if (providerOf(location) !== 'velero.io/aws') return `its provider ${provider} does not store in S3`;
  return s3Url === undefined || isOfAws(s3Url) ? undefined : `it is at ${s3Url}, which is not of AWS`;
};

/** The ARN of a location's bucket in S3; or, as a clause, why there is none. */
export const bucketFor = (location: Specified): { readonly bucket: string } | { readonly doubt: string } => {
  const doubt = s3Doubt(location);
  if (doubt !== undefined) return { doubt };
  const { bucket, region } = location.facets.spec;
  if (bucket === undefined || !isBucketName(bucket)) return { doubt: `"${bucket ?? ''}" is no name of a bucket` };
  return { bucket: bucketArn(partitionOf(region ?? ''), bucket) };
};

const OUTER_SLASHES = /^\/+|\/+$/g;

/** Keys of backups begin with a slash if the prefix does; those of repositories never do. */
const below = (prefix: string, ...parts: readonly string[]): string => `${posix.join(prefix, ...parts).replace(/\/$/, '')}/`;

const repositoryRoot = ({ facets }: Specified): string => (facets.spec.prefix ?? '').replace(OUTER_SLASHES, '');

/** The key prefix below which Velero keeps the backups of Kubernetes objects in the bucket: `cluster-1/backups/`. */
export const backupPrefix = ({ facets }: Specified): string => below(facets.spec.prefix ?? '', 'backups');

/** The key prefix of the repository that holds the volumes of a namespace, `type` being `kopia` or `restic`. */
export const repositoryPrefix = (location: Specified, type: string, volumeNamespace: string): string =>
  below(repositoryRoot(location), type, volumeNamespace);

/** The key prefixes below which there are repositories, if there are any. */
export const repositoryRoots = (location: Specified): readonly string[] =>
  ['kopia', 'restic'].map((type) => below(repositoryRoot(location), type));

/** The key prefixes that take in all of a location: one, unless it is written in an odd way. Empty = the whole bucket. */
export const locationPrefixes = (location: Specified): readonly string[] => {
  const roots = [location.facets.spec.prefix ?? '', repositoryRoot(location)];
  return [...new Set(roots.map((root) => (root === '' ? '' : below(root))))];
};

/** The location in words: `default (velero-mlops-backups/cluster-1)`. */
export const describeLocation = ({ name, facets: { spec } }: Specified): string =>
  `${name} (${[spec.bucket ?? 'no bucket', ...(spec.prefix === undefined ? [] : [spec.prefix])].join('/')})`;
