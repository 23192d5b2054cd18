import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parseDocument } from '../../../model/document.ts';

/** Velero's own definitions, where they lie beside this repository. They are not part of it. */
const VELERO = resolve('../shared/data/velero-crds');

/** A schema of a definition, as far as it needs to be translated. */
interface OpenApi {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, OpenApi>>;
  readonly additionalProperties?: OpenApi | boolean;
  readonly items?: OpenApi;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly [keyword: string]: unknown;
}

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: OpenApi } }[];
  };
}

const each = (schemas: Readonly<Record<string, OpenApi>>): Readonly<Record<string, OpenApi>> =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, strict(schema)]));

/** What an object may have beside its properties. A server drops what its schema does not name, and says nothing. */
const others = ({ additionalProperties, 'x-kubernetes-preserve-unknown-fields': keepsAll = false }: OpenApi): OpenApi | boolean =>
  typeof additionalProperties === 'object' ? strict(additionalProperties) : (additionalProperties ?? keepsAll);

/** The schema with errors where a server would drop something. */
const strict = (schema: OpenApi): OpenApi => ({
  ...schema,
  ...(schema.properties ? { properties: each(schema.properties) } : {}),
  ...(schema.items ? { items: strict(schema.items) } : {}),
  ...(schema.type === 'object' ? { additionalProperties: others(schema) } : {}),
});

const METADATA: OpenApi = { type: 'object', additionalProperties: true };

/** The schema of whole objects, whose metadata is the server's own business. */
const ofObjects = (schema: OpenApi): OpenApi => {
  const { properties = {}, ...rest } = strict(schema);
  return { ...rest, properties: { ...properties, metadata: METADATA } };
};

/** Annotations for those who change objects or generate code. Any other keyword that ajv does not know is an error. */
const ANNOTATIONS = ['x-kubernetes-list-type', 'x-kubernetes-map-type', 'x-kubernetes-preserve-unknown-fields'];

const createAjv = (): Ajv => {
  const ajv = new Ajv({ allErrors: true, strictRequired: false });
  addFormats.default(ajv);
  return ajv.addVocabulary(ANNOTATIONS);
};

/** Whether there are definitions to hold worlds against. */
export const hasDefinitions = existsSync(VELERO);

/** Validators of objects, by `apiVersion kind`. */
export const validators = (): ReadonlyMap<string, ValidateFunction> => {
  const ajv = createAjv();
  const definitions = readdirSync(VELERO)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => parseDocument(readFileSync(join(VELERO, file), 'utf8'), file).value as Definition);
  return new Map(
    definitions.flatMap(({ spec: { group, names, versions } }) =>
      versions.map(({ name, schema }) => [`${group}/${name} ${names.kind}`, ajv.compile(ofObjects(schema.openAPIV3Schema))] as const),
    ),
  );
};
