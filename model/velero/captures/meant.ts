import { isGlob, matchesGlob } from '../../glob.ts';
import type { veleroSchedule } from '../../kinds/velero.ts';
import type { Subject } from '../../rule.ts';
import { isLabelledOut } from './facts.ts';
import type { CaptureFacts } from './joins.ts';
import { isPattern, matchesAny } from './patterns.ts';

// Which namespaces the backups of a schedule are for.

type Schedule = Subject<typeof veleroSchedule, 'spec'>;
type Namespace = CaptureFacts['namespaces'][number];

/** Namespaces of Kubernetes itself. */
const OF_KUBERNETES: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

/** Whether a backup of all namespaces is to hold this one: not if somebody has left it out by its name or its label. */
const isMeant = ({ scope, facets }: Schedule, { name, facets: own }: Namespace): boolean =>
  !OF_KUBERNETES.has(name) &&
  name !== scope.namespace &&
  matchesAny(facets.spec.template.excludedNamespaces, name) !== true &&
  !isLabelledOut(own.labels);

const namesLike = (pattern: string, namespaces: readonly Namespace[]): readonly string[] =>
  namespaces.map(({ name }) => name).filter((name) => matchesAny([pattern], name) !== false);

/**
 * The names of the namespaces that a schedule's backups are asked about: those that a name or a pattern means; without one,
 * those that the template includes, or, where it includes all, those that are meant to be in.
 */
export const namesFor = (subject: Schedule, namespace: string | undefined, namespaces: () => readonly Namespace[]): readonly string[] => {
  if (namespace !== undefined && !isGlob(namespace)) return [namespace];
  if (namespace !== undefined) return namespaces().flatMap(({ name }) => (matchesGlob(namespace, name) ? name : []));
  const { includedNamespaces } = subject.facets.spec.template;
  if (includedNamespaces.length === 0 || includedNamespaces.includes('*'))
    return namespaces().flatMap((one) => (isMeant(subject, one) ? one.name : []));
  return [...new Set(includedNamespaces.flatMap((item) => (isPattern(item) ? namesLike(item, namespaces()) : item)))];
};

/** The ids of those that are there. */
export const idsFor = (subject: Schedule, namespace: string | undefined, namespaces: readonly Namespace[]): readonly string[] => {
  const names = new Set(namesFor(subject, namespace, () => namespaces));
  return namespaces.flatMap(({ id, name }) => (names.has(name) ? id : []));
};
