import type { AnyKind } from '../model/kind.ts';
import type { AnyMechanism } from '../model/protection.ts';
import type { Resource } from '../model/resource.ts';
import { type AnyRule, type Join, type Joins, kindsOf, type Outcome, type Subject, UnreadFact } from '../model/rule.ts';
import type { Evidence, Verdict } from '../model/verdict.ts';
import type { Lookup } from './lookup.ts';
import { view } from './view.ts';

/** An outcome with its text filled in. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly message: string;
  readonly evidence: readonly Evidence[];
}

type Joined = Record<string, readonly Subject[]>;

const resolve = (join: Join, subject: Subject, params: unknown, joined: Joined, lookup: Lookup): readonly Subject[] => {
  if ('within' in join) return lookup.every(join, subject);
  if ('by' in join) return lookup.named(join, joined[join.by] ?? []);
  return join.from(subject, params, joined).map((id) => lookup.byId(join.kind, id, join.reads));
};

/** A member that is worked out when it is first looked at, and then stays. */
const defineLazily = <T>(object: Record<string, T>, name: string, make: () => T): void => {
  Object.defineProperty(object, name, {
    configurable: true,
    enumerable: true,
    get: () => {
      const value = make();
      Object.defineProperty(object, name, { enumerable: true, value });
      return value;
    },
  });
};

/** The joins of a rule or mechanism, each found when it is first looked at: what decides without them stays decided. */
const resolveJoins = (joins: Joins | undefined, subject: Subject, params: unknown, lookup: Lookup): Joined => {
  const all: Joined = {};
  for (const [name, join] of Object.entries(joins ?? {})) defineLazily(all, name, () => resolve(join, subject, params, all, lookup));
  return all;
};

/** What a rule or a mechanism looks at. */
interface Looking {
  readonly reads: readonly string[];
  readonly joins?: Joins;
}

/** A resource with all that a rule or a mechanism may see of it and around it. */
const surroundings = (kinds: readonly AnyKind[], { reads, joins }: Looking, params: unknown, resource: Resource, lookup: Lookup) => {
  const kind = kinds.find(({ id }) => id === resource.kind);
  if (!kind) throw new RangeError(`not about resources of kind ${resource.kind}`);
  const subject = view(kind, resource, reads);
  return { subject, joined: resolveJoins(joins, subject, params, lookup) };
};

/** The protections of one mechanism. Throws `UnreadFact` where nothing of it can be told. */
export const protectionsOf = (mechanism: AnyMechanism, asset: Resource, lookup: Lookup, takenAt: Date) => {
  const { subject, joined } = surroundings(kindsOf(mechanism.asset), mechanism, {}, asset, lookup);
  return mechanism.protections(subject, { joined, takenAt });
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
  try {
    const { subject, joined } = surroundings(kindsOf(rule.subject), rule, params, resource, lookup);
    const outcome: Outcome = rule.check(subject, { params, joined, takenAt });
    const text = rule.messages[outcome.message] ?? outcome.message;
    return { verdict: outcome.verdict, message: fill(text, outcome.values), evidence: outcome.evidence };
  } catch (error) {
    if (error instanceof UnreadFact) return unreadJudgement(error, resource);
    const reason = error instanceof Error ? error.message : String(error);
    return { verdict: 'unknown', message: `Not evaluated: the rule ${rule.id} failed on this resource (${reason}).`, evidence: [] };
  }
};
