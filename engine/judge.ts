import type { AnyKind } from '../model/kind.ts';
import type { Reading } from '../model/reading.ts';
import type { Resource } from '../model/resource.ts';
import { type AnyRule, type Join, type Joins, type Outcome, type Subject, UnreadFact } from '../model/rule.ts';
import type { Evidence, Verdict } from '../model/verdict.ts';

/** An outcome with its text filled in. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly message: string;
  readonly evidence: readonly Evidence[];
}

/** Finds a resource of the inventory by its kind and id. */
export type Lookup = (kind: string, id: string) => Resource | undefined;

const notCollected = (facet: string): Reading<never> => ({
  state: 'unread',
  gap: {
    action: facet,
    code: 'NotCollected',
    message: `The inventory does not hold the facet ${facet}: nobody asked for it when it was collected.`,
  },
});

const factOf = (kind: AnyKind, resource: Pick<Resource, 'id' | 'facets'>, name: string): unknown => {
  const reading = resource.facets[name] ?? notCollected(name);
  if (reading.state === 'read') return reading.value;
  if (reading.state === 'unread') throw new UnreadFact(name, resource.id, reading.gap);
  const facet = kind.facets[name];
  if (facet && 'absent' in facet) return facet.absent;
  throw new UnreadFact(name, resource.id, { action: name, code: 'MalformedAnswer', message: `The facet ${name} cannot be absent.` });
};

/**
 * A resource as a rule may see it: only the facets in `reads`, each through an accessor that throws `UnreadFact` where
 * it is not known. So a verdict that needs an unread fact cannot come out, and one that does not need it still does.
 */
export const view = (kind: AnyKind, resource: Resource, reads: readonly string[]): Subject => {
  const facets = {};
  for (const name of reads) Object.defineProperty(facets, name, { enumerable: true, get: () => factOf(kind, resource, name) });
  return { kind: resource.kind, id: resource.id, name: resource.name, scope: resource.scope, facets };
};

const foreign = (kind: string, id: string): Resource => ({ kind, id, name: id, scope: { target: '' }, origin: 'joined', facets: {} });

/** The resources that a join names, seen through what it may read; those that the inventory does not hold are wholly unread. */
const joined = ({ kind, reads, from }: Join, subject: Subject, params: unknown, lookup: Lookup): readonly Subject[] =>
  from(subject, params).map((id) => view(kind, lookup(kind.id, id) ?? foreign(kind.id, id), reads));

/** The joins of a rule or mechanism, each found when it is first looked at: what decides without them stays decided. */
export const resolveJoins = (
  joins: Joins | undefined,
  subject: Subject,
  params: unknown,
  lookup: Lookup,
): Record<string, readonly Subject[]> => {
  const all: Record<string, readonly Subject[]> = {};
  for (const [name, join] of Object.entries(joins ?? {})) {
    Object.defineProperty(all, name, { enumerable: true, get: () => joined(join, subject, params, lookup) });
  }
  return all;
};

const fill = (template: string, values: Outcome['values']): string =>
  template.replace(/\{(\w+)\}/g, (placeholder, key: string) => (Object.hasOwn(values, key) ? String(values[key]) : placeholder));

/** Names the resource only where it is another one than the finding's: so reports can put findings with the same cause together. */
const unreadJudgement = ({ facet, resource, gap }: UnreadFact, subject: Resource): Judgement => {
  const own = resource === subject.id;
  return {
    verdict: 'unknown',
    message: `Not evaluated: ${facet}${own ? '' : ` of ${resource}`} could not be read (${gap.action}: ${gap.code}).`,
    evidence: [{ facet, observed: `unread: ${gap.code}`, ...(own ? {} : { resource }) }],
  };
};

/** Runs one rule on one resource. A crash of the rule is an `unknown` verdict that says so, never a missing finding. */
export const judge = (rule: AnyRule, params: unknown, resource: Resource, lookup: Lookup, takenAt: Date): Judgement => {
  const subject = view(rule.subject, resource, rule.reads);
  try {
    const outcome: Outcome = rule.check(subject, { params, joined: resolveJoins(rule.joins, subject, params, lookup), takenAt });
    const text = rule.messages[outcome.message] ?? outcome.message;
    return { verdict: outcome.verdict, message: fill(text, outcome.values), evidence: outcome.evidence };
  } catch (error) {
    if (error instanceof UnreadFact) return unreadJudgement(error, resource);
    const reason = error instanceof Error ? error.message : String(error);
    return { verdict: 'unknown', message: `Not evaluated: the rule ${rule.id} failed on this resource (${reason}).`, evidence: [] };
  }
};
