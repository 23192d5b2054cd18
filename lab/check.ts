import type { Path } from '../model/document.ts';
import { clip } from '../model/text.ts';
import type { Mapping, Shape, Structure } from './shape.ts';

/** Something in a world that is not what it has to be. */
export interface Mismatch {
  readonly path: Path;
  /** Whether it is the key at the end of the path that is wrong, and not the value. */
  readonly atKey?: boolean;
  readonly code: 'unknown-key' | 'missing-key' | 'invalid-value';
  readonly message: string;
  readonly hint?: string;
}

/** What a file says, quoted and not too long. */
export const quote = (value: string): string => clip(JSON.stringify(value), 80);

const subjectOf = (path: Path): string => {
  const last = path.at(-1);
  if (last === undefined) return 'A world';
  return typeof last === 'string' ? quote(last) : `Item ${last + 1} of ${quote(String(path.at(-2)))}`;
};

/** The value has to be something else. */
export const invalid = (path: Path, what: string, hint?: string): Mismatch => ({
  path,
  code: 'invalid-value',
  message: `${subjectOf(path)} has to be ${what}.`,
  ...(hint === undefined ? {} : { hint }),
});

/** YAML reads 2026, true and no text at all where one was meant. */
const isUnquoted = (what: string, value: unknown): boolean =>
  what.startsWith('a text') && (typeof value === 'number' || typeof value === 'boolean');

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The key means nothing where it stands. */
export const unknownKey = (path: Path, accepted: readonly string[]): Mismatch => ({
  path,
  atKey: true,
  code: 'unknown-key',
  message: `${quote(String(path.at(-1)))} means nothing here.`,
  hint: accepted.length === 0 ? 'Nothing is accepted here.' : `Accepted: ${accepted.join(', ')}.`,
});

/** The value lacks something. */
export const missing = (path: Path, key: string): Mismatch => ({
  path,
  code: 'missing-key',
  message: `${subjectOf(path)} lacks the key ${key}.`,
});

const memberMismatches = (
  { members, required, rest }: Structure,
  value: Readonly<Record<string, unknown>>,
  path: Path,
): readonly Mismatch[] => [
  ...required.filter((key) => !Object.hasOwn(value, key)).map((key) => missing(path, key)),
  ...Object.entries(value).flatMap(([key, member]) => {
    const shape = Object.hasOwn(members, key) ? members[key] : rest;
    return shape === undefined ? [unknownKey([...path, key], Object.keys(members))] : mismatches(shape, member, [...path, key]);
  }),
];

const entryMismatches = ({ key, value, members }: Mapping, name: string, entry: unknown, path: Path): readonly Mismatch[] => {
  const member = Object.hasOwn(members, name) ? members[name] : undefined;
  if (member === undefined && key?.accepts(name) === false) return [{ ...invalid(path, key.what), atKey: true }];
  return mismatches(member ?? value, entry, path);
};

/** Everything about a value that its shape does not accept. */
export const mismatches = (shape: Shape, value: unknown, path: Path = []): readonly Mismatch[] => {
  switch (shape.type) {
    case 'scalar':
      if (shape.accepts(value)) return [];
      return [invalid(path, shape.what, isUnquoted(shape.what, value) ? 'Put it in quotes.' : undefined)];
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((item, index) => mismatches(shape.item, item, [...path, index]))
        : [invalid(path, 'a list')];
    case 'mapping':
      if (!isMapping(value)) return [invalid(path, 'a mapping')];
      return Object.entries(value).flatMap(([key, entry]) => entryMismatches(shape, key, entry, [...path, key]));
    case 'structure':
      return isMapping(value) ? memberMismatches(shape, value, path) : [invalid(path, 'a mapping')];
  }
};

/** The second and further ones of values that may be there once only. */
export const repeated = (entries: readonly (readonly [value: string, path: Path])[]): readonly Mismatch[] => {
  const seen = new Set<string>();
  return entries
    .filter(([value]) => seen.has(value) || !seen.add(value))
    .map(([value, path]) => ({ path, code: 'invalid-value', message: `${quote(value)} is given twice.` }));
};
