/** What stands under a key that comes from outside: never a member that every object has, such as `constructor`. */
export const own = <T>(entries: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  entries !== undefined && Object.hasOwn(entries, key) ? entries[key] : undefined;
