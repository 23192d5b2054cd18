import type { TSchema } from 'typebox';
import type { Control } from '../../model/control.ts';
import type { AnyKind } from '../../model/kind.ts';
import type { KindActions, ScannerEntry } from '../../model/registry.ts';
import { type AnyRule, type Example, type Join, kindsOf } from '../../model/rule.ts';
import type { Severity } from '../../model/verdict.ts';

/** One param of a rule, in words. */
export interface ParamDescription {
  readonly name: string;
  /** `duration`, `integer`, or the words that are accepted: `governance | compliance`. */
  readonly type: string;
  /** What holds where a policy does not say; absent: the param is optional and has none. */
  readonly default?: unknown;
  readonly description: string;
}

/** One facet that a rule looks at. */
export interface ReadDescription {
  readonly kind: string;
  readonly facet: string;
  /** The permission that the read needs; absent for facets that no scanner reads. */
  readonly action?: string;
}

/** All that people may want to know of a rule. Also what `rules show --json` prints. */
export interface RuleDescription {
  readonly id: string;
  readonly title: string;
  /** What it is about; several where it judges each alike. */
  readonly kinds: readonly { readonly id: string; readonly title: string }[];
  readonly severity: Severity;
  readonly rationale: string;
  readonly params: readonly ParamDescription[];
  readonly reads: readonly ReadDescription[];
  readonly remediation: string;
  readonly controls: readonly { readonly framework: string; readonly title: string; readonly url?: string; readonly id: string }[];
  readonly examples: readonly Example[];
  readonly references: readonly string[];
}

interface ParamSchema {
  readonly type?: string;
  readonly items?: ParamSchema;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly description?: string;
}

const rangeOf = ({ minimum, maximum }: ParamSchema): string => {
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`;
  return minimum === undefined ? '' : `, at least ${minimum}`;
};

const typeOf = (schema: ParamSchema): string => {
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  if (schema.enum) return schema.enum.join(' | ');
  if (schema.format === 'mlops-duration') return 'duration';
  return `${schema.type ?? 'any'}${rangeOf(schema)}`;
};

/** A default in words: a list as its items. */
export const describeDefault = (fallback: unknown): string => (Array.isArray(fallback) ? fallback.join(', ') || 'none' : String(fallback));

const paramsOf = (schema: TSchema & { readonly properties?: Readonly<Record<string, ParamSchema>> }): readonly ParamDescription[] =>
  Object.entries(schema.properties ?? {}).map(([name, param]) => ({
    name,
    type: typeOf(param),
    ...(param.default === undefined ? {} : { default: param.default }),
    description: param.description ?? '',
  }));

type Actions = ReadonlyMap<string, KindActions>;

/** The permissions that the scanners declare, by kind. */
export const actionsByKind = (scanners: readonly Pick<ScannerEntry, 'kinds'>[]): Actions =>
  new Map(scanners.flatMap(({ kinds }) => Object.entries(kinds)));

const readsOf = (kind: AnyKind, facets: readonly string[], actions: Actions): readonly ReadDescription[] =>
  facets.map((facet) => {
    const action = actions.get(kind.id)?.facets[facet];
    return { kind: kind.id, facet, ...(action === undefined ? {} : { action }) };
  });

const joinsOf = ({ joins = {} }: AnyRule): readonly Join[] => Object.values(joins);

/** What a rule needs to be read: of its subject, and of the resources that it joins. */
const allReads = (rule: AnyRule, actions: Actions): readonly ReadDescription[] => {
  const own = kindsOf(rule.subject).map((kind) => ({ kind, reads: rule.reads }));
  const reads = [...own, ...joinsOf(rule)].flatMap(({ kind, reads }) => readsOf(kind, reads, actions));
  return [...new Map(reads.map((read) => [`${read.kind} ${read.facet}`, read])).values()];
};

const controlOf = ({ framework: { id: framework, title, url }, id }: Control): RuleDescription['controls'][number] => ({
  framework,
  title,
  ...(url === undefined ? {} : { url }),
  id,
});

/** Describes a rule from its definition, the scanners' permissions and the mapped controls. */
export const describeRule = (rule: AnyRule, actions: Actions, controls: readonly Control[]): RuleDescription => ({
  id: rule.id,
  title: rule.title,
  kinds: kindsOf(rule.subject).map(({ id, title }) => ({ id, title })),
  severity: rule.severity,
  rationale: rule.rationale,
  params: paramsOf(rule.params),
  reads: allReads(rule, actions),
  remediation: rule.remediation,
  controls: controls.map(controlOf),
  examples: rule.examples,
  references: rule.references,
});
