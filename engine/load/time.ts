const TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a day exists: 2026-02-30 does not, but Date.parse makes the second of March of it. */
const isDay = (date: string): boolean => {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
};

/** RFC 3339 with an offset (`2026-12-31T12:00:00Z`) as a moment; `undefined` for everything else. */
export const parseTime = (text: string): Date | undefined => {
  const date = TIME.exec(text)?.[1];
  if (date === undefined || !isDay(date)) return undefined;
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
};

/** The last moment of a day (`2026-12-31`), UTC, or a time as `parseTime` reads it. */
export const parseExpiry = (text: string): Date | undefined => {
  if (!DATE.test(text)) return parseTime(text);
  return isDay(text) ? new Date(`${text}T23:59:59.999Z`) : undefined;
};
