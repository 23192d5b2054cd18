import { allOf, anyOf, type Outcome } from '../rule.ts';
import type { Evidence } from '../verdict.ts';
import { type Coverage, type CoveringRule, raise } from './coverage.ts';

/** How a rule about the plans that cover an asset answers. */
export interface Answers<M extends string> {
  /** The verdict on one rule of a plan. */
  readonly each: (rule: CoveringRule) => Outcome<M>;
  /** Where no plan covers the asset, as far as is known. */
  readonly uncovered: () => Outcome<M>;
  /** Where AWS does not document whether a selection covers it. */
  readonly disputed: (reason: string) => Outcome<M>;
}

const judgements = <M extends string>(
  { rules, open }: Coverage,
  { each, uncovered, disputed }: Answers<M>,
): readonly (() => Outcome<M>)[] => [
  // Open questions are no "no": as long as there are any, nobody knows that no plan covers the asset.
  ...(rules.length + open.length > 0 ? rules.map((rule) => () => each(rule)) : [uncovered]),
  ...open.map((question) => () => raise(question, disputed)),
];

/** One covering rule is enough; fails with the first one's answer, and only where no open question could bring another one. */
export const judgeAnyRule = <M extends string>(coverage: Coverage, answers: Answers<M>): Outcome<M> => anyOf(judgements(coverage, answers));

/** Every covering rule must do; passes, with the evidence of all, only where no open question could bring another one. */
export const judgeEveryRule = <M extends string>(coverage: Coverage, answers: Answers<M>): Outcome<M> => {
  const evidence: Evidence[] = [];
  const noted = judgements(coverage, answers).map((judgement) => () => {
    const outcome = judgement();
    evidence.push(...outcome.evidence);
    return outcome;
  });
  const outcome = allOf(noted);
  return outcome.verdict === 'pass' ? { ...outcome, evidence } : outcome;
};
