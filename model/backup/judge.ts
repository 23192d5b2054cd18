import { allOf, anyOf, type Outcome } from '../rule.ts';
import type { Evidence } from '../verdict.ts';
import { type Coverage, type CoveringRule, raise } from './coverage.ts';

/** How a rule answers where there is no rule of a plan to judge. */
interface Otherwise<M extends string> {
  /** Where no plan covers the asset, as far as is known. */
  readonly uncovered: () => Outcome<M>;
  /** Where AWS does not document whether a selection covers it. */
  readonly disputed: (reason: string) => Outcome<M>;
}

/** How a rule about the plans that cover an asset answers. */
export interface Answers<M extends string> extends Otherwise<M> {
  /** The verdict on one rule of a plan. */
  readonly each: (rule: CoveringRule) => Outcome<M>;
}

/** Likewise, where all rules of all plans count together. */
export interface Together<M extends string> extends Otherwise<M> {
  /** The verdict on what is known; there is at least one rule. */
  readonly all: (rules: readonly CoveringRule[]) => Outcome<M>;
}

type Judgement<M extends string> = () => Outcome<M>;

/** Open questions are no "no": as long as there are any, nobody knows that no plan covers the asset. */
const judgements = <M extends string>(
  { rules, open }: Coverage,
  known: readonly Judgement<M>[],
  { uncovered, disputed }: Otherwise<M>,
): readonly Judgement<M>[] => [
  ...(rules.length + open.length > 0 ? known : [uncovered]),
  ...open.map((question) => () => raise(question, disputed)),
];

const ofEach = <M extends string>(coverage: Coverage, { each, ...otherwise }: Answers<M>): readonly Judgement<M>[] =>
  judgements(
    coverage,
    coverage.rules.map((rule) => () => each(rule)),
    otherwise,
  );

/** One covering rule is enough; fails with the first one's answer, and only where no open question could bring another one. */
export const judgeAnyRule = <M extends string>(coverage: Coverage, answers: Answers<M>): Outcome<M> => anyOf(ofEach(coverage, answers));

/** Every covering rule must do; passes, with the evidence of all, only where no open question could bring another one. */
export const judgeEveryRule = <M extends string>(coverage: Coverage, answers: Answers<M>): Outcome<M> => {
  const evidence: Evidence[] = [];
  const noted = ofEach(coverage, answers).map((judgement) => () => {
    const outcome = judgement();
    evidence.push(...outcome.evidence);
    return outcome;
  });
  const outcome = allOf(noted);
  return outcome.verdict === 'pass' ? { ...outcome, evidence } : outcome;
};

/** The rules that are known may be enough; fails only where no open question could bring another one. */
export const judgeTogether = <M extends string>(coverage: Coverage, { all, ...otherwise }: Together<M>): Outcome<M> =>
  anyOf(judgements(coverage, coverage.rules.length > 0 ? [() => all(coverage.rules)] : [], otherwise));
