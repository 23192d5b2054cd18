import type { Document, Path } from '../../model/document.ts';
import { type Diagnostic, formatDiagnostic, InputError } from '../../model/errors.ts';
import { clip } from '../../model/text.ts';
import { suggest } from '../suggest.ts';
import { record } from './loose.ts';
import type { SchemaError, Validate } from './validators.ts';

/** Stands for what may hold a secret: its schema says `writeOnly`. */
const UNSHOWN = Symbol('unshown');

/** What the user wrote, quoted and not too long. */
export const quote = (value: unknown): string =>
  value === UNSHOWN ? 'what is written there' : clip(JSON.stringify(value) ?? 'nothing', 80);

const list = (words: readonly unknown[]): string => words.map(String).join(', ');

/** A value in words: what it is, and where it is short, which. */
const describe = (value: unknown): string => {
  if (value === UNSHOWN) return 'something else';
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? `the text ${quote(value)}` : String(value);
};

const TYPES: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'empty',
};

/** What is at fault, in words: a key, an item of a list, or the whole file. */
export const subjectOf = (path: Path): string => {
  const last = path.at(-1);
  if (last === undefined) return 'The file';
  if (typeof last === 'string') return quote(last);
  const owner = path.at(-2);
  return `Item ${last + 1}${typeof owner === 'string' ? ` of ${quote(owner)}` : ''}`;
};

const descriptionOf = (schema: unknown): string => (schema as { readonly description?: string } | undefined)?.description ?? '';

/** The words that tell a schema's error. `hint` is left out where there is nothing to say. */
type Words = Pick<Diagnostic, 'code' | 'message' | 'hint'>;

interface Wrong {
  readonly path: Path;
  readonly value: unknown;
  readonly params: SchemaError['params'];
  readonly schema: Readonly<Record<string, unknown>>;
}

const withHint = (hint: string): { readonly hint?: string } => (hint === '' ? {} : { hint });

const missing = ({ path, params, schema }: Wrong): Words => {
  const key = String(params.missingProperty);
  const properties = schema.properties as Readonly<Record<string, unknown>> | undefined;
  return { code: 'missing-key', message: `${subjectOf(path)} lacks the key ${quote(key)}.`, ...withHint(descriptionOf(properties?.[key])) };
};

const unknownKey = ({ params, schema }: Wrong): Words => {
  const key = String(params.additionalProperty);
  const accepted = Object.keys((schema.properties as object | undefined) ?? {});
  const message = `The key ${quote(key)} is not accepted here. Accepted: ${list(accepted) || 'none'}.`;
  return { code: 'unknown-key', message, ...suggest(key, accepted) };
};

/** The mistakes that YAML makes easy. */
const typeHint = (types: readonly string[], value: unknown, schema: Wrong['schema']): string => {
  if (value === UNSHOWN) return descriptionOf(schema);
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean'))
    return schema.format ? descriptionOf(schema) : 'Put it in quotes.';
  if (types.includes('boolean') && /^(yes|no|on|off)$/i.test(String(value)))
    return `YAML reads ${String(value)} as a text: write true or false.`;
  return '';
};

const wrongType = ({ path, value, params, schema }: Wrong): Words => {
  const types = [params.type].flat().map(String);
  const accepted = types.map((type) => TYPES[type] ?? type).join(' or ');
  const message = `${subjectOf(path)} must be ${accepted}, but it is ${describe(value)}.`;
  return { code: 'wrong-type', message, ...withHint(typeHint(types, value, schema)) };
};

const notAmong = ({ path, value, schema, params }: Wrong): Words => {
  const accepted = ((params.allowedValues ?? schema.enum ?? []) as readonly unknown[]).map(String);
  const message = `${subjectOf(path)} may not be ${quote(value)}. Accepted: ${list(accepted)}.`;
  return { code: 'invalid-value', message, ...(typeof value === 'string' ? suggest(value, accepted) : {}) };
};

const notThat = ({ path, value, params }: Wrong): Words => ({
  code: 'invalid-value',
  message: `${subjectOf(path)} must be ${quote(params.allowedValue)}, but it is ${quote(value)}.`,
});

/** The discriminator of alternatives: absent, or a word that none of them has. */
const notAnAlternative = ({ path, value, params, schema }: Wrong): Words => {
  const tag = String(params.tag);
  const alternatives = (schema.oneOf ?? []) as readonly {
    readonly properties?: Readonly<Record<string, { readonly const?: unknown }>>;
  }[];
  const accepted = alternatives.map(({ properties }) => String(properties?.[tag]?.const));
  const given = record(value)[tag];
  if (given === undefined)
    return { code: 'missing-key', message: `${subjectOf(path)} lacks the key ${quote(tag)}.`, hint: `Accepted: ${list(accepted)}.` };
  return {
    code: 'invalid-value',
    message: `${quote(tag)} of ${subjectOf(path)} may not be ${quote(given)}. Accepted: ${list(accepted)}.`,
    ...(typeof given === 'string' ? suggest(given, accepted) : {}),
  };
};

const wrongForm = ({ path, value, schema, params }: Wrong): Words => ({
  code: 'invalid-value',
  message: `${subjectOf(path)} may not be ${quote(value)}.`,
  hint: descriptionOf(schema) || `It must agree with ${String(params.pattern ?? params.format)}.`,
});

const tooFew = ({ path, params, schema }: Wrong): Words => {
  const limit = Number(params.limit);
  const message = limit === 1 ? `${subjectOf(path)} may not be empty.` : `${subjectOf(path)} must have at least ${limit}.`;
  return { code: 'invalid-value', message, ...withHint(descriptionOf(schema)) };
};

const tooMany = ({ path, params, schema }: Wrong): Words => ({
  code: 'invalid-value',
  message: `${subjectOf(path)} may have at most ${String(params.limit)}.`,
  ...withHint(descriptionOf(schema)),
});

const COMPARISONS: Readonly<Record<string, string>> = { '>=': 'at least', '<=': 'at most', '>': 'more than', '<': 'less than' };

const outOfRange = ({ path, value, params, schema }: Wrong): Words => ({
  code: 'invalid-value',
  message: `${subjectOf(path)} must be ${COMPARISONS[String(params.comparison)]} ${String(params.limit)}, but it is ${quote(value)}.`,
  ...withHint(descriptionOf(schema)),
});

const givenTwice = ({ path, params }: Wrong): Words => ({
  code: 'invalid-value',
  message: `${subjectOf(path)} holds the same twice: items ${Number(params.i) + 1} and ${Number(params.j) + 1}.`,
});

const WORDS: Readonly<Record<string, (wrong: Wrong) => Words>> = {
  required: missing,
  additionalProperties: unknownKey,
  type: wrongType,
  enum: notAmong,
  const: notThat,
  discriminator: notAnAlternative,
  pattern: wrongForm,
  format: wrongForm,
  minLength: tooFew,
  minItems: tooFew,
  minProperties: tooFew,
  maxLength: tooMany,
  maxItems: tooMany,
  maxProperties: tooMany,
  minimum: outOfRange,
  maximum: outOfRange,
  exclusiveMinimum: outOfRange,
  exclusiveMaximum: outOfRange,
  uniqueItems: givenTwice,
};

/** Keywords that only say that something below them does not hold. */
const ECHOES: ReadonlySet<string> = new Set(['if', 'oneOf', 'anyOf', 'allOf']);

const decodeStep = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

const member = (owner: unknown, step: string | number): unknown =>
  typeof owner === 'object' && owner !== null && Object.hasOwn(owner, step)
    ? (owner as Readonly<Record<string | number, unknown>>)[step]
    : undefined;

/** Follows a JSON pointer; steps into lists become numbers. */
const follow = (pointer: string, root: unknown): { readonly path: Path; readonly value: unknown } => {
  const path: (string | number)[] = [];
  let value = root;
  for (const escaped of pointer.split('/').slice(1)) {
    const step = Array.isArray(value) ? Number(escaped) : decodeStep(escaped);
    path.push(step);
    value = member(value, step);
  }
  return { path, value };
};

const wordsFor = (keyword: string, wrong: Wrong): Words =>
  WORDS[keyword]?.(wrong) ?? {
    code: 'invalid-value',
    message: `${subjectOf(wrong.path)} may not be ${quote(wrong.value)}.`,
    ...withHint(descriptionOf(wrong.schema)),
  };

const diagnose = (
  { keyword, instancePath, params, parentSchema = {} }: SchemaError,
  document: Document,
  base: Path,
  root: unknown,
): Diagnostic => {
  const { path: below, value } = follow(instancePath, root);
  const path = [...base, ...below];
  const words = wordsFor(keyword, { path, value: parentSchema.writeOnly === true ? UNSHOWN : value, params, schema: parentSchema });
  // A key that is wrong is pointed at itself; all else at the value.
  const place =
    keyword === 'additionalProperties' ? document.placeOfKey([...path, String(params.additionalProperty)]) : document.placeOf(path);
  return { ...words, place };
};

/** Holds a part of a document against a compiled schema. `value` may be a copy of that part, for schemas that fill in defaults. */
export const schemaProblems = (
  validate: Validate,
  document: Document,
  base: Path = [],
  value: unknown = document.value,
): readonly Diagnostic[] => {
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  const told = errors.filter(({ keyword }) => !ECHOES.has(keyword));
  return (told.length > 0 ? told : errors).map((error) => diagnose(error, document, base, value));
};

const byPlace =
  (files: readonly string[]) =>
  (a: Diagnostic, b: Diagnostic): number => {
    const order = (file: string | undefined): number => (file === undefined ? -1 : files.indexOf(file));
    return (
      order(a.place?.file) - order(b.place?.file) ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0)
    );
  };

/** Throws everything that is wrong, each once, file by file and by place; returns where there is nothing. */
export const throwProblems = (diagnostics: readonly Diagnostic[]): void => {
  if (diagnostics.length === 0) return;
  const once = [...new Map(diagnostics.map((diagnostic) => [formatDiagnostic(diagnostic), diagnostic])).values()];
  const files = [...new Set(once.flatMap(({ place }) => (place ? [place.file] : [])))];
  throw new InputError(once.sort(byPlace(files)));
};

/** The diagnostics of a step that may throw `InputError`, or its result. */
export const settle = <T>(step: () => T): { readonly value: T } | { readonly diagnostics: readonly Diagnostic[] } => {
  try {
    return { value: step() };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { diagnostics: error.diagnostics };
  }
};
