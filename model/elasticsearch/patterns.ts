import { matchesGlob } from '../glob.ts';
import type { SearchIndices, SearchPolicy } from '../kinds/elasticsearch.ts';
import { kept } from '../remember.ts';
import { and, or, type Truth } from '../truth.ts';

// What the index patterns of a policy take, as the servers resolve them (IndexNameExpressionResolver and CreateSnapshotRequest).

/** What decides beside the patterns themselves. */
export interface Patterns extends Pick<SearchPolicy, 'indices' | 'expandWildcards' | 'ignoreUnavailable'> {
  readonly distribution: 'elasticsearch' | 'opensearch';
}

/** What of a cluster a snapshot holds. What is not there, or is `false`, is not taken; `undefined` = nobody can tell. */
export interface Taken {
  readonly indices: ReadonlyMap<string, Truth>;
  /** Those of which it holds the stream itself and all that is behind it. */
  readonly dataStreams: ReadonlyMap<string, Truth>;
}

/** What wildcards stand for. */
interface Reach {
  readonly open: boolean;
  readonly closed: boolean;
  readonly hidden: boolean;
}

// Elasticsearch: strictExpandHidden. OpenSearch: strictExpandOpenHidden, so that it leaves out what is closed.
const REACHES: Readonly<Record<Patterns['distribution'], Reach>> = {
  elasticsearch: { open: true, closed: true, hidden: true },
  opensearch: { open: true, closed: false, hidden: true },
};

const WORDS = ['open', 'closed', 'hidden', 'all', 'none'];

/** `undefined` for a word that nobody knows here. */
const reachOf = ({ expandWildcards, distribution }: Patterns): Reach | undefined => {
  if (expandWildcards === undefined) return REACHES[distribution];
  const words = expandWildcards.split(',').map((word) => word.trim().toLowerCase());
  if (words.some((word) => !WORDS.includes(word))) return undefined;
  // `none` takes back what was said before it.
  const said = words.slice(words.lastIndexOf('none') + 1);
  const has = (word: string): boolean => said.includes(word) || said.includes('all');
  return { open: has('open'), closed: has('closed'), hidden: has('hidden') };
};

type Index = SearchIndices['indices'][number];

/** What a pattern may match: an index, a data stream, or an alias. */
interface Target {
  readonly name: string;
  /** Listings do not tell it of data streams and of aliases. */
  readonly hidden: Truth;
  /** The indices behind it. */
  readonly indices: readonly Index[];
  readonly isStream: boolean;
}

const targetsOf = ({ indices, dataStreams, aliases }: SearchIndices): readonly Target[] => {
  const byName = new Map(indices.map((index) => [index.name, index]));
  const behind = new Map<string | undefined, Index[]>();
  for (const index of indices) kept(behind, index.dataStream, () => []).push(index);
  return [
    ...indices.map((index) => ({ name: index.name, hidden: index.hidden, indices: [index], isStream: false })),
    ...dataStreams.map((name) => ({ name, hidden: undefined, indices: behind.get(name) ?? [], isStream: true })),
    ...aliases.map(({ name, indices: names }) => ({
      name,
      hidden: undefined,
      indices: names.flatMap((index) => byName.get(index) ?? []),
      isStream: false,
    })),
  ];
};

/** Whether a wildcard sees something by that name: a pattern that begins with a dot sees hidden names that do, too. */
const isSeen = ({ name, hidden }: Target, pattern: string, reach: Reach): Truth => {
  if (reach.hidden || hidden === false || (pattern.startsWith('.') && name.startsWith('.'))) return true;
  return hidden === undefined ? undefined : false;
};

const isIn = ({ closed }: Index, reach: Reach): boolean => (closed ? reach.closed : reach.open);

/** One pattern of the list, when those before it are known. */
interface Step {
  readonly text: string;
  readonly adds: boolean;
  readonly isWildcard: boolean;
  /** It holds date math, whose name depends on the day: it may stand for any name with something in its place. */
  readonly isDated: boolean;
}

/** `<logs-{now/d}>` → `logs-*`; a backslash takes from a brace what it means. */
const withoutDates = (template: string): string => {
  let [depth, glob] = [0, ''];
  for (const [token] of template.matchAll(/\\[\s\S]|[\s\S]/g)) {
    if (token === '}') depth--;
    if (depth === 0) glob += token === '{' || token === '}' ? '*' : token.replace(/^\\/, '');
    if (token === '{') depth++;
  }
  return glob.replace(/\*+/g, '*');
};

const DATE_MATH = /^<(.+)>$/s;

/** A leading `-` excludes only where a wildcard came before; elsewhere it is part of a name. */
const stepsOf = (patterns: readonly string[], canExpand: boolean): readonly Step[] => {
  let wildcardSeen = false;
  return patterns.map((pattern) => {
    const adds = !(wildcardSeen && pattern.startsWith('-'));
    const text = adds ? pattern : pattern.slice(1);
    const [, template] = DATE_MATH.exec(text) ?? [];
    const isWildcard = canExpand && text.includes('*');
    wildcardSeen ||= isWildcard;
    return { text: template === undefined ? text : withoutDates(template), adds, isWildcard, isDated: template !== undefined };
  });
};

/** Names, and whether they are among those that were asked for: `true`, or `undefined`. What is not there is not. */
type Names = ReadonlyMap<string, Truth>;

const isAmong = (names: Names, name: string): Truth => (names.has(name) ? names.get(name) : false);

const withNames = (names: Names, found: Names, adds: boolean): Names => {
  const all = new Map(names);
  for (const [name, truth] of found) {
    if (adds) all.set(name, or([isAmong(names, name), truth]));
    else if (truth) all.delete(name);
    else if (names.has(name)) all.set(name, undefined);
  }
  return all;
};

/** There is no other wildcard than `*`, and no name has a question mark in it. */
const matches = (pattern: string, name: string): boolean => !pattern.includes('?') && matchesGlob(pattern, name);

interface Cluster {
  readonly targets: readonly Target[];
  readonly reach: Reach;
  /** What stands for a target: the indices behind it; or, where data streams are looked for, the name of the stream. */
  readonly namesOf: (target: Target) => readonly string[];
}

const wildcardNames = ({ text, isDated }: Step, { targets, reach, namesOf }: Cluster): Names => {
  const found = new Map<string, Truth>();
  for (const target of targets.filter(({ name }) => matches(text, name))) {
    const seen = isDated ? undefined : isSeen(target, text, reach);
    if (seen !== false) for (const name of namesOf(target)) found.set(name, or([isAmong(found, name), seen]));
  }
  return found;
};

/** A name that is written out stays what it is until the end: one of a data stream takes back only the same name. */
const namesFor = (step: Step, cluster: Cluster): Names => {
  if (step.isWildcard) return wildcardNames(step, cluster);
  if (!step.isDated) return new Map([[step.text, true]]);
  return new Map(cluster.targets.filter(({ name }) => matches(step.text, name)).map(({ name }) => [name, undefined]));
};

const resolve = (steps: readonly Step[], cluster: Cluster): Names =>
  steps.reduce<Names>((names, step) => withNames(names, namesFor(step, cluster), step.adds), new Map());

/** Why the server refuses a pattern and makes no snapshot at all, as a clause. */
const refusalOf = ({ text, adds, isWildcard, isDated }: Step, targets: readonly Target[], patterns: Patterns): string | undefined => {
  if (!adds) return undefined;
  if (text === '') return 'one of its patterns is empty';
  if (text.startsWith('_')) return `"${text}" begins with an underscore`;
  if (patterns.ignoreUnavailable || isDated) return undefined;
  if (text.includes(':') && patterns.distribution === 'elasticsearch') return `"${text}" is on another cluster`;
  return isWildcard || targets.some(({ name }) => name === text) ? undefined : `there is no index "${text}"`;
};

/** Nothing at all, `_all` alone and `*` alone all stand for everything. */
const listOf = (indices: readonly string[]): readonly string[] =>
  indices.length === 0 || (indices.length === 1 && indices[0] === '_all') ? ['*'] : indices;

/** Elasticsearch takes indices of the system not by patterns, but by the features that they belong to. */
const indexNames = (names: Names, targets: readonly Target[]): Names => {
  const taken = new Map<string, Truth>();
  for (const target of targets.filter(({ name }) => names.has(name))) {
    for (const { name, system } of target.indices) {
      taken.set(name, system ? undefined : or([isAmong(taken, name), names.get(target.name)]));
    }
  }
  return taken;
};

const streamNames = (names: Names, targets: readonly Target[], indices: Names): Names => {
  const streams = targets.filter(({ name, isStream }) => isStream && names.has(name));
  const areHeld = (stream: Target): Truth => and([names.get(stream.name), ...stream.indices.map(({ name }) => isAmong(indices, name))]);
  return new Map(streams.map((stream) => [stream.name, areHeld(stream)]));
};

/**
 * What a snapshot by these patterns would hold of a cluster; that the server refuses to make one; or that nobody can tell,
 * each as a clause.
 *
 * A snapshot holds a data stream where a pattern takes its own name: patterns of its backing indices, or of an alias, take
 * no more than indices. Exclusions count in their order.
 */
export const takenBy = (patterns: Patterns, cluster: SearchIndices): Taken | { readonly refused: string } | { readonly doubt: string } => {
  const reach = reachOf(patterns);
  if (!reach) return { doubt: `what expand_wildcards "${patterns.expandWildcards}" means is not known` };
  const targets = targetsOf(cluster);
  const steps = stepsOf(listOf(patterns.indices), reach.open || reach.closed);
  const refused = steps.map((step) => refusalOf(step, targets, patterns)).find((reason) => reason !== undefined);
  if (refused !== undefined) return { refused };
  const behind = ({ indices }: Target) => indices.filter((index) => isIn(index, reach)).map(({ name }) => name);
  const indices = indexNames(resolve(steps, { targets, reach, namesOf: behind }), targets);
  const streams = resolve(steps, { targets, reach, namesOf: (target) => (target.isStream ? [target.name] : behind(target)) });
  return { indices, dataStreams: streamNames(streams, targets, indices) };
};
