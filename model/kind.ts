import type { Static, TSchema } from 'typebox';

/** The part of a resource that one API call reads. */
export interface Facet<S extends TSchema = TSchema> {
  /** Shape of the value; inventories are validated against it. */
  readonly schema: S;
  /** What rules see where the service answers "not configured". Facets without it are always configured. */
  readonly absent?: Static<S>;
}

/** A kind of resource: its facets, and the facet that holds its tags. */
export interface Kind<Id extends string = string, F extends Record<string, Facet> = Record<string, Facet>> {
  readonly id: Id;
  /** For people: `S3 bucket`. */
  readonly title: string;
  readonly facets: F;
  /** No listing holds such resources: joins of rules find them, and selectors of policies cannot name them. */
  readonly onlyJoined?: true;
  /** The facet whose value is the tags as an object; selectors with `tags` read it. */
  readonly tags?: keyof F & string;
}

// biome-ignore lint/suspicious/noExplicitAny: stands for every kind.
export type AnyKind = Kind<string, any>;
export type FacetName<K extends AnyKind> = keyof K['facets'] & string;
export type FacetValue<K extends AnyKind, N extends FacetName<K>> = K['facets'][N] extends Facet<infer S> ? Static<S> : never;

export const facet = <S extends TSchema>(schema: S, more: { absent?: Static<S> } = {}): Facet<S> => ({ schema, ...more });
export const defineKind = <const Id extends string, F extends Record<string, Facet>>(kind: Kind<Id, F>): Kind<Id, F> => kind;
