import { MalformedAnswer } from '../../model/scanner.ts';
import { clip } from '../../model/text.ts';

// A custom resource may hold anything that its definition admits, so nothing is taken for what it is called. A member that
// is null is one that is left out: that is how Go writes many of them. `what` is the member's path: `spec.schedule`.

/** An object of JSON whose members nobody has looked at. */
export type Members = Readonly<Record<string, unknown>>;

/** Longest excerpt of somebody else's value in a message. */
const EXCERPT = 80;

/** A value in a message. What is made of others may be as deep as no stack is. */
const shown = (value: unknown): string => {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return clip(JSON.stringify(value), EXCERPT);
};

const malformed = (what: string, value: unknown, type: string): MalformedAnswer => {
  const found = value === undefined || value === null ? 'is missing' : `is ${shown(value)}`;
  return new MalformedAnswer(`${what} ${found}, which is no ${type}.`);
};

const missing = (what: string): MalformedAnswer => new MalformedAnswer(`${what} is missing.`);

const isLeftOut = (value: unknown): value is null | undefined => value === undefined || value === null;

const of =
  <T>(type: string, is: (value: unknown) => value is T) =>
  (what: string, value: unknown): T => {
    if (isLeftOut(value)) throw missing(what);
    if (!is(value)) throw malformed(what, value, type);
    return value;
  };

/** The same reader for a member that may be left out. */
const optional =
  <T>(read: (what: string, value: unknown) => T) =>
  (what: string, value: unknown): T | undefined =>
    isLeftOut(value) ? undefined : read(what, value);

export const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Leaves out the members that are undefined. */
export const given = <T extends object>(members: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;

/** A text, which may be empty. */
export const text = of('text', (value): value is string => typeof value === 'string');

export const optionalText = optional(text);

/** A text, or `undefined` where it is left out or empty, which in Go is the same. */
export const optionalName = (what: string, value: unknown): string | undefined => optionalText(what, value) || undefined;

/** A text that names something. */
export const named = (what: string, value: unknown): string => {
  const found = optionalName(what, value);
  if (found === undefined) throw missing(what);
  return found;
};

const flag = of('true or false', (value): value is boolean => typeof value === 'boolean');

export const optionalFlag = optional(flag);

/** Whole and not negative. */
const whole = of('whole number', (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0);

/** Go leaves out what is zero. */
export const count = (what: string, value: unknown): number => optional(whole)(what, value) ?? 0;

export const optionalCount = optional(whole);

/** A member that is made of others. */
export const object = of('object', isMembers);

/** The same, where leaving it out says as much as leaving out all of its members. */
export const members = (what: string, value: unknown): Members => optional(object)(what, value) ?? {};

export const optionalObject = optional(object);

const list = of('list', (value): value is readonly unknown[] => Array.isArray(value));

const each =
  <T>(read: (what: string, value: unknown) => T) =>
  (what: string, value: unknown): readonly T[] =>
    (optional(list)(what, value) ?? []).map((item, index) => read(`${what}[${index}]`, item));

/** A list of objects; one that is left out is empty. */
export const objects = each(object);

/** A list of texts; one that is left out is empty. */
export const texts = (what: string, value: unknown): string[] => [...each(text)(what, value)];

/** Names and texts: labels, annotations. */
export const textMap = (what: string, value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(members(what, value)).map(([key, member]) => [key, text(`${what}[${JSON.stringify(clip(key, EXCERPT))}]`, member)]),
  );

/** A word of those that the API server admits. */
export const word = <const T extends string>(what: string, value: unknown, words: readonly T[], fallback?: T): T => {
  const found = optionalName(what, value) ?? fallback;
  if ((words as readonly (string | undefined)[]).includes(found)) return found as T;
  throw found === undefined ? missing(what) : malformed(what, value, `word that is known: ${words.join(', ')}`);
};

// RFC 3339, as `metav1.Time` and definitions with the format `date-time` have it. Date.parse takes more than that.
const TIME = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

// What an inventory can hold: ISO 8601 writes years outside of it with a sign and six digits.
const EPOCH = Date.UTC(1900);
const END = Date.UTC(10_000);

/** ISO 8601, UTC. */
export const time = (what: string, value: unknown): string => {
  const written = text(what, value);
  const at = TIME.test(written) ? Date.parse(written) : Number.NaN;
  if (at >= EPOCH && at < END) return new Date(at).toISOString();
  throw malformed(what, value, 'time');
};

export const optionalTime = optional(time);
