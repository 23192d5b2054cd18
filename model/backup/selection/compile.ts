import { and, byTruth, type Truth } from '../../truth.ts';
import { type ArnList, compileArns, typeOf } from './arns.ts';
import { type Condition, canHold, compileConditions, tagKey } from './conditions.ts';
import type { BackupSelection, TagMatch } from './types.ts';

/** An entry of ListOfTags. */
export interface TagEntry extends TagMatch {
  /** Why nobody can tell whether it means this tag. */
  readonly doubt?: string;
}

/** What tags that nobody has read may amount to. */
export interface Guess {
  readonly conditions: Truth;
  /** The entry of ListOfTags that matches. */
  readonly entry?: TagEntry;
}

/** A selection, ready to be asked about many resources. */
export interface CompiledSelection {
  readonly name: string;
  readonly plan: string;
  readonly organizational: boolean;
  readonly resources: ArnList;
  readonly notResources: ArnList;
  readonly listOfTags: readonly TagEntry[];
  readonly conditions: readonly Condition[];
  /** Neither Resources nor ListOfTags: every resource of the types that are opted in. */
  readonly assignsAll: boolean;
  /** The types that its Resources name. */
  readonly types: ReadonlySet<string>;
  /** What unread tags may amount to, the worst and the best; what speaks most for the selection last. */
  readonly guesses: readonly Guess[];
}

const WITH_PREFIX = 'AWS documents both ways whether a key of ListOfTags may begin with aws:ResourceTag/';

/**
 * The tags that an entry may mean. Keys of ListOfTags are bare, but CloudFormation's page gives `aws:ResourceTag/KEY` as
 * the example: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-backup-backupselection-backupselectionresourcetype.html
 */
const compileTag = ({ key, value }: TagMatch): readonly TagEntry[] => {
  const bare = tagKey(key);
  return [{ key, value }, ...(bare === undefined ? [] : [{ key: bare, value, doubt: WITH_PREFIX }])];
};

// Every condition on a tag can fail: one that asks for it where it is missing, a negation where the value is what it negates.
const failing = (conditions: readonly Condition[]): readonly Guess[] =>
  conditions.some(({ key }) => key !== undefined) ? [{ conditions: false }] : [];

/** The guess with the entry that helps the selection most. */
const tagged = (conditions: readonly Condition[], entries: readonly TagEntry[]): readonly Guess[] =>
  entries
    .map((entry) => ({ conditions: canHold(conditions, entry), entry }))
    .sort(byTruth(({ conditions: met, entry }) => and([met, entry?.doubt === undefined || undefined])))
    .slice(-1);

/** The extremes are enough: a match or a condition more never speaks less for a selection. */
const guessTags = (conditions: readonly Condition[], entries: readonly TagEntry[]): readonly Guess[] =>
  [...failing(conditions), { conditions: canHold(conditions) }, ...tagged(conditions, entries)].sort(byTruth((guess) => guess.conditions));

export const compileSelection = (selection: BackupSelection): CompiledSelection => {
  const { name, plan, organizational, resources, notResources } = selection;
  const conditions = compileConditions(selection.conditions);
  const listOfTags = selection.listOfTags.flatMap(compileTag);
  return {
    name,
    plan,
    organizational,
    resources: compileArns(resources),
    notResources: compileArns(notResources),
    listOfTags,
    conditions,
    assignsAll: resources.length === 0 && listOfTags.length === 0,
    types: new Set(resources.flatMap((entry) => typeOf(entry) ?? [])),
    guesses: guessTags(conditions, listOfTags),
  };
};
