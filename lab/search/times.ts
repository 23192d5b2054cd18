/** A moment as it is written for people: `2026-11-22T01:30:00.000Z`. */
export const written = (time: string): string => new Date(time).toISOString();

/**
 * A moment in milliseconds since 1970 under its own name, and before it, for those who want to read it (`?human`), as a text
 * under another one. Nothing where there is none.
 */
export const moment = (name: string, readable: string, time: unknown, human: boolean): Readonly<Record<string, string | number>> =>
  typeof time === 'string' ? { ...(human ? { [readable]: written(time) } : {}), [name]: Date.parse(time) } : {};

/** `?human`, `?human=true` */
export const isHuman = (query: URLSearchParams): boolean => /^(|true)$/.test(query.get('human') ?? 'false');

// The largest first.
const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;

/** A duration as these servers write it, cut off behind its first decimal: `1.3s`, `2h`, `602ms`. */
export const writtenDuration = (milliseconds: number): string => {
  const [unit, length] = Object.entries(UNITS).find(([, length]) => milliseconds >= length) ?? ['ms', 1];
  return `${Math.floor((milliseconds / length) * 10) / 10}${unit}`;
};
