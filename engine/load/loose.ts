/**
 * Looks at data whose shape has not been agreed upon: what is not there, or is something else, is empty. So checks of
 * meaning can go through a file in which the schema has found mistakes, and all of them are told at once.
 */

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const record = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});

export const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
