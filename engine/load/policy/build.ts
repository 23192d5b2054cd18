import type { Document, Path } from '../../../model/document.ts';
import { parseDuration } from '../../../model/duration.ts';
import type { Binding, Component, Objectives, Policy, Selector } from '../../../model/policy.ts';
import type { ComponentText, PolicyText, RuleText, SelectorText } from '../../../model/schemas/policy.ts';
import { readParams } from '../params.ts';
import { type PolicyContext, paramsValidator } from './context.ts';

/** Every component is bound to it, whether it says so or not. */
const RESOURCES_PRESENT = 'component/resources-present';

const selectorOf = (selector: SelectorText, path: Path, document: Document): Selector => ({
  ...selector,
  optional: selector.optional ?? false,
  place: document.placeOf(path),
});

/** Every text among the objectives is a duration. */
const objectivesOf = (written: NonNullable<ComponentText['objectives']>): Objectives =>
  Object.fromEntries(Object.entries(written).map(([key, value]) => [key, typeof value === 'string' ? parseDuration(value) : value]));

type Bound = Omit<Binding, 'id'>;

const bindingOf = (entry: RuleText, path: Path, document: Document, context: PolicyContext): readonly Bound[] => {
  const { rule: id, severity, params: written } = typeof entry === 'string' ? { rule: entry } : entry;
  const rule = context.rules.get(id);
  if (rule === undefined) return [];
  const { params } = readParams(rule, paramsValidator(context, rule), written, document, [...path, 'params']);
  return [{ rule, params, severity: severity ?? rule.severity, place: document.placeOf(path) }];
};

/** Gives each binding its id: the rule's, with `#2`, `#3` … where it is bound again. */
const numbered = (prefix: string, bindings: readonly Bound[]): readonly Binding[] => {
  const counts = new Map<string, number>();
  return bindings.map((binding) => {
    const count = (counts.get(binding.rule.id) ?? 0) + 1;
    counts.set(binding.rule.id, count);
    return { id: `${prefix}/${binding.rule.id}${count > 1 ? `#${count}` : ''}`, ...binding };
  });
};

const bindingsOf = (component: ComponentText, path: Path, document: Document, context: PolicyContext): readonly Bound[] => {
  const written = component.rules ?? [];
  const bound = written.flatMap((entry, index) => bindingOf(entry, [...path, 'rules', index], document, context));
  if (!context.rules.has(RESOURCES_PRESENT) || bound.some(({ rule }) => rule.id === RESOURCES_PRESENT)) return bound;
  return [...bindingOf(RESOURCES_PRESENT, path, document, context), ...bound];
};

const componentOf = (component: ComponentText, path: Path, policy: string, document: Document, context: PolicyContext): Component => {
  const { name, resources, objectives } = component;
  return {
    name,
    policy,
    selectors: resources.map((selector, index) => selectorOf(selector, [...path, 'resources', index], document)),
    objectives: objectives ? objectivesOf(objectives) : {},
    bindings: numbered(`${policy}/${name}`, bindingsOf(component, path, document, context)),
    place: document.placeOf(path),
    ...(objectives ? { objectivesPlace: document.placeOfKey([...path, 'objectives']) } : {}),
  };
};

/** A policy from a document in which nothing is wrong. `file` is the path as the user gave it. */
export const policyOf = (document: Document, file: string, context: PolicyContext): Policy => {
  const { metadata, components } = document.value as PolicyText;
  const { name, title = name } = metadata;
  return {
    name,
    title,
    file,
    components: components.map((component, index) => componentOf(component, ['components', index], name, document, context)),
  };
};
