import { remembering } from '../remember.ts';
import { fail, type Outcome, pass, unknown } from '../rule.ts';
import type { Evidence } from '../verdict.ts';
import { type Attempt, type Denial, denialOf, describeDenial, describeException, unexpectedExceptions } from './denial.ts';
import { parseResourcePolicy, type ResourcePolicy } from './policy.ts';

/** Where the policy was read. */
type Place = Pick<Evidence, 'facet' | 'resource'>;

interface Answer {
  readonly action: string;
  readonly denial: Denial;
}

type DenialMessage = 'denied' | 'reserved' | 'open' | 'limited' | 'excepted' | 'untold';

/** One line for each action, unless its resources get different answers. */
const evidenceOf = (answers: readonly Answer[], place: Place): readonly Evidence[] =>
  [...new Set(answers.map(({ action, denial }) => `${action}: ${describeDenial(denial)}`))].map((observed) => ({
    ...place,
    observed,
    expected: 'denied to everybody, always and on everything',
  }));

/** What is missing; nothing where the only ones left out are expected. */
const lackOf = ({ action, denial }: Answer, expected: readonly string[], evidence: readonly Evidence[]) => {
  if (denial.state === 'open') return fail('open', { action }, evidence);
  // A condition that need not hold, or a resource that is left out, is a way to destroy.
  if (denial.state === 'limited') return fail('limited', { action, limits: denial.limits.join('; ') }, evidence);
  const others = unexpectedExceptions(denial.exceptions, expected);
  return others.length === 0 ? undefined : fail('excepted', { action, exceptions: others.join(', ') }, evidence);
};

/** Who may still act. */
const leftOut = (answers: readonly Answer[]): readonly string[] => [
  ...new Set(answers.flatMap(({ denial }) => (denial.state === 'denied' ? denial.exceptions.map(describeException) : []))),
];

const judgePolicy = (policy: ResourcePolicy, attempts: readonly Attempt[], expected: readonly string[], place: Place) => {
  const answers = attempts.map((attempt) => ({ action: attempt.action, denial: denialOf(policy, attempt) }));
  const evidence = evidenceOf(answers, place);
  const lack = answers.map((answer) => lackOf(answer, expected, evidence)).find((outcome) => outcome !== undefined);
  if (lack) return lack;
  const actions = [...new Set(answers.map(({ action }) => action))].join(', ');
  const exceptions = leftOut(answers).join(', ');
  return exceptions === '' ? pass('denied', { actions }, evidence) : pass('reserved', { actions, exceptions }, evidence);
};

/** Many assets are kept in few vaults: each policy is read once. */
const parsedPolicy = remembering(100, (document: string) => document, parseResourcePolicy);

/**
 * Whether the policy of a resource, its JSON text, denies all of these attempts to everybody but those who are `expected`
 * (globs of descriptions of exceptions). Values for messages: `actions` and `exceptions` where it does; the first `action`
 * that is not denied, with its `limits` or `exceptions`; the `problem` of a policy that cannot be understood.
 */
export const judgeDenial = (
  document: string,
  attempts: readonly Attempt[],
  expected: readonly string[],
  place: Place,
): Outcome<DenialMessage> => {
  const parsed = parsedPolicy(document);
  if (parsed.state === 'parsed') return judgePolicy(parsed.policy, attempts, expected, place);
  return unknown('untold', { problem: parsed.problem }, [{ ...place, observed: 'not understood', expected: 'a policy' }]);
};
