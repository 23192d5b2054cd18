/** `compute`, which keeps its answers to the last `limit` different keys. */
export const remembering = <Args extends readonly unknown[], Answer>(
  limit: number,
  key: (...args: Args) => string,
  compute: (...args: Args) => Answer,
): ((...args: Args) => Answer) => {
  const known = new Map<string, { readonly answer: Answer }>();
  return (...args) => {
    const name = key(...args);
    const entry = known.get(name) ?? { answer: compute(...args) };
    known.delete(name);
    known.set(name, entry);
    for (const oldest of known.keys()) if (known.size > limit) known.delete(oldest);
    return entry.answer;
  };
};
