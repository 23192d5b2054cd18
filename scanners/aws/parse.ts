import { MalformedAnswer } from '../../model/scanner.ts';

// The SDK types its answers after the service's model and checks nothing: of JSON every member may be missing or of any type.

/** `value`, if it is one of the words that the service documents; `fallback` where the answer leaves it out. Never a guess. */
export const word = <const T extends string, F extends T>(
  what: string,
  value: string | undefined,
  words: readonly T[],
  fallback?: F,
): T => {
  const found = value ?? fallback;
  if (found !== undefined && (words as readonly string[]).includes(found)) return found as T;
  throw new MalformedAnswer(`${what} is ${value === undefined ? 'missing' : JSON.stringify(value)}; known are ${words.join(', ')}.`);
};

export const required = <T>(what: string, value: T | undefined): T => {
  if (value === undefined || value === '') throw new MalformedAnswer(`${what} is missing.`);
  return value;
};

/** Words read as NaN, and an empty element as 0: neither may count as days. */
export const atLeast = (least: number, what: string, value: number | undefined): number | undefined => {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return value;
  throw new MalformedAnswer(`${what} is no whole number from ${least}.`);
};

/** An element without content names nothing. */
export const named = (value: string | undefined): string | undefined => value || undefined;

/** Leaves out the members that are undefined. */
export const given = <T extends object>(members: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

const ofType = <T>(what: string, value: T | undefined, is: boolean, type: string): T => {
  if (value === undefined || !is) throw new MalformedAnswer(`${what} is ${value === undefined ? 'missing' : `no ${type}`}.`);
  return value;
};

/** A text, which may be empty. */
export const string = (what: string, value: string | undefined): string => ofType(what, value, typeof value === 'string', 'text');

/** A text that names something. */
export const text = (what: string, value: string | undefined): string => required(what, string(what, value));

/** A text, or `undefined` where it is missing or empty. */
export const optionalText = (what: string, value: string | undefined): string | undefined =>
  value === undefined ? undefined : named(string(what, value));

export const flag = (what: string, value: boolean | undefined): boolean => ofType(what, value, typeof value === 'boolean', 'true or false');

/** A member that is made of others. */
export const object = <T extends object>(what: string, value: T | undefined): T => ofType(what, value, isObject(value), 'object');

/** Pass `value ?? []` only where the service leaves out empty lists: otherwise one that is missing tells nothing. */
export const objects = <T extends object>(what: string, value: readonly T[] | undefined): readonly T[] =>
  ofType(what, value, Array.isArray(value) && value.every(isObject), 'list of objects');

/** A list of texts that name something. */
export const texts = (what: string, value: readonly string[] | undefined): readonly string[] =>
  ofType(what, value, Array.isArray(value), 'list').map((item) => text(`A member of ${what}`, item ?? undefined));

// What the inventory can hold: ISO 8601 writes other years with a sign and six digits.
const EPOCH = Date.UTC(0);
const END = Date.UTC(10_000);

/** ISO 8601, UTC. */
export const time = (what: string, value: Date | undefined): string => {
  const found = ofType(what, value, value instanceof Date, 'time');
  if (!(found.getTime() >= EPOCH && found.getTime() < END)) throw new MalformedAnswer(`${what} is no time.`);
  return found.toISOString();
};

export const optionalTime = (what: string, value: Date | undefined): string | undefined =>
  value === undefined ? undefined : time(what, value);

const parsesToObject = (json: string): boolean => {
  try {
    return isObject(JSON.parse(json));
  } catch {
    return false;
  }
};

/** A policy as the text that the service keeps: a body cut short or a proxy's page must not pass for one. */
export const policyDocument = (what: string, value: string | undefined): string => {
  if (typeof value !== 'string' || !parsesToObject(value)) throw new MalformedAnswer(`${what} answered without a policy in JSON.`);
  return value;
};

/** Tags as an object. */
export const tagsOf = (
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[],
): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key, Value }) => [text('Key of a tag', Key), string('Value of a tag', Value ?? '')]));
