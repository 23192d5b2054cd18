import { coversGlob, globsOverlap, matchesGlob } from '../glob.ts';
import type { Choice, ResourcePolicy, Statement } from './policy.ts';
import { conditionReach, type Exception, principalReach, type Reach, resourceReach } from './reach.ts';

/** What somebody might try. */
export interface Attempt {
  /** One action: `s3:DeleteObjectVersion`. */
  readonly action: string;
  /** An ARN, or a pattern of ARNs: the question is then about every one of them. */
  readonly resource: string;
}

/**
 * What a policy says against an attempt. `denied`: to everybody, always, but for the exceptions. `limited`: a Deny is there,
 * but not for everybody, not on everything or not always. `open`: no Deny. Whether anything allows the attempt is not
 * asked: within the account, policies of users and roles do without the resource's own.
 */
export type Denial =
  | {
      readonly state: 'denied';
      /** Whoever matches none of them is denied. Whoever matches one may still be denied by another statement. */
      readonly exceptions: readonly Exception[];
      /** Names of the statements that deny. */
      readonly statements: readonly string[];
    }
  | {
      readonly state: 'limited';
      /** In words, one for each statement: `statement "OnlyTmp" only on arn:aws:s3:::mlops-models/tmp/*`. */
      readonly limits: readonly string[];
    }
  | { readonly state: 'open' };

interface Deny extends Reach {
  readonly statement: string;
}

// Actions are not case-sensitive: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
const names = ({ except, values }: Choice, action: string): boolean =>
  values.some((value) => matchesGlob(value.toLowerCase(), action.toLowerCase())) !== except;

const denyOf = (statement: Statement, { action, resource }: Attempt, variables: boolean): readonly Deny[] => {
  if (statement.effect !== 'Deny' || !names(statement.actions, action)) return [];
  const reaches = [
    principalReach(statement.principals),
    resourceReach(statement.resources, resource, variables),
    ...statement.conditions.map((condition) => conditionReach(condition, variables)),
  ];
  if (!reaches.every((reach) => reach !== undefined)) return [];
  // Every part of a statement has to hold: their limits add up, and whoever one of them leaves out is out.
  const exceptions = reaches.flatMap(({ exceptions }) => exceptions);
  return [{ statement: statement.name, exceptions, limits: reaches.flatMap(({ limits }) => limits) }];
};

/**
 * Whether somebody can be meant by both. Different keys tell different things of one principal; and NotPrincipal with a
 * role means its sessions, too, maybe the account's root: nothing there is sure to be another one.
 */
const canMeet = (one: Exception, other: Exception): boolean =>
  one.key !== other.key || one.key === 'NotPrincipal' || globsOverlap(one.pattern, other.pattern);

/** Exceptions of one Deny that each of the others leaves out, too. */
const leftBy = (deny: Deny, others: readonly Deny[]): readonly Exception[] =>
  deny.exceptions.filter((exception) => others.every(({ exceptions }) => exceptions.some((other) => canMeet(exception, other))));

/** Whom several denials leave out together, as the shortest list that any of them gives. */
const leftByAll = (denies: readonly Deny[]): readonly Exception[] =>
  denies
    .map((deny) =>
      leftBy(
        deny,
        denies.filter((other) => other !== deny),
      ),
    )
    .reduce((shortest, exceptions) => (exceptions.length < shortest.length ? exceptions : shortest));

/** What the policy says against an attempt. */
export const denialOf = ({ statements, variables }: ResourcePolicy, attempt: Attempt): Denial => {
  const denies = statements.flatMap((statement) => denyOf(statement, attempt, variables));
  const unlimited = denies.filter(({ limits }) => limits.length === 0);
  if (unlimited.length > 0)
    return { state: 'denied', exceptions: leftByAll(unlimited), statements: unlimited.map(({ statement }) => statement) };
  if (denies.length === 0) return { state: 'open' };
  return { state: 'limited', limits: denies.map(({ statement, limits }) => `${statement} ${limits.join(' and ')}`) };
};

/** Keys whose values are the principal itself. */
const SELF_EVIDENT = ['aws:PrincipalArn', 'NotPrincipal'];

/** An exception as one text: an ARN, or the key in front: `aws:PrincipalTag/team=backup`. */
export const describeException = ({ key, pattern }: Exception): string => (SELF_EVIDENT.includes(key) ? pattern : `${key}=${pattern}`);

/** The exceptions, described, that go beyond what is expected: globs of descriptions. */
export const unexpectedExceptions = (exceptions: readonly Exception[], expected: readonly string[]): readonly string[] =>
  exceptions.map(describeException).filter((exception) => !expected.some((glob) => coversGlob(glob, exception)));

/** What the policy says, in words, for evidence: `denied by statement "DenyDeletion", but not to arn:…`. */
export const describeDenial = (denial: Denial): string => {
  if (denial.state === 'open') return 'not denied';
  if (denial.state === 'limited') return `denied in part: ${denial.limits.join('; ')}`;
  const exceptions = denial.exceptions.map(describeException).join(', ');
  return `denied by ${denial.statements.join(', ')}${exceptions === '' ? '' : `, but not to ${exceptions}`}`;
};
