const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', SECOND],
  ['m', MINUTE],
  ['h', HOUR],
  ['d', DAY],
  ['w', WEEK],
]);

/** The longest duration that is accepted, in milliseconds: 36,500 days. Keeps every sum of durations exact. */
export const MAX_DURATION = 36_500 * DAY;

const SHORT = /^(\d{1,9})([smhdw])$/;
const ISO_WEEKS = /^P(\d{1,9})W$/;
const ISO = /^P(?!$)(?:(\d{1,9})D)?(?:T(?!$)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;

/** ISO 8601 or short, with years or months: `P1M`, `P1Y2DT3H`, `3mo`. */
const CALENDAR = /^P[^T]*\d[YM]|^\d+\s*(?:y|mo|months?|years?)$/i;

/** The accepted spellings as one regular expression, for JSON schemas. It cannot rule out zero and what is too long. */
export const DURATION_PATTERN = `${SHORT.source}|${ISO_WEEKS.source}|${ISO.source}`;

const shortDuration = (text: string): number | undefined => {
  const [, count, unit] = SHORT.exec(text) ?? [];
  return unit === undefined ? undefined : Number(count) * (UNITS.get(unit) ?? Number.NaN);
};

const isoDuration = (text: string): number | undefined => {
  const weeks = ISO_WEEKS.exec(text);
  if (weeks) return Number(weeks[1]) * WEEK;
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((digits) => Number(digits ?? 0));
  return days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
};

/**
 * The milliseconds of `30s`, `15m`, `24h`, `7d`, `2w` (one whole number, one unit) or of ISO 8601 weeks, days and times
 * (`P2W`, `P7D`, `PT24H`, `P1DT12H`). `undefined` for everything else: zero, signs, fractions, spaces, more than 36,500
 * days, and months and years, which have no fixed length (`P1M` is not one minute).
 */
export const parseDuration = (text: string): number | undefined => {
  const duration = shortDuration(text) ?? isoDuration(text);
  return duration !== undefined && duration > 0 && duration <= MAX_DURATION ? duration : undefined;
};

/** Why `parseDuration` refuses a text, and what it accepts: two sentences for an error message. */
export const explainDuration = (text: string): string => {
  const accepted = 'Accepted are whole numbers with one unit (30s, 15m, 24h, 7d, 2w) and ISO 8601 (PT15M, P7D, P1DT12H).';
  const spelled = shortDuration(text) ?? isoDuration(text);
  if (spelled === 0) return `A duration must be longer than zero. ${accepted}`;
  if (spelled !== undefined) return `A duration may not be longer than 36500 days. ${accepted}`;
  if (CALENDAR.test(text)) return `Months and years have no fixed length: say it in days or weeks. ${accepted}`;
  return `This is not a duration. ${accepted}`;
};

const checked = (duration: number): number => {
  if (Number.isFinite(duration) && duration >= 0) return duration;
  throw new RangeError(`not a duration: ${duration}`);
};

const split = (duration: number) => ({
  days: Math.floor(duration / DAY),
  hours: Math.floor((duration % DAY) / HOUR),
  minutes: Math.floor((duration % HOUR) / MINUTE),
  seconds: (duration % MINUTE) / SECOND,
});

/** Milliseconds as ISO 8601: `PT15M`, `P7D`, `P1DT12H`, `PT0S`. Throws `RangeError` for negative and infinite ones. */
export const formatDuration = (duration: number): string => {
  const { days, hours, minutes, seconds } = split(Math.round(checked(duration)));
  const date = days > 0 ? `${days}D` : '';
  const time = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds > 0 ? `${seconds}S` : ''}`;
  if (date === '' && time === '') return 'PT0S';
  return `P${date}${time === '' ? '' : `T${time}`}`;
};

/**
 * Milliseconds for people: the two largest units (or as many as `precision` says), what is smaller cut off: `15 minutes`,
 * `1 day 12 hours`, `7 days`. Throws `RangeError` for negative and infinite ones.
 */
export const humanDuration = (duration: number, precision = 2): string => {
  const units = Object.entries(split(checked(duration))).map(([unit, count]) => [unit, Math.floor(count)] as const);
  const first = units.findIndex(([, count]) => count > 0);
  if (first < 0) return '0 seconds';
  return units
    .slice(first, first + precision)
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => `${count} ${count === 1 ? unit.slice(0, -1) : unit}`)
    .join(' ');
};
