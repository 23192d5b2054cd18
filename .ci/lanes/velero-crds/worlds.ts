import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterWorld, loadWorld, type Manifest, type World } from '../../../lab/index.ts';
import { apisOf } from '../../../lab/kubernetes/catalogue.ts';
import { objectsOf } from '../../../lab/kubernetes/objects.ts';

/** Where worlds lie. */
const FOLDERS = ['lab/worlds', 'test'];

/** A world has its clusters under a key of its own; other files with clusters are configurations and policies. */
const isWorld = (source: string): boolean => /^kubernetes:/m.test(source);

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => join(folder, file));

const worldFiles = (): readonly (readonly [file: string, world: World])[] =>
  FOLDERS.flatMap(filesIn).flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    return isWorld(source) ? [[file, loadWorld(source, file)] as const] : [];
  });

/** Every world of the project that has clusters, and one of those that programs make. */
export const worlds = (): readonly (readonly [name: string, world: World])[] => [
  ...worldFiles(),
  ['clusterWorld', clusterWorld({ backups: 3, claims: 3 })],
];

/** The objects of Velero in a world, as its clusters serve them. */
export const veleroObjects = ({ kubernetes = [] }: World): readonly Manifest[] =>
  kubernetes.flatMap((cluster) => {
    const objects = objectsOf(cluster);
    // Kinds of former versions have no definition any more.
    const resources = apisOf(cluster).flatMap((api) => api.resources.filter(({ group, former }) => group === 'velero.io' && !former));
    return resources.flatMap((resource) => objects.of(resource).map(({ read }) => read()));
  });
