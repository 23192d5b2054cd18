import type { BackupTemplate } from '../../kinds/velero.ts';
import { and, not, type Truth } from '../../truth.ts';
import { isAtLeast, type Version } from '../versions.ts';
import { type Answer, no, unclear, yes } from './answer.ts';
import { isPattern, type Lists, listProblem, matchesAny, takesIn } from './patterns.ts';
import { type Resolved, resolveResource } from './resources.ts';

// Which resources a template takes in: by the older family of filters, or by the one that there is from 1.11 on.

/** Resources of a namespace that answers are about. */
export type Held = 'configmaps' | 'secrets' | 'pods' | 'persistentvolumeclaims';

const PERSISTENT_VOLUMES = 'persistentvolumes';

const hasNewer = (version: Version): boolean => isAtLeast(version, 1, 11);

const usesOlder = ({ includedResources, excludedResources, includeClusterResources }: BackupTemplate): boolean =>
  includedResources.length + excludedResources.length > 0 || includeClusterResources !== undefined;

const newerLists = (template: BackupTemplate): { readonly namespaced: Lists; readonly cluster: Lists } => ({
  namespaced: { includes: template.includedNamespaceScopedResources, excludes: template.excludedNamespaceScopedResources },
  cluster: { includes: template.includedClusterScopedResources, excludes: template.excludedClusterScopedResources },
});

const usesNewer = (template: BackupTemplate): boolean =>
  Object.values(newerLists(template)).some(({ includes, excludes }) => includes.length + excludes.length > 0);

const isNewer = (template: BackupTemplate, version: Version): boolean => hasNewer(version) && !usesOlder(template);

const olderLists = ({ includedResources, excludedResources }: BackupTemplate): Lists => ({
  includes: includedResources,
  excludes: excludedResources,
});

/** Why Velero refuses the filters of resources; `undefined` where it does not. */
export const filterProblem = (template: BackupTemplate, version: Version): string | undefined => {
  if (!isNewer(template, version)) {
    if (hasNewer(version) && usesNewer(template)) return 'filters of resources of the older and of the newer family are used together';
    return listProblem(olderLists(template));
  }
  const { namespaced, cluster } = newerLists(template);
  return listProblem(cluster, true) ?? listProblem(namespaced, true);
};

const resolveAll = (items: readonly string[]): readonly string[] => items.map((item) => (item === '*' ? item : resolveResource(item).name));

const resolvedOlder = (template: BackupTemplate): Lists => ({
  includes: resolveAll(template.includedResources),
  excludes: resolveAll(template.excludedResources.filter((item) => item !== '*')),
});

/** From 1.17 on Velero leaves these out, and so takes them from the includes as well. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'volumesnapshots.snapshot.storage.k8s.io',
  'volumesnapshotcontents.snapshot.storage.k8s.io',
]);

const includesOf = (items: readonly string[], version: Version): readonly string[] =>
  isAtLeast(version, 1, 17) ? items.filter((item) => !LEFT_OUT.has(item)) : items;

/** Whether a name stays in a list for namespaced resources, or for those of the cluster: those of the other scope are dropped. */
const stays = (item: string, namespaced: boolean): Truth => {
  const resolved: Resolved = resolveResource(item);
  if (item === '' || isPattern(item)) return true;
  return resolved.namespaced === undefined ? undefined : resolved.namespaced === namespaced;
};

interface Scoped extends Lists {
  /** No includes are all of them. */
  readonly empty: Truth;
}

const scoped = ({ includes, excludes }: Lists, namespaced: boolean, version: Version): Scoped => {
  const kept = (items: readonly string[]) => items.filter((item) => stays(item, namespaced) !== false);
  const given = includesOf(includes, version);
  return {
    includes: resolveAll(kept(given)),
    excludes: resolveAll(kept(excludes)),
    empty: and(given.map((item) => not(stays(item, namespaced)))),
  };
};

const takesInScoped = ({ includes, excludes, empty }: Scoped, name: string): Truth => {
  const taken = includes.includes('*') || matchesAny(includes, name);
  return and([not(matchesAny(excludes, name)), taken === true || empty === true ? true : taken === false ? empty : undefined]);
};

const takenIn = (template: BackupTemplate, version: Version, resource: Held): Truth => {
  if (!isNewer(template, version)) return takesIn(resolvedOlder(template), resource);
  return takesInScoped(scoped(newerLists(template).namespaced, true, version), resource);
};

const FIELDS = [
  'includedResources',
  'excludedResources',
  'includedNamespaceScopedResources',
  'excludedNamespaceScopedResources',
  'includedClusterScopedResources',
  'excludedClusterScopedResources',
] as const;

/** What the template says: `excludedResources [secrets]`. */
const describe = (template: BackupTemplate): string =>
  FIELDS.filter((field) => template[field].length > 0)
    .map((field) => `${field} [${template[field].join(', ')}]`)
    .join(', ');

/** Whether a template takes in the resource at all, whatever the single objects are. */
export const holdsResource = (template: BackupTemplate, version: Version, resource: Held): Answer => {
  const taken = takenIn(template, version, resource);
  if (taken === true) return yes('held', `${resource} are taken in`);
  if (taken === false) return no('resource-excluded', `${describe(template)} leaves out ${resource}`);
  return unclear('pattern', `whether ${describe(template)} takes in ${resource} depends on patterns or on what the cluster serves`);
};

/** Whether a resource is left out whatever a policy about resources says: what is excluded stays so, and the older family admits no such policy. */
export const isLeftOut = (template: BackupTemplate, version: Version, resource: Held): boolean => {
  if (!isNewer(template, version)) return takenIn(template, version, resource) === false;
  return matchesAny(scoped(newerLists(template).namespaced, true, version).excludes, resource) === true;
};

/** Whether a persistent volume goes with its claim. It does, unless it is left out as such: the claim brings it along. */
export const bringsVolumes = (template: BackupTemplate, version: Version): Truth => {
  const { includeClusterResources } = template;
  if (isNewer(template, version)) return not(matchesAny(scoped(newerLists(template).cluster, false, version).excludes, PERSISTENT_VOLUMES));
  if (includeClusterResources === false) return false;
  const lists = resolvedOlder(template);
  const taken = takesIn(lists, PERSISTENT_VOLUMES);
  return includeClusterResources && hasNewer(version) ? not(matchesAny(lists.excludes, PERSISTENT_VOLUMES)) : taken;
};

/** Whether persistent volumes are backed up by themselves, `whole` telling whether all namespaces are. */
export const collectsVolumes = (template: BackupTemplate, version: Version, whole: boolean): Truth => {
  if (!isNewer(template, version))
    return (template.includeClusterResources ?? whole) && takesIn(resolvedOlder(template), PERSISTENT_VOLUMES);
  const { cluster, namespaced } = newerLists(template);
  const { includes, excludes } = scoped(cluster, false, version);
  const left = matchesAny(excludes, PERSISTENT_VOLUMES);
  if (left === true) return false;
  const named = includes.includes('*') || matchesAny(includes, PERSISTENT_VOLUMES);
  // A full backup takes all. From 1.17 on something is always left out, and so no backup is a full one.
  const full = whole && includes.length + excludes.length + namespaced.includes.length + namespaced.excludes.length === 0;
  return and([not(left), named === true || (full && !isAtLeast(version, 1, 17)) ? true : named]);
};
