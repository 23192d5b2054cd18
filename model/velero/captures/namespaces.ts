import type { BackupTemplate } from '../../kinds/velero.ts';
import { and, not, or, type Truth } from '../../truth.ts';
import { isAtLeast, type Version } from '../versions.ts';
import { type Answer, no, unclear, yes } from './answer.ts';
import { type Cluster, EXCLUDE_LABEL, isLabelledOut, type Namespace } from './facts.ts';
import { isPattern, type Lists, listProblem, matchesAny, matchesPattern, takesIn, takesInAll } from './patterns.ts';

// Which namespaces a template takes in.

const listsOf = ({ includedNamespaces, excludedNamespaces }: BackupTemplate): Lists => ({
  includes: includedNamespaces,
  excludes: excludedNamespaces,
});

/** Up to 1.9 the label of a namespace leaves out that object only. */
const obeysLabels = (version: Version): boolean => isAtLeast(version, 1, 10);

const hasPatterns = (version: Version): boolean => isAtLeast(version, 1, 18);

const WILD = /[*?[]/;

/** Whether patterns are put in place of the namespaces that match them. Version 1.18.0 did so for exclusions alone, and then took in nothing. */
const isExpanded = ({ includes, excludes }: Lists, version: Version): boolean => {
  if (!hasPatterns(version) || includes.includes('*')) return false;
  if (includes.length === 0 && isAfter1180(version)) return false;
  return [...includes, ...excludes].some((item) => WILD.test(item));
};

const isAfter1180 = (version: Version): boolean => isAtLeast(version, 1, 19) || version.minor !== 18 || version.patch > 0;

const isNamed = (items: readonly string[], name: string): Truth =>
  or(items.map((item) => (WILD.test(item) ? matchesPattern(item, name) : item === name)));

/** Velero asks for the objects of each included namespace by its name, unless it asks for those of all. An empty name asks for all, too. */
const isListed = (lists: Lists, name: string): Truth =>
  or([takesIn(lists, '*'), lists.includes.includes(name), lists.includes.includes('') && takesIn(lists, '')]);

/** Whether the lists of a template take in a namespace of this name, labels aside. */
export const includesName = (template: BackupTemplate, name: string, version: Version): Truth => {
  const lists = listsOf(template);
  if (isExpanded(lists, version)) return and([isNamed(lists.includes, name), not(isNamed(lists.excludes, name))]);
  return and([isListed(lists, name), takesIn(lists, name)]);
};

/** Whether every namespace is taken in: only then are the objects of the cluster backed up as well. */
export const includesAll = (template: BackupTemplate, { namespaces }: Pick<Cluster, 'namespaces'>, version: Version): boolean =>
  takesInAll(listsOf(template)) && !(obeysLabels(version) && namespaces.some(({ labels }) => isLabelledOut(labels)));

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** From 1.7 on Velero refuses what cannot be a name: a star counts as a letter, and from 1.18 on other signs of patterns do. */
const isName = (item: string, version: Version): boolean => {
  if (item === '' || !isAtLeast(version, 1, 7)) return true;
  if (!hasPatterns(version)) return DNS_LABEL.test(item.replaceAll('*', 'x'));
  return DNS_LABEL.test(item.replaceAll(/[*?[\]]/g, 'x')) && !item.includes('**') && !/\[\]|\[[^\]]*$|^[^[]*\]/.test(item);
};

const labelledProblem = ({ includes }: Lists, { namespaces }: Pick<Cluster, 'namespaces'>): string | undefined => {
  const named = new Set(includes.filter((item) => !isPattern(item)));
  const found = named.size === 0 ? undefined : namespaces.find(({ name, labels }) => named.has(name) && isLabelledOut(labels));
  return found && `namespace ${found.name} is included, and its label ${EXCLUDE_LABEL}=true excludes it`;
};

/** Why Velero refuses the lists of namespaces; `undefined` where it does not. */
export const namespaceProblem = (template: BackupTemplate, cluster: Pick<Cluster, 'namespaces'>, version: Version): string | undefined => {
  const lists = listsOf(template);
  const misnamed = [...lists.includes, ...lists.excludes].find((item) => !isName(item, version));
  if (misnamed !== undefined) return `"${misnamed}" is no name of a namespace`;
  return listProblem(lists) ?? (obeysLabels(version) ? labelledProblem(lists, cluster) : undefined);
};

/** Whether a template takes in what is in a namespace. */
export const holdsNamespace = (template: BackupTemplate, name: string, namespace: Namespace | undefined, version: Version): Answer => {
  if (!namespace) return no('namespace-missing', `there is no namespace ${name}`);
  if (namespace.deletedAt !== undefined) return no('namespace-terminating', `namespace ${name} is being deleted`);
  if (obeysLabels(version) && isLabelledOut(namespace.labels))
    return no('namespace-labelled', `the label ${EXCLUDE_LABEL}=true of namespace ${name} leaves it out`);
  const taken = includesName(template, name, version);
  if (taken === true) return yes('held', `namespace ${name} is taken in`);
  const { includedNamespaces, excludedNamespaces } = template;
  const lists = `includedNamespaces [${includedNamespaces.join(', ')}], excludedNamespaces [${excludedNamespaces.join(', ')}]`;
  if (taken === undefined) return unclear('pattern', `whether ${lists} takes in namespace ${name} depends on patterns`);
  const hint = !hasPatterns(version) && includedNamespaces.some((item) => isPattern(item) && matchesAny([item], name) === true);
  return no('namespace-excluded', `${lists} leaves out namespace ${name}${hint ? ': Velero reads no patterns there before 1.18' : ''}`);
};
