import type { Document, Path } from '../../model/document.ts';
import { explainDuration, parseDuration } from '../../model/duration.ts';
import type { Diagnostic } from '../../model/errors.ts';
import type { AnyRule } from '../../model/rule.ts';
import { record } from './loose.ts';
import { quote, schemaProblems, subjectOf } from './problems.ts';
import type { Validate } from './validators.ts';

/** What is wrong with a duration at `path`; things that are no text are left to the schema. */
export const durationProblem = (value: unknown, path: Path, document: Document): Diagnostic | undefined => {
  if (typeof value !== 'string' || parseDuration(value) !== undefined) return undefined;
  const message = `${subjectOf(path)} may not be ${quote(value)}.`;
  return { code: 'invalid-duration', message, hint: explainDuration(value), place: document.placeOf(path) };
};

/** Calls `visit` for every value that its schema calls a duration. */
const mapDurations = (schema: unknown, value: unknown, path: Path, visit: (text: string, path: Path) => unknown): unknown => {
  const { format, properties, items } = record(schema);
  if (format === 'mlops-duration') return typeof value === 'string' ? visit(value, path) : value;
  if (Array.isArray(value)) return value.map((item, index) => mapDurations(items, item, [...path, index], visit));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, mapDurations(record(properties)[key], member, [...path, key], visit)]),
  );
};

/** The params as a rule gets them: checked, defaults filled in, durations in milliseconds. */
export interface ReadParams {
  readonly params: Readonly<Record<string, unknown>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a rule's params, written at `path`. `written` is `undefined` where the policy gives none. */
export const readParams = (rule: AnyRule, validate: Validate, written: unknown, document: Document, path: Path): ReadParams => {
  // The validator fills in defaults, and a document stays as it was written.
  const params = structuredClone(written ?? {});
  const diagnostics = [...schemaProblems(validate, document, path, params)];
  const converted = mapDurations(rule.params, params, path, (text, at) => {
    const problem = durationProblem(text, at, document);
    if (problem) diagnostics.push(problem);
    return parseDuration(text);
  });
  return { params: record(converted), diagnostics };
};
