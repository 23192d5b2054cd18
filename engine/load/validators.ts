import type { ErrorObject } from 'ajv';

/** A compiled schema. After `false`, `errors` says why. */
export interface Validate {
  (value: unknown): boolean;
  errors?: readonly ErrorObject[] | null;
}

/** The compiled schemas, made at build: `generated/validators.js`. */
export interface Validators {
  readonly configuration: Validate;
  readonly policy: Validate;
  readonly waivers: Validate;
  readonly inventory: Validate;
  /** Absent in builds without a report schema. */
  readonly report?: Validate;
  /** Params by rule id. They fill in defaults. */
  readonly params: Readonly<Record<string, Validate>>;
  /** The value under a target's type key by connector type. They fill in defaults. */
  readonly connectors: Readonly<Record<string, Validate>>;
  /** The facets of a resource by kind id. */
  readonly facets: Readonly<Record<string, Validate>>;
}
