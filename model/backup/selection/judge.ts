import { and, byTruth, not, or, type Truth } from '../../truth.ts';
import { type ArnList, type ArnPattern, matchingPatterns } from './arns.ts';
import { type Claim, claimHolds, claimOfTag, claimsByArn, type Subject } from './claims.ts';
import type { CompiledSelection, TagEntry } from './compile.ts';
import { conditionHolds, tagValue } from './conditions.ts';
import type { Missing } from './types.ts';

/** What stands between a selection and a resource, whatever its tags and its opt-in. */
export interface Exclusion {
  readonly exact: boolean;
  readonly patterns: readonly ArnPattern[];
}

/** One way in which the facts may be: those that are read, and a guess at each other one. */
export interface Scenario {
  readonly claims: readonly Claim[];
  readonly conditions: Truth;
  readonly excluded: Exclusion;
  /** `undefined`: that of an account which nobody has looked at. */
  readonly optedIn: Truth;
}

/** `missing` where it is unknown. */
export interface Judgement {
  readonly selected: Truth;
  readonly missing?: Missing;
  readonly scenarios: readonly Scenario[];
}

const exclusionOf = (notResources: ArnList, arn: string): Exclusion => ({
  exact: notResources.exact.has(arn),
  patterns: matchingPatterns(notResources, arn),
});

export const isExcluded = ({ exact, patterns }: Exclusion): Truth =>
  or([exact, ...patterns.map(({ doubt }) => doubt === undefined || undefined)]);

/** Whether some claim assigns the resource. */
export const isAssigned = ({ claims, optedIn }: Scenario): Truth => or(claims.map((claim) => claimHolds(claim, optedIn)));

const isSelected = (scenario: Scenario): Truth => and([isAssigned(scenario), scenario.conditions, not(isExcluded(scenario.excluded))]);

/** Whether its conditions keep a selection from a resource: the quick answer for most selections of everything. */
export const isRuledOut = ({ conditions }: CompiledSelection, { tags }: Subject): boolean =>
  tags !== undefined && conditions.some((condition) => conditionHolds(condition, tags) === false);

interface TagFacts {
  readonly conditions: Truth;
  readonly entries: readonly TagEntry[];
}

const tagFacts = ({ listOfTags, conditions, guesses }: CompiledSelection, tags: Subject['tags']): readonly TagFacts[] => {
  if (tags === undefined) return guesses.map((guess) => ({ conditions: guess.conditions, entries: guess.entry ? [guess.entry] : [] }));
  return [
    {
      conditions: and(conditions.map((condition) => conditionHolds(condition, tags))),
      entries: listOfTags.filter(({ key, value }) => tagValue(tags, key) === value),
    },
  ];
};

/**
 * For plans of a backup policy the opt-in of the organization's management account decides, and overrides that of the
 * account they are in. https://docs.aws.amazon.com/aws-backup/latest/devguide/manage-cross-account.html
 */
const optIns = ({ organizational }: CompiledSelection, { optedIn }: Subject): readonly Truth[] => {
  if (organizational) return [undefined];
  return optedIn === undefined ? [false, true] : [optedIn];
};

const scenariosOf = (selection: CompiledSelection, subject: Subject): readonly Scenario[] => {
  const byArn = claimsByArn(selection, subject);
  const excluded = exclusionOf(selection.notResources, subject.arn);
  const facts = tagFacts(selection, subject.tags);
  const scenarios: Scenario[] = [];
  for (const optedIn of optIns(selection, subject)) {
    for (const { conditions, entries } of facts) {
      const byTag = entries.map((entry) => claimOfTag(selection, subject, entry));
      scenarios.push({ claims: byTag.length === 0 ? byArn : [...byArn, ...byTag], conditions, excluded, optedIn });
    }
  }
  return scenarios;
};

/** Whether it makes a difference which way the opt-in is: the scenarios of both are one list behind the other. */
const hangsOnOptIn = (truths: readonly Truth[], { organizational }: CompiledSelection, { optedIn }: Subject): boolean => {
  if (organizational || optedIn !== undefined) return false;
  const half = truths.length / 2;
  return truths.some((truth, index) => index < half && truth !== truths[index + half]);
};

/** The scenario that speaks most for the selection. */
export const bestOf = (scenarios: readonly Scenario[]): Scenario =>
  scenarios.reduce((one, other) => (byTruth(isSelected)(one, other) > 0 ? one : other));

/**
 * Whether a selection covers a resource: as far as all that is not known cannot turn it. What AWS does not document counts
 * as a fact that nobody knows, each time it comes up; a fact that can be read is missing wherever reading it may help.
 */
export const judgeSelection = (selection: CompiledSelection, subject: Subject): Judgement => {
  const scenarios = scenariosOf(selection, subject);
  const truths = scenarios.map(isSelected);
  const [selected] = truths;
  if (truths.some((truth) => truth !== selected)) {
    return { selected: undefined, missing: hangsOnOptIn(truths, selection, subject) ? 'optIn' : 'tags', scenarios };
  }
  return selected === undefined ? { selected, missing: 'semantics', scenarios } : { selected, scenarios };
};
