/** Nanoseconds of the units of Go's time.ParseDuration. There are none for days: `7d` is no duration. */
const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

const NANOSECONDS_OF_MILLISECOND = 1e6;

/** A duration has 64 bits: one more nanosecond fits into the negative ones. */
const LARGEST = 2n ** 63n - 1n;

const SIGNED = /^([-+]?)(.*)$/s;
const PART = /(\d*)(?:\.(\d*))?([^\d.]+)/y;

/** Go reckons with floating point here, and stops reading where an integer of 64 bits would be full. */
const fractionOf = (digits: string, unit: bigint): bigint => {
  const read = digits.slice(0, 18);
  return BigInt(Math.trunc(Number(read) * (Number(unit) / Number(`1e${read.length}`))));
};

const partOf = ([, whole = '', fraction = '', name = '']: RegExpExecArray): bigint | undefined => {
  const unit = UNITS.get(name);
  // No number that fits has more digits, save for zeros in front.
  const digits = whole.replace(/^0+/, '');
  if (unit === undefined || whole + fraction === '' || digits.length > 19) return undefined;
  return BigInt(digits || '0') * unit + fractionOf(fraction, unit);
};

/** The nanoseconds of numbers with units; `undefined` where there is anything else, or nothing. */
const nanosecondsOf = (text: string): bigint | undefined => {
  const parser = new RegExp(PART);
  let total = 0n;
  do {
    const match = parser.exec(text);
    const part = match === null ? undefined : partOf(match);
    if (part === undefined) return undefined;
    total += part;
  } while (parser.lastIndex < text.length);
  return total;
};

/**
 * The milliseconds of a Go duration: numbers, each with a unit, as in `1h30m`, `-1.5h`, `100ms`; `0` goes without. They may
 * be negative, zero and fractions. `undefined` for everything that Go's time.ParseDuration refuses, as `7d`, `1h 30m` and
 * the empty text, and for more than it can hold: 292 years.
 */
export const parseGoDuration = (text: string): number | undefined => {
  const [, sign, unsigned = ''] = SIGNED.exec(text) ?? [];
  const nanoseconds = unsigned === '0' ? 0n : nanosecondsOf(unsigned);
  if (nanoseconds === undefined || nanoseconds > (sign === '-' ? LARGEST + 1n : LARGEST)) return undefined;
  const milliseconds = Number(nanoseconds) / NANOSECONDS_OF_MILLISECOND;
  return sign === '-' && milliseconds > 0 ? -milliseconds : milliseconds;
};
