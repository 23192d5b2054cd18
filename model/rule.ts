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

/** How far around the subject a join looks for everything of a kind. */
export type Within = 'account' | 'region' | 'cluster';

/** Other resources that a rule looks at: of which kind, and which of their facets. How they are found is one of three ways. */
interface JoinOf<K extends AnyKind, N extends FacetName<K>> {
  readonly kind: K;
  readonly reads: readonly N[];
}

/** By ids, from the subject. Ask only for those that can decide the verdict: each is read. */
export interface JoinById<K extends AnyKind = AnyKind, N extends FacetName<K> = FacetName<K>> extends JoinOf<K, N> {
  /** `joined` holds the joins that the rule declares before this one. */
  // biome-ignore lint/suspicious/noExplicitAny: the subject's type is the rule's; `join` in a rule's definition types it.
  readonly from: (subject: any, params: any, joined: any) => readonly string[];
  /** It joins the subject itself, and only where that is of this kind: nothing of the kind is wanted for other subjects. */
  readonly self?: true;
}

/** Everything of the kind in the subject's own account, Region or cluster. Unread where the listing is. */
export interface JoinEvery<K extends AnyKind = AnyKind, N extends FacetName<K> = FacetName<K>> extends JoinOf<K, N> {
  readonly within: Within;
}

/** What the resources of another join name. Worked out once for all subjects that share those. */
export interface JoinNamed<K extends AnyKind = AnyKind, N extends FacetName<K> = FacetName<K>> extends JoinOf<K, N> {
  /** Name of a join that the rule declares before this one. */
  readonly by: string;
  /** Ids that one of its resources names. Where a fact that would tell is unread, it names none: the rule that looks at it will find out. */
  // biome-ignore lint/suspicious/noExplicitAny: the member's type is that of the other join; `namedBy` types it.
  readonly names: (member: any) => readonly string[];
}

export type Join<K extends AnyKind = AnyKind, N extends FacetName<K> = FacetName<K>> = JoinById<K, N> | JoinEvery<K, N> | JoinNamed<K, N>;

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
  /** Which kind of subject, where the rule judges several. The first one without it. */
  readonly kind?: string;
  /** Joined resources of the subject's own kind by id, each with its facets. */
  readonly joined?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Resources of other kinds around the subject, by kind and id; `'unread'` stands for a listing that was denied. */
  readonly around?: Readonly<Record<string, 'unread' | Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
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
  /** How to mend it, the real command included. `{name}`, `{id}`, `{account}`, `{region}`, `{cluster}` and `{namespace}` are the finding's resource. */
  readonly remediation: string;
  /** Addresses of the pages that the rule rests on. */
  readonly references: readonly string[];
  readonly severity: Severity;
  /** The kind of resource that it judges; several where the same question is asked of each. */
  readonly subject: K | readonly K[];
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

/** The kinds that a rule or a mechanism is about, one or several. */
export const kindsOf = (subject: AnyKind | readonly AnyKind[]): readonly AnyKind[] => [subject].flat();

/** Whether a rule or a mechanism is about resources of a kind. */
export const isAbout = (subject: AnyKind | readonly AnyKind[], kind: string): boolean => kindsOf(subject).some(({ id }) => id === kind);

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

/** Types a join by ids: `join(s3Bucket, ['versioning'], (bucket: Subject<typeof s3Bucket, 'replication'>) => ids)`. */
export const join = <K extends AnyKind, const N extends FacetName<K>, S = Subject, P = unknown, J = unknown>(
  kind: K,
  reads: readonly N[],
  from: (subject: S, params: P, joined: J) => readonly string[],
): JoinById<K, N> => ({ kind, reads, from });

/**
 * Types a join of the subject itself, for rules about several kinds and for facets that are needed only now and then:
 * `self(s3Bucket, ['tagging'], (bucket, params, joined) => …whether they are needed)`.
 */
export const self = <
  K extends AnyKind,
  const N extends FacetName<K>,
  S extends Pick<Subject, 'kind' | 'id'> = Subject,
  P = unknown,
  J = unknown,
>(
  kind: K,
  reads: readonly N[],
  isNeeded: (subject: S, params: P, joined: J) => boolean,
): JoinById<K, N> => ({
  kind,
  reads,
  from: (subject: S, params: P, joined: J) => (subject.kind === kind.id && isNeeded(subject, params, joined) ? [subject.id] : []),
  self: true,
});

/** Types a join of everything around the subject: `every(backupPlan, ['definition'], 'region')`. */
export const every = <K extends AnyKind, const N extends FacetName<K>>(kind: K, reads: readonly N[], within: Within): JoinEvery<K, N> => ({
  kind,
  reads,
  within,
});

/** Types a join of what others name: `namedBy('plans', backupSelection, ['definition'], (plan: Plan) => ids)`. */
export const namedBy = <K extends AnyKind, const N extends FacetName<K>, M = Subject>(
  by: string,
  kind: K,
  reads: readonly N[],
  names: (member: M) => readonly string[],
): JoinNamed<K, N> => ({ kind, reads, by, names });

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
