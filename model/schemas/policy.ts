import { type Static, type TSchema, type TUnsafe, Type } from 'typebox';
import { SEVERITIES } from '../verdict.ts';
import { API_VERSION, closed, durationText, glob, name, oneOf, text, textMap } from './words.ts';

const severity = oneOf(SEVERITIES, 'How grave a failure is, where it differs from what the rule says.');

const selector = (kind: TUnsafe<string>) =>
  closed(
    {
      kind,
      name: Type.Optional(glob('Name of the resource.')),
      id: Type.Optional(glob('Id of the resource: an ARN, for AWS.')),
      target: Type.Optional(glob('Name of the target in the configuration.')),
      account: Type.Optional(glob('AWS account.')),
      region: Type.Optional(glob('AWS Region.')),
      cluster: Type.Optional(glob('Kubernetes cluster.')),
      namespace: Type.Optional(glob('Kubernetes namespace.')),
      tags: Type.Optional(
        textMap('Tags that the resource must bear, each with its value. In values * stands for any characters, ? for one.'),
      ),
      optional: Type.Optional(Type.Boolean({ description: 'Whether it is fine that nothing matches. Default: false.' })),
    },
    { description: 'Resources that belong to the component. Every criterion must hold.' },
  );

const Objectives = closed(
  {
    rpo: Type.Optional(durationText('The most that may be lost, as time before the disaster.')),
    retention: Type.Optional(durationText('How far back one can go, at least.')),
    copies: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Copies of the data, the original included, at least.' })),
    regions: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, description: 'Regions that hold the data, the original included, at least.' }),
    ),
    immutable: Type.Optional(Type.Boolean({ description: 'Whether one copy must be out of reach for an attacker.' })),
    restoreTestedWithin: Type.Optional(durationText('How long ago a restore was last proven, at most.')),
  },
  { minProperties: 1, description: 'What the component must live up to.' },
);

/** A rule with params and severity. */
const ruleEntry = (rule: TUnsafe<string>) =>
  closed(
    {
      rule,
      severity: Type.Optional(severity),
      params: Type.Optional(
        Type.Unsafe<Record<string, unknown>>({ type: 'object', description: 'Params of the rule, where they differ from its defaults.' }),
      ),
    },
    { description: 'A rule with params and severity.' },
  );

/**
 * A rule by its id, or with params and severity. With `if` and `then`, not `anyOf`: so a mistake in an entry is told once,
 * not once an alternative.
 */
const ruleBinding = (rule: TUnsafe<string>, conditions: readonly TSchema[]) =>
  Type.Unsafe<string | { rule: string; severity?: (typeof SEVERITIES)[number]; params?: Record<string, unknown> }>({
    type: ['string', 'object'],
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nothing awaits a schema.
    allOf: [{ if: { type: 'string' }, then: rule }, { if: { type: 'object' }, then: ruleEntry(rule) }, ...conditions],
    description: 'A rule by its id, or a mapping with rule, severity and params.',
  });

/** What a policy's schema knows of the world beyond its own shape. */
export interface PolicyVocabulary {
  readonly kind: TUnsafe<string>;
  readonly rule: TUnsafe<string>;
  /** More that a rule's entry must agree with: the params of each rule. */
  readonly conditions: readonly TSchema[];
}

/** The schema of a policy. For editors it knows every kind and rule; the loader checks those by itself, with better words. */
export const policySchema = ({ kind, rule, conditions }: PolicyVocabulary) =>
  closed(
    {
      apiVersion: Type.Literal(API_VERSION, { description: 'Version of this format.' }),
      kind: Type.Literal('Policy', { description: 'What this file is.' }),
      metadata: closed(
        { name: name('Name of the policy.'), title: Type.Optional(text('The policy in a few words, for people.')) },
        { description: 'What the policy is called.' },
      ),
      components: Type.Array(
        closed(
          {
            name: name('Name of the component, once in a policy.'),
            title: Type.Optional(text('The component in a few words, for people.')),
            resources: Type.Array(selector(kind), { minItems: 1, description: 'Each must match something, unless it is optional.' }),
            objectives: Type.Optional(Objectives),
            rules: Type.Optional(
              Type.Array(ruleBinding(rule, conditions), { description: 'The rules that every resource of their kind must pass.' }),
            ),
          },
          { description: 'One thing that must survive.' },
        ),
        { minItems: 1, description: 'What must survive.' },
      ),
    },
    { title: 'mlops-dr policy', description: 'What must survive, and the rules that say so.' },
  );

const anyWord: PolicyVocabulary = {
  kind: Type.Unsafe(text('Kind of the resources: s3/bucket.')),
  rule: Type.Unsafe(text('Id of the rule: s3/versioning-enabled.')),
  conditions: [],
};

/** The shape of a policy. Kinds, rules and params are checked by the loader. */
export const PolicySchema = policySchema(anyWord);

export type PolicyText = Static<typeof PolicySchema>;
export type ComponentText = PolicyText['components'][number];
export type SelectorText = ComponentText['resources'][number];
export type RuleText = NonNullable<ComponentText['rules']>[number];
