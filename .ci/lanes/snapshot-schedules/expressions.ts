import fc from 'fast-check';
import { ZONES as EVERYWHERE } from '../shared/clocks.ts';

/** What a field may hold, and words for it. */
interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly words: readonly string[];
}

type Texts = fc.Arbitrary<string>;

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ');

const SIXTY: Bounds = { min: 0, max: 59, words: [] };
const HOURS: Bounds = { min: 0, max: 23, words: [] };
const DAYS: Bounds = { min: 1, max: 31, words: [] };
const MONTH: Bounds = { min: 1, max: 12, words: MONTHS };

const spelled = (value: number, { min, words }: Bounds): Texts => {
  const word = words[value - min] ?? String(value);
  return fc.oneof(
    { weight: 8, arbitrary: fc.constant(String(value)) },
    fc.constantFrom(word, word, word.toUpperCase(), word.slice(0, 1).toUpperCase() + word.slice(1), `0${value}`),
  );
};

const among = ({ min, max }: Bounds): fc.Arbitrary<number> => fc.integer({ min, max });

const numbers = (bounds: Bounds): Texts => among(bounds).chain((value) => spelled(value, bounds));

const ranges = (bounds: Bounds): Texts =>
  fc
    .tuple(among(bounds), among(bounds))
    .chain(([a, b]) => fc.tuple(spelled(Math.min(a, b), bounds), spelled(Math.max(a, b), bounds)))
    .map((ends) => ends.join('-'));

const backwards = (bounds: Bounds): Texts => fc.tuple(among(bounds), among(bounds)).map(([a, b]) => `${Math.max(a, b)}-${Math.min(a, b)}`);

const words = ({ words: all }: Bounds): Texts =>
  all.length === 0 ? fc.constant('*') : fc.tuple(fc.constantFrom(...all), fc.constantFrom(...all)).map((ends) => ends.join('-'));

const STAR = fc.constant('*');

const stepped = (items: Texts, max: number): Texts => fc.tuple(items, fc.integer({ min: 1, max })).map(([item, step]) => `${item}/${step}`);

const soundItem = (bounds: Bounds): Texts => {
  const [number, range] = [numbers(bounds), ranges(bounds)];
  return fc.oneof(
    { weight: 6, arbitrary: number },
    { weight: 2, arbitrary: range },
    { weight: 2, arbitrary: STAR },
    words(bounds),
    stepped(number, bounds.max),
    stepped(range, bounds.max),
    stepped(STAR, bounds.max),
  );
};

const ENDS = [
  '',
  '/',
  '//',
  '-',
  '--',
  '/2',
  '/2/',
  '/2/3',
  '/0',
  '/00',
  '/007',
  '/+2',
  '/-2',
  '/x',
  '/2x',
  '/25x',
  '-x',
  '-1-2',
  'x',
  'L',
  'W',
  '#',
  '?',
  '*',
  '+',
];
const ODD = [
  '',
  '+',
  '-',
  '/',
  '//',
  '?',
  '??',
  '?x',
  '?xy',
  'x',
  'xyz',
  '*x',
  '*-5',
  '*5',
  '**',
  '+5',
  '0',
  '00',
  '60',
  '24',
  '32',
  '13',
  '7',
  '8',
  '1.5',
  '1e1',
  '0x1',
];
const LETTERS = [
  'L',
  'LW',
  'L-',
  'L-3',
  'L-31',
  'L-x',
  'W',
  'l',
  'january',
  'mond',
  'ma',
  'jan/2',
  'mon/2',
  'mon-fri/2',
  'jan-jun/3',
  'jan-x',
  'mon-',
  'HASH',
  'NONE-3',
];
const LARGE = ['2147483647', '2147483648', '9223372036854775808', '00000000000000000000000005'];

const oddItem = (bounds: Bounds): Texts =>
  fc.oneof(
    fc.constantFrom(...ODD, ...LETTERS, ...LARGE),
    backwards(bounds),
    fc.integer({ min: -1, max: bounds.max + 1 }).map(String),
    fc.tuple(soundItem(bounds), fc.constantFrom(...ENDS)).map((parts) => parts.join('')),
    fc.tuple(fc.constantFrom('*', '', '5', '1-9'), fc.integer({ min: 0, max: bounds.max + 2 })).map((parts) => parts.join('/')),
  );

const lists = (items: Texts): Texts =>
  fc.oneof(
    { weight: 4, arbitrary: items },
    fc.array(items, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(',')),
  );

const oddLists = (items: Texts): Texts =>
  fc.oneof(
    { weight: 6, arbitrary: lists(items) },
    fc.array(items, { maxLength: 2 }).map((parts) => ['', ...parts, ''].join(',')),
    fc.array(items, { minLength: 1, maxLength: 2 }).map((parts) => ['', ...parts].join(',')),
  );

const sound = (bounds: Bounds): Texts => lists(soundItem(bounds));
const odd = (bounds: Bounds): Texts => oddLists(fc.oneof({ weight: 3, arbitrary: soundItem(bounds) }, oddItem(bounds)));

/** Fields for schedules that fire now and then: the more of them are a star or one number, the more days lie between. */
const sparse = (bounds: Bounds): Texts => fc.oneof(numbers(bounds), STAR);

const SPACE = fc.oneof(
  { weight: 9, arbitrary: fc.constant(' ') },
  fc.constantFrom('\t', '  ', '\n', '\u000b', '\r', '\u00a0', '\u2003', '\u0001', ''),
);

const joined = (fields: readonly Texts[], space: Texts): Texts =>
  fc
    .tuple(fc.tuple(...fields), fc.array(space, { minLength: 9, maxLength: 9 }))
    .map(([texts, spaces]) => texts.reduce((text, field, index) => `${text}${index > 0 ? spaces[index] : ''}${field}`, ''));

const ONE_SPACE = fc.constant(' ');

const around = (texts: Texts): Texts =>
  fc.tuple(fc.constantFrom('', '', ' ', '\t', '\n', '\u0001'), texts, fc.constantFrom('', '', ' ', '\n')).map((parts) => parts.join(''));

const OPEN = fc.constant('?');

/** Days of the week that begin with 1 = Sunday. */
const FROM_ONE: Bounds = { min: 1, max: 7, words: WEEKDAYS };

const lastDays = fc.oneof(
  fc.constantFrom('L', 'l', 'LW', 'L-W', 'L-0', 'L-3', 'L-030'),
  fc.integer({ min: 0, max: 27 }).map((before) => `L-${before}W`),
  fc.integer({ min: 0, max: 31 }).map((before) => `L-${before}`),
);

const workdays = fc.oneof(
  among(DAYS).map((day) => `${day}W`),
  fc.tuple(among(DAYS), among(DAYS)).map(([a, b]) => `${a}W,${b}`),
);

const namedWeekdays = fc.oneof(
  fc
    .tuple(
      numbers(FROM_ONE),
      fc.constantFrom('L', '#1', '#2', '#3', '#4', '#5', '#5', '#0', '#6', '#x', '#', '#+2', 'Lx', '#1,2', '#1,2#2', 'L,2'),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom('L', 'LW', 'L-3', 'L-', '2,6#3', '6#3,FRI'),
);

const ofElasticsearch = (of: (bounds: Bounds) => Texts): Texts => {
  const month = fc.oneof({ weight: 5, arbitrary: of(DAYS) }, { weight: 2, arbitrary: lastDays }, { weight: 1, arbitrary: workdays });
  const week = fc.oneof({ weight: 3, arbitrary: of(FROM_ONE) }, namedWeekdays);
  const days = fc.oneof(
    { weight: 10, arbitrary: fc.tuple(month, OPEN) },
    { weight: 10, arbitrary: fc.tuple(OPEN, week) },
    { weight: 1, arbitrary: fc.tuple(month, week) },
    { weight: 1, arbitrary: fc.tuple(OPEN, OPEN) },
  );
  return days.map((parts) => parts.join(' '));
};

// Years in which something is left to fire, and that the server does not take for too far.
const YEARS: Bounds = { min: 2010, max: 2060, words: [] };

const years = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  fc
    .oneof(
      STAR,
      numbers(YEARS),
      ranges(YEARS),
      backwards(YEARS),
      stepped(numbers(YEARS), 20),
      stepped(STAR, 20),
      fc.constantFrom('?', 'x', '*/0'),
    )
    .map((year) => ` ${year}`),
  fc.constantFrom(' * more', ' * * *'),
);

/** The month stands between the two fields of days. */
const elasticsearchWith = (of: (bounds: Bounds) => Texts, space: Texts): Texts =>
  fc
    .tuple(joined([of(SIXTY), of(SIXTY), of(HOURS), ofElasticsearch(of)], space), space, of(MONTH), years)
    .map(([start, between, month, year]) => {
      const parts = start.split(' ');
      const week = parts.pop() ?? '';
      return `${parts.join(' ')}${between}${month} ${week}${year}`;
    });

/** Expressions for Elasticsearch: sound, borderline and wrong ones. */
export const elasticsearch: Texts = fc.oneof(
  { weight: 6, arbitrary: elasticsearchWith(sparse, ONE_SPACE) },
  { weight: 8, arbitrary: elasticsearchWith(sound, ONE_SPACE) },
  { weight: 5, arbitrary: elasticsearchWith(odd, ONE_SPACE) },
  { weight: 1, arbitrary: around(elasticsearchWith(sound, SPACE)) },
  { weight: 1, arbitrary: fc.array(sound(DAYS), { maxLength: 5 }).map((fields) => fields.join(' ')) },
);

/** Days of the week that begin with 0 = Sunday, which is 7, too. */
const FROM_ZERO: Bounds = { min: 0, max: 7, words: [...WEEKDAYS, 'sun'] };

const opensearchWith = (of: (bounds: Bounds) => Texts, space: Texts): Texts =>
  joined([SIXTY, HOURS, DAYS, MONTH, FROM_ZERO].map(of), space);

/** Most of them at times and on days that clocks are put forward and back. */
const atNight = fc
  .tuple(
    sparse(SIXTY),
    fc.oneof(fc.integer({ min: 0, max: 4 }).map(String), fc.constantFrom('23', '1-3', '0-2', '*', '*/2', '2/2')),
    fc.oneof(STAR, STAR, numbers(DAYS)),
    fc.oneof(STAR, STAR, numbers(MONTH)),
    fc.oneof(STAR, STAR, fc.constantFrom('0', 'sun', '7', '4', '5')),
  )
  .map((fields) => fields.join(' '));

/** Expressions for OpenSearch: sound, borderline and wrong ones. */
export const opensearch: Texts = fc.oneof(
  { weight: 6, arbitrary: atNight },
  { weight: 3, arbitrary: opensearchWith(sparse, ONE_SPACE) },
  { weight: 6, arbitrary: opensearchWith(sound, ONE_SPACE) },
  { weight: 5, arbitrary: opensearchWith(odd, ONE_SPACE) },
  { weight: 1, arbitrary: around(opensearchWith(sound, SPACE)) },
  { weight: 1, arbitrary: fc.array(sound(DAYS), { maxLength: 7 }).map((fields) => fields.join(' ')) },
  fc.constantFrom('@daily', '@hourly', '@reboot', ' @daily', '@daily 0 0 * *'),
);

const UNITS = ['d', 'h', 'm', 's', 'ms', 'micros', 'nanos', 'D', 'H', 'M', 'S', 'MS', 'Micros', 'NANOS', '', 'w', 'y', 'min', 'dd'];
const COUNTS = [
  '0',
  '00',
  '-0',
  '-1',
  '-01',
  '-2',
  '+1',
  '+0',
  '--1',
  '1.5',
  '1e3',
  '',
  ' ',
  '1 2',
  '0x1',
  '9223372036854775807',
  '9223372036854775808',
  '106751991167',
  '106751991168',
];

/** Time values, and what looks like some. */
export const values: Texts = fc
  .tuple(
    fc.constantFrom('', '', '', ' ', '\t', '\u0001', '\u00a0'),
    fc.oneof(fc.nat(100_000).map(String), fc.constantFrom(...COUNTS)),
    fc.constantFrom('', '', '', ' ', '\n', '\u2003'),
    fc.constantFrom(...UNITS),
    fc.constantFrom('', '', '', ' ', '\u001f', 'x'),
  )
  .map((parts) => parts.join(''));

/** Some that Java alone knows by these names, too. */
export const ZONES = [...EVERYWHERE, 'Z', '+05:30', '-3', 'UTC+1', 'GMT-02:30', 'Europe/Dublin'] as const;
