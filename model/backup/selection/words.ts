import { type Claim, claimHolds } from './claims.ts';
import type { CompiledSelection } from './compile.ts';
import { type Condition, conditionHolds, tagValue } from './conditions.ts';
import { bestOf, isAssigned, isExcluded, type Judgement, type Scenario } from './judge.ts';
import type { Candidate, Missing, Resolution, TagMatch } from './types.ts';

/** What a reason speaks of. */
interface Case {
  readonly selection: CompiledSelection;
  readonly candidate: Candidate;
  readonly scenario: Scenario;
}

const CLAIMS: Readonly<Record<Claim['by'], (entry: string) => string>> = {
  arn: () => 'exact ARN',
  pattern: (entry) => `pattern ${entry}`,
  tag: (entry) => `tag ${entry}`,
  all: () => 'every resource of the types that are opted in',
};

const wordsOf = ({ by, entry }: Claim): string => CLAIMS[by](entry);

const list = (parts: readonly string[]): string => [...new Set(parts)].join(' and ');

/** `only tag backup=daily matches`. */
const only = (claims: readonly Claim[], { tags }: Candidate): string => {
  if (claims.some(({ by }) => by === 'all')) return 'the selection names no resources and no tags';
  if (tags === undefined && claims.some(({ by }) => by === 'tag')) return 'nothing but tags can match';
  return `only ${list(claims.map(wordsOf))} ${claims.length === 1 ? 'matches' : 'match'}`;
};

const tagNow = (tags: NonNullable<Candidate['tags']>, key: string): string => {
  const value = tagValue(tags, key);
  return value === undefined ? `tag ${key} is missing` : `tag ${key} is ${value}`;
};

const unmatched = (tags: NonNullable<Candidate['tags']>, { key, value }: TagMatch): string =>
  tagValue(tags, key) === undefined ? `tag ${key}=${value} is missing` : `${tagNow(tags, key)}, not ${value}`;

/** Why nothing assigns the resource. */
const unassigned = ({ selection: { resources, listOfTags }, candidate: { tags } }: Case): string => {
  const arns = resources.exact.size + resources.patterns.length === 0 ? [] : ['nothing in Resources matches'];
  if (tags === undefined && listOfTags.length > 0) return list([...arns, 'no tags can match ListOfTags and meet the conditions']);
  return list([...arns, ...listOfTags.map((entry) => unmatched(tags ?? {}, entry))]);
};

const unmet = ({ selection: { conditions }, candidate: { tags } }: Case): string => {
  const failed = tags && conditions.find((condition) => conditionHolds(condition, tags) === false);
  return failed?.key === undefined ? 'no tags can meet its conditions' : `${failed.words} does not hold, ${tagNow(tags ?? {}, failed.key)}`;
};

const exclusion = ({ scenario: { excluded }, candidate: { arn } }: Case): string =>
  `excluded by NotResources ${excluded.exact ? arn : excluded.patterns.find(({ doubt }) => doubt === undefined)?.text}`;

const whyNot = (it: Case): string => {
  const { scenario, candidate } = it;
  if (isExcluded(scenario.excluded)) return exclusion(it);
  if (scenario.conditions === false) return unmet(it);
  if (scenario.claims.length === 0) return unassigned(it);
  return `${candidate.resourceType} is not opted in, and ${only(scenario.claims, candidate)}`;
};

/** The claim that asks least is named: it holds whatever else is not known. */
const whySelected = ({ scenario: { claims, optedIn } }: Case): string => {
  const claim = claims.find((each) => claimHolds(each, false)) ?? claims.find((each) => claimHolds(each, optedIn));
  return claim ? wordsOf(claim) : '';
};

const openClaims = ({ selection: { organizational }, candidate, scenario: { claims, optedIn } }: Case): string => {
  const open = claims.filter((claim) => claimHolds(claim, optedIn) === undefined);
  const doubt = open.find((claim) => claim.doubt !== undefined)?.doubt;
  const matches = only(open, candidate);
  if (doubt !== undefined) return `${matches}, and ${doubt}`;
  if (organizational)
    return `${matches}, and what counts is the opt-in of the organization's management account, which this account does not show`;
  return `${candidate.resourceType} is not opted in, ${matches}, and AWS does not say whether that needs the opt-in`;
};

const openCondition = ({ key, words }: Condition): string =>
  key === undefined
    ? `${words}: AWS documents condition keys of the form aws:ResourceTag/KEY only`
    : `${words}: AWS documents * for characters other than white space, and tag ${key} holds some`;

const openConditions = ({ selection: { conditions }, candidate: { tags = {} } }: Case): string =>
  list(conditions.filter((condition) => conditionHolds(condition, tags) === undefined).map(openCondition));

const openExclusion = ({ scenario: { excluded } }: Case): string =>
  list(excluded.patterns.map(({ text, doubt }) => `NotResources ${text} may exclude it: ${doubt}`));

const OPEN: Readonly<Record<Missing, (it: Case) => string>> = {
  tags: () => 'its tags are not known',
  optIn: ({ candidate, scenario }) => `whether ${candidate.resourceType} is opted in is not known, and ${only(scenario.claims, candidate)}`,
  semantics: (it) => {
    if (isAssigned(it.scenario) === undefined) return openClaims(it);
    return it.scenario.conditions === undefined ? openConditions(it) : openExclusion(it);
  },
};

/** A judgement in words for people. */
export const resolutionOf = (selection: CompiledSelection, candidate: Candidate, judgement: Judgement): Resolution => {
  const { selected, missing, scenarios } = judgement;
  const where = `selection ${selection.name} of plan ${selection.plan}`;
  const it = { selection, candidate, scenario: bestOf(scenarios) };
  if (missing !== undefined) return { result: 'unknown', reason: `unknown for ${where}: ${OPEN[missing](it)}`, missing };
  if (selected) return { result: 'selected', reason: `selected by ${where}: ${whySelected(it)}` };
  return { result: 'not-selected', reason: `not selected by ${where}: ${whyNot(it)}` };
};
