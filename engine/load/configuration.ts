import { dirname, isAbsolute, join } from 'node:path';
import { type Document, type Path, parseDocument } from '../../model/document.ts';
import type { Diagnostic, Place } from '../../model/errors.ts';
import type { Connector } from '../../model/scanner.ts';
import type { ConfigurationText } from '../../model/schemas/configuration.ts';
import { suggest } from '../suggest.ts';
import { isRecord, items, record } from './loose.ts';
import { quote, schemaProblems, throwProblems } from './problems.ts';
import type { Source } from './source.ts';
import { namesIn, repeated } from './unique.ts';
import type { Validators } from './validators.ts';

/** One target as the configuration describes it. */
export interface ConfiguredTarget {
  readonly name: string;
  /** The connector's type: `aws`. */
  readonly type: string;
  /** What stands under the type: agrees with the connector's schema, defaults filled in. */
  readonly value: unknown;
  readonly place: Place;
}

/** A file that the configuration names. */
export interface FileReference {
  /** Relative to whatever the configuration's own path is relative to, or absolute. The bare name of a policy that ships is left as it is. */
  readonly path: string;
  /** Where the configuration names it. */
  readonly place: Place;
}

/** In the order of the file; may be empty. */
export interface NamedFiles {
  readonly policies: readonly FileReference[];
  readonly waivers: readonly FileReference[];
}

export interface Configuration extends NamedFiles {
  /** At least one. */
  readonly targets: readonly ConfiguredTarget[];
}

export interface ConfigurationContext {
  /** By type. */
  readonly connectors: ReadonlyMap<string, Pick<Connector, 'type'>>;
  readonly validators: Pick<Validators, 'configuration' | 'connectors'>;
}

const typesOf = (target: unknown): readonly string[] => Object.keys(record(target)).filter((key) => key !== 'name');

const checkNumberOfTypes = (target: unknown, path: Path, document: Document, known: readonly string[]): readonly Diagnostic[] => {
  const given = typesOf(target);
  if (given.length === 1 || !isRecord(target)) return [];
  const message = given.length === 0 ? 'This target has no type.' : `This target has several types: ${given.map(quote).join(', ')}.`;
  return [
    { code: 'target-type', message, hint: `Beside its name, a target has one of ${known.join(', ')}.`, place: document.placeOf(path) },
  ];
};

/** The value under a type: a copy with the defaults filled in, and what is wrong with it. */
const readValue = (type: string, path: Path, document: Document, written: unknown, { validators }: ConfigurationContext) => {
  const validate = validators.connectors[type];
  if (validate === undefined) throw new Error(`The configuration of ${type} is not compiled: the build is older than the connector.`);
  const value = structuredClone(written);
  return { value, diagnostics: schemaProblems(validate, document, path, value) };
};

const checkTarget = (target: unknown, path: Path, document: Document, context: ConfigurationContext): readonly Diagnostic[] => {
  const known = [...context.connectors.keys()];
  const values = typesOf(target).flatMap((type): readonly Diagnostic[] => {
    if (context.connectors.has(type)) return readValue(type, [...path, type], document, record(target)[type], context).diagnostics;
    const message = `There is no type of target ${quote(type)}. Types: ${known.join(', ')}.`;
    return [{ code: 'unknown-target-type', message, ...suggest(type, known), place: document.placeOfKey([...path, type]) }];
  });
  return [...checkNumberOfTypes(target, path, document, known), ...values];
};

const checkConfiguration = (document: Document, context: ConfigurationContext): readonly Diagnostic[] => {
  const targets = items(record(document.value).targets);
  return [
    ...schemaProblems(context.validators.configuration, document),
    ...repeated('target', namesIn(document, 'targets')),
    ...targets.flatMap((target, index) => checkTarget(target, ['targets', index], document, context)),
  ];
};

const targetOf = (
  target: ConfigurationText['targets'][number],
  index: number,
  document: Document,
  context: ConfigurationContext,
): ConfiguredTarget => {
  const [type = ''] = typesOf(target);
  const path = ['targets', index];
  const { value } = readValue(type, [...path, type], document, record(target)[type], context);
  return { name: target.name, type, value, place: document.placeOf(path) };
};

/** Policies that ship have names without a dot or a slash. */
const isBareName = (path: string): boolean => /^[\w-]+$/.test(path);

/** The paths under a key, whatever else of the document is wrong. */
const references = (document: Document, key: 'policies' | 'waivers', locate: (path: string) => string): readonly FileReference[] =>
  items(record(document.value)[key]).flatMap((path, index) =>
    typeof path === 'string' ? [{ path: locate(path), place: document.placeOf([key, index]) }] : [],
  );

const filesNamedIn = (document: Document, file: Source): NamedFiles => {
  const at = (path: string): string => (isAbsolute(path) ? path : join(dirname(file.path), path));
  return {
    policies: references(document, 'policies', (path) => (isBareName(path) ? path : at(path))),
    waivers: references(document, 'waivers', at),
  };
};

/**
 * The files that a configuration names, as far as it can be read: so that what is wrong in them can be told together with
 * what is wrong in the configuration. Throws `InputError` where it is no YAML.
 */
export const namedFiles = (file: Source): NamedFiles => filesNamedIn(parseDocument(file.text, file.shownAs), file);

/**
 * Reads a configuration. Throws `InputError` with everything that is wrong in it. References to environment variables
 * (`${NAME}`) stay as they are written: a connector resolves those of its secrets when it opens a session.
 */
export const loadConfiguration = (file: Source, context: ConfigurationContext): Configuration => {
  const document = parseDocument(file.text, file.shownAs);
  throwProblems(checkConfiguration(document, context));
  const { targets } = document.value as ConfigurationText;
  return { targets: targets.map((target, index) => targetOf(target, index, document, context)), ...filesNamedIn(document, file) };
};
