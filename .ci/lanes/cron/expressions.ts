import fc from 'fast-check';
import type { Dialect } from '../../../model/schedule/velero.ts';
import { ZONES as EVERYWHERE } from '../shared/clocks.ts';

/** What a field may hold, and words for it. */
interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly words: readonly string[];
  /** Whether ranges may go round. */
  readonly cyclic: boolean;
}

const WORDS = {
  months: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' '),
  weekdays: 'sun mon tue wed thu fri sat'.split(' '),
};

const fieldsOf = (cyclic: boolean): readonly Bounds[] => [
  { min: 0, max: 59, words: [], cyclic },
  { min: 0, max: 23, words: [], cyclic },
  { min: 1, max: 31, words: [], cyclic },
  { min: 1, max: 12, words: WORDS.months, cyclic },
  { min: 0, max: cyclic ? 7 : 6, words: WORDS.weekdays, cyclic },
];

const ODD_NUMBERS = ['', '-1', '+', '+-1', '1.0', '1e1', '0x1', '1_0', '٣', 'x', 'sunday', 'mo', '7', '8', '60', '24', '32', '13'];
/** Letters that are ours as capitals or as small letters, and words with a meaning elsewhere. */
const ODD_WORDS = [
  'fr\u0130',
  'FR\u0130',
  'fr\u0131',
  '\u017fun',
  'o\u212at',
  'H',
  'H/2',
  'H(1-3)',
  'L',
  'L-3',
  '15W',
  'lw',
  '5#3',
  'fri#L',
];
const LARGE_NUMBERS = ['9223372036854775807', '9223372036854775808', '18446744073709551616', '00000000000000000000000005'];

const spelled = (value: number, { min, words }: Bounds): fc.Arbitrary<string> => {
  const word = words[value - min] ?? String(value);
  const capital = word.slice(0, 1).toUpperCase() + word.slice(1);
  return fc.oneof(
    { weight: 8, arbitrary: fc.constant(String(value)) },
    fc.constantFrom(word, word.toUpperCase(), capital, `+${value}`, `0${value}`),
  );
};

const numbers = (bounds: Bounds): fc.Arbitrary<string> =>
  fc.integer({ min: bounds.min, max: bounds.max }).chain((value) => spelled(value, bounds));

const ranges = (bounds: Bounds): fc.Arbitrary<string> =>
  fc
    .tuple(fc.integer({ min: bounds.min, max: bounds.max }), fc.integer({ min: bounds.min, max: bounds.max }))
    .map(([a, b]) => (bounds.cyclic ? [a, b] : [Math.min(a, b), Math.max(a, b)]))
    .chain(([a = 0, b = 0]) => fc.tuple(spelled(a, bounds), spelled(b, bounds)))
    .map((ends) => ends.join('-'));

const STARS = fc.constantFrom('*', '*', '*', '?');

const stepped = (items: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(items, fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 }))).map(([item, step]) => `${item}/${step}`);

const whole = (bounds: Bounds): fc.Arbitrary<string> => fc.constant(`${bounds.min}-${bounds.max}`);

const soundItem = (bounds: Bounds): fc.Arbitrary<string> => {
  const [number, range] = [numbers(bounds), ranges(bounds)];
  return fc.oneof(
    { weight: 6, arbitrary: number },
    { weight: 2, arbitrary: range },
    STARS,
    whole(bounds),
    stepped(number),
    stepped(range),
    stepped(STARS),
  );
};

const oddItem = (bounds: Bounds): fc.Arbitrary<string> => {
  const near = fc.integer({ min: -1, max: bounds.max + 1 });
  const beyond = fc.integer({ min: bounds.max + 1, max: 3 * bounds.max });
  const odd = fc.oneof(fc.constantFrom(...ODD_NUMBERS, ...ODD_WORDS, ...LARGE_NUMBERS), near.map(String), STARS);
  return fc.oneof(
    odd,
    fc.tuple(odd, odd).map((parts) => parts.join('-')),
    fc.tuple(beyond, near).map((parts) => parts.join('-')),
    fc.tuple(beyond, near, fc.integer({ min: 1, max: 5 })).map(([from, to, step]) => `${from}-${to}/${step}`),
    fc.tuple(beyond, fc.integer({ min: 1, max: 5 })).map((parts) => parts.join('/')),
    fc.tuple(STARS, fc.constantFrom(...ODD_WORDS)).map((parts) => parts.join('-')),
    fc.tuple(numbers(bounds), odd).map((parts) => parts.join('/')),
    fc.tuple(STARS, odd).map((parts) => parts.join('/')),
    fc.tuple(numbers(bounds), numbers(bounds), numbers(bounds)).map((parts) => parts.join('-')),
    fc.tuple(STARS, odd, odd).map(([star, a, b]) => `${star}-${a}/${b}`),
    fc.tuple(numbers(bounds), odd, odd).map((parts) => parts.join('/')),
  );
};

const lists = (items: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: items },
    fc.array(items, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(',')),
    fc.array(items, { maxLength: 2 }).map((parts) => ['', ...parts, ''].join(',')),
  );

const sound = (bounds: Bounds): fc.Arbitrary<string> => lists(soundItem(bounds));
const odd = (bounds: Bounds): fc.Arbitrary<string> => lists(fc.oneof({ weight: 3, arbitrary: soundItem(bounds) }, oddItem(bounds)));

/** Fields for schedules that fire now and then: the more of them are a star or one number, the more days lie between. */
const sparse = (bounds: Bounds): fc.Arbitrary<string> => fc.oneof(numbers(bounds), STARS);

const SPACES = fc.oneof(
  { weight: 9, arbitrary: fc.constant(' ') },
  fc.constantFrom('\t', '  ', '\n', '\v', '\u00a0', '\u0085', '\u2003', '\ufeff', ''),
);

const joined = (fields: readonly Bounds[], of: (bounds: Bounds) => fc.Arbitrary<string>, space: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.tuple(...fields.map(of)), fc.array(space, { minLength: 7, maxLength: 7 }))
    .map(([fields, [before = '', ...between]]) =>
      fields.reduce((text, field, index) => `${text}${index > 0 ? between[index] : ''}${field}`, before.trim()),
    );

const wrongCount = fc.array(sound({ min: 1, max: 6, words: [], cyclic: false }), { maxLength: 8 }).map((fields) => fields.join(' '));

/** Fields of so many bytes. The last character takes two. */
const ofLength = (bytes: number): string => `${'0,'.repeat((bytes - 11) / 2)}0 0 * * *${' '.repeat((bytes - 11) % 2)}\u00a0`;

const lengthy = fc.integer({ min: 1018, max: 1030 }).map(ofLength);

const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const BY_HAND = ['@triggered', '@manual', '@none'];
const NO_DESCRIPTORS = [
  '@',
  '@Manual',
  '@Daily',
  '@DAILY',
  '@daily ',
  ' @daily',
  '@reboot',
  '@every',
  '@every ',
  '@every5m',
  '@minutely',
  'daily',
];

const DURATIONS = ['1h', '90m', '24h', '1h30m', '168h0m0s', '90s', '1500ms', '999ms', '1ns', '.5s', '1.9s', '61.999999999s', '+5m', '1h1h'];
const ODD_DURATIONS = [
  '0',
  '-0',
  '-1h',
  '0s',
  '7d',
  '5',
  '',
  ' 5m',
  '5m ',
  '1h 30m',
  '1H',
  'h',
  '.s',
  '1_0s',
  '2562047h',
  '2562048h',
  '1µs',
  '1μs',
];

const descriptors = fc.oneof(
  fc.constantFrom(...DESCRIPTORS),
  fc.constantFrom(...BY_HAND, ...NO_DESCRIPTORS),
  fc.constantFrom(...DURATIONS, ...ODD_DURATIONS).map((duration) => `@every ${duration}`),
);

export const ZONES = [...EVERYWHERE, 'Asia/Pyongyang'] as const;

const NO_ZONES = [
  'PST',
  'IST',
  'america/new_york',
  'EUROPE/BERLIN',
  'utc',
  'Nowhere',
  '+05:00',
  '../UTC',
  '/UTC',
  'local',
  'Us/Eastern',
  'UTC+1',
];
const NAMES = ['', 'UTC', 'Local', 'US/Eastern', 'Etc/GMT+5', 'EST', 'EST5EDT', 'GMT', 'Etc/UTC', 'Asia/Kolkata', 'Europe/Kyiv', ...ZONES];
const NO_PREFIXES = ['tz=UTC ', 'TZ=UTC', 'TZ=UTC\t', ' TZ=UTC ', 'TZ=UTC TZ=UTC ', 'TZ = UTC ', 'CRONTZ=UTC ', 'TZ=UTC=UTC '];

const QUOTES = ["''", '""', "''", '""', `"'`, '" ', ' "'] as const;

const quoted = (name: string): fc.Arbitrary<string> => fc.constantFrom(...QUOTES).map(([from, to]) => `${from}${name}${to}`.trim());

const prefixes = fc.oneof(
  { weight: 12, arbitrary: fc.constant('') },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...NAMES)
      .chain(quoted)
      .map((zone) => `TZ=${zone} `),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('TZ', 'CRON_TZ'), fc.constantFrom(...NAMES), SPACES)
      .map(([name, zone, more]) => `${name}=${zone} ${more}`),
  },
  fc.constantFrom(...NO_ZONES).map((zone) => `TZ=${zone} `),
  fc.constantFrom(...NO_PREFIXES),
);

const bodiesWith = (fields: readonly Bounds[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: joined(fields, sparse, fc.constant(' ')) },
    { weight: 8, arbitrary: joined(fields, sound, fc.constant(' ')) },
    { weight: 4, arbitrary: joined(fields, odd, fc.constant(' ')) },
    { weight: 1, arbitrary: joined(fields, sound, SPACES) },
    { weight: 1, arbitrary: wrongCount },
    { weight: 1, arbitrary: lengthy },
    { weight: 2, arbitrary: descriptors },
  );

/** Expressions for Velero: sound, borderline and wrong ones. Many of those for the later dialect are nothing to the earlier ones. */
export const expressionsFor = (dialect: Dialect): fc.Arbitrary<string> =>
  fc.tuple(prefixes, bodiesWith(fieldsOf(dialect === 'go-cron'))).map((parts) => parts.join(''));
