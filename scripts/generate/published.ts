import { type TSchema, Type } from 'typebox';
import { DURATION_PATTERN } from '../../model/duration.ts';
import type { AnyKind } from '../../model/kind.ts';
import { componentSelector } from '../../model/kinds/component.ts';
import { ReportSchema } from '../../model/report-schema.ts';
import type { AnyRule } from '../../model/rule.ts';
import type { Connector } from '../../model/scanner.ts';
import { configurationSchema } from '../../model/schemas/configuration.ts';
import { facetsSchema, inventorySchema } from '../../model/schemas/inventory.ts';
import { policySchema } from '../../model/schemas/policy.ts';
import { WaiversSchema } from '../../model/schemas/waivers.ts';
import { oneOf } from '../../model/schemas/words.ts';

/** What the schemas for editors are made from, each by its id. */
export interface Registries {
  readonly rules: ReadonlyMap<string, AnyRule>;
  readonly kinds: ReadonlyMap<string, AnyKind>;
  readonly connectors: ReadonlyMap<string, Pick<Connector, 'configuration'>>;
}

type Json = Readonly<Record<string, unknown>>;

const EXPIRY_PATTERN = '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2}))?$';

/** Formats of ours in words that every validator knows. */
const FORMATS: Readonly<Record<string, Json>> = {
  'mlops-duration': { pattern: DURATION_PATTERN },
  'mlops-expiry': { pattern: EXPIRY_PATTERN },
  'mlops-time': { format: 'date-time' },
};

const mapValues = (owner: unknown, map: (value: unknown) => unknown): Json =>
  Object.fromEntries(Object.entries(owner as Json).map(([key, value]) => [key, map(value)]));

const plainKeyword = ([keyword, value]: [string, unknown]): readonly (readonly [string, unknown])[] => {
  if (keyword === 'discriminator') return [];
  if (keyword === 'default' || keyword === 'enum' || keyword === 'const') return [[keyword, value]];
  if (keyword === 'format') return Object.entries(FORMATS[String(value)] ?? { format: value });
  if (keyword === 'properties') return [[keyword, mapValues(value, plain)]];
  return [[keyword, plain(value)]];
};

/** What has a default may be left out: the loaders fill it in before they look whether it is there. */
const withoutDefaults = (schema: Json): Json => {
  const { required, properties } = schema as {
    readonly required?: readonly string[];
    readonly properties?: Readonly<Record<string, { readonly default?: unknown }>>;
  };
  const needed = required?.filter((key) => properties?.[key]?.default === undefined);
  const { required: _, ...rest } = schema;
  return needed === undefined || needed.length === 0 ? rest : { ...rest, required: needed };
};

/** Plain draft-07: without our formats, and without `discriminator`, which only some validators know. */
const plain = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(plain);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(Object.entries(withoutDefaults(schema as Json)).flatMap(plainKeyword));
};

/** Where `key` of an object is `value`, the rest of it must agree with `then`. */
const where = (key: string, value: string, then: Json): TSchema =>
  Type.Unsafe({
    if: { type: 'object', required: [key], properties: { [key]: { const: value } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nothing awaits a schema.
    then: { properties: then },
  });

const scannedKinds = ({ kinds }: Registries): readonly AnyKind[] => [...kinds.values()].filter(({ id }) => id !== componentSelector.id);

const kindWord = (kinds: readonly AnyKind[], description: string) =>
  oneOf(
    kinds.map(({ id }) => id),
    description,
  );

const policy = (registries: Registries): TSchema =>
  policySchema({
    kind: kindWord(
      scannedKinds(registries).filter(({ onlyJoined }) => !onlyJoined),
      'Kind of the resources.',
    ),
    rule: oneOf([...registries.rules.keys()], 'Id of the rule.'),
    conditions: [...registries.rules].map(([id, { title, params }]) =>
      where('rule', id, { params: { ...params, description: `Params of ${id}: ${title}.` } }),
    ),
  });

const configuration = ({ connectors }: Registries): TSchema =>
  configurationSchema(Object.fromEntries([...connectors].map(([type, connector]) => [type, Type.Optional(connector.configuration)])));

const inventory = (registries: Registries): TSchema =>
  inventorySchema({
    kind: kindWord(scannedKinds(registries), 'Kind of the resource.'),
    conditions: scannedKinds(registries).map((kind) => where('kind', kind.id, { facets: facetsSchema(kind) })),
  });

/** The schemas for editors and other tools, draft-07, by the name of their file. */
export const publishedSchemas = (registries: Registries): ReadonlyMap<string, Json> => {
  const schemas: Readonly<Record<string, TSchema>> = {
    policy: policy(registries),
    configuration: configuration(registries),
    waivers: WaiversSchema,
    inventory: inventory(registries),
    report: ReportSchema,
  };
  const head = (name: string): Json => ({ $schema: 'http://json-schema.org/draft-07/schema#', $id: `urn:mlops-dr:schema:${name}-v1` });
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [`${name}-v1.schema.json`, { ...head(name), ...(plain(schema) as Json) }]),
  );
};
