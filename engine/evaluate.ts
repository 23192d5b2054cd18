import type { Inventory, TargetRecord } from '../model/inventory.ts';
import type { AnyKind } from '../model/kind.ts';
import { componentSelector } from '../model/kinds/component.ts';
import type { Binding, Component, Policy, Selector, Waiver } from '../model/policy.ts';
import type { AnyMechanism } from '../model/protection.ts';
import { type Gap, NO_SUCH_RESOURCE, read, unread } from '../model/reading.ts';
import { type Finding, REPORT_SCHEMA, type Report, type ReportedGap, type Summary } from '../model/report.ts';
import type { Resource } from '../model/resource.ts';
import { isAbout } from '../model/rule.ts';
import { fingerprint } from './fingerprint.ts';
import { type Judgement, judge } from './judge.ts';
import { createLookup, type Lookup } from './lookup.ts';
import { recoveryOf } from './recovery.ts';
import { reportedResource } from './reported.ts';
import { describeSelector, NOT_LISTED, type Selection, select } from './select.ts';
import { createShare, type Share } from './shared.ts';
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

/** A component with what its selectors found. */
interface Resolved {
  readonly component: Component;
  readonly found: readonly Found[];
}

interface Context {
  readonly lookup: Lookup;
  readonly takenAt: Date;
  readonly waivers: Waivers;
  readonly share: Share;
}

const SHOWN_ELSEWHERE = 3;

/** Why nobody can tell whether a selector finds anything; `undefined` where it is known. */
const openQuestion = ({ selector, selection: { taken, undecided, blind } }: Found): Gap | undefined => {
  if (taken.length > 0) return undefined;
  const gap = undecided[0]?.gap ?? blind[0];
  // An optional selector for which no target exists asks for nothing.
  return selector.optional && gap?.code === NOT_LISTED ? undefined : gap;
};

const matchesOf = ({ selector, selection: { taken, elsewhere } }: Found) => ({
  count: taken.length,
  optional: selector.optional,
  selector: describeSelector(selector),
  elsewhere: elsewhere.slice(0, SHOWN_ELSEWHERE).map(({ name, scope }) => `${name} in ${scope.region}`),
});

/** What a selector found, as a resource that rules can judge. */
const selectorResource = ({ policy, name }: Component, found: Found): Resource => {
  const { selector, selection } = found;
  const text = describeSelector(selector);
  const gap = openQuestion(found);
  return {
    kind: componentSelector.id,
    id: `${policy}/${name}/${text}`,
    name: text,
    scope: { target: selector.target ?? selection.targets.map((target) => target.name).join(', ') },
    origin: 'listed',
    facets: { matches: gap ? unread(gap) : read(matchesOf(found)) },
  };
};

/** A verdict on a resource, and the line of the policy that asked for it. */
interface Judged {
  readonly resource: Resource;
  readonly judgement: Judgement;
  readonly place: Finding['location'];
}

const finding = (component: Component, binding: Binding, { resource, judgement, place }: Judged, { waivers, share }: Context): Finding => {
  const { verdict, message, evidence } = share(judgement);
  const unwaived = {
    fingerprint: fingerprint(binding.rule.id, binding.id, resource),
    rule: binding.rule.id as string,
    policy: component.policy,
    component: component.name,
    resource: reportedResource(resource),
    verdict,
    severity: binding.severity,
    message,
    evidence,
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

const bySelector = (
  component: Component,
  { rule, params }: Binding,
  found: readonly Found[],
  { lookup, takenAt }: Context,
): readonly Judged[] =>
  found.map((one) => {
    const resource = selectorResource(component, one);
    return { resource, judgement: judge(rule, params, resource, lookup, takenAt), place: one.selector.place };
  });

/** What any selector of a component takes; each resource once, however many do. */
const takenBy = (found: readonly Found[]): readonly Resource[] => [...new Set(found.flatMap(({ selection }) => selection.taken))];

/** What only unread facts keep from being taken, and no selector takes for certain. */
const undecidedBy = (found: readonly Found[]): Selection['undecided'] => {
  const seen = new Set(takenBy(found));
  return found.flatMap(({ selection }) => selection.undecided).filter(({ resource }) => !seen.has(resource) && seen.add(resource));
};

const byResource = ({ rule, params, place }: Binding, found: readonly Found[], { lookup, takenAt }: Context): readonly Judged[] => {
  const fitting = found.filter(({ selector }) => isAbout(rule.subject, selector.kind));
  return [
    ...takenBy(fitting).map((resource) => ({ resource, judgement: judge(rule, params, resource, lookup, takenAt), place })),
    ...undecidedBy(fitting).map(({ resource, facet, gap }) => ({ resource, judgement: unselected(facet, gap), place })),
  ].sort((a, b) => compareResources(a.resource, b.resource));
};

const findingsOf = ({ component, found }: Resolved, context: Context): readonly Finding[] =>
  component.bindings.flatMap((binding) => {
    const ofSelectors = isAbout(binding.rule.subject, componentSelector.id);
    const judged = ofSelectors ? bySelector(component, binding, found, context) : byResource(binding, found, context);
    return judged.map((one) => finding(component, binding, one, context));
  });

const summarise = (findings: readonly Finding[]): Summary => {
  const counted = (verdict: Finding['verdict']) =>
    findings.filter((finding) => finding.verdict === verdict && finding.waiver === null).length;
  return {
    pass: counted('pass'),
    fail: counted('fail'),
    unknown: counted('unknown'),
    pending: counted('pending'),
    notApplicable: counted('not-applicable'),
    waived: findings.filter(({ waiver }) => waiver !== null).length,
  };
};

const placed = ({ region }: { readonly region?: string | undefined }) => (region ? { region } : {});

const targetGaps = ({ name, gap, listings }: TargetRecord): readonly ReportedGap[] => {
  if (gap) return [{ target: name, ...gap }];
  return listings.flatMap((listing) => (listing.gap ? [{ target: name, kind: listing.kind, ...placed(listing), ...listing.gap }] : []));
};

const resourceGaps = ({ kind, id, scope, facets }: Resource): readonly ReportedGap[] =>
  Object.entries(facets).flatMap(([facet, reading]) =>
    reading.state === 'unread' && reading.gap.code !== NO_SUCH_RESOURCE
      ? [{ target: scope.target, kind, id, ...placed(scope), facet, ...reading.gap }]
      : [],
  );

/** Every gap of an inventory that hides something: targets, listings, facets. */
export const gapsOf = ({ targets, resources }: Inventory): readonly ReportedGap[] => [
  ...targets.flatMap(targetGaps),
  ...resources.flatMap(resourceGaps),
];

const resolve = (component: Component, inventory: Inventory, kinds: EvaluateOptions['kinds']): Resolved => ({
  component,
  found: component.selectors.map((selector) => ({ selector, selection: select(selector, inventory, kinds.get(selector.kind)) })),
});

/** Holds an inventory against policies. Pure: the same inventory gives the same report, in whatever order its resources stand. */
export const evaluate = ({ inventory, policies, waivers, kinds, mechanisms }: EvaluateOptions): Evaluation => {
  const { tool, takenAt } = inventory;
  const time = new Date(takenAt);
  const context: Context = { lookup: createLookup(inventory), takenAt: time, waivers: createWaivers(waivers, time), share: createShare() };
  const sorted = { ...inventory, resources: [...inventory.resources].sort(compareResources) };
  const resolved = policies.flatMap(({ components }) => components).map((component) => resolve(component, sorted, kinds));
  const findings = resolved.flatMap((one) => findingsOf(one, context));
  const report: Report = {
    schema: REPORT_SCHEMA,
    tool,
    takenAt,
    summary: summarise(findings),
    findings,
    gaps: gapsOf(sorted),
    recovery: resolved.flatMap(({ component, found }) => recoveryOf(component, takenBy(found), mechanisms, context)),
  };
  return { report, expiredWaivers: context.waivers.expired(), unusedWaivers: context.waivers.unused() };
};
