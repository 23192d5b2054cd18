const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** Milliseconds of a unit of Prometheus's durations, the largest first: a year has 365 days. */
const UNITS = { y: 365 * DAY, w: 7 * DAY, d: DAY, h: 3600 * SECOND, m: 60 * SECOND, s: SECOND, ms: 1 } as const;

const DURATION = new RegExp(
  `^${Object.keys(UNITS)
    .map((unit) => `(?:(\\d{1,12})${unit})?`)
    .join('')}$`,
);

/**
 * Milliseconds of a duration as Prometheus writes it: `15d`, `1h30m`, `0s`, `0`; each unit once, from the largest to the smallest.
 * `undefined` for everything else. https://prometheus.io/docs/prometheus/latest/configuration/configuration/
 */
export const parsePrometheusDuration = (text: string): number | undefined => {
  if (text === '0') return 0;
  const [whole, ...digits] = DURATION.exec(text) ?? [];
  if (!whole) return undefined;
  return Object.values(UNITS).reduce((sum, unit, index) => sum + unit * Number(digits[index] ?? 0), 0);
};

const POWERS = ['', 'K', 'M', 'G', 'T', 'P', 'E'] as const;
const KIBI = 1024;

const SIZE = /^(\d{1,15}(?:\.\d{1,9})?)([KMGTPE]?)(?:i?B)$/;

/** Bytes of a size as Prometheus writes it: `512MB` and `512MiB` are the same to it. `undefined` for everything else. */
export const parsePrometheusSize = (text: string): number | undefined => {
  const [, number, power = ''] = SIZE.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * KIBI ** POWERS.indexOf(power as (typeof POWERS)[number]);
};

/** What limits the data that a server keeps. The first limit that is reached wins. */
export interface Limits {
  /** Milliseconds; left out: however old. */
  readonly time?: number;
  /** Bytes; left out: however much. */
  readonly size?: number;
}

const limitOf = (text: string): Limits | undefined => {
  const time = parsePrometheusDuration(text);
  if (time !== undefined) return { time };
  const size = parsePrometheusSize(text);
  return size === undefined ? undefined : { size };
};

/** The limits of `storageRetention`: `15d`, `15d or 512MiB`, `512MiB`. `undefined` where it says anything else. */
export const parseStorageRetention = (text: string): Limits | undefined => {
  const limits = text.split(' or ').map(limitOf);
  return limits.includes(undefined) ? undefined : Object.assign({}, ...limits);
};
