// The SDK carries a service's model as nested lists: [kind, namespace, name, traits, …]. Kinds: 0 is a simple type, which
// goes on with its number; 1 is a list, which goes on with its item; 2 is a mapping, which goes on with its key and its
// value; 3 is a structure, which goes on with its members' names and their schemas. References are functions, and whatever
// has traits of its own stands in a pair with them. A number is a simple type; 64 is added for a list of those, 128 for a
// mapping to those.
export type Traits = Readonly<Record<string, string | number>>;

const SIMPLE = 0;
const LIST = 1;
const MAPPING = 2;
const STRUCTURE = 3;
const LIST_OF_SIMPLE = 64;
const MAPPING_TO_SIMPLE = 128;

const resolve = (reference: unknown): unknown => (typeof reference === 'function' ? resolve(reference()) : reference);

const isPair = (schema: unknown): schema is readonly [unknown, unknown] => Array.isArray(schema) && schema.length === 2;

/** A schema without what is said of it in the place where it stands. */
export const apart = (schema: unknown): { readonly target: unknown; readonly traits: Traits } => {
  const [reference, traits] = isPair(schema) ? schema : [schema, {}];
  return { target: resolve(reference), traits: typeof traits === 'object' && traits !== null ? (traits as Traits) : {} };
};

const isA = (kind: number, target: unknown): target is readonly unknown[] => Array.isArray(target) && target[0] === kind;

/** The schema of a list's items; `undefined` where it is no list of anything but simple types. */
export const itemOf = (target: unknown): unknown => (isA(LIST, target) ? target[4] : undefined);

export const isList = (target: unknown): boolean =>
  typeof target === 'number' ? (target & LIST_OF_SIMPLE) !== 0 && target < 2 * LIST_OF_SIMPLE : itemOf(target) !== undefined;

/** The members of a structure with their schemas; none where it is something else. */
export const membersOf = (target: unknown): readonly (readonly [member: string, schema: unknown])[] => {
  if (!isA(STRUCTURE, target)) return [];
  const [, , , , names, schemas] = target as readonly [number, string, string, unknown, readonly string[], readonly unknown[]];
  return names.map((name, index) => [name, schemas[index]]);
};

const SIMPLE_TYPES: Readonly<Record<number, string>> = { 0: 'text', 1: 'number', 2: 'flag', 4: 'moment' };

/** What a schema is: `text`, `list of text`, `mapping to structure`. */
const typeOf = (schema: unknown): string => {
  const { target } = apart(schema);
  if (isA(SIMPLE, target)) return typeOf(target[4]);
  if (isA(LIST, target)) return `list of ${typeOf(target[4])}`;
  if (isA(MAPPING, target)) return `mapping to ${typeOf(target[5])}`;
  if (typeof target !== 'number') return 'structure';
  if (target >= MAPPING_TO_SIMPLE) return `mapping to ${typeOf(target - MAPPING_TO_SIMPLE)}`;
  return target >= LIST_OF_SIMPLE ? `list of ${typeOf(target - LIST_OF_SIMPLE)}` : (SIMPLE_TYPES[target] ?? `type ${target}`);
};

const innermost = (schema: unknown): unknown => {
  const { target } = apart(schema);
  if (isA(LIST, target)) return innermost(target[4]);
  return isA(MAPPING, target) ? innermost(target[5]) : target;
};

/** Each member of a schema in one line: its path and its type. `Table.TableName text` */
export const modelLines = (schema: unknown, path = ''): readonly string[] =>
  membersOf(innermost(schema)).flatMap(([member, inner]) => {
    const at = `${path === '' ? '' : `${path}.`}${member}`;
    return [`${at} ${typeOf(inner)}`, ...modelLines(inner, at)];
  });
