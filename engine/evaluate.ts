import type { Inventory } from '../model/inventory.ts';
import type { AnyKind } from '../model/kind.ts';
import { componentSelector } from '../model/kinds/component.ts';
import type { Binding, Component, Policy, Selector, Waiver } from '../model/policy.ts';
import type { AnyMechanism } from '../model/protection.ts';
import { type Gap, read, unread } from '../model/reading.ts';
import { type Finding, REPORT_SCHEMA, type Report, type ReportedGap, type Summary } from '../model/report.ts';
import type { Resource } from '../model/resource.ts';
import { fingerprint } from './fingerprint.ts';
import { type Judgement, judge, type Lookup } from './judge.ts';
import { recoveryOf } from './recovery.ts';
import { reportedResource } from './reported.ts';
import { describeSelector, type Selection, select } from './select.ts';
import { createWaivers, type Waivers } from './waive.ts';

export interface EvaluateOptions {
  readonly inventory: Inventory;
  readonly policies: readonly Policy[];
  readonly waivers: readonly Waiver[];
  readonly kinds: ReadonlyMap<string, AnyKind>;
  readonly mechanisms: readonly AnyMechanism[];
}

/** The report, and the waivers that somebody should look at. */
export interface Evaluation {
  readonly report: Report;
  readonly expiredWaivers: readonly Waiver[];
  readonly unusedWaivers: readonly Waiver[];
}

/** A selector of a component with what it found. */
interface Found {
  readonly selector: Selector;
  readonly selection: Selection;
}

interface Context {
  readonly lookup: Lookup;
  readonly takenAt: Date;
  readonly waivers: Waivers;
}

const SHOWN_ELSEWHERE = 3;

/** What a selector found, as a resource that rules can judge. */
const selectorResource = ({ policy, name }: Component, { selector, selection }: Found): Resource => {
  const { taken, undecided, elsewhere, blind, targets } = selection;
  const text = describeSelector(selector);
  const gap: Gap | undefined = taken.length > 0 ? undefined : (undecided[0]?.gap ?? blind[0]);
  const matches = {
    count: taken.length,
    optional: selector.optional,
    selector: text,
    elsewhere: elsewhere.slice(0, SHOWN_ELSEWHERE).map((resource) => `${resource.name} in ${resource.scope.region}`),
  };
  return {
    kind: componentSelector.id,
    id: `${policy}/${name}/${text}`,
    name: text,
    scope: { target: selector.target ?? targets.map((target) => target.name).join(', ') },
    origin: 'listed',
    // An optional selector for which no target exists asks for nothing.
    facets: { matches: gap && !(selector.optional && gap.code === 'NotListed') ? unread(gap) : read(matches) },
  };
};

const finding = (component: Component, binding: Binding, resource: Resource, judgement: Judgement, place: Finding['location'], { waivers }: Context): Finding => {
  const unwaived = {
    fingerprint: fingerprint(binding.rule.id, binding.id, resource),
    rule: binding.rule.id as string,
    policy: component.policy,
    component: component.name,
    resource: reportedResource(resource),
    verdict: judgement.verdict,
    severity: binding.severity,
    message: judgement.message,
    evidence: judgement.evidence,
    location: place,
  };
  return { ...unwaived, waiver: waivers.find(unwaived) };
};

const unselected = (facet: string, gap: Gap): Judgement => ({
  verdict: 'unknown',
  message: `Not evaluated: whether the policy selects this resource depends on its ${facet}, which could not be read (${gap.action}: ${gap.code}).`,
  evidence: [{ facet, observed: `unread: ${gap.code}` }],
});

const compareResources = (a: Resource, b: Resource): number => {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
};

const unique = <T>(items: readonly T[], key: (item: T) => string): readonly T[] => [...new Map(items.map((item) => [key(item), item])).values()];

const bySelector = (component: Component, binding: Binding, found: readonly Found[], context: Context): readonly Finding[] =>
  found.map((one) => {
    const resource = selectorResource(component, one);
    return finding(component, binding, resource, judge(binding.rule, binding.params, resource, context.lookup, context.takenAt), one.selector.place, context);
  });

const byResource = (component: Component, binding: Binding, found: readonly Found[], context: Context): readonly Finding[] => {
  const selections = found.filter(({ selector }) => selector.kind === binding.rule.subject.id).map(({ selection }) => selection);
  const taken = unique(selections.flatMap((selection) => selection.taken), ({ id }) => id);
  const certain = new Set(taken.map(({ id }) => id));
  const undecided = unique(selections.flatMap((selection) => selection.undecided), ({ resource }) => resource.id).filter(({ resource }) => !certain.has(resource.id));
  const judged = [
    ...taken.map((resource) => ({ resource, judgement: judge(binding.rule, binding.params, resource, context.lookup, context.takenAt) })),
    ...undecided.map(({ resource, facet, gap }) => ({ resource, judgement: unselected(facet, gap) })),
  ];
  return judged
    .sort((a, b) => compareResources(a.resource, b.resource))
    .map(({ resource, judgement }) => finding(component, binding, resource, judgement, binding.place, context));
};

const summarise = (findings: readonly Finding[]): Summary => {
  const counted = (verdict: Finding['verdict']) => findings.filter((finding) => finding.verdict === verdict && finding.waiver === null).length;
  return {
    pass: counted('pass'),
    fail: counted('fail'),
    unknown: counted('unknown'),
    pending: counted('pending'),
    notApplicable: counted('not-applicable'),
    waived: findings.filter(({ waiver }) => waiver !== null).length,
  };
};

/** Every gap of an inventory: targets, listings, facets. */
export const gapsOf = ({ targets, resources }: Inventory): readonly ReportedGap[] => [
  ...targets.flatMap(({ name, gap, listings }): ReportedGap[] =>
    gap
      ? [{ target: name, ...gap }]
      : listings.flatMap((listing) =>
          listing.gap ? [{ target: name, kind: listing.kind, ...(listing.region ? { region: listing.region } : {}), ...listing.gap }] : [],
        ),
  ),
  ...resources.flatMap(({ kind, id, scope, facets }) =>
    Object.entries(facets).flatMap(([facet, reading]): ReportedGap[] =>
      reading.state === 'unread' ? [{ target: scope.target, kind, id, ...(scope.region ? { region: scope.region } : {}), facet, ...reading.gap }] : [],
    ),
  ),
];

/** Holds an inventory against policies. Pure: the same inventory gives the same report. */
export const evaluate = ({ inventory, policies, waivers, kinds, mechanisms }: EvaluateOptions): Evaluation => {
  const takenAt = new Date(inventory.takenAt);
  const byKey = new Map(inventory.resources.map((resource) => [`${resource.kind}|${resource.id}`, resource]));
  const context: Context = { lookup: (kind, id) => byKey.get(`${kind}|${id}`), takenAt, waivers: createWaivers(waivers, takenAt) };
  const components = policies.flatMap((policy) => policy.components);
  const resolved = components.map((component) => ({
    component,
    found: component.selectors.map((selector): Found => ({ selector, selection: select(selector, inventory, kinds.get(selector.kind)) })),
  }));
  const findings = resolved.flatMap(({ component, found }) =>
    component.bindings.flatMap((binding) => (binding.rule.subject.id === componentSelector.id ? bySelector : byResource)(component, binding, found, context)),
  );
  const report: Report = {
    schema: REPORT_SCHEMA,
    tool: inventory.tool,
    takenAt: inventory.takenAt,
    summary: summarise(findings),
    findings,
    gaps: gapsOf(inventory),
    recovery: resolved.flatMap(({ component, found }) => recoveryOf(component, unique(found.flatMap(({ selection }) => selection.taken), ({ id }) => id), mechanisms, context)),
  };
  return { report, expiredWaivers: context.waivers.expired(), unusedWaivers: context.waivers.unused() };
};
