import { Type } from 'typebox';

// What the facets of several kinds are made of.

export const closed = { additionalProperties: false } as const;
export const oneOf = <const T extends readonly string[]>(...values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });
export const Tags = Type.Record(Type.String(), Type.String());
/** ISO 8601, UTC. */
export const Time = Type.String({ format: 'date-time' });
