/** One error of a compiled schema, as ajv tells it. */
export interface SchemaError {
  readonly keyword: string;
  /** JSON pointer to the value. */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The schema that holds the keyword. */
  readonly parentSchema?: Readonly<Record<string, unknown>>;
}

/** A compiled schema. After `false`, `errors` says why. */
export interface Validate {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

/** The compiled schemas, made at build: `generated/validators.js` and `generated/data-validators.js`. */
export interface Validators {
  readonly configuration: Validate;
  readonly policy: Validate;
  readonly waivers: Validate;
  readonly inventory: Validate;
  readonly report: Validate;
  /** Params by rule id. They fill in defaults. */
  readonly params: Readonly<Record<string, Validate>>;
  /** The value under a target's type key, by type. They fill in defaults. */
  readonly connectors: Readonly<Record<string, Validate>>;
  /** The facets of a resource by kind id. */
  readonly facets: Readonly<Record<string, Validate>>;
}
