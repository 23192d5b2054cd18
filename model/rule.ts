import type { Static, TSchema } from 'typebox';
import type { AnyKind, FacetName, FacetValue } from './kind.ts';
import type { Gap } from './reading.ts';
import type { Scope } from './resource.ts';
import type { Evidence, Severity, Verdict } from './verdict.ts';

/** A resource as a rule sees it: the facets that the rule declared and no others. */
export interface Subject<K extends AnyKind = AnyKind, R extends FacetName<K> = FacetName<K>> {
  readonly kind: K['id'];
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
  /** "Not configured" is the facet's `absent` value. Looking at an unread facet ends the check: its verdict is `unknown`. */
  readonly facets: { readonly [N in R]: FacetValue<K, N> };
}

/** What a rule answers. `message` is a key of the rule's messages, `values` fill its `{placeholders}`. */
export interface Outcome<M extends string = string> {
  readonly verdict: Verdict;
  readonly message: M;
  readonly values: Readonly<Record<string, string | number>>;
  readonly evidence: readonly Evidence[];
}

type Answer = <M extends string>(message: M, values?: Outcome['values'], evidence?: readonly Evidence[]) => Outcome<M>;
const answer =
  (verdict: Verdict): Answer =>
  (message, values = {}, evidence = []) => ({ verdict, message, values, evidence });

export const pass = answer('pass');
export const fail = answer('fail');
export const unknown = answer('unknown');
export const pending = answer('pending');
export const notApplicable = answer('not-applicable');

/** Other resources that a rule looks at: which kind, which of its facets, and how to find them. */
export interface Join<K extends AnyKind = AnyKind, N extends FacetName<K> = FacetName<K>> {
  readonly kind: K;
  readonly reads: readonly N[];
  /** Ids of the resources, from the subject. Ask only for those that can decide the verdict: each is read. */
  // biome-ignore lint/suspicious/noExplicitAny: the subject's type is the rule's; `join` in a rule's definition types it.
  readonly from: (subject: any, params: any) => readonly string[];
}

export type Joins = Readonly<Record<string, Join>>;
export type Joined<J extends Joins> = {
  readonly [N in keyof J]: readonly (J[N] extends Join<infer K, infer R> ? Subject<K, R> : never)[];
};

export interface CheckContext<P, J extends Joins> {
  readonly params: P;
  /** The joined resources by the name of the join, in the order of `from`. Each is present even where nothing of it could be read. */
  readonly joined: Joined<J>;
  /** When the facts were read. The only clock of a rule. */
  readonly takenAt: Date;
}

/** An example that the documentation shows and a test runs. */
export interface Example {
  readonly name: string;
  /** Facets of the subject; what is not given is absent. `'unread'` stands for a denied read. */
  readonly facets: Readonly<Record<string, unknown>>;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Joined resources by id, each with its facets. */
  readonly joined?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly verdict: Verdict;
}

/** A pure, parameterised check, with all that its page, its SARIF rule and its params check need. */
export interface Rule<
  K extends AnyKind = AnyKind,
  R extends FacetName<K> = FacetName<K>,
  P extends TSchema = TSchema,
  J extends Joins = Joins,
  M extends string = string,
> {
  /** The file's path below `rules/`; says the desired state. */
  readonly id: string;
  /** The desired state as a sentence without a full stop: `Versioning is enabled`. */
  readonly title: string;
  /** What is lost where it does not hold. Full sentences. */
  readonly rationale: string;
  /** How to mend it, the real command included. `{name}`, `{id}`, `{account}` and `{region}` are the finding's resource. */
  readonly remediation: string;
  /** Addresses of the pages that the rule rests on. */
  readonly references: readonly string[];
  readonly severity: Severity;
  readonly subject: K;
  readonly reads: readonly R[];
  readonly joins?: J;
  /** An object schema; defaults live here and nowhere else. */
  readonly params: P;
  readonly messages: Readonly<Record<M, string>>;
  readonly examples: readonly Example[];
  readonly check: (subject: Subject<K, R>, context: CheckContext<Static<P>, J>) => Outcome<NoInfer<M>>;
}

// biome-ignore lint/suspicious/noExplicitAny: stands for every rule.
export type AnyRule = Rule<any, any, any, any, any>;

/** Types a rule's definition from its own parts; changes nothing. */
export const defineRule = <
  K extends AnyKind,
  const R extends FacetName<K>,
  P extends TSchema,
  const M extends string,
  J extends Joins = Record<never, never>,
>(
  rule: Rule<K, R, P, J, M>,
): Rule<K, R, P, J, M> => rule;

/** Types a join: `join(s3Bucket, ['versioning'], (bucket: Subject<typeof s3Bucket, 'replication'>) => ids)`. */
export const join = <K extends AnyKind, const N extends FacetName<K>, S = Subject, P = unknown>(
  kind: K,
  reads: readonly N[],
  from: (subject: S, params: P) => readonly string[],
): Join<K, N> => ({ kind, reads, from });

/** A check looked at a fact that could not be read. Thrown by the accessors of a subject's facets, caught by `judge` and the engine. */
export class UnreadFact extends Error {
  override readonly name = 'UnreadFact';
  readonly facet: string;
  readonly resource: string;
  readonly gap: Gap;

  constructor(facet: string, resource: string, gap: Gap) {
    super(`${gap.action} on ${resource}: ${gap.code}`);
    this.facet = facet;
    this.resource = resource;
    this.gap = gap;
  }
}

const settle = (judgements: readonly (() => Outcome)[], decisive: Verdict): Outcome => {
  let open: unknown;
  let first: Outcome | undefined;
  for (const judgement of judgements) {
    try {
      const outcome = judgement();
      if (outcome.verdict === decisive) return outcome;
      if (first === undefined || (outcome.verdict === 'unknown' && first.verdict !== 'unknown')) first = outcome;
    } catch (error) {
      if (!(error instanceof UnreadFact)) throw error;
      open ??= error;
    }
  }
  if (open !== undefined) throw open;
  if (first === undefined) throw new RangeError('nothing to judge');
  return first;
};

/**
 * One of several is enough: passes with the first that passes, otherwise is unknown if one of them is, otherwise is
 * the first one's answer. At least one judgement is needed.
 */
export const anyOf = <M extends string>(judgements: readonly (() => Outcome<M>)[]): Outcome<M> => settle(judgements, 'pass') as Outcome<M>;

/** Every one is needed: fails with the first that fails, otherwise is unknown if one of them is, otherwise is the first one's answer. */
export const allOf = <M extends string>(judgements: readonly (() => Outcome<M>)[]): Outcome<M> => settle(judgements, 'fail') as Outcome<M>;

/** What `look` sees, or `otherwise` where it looks at an unread fact. For descriptions only: a verdict must not be built on it. */
export const unlessUnread = <T, O>(look: () => T, otherwise: O): T | O => {
  try {
    return look();
  } catch (error) {
    if (error instanceof UnreadFact) return otherwise;
    throw error;
  }
};
