import { readCleanJson } from '../document/json.ts';
import { clip } from '../text.ts';

/** What an element of a statement names; with `except`, it is everything but that (`NotAction`, `NotResource`, `NotPrincipal`). */
export interface Choice {
  readonly except: boolean;
  /** At least one. */
  readonly values: readonly string[];
}

/** One key of a condition block. All conditions of a statement have to hold. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  /** At least one. */
  readonly values: readonly string[];
}

/** One statement of a resource policy. */
export interface Statement {
  /** For evidence: `statement "DenyDeletion"`, or by its number, from 1, where it has no Sid. */
  readonly name: string;
  readonly effect: 'Allow' | 'Deny';
  /** `*` for everybody, an ARN, an account, an id, or with its type in front: `Service=backup.amazonaws.com`. */
  readonly principals: Choice;
  readonly actions: Choice;
  readonly resources: Choice;
  readonly conditions: readonly Condition[];
}

/** A policy of a resource: of a bucket, a vault, a key. */
export interface ResourcePolicy {
  readonly statements: readonly Statement[];
  /** Whether `${…}` stands for a value of the request. In the first version of the language it is text like any other. */
  readonly variables: boolean;
}

/** A document as it was understood, or the reason why it was not: a sentence without its full stop. */
export type ParsedPolicy =
  | { readonly state: 'parsed'; readonly policy: ResourcePolicy }
  | { readonly state: 'problem'; readonly problem: string };

/** UTF-16 units. Policies of buckets end at 20 KB, those of keys, the longest, at 32 KB. */
const MAX_LENGTH = 32_768;

/** Lists and objects inside each other; the language needs six. */
const MAX_DEPTH = 8;

const DOCUMENT_MEMBERS = ['Version', 'Id', 'Statement'];
const VERSIONS: readonly unknown[] = ['2008-10-17', '2012-10-17'];
const STATEMENT_MEMBERS = [
  ...['Sid', 'Effect', 'Condition'],
  ...['Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource'],
];
const PRINCIPAL_TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

/** The document says something that the language does not know. Never leaves this file. */
class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
}

type Members = Readonly<Record<string, unknown>>;

/** The members of an object. What has a member that nobody knows may mean anything. */
const membersOf = (value: unknown, where: string, known?: readonly string[]): Members => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new NotUnderstood(`${where} is not an object`);
  const stranger = Object.keys(value).find((key) => known?.includes(key) === false);
  if (stranger !== undefined) throw new NotUnderstood(`${where} has a member "${clip(stranger, 64)}" that is not known`);
  return value as Members;
};

// One value needs no list around it, anywhere in the language.
const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const isText = (value: unknown): value is string => typeof value === 'string';

const textsOf = (value: unknown, where: string): readonly string[] => {
  const values = listed(value);
  if (values.length === 0 || !values.every(isText)) throw new NotUnderstood(`${where} is neither a text nor a list of texts`);
  return values;
};

const principalsOf = (value: unknown, where: string): readonly string[] => {
  if (value === '*') return ['*'];
  const types = Object.entries(membersOf(value, where, PRINCIPAL_TYPES));
  if (types.length === 0) throw new NotUnderstood(`${where} names nobody`);
  return types.flatMap(([type, names]) => textsOf(names, where).map((name) => (type === 'AWS' ? name : `${type}=${name}`)));
};

/** The element or its opposite, of which a statement has exactly one. */
const choiceOf = (statement: Members, element: string, where: string, valuesOf = textsOf): Choice => {
  const [name, another] = [element, `Not${element}`].filter((name) => statement[name] !== undefined);
  if (name === undefined || another !== undefined) throw new NotUnderstood(`${where} has not exactly one of ${element} and Not${element}`);
  return { except: name !== element, values: valuesOf(statement[name], `${where}: ${name}`) };
};

const conditionValues = (value: unknown, where: string): readonly string[] => {
  const values = listed(value);
  if (values.length === 0 || !values.every((one) => ['string', 'number', 'boolean'].includes(typeof one)))
    throw new NotUnderstood(`${where} compares with something that is no text, number or boolean`);
  return values.map(String);
};

const conditionsOf = (value: unknown, where: string): readonly Condition[] =>
  value === undefined
    ? []
    : Object.entries(membersOf(value, where)).flatMap(([operator, keys]) =>
        Object.entries(membersOf(keys, where)).map(([key, values]) => ({ operator, key, values: conditionValues(values, where) })),
      );

const effectOf = (effect: unknown, where: string): Statement['effect'] => {
  if (effect !== 'Allow' && effect !== 'Deny') throw new NotUnderstood(`${where}: Effect is neither Allow nor Deny`);
  return effect;
};

const nameOf = (sid: unknown, index: number): string => {
  if (sid !== undefined && !isText(sid)) throw new NotUnderstood(`Statement ${index + 1}: Sid is not a text`);
  return sid ? `statement "${sid}"` : `statement ${index + 1}`;
};

const statementOf = (value: unknown, index: number): Statement => {
  const where = `Statement ${index + 1}`;
  const statement = membersOf(value, where, STATEMENT_MEMBERS);
  return {
    name: nameOf(statement.Sid, index),
    effect: effectOf(statement.Effect, where),
    principals: choiceOf(statement, 'Principal', where, principalsOf),
    actions: choiceOf(statement, 'Action', where),
    resources: choiceOf(statement, 'Resource', where),
    conditions: conditionsOf(statement.Condition, `${where}: Condition`),
  };
};

const policyOf = (value: unknown): ResourcePolicy => {
  const { Version: version = '2008-10-17', Statement: statements } = membersOf(value, 'The document', DOCUMENT_MEMBERS);
  if (!VERSIONS.includes(version)) throw new NotUnderstood('The document has a Version that is not known');
  if (statements === undefined) throw new NotUnderstood('The document has no Statement');
  return { statements: listed(statements).map(statementOf), variables: version === '2012-10-17' };
};

const jsonOf = (document: string): unknown => {
  if (document.length > MAX_LENGTH) throw new NotUnderstood(`The document is longer than ${MAX_LENGTH} characters`);
  const value = readCleanJson(document, MAX_DEPTH);
  if (value === undefined) throw new NotUnderstood('The document is not valid JSON, names a key twice or nests too deep');
  return value;
};

/** What a resource without a policy has. */
const NO_POLICY: ResourcePolicy = { statements: [], variables: false };

/**
 * Reads the policy of a resource from its JSON text; an empty text stands for no policy at all. Anything that AWS's grammar
 * does not know is a problem, unknown members included: what cannot be understood proves nothing either way.
 * Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const parseResourcePolicy = (document: string): ParsedPolicy => {
  if (document === '') return { state: 'parsed', policy: NO_POLICY };
  try {
    return { state: 'parsed', policy: policyOf(jsonOf(document)) };
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return { state: 'problem', problem: error.message };
  }
};
