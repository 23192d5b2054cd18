import { and, not, type Truth } from '../../truth.ts';
import type { BackupSelection, Candidate, TagMatch } from './types.ts';
import { compileLike } from './wildcard.ts';

/** One of the Conditions of a selection. */
export interface Condition {
  /** Key of the tag that it asks for; `undefined` where it asks for something else. */
  readonly key: string | undefined;
  /** The only value with which it can hold, where there is one. */
  readonly only?: string;
  /** `undefined`: the resource has no such tag. */
  readonly holds: (value: string | undefined) => Truth;
  /** `StringEquals aws:ResourceTag/env=prod`. */
  readonly words: string;
}

type Operator = (wanted: string) => Pick<Condition, 'holds' | 'only'>;

const equals: Operator = (wanted) => ({ only: wanted, holds: (value) => value === wanted });

const like: Operator = (wanted) => {
  const matches = compileLike(wanted);
  return { ...(wanted.includes('*') ? {} : { only: wanted }), holds: (value) => value !== undefined && matches(value) };
};

// A resource without the tag satisfies a negation: inferred from IAM, whose operators these are; AWS Backup does not say.
const negated =
  (operator: Operator): Operator =>
  (wanted) => {
    const { holds } = operator(wanted);
    return { holds: (value) => not(holds(value)) };
  };

const OPERATORS = [
  ['stringEquals', 'StringEquals', equals],
  ['stringNotEquals', 'StringNotEquals', negated(equals)],
  ['stringLike', 'StringLike', like],
  ['stringNotLike', 'StringNotLike', negated(like)],
] as const;

const PREFIX = 'aws:ResourceTag/';

/** The key of the tag that a condition key names. */
export const tagKey = (conditionKey: string): string | undefined =>
  conditionKey.startsWith(PREFIX) ? conditionKey.slice(PREFIX.length) : undefined;

const compileCondition = (word: string, operator: Operator, { key, value }: TagMatch): Condition => {
  const words = `${word} ${key}=${value}`;
  const tag = tagKey(key);
  // AWS documents no other condition keys for selections.
  return tag === undefined ? { key: tag, holds: () => undefined, words } : { key: tag, ...operator(value), words };
};

export const compileConditions = (conditions: BackupSelection['conditions']): readonly Condition[] =>
  OPERATORS.flatMap(([member, word, operator]) => conditions[member].map((match) => compileCondition(word, operator, match)));

/** The value of a tag; `undefined` where the resource has none with this key. */
export const tagValue = (tags: NonNullable<Candidate['tags']>, key: string): string | undefined =>
  Object.hasOwn(tags, key) ? tags[key] : undefined;

/** Whether a condition holds for a resource with these tags. */
export const conditionHolds = ({ key, holds }: Condition, tags: NonNullable<Candidate['tags']>): Truth =>
  holds(key === undefined ? undefined : tagValue(tags, key));

/**
 * Whether some tags, `tag` among them, meet all conditions. A key with a value that it must have is tried with it; other
 * keys can be met: negations by leaving the tag out, StringLike by some value (contradictions between several patterns
 * for one key are not looked for).
 */
export const canHold = (conditions: readonly Condition[], tag?: TagMatch): Truth => {
  const wanted = new Map(conditions.flatMap(({ key, only }) => (key === undefined || only === undefined ? [] : [[key, only] as const])));
  if (tag) wanted.set(tag.key, tag.value);
  return and(
    conditions.map(({ key, holds }) => {
      if (key === undefined) return undefined;
      return wanted.has(key) ? holds(wanted.get(key)) : true;
    }),
  );
};
