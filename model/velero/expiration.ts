import type { S3Lifecycle } from '../kinds/s3.ts';
import type { veleroRepository, veleroStorageLocation } from '../kinds/velero.ts';
import type { Subject } from '../rule.ts';
import { asksForTags, overlaps } from '../s3/filter.ts';
import { currentLife, type Span } from '../s3/lifecycle.ts';
import { backupPrefix, repositoryPrefix } from './locations.ts';

// What the lifecycle rules of a bucket do to the backups in it.

type Location = Subject<typeof veleroStorageLocation, 'spec'>;
type Repository = Subject<typeof veleroRepository, 'spec'>;

/** A part of a storage location. */
export interface Area {
  /** Which keys it has. */
  readonly prefix: string;
  /** Whether its objects are needed for longer than one backup is kept: later backups build upon what is in a repository. */
  readonly isShared: boolean;
}

/** The backups of a location. */
export const backupArea = (location: Location): Area => ({ prefix: backupPrefix(location), isShared: false });

/** The repositories of a location, one for each namespace whose volumes were copied. */
export const repositoryAreas = (location: Location, repositories: readonly Repository[]): readonly Area[] =>
  repositories
    .filter(({ scope, facets }) => scope.namespace === location.scope.namespace && facets.spec.storageLocation === location.name)
    // Up to 1.9 there was nothing else to name.
    .map(({ facets: { spec } }) => ({ prefix: repositoryPrefix(location, spec.type ?? 'restic', spec.volumeNamespace), isShared: true }));

/** How long objects stay current. `sure`: whatever they are; `possible`: where they bear the tags that some rules ask for. */
export interface Lives {
  readonly sure: Span;
  readonly possible: Span;
}

/**
 * How long lifecycle rules leave the objects below a prefix current, for those that are worst off. Velero does not look for
 * noncurrent versions: what is hidden behind a delete marker is gone to it.
 */
export const livesBelow = ({ rules }: S3Lifecycle, prefix: string, takenAt: Date): Lives => {
  const touching = rules.filter(({ filter }) => overlaps(filter, { prefix, tags: {} }));
  const untagged = touching.filter(({ filter }) => !asksForTags(filter));
  return { sure: currentLife({ rules: untagged }, takenAt), possible: currentLife({ rules: touching }, takenAt) };
};
