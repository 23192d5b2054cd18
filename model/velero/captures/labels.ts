import type { BackupTemplate } from '../../kinds/velero.ts';
import type { LabelSelector } from '../../schemas/kubernetes.ts';
import { isAtLeast, type Version } from '../versions.ts';

// Label selectors of backups.

type Labels = Readonly<Record<string, string>>;

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

const requirementsOf = ({ matchLabels, matchExpressions }: LabelSelector): readonly Requirement[] => [
  ...Object.entries(matchLabels).map(([key, value]) => ({ key, operator: 'In', values: [value] })),
  ...matchExpressions,
];

const PART = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

const isKey = (key: string): boolean => {
  const [name = '', prefix, ...more] = key.split('/').reverse();
  return PART.test(name) && (prefix === undefined || PREFIX.test(prefix)) && more.length === 0;
};

const isValue = (value: string): boolean => value === '' || PART.test(value);

const LISTING: ReadonlySet<string> = new Set(['In', 'NotIn']);
const LISTLESS: ReadonlySet<string> = new Set(['Exists', 'DoesNotExist']);

const isRequirement = ({ key, operator, values }: Requirement): boolean =>
  isKey(key) && values.every(isValue) && (values.length > 0 ? LISTING : LISTLESS).has(operator);

/**
 * Whether the API server understands what Velero makes of a selector. It does not where nothing is required: Velero then asks for
 * the selector `<none>` (https://pkg.go.dev/k8s.io/apimachinery/pkg/apis/meta/v1#FormatLabelSelector), and no list succeeds.
 */
const isSelector = (selector: LabelSelector): boolean => {
  const requirements = requirementsOf(selector);
  return requirements.length > 0 && requirements.every(isRequirement);
};

const meets = (value: string | undefined, { operator, values }: Requirement): boolean => {
  const listed = value !== undefined && values.includes(value);
  if (operator === 'In') return listed;
  if (operator === 'NotIn') return !listed;
  return (operator === 'Exists') === (value !== undefined);
};

const matchesSelector = (selector: LabelSelector, labels: Labels): boolean =>
  requirementsOf(selector).every((requirement) =>
    meets(Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined, requirement),
  );

/** A value that no requirement names. */
const OTHER = '\u0000';

/** Whether some value of a label, or none, meets all that is required of it. */
const canMeet = (requirements: readonly Requirement[]): boolean =>
  [undefined, OTHER, ...requirements.flatMap(({ values }) => values)].some((value) =>
    requirements.every((requirement) => meets(value, requirement)),
  );

/** Whether anything at all can match. */
const isSatisfiable = (selector: LabelSelector): boolean => {
  const requirements = requirementsOf(selector);
  return [...new Set(requirements.map(({ key }) => key))].every((key) => canMeet(requirements.filter((one) => one.key === key)));
};

/** Which objects a template selects by their labels; `undefined`: all of them. */
export interface Selection {
  /** The API server refuses one of the selectors, and so every list. */
  readonly broken: boolean;
  readonly satisfiable: boolean;
  readonly matches: (labels: Labels) => boolean;
}

/** `orLabelSelectors` are there from 1.9 on. */
const selectorsOf = ({ labelSelector, orLabelSelectors }: BackupTemplate, version: Version): readonly LabelSelector[] =>
  isAtLeast(version, 1, 9) && orLabelSelectors.length > 0 ? orLabelSelectors : labelSelector ? [labelSelector] : [];

export const selectionOf = (template: BackupTemplate, version: Version): Selection | undefined => {
  const selectors = selectorsOf(template, version);
  if (selectors.length === 0) return undefined;
  const broken = !selectors.every(isSelector);
  return {
    broken,
    satisfiable: !broken && selectors.some(isSatisfiable),
    matches: (labels) => !broken && selectors.some((selector) => matchesSelector(selector, labels)),
  };
};
