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

// The same text has two meanings where it leaves out the Region; they begin differently.
const identity = ({ prefix, text }: ArnPattern): string => `${prefix}\n${text}`;

/** Tries a pattern that many selections have once, and none that begins otherwise than the ARN. */
const patternReach = (selections: readonly CompiledSelection[]): ((arn: string) => readonly number[]) => {
  const patterns = new Map(selections.flatMap(({ resources }) => resources.patterns.map((pattern) => [identity(pattern), pattern])));
  const positions = indexBy(selections, ({ resources }) => resources.patterns.map(identity));
  const byPrefix = groupBy(patterns.values(), ({ prefix }) => prefix);
  const lengths = [...new Set([...byPrefix.keys()].map(({ length }) => length))];
  const candidates = (arn: string) => lengths.flatMap((length) => byPrefix.get(arn.slice(0, length)) ?? []);
  return (arn) =>
    candidates(arn)
      .filter(({ matches }) => matches(arn))
      .flatMap((pattern) => positions.get(identity(pattern)) ?? []);
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
