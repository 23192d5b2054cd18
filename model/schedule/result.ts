/** What came out of reading a text, or why it cannot be read. */
export type Result<T> = { readonly value: T; readonly problem?: undefined } | { readonly problem: string };

export const problem = (text: string): { readonly problem: string } => ({ problem: text });

/** The values of all of these; or the first problem. */
export const allOf = <T extends object>(results: { readonly [K in keyof T]: Result<T[K]> }): Result<T> => {
  const entries = Object.entries<Result<unknown>>(results);
  const bad = entries.find(([, result]) => result.problem !== undefined)?.[1];
  if (bad?.problem !== undefined) return problem(bad.problem);
  return { value: Object.fromEntries(entries.map(([key, result]) => [key, 'value' in result ? result.value : undefined])) as T };
};
