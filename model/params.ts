import { type TObject, type TProperties, Type } from 'typebox';

/** The schema of a rule's params: a closed object; every member needs a default or is optional. */
export const params = <P extends TProperties>(properties: P): TObject<P> => Type.Object(properties, { additionalProperties: false });

/** The params of a rule that has none. */
export const noParams = params({});

/** A whole number of days. */
export const days = (options: { default: number; description: string; minimum?: number }) =>
  Type.Integer({ minimum: 1, maximum: 36500, ...options });

/** One of a few words. */
export const choice = <const T extends readonly [string, ...string[]]>(
  values: T,
  options: { default: NoInfer<T[number]>; description: string },
) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...options });

/**
 * A length of time, written `15m`, `24h`, `7d` or `P7D`. Rules get **milliseconds**: the policy loader parses the text.
 */
export const duration = (options: { default?: string; description: string }) =>
  Type.Unsafe<number>({ type: 'string', format: 'mlops-duration', ...options });

/** A name in which `*` stands for any characters and `?` for one. */
export const nameGlob = (options: { description: string; default?: string }) => Type.String({ minLength: 1, ...options });

/** Some of a few words, each once. */
export const choices = <const T extends readonly [string, ...string[]]>(
  values: T,
  options: { default: readonly NoInfer<T[number]>[]; description: string },
) =>
  Type.Unsafe<readonly T[number][]>({
    type: 'array',
    items: { type: 'string', enum: [...values] },
    minItems: 1,
    uniqueItems: true,
    ...options,
  });

/** Names in which `*` stands for any characters and `?` for one; none by default. */
export const nameGlobs = (options: { description: string }) =>
  Type.Unsafe<readonly string[]>({ type: 'array', items: { type: 'string', minLength: 1 }, default: [], ...options });
