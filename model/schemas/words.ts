import { type TProperties, Type } from 'typebox';

/** The version that policies and waivers name. */
export const API_VERSION = 'mlops-dr/v1';

/** An object in which every key is known. */
export const closed = <P extends TProperties>(
  properties: P,
  options: { description?: string; minProperties?: number; title?: string } = {},
) => Type.Object(properties, { additionalProperties: false, ...options });

/** One of a few words. */
export const oneOf = <const T extends readonly string[]>(values: T, description: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], description });

/** Text with something in it. */
export const text = (description: string) => Type.String({ minLength: 1, description });

/** A name that ids and reports are built from. */
export const name = (description: string) =>
  Type.String({
    pattern: '^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$',
    description: `${description} Letters, digits, dots, hyphens and underscores; begins and ends with a letter or digit; at most 64.`,
  });

/** A text in which `*` stands for any characters and `?` for one. */
export const glob = (description: string) => text(`${description} * stands for any characters, ? for one.`);

/** A length of time as text; the loaders turn it into milliseconds. */
export const durationText = (description: string) =>
  Type.String({ format: 'mlops-duration', description: `${description} Like 15m, 24h, 7d or P7D.` });

/** Names and values that are texts; at least one. */
export const textMap = (description: string) =>
  Type.Unsafe<Record<string, string>>({ type: 'object', minProperties: 1, additionalProperties: { type: 'string' }, description });
