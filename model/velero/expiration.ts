import type { veleroRepository, veleroStorageLocation } from '../kinds/velero.ts';
import type { Subject } from '../rule.ts';
import type { Area } from '../s3/safe.ts';
import { backupPrefix, repositoryPrefix } from './locations.ts';

// The parts of a storage location that lifecycle rules must leave alone.

type Location = Subject<typeof veleroStorageLocation, 'spec'>;
type Repository = Subject<typeof veleroRepository, 'spec'>;

/** The backups of a location. */
export const backupArea = (location: Location): Area => ({ prefix: backupPrefix(location), isShared: false });

/** The repositories of a location, one for each namespace whose volumes were copied. */
export const repositoryAreas = (location: Location, repositories: readonly Repository[]): readonly Area[] =>
  repositories
    .filter(({ scope, facets }) => scope.namespace === location.scope.namespace && facets.spec.storageLocation === location.name)
    // Up to 1.9 there was nothing else to name.
    .map(({ facets: { spec } }) => ({ prefix: repositoryPrefix(location, spec.type ?? 'restic', spec.volumeNamespace), isShared: true }));
