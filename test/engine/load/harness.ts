import { Type } from 'typebox';
import type { Validate, Validators } from '../../../engine/load/validators.ts';
import { InputError } from '../../../model/errors.ts';
import { type AnyKind, defineKind, facet } from '../../../model/kind.ts';
import { componentSelector } from '../../../model/kinds/component.ts';
import { days, duration, noParams, params } from '../../../model/params.ts';
import { ReportSchema } from '../../../model/report-schema.ts';
import { type AnyRule, defineRule, pass } from '../../../model/rule.ts';
import { ConfigurationSchema } from '../../../model/schemas/configuration.ts';
import { facetsSchema, InventorySchema } from '../../../model/schemas/inventory.ts';
import { PolicySchema } from '../../../model/schemas/policy.ts';
import { WaiversSchema } from '../../../model/schemas/waivers.ts';
import { createAjv } from '../../../scripts/generate/ajv.ts';

const Box = Type.Object({ status: Type.String() }, { additionalProperties: false });

/** A kind with tags, with a facet that can be absent and one that cannot. */
export const box = defineKind({
  id: 'test/box',
  title: 'Box',
  tags: 'labels',
  facets: {
    lid: facet(Box),
    lock: facet(Box, { absent: { status: 'none' } }),
    labels: facet(Type.Record(Type.String(), Type.String()), { absent: {} }),
  },
});

/** A kind without tags. */
export const bag = defineKind({ id: 'test/bag', title: 'Bag', facets: { lid: facet(Box) } });

const parts = {
  title: 'It is so',
  rationale: 'It should be.',
  remediation: 'Make it so.',
  references: [],
  severity: 'medium',
  messages: { so: 'It is so.' },
  examples: [],
} as const;

const check = () => pass('so');

const RULES: readonly AnyRule[] = [
  defineRule({ ...parts, id: 'component/resources-present', subject: componentSelector, reads: ['matches'], params: noParams, check }),
  defineRule({ ...parts, id: 'test/lid-closed', subject: box, reads: ['lid'], params: noParams, check }),
  defineRule({ ...parts, id: 'test/bag-closed', subject: bag, reads: ['lid'], params: noParams, check }),
  defineRule({
    ...parts,
    id: 'test/kept',
    subject: box,
    reads: ['lock'],
    params: params({
      days: days({ default: 30, description: 'Days.' }),
      maxAge: duration({ default: 'PT24H', description: 'Age.' }),
      ages: Type.Optional(Type.Array(duration({ default: '1d', description: 'Age.' }), { maxItems: 2, uniqueItems: true })),
    }),
    check,
  }),
];

export const rules: ReadonlyMap<string, AnyRule> = new Map(RULES.map((rule) => [rule.id, rule]));

const KINDS: readonly AnyKind[] = [componentSelector, box, bag];
export const kinds: ReadonlyMap<string, AnyKind> = new Map(KINDS.map((kind) => [kind.id, kind]));

const Place = Type.Object(
  { url: Type.String({ pattern: '^https?://' }), depth: Type.Integer({ default: 3 }) },
  { additionalProperties: false },
);
export const connectors = new Map([
  ['shelf', { type: 'shelf' }],
  ['cellar', { type: 'cellar' }],
]);

const ajv = createAjv();
const compile = (schema: object): Validate => ajv.compile(structuredClone(schema)) as Validate;

export const validators: Validators = {
  configuration: compile(ConfigurationSchema),
  policy: compile(PolicySchema),
  waivers: compile(WaiversSchema),
  inventory: compile(InventorySchema),
  report: compile(ReportSchema),
  params: Object.fromEntries(RULES.map((rule) => [rule.id, compile(rule.params)])),
  connectors: { shelf: compile(Place), cellar: compile(Place) },
  facets: Object.fromEntries(KINDS.map((kind) => [kind.id, compile(facetsSchema(kind))])),
};

/** What a step says is wrong, each as `line:column code message hint`; empty where nothing is. Other exceptions pass. */
export const problemsOf = (step: () => unknown): readonly string[] => {
  try {
    step();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.diagnostics.map(({ place, code, message, hint = '' }) =>
      `${place?.line}:${place?.column} ${code} ${message} ${hint}`.trim(),
    );
  }
  return [];
};
