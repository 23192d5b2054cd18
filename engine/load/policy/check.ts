import type { Document, Path } from '../../../model/document.ts';
import type { Diagnostic } from '../../../model/errors.ts';
import { componentSelector } from '../../../model/kinds/component.ts';
import { type AnyRule, kindsOf } from '../../../model/rule.ts';
import { suggest } from '../../suggest.ts';
import { selectableKinds, unknownKind } from '../kinds.ts';
import { items, record, text } from '../loose.ts';
import { durationProblem, readParams } from '../params.ts';
import { quote, schemaProblems } from '../problems.ts';
import { namesIn, repeated } from '../unique.ts';
import { type PolicyContext, paramsValidator } from './context.ts';

const DURATIONS = ['rpo', 'retention', 'restoreTestedWithin'] as const;

const ruleOf = (entry: unknown): string | undefined => text(entry) ?? text(record(entry).rule);

const pathOfRule = (entry: unknown, path: Path): Path => (typeof entry === 'string' ? path : [...path, 'rule']);

const checkSelector = (selector: unknown, path: Path, document: Document, { kinds }: PolicyContext): readonly Diagnostic[] => {
  const { kind, tags } = record(selector);
  const id = text(kind);
  if (id === undefined) return [];
  const known = selectableKinds(kinds);
  if (!known.includes(id)) return [unknownKind(id, known, document.placeOf([...path, 'kind']))];
  if (tags === undefined || kinds.get(id)?.tags !== undefined) return [];
  return [
    { code: 'no-tags', message: `Resources of the kind ${id} have no tags to select by.`, place: document.placeOfKey([...path, 'tags']) },
  ];
};

/** The kinds that a component selects; `undefined` where a mistake keeps one of them from being known. */
const selectedKinds = (component: unknown, context: PolicyContext): ReadonlySet<string> | undefined => {
  const known = selectableKinds(context.kinds);
  const kinds = items(record(component).resources).map((selector) => text(record(selector).kind) ?? '');
  return kinds.length > 0 && kinds.every((kind) => known.includes(kind)) ? new Set(kinds) : undefined;
};

const checkSubject = (
  rule: AnyRule,
  selected: ReadonlySet<string> | undefined,
): Pick<Diagnostic, 'code' | 'message' | 'hint'> | undefined => {
  const subjects = kindsOf(rule.subject).map(({ id }) => id);
  if (selected === undefined || subjects.some((subject) => selected.has(subject) || subject === componentSelector.id)) return undefined;
  const subject = subjects.join(' or ');
  return {
    code: 'unselected-kind',
    message: `${rule.id} is about resources of the kind ${subject}, and this component selects none of them. It selects ${[...selected].join(', ')}.`,
    hint: `Add a selector of the kind ${subject}, or bind the rule in a component that has one.`,
  };
};

const checkRule = (
  entry: unknown,
  path: Path,
  selected: ReadonlySet<string> | undefined,
  document: Document,
  context: PolicyContext,
): readonly Diagnostic[] => {
  const id = ruleOf(entry);
  if (id === undefined) return [];
  const place = document.placeOf(pathOfRule(entry, path));
  const rule = context.rules.get(id);
  if (rule === undefined) {
    const { hint = 'All rules: mlops-dr rules list.' } = suggest(id, [...context.rules.keys()]);
    return [{ code: 'unknown-rule', message: `There is no rule ${quote(id)}.`, hint, place }];
  }
  const { params = {} } = record(entry);
  const misplaced = checkSubject(rule, selected);
  const { diagnostics } = readParams(rule, paramsValidator(context, rule), record(params), document, [...path, 'params']);
  return [...(misplaced ? [{ ...misplaced, place }] : []), ...diagnostics];
};

const checkObjectives = (objectives: unknown, path: Path, document: Document): readonly Diagnostic[] =>
  DURATIONS.flatMap((key) => durationProblem(record(objectives)[key], [...path, key], document) ?? []);

const checkComponent = (component: unknown, path: Path, document: Document, context: PolicyContext): readonly Diagnostic[] => {
  const { resources, rules, objectives } = record(component);
  const selected = selectedKinds(component, context);
  return [
    ...items(resources).flatMap((selector, index) => checkSelector(selector, [...path, 'resources', index], document, context)),
    ...items(rules).flatMap((entry, index) => checkRule(entry, [...path, 'rules', index], selected, document, context)),
    ...checkObjectives(objectives, [...path, 'objectives'], document),
  ];
};

/** Everything that is wrong in a policy: its shape, and whether kinds, rules, params and objectives make sense. */
export const checkPolicy = (document: Document, context: PolicyContext): readonly Diagnostic[] => {
  const components = items(record(document.value).components);
  return [
    ...schemaProblems(context.validators.policy, document),
    ...repeated('component', namesIn(document, 'components')),
    ...components.flatMap((component, index) => checkComponent(component, ['components', index], document, context)),
  ];
};
