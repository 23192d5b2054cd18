import { once } from './remember.ts';
import { allOf, anyOf, type Outcome } from './rule.ts';

/** The first outcome of a verdict. */
const firstOf = <M extends string>(outcomes: readonly Outcome<M>[], verdict: Outcome['verdict']): Outcome<M> | undefined =>
  outcomes.find((outcome) => outcome.verdict === verdict);

/**
 * Every one is needed: fails with the first that fails, otherwise is unknown if one of them is, otherwise waits if one of them
 * does. Where all hold, it is the answer of the last one that applies, with the evidence of all that do.
 */
export const allHold = <M extends string>(judgements: readonly (() => Outcome<M>)[]): Outcome<M> => {
  const judged = judgements.map(once);
  const outcome = allOf(judged);
  if (outcome.verdict === 'fail' || outcome.verdict === 'unknown') return outcome;
  const all = judged.map((judge) => judge());
  const passing = all.filter(({ verdict }) => verdict === 'pass');
  const last = passing.at(-1);
  return firstOf(all, 'pending') ?? (last ? { ...last, evidence: passing.flatMap(({ evidence }) => evidence) } : outcome);
};

/**
 * One of several is enough: passes with the first that passes, otherwise is unknown if one of them is, otherwise waits if one of
 * them does, otherwise is the first one's answer.
 */
export const anyHolds = <M extends string>(judgements: readonly (() => Outcome<M>)[]): Outcome<M> => {
  const judged = judgements.map(once);
  const outcome = anyOf(judged);
  if (outcome.verdict === 'pass' || outcome.verdict === 'unknown') return outcome;
  return (
    firstOf(
      judged.map((judge) => judge()),
      'pending',
    ) ?? outcome
  );
};
