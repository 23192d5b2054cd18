import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Patterns, takenBy } from '../../../model/elasticsearch/patterns.ts';
import type { SearchIndices } from '../../../model/kinds/elasticsearch.ts';

const test = suite('model/elasticsearch/patterns');

type Index = SearchIndices['indices'][number];

const index = (name: string, more: Partial<Index> = {}): Index => ({ name, hidden: false, system: false, closed: false, ...more });
const backing = (stream: string, number = 1): Index =>
  index(`.ds-${stream}-2026.01.01-00000${number}`, { hidden: true, dataStream: stream });

const CLUSTER: SearchIndices = {
  indices: [
    index('runs-2025', { closed: true }),
    index('runs-2026'),
    index('models'),
    index('.hidden', { hidden: true }),
    index('.kibana_1', { hidden: true, system: true }),
    backing('logs-ml'),
    backing('logs-ml', 2),
    backing('metrics'),
  ],
  dataStreams: ['logs-ml', 'metrics'],
  aliases: [
    { name: 'runs', indices: ['runs-2025', 'runs-2026'] },
    { name: 'all-logs', indices: ['.ds-logs-ml-2026.01.01-000001', '.ds-logs-ml-2026.01.01-000002'] },
  ],
};

const ALL = ['runs-2025', 'runs-2026', 'models', '.hidden', 'logs-ml', 'metrics'];

/** What is taken for certain; with a question mark what may be. Backing indices only where their stream is not. */
const takenOf = (more: Partial<Patterns>): string => {
  const taken = takenBy({ indices: ['*'], ignoreUnavailable: false, distribution: 'elasticsearch', ...more }, CLUSTER);
  if ('refused' in taken) return `refused: ${taken.refused}`;
  if ('doubt' in taken) return `doubt: ${taken.doubt}`;
  const show = ([name, truth]: readonly [string, boolean | undefined]) => (truth === false ? [] : [truth ? name : `${name}?`]);
  const streams = [...taken.dataStreams].flatMap(show);
  const isOfStream = (name: string) => {
    const { dataStream = '' } = CLUSTER.indices.find((one) => one.name === name) ?? {};
    return taken.dataStreams.has(dataStream) && taken.dataStreams.get(dataStream) !== false;
  };
  return [...[...taken.indices].filter(([name]) => !isOfStream(name)).flatMap(show), ...streams].sort().join(' ');
};

const sorted = (names: readonly string[]): string => [...names].sort().join(' ');
const EVERYTHING = sorted([...ALL, '.kibana_1?']);

interface Row extends Partial<Patterns> {
  readonly name: string;
  readonly taken: string;
}

const LOGS = ['.ds-logs-ml-2026.01.01-000001', '.ds-logs-ml-2026.01.01-000002'];

const TABLE: readonly Row[] = [
  { name: 'nothing is everything', indices: [], taken: EVERYTHING },
  { name: '_all is everything', indices: ['_all'], taken: EVERYTHING },
  { name: 'a star is everything: hidden, closed, but of the system only by features', indices: ['*'], taken: EVERYTHING },
  {
    name: 'OpenSearch leaves out what is closed',
    distribution: 'opensearch',
    taken: sorted([...ALL.filter((name) => name !== 'runs-2025'), '.kibana_1?']),
  },
  { name: 'OpenSearch takes what is closed by its name', distribution: 'opensearch', indices: ['runs-2025'], taken: 'runs-2025' },
  { name: 'a name', indices: ['models'], taken: 'models' },
  { name: 'two names', indices: ['models', 'runs-2026'], taken: 'models runs-2026' },
  {
    name: 'a list of the server is not split at commas',
    indices: ['models,runs-2026'],
    taken: 'refused: there is no index "models,runs-2026"',
  },
  { name: 'the name of a data stream', indices: ['metrics'], taken: 'metrics' },
  { name: 'a wildcard that matches a data stream', indices: ['metr*'], taken: 'metrics' },
  { name: 'backing indices alone are no data stream', indices: ['.ds-logs*'], taken: sorted(LOGS) },
  { name: 'an alias of a data stream brings its backing indices only', indices: ['all-logs'], taken: sorted(LOGS) },
  { name: 'an alias brings what is behind it', indices: ['runs'], taken: 'runs-2025 runs-2026' },
  { name: 'a wildcard matches aliases, too', indices: ['all-*'], taken: sorted(LOGS) },
  { name: 'an exclusion', indices: ['runs*', '-runs-2025'], taken: 'runs-2026' },
  { name: 'an exclusion by wildcard', indices: ['*', '-runs*', '-.*'], taken: 'models' },
  {
    name: 'an exclusion counts where it stands',
    indices: ['*', '-runs*', 'runs-2026', '-log*', '-metr*', '-.*'],
    taken: 'models runs-2026',
  },
  { name: 'excluded by an alias', indices: ['run*', '-runs'], taken: 'runs-2025 runs-2026' },
  { name: 'excluded by a wildcard that matches an alias', indices: ['runs-*', '-run*s'], taken: '' },
  {
    name: 'an exclusion before any wildcard is a name',
    indices: ['models', '-runs-2026'],
    taken: 'refused: there is no index "-runs-2026"',
  },
  { name: 'a first exclusion with a wildcard is a pattern', indices: ['-runs*'], taken: '' },
  {
    name: 'a data stream that is excluded by its name leaves its backing indices behind',
    indices: ['*', '-logs-ml'],
    taken: sorted([...ALL.filter((name) => name !== 'logs-ml'), ...LOGS, '.kibana_1?']),
  },
  {
    name: 'a data stream that is excluded by wildcard takes them along',
    indices: ['*', '-logs*', '-.*'],
    taken: 'models runs-2025 runs-2026',
  },
  {
    name: 'backing indices that are excluded: no data stream',
    indices: ['logs*', '-.ds-logs-ml*2'],
    taken: '.ds-logs-ml-2026.01.01-000001',
  },
  { name: 'what is not there', indices: ['models', 'gone'], taken: 'refused: there is no index "gone"' },
  { name: 'what is not there, and may be', indices: ['models', 'gone'], ignoreUnavailable: true, taken: 'models' },
  { name: 'a wildcard that matches nothing', indices: ['gone*'], taken: '' },
  { name: '_all among others', indices: ['_all', 'models'], taken: 'refused: "_all" begins with an underscore' },
  { name: 'an empty pattern', indices: ['models', ''], taken: 'refused: one of its patterns is empty' },
  { name: 'another cluster', indices: ['west:logs*'], taken: 'refused: "west:logs*" is on another cluster' },
  { name: 'another cluster, which may be missing', indices: ['west:logs*', 'models'], ignoreUnavailable: true, taken: 'models' },
  { name: 'a question mark stands for itself', indices: ['model?', 'runs-*'], taken: 'refused: there is no index "model?"' },
  { name: 'a question mark beside a star', indices: ['mod?l*'], taken: '' },
  { name: 'date math may stand for any day', indices: ['<runs-{now/y{yyyy}}>'], taken: 'runs-2025? runs-2026?' },
  { name: 'date math that is excluded', indices: ['runs*', '-<runs-{now/y{yyyy}}>'], taken: 'runs-2025? runs-2026?' },
  { name: 'an escaped brace is part of the name', indices: ['<model\\{s\\}>', 'models'], taken: 'models' },
  { name: 'date math in a pattern', indices: ['<run*-{now/y{yyyy|+09:00}}>'], taken: 'runs-2025? runs-2026?' },
  { name: 'wildcards for what is open', indices: ['runs*'], expandWildcards: 'open', taken: 'runs-2026' },
  { name: 'wildcards for what is closed', indices: ['runs*'], expandWildcards: 'closed', taken: 'runs-2025' },
  { name: 'wildcards for both', indices: ['runs*'], expandWildcards: 'open, CLOSED', taken: 'runs-2025 runs-2026' },
  { name: 'wildcards for all', expandWildcards: 'all', taken: EVERYTHING },
  {
    name: 'wildcards without what is hidden: data streams may be',
    indices: ['*', '-runs*'],
    expandWildcards: 'open',
    taken: 'logs-ml? metrics? models',
  },
  { name: 'a dot in front sees what is hidden', indices: ['.hid*'], expandWildcards: 'open', taken: '.hidden' },
  { name: 'wildcards for none', indices: ['runs*'], expandWildcards: 'none', taken: 'refused: there is no index "runs*"' },
  { name: 'none takes back what was before', indices: ['runs*'], expandWildcards: 'closed,none,open', taken: 'runs-2026' },
  { name: 'an unknown word', expandWildcards: 'ajar', taken: 'doubt: what expand_wildcards "ajar" means is not known' },
];

for (const { name, taken, ...more } of TABLE) test(name, () => assert.is(takenOf(more), taken));

/** The same for one index, by a regular expression for each pattern. */
const isTaken = (cluster: SearchIndices, patterns: readonly string[], { name, dataStream }: Index): boolean => {
  const others = [
    ...(dataStream ? [dataStream] : []),
    ...cluster.aliases.filter(({ indices }) => indices.includes(name)).map((one) => one.name),
  ];
  const literal = new Set<string>();
  let [concrete, seen] = [false, false];
  for (const pattern of patterns) {
    const excludes = seen && pattern.startsWith('-');
    const text = excludes ? pattern.slice(1) : pattern;
    if (text.includes('*')) {
      seen = true;
      const form = new RegExp(`^${text.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
      if ([name, ...others].some((one) => form.test(one))) concrete = !excludes;
      if (excludes && form.test(name)) literal.delete(name);
    } else {
      if (text === name) concrete = !excludes;
      if (excludes) literal.delete(text);
      else literal.add(text);
    }
  }
  return concrete || others.some((one) => literal.has(one));
};

const part = fc.constantFrom('a', 'b', 'ab', '*', '-');
const pattern = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const names = ['a', 'b', 'ab', 'aab', 'b-a', 'bb'];

test('each index is taken where its own reading of the patterns says so', () => {
  const cluster: SearchIndices = {
    indices: [...names.map((name) => index(name)), index('.ds-a', { hidden: true, dataStream: 'aa' })],
    dataStreams: ['aa'],
    aliases: [{ name: 'ba', indices: ['a', 'bb'] }],
  };
  fc.assert(
    fc.property(fc.array(pattern, { minLength: 2, maxLength: 5 }), (indices) => {
      const taken = takenBy({ indices, ignoreUnavailable: true, distribution: 'elasticsearch' }, cluster);
      if (!('indices' in taken)) return assert.unreachable('nothing is refused where all may be missing');
      for (const one of cluster.indices)
        assert.is(taken.indices.get(one.name) ?? false, isTaken(cluster, indices, one), `${indices}: ${one.name}`);
    }),
    { numRuns: 3000 },
  );
});

test.run();
