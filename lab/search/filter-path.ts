import { matchesGlob } from '../../model/glob.ts';

type Pattern = readonly string[];

/** What is left of a pattern below a key: `**` stands for any number of keys. */
const below = ([first, ...rest]: Pattern, key: string): readonly Pattern[] => {
  if (first === undefined) return [];
  if (first === '**') return [[first, ...rest], ...below(rest, key)];
  return matchesGlob(first, key) ? [rest] : [];
};

/** What of a value is at one of the paths; `undefined` where nothing is. Items of lists are at the path of the list. */
const pick = (value: unknown, patterns: readonly Pattern[]): unknown => {
  if (patterns.some((pattern) => pattern.length === 0)) return value;
  if (patterns.length === 0 || typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    const items = value.map((item) => pick(item, patterns)).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  const members = Object.entries(value)
    .map(
      ([key, member]) =>
        [
          key,
          pick(
            member,
            patterns.flatMap((pattern) => below(pattern, key)),
          ),
        ] as const,
    )
    .filter(([, member]) => member !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
};

/** `filter_path=nodes.*.settings.s3,…`: an answer without anything that is at none of the paths. */
export const filtered = (body: unknown, paths: string | null): unknown => {
  if (paths === null) return body;
  return (
    pick(
      body,
      paths.split(',').map((path) => path.split('.')),
    ) ?? (Array.isArray(body) ? [] : {})
  );
};
