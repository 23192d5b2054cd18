import { own } from '../own.ts';
import type { Manifest } from '../world.ts';

/** Whether an object is among those that are asked for. */
export type Selects = (manifest: Manifest) => boolean;

/** Whether a label's value will do; `undefined` where there is no such label. */
type Test = (value: string | undefined) => boolean;

const KEY = '([A-Za-z0-9][-A-Za-z0-9_./]*)';
const EXISTS = new RegExp(`^(!?)\\s*${KEY}$`);
const EQUALS = new RegExp(`^${KEY}\\s*(==?|!=)\\s*([-A-Za-z0-9_.]*)$`);
const AMONG = new RegExp(`^${KEY}\\s+(in|notin)\\s*\\(([^()]*)\\)$`);

/** The tests of a requirement: `tier`, `!tier`, `tier=gold`, `tier != gold`, `tier in (gold, silver)`. */
const requirementOf = (text: string): readonly [key: string, test: Test] | undefined => {
  const [, not = '', key] = EXISTS.exec(text) ?? [];
  if (key !== undefined) return [key, (value) => (value === undefined) === (not === '!')];
  const [, name, operator, operand] = EQUALS.exec(text) ?? [];
  if (name !== undefined) return [name, (value) => (value === operand) === (operator !== '!=')];
  const [, among, word, list = ''] = AMONG.exec(text) ?? [];
  const values = list.split(',').map((value) => value.trim());
  return among === undefined ? undefined : [among, (value) => (value !== undefined && values.includes(value)) === (word === 'in')];
};

/** Selects what fulfils all requirements; `undefined` where one of them cannot be read. */
const allOf = <T>(
  requirements: readonly (T | undefined)[],
  selects: (requirement: T, manifest: Manifest) => boolean,
): Selects | undefined => {
  const read = requirements.filter((requirement) => requirement !== undefined);
  if (read.length < requirements.length) return undefined;
  return (manifest) => read.every((requirement) => selects(requirement, manifest));
};

// Commas separate requirements, but for those between parentheses.
const partsOf = (text: string): readonly string[] => (text.trim() === '' ? [] : text.split(/,(?![^(]*\))/).map((part) => part.trim()));

/** What a label selector selects; `undefined` where it cannot be read. */
export const labelSelector = (text: string): Selects | undefined =>
  allOf(partsOf(text).map(requirementOf), ([key, test], { metadata }) => test(own(metadata.labels, key)));

const FIELD = /^([\w.]+)(==?|!=)(.*)$/;

/** The text at a path of an object: `spec.nodeName`. Empty where there is none. */
const fieldOf = (manifest: Manifest, path: string): string =>
  String(
    path.split('.').reduce<unknown>((value, member) => (value as Readonly<Record<string, unknown>> | undefined)?.[member], manifest) ?? '',
  );

/** What a field selector over those fields selects; `undefined` where it cannot be read or is about others. */
export const fieldSelector = (text: string, fields: readonly string[]): Selects | undefined =>
  allOf(
    partsOf(text).map((part) => {
      const [, path = '', operator, value] = FIELD.exec(part) ?? [];
      return fields.includes(path) ? { path, isEqual: operator !== '!=', value } : undefined;
    }),
    ({ path, isEqual, value }, manifest) => (fieldOf(manifest, path) === value) === isEqual,
  );
