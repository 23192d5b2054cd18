/** A map, weak or not. */
interface Known<K, V> {
  readonly get: (key: K) => V | undefined;
  readonly set: (key: K, value: V) => unknown;
}

/** What is known of a key; else what `compute` says, which is known from then on. */
export const kept = <K, V>(known: Known<K, V>, key: K, compute: () => V): V => {
  const value = known.get(key) ?? compute();
  known.set(key, value);
  return value;
};

/** `compute`, which is asked once at most, unless it throws. */
export const once = <T>(compute: () => T): (() => T) => {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
};

/** `compute`, which keeps its answers to the `limit` keys that were asked for last. */
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
    const [oldest = name] = known.keys();
    if (known.size > limit) known.delete(oldest);
    return entry.answer;
  };
};
