/**
 * What a value of a world has to look like. One description serves twice: it checks what the world says, and it tells how
 * the answers of services are written, in XML or in JSON.
 */
export type Shape = (Scalar | List | Mapping | Structure) & {
  /** The element's name in XML, where it is not the member's. */
  readonly element?: string;
};

export interface Scalar {
  readonly type: 'scalar';
  /** For error messages: `true or false`. */
  readonly what: string;
  readonly accepts: (value: unknown) => boolean;
  /** The value on the wire; by default as it stands. */
  readonly write?: (value: unknown) => string | number;
}

export interface List {
  readonly type: 'list';
  readonly item: Shape;
  /** The element of each item inside the list's own. Without it the list is flat: its items stand beside the other members. */
  readonly wraps?: string;
}

/** Any keys, one shape of value. */
export interface Mapping {
  readonly type: 'mapping';
  readonly value: Shape;
  /** What the keys have to be, where not just any will do. */
  readonly key?: Scalar;
  /** Keys that have a shape of their own. */
  readonly members: Members;
}

export interface Structure {
  readonly type: 'structure';
  readonly members: Members;
  readonly required: readonly string[];
  /** The shape of members of any other name, where there may be some. */
  readonly rest?: Shape;
}

export type Members = Readonly<Record<string, Shape>>;

const scalar = (what: string, accepts: Scalar['accepts'], write?: Scalar['write']): Scalar => ({
  type: 'scalar',
  what,
  accepts,
  ...(write ? { write } : {}),
});

const anything = scalar('anything', () => true);

export const text = scalar('a text', (value) => typeof value === 'string');

export const textOrNull = scalar('a text or null', (value) => value === null || typeof value === 'string');

/** Text that may travel in a header. */
export const word = scalar('a text of printable ASCII characters', (value) => typeof value === 'string' && /^[ -~]+$/.test(value));

export const flag = scalar('true or false', (value) => typeof value === 'boolean');

/** A switch that can only be on: whoever wants it off leaves it out. */
export const on = scalar('true, or left out', (value) => value === true);

export const onOrText = scalar('true or a text', (value) => value === true || typeof value === 'string');

const isTime = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value));

/** A moment. The command line tools print an offset where the services write `Z`. */
export const time = scalar('an ISO 8601 time', isTime, (value) => new Date(String(value)).toISOString());

/** The seconds since 1970 at a moment that a world gives in either way. */
export const secondsOf = (moment: unknown): number => (typeof moment === 'number' ? moment : Date.parse(String(moment)) / 1000);

/** A moment of a service that speaks JSON: it writes numbers, which the command line tools print as they are unless told otherwise. */
export const moment = scalar(
  'an ISO 8601 time, or seconds since 1970',
  (value) => isTime(value) || (typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY),
  secondsOf,
);

export const integer = (least: number, most = Number.MAX_SAFE_INTEGER): Scalar =>
  scalar(
    most === Number.MAX_SAFE_INTEGER ? `a whole number from ${least} up` : `a whole number from ${least} to ${most}`,
    (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  );

/** Any number; YAML writes `.inf` and `.nan` for those that are none. */
export const number = scalar('a number', (value) => typeof value === 'number');

/** A part of all: 0.3 is three in ten. */
export const share = scalar('a number from 0 to 1', (value) => typeof value === 'number' && value >= 0 && value <= 1);

export const oneOf = (...words: readonly string[]): Scalar => scalar(words.join(' or '), (value) => words.some((known) => known === value));

export const matching = (pattern: RegExp, what: string): Scalar =>
  scalar(what, (value) => typeof value === 'string' && pattern.test(value));

/** A list of which each item is, in XML, an element beside the other members. */
export const flat = (item: Shape): List => ({ type: 'list', item });

/** A list inside an element of its own, each item in an element of the name `wraps`. */
export const wrapped = (wraps: string, item: Shape): List => ({ type: 'list', item, wraps });

export const mapping = (value: Shape): Mapping => ({ type: 'mapping', value, members: {} });

/** A mapping of which the keys are `key`, but for `members`. */
export const keyed = (key: Scalar, value: Shape, members: Members = {}): Mapping => ({ type: 'mapping', key, value, members });

export const structure = (members: Members, ...required: readonly string[]): Structure => ({ type: 'structure', members, required });

/** A structure that may have more members than those, of whatever shape. */
export const open = (members: Members, ...required: readonly string[]): Structure => ({
  ...structure(members, ...required),
  rest: anything,
});

/** The shape under another name in XML. */
export const named = <S extends Shape>(element: string, shape: S): S & { readonly element: string } => ({ ...shape, element });
