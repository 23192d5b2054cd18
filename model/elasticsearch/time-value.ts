// Longer names first: every unit but the last three ends with the letter of another.
const UNITS: readonly (readonly [name: string, nanoseconds: bigint])[] = [
  ['nanos', 1n],
  ['micros', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
  ['d', 86_400_000_000_000n],
];

const NANOSECONDS_OF_MILLISECOND = 1_000_000n;

/** Both the count and the milliseconds have 64 bits; milliseconds that do not fit become the largest that do. */
const LARGEST = 2n ** 63n - 1n;

/** What Java's String.trim takes away. */
const OUTER_SPACE = /^[\0- ]+|[\0- ]+$/g;

const trim = (text: string): string => text.replace(OUTER_SPACE, '');

/** -1 has a meaning of its own in many settings; no other number below 0 is taken, whatever its unit. */
const countOf = (text: string): bigint | undefined => {
  if (!/^(?:[-+]?0+|-0*1|\+?\d+)$/.test(text)) return undefined;
  const count = BigInt(text.replace(/^\+/, ''));
  return count <= LARGEST ? count : undefined;
};

const millisecondsOf = (count: bigint, unit: bigint): number => {
  const milliseconds = (count * unit) / NANOSECONDS_OF_MILLISECOND;
  return Number(milliseconds < LARGEST ? milliseconds : LARGEST);
};

const withoutUnit = (text: string): number | undefined => {
  if (/^0+$/.test(text)) return 0;
  return /^-0*1$/.test(text) ? -1 : undefined;
};

/**
 * The milliseconds of a time value of Elasticsearch or OpenSearch (`TimeValue.parseTimeValue`): a whole number with one of
 * the units `d`, `h`, `m`, `s`, `ms`, `micros` and `nanos`, in any letters save for `m`, since `M` could be months. White
 * space is allowed around the number, and around the whole, but not after an `m`. `0` and `-1` go without a unit; `-1` of a
 * unit is less than nothing, too. What is left over of a millisecond is lost. `undefined` for everything that they refuse:
 * `1.5d`, `1h30m`, `30`, `-2d`, `1w`.
 */
export const parseTimeValue = (text: string): number | undefined => {
  const normal = trim(text.toLowerCase());
  const [name, unit] = UNITS.find(([ending]) => (ending === 'm' ? text : normal).endsWith(ending)) ?? [];
  if (name === undefined || unit === undefined) return withoutUnit(normal);
  const count = countOf(trim(normal.slice(0, -name.length)));
  return count === undefined ? undefined : millisecondsOf(count, unit);
};
