const partsOf = (version: string): readonly number[] => version.split('.').map((part) => Number.parseInt(part, 10));

/** Whether a version is this one or a later one; as many parts count as `since` has. */
export const isSince = (version: string, since: string): boolean => {
  const own = partsOf(version);
  const differing = partsOf(since)
    .map((part, index) => (own[index] ?? 0) - part)
    .find((difference) => difference !== 0);
  return (differing ?? 0) >= 0;
};
