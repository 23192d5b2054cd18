import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { load } from 'js-yaml';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { connectors } from '../../../generated/connectors.ts';
import { kinds } from '../../../generated/kinds.ts';
import { rules } from '../../../generated/rules.ts';
import { publishedSchemas } from '../../../scripts/generate/published.ts';

const test = suite('scripts/generate/published');

const schemas = publishedSchemas({ rules, kinds, connectors });

const validators = new Map(
  [...schemas].map(([name, schema]): [string, ValidateFunction] => {
    const ajv = new Ajv({ strict: true, strictTypes: false, allowUnionTypes: true });
    addFormats.default(ajv);
    return [name, ajv.compile(schema)];
  }),
);

const accepts = (name: string, value: unknown): boolean => validators.get(`${name}-v1.schema.json`)?.(value) === true;

test('there is one for everything that users write and for both outputs', () => {
  assert.equal(
    [...schemas.keys()],
    ['policy', 'configuration', 'waivers', 'inventory', 'report'].map((name) => `${name}-v1.schema.json`),
  );
});

/** Paths of properties without a description. The facets' values say what the services say. */
const undescribed = (schema: unknown, path: string): readonly string[] => {
  if (typeof schema !== 'object' || schema === null || path.includes('/facets/')) return [];
  const { properties = {} } = schema as {
    readonly properties?: Readonly<Record<string, { readonly description?: string; readonly const?: unknown }>>;
  };
  // Where a property only tells alternatives apart, its word says it all.
  const bare = Object.entries(properties).filter(
    ([, property]) => property.description === undefined && property.const === undefined && !path.endsWith('/then'),
  );
  return [
    ...bare.map(([name]) => `${path}/${name}`),
    ...Object.entries(schema).flatMap(([key, member]) => undescribed(member, `${path}/${key}`)),
  ];
};

for (const name of ['policy', 'configuration', 'waivers', 'inventory']) {
  test(`${name}: every property is described`, () => assert.equal(undescribed(schemas.get(`${name}-v1.schema.json`), ''), []));
}

test('they are plain draft-07: no keyword and no format of our own', () => {
  const text = JSON.stringify([...schemas.values()]);
  assert.not.match(text, '"format":"mlops-');
  assert.not.match(text, '"discriminator":{"propertyName"');
});

for (const name of ['mlops-platform', 'dr-baseline']) {
  test(`the policy ${name} agrees`, () =>
    assert.ok(accepts('policy', load(readFileSync(new URL(`../../../policies/${name}.yaml`, import.meta.url), 'utf8')))));
}

const policy = (component: Readonly<Record<string, unknown>>) => ({
  apiVersion: 'mlops-dr/v1',
  kind: 'Policy',
  metadata: { name: 'p', title: 'P' },
  components: [{ name: 'a', resources: [{ kind: 's3/bucket' }], ...component }],
});
const lock = (params: unknown) => policy({ rules: [{ rule: 's3/object-lock-retention', params }] });
const waiver = (expires: string) => ({
  apiVersion: 'mlops-dr/v1',
  kind: 'Waivers',
  waivers: [{ rule: 's3/*', resource: 'x', reason: 'r', approvedBy: 'a', expires }],
});
const inventory = (facets: unknown) => ({
  schema: 'mlops-dr/inventory/v1',
  tool: { name: 'mlops-dr', version: '1.0.0' },
  takenAt: '2026-01-01T00:00:00Z',
  targets: [{ name: 't', type: 'aws', listings: [{ kind: 's3/bucket', state: 'complete' }] }],
  resources: [{ kind: 's3/bucket', id: 'arn:aws:s3:::x', name: 'x', scope: { target: 't' }, origin: 'listed', facets }],
});

const examples: readonly (readonly [name: string, schema: string, value: unknown, accepted: boolean])[] = [
  ['a rule by its id', 'policy', policy({ rules: ['s3/versioning-enabled'] }), true],
  ['a rule that there is not', 'policy', policy({ rules: ['s3/versioning'] }), false],
  ['a rule that there is not, with params', 'policy', policy({ rules: [{ rule: 's3/versioning' }] }), false],
  ['params of the rule', 'policy', lock({ mode: 'compliance', days: 3 }), true],
  ['params of another rule', 'policy', lock({ destination: 'x' }), false],
  ['a param out of range', 'policy', lock({ days: 0 }), false],
  ['a kind that there is not', 'policy', policy({ resources: [{ kind: 's3/bukcet' }] }), false],
  ['a kind that only the engine makes', 'policy', policy({ resources: [{ kind: 'component/selector' }] }), false],
  ['durations', 'policy', policy({ objectives: { rpo: '15m', retention: 'P30D', restoreTestedWithin: 'P1DT12H' } }), true],
  ['a month', 'policy', policy({ objectives: { rpo: 'P1M' } }), false],
  ['a target of a type', 'configuration', { targets: [{ name: 'a', aws: { regions: ['us-west-2'] } }] }, true],
  ['a target without a type', 'configuration', { targets: [{ name: 'a' }] }, false],
  ['a type that there is not', 'configuration', { targets: [{ name: 'a', asw: {} }] }, false],
  ['a key that the type does not have', 'configuration', { targets: [{ name: 'a', aws: { region: 'us-west-2' } }] }, false],
  ['a date', 'waivers', waiver('2026-12-31'), true],
  ['a time', 'waivers', waiver('2026-12-31T12:00:00+02:00'), true],
  ['some day', 'waivers', waiver('soon'), false],
  ['facets', 'inventory', inventory({ versioning: { state: 'read', value: { status: 'Enabled', mfaDelete: 'NeverSet' } } }), true],
  ['a facet without its value', 'inventory', inventory({ versioning: { state: 'read' } }), false],
  ['absent where that cannot be', 'inventory', inventory({ versioning: { state: 'absent' } }), false],
];

for (const [name, schema, value, accepted] of examples) {
  test(`${schema}: ${name} is ${accepted ? 'accepted' : 'refused'}`, () => assert.is(accepts(schema, value), accepted));
}

test.run();
