import { coversGlob, globsOverlap, isGlob } from '../glob.ts';
import type { Choice, Condition } from './policy.ts';

/** Somebody whom a Deny leaves out. */
export interface Exception {
  /** The condition key that tells them, spelled as AWS does, or `NotPrincipal`. */
  readonly key: string;
  /** What the key's value matches: `*` stands for any characters, `?` for one. */
  readonly pattern: string;
}

/**
 * Whom and what a Deny reaches: everybody but the exceptions, all that was asked about, always; and where it has limits, only
 * within all of those.
 */
export interface Reach {
  readonly exceptions: readonly Exception[];
  /** In words: `only on arn:aws:s3:::mlops-models/tmp/*`. */
  readonly limits: readonly string[];
}

export const EVERYWHERE: Reach = { exceptions: [], limits: [] };

const limitedTo = (limit: string): Reach => ({ exceptions: [], limits: [limit] });

/** Whom the Principal or NotPrincipal of a Deny reaches; `undefined`: nobody. */
export const principalReach = ({ except, values }: Choice): Reach | undefined => {
  const everybody = values.includes('*');
  if (except) return everybody ? undefined : { exceptions: values.map((pattern) => ({ key: 'NotPrincipal', pattern })), limits: [] };
  return everybody ? EVERYWHERE : limitedTo(`only to ${values.join(', ')}`);
};

/**
 * The widest that a pattern can mean: from its first variable on, anything.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
const widest = (pattern: string, variables: boolean): string => {
  const variable = variables ? pattern.indexOf('${') : -1;
  return variable < 0 ? pattern : `${pattern.slice(0, variable)}*`;
};

/**
 * What of `asked`, a pattern of ARNs itself, the Resource or NotResource of a Deny reaches; `undefined`: nothing. Wildcards
 * match across colons and slashes, and each pattern is looked at alone: several that cover `asked` only together are a limit.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export const resourceReach = ({ except, values }: Choice, asked: string, variables: boolean): Reach | undefined => {
  const touching = values.filter((value) => globsOverlap(widest(value, variables), asked));
  // Read as it is written, a pattern with a variable covers nothing that is asked about.
  const whole = touching.some((value) => coversGlob(value, asked));
  if (whole) return except ? undefined : EVERYWHERE;
  if (touching.length === 0) return except ? EVERYWHERE : undefined;
  return limitedTo(`only on ${except ? 'all but ' : ''}${touching.join(', ')}`);
};

/** A condition key that tells who asks. */
interface PrincipalKey {
  readonly name: string;
  /** A pattern of all its values, where every signed request bears the key: to leave those out is to leave everybody out. */
  readonly universe?: string;
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
const PRINCIPAL_KEYS: readonly PrincipalKey[] = [
  { name: 'aws:PrincipalArn', universe: 'arn:?*:?*::????????????:?*' },
  { name: 'aws:PrincipalAccount', universe: '????????????' },
  { name: 'aws:PrincipalType', universe: '?*' },
  { name: 'aws:userid', universe: '?*' },
  { name: 'aws:username' },
  { name: 'aws:PrincipalOrgID' },
  { name: 'aws:PrincipalServiceName' },
];

const TAG = 'aws:PrincipalTag/';

// Names of condition keys are not case-sensitive.
const principalKey = (key: string): PrincipalKey | undefined =>
  key.toLowerCase().startsWith(TAG.toLowerCase())
    ? { name: TAG + key.slice(TAG.length) }
    : PRINCIPAL_KEYS.find(({ name }) => name.toLowerCase() === key.toLowerCase());

/** Operators that hold for all values but those given, and where the key is missing; with or without `IfExists`. */
const EXEMPTING = /^(String|Arn)Not(Equals|Like)(IfExists)?$/i;

/** The values of an operator as patterns. `ArnNotEquals` takes wildcards like `ArnNotLike`. */
const patternsOf = ({ operator, values }: Condition): readonly string[] =>
  // No ARN, id, name or tag has * or ? in it: where those stand for themselves they except nobody.
  /^StringNotEquals/i.test(operator) ? values.filter((value) => !isGlob(value)) : values;

const coversEverybody = (pattern: string, { universe }: PrincipalKey): boolean => universe !== undefined && coversGlob(pattern, universe);

/**
 * Whom a condition of a Deny lets it reach; `undefined`: nobody. Only conditions that say for whom the Deny does not hold make
 * exceptions. All others are limits: they may or may not hold when somebody tries, and nothing here can tell.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const conditionReach = (condition: Condition, variables: boolean): Reach | undefined => {
  const { operator, key, values } = condition;
  const principal = principalKey(key);
  // What a variable stands for, only the request tells.
  const untold = variables && values.some((value) => value.includes('${'));
  if (principal === undefined || untold || !EXEMPTING.test(operator)) return limitedTo(`only if ${operator} ${key}: ${values.join(', ')}`);
  const patterns = patternsOf(condition);
  if (patterns.some((pattern) => coversEverybody(pattern, principal))) return undefined;
  return { exceptions: patterns.map((pattern) => ({ key: principal.name, pattern })), limits: [] };
};
