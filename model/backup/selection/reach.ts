import type { ArnPattern } from './arns.ts';
import type { CompiledSelection } from './compile.ts';
import type { Candidate } from './types.ts';

/** Positions of selections, by what brings them into question. */
type Index<K> = ReadonlyMap<K, readonly number[]>;

const indexBy = <K>(selections: readonly CompiledSelection[], keys: (selection: CompiledSelection) => Iterable<K>): Index<K> => {
  const index = new Map<K, number[]>();
  selections.forEach((selection, position) => {
    for (const key of new Set(keys(selection))) {
      const positions = index.get(key) ?? [];
      index.set(key, positions);
      positions.push(position);
    }
  });
  return index;
};

const groupBy = <T, K>(items: Iterable<T>, key: (item: T) => K): ReadonlyMap<K, readonly T[]> => {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
};

const parts = (text: string): readonly string[] => text.split(':');

const lastPart = (text: string): string => text.slice(text.lastIndexOf(':') + 1);

/** What the last part of each ARN begins with that matches a pattern and has as many parts: wildcards then hold no colon. */
const beginning = ({ form }: ArnPattern): string => lastPart(form).split('*', 1).join();

/** Finds the patterns that an ARN may match among those with as many parts. */
const alignedPatterns = (patterns: readonly ArnPattern[]): ((arn: string) => readonly ArnPattern[]) => {
  const byBeginning = groupBy(patterns, beginning);
  const lengths = [...new Set([...byBeginning.keys()].map(({ length }) => length))];
  return (arn) => {
    const last = lastPart(arn);
    return lengths.flatMap((length) => byBeginning.get(last.slice(0, length)) ?? []);
  };
};

/** Tries a pattern that many selections have once; and of those for a type, only what the resource's name may match. */
const patternReach = (selections: readonly CompiledSelection[]): ((arn: string) => readonly number[]) => {
  const positions = indexBy(selections, ({ resources }) => resources.patterns.map(({ form }) => form));
  const patterns = [
    ...new Map(selections.flatMap(({ resources }) => resources.patterns.map((pattern) => [pattern.form, pattern]))).values(),
  ];
  const byCount = [...groupBy(patterns, ({ form }) => parts(form).length)].map(([count, group]) => ({
    count,
    group,
    aligned: alignedPatterns(group),
  }));
  const tried = (arn: string, length: number) =>
    byCount.flatMap(({ count, group, aligned }) => (count < length ? group : count === length ? aligned(arn) : []));
  return (arn) =>
    tried(arn, parts(arn).length)
      .filter(({ matches }) => matches(arn))
      .flatMap(({ form }) => positions.get(form) ?? []);
};

const tagText = (key: string, value: string): string => `${key.length} ${key}${value}`;

const tagReach = (selections: readonly CompiledSelection[]): ((tags: Candidate['tags']) => readonly number[]) => {
  const byTag = indexBy(selections, ({ listOfTags }) => listOfTags.map(({ key, value }) => tagText(key, value)));
  const any = [...new Set([...byTag.values()].flat())];
  return (tags) => (tags === undefined ? any : Object.entries(tags).flatMap(([key, value]) => byTag.get(tagText(key, value)) ?? []));
};

/** Finds the positions of the selections that a resource is in question for, in their order. All others do not cover it. */
export const reachOf = (selections: readonly CompiledSelection[]): ((candidate: Candidate) => readonly number[]) => {
  const byArn = indexBy(selections, ({ resources }) => resources.exact);
  const byPattern = patternReach(selections);
  const byTag = tagReach(selections);
  const always = selections.flatMap(({ assignsAll }, position) => (assignsAll ? [position] : []));
  return ({ arn, tags }) =>
    [...new Set([...(byArn.get(arn) ?? []), ...byPattern(arn), ...byTag(tags), ...always])].sort((one, other) => one - other);
};
