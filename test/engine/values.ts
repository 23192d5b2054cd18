import fc from 'fast-check';

// Values of any schema of a facet. What decides verdicts comes from pools, by the name of the member.

/** Values for members of this name, or of this name inside that one: `copies.vault`. */
export type Pools = Readonly<Record<string, readonly unknown[]>>;

/** As much of a schema as facets use. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
}

type Path = readonly string[];

const pooled = (path: Path, pools: Pools): readonly unknown[] | undefined => {
  const [last = '', owner = ''] = [...path].reverse();
  return pools[`${owner}.${last}`] ?? pools[last];
};

/** The pool `rarely` names members that are there only now and then; other optional ones are in every second value. */
const objectOf = ({ properties = {}, required = [] }: Schema, path: Path, pools: Pools): fc.Arbitrary<unknown> => {
  const members: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, arbitraryOf(schema, [...path, name], pools)]),
  );
  const rare: readonly unknown[] = (pools.rarely ?? []).filter((name) => !required.includes(String(name)));
  const whole = fc.record(members, { requiredKeys: [...required], noNullPrototype: true });
  const without = (value: object): object => Object.fromEntries(Object.entries(value).filter(([name]) => !rare.includes(name)));
  return fc.tuple(whole, fc.nat({ max: 5 })).map(([value, chance]) => (chance === 0 ? value : without(value)));
};

const NUMBERS = [0, 1, 30, 400];

const recordOf = (path: Path, pools: Pools): fc.Arbitrary<unknown> =>
  fc.dictionary(
    fc.constantFrom(...((pools[`${path.at(-1)} keys`] ?? ['key']) as string[])),
    fc.constantFrom(...((pooled(path, pools) ?? ['value']) as unknown[])),
    {
      noNullPrototype: true,
    },
  );

/** As many items as the pool of lengths says, `rules length`; up to two without one. */
const listOf = ({ items = {}, minItems = 0 }: Schema, path: Path, pools: Pools): fc.Arbitrary<unknown> => {
  const item = arbitraryOf(items, path, pools);
  const lengths = pools[`${path.at(-1)} length`] as readonly number[] | undefined;
  if (!lengths) return fc.array(item, { minLength: minItems, maxLength: 2 });
  return fc.constantFrom(...lengths).chain((length) => fc.array(item, { minLength: length, maxLength: length }));
};

/** @param path names of the members that lead to the value, the facet's own name first */
export const arbitraryOf = (schema: Schema, path: Path, pools: Pools): fc.Arbitrary<unknown> => {
  const pool = pooled(path, pools);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.properties) return objectOf(schema, path, pools);
  if (schema.type === 'object') return recordOf(path, pools);
  if (schema.type === 'array') return listOf(schema, path, pools);
  if (pool) return fc.constantFrom(...pool);
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'integer' || schema.type === 'number')
    return fc.constantFrom(...NUMBERS.filter((value) => value >= (schema.minimum ?? 0)));
  throw new Error(`no values for ${path.join('.')}`);
};
